"""Red round marks on a page: where one is and how wide, by its colour and shape. What it is nobody says here."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace

from PIL import Image, ImageChops, ImageFilter

from reviewer_app.services.ports.reading import BoxMm, RedMark

_DPI = 75
_MM = 25.4
#: Hue, saturation and brightness of ink that counts as red, each of 255.
_HUE, _LEAST_COLOUR, _LEAST_LIGHT = 14, 58, 80
#: Diameters of official marks, in millimetres, with some room.
_SMALLEST, _WIDEST = 20.0, 65.0
#: How much of the outer ring must be red, and how far height and width may differ.
_RING, _ROUND = 0.55, 0.15
#: The outermost ring, and just beyond it, where only what has corners is inked.
_WITHIN, _BEYOND, _CORNERS = (0.98, 0.94, 0.9, 0.86), (1.15, 1.2), 0.25
#: A page redder than this is coloured paper.
_MOST = 0.25
_MOST_MARKS = 12
#: Around a mark its colour is taken away so far out; dots redder than this, unless they are as dark as print.
_ROOM_MM, _TINGED, _INKED = 2.0, 18, 130

_RUN = re.compile(b"\xff+")
_Dots = set[tuple[int, int]]


def red_marks_on(picture: Image.Image, dpi: float, page: int) -> list[RedMark]:
    """The red round marks of an upright page, from the top."""
    scale = min(1.0, _DPI / dpi)
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    small = picture.convert("RGB").resize(size, Image.Resampling.BOX)
    hue, colour, light = small.convert("HSV").split()
    mask = hue.point([255 if value <= _HUE or value >= 255 - _HUE else 0 for value in range(256)])
    for shade, least in ((colour, _LEAST_COLOUR), (light, _LEAST_LIGHT)):
        mask = ImageChops.darker(mask, shade.point([255 if value >= least else 0 for value in range(256)]))
    red = mask.tobytes()
    if not red.count(255) or red.count(255) > _MOST * len(red):
        return []
    # A ring broken by print or faint ink is one thing still.
    whole = mask.filter(ImageFilter.MaxFilter(5)).tobytes()
    runs = (range(*run.span()) for run in _RUN.finditer(whole))
    dots = {divmod(place, size[0])[::-1] for run in runs for place in run}
    per_mm = dpi * scale / _MM
    found: list[RedMark] = []
    while dots and len(found) < _MOST_MARKS:
        mark = _round_mark(_taken(dots), red, size, per_mm, page)
        if mark:
            found.append(mark)
    return sorted(found, key=lambda one: (one.centre_mm[1], one.centre_mm[0]))


def _taken(dots: _Dots) -> _Dots:
    """One connected patch, taken out of the dots."""
    start = dots.pop()
    patch, waiting = {start}, [start]
    while waiting:
        x, y = waiting.pop()
        for near in ((x + 1, y), (x - 1, y), (x, y + 1), (x, y - 1)):
            if near in dots:
                dots.discard(near)
                patch.add(near)
                waiting.append(near)
    return patch


def _round_mark(patch: _Dots, red: bytes, size: tuple[int, int], per_mm: float, page: int) -> RedMark | None:
    if len(patch) < per_mm * _SMALLEST:
        return None
    # The patch was widened; the ink itself ends where the mask does.
    inked = [(x, y) for x, y in patch if red[y * size[0] + x]]
    if not inked:
        return None
    left, right = min(x for x, _ in inked), max(x for x, _ in inked) + 1
    top, bottom = min(y for _, y in inked), max(y for _, y in inked) + 1
    width, height = right - left, bottom - top
    across = (width + height) / 2
    if not _SMALLEST * per_mm <= across <= _WIDEST * per_mm or abs(width - height) > _ROUND * across:
        return None
    middle = ((left + right) / 2, (top + bottom) / 2)
    is_ring = _share_of_ring(patch, middle, across / 2, _WITHIN) >= _RING
    if not is_ring or _share_of_ring(patch, middle, across / 2, _BEYOND) > _CORNERS:
        return None
    centre = (round(middle[0] / per_mm, 1), round(middle[1] / per_mm, 1))
    return RedMark(page, round(across / per_mm, 1), centre)


def _share_of_ring(patch: _Dots, middle: tuple[float, float], radius: float, parts: tuple[float, ...]) -> float:
    """How much of a ring is inked, whose width is given in parts of the radius."""
    hits = 0
    for step in range(72):
        angle = step * math.pi / 36
        for part in parts:
            x, y = middle[0] + part * radius * math.cos(angle), middle[1] + part * radius * math.sin(angle)
            if (int(x), int(y)) in patch:
                hits += 1
                break
    return hits / 72


def without_marks(picture: Image.Image, marks: Sequence[RedMark], dpi: float) -> Image.Image:
    """The picture for reading, the red of its round marks taken for paper: what is printed in black stays."""
    if not marks:
        return picture
    cleaned = picture.copy()
    for mark in marks:
        reach = (mark.diameter_mm / 2 + _ROOM_MM) * dpi / _MM
        x, y = (side * dpi / _MM for side in mark.centre_mm)
        area = (
            max(0, round(x - reach)),
            max(0, round(y - reach)),
            min(picture.width, round(x + reach)),
            min(picture.height, round(y + reach)),
        )
        part = picture.crop(area)
        red, green, blue = part.split()
        redness = ImageChops.subtract(red, ImageChops.lighter(green, blue))
        mask = redness.point([255 if value > _TINGED else 0 for value in range(256)])
        # Red ink is as light as paper in red light; what lies beneath it is not.
        seen = red.point([255 if value > _INKED else value for value in range(256)])
        cleaned.paste(seen.convert("RGB"), area[:2], mask)
    return cleaned


def turned_mark(mark: RedMark, turn: int, width_mm: float, height_mm: float) -> RedMark:
    """A mark of a page of this size where it stands when the page is turned clockwise."""
    x, y = mark.centre_mm
    turned = {0: (x, y), 90: (height_mm - y, x), 180: (width_mm - x, height_mm - y), 270: (y, width_mm - x)}[turn]
    return replace(mark, centre_mm=(round(turned[0], 1), round(turned[1], 1)))


def lies_in(mark: RedMark, box: BoxMm) -> bool:
    """Whether a place on the page is touched by a mark."""
    x, y = mark.centre_mm
    left, top, right, bottom = box
    nearest = min(max(x, left), right), min(max(y, top), bottom)
    return math.dist((x, y), nearest) <= mark.diameter_mm / 2
