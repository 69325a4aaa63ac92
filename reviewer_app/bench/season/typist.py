"""Somebody at the keyboard: presses keys of the virtual screen, waits for the window, and counts."""

from __future__ import annotations

import json
import queue
import subprocess
import threading
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import Any

from reviewer_app.bench.season.screen import Screen

#: Seconds after which a key that nothing came of was lost.
_PATIENCE = 20.0
#: Milliseconds between two letters; an input method hands quicker ones on in another order while the window is busy.
_QUICK, UNHURRIED = "8", "60"


class LostKeyError(AssertionError):
    """A key went nowhere, or led to something else than its hint says."""


@dataclass
class Typist:
    """Presses and counts: `keys` each key on the keyboard, `actions` a typed field or a scanned code as one.

    `paints` are the milliseconds until something was painted after each key, by step, and how many of them the window
    itself worked.
    """

    screen: Screen
    desk: subprocess.Popen[str]
    actions: Counter[str] = field(default_factory=Counter)
    keys: Counter[str] = field(default_factory=Counter)
    paints: dict[str, list[tuple[float, float]]] = field(default_factory=lambda: defaultdict(list))
    now: dict[str, Any] = field(default_factory=dict)
    step: str = ""
    pace: str = _QUICK
    _sent: int = 0

    def __post_init__(self) -> None:
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        assert self.desk.stdout is not None
        for line in self.desk.stdout:
            self._lines.put(line)

    def press(self, *names: str) -> dict[str, Any]:
        """Presses keys one after the other, each as soon as the window is at rest; what then stands there."""
        for name in names:
            self.screen.tool("key", name)
            self._sent += 1
            self.actions[self.step] += 1
            self.keys[self.step] += 1
            self.rest()
            self.paints[self.step].append((self.now["paint_ms"], self.now["work_ms"]))
        return self.now

    def type(self, text: str) -> dict[str, Any]:
        """Types a text into one field: one action, and as many keys as it has letters."""
        self.keys[self.step] += len(text)
        return self._send(text)

    def scan(self, text: str) -> dict[str, Any]:
        """A code read by a hand-held scanner, which ends it with Enter: one action, and no key."""
        self._send(text)
        self.screen.tool("key", "Return")
        self._sent += 1
        return self.rest()

    def _send(self, text: str) -> dict[str, Any]:
        self.screen.tool("type", "--delay", self.pace, text)
        self._sent += len(text)
        self.actions[self.step] += 1
        return self.rest()

    def compose(self, sounds: str) -> str:
        """Chinese by the sounds and the input method's first choice; the text that then stands in the field."""
        before = self.now["text"]
        self.screen.tool("type", "--delay", "60", sounds)
        self.screen.tool("key", "space")
        self.actions[self.step] += 1
        self.keys[self.step] += len(sounds) + 1
        while self.now["text"] == before:
            self._take()
        # Whether the window saw the letters or the input method alone is its own affair.
        self._sent = self.now["seen"]
        return str(self.now["text"])

    def rest(self) -> dict[str, Any]:
        """Waits until every key sent has arrived and the window is at rest."""
        self._take()
        while self.now["seen"] < self._sent:
            self._take()
        while not self._lines.empty():
            self._take()
        return self.now

    def until(self, **wanted: Any) -> dict[str, Any]:
        """Waits until the window says what is wanted of it."""
        while any(self.now.get(name) != value for name, value in wanted.items()):
            self._take()
        return self.now

    def _take(self) -> None:
        try:
            self.now = json.loads(self._lines.get(timeout=_PATIENCE))
        except queue.Empty:
            raise LostKeyError(f"nothing came of key {self._sent} in {self.step}: {self.now}") from None
