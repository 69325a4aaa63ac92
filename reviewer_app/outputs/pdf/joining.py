"""Several documents as one file, their pages as they are and in order: what a whole print job looks like on paper."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from io import BytesIO

from pikepdf import Pdf


def joined(pdfs: Sequence[bytes]) -> bytes:
    """The pages of some documents one after the other; a document that comes twice has its pages twice.

    For printing: what a document says of itself beside its pages (its name, its attachments, its signatures) is not
    taken along.
    """
    with ExitStack() as open_ones:
        whole = open_ones.enter_context(Pdf.new())
        opened = {pdf: open_ones.enter_context(Pdf.open(BytesIO(pdf))) for pdf in dict.fromkeys(pdfs)}
        for pdf in pdfs:
            whole.pages.extend(opened[pdf].pages)
        made = BytesIO()
        whole.save(made)
    return made.getvalue()
