"""The summary as a printed PDF: A4 across, head repeated on each page, totals under the list, pages numbered."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.book import Typeface, named
from reviewer_app.outputs.page.flow import Flow
from reviewer_app.outputs.page.items import MM, OFFICIAL, PageGrid, PageStyle, Text, baseline
from reviewer_app.outputs.page.table import Cell, Row, TableStyle, put_table, set_table
from reviewer_app.outputs.page.typeset import TextStyle, Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import DAY_KEY, moment, render
from reviewer_app.outputs.summary.parts import opinion_column, opinions, without_column
from reviewer_app.outputs.summary.workbook import made_line
from reviewer_app.services.ports.records import SummaryTable

#: A4 across; the margins are those of the workbook.
LANDSCAPE = PageGrid(paper_width=297.0, paper_height=210.0, top=15.0, left=10.0, width=277.0, height=177.0)
STYLE = PageStyle(
    grid=LANDSCAPE,
    title=TextStyle(Typeface.TITLE, 18),
    body=TextStyle(Typeface.BODY, 10.5),
    level_one=OFFICIAL.level_one,
    level_two=OFFICIAL.level_two,
    signature=OFFICIAL.signature,
    page_number=TextStyle(Typeface.DIGITS, 9),
    imprint=OFFICIAL.imprint,
    small_print=TextStyle(Typeface.BODY, 6.5, colour="#404040"),
)
#: The type is made smaller, within limits, so that the words of each column have room.
_SIZES = (9.0, 8.5, 8.0, 7.5)
_SMALL_SIZES = (7.0, 6.5)
#: How much taller rows may be than at the size where they are lowest, for the sake of larger type.
_TALLER = 1.3
#: A column's width may be made for a text of middle length, for one of the longer ones, or for the longest.
_SHARES = (0.5, 0.8, 0.9, 1.0)
#: A column whose longest text is no longer (mm) may be kept without breaks, if that makes the list lower.
_WHOLE_COLUMNS = (14.0, 24.0, 40.0, 60.0)
#: About so many rows tell how high all of them are.
_JUDGED_BY = 60
#: A list that can stand on so many pages, heads and totals aside, stands on them.
_FEW_PAGES = 1.55
_TITLE_PITCH = 10.0
_LINE_PITCH = 7.0
_FOOT_DROP = 6.5
_TOTAL_WIDTHS = (30.0, 20.0)
#: No column is narrower (mm); a word longer than the second figure may be broken.
_LEAST_WIDTH = 8.0
_MOST_NEEDED = 36.0
#: A text of so few characters (a name) stays on one line, and so does a number with one Chinese character in it; a
#: longer one may take two lines, and no more characters than the second figure need stand side by side.
_WORD_LENGTH, _LINE_LENGTH = 3, 5
_NUMBER = re.compile("[!-~]+.[!-~]+")
#: A day keeps the 至 behind it.
_WESTERN = re.compile(r"[\x21-\x7e]+(?: 至)?")
#: A short note at the end of a head, which is not broken.
_NOTE = re.compile("（[^（）]{1,3}）$")


def summary_pdf(setter: Typesetter, table: SummaryTable, *, is_whole: bool = False) -> bytes:
    """The table as PDF/A-2b, the same bytes for the same table; RefusalError `font.missing` names the row.

    What each opinion says stands across the page below its case: in short, or with `is_whole` in full.
    """
    _check_characters(setter, table)
    flow = lay_out(setter, table, is_whole=is_whole)
    _put_feet(flow, table)
    return render(flow.sheets, setter, LANDSCAPE, _info(table))


def lay_out(setter: Typesetter, whole: SummaryTable, *, is_whole: bool = False) -> Flow:
    """The pages without their feet."""
    flow = Flow(setter, STYLE)
    place = opinion_column(whole)
    table = whole if place is None else without_column(whole, place)
    flow.title([table.title], _TITLE_PITCH)
    for line in setter.lines(made_line(table), STYLE.body, LANDSCAPE.width * MM):
        y = baseline(flow.y, _LINE_PITCH, STYLE.body.size)
        flow.sheet.add(Text(LANDSCAPE.left, y, line.text, STYLE.body))
        flow.y += _LINE_PITCH
    said = opinions(whole, place, is_whole=is_whole) if place is not None else []
    look, widths = _fitted(setter, table, said)
    head = tuple(Cell(text, is_centred=True) for text in table.headers)
    rows = [_row(table, row) for row in table.rows] or [_empty(table)]
    if said:
        rows = [part for row, text in zip(rows, said, strict=True) for part in (row, (Cell(text, span=len(head)),))]
    put_table(flow, set_table(flow, widths, rows, look, head, together=len(rows) // max(len(table.rows), 1)))
    flow.skip(2.0)
    totals = [(Cell(label, is_centred=True), Cell(str(count), is_centred=True)) for label, count in table.totals]
    put_table(flow, set_table(flow, _TOTAL_WIDTHS, totals, look))
    return flow


def _fitted(setter: Typesetter, table: SummaryTable, said: Sequence[str] = ()) -> tuple[TableStyle, tuple[float, ...]]:
    """The largest type at which the rows stand on few pages, and the columns' widths (mm) that make them lowest.

    `said` are the texts below the rows. Numbers, names and Western words stay whole. Smaller sizes are tried only when
    they have no room at the usual ones.
    """
    found: list[tuple[float, TableStyle, tuple[float, ...]]] = []
    for size in (*_SIZES, *_SMALL_SIZES):
        if found and size in _SMALL_SIZES:
            break
        look = _look(size)
        needs = _needs(setter, table, look)
        if sum(needs) <= LANDSCAPE.width:
            lengths = [[setter.width(text, look.cell) / MM for text in row] for row in table.rows]
            below = [[setter.width(text, look.cell) / MM] for text in said]
            tried = [
                shared_widths(_areas(lengths, needs, share), kept, LANDSCAPE.width)
                for kept in _kept_whole(lengths, needs, look)
                for share in _SHARES
            ]
            # Some rows, evenly taken, tell the heights of very many.
            step = max(len(lengths) // _JUDGED_BY, 1)
            height = _height(below, (LANDSCAPE.width,), look)
            height, widths = min((height + step * _height(lengths[::step], widths, look), widths) for widths in tried)
            found.append((height, look, widths))
    if found:
        lowest = min(height for height, _, _ in found)
        few = _FEW_PAGES * LANDSCAPE.height
        enough = lowest * _TALLER if lowest > few else min(lowest * _TALLER, few)
        return next((look, widths) for height, look, widths in found if height <= enough)
    smallest = _look(_SMALL_SIZES[-1])
    return smallest, shared_widths(table.widths, [_LEAST_WIDTH] * len(table.widths), LANDSCAPE.width)


def shared_widths(areas: Sequence[float], needs: Sequence[float], room: float) -> tuple[float, ...]:
    """Widths that fill the room, none below its need, and the long columns with equally many lines.

    `areas` says how long each column's text would be on one line.
    """
    low, high = 0.01, max(sum(areas) / room, 1.0) * 50
    for _ in range(60):
        lines = (low + high) / 2
        taken = sum(max(need, area / lines) for need, area in zip(needs, areas, strict=True))
        low, high = (lines, high) if taken > room else (low, lines)
    widths = [max(need, area / high) for need, area in zip(needs, areas, strict=True)]
    return tuple(width * room / sum(widths) for width in widths)


def _kept_whole(lengths: Sequence[Sequence[float]], needs: Sequence[float], look: TableStyle) -> list[Sequence[float]]:
    """The needs as they are, and those under which all texts of the shorter columns stay on one line, where there is
    room for that."""
    longest = [max(column) for column in zip(*lengths, strict=True)] or [0.0] * len(needs)
    slack = 2 * look.pad_x + look.cell.size / MM / 2 + 0.1
    found: list[Sequence[float]] = [needs]
    for most in _WHOLE_COLUMNS:
        kept = [
            max(need, length + slack) if length <= most else need for need, length in zip(needs, longest, strict=True)
        ]
        if kept not in found and sum(kept) <= LANDSCAPE.width:
            found.append(kept)
    return found


def _areas(lengths: Sequence[Sequence[float]], needs: Sequence[float], share: float) -> list[float]:
    """How long the texts of each column are on one line (mm): the one that such a share of them does not surpass."""
    columns = [sorted(column) for column in zip(*lengths, strict=True)]
    return [column[math.ceil((len(column) - 1) * share)] for column in columns] or list(needs)


def _height(lengths: Sequence[Sequence[float]], widths: Sequence[float], look: TableStyle) -> float:
    """About how high rows are whose texts are so long on one line (mm)."""
    # A line is seldom full to the last half of a character.
    rooms = [width - 2 * look.pad_x - look.cell.size / MM / 2 for width in widths]
    lines = (max(math.ceil(length / room) for length, room in zip(row, rooms, strict=True)) for row in lengths)
    return sum(max(look.least_height, count * look.leading + 2 * look.pad_y) for count in lines)


def _needs(setter: Typesetter, table: SummaryTable, look: TableStyle) -> list[float]:
    """What each column takes at least: its longest number or Western word, and words of a few characters, whole."""
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.headers)
    wholes = [{*column, *_NOTE.findall(head)} for head, column in zip(table.headers, columns, strict=True)]
    return [
        max([_LEAST_WIDTH, *(_need(setter, text, look.cell) + 2 * look.pad_x for text in texts)]) for texts in wholes
    ]


def _need(setter: Typesetter, text: str, style: TextStyle) -> float:
    """The widest part of a text that must not be broken (mm); of a long text a few characters stand side by side."""
    is_whole = len(text) <= _WORD_LENGTH or _NUMBER.fullmatch(text) or _NOTE.fullmatch(text)
    side_by_side = min(-(-len(text) // 2), _LINE_LENGTH)
    parts = [text] if is_whole else [text[:side_by_side], *_WESTERN.findall(text)]
    widths = [setter.width(part, style) / MM for part in parts]
    return max((width for width in widths if width <= _MOST_NEEDED), default=0.0)


def _look(size: float) -> TableStyle:
    return TableStyle(
        cell=TextStyle(Typeface.BODY, size),
        head=TextStyle(Typeface.HEITI, size),
        leading=size * 0.46,
        pad_x=0.6,
        pad_y=0.7,
        least_height=6.0,
        rule=0.35,
        frame=0.7,
    )


def _row(table: SummaryTable, row: tuple[str, ...]) -> Row:
    return tuple(Cell(text, is_centred=not is_text) for text, is_text in zip(row, table.is_text, strict=True))


def _empty(table: SummaryTable) -> Row:
    return tuple(Cell("") for _ in table.headers)


def _put_feet(flow: Flow, table: SummaryTable) -> None:
    """Page number in the middle, the head of the record at the left, below the type area."""
    total = len(flow.sheets)
    y = LANDSCAPE.bottom + _FOOT_DROP
    for number, sheet in enumerate(flow.sheets, 1):
        said = f"第 {number} 页，共 {total} 页"
        width = flow.setter.width(said, STYLE.page_number) / MM
        sheet.add(Text(LANDSCAPE.left + (LANDSCAPE.width - width) / 2, y, said, STYLE.page_number))
        sheet.add(Text(LANDSCAPE.left, y, f"案卷记录链首 {table.audit_head}", STYLE.small_print))


def _info(table: SummaryTable) -> DocumentInfo:
    entries = {"DeskAuditHead": table.audit_head, DAY_KEY: table.made_on.isoformat()}
    made_at = moment(table.made_at, table.made_on)
    return DocumentInfo(table.title, table.bureau, f"{table.season}年度{table.called}", made_at, entries)


def _check_characters(setter: Typesetter, table: SummaryTable) -> None:
    """Nothing is printed with a gap where a character should be."""
    above = (table.title, made_line(table), *table.headers)
    for place, texts in enumerate([above, *table.rows]):
        missing = setter.book.missing("".join(texts))
        if missing:
            case = f"{table.called}第{place}行 {_named(texts)}" if place else table.title
            raise RefusalError("font.missing", characters=named(missing), case=case)


def _named(texts: tuple[str, ...]) -> str:
    """What a row is known by: its first words that are not just digits."""
    return " ".join([text for text in texts if text and not text.isdecimal()][:3])
