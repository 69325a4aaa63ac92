"""The watched folder: scans that a scanner lays there are offered; nothing is read before the officer says so."""

from __future__ import annotations

import threading
from pathlib import Path

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.folder_field import ask_folder, documents_folder

WATCHED_KEY, _SEEN_KEY = "scans/watched", "scans/seen"
_LOOK_MS = 5_000
#: So many of the newest files are remembered as seen, and no more are looked at.
_MOST = 2_000

#: A file by name, size and time of its last change.
Known = tuple[str, int, int]


def files_in(folder: Path) -> tuple[Known, ...] | None:
    """The scans that lie in a folder; None where the folder is not there."""
    from reviewer_ui.dropped_files import is_scan

    try:
        found = [path for path in folder.iterdir() if is_scan(path)][:_MOST]
    except OSError:
        return None
    known = []
    for path in found:
        try:
            state = path.stat()
        except OSError:
            continue
        known.append((path.name, state.st_size, state.st_mtime_ns))
    return tuple(sorted(known))


class WatchedFolder(QObject):
    """Looks into the folder beside the window; a file is offered once it has stayed as it is between two looks."""

    def __init__(self, context: Context, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._looking: threading.Thread | None = None
        self._found: tuple[Known, ...] | None = ()
        self._last: tuple[Known, ...] = ()
        self._offered: set[Known] = set()
        self._is_gone = False
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self._tick)
        if self.folder is not None:
            self._timer.start()

    @property
    def folder(self) -> Path | None:
        """The folder watched on this machine."""
        kept = self._context.preferences.text(WATCHED_KEY)
        return Path(kept) if kept else None

    def ask(self) -> None:
        """Asks which folder is to be watched, or whether the watching is to end."""
        folder = self.folder
        if folder is None:
            ask_folder(self._window, "选择要监看的扫描文件夹", documents_folder(), self.watch)
            return
        question = Question("停止监看", f"正在监看“{folder}”。停止后，新来的扫描件不再提示。", "停止监看")
        dialog = DecisionDialog(question, self._window)
        dialog.confirmed.connect(dialog.accept)
        dialog.confirmed.connect(self.stop)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def watch(self, folder: Path) -> None:
        """Watches a folder from now on; what lies there already is offered too."""
        self._context.preferences.put(WATCHED_KEY, str(folder))
        self._last, self._offered, self._is_gone = (), set(), False
        self._timer.start()
        self._context.messages.inform(sentence("scans.watching", {"folder": folder}))

    def stop(self) -> None:
        """Watches no folder any more."""
        self._timer.stop()
        self._context.preferences.put(WATCHED_KEY, "")

    def look(self, found: tuple[Known, ...] | None) -> None:
        """Takes note of what lies there now; a folder that is gone is said once."""
        folder = self.folder
        if folder is None:
            return
        if found is None:
            if not self._is_gone:
                self._context.messages.inform(sentence("scans.watch_gone", {"folder": folder}))
            self._is_gone = True
            return
        self._is_gone = False
        settled = set(found) & set(self._last)
        self._last = found
        fresh = sorted(settled - self._offered - self._seen())
        if fresh:
            self._offered |= set(fresh)
            self._offer(folder, fresh)

    def _offer(self, folder: Path, fresh: list[Known]) -> None:
        def show() -> None:

            self._remember(fresh)
            from reviewer_ui.scans.arriving import take_in

            take_in(self._context, [folder / name for name, _, _ in fresh], self._window)

        said = sentence("scans.watch_came", {"count": len(fresh)})
        self._context.messages.inform(said, "查看", show)

    def _tick(self) -> None:
        """Never waits for a slow folder: the answer of the last look is taken when it has come."""
        if self._looking is not None:
            if self._looking.is_alive():
                return
            self.look(self._found)
        folder = self.folder
        if folder is None:
            self._looking = None
            return

        def look() -> None:
            self._found = files_in(folder)

        # It may hang on a folder of the network for minutes, and must not keep the program from ending.
        self._looking = threading.Thread(target=look, name="watched-folder", daemon=True)
        self._looking.start()

    def _seen(self) -> set[Known]:
        kept = self._context.preferences.text(_SEEN_KEY)
        lines = (line.rsplit("|", 2) for line in kept.split("\n") if line.count("|") >= 2)
        return {(name, int(size), int(at)) for name, size, at in lines if size.isdecimal() and at.isdecimal()}

    def _remember(self, fresh: list[Known]) -> None:
        kept = [*sorted(self._seen(), key=lambda one: one[2]), *fresh][-_MOST:]
        self._context.preferences.put(_SEEN_KEY, "\n".join(f"{name}|{size}|{at}" for name, size, at in kept))
