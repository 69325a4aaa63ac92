"""The page stamper: seals and texts laid on pages of other people's PDFs, each in its place to a fraction of a mm."""

from __future__ import annotations

import io
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pikepdf

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.page.items import MM
from reviewer_app.outputs.page.reserved_seal import KEPT_MARK
from reviewer_app.outputs.pdf.foreign import ForeignPdf, open_foreign
from reviewer_app.outputs.seals.across_pages import EDGES, Strip, strips
from reviewer_app.services.ports.papers import DocumentValues, PlacedBox, PrinterOffset, SealImage

if TYPE_CHECKING:
    from reviewer_app.outputs.page.typeset import Typesetter


class PdfStamper:
    """Implements PageStamper; may be used from any thread. `font_folders` replaces the system's font folders."""

    def __init__(self, font_folders: Sequence[Path] | None = None) -> None:
        self._folders = font_folders
        self._lock = threading.RLock()

    @cached_property
    def setter(self) -> Typesetter:
        """A typesetter with the fonts of this machine."""
        from reviewer_app.outputs.fonts.book import FontBook
        from reviewer_app.outputs.page.typeset import Typesetter

        return Typesetter(FontBook(self._folders))

    def overlay(self, base: bytes | None, box: PlacedBox, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """An opinion's text in a box of a PDF, or of an empty A4 page for pre-printed paper.

        The printer's offset is taken back only on the empty page: what is printed with its base moves with it.
        Raises RefusalError `document.too_long`, `stamping.…`, `font.missing`; TroubleError `stamping.…`.
        """
        from reviewer_app.outputs.papers.overlay import overlay_alone, overlay_layer

        with self._lock:
            if base is None:
                return overlay_alone(self.setter, box, values, offset)
            foreign = open_foreign(base)
            index, seen = foreign.box_on(box)
            layer = overlay_layer(self.setter, box, values, seen)
            with pikepdf.open(io.BytesIO(layer)) as source:
                form = foreign.pdf.copy_foreign(source.pages[0].as_form_xobject())
            # The layer is as large as the seen page and counted in points, drawings are placed in mm.
            a, b, c, d, e, f = seen.matrix(0, seen.height)
            foreign.draw(index, form, (a / MM, b / MM, c / MM, d / MM, e, f))
            return foreign.finish()

    def calibration(self, values: DocumentValues, offset: PrinterOffset) -> bytes:
        """The page of rulers and crosses by which a printer's offset is measured; with an offset, the trial of it."""
        from reviewer_app.outputs.papers.calibration import calibration_sheet

        with self._lock:
            return calibration_sheet(self.setter, values, offset)

    def place_kept(self, pdf: bytes) -> PlacedBox | None:
        """The box that a document of ours keeps for the seal."""
        from reviewer_app.outputs.pdf.seal_place import seal_place

        return seal_place(pdf)

    def without_circle(self, pdf: bytes) -> bytes:
        """A document of ours without the circle that is drawn where a real stamp would be set; raises as `seal`."""
        foreign = open_foreign(pdf)
        return foreign.finish() if foreign.cut(KEPT_MARK) else pdf

    def try_seal(self, image: SealImage) -> None:
        """Draws a seal once; raises as `seal_drawing`, and RefusalError `seal.coarse`, `seal.opaque`."""
        from reviewer_app.outputs.seals.image import try_seal

        try_seal(image)

    def seal(self, base: bytes, places: tuple[PlacedBox, ...], image: SealImage) -> bytes:
        """The seal upright in its true size in the middle of each box, whatever turn or crop a page has.

        Raises RefusalError `stamping.…`, `seal.…`; TroubleError `stamping.…`, `seal.…`.
        """
        if not places:
            raise RefusalError("stamping.no_places")
        with self._lock:
            foreign = open_foreign(base)
            drawing = self._drawing(foreign, image)
            found = [(*foreign.box_on(box), box) for box in places]
            for index, seen, box in found:
                foreign.draw(index, drawing, seen.matrix(box.x + box.width / 2, box.y + box.height / 2), is_ink=True)
            return foreign.finish()

    def seal_across(self, base: bytes, image: SealImage, edge: str = "right") -> bytes:
        """骑缝章: one seal cut into strips along an edge of all pages; several seals from eleven pages on.

        The pages fanned out show the whole seal. Raises as `seal`, and RefusalError `stamping.one_page`.
        """
        if edge not in EDGES:
            raise RefusalError("stamping.edge")
        with self._lock:
            foreign = open_foreign(base)
            if foreign.count < 2:
                raise RefusalError("stamping.one_page")
            drawing = self._drawing(foreign, image)
            sizes = [(seen.width, seen.height) for seen in map(foreign.seen, range(foreign.count))]
            is_upright = edge in ("right", "left")
            for strip in strips(foreign.count):
                group = sizes[strip.page - strip.part : strip.page - strip.part + strip.parts]
                shortest = min(size[is_upright] for size in group)
                _put_strip(foreign, drawing, strip, image.diameter, edge, strip.along * shortest)
            return foreign.finish()

    def _drawing(self, foreign: ForeignPdf, image: SealImage) -> Any:
        from reviewer_app.outputs.seals.image import seal_drawing

        return seal_drawing(foreign.pdf, image, self.setter.book)


def _put_strip(foreign: ForeignPdf, drawing: Any, strip: Strip, diameter: float, edge: str, centre: float) -> None:
    """One strip flush with the edge; on the left and upper edges a fan shows the last page's strip outermost."""
    seen = foreign.seen(strip.page)
    is_upright = edge in ("right", "left")
    length, room = (seen.width, seen.height) if is_upright else (seen.height, seen.width)
    width = diameter / strip.parts
    if width > length or diameter > room:
        raise RefusalError("stamping.strip_wide", page=strip.page + 1)
    is_far = edge in ("right", "bottom")
    part = strip.part if is_far else strip.parts - 1 - strip.part
    start = length - width if is_far else 0.0
    middle = start - part * width + diameter / 2
    if is_upright:
        clip = PlacedBox(strip.page + 1, start, centre - diameter / 2, width, diameter)
        matrix = seen.matrix(middle, centre)
    else:
        clip = PlacedBox(strip.page + 1, centre - diameter / 2, start, diameter, width)
        matrix = seen.matrix(centre, middle)
    foreign.draw(strip.page, drawing, matrix, clip, is_ink=True)
