"""A batch: the cases exported and sent together, and why one of them cannot be in it."""

from __future__ import annotations

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
    """One export: number within the season, where it lies, who made it; frozen once sent."""

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


@dataclass(frozen=True, slots=True)
class BatchChoice:
    """One line of the batch preview: may it be exported, and if not, why not (a phrase code); what is open in it."""

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    state: State
    contact: str
    refusal: str = ""
    refusal_detail: str = ""
    still_open: tuple[str, ...] = ()

    @property
    def is_allowed(self) -> bool:
        """Whether the case may go into the batch."""
        return not self.refusal
