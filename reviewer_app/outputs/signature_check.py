"""What a look at a PDF's signatures finds, in sentences: who signed, what changed since, trusted or not.

A signature holds only if its bytes are as signed and everything added later is of the kind it allows; that the bytes
alone are as signed says nothing, for whoever adds a page or a note does not touch them.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.general import SigningError, UnacceptableSignerError
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.credential import day_of, holder_of, in_asn1, name_of
from reviewer_app.outputs.revisions import naming
from reviewer_app.services.records import CheckLine, Standing
from reviewer_resources.phrases import sentence

_BAD_FILE = (PdfError, SigningError, ValueError, KeyError, TypeError, IndexError, AttributeError, RecursionError)
_ENTIRE = SignatureCoverageLevel.ENTIRE_FILE
_REVISION = SignatureCoverageLevel.ENTIRE_REVISION


@dataclass(frozen=True, slots=True)
class _Looked:
    """One signature with what the library found out about it."""

    content: bytes
    signature: EmbeddedPdfSignature
    status: PdfSignatureStatus
    certificate: x509.Certificate

    @property
    def holder(self) -> str:
        """Who signed, as the certificate says."""
        return holder_of(self.certificate)

    @property
    def is_last(self) -> bool:
        """Whether nothing that a reader takes for a part of the document was added since."""
        return bool(self.signature.signed_revision == self.signature.reader.xrefs.total_revisions - 1)


def check_signatures(content: bytes, trusted: Sequence[x509.Certificate] = ()) -> list[CheckLine]:
    """Two lines or more for each signature in the order they were made; none for a PDF without signatures.

    Raises TroubleError `signature.file_damaged`.
    """
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
    except _BAD_FILE as error:
        raise TroubleError("signature.file_damaged") from error
    lines: list[CheckLine] = []
    for number, signature in enumerate(signatures, 1):
        lines += _lines(content, signature, f"签名{number}", trusted)
    return lines


def broken_signature(content: bytes) -> str:
    """What the first signature that no longer holds is told of; empty while all of them hold.

    What a certificate or a time stamp is worth is not asked. Raises TroubleError `signature.file_damaged`.
    """
    told: dict[str, CheckLine] = {}
    for line in check_signatures(content):
        told.setdefault(line.part, line)
    return next((line.message for line in told.values() if line.is_broken), "")


def signed_ends(content: bytes) -> list[int]:
    """Where the file ended when each signature had just been made; none without readable signatures."""
    try:
        signatures = PdfFileReader(io.BytesIO(content), strict=False).embedded_regular_signatures
        return sorted(map(_end, signatures))
    except _BAD_FILE:
        return []


def _lines(
    content: bytes, signature: EmbeddedPdfSignature, part: str, trusted: Sequence[x509.Certificate]
) -> Iterator[CheckLine]:
    try:
        certificate = x509.load_der_x509_certificate(signature.signer_cert.dump())
        # Trust is asked for the day of signing: a certificate that ended since was good then.
        roots, day = [in_asn1(one) for one in trusted], _moment(signature)
        context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=day)
        status = validate_pdf_signature(signature, context)
    except (SignatureValidationError, UnacceptableSignerError, *_BAD_FILE):
        yield _line(part, "signature.unreadable", Standing.BROKEN)
        return
    looked = _Looked(content, signature, status, certificate)
    yield _integrity(looked, part)
    yield from _stamp(looked, part)
    yield _trust(looked, part)


def _integrity(looked: _Looked, part: str) -> CheckLine:
    """Whether what was signed is still what is seen, and if not, what happened."""
    status, holder = looked.status, looked.holder
    if not (status.intact and status.valid):
        is_moved = status.coverage not in (_ENTIRE, _REVISION) or not _fits(looked)
        return _line(part, "signature.resaved" if is_moved else "signature.broken", Standing.BROKEN, holder=holder)
    if status.coverage is _ENTIRE:
        return _line(part, "signature.intact", Standing.INTACT, holder=holder, time=_time(looked))
    if status.coverage is not _REVISION:
        return _line(part, "signature.partial", Standing.BROKEN, holder=holder)
    if status.docmdp_ok and status.seed_value_ok and status.modification_level is not None:
        if looked.is_last:
            behind = len(looked.content) - _end(looked.signature)
            values = {"holder": holder, "time": _time(looked), "count": behind}
            return _line(part, "signature.intact_behind", Standing.NOTICE, **values)
        return _line(part, "signature.intact_later", Standing.INTACT, holder=holder, time=_time(looked))
    return _altered(looked, part)


def _altered(looked: _Looked, part: str) -> CheckLine:
    """What was added or taken away since the signature, as far as it can be named."""
    found = naming(looked.content[: _end(looked.signature)], looked.content)
    if found is None:
        return _line(part, "signature.altered", Standing.BROKEN, holder=looked.holder)
    code, values = found
    return CheckLine(part, Standing.BROKEN, sentence(f"signature.{code}", {"holder": looked.holder, **values}))


def _end(signature: EmbeddedPdfSignature) -> int:
    """How long the file was when the signature had just been made."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def _fits(looked: _Looked) -> bool:
    """Whether the gap that the signature leaves out is where the signature itself stands in the file."""
    first, length, second = (int(value) for value in list(looked.signature.byte_range)[:3])
    gap = looked.content[first + length : second]
    inside = gap[1:-1].lower()
    held = looked.signature.pkcs7_content.hex().encode()
    return gap[:1] == b"<" and gap[-1:] == b">" and inside.startswith(held[: len(inside)]) and bool(inside)


def _trust(looked: _Looked, part: str) -> CheckLine:
    """What the certificate is worth here; its days at the time of signing."""
    certificate, moment = looked.certificate, _moment(looked.signature)
    first, last = certificate.not_valid_before_utc, certificate.not_valid_after_utc
    if moment is not None and not first <= moment <= last:
        return _line(part, "signature.out_of_days", Standing.BROKEN, first=day_of(first), last=day_of(last))
    issuer = name_of(certificate.issuer)
    if looked.status.trusted:
        return _line(part, "signature.trusted", Standing.INTACT, issuer=issuer)
    if certificate.subject == certificate.issuer:
        return _line(part, "signature.own", Standing.NOTICE, sentence=sentence("certificate.own"))
    return _line(part, "signature.unknown", Standing.NOTICE, issuer=issuer)


def _stamp(looked: _Looked, part: str) -> Iterator[CheckLine]:
    """The time stamp, where there is one."""
    stamp = looked.status.timestamp_validity
    if stamp is None:
        return
    if not (stamp.intact and stamp.valid):
        yield _line(part, "signature.stamp_broken", Standing.BROKEN)
        return
    authority = holder_of(x509.load_der_x509_certificate(stamp.signing_cert.dump()))
    trust = "在信任名单内" if stamp.trusted else "不在信任名单内"
    standing = Standing.INTACT if stamp.trusted else Standing.NOTICE
    yield _line(part, "signature.stamp", standing, time=_shown(stamp.timestamp), authority=authority, trust=trust)


def _moment(signature: EmbeddedPdfSignature) -> datetime | None:
    moment = signature.self_reported_timestamp
    return moment if moment is None or moment.tzinfo else moment.astimezone()


def _time(looked: _Looked) -> str:
    moment = _moment(looked.signature)
    return _shown(moment) if moment else "不详时间"


def _shown(moment: datetime) -> str:
    local = moment.astimezone()
    return f"{day_of(local)} {local:%H:%M}"


def _line(part: str, code: str, standing: Standing, **values: object) -> CheckLine:
    return CheckLine(part, standing, sentence(code, values))
