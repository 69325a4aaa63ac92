"""The way in with the recovery sheet: its words, the administrator it is for, and that person's new password."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_resources.phrases import sentence
from reviewer_ui.gate.page import FieldGrid, GatePage
from reviewer_ui.gate.password import password_hint, password_will_do
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote

_LINES = 3


class RecoveryPage(GatePage):
    """Words, administrator and the new password twice; nothing of it stays on the page once it is left."""

    sheet_used = Signal(str, str, str)
    back_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("用恢复单打开", sentence("people.sheet_at_gate"), parent)
        self.words = QPlainTextEdit()
        self.words.setTabChangesFocus(True)
        self.words.setPlaceholderText("依次输入十六个词，词之间可用空格，也可以不用")
        self.words.setFixedHeight(self.fontMetrics().lineSpacing() * _LINES + 16)
        self.person = QComboBox()
        self.password, self.again = QLineEdit(), QLineEdit()
        self._strength = FieldNote()
        self.finish = Button("设置新密码并打开", ButtonKind.PRIMARY)
        self.finish.clicked.connect(self._ask)
        for line in (self.password, self.again):
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.returnPressed.connect(self.finish.click)
        self.password.textChanged.connect(
            lambda text: self._strength.say(*password_hint(text)) if text else self._strength.clear()
        )
        back = Button("返回登录", ButtonKind.LINK)
        back.clicked.connect(self.back_chosen)
        grid = FieldGrid()
        grid.add_field("恢复单的词", self.words)
        grid.add_field("管理员", self.person)
        grid.add_field("新密码", self.password, self._strength)
        grid.add_field("再输一次", self.again)
        self.column.addLayout(grid)
        self.add_foot(back, primary=self.finish)

    def show_people(self, people: Sequence[str], chosen: str = "") -> None:
        """Begins anew; who is an administrator is known only once the library is open."""
        self.show_idle()
        self.forget()
        self.person.clear()
        self.person.addItems(list(people))
        if chosen in people:
            self.person.setCurrentText(chosen)
        self.words.setFocus()

    def forget(self) -> None:
        """Empties the page: words and passwords are not left standing."""
        self.words.clear()
        self.password.clear()
        self.again.clear()
        self.note.clear()
        self._strength.clear()

    def show_failure(self, error: Exception) -> None:
        """Says what is wrong, with the keyboard in the words when it is they."""
        super().show_failure(error)
        if isinstance(error, OfficeError) and error.values.get("field") == "words":
            self.words.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        """Forgets all when another page takes its place; a window that is only minimised keeps what was typed."""
        if not event.spontaneous():
            self.forget()
        super().hideEvent(event)

    def _ask(self) -> None:
        password = self.password.text()
        if not self.words.toPlainText().strip():
            self.note.say(sentence("people.sheet_no_words"), Tone.WARN)
        elif not password_will_do(password):
            self.note.say(password_hint(password)[0], Tone.BAD)
        elif password != self.again.text():
            self.note.say(sentence("people.passwords_differ"), Tone.BAD)
        elif self.person.count():
            self.sheet_used.emit(self.words.toPlainText(), self.person.currentText(), password)
