"""The place 案件: queue, case and opinion beside each other; the panes are made when the first case is chosen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from reviewer_ui.context import Context
from reviewer_ui.frame.case_panes import CasePanes, PaneSwitch
from reviewer_ui.queue import QueuePane
from reviewer_ui.widgets import Card, EmptyState

if TYPE_CHECKING:
    from reviewer_ui.scans.beside import ScanBeside

_GAP = 10
_SHARES = (326, 394, 532)
#: The scan, the case and the opinion, where the scan takes the list's room.
_SCAN_SHARES = (412, 400, 450)
#: The panes are made so long after the list has arrived, so that the list is painted and answers first.
FIRST_OPENING_MS = 20
_DRAWING_AFTER_MS = 1500
#: Below this width (the smallest screen at 125 and 150 %) the list is folded away; beside it stands one pane, not both.
NARROW = 1110
#: Without the list there is room for both panes down to this width; below it the case becomes a page of its own.
NARROWEST = 820
#: The list's width in a narrow window, where it is wanted back.
_NARROW_LIST = 300
_LEAST_WIDTH = 780
_LAYOUT_KEY = "window/panes"


class CasesPage(QWidget):
    """Three panes in a splitter; the queue alone when it is shown as a table."""

    search_cleared = Signal()
    search_written = Signal(str)
    next_requested = Signal()
    panes_made = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.queue = QueuePane(context)
        self._panes: CasePanes | None = None
        self._wanted: int | None = None
        self._waiting: Card | None = _waiting_card()
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self.splitter.setHandleWidth(_GAP)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.queue)
        self.splitter.addWidget(self._waiting)
        self.splitter.setSizes([_SHARES[0], sum(_SHARES[1:])])
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        self.switch = PaneSwitch()
        self.switch.hide()
        self.switch.switched.connect(self._show_parts)
        self.switch.list_asked.connect(self.show_list)
        self._is_list_shown = True
        self._is_tight = False
        self._was_list_shown = True
        self._was_narrow = False
        self._scan: ScanBeside | None = None
        self._before_scan: tuple[QByteArray, bool] | None = None
        context.actions.bind("case.scan_beside", lambda: self.show_scan(self._before_scan is None))
        context.actions.bind("case.layer", self._ask_layer)
        context.actions.bind("queue.fold", lambda: self.show_list(not self._is_list_shown))
        column.setSpacing(0)
        column.addWidget(self.switch)
        column.addWidget(self.splitter, 1)
        # One case is opened for a run of arrow keys, and the first only after the queue has been painted.
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(0 if context.background.is_synchronous else FIRST_OPENING_MS)
        self._opening.timeout.connect(self._open_wanted)
        self.queue.case_chosen.connect(self.open_case)
        self.queue.none_left.connect(self.open_none)
        self.queue.table_shown.connect(lambda _shown: self._show_parts())
        self.next_requested.connect(self.queue.select_next)
        self.queue.search_cleared.connect(self.search_cleared)
        self.queue.search_written.connect(self.search_written)

    def open_case(self, case_id: int) -> None:
        """Shows a case in both panes."""
        was_none, self._wanted = self._wanted is None, case_id
        if was_none:
            self._show_parts()
        self._opening.start()

    def open_none(self) -> None:
        """Empties the panes: there is no case in the list."""
        self._wanted = None
        self._opening.stop()
        if self._panes is not None:
            self._panes.show_case(None)
            self._show_parts()

    @property
    def is_list_shown(self) -> bool:
        """Whether the list is in sight."""
        return not self.queue.isHidden()

    def show_list(self, shown: bool) -> None:
        """Folds the list away, or brings it back."""
        self._is_list_shown = shown
        self._show_parts()

    def show_scan(self, shown: bool) -> None:
        """Puts the open case's scan beside its fields and checklist, in the list's room, or takes it away again."""
        if self._panes is None or shown == (self._before_scan is not None):
            return
        if self._before_scan is None:
            self._before_scan = (self.splitter.saveState(), self._is_list_shown)
            if self._scan is None:
                self._scan = self._panes.scan_beside()
                self._scan.left.connect(lambda: self.show_scan(False))
            self._is_list_shown = False
            self.splitter.insertWidget(1, self._scan)
            self._scan.show()
            self._show_parts()
            room = self.splitter.width() - 2 * _GAP
            self.splitter.setSizes([0, *(room * share // sum(_SCAN_SHARES) for share in _SCAN_SHARES)])
        elif self._scan is not None:
            former, self._is_list_shown = self._before_scan
            self._before_scan = None
            self._scan.hide()
            self._scan.setParent(self)
            self._show_parts()
            self.splitter.restoreState(former)

    @property
    def is_case_open(self) -> bool:
        """Whether the panes show a case."""
        return self._panes is not None

    def keep_layout(self) -> None:
        """Writes the widths of the panes to the preferences, and how the list stands to the library."""
        self.queue.keep_place()
        if self._panes is not None:
            state = self.splitter.saveState() if self._before_scan is None else self._before_scan[0]
            self._context.preferences.put(_LAYOUT_KEY, state)

    def _ask_layer(self) -> None:
        from reviewer_ui.figures.layer import ask_layer

        if self._wanted is not None:
            ask_layer(self._context, self._wanted, self)

    def _open_wanted(self) -> None:
        if self._wanted is None:
            return
        if self._panes is None:
            self._panes = self._make_panes()
            self._show_parts()
            self._opening.setInterval(0)
            self.panes_made.emit()
            if not self._context.background.is_synchronous:
                # What draws papers takes a second to load: beside, while the case is being read.
                QTimer.singleShot(_DRAWING_AFTER_MS, self, lambda: self._context.parts.maker.expect(1))
        self._panes.show_case(self._wanted)

    def _make_panes(self) -> CasePanes:
        panes = CasePanes(self._context, self)
        panes.looks.is_changed = self._is_changed
        self.splitter.replaceWidget(1, panes.case)
        self.splitter.addWidget(panes.opinion)
        if self._waiting is not None:
            self._waiting.deleteLater()
            self._waiting = None
        kept = self._context.preferences.layout(_LAYOUT_KEY)
        if kept is None or not self.splitter.restoreState(kept):
            self._share_width()
        for number, stretch in enumerate((3, 4, 5)):
            self.splitter.setStretchFactor(number, stretch)
        panes.other_asked.connect(self.queue.reveal)
        panes.opinion.next_requested.connect(self.next_requested)
        panes.case_wanted.connect(lambda: self.switch.choose(case=True))
        return panes

    def _is_changed(self, case_id: int) -> bool:
        row = self.queue.current_row()
        return row is not None and row.id == case_id and row.is_changed

    def _share_width(self) -> None:
        room = self.splitter.width() - 2 * _GAP
        self.splitter.setSizes([room * share // sum(_SHARES) for share in _SHARES])

    def minimumSizeHint(self) -> QSize:
        """As small as a narrow window with one of the two panes."""
        return QSize(_LEAST_WIDTH, 360)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Shows both panes, or one of them where there is not room for three side by side."""
        super().resizeEvent(event)
        self._fold_for_room()
        self._show_parts()

    def _fold_for_room(self) -> None:
        """The list gives way when the window has become narrow, and comes back with the room."""
        is_tight = self.width() < NARROW
        if is_tight == self._is_tight:
            return
        self._is_tight = is_tight
        if is_tight:
            self._was_list_shown, self._is_list_shown = self._is_list_shown, False
        else:
            self._is_list_shown = self._was_list_shown

    def _show_parts(self) -> None:
        is_table = self.queue.is_table
        # Where no case is shown the list is all there is to choose from.
        is_list = self._is_list_shown or is_table or self._panes is None or self._wanted is None
        has_neighbour = is_list or self._before_scan is not None
        is_narrow = self.width() < (NARROW if has_neighbour else NARROWEST)
        self.queue.setVisible(is_list)
        self.switch.offer(is_list, is_narrow)
        self.switch.setVisible((is_narrow or not is_list) and not is_table and self._panes is not None)
        if self._waiting is not None:
            self._waiting.setVisible(not is_table)
        if self._panes is not None:
            case = not is_table and (not is_narrow or self.switch.is_case)
            opinion = not is_table and (not is_narrow or not self.switch.is_case)
            self._panes.show_parts(case, opinion)
            if is_narrow and not self._was_narrow and is_list and not is_table:
                self.splitter.setSizes([_NARROW_LIST, self.width() - _NARROW_LIST, self.width() - _NARROW_LIST])
            self._was_narrow = is_narrow


def _waiting_card() -> Card:
    card = Card()
    column = QVBoxLayout(card)
    column.addWidget(EmptyState("rows", "选一件案件开始办理", "在左边的列表里选一件，申报信息和逐项核对就会在这里。"))
    return card
