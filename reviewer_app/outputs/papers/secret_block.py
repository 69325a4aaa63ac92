"""The words of a recovery sheet: a numbered grid large enough to be typed from, and the same words as a QR code."""

from __future__ import annotations

from reviewer_app.outputs.page.items import MM, QrMark, Rule, Text, baseline
from reviewer_app.outputs.page.typeset import TextStyle
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.composition import Composition

_COLUMNS = 4
#: Millimetres: a field of the grid, the room of its number, the side of the code.
_WIDE, _HIGH, _NUMBER, _CODE = 29.0, 14.0, 8.0, 46.0
_WORD_SIZE, _NUMBER_SIZE = 16.0, 9.0


def secret(work: Composition, block: blocks.Secret) -> None:
    """Sixteen fields at the left, read along the rows, and the code at the right."""
    work.settle()
    flow, grid = work.flow, work.page.grid
    role = work.page.body.role
    word_style, number_style = TextStyle(role, _WORD_SIZE), TextStyle(role, _NUMBER_SIZE)
    text = work.fill(block.text)
    words = text.split()
    rows = -(-len(words) // _COLUMNS)
    flow.need(rows * _HIGH + 2)
    left, top = grid.left, flow.y
    for place, word in enumerate(words):
        x, y = left + place % _COLUMNS * _WIDE, top + place // _COLUMNS * _HIGH
        number = str(place + 1)
        across = _NUMBER - 1.6 - work.setter.width(number, number_style) / MM
        flow.sheet.add(Text(x + across, baseline(y, _HIGH, _NUMBER_SIZE), number, number_style))
        flow.sheet.add(Text(x + _NUMBER, baseline(y, _HIGH, _WORD_SIZE), word, word_style))
    right, bottom = left + _COLUMNS * _WIDE, top + rows * _HIGH
    for row in range(rows + 1):
        flow.sheet.add(Rule(left, top + row * _HIGH, right, top + row * _HIGH, 0.5))
    for column in range(_COLUMNS + 1):
        flow.sheet.add(Rule(left + column * _WIDE, top, left + column * _WIDE, bottom, 0.5))
    flow.sheet.add(QrMark(grid.right - _CODE, top + (rows * _HIGH - _CODE) / 2, _CODE, text))
    flow.y = bottom + 5.0
