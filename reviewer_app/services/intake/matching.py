"""Which case a row of a list speaks of, what of the case the list changes, and which cases a list no longer has."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application, Event, Source
from reviewer_app.domain.checks.duplicates import name_key
from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.domain.values.normalised import has_lost_digits
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import ImportedList, KnownCase, SheetRow

#: Remarks on cells that say something the reading could not take over: nobody has cleared them.
_UNREAD = frozenset({"cell_error", "formula_unworked", "formula_text"})
_SEPARATOR = "、"
#: What stands for a byte that is no character.
_UNREADABLE = "\ufffd"


def filing_number(values: Mapping[str, str]) -> str:
    """The number by which an application is known; one that has lost digits is none."""
    number = values.get("filing_number", "")
    return "" if has_lost_digits(number) else number


def identity(values: Mapping[str, str]) -> tuple[str, ...]:
    """By what a row is known again: its filing number, or else applicant and project; empty when neither is there."""
    filing = filing_number(values)
    names = (applicant_key(values), project_key(values))
    return (filing,) if filing else names if all(names) else ()


class KnownCases:
    """The cases already there, to be found by filing number or, where they came from a list, by applicant and project.

    A paper half is found by its number alone: whether names mean the same application is an officer's word, and one
    that was paired is its online case.
    """

    def __init__(self, unit: UnitOfWork, season: str) -> None:
        # The last of one number or name stands for it: a case that came from a list before the paper case that may be
        # its other half, and what was made part of another case after all.
        known = unit.applications.known(season, unit.packs.current(season).limits.counts_by_class)
        self.cases = sorted(known, key=lambda case: (case.state != State.PAIRED, bool(case.digest)))
        self.by_number = {case.filing_number: case for case in self.cases if case.filing_number}
        # A case of an earlier version keeps the keys of its time.
        named = [
            ((name_key(case.applicant_key), name_key(case.project_key)), case)
            for case in self.cases
            if case.applicant_key and case.project_key
        ]
        self.by_names = {names: case for names, case in named if case.source != Source.PAPER}
        halves = [one for one in named if one[1].source == Source.PAPER and one[1].state != State.PAIRED]
        self._papers = dict(halves)

    def match(self, values: Mapping[str, str]) -> KnownCase | None:
        """The case a row speaks of: by filing number; without one on either side, by applicant and project."""
        if not self.cases:
            return None
        filing = filing_number(values)
        if filing in self.by_number:
            return self.by_number[filing]
        same = self.by_names.get((applicant_key(values), project_key(values)))
        is_numbered = same is not None and bool(filing_number({"filing_number": same.filing_number}))
        return None if filing and is_numbered else same

    def paper_beside(self, values: Mapping[str, str]) -> KnownCase | None:
        """The paper half of the same applicant and project, which may be the same application or not."""
        return self._papers.get((applicant_key(values), project_key(values)))

    def rival(self, values: Mapping[str, str]) -> KnownCase | None:
        """The case with a row's number, cut or whole, but of another applicant or project."""
        case = self.by_number.get(values.get("filing_number", ""))
        if case is None or self.match(values) not in (None, case):
            return None
        pairs = (
            (applicant_key(values), name_key(case.applicant_key)),
            (project_key(values), name_key(case.project_key)),
        )
        return case if any(new and old and new != old for new, old in pairs) else None

    def gone(self, rows: Iterable[Mapping[str, str]]) -> tuple[KnownCase, ...]:
        """The cases that came from a list and that this one no longer has; none where it is another list altogether."""
        listed = {case.id for values in rows if (case := self.match(values)) is not None}
        return tuple(case for case in self.cases if case.digest and case.id not in listed) if listed else ()


@dataclass(frozen=True, slots=True)
class Merged:
    """The values of a case after a row of a list, and the fields an officer typed that the list now says otherwise."""

    values: dict[str, str]
    retyped: tuple[str, ...] = ()


def merged_values(
    pack: NoticePack, case: Application, row: SheetRow, sheet: ImportedList, events: Sequence[Event]
) -> Merged:
    """The case after a row of a list: cells emptied there are emptied here, what was typed here or on paper stays."""
    return merged_with(pack, case, row.values, cleared_by(pack, row, sheet), events)


def cleared_by(pack: NoticePack, row: SheetRow, sheet: ImportedList) -> frozenset[str]:
    """The fields of which a row of a list has an empty cell; one that could not be read is not empty."""
    unread = {note.field for note in sheet.notes if note.row == row.number and note.code in _UNREAD}
    empty = set(sheet.mapping.values()) - set(row.values)
    return frozenset(field.id for field in pack.fields if field.id in empty and field.label not in unread)


def merged_with(
    pack: NoticePack, case: Application, listed: Mapping[str, str], cleared: Collection[str], events: Sequence[Event]
) -> Merged:
    """The case after what a list says and the fields it has `cleared`.

    `events` are those of the case. What an officer typed gives way only to what the list has not said before.
    """
    typed, kept = _by_hand(events)
    # What a table program cut, or a character nobody could read, says less than what is there.
    said = {name: value for name, value in listed.items() if name not in case.values or not _says_less(value)}
    merged = {**case.values, **said}
    retyped = []
    for name, value in said.items():
        label = pack.label(name)
        if label in typed and value != case.values.get(name, ""):
            if typed[label].startswith(f"{value} → "):
                merged.pop(name)
                merged |= {name: case.values[name]} if name in case.values else {}
            else:
                retyped.append(label)
    if case.source is not Source.PAPER:
        for name in cleared:
            if name in merged and pack.label(name) not in kept | typed.keys():
                del merged[name]
    return Merged(merged, tuple(retyped))


def _says_less(value: str) -> bool:
    return _UNREADABLE in value or has_lost_digits(value)


def kept_from_paper(pack: NoticePack, case: Application, row: SheetRow) -> str:
    """The fields that only the paper says when its online half comes: a list that never had them cannot clear them."""
    return _SEPARATOR.join(pack.label(name) for name in case.values if name not in row.values)


def status_known(events: Sequence[Event]) -> str:
    """What a list said last of what the portal has done with a case; empty where none did."""
    said = (event.detail[RecordKey.PORTAL_STATUS] for event in reversed(events) if _says_status(event))
    return next(said, "")


def status_taken(events: Sequence[Event]) -> str:
    """The status of the row that was written into a case last: whoever took it held it to be valid."""
    taken = (event for event in reversed(events) if event.act in (EventAct.IMPORTED, EventAct.IMPORTED_AGAIN))
    return next((event.detail.get(RecordKey.PORTAL_STATUS, "") for event in taken), "")


def _says_status(event: Event) -> bool:
    return RecordKey.PORTAL_STATUS in event.detail


def _by_hand(events: Sequence[Event]) -> tuple[dict[str, str], set[str]]:
    """Label of a field an officer amended → what the record says of it first; the labels that only the paper had."""
    typed: dict[str, str] = {}
    kept: set[str] = set()
    for event in standing_entries(events):
        if event.act == EventAct.AMENDED:
            for label, change in event.detail.items():
                typed.setdefault(label, change)
        elif event.act == EventAct.IMPORTED_AGAIN:
            for label in event.detail:
                typed.pop(label, None)
                kept.discard(label)
            kept.update(event.detail.get(RecordKey.PAPER_ONLY, "").split(_SEPARATOR))
    return typed, kept - {""}
