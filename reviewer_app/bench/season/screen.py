"""A virtual screen with a window manager, and the true program on it as another process."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

TITLE = "初审工作台"
_PATIENCE = 90.0
_PINYIN, _LETTERS = "libpinyin", "xkb:us::eng"
_SETTINGS = Path("/usr/libexec/ibus-memconf")
#: What writing Chinese by an input method needs beside the screen.
INPUT_METHOD = ("ibus-daemon", "ibus", "dbus-daemon")


@dataclass
class Screen:
    """A running Xvfb: the environment a program on it gets, and the home folder that takes its log."""

    home: Path
    environment: dict[str, str]

    def runs(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Starts the desk as a user would."""
        command = [sys.executable, "-m", "reviewer_app", *arguments]
        with (self.home / "program.log").open("ab") as log:
            return subprocess.Popen(command, env=self.environment, stdout=log, stderr=subprocess.STDOUT)

    def tool(self, *words: str) -> str:
        """One xdotool command; its output, empty when it found nothing."""
        done = subprocess.run(["xdotool", *words], env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout.strip()

    def closes(self, window: str) -> None:
        """Asks the window manager to close a window, as the cross in its frame does."""
        subprocess.run(["wmctrl", "-i", "-c", window], env=self.environment, check=False)

    def window(self, at_least: int, patience: float = _PATIENCE) -> str:
        """The id of the desk's window once one of that width stands on the screen."""
        return waits_for(lambda: self.shown(at_least), f"a window of {at_least} pixels", patience)

    def shown(self, at_least: int) -> str:
        """The id of the desk's window of that width, or nothing while there is none."""
        for number in self.tool("search", "--onlyvisible", "--name", TITLE).split():
            lines = self.tool("getwindowgeometry", "--shell", number).splitlines()
            shape = dict(line.split("=") for line in lines)
            if int(shape.get("WIDTH", 0)) >= at_least:
                return number
        return ""

    def enters(self, password: str) -> str:
        """Types the password as one does who sees that the first try came too early; the main window, once there."""
        gate = self.window(at_least=400)
        if not self.shown(at_least=1300):
            self.tool("windowfocus", "--sync", gate)
            self.tool("key", "ctrl+a")
            self.tool("type", "--delay", "20", password)
            self.tool("key", "Return")
        try:
            return self.window(at_least=1300, patience=8.0)
        except AssertionError:
            return ""

    def logs_in(self, password: str) -> str:
        """Gets past the login and puts the keyboard into the main window; its id."""
        main = waits_for(lambda: self.enters(password), "the window behind the login")
        self.tool("windowfocus", "--sync", main)
        return main

    def picture(self, file: Path) -> Path:
        """A picture of the whole screen."""
        subprocess.run(["import", "-window", "root", str(file)], env=self.environment, check=True)
        return file

    def rests(self, file: Path) -> bytes:
        """Waits until two pictures in a row are the same; that picture."""
        seen = [b""]

        def same() -> str:
            seen.append(self.picture(file).read_bytes())
            return "same" if seen[-1] == seen[-2] else ""

        waits_for(same, "the window to come to rest")
        return seen[-1]

    def writes_chinese(self, on: bool) -> None:
        """Switches the input method between pinyin and plain letters."""
        engine = _PINYIN if on else _LETTERS
        # The first switch wakes the engine and may give up waiting for it.
        waits_for(lambda: engine if engine in self._engine(engine) else "", f"the input method {engine}")

    def _engine(self, wanted: str) -> str:
        for words in (["ibus", "engine", wanted], ["ibus", "engine"]):
            done = subprocess.run(words, env=self.environment, capture_output=True, text=True, check=False)
        return done.stdout


def waits_for(find: Callable[[], str], what: str, patience: float = _PATIENCE) -> str:
    """Asks again until another process has got there; fails by name when its time is up."""
    end = time.monotonic() + patience
    while time.monotonic() < end:
        found = find()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"waited in vain for {what}")


@contextmanager
def virtual_screen(home: Path) -> Iterator[Screen]:
    """Xvfb of 1366×768 with openbox; both are ended after."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1366x768x24", "-nolisten", "tcp"],
        pass_fds=[writing],
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    with os.fdopen(reading) as told:
        display = f":{told.readline().strip()}"
    environment = {key: value for key, value in os.environ.items() if not key.startswith(("XDG_", "QT_", "WAYLAND"))}
    environment |= {"DISPLAY": display, "HOME": str(home), "QT_QPA_PLATFORM": "xcb"}
    manager = subprocess.Popen(["openbox"], env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        yield Screen(home, environment)
    finally:
        manager.terminate()
        manager.wait()
        server.terminate()
        server.wait()


def has_input_method() -> bool:
    """Whether pinyin can be typed here (Debian: ibus, ibus-libpinyin)."""
    return all(map(shutil.which, INPUT_METHOD)) and Path("/usr/libexec/ibus-engine-libpinyin").exists()


@contextmanager
def input_method(screen: Screen) -> Iterator[None]:
    """An input method on the screen for the programs started from now on; ended after."""
    bus = subprocess.Popen(
        ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
        env=screen.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert bus.stdout is not None
    running = screen.home / "run"
    running.mkdir(mode=0o700, exist_ok=True)
    screen.environment |= {
        "DBUS_SESSION_BUS_ADDRESS": bus.stdout.readline().strip(),
        "XDG_RUNTIME_DIR": str(running),
        # Nothing of the person whose machine this is.
        "GSETTINGS_BACKEND": "memory",
    }
    daemon = subprocess.Popen(
        ["ibus-daemon", "--panel", "disable", "--config", str(_SETTINGS)],
        env=screen.environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        screen.writes_chinese(True)
        screen.writes_chinese(False)
        yield
    finally:
        for one in (daemon, bus):
            one.terminate()
            one.wait()
        bus.stdout.close()
