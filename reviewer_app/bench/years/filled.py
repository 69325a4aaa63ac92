"""Cases of many seasons, some of which went the whole road: with days, corrections, layers and promised standards."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice, pairwise

from reviewer_app.bench.filling import fill
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

#: One case in so many goes on; the sums have then every day count and word they would have if all did.
_MOVED_ONE_IN = 20
_S = State
_ROAD = (
    *(_S.REGISTERED, _S.CHECKING, _S.REVIEWING, _S.PROPOSED, _S.SIGNED_OFF, _S.SEALED, _S.BATCHED),
    *(_S.SENT, _S.APPROVED, _S.RUNNING, _S.ACCEPTED, _S.CLOSED),
)
_CORRECTED = (_S.REGISTERED, _S.CHECKING, _S.AWAITING_CORRECTION, *_ROAD[1:])


def fill_years(
    library: Library, count: int, seasons: Sequence[str], on_progress: Callable[[int], None] | None = None
) -> None:
    """Adds so many cases, as many to each season, and moves some of each on."""
    chance = random.Random(20240601)

    def move_on(unit: UnitOfWork, ids: Sequence[int]) -> None:
        for case_id in ids[chance.randrange(_MOVED_ONE_IN) :: _MOVED_ONE_IN]:
            _walk_on(unit, unit.applications.get(case_id), chance)

    fill(library, count, on_progress, seasons, move_on)


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
