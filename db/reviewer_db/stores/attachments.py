"""The files kept with cases: their names in the main file, their contents by hash in the second one."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Collection
from datetime import datetime

from reviewer_app.domain.application import Attachment
from reviewer_app.domain.errors import TroubleError
from reviewer_db.stores.session import Session


class Attachments:
    """Implements ports.AttachmentStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now

    def add(self, application_id: int, name: str, content: bytes, purpose: str) -> Attachment:
        """Keeps a file; the same content is stored once.

        The content is committed to its own file first: a stop in between leaves a content nobody names, never a name
        without content.
        """
        return self._name(self.keep(content), name, len(content), application_id, purpose)

    def name_again(self, application_id: int, kept: Attachment, purpose: str) -> None:
        """One more line of a content that is kept already, for a case and a purpose."""
        self._name(kept.sha256, kept.name, kept.size, application_id, purpose)

    def _name(self, sha256: str, name: str, size: int, application_id: int, purpose: str) -> Attachment:
        by, now = self._session.user().name, self._now()
        self._session.main.execute(
            "INSERT INTO attachments VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)",
            (application_id, sha256, name, size, purpose, by, now.isoformat()),
        )
        return Attachment(sha256, name, size, application_id, purpose, by, now)

    def keep(self, content: bytes) -> str:
        """Keeps a content that another table names; its hash."""
        sha256 = hashlib.sha256(content).hexdigest()
        self._session.vault.execute(
            "INSERT INTO blobs VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING",
            (sha256, len(content), self._now().isoformat(), content),
        )
        return sha256

    def of(self, application_id: int) -> tuple[Attachment, ...]:
        """The attachments of a case, in the order they came."""
        rows = self._session.main.execute(
            "SELECT sha256, name, size, application_id, purpose, added_by, added_at FROM attachments "
            "WHERE application_id = ? ORDER BY id",
            (application_id,),
        )
        return tuple(
            Attachment(sha256, name, size, case_id, purpose, by, datetime.fromisoformat(at))
            for sha256, name, size, case_id, purpose, by, at in rows
        )

    def absent(self, hashes: Collection[str]) -> frozenset[str]:
        """Those of some hashes whose content is not kept here."""
        rows = self._session.vault.execute(
            "SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))", (json.dumps(sorted(hashes)),)
        )
        return frozenset(hashes) - {sha256 for (sha256,) in rows}

    def content(self, sha256: str) -> bytes:
        """The bytes; TroubleError `attachment.damaged` if they are gone or do not match their hash.

        Those that a destruction list took away raise TroubleError `attachment.destroyed` with the list.
        """
        row = self._session.vault.execute("SELECT content FROM blobs WHERE sha256 = ?", (sha256,)).fetchone()
        if row is None:
            gone = self._session.main.execute(
                "SELECT year, serial FROM destroyed_contents JOIN destruction_lists l ON l.id = list_id "
                "WHERE sha256 = ?",
                (sha256,),
            ).fetchone()
            if gone is not None:
                raise TroubleError("attachment.destroyed", number=f"{gone[0]}年第{gone[1]}号")
        if row is None or hashlib.sha256(row[0]).hexdigest() != sha256:
            raise TroubleError("attachment.damaged", sha256=sha256[:12])
        return bytes(row[0])
