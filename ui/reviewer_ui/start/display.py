"""Whether a window can be opened and typed into here: asked before Qt is, for Qt ends the process in English."""

from __future__ import annotations

import ctypes
import os
import re
import sys
import threading
from collections.abc import MutableMapping, Sequence
from pathlib import Path

from reviewer_app.domain.errors import TroubleError

#: Seconds in which a screen has to answer; one on this machine does within milliseconds.
PATIENCE = 5.0
_PLATFORM = "QT_QPA_PLATFORM"
#: Qt's words for windows on a screen, and the variable that names it; any other word (offscreen …) needs none.
_SCREENS = {"xcb": "DISPLAY", "wayland": "WAYLAND_DISPLAY"}

#: What Qt's part for X is linked with beside the rest of Qt; the same as `requirements/system_packages.toml` names.
X_LIBRARIES = (
    *("libxcb-cursor.so.0", "libxcb-icccm.so.4", "libxcb-image.so.0", "libxcb-keysyms.so.1", "libxcb-randr.so.0"),
    *("libxcb-render-util.so.0", "libxcb-shape.so.0", "libxcb-xkb.so.1", "libxkbcommon-x11.so.0"),
)

#: The wheels carry no fcitx plugin of their own name; this list lets Qt 6.7+ find ibus and fcitx by D-Bus.
_INPUT_METHODS = "fcitx;ibus;wayland;compose"
_MACHINE_IDS = (Path("/etc/machine-id"), Path("/var/lib/dbus/machine-id"))


def input_methods(machine_ids: Sequence[Path] = _MACHINE_IDS) -> str:
    """Qt's list of ways to type Chinese; D-Bus ends a process that asks for them on a machine without an id."""
    if not sys.platform.startswith("linux") or any(map(_holds_id, machine_ids)):
        return _INPUT_METHODS
    return "compose"


def _holds_id(file: Path) -> bool:
    try:
        return len(file.read_bytes().strip()) == 32
    except OSError:
        return False


def require_display(environ: MutableMapping[str, str] = os.environ) -> None:
    """Sees to it that Qt finds a screen that answers, and what it needs to draw there.

    Where of two screens named only one answers, Qt is told to take that one. TroubleError `window.no_display`,
    `window.display_silent`, `window.no_library`.
    """
    if not sys.platform.startswith("linux"):
        return
    asked = {re.split("[:-]", word)[0] for word in environ.get(_PLATFORM, "").split(";") if word}
    if asked - set(_SCREENS):
        return
    named = {kind: environ.get(name, "") for kind, name in _SCREENS.items() if kind in asked or not asked}
    if not any(named.values()):
        raise TroubleError("window.no_display")
    answering = [kind for kind, name in named.items() if name and _answers(kind, name, environ)]
    if not answering:
        raise TroubleError("window.display_silent", display="、".join(filter(None, named.values())))
    if answering == ["xcb"]:
        _require_libraries()
    if len(answering) == 1 and not asked:
        environ[_PLATFORM] = answering[0]


def _require_libraries() -> None:
    """Loads what Qt's part for X is linked with; TroubleError `window.no_library` with the first that is not here."""
    for name in X_LIBRARIES:
        try:
            ctypes.CDLL(name)
        except OSError as error:
            raise TroubleError("window.no_library", library=name) from error


def _answers(kind: str, name: str, environ: MutableMapping[str, str]) -> bool:
    """Whether a screen lets this user in before patience ends; a silent one must not hold up the sentence."""
    heard: list[bool] = []

    def ask() -> None:
        heard.append(_x_answers(name) if kind == "xcb" else _wayland_answers(name, environ))

    asking = threading.Thread(target=ask, daemon=True)
    asking.start()
    asking.join(PATIENCE)
    return heard == [True]


def _x_answers(name: str) -> bool:
    """Whether an X server takes a connection, asked as Qt asks: with this user's permission to use it."""
    try:
        xcb = ctypes.CDLL("libxcb.so.1")
    except OSError:
        return False
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(name.encode(), None)
    refused = bool(xcb.xcb_connection_has_error(connection))
    xcb.xcb_disconnect(connection)
    return not refused


def _wayland_answers(name: str, environ: MutableMapping[str, str]) -> bool:
    """Whether a Wayland screen takes a connection, asked through the library that Qt uses."""
    try:
        wayland = ctypes.CDLL("libwayland-client.so.0")
    except OSError:
        return False
    wayland.wl_display_connect.restype = ctypes.c_void_p
    wayland.wl_display_connect.argtypes = [ctypes.c_char_p]
    wayland.wl_display_disconnect.argtypes = [ctypes.c_void_p]
    connection = wayland.wl_display_connect(str(Path(environ.get("XDG_RUNTIME_DIR", "/"), name)).encode())
    if connection:
        wayland.wl_display_disconnect(connection)
    return bool(connection)
