"""The looks of our documents by name: the standard's page, the letter, the working sheet, the slip, bare paper."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.page.items import GRID, MM, OFFICIAL, PageGrid, PageStyle
from reviewer_app.outputs.page.table import TableStyle
from reviewer_app.outputs.page.typeset import TextStyle

_NOTE = TextStyle(Typeface.BODY, 12)


@dataclass(frozen=True, slots=True)
class Setting:
    """How closely a document is set: line pitch and type by the page style, and the tables; `facts` if they differ."""

    page: PageStyle
    table: TableStyle
    facts: TableStyle | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """What a document looks like: settings from airy to close, title pitch and top space, size of notes.

    A closer setting is taken when it saves a page (7.3.5.4 lets lines be set closer) or when the airy one does not fit;
    a document of `good_pages` is as short as it need be. `is_on_grid` says whether text keeps to the line grid,
    `has_loose_tables` that tables and their headings need not, `has_feet` whether pages are numbered and coded,
    `is_single` that all must stand on one sheet. So many `opening_lines` of a text are not parted; `table_gap` (mm)
    stands below a table.
    """

    settings: tuple[Setting, ...]
    title_pitch: float = 12.0
    title_drop: float = 10.23
    note: TextStyle = _NOTE
    note_pitch: float = 6.6
    has_feet: bool = True
    is_on_grid: bool = False
    is_letter: bool = False
    is_single: bool = False
    has_loose_tables: bool = False
    good_pages: int = 1
    opening_lines: int = 2
    table_gap: float = 3.2


def _table(size: float, leading: float, pad: float, least: float, pad_x: float = 1.4, head: float = 0.0) -> TableStyle:
    """A table by its type (pt) and its line height, upper and lower padding, least row height, side padding (mm)."""
    cell, label = TextStyle(Typeface.BODY, size), TextStyle(Typeface.HEITI, head or size)
    return TableStyle(cell, label, leading, pad_x=pad_x, pad_y=pad, least_height=least)


_LIST_TABLES = (_table(11, 5.0, 1.1, 7.6), _table(10, 4.5, 0.8, 6.4))
_FORM_TABLES = (_table(10.5, 4.8, 1.0, 7.2), _table(9.5, 4.2, 0.7, 6.0), _table(8.5, 3.8, 0.5, 5.0))

#: A working sheet: wider type area, 12 pt.
SHEET_GRID = PageGrid(
    top=22.0, left=20.0, width=170.0, height=243.0, lines=33, characters=40, line_pitch=7.36, character_pitch=12 / MM
)
SHEET = PageStyle(
    grid=SHEET_GRID,
    title=TextStyle(Typeface.TITLE, 18),
    body=TextStyle(Typeface.BODY, 12),
    level_one=TextStyle(Typeface.HEITI, 12),
    level_two=TextStyle(Typeface.KAITI, 12),
    signature=TextStyle(Typeface.BODY, 12, half_cells=True),
    page_number=OFFICIAL.page_number,
    imprint=TextStyle(Typeface.BODY, 10.5),
    small_print=OFFICIAL.small_print,
)
#: A slip: half a sheet of A4, so nearly no margin above and below.
SLIP_GRID = PageGrid(
    top=14.0, left=22.0, width=166.0, height=271.0, lines=38, characters=39, line_pitch=7.0, character_pitch=12 / MM
)
SLIP = PageStyle(
    grid=SLIP_GRID,
    title=TextStyle(Typeface.TITLE, 18),
    body=SHEET.body,
    level_one=SHEET.level_one,
    level_two=SHEET.level_two,
    signature=SHEET.signature,
    page_number=OFFICIAL.page_number,
    imprint=SHEET.imprint,
    small_print=OFFICIAL.small_print,
)

#: Lines 25.5 pt apart instead of 28.99: 25 on a page.
CLOSE_GRID = replace(GRID, lines=25, line_pitch=25.5 / MM)
_OFFICIAL = (
    Setting(OFFICIAL, _LIST_TABLES[0]),
    Setting(replace(OFFICIAL, grid=CLOSE_GRID), _LIST_TABLES[1]),
)
#: A letter's red head takes a third of its page: lines of 23 pt bring date and seal on the page of the text.
_LETTER = (
    *_OFFICIAL,
    *(Setting(replace(OFFICIAL, grid=replace(GRID, line_pitch=pt / MM)), _LIST_TABLES[1]) for pt in (24.2, 23.0)),
)
#: The recommendation, on the standard's own page: its tables normal and dense, the facts in larger type.
_OPINION = (
    Setting(OFFICIAL, table=_table(10.5, 4.8, 0.9, 6.7, 1.6), facts=_table(11.5, 5.4, 1.0, 7.4, 1.6, head=10.5)),
    Setting(OFFICIAL, table=_table(10, 4.4, 0.7, 5.7, 1.6), facts=_table(11, 4.9, 0.8, 6.5, 1.6, head=10)),
)
_SHEET = tuple(Setting(SHEET, table) for table in _FORM_TABLES)
_SLIP = tuple(Setting(SLIP, table) for table in _FORM_TABLES)

LOOKS: Mapping[str, Look] = {
    "official": Look(_OFFICIAL, is_on_grid=True),
    "opinion": Look(
        _OPINION,
        title_drop=GRID.line_pitch,
        is_on_grid=True,
        has_loose_tables=True,
        good_pages=2,
        opening_lines=3,
        table_gap=4.0,
    ),
    "letter": Look(_LETTER, title_drop=GRID.line_pitch * 2, is_on_grid=True, is_letter=True),
    "sheet": Look(_SHEET, 9.0, 0.0, TextStyle(Typeface.BODY, 10.5), 5.6),
    "slip": Look(_SLIP, 9.0, 2.0, TextStyle(Typeface.BODY, 10), 5.2, has_feet=False, is_single=True),
    "labels": Look(_SHEET, has_feet=False),
    "envelope": Look(_SHEET, has_feet=False),
}
