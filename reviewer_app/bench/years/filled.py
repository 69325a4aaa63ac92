"""Cases of many seasons, some of which went the whole road: with days, corrections, layers and promised standards."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, pairwise

from reviewer_app.bench.filling import fill
from reviewer_app.bench.years.forms import varied_form
from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.standards.promise import (
    Named,
    Origin,
    PromisedStandard,
    Stage,
    StandardWord,
    WordKind,
)
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.after.figures import LayerSaid
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_db.bulk import end_cases

#: One case in so many goes on; the sums have then every day count and word they would have if all did.
_MOVED_ONE_IN = 20
#: What is taken in at once, as one day's delivery.
_A_DAY = 2_500
_S = State
_ROAD = (
    *(_S.REGISTERED, _S.CHECKING, _S.REVIEWING, _S.PROPOSED, _S.SIGNED_OFF, _S.SEALED, _S.BATCHED),
    *(_S.SENT, _S.APPROVED, _S.RUNNING, _S.ACCEPTED, _S.CLOSED),
)
_CORRECTED = (_S.REGISTERED, _S.CHECKING, _S.AWAITING_CORRECTION, *_ROAD[1:])
#: How the cases of a season that is over ended, each as often as it stands here.
_ENDS = (
    *(_S.DECLINED,) * 30,
    *(_S.NOT_APPROVED,) * 25,
    *(_S.CLOSED,) * 25,
    *(_S.WITHDRAWN,) * 8,
    *(_S.LAPSED,) * 6,
    *(_S.SENT,) * 5,
    _S.REGISTERED,
)


class YearsClock:
    """The office's clock while its seasons are written: each day's delivery has a day of its own, in May."""

    def __init__(self) -> None:
        self._today = datetime(2000, 1, 1, 9)

    def __call__(self) -> datetime:
        """Now, as the record has it."""
        return self._today

    def go_to(self, season: str, delivery: int, of_all: int) -> None:
        """The day on which one of so many deliveries of a season came."""
        self._today = datetime(int(season), 5, 1, 9) + timedelta(days=30 * delivery // max(of_all, 1))


def fill_years(
    library: Library,
    count: int,
    seasons: Sequence[str],
    on_progress: Callable[[int], None] | None = None,
    clock: YearsClock | None = None,
) -> None:
    """Adds so many cases, as many to each season: the last is under way, those before it have ended.

    One in twenty has every step of its road on record; of the others of a season that is over, its end alone. With the
    library's `clock` each delivery comes on a day of its season.
    """
    chance = random.Random(20240601)
    of_each, written = max(count // len(seasons), 1), 0

    def set_clock() -> None:
        if clock is not None and written < of_each * len(seasons):
            clock.go_to(seasons[written // of_each], written % of_each // _A_DAY, of_each // _A_DAY)

    def move_on(unit: UnitOfWork, ids: Sequence[int]) -> None:
        nonlocal written
        first = chance.randrange(_MOVED_ONE_IN)
        for case_id in ids[first::_MOVED_ONE_IN]:
            _walk_on(unit, unit.applications.get(case_id), chance)
        if seasons[written // of_each] != seasons[-1]:
            rest = [one for place, one in enumerate(ids) if place % _MOVED_ONE_IN != first]
            _end(unit, rest, chance)
        written += len(ids)

    def tell(done: int) -> None:
        set_clock()
        if on_progress is not None:
            on_progress(done)

    set_clock()
    fill(library, count, tell, seasons, move_on, varied_form, _A_DAY)


def _end(unit: UnitOfWork, ids: Sequence[int], chance: random.Random) -> None:
    """Brings the cases of a season that is over to their end, some months after they came."""
    first = State.REGISTERED
    ends = [(one, end) for one in ids if (end := chance.choice(_ENDS)) is not first]
    came, who = unit.now, unit.actor.name
    days = (20 + min(chance.expovariate(1 / 40) // 1, 400) for _ in ends)
    events = [
        Event(came + timedelta(days=after), who, EventAct.NOTED, one, first.value, end.value)
        for (one, end), after in zip(ends, days, strict=False)
    ]
    end_cases(unit, ends)
    unit.events.append_many(events)


def _walk_on(unit: UnitOfWork, case: Application, chance: random.Random) -> None:
    """Moves one case along the road, some days for each step, and puts each on record."""
    road = chance.choice((_ROAD, _ROAD, _CORRECTED))
    steps = road[road.index(case.state) :] if case.state in road else ()
    day, events = datetime.combine(case.registered_at.date(), datetime.min.time()).replace(hour=9), []
    for source, target in islice(pairwise(steps), chance.randrange(2, 12)):
        day += timedelta(days=min(chance.expovariate(1 / 6) // 1, 90))
        events.append(Event(day, unit.actor.name, EventAct.NOTED, case.id, source.value, target.value))
    if not events:
        return
    unit.applications.update(replace(case, state=State(events[-1].to_state)))
    unit.events.append_many(events)
    unit.figures.say_layer(case.id, LayerSaid(chance.choice(list(Layer)), unit.actor.name, day))
    if State(events[-1].to_state) in _ROAD[8:]:
        for number in (1, 2, 3):
            named = Named(chance.choice(list(StandardLevel)), f"示例规范{number}")
            word = StandardWord(WordKind.TAKEN, unit.actor.name, day, named)
            stage = chance.choice((Stage.NOT_BEGUN, Stage.COMMENT, Stage.PUBLISHED))
            unit.standards.add(PromisedStandard(case.id, number, Origin.FORM, named, stage), word)
