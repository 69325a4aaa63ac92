"""A stack of scanned sheets, page by page: its codes, its red round marks, a small picture; and pages taken out of it.

Never more than one page is held: the pages go out as they are read.
"""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator, Sequence
from functools import cache
from io import BytesIO
from pathlib import Path

import pypdfium2
import zxingcpp
from PIL import Image

from reviewer_app.domain.dispatch.page_codes import code_in
from reviewer_app.domain.dispatch.stacks import CodePlace, SeenMark, StackPage
from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign.stopping import taker_of_rows, tell_count
from reviewer_app.reading.letters import LetterReader, letter_reader
from reviewer_app.reading.lines import in_reading_order
from reviewer_app.reading.pages import (
    MM,
    RawPage,
    drawn_page,
    frame_of,
    is_odd,
    is_pdf,
    opened_pdf,
    opened_picture,
    page_count,
    turned,
)
from reviewer_app.reading.red_marks import red_marks_on, turned_mark
from reviewer_app.services.ports.dispatch.stacks import PagePlace
from reviewer_app.services.ports.reading import PagePicture

#: Pages are looked at this finely; a code that stays unread is looked for once more at the other.
_DPI, _FINER = 150.0, 220.0
#: No stack has more pages.
MOST_PAGES = 1000
#: How high the small pictures are, in dots.
_SMALL = 120
#: How high one is drawn that a person looks at.
_SEEN = 1000
#: The foot of a page, where code and small print stand, as a share of its height.
_FOOT = 0.2
_QUALITY = 85
#: A page is blank on which, looked at so coarsely and without its edges, less than this share is darker than the paper.
_COARSE, _EDGE, _DARKER, _LEAST_INK = 50.0, 0.04, 28, 0.0004


def count_pages(paths: Sequence[Path]) -> int:
    """How many pages the files of a stack have; TroubleError `reading.…`, `stack.too_long`."""
    count = sum(_pages_in(path, paths) for path in paths)
    if count > MOST_PAGES:
        raise TroubleError("stack.too_long", count=count, most=MOST_PAGES)
    return count


def look_at(paths: Sequence[Path]) -> tuple[int, tuple[str, ...]]:
    """How many pages a stack has, and what is in each of its files, as a hash; raises as both."""
    return count_pages(paths), digests_of(paths)


def read_as_seen(paths: Sequence[Path], digests: Sequence[str], first: int, last: int) -> list[StackPage]:
    """Some pages of a stack as `read_stack`; TroubleError `stack.changed` where its files are others by then."""
    pages = read_stack(paths, first, last)
    _require_same(paths, digests)
    return pages


def read_stack(paths: Sequence[Path], first: int, last: int) -> list[StackPage]:
    """Some pages of a stack, from one to another (from 0, the last excluded), handed over as they are read."""
    take = taker_of_rows()
    kept: list[StackPage] = []
    for done, (file, number, raw) in enumerate(_raw_pages(paths, first, last), 1):
        page = StackPage(file, number, is_broken=True) if raw is None else _read_page(file, number, raw)
        if take is None:
            kept.append(page)
        else:
            take([page])
        tell_count(done, last - first)
    return kept


def digests_of(paths: Sequence[Path]) -> tuple[str, ...]:
    """What is in each file, as a hash; TroubleError `reading.unreadable`."""
    found = []
    for path in paths:
        try:
            with path.open("rb") as file:
                found.append(hashlib.file_digest(file, "sha256").hexdigest())
        except OSError as error:
            raise TroubleError("reading.unreadable", file=path.name) from error
    return tuple(found)


def pages_apart(
    paths: Sequence[Path], digests: Sequence[str], groups: Sequence[Sequence[PagePlace]]
) -> list[tuple[int, bytes]]:
    """A PDF of each group of pages with its place, handed over as it is ready; TroubleError `stack.changed`."""
    _require_same(paths, digests)
    take = taker_of_rows()
    kept: list[tuple[int, bytes]] = []
    sources = _Sources(paths)
    for place, group in enumerate(groups):
        made = (place, sources.pdf_of(group))
        if take is None:
            kept.append(made)
        else:
            take([made])
        tell_count(place + 1, len(groups))
    return kept


def _require_same(paths: Sequence[Path], digests: Sequence[str]) -> None:
    for path, known, found in zip(paths, digests, digests_of(paths), strict=True):
        if known != found:
            raise TroubleError("stack.changed", file=path.name)


