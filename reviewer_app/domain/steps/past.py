"""A case as it stood after an earlier entry: today's parts, with what every later entry kept put back in turn.

Where a later entry keeps nothing of what it changed, its parts are said to be unknown before it, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.parts import aside_of, readable
from reviewer_app.domain.steps.trace import PartKind, trace_of

_E, _K = EventAct, PartKind
#: A case that was set aside comes back by itself: what stood then is not found by going back from today.
_ASIDE = _K.ASIDE, ""
_ALL = frozenset(PartKind) - {_K.ASIDE, _K.ORDER}
_ANSWER, _VALUE, _COPY = frozenset({_K.ANSWER}), frozenset({_K.VALUE}), frozenset({_K.COPY, _K.SOURCE})
#: What an act may have changed of a case, where its entry keeps nothing.
_MAY_HAVE_CHANGED: Mapping[str, frozenset[PartKind]] = {
    _E.AMENDED: _VALUE,
    _E.IMPORTED_AGAIN: _VALUE | {_K.SOURCE},
    _E.CHANGE_MERGED: _VALUE | {_K.SOURCE},
    _E.DIFFERENCE_SETTLED: _VALUE,
    _E.ANSWERED: _ANSWER,
    _E.NOTED: _ANSWER,
    _E.EVIDENCE_ADDED: _ANSWER,
    _E.VIEW_RECORDED: _ANSWER,
    _E.COMPARED: frozenset({_K.COMPARISON}),
    _E.PAPER_RECORDED: _COPY,
    _E.SET_RECEIVED: _COPY,
    _E.LOOKED_UP: frozenset({_K.LOOK_UP}),
    _E.LOOK_UP_WITHDRAWN: frozenset({_K.LOOK_UP}),
    _E.PINNED: frozenset({_K.PIN}),
    _E.PIN_WITHDRAWN: frozenset({_K.PIN}),
    _E.HANDED_OVER: frozenset({_K.HANDLER}),
    _E.RECUSED: frozenset({_K.HANDLER}),
    _E.PACK_FOLLOWED: _ANSWER | _VALUE,
    _E.PAIRED: _ALL,
    _E.PAIR_PARTED: _ALL,
    _E.CASES_MERGED: _ALL,
    _E.MERGE_UNDONE: _ALL,
    _E.COPY_VOIDED: _ALL,
    _E.UNDONE: _ALL,
    _E.REDONE: _ALL,
    _E.CHANGED_BESIDES: _ALL,
    _E.TABLES_CHANGED: _ALL,
}
Place = tuple[PartKind, str]


@dataclass(frozen=True, slots=True)
class PastPart:
    """One part then and now; `unknown_since` is the first later entry that keeps nothing of it, if there is one."""

    kind: PartKind
    name: str
    then: str | None
    now: str | None
    unknown_since: Event | None = None

    @property
    def differs(self) -> bool:
        """Whether it stood otherwise then, as far as that is known."""
        return self.unknown_since is None and self.then != self.now


def stood_after(entries: Sequence[Event], place: int, now: Mapping[Place, str | None]) -> tuple[PastPart, ...]:
    """Every part of a case as it stood after the entry at a place, beside what stands now.

    `now` holds the parts of today; one that was there only in between appears in neither.
    """
    then: dict[Place, str | None] = dict(now)
    unknown: dict[Place, Event] = {}
    blind: dict[PartKind, Event] = {}
    for entry in reversed(entries[place + 1 :]):
        trace = trace_of(entry.trace)
        if trace is None:
            blind.update(dict.fromkeys(_MAY_HAVE_CHANGED.get(entry.act, ()), entry))
            continue
        for part in reversed(trace.parts):
            # The order of the season is no part of a case: the moves of others shift it too.
            if part.kind is _K.ORDER:
                continue
            if then.get(part.place) != part.after and part.kind not in blind:
                # Something changed it in between of which no entry says anything.
                unknown[part.place] = entry
            then[part.place] = part.before
    then[_ASIDE], unknown_aside = _aside_after(entries[: place + 1], then.get((_K.HANDLER, "")))
    unknown.pop(_ASIDE, None)
    if unknown_aside is not None:
        unknown[_ASIDE] = unknown_aside
    return tuple(
        PastPart(kind, name, then[kind, name], now.get((kind, name)), unknown.get((kind, name)) or blind.get(kind))
        for kind, name in then
        if then[kind, name] is not None
        or now.get((kind, name)) is not None
        or ((kind, name) == _ASIDE and unknown_aside)
    )


def _aside_after(entries: Sequence[Event], handler: str | None) -> tuple[str | None, Event | None]:
    """That a case was set aside after the last of some entries, or the entry that keeps nothing of it.

    It was so while its day was not there and state and handler were those it had when it was set aside.
    """
    moves = [entry.to_state for entry in entries if entry.to_state]
    for entry in reversed(entries):
        trace = trace_of(entry.trace)
        if trace is None and entry.act in (_E.SET_ASIDE, _E.TAKEN_UP):
            # Of an older entry the day at least is known.
            is_over = entry.detail.get(RecordKey.UNTIL, "") <= entries[-1].at.date().isoformat()
            return None, entry if entry.act == _E.SET_ASIDE and not is_over else None
        said = next((part.after for part in (trace.parts if trace else ()) if part.place == _ASIDE), "")
        if said == "":
            continue
        read = readable(lambda text=said: aside_of(text)) if said is not None else None  # type: ignore[misc]
        if read is None:
            return None, None
        until, _reason, state, holder = read
        holds = until > entries[-1].at.date() and holder == handler and (not moves or moves[-1] == state)
        return (said if holds else None), None
    return None, None
