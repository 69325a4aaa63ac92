"""Logging in: who, and the password; after a wrong one a clear sentence and a wait that is counted down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_ui.gate.page import FieldGrid, GatePage
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind


class LoginPage(GatePage):
    """Person and password of one library.

    Who works there is read while the password is typed: an Enter that comes sooner is kept until the people are there.
    """

    login_asked = Signal(str, str)
    other_chosen = Signal()
    restore_chosen = Signal()
    sheet_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("登录", "", parent)
        self.person = QComboBox()
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.returnPressed.connect(self._ask)
        self.password.textEdited.connect(self._give_up_waiting)
        self.enter = Button("登录", ButtonKind.PRIMARY)
        self.enter.clicked.connect(self._ask)
        other = Button("换一个案卷库", ButtonKind.LINK)
        other.clicked.connect(self.other_chosen)
        restore = Button("从备份恢复", ButtonKind.LINK)
        restore.clicked.connect(self.restore_chosen)
        sheet = Button("用恢复单打开…", ButtonKind.LINK)
        sheet.clicked.connect(self.sheet_chosen)
        grid = FieldGrid()
        grid.add_field("用户", self.person)
        grid.add_field("密码", self.password)
        self.column.addLayout(grid)
        self.add_foot(other, restore, sheet, primary=self.enter)
        self._folder: Path | None = None
        self._is_asked = False
        self._seconds = 0
        self._sentence = ""
        self._clock = QTimer(self)
        self._clock.setInterval(1000)
        self._clock.timeout.connect(self._count_down)

    def show_library(self, folder: Path, hint: str = "") -> None:
        """Shows whose library it is; the people follow."""
        self.show_idle()
        self._folder, self._is_asked = folder, False
        self.show_head(folder.name, hint or str(folder))
        self.person.clear()
        self.password.clear()
        self.note.clear()
        self._end_wait()
        self.password.setFocus()

    def show_people(self, people: Sequence[str], last: str, folder: Path) -> None:
        """Shows who can log in to the library of this page; who logged in last is chosen.

        A password already typed stays, and an Enter pressed meanwhile counts now if it is plain who pressed it.
        """
        if folder != self._folder:
            return
        self.person.clear()
        self.person.addItems(list(people))
        if last in people:
            self.person.setCurrentText(last)
        if not self._is_asked:
            return
        self._give_up_waiting()
        if last in people or len(people) == 1:
            self._ask()
        else:
            self.note.say("请选定用户，再登录。", Tone.WARN)
            self.person.setFocus()

    def show_failure(self, error: Exception) -> None:
        """Says that the password is wrong, or what else failed; the wait grows with each wrong one."""
        super().show_failure(error)
        self._is_asked = False
        self.password.selectAll()
        self.password.setFocus()
        seconds = error.values.get("wait_seconds", 0) if isinstance(error, OfficeError) else 0
        if isinstance(seconds, int | float) and seconds >= 1:
            self._sentence = sentence_of(error)
            self._seconds = round(seconds)
            self.enter.setEnabled(False)
            self._clock.start()
            self._say_wait()

    @property
    def seconds_to_wait(self) -> int:
        """How long until the next try."""
        return self._seconds

    def _count_down(self) -> None:
        self._seconds -= 1
        if self._seconds <= 0:
            self._end_wait()
            self.note.say("现在可以再试。", Tone.IDLE)
        else:
            self._say_wait()

    def _say_wait(self) -> None:
        self.enter.setText(f"{self._seconds} 秒后可再试")
        self.note.say(self._sentence, Tone.BAD)

    def _end_wait(self) -> None:
        self._clock.stop()
        self._seconds = 0
        self.enter.setText("登录")
        self.enter.setEnabled(True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Who went to another page does not log in any more."""
        super().hideEvent(event)
        if not event.spontaneous():
            self._give_up_waiting()

    def _give_up_waiting(self) -> None:
        if self._is_asked:
            self._is_asked = False
            self.note.clear()

    def _ask(self) -> None:
        if not self.enter.isEnabled():
            return
        if not self.password.text():
            self.note.say("请输入密码。", Tone.WARN)
        elif not self.person.count():
            self._is_asked = True
            self.note.say("正在读取用户名单，读完即登录。", Tone.IDLE)
        else:
            self.login_asked.emit(self.person.currentText(), self.password.text())
