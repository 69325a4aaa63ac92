"""The small dialog for a decision: it names what will happen, takes a reason or a person, and stays on a refusal."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QComboBox, QDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.scroll_page import ScrollPage
from reviewer_ui.widgets.words import FieldNote, TextRole, Words

_WIDTH = 460
_LIST_HEIGHT = 280


class Reason(StrEnum):
    """Whether a decision carries a written reason."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: title, what will happen, its lines, and the words of the two buttons."""

    title: str
    says: str
    confirm: str
    cancel: str = "取消"
    lines: tuple[str, ...] = ()
    reason: Reason = Reason.NONE
    reason_label: str = "理由"
    reason_text: str = ""
    choices: tuple[str, ...] = ()
    choice_label: str = ""
    is_destructive: bool = False


class DecisionDialog(QDialog):
    """Asks one question; `confirmed` carries reason and choice, the asker closes the dialog when the act is done."""

    confirmed = Signal(str, str)
    reason_typed = Signal(str)

    def __init__(self, question: Question, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._question = question
        self.setWindowTitle(question.title)
        self.setAccessibleName(question.title)
        self.setMinimumWidth(_WIDTH)
        self.choice = QComboBox()
        self.reason = QPlainTextEdit(question.reason_text)
        self.note = FieldNote()
        self.confirm = Button(question.confirm, ButtonKind.DANGER if question.is_destructive else ButtonKind.PRIMARY)
        self.cancel = Button(question.cancel)
        self._lay_out()
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self.reason.textChanged.connect(lambda: self.reason_typed.emit(self.reason.toPlainText()))

    def lines(self) -> tuple[str, ...]:
        """What is listed before the question."""
        return self._question.lines

    def refuse(self, error: Exception) -> None:
        """Says why the act was refused; what was typed stays."""
        self.confirm.setEnabled(True)
        if isinstance(error, OfficeError):
            self.note.say(sentence_of(error), Tone.BAD)

    def _confirm(self) -> None:
        reason = self.reason.toPlainText().strip()
        if self._question.reason is Reason.REQUIRED and not reason:
            self.note.say(sentence("panes.reason_needed"), Tone.BAD)
            self.reason.setFocus()
            return
        self.note.clear()
        # A second press while the act is being stored must not carry it out twice.
        self.confirm.setEnabled(False)
        self.confirmed.emit(reason, self.choice.currentText())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(self._question.title, TextRole.TITLE, wrap=True))
        column.addWidget(Words(self._question.says, wrap=True))
        if self._question.lines:
            column.addWidget(_bullets(self._question))
        if self._question.choices:
            self._add_choice(column)
        if self._question.reason is not Reason.NONE:
            self._add_reason(column)
        column.addWidget(self.note)
        column.addSpacing(8)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)

    def _add_choice(self, column: QVBoxLayout) -> None:
        label = Words(self._question.choice_label, TextRole.LABEL)
        label.setBuddy(self.choice)
        self.choice.setAccessibleName(self._question.choice_label)
        self.choice.addItems(list(self._question.choices))
        column.addWidget(label)
        column.addWidget(self.choice)

    def _add_reason(self, column: QVBoxLayout) -> None:
        is_optional = self._question.reason is Reason.OPTIONAL
        label = Words(self._question.reason_label + ("（可不填）" if is_optional else ""), TextRole.LABEL)
        label.setBuddy(self.reason)
        self.reason.setAccessibleName(self._question.reason_label)
        self.reason.setTabChangesFocus(True)
        self.reason.setFixedHeight(self.fontMetrics().lineSpacing() * 3 + 16)
        column.addWidget(label)
        column.addWidget(self.reason)


def _bullets(question: Question) -> QWidget:
    """The lines one below the other; a long list scrolls, so that the buttons stay on a low screen."""
    page = ScrollPage(question.says)
    page.column.setSpacing(4)
    for line in question.lines:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(Words("·", TextRole.HEAD), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(Words(line, wrap=True), 1)
        page.column.addLayout(row)
    page.column.addStretch(1)
    body = page.widget()
    wanted = body.heightForWidth(_WIDTH - 60) if body is not None else _LIST_HEIGHT
    page.setFixedHeight(min(max(wanted, 24), _LIST_HEIGHT))
    return page
