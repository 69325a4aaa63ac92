"""The true program started twice on one screen, and closed: no start hangs, no closed one keeps the library."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from reviewer_app.bench.season.screen import Screen, virtual_screen, waits_for
from reviewer_app.wiring import Parts
from reviewer_db.folder.lock import holder
from reviewer_ui.actions import ACTIONS
from reviewer_ui.gate.single_instance import may_be_taken
from support.libraries import OFFICE

PASSWORD = "only-for-this-test"
COVER = (
    "from PySide6.QtWidgets import QApplication, QLabel; app = QApplication([]); it = QLabel(); it.show(); app.exec()"
)

pytestmark = pytest.mark.xvfb


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    Parts().libraries.create(folder, OFFICE, "a", PASSWORD).close()
    return folder


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    with virtual_screen(tmp_path) as made:
        yield made


@pytest.fixture
def started(screen: Screen, library: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The first start, with its login page on the screen."""
    program = screen.runs("window", "--library", str(library))
    try:
        screen.window(at_least=400)
        yield program
    finally:
        program.kill()
        program.wait()


def test_closing_the_login_ends_the_program(screen: Screen, library: Path, started: subprocess.Popen[bytes]) -> None:
    """Alt+F4 on the login page: the process ends well, and the library can be opened by the next one."""
    _waits_for_claim(library)
    page = screen.window(at_least=400)
    assert _ends(started, screen, page) == 0
    assert _is_free(library)


def test_closing_while_the_library_is_being_opened_ends_the_program(
    screen: Screen, library: Path, started: subprocess.Popen[bytes]
) -> None:
    """Whoever thinks better of it right after Enter leaves no open library behind."""
    screen.tool("windowfocus", "--sync", screen.window(at_least=400))
    screen.tool("type", "--delay", "20", PASSWORD)
    screen.tool("key", "Return", "alt+F4")
    assert started.wait(timeout=60) == 0
    assert _is_free(library)


def test_closing_the_main_window_ends_the_program(
    screen: Screen, library: Path, started: subprocess.Popen[bytes]
) -> None:
    """The window of the library does the same."""
    main = screen.logs_in(PASSWORD)
    assert _ends(started, screen, main) == 0
    assert _is_free(library)


def test_a_second_start_brings_the_login_forward(
    screen: Screen, library: Path, started: subprocess.Popen[bytes]
) -> None:
    """It ends by itself, without a window of its own, and the login page stands before all others."""
    _waits_for_claim(library)
    with _covered(screen):
        _starts_again(screen, "window", "--library", str(library))
        _is_in_front(screen, started)


def test_a_second_start_finds_a_window_with_a_dialog(
    screen: Screen, library: Path, started: subprocess.Popen[bytes]
) -> None:
    """The dialog comes forward with its window and has the keyboard; the second start needs no name of a library."""
    screen.logs_in(PASSWORD)
    screen.tool("key", "F1")
    dialog = waits_for(lambda: _other_window(screen, started), "the list of keys")
    with _covered(screen):
        _starts_again(screen)
        _is_in_front(screen, started)
    screen.tool("key", "Escape")
    waits_for(lambda: "" if dialog in _windows(screen, started) else "gone", "the list of keys to be gone")


def test_a_second_start_does_not_wait_for_a_window_that_is_busy(
    screen: Screen, library: Path, started: subprocess.Popen[bytes]
) -> None:
    """The first window hangs; the second start is over meanwhile, and the first comes forward once it can."""
    _waits_for_claim(library)
    with _covered(screen):
        started.send_signal(signal.SIGSTOP)
        try:
            _starts_again(screen, "window", "--library", str(library))
        finally:
            started.send_signal(signal.SIGCONT)
        _is_in_front(screen, started)


def test_a_second_start_before_there_is_a_library_ends_too(screen: Screen) -> None:
    """Two presses on the sign on the first day show one window; closing it ends the program."""
    program = screen.runs()
    try:
        page = screen.window(at_least=400)
        _waits_for_claim(screen.home / ".config" / "reviewer-desk" / "desk.ini")
        _starts_again(screen)
        assert _ends(program, screen, page) == 0
    finally:
        program.kill()
        program.wait()


