"""What waits for the seal: a line above the road for who agrees or keeps it, and the single papers in a dialog."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.sealing.sheet import SealsWaiting, seals_waiting
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.sealing.step import SealingStep
from reviewer_ui.widgets import Button, ButtonKind
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (1180, 620)


class SealsWaitingLine(QFrame):
    """A line that says how many lists wait for who sits here; `asked` carries the batch, 0 for single papers."""

    asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self._waiting = SealsWaiting()
        self.approve, self.seal = Button("", ButtonKind.LINK), Button("", ButtonKind.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(16)
        row.addWidget(self.approve)
        row.addWidget(self.seal)
        row.addStretch(1)
        self.approve.clicked.connect(lambda: self.asked.emit(self._waiting.to_approve[0].batch_id))
        self.seal.clicked.connect(lambda: self.asked.emit(self._waiting.to_seal[0].batch_id))
        self.hide()

    def refresh(self) -> None:
        """Reads what waits."""
        self._background.run_read(seals_waiting, then=self._show)

    def _show(self, waiting: SealsWaiting) -> None:
        self._waiting = waiting
        for button, lists, code in (
            (self.approve, waiting.to_approve, "sealing.waits_approve"),
            (self.seal, waiting.to_seal, "sealing.waits_seal"),
        ):
            button.setText(sentence(code, {"count": len(lists)}))
            button.setVisible(bool(lists))
        self.setVisible(waiting.count > 0)


class SinglePapersDialog(Dialog):
    """单件用印: the papers that are of no batch, with the same step as a batch has; `case_asked` opens a case."""

    case_asked = Signal(int)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("单件用印")
        self.setAccessibleName("单件用印")
        self.resize(*_SIZE)
        self.step = SealingStep(context)
        self.shut = Button("关闭")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.step, 1)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.shut)
        column.addLayout(row)
        self.shut.clicked.connect(self.reject)
        self.step.case_asked.connect(self._open_case)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self.step.press_main)
        self.step.show_single()
        self.step.table.setFocus()

    def _open_case(self, case_id: int) -> None:
        self.case_asked.emit(case_id)
        self.reject()
