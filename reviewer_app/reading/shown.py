"""Scans made ready for the screen: PDFs of pages alone, turned as they are to be seen, with their red marks."""

from __future__ import annotations

import time
from collections.abc import Collection, Iterator, Sequence
from io import BytesIO
from itertools import islice

import pypdfium2
from PIL import Image

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.reading.pages import (
    RawPage,
    Source,
    drawn_page,
    frame_of,
    head_of,
    is_odd,
    is_pdf,
    opened_pdf,
    opened_picture,
    page_count,
    turned,
)
from reviewer_app.reading.red_marks import red_marks_on
from reviewer_app.services.ports.reading import PagePicture, RedMark, ShownScan

#: Red marks are looked for on so many pages; a longer scan is shown without waiting for the rest.
_MARKED = 8
#: No scan is shown beyond so many pages.
_MOST = 1000
_QUALITY = 85
#: The first page comes as a picture of so many dots per inch: sharp enough until the page itself has been tried.
_FIRST_DPI, _PIECE_DPI = 110.0, 150.0
#: What stands in the place of a page that cannot be drawn, in points: A4.
_BLANK = (595.3, 841.9)
#: A place is shown with so much about it, in its own measure of which an inch has so many.
_ACROSS, _ABOUT, _TENTHS = 60, 30, 254.0
#: How a Word file begins: it has no pages of its own.
_PACKED = b"PK"


def first_page(name: str, content: Source, turns: Sequence[int]) -> PagePicture:
    """The first page as bare dots, which hold nothing of the file itself; TroubleError `reading.…` naming the file."""
    try:
        _refuse_word_file(name, content)
        raw, count = next(_raw_pages(content, _FIRST_DPI)), page_count(content)
    except TroubleError as trouble:
        raise TroubleError(trouble.code, file=name) from trouble
    if raw is None:
        return PagePicture(0, 0, _FIRST_DPI, b"", count)
    picture = turned(raw.picture, _turn(turns, 0))
    return PagePicture(*picture.size, raw.dpi, picture.tobytes(), count)


def piece_of(name: str, content: Source, place: Place) -> PagePicture:
    """What stands at a place, with a little around it, as bare dots; none where it cannot be drawn."""
    _refuse_word_file(name, content)
    count = page_count(content)
    wanted = islice(_raw_pages(content, _PIECE_DPI, place.page - 1), 1) if place.page <= count else iter(())
    raw = next(iter(wanted), None)
    if raw is None:
        return PagePicture(0, 0, _PIECE_DPI, b"", count)
    picture, scale = turned(raw.picture, place.turn), raw.dpi / _TENTHS
    area = (
        max(0, round((place.left - _ACROSS) * scale)),
        max(0, round((place.top - _ABOUT) * scale)),
        min(picture.width, round((place.right + _ACROSS) * scale)),
        min(picture.height, round((place.bottom + _ABOUT) * scale)),
    )
    if area[0] >= area[2] or area[1] >= area[3]:
        return PagePicture(0, 0, _PIECE_DPI, b"", count)
    piece = picture.crop(area)
    return PagePicture(*piece.size, raw.dpi, piece.tobytes(), count)


def shown_scan(
    name: str,
    content: bytes,
    turns: Sequence[int],
    most: int | None = None,
    without: Collection[int] = (),
    seconds: float = 60.0,
) -> ShownScan:
    """The pages of a scan, each turned clockwise by so many degrees; TroubleError `reading.…` naming the file.

    At most so many pages are made, and of pictures only what can be made in so many seconds. A page that cannot be
    made, or is one of `without` (from 1), is an empty one and told as broken.
    """
    most = min(most or _MOST, _MOST)
    try:
        _refuse_word_file(name, content)
        if is_pdf(content):
            return _shown_pdf(content, turns, most, without)
        return _shown_pictures(content, turns, most, without, seconds)
    except TroubleError as trouble:
        raise TroubleError(trouble.code, file=name) from trouble


def _refuse_word_file(name: str, content: Source) -> None:
    if head_of(content).startswith(_PACKED):
        raise TroubleError("reading.no_pages", file=name)


def _turn(turns: Sequence[int], page: int) -> int:
    return turns[page] if page < len(turns) else 0


