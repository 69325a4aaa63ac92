"""The small dialog for a decision: it names what will happen, takes a reason or a person, and stays on a refusal."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.limits.lengths import TextKind
from reviewer_resources.phrases import sentence
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.scroll_page import ScrollPage
from reviewer_ui.widgets.words import FieldNote, LetterCount, TextRole, Words

_WIDTH = 460
#: The height of the list of lines: on a low screen, and at most.
_FEWEST = 48
_MOST = 280


class Reason(StrEnum):
    """Whether a decision carries a written reason."""

    NONE = "none"
    OPTIONAL = "optional"
    REQUIRED = "required"


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: title, what will happen, its lines, and the words of the two buttons.

    What `is_final` cannot simply be taken back, or goes against a warning; what `is_destructive` takes away, too. The
    ring then stands on the button that leaves, and Enter confirms only for who has gone to the other one.
    """

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
    is_final: bool = False


class DecisionDialog(Dialog):
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
        LetterCount(self.reason, TextKind.REASON)
        self.note = FieldNote()
        self.confirm = Button(question.confirm, ButtonKind.DANGER if question.is_destructive else ButtonKind.PRIMARY)
        self.cancel = Button(question.cancel)
        self._lay_out()
        self._put_ring()
        self.confirm.clicked.connect(self._confirm)
        self.cancel.clicked.connect(self.reject)
        self.reason.textChanged.connect(lambda: self.reason_typed.emit(self.reason.toPlainText()))

    def lines(self) -> tuple[str, ...]:
        """What is listed before the question."""
        return self._question.lines

    def refuse(self, error: Exception) -> None:
        """Says why the act was refused; what was typed stays."""
        self.confirm.setEnabled(True)
        self.answered()
        if isinstance(error, OfficeError):
            self._say(sentence_of(error))

    def _confirm(self) -> None:
        reason = self.reason.toPlainText().strip()
        if self._question.reason is Reason.REQUIRED and not reason:
            self._say(sentence("panes.reason_needed"))
            self.reason.setFocus()
            return
        self.note.clear()
        # A second press while the act is being stored must not carry it out twice.
        self.confirm.setEnabled(False)
        self.wait()
        self.confirmed.emit(reason, self.choice.currentText())

    def _say(self, refusal: str) -> None:
        self.note.say(refusal, Tone.BAD)
        self.fit_content()

    def _put_ring(self) -> None:
        question = self._question
        leaves = question.is_final or question.is_destructive
        self.confirm.setDefault(not leaves)
        if question.choices:
            self.choice.setFocus()
        elif question.reason is not Reason.NONE:
            self.reason.setFocus()
        else:
            (self.cancel if leaves else self.confirm).setFocus()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as what it says needs."""
        self.fit_content()
        super().showEvent(event)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words(self._question.title, TextRole.TITLE, wrap=True))
        column.addWidget(Words(self._question.says, wrap=True))
        if self._question.lines:
            column.addWidget(Lines(self._question.says, self._question.lines), 1)
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


class Lines(ScrollPage):
    """The lines one below the other; a long list scrolls, so that the buttons stay on a low screen."""

    def __init__(self, says: str, lines: Sequence[str]) -> None:
        super().__init__(says)
        self._wanted = _FEWEST
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.column.setSpacing(4)
        for line in lines:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(Words("·", TextRole.HEAD), 0, Qt.AlignmentFlag.AlignTop)
            row.addWidget(Words(line, wrap=True), 1)
            self.column.addLayout(row)
        self.column.addStretch(1)

    def sizeHint(self) -> QSize:
        """As high as the lines in the width they have now."""
        return QSize(_WIDTH - 40, min(self._wanted, _MOST))

    def minimumSizeHint(self) -> QSize:
        """Two lines, where the screen is low."""
        return QSize(0, min(self._wanted, _FEWEST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Measures the lines anew: they wrap with the width."""
        super().resizeEvent(event)
        body = self.widget()
        wanted = body.heightForWidth(self.viewport().width()) if body is not None else _FEWEST
        if wanted != self._wanted:
            self._wanted = wanted
            self.setMaximumHeight(min(wanted, _MOST))
            self.updateGeometry()
