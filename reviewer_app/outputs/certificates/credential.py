"""What signs: keys and certificates from PKCS#12 files, looked at before they are used, held for a batch.

Passwords go from the officer to the opening of the file and nowhere else: not into exceptions, logs or reprs.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.sign.signers import Signer

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.outputs.certificates.cms import ECDSA_SHA256, RSA_SHA256, signed_data
from reviewer_app.outputs.certificates.rounds import refuse_endless
from reviewer_app.services.ports.papers import CertificateNote
from reviewer_app.small_files import content_of
from reviewer_resources.phrases import sentence

#: RSA keys below this are forged too easily.
LEAST_BITS = 2048
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha256": hashes.SHA256(),
    "sha384": hashes.SHA384(),
    "sha512": hashes.SHA512(),
}
#: Whoever names himself must not end the quotation in which we name him.
_INNER_QUOTES = str.maketrans("“”", "‘’")
# What the library says of keys and files in English is no officer's business, and must not reach a log by chance.
for _name in ("pyhanko", "pyhanko_certvalidator"):
    logging.getLogger(_name).addHandler(logging.NullHandler())
    logging.getLogger(_name).propagate = False


@dataclass(slots=True)
class HeldKey:
    """A key ready to sign with its certificate and those beside it in its file; `close` lets a token go."""

    certificate: x509.Certificate
    signer: Signer = field(repr=False)
    issuers: tuple[x509.Certificate, ...] = ()
    close: Callable[[], None] = field(repr=False, default=lambda: None)


class KeySigner(Signer):
    """Signs with a key object that was read once; the stock signer reads it anew for each signature."""

    def __init__(
        self,
        key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
        certificate: x509.Certificate,
        others: Sequence[x509.Certificate],
    ) -> None:
        super().__init__(signing_cert=in_asn1(certificate))
        self.cert_registry.register_multiple(map(in_asn1, others))
        self._key, self._certificate, self._others = key, certificate, others

    async def async_sign(self, data_digest: bytes, digest_algorithm: str, *args: Any, **settings: Any) -> Any:
        """The signature's data as bytes; with a time stamp (asked for over the network) the library builds them."""
        if args or digest_algorithm != "sha256" or settings.get("timestamper") is not None:
            return await super().async_sign(data_digest, digest_algorithm, *args, **settings)
        algorithm = RSA_SHA256 if isinstance(self._key, rsa.RSAPrivateKey) else ECDSA_SHA256
        return signed_data(data_digest, self._certificate, self._others, algorithm, self._raw)

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        """The raw signature over some bytes."""
        return self._raw(data, _HASHES[digest_algorithm])

    def _raw(self, data: bytes, algorithm: hashes.HashAlgorithm = _HASHES["sha256"]) -> bytes:
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), algorithm)
        return self._key.sign(data, ec.ECDSA(algorithm))


def in_asn1(certificate: x509.Certificate) -> Any:
    """The certificate as the signing library takes it."""
    return next(iter(load_certs_from_pemder_data(certificate.public_bytes(serialization.Encoding.DER))))


