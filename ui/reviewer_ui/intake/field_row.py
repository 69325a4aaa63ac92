"""One field of the registration form: its label, its editor, and what is said under it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from reviewer_app.domain.application import Finding
from reviewer_app.domain.notice import FieldRule, NoticePack, Severity
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.field_editors import editor_for

LABEL_WIDTH = 148
#: The check that a starred field is filled; it is said only once the officer has been there or has asked to register.
MISSING = "required.missing"
_TONES = {Severity.BLOCK: Tone.BAD, Severity.WARN: Tone.WARN, Severity.INFORM: None}


class FieldRow(QWidget):
    """Label at the left, editor at the right; below it help, findings, a refusal, a suggestion to take over."""

    edited = Signal(str)
    left = Signal(str)

    def __init__(self, rule: FieldRule, pack: NoticePack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule = rule
        self.editor = editor_for(rule, pack)
        self.editor.edited.connect(self._note_typing)
        self.editor.left.connect(self._note_leaving)
        self._is_visited = False
        self._findings: tuple[Finding, ...] = ()
        self._help = FieldNote()
        self._warning = FieldNote()
        self._refusal = FieldNote()
        self._suggestion = Button("", ButtonKind.LINK)
        self._suggestion.hide()
        self._take: Callable[[], None] | None = None
        self._suggestion.clicked.connect(self._take_suggestion)
        self._lay_out()

    def explain(self, text: str) -> None:
        """Says something helpful in grey."""
        self._help.say(text)

    def offer(self, text: str, take: Callable[[], None] | None) -> None:
        """Offers a correction as a button that the officer may press; an empty text takes the offer back."""
        self._take = take
        self._suggestion.setText(text)
        self._suggestion.setVisible(bool(text))

    def show_findings(self, findings: Sequence[Finding], is_asked: bool) -> None:
        """Shows the automatic findings of this field; `is_asked` once the officer wanted to register."""
        self._findings = tuple(findings)
        self._is_visited = self._is_visited or is_asked
        self._write_findings()

    def refuse(self, sentence: str) -> None:
        """Says why the office refuses what stands here; typing takes it away."""
        self._refusal.say(sentence, Tone.BAD)
        self._mark()

    def notes(self) -> tuple[str, ...]:
        """Everything said under the field now."""
        spoken = (self._help, self._warning, self._refusal, self._suggestion)
        return tuple(part.text() for part in spoken if not part.isHidden())

    def start_anew(self) -> None:
        """Forgets what was said, for the next application."""
        self._is_visited = False
        self._findings = ()
        for note in (self._help, self._warning, self._refusal):
            note.clear()
        self.offer("", None)
        self._mark()

    def _lay_out(self) -> None:
        label = QLabel()
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setProperty("role", TextRole.LABEL.value)
        label.setText(self.rule.label)
        label.setWordWrap(True)
        label.setBuddy(self.editor)
        star = Words("*" if self.rule.required else "", TextRole.BODY)
        star.set_tone(Tone.BAD)
        head = QHBoxLayout()
        head.setContentsMargins(0, 6, 0, 0)
        head.setSpacing(4)
        head.addWidget(label, 0, Qt.AlignmentFlag.AlignTop)
        head.addWidget(star, 1, Qt.AlignmentFlag.AlignTop)
        name = QWidget()
        name.setFixedWidth(LABEL_WIDTH)
        name.setLayout(head)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        for part in (self.editor, self._help, self._warning, self._refusal):
            column.addWidget(part)
        column.addWidget(self._suggestion, 0, Qt.AlignmentFlag.AlignLeft)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(column, 1)

    def _note_typing(self) -> None:
        self._refusal.clear()
        self._mark()
        self.edited.emit(self.rule.id)

    def _note_leaving(self) -> None:
        self._is_visited = True
        self._write_findings()
        self.left.emit(self.rule.id)

    def _write_findings(self) -> None:
        said = [finding for finding in self._findings if self._is_visited or finding.id != MISSING]
        worst = next((severity for severity in Severity if any(one.severity is severity for one in said)), None)
        text = "\n".join(f"{finding.severity.label}：{finding.message}" for finding in said)
        self._warning.say(text, _TONES[worst] if worst else None)
        self._mark()

    def _mark(self) -> None:
        """A red frame around what cannot stay so; the words below say the same."""
        said = [one for one in self._findings if self._is_visited or one.id != MISSING]
        is_wrong = not self._refusal.isHidden() or any(one.severity is Severity.BLOCK for one in said)
        self.editor.mark_wrong(is_wrong)

    def _take_suggestion(self) -> None:
        if self._take is not None:
            self._take()
