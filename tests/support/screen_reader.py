"""A screen reader on the virtual screen: asks the program over the accessibility bus what stands in its windows."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from reviewer_app.bench.season.screen import Screen, waits_for

LAUNCHER = Path("/usr/libexec/at-spi-bus-launcher")
_ROOT = ("org.a11y.atspi.Registry", "/org/a11y/atspi/accessible/root")
_PART, _PROPERTIES = "org.a11y.atspi.Accessible", "org.freedesktop.DBus.Properties"
#: The bits of a part's state, as the protocol numbers them.
_ACTIVE, _FOCUSABLE, _SHOWING = 1 << 1, 1 << 11, 1 << 25
#: Parts that are read row by row: their rows are the concern of their models.
_LISTS = ("table", "tree table", "tree", "list", "list box")
#: Roles that say nothing: what has one of them is passed over.
MUTE = ("filler", "unknown", "invalid", "")
#: So many questions are on their way at the same time.
_AT_ONCE = 120

#: Where a part is asked: the program's name on the bus, and the part's path.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Heard:
    """One visible part of a window as a reader gets it."""

    role: str
    name: str
    takes_keys: bool


class Reader:
    """Sees what the programs on one accessibility bus show at this moment."""

    def __init__(self, bus: DBusConnection) -> None:
        self._bus = bus

    def windows(self) -> dict[str, Place]:
        """The windows that are open, by name."""
        places = self._children(self._children([_ROOT]))
        states = self._ask(places, "GetState")
        named = zip(self._names(places), places, states, strict=True)
        return {name: place for name, place, state in named if state and state[0][0] & _SHOWING}

    def hears(self, window: Place) -> list[Heard]:
        """Every part of a window that is visible now, from the window itself inwards."""
        found: list[Heard] = []
        places = [window]
        while places:
            states = self._ask(places, "GetState")
            shown = [place for place, state in zip(places, states, strict=True) if state and state[0][0] & _SHOWING]
            focusable = [bool(state[0][0] & _FOCUSABLE) for state in states if state and state[0][0] & _SHOWING]
            roles, names = self._ask(shown, "GetRoleName"), self._names(shown)
            parts = zip(shown, roles, names, focusable, strict=True)
            heard = [(place, Heard(role[0], name, keys)) for place, role, name, keys in parts if role]
            found += [one for _, one in heard]
            places = self._children([place for place, one in heard if one.role not in _LISTS])
        return found

    def waits_to_hear(self, window: str, name: str = "") -> list[Heard]:
        """What a window holds, once it is open and something of that name is in it."""
        heard: list[Heard] = []

        def is_there() -> str:
            place = self.windows().get(window)
            heard[:] = self.hears(place) if place else []
            return "there" if any(name in one.name for one in heard) else ""

        waits_for(is_there, f"“{name}” to be heard in “{window}”")
        return heard

    def waits_until_alone(self, window: str) -> None:
        """Waits until no other window is open and this one has the keyboard again."""

        def is_alone() -> str:
            places = self.windows()
            (state,) = self._ask([places[window]], "GetState") if list(places) == [window] else [None]
            return "alone" if state and state[0][0] & _ACTIVE else ""

        waits_for(is_alone, f"“{window}” to have the keyboard again")

    def _names(self, places: Sequence[Place]) -> list[str]:
        answers = self._ask(places, "Get", _PROPERTIES, "ss", (_PART, "Name"))
        return [answer[0][1].strip() if answer else "" for answer in answers]

    def _children(self, places: Sequence[Place]) -> list[Place]:
        return [place for answer in self._ask(places, "GetChildren") if answer for place in answer[0]]

    def _ask(
        self, places: Sequence[Place], what: str, of: str = _PART, signature: str | None = None, words: Any = ()
    ) -> list[Any]:
        """The answers in the same order; nothing from a part that is gone meanwhile."""
        answers: list[Any] = []
        for start in range(0, len(places), _AT_ONCE):
            serials = []
            for program, path in places[start : start + _AT_ONCE]:
                serials.append(next(self._bus.outgoing_serial))
                address = DBusAddress(path, program, of)
                self._bus.send(new_method_call(address, what, signature, words), serial=serials[-1])
            told: dict[int, Any] = {}
            while len(told) < len(serials):
                message = self._bus.receive(timeout=30)
                serial = message.header.fields.get(HeaderFields.reply_serial)
                if serial in serials:
                    is_answer = message.header.message_type is MessageType.method_return
                    told[serial] = message.body if is_answer else ()
            answers += [told[serial] for serial in serials]
        return answers


@contextmanager
def screen_reader(screen: Screen) -> Iterator[Reader]:
    """The accessibility bus of a virtual screen, for programs started after this; it is ended after."""
    reading, writing = os.pipe()
    command = ["dbus-daemon", "--session", "--nofork", f"--print-address={writing}"]
    session = _quietly(screen, command, writing)
    os.close(writing)
    with os.fdopen(reading) as told:
        address = told.readline().strip()
    screen.environment |= {"DBUS_SESSION_BUS_ADDRESS": address, "QT_LINUX_ACCESSIBILITY_ALWAYS_ON": "1"}
    launcher = _quietly(screen, [str(LAUNCHER)])
    try:
        with open_dbus_connection(address) as asked, open_dbus_connection(_own_address(asked)) as bus:
            yield Reader(bus)
    finally:
        for process in (launcher, session):
            process.terminate()
            process.wait()


def _quietly(screen: Screen, command: Sequence[str], *kept: int) -> subprocess.Popen[bytes]:
    silent = subprocess.DEVNULL
    return subprocess.Popen(command, env=screen.environment, stdout=silent, stderr=silent, pass_fds=kept)


def _own_address(asked: DBusConnection) -> str:
    """Where the accessibility bus is, once its launcher has it."""
    place = DBusAddress("/org/a11y/bus", "org.a11y.Bus", "org.a11y.Bus")

    def tell() -> str:
        answer = asked.send_and_get_reply(new_method_call(place, "GetAddress"), timeout=30)
        return str(answer.body[0]) if answer.header.message_type is MessageType.method_return else ""

    return waits_for(tell, "the accessibility bus")
