"""Which case a row of a list speaks of, what of the case the list changes, and which cases a list no longer has."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.checks.duplicates import name_key
from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.domain.values.normalised import has_lost_digits
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import ImportedList, KnownCase, SheetRow

#: Remarks on cells that say something the reading could not take over: nobody has cleared them.
_UNREAD = frozenset({"cell_error", "formula_unworked"})


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
    """The cases already there, to be found by filing number or by applicant and project."""

    def __init__(self, unit: UnitOfWork, season: str) -> None:
        # The last of one number or name stands for it: a case that came from a list before the paper case that may be
        # its other half, and what was made part of another case after all.
        self.cases = sorted(
            unit.applications.known(season), key=lambda case: (case.state != State.PAIRED, bool(case.digest))
        )
        self.by_number = {case.filing_number: case for case in self.cases if case.filing_number}
        # A case of an earlier version keeps the keys of its time.
        self.by_names = {
            (name_key(case.applicant_key), name_key(case.project_key)): case
            for case in self.cases
            if case.applicant_key and case.project_key
        }

    def match(self, values: Mapping[str, str]) -> KnownCase | None:
        """The case a row speaks of: by filing number; without one on either side, by applicant and project."""
        filing = filing_number(values)
        if filing in self.by_number:
            return self.by_number[filing]
        same = self.by_names.get((applicant_key(values), project_key(values)))
        is_numbered = same is not None and bool(filing_number({"filing_number": same.filing_number}))
        return None if filing and is_numbered else same

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


def merged_values(
    unit: UnitOfWork, pack: NoticePack, case: Application, row: SheetRow, sheet: ImportedList
) -> dict[str, str]:
    """The values of a case after a row of a list: cells emptied there are emptied here, what was typed here stays."""
    merged = {**case.values, **row.values}
    if case.source is not Source.ONLINE:
        return merged
    unread = {note.field for note in sheet.notes if note.row == row.number and note.code in _UNREAD}
    typed = {label for event in unit.events.of(case.id) if event.act == EventAct.AMENDED for label in event.detail}
    for name in set(sheet.mapping.values()) - set(row.values):
        if name in merged and pack.label(name) not in unread | typed:
            del merged[name]
    return merged
