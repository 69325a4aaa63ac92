"""Where files go: a folder typed or chosen, with what is wrong with it said below."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QStandardPaths, Qt, Signal
from PySide6.QtWidgets import QFileDialog, QLineEdit, QVBoxLayout, QWidget

from reviewer_ui.theme import Tone
from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.words import FieldNote


class FolderField(QWidget):
    """The folder's line, the note below it and the link that asks for a folder (`choose_pressed`)."""

    choose_pressed = Signal()

    def __init__(self, name: str, link: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.line = QLineEdit()
        self.line.setAccessibleName(name)
        self.note = FieldNote()
        self.link = Button(link, ButtonKind.LINK)
        self.link.clicked.connect(self.choose_pressed)
        self.line.textChanged.connect(self.note.clear)
        self.setFocusProxy(self.line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.line)
        column.addWidget(self.note)
        column.addWidget(self.link, 0, Qt.AlignmentFlag.AlignLeft)

    def target(self) -> Path:
        """The folder as it is meant: `~` is the home, and a bare name stands among the officer's own documents."""
        typed = Path(self.line.text().strip())
        with suppress(RuntimeError):  # nobody of that name has a home: then a folder is called so
            typed = typed.expanduser()
        return documents_folder() / typed

    def show_target(self, folder: Path) -> None:
        """Shows a folder from its beginning."""
        self.line.setText(str(folder))
        self.line.setCursorPosition(0)
        self.note.clear()

    def refuse(self, sentence: str) -> None:
        """Says why the folder cannot be used and lets it be mended at once."""
        self.note.say(sentence, Tone.BAD)
        self.line.setFocus()


def ask_folder(parent: QWidget, title: str, start: Path, then: Callable[[Path], object]) -> None:
    """Lets the officer choose a folder; nothing happens when the question is put aside."""
    dialog = QFileDialog(parent, title, str(start))
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda chosen: then(Path(chosen)))
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def documents_folder() -> Path:
    """The officer's own documents; the home where the system names none."""
    documents = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(documents) if documents and Path(documents).is_dir() else Path.home()
