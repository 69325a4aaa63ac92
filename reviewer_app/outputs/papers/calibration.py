"""套打校准页: rulers along the paper's edges and crosses in known places, so that a printer's offset can be read off.

The officer prints it without scaling, measures from the paper's edges to a cross with a ruler, and enters the
difference in tenths of a millimetre. Printed again with the offset entered, the crosses stand where they should.
"""

from __future__ import annotations

from collections.abc import Iterator

from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.page.items import GRID, MM, Item, Page, Rule, Text
from reviewer_app.outputs.page.typeset import TextStyle, Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import moment, render
from reviewer_app.services.ports.papers import DocumentValues, PrinterOffset

#: Where the crosses stand, in mm from the upper left corner of the paper.
CROSSES = ((30.0, 30.0), (180.0, 30.0), (105.0, 148.5), (30.0, 267.0), (180.0, 267.0))
_ARM = 8.0
_FINE, _STRONG = 0.25, 0.5
_SMALL = TextStyle(Typeface.DIGITS, 7)
_NOTE = TextStyle(Typeface.BODY, 10.5)
_HEAD = TextStyle(Typeface.HEITI, 16)
#: The rulers' base lines lie so far inside (mm): a printer leaves its outermost millimetres white.
_INSET = 10.0
_STEPS = (
    "一、用 100％ 比例打印本页，不要“适合页面”。",
    "二、用直尺量左上十字中心到纸张左边、上边的距离，应各为 30.0 毫米。",
    "三、量得左边 30.6 毫米，偏移填“右 0.6”；量得上边 29.7 毫米，填“下 -0.3”。",
    "四、填好后再打印一次本页，十字应在 30.0 毫米处；五个十字都对，比例才对。",
)


def calibration_sheet(setter: Typesetter, values: DocumentValues, offset: PrinterOffset) -> bytes:
    """The page on A4, everything moved against the offset."""
    sheet = Page()
    marks: list[Item] = [*_ruler_across(setter), *_ruler_down(), *_crosses(), *_words(setter, values, offset)]
    sheet.add(*(_moved(mark, offset) for mark in marks))
    info = DocumentInfo(values.kind.label, values.unit, values.kind.label, moment(values.made_at, values.day), {})
    return render([sheet], setter, GRID, info)


def _moved(item: Item, offset: PrinterOffset) -> Item:
    right, down = offset.right, offset.down
    match item:
        case Rule():
            return Rule(item.x1 - right, item.y1 - down, item.x2 - right, item.y2 - down, item.width, item.colour)
        case Text():
            return Text(item.x - right, item.y - down, item.text, item.style, item.stretch)
        case _:
            return item


def _tick(place: int) -> float:
    return 5.0 if place % 10 == 0 else 3.5 if place % 5 == 0 else 2.0


def _ruler_across(setter: Typesetter) -> Iterator[Item]:
    """Millimetres from the left edge of the paper, along the upper and the lower edge."""
    low = GRID.paper_height - _INSET
    first, last = int(_INSET), int(GRID.paper_width - _INSET)
    yield Rule(first, _INSET, last, _INSET, _STRONG)
    yield Rule(first, low, last, low, _STRONG)
    for place in range(first, last + 1):
        yield Rule(place, _INSET, place, _INSET + _tick(place), _FINE)
        yield Rule(place, low, place, low - _tick(place), _FINE)
        if place % 10 == 0 and first < place < last:
            width = setter.width(str(place), _SMALL) / MM
            yield Text(place - width / 2, _INSET + 7.8, str(place), _SMALL)


def _ruler_down() -> Iterator[Item]:
    """Millimetres from the upper edge of the paper, along both sides."""
    far = GRID.paper_width - _INSET
    first, last = int(_INSET), int(GRID.paper_height - _INSET)
    yield Rule(_INSET, first, _INSET, last, _STRONG)
    yield Rule(far, first, far, last, _STRONG)
    for place in range(first, last + 1):
        yield Rule(_INSET, place, _INSET + _tick(place), place, _FINE)
        yield Rule(far, place, far - _tick(place), place, _FINE)
        if place % 10 == 0 and first + 10 < place < last:
            yield Text(_INSET + 5.6, place + 0.9, str(place), _SMALL)


def _crosses() -> Iterator[Item]:
    for x, y in CROSSES:
        yield Rule(x - _ARM, y, x + _ARM, y, _FINE)
        yield Rule(x, y - _ARM, x, y + _ARM, _FINE)
        for step in range(-7, 8):
            yield Rule(x + step, y - 0.8, x + step, y + 0.8, _FINE)
            yield Rule(x - 0.8, y + step, x + 0.8, y + step, _FINE)


def _words(setter: Typesetter, values: DocumentValues, offset: PrinterOffset) -> Iterator[Item]:
    yield from _centred(setter, values.kind.label, 55.0, _HEAD)
    y = 68.0
    for line in _STEPS:
        yield Text(36.0, y, line, _NOTE)
        y += 7.0
    printer = values.fields.get("printer", "")
    about = f"打印机：{printer}　" if printer else ""
    yield Text(36.0, y + 3, f"{about}本页已计入的偏移：右 {offset.right:.1f} 毫米，下 {offset.down:.1f} 毫米", _NOTE)
    for x, y in CROSSES:
        yield Text(x + 1.2, y - 1.2, f"{x:g}, {y:g}", _SMALL)


def _centred(setter: Typesetter, words: str, y: float, style: TextStyle) -> Iterator[Item]:
    width = setter.width(words, style) / MM
    yield Text((GRID.paper_width - width) / 2, y, words, style)
