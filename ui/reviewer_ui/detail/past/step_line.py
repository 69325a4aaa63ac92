"""Above the record of a case: its last step with 撤销, what was taken back with 重做, and the way to look back."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.undoing.undoing import Offer
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words


class _Offered(QWidget):
    """One line: what the step is called, and the button beside it; hidden while there is none."""

    def __init__(self, word: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.said = Words("", TextRole.NOTE, wrap=True)
        self.button = Button(word, ButtonKind.LINK)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.said, 1)
        row.addWidget(self.button)
        self.hide()

    def offer(self, code: str, words: str) -> None:
        """Names the step; nothing is offered without one."""
        said = sentence(code, {"what": words}) if words else ""
        self.said.setText(said)
        self.button.setAccessibleName(said)
        self.setVisible(bool(words))


class StepLine(QWidget):
    """What the keys do too, for the mouse; both say first what they would change."""

    undo_wanted = Signal()
    redo_wanted = Signal()
    past_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.undo, self.redo = _Offered("撤销"), _Offered("重做")
        self.past = Button("对照以前…", ButtonKind.LINK)
        self.past.setToolTip("看本案在任一条记录之后的样子，和现在对照（Ctrl+H）")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 0, 16, 6)
        column.setSpacing(2)
        column.addWidget(self.undo)
        column.addWidget(self.redo)
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.past)
        column.addLayout(foot)
        self.undo.button.clicked.connect(self.undo_wanted)
        self.redo.button.clicked.connect(self.redo_wanted)
        self.past.clicked.connect(self.past_wanted)

    def show_offers(self, undo: Offer, redo: Offer) -> None:
        """Shows what there is to take back and to do again."""
        self.undo.offer("undo.last", undo.words)
        self.redo.offer("redo.last", redo.words)
