"""A password of one's own, asked for before the window opens when the one just typed was set by an administrator."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.gate.page import FieldGrid, GatePage
from reviewer_ui.gate.password import password_hint, password_will_do
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote


class OwnPasswordPage(GatePage):
    """The new password, twice; until it is there the library shows nothing."""

    password_chosen = Signal(str)
    back_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("设置自己的密码", "", parent)
        self.password = QLineEdit()
        self.again = QLineEdit()
        self._strength = FieldNote()
        self.finish = Button("更改并进入", ButtonKind.PRIMARY)
        self.finish.clicked.connect(self._ask)
        for line in (self.password, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self.finish.click)
        self.password.textChanged.connect(lambda text: self._strength.say(*password_hint(text)))
        back = Button("换人登录", ButtonKind.LINK)
        back.clicked.connect(self.back_chosen)
        grid = FieldGrid()
        grid.add_field("新密码", self.password, self._strength)
        grid.add_field("再输一次", self.again)
        self.column.addLayout(grid)
        self.add_foot(back, primary=self.finish)

    def show_person(self, name: str) -> None:
        """Shows whose password it is."""
        self.show_idle()
        self.show_head("设置自己的密码", f"{name}：{sentence('login.must_change')}")
        self.password.clear()
        self.again.clear()
        self.note.clear()
        self._strength.say(*password_hint(""))
        self.password.setFocus()

    def _ask(self) -> None:
        if not password_will_do(self.password.text()):
            self.note.say(password_hint(self.password.text())[0], Tone.BAD)
        elif self.password.text() != self.again.text():
            self.note.say(sentence("people.passwords_differ"), Tone.BAD)
        else:
            self.password_chosen.emit(self.password.text())
