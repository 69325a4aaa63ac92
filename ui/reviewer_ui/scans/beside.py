"""并排看扫描件: the scan of the open case beside its fields and checklist; it follows from case to case."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QHideEvent, QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.evidence.scans import Reading, standing_scans
from reviewer_app.services.intake.scans import scans_of
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.context import Context
from reviewer_ui.scans.pages import ScanPages
from reviewer_ui.widgets import Button, ButtonKind, Card, EmptyState

_LEAST = 260


class ScanBeside(Card):
    """The pages alone, with no acts of their own; `left` asks to be put away, 详细… opens the window of all acts."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._view: CaseView | None = None
        self.setMinimumWidth(_LEAST)
        self.pages = ScanPages(context, self)
        self.more = Button("详细…", ButtonKind.LINK)
        self.more.setToolTip("框依据、核对机读值、移出扫描件（Ctrl+E）")
        self.more.setAccessibleName("打开扫描件窗口")
        self.leave = Button("收起", ButtonKind.LINK)
        self.leave.setToolTip("收起扫描件（F9）")
        self.leave.setAccessibleName("收起扫描件")
        self._none = EmptyState("rows", "本案没有扫描件", "把扫描件拖进窗口，或在“材料”里归入扫描件")
        self._whole = QStackedWidget()
        self._lay_out()
        self.more.clicked.connect(self._show_more)
        self.leave.clicked.connect(self.left)
        for keys, act in (
            ("R", self.pages.turn_page),
            ("PgDown", partial(self.pages.step_page, 1)),
            ("PgUp", partial(self.pages.step_page, -1)),
            ("Ctrl+PgDown", partial(self.pages.next_file, 1)),
            ("Ctrl+PgUp", partial(self.pages.next_file, -1)),
        ):
            shortcut = QShortcut(QKeySequence(keys), self, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def show_view(self, view: CaseView) -> None:
        """Shows the newest scan of another case; of the same one the scan looked at stays, while it is the case's.

        Put away, it only remembers the case: no scan is opened that nobody sees.
        """
        self._view = view
        if not self.isHidden():
            self._follow(view)

    def showEvent(self, event: QShowEvent) -> None:
        """Shows the case that came meanwhile."""
        super().showEvent(event)
        if self._view is not None:
            self._follow(self._view)

    def hideEvent(self, event: QHideEvent) -> None:
        """What is still being made ready is not wanted any more."""
        super().hideEvent(event)
        if self.isHidden():
            self.pages.stop()

    def _follow(self, view: CaseView) -> None:
        own = [one.sha256 for one in standing_scans(view.attachments)]
        if not own:
            self.show_none()
            return
        self._whole.setCurrentIndex(1)
        opened, case_id = self.pages.opened, view.application.id
        if opened is None or opened.view.application.id != case_id or opened.sha256 not in own:
            self.pages.open(case_id)
        else:
            self._context.background.run_read(scans_of, case_id, then=self.pages.show_view)

    def leave_case(self) -> None:
        """There is no case any more."""
        self._view = None
        self.show_none()

    def show_none(self) -> None:
        """Says that the case has no scan, or that there is no case."""
        self.pages.stop()
        self._whole.setCurrentIndex(0)

    def go_to(self, reading: Reading) -> bool:
        """Shows where a value stands, if its scan is the one in sight; whether it could."""
        opened = self.pages.opened
        is_here = self.isVisible() and opened is not None and opened.sha256 == reading.sha256
        if not is_here or reading.place is None:
            return False
        self.pages.view.go_to_place(reading.place)
        return True

    def _show_more(self) -> None:
        from reviewer_ui.scans.viewer import show_scan

        if self._view is not None and self.pages.opened is not None:
            show_scan(self._context, self._view.application.id, self.pages.opened.sha256, self.window())

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.more)
        foot.addStretch(1)
        foot.addWidget(self.leave)
        pages = QWidget()
        inner = QVBoxLayout(pages)
        inner.setContentsMargins(10, 10, 10, 4)
        inner.addWidget(self.pages)
        self._whole.addWidget(self._none)
        self._whole.addWidget(pages)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self._whole, 1)
        foot.setContentsMargins(10, 0, 10, 6)
        column.addLayout(foot)
