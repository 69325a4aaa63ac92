"""The queue as a model over any number of rows: ordered ids in one array, the rows themselves only where one looks."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer, Signal

from reviewer_app.services.ports.rows import QueueIndex, QueueRow
from reviewer_ui.queue.columns import COLUMNS, DUE_COLUMN, days_tone, spoken
from reviewer_ui.queue.pages import RowPages, page_ids
from reviewer_ui.theme import tokens

Rows = list[QueueRow]
#: Reads rows by id and hands them to `then`, or the error to `failed`, later or at once.
FetchRows = Callable[[Sequence[int], Callable[[Rows], None], Callable[[Exception], None]], object]

#: The `QueueRow` of an index, or None while it is still being read.
ROW_ROLE = int(Qt.ItemDataRole.UserRole) + 1

_NO_PARENT = QModelIndex()
_AnyIndex = QModelIndex | QPersistentModelIndex


class QueueModel(QAbstractTableModel):
    """Ordered case ids; a row not read yet is a placeholder and is filled when its page arrives."""

    order_wanted = Signal()
    """Somebody looked beyond the part of the order that has been read."""

    def __init__(self, fetch: FetchRows, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._total = 0
        self._generation = 0
        self._pages = RowPages()
        self._pump = QTimer(self)
        self._pump.setSingleShot(True)
        self._pump.setInterval(0)
        self._pump.timeout.connect(self.fetch_wanted)

    def show_index(self, index: QueueIndex, total: int, rows: Sequence[QueueRow] = ()) -> bool:
        """Shows a view's cases; `total` counts also those whose ids are still to come, `rows` are the first ones.

        Gives False, and resets nothing, when the same cases stand in the same order: only their rows are read again.
        """
        self._generation += 1
        total = max(total, len(index.ids))
        is_same = total == self._total and _agree(self._ids, index.ids)
        if is_same:
            self._take(index.ids, rows)
            self._tell_all_changed()
        else:
            self.beginResetModel()
            self._total = total
            self._take(index.ids, rows)
            self.endResetModel()
        return not is_same

    def _take(self, ids: array[int], rows: Sequence[QueueRow]) -> None:
        self._ids = ids
        self._pages.renew()
        if rows:
            self._pages.land(0, rows)

    @property
    def ids(self) -> array[int]:
        """The order as far as it has been read; another list after each change, never the same one altered."""
        return self._ids

    def case_at(self, position: int) -> int | None:
        """The case id at a position; None while unknown."""
        return self._ids[position] if 0 <= position < len(self._ids) else None

    def position_of(self, case_id: int | None) -> int:
        """Where a case stands; −1 if it is not in this list."""
        try:
            return self._ids.index(case_id) if case_id is not None else -1
        except ValueError:
            return -1

    def row_at(self, position: int) -> QueueRow | None:
        """The row at a position; None while it is being read."""
        case_id = self.case_at(position)
        if case_id is None:
            if 0 <= position < self._total:
                self.order_wanted.emit()
            return None
        row = self._pages.row(position, case_id)
        if not self._pump.isActive():
            self._pump.start()
        return row

    def held_rows(self) -> int:
        """How many rows are in memory."""
        return self._pages.held()

    def fetch_wanted(self) -> None:
        """Starts reading the pages that were looked at, the last looked at first."""
        while (number := self._pages.next_flight()) is not None:
            self._fly(number, self._generation)

    def _fly(self, number: int, generation: int) -> None:
        def land(rows: Rows) -> None:
            if generation == self._generation:
                self._pages.land(number, rows)
                self._tell_changed(number)
                self.fetch_wanted()

        def give_up(_error: Exception) -> None:
            if generation == self._generation:
                self._pages.give_up(number)

        self._fetch(page_ids(self._ids, number), land, give_up)

    def _tell_changed(self, number: int) -> None:
        first = self.index(number * 128, 0)
        last = self.index(min((number + 1) * 128, self._total) - 1, len(COLUMNS) - 1)
        self.dataChanged.emit(first, last)

    def _tell_all_changed(self) -> None:
        if self._total:
            self.dataChanged.emit(self.index(0, 0), self.index(self._total - 1, len(COLUMNS) - 1))

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        """All cases of the view, read or not."""
        return 0 if parent.isValid() else self._total

    def columnCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        """The table's columns; the two-line list shows only the first, drawn by its delegate."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's words, its colour, the words for a screen reader, or the whole row (`ROW_ROLE`)."""
        if role not in _ROLES or not index.isValid():
            return None
        row = self.row_at(index.row())
        if role == ROW_ROLE or row is None:
            return row
        if role == Qt.ItemDataRole.AccessibleTextRole and index.column() == 0:
            return spoken(row)
        if role == Qt.ItemDataRole.ForegroundRole:
            return tokens().tone(days_tone(row.days_left))[0] if index.column() == DUE_COLUMN else None
        return COLUMNS[index.column()].text(row)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return COLUMNS[section].header
        return None


_ROLES = frozenset(
    {
        ROW_ROLE,
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
        int(Qt.ItemDataRole.ForegroundRole),
    }
)


def _agree(known: array[int], arrived: array[int]) -> bool:
    """Whether two orders of ids say the same as far as both go (the first screen and then the whole)."""
    shared = min(len(known), len(arrived))
    return shared > 0 and known[:shared] == arrived[:shared]
