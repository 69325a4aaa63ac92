"""What officers said of pairs of cases that may be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class PairVerdict(StrEnum):
    """What was said of a paper case and an online case."""

    SAME = "same"
    NOT_SAME = "not_same"
    PARTED = "parted"


@dataclass(frozen=True, slots=True)
class Pairing:
    """What was said of two cases, by whom and when."""

    paper_id: int
    online_id: int
    verdict: PairVerdict
    by: str
    at: datetime


class PairingStore(Protocol):
    """The pairs of which something was said; the last word stands."""

    def all(self) -> tuple[Pairing, ...]:
        """Every pair, the last said of first."""

    def put(self, pairing: Pairing) -> None:
        """Writes what is said of a pair over what was said before."""
