"""One field of the case: label at the left; value, explanation and findings at the right; in editing, its editor."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.notice import NoticePack, Severity
from reviewer_ui.detail.explanation import MACHINE, FieldLine
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.field_editors import FieldEditor, editor_for

LABEL_WIDTH = 108
_TONES = {Severity.BLOCK: Tone.BAD, Severity.WARN: Tone.WARN, Severity.INFORM: None}


class ValueRow(QWidget):
    """A row that is refilled from case to case; its editor is made the first time it is wanted."""

    edited = Signal(str, str)  # field id, text
    reveal_pressed = Signal()
    read_wanted = Signal(str)  # field id: the picture of what a machine read

    def __init__(self, field_id: str, pack: NoticePack, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rule = pack.field(field_id)
        self._pack = pack
        self.line: FieldLine | None = None
        self._is_revealed = False
        self.editor: FieldEditor | None = None
        self.label = Words(self.rule.label, TextRole.LABEL, wrap=True)
        self.value = Words("", wrap=True, selectable=True)
        self.reveal = Button("显示", ButtonKind.LINK)
        self.reveal.hide()
        self.machine = Button(MACHINE, ButtonKind.LINK)
        self.machine.setToolTip("取自扫描件的机读值，按下看原处图片")
        # No row grows by the mark.
        self.machine.setFixedHeight(self.fontMetrics().height() + 4)
        self.machine.hide()
        self.why = FieldNote()
        self.findings = FieldNote()
        self.refusal = FieldNote()
        self.reveal.clicked.connect(self.reveal_pressed)
        self.machine.clicked.connect(lambda _checked=False: self.read_wanted.emit(self.rule.id))
        self._lay_out()

    def show_line(self, line: FieldLine, is_revealed: bool) -> None:
        """Shows the value as it is stored; an editor that was not touched takes it over."""
        if line == self.line and is_revealed == self._is_revealed:
            return
        former, self.line, self._is_revealed = self.line, line, is_revealed
        # Tab stops where there is something to explain; the rest is chosen with the mouse.
        is_explained = bool(line.explanation or line.findings)
        self.value.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_explained else Qt.FocusPolicy.ClickFocus)
        self._show_value(line)
        if former is None or former.explanation != line.explanation:
            self.why.say(line.explanation)
        if former is None or former.findings != line.findings:
            self._show_findings(line)
        if self.editor is not None and former is not None and self.editor.text() == former.value:
            self.editor.set_text(line.value)

    def begin_editing(self, kept: str | None) -> None:
        """Turns the value into its editor, with the kept text if there is one."""
        if self.editor is None:
            self.editor = editor_for(self.rule, self._pack, self)
            self.editor.edited.connect(self._note_typing)
            self._column.insertWidget(1, self.editor)
        stored = self.line.value if self.line else ""
        self.editor.set_text(kept if kept is not None else stored)
        self._set_editing(True)

    def end_editing(self) -> None:
        """Turns the editor into the value again."""
        self._set_editing(False)
        self.refusal.clear()

    @property
    def is_editing(self) -> bool:
        """Whether the editor stands in the value's place."""
        return self.editor is not None and not self.editor.isHidden()

    def text(self) -> str:
        """What is typed, or the stored value when nothing is edited."""
        if self.editor is not None and self.is_editing:
            return self.editor.text()
        return self.line.value if self.line else ""

    def refuse(self, sentence: str) -> None:
        """Says beside the field why its change was refused."""
        self.refusal.say(sentence, Tone.BAD)

    def _note_typing(self) -> None:
        self.refusal.clear()
        self.edited.emit(self.rule.id, self.text())

    def _set_editing(self, is_editing: bool) -> None:
        if self.editor is not None:
            self.editor.setVisible(is_editing)
        self.value.setVisible(not is_editing)
        is_masked = self.rule.masked and bool(self.line and self.line.value)
        self.reveal.setVisible(is_masked and not is_editing)
        self.machine.setVisible(bool(self.line and self.line.machine) and not is_editing)

    def _show_value(self, line: FieldLine) -> None:
        self.value.setText(line.shown(self._is_revealed))
        role = (TextRole.BODY if line.value else TextRole.FAINT).value
        if self.value.property("role") != role:
            self.value.setProperty("role", role)
            self.value.set_tone(None)
        self.reveal.setText("隐藏" if self._is_revealed else "显示")
        self.reveal.setAccessibleName(f"{self.reveal.text()}{self.rule.label}")
        self.reveal.setVisible(self.rule.masked and bool(line.value) and not self.is_editing)
        self.value.setAccessibleName(f"{self.rule.label}：{self.value.text()}")
        self.machine.setText(line.machine)
        self.machine.setAccessibleName(f"{self.rule.label}：{line.machine}，看原处图片")
        self.machine.setVisible(bool(line.machine) and not self.is_editing)

    def _show_findings(self, line: FieldLine) -> None:
        worst = min((finding.severity for finding in line.findings), key=lambda one: one.rank, default=None)
        text = "\n".join(f"{finding.severity.label}：{finding.message}" for finding in line.findings)
        self.findings.say(text, None if worst is None else _TONES[worst])

    def _lay_out(self) -> None:
        self.label.setFixedWidth(LABEL_WIDTH)
        # A label of two lines must not push the value to the middle.
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        value = QHBoxLayout()
        value.setSpacing(4)
        value.addWidget(self.value, 1)
        value.addWidget(self.machine, 0, Qt.AlignmentFlag.AlignTop)
        value.addWidget(self.reveal, 0, Qt.AlignmentFlag.AlignTop)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addLayout(value)
        for note in (self.why, self.findings, self.refusal):
            self._column.addWidget(note)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
