"""The signature and the seal against the rule of 2012, in millimetres."""

from __future__ import annotations

from datetime import date
from itertools import product

import pytest

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.outputs.page.items import GRID, OFFICIAL
from reviewer_app.outputs.page.signature_block import SIGNATURE, place_signature
from reviewer_app.outputs.page.typeset import Typesetter

CELL = GRID.character_pitch
DISTRICTS = (
    "黄浦",
    "徐汇",
    "长宁",
    "静安",
    "普陀",
    "虹口",
    "杨浦",
    "闵行",
    "宝山",
    "嘉定",
    "浦东新",
    "金山",
    "松江",
    "青浦",
)
DAYS = (date(2026, 1, 1), date(2024, 5, 19), date(2025, 12, 31))


def test_the_longest_district_with_the_shortest_date_just_fits(setter: Typesetter) -> None:
    """上海市浦东新区市场监督管理局 over 2026年1月1日 leaves 0.0 mm to the right edge."""
    place = place_signature(setter, "上海市浦东新区市场监督管理局", date(2026, 1, 1), OFFICIAL)
    assert place.slack == pytest.approx(0.0, abs=0.01)
    assert place.unit_x + 14 * CELL == pytest.approx(GRID.right, abs=0.01)


@pytest.mark.parametrize(("district", "day"), list(product(DISTRICTS, DAYS)))
def test_the_date_stands_four_characters_in_and_the_unit_over_it(setter: Typesetter, district: str, day: date) -> None:
    """For every district and any date: indent of four characters, both on one axis, the seal on it too."""
    unit = f"上海市{district}区市场监督管理局"
    place = place_signature(setter, unit, day, OFFICIAL)
    date_width = setter.width(chinese_date(day), OFFICIAL.signature) / (72 / 25.4)
    assert place.date_x + date_width == pytest.approx(GRID.right - 4 * CELL, abs=0.01)
    assert place.date_x + date_width / 2 == pytest.approx(place.seal_x, abs=0.01)
    assert place.unit_x + len(unit) * CELL / 2 == pytest.approx(place.seal_x, abs=0.01)
    assert place.date_top == pytest.approx(place.unit_top + GRID.line_pitch)


def test_unit_and_date_lie_slightly_below_the_seals_centre(setter: Typesetter) -> None:
    """The seal presses on both lines, and its top is within one line of the text."""
    place = place_signature(setter, "上海市示例区市场监督管理局", date(2024, 5, 19), OFFICIAL)
    middle_of_unit = place.unit_top + GRID.line_pitch / 2
    bottom_of_date = place.date_top + GRID.line_pitch
    radius = SIGNATURE.diameter / 2
    assert 0 < middle_of_unit - place.seal_y < 5
    assert bottom_of_date < place.seal_y + radius
    assert 0 <= place.seal_y - radius <= GRID.line_pitch
    assert place.height >= place.seal_y + radius


def test_a_unit_name_too_long_moves_the_date_in_and_stays_on_the_page(setter: Typesetter) -> None:
    """A name of twenty characters still ends at the edge of the type area; one of sixty is set smaller."""
    for length in (20, 27, 60):
        place = place_signature(setter, "局" * length, date(2026, 1, 1), OFFICIAL)
        width = setter.width("局" * length, place.unit_style) / (72 / 25.4)
        assert place.unit_x >= GRID.left - 0.01
        assert place.unit_x + width <= GRID.right + 0.01


def test_dates_have_no_zeros_in_front() -> None:
    """2024年5月9日, not 2024年05月09日."""
    assert chinese_date(date(2024, 5, 9)) == "2024年5月9日"
