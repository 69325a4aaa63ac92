"""Setting text in lines: widths on the character grid, line breaks by Chinese rules, balanced titles, even edges."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.outputs.fonts.book import FontBook, Typeface, clean
from reviewer_app.outputs.fonts.faces import Face

#: Characters that may not begin a line, and those that may not end one (GB/T 15834-2011, 5.1).
NO_START = frozenset("，。、；：？！）》〉」』】〕〗”’…—～·％‰℃,.;:?!)]}%")
NO_END = frozenset("（《〈「『【〔〖“‘([{")
#: A line's free space is spread over its characters only up to so many ems; beyond it the line stays ragged.
_MOST_STRETCH = 3.6
_WORD = re.compile(r"[!-~]+|\s+|.", re.DOTALL)


@dataclass(frozen=True, slots=True)
class TextStyle:
    """How a text is set: role and size in points; `pitch` is the grid's character pitch (0: the font's own widths).

    On a grid, a Western letter gets half of what a Chinese one is moved by; with `half_cells` every ASCII digit takes
    just half a cell, so that a date has the same width on every machine.
    """

    role: Typeface
    size: float
    pitch: float = 0.0
    colour: str = "#000000"
    half_cells: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One set line: its text, its natural width in points, and the extra space after each character."""

    text: str
    width: float
    stretch: float = 0.0


class _Widths(dict[str, float]):
    """Character widths of one style."""

    def __init__(self, book: FontBook, style: TextStyle) -> None:
        super().__init__()
        self._book, self._style = book, style

    def __missing__(self, letter: str) -> float:
        width = self[letter] = self._work_out(letter)
        return width

    def _work_out(self, letter: str) -> float:
        style = self._style
        advance = self._book.advance(style.role, letter)
        width = style.size * advance
        if not style.pitch:
            return width
        if advance >= 0.9:
            return width + style.pitch - style.size
        if style.half_cells and "0" <= letter <= "9":
            return style.pitch / 2
        return width + (style.pitch - style.size) / 2


class _Faces(dict[str, tuple[Face | None, float]]):
    """The face of each character of one style, and how much wider than there it is set."""

    def __init__(self, book: FontBook, style: TextStyle, widths: Mapping[str, float]) -> None:
        super().__init__()
        self._book, self._style, self._widths = book, style, widths

    def __missing__(self, letter: str) -> tuple[Face | None, float]:
        face = self._book.face_for(self._style.role, letter)
        natural = self._style.size * face.advance(letter) if face else 0.0
        found = self[letter] = (face, round(self._widths[letter] - natural, 7))
        return found


