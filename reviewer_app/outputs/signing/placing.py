"""What of a signature is seen: the rectangles of new and reserved places, and the appearance that fills them."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pikepdf
from pikepdf import Name

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.pdf.damage import damage
from reviewer_app.outputs.pdf.foreign import ForeignPdf
from reviewer_app.outputs.pdf.seen_page import SeenPage
from reviewer_app.outputs.signing.appearance import appearance, seal_box, signing_words, style_of
from reviewer_app.outputs.signing.field import Rectangle
from reviewer_app.services.ports.papers import PlacedBox, SealImage

if TYPE_CHECKING:
    from pyhanko.stamp import StaticStampStyle

    from reviewer_app.outputs.fonts.book import FontBook

#: A reserved place takes a signature that can be read (mm).
LEAST_SIDE = 8.0
#: A seal may be so much wider than the place reserved for it (mm): rounding, not a slip.
_PLAY = 0.05


@contextmanager
def pages_of(content: bytes) -> Iterator[PagePlaces]:
    """The pages of a document about to be signed, opened once; TroubleError `sign.damaged`."""
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            yield PagePlaces(pdf)
    except damage() as error:
        raise TroubleError("sign.damaged") from error


class PagePlaces:
    """Where on the pages of a document signatures are or will be seen."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self._pdf, self._pages = pdf, ForeignPdf(pdf)

    def new(self, place: PlacedBox, seal: SealImage | None) -> tuple[int, SeenPage, PlacedBox]:
        """Page index, page and box of a new place: the seal's own square in the middle of it, or all of it."""
        box = seal_box(place, seal)
        index, seen = self._pages.box_on(box)
        return index, seen, box

    def reserved(self, places: Sequence[PlacedBox]) -> list[tuple[int, Rectangle]]:
        """Page index and rectangle of each place to be reserved; RefusalError `sign.reserved_size`, `stamping.…`."""
        found = []
        for place in places:
            if min(place.width, place.height) < LEAST_SIDE:
                raise RefusalError("sign.reserved_size", least=f"{LEAST_SIDE:g}")
            index, seen = self._pages.box_on(place)
            found.append((index, seen.rectangle(place)))
        return found

    def waiting(self, name: str, seal: SealImage | None) -> tuple[SeenPage, PlacedBox] | None:
        """Page and box of a field that waits; None where it is not seen. RefusalError `sign.place_small`."""
        for index, page in enumerate(self._pdf.pages):
            notes: Any = page.obj.get(Name.Annots, [])
            for note in notes:
                if _field_name(note) == name and note.get(Name.Subtype) == Name.Widget:
                    seen = self._pages.seen(index)
                    x1, y1, x2, y2 = (float(value) for value in note.get(Name.Rect))
                    box = seen.box((x1, y1, x2, y2), index + 1)
                    return (seen, _fitting(box, seal)) if box.width and box.height else None
        return None


def style_in(
    book: FontBook, seen: SeenPage, box: PlacedBox, seal: SealImage | None, holder: str, moment: datetime
) -> StaticStampStyle:
    """The appearance: the seal in true size in the middle of the box, or a note of who signed and when."""
    return style_of(appearance(book, seen, box, seal, signing_words(holder, moment.astimezone())))


def _fitting(box: PlacedBox, seal: SealImage | None) -> PlacedBox:
    """A reserved place keeps its size; a seal is never made smaller to fit into it."""
    if seal is not None and seal.diameter > min(box.width, box.height) + _PLAY:
        size = f"{box.width:.0f} × {box.height:.0f}"
        raise RefusalError("sign.place_small", diameter=f"{seal.diameter:g}", size=size)
    return box


def _field_name(note: pikepdf.Object) -> str:
    """The whole name of the field a note belongs to."""
    parts: list[str] = []
    one: pikepdf.Object | None = note
    while one is not None and len(parts) < 16:
        if Name.T in one:
            parts.insert(0, str(one[Name.T]))
        one = one.get(Name.Parent)
    return ".".join(parts)
