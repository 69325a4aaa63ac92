"""Where packs and the settings of the seasons are kept, and who reads a pack from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.outside.signed_pack import PackSignature
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.packs.checking import PackCheck


class SeasonStore(Protocol):
    """What the office settled of its seasons; lines are only ever added."""

    def settled(self, season: str) -> Mapping[str, Settled]:
        """What is in force in a season, by name."""

    def history(self, season: str) -> tuple[Settled, ...]:
        """Everything that was settled of a season, oldest first."""

    def settle(self, season: str, settled: Settled) -> None:
        """Adds a line; it is in force from now on."""


class PackStore(Protocol):
    """The notice packs that cases were decided under."""

    def current(self, season: str) -> NoticePack:
        """The season's pack; RefusalError `pack.none`."""

    def by_hash(self, sha256: str) -> NoticePack:
        """The pack a case stands under, with what the office settled of its season."""

    def as_written(self, sha256: str) -> NoticePack:
        """The pack as its text says, without what was settled."""

    def of_season(self, season: str) -> tuple[str, ...]:
        """The hashes of every pack kept for a season, in the order they came."""

    def keep(self, pack: NoticePack) -> None:
        """Stores a pack and makes it its season's current one."""

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have a pack."""


@dataclass(frozen=True, slots=True)
class ArrivedPack:
    """A pack file of others as it was taken apart; the signature, where there is one, is not yet compared."""

    check: PackCheck
    signature: PackSignature | None


class PackReader(Protocol):
    """Reads a notice pack's file."""

    def arrived(self, path: Path) -> ArrivedPack:
        """The pack of a plain or signed file; TroubleError `pack.…`, RefusalError `signed_pack.…`."""

    def check(self, path: Path) -> PackCheck:
        """What it would ask and what in it does not agree; TroubleError `pack.…` when it cannot be read."""
