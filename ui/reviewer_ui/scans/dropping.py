"""Scans dropped on the window or pasted: files by their names, a picture from the clipboard as a file of its own."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import mkdtemp

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QDropEvent, QGuiApplication
from PySide6.QtWidgets import QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import are_scans, scans_in


class DroppedScans(QObject):
    """Takes the scans that are dropped anywhere on a window; what else is dropped is left to its pages."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def take(self, paths: Sequence[Path]) -> None:
        """Shows where these scans go."""
        from reviewer_ui.scans.arriving import take_in

        take_in(self._context, paths, self._window)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Accepts scans, and takes them when they are let go; lists and folders are the window's own."""
        if not isinstance(event, QDropEvent) or not are_scans(event.mimeData()):
            return super().eventFilter(watched, event)
        if event.type() in (QEvent.Type.DragEnter, QEvent.Type.DragMove):
            event.acceptProposedAction()
        elif event.type() == QEvent.Type.Drop:
            event.acceptProposedAction()
            self.take(scans_in(event.mimeData()))
        return True


def take_in_pasted(context: Context, window: QWidget) -> None:
    """Takes in what lies on the clipboard: files of scans, or a picture."""
    from reviewer_ui.scans.arriving import take_in

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
