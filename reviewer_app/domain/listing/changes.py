"""Changed since I looked: which acts of others change what of a case, by the kinds an officer looks at.

What the program does by itself changes nothing here, nor what one did oneself.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewer_app.domain.record import EventAct


class Kind(StrEnum):
    """What was changed of a case; stored with what each person has seen."""

    VALUES = "values"
    PAPERS = "papers"
    ANSWERS = "answers"
    OPINION = "opinion"
    CORRECTION = "correction"
    OUTSIDE = "outside"

    @property
    def label(self) -> str:
        """The kind in the office's words."""
        return _LABELS[self]


_LABELS = {
    Kind.VALUES: "申报信息",
    Kind.PAPERS: "材料",
    Kind.ANSWERS: "核对结论",
    Kind.OPINION: "意见",
    Kind.CORRECTION: "补正",
    Kind.OUTSIDE: "对外往来",
}

_A = EventAct
ACTS_OF: Mapping[Kind, tuple[EventAct, ...]] = {
    Kind.VALUES: (
        _A.AMENDED,
        _A.IMPORTED_AGAIN,
        _A.LIST_TOLD,
        _A.DIFFERENCE_SETTLED,
        _A.CHANGE_MERGED,
        _A.PACK_FOLLOWED,
        _A.CASES_MERGED,
        _A.MERGE_UNDONE,
        _A.PAIRED,
        _A.PAIR_PARTED,
    ),
    Kind.PAPERS: (_A.PAPER_RECORDED, _A.SET_RECEIVED, _A.SCAN_KEPT),
    Kind.ANSWERS: (
        _A.ANSWERED,
        _A.COMPARED,
        _A.NOTED,
        _A.EVIDENCE_ADDED,
        _A.LOOKED_UP,
        _A.VIEW_RECORDED,
        _A.LOOK_UP_WITHDRAWN,
        _A.PINNED,
        _A.PIN_WITHDRAWN,
    ),
    Kind.OPINION: (
        _A.SUBMITTED,
        _A.SIGNED_OFF,
        _A.CHALLENGED,
        _A.TAKEN_BACK,
        _A.REOPENED,
        _A.REASON_GIVEN,
        _A.WITHDRAWN,
        _A.LAPSED,
        _A.HANDED_OVER,
    ),
    Kind.CORRECTION: (
        _A.CORRECTION_ASKED,
        _A.CORRECTION_DRAFTED,
        _A.CORRECTION_TOLD,
        _A.CORRECTION_RECEIVED,
        _A.CORRECTION_JUDGED,
        _A.CORRECTION_WITHDRAWN,
    ),
    Kind.OUTSIDE: (
        _A.CONSULTED,
        _A.CONSULTATION_SPARED,
        _A.CONSULTATION_REMINDED,
        _A.CONSULTATION_WITHDRAWN,
        _A.VIEW_CAME,
        _A.PAPER_ISSUED,
        _A.PAPER_DELIVERED,
        _A.PAPER_RECEIVED,
        _A.SENT,
    ),
}
#: The kind an act of the record belongs to; acts that change nothing to be looked at are not here.
KINDS: Mapping[str, Kind] = {act: kind for kind, acts in ACTS_OF.items() for act in acts}
