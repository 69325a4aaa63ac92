"""The certificates the office trusts: kept in the encrypted library, where nobody else can put one in."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_db.stores.session import Session
from reviewer_resources.phrases import sentence

if TYPE_CHECKING:
    from sqlite3 import Connection

_READ = (
    "SELECT fingerprint, holder, issuer, valid_from, valid_to, may_issue, content FROM trusted_certificates "
    "ORDER BY holder, fingerprint"
)


class TrustList:
    """Implements ports.TrustStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._now = session, now

    def all(self) -> tuple[TrustedCertificate, ...]:
        """The whole list, by holder."""
        return trusted_in(self._session.main)

    def add(self, certificate: TrustedCertificate) -> None:
        """Puts a certificate on the list; one that is there already stays as it is."""
        values = (
            certificate.fingerprint,
            certificate.holder,
            certificate.issuer,
            certificate.valid_from.isoformat(),
            certificate.valid_to.isoformat(),
            int(certificate.may_issue),
            certificate.content,
            self._session.user().name,
            self._now().isoformat(),
        )
        places = ", ".join("?" * len(values))
        self._session.main.execute(f"INSERT INTO trusted_certificates VALUES ({places}) ON CONFLICT DO NOTHING", values)

    def remove(self, fingerprint: str) -> None:
        """Takes a certificate off the list."""
        self._session.main.execute("DELETE FROM trusted_certificates WHERE fingerprint = ?", (fingerprint,))


def is_listed(connection: Connection) -> bool:
    """Whether a file has the list at all; one of an older program has none."""
    found = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'trusted_certificates'")
    return found.fetchone() is not None


def trust_lines(connection: Connection, today: date) -> Iterator[CheckLine]:
    """How many certificates are trusted, which of them have ended, and which are not what they are called."""
    certificates = trusted_in(connection) if is_listed(connection) else ()
    if not certificates:
        return
    part = sentence("library_check.part_trust")
    yield CheckLine(part, Grade.INTACT, sentence("library_check.trusted", {"count": len(certificates)}))
    for one in certificates:
        if hashlib.sha256(one.content).hexdigest() != one.fingerprint:
            yield CheckLine(part, Grade.BROKEN, sentence("library_check.trust_changed", {"holder": one.holder}))
        last = one.valid_to.astimezone().date()
        if last < today:
            values = {"holder": one.holder, "day": chinese_date(last)}
            yield CheckLine(part, Grade.NOTICE, sentence("library_check.trust_ended", values))


def trusted_in(connection: Connection) -> tuple[TrustedCertificate, ...]:
    """The list of a library's main file."""
    return tuple(map(_certificate, connection.execute(_READ)))


def _certificate(row: Any) -> TrustedCertificate:
    fingerprint, holder, issuer, valid_from, valid_to, issues, content = row
    return TrustedCertificate(
        fingerprint,
        holder,
        issuer,
        datetime.fromisoformat(valid_from),
        datetime.fromisoformat(valid_to),
        bool(issues),
        bytes(content),
    )
