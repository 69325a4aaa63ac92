"""汇总表: which forms, where to, how they will look; one button writes them all or none."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.summary.summaries import (
    FormsOrder,
    FormsResult,
    SummaryForm,
    SummaryPreview,
    TemplateLook,
    existing_files,
    look_at_template,
    preview_summary,
    write_forms,
)
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.summary.forms_panel import FormsPanel
from reviewer_ui.summary.preview import SummaryPreviewTable
from reviewer_ui.summary.template_card import TemplateCard
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card, EmptyState, SectionHead
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (1180, 660)
_TEMPLATE_KEY = "summary/template"


class SummaryDialog(Dialog):
    """Writes the summary of some cases (`ids`), or of all that could be sent now."""

    def __init__(self, context: Context, ids: Sequence[int] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._asked = tuple(ids)
        self._shown: SummaryPreview | None = None
        self._job: Job | None = None
        self._is_writing = False
        self.setWindowTitle("汇总表")
        self.setAccessibleName("汇总表")
        self.resize(*_SIZE)
        self.panel = FormsPanel(context.preferences)
        self.head = SectionHead("标准版的前几行")
        self.table = SummaryPreviewTable("汇总表预览")
        self.template = TemplateCard()
        self.empty = EmptyState("table", "还没有可以列入汇总表的案件", "案件复核同意后会列入汇总表。")
        self._pages = QStackedWidget()
        self._lay_out()
        self._connect()
        context.background.run_read(preview_summary, self._asked, then=self._show_preview)

    def reject(self) -> None:
        """Leaves, unless files are being written: then it only asks that to stop."""
        if self._is_writing:
            self._cancel()
        else:
            super().reject()

    def write(self) -> None:
        """Writes the wanted forms; afterwards all files are there, or none."""
        if self._is_writing or self._shown is None:
            return
        order = self._order()
        order = replace(order, replaces=bool(self._taken(order)))
        self._is_writing = True
        self.panel.show_writing(len(order.forms))
        self._job = self._context.background.run_long(
            _writing(self._context.parts, order),
            then=self._show_result,
            failed=self._show_failure,
            progress=self.panel.progress.set_progress,
        )

    def read_template(self, path: Path) -> None:
        """Reads a bureau's form and shows what was recognised."""
        if self._shown is not None:
            self._context.background.run_long(
                _looking(self._context.parts, path, self._shown),
                then=partial(self._show_look, path),
                failed=lambda error: self.template.refuse(sentence_of(error)),
            )

    def _order(self) -> FormsOrder:
        forms, folder = self.panel.forms(), self.panel.folder.target()
        is_filled = SummaryForm.TEMPLATE in forms
        return FormsOrder(
            forms=forms,
            folder=folder,
            ids=self._shown.applications if self._shown else (),
            template=self.template.template if is_filled else None,
            mapping=self.template.mapping() if is_filled else None,
            shown=self.panel.parts(),
            is_whole=self.panel.is_whole(),
        )

    def _taken(self, order: FormsOrder) -> tuple[str, ...]:
        return existing_files(order, self._shown.pack.season) if self._shown else ()

    def _show_preview(self, shown: SummaryPreview) -> None:
        self._shown = shown
        count = len(shown.applications)
        self.setWindowTitle(f"汇总表（{count} 件）")
        self.head.set_right(f"共 {count} 件")
        self.table.show_table(shown.table)
        self.template.show_summary(shown.table, shown.pack)
        kept = self._context.preferences.text(_TEMPLATE_KEY)
        if kept and Path(kept).is_file():
            self.read_template(Path(kept))
        self._show_plan()

    def _show_plan(self) -> None:
        """Says again what the button will write, and shows the side that matters."""
        if self._shown is None:
            return
        forms = self.panel.forms()
        season = self._shown.pack.season
        names = [form.file_name(season) for form in forms]
        is_template = SummaryForm.TEMPLATE in forms
        is_mapped = not is_template or bool(self.template.lines.chosen_columns())
        is_ready = bool(self._shown.applications) and is_mapped
        self.panel.show_plan(names, self._taken(self._order()), is_ready=is_ready)
        page = 0 if not self._shown.applications else 2 if is_template else 1
        self._pages.setCurrentIndex(page)
        if not self._is_writing:
            self.panel.note.say("" if is_mapped else "请先选择市局模板，并核对各列填什么。")

    def _show_look(self, path: Path, look: TemplateLook) -> None:
        self.template.show_look(path, look)
        self._show_plan()

    def _show_result(self, result: FormsResult) -> None:
        self._is_writing = False
        if result.is_cancelled:
            self.panel.show_ended("已取消，没有写出任何文件。")
            return
        self.panel.remember()
        if self.template.template is not None:
            self._context.preferences.put(_TEMPLATE_KEY, str(self.template.template))
        self.panel.show_ended()
        self._show_plan()
        left_out = f"；{len(result.left_out)} 件未列入：{result.left_out[0]}" if result.left_out else ""
        unkept = "" if result.is_mapping_kept else "；模板所在文件夹不能写入，对应关系没有记住"
        said = f"已写出 {len(result.files)} 个文件，列入 {result.count} 件{left_out}{unkept}。"
        self.panel.note.say(said, Tone.WARN if left_out or unkept else Tone.OK)
        folder = self.panel.folder.target()
        self._context.messages.inform(said, "查看", lambda: _open(folder))

    def _show_failure(self, error: Exception) -> None:
        self._is_writing = False
        if isinstance(error, OfficeError) and error.values.get("field") == "folder":
            self.panel.refuse_folder(sentence_of(error))
        else:
            self.panel.show_ended(sentence_of(error), Tone.BAD)

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _connect(self) -> None:
        self.panel.forms_changed.connect(self._show_plan)
        self.panel.write_pressed.connect(self.write)
        self.panel.leave_pressed.connect(self.reject)
        self.panel.cancel_pressed.connect(self._cancel)
        self.template.file_chosen.connect(self.read_template)
        self.template.changed.connect(self._show_plan)

    def _lay_out(self) -> None:
        standard = QWidget()
        column = QVBoxLayout(standard)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.table, 1)
        for page in (self.empty, standard, self.template):
            self._pages.addWidget(page)
        line = QFrame()
        line.setObjectName("upright")
        line.setFixedWidth(1)
        line.setAutoFillBackground(True)
        line.setBackgroundRole(self.palette().ColorRole.Mid)
        card = Card()
        row = QHBoxLayout(card)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self.panel)
        row.addWidget(line)
        row.addWidget(self._pages, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 12, 12, 12)
        whole.addWidget(card)


def _open(folder: Path) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _writing(parts: Parts, order: FormsOrder) -> Callable[[Library, Progress, Cancelled], FormsResult]:
    """The long job of writing."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> FormsResult:
        return write_forms(library, parts.summaries, order, on_progress, is_cancelled)

    return work


def _looking(parts: Parts, path: Path, shown: SummaryPreview) -> Callable[[Library, Progress, Cancelled], TemplateLook]:
    """The short job of reading a form, off the window's thread."""

    def work(_desk: Library, _on_progress: Progress, _is_cancelled: Cancelled) -> TemplateLook:
        return look_at_template(parts.summaries, path, shown.pack)

    return work
