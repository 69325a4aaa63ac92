"""The way in of who is chosen in the table of people: a new password, or a new slot for who comes back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from reviewer_app.domain.application import Role, User
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, FieldNote

#: A good password is longer than the line Qt would give it beside its button.
_LINE_WIDTH = 190


class WayInLine(QWidget):
    """A first password typed by the administrator; its owner changes it before anything else. `changed` when set."""

    changed = Signal()

    def __init__(
        self, context: Context, note: FieldNote, roles: Callable[[], frozenset[Role]], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._background = context.background
        self._note, self._roles = note, roles
        self._person: User | None = None
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("所选人员的新密码")
        self.again = QLineEdit()
        self.again.setEchoMode(QLineEdit.EchoMode.Password)
        self.again.setAccessibleName("再输一遍所选人员的新密码")
        self.password.setPlaceholderText("新密码")
        self.again.setPlaceholderText("再输一遍")
        for line in (self.password, self.again):
            line.setMinimumWidth(_LINE_WIDTH)
        self.give = Button("重设密码")
        self.give.clicked.connect(self._press)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(16)
        for widget in (self.password, self.again, self.give):
            row.addWidget(widget)
        row.addStretch(1)
        self.show_person(None)

    def show_person(self, person: User | None) -> None:
        """Shows what can be given to a person; nobody: nothing."""
        self._person = person
        self.give.setText("重新上岗" if person is not None and not person.roles else "重设密码")
        self.setEnabled(person is not None)

    def _press(self) -> None:
        person, password = self._person, self.password.text()
        if person is None:
            return
        if password != self.again.text():
            self._note.say(sentence("people.passwords_differ"), Tone.BAD)
            return
        roles = self._roles()

        def work(library: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> str:
            if person.roles:
                library.set_password(person.name, password)
                return "people.password_set"
            library.bring_back(person.name, roles, password)
            return "people.brought_back"

        self.give.setEnabled(False)
        self._background.run_long(work, then=lambda code: self._done(code, person.name), failed=self._refuse)

    def _done(self, code: str, name: str) -> None:
        self.give.setEnabled(True)
        self.password.clear()
        self.again.clear()
        self._note.say(sentence(code, {"name": name}), Tone.OK)
        self.changed.emit()

    def _refuse(self, error: Exception) -> None:
        self.give.setEnabled(True)
        self._note.say(sentence_of(error), Tone.BAD)
