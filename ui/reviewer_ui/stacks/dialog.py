"""读入已盖章扫描件: a stack read, split and matched before anything is written; then each paper's scan is kept."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QHeaderView, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.stacks import ExpectedPaper
from reviewer_app.foreign.stopping import telling
from reviewer_app.services.ports.dispatch.stacks import PagePlace
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.reading import PagePicture
from reviewer_app.services.stacks.awaiting import AwaitedPapers, awaited_papers
from reviewer_app.services.stacks.taking import StackPlan, TakenStack, plan_stack, take_stack
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job, LongWork
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import SCAN_ENDINGS, sort_dropped
from reviewer_ui.explaining import tell_rows
from reviewer_ui.messages import sentence_of
from reviewer_ui.stacks.beside import BesidePane
from reviewer_ui.stacks.lines import COLUMNS, ROW, Line, StackDelegate, StackRows, awaited_lines, lines_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SlimProgress, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import ask_folder, documents_folder
from reviewer_ui.widgets.plain_table import PlainTable

T = TypeVar("T")
_SIZE, _LEAST = QSize(1180, 640), 900
_FOLDER_KEY = "stacks/folder"
#: Pictures among which a stack may lie; a Word file has no pages of its own.
_ENDINGS = SCAN_ENDINGS - {".docx"}


class StackDialog(Dialog):
    """Reads a stack for one batch; the officer sees every page's place before anything is kept."""

    def __init__(self, context: Context, batch: Batch, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._batch = context, batch
        self._job: Job | None = None
        self._looking: Job | None = None
        self._is_busy = False
        self._plan: StackPlan | None = None
        self._accepted: frozenset[int] = frozenset()
        self._pictures: dict[int, PagePicture] = {}
        self._more: list[Path] = []
        self._awaited: list[Line] = []
        self.setWindowTitle("读入已盖章扫描件")
        self.setAccessibleName("读入已盖章扫描件")
        self.setMinimumWidth(_LEAST)
        self.resize(_SIZE)
        self.model = StackRows(COLUMNS, self)
        self.table = PlainTable("已盖章文件和其他页")
        self.table.setItemDelegate(StackDelegate(self.table))
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(ROW)
        self.table.show_model(self.model)
        tell_rows(self.table, self.model, "why.stack_source", lambda one: one.stand[0])
        self.beside = BesidePane()
        self.title = Words(f"读入已盖章扫描件　第 {batch.number} 批", TextRole.TITLE)
        self.says = Words(sentence("stack_window.choose"), TextRole.LABEL, wrap=True)
        self.files = Button("选择文件…")
        self.folder = Button("选择文件夹…")
        self.progress = SlimProgress()
        self.note = FieldNote()
        self.take = Button("收下", ButtonKind.PRIMARY)
        self.leave = Button("关闭")
        self._lay_out()
        self.files.clicked.connect(self._ask_files)
        self.folder.clicked.connect(self._ask_folder)
        self.take.clicked.connect(self.take_all)
        self.leave.clicked.connect(self.reject)
        self.progress.cancel_requested.connect(self._stop)
        self.beside.accepted.connect(self.accept_mark)
        self.beside.named.connect(self.name_page)
        self.beside.turned_to.connect(self._show_page)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_line())
        self._show()
        self.files.setFocus()
        context.background.run_read(awaited_papers, batch.id, then=self._show_awaited, failed=self._refuse)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines as they stand."""
        return self.model.rows()

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Takes scans that are dropped on the dialog; what came while it works is read afterwards."""
        scans = [path for path in sort_dropped(paths).scans if path.suffix.lower() in _ENDINGS]
        if not scans:
            return False
        if self._is_busy:
            self._more = scans
        else:
            self.read(scans)
        return True

    def read(self, paths: Sequence[Path]) -> None:
        """Reads files as one stack; they take the place of what was read before."""
        parts, batch_id = self._context.parts, self._batch.id

        def work(library: Library, progress: Progress, _cancelled: Cancelled) -> StackPlan:
            with telling(progress):
                return plan_stack(library, parts, batch_id, paths)

        self._run("正在读取", work, self._show_plan)

    def accept_mark(self) -> None:
        """The officer has looked at the mark of the chosen paper: its scan may be kept."""
        line = self._line()
        if line is None or line.paper is None or not line.waits:
            return
        self._accepted |= {line.paper.expected.entry_id}
        self._show()
        waiting = [place for place, one in enumerate(self.lines) if one.waits]
        if waiting:
            self.table.selectRow(waiting[0])
            self.beside.accept.setFocus()
        else:
            self.take.setFocus()

    def name_page(self, entry_id: int, page: int) -> None:
        """The officer says which page of which paper the chosen page is."""
        line = self._line()
        if self._plan is None or line is None or not line.can_be_named:
            return
        self._plan = self._plan.with_named(line.places[0], entry_id, page)
        paper = next(one for one in self._plan.expected if one.entry_id == entry_id)
        self.note.say(sentence("stack_window.named", {"number": paper.called, "page": page}), Tone.OK)
        self._show()

    def take_all(self) -> None:
        """Keeps the scan of every paper that is in order or was accepted."""
        plan, parts, accepted = self._plan, self._context.parts, self._accepted
        if plan is None or self._is_busy:
            return

        def work(library: Library, progress: Progress, is_cancelled: Cancelled) -> TakenStack:
            return take_stack(library, parts, plan, accepted, progress, is_cancelled)

        self._run("正在收下", work, self._done)

    def done(self, result: int) -> None:
        """What is under way is stopped when the dialog is left; what was kept stays."""
        for job in (self._job, self._looking):
            if job is not None:
                job.cancel()
                job.forget()
        self._job = self._looking = None
        super().done(result)

    def _run(self, what: str, work: LongWork[T], then: Callable[[T], None]) -> None:
        self.note.clear()
        self._set_busy(True)
        self._show()
        self.progress.start(what)
        self._job = self._context.background.run_long(
            work, then=then, failed=self._refuse, progress=self.progress.set_progress
        )

    def _show_awaited(self, awaited: AwaitedPapers) -> None:
        self._awaited = awaited_lines(awaited)
        if self._plan is None:
            open_lines = [one for one in self._awaited if one.paper is not None and not one.paper.expected.kept]
            said = {"count": len(open_lines)}
            self.says.setText(sentence("stack_window.awaited", said) + sentence("stack_window.choose"))
            self._show()

    def _show_plan(self, plan: StackPlan) -> None:
        self._job = None
        self._plan, self._accepted, self._pictures = plan, frozenset(), {}
        self._set_busy(False)
        self._show()
        waiting = [place for place, one in enumerate(self.lines) if one.waits or one.can_be_named]
        self.table.selectRow(waiting[0] if waiting else 0)
        self.table.setFocus() if waiting else self.take.setFocus()
        self._read_more()

    def _done(self, taken: TakenStack) -> None:
        self._job = None
        said = sentence("stack_window.taken", {"count": len(taken.taken)}) if taken.taken else ""
        if taken.known:
            said += sentence("stack_window.known", {"count": len(taken.known)})
        if said:
            self._context.messages.inform(said)
        if not taken.refused and not taken.is_cancelled and not self._more:
            self.accept()
            return
        if taken.refused:
            why = "；".join(dict.fromkeys(one for _, one in taken.refused))
            self.note.say(sentence("stack_window.refused", {"count": len(taken.refused), "why": why}), Tone.BAD)
        elif taken.is_cancelled:
            self.note.say(sentence("stack_window.stopped", {"count": len(taken.taken)}), Tone.WARN)
        self._set_busy(False)
        self._show()
        self._read_more()

    def _refuse(self, error: Exception) -> None:
        self._job = None
        self._set_busy(False)
        self.note.say(sentence_of(error), Tone.BAD)
        self._show()
        self._read_more()

    def _read_more(self) -> None:
        more, self._more = self._more, []
        if more:
            self.read(more)

    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        for widget in (self.files, self.folder, self.beside):
            widget.setEnabled(not is_busy)
        if not is_busy:
            self.progress.finish()

    def _show(self) -> None:
        row = max(self.table.current_row(), 0)
        lines = lines_of(self._plan, self._accepted) if self._plan is not None else self._awaited
        self.model.show_rows(lines)
        self.table.setVisible(bool(lines))
        self.beside.setVisible(self._plan is not None)
        if lines:
            self.table.selectRow(min(row, len(lines) - 1))
        count = sum(one.can_be_taken for one in lines)
        self.take.setVisible(self._plan is not None)
        self.take.setText(f"收下 {count} 份")
        self.take.setEnabled(count > 0 and not self._is_busy)
        self.take.setDefault(count > 0 and not any(one.waits for one in lines))
        if self._plan is not None:
            self.says.setText(_told(self._plan, lines))

    def _line(self) -> Line | None:
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _show_line(self) -> None:
        line = self._line()
        if line is None or self._plan is None or not line.places:
            self.beside.show_line(
                line.name if line else "", line.told if line else "", 0, 0, can_accept=False, whose=()
            )
            self.beside.show_picture(None, QImage())
            return
        self._show_page(line.shown)

    def _show_page(self, place: int) -> None:
        """One page of the chosen line, the small picture first, then one large enough to be looked at."""
        line, plan = self._line(), self._plan
        if line is None or plan is None:
            return
        whose = _open_pages(plan) if line.can_be_named else ()
        self.beside.show_line(line.name, line.told, place, len(line.places), can_accept=line.waits, whose=whose)
        at = line.places[place]
        self.beside.show_picture(self._pictures.get(at), line.picture)
        if at in self._pictures or self._is_busy:
            return
        page, parts, read = plan.read.pages[at], self._context.parts, plan.read

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> PagePicture:
            return parts.stacks.picture(read, PagePlace(page.file, page.number, page.turn))

        def show(picture: PagePicture) -> None:
            self._pictures[at] = picture
            if self._plan is plan and self._line() is line:
                self.beside.show_picture(picture, line.picture)

        if self._looking is not None:
            self._looking.cancel()
            self._looking.forget()
        self._looking = self._context.background.run_long(work, then=show, failed=lambda _error: None)

    def _ask_files(self) -> None:
        kept = self._context.preferences.text(_FOLDER_KEY)
        start = kept if kept and Path(kept).is_dir() else str(documents_folder())
        dialog = QFileDialog(self, "选择已盖章扫描件", start)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        dialog.setNameFilter(f"扫描件 ({' '.join(f'*{one}' for one in sorted(_ENDINGS))});;全部文件 (*)")
        dialog.filesSelected.connect(lambda files: self._read_chosen([Path(file) for file in files]))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_folder(self) -> None:
        kept = Path(self._context.preferences.text(_FOLDER_KEY) or documents_folder())
        ask_folder(self, "选择扫描件所在的文件夹", kept, self._read_folder)

    def _read_folder(self, folder: Path) -> None:
        if not self.take_files([folder]):
            self.note.say(sentence("drops.nothing_in", {"folder": folder.name}), Tone.WARN)

    def _read_chosen(self, paths: Sequence[Path]) -> None:
        self._context.preferences.put(_FOLDER_KEY, str(paths[0].parent))
        self.read(paths)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        choosing = QHBoxLayout()
        choosing.addWidget(self.says, 1)
        choosing.addWidget(self.files)
        choosing.addWidget(self.folder)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.table, 1)
        middle.addWidget(self.beside)
        buttons = QHBoxLayout()
        buttons.addWidget(self.note, 1)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.take)
        column.addWidget(self.title)
        column.addLayout(choosing)
        column.addWidget(self.progress)
        column.addLayout(middle, 1)
        column.addLayout(buttons)


def _told(plan: StackPlan, lines: Sequence[Line]) -> str:
    """The stack in one sentence: what can be kept, what waits, what is missing, what is none of it."""
    match = plan.match
    if match.is_empty:
        return sentence("stack_window.nothing", {"pages": match.pages})
    papers = [one for one in lines if one.paper is not None]
    counts = {
        "waiting": sum(one.waits for one in lines),
        "missing": sum(not one.paper.stand.can_be_taken for one in papers if one.paper is not None),
        "odd": len(match.odd),
        "empty": match.empty,
        "turned": match.turned,
    }
    said = {name: sentence(f"stack_window.{name}", {"count": count}) if count else "" for name, count in counts.items()}
    return sentence(
        "stack_window.read", {"pages": match.pages, "whole": sum(one.can_be_taken for one in lines), **said}
    )


def _open_pages(plan: StackPlan) -> tuple[tuple[ExpectedPaper, int], ...]:
    """The pages no scan was found of, each with its paper: what a page without a code may be."""
    return tuple(
        (one.expected, page)
        for one in plan.match.papers
        for page in range(1, one.expected.pages + 1)
        if page not in one.places
    )
