"""接收移交件: what a package brings, case by case, before anything is written."""

from __future__ import annotations

import contextlib
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.services.handover.receiving import (
    Arrival,
    ArrivalLine,
    Received,
    look_at_package,
    receive_package,
)
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import documents_folder
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import Column, RowsModel

_WIDTH, _HEIGHT, _LEAST = 1000, 460, 720
_FOLDER_KEY = "handover/folder"
LINES: tuple[Column[ArrivalLine], ...] = (
    Column("编号", lambda one: one.number, 128),
    Column("项目名称", lambda one: one.name),
    Column("申报单位", lambda one: one.applicant, 190),
    Column("状态", lambda one: one.state, 84),
    Column("材料", lambda one: f"纸质 {one.papers} 份，文件 {one.files} 个", 150),
    Column("接收后", lambda one: _what(one), 128, lambda one: _tone(one)),
)


class ReceivingDialog(Dialog):
    """One package, proven and read; it is taken in whole or not at all."""

    def __init__(self, context: Context, path: Path, arrival: Arrival, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._arrival = arrival
        self.setWindowTitle("接收移交件")
        self.setAccessibleName("接收移交件")
        self.setMinimumWidth(_LEAST)
        self.resize(_WIDTH, _HEIGHT)
        self.model: RowsModel[ArrivalLine] = RowsModel(LINES, self)
        self.model.show_rows(arrival.lines)
        self.table = PlainTable("移交件中的案件")
        self.table.show_model(self.model)
        self.note = FieldNote()
        self.confirm = Button(f"接收 {len(arrival.lines)} 件", ButtonKind.PRIMARY)
        self.cancel = Button("取消")
        self._lay_out(path)
        reasons = [line.refusal for line in arrival.lines if line.refusal]
        if reasons:
            self.confirm.setEnabled(False)
            self.note.say("\n".join(reasons[:3]), Tone.BAD)
        else:
            if any(line.sets_aside for line in arrival.lines):
                self.note.say(sentence("custody.sets_aside"), Tone.WARN)
            self.confirm.setDefault(True)
        self.confirm.clicked.connect(self.take_in)
        self.cancel.clicked.connect(self.reject)

    def take_in(self) -> None:
        """Writes what was shown."""
        self.confirm.setEnabled(False)
        self.wait()
        self._context.background.run_change(receive_package, self._arrival, then=self._done, failed=self._refuse)

    def _done(self, received: Received) -> None:
        self.accept()
        package = received.package
        said = f"已接收“{package.desk_name}”第 {package.number} 号移交件，{package.cases} 件。"
        if received.waiting:
            said += f"另有 {received.waiting} 条来件待并入，见各案件。"
        self._context.messages.inform(said)

    def _refuse(self, error: Exception) -> None:
        self.answered()
        self.note.say(sentence_of(error), Tone.BAD)
        self.confirm.setEnabled(True)

    def _lay_out(self, path: Path) -> None:
        content, sender = self._arrival.content, self._arrival.sender
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(8)
        column.addWidget(Words("接收移交件", TextRole.TITLE))
        said = (
            f"“{path.name}”是“{sender.name}”第 {content.number} 号移交件，{content.made_by} "
            f"{content.made_at:%Y-%m-%d %H:%M} 移交，签名核对无误。接收后写入以下案件："
        )
        column.addWidget(Words(said, wrap=True))
        if content.note:
            column.addWidget(Words(f"交接说明：{content.note}", wrap=True))
        column.addWidget(self.table, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.confirm)
        column.addLayout(buttons)


def ask_and_receive(context: Context, parent: QWidget) -> None:
    """Asks for a package and shows what it brings."""
    kept = context.preferences.text(_FOLDER_KEY)
    dialog = QFileDialog(parent, "选择移交件", kept if kept and Path(kept).is_dir() else str(documents_folder()))
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("移交件 (*.移交件);;全部文件 (*)")
    newest = _newest(Path(dialog.directory().absolutePath()))
    if newest:
        dialog.selectFile(newest)

    def chosen(file: str) -> None:
        context.preferences.put(_FOLDER_KEY, str(Path(file).parent))
        show_package(context, Path(file), parent)

    dialog.fileSelected.connect(chosen)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def show_package(context: Context, path: Path, parent: QWidget) -> None:
    """Opens a package beside the window and shows what it brings; a refusal is said at the foot of the window."""
    codec = context.parts.contents

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Arrival:
        return look_at_package(library, codec, path)

    def show(arrival: Arrival) -> None:
        dialog = ReceivingDialog(context, path, arrival, parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    context.background.run_long(work, then=show)


def _newest(folder: Path) -> str:
    """The package that came into a folder last; it is meant first."""
    with contextlib.suppress(OSError):
        return max(folder.glob("*.移交件"), key=lambda one: one.stat().st_mtime, default=Path()).name
    return ""


def _tone(line: ArrivalLine) -> Tone:
    if line.refusal:
        return Tone.BAD
    return Tone.WARN if line.sets_aside else Tone.OK


def _what(line: ArrivalLine) -> str:
    if line.refusal:
        return "不能接收"
    if line.sets_aside:
        return "新收，副本作废"
    return "回到本库" if line.is_home else "新收"
