"""The cases behind each figure, as conditions for the list: what is counted and what is shown are the same cases."""

from __future__ import annotations

from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.layers import UNSAID, Layer
from reviewer_app.domain.listing.asking import NONE, Operator, days_counted
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_db.tables.after.figure_sums import PROMISED
from reviewer_db.tables.after.figures import COUNTED, USED, USED_WITH_WAITING

_CASES = f"SELECT f.application_id FROM case_figures f WHERE f.season = ? AND {COUNTED.format(row='f')}"
_BY_WORD = {
    Operator.KIND: Part.KIND,
    Operator.DISTRICT: Part.DISTRICT,
    Operator.CITY_CONTACT: Part.CONTACT,
}
_BY_DAYS = {
    Operator.DAYS_CHECKING: Leg.CHECKING.value,
    Operator.DAYS_REVIEWING: Leg.REVIEWING.value,
    Operator.DAYS_SIGNING: Leg.SIGNING.value,
    Operator.DAYS_SEALING: Leg.SEALING.value,
    Operator.DAYS_SENDING: Leg.SENDING.value,
    Operator.DAYS_WAITING: Leg.WAITING.value,
    Operator.DAYS_USED: USED,
    Operator.DAYS_WITH_WAITING: USED_WITH_WAITING,
}
#: The operators of which this module knows the cases.
KNOWN = (Operator.FIGURE, Operator.LAYER, Operator.STANDARD, *_BY_WORD, *_BY_DAYS)


def cases_of(operator: Operator, word: str, season: str) -> tuple[str, tuple[object, ...]]:
    """The statement that selects the cases that a word of the search means, and its values."""
    if operator is Operator.FIGURE:
        return f"{_CASES} AND {_figure(next(figure for figure in Figure if figure.label == word))}", (season,)
    if operator is Operator.LAYER:
        layer = next((one.value for one in Layer if one.label == word), "")
        return f"{_CASES} AND f.layer = ?", (season, layer if word != UNSAID else "")
    if operator is Operator.STANDARD:
        promised = (
            f"SELECT s.application_id FROM promised_standards s WHERE s.level = ? AND {PROMISED.split(' AND f.')[0]}"
        )
        level = next(one.value for one in StandardLevel if one.word == word)
        return f"{_CASES} AND f.application_id IN ({promised})", (season, level)
    if operator in _BY_WORD:
        return f"{_CASES} AND f.{_BY_WORD[operator].value} = ?", (season, "" if word == NONE else word)
    least, most = days_counted(word) or (1, 0)
    column = _BY_DAYS[operator]
    # The days of old cases stand apart in the figures, so they do in the list.
    apart = " AND f.is_old = 0" if column in (USED, USED_WITH_WAITING) else ""
    return f"{_CASES} AND f.{column} BETWEEN ? AND ?{apart}", (season, least, most)


def _figure(figure: Figure) -> str:
    said = f"f.stage IN ({', '.join(str(state.rule.number) for state in sorted(figure.states))})"
    if figure is Figure.CORRECTED:
        return f"{said} AND f.corrected = 1"
    if figure is Figure.OLD:
        return f"{said} AND f.is_old = 1"
    return said
