"""Tables of a web page or of an XML workbook: what many portals hand out under the ending .xls."""

from __future__ import annotations

from html.parser import HTMLParser

_ROWS = frozenset({"tr", "row"})
_CELLS = frozenset({"td", "th", "cell"})
_TABLES = frozenset({"table", "worksheet"})
_BREAKS = frozenset({"br", "p", "div"})
_UNSEEN = frozenset({"style", "script", "title"})
_WIDEST = 1000


class _Tables(HTMLParser):
    """Gathers the rows of every table; a cell that spans columns fills the first and leaves the others empty."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.tables: list[list[list[str]]] = []
        self._cell: list[str] | None = None
        self._span = 1
        self._unseen = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag in _TABLES and not (tag == "table" and self.tables and not self.tables[-1]):
            self.tables.append([])
        elif tag in _ROWS:
            self._end_cell()
            rows = self._rows()
            rows.extend([] for _ in range(_number(values.get("ss:index")) - 1 - len(rows)))
            rows.append([])
        elif tag in _CELLS:
            self._end_cell()
            self._begin_cell(values)
        elif tag in _BREAKS and self._cell is not None:
            self._cell.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen -= 1
        elif tag in _CELLS or tag in _ROWS or tag in _TABLES:
            self._end_cell()

    def handle_data(self, data: str) -> None:
        if self._cell is not None and not self._unseen:
            self._cell.append(data)

    def _rows(self) -> list[list[str]]:
        if not self.tables:
            self.tables.append([])
        return self.tables[-1]

    def _begin_cell(self, values: dict[str, str]) -> None:
        rows = self._rows()
        if not rows:
            rows.append([])
        gap = min(_number(values.get("ss:index")), _WIDEST) - 1 - len(rows[-1])
        rows[-1].extend([""] * gap)
        self._span = max(1, min(_number(values.get("colspan")) or 1 + _number(values.get("ss:mergeacross")), _WIDEST))
        self._cell = []

    def _end_cell(self) -> None:
        if self._cell is None:
            return
        text = "".join(self._cell).strip()
        self._rows()[-1].extend([text] + [""] * (self._span - 1))
        self._cell = None


def read_tables(text: str) -> list[list[list[str]]]:
    """The tables of a page, each as rows of text; none if the page has no table."""
    parser = _Tables()
    parser.feed(text)
    parser.close()
    return [table for table in parser.tables if any(any(row) for row in table)]


def _number(text: str | None) -> int:
    return int(text) if text is not None and text.isdecimal() else 0
