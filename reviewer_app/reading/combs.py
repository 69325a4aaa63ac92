"""Rows of little boxes for one letter each: their letters are taken out of the frames and read as one line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Protocol

from PIL import Image

from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.ruling import Ruling

#: A box is so wide against its height; what is narrower than a box by so much is the gap between two.
_NARROWEST, _WIDEST, _GAP = 0.35, 1.7, 0.4
#: Boxes of one row differ in width by no more than this, and are at least so many.
_UNLIKE, _FEWEST, _MOST = 0.3, 4, 40
#: The frame of a box and what spills over it, as a part of its height.
_FRAME = 0.1
#: A label without a cell has its boxes no further off than so many of its heights.
_NEAR = 3.0
_STEP = 4.0


class Reader(Protocol):
    """Reads the letters of a picture."""

    def lines(self, picture: Image.Image) -> list[Line]:
        """The lines of text."""


ReadBoxes = Callable[[Sequence[Box]], Line | None]


def comb_beside(label: Box, ruling: Ruling, has_cell: bool) -> list[Box]:
    """The little boxes right of a label, from the left; none where its value stands otherwise."""
    y = label.middle[1]
    first = _first_box(label, ruling, y, has_cell)
    if first is None:
        return []
    boxes, width = [first], first.right - first.left
    while len(boxes) < _MOST:
        following = _following(boxes[-1], ruling, y, width)
        if following is None:
            break
        boxes.append(following)
    return boxes if len(boxes) >= _FEWEST else []


def _first_box(label: Box, ruling: Ruling, y: float, has_cell: bool) -> Box | None:
    reach = label.right + (label.height if has_cell else _NEAR * label.height)
    x = label.right + _STEP
    while x <= reach:
        cell = ruling.cell_at(x, y)
        if cell is not None and _is_box(cell) and cell.left >= label.right - _STEP:
            return cell
        x = max(x, cell.right if cell is not None and cell.right < reach else x) + _STEP
    return None


def _is_box(cell: Box) -> bool:
    return _NARROWEST * cell.height <= cell.right - cell.left <= _WIDEST * cell.height


def _following(box: Box, ruling: Ruling, y: float, width: float) -> Box | None:
    """The next box of the row, a narrow gap passed over."""
    x = box.right + _STEP
    for _ in range(2):
        cell = ruling.cell_at(x, y)
        if cell is None:
            return None
        wide = cell.right - cell.left
        if abs(wide - width) <= _UNLIKE * width:
            return cell
        if wide > _GAP * width:
            return None
        x = cell.right + _STEP
    return None


def read_boxes(level: Image.Image, reader: Reader, boxes: Sequence[Box]) -> Line | None:
    """The letters of some boxes, set beside each other without their frames and read as one line."""
    pieces = []
    for box in boxes:
        inset = max(4.0, _FRAME * box.height)
        left, top, right, bottom = (round(side) for side in _shrunk(box, inset))
        pieces.append(level.crop((left, top, right, bottom)))
    high, pad = max(piece.height for piece in pieces), 24
    paper = level.convert("L").resize((1, 1), Image.Resampling.BOX).convert("RGB").getpixel((0, 0))
    strip = Image.new("RGB", (sum(piece.width for piece in pieces) + 2 * pad, high + 2 * pad), paper)
    x = pad
    for piece in pieces:
        strip.paste(piece, (x, pad))
        x += piece.width
    found = sorted(reader.lines(strip), key=lambda one: one.box.left)
    if not found:
        return None
    area = Box(boxes[0].left, min(one.top for one in boxes), boxes[-1].right, max(one.bottom for one in boxes))
    text = "".join("".join(one.text.split()) for one in found)
    return Line(text, area, min(one.confidence for one in found))


def joined_boxes(lines: Sequence[Line], boxes: Sequence[Box]) -> Line | None:
    """The letters that a digital page has in some boxes, as one line."""
    area = Box(boxes[0].left, min(one.top for one in boxes), boxes[-1].right, max(one.bottom for one in boxes))
    inside = [
        one
        for one in lines
        if area.left < one.box.middle[0] < area.right and area.top < one.box.middle[1] < area.bottom
    ]
    text = "".join("".join(one.text.split()) for one in sorted(inside, key=lambda one: one.box.left))
    return Line(text, area) if text else None


def _shrunk(box: Box, by: float) -> tuple[float, float, float, float]:
    return box.left + by, box.top + by, box.right - by, box.bottom - by
