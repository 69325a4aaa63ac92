"""The kept files in memory, without SQLite."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from reviewer_app.domain.application import Attachment
from reviewer_app.domain.errors import TroubleError
from support.fake_stores import Office


class FakeAttachments:
    """Files in a dictionary."""

    def __init__(self, unit: Office) -> None:
        self.unit = unit
        self.bytes: dict[str, bytes] = {}
        self.kept: list[Attachment] = []

    def add(self, application_id: int, name: str, content: bytes, purpose: str) -> Attachment:
        sha256 = self.keep(content)
        kept = Attachment(sha256, name, len(content), application_id, purpose, self.unit.actor.name, self.unit.now)
        self.kept.append(kept)
        return kept

    def name_again(self, application_id: int, kept: Attachment, purpose: str) -> None:
        by, now = self.unit.actor.name, self.unit.now
        self.kept.append(Attachment(kept.sha256, kept.name, kept.size, application_id, purpose, by, now))

    def keep(self, content: bytes) -> str:
        sha256 = hashlib.sha256(content).hexdigest()
        self.bytes[sha256] = content
        return sha256

    def of(self, application_id: int) -> tuple[Attachment, ...]:
        return tuple(one for one in self.kept if one.application_id == application_id)

    def absent(self, hashes: Collection[str]) -> frozenset[str]:
        return frozenset(hashes) - self.bytes.keys()

    def content(self, sha256: str) -> bytes:
        if sha256 not in self.bytes:
            raise TroubleError("attachment.damaged", name=sha256)
        return self.bytes[sha256]
