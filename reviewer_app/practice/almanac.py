"""The almanac of the practice office: who does what on which day, with a clock that is moved from one to the next."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Concatenate, ParamSpec

from reviewer_app.practice.season import desk_of
from reviewer_app.services.ports.library import Libraries, Library, UnitOfWork

P = ParamSpec("P")

#: The people of the practice office; the last one has left it by now.
FIRST, HEAD, LEFT = "示例甲", "示例乙", "示例丙"
#: The day on which the office begins.
BEGIN = date(2022, 2, 15)
_MORNING, _PAUSE = time(9), timedelta(minutes=1)
_OPENING = datetime.combine(BEGIN, _MORNING)


@dataclass
class PracticeClock:
    """The office's clock while the years go by: it stands until an errand moves it on."""

    now: datetime = _OPENING

    def __call__(self) -> datetime:
        """What the clock shows."""
        return self.now


@dataclass(frozen=True, slots=True)
class Errand:
    """One thing that one person does on one day."""

    day: date
    person: str
    act: Callable[[Library], object]


def writing(
    act: Callable[Concatenate[UnitOfWork, P], object], *args: P.args, **kwargs: P.kwargs
) -> Callable[[Library], object]:
    """A writing service with what it is given, for whoever carries it out."""
    return lambda library: library.change(act, *args, **kwargs)


def change(day: date, act: Callable[Concatenate[UnitOfWork, P], object], *args: P.args, **kwargs: P.kwargs) -> Errand:
    """A writing service that the office's first person carries out on a day."""
    return Errand(day, FIRST, writing(act, *args, **kwargs))


def carry_out(gate: Libraries, clock: PracticeClock, folder: Path, errands: Iterable[Errand]) -> None:
    """Does the errands in the order of their days; whoever has the next one sits down at the desk."""
    left = sorted(errands, key=lambda one: one.day)
    while left:
        person = left[0].person
        _move_on(clock, left[0])
        with desk_of(gate, folder, person) as library:
            while left and left[0].person == person:
                errand = left.pop(0)
                _move_on(clock, errand)
                errand.act(library)


def _move_on(clock: PracticeClock, errand: Errand) -> None:
    """To the errand's morning; two errands of one day do not fall into one moment."""
    clock.now = max(datetime.combine(errand.day, _MORNING), clock.now + _PAUSE)
