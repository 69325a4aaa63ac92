"""What a case said when it was asked to be put right, and what changed since: what was asked for, and what was not."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.notice import NoticePack


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The form's entries and the paper copies of a case at one moment."""

    values: Mapping[str, str] = field(default_factory=dict)
    copies: tuple[PaperCopy, ...] = ()


@dataclass(frozen=True, slots=True)
class Change:
    """One entry or one copy that differs: what it was, what it is now, and whether that was asked for."""

    what: str
    before: str
    now: str
    was_asked: bool


def changes_between(
    pack: NoticePack, before: Snapshot, now: Snapshot, asked_fields: Iterable[str], copies_asked: bool
) -> tuple[Change, ...]:
    """Field by field in the form's order, then copy by copy; what the pack has no field for stands under its id."""
    asked = set(asked_fields)
    labels = {one.id: one.label for one in pack.fields}
    labels |= {key: key for key in sorted({*before.values, *now.values}) if key not in labels}
    entries = (
        Change(label, before.values.get(key, ""), now.values.get(key, ""), key in asked)
        for key, label in labels.items()
        if before.values.get(key, "") != now.values.get(key, "")
    )
    return (*entries, *_copy_changes(before, now, copies_asked))


def copy_words(copy: PaperCopy | None) -> str:
    """A copy as it is told: received or not, its pages and its seal."""
    if copy is None or not copy.is_received:
        return "未收到"
    pages = f"{copy.pages}页" if copy.pages else "未计页数"
    if not copy.is_sealed:
        return f"已收到，{pages}，未盖章"
    return f"已收到，{pages}，已盖章{f'（{copy.seal_name}）' if copy.seal_name else ''}"


def _copy_changes(before: Snapshot, now: Snapshot, was_asked: bool) -> Iterable[Change]:
    first = {copy.number: copy for copy in before.copies}
    last = {copy.number: copy for copy in now.copies}
    for number in sorted({*first, *last}):
        was, is_now = copy_words(first.get(number)), copy_words(last.get(number))
        if was != is_now:
            yield Change(f"申请表第{number}份", was, is_now, was_asked)
