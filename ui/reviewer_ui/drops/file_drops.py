"""Files dropped anywhere, on the window or a dialog: each goes where it belongs, before a text box makes words of it.

The parts under the mouse are asked first. What nobody has a use for is sorted: lists go to the intake, scans to their
cases. What comes while a dialog asks something waits until that is closed; on a locked desk nothing is taken.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QDropEvent, QGuiApplication, QWindow
from PySide6.QtWidgets import QApplication, QDialog, QFileDialog, QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.dropped_files import Dropped, dropped_paths, offer_files, sort_dropped
from reviewer_ui.frame.locking import IdleLock

if TYPE_CHECKING:
    from reviewer_ui.drops.which_files import WhichFilesDialog
    from reviewer_ui.intake import IntakePage

_SCANS_FOLDER_KEY = "scans/folder"


class FileDrops(QObject):
    """Takes the drops of every window of the program; `intake` shows the intake place and gives its page."""

    def __init__(self, context: Context, window: QWidget, lock: IdleLock, intake: Callable[[], IntakePage]) -> None:
        super().__init__(window)
        self._context, self._window, self._lock, self._intake = context, window, lock, intake
        self._held: list[Path] = []
        self._waiting_for: QDialog | None = None
        self._later: list[Path] = []
        self._is_watching = False
        self.which_files: WhichFilesDialog | None = None
        window.setAcceptDrops(True)
        app = QApplication.instance()
        if isinstance(app, QGuiApplication):
            # Each dialog is watched from when it first has the keyboard.
            app.focusWindowChanged.connect(self.watch)
            self._is_watching = True

    def end(self) -> None:
        """Takes nothing any more, because the window goes; another library may be opened after it."""
        app = QApplication.instance()
        # A window may be closed more than once.
        if isinstance(app, QGuiApplication) and self._is_watching:
            self._is_watching = False
            app.focusWindowChanged.disconnect(self.watch)
        self._held, self._later = [], []

    def watch(self, shown: QWindow | None) -> None:
        """Sees the drops of one more window before what is in it does."""
        if shown is not None:
            shown.installEventFilter(self)
            widget = _widget_of(shown)
            if widget is not None:
                widget.setAcceptDrops(True)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Takes files; words that are dragged go on to the text they are dropped on."""
        if not isinstance(event, QDropEvent) or not isinstance(watched, QWindow):
            return False
        paths, widget = dropped_paths(event.mimeData()), _widget_of(watched)
        if not paths or widget is None or isinstance(widget, QFileDialog):
            return False
        if self._lock.is_locked:
            self._lock.refuse_files()
            event.ignore()
            return True
        # Never as a move, which would have the file manager take the files away from where they lie.
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        if event.type() == QEvent.Type.Drop:
            self.take(paths, widget.childAt(event.position().toPoint()) or widget)
        return True

    def take(self, paths: Sequence[Path], target: QWidget) -> None:
        """Brings files that were let go over a part of a window to where they belong."""
        asking = QApplication.activeModalWidget()
        if asking is not None and target.window() is not asking:
            target = asking
        if offer_files(target, paths):
            return
        if asking is not None:
            self._hold(paths, asking)
            return
        self._context.background.run_long(lambda *_of_the_job: sort_dropped(paths), then=self._bring)

    def go_on(self) -> None:
        """The list that came with scans is done with: now the scans, while nothing else is asked."""
        if self._later:
            later, self._later = self._later, []
            self.take(later, self._window)

    def _hold(self, paths: Sequence[Path], asking: QWidget) -> None:
        """Keeps in mind what came while a dialog asks something."""
        self._held.extend(path for path in paths if path not in self._held)
        self._context.messages.inform(sentence("drops.held", {"count": len(self._held)}))
        if isinstance(asking, QDialog) and self._waiting_for is not asking:
            self._waiting_for = asking
            asking.finished.connect(lambda _result: QTimer.singleShot(0, self, self._let_go))

    def _let_go(self) -> None:
        self._waiting_for = None
        held, self._held = self._held, []
        if held:
            self.take(held, self._window)

    def _bring(self, came: Dropped) -> None:
        """Shows the one thing that can be done with what came, or asks which."""
        if not came.lists and not came.scans:
            self._say_nothing_usable(came)
            return
        self._say_left_out(came)
        if not came.lists:
            self._take_scans(came.scans)
        elif len(came.lists) == 1 and not (came.scans and came.folders):
            self._read(came.lists[0], came.scans)
        else:
            self._ask_which(came)

    def _say_nothing_usable(self, came: Dropped) -> None:
        if len(came.strange) == 1 and not came.gone and not came.folders:
            # Whatever it is called: whether it is a list is said after reading it.
            self._read(came.strange[0], ())
        elif came.strange or came.gone:
            self._say_left_out(came)
        else:
            self._intake().say_nothing_in([folder.name for folder in came.folders])

    def _say_left_out(self, came: Dropped) -> None:
        said = [
            sentence(f"drops.{code}", {"names": _named(paths), "count": len(paths)})
            for code, paths in (("strange", came.strange), ("gone", came.gone))
            if paths
        ]
        if said:
            self._context.messages.inform("".join(said))

    def _take_scans(self, scans: Sequence[Path]) -> None:
        from reviewer_ui.scans.arriving import take_in

        self._context.preferences.put(_SCANS_FOLDER_KEY, str(scans[0].parent))
        # The mouse comes from another program: the dialog may not have the keyboard before the next drop.
        self.watch(take_in(self._context, scans, self._window).windowHandle())

    def _read(self, path: Path, scans: Sequence[Path]) -> None:
        page = self._intake()
        if page.preview.is_writing:
            self._context.messages.inform(sentence("drops.writing", {"name": path.name}))
            self._later.extend(scans)
            return
        self._later.extend(scans)
        if scans:
            said = sentence("drops.list_first", {"name": path.name, "count": len(scans)})
            self._context.messages.inform(said, "现在归入", self.go_on)
        page.read_list(path)

    def _ask_which(self, came: Dropped) -> None:
        from reviewer_ui.drops.which_files import WhichFilesDialog

        dialog = WhichFilesDialog(self._context, came, self._window)
        self.which_files = dialog
        dialog.list_chosen.connect(self._read)
        dialog.scans_chosen.connect(self._take_scans)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
        self.watch(dialog.windowHandle())


def _named(paths: Sequence[Path]) -> str:
    """The first of several files by name, the rest counted."""
    first = f"“{paths[0].name}”"
    return first if len(paths) == 1 else f"{first}等 {len(paths)} 个文件"


def _widget_of(shown: QWindow) -> QWidget | None:
    return next((one for one in QApplication.topLevelWidgets() if one.windowHandle() is shown), None)
