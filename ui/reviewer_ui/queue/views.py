"""The two views of the same rows: two-line rows beside the case, and the full-width table."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QApplication, QHeaderView, QTableView, QWidget

from reviewer_ui.queue.columns import COLUMNS
from reviewer_ui.queue.delegate import CaseDelegate, CellDelegate
from reviewer_ui.queue.model import QueueModel
from reviewer_ui.queue.table_columns import TableColumns

_TABLE_ROW_HEIGHT = 36
_PICKING = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class _RowView(QTableView):
    """What both views share: whole rows, several with Ctrl or Shift, heights that need no asking."""

    opened = Signal()
    picking = Signal(bool)
    """Several rows are being chosen with Ctrl or Shift, or no longer."""

    def __init__(self, model: QueueModel, selection: QItemSelectionModel, row_height: int, name: str) -> None:
        super().__init__()
        self.setModel(model)
        self.setSelectionModel(selection)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setWordWrap(False)
        rows = self.verticalHeader()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(row_height)
        rows.hide()
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.doubleClicked.connect(lambda _index: self.opened.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the current case; all else moves as usual."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.opened.emit()
            return
        self.picking.emit(bool(event.modifiers() & _PICKING))
        super().keyPressEvent(event)
        self.picking.emit(False)

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the ends of the list: within a line of it there is nothing to go to."""
        ends = {
            QAbstractItemView.CursorAction.MoveHome: 0,
            QAbstractItemView.CursorAction.MoveEnd: self.model().rowCount() - 1,
        }
        if action in ends:
            return self.model().index(ends[action], max(self.currentIndex().column(), 0))
        return super().moveCursor(action, modifiers)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A press with Ctrl or Shift chooses several rows."""
        self.picking.emit(bool(event.modifiers() & _PICKING))
        super().mousePressEvent(event)
        self.picking.emit(False)

    def top_row(self) -> int:
        """The first row in sight; −1 if there is none."""
        return self.rowAt(0)


class RowsView(_RowView):
    """Two-line rows; only the first column is there, drawn over the whole width."""

    def __init__(self, model: QueueModel, selection: QItemSelectionModel, parent: QWidget | None = None) -> None:
        delegate = CaseDelegate()
        super().__init__(model, selection, delegate.row_height, "案件列表")
        delegate.setParent(self)
        self.setItemDelegate(delegate)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.horizontalHeader().hide()
        for number in range(1, len(COLUMNS)):
            self.setColumnHidden(number, True)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)


class TableView(_RowView):
    """The columns each person wants over the full width; a click on a head sorts, with Shift as the second key."""

    sort_asked = Signal(int)
    then_asked = Signal(int)

    def __init__(self, model: QueueModel, selection: QItemSelectionModel, parent: QWidget | None = None) -> None:
        super().__init__(model, selection, _TABLE_ROW_HEIGHT, "案件表格")
        self.setItemDelegate(CellDelegate(self))
        head = self.horizontalHeader()
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setSortIndicatorShown(True)
        head.setToolTip("点击排序，按住 Shift 点击再按此列细分；可拖动换位、改宽，右键选列")
        self.columns = TableColumns(head)
        head.sectionClicked.connect(self._ask_sort)
        # Only what a person draws or drags is his own; what the window's width does is not.
        head.sectionMoved.connect(lambda *_places: self._own())
        head.sectionHandleDoubleClicked.connect(lambda _number: self._own())
        head.sectionResized.connect(lambda *_sizes: self._own())
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self.columns.show_menu)

    def show_sort(self, column: int, descending: bool) -> None:
        """Shows by which column the rows stand."""
        order = Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder
        self.horizontalHeader().setSortIndicator(column, order)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The wide columns take the room there is."""
        super().resizeEvent(event)
        self.columns.share(event.size().width())

    def _own(self) -> None:
        if QApplication.mouseButtons() & Qt.MouseButton.LeftButton and self.horizontalHeader().underMouse():
            self.columns.own()

    def _ask_sort(self, number: int) -> None:
        is_second = bool(QApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier)
        (self.then_asked if is_second else self.sort_asked).emit(number)
