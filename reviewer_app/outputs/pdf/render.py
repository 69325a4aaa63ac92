"""Drawing laid-out sheets as a PDF: fonts embedded, metadata set, the same bytes for the same sheets."""

from __future__ import annotations

import io
import math
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, time
from itertools import groupby
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.fonts.embed import EmbeddedFace, registered
from reviewer_app.outputs.fonts.faces import Face
from reviewer_app.outputs.page.code import qr_code
from reviewer_app.outputs.page.items import MM, Box, DraftMark, Item, Page, PageGrid, QrMark, Rule, SealMark, Text
from reviewer_app.outputs.page.operators import fill, number, outlined, placed, point, stroke
from reviewer_app.outputs.page.reserved_seal import seal_code
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo, check_archival, make_archival
from reviewer_app.outputs.pdf.content_proof import PLACEHOLDER, PROOF_KEY, seal_content
from reviewer_app.outputs.pdf.seal_place import code_entry, seal_entry

PRODUCER = "reviewer-desk"
#: The Info entry with the day a document bears (ISO); it may be another than that of its making.
DAY_KEY = "DeskDay"
_DRAFT_COLOUR = "#E9EBEE"
#: Millimetres; on small paper the word takes this share of the shorter side, so that it is not cut off.
_DRAFT_SIZE = 70.0
_DRAFT_SHARE = 0.44
_DRAFT_ANGLE = 40.0

# Page streams stay binary: ASCII85 makes them a quarter longer and helps no reader of today.
rl_config.useA85 = 0


def moment(made_at: datetime | None, day: date) -> datetime:
    """When a document was made, to the second and with its zone (this machine's, where the moment names none).

    Of a document without a moment it is the beginning of its day.
    """
    when = made_at.replace(microsecond=0) if made_at else datetime.combine(day, time())
    return when if when.tzinfo else when.astimezone()


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """reportlab's Info dictionary with our entries and the time that was passed in instead of the clock's."""

    def __init__(self, info: DocumentInfo) -> None:
        super().__init__()
        self.title, self.author, self.subject = info.title, info.author, info.subject
        self._desk = info

    def format(self, document: Any) -> bytes:
        zone = self._desk.made_at.strftime("%z")
        stamp = f"{self._desk.made_at:D:%Y%m%d%H%M%S}{zone[:3]}'{zone[3:5]}'"
        entries: dict[str, Any] = {
            "Title": pdfdoc.PDFString(self._desk.title),
            "Author": pdfdoc.PDFString(self._desk.author),
            "Subject": pdfdoc.PDFString(self._desk.subject),
            "Producer": pdfdoc.PDFString(PRODUCER),
            "Creator": pdfdoc.PDFString(PRODUCER),
            "CreationDate": pdfdoc.PDFString(stamp),
            "ModDate": pdfdoc.PDFString(stamp),
            PROOF_KEY: pdfdoc.PDFString(PLACEHOLDER),
        }
        entries |= {key: pdfdoc.PDFString(value) for key, value in self._desk.entries.items()}
        return bytes(pdfdoc.PDFDictionary(entries).format(document))


def render(sheets: Sequence[Page], setter: Typesetter, grid: PageGrid, info: DocumentInfo) -> bytes:
    """The sheets as PDF/A-2b, checked, whose content can be proved later (see `content_proof`).

    Raises RefusalError `document.not_archival` should the finished file not pass.
    """
    info = replace(info, entries={**info.entries, **seal_entry(sheets), **code_entry(sheets)})
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(grid.paper_width * MM, grid.paper_height * MM),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=registered(setter.book.face(Typeface.BODY)).fontName,
        lang="zh-CN",
    )
    canvas._doc.info = _Info(info)
    artist = _Artist(canvas._doc, setter, grid)
    for place, sheet in enumerate(sheets):
        canvas._code.extend(map(artist.code, sheet.items))
        if sheet.bookmark:
            canvas.bookmarkPage(f"part{place}")
            canvas.addOutlineEntry(sheet.bookmark, f"part{place}")
        canvas.showPage()
    if any(sheet.bookmark for sheet in sheets):
        canvas.showOutline()
    make_archival(canvas._doc, info, PRODUCER)
    canvas.save()
    content = seal_content(target.getvalue())
    check_archival(content, info.title)
    return content


