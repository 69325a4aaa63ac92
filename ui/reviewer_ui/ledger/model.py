"""The list of the ledger over any number of projects: heads of groups, ids, and lines only where one looks."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, QTimer

from reviewer_app.domain.guarantee.dues import Group
from reviewer_app.domain.guarantee.listing import LedgerLine
from reviewer_app.services.ports.after.ledger import LedgerIndex
from reviewer_ui.ledger.words import spoken

Lines = list[LedgerLine]
#: Reads lines by id and hands them to `then`, or the error to `failed`, later or at once.
FetchLines = Callable[[Sequence[int], Callable[[Lines], None], Callable[[Exception], None]], object]

#: The `LedgerLine` or `GroupHead` of an index, or None while it is still being read.
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
_PAGE, _HELD, _WISHES = 128, 64, 3

_NO_PARENT = QModelIndex()
_AnyIndex = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class GroupHead:
    """The head above the projects of a group."""

    group: Group
    count: int


class LedgerModel(QAbstractTableModel):
    """Heads and projects in one list; a project not read yet is a placeholder and is filled when its page arrives."""

    def __init__(self, fetch: FetchLines, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._ids: array[int] = array("q")
        self._heads: list[tuple[int, GroupHead]] = []
        self._pages: OrderedDict[int, dict[int, LedgerLine]] = OrderedDict()
        self._wishes: list[int] = []
        self._flying: set[int] = set()
        self._generation = 0
        self.today = date.min
        self._pump = QTimer(self)
        self._pump.setSingleShot(True)
        self._pump.setInterval(0)
        self._pump.timeout.connect(self.fetch_wanted)

    def show_index(self, index: LedgerIndex) -> None:
        """Shows the projects of a view."""
        self.beginResetModel()
        self._generation += 1
        self._ids, self.today = index.ids, index.today
        self._heads, row = [], 0
        for group in Group:
            count = index.groups.get(group, 0)
            if count:
                self._heads.append((row, GroupHead(group, count)))
                row += count + 1
        self._pages.clear()
        self._wishes.clear()
        self._flying.clear()
        self.endResetModel()

    def id_at(self, row: int) -> int | None:
        """The project in a row; None for a head."""
        place = self._place_of(row)
        return self._ids[place] if place is not None and 0 <= place < len(self._ids) else None

    def row_of(self, case_id: int | None) -> int:
        """The row of a project; −1 if it is not in this list."""
        try:
            place = self._ids.index(case_id) if case_id is not None else -1
        except ValueError:
            return -1
        if place < 0:
            return -1
        row = place
        for at, _head in self._heads:
            if at <= row:
                row += 1
        return row

    def first_row(self) -> int:
        """The row of the first project; −1 in an empty list."""
        return (1 if self._heads else 0) if len(self._ids) else -1

    def near(self, row: int) -> int:
        """The project in this row, or the nearest before or after it; −1 in an empty list."""
        if not len(self._ids):
            return -1
        row = min(max(row, 0), self.rowCount() - 1)
        return row + 1 if self._head_at(row) is not None else row

    def head_rows(self) -> tuple[int, ...]:
        """The rows of the heads."""
        return tuple(at for at, _head in self._heads)

    def held_lines(self) -> int:
        """How many lines are in memory."""
        return sum(len(page) for page in self._pages.values())

    def fetch_wanted(self) -> None:
        """Starts reading the pages that were looked at, the last looked at first."""
        while self._wishes and len(self._flying) < 2:
            number = self._wishes.pop()
            self._flying.add(number)
            self._fly(number, self._generation)

    def rowCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        """All projects of the view and the heads of their groups."""
        return 0 if parent.isValid() else len(self._ids) + len(self._heads)

    def columnCount(self, parent: _AnyIndex = _NO_PARENT) -> int:
        """All of a row is drawn at once."""
        return 0 if parent.isValid() else 1

    def flags(self, index: _AnyIndex) -> Qt.ItemFlag:
        """A head is passed over by the keyboard."""
        if self._head_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def data(self, index: _AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The words of a row, also as they are read aloud, or all of it (`LINE_ROLE`)."""
        if not index.isValid() or role not in _ROLES:
            return None
        found = self._head_at(index.row()) or self._line_at(index.row())
        if role == LINE_ROLE or found is None:
            return found
        if isinstance(found, GroupHead):
            return f"{found.group.label}，{found.count} 项"
        return spoken(found, self.today)

    def _place_of(self, row: int) -> int | None:
        """A row's place among the projects; None for a head."""
        before = bisect_right([at for at, _head in self._heads], row)
        if before and self._heads[before - 1][0] == row:
            return None
        return row - before

    def _head_at(self, row: int) -> GroupHead | None:
        return next((head for at, head in self._heads if at == row), None)

    def _line_at(self, row: int) -> LedgerLine | None:
        place = self._place_of(row)
        if place is None or not 0 <= place < len(self._ids):
            return None
        number = place // _PAGE
        page = self._pages.get(number)
        if page is None:
            if number not in self._flying:
                if number in self._wishes:
                    self._wishes.remove(number)
                self._wishes.append(number)
                del self._wishes[:-_WISHES]
            if not self._pump.isActive():
                self._pump.start()
            return None
        self._pages.move_to_end(number)
        return page.get(self._ids[place])

    def _fly(self, number: int, generation: int) -> None:
        def land(lines: Lines) -> None:
            if generation != self._generation:
                return
            self._flying.discard(number)
            self._pages[number] = {one.application_id: one for one in lines}
            while len(self._pages) > _HELD:
                self._pages.popitem(last=False)
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, 0))
            self.fetch_wanted()

        def give_up(_error: Exception) -> None:
            if generation == self._generation:
                self._flying.discard(number)

        self._fetch(self._ids[number * _PAGE : (number + 1) * _PAGE], land, give_up)


_ROLES = frozenset(
    {
        LINE_ROLE,
        int(Qt.ItemDataRole.DisplayRole),
        int(Qt.ItemDataRole.ToolTipRole),
        int(Qt.ItemDataRole.AccessibleTextRole),
    }
)
