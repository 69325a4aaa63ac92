"""Locking the window: by the act, or after some minutes without key or mouse; the same person's password opens it.

While it is locked every window is covered, no key or mouse reaches anything but the question, and no action is in use.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime
from math import inf
from operator import sub

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QAbstractPrintDialog
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.office.settings import read_settings
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.frame.lock_cover import Cover, LockDialog

_LOOK_MS = 5_000
_SECONDS = 60
#: Seconds: a clock that is put right moves by less; a machine may sleep for so long.
_SET_BACK, _SET_FORWARD = 600, 15 * 24 * 3600
_E = QEvent.Type
#: What somebody at the desk does; the wheel and a moved mouse count as well as a key.
_SIGNS_OF_LIFE = frozenset(
    {_E.KeyPress, _E.MouseButtonPress, _E.MouseMove, _E.Wheel, _E.TouchBegin, _E.TabletPress, _E.InputMethod}
)
_INPUT = _SIGNS_OF_LIFE | {
    *(_E.KeyRelease, _E.MouseButtonRelease, _E.MouseButtonDblClick, _E.Shortcut, _E.ShortcutOverride),
    *(_E.ContextMenu, _E.Drop, _E.DragEnter),
}
Readings = tuple[float, ...]


def desk_clocks() -> Readings:
    """Two clocks: one that nobody sets, and one that goes on while the machine sleeps."""
    return time.monotonic(), time.time()


class IdleLock(QObject):
    """Watches one window; `leave_asked` when another person wants to log in."""

    leave_asked = Signal()

    def __init__(self, context: Context, window: QWidget, clocks: Callable[[], Readings] = desk_clocks) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.clocks = clocks
        self._last = self._looked = clocks()
        self._settings = OfficeSettings(lock_after="0")
        self._limit = inf
        self._covers: list[Cover] = []
        self.dialog: LockDialog | None = None
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        context.background.changed.connect(self._note_changes)
        self._read()
        self._is_watching = False
        self._app = QGuiApplication.instance()
        if isinstance(self._app, QGuiApplication):
            # All input comes by way of a window, but words of an input method: those go to what has the keyboard.
            # To be asked about every event of every part instead would make each of them dearer.
            self._app.focusWindowChanged.connect(self.watch)
            self._app.focusObjectChanged.connect(self.watch)
            self._is_watching = True

    def watch(self, where: QObject | None) -> None:
        """Sees the keys and the mouse of one more window, or the words that come to one more part of it."""
        if where is not None:
            where.installEventFilter(self)

    @property
    def is_locked(self) -> bool:
        """Whether the window is covered."""
        return self.dialog is not None

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Notes that somebody is there; while it is locked, lets input through to the question alone."""
        if self.dialog is not None:
            return self._hold_back(watched, event)
        if event.type() in _SIGNS_OF_LIFE:
            now = self.clocks()
            if self._is_idle(now):
                # The first touch after the machine slept must not count as if somebody had been there all the time.
                self.look()
                if self.is_locked:
                    return True
            self._last = now
        return False

    def look(self) -> None:
        """Locks when nobody has touched key or mouse for long enough by either clock; says when one was set."""
        self._tell_clock(self.clocks())
        if not self.is_locked and self._window.isVisible() and self._is_idle(self.clocks()):
            self.cover()

    def _tell_clock(self, now: Readings) -> None:
        """What is due, set aside and written down goes by the computer's clock: when somebody sets it, it is said."""
        set_by = (now[1] - self._looked[1]) - (now[0] - self._looked[0])
        self._looked = now
        if set_by < -_SET_BACK or set_by > _SET_FORWARD:
            said = f"{datetime.fromtimestamp(now[1]):%Y-%m-%d %H:%M}"
            code = "clock.set_back" if set_by < 0 else "clock.set_forward"
            self._context.messages.inform(sentence(code, {"now": said}))

    def _is_idle(self, now: Readings) -> bool:
        # Asked at every key and move of the mouse.
        return bool(max(map(sub, now, self._last)) >= self._limit)

    def cover(self) -> None:
        """Locks at once: what was typed is stored, every window is covered, the question stands above."""
        if self.is_locked:
            return
        from reviewer_ui.autosave import DraftKeeper

        for keeper in self._window.findChildren(DraftKeeper):
            keeper.flush()
        while (popup := QApplication.activePopupWidget()) is not None and popup.close():
            pass
        self._context.actions.hold(True)
        dialog = LockDialog(self._says(), self._hint(), self._window)
        self.dialog = dialog
        if self._app is not None:
            self._app.installEventFilter(self)
        for shown in QApplication.topLevelWidgets():
            self._cover_one(shown)
        dialog.tried.connect(self._try)
        dialog.leave.clicked.connect(self._ask_leave)
        dialog.open()

    def refuse_files(self) -> None:
        """Nothing is taken in while nobody is known to be there; said where the password is asked for."""
        if self.dialog is not None:
            self.dialog.say(sentence("drops.locked"))

    def end(self) -> None:
        """Stops watching, because the window goes."""
        self._timer.stop()
        # A window may be closed more than once.
        if isinstance(self._app, QGuiApplication) and self._is_watching:
            self._is_watching = False
            self._app.focusWindowChanged.disconnect(self.watch)
            self._app.focusObjectChanged.disconnect(self.watch)
        self._drop_dialog()

    def _hold_back(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(watched, QWidget):
            # A key of an action or a shortcut does not come by way of a widget.
            return event.type() == _E.Shortcut
        if event.type() == _E.Show and watched.isWindow():
            self._cover_one(watched)
            if self.dialog is not None:
                # What comes up meanwhile must not keep the keyboard from the question.
                self.dialog.activateWindow()
            return False
        return event.type() in _INPUT and watched.window() is not self.dialog

    def _cover_one(self, shown: QWidget) -> None:
        is_own = shown is self.dialog or any(cover.parentWidget() is shown for cover in self._covers)
        if is_own or not shown.isVisible():
            return
        if isinstance(shown, QFileDialog | QAbstractPrintDialog):
            # The system draws these; nothing can be laid over them.
            shown.reject()
        else:
            self._covers.append(Cover(shown))

    def _try(self, password: str) -> None:
        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            library.check_password(password)

        self._context.background.run_long(work, then=self._open, failed=self._refuse)

    def _open(self, _none: None) -> None:
        self._drop_dialog()
        covers, self._covers = self._covers, []
        for cover in covers:
            cover.lift()
        self._last = self.clocks()
        self._context.actions.hold(False)

    def _refuse(self, error: Exception) -> None:
        if self.dialog is not None:
            self.dialog.refuse(error)

    def _ask_leave(self) -> None:
        if self.dialog is not None and self._context.background.is_busy:
            self.dialog.say(sentence("locking.busy"))
        else:
            self.leave_asked.emit()

    def _drop_dialog(self) -> None:
        dialog, self.dialog = self.dialog, None
        if self._app is not None:
            self._app.removeEventFilter(self)
        if dialog is not None:
            dialog.let_go()

    def _says(self) -> str:
        return sentence("locking.says", {"name": self._context.background.library.user.name})

    def _hint(self) -> str:
        """The practice library's password is no secret, and who came in by its button never typed it."""
        if self._settings.practice_date is None:
            return ""
        return sentence("locking.practice", {"password": self._context.parts.practice_password})

    def _read(self) -> None:
        self._context.background.run_read(read_settings, then=self._take)

    def _take(self, settings: OfficeSettings) -> None:
        self._settings = settings
        self._limit = settings.lock_minutes * _SECONDS or inf

    def _note_changes(self, changes: Changes) -> None:
        if Noun.SETTINGS in changes.nouns:
            self._read()
