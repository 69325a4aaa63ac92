"""The ruled lines of a table, and the cell a place lies in. The page is level: at most a tenth of a degree off."""

from __future__ import annotations

import re
from array import array
from dataclasses import dataclass
from itertools import pairwise

from PIL import Image

from reviewer_app.reading.lines import Box

#: Lines are looked for at so many dots per inch.
_DPI = 100
#: A ruled line is at least so long, in inches, and dark by so much against the paper around it.
_SHORTEST = 0.22
_DARKER = 14
_GAP = 3


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line: at `at` across its direction, from `start` to `end` along it; dots of the whole picture."""

    at: float
    start: float
    end: float

    def reaches(self, place: float) -> bool:
        """Whether it passes beside a place, a little beyond its ends included."""
        return self.start - _GAP <= place <= self.end + _GAP


@dataclass(frozen=True, slots=True)
class Ruling:
    """All ruled lines of a page."""

    across: tuple[Stroke, ...]
    down: tuple[Stroke, ...]

    def cell_at(self, x: float, y: float) -> Box | None:
        """The cell around a place; None where it is not closed on all sides."""
        above = [line.at for line in self.across if line.reaches(x) and line.at <= y]
        below = [line.at for line in self.across if line.reaches(x) and line.at > y]
        left = [line.at for line in self.down if line.reaches(y) and line.at <= x]
        right = [line.at for line in self.down if line.reaches(y) and line.at > x]
        if not (above and below and left and right):
            return None
        return Box(max(left), max(above), min(right), min(below))

    def between(self, left: float, right: float, y: float) -> list[float]:
        """Where lines going down cut a row between two places."""
        return [line.at for line in self.down if left < line.at < right and line.reaches(y)]


def ruling_of(picture: Image.Image, dpi: float) -> Ruling:
    """The ruled lines of a level page."""
    scale = _DPI / dpi
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("L").resize(size, Image.Resampling.BOX)
    paper = small.resize((max(1, size[0] // 16), max(1, size[1] // 16)), Image.Resampling.BOX)
    paper = paper.resize(size, Image.Resampling.BILINEAR)
    dark = bytes(
        1 if shade + _DARKER < around or shade < 70 else 0
        for shade, around in zip(small.tobytes(), paper.tobytes(), strict=True)
    )
    mask = Image.frombytes("L", size, dark)
    shortest = round(_SHORTEST * _DPI)
    back = 1 / scale
    across = _strokes(dark, size[0], size[1], shortest, back)
    turned = mask.transpose(Image.Transpose.TRANSPOSE)
    down = _strokes(turned.tobytes(), size[1], size[0], shortest, back)
    return Ruling(tuple(across), tuple(down))


def _strokes(dark: bytes, width: int, height: int, shortest: int, back: float) -> list[Stroke]:
    """Runs of dark dots row by row, those of neighbouring rows taken together."""
    run = re.compile(b"\x01{%d,}" % shortest)
    found: list[list[tuple[int, int, int]]] = []
    open_runs: list[list[tuple[int, int, int]]] = []
    for row in range(height):
        line = dark[row * width : (row + 1) * width]
        still_open = []
        for one in run.finditer(line):
            start, end = one.span()
            group = next(
                (group for group in open_runs if group[-1][1] <= end + _GAP and start <= group[-1][2] + _GAP), None
            )
            if group is None:
                group = []
                found.append(group)
            group.append((row, start, end))
            still_open.append(group)
        # A row may be missing where a line steps down by one dot.
        kept = [group for group in open_runs if group[-1][0] >= row - 1]
        open_runs = list({id(group): group for group in (*still_open, *kept)}.values())
    return _merged([_stroke(group, back) for group in found if _is_thin(group)], back)


def _is_thin(group: list[tuple[int, int, int]]) -> bool:
    """A line, not a block of ink: much longer than it is thick."""
    length = max(end for _, _, end in group) - min(start for _, start, _ in group)
    return (group[-1][0] - group[0][0] + 1) * 4 < length


def _stroke(group: list[tuple[int, int, int]], back: float) -> Stroke:
    weight = sum(end - start for _, start, end in group)
    at = sum(row * (end - start) for row, start, end in group) / weight + 0.5
    return Stroke(at * back, min(start for _, start, _ in group) * back, max(end for _, _, end in group) * back)


def _merged(strokes: list[Stroke], back: float) -> list[Stroke]:
    """Pieces of one line, broken by noise, put together again."""
    near, gap = 2.5 * back, 12 * back
    ordered = sorted(strokes, key=lambda one: (one.at, one.start))
    merged: list[Stroke] = []
    for one in ordered:
        place = next((place for place, last in enumerate(merged) if _is_one_line(last, one, near, gap)), None)
        if place is None:
            merged.append(one)
        else:
            last = merged[place]
            merged[place] = Stroke((last.at + one.at) / 2, min(last.start, one.start), max(last.end, one.end))
    return merged


def _is_one_line(one: Stroke, other: Stroke, near: float, gap: float) -> bool:
    return abs(one.at - other.at) <= near and other.start <= one.end + gap and one.start <= other.end + gap


def level_angle(picture: Image.Image) -> float:
    """By how many degrees, counter-clockwise, a page must be rotated for its rows to be level."""
    small = picture.convert("L")
    small.thumbnail((700, 700), Image.Resampling.BOX)
    shade = small.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0))
    paper = int(shade) if isinstance(shade, int | float) else 255
    ink = small.point([255 if value < paper - _DARKER else 0 for value in range(256)])
    best = _sharpest(ink, [step / 2 for step in range(-10, 11)])
    return _sharpest(ink, [best + step / 10 for step in range(-5, 6)])


def _sharpest(ink: Image.Image, angles: list[float]) -> float:
    return max(angles, key=lambda angle: (_sharpness(ink, angle), -abs(angle)))


def _sharpness(ink: Image.Image, angle: float) -> float:
    """How much neighbouring rows differ: most where text and lines lie level."""
    turned = ink.rotate(angle, Image.Resampling.NEAREST)
    rows = turned.convert("F").resize((1, turned.height), Image.Resampling.BOX)
    shades = array("f", rows.tobytes())
    return sum((one - other) ** 2 for one, other in pairwise(shades))
