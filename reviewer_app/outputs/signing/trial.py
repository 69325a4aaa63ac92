"""A PDF of others signed once for nothing, with a key that is thrown away, to see whether it can be signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

from reviewer_app.outputs.certificates.credential import HeldKey, KeySigner
from reviewer_app.outputs.signing.signer import PadesSigner
from reviewer_app.services.ports.papers import AfterSigning, PlacedBox, SealImage


def try_signing(
    pdf: bytes, place: PlacedBox | None, seal: SealImage | None, after: AfterSigning, reserved: Sequence[PlacedBox]
) -> None:
    """All that signing does to a document; raises as `PadesSigner.sign` does for the document, place and seal."""
    PadesSigner().sign_with(_thrown_away(), pdf, place, seal, after, reserved)


def _thrown_away() -> HeldKey:
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "试签")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now).not_valid_after(now + timedelta(days=1))
    certificate = made.sign(key, SHA256())
    return HeldKey(certificate, KeySigner(key, certificate, []))
