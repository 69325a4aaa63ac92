"""The import preview: what a list would write, row by row, before anything is written; then the writing itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.intake.importing import ImportResult, write_import
from reviewer_app.services.intake.previewing import (
    WRITING,
    ImportAction,
    ImportLine,
    ImportPreview,
    decide,
    unjudged_lines,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import ImportedList
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.explaining import tell_rows
from reviewer_ui.intake.preview_parts import ActionFilter, PreviewFoot, PreviewHead, RowDetail
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card
from reviewer_ui.widgets.plain_table import ROW_HEIGHT, PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

TONES = {
    ImportAction.WRITE: Tone.OK,
    ImportAction.UPDATE: Tone.ACCENT,
    ImportAction.TELL: Tone.WARN,
    ImportAction.HOLD: Tone.WARN,
    ImportAction.CONFLICT: Tone.WARN,
    ImportAction.SKIP: Tone.IDLE,
    ImportAction.REFUSE: Tone.BAD,
}

COLUMNS: tuple[Column[ImportLine], ...] = (
    Column("行", lambda line: str(line.row.number), 56),
    Column("处理", lambda line: line.word, 92, lambda line: TONES[line.action] if line.is_judged else Tone.IDLE),
    Column("项目名称", lambda line: line.project_name or "（未填）"),
    Column("申报单位", lambda line: line.applicant or "（未填）"),
    Column("网上申报编号", lambda line: line.filing_number, 150),
    Column("自动提示", lambda line: f"{len(line.findings)} 项" if line.findings else "", 84),
    Column("原因", lambda line: line.reason),
)


def preview_model(parent: QObject) -> RowsModel[ImportLine]:
    """An empty preview."""
    return RowsModel(COLUMNS, parent)


_FEWEST_ROWS = 3


def _told_line(line: ImportLine) -> list[str]:
    """Why a row is written, updated or left, and what the automatic checks say of it."""
    said = [f"第 {line.row.number} 行　{line.project_name or '（未填）'}"]
    said.append(line.reason or (sentence(f"why.import_{line.action}") if line.is_judged else "尚未核对。"))
    return said + [
        sentence("why.finding", {"severity": one.severity.label, "message": one.message, "clause": one.clause})
        for one in line.findings
    ]


class PreviewPane(QWidget):
    """Shows a preview, writes it when the officer says so, and tells what was written."""

    left = Signal()
    again_requested = Signal(object)  # Path
    view_requested = Signal()
    written = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._background = context.background
        self._preview: ImportPreview | None = None
        self._labels: dict[str, str] = {}
        self._job: Job | None = None
        self.is_writing = False
        self._is_stale = False
        self.head = PreviewHead()
        self.filter = ActionFilter()
        self.model = preview_model(self)
        self.table = PlainTable("导入预览")
        self.table.show_model(self.model)
        tell_rows(self.table, self.model, "why.import_source", lambda line: line.word, _told_line)
        self.table.setMinimumHeight(_FEWEST_ROWS * ROW_HEIGHT)
        self.detail = RowDetail()
        self.foot = PreviewFoot()
        self._lay_out()
        self._connect()

    def show_preview(self, preview: ImportPreview, labels: dict[str, str]) -> None:
        """Shows what an import would do; `labels` are the field labels by field id."""
        self._preview, self._labels = preview, labels
        self._is_stale = False
        self.head.show_sheet(preview.sheet, labels)
        self.head.show_gone(preview.gone)
        self._show_lines(preview)
        self._choose_first()
        self.table.setFocus()

    def show_beginning(self, sheet: ImportedList, labels: dict[str, str]) -> None:
        """Shows the first rows of a list that is still being read; nothing can be written yet."""
        self._preview, self._labels = None, labels
        self.head.show_beginning(sheet)
        self.filter.show_counts({})
        self.filter.setEnabled(False)
        self.model.show_rows(unjudged_lines(sheet))
        self.foot.show_reading(sheet.path.name)
        self._choose_first()

    @property
    def shown(self) -> tuple[ImportedList, dict[str, str]] | None:
        """The list that is shown, and the words for the fields."""
        return (self._preview.sheet, self._labels) if self._preview is not None else None

    def _show_lines(self, preview: ImportPreview) -> None:
        self.filter.setEnabled(True)
        self.filter.show_counts(preview.counts)
        self.model.show_rows(preview.lines)
        self.foot.offer(preview.counts)

    def _decide(self) -> None:
        """Takes the chosen row in conflict for what the officer says it is."""
        row = self.table.current_row()
        if self._preview is None or self.is_writing or not 0 <= row < self.model.rowCount():
            return
        self._preview = decide(self._preview, self.model.row_at(row).row.number)
        self._show_lines(self._preview)
        self.table.selectRow(row)
        self._show_detail()

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.filter)
        column.addWidget(self.table, 1)
        column.addWidget(self.detail)
        column.addWidget(self.foot)
        card = Card()
        card.setLayout(column)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(card)

    def _connect(self) -> None:
        self.head.back_pressed.connect(self.left)
        self.filter.chosen.connect(self._filter)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_detail())
        self.foot.write_pressed.connect(self.write)
        self.foot.back_pressed.connect(self.left)
        self.foot.view_pressed.connect(self.view_requested)
        self.foot.cancel_pressed.connect(self._cancel)
        self.detail.decided.connect(self._decide)
        for keys in ("Ctrl+Return", "Ctrl+Enter"):
            QShortcut(QKeySequence(keys), self, self._press_write)

    def _press_write(self) -> None:
        """Ctrl+Enter writes, from wherever on the preview the keyboard is."""
        if self.foot.write.isVisible():
            self.foot.write.click()

    def _filter(self, action: ImportAction | None) -> None:
        self.model.keep(lambda line: action in (None, line.action))
        self._choose_first()

    def _choose_first(self) -> None:
        if self.model.rowCount():
            self.table.selectRow(0)
        self._show_detail()

    def _show_detail(self) -> None:
        row = self.table.current_row()
        line = self.model.row_at(row) if 0 <= row < self.model.rowCount() else None
        notes = self._preview.sheet.notes if self._preview is not None and line is not None else ()
        own = [note.message for note in notes if line is not None and note.row == line.row.number]
        self.detail.show_line(line, own)

    def write(self) -> None:
        """Writes the previewed rows in one transaction; a cancel or a fault leaves nothing of them."""
        if self._preview is None or self.is_writing:
            return
        if self._is_stale:
            self.again_requested.emit(self._preview.sheet.path)
            return
        self.is_writing = True
        self.foot.show_writing(sum(self._preview.counts[action] for action in WRITING))
        self.head.set_busy(True)
        self._job = self._background.run_long(
            _writing(self._preview), then=self._show_result, failed=self._show_failure, progress=self.foot.show_progress
        )

    def _cancel(self) -> None:
        if not self.is_writing:
            # The list is still being read: there is nothing to go on with.
            self.left.emit()
        elif self._job is not None:
            self._job.cancel()

    def _show_result(self, result: ImportResult) -> None:
        self.is_writing = False
        self.head.set_busy(False)
        counts = (
            ("写入", result.written),
            ("更新", result.updated),
            ("告知", result.told),
            ("跳过", result.skipped),
            ("不能写入", result.refused),
        )
        said = "，".join(f"{word} {count} 件" for word, count in counts if count or word == "写入")
        left = self._preview.counts[ImportAction.CONFLICT] if self._preview is not None else 0
        said += f"；还有 {left} 行待定，没有写入" if left else ""
        self.foot.show_result(f"已完成：{said}。", Tone.OK)
        self.written.emit()

    def _show_failure(self, error: Exception) -> None:
        self.is_writing = False
        self.head.set_busy(False)
        self._is_stale = isinstance(error, OfficeError) and error.code == "import.stale"
        self.foot.show_failure(sentence_of(error), "重新预览" if self._is_stale else "")


def _writing(preview: ImportPreview) -> Callable[[Library, Progress, Cancelled], ImportResult]:
    """The long job: one change on the database thread, which asks after a cancel between its steps."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> ImportResult:
        return library.change(write_import, preview, on_progress, is_cancelled)

    return work
