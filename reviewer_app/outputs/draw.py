"""Drawing laid-out sheets as a PDF: fonts embedded, metadata set, the same bytes for the same sheets."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from reviewer_app.outputs.content_proof import PLACEHOLDER, PROOF_KEY, seal_content
from reviewer_app.outputs.font_embed import registered
from reviewer_app.outputs.fonts import FontBook, Role
from reviewer_app.outputs.page import MM, Box, DraftMark, PageGrid, QrMark, Rule, SealMark, Sheet, Text
from reviewer_app.outputs.qr_mark import draw_qr
from reviewer_app.outputs.seal import draw_seal, straight_words
from reviewer_app.outputs.typeset import Typesetter

PRODUCER = "reviewer-desk"
_DRAFT_COLOUR = "#E9EBEE"
_DRAFT_SIZE = 70.0


@dataclass(frozen=True, slots=True)
class DocumentInfo:
    """What the file says of itself; `entries` are further names and values of the Info dictionary."""

    title: str
    author: str
    subject: str
    made_on: date
    entries: Mapping[str, str]


class _Info(pdfdoc.PDFInfo):  # type: ignore[misc]
    """reportlab's Info dictionary with our entries and the date of the document instead of the clock's."""

    def __init__(self, info: DocumentInfo) -> None:
        super().__init__()
        self.title, self.author, self.subject = info.title, info.author, info.subject
        self._desk = info

    def format(self, document: Any) -> bytes:
        stamp = self._desk.made_on.strftime("D:%Y%m%d000000+08'00'")
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


def render(sheets: Sequence[Sheet], setter: Typesetter, grid: PageGrid, info: DocumentInfo) -> bytes:
    """The sheets as a PDF whose content can be proved later (see `content_proof`)."""
    target = io.BytesIO()
    canvas = Canvas(
        target,
        pagesize=(grid.paper_width * MM, grid.paper_height * MM),
        pageCompression=1,
        invariant=1,
        pdfVersion=(1, 7),
        initialFontName=registered(setter.book.face(Role.BODY)),
        lang="zh-CN",
    )
    canvas._doc.info = _Info(info)
    for sheet in sheets:
        for item in sheet.items:
            _draw_item(canvas, item, setter, grid)
        canvas.showPage()
    canvas.save()
    return seal_content(target.getvalue())


def _draw_item(canvas: Any, item: object, setter: Typesetter, grid: PageGrid) -> None:
    match item:
        case Text():
            draw_text(canvas, item, setter, grid.paper_height)
        case Rule():
            _draw_rule(canvas, item, grid.paper_height)
        case Box():
            canvas.setFillColor(HexColor(item.colour))
            y = (grid.paper_height - item.y - item.height) * MM
            canvas.rect(item.x * MM, y, item.width * MM, item.height * MM, stroke=0, fill=1)
        case SealMark():
            draw_seal(canvas, item, setter.book, grid.paper_height)
        case QrMark():
            draw_qr(canvas, item, grid.paper_height)
        case DraftMark():
            _draw_draft(canvas, item, setter.book, grid)


def draw_text(canvas: Any, item: Text, setter: Typesetter, paper_height: float) -> None:
    """One line of text: a run for each face and spacing, the place given once, so that it is read as one line."""
    style, book = item.style, setter.book
    text = canvas.beginText(item.x * MM, (paper_height - item.y) * MM)
    text.setFillColor(HexColor(style.colour))
    spacing: float | None = None

    def key(letter: str) -> tuple[Any, float]:
        face = book.face_for(style.role, letter)
        natural = style.size * (face.advance(letter) if face else 0.0)
        return face, round(setter.letter(letter, style) - natural + item.stretch, 4)

    for (face, extra), letters in groupby(item.text, key):
        if face is None:
            continue
        text.setFont(registered(face), style.size)
        if extra != spacing:
            text.setCharSpace(extra)
            spacing = extra
        text.textOut("".join(letters))
    canvas.drawText(text)


def _draw_rule(canvas: Any, item: Rule, paper_height: float) -> None:
    canvas.setStrokeColor(HexColor(item.colour))
    canvas.setLineWidth(item.width)
    canvas.setLineCap(2)
    canvas.line(item.x1 * MM, (paper_height - item.y1) * MM, item.x2 * MM, (paper_height - item.y2) * MM)


def _draw_draft(canvas: Any, item: DraftMark, book: FontBook, grid: PageGrid) -> None:
    """The word across the page, as outlines, so that it never gets into copied text."""
    canvas.saveState()
    canvas.translate(grid.paper_width * MM / 2, grid.paper_height * MM / 2)
    canvas.rotate(40)
    canvas.scale(MM, MM)
    canvas.setFillColor(HexColor(_DRAFT_COLOUR))
    straight_words(canvas, book, Role.HEITI, item.word, _DRAFT_SIZE, -_DRAFT_SIZE * 0.38)
    canvas.restoreState()