def open_file(file: Path, password: str) -> HeldKey:
    """The key of a PKCS#12 file.

    Raises RefusalError `sign.wrong_password`, `sign.no_key`, `sign.no_certificate`, `sign.key_kind`,
    `sign.too_many_rounds`;
    TroubleError `sign.file_unreadable`, `sign.file_damaged`.
    """
    refuse_unwritable(password)
    try:
        content = content_of(file)
    except OSError as error:
        raise TroubleError("sign.file_unreadable", name=file.name) from error
    except ValueError as error:
        raise TroubleError("sign.file_damaged", name=file.name) from error
    refuse_endless(content, file.name)
    key, certificate, others = _unpacked(content, password, file.name)
    if certificate is None:
        raise RefusalError("sign.no_key" if key is None and others else "sign.no_certificate", name=file.name)
    if key is None:
        raise RefusalError("sign.no_key", name=file.name)
    if not isinstance(key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise RefusalError("sign.key_kind", name=file.name)
    if key.public_key() != certificate.public_key():
        raise RefusalError("sign.no_key", name=file.name)
    if isinstance(key, rsa.RSAPrivateKey) and key.key_size < LEAST_BITS:
        raise RefusalError("sign.key_kind", name=file.name)
    return HeldKey(certificate, KeySigner(key, certificate, others), tuple(others))


def try_file(file: Path, password: str) -> None:
    """Opens a key's file and lets it go again, to see whether it can be opened; raises as `open_file`."""
    open_file(file, password)


def refuse_unwritable(password: str) -> None:
    """RefusalError `sign.wrong_password` for what no password can hold: NUL, or half of a character.

    The libraries break over it and repeat what was typed, so it is refused before they see it.
    """
    if any(letter == "\0" or "\ud800" <= letter <= "\udfff" for letter in password):
        raise RefusalError("sign.wrong_password")


def _unpacked(
    content: bytes, password: str, name: str
) -> tuple[object, x509.Certificate | None, list[x509.Certificate]]:
    """Nothing of the causes is kept: they could repeat what was typed."""
    code = ""
    try:
        return pkcs12.load_key_and_certificates(content, password.encode() or None)
    except (UnsupportedAlgorithm, TypeError):
        code = "sign.key_kind"
    except ValueError as error:
        code = "sign.wrong_password" if "password" in str(error) else "sign.file_damaged"
    if code == "sign.file_damaged":
        raise TroubleError("sign.file_damaged", name=name)
    if code == "sign.wrong_password":
        raise RefusalError("sign.wrong_password")
    raise RefusalError("sign.key_kind", name=name)


def refuse_unusable(certificate: x509.Certificate, now: datetime) -> None:
    """Whether a certificate may sign today; RefusalError `sign.expired`, `sign.not_yet`, `sign.key_usage`."""
    holder = holder_of(certificate)
    if now > certificate.not_valid_after_utc:
        raise RefusalError("sign.expired", holder=holder, day=day_of(certificate.not_valid_after_utc))
    if now < certificate.not_valid_before_utc:
        raise RefusalError("sign.not_yet", holder=holder, day=day_of(certificate.not_valid_before_utc))
    try:
        usage = certificate.extensions.get_extension_for_class(x509.KeyUsage).value
    except x509.ExtensionNotFound:
        return
    if not (usage.digital_signature or usage.content_commitment):
        raise RefusalError("sign.key_usage", holder=holder)


def note_of(certificate: x509.Certificate) -> CertificateNote:
    """What a certificate is worth, in plain words."""
    is_own = certificate.subject == certificate.issuer
    issuer = name_of(certificate.issuer)
    said = sentence("certificate.own") if is_own else sentence("certificate.issued", {"issuer": issuer})
    return CertificateNote(
        holder=holder_of(certificate),
        issuer=issuer,
        valid_from=certificate.not_valid_before_utc.astimezone(),
        valid_to=certificate.not_valid_after_utc.astimezone(),
        is_self_signed=is_own,
        sentence=said,
    )


def holder_of(certificate: x509.Certificate) -> str:
    """Whose certificate it is."""
    return name_of(certificate.subject)


def name_of(name: x509.Name) -> str:
    """The common name, or the organisation's, or the whole name; as it may stand between quotation marks."""
    kinds = (x509.NameOID.COMMON_NAME, x509.NameOID.ORGANIZATION_NAME)
    found = [str(one.value) for kind in kinds for one in name.get_attributes_for_oid(kind)]
    said = (one_line(one).translate(_INNER_QUOTES).strip() for one in (*found, name.rfc4514_string()))
    return next(filter(None, said), "—")


def day_of(moment: datetime) -> str:
    """A day in Chinese, by this machine's time zone."""
    return chinese_date(moment.astimezone().date())