def _shown_pdf(scan: bytes, turns: Sequence[int], most: int, without: Collection[int]) -> ShownScan:
    """Pages alone are taken over: scripts, links and attachments of the file stay behind."""
    source = opened_pdf(scan)
    shown = min(len(source), most)
    bad = {page for page in range(1, shown + 1) if page in without or is_odd(source, page - 1)}
    target = _imported(source, shown, bad)
    for page in range(shown):
        if turn := _turn(turns, page):
            one = target[page]
            one.set_rotation((one.get_rotation() + turn) % 360)
    looked_at = min(shown, _MARKED)
    marks = _marks(scan, turns, looked_at, bad)
    return ShownScan(_saved(target), tuple(marks), len(source), shown, looked_at, tuple(sorted(bad)))


def _imported(source: pypdfium2.PdfDocument, shown: int, bad: set[int]) -> pypdfium2.PdfDocument:
    """The first pages in a document of their own, empty ones for the bad; one that turns out bad is added to them."""
    target = pypdfium2.PdfDocument.new()
    try:
        if not bad:
            target.import_pages(source, list(range(shown)))
            return target
    except pypdfium2.PdfiumError:
        target = pypdfium2.PdfDocument.new()
    for page in range(shown):
        if page + 1 not in bad:
            try:
                target.import_pages(source, [page])
                continue
            except pypdfium2.PdfiumError:
                bad.add(page + 1)
        target.new_page(*_BLANK)
    return target


def _shown_pictures(
    scan: bytes, turns: Sequence[int], most: int, without: Collection[int], seconds: float
) -> ShownScan:
    pages: list[bytes] = []
    marks: list[RedMark] = []
    bad: list[int] = []
    for number, raw in enumerate(_raw_pages(scan, None), 1):
        if raw is None or number in without:
            bad.append(number)
            pages.append(_saved(_blank()))
        else:
            picture = turned(raw.picture, _turn(turns, number - 1))
            if number <= _MARKED:
                marks.extend(red_marks_on(picture, raw.dpi, number))
            pages.append(_picture_page(picture, raw.dpi))
        if number == most or time.process_time() > seconds:
            break
    target = pypdfium2.PdfDocument.new()
    for page in pages:
        target.import_pages(pypdfium2.PdfDocument(page))
    return ShownScan(_saved(target), tuple(marks), page_count(scan), len(pages), min(len(pages), _MARKED), tuple(bad))


def _raw_pages(scan: Source, dpi: float | None, first: int = 0) -> Iterator[RawPage | None]:
    """The pages as pictures, from one on; None for one that cannot be drawn. Those of a PDF at so many dots an inch."""
    if is_pdf(scan):
        document = opened_pdf(scan)
        for place in range(first, len(document)):
            yield None if is_odd(document, place) else _drawn_or_none(document, place, dpi)
        return
    with opened_picture(scan) as opened:
        count = int(getattr(opened, "n_frames", 1))
        for frame in range(first, count):
            try:
                yield frame_of(opened, frame)
            except TroubleError:
                if count == 1:
                    raise
                yield None


def _drawn_or_none(document: pypdfium2.PdfDocument, place: int, dpi: float | None) -> RawPage | None:
    try:
        return drawn_page(document, place, dpi)
    except pypdfium2.PdfiumError:
        return None


def _marks(scan: bytes, turns: Sequence[int], pages: int, bad: Collection[int]) -> list[RedMark]:
    found: list[RedMark] = []
    for number, raw in zip(range(pages), _raw_pages(scan, None), strict=False):
        if raw is not None and number + 1 not in bad:
            found.extend(red_marks_on(turned(raw.picture, _turn(turns, number)), raw.dpi, number + 1))
    return found


def _picture_page(picture: Image.Image, dpi: float) -> bytes:
    packed = BytesIO()
    picture.save(packed, "PDF", resolution=dpi, quality=_QUALITY)
    return packed.getvalue()


def _blank() -> pypdfium2.PdfDocument:
    blank = pypdfium2.PdfDocument.new()
    blank.new_page(*_BLANK)
    return blank


def _saved(document: pypdfium2.PdfDocument) -> bytes:
    packed = BytesIO()
    document.save(packed)
    return packed.getvalue()
