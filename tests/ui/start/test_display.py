"""Without a screen the desk says so in Chinese before Qt, which would end it in English, is asked."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_ui.start import display
from reviewer_ui.start.display import X_LIBRARIES, input_methods, require_display
from support.house import ROOT

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="elsewhere there is always a screen")


def _bare(**named: str) -> dict[str, str]:
    """This environment, with only the named screens."""
    mine = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "XDG_SESSION_TYPE")
    return {key: value for key, value in os.environ.items() if key not in mine} | named


def _code(environ: dict[str, str]) -> str:
    """What the check refuses with."""
    with pytest.raises(TroubleError) as refused:
        require_display(environ)
    return refused.value.code


@pytest.mark.parametrize(
    ("named", "said"),
    [
        ({}, "没有检测到显示屏，窗口没有打开。"),
        ({"DISPLAY": ":7654"}, "显示屏（:7654）没有应答或不允许连接，窗口没有打开。"),
        ({"WAYLAND_DISPLAY": "wayland-76"}, "显示屏（wayland-76）没有应答或不允许连接，窗口没有打开。"),
    ],
)
def test_the_program_says_in_one_chinese_line_that_there_is_no_screen(named: dict[str, str], said: str) -> None:
    """Exit code 2, and none of Qt's English."""
    command = [sys.executable, "-X", "utf8", "-m", "reviewer_app"]
    run = subprocess.run(command, env=_bare(**named), capture_output=True, encoding="utf-8", check=False)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(said)
    assert run.stderr.count("\n") == 1


def test_a_screen_that_takes_the_connection_and_never_speaks_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The sentence comes when patience is at its end."""
    monkeypatch.setattr(display, "PATIENCE", 0.2)
    with socket.socket(socket.AF_UNIX) as silent:
        silent.bind(str(tmp_path / "x"))
        silent.listen()
        assert _code(_bare(DISPLAY=f"unix:{tmp_path / 'x'}")) == "window.display_silent"


def test_the_one_screen_that_answers_is_the_one_qt_takes(tmp_path: Path) -> None:
    """A dead X name beside a living Wayland screen does not stop the desk."""
    with socket.socket(socket.AF_UNIX) as screen:
        screen.bind(str(tmp_path / "wayland-5"))
        screen.listen()
        environ = _bare(DISPLAY=":7654", WAYLAND_DISPLAY="wayland-5", XDG_RUNTIME_DIR=str(tmp_path))
        require_display(environ)
        assert environ["QT_QPA_PLATFORM"] == "wayland"
        assert _code(environ | {"QT_QPA_PLATFORM": "xcb"}) == "window.display_silent"


def test_a_platform_without_a_screen_needs_none() -> None:
    """Pictures and tests are made offscreen."""
    environ = _bare(QT_QPA_PLATFORM="offscreen")
    require_display(environ)
    assert environ == _bare(QT_QPA_PLATFORM="offscreen")


def test_a_library_that_qt_lacks_for_the_screen_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """An X server that answers is no use without them."""
    monkeypatch.setattr(display, "_answers", lambda *_: True)
    monkeypatch.setattr(display, "X_LIBRARIES", ("libnot-there.so.9",))
    with pytest.raises(TroubleError) as refused:
        require_display(_bare(DISPLAY=":0"))
    assert (refused.value.code, refused.value.values) == ("window.no_library", {"library": "libnot-there.so.9"})


def test_the_libraries_for_the_screen_are_those_the_set_up_installs() -> None:
    """What is asked for here is what `start.py` brings."""
    parts = tomllib.loads((ROOT / "requirements" / "system_packages.toml").read_text(encoding="utf-8"))
    assert set(X_LIBRARIES) == set(parts["screen"].values())


@pytest.mark.parametrize(("content", "listed"), [(None, "compose"), ("", "compose"), ("0" * 32 + "\n", "fcitx;ibus")])
def test_chinese_is_typed_wherever_the_machine_has_an_id(tmp_path: Path, content: str | None, listed: str) -> None:
    """A bare root has none, or an empty file; there D-Bus would end the program as soon as it is asked for ibus."""
    if content is not None:
        (tmp_path / "machine-id").write_text(content, encoding="ascii")
    assert input_methods([tmp_path / "none", tmp_path / "machine-id"]).startswith(listed)
