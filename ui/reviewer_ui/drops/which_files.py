"""选择拖入的文件: several lists, or a folder with lists and scans: each with its kind, day and size, to choose from."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import Dropped
from reviewer_ui.widgets import Button, ButtonKind, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT, _LEAST = 860, 440, 640
_COUNTING = "…"


@dataclass(frozen=True, slots=True)
class OneFile:
    """A file to choose: what it is, from when, and how much is in it, once that is known."""

    path: Path
    is_list: bool
    day: str
    holds: str = _COUNTING


COLUMNS: tuple[Column[OneFile], ...] = (
    Column("文件", lambda one: one.path.name),
    Column("文件夹", lambda one: one.path.parent.name, 170),
    Column("种类", lambda one: "清单" if one.is_list else "扫描件", 80),
    Column("修改日期", lambda one: one.day, 140),
    Column("行或页", lambda one: one.holds, 100),
)


class WhichFilesDialog(Dialog):
    """`list_chosen` carries the list to read and the scans that follow it, `scans_chosen` the scans alone."""

    list_chosen = Signal(object, object)  # Path, tuple of Path
    scans_chosen = Signal(object)  # tuple of Path

    def __init__(self, context: Context, came: Dropped, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._came = context, came
        self._job: Job | None = None
        self._counted: dict[Path, str] = {}
        self.setWindowTitle("选择拖入的文件")
        self.setAccessibleName("选择拖入的文件")
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDTH, _HEIGHT)
        self.model: RowsModel[OneFile] = RowsModel(COLUMNS, self)
        self.table = PlainTable("拖入的文件")
        self.table.show_model(self.model)
        self._files = [OneFile(path, path in came.lists, _day(path)) for path in (*came.lists, *came.scans)]
        self.model.show_rows(self._files)
        self.then_scans = QCheckBox(f"读完清单，接着归入 {len(came.scans)} 份扫描件")
        self.then_scans.setChecked(True)
        self.then_scans.setVisible(bool(came.scans))
        self.only_scans = Button(f"只归入 {len(came.scans)} 份扫描件")
        self.only_scans.setVisible(bool(came.scans))
        self.confirm = Button("读取这份清单", ButtonKind.PRIMARY)
        self.confirm.setDefault(True)
        self.cancel = Button("取消")
        self._lay_out()
        self.table.selectRow(0)
        self.table.selectionModel().currentRowChanged.connect(lambda _now, _before: self._show_choice())
        self.table.activated.connect(lambda _index: self.choose())
        self.confirm.clicked.connect(self.choose)
        self.only_scans.clicked.connect(self.choose_scans)
        self.cancel.clicked.connect(self.reject)
        self._show_choice()
        self.table.setFocus()
        self._count()

    def choose(self) -> None:
        """Reads the list chosen; the scans follow it where that is ticked."""
        one = self._chosen()
        if one is None or not one.is_list:
            return
        self.accept()
        follows = self._came.scans if self.then_scans.isChecked() else ()
        self.list_chosen.emit(one.path, follows)

    def choose_scans(self) -> None:
        """Brings the scans to their cases and leaves the lists."""
        self.accept()
        self.scans_chosen.emit(self._came.scans)

    def done(self, result: int) -> None:
        """What is still being counted is of no use any more."""
        if self._job is not None:
            self._job.cancel()
            self._job.forget()
        super().done(result)

    def _chosen(self) -> OneFile | None:
        row = self.table.current_row()
        return self.model.row_at(row) if 0 <= row < self.model.rowCount() else None

    def _show_choice(self) -> None:
        one = self._chosen()
        self.confirm.setEnabled(one is not None and one.is_list)

    def _count(self) -> None:
        parts, files, counted = self._context.parts, tuple(self._files), self._counted

        def work(library: Library, progress: Progress, is_cancelled: Cancelled) -> None:
            pack = library.read(current_pack)
            for place, one in enumerate(files):
                if is_cancelled():
                    return
                try:
                    if one.is_list:
                        counted[one.path] = f"{len(parts.reader.read(one.path, pack).rows)} 行"
                    else:
                        counted[one.path] = f"{parts.forms.page_count(one.path)} 页"
                except OfficeError:
                    counted[one.path] = "读不出"
                progress(place + 1, len(files))

        self._job = self._context.background.run_long(
            work, then=lambda _none: self._show_counted(), progress=lambda _done, _total: self._show_counted()
        )

    def _show_counted(self) -> None:
        row = self.table.current_row()
        counted = dict(self._counted)
        self.model.show_rows([replace(one, holds=counted.get(one.path, _COUNTING)) for one in self._files])
        self.table.selectRow(max(row, 0))

    def _lay_out(self) -> None:
        lists, scans = len(self._came.lists), len(self._came.scans)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("选择拖入的文件", TextRole.TITLE))
        told = sentence("drops.which" if scans else "drops.which_list", {"lists": lists, "scans": scans})
        column.addWidget(Words(told, TextRole.LABEL, wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.then_scans)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.only_scans)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def _day(path: Path) -> str:
    try:
        return f"{datetime.fromtimestamp(path.stat().st_mtime):%Y-%m-%d %H:%M}"
    except (OSError, ValueError, OverflowError):
        return ""
