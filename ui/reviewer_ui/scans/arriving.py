"""归入扫描件: the scans that came, each with the case it goes to and why, before anything is written."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.intake.paper_sets import PaperSet, find_sets
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import SCAN_ENDINGS, is_scan, scans_in
from reviewer_ui.explaining import tell_rows
from reviewer_ui.messages import sentence_of
from reviewer_ui.scans.taking_in import Arrival, Kept, keeping_all, reading_all
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SlimProgress, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import documents_folder
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT, _LEAST = 1040, 520, 720
_FOLDER_KEY = "scans/folder"


def _goes_to(one: Arrival) -> str:
    if one.paper is None:
        return "" if one.trouble else sentence("scans.unknown_owner")
    return f"{one.paper.intake_number} {one.paper.project_name}"


def _says(one: Arrival) -> str:
    if one.trouble:
        return one.trouble
    if one.paper is not None and one.paper.refusal:
        return one.paper.refusal
    said = one.why or (sentence("scans.by_hand") if one.paper else "选中这一行，在下面键入编号、项目或单位")
    if one.read is None or not one.read.ticks:
        return said
    return f"{said}；{sentence('run_sheet.read', {'count': len(one.read.ticks)})}"


def _stand(one: Arrival) -> tuple[str, Tone]:
    if one.trouble or (one.paper is not None and one.paper.refusal):
        return "不能归入", Tone.BAD
    return ("归入", Tone.OK) if one.paper else ("待指定", Tone.WARN)


COLUMNS: tuple[Column[Arrival], ...] = (
    Column("文件", lambda one: one_line(one.path.name), 190),
    Column("页", lambda one: str(len(one.read.pages)) if one.read else "", 44),
    Column("归入案件", _goes_to),
    Column("依据", _says, 300),
    Column("", lambda one: _stand(one)[0], 92, lambda one: _stand(one)[1]),
)


class ArrivingDialog(Dialog):
    """Reads the files beside the window; `case_asked` when the officer wants to see a case that a scan came to."""

    case_asked = Signal(int)

    def __init__(self, context: Context, paths: Sequence[Path], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._is_busy = False
        self._arrivals: list[Arrival] = []
        self._more: list[Path] = []
        self._reading: tuple[Path, ...] = ()
        self.setWindowTitle("归入扫描件")
        self.setAccessibleName("归入扫描件")
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDTH, _HEIGHT)
        self.model: RowsModel[Arrival] = RowsModel(COLUMNS, self)
        self.table = PlainTable("扫描件")
        self.table.show_model(self.model)
        tell_rows(self.table, self.model, "why.arrival_source", lambda one: _stand(one)[0])
        self.title = Words("归入扫描件", TextRole.TITLE)
        self.says = Words("", TextRole.LABEL, wrap=True)
        self.owner = QLineEdit()
        self.owner.setPlaceholderText("键入收件编号、网上申报编号、项目或单位，按回车")
        self.owner.setAccessibleName("指定案件")
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.install = Button("安装文字识别", ButtonKind.LINK)
        self.install.hide()
        self.confirm = Button("", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out()
        self.owner.returnPressed.connect(self._look_for_case)
        self.confirm.clicked.connect(self.keep)
        self.cancel.clicked.connect(self.reject)
        self.install.clicked.connect(self._install_letters)
        self.progress.cancel_requested.connect(self._stop)
        self._begin(paths)

    @property
    def arrivals(self) -> tuple[Arrival, ...]:
        """The scans as they stand now."""
        return tuple(self._arrivals)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Takes more scans that are dropped while the dialog is open; the same file is not taken twice."""
        known = {*(one.path for one in self._arrivals), *self._more, *self._reading}
        scans = [path for path in paths if is_scan(path)]
        self._more.extend(path for path in scans if path not in known)
        if not self._is_busy:
            self._read_more()
        return bool(scans)

    def assign(self, row: int, paper: PaperSet) -> None:
        """Gives a scan to a case by hand."""
        self._arrivals[row] = replace(self._arrivals[row], paper=paper, why=sentence("scans.by_hand"))
        self._show()
        self.owner.clear()
        waiting = [place for place, one in enumerate(self._arrivals) if one.paper is None and not one.trouble]
        self.table.selectRow(waiting[0] if waiting else row)

    def keep(self) -> None:
        """Writes all that have a case."""
        self._set_busy(True)
        self.progress.start("正在归入")
        self._job = self._context.background.run_long(
            keeping_all(self._arrivals), then=self._done, failed=self._refuse, progress=self.progress.set_progress
        )

    def done(self, result: int) -> None:
        """A reading under way is stopped when the dialog is left."""
        if self._job is not None:
            self._job.cancel()
            self._job.forget()
            self._job = None
        super().done(result)

    def _begin(self, paths: Sequence[Path]) -> None:
        self._reading = tuple(paths)
        self._set_busy(True)
        self._show()
        if not self._context.parts.forms.can_read_letters:
            self.note.say(sentence("scans.no_letters"), Tone.WARN)
            self.install.show()
        self.progress.start("正在读取扫描件")
        self._job = self._context.background.run_long(
            reading_all(self._context.parts, paths),
            then=self._show_read,
            failed=self._refuse,
            progress=self.progress.set_progress,
        )

    def _read_more(self) -> None:
        """Reads what came while the dialog was open."""
        more, self._more = self._more, []
        if more:
            self._begin(more)

    def _show_read(self, arrivals: tuple[Arrival, ...]) -> None:
        self._job, self._reading = None, ()
        self._arrivals.extend(arrivals)
        self._set_busy(False)
        self._show()
        waiting = [place for place, one in enumerate(self._arrivals) if one.paper is None and not one.trouble]
        self.table.selectRow(waiting[0] if waiting else 0)
        (self.owner if waiting else self.confirm).setFocus()
        self._read_more()

    def _show(self) -> None:
        row = max(self.table.currentIndex().row(), 0)
        self.model.show_rows(self._arrivals)
        self.table.selectRow(row)
        count = sum(one.can_be_kept for one in self._arrivals)
        waiting = sum(one.paper is None and not one.trouble for one in self._arrivals)
        self.confirm.setText(f"归入 {count} 份")
        self.confirm.setEnabled(count > 0 and not self._is_busy)
        self.confirm.setDefault(count > 0 and not waiting)
        rest = f"，{waiting} 份待指定" if waiting else ""
        self.says.setText(f"共 {len(self._arrivals)} 份：{count} 份可以归入{rest}。归入前不写入任何内容。")

    def _look_for_case(self) -> None:
        words = self.owner.text().strip()
        if words:
            self._context.background.run_read(find_sets, words, then=self._offer, failed=self._refuse)

    def _offer(self, found: tuple[PaperSet, ...]) -> None:
        row = self.table.currentIndex().row()
        if row < 0 or self._arrivals[row].trouble:
            self.note.say("请先选中要指定的一行。", Tone.WARN)
            return
        if len(found) == 1:
            self.note.clear()
            self.assign(row, found[0])
            return
        menu = QMenu(self)
        for one in found:
            menu.addAction(f"{one.intake_number} {one.project_name}（{one.applicant}）").triggered.connect(
                lambda _checked=False, paper=one: self.assign(row, paper)
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.owner.mapToGlobal(self.owner.rect().bottomLeft()))

    def _done(self, kept: Kept) -> None:
        self._job = None
        self._arrivals = list(kept.left)
        told = f"已归入扫描件 {kept.count} 份。" if kept.count or not kept.known else ""
        told += sentence("scans.known", {"count": kept.known}) if kept.known else ""
        self._context.messages.inform(told)
        if not kept.left and not self._more:
            self.accept()
            return
        self._set_busy(False)
        self._show()
        self._read_more()

    def _refuse(self, error: Exception) -> None:
        self._job, self._reading = None, ()
        self._set_busy(False)
        self._show()
        self.note.say(sentence_of(error), Tone.BAD)

    def _install_letters(self) -> None:
        """Fetches the reader of letters; the scans are read again with it."""
        forms = self._context.parts.forms
        self.install.hide()
        self.note.say(sentence("extra.fetching"))
        paths = [one.path for one in self._arrivals]

        def work(_library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            forms.install_letters()

        def again(_none: None) -> None:
            self.note.say(sentence("extra.installed"))
            self._arrivals.clear()
            self._begin(paths)

        self._context.background.run_long(work, then=again, failed=self._refuse)

    def _stop(self) -> None:
        """What was read so far, or kept, stands; the rest is named."""
        if self._job is not None:
            self._job.cancel()

    def _set_busy(self, is_busy: bool) -> None:
        self._is_busy = is_busy
        self.owner.setEnabled(not is_busy)
        self.confirm.setEnabled(not is_busy)
        if not is_busy:
            self.progress.finish()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        for widget in (self.title, self.says, self.progress):
            column.addWidget(widget)
        column.addWidget(self.table, 1)
        row = QHBoxLayout()
        row.addWidget(Words("指定案件", TextRole.LABEL))
        row.addWidget(self.owner, 1)
        column.addLayout(row)
        said = QHBoxLayout()
        said.addWidget(self.note, 1)
        said.addWidget(self.install)
        column.addLayout(said)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def take_in_pasted(context: Context, window: QWidget) -> None:
    """Takes in what lies on the clipboard: files of scans, or a picture."""
    data = QGuiApplication.clipboard().mimeData()
    paths = scans_in(data) if data is not None else []
    picture = QGuiApplication.clipboard().image()
    folder = ""
    if not paths and not picture.isNull():
        folder = mkdtemp(prefix="reviewer-desk-")
        path = Path(folder) / "粘贴的图片.png"
        if picture.save(str(path)):
            paths = [path]
    if not paths:
        context.messages.inform(sentence("scans.nothing_pasted"))
        return
    dialog = take_in(context, paths, window)
    if folder:
        dialog.finished.connect(lambda _result: _forget(Path(folder)))


def _forget(folder: Path) -> None:
    """The picture is in the library or not wanted: no copy is left lying about."""
    for path in folder.iterdir():
        path.unlink(missing_ok=True)
    folder.rmdir()


def ask_for_scans(context: Context, parent: QWidget) -> None:
    """Asks for scans and shows where they go."""
    kept = context.preferences.text(_FOLDER_KEY)
    dialog = QFileDialog(parent, "选择扫描件", kept if kept and Path(kept).is_dir() else str(documents_folder()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter(f"扫描件 ({' '.join(f'*{one}' for one in sorted(SCAN_ENDINGS))});;全部文件 (*)")

    def chosen(files: list[str]) -> None:
        context.preferences.put(_FOLDER_KEY, str(Path(files[0]).parent))
        take_in(context, [Path(file) for file in files], parent)

    dialog.filesSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def take_in(context: Context, paths: Sequence[Path], parent: QWidget) -> ArrivingDialog:
    """Shows where these scans go; the dialog, already open, is given back."""
    dialog = ArrivingDialog(context, paths, parent)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()
    return dialog
