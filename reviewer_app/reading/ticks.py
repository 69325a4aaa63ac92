"""Boxes to be ticked, looked at in the picture: readers of letters often pass over them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PIL import Image

from reviewer_app.reading.lines import Box, Line, box_of

#: A box is so many letters wide; its four sides are dark for so much of their length.
_NARROWEST, _WIDEST, _FRAMED = 0.45, 1.25, 0.72
_DARKER = 45
#: Inked by so much inside, a box is ticked; by so little, empty.
_TICKED, _EMPTY = 0.12, 0.07
#: A box stands about one letter before its word; further off than this it belongs to another.
_BEFORE, _OFF = 1.1, 1.7


@dataclass(frozen=True, slots=True)
class _Frame:
    box: Box
    inked: float


def ticked_in_picture(level: Image.Image, lines: Sequence[Line], words: Sequence[str]) -> tuple[str, bool] | None:
    """The word whose box alone is inked, and whether every word's box was found; None where boxes cannot be told."""
    starts = _starts(lines, words)
    if len(starts) < 2:
        return None
    widest = max(letter for _, _, letter in starts.values())
    frames = _frames(level, box_of(lines), widest)
    inked = _inked(frames, starts)
    if len(inked) < 2:
        return None
    first, second = sorted(inked, key=lambda word: -inked[word])[:2]
    if inked[first] < _TICKED or inked[second] > min(_EMPTY, inked[first] / 2):
        return None
    return first, len(inked) == len(words)


def _starts(lines: Sequence[Line], words: Sequence[str]) -> dict[str, tuple[float, float, float]]:
    """Word → where its first letter stands, across and down, and how wide it is; a word may end on the next line."""
    found: dict[str, tuple[float, float, float]] = {}
    taken = [list(line.text) for line in lines]
    for word in sorted(words, key=len, reverse=True):
        for line, free in zip(lines, taken, strict=True):
            text = "".join(free)
            place = text.find(word)
            cut = next((word[:end] for end in range(len(word) - 1, 2, -1) if text.endswith(word[:end])), "")
            if place < 0 and cut:
                place = len(text) - len(cut)
            if place >= 0:
                letter = line.cut(place, place + 1).box
                found[word] = (letter.left, line.box.middle[1], letter.right - letter.left)
                free[place : place + len(word)] = "\0" * len(text[place : place + len(word)])
                break
    return found


def _inked(frames: Sequence[_Frame], starts: Mapping[str, tuple[float, float, float]]) -> dict[str, float]:
    """Word → how much of its box is inked."""
    inked: dict[str, float] = {}
    for word, (x, y, letter) in starts.items():
        wanted = x - _BEFORE * letter
        near = [one for one in frames if one.box.top - letter / 2 < y < one.box.bottom + letter / 2]
        best = min(near, key=lambda one: abs(one.box.left - wanted), default=None)
        if best and abs(best.box.left - wanted) <= _OFF * letter:
            inked[word] = best.inked
    return inked


def _frames(level: Image.Image, area: Box, letter: float) -> list[_Frame]:
    """The square frames about a letter wide, in and just before some lines."""
    left, top = max(0, round(area.left - 2.2 * letter)), max(0, round(area.top - letter / 2))
    crop = level.crop((left, top, round(area.right + letter / 2), round(area.bottom + letter / 2))).convert("L")
    shades = crop.tobytes()
    paper = sorted(shades)[len(shades) * 4 // 5]
    dark = bytes(1 if shade < paper - _DARKER else 0 for shade in shades)
    width = crop.width
    run = re.compile(b"\x01{%d,%d}" % (max(4, round(_NARROWEST * letter)), round(_WIDEST * letter)))
    runs = [
        (row, *one.span()) for row in range(crop.height) for one in run.finditer(dark, row * width, (row + 1) * width)
    ]
    sides = [(row, start - row * width, end - row * width) for row, start, end in runs]
    frames: list[_Frame] = []
    for upper in sides:
        for lower in sides:
            frame = _frame(dark, width, upper, lower)
            if frame and not any(_overlaps(frame.box, one.box) for one in frames):
                frames.append(frame)
    return [_Frame(Box(*_moved(one.box, left, top)), one.inked) for one in frames]


def _frame(dark: bytes, width: int, upper: tuple[int, int, int], lower: tuple[int, int, int]) -> _Frame | None:
    """The frame between two level strokes of one length as far apart as they are long, closed at both sides."""
    (top, left, right), (bottom, other_left, other_right) = upper, lower
    side, high = right - left, bottom - top
    if not 0.75 * side <= high <= 1.3 * side or abs(left - other_left) > 3 or abs(right - other_right) > 3:
        return None

    def share(columns: range) -> float:
        rows = range(top, bottom)
        return sum(any(dark[row * width + x] for x in columns) for row in rows) / len(rows)

    if share(range(left, left + 4)) < _FRAMED or share(range(right - 4, right)) < _FRAMED:
        return None
    edge = max(3, round(0.24 * side))
    inside = [
        dark[row * width + x] for row in range(top + edge, bottom - edge) for x in range(left + edge, right - edge)
    ]
    return _Frame(Box(left, top, right, bottom), sum(inside) / len(inside) if inside else 0.0)


def _overlaps(one: Box, other: Box) -> bool:
    return one.left < other.right and other.left < one.right and one.top < other.bottom and other.top < one.bottom


def _moved(box: Box, x: float, y: float) -> tuple[float, float, float, float]:
    return box.left + x, box.top + y, box.right + x, box.bottom + y
