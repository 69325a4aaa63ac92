"""The closed set of blocks a document is put together from, as typed data; composing them is done elsewhere.

A text may hold {places}: field names, {unit}, {day}, {number}, and inside a table's item the table's column names.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Title:
    """The centred title, broken between its segments where that is possible."""

    segments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NumberLine:
    """The document number, centred under the title."""


@dataclass(frozen=True, slots=True)
class LetterHead:
    """The letter form's red agency name and double rules, and the number at the right (GB/T 9704, 10.1)."""


@dataclass(frozen=True, slots=True)
class Salutation:
    """To whom it goes, from the left edge."""

    text: str


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 (一、黑体), 2 （（一）楷体), 3 (1.) or 4 （（1）), the last two in the body's type.

    With `is_numbered` 一、二、 is put before it, counted over the headings that stand in this very document.
    """

    level: int
    text: str
    is_numbered: bool


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, two characters in."""

    text: str


@dataclass(frozen=True, slots=True)
class NumberedList:
    """One numbered paragraph for each row of a table, and what is said under each."""

    table: str
    item: str
    then: str


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values in a ruled table, two pairs a row; those named in `wide` take a row each, empty ones go."""

    pairs: tuple[tuple[str, str], ...]
    wide: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PairedFacts:
    """Pairs, then a table's rows of name and value; two short ones that follow each other share a line, none goes."""

    table: str
    pairs: tuple[tuple[str, str], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Caption:
    """A small paragraph that stands right above the next table; without rows there it goes too."""

    text: str


@dataclass(frozen=True, slots=True)
class RowsTable:
    """A table's rows under heads that are repeated on each page; `numbered` is the width of a number column."""

    table: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    centred: tuple[str, ...]
    numbered: float


@dataclass(frozen=True, slots=True)
class CheckBoxes:
    """A table with boxes to tick on paper; the box whose name stands in the column `ticked` is ticked already."""

    table: str
    heads: tuple[str, ...]
    widths: tuple[float, ...]
    centred: tuple[str, ...]
    ticks: tuple[str, ...]
    ticked: str
    tick_width: float
    blank: str


@dataclass(frozen=True, slots=True)
class Enclosures:
    """附件 under the text, one line each (7.3.4)."""

    table: str
    item: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Unit, date and seal, on a page with text (7.3.5)."""


@dataclass(frozen=True, slots=True)
class Contact:
    """The note under the date, in brackets, two characters in (7.3.7)."""

    text: str


@dataclass(frozen=True, slots=True)
class Imprint:
    """Ruled lines at the foot of the type area (7.4)."""

    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Note:
    """A small paragraph; `align` is left or centre."""

    text: str
    align: str


@dataclass(frozen=True, slots=True)
class FillIn:
    """Places to sign and date by hand."""

    entries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """A new page that begins a part of its own, with its label above and a bookmark."""

    label: str
    name: str


@dataclass(frozen=True, slots=True)
class Code:
    """The QR code in the upper right corner of a slip."""


@dataclass(frozen=True, slots=True)
class WordGrid:
    """Words in a numbered grid, to be typed by hand, beside a QR code of the same words."""

    text: str


@dataclass(frozen=True, slots=True)
class Cut:
    """The line across the middle of the sheet along which it is cut."""

    text: str


@dataclass(frozen=True, slots=True)
class Grid:
    """How a sheet of labels is divided: all in mm, gaps between the labels."""

    name: str
    columns: int
    rows: int
    left: float
    top: float
    width: float
    height: float
    gap_x: float
    gap_y: float


@dataclass(frozen=True, slots=True)
class Labels:
    """Addresses on sheets of labels; `sizes` are the points of the lines, `frames` the field that asks for edges."""

    table: str
    grid: str
    skip: str
    frames: str
    lines: tuple[str, ...]
    sizes: tuple[float, ...]
    grids: tuple[Grid, ...]


@dataclass(frozen=True, slots=True)
class Envelope:
    """An envelope's measures in mm and points, by the names the template gives them."""

    measures: dict[str, float]


Block = (
    Title | NumberLine | LetterHead | Salutation | Heading | Paragraph | NumberedList | Facts | PairedFacts | Caption
    | RowsTable | CheckBoxes | Enclosures | Signature | Contact | Imprint | Note | FillIn | Part | Code | WordGrid | Cut
    | Labels | Envelope
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlacedBlock:
    """A block and when it stands: only if every condition of `when` holds, not if every one of `unless` does.

    A condition is a field or table that must hold something, or `field=value`.
    """

    block: Block
    when: tuple[str, ...] = ()
    unless: tuple[str, ...] = ()
