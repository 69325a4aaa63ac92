"""The signature itself written behind a document: PAdES B-B, with the permission it certifies, fit for keeping."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
from pyhanko.sign.signers.constants import ESIC_EXTENSION_1
from pyhanko.sign.timestamps import TimeStamper

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.certificates.credential import HeldKey, holder_of
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.outputs.signing.field import FieldPlan, Signable

if TYPE_CHECKING:
    from pyhanko.stamp import StaticStampStyle

#: Room for the signature, its certificates and a time stamp; asking the signer for the size would sign twice.
_RESERVED = 16384


def write_signature(
    signable: Signable,
    plan: FieldPlan,
    held: HeldKey,
    stamper: TimeStamper | None,
    appearance: tuple[StaticStampStyle | None, SigFieldSpec | None],
) -> bytes:
    """The document with the signature; `appearance` is how it is shown and, unless it waits already, its field.

    Raises TroubleError `sign.damaged`, RefusalError `sign.token_gone`, and what the time-stamp service raises.
    """
    metadata = PdfSignatureMetadata(
        field_name=plan.name,
        name=holder_of(held.certificate),
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=plan.certifies is not None,
        docmdp_permissions=plan.certifies or MDPPerm.FILL_FORMS,
    )
    style, spec = appearance
    signer = _KeepingSigner(metadata, held.signer, timestamper=stamper, stamp_style=style, new_field_spec=spec)
    target = io.BytesIO()
    try:
        signer.sign_pdf(signable.writer, output=target, bytes_reserved=_RESERVED)
    except Exception as error:
        if type(error).__module__.partition(".")[0] == "pkcs11":
            raise RefusalError("sign.token_gone") from None
        if isinstance(error, damage()):
            raise TroubleError("sign.damaged") from error
        raise
    return target.getvalue()


class _KeepingSigner(PdfSigner):
    """Declares PAdES by its extension of PDF 1.7 and nothing more.

    The stock signer makes a PDF 2.0 of whatever an elliptic curve signs, which a PDF/A-2b must not be.
    """

    def register_extensions(self, pdf_out: BasePdfFileWriter, *, md_algorithm: str) -> None:
        """What the document has to say that it bears; the writer sees to PDF 1.7."""
        if pdf_out.output_version < (2, 0):
            pdf_out.register_extension(ESIC_EXTENSION_1)
