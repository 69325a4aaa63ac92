"""The notice packs that cases stand under, kept as their text, and what the office settled of their seasons."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.routing import route
from reviewer_app.domain.seasons.settings import Settled, laid_over
from reviewer_app.packs.loading import load_pack
from reviewer_db.stores.session import Session

#: A pack with its season's current one: whoever opens a case asks for both.
_READ = (
    "SELECT text, id, (SELECT pack_sha256 FROM seasons WHERE seasons.season = packs.season) FROM packs WHERE sha256 = ?"
)


class Seasons:
    """Implements ports.SeasonStore."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settled(self, season: str) -> Mapping[str, Settled]:
        """What is in force in a season, by name."""
        known = self._session.settled.get(season)
        if known is None:
            known = self._session.settled[season] = {one.name: one for one in self.history(season)}
        return known

    def history(self, season: str) -> tuple[Settled, ...]:
        """Everything that was settled of a season, oldest first."""
        rows = self._session.main.execute(
            "SELECT name, value, settled_by, settled_at, reason FROM season_settings WHERE season = ? ORDER BY id",
            (season,),
        )
        return tuple(Settled(name, value, by, datetime.fromisoformat(at), why) for name, value, by, at, why in rows)

    def settle(self, season: str, settled: Settled) -> None:
        """Adds a line; it is in force from now on."""
        self._session.main.execute(
            "INSERT INTO season_settings (season, name, value, settled_by, settled_at, reason) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (season, settled.name, settled.value, settled.by, settled.at.isoformat(), settled.reason),
        )
        self._session.forget_settled()
        # What waits for somebody is another list in a closed season.
        self._session.orders.clear()


class Packs:
    """Implements ports.PackStore."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._main = session.main

    def current(self, season: str) -> NoticePack:
        """The season's pack; RefusalError `pack.none`."""
        sha256 = self._session.current_packs.get(season)
        if sha256 is None:
            row = self._main.execute("SELECT pack_sha256 FROM seasons WHERE season = ?", (season,)).fetchone()
            if row is None:
                raise RefusalError("pack.none", season=season)
            sha256 = self._session.current_packs[season] = row[0]
        return self.by_hash(sha256)

    def by_hash(self, sha256: str) -> NoticePack:
        """The pack a case stands under, with what the office settled of its season; RefusalError `pack.none`."""
        laid = self._session.laid_over.get(sha256)
        if laid is None:
            pack = self.as_written(sha256)
            laid = laid_over(pack, Seasons(self._session).settled(pack.season))
            self._session.laid_over[sha256] = laid
        return laid

    def as_written(self, sha256: str) -> NoticePack:
        """The pack as its text says, without what was settled; RefusalError `pack.none`."""
        pack = self._session.packs.get(sha256)
        if pack is None:
            row = self._main.execute(_READ, (sha256,)).fetchone()
            if row is None:
                raise RefusalError("pack.none", season=sha256[:8])
            pack = self._session.packs[sha256] = load_pack(row[0], row[1])
            self._session.current_packs.setdefault(pack.season, row[2])
        return pack

    def keep(self, pack: NoticePack) -> None:
        """Stores a pack and makes it its season's current one."""
        self._main.execute(
            "INSERT INTO packs VALUES (?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (pack.sha256, pack.id, pack.version, pack.season, pack.text),
        )
        self._main.execute(
            "INSERT INTO seasons VALUES (?, ?) ON CONFLICT DO UPDATE SET pack_sha256 = excluded.pack_sha256",
            (pack.season, pack.sha256),
        )
        self._session.current_packs.pop(pack.season, None)

    def of_season(self, season: str) -> tuple[str, ...]:
        """The hashes of every pack kept for a season, in the order they came."""
        rows = self._main.execute("SELECT sha256 FROM packs WHERE season = ? ORDER BY rowid", (season,))
        return tuple(row[0] for row in rows)

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have a pack."""
        return tuple(row[0] for row in self._main.execute("SELECT season FROM seasons ORDER BY season"))

    def contacts(self, sha256: str) -> dict[str, str]:
        """The contact's name by sector, for the queue; empty when the pack is not kept here."""
        known = self._session.contacts.get(sha256)
        if known is None:
            try:
                pack = self.by_hash(sha256)
            except RefusalError:
                return {}
            named = {sector for contact in pack.contacts for sector in contact.sectors}
            known = {sector: route(pack, sector).name for sector in named}
            self._session.contacts[sha256] = known
        return known
