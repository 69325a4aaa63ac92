"""The figures as a workbook: the numbers in cells, the charts drawn from these cells, so that they follow a change."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.layers import UNSAID, Layer
from reviewer_app.domain.listing.figures import Bar, FiguresView, SeasonFigures
from reviewer_app.durable import write_file
from reviewer_app.outputs.figures.digest import title_of
from reviewer_app.outputs.workbook.cells import plain
from reviewer_app.services.figures.heads import heads, season_words, trend_words
from reviewer_app.services.ports.after.figures import FigurePaper
from reviewer_resources.phrases import sentence

_HEAD_FILL = PatternFill("solid", fgColor="FFE7F0FA")
_LEADING, _GREY, _PALE, _WHITE = "1F5FA8", "8A95A5", "C8CFD9", "FFFFFF"
_SHOWN = (Figure.RECEIVED, Figure.RECOMMENDED, Figure.APPROVED, Figure.NOT_APPROVED, Figure.DECLINED, Figure.CORRECTED,
          Figure.ENDED, Figure.OPEN, Figure.CONCLUDED, Figure.OLD)  # fmt: skip
_A4_PAPER = 9
#: A head in bold needs so much of a unit of width for a character of the list, and so much beside it.
_WIDER, _BESIDE = 1.15, 1.5
#: So many tables stand beside each other, and so many rows a chart takes below them.
_ACROSS, _CHART_ROWS = 3, 20
Row = Sequence[object]


def write_figures(paper: FigurePaper, path: Path) -> None:
    """Writes the workbook; an older file of the name is replaced only when the new one is complete."""
    book = Workbook()
    book.remove(book.active)
    book.properties.creator = plain(paper.view.office)
    book.properties.title = plain(title_of(paper.view))
    _seasons(book, paper.view)
    _parts(book, paper.view)
    _days(book, paper.view)
    _layers(book, paper.view)
    _standards(book, paper.view)
    _definitions(book, paper)
    content = io.BytesIO()
    book.save(content)
    write_file(path, content.getvalue())


def _sheet(book: Any, name: str, title: str, widths: Sequence[float]) -> Any:
    sheet = book.create_sheet(name)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = _A4_PAPER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for place, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    _put(sheet, 1, 1, title, Font(size=14, bold=True))
    return sheet


def _put(sheet: Any, row: int, column: int, value: object, font: Font | None = None) -> None:
    """A value as it is: what an officer typed is never calculated."""
    cell = sheet.cell(row=row, column=column)
    if isinstance(value, str):
        cell.value = plain(value)
        cell.data_type = "s"
        cell.number_format = "@"
        cell.quotePrefix = True
    elif value is not None:
        cell.value = value
    if font is not None:
        cell.font = font


def _table(sheet: Any, top: int, left: int, heads: Row, rows: Sequence[Row]) -> None:
    for place, head in enumerate(heads):
        _put(sheet, top, left + place, str(head), Font(bold=True))
        sheet.cell(row=top, column=left + place).fill = _HEAD_FILL
        sheet.cell(row=top, column=left + place).alignment = Alignment(horizontal="center", wrap_text=True)
        # A head that is cut says nothing; programs that lack the type have wider ones.
        column = sheet.column_dimensions[get_column_letter(left + place)]
        column.width = max(column.width, sum(1 if sign.isascii() else 2 for sign in str(head)) * _WIDER + _BESIDE)
    for down, row in enumerate(rows, 1):
        for place, value in enumerate(row):
            _put(sheet, top + down, left + place, value)


def _coloured(chart: Any, colours: Sequence[str], *, is_line: bool = False) -> None:
    for series, colour in zip(chart.series, colours, strict=False):
        if is_line:
            series.graphicalProperties.line.solidFill = colour
            series.smooth = False
            series.marker.symbol = "circle"
        else:
            series.graphicalProperties.solidFill = colour
            series.graphicalProperties.line.solidFill = "465262"


def _chart(
    sheet: Any, chart: Any, at: str, title: str, where: tuple[int, int, int, int], size: tuple[float, float] = (16, 8)
) -> None:
    """Puts a chart over a table: `where` is its head's row and column, the last row and the last column."""
    top, left, bottom, right = where
    chart.title, chart.width, chart.height = title, *size
    chart.add_data(
        Reference(sheet, min_col=left + 1, max_col=right, min_row=top, max_row=bottom), titles_from_data=True
    )
    chart.set_categories(Reference(sheet, min_col=left, min_row=top + 1, max_row=bottom))
    # openpyxl's charts hide their axes in newer programs unless this is said.
    chart.x_axis.delete = chart.y_axis.delete = False
    sheet.add_chart(chart, at)


def _seasons(book: Any, view: FiguresView) -> None:
    sheet = _sheet(book, "概况", f"{title_of(view)}　{view.office}　{chinese_date(view.today)}", [12, *[9] * 16])
    shown = [*view.trend]
    if view.is_of_all or view.now.season not in {one.season for one in shown}:
        shown.append(view.now)
    heads = ["年度", *(figure.label for figure in _SHOWN), "用时中位（天）", "用时九成（天）", "含等待中位（天）"]
    rows = [
        [season_words(one.season), *(one.of(figure) for figure in _SHOWN), one.used.median, one.used.p90,
         one.used_with_waiting.median]
        for one in shown
    ]  # fmt: skip
    _table(sheet, 3, 1, heads, rows)
    if len(view.trend):
        chart = LineChart()
        _chart(sheet, chart, f"A{6 + len(rows)}", "逐年", (3, 1, 3 + len(view.trend), 4))
        _coloured(chart, (_GREY, "465262", _LEADING), is_line=True)


