"""The seal's lists, sessions and uses in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.dispatch.seals import (
    SaidOfList,
    SealedPaper,
    SealList,
    SealSession,
    SealSetup,
    SealUse,
    Strike,
)
from reviewer_app.domain.errors import RefusalError, TroubleError


class FakeSeals:
    """Everything in lists, numbered as it comes."""

    def __init__(self) -> None:
        self.asked: list[SealList] = []
        self.opened: list[SealSession] = []
        self.used: list[SealUse] = []
        self.scanned: list[SealedPaper] = []
        self.setups: list[SealSetup] = []
        self.not_as_recorded: set[int] = set()

    def ask(self, one: SealList) -> int:
        first = sum(len(each.papers) for each in self.asked) + 1
        papers = tuple(replace(paper, id=first + place) for place, paper in enumerate(one.papers))
        self.asked.append(replace(one, papers=papers, id=len(self.asked) + 1))
        return len(self.asked)

    def say(self, list_id: int, word: SaidOfList) -> None:
        one = self.list_of(list_id)
        self.asked[list_id - 1] = replace(one, words=(*one.words, word))

    def lists(self, season: str) -> tuple[SealList, ...]:
        return tuple(one for one in self.asked if one.season == season)

    def list_of(self, list_id: int) -> SealList:
        if not 0 < list_id <= len(self.asked):
            raise RefusalError("seal.unknown_list")
        return self.asked[list_id - 1]

    def require_as_recorded(self, list_id: int) -> None:
        if list_id in self.not_as_recorded:
            raise TroubleError("library.not_as_recorded", finding="用印清单：没有登记。")

    def open_session(self, session: SealSession) -> int:
        self.opened.append(replace(session, id=len(self.opened) + 1))
        return len(self.opened)

    def close_session(self, session_id: int, by: str, at: datetime) -> None:
        self.opened[session_id - 1] = replace(self.opened[session_id - 1], closed_by=by, closed_at=at)

    def sessions(self, list_id: int) -> tuple[SealSession, ...]:
        return tuple(one for one in self.opened if one.list_id == list_id)

    def open_sessions(self) -> tuple[SealSession, ...]:
        return tuple(one for one in self.opened if one.is_open)

    def use(self, use: SealUse) -> int:
        self.used.append(replace(use, id=len(self.used) + 1))
        return len(self.used)

    def strike(self, use: SealUse, strike: Strike) -> None:
        self.used[use.id - 1] = replace(use, strike=strike)

    def uses(self, year: int | None = None) -> tuple[SealUse, ...]:
        return tuple(use for use in self.used if year in (None, use.year))

    def uses_of(self, register_ids: Sequence[int]) -> tuple[SealUse, ...]:
        return tuple(use for use in self.used if use.register_id in register_ids)

    def use_of(self, use_id: int) -> SealUse:
        if not 0 < use_id <= len(self.used):
            raise RefusalError("seal.unknown_use")
        return self.used[use_id - 1]

    def last_serial(self, year: int) -> int:
        return max((use.serial for use in self.used if use.year == year), default=0)

    def add_scan(self, paper: SealedPaper) -> int:
        self.scanned.append(replace(paper, id=len(self.scanned) + 1))
        return len(self.scanned)

    def scans(self, use_ids: Sequence[int]) -> dict[int, SealedPaper]:
        return {one.use_id: one for one in self.scanned if one.use_id in use_ids}

    def set_up(self, setup: SealSetup) -> None:
        self.setups.append(setup)

    def setup(self) -> SealSetup:
        return self.setups[-1] if self.setups else SealSetup()
