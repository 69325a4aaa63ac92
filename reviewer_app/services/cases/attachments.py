"""Giving kept files back to the officer."""

from __future__ import annotations

from reviewer_app.services.ports.library import UnitOfWork


def read_attachment(unit: UnitOfWork, sha256: str) -> bytes:
    """The bytes of a kept file; TroubleError `attachment.damaged` if they do not match their hash."""
    return unit.attachments.content(sha256)
