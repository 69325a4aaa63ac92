"""The first lines of a summary as they will stand in a form."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.ports.records import SummaryTable
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

Line = tuple[str, ...]
_DIGIT = 9
_LEAST, _MOST = 64, 260


class SummaryPreviewTable(PlainTable):
    """Read-only lines under the heads of the summary, or under those of a bureau's form; scrolls sideways."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._lines = _Lines((), self)
        self.setModel(self._lines)

    def show_table(self, table: SummaryTable | None) -> None:
        """Shows the summary's own columns."""
        if table is None:
            self._show((), ())
            return
        heads = [(head, place) for place, head in enumerate(table.headers)]
        self._show([_column(head, place, table.widths[place] * _DIGIT) for head, place in heads], table.rows)

    def show_filled(self, table: SummaryTable | None, mapping: TemplateMapping) -> None:
        """Shows the lines in the form's columns, each with its letter."""
        if table is None:
            self._show((), ())
            return
        columns = []
        for letters, head in sorted(mapping.columns.items(), key=lambda item: (len(item[0]), item[0])):
            if head in table.headers:
                place = table.headers.index(head)
                columns.append(_column(f"{letters}　{head}", place, table.widths[place] * _DIGIT + 24))
        self._show(columns, table.rows)

    def _show(self, columns: Sequence[Column[Line]], rows: Sequence[Line]) -> None:
        self._lines.show_lines(columns, rows)
        for place, column in enumerate(columns):
            self.setColumnWidth(place, column.width)


class _Lines(RowsModel[Line]):
    """Lines whose columns change with the form."""

    def show_lines(self, columns: Sequence[Column[Line]], rows: Sequence[Line]) -> None:
        """Shows other lines under other heads."""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._rows, self._shown = rows, range(len(rows))
        self.endResetModel()


def _column(head: str, place: int, width: float) -> Column[Line]:
    wanted = max(int(width), len(head) * 14 + 24)
    return Column(head, _text_at(place), min(max(wanted, _LEAST), _MOST))


def _text_at(place: int) -> Callable[[Line], str]:
    return lambda line: line[place]
