"""The yardstick of the queue: a bare Qt table over a bare source of as many rows, read where it is painted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QTableView

_NO_PARENT = QModelIndex()
_PAGE, _PAGES = 128, 64
_ROW_HEIGHT = 56


class BareSource(Protocol):
    """Numbers in an order, and the lines of some numbers, each with its number first."""

    def ids(self, first: int | None = None) -> Sequence[int]:
        """All numbers, or the first ones."""
        ...

    def page(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The lines of these numbers, in no order."""
        ...


class _Rows(QAbstractTableModel):
    """The numbers of all rows, and the pages of lines last looked at."""

    def __init__(self, source: BareSource) -> None:
        super().__init__()
        self._source = source
        self._ids: Sequence[int] = ()
        self._pages: dict[int, dict[int, tuple[Any, ...]]] = {}

    def show(self, ids: Sequence[int]) -> None:
        """Shows other rows."""
        self.beginResetModel()
        self._ids = ids
        self._pages.clear()
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return len(self._ids)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        return 1

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        row = index.row()
        page = self._pages.get(row // _PAGE)
        if page is None:
            start = row // _PAGE * _PAGE
            page = {line[0]: line for line in self._source.page(self._ids[start : start + _PAGE])}
            if len(self._pages) >= _PAGES:
                self._pages.pop(next(iter(self._pages)))
            self._pages[row // _PAGE] = page
        return "\n".join(page[self._ids[row]][1:3])


class BareTable(QTableView):
    """Shows the rows of a source; each method returns when what it asks for has been painted."""

    def __init__(self, source: BareSource, families: Sequence[str] = ()) -> None:
        super().__init__()
        if families:
            self.setFont(QFont(list(families)))
        self._source = source
        self._rows = _Rows(source)
        self.setModel(self._rows)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.horizontalHeader().setStretchLastSection(True)
        self.resize(420, 700)
        self.show()
        # Only a window that has been shown paints when it is told to.
        QApplication.processEvents()

    @property
    def count(self) -> int:
        """How many rows are shown."""
        return self._rows.rowCount()

    def show_first(self, count: int) -> None:
        """The first rows."""
        self._rows.show(self._source.ids(count))
        self.viewport().repaint()

    def show_whole(self) -> None:
        """All rows, and goes to the last one."""
        self._rows.show(self._source.ids())
        self.scrollToBottom()
        self.viewport().repaint()

    def jump(self, share: float) -> None:
        """Drags the scroll bar to a place."""
        bar = self.verticalScrollBar()
        bar.setValue(round(share * bar.maximum()))
        self.viewport().repaint()
