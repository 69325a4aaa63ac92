"""A pack's text to be typed in, with a search: another text is put in its place only where the two differ."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import Signal
from PySide6.QtGui import QFontDatabase, QTextCursor
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

_TEXT_WIDTH, _TEXT_HEIGHT = 300, 80


class PackText(QPlainTextEdit):
    """The text; `search` is the field above it, `not_found` carries words that stand nowhere."""

    not_found = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("规则包文字")
        self.setTabChangesFocus(True)
        self.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.setMinimumSize(_TEXT_WIDTH, _TEXT_HEIGHT)
        self.search = QLineEdit()
        self.search.setPlaceholderText("在规则包里查找，回车找下一处")
        self.search.setAccessibleName("在规则包里查找")
        self.search.returnPressed.connect(self._find_next)

    def put(self, after: str) -> None:
        """Puts another text in place, only where the two differ: it can be undone, and the rest keeps still."""
        before = self.toPlainText()
        if before == after:
            return
        start = _alike(before, after)
        back = _alike(before[start:][::-1], after[start:][::-1])
        end = len(before) - back
        cursor = QTextCursor(self.document())
        cursor.setPosition(_units(before[:start]))
        cursor.setPosition(_units(before[:end]), QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(after[start : len(after) - back])
        if not self.hasFocus():
            self.setTextCursor(cursor)
            self.centerCursor()

    def go_to_line(self, line: int) -> None:
        """Chooses a line, counted from 0; none for one below."""
        if line < 0:
            return
        cursor = QTextCursor(self.document().findBlockByNumber(line))
        cursor.select(QTextCursor.SelectionType.LineUnderCursor)
        self.setTextCursor(cursor)
        self.centerCursor()

    def go_to_words(self, words: str) -> None:
        """Chooses the line of the first place that has some words."""
        before = self.toPlainText().partition(words)[0]
        if len(before) < len(self.toPlainText()):
            self.go_to_line(before.count("\n"))

    def _find_next(self) -> None:
        words = self.search.text()
        if words and not self.find(words):
            self.moveCursor(QTextCursor.MoveOperation.Start)
            if not self.find(words):
                self.not_found.emit(words)


def as_shown(text: str) -> str:
    """A text as a text field gives it back."""
    return text.replace("\u00a0", " ").replace("\u2028", "\n").replace("\u2029", "\n")


def _alike(one: str, other: str) -> int:
    """How many letters two texts begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _units(text: str) -> int:
    """How long a text is for Qt, which counts letters beyond the first plane twice."""
    return len(text) + sum(letter > "\uffff" for letter in text)
