"""Filling pages from top to bottom on the line grid, so that no page is left with a signature and no text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from reviewer_app.outputs.page.items import MM, Page, PageStyle, Text, baseline
from reviewer_app.outputs.page.typeset import Line, TextStyle, Typesetter

#: So many lines of text stand at least on the page of the signature (7.3.5.5: never 此页无正文).
LINES_WITH_SIGNATURE = 2
_TOLERANCE = 0.05
#: A line of no more characters than this, its full stop counted, does not begin a page by itself.
_LONE = 2


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A set line waiting for its place: how far in it begins (mm), and its style."""

    line: Line
    indent: float
    style: TextStyle


class Flow:
    """The pages of one document while they are being filled; `y` is where the next thing begins (mm)."""

    def __init__(self, setter: Typesetter, style: PageStyle) -> None:
        self.setter = setter
        self.style = style
        self.sheets = [Page()]
        self.y = style.grid.top

    @property
    def sheet(self) -> Page:
        """The page being filled."""
        return self.sheets[-1]

    @property
    def room(self) -> float:
        """What is left of the type area, in mm."""
        return self.style.grid.bottom - self.y + _TOLERANCE

    @property
    def is_fresh(self) -> bool:
        """Whether nothing stands on the page yet."""
        return self.y <= self.style.grid.top + _TOLERANCE

    def turn(self) -> None:
        """Begins a new page."""
        self.sheets.append(Page())
        self.y = self.style.grid.top

    def need(self, height: float) -> None:
        """Turns the page if less than a height is left."""
        if self.room < height and not self.is_fresh:
            self.turn()

    def skip(self, height: float) -> None:
        """Leaves white space, but none at the head of a page."""
        if not self.is_fresh:
            self.y += height

    def snap(self) -> None:
        """Goes down to the next line of the grid."""
        grid = self.style.grid
        number = math.ceil((self.y - grid.top - _TOLERANCE) / grid.line_pitch)
        self.y = grid.top + number * grid.line_pitch

    def centred(self, line: Line, style: TextStyle, pitch: float) -> None:
        """One line in the middle of the type area; `pitch` is its height in mm."""
        grid = self.style.grid
        x = grid.left + (grid.width - line.width / MM) / 2
        self.sheet.add(Text(x, baseline(self.y, pitch, style.size), line.text, style, line.stretch))
        self.y += pitch

    def title(self, segments: Sequence[str], pitch: float = 12.0) -> None:
        """The document's title, centred, in balanced lines (7.3.1)."""
        style = self.style.title
        for line in self.setter.title(segments, style, self.style.grid.width * MM):
            self.centred(line, style, pitch)

    def set_paragraph(self, text: str, style: TextStyle, indent: int = 2) -> list[PlacedLine]:
        """A text as grid lines, each of its paragraphs with the first line some characters in."""
        step = indent * self.style.grid.character_pitch
        placed: list[PlacedLine] = []
        for paragraph in text.splitlines() or [""]:
            lines = self.setter.lines(paragraph, style, self.style.grid.width * MM, step * MM, is_even=True)
            placed += [PlacedLine(line, 0.0 if number else step, style) for number, line in enumerate(lines)]
        return placed

    def put(self, placed: PlacedLine) -> None:
        """One line of text on the grid."""
        grid = self.style.grid
        y = baseline(self.y, grid.line_pitch, placed.style.size)
        self.sheet.add(Text(grid.left + placed.indent, y, placed.line.text, placed.style, placed.line.stretch))
        self.y += grid.line_pitch

    def put_all(
        self, lines: Sequence[PlacedLine], tail: float = 0.0, together: int = 1, last: int = LINES_WITH_SIGNATURE
    ) -> None:
        """Lines over as many pages as they need, leaving `tail` mm free below the last one on its page.

        The first `together` lines are not parted (a heading and what follows); the last page has at least `last` of
        the lines if a tail is asked for, as far as they have room there. No page begins with a single character.
        """
        rest = list(lines)
        for count in self._portions(rest, tail, together, last):
            for placed in rest[:count]:
                self.put(placed)
            rest = rest[count:]
            if rest:
                self.turn()

    def _portions(self, lines: Sequence[PlacedLine], tail: float, together: int, last: int) -> list[int]:
        """How many lines go on this page and each following one."""
        pitch, count = self.style.grid.line_pitch, len(lines)
        room, first, portions = self.room, together, list[int]()
        if last * pitch + tail > self.style.grid.height:
            last = LINES_WITH_SIGNATURE
        keep = min(last if tail else 1, count)
        while count * pitch + tail > room:
            fits = min(math.floor(room / pitch), count - keep)
            is_whole = room >= self.style.grid.height
            if fits > first and 0 < len(lines[len(lines) - count + fits].line.text) <= _LONE:
                fits -= 1
            taken = max(fits, 1) if is_whole else fits if fits >= first else 0
            portions.append(taken)
            count -= taken
            first = first if taken == 0 else 1
            room = self.style.grid.height + _TOLERANCE
        return [*portions, count]
