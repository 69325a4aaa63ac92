"""Paper against online, field by field: what was found, by whom, and its summary in one sentence (五（二）)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.application import Event
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey


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


class Adopted(StrEnum):
    """From where the value comes that holds after a difference."""

    ONLINE = "online"
    PAPER = "paper"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The word the officer chooses by, as the record has it too."""
        return {"online": "网上", "paper": "纸质", "other": "另填"}[self.value]


@dataclass(frozen=True, slots=True)
class Settlement:
    """What holds of a field in which paper and online differed: the value, where it comes from, why, who said so."""

    adopted: Adopted
    value: str
    online: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class ComparedField:
    """One field that is compared: what was filed online, what was found, and what holds where the two differ."""

    field_id: str
    label: str
    online: str
    found: Comparison | None
    settled: Settlement | None = None

    @property
    def is_open(self) -> bool:
        """Whether the paper says something else and nobody has said yet what holds."""
        return self.found is not None and not self.found.is_same and self.settled is None

    @property
    def paper_said(self) -> str:
        """What the paper says where it differs; that it is blank is said only where somebody wrote so."""
        paper = self.found.paper if self.found is not None else ""
        return f"纸质为“{paper}”" if paper else "不一致（纸质所写未填）"


def compared_fields(
    pack: NoticePack,
    values: Mapping[str, str],
    found: Mapping[str, Comparison],
    settled: Mapping[str, Settlement] | None = None,
) -> tuple[ComparedField, ...]:
    """Every field that the notice's form has on paper too, in the form's order.

    `settled` is by label. What was settled and then amended otherwise holds no more.
    """
    fields = []
    for field in (one for one in pack.fields if one.compared):
        value, comparison = values.get(field.id, ""), found.get(field.id)
        holds = (settled or {}).get(field.label)
        if holds is not None and (holds.value != value or comparison is None or comparison.is_same):
            holds = None
        fields.append(ComparedField(field.id, field.label, holds.online if holds else value, comparison, holds))
    return tuple(fields)


def settlements_of(events: Iterable[Event]) -> dict[str, Settlement]:
    """What was settled last of each field, by its label, as the record of the case says it."""
    settled: dict[str, Settlement] = {}
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if event.act == EventAct.COMPARED:
            for label in event.detail:
                settled.pop(label, None)
        elif event.act == EventAct.DIFFERENCE_SETTLED:
            said = event.detail
            adopted = next(one for one in Adopted if one.label == said[RecordKey.ADOPTED])
            value, online = said.get(RecordKey.ADOPTED_VALUE, ""), said.get(RecordKey.ONLINE_SAID, "")
            settled[said[RecordKey.FIELD]] = Settlement(adopted, value, online, event.reason, event.actor, event.at)
    return settled


def compared_count(fields: Iterable[ComparedField]) -> int:
    """In how many fields somebody has looked."""
    return sum(one.found is not None for one in fields)


def summary_of(fields: Sequence[ComparedField], by_machine: int = 0, doubted: Collection[str] = ()) -> str:
    """What was compared, in one sentence for the point's note; empty while nothing was.

    In `by_machine` fields a machine read the paper and found it the same, and nobody has looked since; in the
    `doubted` ones it read something else, or was not sure, and an officer has still to look.
    """
    count = compared_count(fields)
    if not count:
        return ""
    machine = f"（其中 {by_machine} 项为机读一致）" if by_machine else ""
    counted = f"纸质与网上已比对 {count} / {len(fields)} 项{machine}"
    differing = [
        f"{one.label}{one.paper_said}，网上为“{one.online or '空'}”{_held(one.settled)}"
        for one in fields
        if one.found is not None and not one.found.is_same
    ]
    unseen = [one for one in fields if one.found is None]
    waiting = [one.label for one in unseen if one.field_id in doubted]
    rest = f"；其余 {len(unseen)} 项未看" if unseen else ""
    rest += f"，其中机读待核对 {len(waiting)} 项（{'、'.join(waiting)}）" if waiting else ""
    if not differing:
        return f"{counted}，{'已比对的' if unseen else ''}均一致{rest}。"
    return f"{counted}，不一致 {len(differing)} 项：{'；'.join(differing)}{rest}。"


def _held(settled: Settlement | None) -> str:
    """Which value holds and why, for the summary; nothing while nobody has said so."""
    if settled is None:
        return ""
    source = f"另填“{settled.value}”" if settled.adopted is Adopted.OTHER else settled.adopted.label
    return f"，采用{source}（{settled.reason}）"


def paper_box(field_id: str) -> str:
    """Where the paper's words are kept while they are being typed; closed by a colon, for one id may begin another."""
    return DraftBoxes.PAPER.of(f"{field_id}:")
