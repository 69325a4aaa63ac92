"""What is looked at before a document of ours is signed: nobody puts a signature under what was changed since."""

from __future__ import annotations

from typing import Any

from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import enumerate_sig_fields

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.checking.signatures import broken_signature
from reviewer_app.outputs.pdf.content_proof import PROOF_KEY, check_content
from reviewer_resources.phrases import sentence


def refuse_changed(pdf: bytes, reader: PdfFileReader) -> None:
    """RefusalError `sign.already_broken` naming what changed; other people's documents are not judged here.

    The proof of content is one hash over the bytes; signatures are looked at only where there are any.
    """
    proof = check_content(pdf)
    if not (proof.is_there or _bears_proof(reader)):
        return
    change = broken_signature(pdf) if any(enumerate_sig_fields(reader, filled_status=True)) else ""
    if not change and not proof.holds:
        change = sentence("verify.pdf_changed")
    if change:
        raise RefusalError("sign.already_broken", change=change)


def _bears_proof(reader: PdfFileReader) -> bool:
    """Whether it is ours by its own words: another program may have packed them so that the bytes do not show them."""
    if "/Info" not in reader.trailer:
        return False
    info: Any = reader.trailer["/Info"]
    return hasattr(info, "keys") and f"/{PROOF_KEY}" in info
