"""A table's rows described by its columns: what each cell says, how wide it is, and in which tone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from reviewer_ui.theme import Tone

T = TypeVar("T")
AnyIndex = QModelIndex | QPersistentModelIndex
#: The role under which a `Tone` is given: the cell's word is then drawn as a pill of that tone.
TONE_ROLE = Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Column(Generic[T]):
    """One column: its head, a cell's text, its width (0 shares what is left), and a tone that makes the word a pill."""

    header: str
    text: Callable[[T], str]
    width: int = 0
    tone: Callable[[T], Tone | None] | None = None


class RowsModel(QAbstractTableModel, Generic[T]):
    """Rows held in memory; `keep` shows some of them by place only, so ten thousand rows stay light."""

    def __init__(self, columns: Sequence[Column[T]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: Sequence[T] = ()
        self._shown: Sequence[int] = ()

    def show_rows(self, rows: Sequence[T]) -> None:
        """Shows other rows, all of them."""
        self.beginResetModel()
        self._rows = rows
        self._shown = range(len(rows))
        self.endResetModel()

    def keep(self, wanted: Callable[[T], bool]) -> None:
        """Shows only the rows that are wanted."""
        self.beginResetModel()
        self._shown = [place for place, row in enumerate(self._rows) if wanted(row)]
        self.endResetModel()

    def row_at(self, place: int) -> T:
        """The row shown at a place."""
        return self._rows[self._shown[place]]

    def rows(self) -> Sequence[T]:
        """All rows, shown or not."""
        return self._rows

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many rows are shown."""
        return 0 if parent.isValid() else len(self._shown)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many columns there are."""
        return 0 if parent.isValid() else len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The heads of the columns."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].header
        return None

    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, its tone, the full text as a tip, and what a screen reader says."""
        column, row = self.columns[index.column()], self.row_at(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return column.text(row)
        if role == TONE_ROLE:
            return column.tone(row) if column.tone else None
        if role == Qt.ItemDataRole.ToolTipRole and not column.width:
            return column.text(row) or None
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{column.header}：{column.text(row)}"
        return None
