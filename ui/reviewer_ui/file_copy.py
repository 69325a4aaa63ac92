"""Saving a copy of a kept file where the officer wants it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.attachments import read_attachment
from reviewer_app.services.ports import Cancelled, Desk, Progress
from reviewer_ui.context import Context


def ask_and_save_copy(context: Context, sha256: str, name: str, parent: QWidget) -> QFileDialog:
    """Asks for a place and saves a copy of the file there; the dialog, already open, is given back."""
    dialog = QFileDialog(parent, "另存副本")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: save_copy(context, sha256, Path(chosen)))
    dialog.open()
    return dialog


def save_copy(context: Context, sha256: str, path: Path) -> None:
    """Writes the copy on a thread of its own and says where it lies."""

    def work(desk: Desk, _progress: Progress, _cancelled: Cancelled) -> None:
        content = desk.read(read_attachment, sha256)
        try:
            path.write_bytes(content)
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem

    context.background.run_long(work, then=lambda _none: context.messages.inform(f"已另存为“{path.name}”。"))
