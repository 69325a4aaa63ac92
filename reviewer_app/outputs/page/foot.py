"""The foot of each page below the type area: page number, QR code, and the small print that ties it to the record."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.outputs.page.code import page_code
from reviewer_app.outputs.page.flow import Flow
from reviewer_app.outputs.page.items import MM, QrMark, Text, number_text, page_number

QR_SIDE = 19.0
#: The white edge inside the square, so that the dark modules stand flush with the type area (mm).
_QUIET_EDGE = 2.3
#: Upper edge of the code below the type area, and the first small line below it (mm).
_QR_DROP = 5.0
_PRINT_DROP = 15.6
_PRINT_STEP = 3.1
#: The first page of a letter has its lower rules 15 mm below the type area: a smaller code stands above them.
_LETTER_SIDE = 16.6
_LETTER_DROP = -2.2
_LETTER_PRINT_DROP = 8.4


@dataclass(frozen=True, slots=True)
class FootWords:
    """What the small print says: which number it is, the number (also in the code), what follows, the record head.

    `marks` are what the code of each page says besides, in their order.
    """

    label: str
    number: str
    further: str = ""
    audit_head: str = ""
    marks: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Place:
    """Side and upper edge of the code, and the first small line, in mm below the type area."""

    side: float
    drop: float
    print_drop: float


_USUAL = _Place(QR_SIDE, _QR_DROP, _PRINT_DROP)
_LETTER = _Place(_LETTER_SIDE, _LETTER_DROP, _LETTER_PRINT_DROP)


def put_feet(flow: Flow, words: FootWords, is_letter: bool = False) -> None:
    """Numbers all pages (a letter's first page has none); the code stands on the inner side, away from the number."""
    total = len(flow.sheets)
    for number in range(1, total + 1):
        is_bare = is_letter and number == 1
        _put_code(flow, number, total, words, _LETTER if is_bare else _USUAL)
        if not is_bare:
            width = flow.setter.width(number_text(number), flow.style.page_number)
            page_number(flow.sheets[number - 1], number, flow.style, width)


def _put_code(flow: Flow, number: int, total: int, words: FootWords, place: _Place) -> None:
    style, sheet = flow.style, flow.sheets[number - 1]
    grid = style.grid
    is_odd = bool(number % 2)
    code = page_code(words.number, number, total, words.marks[number - 1] if words.marks else "")
    quiet = _QUIET_EDGE * place.side / QR_SIDE
    x = grid.left - quiet if is_odd else grid.right - place.side + quiet
    sheet.add(QrMark(x, grid.bottom + place.drop, place.side, code))
    pages = f"第{number}页，共{total}页"
    lines = ["　".join(filter(None, (f"{words.label} {words.number}".strip(), pages, words.further)))]
    if words.audit_head:
        lines.append(f"案卷记录链首 {words.audit_head}")
    y = grid.bottom + place.print_drop
    for line in lines:
        fitted = flow.setter.shrunk(line, style.small_print, (grid.width - place.side - 1) * MM, 3.5)
        width = flow.setter.width(line, fitted) / MM
        sheet.add(Text(x + place.side if is_odd else x - width, y, line, fitted))
        y += _PRINT_STEP
