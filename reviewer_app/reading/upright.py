"""Pages set upright and level, by what the reader of letters finds there; without one, by the codes on them."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import zxingcpp
from PIL import Image

from reviewer_app.reading.labels import LabelBook
from reviewer_app.reading.letters import LetterReader
from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.pages import turned
from reviewer_app.reading.ruling import level_angle

#: So many labels, or so much text read with so little doubt, show that a page stands upright.
_LABELS, _LETTERS, _CERTAIN = 2, 8, 0.9
#: Shades of paper alone differ by less than this, four dots by four taken together.
_PLAIN = 8
#: A page turned back by less than this is level.
_LEVEL = 0.15

#: No page of ours bears as many.
_MOST = 12
_RIGHT_ANGLE = 90


@dataclass(frozen=True, slots=True)
class UprightPage:
    """A page upright and level; `angle` is by how much it was rotated (counter-clockwise) after the turn."""

    picture: Image.Image
    level: Image.Image
    turn: int
    angle: float
    lines: tuple[Line, ...]

    def box_on_page(self, box: Box) -> Box:
        """A place on the level picture as the smallest box around it on the upright page."""
        if not self.angle:
            return box
        sine, cosine = math.sin(math.radians(self.angle)), math.cos(math.radians(self.angle))
        middle = (self.picture.width / 2, self.picture.height / 2)
        corners = [(x - middle[0], y - middle[1]) for x in (box.left, box.right) for y in (box.top, box.bottom)]
        across = [cosine * x - sine * y + middle[0] for x, y in corners]
        down = [sine * x + cosine * y + middle[1] for x, y in corners]
        return Box(min(across), min(down), max(across), max(down))


def set_upright(picture: Image.Image, letters: LetterReader, book: LabelBook) -> UprightPage:
    """The page as its letters can be read; one without letters stays as it lies, an empty one is not looked at."""
    if is_empty(picture):
        return UprightPage(picture, picture, 0, 0.0, ())
    first = _read(picture, 0, letters)
    on_side = _is_on_side(first.lines)
    if not first.lines or (_is_upright(first, book) and not on_side):
        return first
    tried = [first]
    for turn in _others(on_side, _is_upright(first, book)):
        tried.append(_read(picture, turn, letters))
        if _is_upright(tried[-1], book):
            return tried[-1]
    return max(tried, key=lambda page: _score(page.lines, book))


def is_empty(picture: Image.Image) -> bool:
    """Whether nothing on a page is darker than its paper."""
    small = picture.convert("L").resize((picture.width // 4 or 1, picture.height // 4 or 1), Image.Resampling.BOX)
    low, high = small.getextrema()
    return isinstance(low, int | float) and isinstance(high, int | float) and high - low < _PLAIN


def _is_on_side(lines: Sequence[Line]) -> bool:
    """Whether most of the letters stand in boxes that are higher than wide."""
    tall = sum(len(one.text) for one in lines if one.box.height > 1.5 * (one.box.right - one.box.left))
    return tall * 2 > sum(len(one.text) for one in lines)


def _others(on_side: bool, is_plain: bool) -> tuple[int, ...]:
    """In which order other turns are tried; readers turn high boxes to the left, and so read a page lying that way."""
    if not on_side:
        return 180, 90, 270
    return (270, 90) if is_plain else (90, 270)


def _read(picture: Image.Image, turn: int, letters: LetterReader) -> UprightPage:
    upright = turned(picture, turn)
    level, angle = levelled(upright)
    return UprightPage(upright, level, turn, angle, tuple(letters.lines(level)))


def levelled(picture: Image.Image) -> tuple[Image.Image, float]:
    """The picture with its rows level, and by how many degrees it was rotated."""
    angle = level_angle(picture)
    if abs(angle) < _LEVEL:
        return picture, 0.0
    return picture.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(255, 255, 255)), angle


def _score(lines: Sequence[Line], book: LabelBook) -> tuple[int, float]:
    labels = sum(book.label(line.text) is not None for line in lines)
    return labels, sum((line.confidence - 0.6) * len(line.text) for line in lines)


def _is_upright(page: UprightPage, book: LabelBook) -> bool:
    labels, _ = _score(page.lines, book)
    letters = sum(len(line.text) for line in page.lines)
    certain = sum(line.confidence * len(line.text) for line in page.lines) / letters if letters else 0.0
    return labels >= _LABELS or (letters >= _LETTERS and certain > _CERTAIN)


def codes_on(picture: Image.Image) -> list[tuple[str, int]]:
    """The texts of the codes, each with the clockwise turn that would set it upright."""
    found = zxingcpp.read_barcodes(picture.convert("L"))[:_MOST]
    return [(str(one.text), _turn(float(one.orientation))) for one in found if one.text]


def _turn(orientation: float) -> int:
    return -round(orientation / _RIGHT_ANGLE) * _RIGHT_ANGLE % 360
