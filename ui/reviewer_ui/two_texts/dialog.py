"""Two texts for one box side by side: what stands there now, and what another typed; either can be taken."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.services.ports.rows import TypedBeside
from reviewer_resources.phrases import sentence
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (900, 420)


class TwoTextsDialog(Dialog):
    """`taken` when the other text is to stand in the box, `dropped` when it is not wanted any more."""

    taken = Signal()
    dropped = Signal()

    def __init__(
        self, box: str, present: str, typed: TypedBeside, told: str, can_take: bool, is_own: bool, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(f"两份文字：{box}")
        self.setAccessibleName(f"两份文字：{box}")
        self.resize(*_SIZE)
        values = {"name": typed.by, "at": f"{typed.saved_at:%m-%d %H:%M}"}
        self.present = _reader(present, sentence("draft.stands"))
        self.theirs = _reader(typed.text, sentence("draft.theirs", values))
        self.take = Button("改用右边这一份", ButtonKind.PRIMARY)
        self.copy = Button("复制右边的文字")
        self.drop = Button("不再留着右边这一份", ButtonKind.LINK)
        self.shut = Button("关闭")
        self.take.setVisible(can_take)
        self.drop.setVisible(is_own)
        self.take.clicked.connect(self.taken)
        self.take.clicked.connect(self.accept)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(typed.text))
        self.drop.clicked.connect(self.dropped)
        self.drop.clicked.connect(self.accept)
        self.shut.clicked.connect(self.reject)
        self._lay_out(told, "" if can_take else sentence("draft.not_now"))
        self.shut.setFocus()

    def _lay_out(self, told: str, not_now: str) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        sides = QHBoxLayout()
        sides.setSpacing(16)
        for reader in (self.present, self.theirs):
            side = QVBoxLayout()
            side.setSpacing(4)
            label = Words(reader.accessibleName(), TextRole.LABEL)
            label.setBuddy(reader)
            side.addWidget(label)
            side.addWidget(reader, 1)
            sides.addLayout(side, 1)
        column.addLayout(sides, 1)
        for said in (told, not_now):
            if said:
                column.addWidget(Words(said, TextRole.NOTE, wrap=True))
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.drop)
        buttons.addStretch(1)
        for button in (self.shut, self.copy, self.take):
            buttons.addWidget(button)
        column.addLayout(buttons)


def _reader(text: str, name: str) -> QPlainTextEdit:
    reader = QPlainTextEdit(text)
    reader.setReadOnly(True)
    reader.setTabChangesFocus(True)
    reader.setAccessibleName(name)
    return reader
