"""What is seen of a locked desk: a blank cover over each window, and the question for the password."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_WIDTH = 420


class Cover(QWidget):
    """Lies over a whole window, which is not even named in the list of the system's windows meanwhile."""

    def __init__(self, over: QWidget) -> None:
        super().__init__(over)
        self._over = over
        self._title = over.windowTitle()
        self._focus = over.focusWidget()
        self.setAutoFillBackground(True)
        self.setAttribute(Qt.WidgetAttribute.WA_NoMousePropagation)
        over.setWindowTitle(sentence("locking.title"))
        over.installEventFilter(self)
        self.setGeometry(over.rect())
        self.show()
        self.raise_()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Grows with its window, and stays above what is put into it meanwhile."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.ChildAdded, QEvent.Type.LayoutRequest):
            self.setGeometry(self._over.rect())
            self.raise_()
        return False

    def lift(self) -> None:
        """Shows the window again as it was, with the keyboard where it stood."""
        self._over.removeEventFilter(self)
        self._over.setWindowTitle(self._title)
        self.hide()
        self.deleteLater()
        if self._focus is not None:
            self._focus.setFocus()


class LockDialog(Dialog):
    """Asks for the password of who is logged in; it does not close before the lock lets it go."""

    tried = Signal(str)

    def __init__(self, says: str, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._may_go = False
        self.setWindowTitle(sentence("locking.title"))
        self.setAccessibleName(sentence("locking.title"))
        self.setWindowModality(Qt.WindowModality.ApplicationModal)
        self.setMinimumWidth(_WIDTH)
        self.password = QLineEdit()
        self.password.setEchoMode(QLineEdit.EchoMode.Password)
        self.password.setAccessibleName("密码")
        self.note = FieldNote()
        self.enter = Button("解锁", ButtonKind.PRIMARY)
        self.leave = Button("换人登录")
        self.enter.setDefault(True)
        self.enter.clicked.connect(self._try)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(sentence("locking.title"), TextRole.TITLE))
        column.addWidget(Words(says, wrap=True))
        if hint:
            column.addWidget(Words(hint, TextRole.NOTE, wrap=True))
        column.addWidget(self.password)
        column.addWidget(self.note)
        row = QHBoxLayout()
        row.addWidget(self.leave)
        row.addStretch(1)
        row.addWidget(self.enter)
        column.addLayout(row)
        self.password.setFocus()

    def say(self, refusal: str) -> None:
        """Shows a sentence above the buttons."""
        self.note.say(refusal, Tone.BAD)
        self.fit_content()

    def refuse(self, error: Exception) -> None:
        """Says that the password was wrong or came too early."""
        self.enter.setEnabled(True)
        self.password.clear()
        self.say(sentence_of(error))
        self.password.setFocus()

    def let_go(self) -> None:
        """Closes for good."""
        self._may_go = True
        self.password.clear()
        self.close()
        self.deleteLater()

    def reject(self) -> None:
        """Escape opens nothing."""
        if self._may_go:
            super().reject()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Neither does the cross in the corner."""
        if not self._may_go:
            event.ignore()
            return
        super().closeEvent(event)

    def _try(self) -> None:
        if not self.password.text():
            self.say(sentence("locking.no_password"))
            return
        self.enter.setEnabled(False)
        self.note.say(sentence("locking.checking"))
        self.tried.emit(self.password.text())
