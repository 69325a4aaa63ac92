"""What is put behind signatures so that they can be checked after years: document time stamps, validation data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from cryptography import x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis.policy_api import ModificationLevel
from pyhanko.sign.validation import validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import SignatureCoverageLevel

from reviewer_app.outputs.certificates.credential import holder_of
from reviewer_app.outputs.certificates.trust import context_for
from reviewer_app.outputs.checking.looked import shown
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence


def long_term_lines(
    reader: PdfFileReader, stamps: Sequence[EmbeddedPdfSignature], trusted: Sequence[x509.Certificate]
) -> Iterator[CheckLine]:
    """A line for each time stamp over the whole document, and one for validation data."""
    for number, stamp in enumerate(stamps, 1):
        part = f"文档时间戳{number}"
        try:
            yield _stamp_line(stamp, part, trusted)
        except damage():
            yield CheckLine(part, Grade.BROKEN, sentence("signature.document_stamp_unreadable"))
    yield from _data_lines(reader)


def _stamp_line(stamp: EmbeddedPdfSignature, part: str, trusted: Sequence[x509.Certificate]) -> CheckLine:
    certificate = x509.load_der_x509_certificate(stamp.signer_cert.dump())
    status = validate_pdf_timestamp(stamp, context_for(trusted, certificate, None))
    if not (status.intact and status.valid):
        return CheckLine(part, Grade.BROKEN, sentence("signature.document_stamp_broken"))
    level = status.modification_level
    is_kept = status.coverage is SignatureCoverageLevel.ENTIRE_FILE or (
        status.coverage is SignatureCoverageLevel.ENTIRE_REVISION
        and level not in (None, ModificationLevel.OTHER, ModificationLevel.ANNOTATIONS)
    )
    values = {"time": shown(status.timestamp), "authority": holder_of(certificate)}
    if not is_kept:
        return CheckLine(part, Grade.BROKEN, sentence("signature.document_stamp_altered", values))
    code, standing = ("trusted", Grade.INTACT) if status.trusted else ("unknown", Grade.NOTICE)
    return CheckLine(part, standing, sentence(f"signature.document_stamp_{code}", values))


def _data_lines(reader: PdfFileReader) -> Iterator[CheckLine]:
    try:
        if "/DSS" not in reader.root:
            return
        kept: Any = reader.root["/DSS"]
        counts = [len(kept[key]) if key in kept else 0 for key in ("/Certs", "/CRLs", "/OCSPs")]
    except damage():
        counts = [0, 0, 0]
    values = {"certificates": counts[0], "revocations": counts[1] + counts[2]}
    yield CheckLine("验证数据", Grade.INTACT, sentence("signature.validation_data", values))
