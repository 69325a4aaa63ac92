"""Two notices side by side, clause by clause, and a notice in words: what is read, approved and laid beside another."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.seasons.notice_lines import LineBeside, LineFate, lines_beside
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class KeptPack:
    """A pack of the library as it is chosen: its hash, the season and how it is called; whether it is in force."""

    sha256: str
    season: str
    called: str
    is_in_force: bool

    @property
    def words(self) -> str:
        """The pack in one line."""
        return f"{self.season}年度　{self.called}" + ("（现行）" if self.is_in_force else "")


@dataclass(frozen=True, slots=True)
class NoticeComparison:
    """Two packs beside one another: what they are called, every line of either, and how many became what."""

    former: NoticePack
    newer: NoticePack
    lines: tuple[LineBeside, ...]

    @property
    def said(self) -> str:
        """How many lines changed, came and went."""
        counted = Counter(one.fate for one in self.lines)
        values = {fate.value: counted[fate] for fate in LineFate}
        return sentence("notice_comparison.said", values)


def kept_packs(unit: UnitOfWork) -> tuple[KeptPack, ...]:
    """Every pack of the library, the newest season first, its pack in force before the former ones."""
    found = []
    for season in reversed(unit.packs.seasons()):
        current = unit.packs.current(season).sha256
        hashes = [current, *(one for one in reversed(unit.packs.of_season(season)) if one != current)]
        found += [KeptPack(one, season, unit.packs.as_written(one).called, one == current) for one in hashes]
    return tuple(found)


def pair_of(packs: tuple[KeptPack, ...], season: str) -> tuple[str, str]:
    """What a season's pack is best held against: its former pack in force, that is last season's, or its own former."""
    own = [one for one in packs if one.season == season]
    earlier = [one for one in packs if one.season < season and one.is_in_force]
    newer = own[0].sha256 if own else packs[0].sha256
    former = earlier[0].sha256 if earlier else own[1].sha256 if len(own) > 1 else newer
    return former, newer


def compare_notices(unit: UnitOfWork, former: str, newer: str) -> NoticeComparison:
    """Two packs by their hashes, each with what the office settled of its season; RefusalError `pack.none`."""
    packs = unit.packs.by_hash(former), unit.packs.by_hash(newer)
    return NoticeComparison(*packs, lines_beside(*packs))