class _Artist:
    """Turns the items of one document into operators; what recurs on its pages is worked out once."""

    def __init__(self, doc: Any, setter: Typesetter, grid: PageGrid) -> None:
        self._doc = doc
        self._setter = setter
        self._book = setter.book
        self._grid = grid
        self._fonts: dict[Face, tuple[EmbeddedFace, str]] = {}

    def code(self, item: Item) -> str:
        """The operators of one item."""
        match item:
            case Text():
                return self._text(item)
            case Rule():
                ends = f"{self._point(item.x1, item.y1)} m {self._point(item.x2, item.y2)} l"
                return f"2 J {stroke(item.colour)} {number(item.width)} w {ends} S"
            case Box():
                corner = self._point(item.x, item.y + item.height)
                return f"{fill(item.colour)} {corner} {point(item.width * MM, item.height * MM)} re f"
            case SealMark():
                return placed(self._seal(item), (MM, 0, 0, MM, *self._place(item.x, item.y)))
            case QrMark():
                code, side = qr_code(item.content)
                module = item.side * MM / side
                return placed(code, (module, 0, 0, module, *self._place(item.x, item.y + item.side)))
            case DraftMark():
                return self._draft(item)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """Points from the lower left corner, from millimetres from the upper left one."""
        return x * MM, (self._grid.paper_height - y) * MM

    def _point(self, x: float, y: float) -> str:
        return point(*self._place(x, y))

    def _text(self, item: Text) -> str:
        """One line: a run for each face and spacing, each put in its place (some readers lose the last spacing)."""
        style, book, widths = item.style, self._setter.book, self._setter.widths(item.style)
        parts = [f"BT {fill(style.colour)}"]
        x, y = self._place(item.x, item.y)

        def spacing(letter: str) -> tuple[Face | None, float]:
            face = book.face_for(style.role, letter)
            natural = style.size * face.advance(letter) if face else 0.0
            return face, round(widths[letter] - natural + item.stretch, 4)

        current: Face | None = None
        for (face, extra), letters in groupby(item.text, spacing):
            if face is None:
                continue
            text = "".join(letters)
            font, name = self._font(face)
            if face is not current:
                parts.append(f"{name} {number(style.size)} Tf")
                current = face
            codes = font.splitString(text, self._doc)[0][1].hex()
            parts.append(f"{number(extra)} Tc 1 0 0 1 {point(x, y)} Tm <{codes}> Tj")
            x += sum(map(widths.__getitem__, text)) + item.stretch * len(text)
        return " ".join([*parts, "ET"])

    def _font(self, face: Face) -> tuple[EmbeddedFace, str]:
        """The face as this document's font, with its name in the resources."""
        known = self._fonts.get(face)
        if known is None:
            font = registered(face)
            known = self._fonts[face] = (font, font.getSubsetInternalName(0, self._doc))
        return known

    def _seal(self, item: SealMark) -> str:
        """The seal's operators; a batch has the same one on every sheet."""
        key = (item.style, item.unit, item.diameter)
        kept = self._setter.drawings
        if key not in kept:
            kept[key] = seal_code(self._book, *key)
        return kept[key]

    def _draft(self, item: DraftMark) -> str:
        """The word across the page, as outlines, so that it never gets into copied text."""
        angle = math.radians(_DRAFT_ANGLE)
        cosine, sine = MM * math.cos(angle), MM * math.sin(angle)
        size = min(_DRAFT_SIZE, _DRAFT_SHARE * min(self._grid.paper_width, self._grid.paper_height))
        word = outlined(self._book, Typeface.HEITI, item.word, size, -size * 0.38)
        centre = self._place(self._grid.paper_width / 2, self._grid.paper_height / 2)
        return placed(f"{fill(_DRAFT_COLOUR)} {word}", (cosine, sine, -sine, cosine, *centre))
