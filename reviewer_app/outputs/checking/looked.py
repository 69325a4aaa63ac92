"""One signature of a PDF with all that was found out about it, and how its day and the sentences on it are put."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cryptography import x509
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel

from reviewer_app.outputs.certificates.credential import day_of, holder_of, in_asn1
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class LookedSignature:
    """A signature in its file; `limit` is the strictest rule for later changes that it or an earlier one set.

    `forbidden` counts the signatures added since where that limit leaves no place for them; `listed` are the
    certificates that are trusted.
    """

    content: bytes
    signature: EmbeddedPdfSignature
    status: PdfSignatureStatus
    certificate: x509.Certificate
    part: str
    limit: MDPPerm | None = None
    forbidden: int = 0
    listed: Sequence[x509.Certificate] = ()

    @property
    def holder(self) -> str:
        """Who signed, as the certificate says."""
        return holder_of(self.certificate)

    @property
    def moment(self) -> datetime | None:
        """When, by the clock of the computer that signed."""
        return moment_of(self.signature)

    @property
    def time(self) -> str:
        """The same in words."""
        return shown(self.moment) if self.moment else "不详时间"

    @property
    def end(self) -> int:
        """How long the file was when the signature had just been made."""
        return end_of(self.signature)

    @property
    def is_last(self) -> bool:
        """Whether nothing that a reader takes for a part of the document was added since."""
        return bool(self.signature.signed_revision == self.signature.reader.xrefs.total_revisions - 1)

    @property
    def is_sound(self) -> bool:
        """Whether the bytes it covers are as signed."""
        return self.status.intact and self.status.valid

    @property
    def allows_what_followed(self) -> bool:
        """Whether nothing was added since that this signature or the kind of document forbids."""
        status = self.status
        if self.forbidden:
            return False
        if status.coverage is SignatureCoverageLevel.ENTIRE_FILE:
            return True
        is_allowed = bool(status.docmdp_ok and status.seed_value_ok) and status.modification_level is not None
        return status.coverage is SignatureCoverageLevel.ENTIRE_REVISION and is_allowed

    @property
    def leads_to_list(self) -> bool:
        """Whether by its names, or through certificates that came with it, the certificate's issuer is on the list."""
        listed = {in_asn1(one).subject.hashable for one in self.listed}
        signer = self.signature.signer_cert
        issuers = {one.subject.hashable: one.issuer.hashable for one in (*self.signature.other_embedded_certs, signer)}
        name, passed = signer.subject.hashable, set[object]()
        while name in issuers and name not in listed | passed:
            passed.add(name)
            name = issuers[name]
        return name in listed

    def line(self, code: str, standing: Grade, **values: object) -> CheckLine:
        """A sentence on this signature."""
        return CheckLine(self.part, standing, sentence(f"signature.{code}", values))


def moment_of(signature: EmbeddedPdfSignature) -> datetime | None:
    """When a signature says it was made; a time without a zone is taken for this machine's."""
    moment = signature.self_reported_timestamp
    return moment if moment is None or moment.tzinfo else moment.astimezone()


def end_of(signature: EmbeddedPdfSignature) -> int:
    """Where the bytes end that a signature speaks of."""
    return int(signature.byte_range[2]) + int(signature.byte_range[3])


def shown(moment: datetime) -> str:
    """A moment in Chinese, by this machine's time zone."""
    local = moment.astimezone()
    return f"{day_of(local)} {local:%H:%M}"
