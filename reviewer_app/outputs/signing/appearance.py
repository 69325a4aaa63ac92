"""How a signature shows on its page: the seal as ink, or a plain note of who signed and when; all of it vectors."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from reviewer_app.outputs.certificates.held_key import version_of
from reviewer_app.outputs.fonts.book import FontBook, Typeface
from reviewer_app.outputs.page.operators import fill, number, outlined, placed, stroke
from reviewer_app.outputs.pdf.foreign import form_of
from reviewer_app.outputs.pdf.seen_page import SeenPage
from reviewer_app.outputs.seals.image import seal_drawing
from reviewer_app.services.ports.papers import PlacedBox, SealImage

_NOTE_COLOUR = "#1F3A5F"
_LARGEST, _LEADING = 4.0, 1.45
#: A batch shows one seal in one place: drawn once, until its file is another.
_SEALED: dict[tuple[object, ...], bytes] = {}
_MOST_KEPT = 8


class _Appearance(PdfContent):
    """A page kept in memory as the content of an appearance."""

    def __init__(self, content: bytes) -> None:
        super().__init__()
        self._content = content

    def render(self) -> bytes:
        writer = self._ensure_writer
        form = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self._content)))
        self.resources.xobject["/DeskLook"] = form
        x1, y1, x2, y2 = (float(value) for value in form.get_object()["/BBox"])
        self.box = BoxConstraints(width=abs(x2 - x1), height=abs(y2 - y1))
        return b"/DeskLook Do"


def style_of(page: bytes) -> StaticStampStyle:
    """A page of the appearance's size as the style of a signature."""
    rule = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MID, AxisAlignment.ALIGN_MID, Margins(0, 0, 0, 0))
    return StaticStampStyle(
        border_width=0, background=_Appearance(page), background_layout=rule, background_opacity=1.0
    )


def seal_box(place: PlacedBox, seal: SealImage | None) -> PlacedBox:
    """The box the appearance takes: the seal's own square in the middle of the place, or the place itself."""
    if seal is None:
        return place
    middle_x, middle_y = place.x + place.width / 2, place.y + place.height / 2
    side = seal.diameter
    return PlacedBox(place.page, middle_x - side / 2, middle_y - side / 2, side, side)


def appearance(book: FontBook, seen: SeenPage, box: PlacedBox, seal: SealImage | None, words: tuple[str, ...]) -> bytes:
    """A PDF page as large as the signature's rectangle, turned so that it stands upright as the page is seen."""
    x1, y1, x2, y2 = seen.rectangle(box)
    a, b, c, d, e, f = seen.matrix(box.x + box.width / 2, box.y + box.height / 2)
    size, drawing = (round(x2 - x1, 4), round(y2 - y1, 4)), placed("/Ink gs /Mark Do", (a, b, c, d, e - x1, f - y1))
    if seal is None:
        return _page(size, drawing, lambda pdf: form_of(pdf, _note(book, box, words), _around(box)))
    key = (book, seal, version_of(seal.file), size, drawing)
    if key not in _SEALED:
        if len(_SEALED) >= _MOST_KEPT:
            _SEALED.clear()
        _SEALED[key] = _page(size, drawing, lambda pdf: seal_drawing(pdf, seal, book))
    return _SEALED[key]


def _page(size: tuple[float, float], drawing: str, form: Callable[[pikepdf.Pdf], Any]) -> bytes:
    with pikepdf.Pdf.new() as pdf:
        pdf.add_blank_page(page_size=size)
        page: Any = pdf.pages[0].obj
        page.MediaBox = Array([0, 0, *size])
        ink = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
        page.Resources = Dictionary(XObject=Dictionary(Mark=form(pdf)), ExtGState=Dictionary(Ink=ink))
        page.Contents = pdf.make_stream(drawing.encode())
        target = io.BytesIO()
        pdf.save(target)
    return target.getvalue()


def signing_words(holder: str, moment: datetime) -> tuple[str, ...]:
    """What the note says where no seal is shown."""
    return ("数字签名", holder, f"{moment:%Y-%m-%d %H:%M}")


def _around(box: PlacedBox) -> tuple[float, float, float, float]:
    return (-box.width / 2, -box.height / 2, box.width / 2, box.height / 2)


def _note(book: FontBook, box: PlacedBox, words: tuple[str, ...]) -> str:
    """The words in the middle of a thin frame, as large as the box allows."""
    widest = max(sum(book.advance(Typeface.BODY, letter) for letter in line) for line in words)
    size = min(_LARGEST, box.width * 0.92 / max(widest, 1), box.height * 0.9 / (len(words) * _LEADING))
    frame = " ".join(map(number, (-box.width / 2 + 0.1, -box.height / 2 + 0.1, box.width - 0.2, box.height - 0.2)))
    parts = [f"{stroke(_NOTE_COLOUR)} {fill(_NOTE_COLOUR)} 0.2 w {frame} re S"]
    first = (len(words) - 1) / 2 * size * _LEADING - 0.38 * size
    for place, line in enumerate(words):
        parts.append(outlined(book, Typeface.BODY, line, size, first - place * size * _LEADING))
    return " ".join(parts)
