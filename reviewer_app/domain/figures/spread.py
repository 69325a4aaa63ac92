"""How day counts are spread: the middle one and the ninetieth of a hundred, by the nearest rank."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Spread:
    """Of how many cases each count of days is; without cases nothing is said of it."""

    cases: Mapping[int, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """How many cases there are."""
        return sum(self.cases.values())

    @property
    def median(self) -> int | None:
        """The days that half of the cases did not surpass: always the days of a case there is."""
        return self._at(1, 2)

    @property
    def p90(self) -> int | None:
        """The days that nine of ten cases did not surpass."""
        return self._at(9, 10)

    def _at(self, part: int, of: int) -> int | None:
        rank = -(-self.count * part // of)
        for days in sorted(self.cases):
            rank -= self.cases[days]
            if rank <= 0 and self.count:
                return days
        return None


def share(part: int, whole: int) -> str:
    """A part of a whole in percent, as people say it; nothing where there is no whole.

    What is there is never 0 % and what is not all never 100 %.
    """
    if whole <= 0:
        return ""
    percent = (200 * part + whole) // (2 * whole)
    if part > 0:
        percent = max(percent, 1)
    if part < whole:
        percent = min(percent, 99)
    return f"{percent}%"
