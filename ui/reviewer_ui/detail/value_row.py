"""One field of the case: label at the left; value, explanation and findings at the right; in editing, its editor."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.notice import NoticePack, Severity
from reviewer_ui.detail.explanation import MACHINE, FieldLine
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.field_editors import FieldEditor, editor_for

LABEL_WIDTH = 108
#: The lines below a value, from top to bottom.
_NOTES = ("why", "findings", "refusal")
_TONES = {Severity.BLOCK: Tone.BAD, Severity.WARN: Tone.WARN, Severity.INFORM: None}


class ValueRow(QWidget):
    """A row that is refilled from case to case; what few rows have is made the first time it is wanted."""

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
        self._notes: dict[str, FieldNote] = {}
        self._lay_out()

    @property
    def why(self) -> FieldNote:
        """What explains the value."""
        return self._note("why")

    @property
    def findings(self) -> FieldNote:
        """What there is to say against the value."""
        return self._note("findings")

    @property
    def refusal(self) -> FieldNote:
        """Why a change was refused."""
        return self._note("refusal")

    def _note(self, name: str) -> FieldNote:
        if name not in self._notes:
            self._notes[name] = FieldNote()
            below = [one for one in _NOTES[_NOTES.index(name) + 1 :] if one in self._notes]
            self._column.insertWidget(self._column.count() - len(below), self._notes[name])
        return self._notes[name]

    @cached_property
    def reveal(self) -> Button:
        """Shows what is masked, and masks it again."""
        reveal = Button("显示", ButtonKind.LINK)
        reveal.hide()
        reveal.clicked.connect(self.reveal_pressed)
        self._beside.addWidget(reveal, 0, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.value, reveal)
        return reveal

    @cached_property
    def machine(self) -> Button:
        """Says that a machine read the value, and shows where."""
        machine = Button(MACHINE, ButtonKind.LINK)
        machine.setToolTip("取自扫描件的机读值，按下看原处图片")
        # No row grows by the mark.
        machine.setFixedHeight(self.fontMetrics().height() + 4)
        machine.hide()
        machine.clicked.connect(lambda _checked=False: self.read_wanted.emit(self.rule.id))
        self._beside.insertWidget(1, machine, 0, Qt.AlignmentFlag.AlignTop)
        QWidget.setTabOrder(self.value, machine)
        return machine

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
            self._say("why", line.explanation)
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
        self._say("refusal", "")

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

    def _say(self, name: str, text: str, tone: Tone | None = None) -> None:
        if text or name in self._notes:
            self._note(name).say(text, tone)

    def _note_typing(self) -> None:
        self._say("refusal", "")
        self.edited.emit(self.rule.id, self.text())

    def _set_editing(self, is_editing: bool) -> None:
        if self.editor is not None:
            self.editor.setVisible(is_editing)
        self.value.setVisible(not is_editing)
        if self.line is not None:
            self._show_beside(self.line)

    def _show_value(self, line: FieldLine) -> None:
        self.value.setText(line.shown(self._is_revealed))
        role = (TextRole.BODY if line.value else TextRole.FAINT).value
        if self.value.property("role") != role:
            self.value.setProperty("role", role)
            self.value.set_tone(None)
        self.value.setAccessibleName(f"{self.rule.label}：{self.value.text()}")
        self._show_beside(line)

    def _show_beside(self, line: FieldLine) -> None:
        """What can be done with the value as it stands; nothing while its editor is there."""
        if self.rule.masked:
            self.reveal.setText("隐藏" if self._is_revealed else "显示")
            self.reveal.setAccessibleName(f"{self.reveal.text()}{self.rule.label}")
            self.reveal.setVisible(bool(line.value) and not self.is_editing)
        if line.machine or "machine" in vars(self):
            self.machine.setText(line.machine)
            self.machine.setAccessibleName(f"{self.rule.label}：{line.machine}，看原处图片")
            self.machine.setVisible(bool(line.machine) and not self.is_editing)

    def _show_findings(self, line: FieldLine) -> None:
        worst = min((finding.severity for finding in line.findings), key=lambda one: one.rank, default=None)
        text = "\n".join(f"{finding.severity.label}：{finding.message}" for finding in line.findings)
        self._say("findings", text, None if worst is None else _TONES[worst])

    def _lay_out(self) -> None:
        self.label.setFixedWidth(LABEL_WIDTH)
        # A label of two lines must not push the value to the middle.
        self.value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self._beside = QHBoxLayout()
        self._beside.setSpacing(4)
        self._beside.addWidget(self.value, 1)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(1)
        self._column.addLayout(self._beside)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(8)
        row.addWidget(self.label, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)
