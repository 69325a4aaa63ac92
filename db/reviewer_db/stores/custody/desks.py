"""The keys of this desk, the cards of the others, and the list of the packages that went and came."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from reviewer_app.domain.outside.custody import DeskCard, HandOver, KnownDesk, PackageStand
from reviewer_app.services.ports.custody import DeskKeys
from reviewer_db.stores.session import Session

_PACKAGE = "is_outgoing, number, sha256, desk, desk_name, at, by, cases, file_name, stand, reason"


class Desks:
    """Implements ports.DeskStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._main, self._user, self._now = session.main, session.user, now

    def own(self) -> DeskKeys | None:
        """The keys of this desk; None before it has any."""
        row = self._main.execute("SELECT name, signing, sealing FROM desk_identity").fetchone()
        return DeskKeys(row[0], bytes(row[1]), bytes(row[2])) if row else None

    def keep_own(self, keys: DeskKeys) -> None:
        """Keeps the keys made for this desk, or its other name; the keys themselves never change."""
        self._main.execute(
            "INSERT INTO desk_identity VALUES (1, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name",
            (keys.name, keys.signing, keys.sealing, self._now().isoformat()),
        )

    def known(self) -> tuple[KnownDesk, ...]:
        """The desks whose cards were confirmed, by name."""
        rows = self._main.execute(
            "SELECT name, signing, sealing, confirmed_by, confirmed_at FROM desk_cards ORDER BY name, fingerprint"
        )
        return tuple(
            KnownDesk(DeskCard(name, bytes(signing), bytes(sealing)), by, datetime.fromisoformat(at))
            for name, signing, sealing, by, at in rows
        )

    def confirm(self, card: DeskCard) -> None:
        """Keeps a card as confirmed by the person at the desk; one of the same keys gets the newer name."""
        self._main.execute(
            "INSERT INTO desk_cards VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (fingerprint) DO UPDATE SET "
            "(name, confirmed_by, confirmed_at) = (excluded.name, excluded.confirmed_by, excluded.confirmed_at)",
            (
                card.fingerprint,
                card.name,
                card.signing,
                card.sealing,
                self._user().name,
                self._now().isoformat(),
            ),
        )

    def remove(self, fingerprint: str) -> None:
        """Takes a card off the list."""
        self._main.execute("DELETE FROM desk_cards WHERE fingerprint = ?", (fingerprint,))

    def packages(self) -> tuple[HandOver, ...]:
        """Every package that went or came, the newest first."""
        return tuple(map(_package, self._main.execute(f"SELECT {_PACKAGE} FROM hand_overs ORDER BY id DESC")))

    def package(self, sha256: str, *, is_outgoing: bool) -> HandOver | None:
        """One package by its hash, if it is on the list."""
        row = self._main.execute(
            f"SELECT {_PACKAGE} FROM hand_overs WHERE sha256 = ? AND is_outgoing = ?", (sha256, int(is_outgoing))
        ).fetchone()
        return _package(row) if row else None

    def next_number(self) -> int:
        """The number of the next package that goes out."""
        row = self._main.execute("SELECT coalesce(max(number), 0) + 1 FROM hand_overs WHERE is_outgoing = 1").fetchone()
        return int(row[0])

    def add_package(self, package: HandOver) -> None:
        """Puts a package on the list."""
        self._main.execute(
            f"INSERT INTO hand_overs ({_PACKAGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                int(package.is_outgoing),
                package.number,
                package.sha256,
                package.desk,
                package.desk_name,
                package.at.isoformat(),
                package.by,
                package.cases,
                package.file_name,
                package.stand.value,
                package.reason,
            ),
        )

    def recall(self, sha256: str, reason: str) -> None:
        """Notes that a package that went out was called back."""
        self._main.execute(
            "UPDATE hand_overs SET stand = ?, reason = ? WHERE is_outgoing = 1 AND sha256 = ?",
            (PackageStand.RECALLED.value, reason, sha256),
        )


def _package(row: tuple[Any, ...]) -> HandOver:
    is_outgoing, number, sha256, desk, desk_name, at, by, cases, file_name, stand, reason = row
    return HandOver(
        bool(is_outgoing),
        number,
        sha256,
        desk,
        desk_name,
        datetime.fromisoformat(at),
        by,
        cases,
        file_name,
        PackageStand(stand),
        reason,
    )
