"""Saving a file where the officer wants it: whole, or not at all and the file there before is kept."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.context import Context
from reviewer_ui.preferences import Preferences
from reviewer_ui.widgets.folder_field import documents_folder

_FOLDER_KEY = "saving/folder"


def ask_and_save_copy(context: Context, sha256: str, name: str, parent: QWidget) -> QFileDialog:
    """Asks for a place and saves a copy of the file there; the dialog, already open, is given back."""
    dialog = place_dialog(context.preferences, "另存副本", name, parent)
    dialog.fileSelected.connect(lambda chosen: save_copy(context, sha256, Path(chosen)))
    dialog.open()
    return dialog


def place_dialog(preferences: Preferences, title: str, name: str, parent: QWidget) -> QFileDialog:
    """Asks where a file is to be saved, beginning where the last one was, the first time at the officer's documents."""
    kept = preferences.text(_FOLDER_KEY)
    folder = kept if kept and Path(kept).is_dir() else str(documents_folder())
    dialog = QFileDialog(parent, title, folder)
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.selectFile(name)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda chosen: preferences.put(_FOLDER_KEY, str(Path(chosen).parent)))
    return dialog


def save_copy(context: Context, sha256: str, path: Path) -> None:
    """Writes the copy on a thread of its own and says where it lies."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
        content = library.read(read_attachment, sha256)
        try:
            write_file(path, content)
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem

    context.background.run_long(work, then=lambda _none: context.messages.inform(f"已另存为“{path.name}”。"))
