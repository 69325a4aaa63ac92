"""How long an officer waits for the window, taken apart: until the login page, for the password, until the list."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from reviewer_ui.measuring.waiting import linger, wait_until

if TYPE_CHECKING:
    # As the program itself: nothing of the library is loaded before the login page stands.
    from reviewer_app.services.ports.library import Library
    from reviewer_app.services.ports.parts import Parts

#: A quick typist's password; the window's modules are loaded meanwhile.
TYPING_MS = 1_500


@dataclass(frozen=True, slots=True)
class StartTimes:
    """Milliseconds: process start to login page painted; password check and opening of the files (Argon2, meant to be
    slow); from there to the painted list; and on until the first case stands open."""

    to_login: float
    password: float
    to_list: float
    to_first_case: float

    @property
    def waited(self) -> float:
        """What is waited for, without the password check."""
        return self.to_login + self.to_list


def watch_start(
    parts: Parts,
    folder: Path,
    password: str,
    started: float,
    then: Callable[[StartTimes], object] = lambda _times: None,
) -> StartTimes:
    """Starts the desk as its program does, types the password, and tells the times; `started` is time.monotonic().

    `then` is told them while the window with its first case still stands.
    """
    from reviewer_ui.preferences import Preferences
    from reviewer_ui.start.application import make_application
    from reviewer_ui.start.session import Session

    preferences = Preferences(folder.parent / "measured-preferences.ini")
    make_application(preferences)
    session = Session(parts, preferences)
    session.start(folder)
    entrance = session.gate
    assert entrance is not None
    wait_until(lambda: entrance.currentWidget() is entrance.login and entrance.login.isVisible())
    _painted()
    to_login = (time.monotonic() - started) * 1000
    linger(TYPING_MS)
    # On a busy machine who works here may be read longer than a password is typed.
    wait_until(lambda: entrance.login.person.count() > 0)
    opened: list[float] = []
    handed: list[Library] = []
    entrance.opened.disconnect()

    def take(library: Library) -> None:
        opened.append(time.monotonic())
        handed.append(library)
        window = session.open_library(library, shown=False)
        # Without a display Qt's screen is smaller than any of the office's.
        window.resize(1366, 768)
        window.show()

    entrance.opened.connect(take)
    entrance.login.password.setText(password)
    entered = time.monotonic()
    entrance.login.enter.click()
    wait_until(lambda: bool(handed))
    window = session.window
    assert window is not None
    wait_until(lambda: window.cases.queue.is_filled)
    # The first case is opened right after: what comes by the event loop now is no longer the list.
    window.repaint()
    listed = time.monotonic()
    wait_until(lambda: window.cases.is_case_open)
    _painted()
    first_case = time.monotonic()
    times = StartTimes(
        to_login, (opened[0] - entered) * 1000, (listed - opened[0]) * 1000, (first_case - opened[0]) * 1000
    )
    then(times)
    window.close()
    window.deleteLater()
    linger(0)
    return times


def _painted() -> None:
    """Two turns of the event loop: what was asked to be painted has been, and the window answers."""
    turns: list[int] = []
    QTimer.singleShot(0, lambda: QTimer.singleShot(0, lambda: turns.append(1)))
    wait_until(lambda: bool(turns))
