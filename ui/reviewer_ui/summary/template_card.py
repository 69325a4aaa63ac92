"""The bureau's own form: which file, what was recognised in it, and how its first lines will look."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QSpinBox, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.notice import NoticePack, SummaryColumn
from reviewer_app.services.ports.papers import TemplateMapping, TemplateSheet
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.summary.summaries import TemplateLook
from reviewer_app.services.summary.template_finding import Suggestion, suggest_from_row, suggest_mapping
from reviewer_ui.summary.mapping_lines import MappingLines
from reviewer_ui.summary.preview import SummaryPreviewTable
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, EmptyState, FieldNote, SectionHead, TextRole, Words

_PREVIEW_HEIGHT = 190
_MOST_ROWS = 1_000


class TemplateCard(QWidget):
    """The right side of the dialog when the bureau's form is wanted; `file_chosen` asks for a file to be read."""

    file_chosen = Signal(object)  # Path
    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.template: Path | None = None
        self._look: TemplateLook | None = None
        self._table: SummaryTable | None = None
        self._pack: NoticePack | None = None
        self.empty = EmptyState(
            "table",
            "选择市局下发的汇总表",
            "选一次 .xlsx 模板，认出各列各处填什么；核对后记住，以后直接用。也可以把文件拖到这里。",
            "选择模板文件",
            accepts=(".xlsx", ".xltx", ".xls", ".et"),
        )
        self.name = Words("", TextRole.HEAD)
        self.other = Button("换一个模板")
        self.sheet = QComboBox()
        self.sheet.setAccessibleName("工作表")
        self.first_row = QSpinBox()
        self.first_row.setRange(2, _MOST_ROWS)
        self.first_row.setAccessibleName("明细起始行")
        self.first_row.lineEdit().setAccessibleName("明细起始行")
        self.note = FieldNote()
        self.lines = MappingLines()
        self.preview = SummaryPreviewTable("模板填写预览")
        self.preview.setFixedHeight(_PREVIEW_HEIGHT)
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()

    def show_summary(self, table: SummaryTable | None, pack: NoticePack) -> None:
        """Takes the lines the form will be filled with."""
        self._table, self._pack = table, pack

    def mapping(self) -> TemplateMapping | None:
        """The mapping as it now stands; None before a form was read."""
        if self._look is None:
            return None
        return self.lines.mapping(self.sheet.currentText(), self.first_row.value())

    def show_look(self, template: Path, look: TemplateLook) -> None:
        """Shows a form that was read."""
        self.template, self._look = template, look
        self.name.setText(template.name)
        self.sheet.blockSignals(True)
        self.sheet.clear()
        self.sheet.addItems([sheet.name for sheet in look.sheets])
        self.sheet.setCurrentText(look.suggestion.mapping.sheet)
        self.sheet.blockSignals(False)
        self._pages.setCurrentIndex(1)
        self._show(look.suggestion, "已用上次核对过的对应关系。" if look.is_kept else "")

    def refuse(self, sentence: str) -> None:
        """Says why a file cannot be used; a form read before stays."""
        if self._look is None:
            self.empty.show_words("这个文件不能用作模板", sentence, "选择模板文件")
        else:
            self.note.say(sentence, Tone.BAD)

    def choose_file(self) -> None:
        """Asks for the form's file."""
        folder = str(self.template.parent) if self.template else ""
        dialog = QFileDialog(self, "选择市局模板", folder, "Excel 工作簿 (*.xlsx *.xltx);;所有文件 (*)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(lambda chosen: self.file_chosen.emit(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _show(self, found: Suggestion, said: str = "") -> None:
        self.first_row.blockSignals(True)
        self.first_row.setValue(found.mapping.first_row)
        self.first_row.blockSignals(False)
        headers = self._table.headers if self._table else [column.header for column in self._summary_columns()]
        self.lines.show_suggestion(found, list(headers))
        if not found.is_found:
            self.note.say("没有认出表头，请填明细起始行（表头的下一行）。", Tone.WARN)
        else:
            count = f"认出 {len(found.mapping.columns)} 列、{len(found.mapping.cells)} 处，请核对。"
            self.note.say(said or count)
        self._show_preview()

    def _summary_columns(self) -> list[SummaryColumn]:
        return list(self._pack.summary) if self._pack else []

    def _show_preview(self) -> None:
        mapping = self.mapping()
        if mapping is not None:
            self.preview.show_filled(self._table, mapping)
        self.changed.emit()

    def _take_sheet(self) -> None:
        chosen = self._chosen_sheet()
        if chosen is not None and self._pack is not None:
            self._show(suggest_mapping([chosen], self._pack))

    def _take_row(self) -> None:
        chosen = self._chosen_sheet()
        if chosen is not None and self._pack is not None:
            self._show(suggest_from_row(chosen, self.first_row.value() - 1, self._pack))

    def _chosen_sheet(self) -> TemplateSheet | None:
        sheets = self._look.sheets if self._look else ()
        return next((sheet for sheet in sheets if sheet.name == self.sheet.currentText()), None)

    def _connect(self) -> None:
        self.empty.button_pressed.connect(self.choose_file)
        self.empty.file_dropped.connect(self.file_chosen)
        self.other.clicked.connect(self.choose_file)
        self.sheet.currentIndexChanged.connect(self._take_sheet)
        self.first_row.valueChanged.connect(self._take_row)
        self.lines.changed.connect(self._show_preview)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(16, 10, 16, 6)
        top.setSpacing(8)
        top.addWidget(self.name, 1)
        for text, field in (("工作表", self.sheet), ("明细起始行", self.first_row)):
            label = Words(text, TextRole.LABEL)
            label.setBuddy(field)
            top.addWidget(label)
            top.addWidget(field)
        top.addWidget(self.other)
        notes = QHBoxLayout()
        notes.setContentsMargins(16, 0, 16, 4)
        notes.addWidget(self.note)
        form = QWidget()
        column = QVBoxLayout(form)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(notes)
        column.addWidget(SectionHead("模板各处填什么"))
        column.addWidget(self.lines, 1)
        column.addWidget(SectionHead("填好后的前几行"))
        column.addWidget(self.preview)
        self._pages.addWidget(self.empty)
        self._pages.addWidget(form)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._pages)
