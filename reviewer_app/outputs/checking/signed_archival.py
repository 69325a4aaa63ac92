"""Whether a signed PDF is still fit for keeping (PDF/A-2b): the checker knows no signatures, so they are checked here.

The signatures' fields are lifted out of a copy in memory, their appearances left in as stamps, which obey the same
rules (ISO 19005-2, 6.3); the checker judges the whole of that. What was lifted out is held to the rules for it: forms
(6.4.1), signatures (6.4.3) and permissions (6.1.12).
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, pdfa

from reviewer_app.outputs.pdf.archival import FLAVOUR
from reviewer_app.outputs.pdf.damage import damage

#: The extension by which a PDF says that it bears PAdES signatures; the checker knows only Adobe's.
_PADES = "/ESIC"
_DIGESTS = frozenset({"/DigestLocation", "/DigestMethod", "/DigestValue"})
_CLAIM = b"<pdfaid:part"


def claims_archival(content: bytes) -> bool:
    """Whether a file says of itself that it is made for keeping, as ours do."""
    return _CLAIM in content


def archival_faults(content: bytes) -> tuple[str, ...]:
    """Why a file, signed or not, is not PDF/A-2b, in the checker's words; empty when it is."""
    # Looked at twice before anything is said, as `judged` does and for its reason.
    return _faults(content) and _faults(content)


def _faults(content: bytes) -> tuple[str, ...]:
    report = pdfa.validate_written(io.BytesIO(content), FLAVOUR)
    if report.verdict == "pass":
        return ()
    faults = [str(finding) for finding in report.violations]
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            faults += [*_form_faults(pdf), *_signature_faults(content)]
            _lift_signatures(pdf)
            faults += map(str, pdfa.check(pdf, FLAVOUR).findings)
    except damage() as error:
        faults.append(f"{type(error).__name__}: {error}")
    return tuple(dict.fromkeys(faults))


def _form_faults(pdf: pikepdf.Pdf) -> Iterator[str]:
    """What is wrong with the form, the signatures in it and what they permit."""
    form: Any = pdf.Root.get(Name.AcroForm, Dictionary())
    if Name.XFA in form or form.get(Name.NeedAppearances, False):
        yield "6.4: the form asks readers to draw it"
    for field in form.get(Name.Fields, []):
        if field.get(Name.FT) != Name.Sig or Name.Kids in field:
            yield "6.4.1: a field that is no signature's was not checked"
        elif Name.A in field or Name.AA in field:
            yield "6.4.1: a field with an action"
    permissions: Any = pdf.Root.get(Name.Perms, Dictionary())
    if set(permissions.keys()) - {"/DocMDP", "/UR3"}:
        yield "6.1.12: unknown permissions"


def _signature_faults(content: bytes) -> Iterator[str]:
    """Each signature: over all bytes but itself, one signer with a certificate, no digests nobody may use any more."""
    # What has passed the checker has no signatures: their reader, which takes long to load, is for the others.
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.general import SigningError
    from pyhanko.sign.validation.errors import SignatureValidationError
    from pyhanko.sign.validation.status import SignatureCoverageLevel

    for signature in PdfFileReader(io.BytesIO(content), strict=False).embedded_signatures:
        try:
            is_single = len(signature.signed_data["signer_infos"]) == 1 and signature.signer_cert is not None
            coverage = signature.evaluate_signature_coverage()
        except (SigningError, SignatureValidationError):
            is_single, coverage = False, SignatureCoverageLevel.UNCLEAR
        if not is_single:
            yield "6.4.3: not just one signer with a certificate"
        if coverage not in (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION):
            yield "6.4.3: a signature that does not cover its document"
        for reference in signature.sig_object.get("/Reference", ()):
            if _DIGESTS & set(reference.get_object()):
                yield "6.1.12: a permission with a digest"


def _lift_signatures(pdf: pikepdf.Pdf) -> None:
    """Leaves of the signatures what is seen of them."""
    for entry in (Name.AcroForm, Name.Perms):
        if entry in pdf.Root:
            del pdf.Root[entry]
    extensions: Any = pdf.Root.get(Name.Extensions, Dictionary())
    if _PADES in extensions:
        del extensions[_PADES]
    for page in pdf.pages:
        notes: Any = page.obj.get(Name.Annots, [])
        for note in notes:
            if note.get(Name.FT) == Name.Sig and note.get(Name.Subtype) == Name.Widget:
                for key in ("/FT", "/V", "/T", "/Lock", "/SV", "/Ff", "/TU"):
                    if key in note:
                        del note[key]
                note[Name.Subtype] = Name.Stamp