def _parts(book: Any, view: FiguresView) -> None:
    sheet = _sheet(book, "分布", "按收件件数", [22, 10, 10, 3] * _ACROSS)
    # A chart that begins on one page and ends on the next is none.
    sheet.page_setup.fitToHeight = 1
    now, before = view.now, view.before
    named = [(part.label, view.bars(part)) for part in Part if part is not Part.LAYER]
    blocks = [*named, ("结论", view.outcomes())]
    top = 3
    for place, (label, bars) in enumerate(blocks):
        left = 1 + place % _ACROSS * 4
        if place and place % _ACROSS == 0:
            top += _longest(blocks, place - _ACROSS) + _CHART_ROWS
        heads = [label, season_words(now.season), *([season_words(before.season)] if before is not None else [])]
        _table(sheet, top, left, heads, [_bar(bar, has_before=before is not None) for bar in bars])
        if bars:
            chart = BarChart()
            chart.type = "bar"
            chart.x_axis.scaling.orientation = "maxMin"
            where = (top, left, top + len(bars), left + len(heads) - 1)
            below = top + _longest(blocks, place // _ACROSS * _ACROSS) + 2
            _chart(sheet, chart, f"{get_column_letter(left)}{below}", label, where, (9.5, 8))
            _coloured(chart, (_LEADING, _PALE))


def _longest(blocks: Sequence[tuple[str, Sequence[Bar]]], first: int) -> int:
    """How many rows the longest table takes of those that stand beside each other."""
    return max(len(bars) for _, bars in blocks[first : first + _ACROSS])


def _bar(bar: Bar, *, has_before: bool) -> Row:
    return [bar.word, bar.cases, *([bar.before] if has_before else [])]


def _days(book: Any, view: FiguresView) -> None:
    sheet = _sheet(book, "用时", "各环节用时（自然日）", [14, *[10] * 12])
    heads = ["环节", "件数", "中位（天）", "九成（天）"]
    if view.before is not None:
        heads += [f"{season_words(view.before.season)}中位", f"{season_words(view.before.season)}九成"]
    rows = [
        [leg.leg.label, leg.days.count, leg.days.median, leg.days.p90,
         *([leg.before.median, leg.before.p90] if leg.before is not None else [])]
        for leg in view.legs()
    ]  # fmt: skip
    _table(sheet, 3, 1, heads, rows)
    longest = max((max(spread.cases, default=0) for spread in view.now.legs.values()), default=0)
    days = sorted({day for spread in view.now.legs.values() for day in spread.cases} | set(range(min(longest, 30) + 1)))
    top = 12
    _table(sheet, top, 1, ["天数", *(leg.label for leg in Leg)],
           [[f"{day} 天", *(view.now.legs[leg].cases.get(day, 0) for leg in Leg)] for day in days])  # fmt: skip
    chart = BarChart()
    _chart(sheet, chart, "I3", "各天数的件数", (top, 1, top + min(len(days), 31), 4), (20, 9))
    _coloured(chart, (_LEADING, _GREY, _PALE))


def _layers(book: Any, view: FiguresView) -> None:
    sheet = _sheet(book, "产业层次", "产业层次（按收件件数）", [14, *[10] * 6])
    seasons: list[SeasonFigures] = [one for one in (*view.trend, *([view.now] if view.is_of_all else []))]
    words = [*(layer.label for layer in Layer), UNSAID]
    rows = [[season_words(one.season), *(bar.cases for bar in view.layers(one))] for one in seasons]
    _table(sheet, 3, 1, ["年度", *words], rows)
    chart = BarChart()
    chart.type, chart.grouping, chart.overlap = "bar", "stacked", 100
    chart.x_axis.scaling.orientation = "maxMin"
    _chart(sheet, chart, f"A{6 + len(rows)}", "产业层次", (3, 1, 3 + len(rows), 5))
    _coloured(chart, (_LEADING, _GREY, _PALE, _WHITE))


def _standards(book: Any, view: FiguresView) -> None:
    sheet = _sheet(book, "标准", "标准：承诺与产出", [16, *[10] * 6])
    rows = [[one.level.label, one.promised, one.published, one.on_way, one.given_up] for one in view.now.levels]
    _table(sheet, 3, 1, ["层级", "承诺", "发布", "在途", "不再制定"], rows)
    if rows:
        chart = BarChart()
        chart.type = "bar"
        chart.x_axis.scaling.orientation = "maxMin"
        _chart(sheet, chart, f"A{6 + len(rows)}", "标准", (3, 1, 3 + len(rows), 4))
        _coloured(chart, (_WHITE, _LEADING, _GREY))


def _definitions(book: Any, paper: FigurePaper) -> None:
    sheet = _sheet(book, "说明", "各数的定义", [18, 110])
    rows: list[Row] = [(head.label, head.definition) for head in heads(paper.view, paper.with_waiting)]
    rows += [
        (figure.label, sentence(f"figures.{figure.value}"))
        for figure in (Figure.NOT_APPROVED, Figure.ENDED, Figure.OPEN)
    ]
    rows += [("各环节", sentence("figures.legs")), ("产业层次", sentence("figures.layers")),
             ("逐年", trend_words(paper.view)), ("制表", f"{paper.made_by}　{chinese_date(paper.view.today)}"),
             ("案卷记录链首", paper.audit_head)]  # fmt: skip
    _table(sheet, 3, 1, ("数", "怎样数"), rows)
    for row in range(4, 4 + len(rows)):
        sheet.cell(row=row, column=2).alignment = Alignment(wrap_text=True, vertical="top")
