"""The seal's place on paper: the reserved circle for the real stamp, or the sample that nobody can take for a seal.

The seal is drawn about the origin in millimetres, y upwards; name and words on the arc are outlines, not text, so that
what is copied from the page stays the page's own words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.outputs.fonts.book import FontBook, Typeface
from reviewer_app.outputs.page.operators import circle, fill, number, outlined, placed, stroke


@dataclass(frozen=True, slots=True)
class SealLook:
    """Measures in mm, colours, and the words; the sample is 42 mm across, inside the 45 mm that are reserved."""

    circle_colour: str = "#9AA0A6"
    circle_width: float = 0.2
    note: str = "加盖公章处"
    note_size: float = 2.8
    note_rise: float = 13.0
    red: str = "#D7263D"
    sample_diameter: float = 42.0
    ring_width: float = 1.1
    name_radius: float = 15.2
    name_size: float = 4.4
    name_angle: float = 250.0
    words: str = "样章 SAMPLE"
    words_size: float = 4.6
    words_rise: float = 4.6
    foot: str = "仅供演练"
    foot_size: float = 2.8
    foot_drop: float = 17.6


LOOK = SealLook()
#: What is drawn of the circle stands in a page's content between this mark and its end, so that it can be taken out.
KEPT_MARK = "/DeskKept BMC"


def seal_code(book: FontBook, style: str, unit: str, diameter: float, look: SealLook = LOOK) -> str:
    """The operators that draw a seal about the origin, in mm; `style` is a `SealStyle` value or `KEPT_FOR_SIGNING`."""
    if style == KEPT_FOR_SIGNING:
        return ""
    if style == SealStyle.SAMPLE:
        return _sample(book, unit, look)
    return _circle(book, diameter, look)


def _circle(book: FontBook, diameter: float, look: SealLook) -> str:
    """The dashed circle the real stamp is set into, with a small note above the unit's name."""
    note = outlined(book, Typeface.HEITI, look.note, look.note_size, look.note_rise)
    colours = f"{stroke(look.circle_colour)} {fill(look.circle_colour)}"
    ring = f"{number(look.circle_width)} w [1.6 1.2] 0 d {circle(diameter / 2)} S [] 0 d"
    return f"{KEPT_MARK} {colours} {ring} {note} EMC"


def _sample(book: FontBook, unit: str, look: SealLook) -> str:
    """A red ring with the unit's name on the arc and, instead of a star, the words 样章 SAMPLE across it."""
    ring = circle(look.sample_diameter / 2 - look.ring_width / 2)
    parts = [
        f"{stroke(look.red)} {fill(look.red)} {number(look.ring_width)} w {ring} S",
        *_arc_words(book, unit, look),
        outlined(book, Typeface.HEITI, look.words, look.words_size, look.words_rise),
        outlined(book, Typeface.HEITI, look.foot, look.foot_size, -look.foot_drop),
    ]
    return " ".join(parts)


def _arc_words(book: FontBook, unit: str, look: SealLook) -> list[str]:
    """The name from left to right over the upper arc; a long one is set closer, then smaller."""
    step = min(look.name_angle / max(len(unit), 1), 24.0)
    size = min(look.name_size, math.radians(step) * look.name_radius * 1.12)
    parts: list[str] = []
    for place, letter in enumerate(unit):
        angle = math.radians(step * ((len(unit) - 1) / 2 - place))
        cosine, sine = math.cos(angle), math.sin(angle)
        word = outlined(book, Typeface.BODY, letter, size, look.name_radius + 0.12 * size)
        parts.append(placed(word, (cosine, sine, -sine, cosine, 0, 0)))
    return parts
