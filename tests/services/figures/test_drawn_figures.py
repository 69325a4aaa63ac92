"""The charts: every number drawn is the one counted, every area opens as many cases, all of it within the picture."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.spread import Spread
from reviewer_app.domain.listing.figures import MOST_WORDS, FiguresView, SeasonFigures
from reviewer_app.services.figures.drawing.bars import part_bars
from reviewer_app.services.figures.drawing.days import BINS, bin_width, day_pictures
from reviewer_app.services.figures.drawing.marks import Box, Drawing, Label, Side, text_width
from reviewer_app.services.figures.drawing.years import layer_bands, season_lines
from reviewer_app.services.figures.heads import heads, trend_words
from reviewer_app.services.figures.reading import read_figures
from support.fakes import FakeUnit


def season(name: str, received: int, days: Spread | None = None, **words: int) -> SeasonFigures:
    """A season of so many cases, half of them recommended, a quarter approved; its sectors as given."""
    spread = days if days is not None else Spread({2: received // 2, 4: received - received // 2})
    parts: dict[Part, dict[str, int]] = {part: {"": received} for part in Part}
    parts[Part.SECTOR] = dict(words)
    parts[Part.LAYER] = {"future": 1, "": received - 1} if received else {}
    counts = {Figure.RECEIVED: received, Figure.RECOMMENDED: received // 2, Figure.APPROVED: received // 4}
    return SeasonFigures(name, counts, parts, dict.fromkeys(Leg, spread), spread, spread, Spread(), Spread())


def view(*seasons: SeasonFigures, compared: bool = True) -> FiguresView:
    """The last season beside the one before it."""
    before = seasons[-2] if compared and len(seasons) > 1 else None
    names = tuple(one.season for one in seasons)
    return FiguresView(date(2025, 12, 8), "上海市示例区市场监督管理局", names, seasons[-1], before, seasons)


FIVE = view(*(season(str(2021 + at), 34 + 6 * at, 公共服务=20, 制造业=14 + 6 * at) for at in range(5)))


@pytest.mark.parametrize(("width", "height"), [(480.0, 160.0), (846.0, 190.0), (1200.0, 400.0)])
def test_nothing_is_drawn_outside_the_picture(width: float, height: float) -> None:
    drawings = (
        part_bars(FIVE.bars(Part.SECTOR), "2025", "2024", width, height),
        day_pictures(FIVE.legs(), width, height, 6 if width > 760 else 3),
        layer_bands(FIVE, width, height),
        season_lines(FIVE.trend, "2025", width, height),
    )
    for drawing in drawings:
        assert [mark for mark in drawing.marks if not _is_inside(mark, drawing)] == []
        assert [area for area in drawing.areas if area.x < 0 or area.x + area.width > width + 1] == []


def _is_inside(mark: object, drawing: Drawing) -> bool:
    if isinstance(mark, Box):
        return mark.x >= 0 and mark.x + mark.width <= drawing.width + 1 and mark.y + mark.height <= drawing.height + 1
    if isinstance(mark, Label):
        wide = text_width(mark.text, mark.size)
        left = mark.x - {Side.LEFT: 0.0, Side.MIDDLE: wide / 2, Side.RIGHT: wide}[mark.side]
        return left >= -2 and left + wide <= drawing.width + 2 and 0 < mark.y <= drawing.height + 1
    return True


def test_each_line_of_a_part_opens_its_cases() -> None:
    drawing = part_bars(FIVE.bars(Part.SECTOR), "2025", "2024", 400, 190)
    assert [(area.behind.cases, area.behind.text) for area in drawing.areas] == [
        (38, "统计:收件 领域:制造业"),
        (20, "统计:收件 领域:公共服务"),
    ]
    assert drawing.areas[0].says == "制造业：2025 38 件，2024 32 件"


def test_many_words_share_the_last_line_and_nothing_is_lost() -> None:
    many = season("2025", 60, None, **{f"示例区{place:02d}": 20 - place for place in range(15)})
    bars = view(many).bars(Part.SECTOR)
    assert len(bars) == MOST_WORDS
    assert bars[-1].word == "其余 7 项"
    assert sum(bar.cases for bar in bars) == sum(many.parts[Part.SECTOR].values())
    assert bars[-1].behind.text.count("领域:") == 7


def test_the_bars_of_a_part_of_the_road_are_all_of_its_cases() -> None:
    long = Spread({0: 3, 5: 10, 40: 2, 700: 1})
    legs = view(season("2025", 16, long)).legs()
    drawing = day_pictures(legs, 846, 190)
    of_first = [area for area in drawing.areas if area.behind.text.startswith("核对天数")]
    assert of_first[0].behind.cases == 16
    assert sum(area.behind.cases for area in of_first[1:]) == 16
    assert bin_width(legs) * (BINS - 1) > 40
    assert "九成 40" in [mark.text for mark in drawing.marks if isinstance(mark, Label)]


def test_a_part_of_the_road_nobody_went_is_said_so() -> None:
    drawing = day_pictures(view(season("2025", 0, Spread())).legs(), 846, 190)
    assert [mark.text for mark in drawing.marks if isinstance(mark, Label)].count("暂无") == len(Leg)
    assert drawing.areas == ()


def test_the_numbers_above_say_nothing_of_what_is_not_there() -> None:
    """No share of nothing, no year before the first, no middle of no case."""
    shown = heads(view(season("2025", 0, Spread())))
    assert [head.value for head in shown] == ["0", "0", "0", "0", "—", "—"]
    assert not any("%" in head.note or "年度" in head.note for head in shown)
    assert [drawn(view(season("2025", 0, Spread()))) for drawn in (_bands, _lines)] == [(), ()]


def _bands(of: FiguresView) -> tuple[object, ...]:
    return layer_bands(of, 400, 190).marks


def _lines(of: FiguresView) -> tuple[object, ...]:
    return season_lines(of.trend, "2025", 400, 190).marks


def test_the_numbers_above_are_those_of_the_season() -> None:
    shown = heads(FIVE)
    assert [(head.label, head.value, head.unit) for head in shown[:3]] == [
        ("收件", "58", "件"), ("推荐", "29", "件"), ("立项", "14", "项"),
    ]  # fmt: skip
    assert shown[0].note == "2024年度 52 · +6"
    assert shown[1].note == "2024年度 26 · 占收件 50%"
    assert shown[5].behind.text == "用时:有"
    assert heads(FIVE, with_waiting=True)[5].behind.text == "全程用时:有"


def test_one_season_has_its_points_and_no_lines() -> None:
    drawing = season_lines(view(season("2025", 8)).trend, "2025", 400, 190)
    assert [area.behind.cases for area in drawing.areas] == [8, 4, 2]


def test_the_chosen_season_is_marked_among_the_others_and_the_heading_says_which_they_are() -> None:
    middle = replace(FIVE, now=FIVE.trend[1])
    assert trend_words(middle) == "底色为2022年度；2021至2025各年度按现在的状态统计。"
    marks = season_lines(middle.trend, "2022", 480, 190).marks
    (ground,) = [mark for mark in marks if isinstance(mark, Box)]
    (name,) = [mark for mark in marks if isinstance(mark, Label) and mark.text == "2022"]
    assert ground.x < name.x < ground.x + ground.width
    assert "底色" not in trend_words(replace(FIVE, now=season("", 9)))
    assert "没有更早的年度" in trend_words(view(season("2025", 8)))


@pytest.mark.parametrize(("chosen", "shown"), [
    ("2030", "2026 2027 2028 2029 2030"), ("2026", "2026 2027 2028 2029 2030"), ("2023", "2021 2022 2023 2024 2025"),
    ("2019", "2019 2020 2021 2022 2023"), ("", "2026 2027 2028 2029 2030"),
])  # fmt: skip
def test_a_past_season_stands_among_its_neighbours_and_a_late_one_among_the_newest(
    chosen: str, shown: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    unit = FakeUnit()
    monkeypatch.setattr(unit.figures, "seasons", lambda: tuple(str(year) for year in range(2019, 2031)))
    assert " ".join(one.season for one in read_figures(unit, chosen).trend) == shown
