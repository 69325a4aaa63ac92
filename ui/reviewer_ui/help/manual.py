"""The manual inside the window: chapters at the left, one at the right, all of them searchable; Shift+F1 opens it."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, QUrl
from PySide6.QtGui import QKeySequence, QShortcut, QTextCursor, QTextDocument
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QTextBrowser,
    QVBoxLayout,
    QWidget,
)

from reviewer_resources.manual import chapters
from reviewer_ui.reading_size import reading_font, reading_size
from reviewer_ui.widgets import FieldNote
from reviewer_ui.widgets.dialog import Dialog

_NUMBER = Qt.ItemDataRole.UserRole
_LIST_WIDTH = 180
_ROW = 32


class ManualDialog(Dialog):
    """One field that narrows the chapters and marks what was looked for in the text."""

    def __init__(self, chapter: int = 0, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("用户手册")
        self.resize(860, 600)
        self.field = QLineEdit()
        self.field.setPlaceholderText("在手册里查找，例如“备份”")
        self.field.setAccessibleName("在手册里查找")
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("手册目录")
        self.list.setFixedWidth(_LIST_WIDTH)
        self.none = FieldNote()
        self.page = QTextBrowser()
        self.page.setAccessibleName("手册正文")
        # A manual that leads out of itself would ask the machine for a browser and the network.
        self.page.setOpenLinks(False)
        self._wear_reading()
        reading_size().changed.connect(self._wear_reading)
        for keys, by in (("Ctrl++", 1), ("Ctrl+=", 1), ("Ctrl+-", -1), ("Ctrl+0", 0)):
            QShortcut(QKeySequence(keys), self, partial(reading_size().step, by))
        self._lay_out()
        self._fill(chapter)
        self.field.textChanged.connect(lambda _text: self._fill(self._number()))
        self.list.currentItemChanged.connect(lambda _now, _before: self._show())

    def choose(self, chapter: int) -> None:
        """Shows a chapter."""
        for row in range(self.list.count()):
            if self.list.item(row).data(_NUMBER) == chapter:
                self.list.setCurrentRow(row)

    def _wear_reading(self) -> None:
        self.page.setFont(reading_font())

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(6)
        left.addWidget(self.list, 1)
        left.addWidget(self.none)
        across = QHBoxLayout()
        across.setSpacing(10)
        across.addLayout(left)
        across.addWidget(self.page, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 12, 12, 12)
        column.setSpacing(8)
        column.addWidget(self.field)
        column.addLayout(across, 1)

    def _number(self) -> int:
        item = self.list.currentItem()
        return int(item.data(_NUMBER)) if item is not None else 0

    def _fill(self, wanted: int) -> None:
        self.list.blockSignals(True)
        self.list.clear()
        for number, chapter in enumerate(chapters()):
            if chapter.has(self.field.text()):
                item = QListWidgetItem(chapter.title, self.list)
                item.setData(_NUMBER, number)
                item.setSizeHint(QSize(0, _ROW))
        self.list.blockSignals(False)
        self.none.say("" if self.list.count() else "手册里没有这几个字。")
        self.list.setCurrentRow(0)
        self.choose(wanted)
        self._show()

    def _show(self) -> None:
        if not self.list.count():
            self.page.clear()
            return
        self.page.document().setBaseUrl(QUrl())
        self.page.setMarkdown(chapters()[self._number()].markdown)
        self._mark(self.field.text().strip())

    def _mark(self, wanted: str) -> None:
        """Every place where the first word stands is lit, and the first one comes into sight."""
        marks = []
        words = wanted.split()
        found = self.page.document().find(words[0]) if words else QTextCursor()
        while not found.isNull():
            mark = QTextBrowser.ExtraSelection()
            mark.cursor = found
            mark.format.setBackground(self.palette().highlight())
            mark.format.setForeground(self.palette().highlightedText())
            marks.append(mark)
            found = self.page.document().find(words[0], found, QTextDocument.FindFlag(0))
        self.page.setExtraSelections(marks)
        if marks:
            self.page.setTextCursor(marks[0].cursor)
