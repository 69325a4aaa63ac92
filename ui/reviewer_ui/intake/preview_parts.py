"""The parts of the import preview: the sheet's facts, the chips, one row's findings, and the foot with the button."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from reviewer_app.domain.notice import Severity
from reviewer_app.services.intake.prechecking import notes_said, other_sheets_said
from reviewer_app.services.intake.previewing import WRITING, ImportAction, ImportLine
from reviewer_app.services.ports.records import ImportedList
from reviewer_resources.phrases import sentence
from reviewer_ui.explaining import Told, tell
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, Chip, FieldNote, SectionHead, SlimProgress, TextRole, Words

_SEVERITY_TONES = {Severity.BLOCK: Tone.BAD, Severity.WARN: Tone.WARN, Severity.INFORM: None}
#: More lines about the reading would leave no room for the rows.
_MOST_NOTES = 6
#: On a low screen the rows need the room more than the findings of one of them.
_DETAIL_LOWEST, _DETAIL_HIGHEST = 40, 84


class PreviewHead(QWidget):
    """Which file and sheet, where its header stands, which columns were recognised and which were not."""

    back_pressed = Signal()
    columns_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file = Words("", TextRole.TITLE)
        self._facts = Words("", TextRole.NOTE, wrap=True)
        self._mapping = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self._mapping.hide()
        self._unmapped = FieldNote()
        self._others = FieldNote()
        self._notes = FieldNote()
        self._gone = FieldNote()
        self._gone_cases = Words("", TextRole.NOTE, wrap=True, selectable=True)
        self._gone_cases.hide()
        self.gone = Button("查看", ButtonKind.LINK)
        self.gone.setAccessibleName("查看清单里已没有的案件")
        self.gone.hide()
        self.gone.clicked.connect(self._turn_gone)
        self._toggle = Button("查看列对应", ButtonKind.LINK)
        self._toggle.clicked.connect(self._turn)
        self.columns = Button("手工对应", ButtonKind.LINK)
        self.columns.clicked.connect(self.columns_asked)
        self._back = Button("换一个文件", ButtonKind.LINK)
        self._back.clicked.connect(self.back_pressed)
        top = QHBoxLayout()
        top.addWidget(self._file, 1)
        top.addWidget(self._toggle)
        top.addWidget(self.columns)
        top.addWidget(self._back)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 4)
        column.setSpacing(4)
        column.addLayout(top)
        for line in (self._facts, self._others, self._unmapped, self._notes):
            column.addWidget(line)
        beside = QHBoxLayout()
        beside.setSpacing(8)
        beside.addWidget(self._gone, 1)
        beside.addWidget(self.gone)
        column.addLayout(beside)
        column.addWidget(self._gone_cases)
        column.addWidget(self._mapping)

    def show_sheet(self, sheet: ImportedList, labels: Mapping[str, str]) -> None:
        """Says what was read; `labels` are the field labels by field id."""
        self._allow_columns(True)
        self._file.setText(f"导入预览　{sheet.path.name}")
        facts = [
            f"工作表“{sheet.sheet_name}”" if sheet.sheet_name else "",
            f"第 {sheet.header_row} 行为表头" if sheet.header_row else "没有表头",
            f"{len(sheet.rows)} 行申报",
            f"已认出 {len(sheet.mapping)} 列",
        ]
        self._facts.setText(" · ".join(fact for fact in facts if fact))
        unknown = "、".join(sheet.unmapped)
        self._unmapped.say(f"没有认出、不会导入的列：{unknown}" if unknown else "", Tone.WARN if unknown else None)
        others = other_sheets_said(sheet)
        self._others.say(others, Tone.WARN if others else None)
        said = notes_said(sheet.notes)
        shown = (
            said
            if len(said) <= _MOST_NOTES
            else [*said[: _MOST_NOTES - 1], f"另有 {len(said) - _MOST_NOTES + 1} 类提示，见各行。"]
        )
        self._notes.say("\n".join(shown), Tone.WARN if said else None)
        pairs = [f"{header} → {labels.get(field, field)}" for header, field in sheet.mapping.items()]
        self._mapping.setText("　".join(pairs))

    def show_beginning(self, sheet: ImportedList) -> None:
        """Says what is shown of a list that is still being read."""
        self.show_sheet(sheet, {})
        self._facts.setText(sentence("import.beginning", {"rows": len(sheet.rows)}))
        for line in (self._others, self._unmapped, self._notes):
            line.clear()
        self.show_gone(())
        self._allow_columns(False)

    def said(self) -> str:
        """Everything the head says of the sheet, the columns included."""
        lines = (self._file, self._facts, self._others, self._unmapped, self._notes, self._gone, self._gone_cases)
        return "\n".join(line.text() for line in (*lines, self._mapping))

    def show_gone(self, gone: Sequence[tuple[str, str]]) -> None:
        """Counts the cases of an earlier list that this one no longer has; they are named when they are asked for."""
        named = "、".join(f"{number} {project}" for number, project in gone if project)
        self._gone.say(sentence("import.gone", {"count": len(gone)}) if gone else "", Tone.WARN if gone else None)
        self._gone_cases.setText(named + ("…" if any(not project for _, project in gone) else ""))
        self._gone_cases.hide()
        self.gone.setText("查看")
        self.gone.setVisible(bool(gone))

    def _turn_gone(self) -> None:
        is_hidden = self._gone_cases.isHidden()
        self._gone_cases.setVisible(is_hidden)
        self.gone.setText("收起" if is_hidden else "查看")

    def _allow_columns(self, is_read: bool) -> None:
        self._toggle.setVisible(is_read)
        self.columns.setVisible(is_read)

    def set_busy(self, is_busy: bool) -> None:
        """While writing, the preview cannot be left."""
        self._back.setDisabled(is_busy)
        self.columns.setDisabled(is_busy)

    def _turn(self) -> None:
        is_hidden = self._mapping.isHidden()
        self._mapping.setVisible(is_hidden)
        self._toggle.setText("收起列对应" if is_hidden else "查看列对应")


class ActionFilter(QWidget):
    """The chips 全部, 写入, 更新, 跳过, 不能写入 with their counts."""

    chosen = Signal(object)  # ImportAction | None

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.chips: dict[ImportAction | None, Chip] = {None: Chip("全部")}
        self.chips |= {action: Chip(action.label) for action in ImportAction}
        group = QButtonGroup(self)
        group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 8)
        row.setSpacing(8)
        for action, chip in self.chips.items():
            group.addButton(chip)
            chip.clicked.connect(lambda _checked, wanted=action: self.chosen.emit(wanted))
            tell(chip, partial(self._told, action))
            row.addWidget(chip)
        row.addStretch(1)

    def _told(self, action: ImportAction | None) -> Told:
        """What a chip counts, and by which rule a row is counted there."""
        name = action.label if action is not None else "全部"
        said = [sentence(f"why.import_{action or 'all'}"), sentence("why.import_source")]
        return Told(f"导入预览：{name}", f"{self.chips[action].count or 0} 行", said)

    def show_counts(self, counts: Mapping[ImportAction, int]) -> None:
        """Shows the counts of another preview, all rows chosen."""
        for action, chip in self.chips.items():
            chip.set_count(sum(counts.values()) if action is None else counts.get(action, 0))
        self.chips[None].setChecked(True)


class RowDetail(QWidget):
    """The chosen row's reason, what its reading met and its automatic findings, in full."""

    decided = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead("所选行")
        self.decide = Button("")
        self.decide.clicked.connect(self.decided)
        self.decide.hide()
        page = QWidget()
        self._lines = QVBoxLayout(page)
        self._lines.setContentsMargins(16, 6, 16, 6)
        self._lines.setSpacing(3)
        scroll = QScrollArea()
        scroll.setAccessibleName("所选行的处理原因和自动提示")
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setWidgetResizable(True)
        scroll.setMinimumHeight(_DETAIL_LOWEST)
        scroll.setMaximumHeight(_DETAIL_HIGHEST)
        scroll.setWidget(page)
        page.setAutoFillBackground(False)
        scroll.viewport().setAutoFillBackground(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(scroll)
        beside = QHBoxLayout()
        beside.setContentsMargins(16, 0, 16, 6)
        beside.addWidget(self.decide)
        beside.addStretch(1)
        column.addLayout(beside)

    def show_line(self, line: ImportLine | None, notes: Sequence[str] = ()) -> None:
        """Shows one row and what its reading met; None shows nothing."""
        wanted = line.on_decision if line is not None and line.action is ImportAction.CONFLICT else None
        self.decide.setVisible(wanted is not None)
        if line is not None and line.question:
            self.decide.setText(f"“{line.status}”算有效提交，同一状态的各行一并处理")
        else:
            self.decide.setText("核实无误，登记为新案" if wanted is ImportAction.WRITE else "是同一件，更新原案")
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.head.set_title(f"第 {line.row.number} 行　{line.project_name}" if line else "所选行")
        if line is None:
            return
        if line.reason:
            self._lines.addWidget(Words(f"{line.action.label}：{line.reason}", TextRole.NOTE, wrap=True))
        for message in notes:
            words = Words(message, TextRole.NOTE, wrap=True)
            words.set_tone(Tone.WARN)
            self._lines.addWidget(words)
        for finding in line.findings:
            words = Words(f"{finding.severity.label}：{finding.message}", TextRole.NOTE, wrap=True)
            words.set_tone(_SEVERITY_TONES[finding.severity])
            self._lines.addWidget(words)
        if not line.findings and not line.reason and not notes:
            self._lines.addWidget(Words("没有自动提示。" if line.is_judged else "尚未核对。", TextRole.NOTE))
        self._lines.addStretch(1)

    def texts(self) -> list[str]:
        """The lines now shown."""
        items = (self._lines.itemAt(place) for place in range(self._lines.count()))
        widgets = (item.widget() for item in items if item is not None)
        return [widget.text() for widget in widgets if isinstance(widget, Words)]


class PreviewFoot(QWidget):
    """What the button will do, why it cannot, how far it is, and what came of it."""

    write_pressed = Signal()
    back_pressed = Signal()
    view_pressed = Signal()
    paper_pressed = Signal()
    cancel_pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.write = Button("写入", ButtonKind.PRIMARY)
        self.back = Button("返回")
        self.view = Button("查看案件")
        self.paper = Button("接着收纸质件")
        self.paper.clicked.connect(self.paper_pressed)
        self.write.clicked.connect(self.write_pressed)
        self.back.clicked.connect(self.back_pressed)
        self.view.clicked.connect(self.view_pressed)
        self.progress.cancel_requested.connect(self.cancel_pressed)
        words = QVBoxLayout()
        words.addWidget(self.note)
        words.addWidget(self.progress)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (self.back, self.paper, self.view, self.write):
            row.addWidget(button)

    def offer(self, counts: Mapping[ImportAction, int]) -> None:
        """Writes the count on the button, or the reason why there is nothing to write."""
        self.progress.finish()
        parts = [f"{action.label} {counts[action]} 件" for action in WRITING if counts.get(action)]
        self.write.setText("，".join(parts) or "写入 0 件")
        self.write.setEnabled(bool(parts))
        self.note.say("Ctrl+回车写入，写入前可逐行查看" if parts else _why_nothing(counts), None)
        self._show_buttons(is_done=False)

    def show_writing(self, total: int) -> None:
        """Shows the bar; nothing can be pressed but cancel."""
        self.note.clear()
        self.progress.start("正在写入", total)
        self.write.setEnabled(False)
        self.back.setEnabled(False)

    def show_reading(self, name: str) -> None:
        """Shows that the list is still being read; it can be left at any moment."""
        self.note.clear()
        self.progress.start(f"正在读取 {name}")
        self.write.setText("写入")
        self.write.setEnabled(False)
        self._show_buttons(is_done=False)

    def show_progress(self, done: int, total: int) -> None:
        """How far the reading or the writing is."""
        self.progress.set_progress(done, total)

    def show_result(self, text: str, tone: Tone) -> None:
        """What was written; from here the officer looks at the cases or takes the next file."""
        self._finish(text, tone)
        self._show_buttons(is_done=True)
        self.view.setFocus()

    def show_failure(self, text: str, next_step: str) -> None:
        """Why nothing was written, and what the button does next; the preview stays."""
        self._finish(text, Tone.BAD)
        self._show_buttons(is_done=False)
        self.write.setEnabled(True)
        if next_step:
            self.write.setText(next_step)

    def _finish(self, text: str, tone: Tone) -> None:
        self.progress.finish()
        self.note.say(text, tone)
        self.back.setEnabled(True)

    def _show_buttons(self, is_done: bool) -> None:
        self.write.setVisible(not is_done)
        self.view.setVisible(is_done)
        self.paper.setVisible(is_done)
        self.back.setText("再导入一份" if is_done else "返回，不写入")


def _why_nothing(counts: Mapping[ImportAction, int]) -> str:
    if not sum(counts.values()):
        return "表中没有申报行。"
    skipped, refused = counts.get(ImportAction.SKIP, 0), counts.get(ImportAction.REFUSE, 0)
    asked = counts.get(ImportAction.CONFLICT, 0)
    parts = [
        f"{skipped} 行已登记且内容相同" if skipped else "",
        f"{asked} 行待定，请先逐行决定" if asked else "",
        f"{refused} 行不能写入" if refused else "",
    ]
    return f"没有可写入的行：{'，'.join(part for part in parts if part)}。"
