"""A batch: the cases exported and sent together, and why one of them cannot be in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.states import State

#: What stands in the seal's place of a sheet that is going to be signed with its seal: nothing yet, the place is kept.
KEPT_FOR_SIGNING = "kept"


class SealStyle(StrEnum):
    """What stands in the seal's place: the empty circle for the real stamp, or the sample marked 样章 SAMPLE."""

    CIRCLE = "circle"
    SAMPLE = "sample"

    @property
    def label(self) -> str:
        """The choice in the office's words."""
        return {"circle": "预留实物印章位置", "sample": "样章（仅供演练）"}[self.value]


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One case in a batch, with the file made for it and that file's SHA-256."""

    application_id: int
    intake_number: str
    project_name: str
    file: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Batch:
    """One export: number within the season, where it lies, who made it; frozen once sent.

    `others` are the files beside the sheets with their SHA-256, as the record has them; none for a batch of a time when
    the record did not have them yet. A batch may be dissolved before it is sent, and may supplement another (its id).
    """

    number: int
    season: str
    folder: str
    seal: SealStyle
    made_by: str
    made_at: datetime
    audit_head: str
    lines: tuple[BatchLine, ...]
    sent_at: datetime | None = None
    sent_by: str = ""
    id: int = 0
    others: tuple[tuple[str, str], ...] = ()
    dissolved_at: datetime | None = None
    supplements: int = 0
    supplement_reason: str = ""

    @property
    def is_open(self) -> bool:
        """Whether the batch is still the office's to change: neither sent nor dissolved."""
        return self.sent_at is None and self.dissolved_at is None


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """One line of the batch preview: may it be exported, and if not, why not (a phrase code); what is open in it.

    `told` is what is said of a case that may go all the same: a second look nobody has taken yet.
    """

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    state: State
    contact: str
    refusal: str = ""
    refusal_detail: str = ""
    still_open: tuple[str, ...] = ()
    told: str = ""

    @property
    def is_allowed(self) -> bool:
        """Whether the case may go into the batch."""
        return not self.refusal


@dataclass(frozen=True, slots=True)
class Placement:
    """One move in the order in which the office recommends: a case was put behind another, or first (`behind` 0).

    A move without a reason is one of an arrangement by scores; a person's always has one. One by nobody puts a case
    back where it stood before anybody placed it: who took that back stands on record.
    """

    application_id: int
    behind: int
    reason: str
    by: str
    at: datetime


def in_order(ids: Sequence[int], placements: Iterable[Placement]) -> list[int]:
    """What comes of all moves one after the other, from the order the cases have by themselves.

    `ids` hold every case that a move speaks of, those that left meanwhile too: others were placed behind them.
    """
    order = list(ids)
    for one in placements:
        order.remove(one.application_id)
        order.insert(order.index(one.behind) + 1 if one.behind else 0, one.application_id)
    return order