def page_picture(path: Path, number: int, turn: int) -> PagePicture:
    """One page (from 1) as bare dots, upright; none where it cannot be drawn."""
    count = _counted(path)
    for _, _, raw in _raw_pages((path,), number - 1, number):
        if raw is not None:
            picture = turned(raw.picture, turn)
            picture.thumbnail((_SEEN, _SEEN), Image.Resampling.BOX)
            return PagePicture(*picture.size, raw.dpi, picture.tobytes(), count)
    return PagePicture(0, 0, _DPI, b"", count)


def _pages_in(path: Path, paths: Sequence[Path]) -> int:
    """How many pages a file of a stack has; one among several that cannot be read counts as a page that is broken."""
    try:
        return _counted(path)
    except TroubleError:
        if len(paths) == 1:
            raise
        return 1


def _counted(path: Path) -> int:
    try:
        if not path.stat().st_size:
            raise TroubleError("reading.empty", file=path.name)
        return page_count(path)
    except FileNotFoundError as error:
        raise TroubleError("reading.missing", file=path.name) from error
    except OSError as error:
        raise TroubleError("reading.unreadable", file=path.name) from error


def _raw_pages(paths: Sequence[Path], first: int, last: int) -> Iterator[tuple[int, int, RawPage | None]]:
    """The pages with their file (from 0) and number in it (from 1); None for one that cannot be drawn."""
    before = 0
    for file, path in enumerate(paths):
        count = _pages_in(path, paths)
        wanted = range(max(first - before, 0), min(last - before, count))
        before += count
        try:
            for place, raw in _pages_of(path, wanted):
                yield file, place + 1, raw
        except TroubleError:
            if len(paths) == 1:
                raise
            yield file, 1, None


def _pages_of(path: Path, wanted: range) -> Iterator[tuple[int, RawPage | None]]:
    """Some pages (from 0) of one file."""
    if not wanted:
        return
    if is_pdf(path):
        document = opened_pdf(path)
        try:
            for place in wanted:
                yield place, _drawn(document, place)
        finally:
            document.close()
        return
    with opened_picture(path) as opened:
        for frame in wanted:
            try:
                raw: RawPage | None = frame_of(opened, frame, path.name)
            except TroubleError:
                raw = None
            yield frame, raw


def _drawn(document: pypdfium2.PdfDocument, place: int) -> RawPage | None:
    if is_odd(document, place):
        return None
    try:
        return drawn_page(document, place, _DPI)
    except pypdfium2.PdfiumError:
        return None


def _read_page(file: int, number: int, raw: RawPage) -> StackPage:
    picture = raw.picture
    width, height = picture.width / raw.dpi * MM, picture.height / raw.dpi * MM
    blank = _is_blank(picture, raw.dpi)
    found = () if blank else _codes_on(picture)
    ours = next((one for one in found if code_in(one.text) is not None), None)
    turn = _turn_of(ours or found[0]) if found else 0
    printed: tuple[str, ...] = ()
    if ours is None and not blank:
        turn, printed = _small_print(picture, turn)
    marks = [turned_mark(one, turn, width, height) for one in red_marks_on(picture, raw.dpi, 1)] if not blank else []
    upright = turned(picture, turn)
    small = upright.copy()
    small.thumbnail((_SMALL, _SMALL), Image.Resampling.BOX, reducing_gap=1.0)
    return StackPage(
        file,
        number,
        round(upright.width / raw.dpi * MM, 1),
        round(upright.height / raw.dpi * MM, 1),
        turn,
        tuple(str(one.text) for one in found),
        printed,
        tuple(SeenMark(*one.centre_mm, one.diameter_mm) for one in marks),
        _place_of(ours, turn, width, height, raw.dpi) if ours is not None else None,
        blank,
        small_width=small.width,
        small=small.tobytes(),
    )


def _is_blank(picture: Image.Image, dpi: float) -> bool:
    """Whether nothing but noise, shadows at the edges and what shines through stands on a page."""
    scale = _COARSE / dpi
    size = (max(1, round(picture.width * scale)), max(1, round(picture.height * scale)))
    shades = picture.convert("L").resize(size, Image.Resampling.BOX, reducing_gap=2.0)
    edge = (round(size[0] * _EDGE), round(size[1] * _EDGE))
    counts = shades.crop((*edge, size[0] - edge[0], size[1] - edge[1])).histogram()
    whole, paper, seen = sum(counts), 255, 0
    while paper > 0 and seen + counts[paper] < whole / 4:
        seen += counts[paper]
        paper -= 1
    return sum(counts[: max(0, paper - _DARKER)]) < _LEAST_INK * whole


