"""The page 申报信息: findings on top, then every field by the form's sections; F2 turns the values into fields."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.notice import NoticePack, Severity
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.detail.explanation import lines_of, severity_rank, told_field
from reviewer_ui.detail.value_row import ValueRow
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SectionHead
from reviewer_ui.widgets.band import Band, BandLine
from reviewer_ui.widgets.scroll_page import ScrollPage

_TONES = {Severity.BLOCK: Tone.BAD, Severity.WARN: Tone.WARN, Severity.INFORM: Tone.IDLE}


class FieldsPage(QWidget):
    """All fields of one case, refilled from case to case; rebuilt only when the pack is another."""

    edited = Signal(str, str)
    save_pressed = Signal()
    discard_pressed = Signal()
    resume_pressed = Signal()
    state_changed = Signal()
    read_wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pack_hash = ""
        self._view: CaseView | None = None
        self._is_revealed = False
        self.is_editing = False
        self.rows: dict[str, ValueRow] = {}
        self.findings = Band(Tone.WARN)
        self.kept = Band(Tone.ACCENT)
        self.page = ScrollPage("申报信息")
        self.note = FieldNote()
        self.save = Button("保存修改", ButtonKind.PRIMARY)
        self.discard = Button("放弃修改")
        self.foot = QWidget()
        self._lay_out()
        self.findings.chosen.connect(self.go_to)
        self.save.clicked.connect(self.save_pressed)
        self.discard.clicked.connect(self.discard_pressed)
        self.kept.add_button("继续编辑").clicked.connect(self.resume_pressed)

    def show_view(self, view: CaseView, is_other_case: bool) -> None:
        """Shows a case; for another one telephones are masked again and the page starts at its top."""
        if view.pack.sha256 != self._pack_hash:
            self._build(view.pack)
        if is_other_case:
            self._is_revealed = False
            self.end_editing()
            self.page.verticalScrollBar().setValue(0)
        self._view = view
        for line in lines_of(view):
            self.rows[line.field.id].show_line(line, self._is_revealed)
        self._say_findings(view)

    def begin_editing(self, kept: Mapping[str, str]) -> None:
        """Turns the values into fields, with the texts that were kept."""
        self.is_editing = True
        for field_id, row in self.rows.items():
            row.begin_editing(kept.get(field_id))
        self.note.clear()
        self.foot.show()
        self.kept.say([])
        self.count_changes()
        self.state_changed.emit()

    def end_editing(self) -> None:
        """Turns the fields into values again."""
        self.is_editing = False
        for row in self.rows.values():
            row.end_editing()
        self.foot.hide()
        self.state_changed.emit()

    def typed(self) -> dict[str, str]:
        """Every field's text as it stands in the editors."""
        return {field_id: row.text() for field_id, row in self.rows.items()}

    def changed_ids(self) -> list[str]:
        """The fields whose text differs from what is stored."""
        return [field_id for field_id, row in self.rows.items() if row.line and row.text() != row.line.value]

    def count_changes(self) -> None:
        """Says on the buttons how many fields are changed."""
        count = len(self.changed_ids())
        self.save.setText(f"保存 {count} 项修改" if count else "保存修改")
        self.save.setEnabled(bool(count))
        self.discard.setText(f"放弃 {count} 项修改" if count else "退出编辑")

    def say_kept(self, count: int) -> None:
        """Says that there are changes typed earlier and not yet saved."""
        self.kept.say([BandLine(f"有 {count} 项修改还没有保存", Tone.ACCENT)] if count and not self.is_editing else [])

    def go_to(self, field_id: str) -> None:
        """Brings a field into sight; in editing it also takes the keyboard."""
        row = self.rows.get(field_id)
        if row is None:
            return
        self.page.ensureWidgetVisible(row, 0, 60)
        target = row.editor if row.is_editing and row.editor is not None else row.value
        target.setFocus()

    def refuse(self, field_id: str, sentence: str) -> None:
        """Says a refusal beside its field, or above the buttons when it belongs to none."""
        row = self.rows.get(field_id)
        if row is None:
            self.note.say(sentence, Tone.BAD)
        else:
            row.refuse(sentence)
            QTimer.singleShot(0, self, lambda: self.go_to(field_id))

    def _told(self, row: ValueRow) -> Told | None:
        if self._view is None or row.line is None:
            return None
        return told_field(self._view, row.line, self._is_revealed)

    def _toggle_reveal(self) -> None:
        self._is_revealed = not self._is_revealed
        for row in self.rows.values():
            if row.line is not None:
                row.show_line(row.line, self._is_revealed)

    def _say_findings(self, view: CaseView) -> None:
        ids = {field.label: field.id for field in view.pack.fields}
        ordered = sorted(view.findings, key=severity_rank)
        if len(ordered) == 1:
            only = ordered[0]
            text = f"⚑ 自动提示 1 项（{only.severity.label}）：{only.message}"
            self.findings.say([BandLine(text, _TONES[only.severity], ids.get(only.field, ""))])
            return
        lines = [
            BandLine(f"⚑ {one.severity.label}：{one.message}", _TONES[one.severity], ids.get(one.field, ""))
            for one in ordered
        ]
        head = BandLine(f"自动提示 {len(ordered)} 项，供核对，不代替结论", Tone.WARN)
        self.findings.say([head, *lines] if lines else [])

    def _build(self, pack: NoticePack) -> None:
        column = self.page.column
        while (former := column.takeAt(0)) is not None:
            widget = former.widget()
            if widget is not None and widget not in (self.findings, self.kept):
                widget.deleteLater()
        self.rows = {}
        self._pack_hash = pack.sha256
        column.addWidget(self.kept)
        column.addWidget(self.findings)
        for section in pack.sections():
            column.addWidget(SectionHead(section))
            column.addSpacing(4)
            for field in pack.fields:
                if field.section == section:
                    self._add_row(field.id, pack)
            column.addSpacing(8)
        column.addStretch(1)

    def _add_row(self, field_id: str, pack: NoticePack) -> None:
        row = ValueRow(field_id, pack, self.page.widget())
        tell(row.value, partial(self._told, row))
        row.edited.connect(self._note_typing)
        row.read_wanted.connect(self.read_wanted)
        row.reveal_pressed.connect(self._toggle_reveal)
        self.rows[field_id] = row
        self.page.column.addWidget(row)

    def _note_typing(self, field_id: str, text: str) -> None:
        self.note.clear()
        self.count_changes()
        self.edited.emit(field_id, text)

    def _lay_out(self) -> None:
        foot = QVBoxLayout(self.foot)
        foot.setContentsMargins(16, 8, 16, 12)
        foot.setSpacing(4)
        foot.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.discard)
        buttons.addWidget(self.save)
        foot.addLayout(buttons)
        self.foot.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.page, 1)
        column.addWidget(self.foot)
