"""Which cases each figure counts: by their state today, whether they were corrected, and when they were concluded."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewer_app.domain.figures.days import CONCLUDED, RECOMMENDED
from reviewer_app.domain.states import ONCE_APPROVED, State

_S = State
#: The paper half of an online case is one case with it and counted once.
NOT_COUNTED = frozenset({_S.PAIRED})
_ALL = frozenset(State) - NOT_COUNTED


class Figure(StrEnum):
    """What is counted; the value names its definition among the phrases, the label is also the word searched by."""

    RECEIVED = "received"
    RECOMMENDED = "recommended"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    DECLINED = "declined"
    CORRECTED = "corrected"
    ENDED = "ended"
    OPEN = "open"
    CONCLUDED = "concluded"
    OLD = "old"

    @property
    def label(self) -> str:
        """The figure's word."""
        return _LABELS[self]

    @property
    def states(self) -> frozenset[State]:
        """The states of the cases it counts."""
        return _STATES[self]


_LABELS = {
    Figure.RECEIVED: "收件",
    Figure.RECOMMENDED: "推荐",
    Figure.APPROVED: "立项",
    Figure.NOT_APPROVED: "未立项",
    Figure.DECLINED: "不予推荐",
    Figure.CORRECTED: "补正",
    Figure.ENDED: "未推荐离开",
    Figure.OPEN: "在办",
    Figure.CONCLUDED: "已有结论",
    Figure.OLD: "补结旧案",
}
_LEFT = frozenset({_S.WITHDRAWN, _S.TRANSFERRED, _S.LAPSED, _S.RECOMMENDATION_WITHDRAWN})
_STATES: Mapping[Figure, frozenset[State]] = {
    Figure.RECEIVED: _ALL,
    Figure.RECOMMENDED: RECOMMENDED,
    Figure.APPROVED: ONCE_APPROVED,
    Figure.NOT_APPROVED: frozenset({_S.NOT_APPROVED}),
    Figure.DECLINED: frozenset({_S.DECLINED}),
    Figure.CORRECTED: _ALL,
    Figure.ENDED: _LEFT,
    Figure.OPEN: _ALL - CONCLUDED - _LEFT,
    Figure.CONCLUDED: CONCLUDED,
    Figure.OLD: CONCLUDED,
}
#: The parts of the office's cases that together are all cases received.
OUTCOMES = (Figure.RECOMMENDED, Figure.DECLINED, Figure.ENDED, Figure.OPEN)


class Part(StrEnum):
    """By what the cases are parted; the value is the column, the label the word of the search."""

    SECTOR = "sector"
    CONTACT = "contact"
    KIND = "kind"
    DISTRICT = "district"
    LAYER = "layer"

    @property
    def label(self) -> str:
        """The part's word."""
        return {"sector": "领域", "contact": "联系人", "kind": "类别", "district": "所在区", "layer": "层次"}[
            self.value
        ]
