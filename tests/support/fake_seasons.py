"""Packs and what was settled of their seasons, in memory."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.seasons.settings import Settled, laid_over


class FakeSeasons:
    """Settings in a list by season."""

    def __init__(self) -> None:
        self.kept: dict[str, list[Settled]] = {}

    def settled(self, season: str) -> Mapping[str, Settled]:
        return {one.name: one for one in self.history(season)}

    def history(self, season: str) -> tuple[Settled, ...]:
        return tuple(self.kept.get(season, ()))

    def settle(self, season: str, settled: Settled) -> None:
        self.kept.setdefault(season, []).append(settled)


class FakePacks:
    """Packs in a list; the last of a season is its current one."""

    def __init__(self, *packs: NoticePack, seasons: FakeSeasons | None = None) -> None:
        self.kept = list(packs)
        self._seasons = seasons or FakeSeasons()

    def current(self, season: str) -> NoticePack:
        found = self.of_season(season)
        if not found:
            raise RefusalError("pack.none", season=season)
        return self.by_hash(found[-1])

    def by_hash(self, sha256: str) -> NoticePack:
        pack = self.as_written(sha256)
        return laid_over(pack, self._seasons.settled(pack.season))

    def as_written(self, sha256: str) -> NoticePack:
        for pack in self.kept:
            if pack.sha256 == sha256:
                return pack
        raise RefusalError("pack.none", season=sha256[:8])

    def of_season(self, season: str) -> tuple[str, ...]:
        return tuple(pack.sha256 for pack in self.kept if pack.season == season)

    def keep(self, pack: NoticePack) -> None:
        self.kept = [*(one for one in self.kept if one.sha256 != pack.sha256), pack]

    def seasons(self) -> tuple[str, ...]:
        return tuple(sorted({pack.season for pack in self.kept}))