def _codes_on(picture: Image.Image) -> list[zxingcpp.Barcode]:
    """The QR codes of a page, looked for as it is and, where none is found, with everything that takes its time."""
    grey = picture.convert("L")
    kind = zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode)
    found = zxingcpp.read_barcodes(grey, kind, try_rotate=False, try_downscale=False, try_invert=False)
    found = found or zxingcpp.read_barcodes(grey, kind)
    return [one for one in found if one.text]


def _turn_of(code: zxingcpp.Barcode) -> int:
    return -round(float(code.orientation) / 90) * 90 % 360


def _place_of(code: zxingcpp.Barcode, turn: int, width: float, height: float, dpi: float) -> CodePlace:
    """Where the code lies on the upright page, and by how much it is askew, clockwise."""
    corners = code.position
    points = [(float(one.x), float(one.y)) for one in _four(corners)]
    x, y = (sum(side) / 4 / dpi * MM for side in zip(*points, strict=True))
    x, y = {0: (x, y), 90: (height - y, x), 180: (width - x, height - y), 270: (y, width - x)}[turn]
    top_left, top_right, bottom_right, bottom_left = points
    across = top_right[0] + bottom_right[0] - top_left[0] - bottom_left[0]
    down = top_right[1] + bottom_right[1] - top_left[1] - bottom_left[1]
    askew = (math.degrees(math.atan2(down, across)) + turn + 180) % 360 - 180
    return CodePlace(round(x, 1), round(y, 1), round(askew, 2))


def _four(corners: zxingcpp.Position) -> tuple[zxingcpp.Point, ...]:
    return corners.top_left, corners.top_right, corners.bottom_right, corners.bottom_left


def _small_print(picture: Image.Image, turn: int) -> tuple[int, tuple[str, ...]]:
    """How a page without a code of ours lies and what its foot says, where letters can be read; else nothing."""
    letters = _letters()
    if letters is None:
        return turn, ()
    for tried in dict.fromkeys((turn, 0, 180, 90, 270)):
        upright = turned(picture, tried)
        foot = upright.crop((0, round(upright.height * (1 - _FOOT)), upright.width, upright.height))
        said = "".join(line.text for line in in_reading_order(letters.lines(foot)))
        if code_in(said) is not None:
            return tried, (said,)
    return turn, ()


@cache
def _letters() -> LetterReader | None:
    return letter_reader()


class _Sources:
    """The files of a stack, each opened once, whose pages are put together anew."""

    def __init__(self, paths: Sequence[Path]) -> None:
        self._paths = paths
        self._opened: dict[int, pypdfium2.PdfDocument] = {}

    def pdf_of(self, group: Sequence[PagePlace]) -> bytes:
        """Some pages, upright, in a PDF of pages alone: scripts, links and attachments of the file stay behind."""
        target = pypdfium2.PdfDocument.new()
        for place, page in enumerate(group):
            try:
                self._add(target, page)
            except pypdfium2.PdfiumError as error:
                raise TroubleError("reading.damaged", file=self._paths[page.file].name) from error
            if page.turn and is_pdf(self._paths[page.file]):
                one = target[place]
                one.set_rotation((one.get_rotation() + page.turn) % 360)
        packed = BytesIO()
        target.save(packed)
        target.close()
        return packed.getvalue()

    def _add(self, target: pypdfium2.PdfDocument, page: PagePlace) -> None:
        path = self._paths[page.file]
        if is_pdf(path):
            if page.file not in self._opened:
                self._opened[page.file] = opened_pdf(path)
            target.import_pages(self._opened[page.file], [page.number - 1])
            return
        with opened_picture(path) as opened:
            raw = frame_of(opened, page.number - 1, path.name)
        packed = BytesIO()
        turned(raw.picture, page.turn).save(packed, "PDF", resolution=raw.dpi, quality=_QUALITY)
        target.import_pages(pypdfium2.PdfDocument(packed.getvalue()))
