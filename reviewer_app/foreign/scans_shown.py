"""Scans for the screen: the first page at once as a picture, the others when each has been tried in a child process."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from io import BytesIO

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.foreign.child import in_child, in_child_at_once
from reviewer_app.foreign.lending import Lent
from reviewer_app.foreign.limits import Limits
from reviewer_app.services.ports.reading import PagePicture, ShownScan

_FIRST = "reviewer_app.reading.shown:first_page"
_PIECE = "reviewer_app.reading.shown:piece_of"
_SCAN = "reviewer_app.reading.shown:shown_scan"
_TRIAL = "reviewer_ui.printing.pdf_pages:broken_pages"
#: A page may be drawn with fonts that have to be found first.
_PATIENT = Limits(seconds=20.0, reserves=True)
#: Pictures are made into pages for so much of the time a scan may take.
_SHARE = 0.7
#: So many pages are tried in one child, in so many seconds and so many more for each.
_STRETCH, _SECONDS, _SECONDS_A_PAGE = 48, 4.0, 0.4
#: How a stretch ends in which one page is the end of its child; so many such ends are enough for one scan.
_ENDS, _MOST_ENDS = frozenset({"foreign.died", "foreign.too_slow", "foreign.too_much", "foreign.failed"}), 14
_QUALITY = 85


def first_page(name: str, content: Callable[[], bytes], turns: Sequence[int]) -> ShownScan:
    """A picture of the first page as a PDF made here; the content is fetched while the child starts."""

    def fetch() -> tuple[tuple[object, ...], Limits]:
        fetched = content()
        return (name, Lent(fetched), tuple(turns)), _PATIENT.for_size(len(fetched))

    page = in_child_at_once(_FIRST, PagePicture, name, fetch)
    if not page.dots:
        return ShownScan(b"", (), page.count, 0)
    from PIL import Image

    packed = BytesIO()
    try:
        picture = Image.frombytes("RGB", (page.width, page.height), page.dots)
        picture.save(packed, "PDF", resolution=page.dpi, quality=_QUALITY)
    except (ValueError, ArithmeticError, OSError) as error:
        raise TroubleError("foreign.failed", file=name) from error
    return ShownScan(packed.getvalue(), (), page.count, 1)


def piece_of(name: str, content: Callable[[], bytes], place: Place) -> PagePicture:
    """What stands at a place; the content is fetched while the child starts."""

    def fetch() -> tuple[tuple[object, ...], Limits]:
        fetched = content()
        return (name, Lent(fetched), place), _PATIENT.for_size(len(fetched))

    piece = in_child_at_once(_PIECE, PagePicture, name, fetch)
    if len(piece.dots) != 3 * piece.width * piece.height or piece.width < 0:
        raise TroubleError("foreign.failed", file=name)
    return piece


def tried_scan(name: str, content: bytes, turns: Sequence[int], most: int | None = None) -> ShownScan:
    """The pages of a scan, or the first of them, made in one child and each drawn once in another; a page that is the
    end of its child is an empty one, told as broken."""
    scan = _made(name, content, turns, most, ())
    broken = _Trial(name, scan).broken()
    return _made(name, content, turns, most, {*scan.broken, *broken}) if broken else scan


def turned_scan(name: str, content: bytes, turns: Sequence[int], former: ShownScan) -> ShownScan:
    """The pages of a scan that were tried before, turned otherwise."""
    return _made(name, content, turns, former.shown, former.broken)


def _made(name: str, content: bytes, turns: Sequence[int], most: int | None, without: Collection[int]) -> ShownScan:
    limits = _PATIENT.for_size(len(content))
    seconds = limits.seconds * _SHARE
    asked = (name, content, tuple(turns), most, tuple(sorted(without)), seconds)
    return in_child(_SCAN, ShownScan, name, *asked, limits=limits)


class _Trial:
    """Every page drawn once, a stretch at a time; a stretch that ends its child is halved until the page is found."""

    def __init__(self, name: str, scan: ShownScan) -> None:
        self._name, self._scan, self._ends = name, scan, 0

    def broken(self) -> tuple[int, ...]:
        """The pages that cannot be drawn."""
        found: list[int] = []
        for first in range(1, self._scan.shown + 1, _STRETCH):
            found.extend(self._among(first, min(first + _STRETCH - 1, self._scan.shown)))
        return tuple(found)

    def _among(self, first: int, last: int) -> tuple[int, ...]:
        if self._ends >= _MOST_ENDS:
            # Too many are traps: what was not tried is not drawn.
            return tuple(range(first, last + 1))
        pdf = self._scan.pdf
        seconds = _SECONDS + _SECONDS_A_PAGE * (last - first + 1)
        limits = replace(_PATIENT.for_size(len(pdf)), seconds=seconds)
        try:
            return in_child(_TRIAL, tuple[int, ...], self._name, pdf, first, last, limits=limits)
        except TroubleError as trouble:
            if trouble.code not in _ENDS:
                raise
        self._ends += 1
        if first == last:
            return (first,)
        middle = (first + last) // 2
        return (*self._among(first, middle), *self._among(middle + 1, last))
