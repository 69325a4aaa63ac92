"""The certificates a library's office trusts when it looks at signatures, and where they are kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol


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
