"""Drawing laid-out sheets as a PDF: fonts embedded, metadata set, the same bytes for the same sheets."""

from __future__ import annotations

import io
import math
from collections.abc import Iterable, Iterator, Sequence
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
        canvas._code.extend(artist.page(sheet.items))
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
        self._set: dict[str, str] = {}

    def page(self, items: Iterable[Item]) -> Iterator[str]:
        """The operators of a page; nothing is set again that is set already."""
        self._set = {}
        for kind, group in groupby(items, key=type):
            if kind is Text:
                yield f"BT {''.join(self._text(item) for item in group if isinstance(item, Text))}ET"
            elif kind is Rule:
                yield from self._rules(item for item in group if isinstance(item, Rule))
            else:
                yield from map(self._code, group)

    def _rules(self, rules: Iterable[Rule]) -> Iterator[str]:
        """Rules that follow one another: those of one look are one path."""
        paths: dict[tuple[str, float], list[str]] = {}
        for rule in rules:
            line = f"{self._point(rule.x1, rule.y1)} m {self._point(rule.x2, rule.y2)} l "
            paths.setdefault((rule.colour, rule.width), []).append(line)
        for (colour, width), lines in paths.items():
            ink = self._change("stroke", stroke(colour)) + self._change("width", f"{number(width)} w")
            yield f"{self._change('cap', '2 J')}{ink}{''.join(lines)}S"

    def _change(self, what: str, code: str) -> str:
        """What sets a part of the graphics state, or nothing where it stands so."""
        if self._set.get(what) == code:
            return ""
        self._set[what] = code
        return f"{code} "

    def _code(self, item: Item) -> str:
        """The operators of one item that is neither text nor rule."""
        match item:
            case Box():
                corner = self._point(item.x, item.y + item.height)
                ink = self._change("fill", fill(item.colour))
                return f"{ink}{corner} {point(item.width * MM, item.height * MM)} re f"
            case SealMark():
                return placed(self._seal(item), (MM, 0, 0, MM, *self._place(item.x, item.y)))
            case QrMark():
                code, side = qr_code(item.content)
                module = item.side * MM / side
                return placed(code, (module, 0, 0, module, *self._place(item.x, item.y + item.side)))
            case DraftMark():
                return self._draft(item)
            case _:
                raise TypeError(item)

    def _place(self, x: float, y: float) -> tuple[float, float]:
        """Points from the lower left corner, from millimetres from the upper left one."""
        return x * MM, (self._grid.paper_height - y) * MM

    def _point(self, x: float, y: float) -> str:
        return point(*self._place(x, y))

    def _text(self, item: Text) -> str:
        """One line: a run for each face and spacing, each put in its place (some readers lose the last spacing)."""
        style, widths = item.style, self._setter.widths(item.style)
        parts = [self._change("fill", fill(style.colour))]
        x, y = self._place(item.x, item.y)
        for (face, extra), letters in groupby(item.text, self._setter.faces(style).__getitem__):
            if face is None:
                continue
            text = "".join(letters)
            font, name = self._font(face)
            look = self._change("font", f"{name} {number(style.size)} Tf")
            spaced = self._change("space", f"{number(round(extra + item.stretch, 4))} Tc")
            codes = font.splitString(text, self._doc)[0][1].hex()
            parts.append(f"{look}{spaced}1 0 0 1 {point(x, y)} Tm <{codes}> Tj ")
            x += sum(map(widths.__getitem__, text)) + item.stretch * len(text)
        return "".join(parts)

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
