"""Reading the figures of a season beside those of another out of the sums that are kept."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.spread import Spread
from reviewer_app.domain.listing.asking import Operator, term_text
from reviewer_app.domain.listing.figures import ALL_SEASONS, Behind, FiguresView, LevelFigures, SeasonFigures
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.after.figures import Counted, DaysCounted, FigurePaper, StandardsCounted, WordsCounted
from reviewer_app.services.ports.library import UnitOfWork

#: So many seasons stand side by side.
MOST_SEASONS = 5
_STAGES: Mapping[Figure, frozenset[int]] = {
    figure: frozenset(state.rule.number for state in figure.states) for figure in Figure
}


def read_figures(unit: UnitOfWork, season: str | None = None, beside: str | None = None) -> FiguresView:
    """The figures of a season beside another; of the season in work and the one before it, when none is named.

    `season` empty means all seasons together; `beside` empty means none.
    """
    office = unit.settings.get()
    seasons = tuple(sorted({*unit.figures.seasons(), office.season}))
    chosen = office.season if season is None else season
    earlier = [one for one in seasons if one < chosen]
    compared = (earlier[-1] if earlier else "") if beside is None else beside
    if chosen == ALL_SEASONS or compared == chosen:
        compared = ""
    shown = _around(seasons, chosen)
    wanted = () if chosen == ALL_SEASONS else tuple(dict.fromkeys((*shown, chosen, *([compared] if compared else ()))))
    found = _read(unit, wanted)
    now = _summed(chosen, *found) if chosen == ALL_SEASONS else _summed(chosen, *found, only=chosen)
    return FiguresView(
        today=unit.today,
        office=office.bureau,
        seasons=seasons,
        now=now,
        before=_summed(compared, *found, only=compared) if compared else None,
        trend=tuple(_summed(one, *found, only=one) for one in shown),
    )


def gather_figures(unit: UnitOfWork, season: str | None, beside: str | None, with_waiting: bool) -> FigurePaper:
    """All that the printed page and the workbook say, gathered at one moment."""
    view = read_figures(unit, season, beside)
    return FigurePaper(view, with_waiting, unit.actor.name, unit.now, unit.events.head())


def _around(seasons: Sequence[str], chosen: str) -> tuple[str, ...]:
    """The seasons that stand side by side: the newest ones, or if the chosen one is older, those around it."""
    if chosen in (ALL_SEASONS, *seasons[-MOST_SEASONS:]) or chosen not in seasons:
        return tuple(seasons[-MOST_SEASONS:])
    first = max(seasons.index(chosen) - MOST_SEASONS // 2, 0)
    return tuple(seasons[first : first + MOST_SEASONS])


_Rows = tuple[Sequence[Counted], Sequence[WordsCounted], Sequence[DaysCounted], Sequence[StandardsCounted]]


def _read(unit: UnitOfWork, seasons: Sequence[str]) -> _Rows:
    return (
        unit.figures.counted(seasons),
        unit.figures.words(seasons),
        unit.figures.days(seasons),
        unit.figures.standards(seasons),
    )


def _summed(
    name: str,
    counted: Sequence[Counted],
    parts: Sequence[WordsCounted],
    days: Sequence[DaysCounted],
    standards: Sequence[StandardsCounted],
    only: str | None = None,
) -> SeasonFigures:
    """The figures of one season out of the rows of several, or of all of them together."""

    def is_meant(season: str) -> bool:
        return only is None or season == only

    counts: Counter[Figure] = Counter()
    for row in counted:
        if is_meant(row.season):
            counts.update(dict.fromkeys(_figures_of(row), row.cases))
    words = {part: Counter[str]() for part in Part}
    for said in parts:
        if is_meant(said.season):
            words[said.part][said.word] += said.cases
    spreads: dict[tuple[str, bool], Counter[int]] = {}
    for one in days:
        if is_meant(one.season):
            spreads.setdefault((one.leg, one.is_old), Counter())[one.days] += one.cases

    def spread(leg: str, *old: bool) -> Spread:
        return Spread(sum((spreads.get((leg, is_old), Counter()) for is_old in old), Counter[int]()))

    return SeasonFigures(
        season=name,
        counts=counts,
        parts=words,
        legs={leg: spread(leg.value, False, True) for leg in Leg},
        used=spread("used", False),
        used_with_waiting=spread("used_with_waiting", False),
        old=spread("used", True),
        old_with_waiting=spread("used_with_waiting", True),
        levels=_levels(name, [one for one in standards if is_meant(one.season)]),
    )


def _levels(name: str, counted: Sequence[StandardsCounted]) -> tuple[LevelFigures, ...]:
    """The six levels in their order, with what was promised of each."""
    found = []
    for level in StandardLevel:
        its = [one for one in counted if one.level is level]
        text = term_text(Operator.STANDARD, level.word)
        behind = Behind(name, text, sum(one.projects for one in its))
        numbers = (
            sum(one.promised for one in its),
            sum(one.published for one in its),
            sum(one.given_up for one in its),
        )
        found.append(LevelFigures(level, *numbers, behind))
    return tuple(found)


def _figures_of(row: Counted) -> list[Figure]:
    found = [figure for figure in Figure if row.stage in _STAGES[figure]]
    if not row.is_corrected:
        found.remove(Figure.CORRECTED)
    if not row.is_old and Figure.OLD in found:
        found.remove(Figure.OLD)
    return found
