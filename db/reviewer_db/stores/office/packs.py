"""The notice packs that cases were decided under: kept as their text, read again when first asked for."""

from __future__ import annotations

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.packs.loading import load_pack
from reviewer_db.stores.session import Session


class Packs:
    """Implements ports.PackStore."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._main = session.main

    def current(self, season: str) -> NoticePack:
        """The season's pack; RefusalError `pack.none`."""
        row = self._main.execute("SELECT pack_sha256 FROM seasons WHERE season = ?", (season,)).fetchone()
        if row is None:
            raise RefusalError("pack.none", season=season)
        return self.by_hash(row[0])

    def by_hash(self, sha256: str) -> NoticePack:
        """The pack a case stands under; RefusalError `pack.none`."""
        pack = self._session.packs.get(sha256)
        if pack is None:
            row = self._main.execute("SELECT text, id, season FROM packs WHERE sha256 = ?", (sha256,)).fetchone()
            if row is None:
                raise RefusalError("pack.none", season=sha256[:8])
            pack = self._session.packs[sha256] = load_pack(row[0], row[1])
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
            known = {sector: contact.name for contact in pack.contacts for sector in contact.sectors}
            self._session.contacts[sha256] = known
        return known
