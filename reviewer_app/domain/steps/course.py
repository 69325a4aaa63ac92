"""The steps of a case in their order: which entry is taken back next, which is done again, and why none can be.

Work is taken back step by step from its end, by who did it, until somebody else acts, the case moves on, or a paper
leaves the house. An entry is never erased: another one takes it back, and a third takes that one back.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PROGRAM, Event
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.parts import answer_of
from reviewer_app.domain.steps.trace import Part, PartKind, Trace, folded, trace_of

_E = EventAct
#: What can be taken back, each with the act whose rule is asked then: of a case, or of the office.
UNDOABLE: Mapping[str, Act | EventAct] = {
    _E.AMENDED: Act.EDIT,
    _E.ANSWERED: Act.ANSWER,
    _E.NOTED: Act.ANSWER,
    _E.EVIDENCE_ADDED: Act.ANSWER,
    _E.VIEW_RECORDED: Act.ANSWER,
    _E.COMPARED: Act.ANSWER,
    _E.DIFFERENCE_SETTLED: Act.ANSWER,
    _E.PAPER_RECORDED: Act.RECORD_PAPER,
    _E.SET_RECEIVED: Act.RECORD_PAPER,
    _E.LOOKED_UP: Act.LOOK_UP,
    _E.LOOK_UP_WITHDRAWN: Act.LOOK_UP,
    _E.PINNED: Act.ANSWER,
    _E.PIN_WITHDRAWN: Act.ANSWER,
    _E.HANDED_OVER: Act.HAND_OVER,
    _E.SET_ASIDE: Act.SET_ASIDE,
    _E.TAKEN_UP: Act.TAKE_UP,
    _E.PLACED: _E.PLACED,
}
#: After these something of the case is outside the house, or another desk has it.
_LEFT = frozenset(
    {
        _E.PRINTED,
        _E.PAPER_ISSUED,
        _E.PAPER_DELIVERED,
        _E.CORRECTION_TOLD,
        _E.CONSULTED,
        _E.CONSULTATION_REMINDED,
        _E.EXPORTED,
        _E.SHEET_REPLACED,
        _E.BATCHED,
        _E.SENT,
        _E.CASE_AWAY,
    }
)
#: These change nothing that a step before them changed.
_BESIDE = frozenset(
    {
        *(_E.SCAN_KEPT, _E.SEALED_SCAN_KEPT, _E.READINGS_PASSED, _E.LIST_TOLD, _E.CHANGED_BESIDES, _E.TABLES_CHANGED),
        *(_E.DOSSIER_MADE, _E.COUNTED_AGAIN, _E.SEASON_ARCHIVED, _E.DESTRUCTION_HELD, _E.HOLD_LIFTED),
    }
)
#: Papers that stay on the officer's desk.
_OF_THE_DESK = frozenset(
    {
        *(DocumentKind.RUN_SHEET, DocumentKind.CALIBRATION, DocumentKind.CLOSING_SLIP, DocumentKind.SEAL_COUNT),
        *(DocumentKind.MAIL_CHECK, DocumentKind.FIGURES),
        *(DocumentKind.PACK_READING, DocumentKind.NOTICE_COMPARISON, DocumentKind.YEAR_TURN),
        *(DocumentKind.LEDGER_LIST, DocumentKind.DEEDS, DocumentKind.STANDARDS_LIST),
        *(DocumentKind.CONSULTATION_LIST, DocumentKind.BODY_LIST, DocumentKind.RULES_LIST),
        DocumentKind.RETENTION_LIST,
    }
)
_TAKES_BACK = frozenset({_E.UNDONE, _E.REDONE})


@dataclass(frozen=True, slots=True)
class Step:
    """What one act of a person wrote, the oldest entry first, and the act whose rule is asked to take it back."""

    entries: tuple[Event, ...]
    act: Act | EventAct

    @property
    def parts(self) -> tuple[Part, ...]:
        """What it changed, each part once."""
        traces = (trace_of(entry.trace) or Trace() for entry in self.entries)
        return folded(part for trace in traces for part in trace.parts)

    @property
    def hashes(self) -> tuple[str, ...]:
        """By what its entries are named."""
        return tuple(entry.hash for entry in self.entries)

    @property
    def name(self) -> str:
        """By what the step is named: its last entry."""
        return self.entries[-1].hash


def standing_entries(entries: Sequence[Event]) -> tuple[Event, ...]:
    """The entries of a case that nobody took back, the oldest first."""
    taken: set[str] = set()
    standing: list[Event] = []
    for entry in reversed(entries):
        if entry.hash and entry.hash in taken:
            continue
        standing.append(entry)
        if entry.act in _TAKES_BACK:
            taken.update(_undone_by(entry))
    return tuple(reversed(standing))


def verdict_before_marks(entries: Sequence[Event], rule_id: str) -> Verdict:
    """How a point was answered before its sub-points were marked; undecided where no standing entry says it."""
    for entry in reversed(standing_entries(entries)):
        # What was taken back leaves the marks as they were: it is none that set them.
        is_told = rule_id in entry.trace and entry.act not in _TAKES_BACK
        trace = trace_of(entry.trace) if is_told else None
        for part in trace.parts if trace is not None else ():
            if (part.kind, part.name) != (PartKind.ANSWER, rule_id):
                continue
            before, after = answer_of(rule_id, part.before), answer_of(rule_id, part.after)
            if after.lacking and not before.lacking:
                return before.verdict
    return Verdict.UNDECIDED


def next_undo(entries: Sequence[Event], person: str) -> Step:
    """The step that a person takes back next.

    Raises RefusalError `undo.nothing`, `.next_person`, `.moved_on`, `.left_house`, `.other_act`, `.not_kept`.
    """
    standing = standing_entries(entries)
    stands = {entry.hash for entry in standing}
    for place in reversed(range(len(entries))):
        entry = entries[place]
        if _is_beside(entry):
            continue
        if entry.actor != person:
            if not any(_is_own_step(one, person) and one.hash in stands for one in entries[:place]):
                break
            raise RefusalError("undo.next_person", name=entry.actor, act=entry.act, advice="")
        if entry.act in _TAKES_BACK or entry.hash not in stands:
            continue
        _refuse_gone_on(entry)
        return Step(tuple(_written_with(entries[: place + 1], entry)), UNDOABLE[entry.act])
    raise RefusalError("undo.nothing")


def next_redo(entries: Sequence[Event], person: str) -> Step:
    """The taking back that a person takes back next: its entry, with the act whose rule is asked.

    Raises RefusalError `redo.nothing`, and `undo.next_person` where somebody else has acted since.
    """
    by_hash = {entry.hash: entry for entry in entries}
    stands = {entry.hash for entry in standing_entries(entries)}
    for entry in reversed(entries):
        if _is_beside(entry):
            continue
        if entry.actor != person:
            if not any(one.act == _E.UNDONE and one.actor == person and one.hash in stands for one in entries):
                break
            raise RefusalError("undo.next_person", name=entry.actor, act=entry.act, advice="")
        if entry.act == _E.REDONE or entry.hash not in stands:
            continue
        if entry.act != _E.UNDONE:
            break
        undone = [by_hash[one] for one in _undone_by(entry) if one in by_hash]
        if not undone or undone[-1].act not in UNDOABLE:
            break
        return Step((entry,), UNDOABLE[undone[-1].act])
    raise RefusalError("redo.nothing")


def undone_entries(entries: Sequence[Event], taking: Event) -> tuple[Event, ...]:
    """The entries that an entry takes back, the oldest first; for one that does again, those that it does again."""
    by_hash = {entry.hash: entry for entry in entries}
    found = tuple(by_hash[one] for one in _undone_by(taking) if one in by_hash)
    if taking.act == _E.REDONE and found:
        return undone_entries(entries, found[-1])
    return found


def _refuse_gone_on(entry: Event) -> None:
    if entry.to_state and entry.to_state != entry.from_state:
        raise RefusalError("undo.moved_on", act=entry.act, advice="")
    if entry.act in _LEFT:
        raise RefusalError("undo.left_house", act=entry.act, advice="")
    if entry.act not in UNDOABLE:
        raise RefusalError("undo.other_act", act=entry.act, advice="")
    if trace_of(entry.trace) is None:
        raise RefusalError("undo.not_kept", act=entry.act, advice="")


def _is_own_step(entry: Event, person: str) -> bool:
    return entry.actor == person and entry.act in UNDOABLE and entry.act not in _TAKES_BACK


def _is_beside(entry: Event) -> bool:
    if entry.act == _E.PRINTED:
        return entry.detail.get(RecordKey.DOCUMENT, "") in _OF_THE_DESK
    return entry.actor == PROGRAM or entry.act in _BESIDE


def _written_with(entries: Sequence[Event], last: Event) -> Iterator[Event]:
    """The entries that came of the same act as the last one, the oldest first."""
    together = (trace_of(last.trace) or Trace()).together
    for entry in entries:
        may_be = bool(together) and together in entry.trace and entry is not last
        trace = trace_of(entry.trace) if may_be else None
        if entry is last or (trace is not None and trace.together == together):
            yield entry


def _undone_by(entry: Event) -> tuple[str, ...]:
    trace = trace_of(entry.trace)
    return trace.undoes if trace is not None else ()
