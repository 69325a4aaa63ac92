"""The figures of a season beside those of another: what is counted by what, and the list behind each number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.figures.counts import OUTCOMES, Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.layers import UNSAID, Layer
from reviewer_app.domain.figures.spread import Spread, share
from reviewer_app.domain.listing.asking import Operator, term_text
from reviewer_app.domain.values.standard_number import StandardLevel

#: What is read where all seasons are meant together.
ALL_SEASONS = ""
#: So many words of a part have a line of their own; the others share the last one.
MOST_WORDS = 9
UNFILLED = "未填"
_DAYS_OF: Mapping[Leg, Operator] = {
    Leg.CHECKING: Operator.DAYS_CHECKING,
    Leg.REVIEWING: Operator.DAYS_REVIEWING,
    Leg.SIGNING: Operator.DAYS_SIGNING,
    Leg.SEALING: Operator.DAYS_SEALING,
    Leg.SENDING: Operator.DAYS_SENDING,
    Leg.WAITING: Operator.DAYS_WAITING,
}
_OPERATOR_OF: Mapping[Part, Operator] = {
    Part.SECTOR: Operator.SECTOR,
    Part.CONTACT: Operator.CITY_CONTACT,
    Part.KIND: Operator.KIND,
    Part.DISTRICT: Operator.DISTRICT,
}


@dataclass(frozen=True, slots=True)
class Behind:
    """The list behind a figure: the season, what is searched for, and how many cases it has."""

    season: str
    text: str
    cases: int


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a part: its word, its cases, those of the season beside it, and the list."""

    word: str
    cases: int
    before: int | None
    behind: Behind


@dataclass(frozen=True, slots=True)
class LegFigures:
    """The days of one part of the road; `before` are those of the season beside it."""

    leg: Leg
    days: Spread
    before: Spread | None
    season: str

    def behind(self, least: int | None = None, most: int | None = None) -> Behind:
        """The cases that took so many days; without a number, all that went through it."""
        if least is None:
            return Behind(self.season, term_text(_DAYS_OF[self.leg], "有"), self.days.count)
        word = f"{least}+" if most is None else str(least) if most == least else f"{least}-{most}"
        inside = (n for days, n in self.days.cases.items() if days >= least and (most is None or days <= most))
        return Behind(self.season, term_text(_DAYS_OF[self.leg], word), sum(inside))


@dataclass(frozen=True, slots=True)
class LevelFigures:
    """The standards of one level: promised, published of these, given up, and the rest still on their way."""

    level: StandardLevel
    promised: int
    published: int
    given_up: int
    behind: Behind

    @property
    def on_way(self) -> int:
        """What was promised, is not out and not given up."""
        return self.promised - self.published - self.given_up


@dataclass(frozen=True, slots=True)
class SeasonFigures:
    """All that is counted of one season (or of all together): cases by figure, by word of each part, days by part."""

    season: str
    counts: Mapping[Figure, int]
    parts: Mapping[Part, Mapping[str, int]]
    legs: Mapping[Leg, Spread]
    used: Spread
    used_with_waiting: Spread
    old: Spread
    old_with_waiting: Spread
    levels: tuple[LevelFigures, ...] = ()

    def of(self, figure: Figure) -> int:
        """How many cases a figure counts."""
        return self.counts.get(figure, 0)

    @property
    def is_empty(self) -> bool:
        """Whether nothing was received."""
        return self.of(Figure.RECEIVED) == 0

    @property
    def promised(self) -> int:
        """How many standards the cases promised."""
        return sum(one.promised for one in self.levels)

    @property
    def international(self) -> str:
        """The share of international standards among those promised; nothing where none was."""
        found = sum(one.promised for one in self.levels if one.level is StandardLevel.INTERNATIONAL)
        return share(found, self.promised)

    def taken(self, with_waiting: bool) -> Spread:
        """The days up to the conclusion, without those of the old cases."""
        return self.used_with_waiting if with_waiting else self.used

    def behind(self, figure: Figure) -> Behind:
        """The cases that a figure counts."""
        return Behind(self.season, term_text(Operator.FIGURE, figure.label), self.of(figure))

    def behind_taken(self, with_waiting: bool) -> Behind:
        """The cases whose days up to the conclusion are counted."""
        operator = Operator.DAYS_WITH_WAITING if with_waiting else Operator.DAYS_USED
        return Behind(self.season, term_text(operator, "有"), self.taken(with_waiting).count)


@dataclass(frozen=True, slots=True)
class FiguresView:
    """What the page of figures shows; `before` is the season beside it, `trend` several seasons, oldest first."""

    today: date
    office: str
    seasons: tuple[str, ...]
    now: SeasonFigures
    before: SeasonFigures | None
    trend: tuple[SeasonFigures, ...]

    @property
    def is_of_all(self) -> bool:
        """Whether all seasons are counted together."""
        return self.now.season == ALL_SEASONS

    def bars(self, part: Part) -> tuple[Bar, ...]:
        """The words of a part with their cases, those with most cases first; the last line holds what is left."""
        words = dict(self.now.parts[part])
        there = self.before.parts[part] if self.before is not None else None
        order = sorted({*words, *(there or ())}, key=lambda word: (-words.get(word, 0), word))
        if len(order) > MOST_WORDS:
            alone, rest = order[: MOST_WORDS - 1], order[MOST_WORDS - 1 :]
            return (*self._bars(part, [[one] for one in alone]), *self._bars(part, [rest]))
        return self._bars(part, [[one] for one in order])

    def outcomes(self) -> tuple[Bar, ...]:
        """What became of the cases received; the four lines are all of them."""
        return tuple(
            Bar(one.label, self.now.of(one), self.before.of(one) if self.before else None, self.now.behind(one))
            for one in OUTCOMES
        )

    def layers(self, of: SeasonFigures) -> tuple[Bar, ...]:
        """The three layers and what nobody has said, in this order."""
        words = of.parts[Part.LAYER]
        named = [*((layer.value, layer.label) for layer in Layer), ("", UNSAID)]
        return tuple(
            Bar(label, words.get(value, 0), None, _behind(of.season, [(Operator.LAYER, label)], words.get(value, 0)))
            for value, label in named
        )

    def legs(self) -> tuple[LegFigures, ...]:
        """The parts of the road in their order; the waiting for the applicant last, for it is not the office's."""
        before = self.before
        return tuple(
            LegFigures(leg, self.now.legs[leg], before.legs[leg] if before is not None else None, self.now.season)
            for leg in Leg
        )

    def _bars(self, part: Part, groups: Sequence[Sequence[str]]) -> tuple[Bar, ...]:
        there = self.before.parts[part] if self.before is not None else None
        return tuple(
            Bar(
                (words[0] or UNFILLED) if len(words) == 1 else f"其余 {len(words)} 项",
                cases := sum(self.now.parts[part].get(word, 0) for word in words),
                None if there is None else sum(there.get(word, 0) for word in words),
                _behind(self.now.season, [(_OPERATOR_OF[part], word) for word in words], cases),
            )
            for words in groups
        )


def _behind(season: str, words: Sequence[tuple[Operator, str]], cases: int) -> Behind:
    """The counted cases in which one of the words stands."""
    said = [term_text(Operator.FIGURE, Figure.RECEIVED.label), *(term_text(operator, word) for operator, word in words)]
    return Behind(season, " ".join(said), cases)
