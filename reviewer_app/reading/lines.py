"""Lines of text on a page, with their places in dots: what every reader of letters gives, and all that labels need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple


class Box(NamedTuple):
    """Left, top, right, bottom in dots."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def height(self) -> float:
        """How high it is."""
        return self.bottom - self.top

    @property
    def middle(self) -> tuple[float, float]:
        """Its middle."""
        return (self.left + self.right) / 2, (self.top + self.bottom) / 2

    def around(self, other: Box) -> Box:
        """The smallest box that holds both."""
        return Box(
            min(self.left, other.left),
            min(self.top, other.top),
            max(self.right, other.right),
            max(self.bottom, other.bottom),
        )


@dataclass(frozen=True, slots=True)
class Line:
    """A run of text as it was read, 1.0 where it was not read from a picture."""

    text: str
    box: Box
    confidence: float = 1.0

    def cut(self, start: int, end: int | None = None) -> Line:
        """A part of it, its place reckoned from the widths of its letters."""
        widths = [_width(letter) for letter in self.text]
        whole = sum(widths) or 1.0
        end = len(widths) if end is None else end
        step = (self.box.right - self.box.left) / whole
        left, right = (self.box.left + step * sum(widths[:place]) for place in (start, end))
        return replace(self, text=self.text[start:end], box=self.box._replace(left=left, right=right))

    def letter_at(self, x: float) -> int:
        """Which letter a place across falls before."""
        reached = self.box.left
        step = (self.box.right - self.box.left) / (sum(map(_width, self.text)) or 1.0)
        for place, letter in enumerate(self.text):
            reached += step * _width(letter)
            if reached - step * _width(letter) / 2 > x:
                return place
        return len(self.text)


def in_reading_order(lines: Sequence[Line]) -> list[Line]:
    """Rows from the top, each from the left; lines belong to one row when they overlap by half their height."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.box.middle[1]):
        last = rows[-1][0] if rows else None
        if last and abs(line.box.middle[1] - last.box.middle[1]) < 0.5 * min(line.box.height, last.box.height):
            rows[-1].append(line)
        else:
            rows.append([line])
    return [line for row in rows for line in sorted(row, key=lambda one: one.box.left)]


def joined(lines: Sequence[Line]) -> str:
    """The text of lines that belong together; a blank only between letters of words."""
    text = ""
    for line in in_reading_order(lines):
        piece = line.text.strip()
        is_word = text[-1:].isascii() and text[-1:].isalnum() and piece[:1].isascii() and piece[:1].isalnum()
        text += f" {piece}" if is_word else piece
    return text


def box_of(lines: Sequence[Line]) -> Box:
    """The smallest box around lines."""
    first, *others = lines
    box = first.box
    for line in others:
        box = box.around(line.box)
    return box


def _width(letter: str) -> float:
    return 0.55 if letter.isascii() else 1.0
