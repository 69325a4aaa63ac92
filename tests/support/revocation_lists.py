"""Revocation lists of invented issuers, as files."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from support.signed_pages import NOW, Identity

DAY = timedelta(days=1)


def revocation_list(
    path: Path,
    issuer: Identity,
    revoked: Sequence[Identity] = (),
    reason: x509.ReasonFlags | None = None,
    signs: Identity | None = None,
    made: datetime = NOW - 5 * DAY,
    due: datetime = NOW + 5 * DAY,
    only: Sequence[x509.ExtensionType] = (),
    encoding: serialization.Encoding = serialization.Encoding.DER,
) -> Path:
    """A list in an issuer's name, signed by its key or, where `signs` says so, by another's; `only` narrows it."""
    builder = x509.CertificateRevocationListBuilder().issuer_name(issuer.certificate.subject)
    builder = builder.last_update(made).next_update(due)
    for one in revoked:
        entry = x509.RevokedCertificateBuilder().serial_number(one.certificate.serial_number)
        entry = entry.revocation_date(NOW - 7 * DAY)
        if reason is not None:
            entry = entry.add_extension(x509.CRLReason(reason), critical=False)
        builder = builder.add_revoked_certificate(entry.build())
    for extension in only:
        builder = builder.add_extension(extension, critical=True)
    key = (signs or issuer).key
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    path.write_bytes(builder.sign(key, hashes.SHA256()).public_bytes(encoding))
    return path
