"""One project under guarantee, as its lines say: its term, its visits and milestones, and how it ended."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry, in_force
from reviewer_app.domain.states import State

#: The project's term (四（三）: two years), and the longest extension (half a year), in months.
TERM_MONTHS = 24
LONGEST_EXTENSION = 6


def end_of(approved_on: date, months: int) -> date:
    """The last day of a term of so many months.

    The day of the approval is not counted, and the term ends on the day of its last month that bears the same number;
    where that month has none, on its last day (Civil Code, articles 201 and 202). An extension makes the term longer,
    it does not begin a new one: 2024-02-29 ends on 2026-02-28, and extended by six months on 2026-08-29.
    """
    return add_months(approved_on, months)


@dataclass(frozen=True, slots=True)
class Plan:
    """A visit or milestone that was planned: `done` is the line that did it, `called_off` the one that gave it up."""

    entry: LedgerEntry
    done: LedgerEntry | None = None
    called_off: LedgerEntry | None = None

    @property
    def is_open(self) -> bool:
        """Whether it is still to be done."""
        return self.done is None and self.called_off is None

    @property
    def is_visit(self) -> bool:
        """Whether it is a visit; else a milestone."""
        return self.entry.kind is EntryKind.VISIT_PLANNED


@dataclass(frozen=True, slots=True)
class Project:
    """What the lines of one project come to; `lines` are those that count, `all_lines` also what was taken back."""

    application_id: int
    lines: tuple[LedgerEntry, ...]
    all_lines: tuple[LedgerEntry, ...]

    @classmethod
    def of(cls, application_id: int, entries: Iterable[LedgerEntry]) -> Project:
        """The project of these lines, in whatever order they come."""
        every = tuple(sorted(entries, key=lambda one: one.id))
        return cls(application_id, in_force(every), every)

    def last(self, *kinds: EntryKind) -> LedgerEntry | None:
        """The last line of these kinds that counts."""
        return next((one for one in reversed(self.lines) if one.kind in kinds), None)

    @property
    def taken_on(self) -> LedgerEntry | None:
        """The line that began the guarantee; None while the project is in no ledger."""
        return self.last(EntryKind.TAKEN_ON)

    @property
    def approved_on(self) -> date:
        """The day of the approval; ValueError before the project was taken on."""
        return self._begun().day

    @property
    def extension(self) -> LedgerEntry | None:
        """The one extension, if there is one."""
        return self.last(EntryKind.EXTENDED)

    @property
    def original_end(self) -> date:
        """The last day of the term as it was approved."""
        return end_of(self.approved_on, self._begun().months)

    @property
    def ends_on(self) -> date:
        """The last day in force: of the extended term where there is an extension."""
        longer = self.extension.months if self.extension is not None else 0
        return end_of(self.approved_on, self._begun().months + longer)

    @property
    def acceptance(self) -> LedgerEntry | None:
        """How the acceptance went, once it was held."""
        return self.last(EntryKind.ACCEPTED, EntryKind.FAILED)

    @property
    def certificate(self) -> LedgerEntry | None:
        """The certificate, once it is there."""
        return self.last(EntryKind.CERTIFIED)

    @property
    def ending(self) -> LedgerEntry | None:
        """What closed the project for good."""
        return self.last(EntryKind.CLOSED, EntryKind.ENDED)

    @property
    def is_open(self) -> bool:
        """Whether the office still has something to do for it."""
        return self.taken_on is not None and self.ending is None

    @property
    def state(self) -> State:
        """Where the lines put the case."""
        for kind, state in _STATES.items():
            if self.last(kind) is not None:
                return state
        return State.APPROVED

    @property
    def visits(self) -> tuple[LedgerEntry, ...]:
        """The visits that were paid, the last day first."""
        found = [one for one in self.lines if one.kind is EntryKind.VISITED]
        return tuple(sorted(found, key=lambda one: (one.day, one.id), reverse=True))

    @property
    def plans(self) -> tuple[Plan, ...]:
        """Everything that was planned, by its day."""
        done = {one.of_entry: one for one in self.lines if one.kind in _DOING}
        off = {one.of_entry: one for one in self.lines if one.kind is EntryKind.CALLED_OFF}
        planned = [one for one in self.lines if one.kind in _PLANNING]
        planned.sort(key=lambda one: (one.day, one.id))
        return tuple(Plan(one, done.get(one.id), off.get(one.id)) for one in planned)

    @property
    def open_plans(self) -> tuple[Plan, ...]:
        """What is planned and not done, the next first."""
        return tuple(one for one in self.plans if one.is_open)

    def plan(self, entry_id: int) -> Plan | None:
        """The plan of this line."""
        return next((one for one in self.plans if one.entry.id == entry_id), None)

    def rest_on(self, entry: LedgerEntry) -> tuple[LedgerEntry, ...]:
        """The lines that could not stand without this one."""
        named = [one for one in self.lines if one.of_entry == entry.id]
        if entry.kind is EntryKind.TAKEN_ON:
            return tuple(one for one in self.lines if one.id != entry.id)
        later = [one for one in self.lines if entry.kind.moves and one.kind.moves and one.id > entry.id]
        return tuple(dict.fromkeys([*named, *later]))

    def _begun(self) -> LedgerEntry:
        if self.taken_on is None:
            raise ValueError("the project is in no ledger")
        return self.taken_on


_DOING = frozenset({EntryKind.VISITED, EntryKind.MILESTONE_REACHED})
_PLANNING = frozenset({EntryKind.VISIT_PLANNED, EntryKind.MILESTONE_SET})
#: The first of these that a project has says where it stands.
_STATES: Mapping[EntryKind, State] = {
    EntryKind.ENDED: State.PILOT_ENDED,
    EntryKind.CLOSED: State.CLOSED,
    EntryKind.FAILED: State.FAILED_ACCEPTANCE,
    EntryKind.ACCEPTED: State.ACCEPTED,
    EntryKind.EXTENDED: State.EXTENDED,
    EntryKind.TAKEN_ON: State.RUNNING,
}
#: The states in which a project stands in the ledger with something to do.
IN_LEDGER = frozenset({State.RUNNING, State.EXTENDED, State.ACCEPTED, State.FAILED_ACCEPTANCE})
