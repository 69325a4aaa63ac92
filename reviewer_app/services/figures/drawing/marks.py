"""What a chart is made of: boxes, lines, words and dots in logical pixels, and the areas that open a list.

The same marks are painted in the window and printed on paper; colours are named by what they say, so that each exit and
each set of colours has its own. All of it stays readable in black and white: what differs, differs in darkness or form
and is labelled beside it.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from reviewer_app.domain.listing.figures import Behind


class Ink(StrEnum):
    """A colour by its part: what leads, what stays behind, what carries the drawing."""

    LEADING = "leading"
    LEADING_PALE = "leading_pale"
    ON_LEADING = "on_leading"
    INK = "ink"
    SECOND = "second"
    DARK = "dark"
    GREY = "grey"
    PALE = "pale"
    PALER = "paler"
    GROUND = "ground"


class Side(StrEnum):
    """On which side of its point a text stands."""

    LEFT = "left"
    MIDDLE = "middle"
    RIGHT = "right"


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, filled or rimmed or both."""

    x: float
    y: float
    width: float
    height: float
    fill: Ink | None = None
    rim: Ink | None = None


@dataclass(frozen=True, slots=True)
class Stroke:
    """A straight line; a dashed one is told apart from others without any colour."""

    x1: float
    y1: float
    x2: float
    y2: float
    ink: Ink = Ink.SECOND
    width: float = 1.0
    is_dashed: bool = False


@dataclass(frozen=True, slots=True)
class Dot:
    """A filled circle."""

    x: float
    y: float
    radius: float
    ink: Ink


@dataclass(frozen=True, slots=True)
class Label:
    """A line of text: its point is on the baseline, at the text's begin, middle or end."""

    x: float
    y: float
    text: str
    size: float = 13.0
    ink: Ink = Ink.INK
    is_bold: bool = False
    side: Side = Side.LEFT


Mark = Box | Stroke | Dot | Label


@dataclass(frozen=True, slots=True)
class Area:
    """A part of the chart that opens a list; `says` is what a screen reader reads of it."""

    x: float
    y: float
    width: float
    height: float
    behind: Behind
    says: str
    #: Where the words stand that tell what a press opens.
    hint_x: float | None = None
    hint_y: float | None = None


@dataclass(frozen=True, slots=True)
class Drawing:
    """A chart: its marks in the order they are drawn, and its areas in reading order."""

    width: float
    height: float
    marks: tuple[Mark, ...] = ()
    areas: tuple[Area, ...] = field(default=())


def text_width(text: str, size: float) -> float:
    """About how wide a text is: full for Chinese characters, a good half for all others."""
    return size * sum(1.0 if letter > "\u2e7f" else 0.58 for letter in text)


def fitted(text: str, size: float, room: float) -> str:
    """The text, or as much of its beginning as there is room for."""
    if text_width(text, size) <= room:
        return text
    while text and text_width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text}…"
