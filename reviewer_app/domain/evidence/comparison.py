"""Paper against online, field by field: what was found, by whom, and its summary in one sentence (五（二）)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.notice import NoticePack


@dataclass(frozen=True, slots=True)
class Comparison:
    """What an officer found in one field of one case; `paper` is what the paper says where it differs."""

    field_id: str
    is_same: bool
    paper: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def finding(self) -> str:
        """What was found, in the office's words; nothing is said of paper words that nobody has written down."""
        if self.is_same:
            return "一致"
        return f"不一致，纸质为“{self.paper}”" if self.paper else "不一致"

    def agrees_with(self, other: Comparison | None) -> bool:
        """Whether another comparison found the same, whoever made it."""
        return other is not None and (self.is_same, self.paper) == (other.is_same, other.paper)


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field that is compared: what was filed online, and what was found, if anybody has looked."""

    field_id: str
    label: str
    online: str
    found: Comparison | None


def compared_fields(
    pack: NoticePack, values: Mapping[str, str], found: Mapping[str, Comparison]
) -> tuple[ComparedField, ...]:
    """Every field that the notice's form has on paper too, in the form's order."""
    return tuple(
        ComparedField(field.id, field.label, values.get(field.id, ""), found.get(field.id))
        for field in pack.fields
        if field.compared
    )


def compared_count(fields: Iterable[ComparedField]) -> int:
    """In how many fields somebody has looked."""
    return sum(one.found is not None for one in fields)


def summary_of(fields: Sequence[ComparedField], by_machine: int = 0) -> str:
    """What was compared, in one sentence for the point's note; empty while nothing was.

    In `by_machine` fields a machine read the paper and found it the same, and nobody has looked since.
    """
    count = compared_count(fields)
    if not count:
        return ""
    machine = f"（其中 {by_machine} 项为机读一致）" if by_machine else ""
    counted = f"纸质与网上已比对 {count} / {len(fields)} 项{machine}"
    differing = [
        f"{one.label}纸质为“{one.found.paper or '空'}”，网上为“{one.online or '空'}”"
        for one in fields
        if one.found is not None and not one.found.is_same
    ]
    if not differing:
        return f"{counted}，均一致。"
    return f"{counted}，不一致 {len(differing)} 项：{'；'.join(differing)}。"


def paper_box(field_id: str) -> str:
    """Where the paper's words are kept while they are being typed; closed by a colon, for one id may begin another."""
    return DraftBoxes.PAPER.of(f"{field_id}:")
