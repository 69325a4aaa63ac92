"""A PDF for a reader that draws no fields and no signatures' looks: they are drawn into the pages of a copy."""

from __future__ import annotations

import io

import pikepdf


def shown_pages(pdf: bytes) -> bytes:
    """The pages as they are meant to be seen; the very same bytes where nothing has to be drawn in.

    The copy is for looking at and for printing; a signature holds only for the file it was put on.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if not any("/Annots" in page for page in opened.pages):
                return pdf
            opened.flatten_annotations("all")
            made = io.BytesIO()
            opened.save(made)
            return made.getvalue()
    except pikepdf.PdfError:
        return pdf