class Typesetter:
    """Breaks and measures text with the fonts of this machine."""

    def __init__(self, book: FontBook) -> None:
        self.book = book
        #: Drawings that recur from document to document, by what they depend on.
        self.drawings: dict[tuple[str, str, float], str] = {}
        self._widths: dict[TextStyle, _Widths] = {}
        self._faces: dict[TextStyle, _Faces] = {}

    def faces(self, style: TextStyle) -> Mapping[str, tuple[Face | None, float]]:
        """The face of any character, and the space after it that the grid asks for, in points."""
        known = self._faces.get(style)
        if known is None:
            known = self._faces[style] = _Faces(self.book, style, self.widths(style))
        return known

    def widths(self, style: TextStyle) -> Mapping[str, float]:
        """The width of any character in points, grid and all; worked out at the first asking."""
        known = self._widths.get(style)
        if known is None:
            known = self._widths[style] = _Widths(self.book, style)
        return known

    def width(self, text: str, style: TextStyle) -> float:
        """The width of a text on one line, in points."""
        return sum(map(self.widths(style).__getitem__, text))

    def lines(
        self, text: str, style: TextStyle, width: float, indent: float = 0.0, is_even: bool = False
    ) -> list[Line]:
        """The text in lines of a width (points), the first one indented; with `is_even` the right edge is straight.

        Line ends in the text begin a new line; an empty text is one empty line.
        """
        found: list[Line] = []
        for paragraph in text.splitlines() or [""]:
            texts = self._break(clean(paragraph).strip(), style, width, indent)
            for position, part in enumerate(texts):
                room = width - (indent if position == 0 else 0.0)
                line = Line(part, self.width(part, style))
                is_last = position == len(texts) - 1
                found.append(line if is_last or not is_even else _evened(line, room, style))
        return found

    def _break(self, text: str, style: TextStyle, width: float, indent: float) -> list[str]:
        found: list[str] = []
        current, used, room = "", 0.0, width - indent
        wide = self.widths(style).__getitem__
        for cluster in _clusters(text):
            needed = sum(map(wide, cluster))
            if used + (self.width(cluster.rstrip(), style) if cluster[-1].isspace() else needed) <= room + 0.01:
                current, used = current + cluster, used + needed
                continue
            if current:
                found.append(current.rstrip())
                room = width
            *full, current = self._cut(cluster.lstrip(), style, room)
            found.extend(full)
            used = self.width(current, style)
        return [*found, current.rstrip()] if current.strip() or not found else found

    def _cut(self, cluster: str, style: TextStyle, room: float) -> list[str]:
        """A cluster wider than a line is cut between characters."""
        parts, used = [""], 0.0
        for letter in cluster:
            needed = self.widths(style)[letter]
            if parts[-1] and used + needed > room + 0.01:
                parts.append("")
                used = 0.0
            parts[-1] += letter
            used += needed
        return parts

    def title(self, segments: Sequence[str], style: TextStyle, width: float) -> list[Line]:
        """A title broken between its segments where that is possible, into the fewest and most equal lines."""
        whole = "".join(segments)
        total = self.width(whole, style)
        if total <= width:
            return [Line(whole, total)]
        count = max(2, -(-int(total) // int(width)))
        pieces = list(segments)
        if len(pieces) < count or any(self.width(piece, style) > width for piece in pieces):
            pieces = list(_clusters(whole))
        return self._balanced(pieces, style, width, count)

    def _balanced(self, pieces: Sequence[str], style: TextStyle, width: float, count: int) -> list[Line]:
        """The narrowest measure that still gives `count` lines makes them equal; found by halving."""
        low, high = 0.0, width
        best = self._packed(pieces, style, high)
        count = max(count, len(best))
        for _ in range(12):
            middle = (low + high) / 2
            tried = self._packed(pieces, style, middle)
            if len(tried) <= count and all(line.width <= width for line in tried):
                best, high = tried, middle
            else:
                low = middle
        return best

    def _packed(self, pieces: Sequence[str], style: TextStyle, width: float) -> list[Line]:
        rows: list[str] = []
        for piece in pieces:
            if rows and self.width(rows[-1] + piece, style) <= width:
                rows[-1] += piece
            else:
                rows.append(piece)
        return [Line(row, self.width(row, style)) for row in rows]

    def shrunk(self, text: str, style: TextStyle, width: float, smallest: float) -> TextStyle:
        """The style at which the text fits on one line, not below a size; it may still not fit at the smallest."""
        natural = self.width(text, style)
        if natural <= width:
            return style
        size = max(smallest, style.size * width / natural)
        return replace(style, size=size, pitch=style.pitch * size / style.size)


def _clusters(text: str) -> Iterator[str]:
    """What may not be parted: Western words, and punctuation with what it belongs to."""
    cluster = ""
    for match in _WORD.finditer(text):
        token = match.group()
        if cluster and (token[0] in NO_START or token.isspace() or cluster[-1] in NO_END):
            cluster += token
            continue
        if cluster:
            yield cluster
        cluster = token
    if cluster:
        yield cluster


def _evened(line: Line, room: float, style: TextStyle) -> Line:
    gaps = len(line.text) - 1
    free = room - line.width
    if gaps < 1 or free <= 0 or free > _MOST_STRETCH * style.size:
        return line
    return Line(line.text, line.width, free / gaps)
