"""The page of GB/T 9704-2012 and what can stand on it: a document is laid out as sheets of items, then drawn.

All places are millimetres from the page's upper left corner; sizes of type are points.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.page.typeset import TextStyle

MM = 72 / 25.4


@dataclass(frozen=True, slots=True)
class PageGrid:
    """Paper, type area and character grid (GB/T 9704-2012, 5.1 and 5.2.1): 22 lines of 28 characters."""

    paper_width: float = 210.0
    paper_height: float = 297.0
    top: float = 37.0
    left: float = 28.0
    width: float = 156.0
    height: float = 225.0
    lines: int = 22
    characters: int = 28
    line_pitch: float = 28.99 / MM
    character_pitch: float = 15.79 / MM

    @property
    def right(self) -> float:
        """The right edge of the type area."""
        return self.left + self.width

    @property
    def bottom(self) -> float:
        """The lower edge of the type area."""
        return self.top + self.height


GRID = PageGrid()


@dataclass(frozen=True, slots=True)
class PageStyle:
    """The typefaces and sizes of one kind of document; the standard's own stand in `OFFICIAL`."""

    grid: PageGrid
    title: TextStyle
    body: TextStyle
    level_one: TextStyle
    level_two: TextStyle
    signature: TextStyle
    page_number: TextStyle
    imprint: TextStyle
    small_print: TextStyle


#: Official documents (5.2.2, 7.3): title 22 pt, body 16 pt, page number and imprint 14 pt.
OFFICIAL = PageStyle(
    grid=GRID,
    title=TextStyle(Typeface.TITLE, 22),
    body=TextStyle(Typeface.BODY, 16, 15.79),
    level_one=TextStyle(Typeface.HEITI, 16, 15.79),
    level_two=TextStyle(Typeface.KAITI, 16, 15.79),
    signature=TextStyle(Typeface.BODY, 16, 15.79, half_cells=True),
    page_number=TextStyle(Typeface.DIGITS, 14),
    imprint=TextStyle(Typeface.BODY, 14),
    small_print=TextStyle(Typeface.BODY, 6.5, colour="#404040"),
)


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text by its left end on the baseline; `stretch` is extra space after each character, in points."""

    x: float
    y: float
    text: str
    style: TextStyle
    stretch: float = 0.0


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line; width in points."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float = 0.5
    colour: str = "#000000"


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle behind the text."""

    x: float
    y: float
    width: float
    height: float
    colour: str


@dataclass(frozen=True, slots=True)
class SealMark:
    """A seal's place by its centre; `style` is a `SealStyle` value, `unit` the name on it."""

    x: float
    y: float
    diameter: float
    style: str
    unit: str


@dataclass(frozen=True, slots=True)
class QrMark:
    """A QR code with its quiet zone inside the square."""

    x: float
    y: float
    side: float
    content: str


@dataclass(frozen=True, slots=True)
class DraftMark:
    """The large grey word across a draft."""

    word: str = "草稿"


Item = Text | Rule | Box | SealMark | QrMark | DraftMark


@dataclass(slots=True)
class Page:
    """One page as laid out; a page that begins a part of the document carries its name as `bookmark`."""

    items: list[Item] = field(default_factory=list)
    bookmark: str = ""

    def add(self, *items: Item) -> None:
        """Puts items on the page, later ones over earlier ones."""
        self.items.extend(items)


def baseline(top: float, pitch: float, size: float) -> float:
    """Where the baseline lies (mm) when type of a size (pt) stands in the middle of a line of a pitch (mm).

    Chinese type reaches 0.88 em above and 0.12 em below the baseline.
    """
    return top + (pitch - size / MM) / 2 + 0.88 * size / MM


def page_number(sheet: Page, number: int, style: PageStyle, width: float) -> None:
    """Digits between dashes 7 mm below the type area, one character in from the outer edge (7.5).

    `width` is the number's own width in points.
    """
    grid = style.grid
    inset = grid.character_pitch
    x = grid.right - inset - width / MM if number % 2 else grid.left + inset
    # The dash of the number is what lies 7 mm below; it stands 0.26 em above the baseline.
    y = grid.bottom + 7 + 0.26 * style.page_number.size / MM
    sheet.add(Text(x, y, number_text(number), style.page_number))


def number_text(number: int) -> str:
    """The page number as it is written."""
    return f"— {number} —"
