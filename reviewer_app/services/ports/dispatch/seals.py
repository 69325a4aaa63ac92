"""Where the lists, the sessions, the uses of the seal and the sealed papers are kept."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from reviewer_app.domain.dispatch.seals import (
    SaidOfList,
    SealedPaper,
    SealList,
    SealSession,
    SealSetup,
    SealUse,
    Strike,
)


class SealStore(Protocol):
    """The seal's own tables; lines are added and never changed."""

    def ask(self, one: SealList) -> int:
        """Adds a list with its papers; the new id."""

    def say(self, list_id: int, word: SaidOfList) -> None:
        """Adds a word on a list."""

    def lists(self, season: str) -> tuple[SealList, ...]:
        """The lists of a season, oldest first."""

    def list_of(self, list_id: int) -> SealList:
        """One list; RefusalError `seal.unknown_list`."""

    def require_as_recorded(self, list_id: int) -> None:
        """Before a list opens the seal: what stands of it was put on record; TroubleError `library.not_as_recorded`."""

    def open_session(self, session: SealSession) -> int:
        """Adds a session; the new id."""

    def close_session(self, session_id: int, by: str, at: datetime) -> None:
        """Ends a session."""

    def sessions(self, list_id: int) -> tuple[SealSession, ...]:
        """The sessions on a list, oldest first."""

    def open_sessions(self) -> tuple[SealSession, ...]:
        """The sessions in which the seal may be used now."""

    def use(self, use: SealUse) -> int:
        """Adds a use; the new id."""

    def strike(self, use: SealUse, strike: Strike) -> None:
        """Strikes a use out; its line stays."""

    def uses(self, year: int | None = None) -> tuple[SealUse, ...]:
        """The uses of a year, or all, in the order of their numbers."""

    def uses_of(self, register_ids: Sequence[int]) -> tuple[SealUse, ...]:
        """The uses on some papers, those struck out among them, oldest first."""

    def use_of(self, use_id: int) -> SealUse:
        """One use; RefusalError `seal.unknown_use`."""

    def last_serial(self, year: int) -> int:
        """The last number given in a year."""

    def add_scan(self, paper: SealedPaper) -> int:
        """Adds the scan of a sealed paper, or another word on it; the new id."""

    def scans(self, use_ids: Sequence[int]) -> dict[int, SealedPaper]:
        """The scan that counts for each of some uses."""

    def set_up(self, setup: SealSetup) -> None:
        """Keeps what was set up for sealing files; what was before stays as a line."""

    def setup(self) -> SealSetup:
        """What is set up now."""
