"""The figures of a season on one printed page: numbers, charts from the same marks as the window's, and definitions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.figures.counts import Part
from reviewer_app.domain.listing.figures import FiguresView
from reviewer_app.outputs.fonts.book import Typeface, named
from reviewer_app.outputs.page.items import MM, Box, Item, Page, PageGrid, Rule, Text
from reviewer_app.outputs.page.typeset import TextStyle, Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import DAY_KEY, moment, render
from reviewer_app.services.figures.drawing import marks
from reviewer_app.services.figures.drawing.bars import part_bars
from reviewer_app.services.figures.drawing.days import day_pictures
from reviewer_app.services.figures.drawing.marks import Drawing, Ink, Side
from reviewer_app.services.figures.drawing.standards import standard_bars
from reviewer_app.services.figures.drawing.years import layer_bands, season_lines
from reviewer_app.services.figures.heads import Head, heads, season_words
from reviewer_app.services.ports.after.figures import FigurePaper
from reviewer_resources.phrases import sentence

#: A4 upright; logical pixels become their true size on paper.
GRID = PageGrid(paper_width=210.0, paper_height=297.0, top=14.0, left=15.0, width=180.0, height=268.0)
_PIXEL = 25.4 / 96
_POINT = 72 / 96
_GAP = 10.0
_HALF = (GRID.width - _GAP) / 2
_COLOURS: Mapping[Ink, str] = {
    Ink.LEADING: "#1F5FA8",
    Ink.LEADING_PALE: "#9CC0E6",
    Ink.ON_LEADING: "#FFFFFF",
    Ink.INK: "#1B2430",
    Ink.SECOND: "#465262",
    Ink.DARK: "#656F7E",
    Ink.GREY: "#B9C1CC",
    Ink.PALE: "#DFE4EB",
    Ink.PALER: "#EDF0F4",
    Ink.GROUND: "#FFFFFF",
}
_RULE = "#9AA3AF"
_DASH, _BLANK = 1.3, 0.9
_TITLE = TextStyle(Typeface.TITLE, 16)
_LINE = TextStyle(Typeface.BODY, 9, colour="#465262")
_HEAD = TextStyle(Typeface.HEITI, 10.5)
_LABEL = TextStyle(Typeface.BODY, 9)
_VALUE = TextStyle(Typeface.HEITI, 17)
_NOTE = TextStyle(Typeface.BODY, 7.5, colour="#465262")
_SMALL = TextStyle(Typeface.BODY, 7, colour="#465262")
_HEADS = 24.0
#: The cards of the page: title, millimetres from the top of the charts, height of the chart.
_ROW_ONE, _ROW_TWO, _ROW_THREE = 62.0, 58.0, 62.0
_DEFINED = ("received", "recommended", "approved", "declined", "corrected")


def digest_pdf(setter: Typesetter, paper: FigurePaper) -> bytes:
    """The page as PDF/A-2b, the same bytes for the same figures; RefusalError `font.missing` names the page."""
    title = title_of(paper.view)
    page = Page()
    page.add(*_items(setter, paper, title))
    texts = "".join(item.text for item in page.items if isinstance(item, Text))
    missing = setter.book.missing(texts)
    if missing:
        raise RefusalError("font.missing", characters=named(missing), case=title)
    entries = {"DeskAuditHead": paper.audit_head, DAY_KEY: paper.view.today.isoformat()}
    info = DocumentInfo(title, paper.view.office, title, moment(paper.made_at, paper.view.today), entries)
    return render([page], setter, GRID, info)


def title_of(view: FiguresView) -> str:
    """What the page and the workbook are called."""
    return f"{season_words(view.now.season)}市级标准化试点初审数读"


def _items(setter: Typesetter, paper: FigurePaper, title: str) -> Iterator[Item]:
    view = paper.view
    y = GRID.top
    wide = setter.width(title, _TITLE) / MM
    yield Text(GRID.left + (GRID.width - wide) / 2, y + 6, title, _TITLE)
    beside = f"　　对比：{season_words(view.before.season)}" if view.before is not None else ""
    made = f"{view.office}　　制表日期：{chinese_date(view.today)}　　制表人：{paper.made_by}{beside}"
    yield Text(GRID.left + (GRID.width - setter.width(made, _LINE) / MM) / 2, y + 12, made, _LINE)
    yield from _numbers(setter, heads(view, paper.with_waiting), y + 16)
    top = y + 16 + _HEADS + 5
    if view.now.is_empty:
        yield Text(GRID.left, top + 6, sentence("figures.nothing", {"season": view.now.season}), _LABEL)
    else:
        yield from _charts(setter, view, top)
    yield from _definitions(setter, paper)
    yield Text(
        GRID.left,
        GRID.paper_height - 9,
        f"案卷记录链首 {paper.audit_head}",
        TextStyle(Typeface.BODY, 6.5, colour="#404040"),
    )


def _numbers(setter: Typesetter, shown: Sequence[Head], top: float) -> Iterator[Item]:
    each = GRID.width / len(shown)
    yield Rule(GRID.left, top, GRID.right, top, 0.7, _RULE)
    yield Rule(GRID.left, top + _HEADS, GRID.right, top + _HEADS, 0.7, _RULE)
    for place, head in enumerate(shown):
        x = GRID.left + place * each + 2
        if place:
            yield Rule(x - 2, top + 3, x - 2, top + _HEADS - 3, 0.4, _RULE)
        yield Text(x, top + 5, head.label, _LABEL)
        yield Text(x, top + 12.5, head.value, _VALUE)
        after = x + setter.width(head.value, _VALUE) / MM + 1
        yield Text(after, top + 12.5, head.unit or head.beside, _NOTE)
        for line, text in enumerate(_wrapped(setter, [*head.note.split(" · "), *head.more], each - 3)[:3]):
            yield Text(x, top + 16.5 + line * 3, text, _NOTE)


def _wrapped(setter: Typesetter, parts: Sequence[str], room: float) -> list[str]:
    """The parts on as few lines as hold them."""
    lines: list[str] = []
    for part in parts:
        longer = f"{lines[-1]} · {part}" if lines else part
        if lines and setter.width(longer, _NOTE) / MM <= room:
            lines[-1] = longer
        elif part:
            lines.append(part)
    return lines


def _charts(setter: Typesetter, view: FiguresView, top: float) -> Iterator[Item]:
    now, before = view.now.season or "合计", view.before.season if view.before is not None else ""
    half, whole = _HALF / _PIXEL, GRID.width / _PIXEL
    right = GRID.left + _HALF + _GAP

    def high(row: float) -> float:
        return (row - 9) / _PIXEL

    outline = f"（细框为{before}年度）" if before else ""
    sectors = part_bars(view.bars(Part.SECTOR), now, before, half, high(_ROW_ONE))
    yield from _card(f"领域{outline}", sectors, setter, GRID.left, top)
    yield from _card("产业层次（按收件）", layer_bands(view, half, high(_ROW_ONE)), setter, right, top)
    top += _ROW_ONE
    yield from _card("各环节用时（自然日）", day_pictures(view.legs(), whole, high(_ROW_TWO)), setter, GRID.left, top)
    top += _ROW_TWO
    lines = season_lines(view.trend, view.now.season, half, high(_ROW_THREE) - 30)
    span = f"（{view.trend[0].season}至{view.trend[-1].season}年度）" if len(view.trend) > 1 else ""
    yield from _card(f"逐年{span}", lines, setter, GRID.left, top)
    yield from _card("结论", part_bars(view.outcomes(), now, before, half, 110), setter, right, top)
    if view.now.promised:
        shared = f"标准：承诺与产出（国际标准占承诺 {view.now.international}）"
        yield from _card(shared, standard_bars(view.now.levels, half, 110), setter, right, top + 37)
        return
    kinds = part_bars(view.bars(Part.KIND)[:3], now, before, half, 80)
    yield from _card("类别", kinds, setter, right, top + 37)


def _card(title: str, drawing: Drawing, setter: Typesetter, x: float, y: float) -> Iterator[Item]:
    yield Text(x, y + 4, title, _HEAD)
    yield from drawn(setter, drawing, x, y + 7)


def drawn(setter: Typesetter, drawing: Drawing, x: float, y: float) -> Iterator[Item]:
    """The marks of a chart as items of a page, its upper left corner at a place in millimetres."""
    for mark in drawing.marks:
        if isinstance(mark, marks.Box):
            yield from _box(mark, x, y)
        elif isinstance(mark, marks.Stroke):
            yield from _stroke(mark, x, y)
        elif isinstance(mark, marks.Dot):
            side = 2 * mark.radius * _PIXEL
            yield Box(x + mark.x * _PIXEL - side / 2, y + mark.y * _PIXEL - side / 2, side, side, _COLOURS[mark.ink])
        else:
            role = Typeface.HEITI if mark.is_bold else Typeface.BODY
            style = TextStyle(role, mark.size * _POINT, colour=_COLOURS[mark.ink])
            wide = setter.width(mark.text, style) / MM
            back = {Side.LEFT: 0.0, Side.MIDDLE: wide / 2, Side.RIGHT: wide}[mark.side]
            yield Text(x + mark.x * _PIXEL - back, y + mark.y * _PIXEL, mark.text, style)


def _box(mark: marks.Box, x: float, y: float) -> Iterator[Item]:
    left, top = x + mark.x * _PIXEL, y + mark.y * _PIXEL
    wide, high = mark.width * _PIXEL, mark.height * _PIXEL
    if mark.fill is not None and wide > 0:
        yield Box(left, top, wide, high, _COLOURS[mark.fill])
    if mark.rim is not None:
        colour = _COLOURS[mark.rim]
        for x1, y1, x2, y2 in (
            (left, top, left + wide, top),
            (left, top + high, left + wide, top + high),
            (left, top, left, top + high),
            (left + wide, top, left + wide, top + high),
        ):
            yield Rule(x1, y1, x2, y2, 0.5, colour)


def _stroke(mark: marks.Stroke, x: float, y: float) -> Iterator[Item]:
    x1, y1, x2, y2 = (x + mark.x1 * _PIXEL, y + mark.y1 * _PIXEL, x + mark.x2 * _PIXEL, y + mark.y2 * _PIXEL)
    colour, width = _COLOURS[mark.ink], mark.width * _POINT
    if not mark.is_dashed:
        yield Rule(x1, y1, x2, y2, width, colour)
        return
    length = ((x2 - x1) ** 2 + (y2 - y1) ** 2) ** 0.5
    at = 0.0
    while at < length:
        end = min(at + _DASH, length)
        part, until = at / length, end / length
        yield Rule(
            x1 + (x2 - x1) * part, y1 + (y2 - y1) * part, x1 + (x2 - x1) * until, y1 + (y2 - y1) * until, width, colour
        )
        at = end + _BLANK


def _definitions(setter: Typesetter, paper: FigurePaper) -> Iterator[Item]:
    shown = {head.name: head for head in heads(paper.view, paper.with_waiting)}
    said = [f"{shown[name].label}：{shown[name].definition}" for name in (*_DEFINED, "used")]
    said += [f"各环节：{sentence('figures.legs')}", f"层次：{sentence('figures.layers')}"]
    lines = [line.text for line in setter.lines("　".join(said), _SMALL, GRID.width * MM)]
    y = GRID.paper_height - 13 - 3.3 * len(lines)
    yield Rule(GRID.left, y - 3.5, GRID.right, y - 3.5, 0.5, _RULE)
    for place, line in enumerate(lines):
        yield Text(GRID.left, y + 3.3 * place, line, _SMALL)
