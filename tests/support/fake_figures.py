"""The sums of the figures in memory, counted anew at each asking by plain loops."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from reviewer_app.domain.application import Application
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.figures.counts import NOT_COUNTED, Part
from reviewer_app.domain.figures.days import CaseDays, Move, days_of
from reviewer_app.domain.routing import route
from reviewer_app.domain.standards.promise import Standing
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.after.figures import (
    Counted,
    CountedAgain,
    DaysCounted,
    LayerSaid,
    StandardsCounted,
    WordsCounted,
)

if TYPE_CHECKING:
    from support.fakes import FakeUnit


class FakeFigures:
    """What was said of layers, by case; the sums are made of the office's cases and record."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.said: dict[int, LayerSaid] = {}

    def seasons(self) -> tuple[str, ...]:
        return tuple(sorted({case.season for case in self._cases(())}))

    def counted(self, seasons: Sequence[str]) -> tuple[Counted, ...]:
        found: Counter[tuple[str, int, bool, bool]] = Counter()
        for case in self._cases(seasons):
            days = self._days(case)
            late = days.is_late_for(case.season)
            found[case.season, case.state.rule.number, days.corrections > 0, late] += 1
        return tuple(Counted(*key, cases) for key, cases in found.items())

    def words(self, seasons: Sequence[str]) -> tuple[WordsCounted, ...]:
        found = Counter((case.season, part, self._word(case, part)) for case in self._cases(seasons) for part in Part)
        return tuple(WordsCounted(*key, cases) for key, cases in found.items())

    def days(self, seasons: Sequence[str]) -> tuple[DaysCounted, ...]:
        found: Counter[tuple[str, str, bool, int]] = Counter()
        for case in self._cases(seasons):
            days = self._days(case)
            named = [(leg.value, count) for leg, count in days.legs.items()]
            named += [
                (name, count) for name in ("used", "used_with_waiting") if (count := getattr(days, name)) is not None
            ]
            for leg, count in named:
                found[case.season, leg, days.is_late_for(case.season), count] += 1
        return tuple(DaysCounted(*key, cases) for key, cases in found.items())

    def standards(self, seasons: Sequence[str]) -> tuple[StandardsCounted, ...]:
        found = []
        for season in sorted({case.season for case in self._cases(seasons)}):
            kept = [one for case in self._cases([season]) for one in self.unit.standards.of_case(case.id)]
            promised = [one for one in kept if one.counts and one.origin.is_promised]
            for level in StandardLevel:
                its = [one for one in promised if one.named.level is level]
                if its:
                    lost = sum(one.standing is Standing.GIVEN_UP and not one.is_published for one in its)
                    out, cases = sum(one.is_published for one in its), {one.application_id for one in its}
                    found.append(StandardsCounted(season, level, len(its), out, lost, len(cases)))
        return tuple(found)

    def count_again(self) -> CountedAgain:
        """Nothing is kept here that could differ."""
        return CountedAgain(0, ())

    def layer_of(self, application_id: int) -> LayerSaid | None:
        return self.said.get(application_id)

    def say_layer(self, application_id: int, said: LayerSaid) -> None:
        self.said[application_id] = said

    def _cases(self, seasons: Sequence[str]) -> Iterator[Application]:
        for case in self.unit.applications.cases.values():
            if case.state not in NOT_COUNTED and (not seasons or case.season in seasons):
                yield case

    def _days(self, case: Application) -> CaseDays:
        moves = [
            Move(event.at.date(), State(event.from_state), State(event.to_state))
            for event in self.unit.events.of(case.id)
            if event.from_state and event.to_state
        ]
        return days_of(case.registered_at.date(), moves)

    def _word(self, case: Application, part: Part) -> str:
        if part is Part.LAYER:
            said = self.said.get(case.id)
            return said.layer.value if said is not None else ""
        if part is Part.CONTACT:
            try:
                return route(self.unit.packs.by_hash(case.pack.sha256), case.values.get("sector", "")).name
            except RefusalError:
                return ""
        field = {Part.SECTOR: "sector", Part.KIND: "project_class", Part.DISTRICT: "district"}[part]
        return case.values.get(field, "")
