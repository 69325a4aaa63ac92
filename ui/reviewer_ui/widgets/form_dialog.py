"""A small form in a dialog: a few named fields, one act; a refusal stands in it and what was typed stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.decision import Lines
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.words import FieldNote, LetterCount, TextRole, Words

_WIDTH, _LONG_LINES = 480, 3


@dataclass(frozen=True, slots=True)
class FormField:
    """One field: its id and label, what stands in it, a hint; `choices` are (value, words), a file is chosen.

    Of a `kind` of text the count is shown near its limit. One that is `beside` stands in the row of the field before
    it, so that a long form fits a low screen. What is long has several lines, which Tab leaves.
    """

    id: str
    label: str
    text: str = ""
    hint: str = ""
    choices: tuple[tuple[str, str], ...] = ()
    is_file: bool = False
    beside: bool = False
    kind: TextKind | None = None
    is_long: bool = False


class FormDialog(Dialog):
    """`confirmed` carries the texts by field id; the asker closes the dialog when the act is done.

    `lines` are listed before the fields, as before a decision.
    """

    confirmed = Signal(object)  # dict[str, str]

    def __init__(
        self,
        title: str,
        says: str,
        confirm: str,
        fields: Sequence[FormField],
        parent: QWidget | None = None,
        lines: Sequence[str] = (),
    ) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setAccessibleName(title)
        self.setMinimumWidth(_WIDTH)
        self.editors: dict[str, QLineEdit | QPlainTextEdit | QComboBox] = {}
        self.note = FieldNote()
        self.confirm = Button(confirm, ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self.confirm.setDefault(True)
        self._lay_out(title, says, lines, fields)
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        next(iter(self.editors.values())).setFocus()

    def texts(self) -> dict[str, str]:
        """What stands in the fields now; of a choice its value."""
        return {
            name: str(editor.currentData())
            if isinstance(editor, QComboBox)
            else editor.toPlainText()
            if isinstance(editor, QPlainTextEdit)
            else editor.text()
            for name, editor in self.editors.items()
        }

    def fill(self, name: str, text: str) -> None:
        """Puts a text into a field, or chooses the value."""
        editor = self.editors[name]
        if isinstance(editor, QComboBox):
            editor.setCurrentIndex(editor.findData(text))
        elif isinstance(editor, QPlainTextEdit):
            editor.setPlainText(text)
        else:
            editor.setText(text)

    def refuse(self, error: Exception) -> None:
        """Says why the act was refused, with the keyboard in the field it is about."""
        self.confirm.setEnabled(True)
        self.answered()
        if not isinstance(error, OfficeError):
            return
        self.say(sentence_of(error))
        editor = self.editors.get(str(error.values.get("field", "")))
        if editor is not None:
            editor.setFocus()

    def say(self, refusal: str) -> None:
        """Shows a sentence above the buttons."""
        self.note.say(refusal, Tone.BAD)
        self.fit_content()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what it says needs."""
        self.fit_content()
        super().showEvent(event)

    def _confirm(self) -> None:
        self.note.clear()
        # A second press while the act is being stored must not carry it out twice.
        self.confirm.setEnabled(False)
        self.wait()
        self.confirmed.emit(self.texts())

    def _lay_out(self, title: str, says: str, lines: Sequence[str], fields: Sequence[FormField]) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(6)
        column.addWidget(Words(title, TextRole.TITLE, wrap=True))
        column.addWidget(Words(says, wrap=True))
        if lines:
            column.addWidget(Lines(says, lines), 1)
        row = QHBoxLayout()
        for field in fields:
            if not field.beside:
                column.addSpacing(4)
                row = QHBoxLayout()
                row.setSpacing(12)
                column.addLayout(row)
            cell = QVBoxLayout()
            cell.setSpacing(6)
            self._add(cell, field)
            row.addLayout(cell, 1)
        column.addWidget(self.note)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)

    def _add(self, column: QVBoxLayout, field: FormField) -> None:
        editor: QLineEdit | QPlainTextEdit | QComboBox
        if field.choices:
            editor = QComboBox()
            for value, words in field.choices:
                editor.addItem(words, value)
        elif field.is_long:
            editor = QPlainTextEdit()
            editor.setPlaceholderText(field.hint)
            editor.setTabChangesFocus(True)
            editor.setFixedHeight(editor.fontMetrics().lineSpacing() * _LONG_LINES + 18)
            if field.kind is not None:
                LetterCount(editor, field.kind)
        else:
            editor = QLineEdit()
            editor.setPlaceholderText(field.hint)
            if field.kind is not None:
                LetterCount(editor, field.kind)
        label = Words(field.label, TextRole.LABEL)
        label.setBuddy(editor)
        editor.setAccessibleName(field.label)
        self.editors[field.id] = editor
        if field.text:
            self.fill(field.id, field.text)
        column.addWidget(label)
        if not field.is_file or isinstance(editor, QComboBox):
            column.addWidget(editor)
            return
        choose = Button("选文件…")
        choose.clicked.connect(lambda: self._choose_file(field))
        row = QHBoxLayout()
        row.addWidget(editor, 1)
        row.addWidget(choose)
        column.addLayout(row)

    def _choose_file(self, field: FormField) -> None:
        dialog = QFileDialog(self, field.label, str(Path.home()))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.fill(field.id, chosen))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
