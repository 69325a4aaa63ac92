"""Scans made ready for the screen: one PDF of pages alone, turned as they are to be seen, with their red marks."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO

import pypdfium2

from reviewer_app.domain.errors import TroubleError
from reviewer_app.reading.pages import is_pdf, opened_pdf, pages_of
from reviewer_app.reading.red_marks import red_marks_on
from reviewer_app.reading.upright import turned
from reviewer_app.services.ports.reading import RedMark, ShownScan

#: Red marks are looked for on so many pages; a longer scan is shown without waiting for the rest.
_MARKED = 8
#: No scan is shown beyond so many pages of pictures.
_MOST = 400
_QUALITY = 85
#: How a Word file begins: it has no pages of its own.
_PACKED = b"PK"


def shown_scan(name: str, content: bytes, turns: Sequence[int]) -> ShownScan:
    """The pages of a scan, each turned clockwise by so many degrees; TroubleError `reading.…` naming the file."""
    if content.startswith(_PACKED):
        raise TroubleError("reading.no_pages", file=name)
    try:
        return _shown_pdf(content, turns) if is_pdf(content) else _shown_pictures(content, turns)
    except TroubleError as trouble:
        raise TroubleError(trouble.code, file=name) from trouble


def _turn(turns: Sequence[int], page: int) -> int:
    return turns[page] if page < len(turns) else 0


def _shown_pdf(scan: bytes, turns: Sequence[int]) -> ShownScan:
    """Pages alone are taken over: scripts, links and attachments of the file stay behind."""
    source = opened_pdf(scan)
    target = pypdfium2.PdfDocument.new()
    target.import_pages(source)
    for page in range(len(target)):
        if turn := _turn(turns, page):
            one = target[page]
            one.set_rotation((one.get_rotation() + turn) % 360)
    packed = BytesIO()
    target.save(packed)
    return ShownScan(packed.getvalue(), tuple(_marks(scan, turns)))


def _shown_pictures(scan: bytes, turns: Sequence[int]) -> ShownScan:
    pages: list[bytes] = []
    marks: list[RedMark] = []
    target = pypdfium2.PdfDocument.new()
    for number, raw in enumerate(pages_of(scan)):
        if number == _MOST:
            break
        picture = turned(raw.picture, _turn(turns, number))
        if number < _MARKED:
            marks.extend(red_marks_on(picture, raw.dpi, number + 1))
        packed = BytesIO()
        picture.save(packed, "PDF", resolution=raw.dpi, quality=_QUALITY)
        pages.append(packed.getvalue())
    for page in pages:
        target.import_pages(pypdfium2.PdfDocument(page))
    whole = BytesIO()
    target.save(whole)
    return ShownScan(whole.getvalue(), tuple(marks))


def _marks(scan: bytes, turns: Sequence[int]) -> list[RedMark]:
    found: list[RedMark] = []
    for number, raw in zip(range(_MARKED), pages_of(scan), strict=False):
        found.extend(red_marks_on(turned(raw.picture, _turn(turns, number)), raw.dpi, number + 1))
    return found
