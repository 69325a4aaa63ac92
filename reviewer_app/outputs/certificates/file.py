"""Certificates handed over as files (.cer, .crt, .pem, .p7b): read whole, each with what an officer compares."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.certificates.credential import holder_of, name_of
from reviewer_app.outputs.certificates.trust import may_issue
from reviewer_app.services.ports.trust import TrustedCertificate

#: A whole chain takes a few kilobytes; a larger file is something else.
_MOST_BYTES = 1_000_000
#: What the library raises over a file that is none, or has a version that there is not.
_NO_CERTIFICATE = (ValueError, UnsupportedAlgorithm, x509.InvalidVersion)


def certificates_in(file: Path) -> tuple[TrustedCertificate, ...]:
    """The certificates of a file, in its order, each once.

    Raises TroubleError `trust.unreadable`; RefusalError `trust.not_certificate`, `trust.private_key`, `trust.key_kind`.
    """
    try:
        size = file.stat().st_size
        content = file.read_bytes() if size <= _MOST_BYTES else b""
    except OSError as error:
        raise TroubleError("trust.unreadable", name=file.name or str(file)) from error
    if b"PRIVATE KEY-----" in content:
        raise RefusalError("trust.private_key", name=file.name)
    found = _loaded(content)
    if not found:
        raise RefusalError("trust.not_certificate", name=file.name)
    try:
        described = [_described(certificate) for certificate in found]
    except _NO_CERTIFICATE as error:
        # Its frame is a certificate's, and something inside is not.
        raise RefusalError("trust.not_certificate", name=file.name) from error
    return tuple({one.fingerprint: one for one in described}.values())


def loaded(contents: Sequence[bytes]) -> list[x509.Certificate]:
    """Certificates of the list as the signing library is given them.

    One that can no longer be read vouches for nobody; that it was changed is said where the library is looked at.
    """
    found = []
    for content in contents:
        with suppress(*_NO_CERTIFICATE):
            found.append(x509.load_der_x509_certificate(content))
    return found


def _loaded(content: bytes) -> Sequence[x509.Certificate]:
    """Certificates in any of the forms they are handed over in; none when it is none of them."""
    readers = (
        x509.load_pem_x509_certificates,
        lambda given: [x509.load_der_x509_certificate(given)],
        pkcs7.load_pem_pkcs7_certificates,
        pkcs7.load_der_pkcs7_certificates,
    )
    with warnings.catch_warnings():
        # Old packages are written in BER; the library reads them and says so.
        warnings.simplefilter("ignore")
        for read in readers:
            try:
                return list(read(content))
            except _NO_CERTIFICATE:
                continue
    return []


def _described(certificate: x509.Certificate) -> TrustedCertificate:
    """RefusalError `trust.key_kind` for a kind of key no signature can be checked with here."""
    holder = holder_of(certificate)
    try:
        key = certificate.public_key()
    except (UnsupportedAlgorithm, ValueError):
        key = None
    if not isinstance(key, rsa.RSAPublicKey | ec.EllipticCurvePublicKey):
        raise RefusalError("trust.key_kind", holder=holder)
    return TrustedCertificate(
        fingerprint=certificate.fingerprint(hashes.SHA256()).hex(),
        holder=holder,
        issuer=name_of(certificate.issuer),
        valid_from=certificate.not_valid_before_utc,
        valid_to=certificate.not_valid_after_utc,
        may_issue=may_issue(certificate),
        content=certificate.public_bytes(Encoding.DER),
    )
