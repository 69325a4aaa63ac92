"""A page of any PDF as a person sees it: its size in mm, and the way from a place on paper to the page's own units.

What is seen is the crop box, turned by /Rotate, in units of /UserUnit (PDF 32000-1, 7.7.3.3 and 14.11.2). Places are
millimetres from the upper left corner of the seen page; drawings are in millimetres with y upwards.
"""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass

import pikepdf

from reviewer_app.services.ports.papers import PlacedBox


def shown_pages(pdf: bytes) -> bytes:
    """The pages as they are meant to be seen; the very same bytes where nothing has to be drawn in.

    The copy is for looking at and for printing; a signature holds only for the file it was put on.
    """
    try:
        with pikepdf.open(io.BytesIO(pdf)) as opened:
            if not any("/Annots" in page for page in opened.pages):
                return pdf
            opened.flatten_annotations("all")
            _drop_hidden_fields(opened)
            made = io.BytesIO()
            opened.save(made)
            return made.getvalue()
    except pikepdf.PdfError:
        return pdf


def joined(pdfs: Sequence[bytes]) -> bytes:
    """The pages of some documents one after the other; a document that comes twice has its pages twice.

    For printing too: what a document says of itself beside its pages (its name, its attachments) is not taken along.
    """
    with ExitStack() as still_open:
        whole = still_open.enter_context(pikepdf.new())
        opened = {pdf: still_open.enter_context(pikepdf.open(io.BytesIO(pdf))) for pdf in dict.fromkeys(pdfs)}
        for pdf in pdfs:
            whole.pages.extend(opened[pdf].pages)
        made = io.BytesIO()
        whole.save(made)
    return made.getvalue()


def _drop_hidden_fields(pdf: pikepdf.Pdf) -> None:
    """Fields that are not to be seen stay behind alone when the form goes into the pages."""
    for page in pdf.pages:
        there = page.get("/Annots")
        if isinstance(there, pikepdf.Array):
            page.Annots = pikepdf.Array([one for one in there if not _is_field(one)])


def _is_field(annotation: pikepdf.Object) -> bool:
    return isinstance(annotation, pikepdf.Dictionary) and annotation.get("/Subtype") == pikepdf.Name.Widget


Matrix = tuple[float, float, float, float, float, float]
_POINTS_PER_MM = 72 / 25.4
#: A box may stick out of the page by so much (mm) before it is said to lie beside it.
_PLAY = 0.5


@dataclass(frozen=True, slots=True)
class SeenPage:
    """The visible box in the page's own units (`left`, `bottom`, `right`, `top`), quarter turns, and the user unit."""

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0
    user_unit: float = 1.0

    @property
    def scale(self) -> float:
        """The page's own units in a millimetre."""
        return _POINTS_PER_MM / self.user_unit

    @property
    def width(self) -> float:
        """The seen width in mm."""
        return self._sides[self.turn % 180 == 90]

    @property
    def height(self) -> float:
        """The seen height in mm."""
        return self._sides[self.turn % 180 != 90]

    @property
    def _sides(self) -> tuple[float, float]:
        return (self.right - self.left) / self.scale, (self.top - self.bottom) / self.scale

    def matrix(self, x: float, y: float) -> Matrix:
        """From a drawing in mm about its own origin to the page's units, the origin at a place on the seen page."""
        k = self.scale
        u, v = x * k, (self.height - y) * k
        match self.turn:
            case 90:
                return (0, k, -k, 0, self.right - v, self.bottom + u)
            case 180:
                return (-k, 0, 0, -k, self.right - u, self.top - v)
            case 270:
                return (0, -k, k, 0, self.left + v, self.top - u)
            case _:
                return (k, 0, 0, k, self.left + u, self.bottom + v)

    def rectangle(self, box: PlacedBox) -> tuple[float, float, float, float]:
        """A box of the seen page in the page's own units: lower left and upper right corner."""
        places = [self.matrix(box.x, box.y)[4:], self.matrix(box.x + box.width, box.y + box.height)[4:]]
        (x1, x2), (y1, y2) = sorted(place[0] for place in places), sorted(place[1] for place in places)
        return x1, y1, x2, y2

    def box(self, rectangle: tuple[float, float, float, float], page: int) -> PlacedBox:
        """The box of the seen page that a rectangle in the page's own units takes; `page` is what the box calls it."""
        a, b, c, d, e, f = self.matrix(0, 0)
        square = a * a + b * b
        x1, y1, x2, y2 = rectangle
        corners = [(x1 - e, y1 - f), (x2 - e, y2 - f)]
        across = sorted((x * a + y * b) / square for x, y in corners)
        down = sorted(-(x * c + y * d) / square for x, y in corners)
        return PlacedBox(page, across[0], down[0], across[1] - across[0], down[1] - down[0])

    def holds(self, box: PlacedBox) -> bool:
        """Whether a box lies on the seen page."""
        corners = (box.x, box.y, self.width - box.x - box.width, self.height - box.y - box.height)
        is_sound = all(map(math.isfinite, corners)) and box.width >= 0 and box.height >= 0
        return is_sound and min(corners) >= -_PLAY


def seen_page(media: Sequence[float], crop: Sequence[float], turn: int, user_unit: float) -> SeenPage:
    """The seen page of a media box and a crop box; a crop box outside the media box is not looked at."""
    outer, inner = _ordered(media), _ordered(crop)
    left, bottom = max(outer[0], inner[0]), max(outer[1], inner[1])
    right, top = min(outer[2], inner[2]), min(outer[3], inner[3])
    if right <= left or top <= bottom:
        left, bottom, right, top = outer
    return SeenPage(left, bottom, right, top, turn % 360 // 90 * 90, user_unit if user_unit > 0 else 1.0)


def _ordered(box: Sequence[float]) -> tuple[float, float, float, float]:
    """A box may name any two opposite corners."""
    x1, y1, x2, y2 = (float(value) for value in box)
    return min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)
