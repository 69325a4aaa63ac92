"""What the services ask of the library for scans: rectangles pinned on them, and what a machine read of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reviewer_app.domain.evidence.scans import Pin, Place, Reading, ReadingStand


class ScanStore(Protocol):
    """Pins and readings of the cases; never erased."""

    def pins(self, application_id: int) -> tuple[Pin, ...]:
        """All pins of a case, those taken away too, in the order they were made."""

    def pin(self, application_id: int, rule_id: str, sha256: str, place: Place, part: str = "") -> Pin:
        """Keeps a pin of a point, or of one sub-point of it, by the person at the desk."""

    def withdraw_pin(self, pin_id: int, reason: str) -> None:
        """Marks a pin as taken away by the person at the desk."""

    def readings(self, application_id: int) -> tuple[Reading, ...]:
        """All that a machine read of a case's scans, in the order it was read."""

    def add_readings(self, application_id: int, readings: Sequence[Reading]) -> None:
        """Keeps what a machine read, each as it stands."""

    def settle_reading(self, reading_id: int, stand: ReadingStand) -> None:
        """Says what became of a value that waited, by the person at the desk."""