def test_the_palette_leads_to_another_login(screen: Screen, library: Path, started: subprocess.Popen[bytes]) -> None:
    """Ctrl+K, 换人登录: the login page takes the password, and the window is there again."""
    screen.logs_in(PASSWORD)
    _carries_out(screen, started, "desk.leave")
    waits_for(lambda: "" if screen.shown(at_least=1300) else "left", "the window to be left")
    main = screen.logs_in(PASSWORD)
    assert _ends(started, screen, main) == 0


def test_the_palette_leads_to_the_backups(screen: Screen, library: Path, started: subprocess.Popen[bytes]) -> None:
    """Ctrl+K, 从备份恢复: the page of the backups takes keys, and closing it ends the program."""
    screen.logs_in(PASSWORD)
    _carries_out(screen, started, "backup.restore")
    waits_for(lambda: "" if screen.shown(at_least=1300) else "left", "the window to be left")
    page = screen.window(at_least=400)
    screen.tool("windowfocus", "--sync", page)
    before = screen.rests(screen.home / "before.png")
    screen.tool("key", "Tab")
    after = screen.home / "after.png"
    waits_for(lambda: "moved" if screen.picture(after).read_bytes() != before else "", "the ring to move on")
    assert _ends(started, screen, page) == 0
    assert _is_free(library)


def _carries_out(screen: Screen, program: subprocess.Popen[bytes], action_id: str) -> None:
    """Chooses an action from the command palette; xdotool types no Chinese, so by its place in the list."""
    offered = [spec.id for spec in ACTIONS if spec.id != "command.palette"]
    screen.tool("key", "ctrl+k")
    waits_for(lambda: _other_window(screen, program), "the palette")
    screen.rests(screen.home / "palette.png")
    screen.tool("key", *["Down"] * offered.index(action_id), "Return")


def _ends(program: subprocess.Popen[bytes], screen: Screen, window: str) -> int:
    """Closes a window by Alt+F4, and as its cross does when a busy screen has lost the key; the program's exit code."""
    screen.tool("windowfocus", "--sync", window)
    screen.tool("key", "alt+F4")
    with suppress(subprocess.TimeoutExpired):
        return program.wait(timeout=5)
    screen.closes(window)
    return program.wait(timeout=60)


def _starts_again(screen: Screen, *words: str) -> None:
    """Starts the program once more: it ends well and by itself (how soon, the measurements tell)."""
    second = screen.runs(*words)
    try:
        assert second.wait(timeout=60) == 0
    finally:
        second.kill()
        second.wait()


@contextmanager
def _covered(screen: Screen) -> Iterator[None]:
    """Another program's window lies over everything meanwhile, and has the keyboard."""
    with subprocess.Popen([sys.executable, "-c", COVER], env=screen.environment) as cover:
        try:
            waits_for(lambda: "on top" if _pid_in_front(screen) == cover.pid else "", "the cover to be in front")
            yield
        finally:
            cover.kill()


def _pid_in_front(screen: Screen) -> int:
    return int(screen.tool("getactivewindow", "getwindowpid") or 0)


def _is_in_front(screen: Screen, program: subprocess.Popen[bytes]) -> None:
    waits_for(
        lambda: "in front" if _pid_in_front(screen) == program.pid else "", "the first window to come forward", 10
    )


def _windows(screen: Screen, program: subprocess.Popen[bytes]) -> list[str]:
    return screen.tool("search", "--onlyvisible", "--pid", str(program.pid)).split()


def _other_window(screen: Screen, program: subprocess.Popen[bytes]) -> str:
    """A window of the program beside its main one."""
    main = screen.shown(at_least=1300)
    return next((number for number in _windows(screen, program) if number != main), "")


def _waits_for_claim(place: Path) -> None:
    waits_for(lambda: "held" if may_be_taken(place) else "", "the first start to hold the place")


def _is_free(library: Path) -> bool:
    """Nothing holds the library: neither its lock nor its name on this machine."""
    return holder(library / "library.lock") is None and not may_be_taken(library)
