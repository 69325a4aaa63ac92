"""What an office trusts when it looks at signatures, where that is kept, and who says what is intact."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reviewer_app.services.ports.records import CheckLine, LetterFile


@dataclass(frozen=True, slots=True)
class TrustedCertificate:
    """A certificate with what an officer compares: whose, by whom, until when, and its SHA-256 fingerprint (hex).

    One that may issue others vouches for all signatures under it; any other for its own signatures alone. `content` is
    the certificate itself in DER.
    """

    fingerprint: str
    holder: str
    issuer: str
    valid_from: datetime
    valid_to: datetime
    may_issue: bool
    content: bytes = field(repr=False)


class TrustStore(Protocol):
    """The list of trusted certificates."""

    def all(self) -> tuple[TrustedCertificate, ...]:
        """The whole list, by holder."""

    def add(self, certificate: TrustedCertificate) -> None:
        """Puts a certificate on the list; one that is there already stays as it is."""

    def remove(self, fingerprint: str) -> None:
        """Takes a certificate off the list."""


class Verifier(Protocol):
    """Says what is intact and what is not."""

    def verify_folder(self, folder: Path) -> list[CheckLine]:
        """An export folder against its manifest; TroubleError if it cannot be read."""

    def letters_in(self, folder: Path) -> tuple[LetterFile, ...]:
        """The numbered papers in a folder besides a batch's sheets, those that only its list names as well."""

    def verify_pdf(self, path: Path, trusted: Sequence[bytes] = ()) -> list[CheckLine]:
        """One PDF by its own proof of content and its signatures; `trusted` are the office's certificates in DER."""
