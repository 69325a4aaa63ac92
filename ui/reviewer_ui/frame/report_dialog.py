"""The report bundle of a defect: read whole before it is saved, and saved as it was read."""

from __future__ import annotations

import io
import platform
import zipfile
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from PySide6.QtCore import qVersion
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QVBoxLayout, QWidget

from reviewer_app import logbook
from reviewer_app.durable import write_file
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.folder_field import documents_folder

_NAME = "差错报告.zip"
_WIDTH, _HEIGHT = 760, 520
_TELLS = (
    "报告里只有程序版本、系统名称、出错经过的程序行和程序日志，没有案件、姓名、密码和文件路径。请先看一遍，再交给维护人员；"
    "程序不会自己把它发出去。"
)


def bundle_of(trail: str) -> list[tuple[str, str]]:
    """The files of the bundle: versions and the way the failure came, then the log."""
    programs = {"reviewer-desk": _program(), "Python": platform.python_version(), "Qt": qVersion()}
    machine = {platform.system(): platform.release()}
    head = "".join(f"{name} {number}\n" for name, number in {**programs, **machine}.items())
    return [("report.txt", head + trail + "\n"), *logbook.logs()]


def _program() -> str:
    try:
        return version("reviewer-desk")
    except PackageNotFoundError:
        return "-"


def packed(files: list[tuple[str, str]]) -> bytes:
    """The bundle as one file."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as pack:
        for name, text in files:
            pack.writestr(name, text)
    return made.getvalue()


class ReportDialog(Dialog):
    """Everything the bundle holds, to be read, and the button that saves it."""

    def __init__(self, trail: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("差错报告")
        self.files = bundle_of(trail)
        self.text = QPlainTextEdit("\n".join(f"==== {name} ====\n{text}" for name, text in self.files))
        self.text.setReadOnly(True)
        self.text.setAccessibleName("差错报告的全部内容")
        self.note = FieldNote()
        self.save = Button("保存为文件…", ButtonKind.PRIMARY)
        close = Button("关闭")
        self.save.clicked.connect(self._ask_place)
        close.clicked.connect(self.accept)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addWidget(Words(_TELLS, TextRole.BODY, wrap=True))
        column.addWidget(self.text, 1)
        column.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(close)
        buttons.addWidget(self.save)
        column.addLayout(buttons)
        self.resize(_WIDTH, _HEIGHT)

    def save_to(self, path: Path) -> None:
        """Saves what was read; that it could not be saved is said here."""
        try:
            write_file(path, packed(self.files))
        except OSError:
            self.note.say("这个位置不能写入，请换一个文件夹。", Tone.BAD)
            return
        self.note.say(f"已保存到 {path}。", Tone.OK)

    def _ask_place(self) -> None:
        dialog = QFileDialog(self, "保存差错报告", str(documents_folder()), "压缩包 (*.zip)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("zip")
        dialog.selectFile(_NAME)
        dialog.fileSelected.connect(lambda chosen: self.save_to(Path(chosen)))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
