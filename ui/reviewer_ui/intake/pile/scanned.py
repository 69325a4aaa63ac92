"""The scans of a pile in their order: one is in hand, the others wait, and none is lost."""

from __future__ import annotations


class Scans:
    """Which scan is looked for or in hand, and which came meanwhile."""

    def __init__(self) -> None:
        self._waiting: list[str] = []
        self.in_hand = ""
        #: Looked for and not yet found, or found because its turn came: the next scan waits for the officer.
        self.is_looking = False
        self.had_waited = False

    @property
    def waiting(self) -> tuple[str, ...]:
        """What waits, in the order it was scanned."""
        return tuple(self._waiting)

    def hold(self, scanned: str) -> None:
        """Lets a scan wait; a scanner that beeps twice has scanned once."""
        if scanned != self.in_hand and scanned not in self._waiting:
            self._waiting.append(scanned)

    def take_up(self, scanned: str) -> None:
        """A scan is looked for now."""
        self.had_waited = scanned in self._waiting
        if self.had_waited:
            self._waiting.remove(scanned)
        self.in_hand = scanned
        self.is_looking = True

    def let_go(self) -> str:
        """What was in hand is done with; the scan whose turn it is, or nothing."""
        self.in_hand = ""
        self.is_looking = self.had_waited = False
        return self._waiting[0] if self._waiting else ""
