"""Tables of a web page or of an XML workbook: what many portals hand out under the ending .xls."""

from __future__ import annotations

from dataclasses import dataclass
from html.parser import HTMLParser

_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_TABLES = frozenset({"table", "worksheet"})
_BREAKS = frozenset({"br", "p", "div"})
_UNSEEN = frozenset({"style", "script", "title"})
_WIDEST = 1000


class TooLongError(ValueError):
    """A table that says of itself that it is longer than anything to be read."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(slots=True)
class _Open:
    """A table whose end has not come: its element, its rows, the cell being read and the columns that cell spans."""

    tag: str
    rows: list[list[str]]
    cell: list[str] | None = None
    span: int = 1


class _Tables(HTMLParser):
    """Gathers the rows of every table, one within a cell of another as a table of its own.

    A cell that spans columns fills the first and leaves the others empty.
    """

    def __init__(self, most_rows: int) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._most_rows = most_rows
        self._open: list[_Open] = []
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _TABLES:
            self._begin_table(tag)
        elif tag in _ROWS:
            self._begin_row(_number(values.get("ss:index")))
        elif tag in _CELLS:
            self._begin_cell(values)
        elif tag in _BREAKS and self._open and self._open[-1].cell is not None:
            self._open[-1].cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag in _CELLS or tag in _ROWS:
            self._end_cell()
        elif tag in _TABLES and self._open and self._open[-1].tag == tag:
            self._end_cell()
            self._open.pop()

    def handle_data(self, data: str) -> None:
        if self._open and not self._unseen:
            cell = self._open[-1].cell
            if cell is not None:
                cell.append(data)

    def close(self) -> None:
        """Ends what was left open, the innermost first."""
        super().close()
        while self._open:
            self._end_cell()
            self._open.pop()

    def _begin_table(self, tag: str) -> None:
        last = self._open[-1] if self._open else None
        if last is not None and last.tag == "worksheet" and not last.rows:
            # An XML workbook's sheet holds one table: they are the same.
            last.tag = tag
            return
        self.tables.append([])
        self._open.append(_Open(tag, self.tables[-1]))

    def _table(self) -> _Open:
        """The table being read; rows behind the end of one still belong to it."""
        if not self._open:
            if not self.tables:
                self.tables.append([])
            self._open.append(_Open("table", self.tables[-1]))
        return self._open[-1]

    def _begin_row(self, index: int) -> None:
        self._end_cell()
        rows = self._table().rows
        if index > self._most_rows:
            raise TooLongError(index)
        rows.extend([] for _ in range(index - 1 - len(rows)))
        rows.append([])

    def _begin_cell(self, values: dict[str, str]) -> None:
        self._end_cell()
        table = self._table()
        if not table.rows:
            table.rows.append([])
        row = table.rows[-1]
        row.extend([""] * (min(_number(values.get("ss:index")), _WIDEST) - 1 - len(row)))
        table.span = max(1, min(_number(values.get("colspan")) or 1 + _number(values.get("ss:mergeacross")), _WIDEST))
        table.cell = []

    def _end_cell(self) -> None:
        table = self._open[-1] if self._open else None
        if table is None or table.cell is None:
            return
        text = "".join(table.cell).strip()
        table.rows[-1].extend([text] + [""] * (table.span - 1))
        table.cell = None


def read_tables(text: str, most_rows: int) -> list[list[list[str]]]:
    """The tables of a page, each as rows of text; none if the page has no table.

    Raises TooLongError for a row said to stand below `most_rows`.
    """
    parser = _Tables(most_rows)
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if any(any(row) for row in table)]


def _number(text: str | None) -> int:
    return int(text[:12]) if text is not None and text.isdecimal() else 0
