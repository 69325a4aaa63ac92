"""套打: the opinion's text in a box of a page that was made elsewhere, set smaller when that makes it fit.

The text is set as in an official document, 16 pt on lines of 1.8 em; what does not fit is set smaller and closer, to
10.5 pt (五号), which is still read without effort. Beyond that it is refused before anything is printed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.book import Typeface, named
from reviewer_app.outputs.page.items import GRID, MM, DraftMark, Page, PageGrid, Text, baseline
from reviewer_app.outputs.page.typeset import Line, TextStyle, Typesetter
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import DAY_KEY, moment, render
from reviewer_app.outputs.pdf.seen_page import SeenPage
from reviewer_app.services.ports.papers import DocumentValues, PlacedBox, PrinterOffset

#: The field of the values that holds the text.
OPINION = "opinion"


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """Sizes in points from the usual to the smallest, the line pitch in ems at either end, the first line's indent."""

    largest: float = 16.0
    smallest: float = 10.5
    step: float = 0.5
    airy: float = 1.8
    close: float = 1.3
    indent: int = 2


LOOK = OverlayLook()


@dataclass(frozen=True, slots=True)
class FittedText:
    """A text set for a box: its lines with their indents (mm), the style, the line pitch (mm)."""

    lines: tuple[tuple[Line, float], ...]
    style: TextStyle
    pitch: float


def overlay_alone(setter: Typesetter, box: PlacedBox, values: DocumentValues, offset: PrinterOffset) -> bytes:
    """The text on an empty A4 page, moved against the printer's offset."""
    seen = SeenPage(0, 0, GRID.paper_width * MM, GRID.paper_height * MM)
    if box.page not in (1, -1):
        raise RefusalError("stamping.no_page", page=box.page, count=1)
    if not seen.holds(box):
        raise RefusalError("stamping.off_page", page=1, size=f"{seen.width:.1f} × {seen.height:.1f}")
    moved = replace(box, x=box.x - offset.right, y=box.y - offset.down)
    return overlay_layer(setter, moved, values, seen)


def overlay_layer(setter: Typesetter, box: PlacedBox, values: DocumentValues, seen: SeenPage) -> bytes:
    """The text as a PDF page as large as the seen page.

    Raises RefusalError `stamping.no_text`, `stamping.small_box`, `font.missing`, `document.too_long`.
    """
    text = values.fields.get(OPINION, "").strip()
    if not text:
        raise RefusalError("stamping.no_text", case=values.case)
    missing = setter.book.missing(text)
    if missing:
        raise RefusalError("font.missing", characters=named(missing), case=values.case)
    fitted = fit_text(setter, text, box, values)
    sheet = Page()
    if values.is_draft:
        sheet.add(DraftMark())
    for place, (line, indent) in enumerate(fitted.lines):
        y = baseline(box.y + place * fitted.pitch, fitted.pitch, fitted.style.size)
        sheet.add(Text(box.x + indent, y, line.text, fitted.style, line.stretch))
    grid = PageGrid(paper_width=seen.width, paper_height=seen.height)
    title = f"{values.kind.label} {values.case}".strip()
    entries = {"DeskNumber": values.number, "DeskAuditHead": values.audit_head, DAY_KEY: values.day.isoformat()}
    said = {key: value for key, value in entries.items() if value}
    made_at = moment(values.made_at, values.day)
    return render([sheet], setter, grid, DocumentInfo(title, values.unit, values.kind.label, made_at, said))


def fit_text(
    setter: Typesetter, text: str, box: PlacedBox, values: DocumentValues, look: OverlayLook = LOOK
) -> FittedText:
    """The text at the largest size at which it fits; RefusalError `document.too_long` says by how many lines."""
    size = look.largest
    while True:
        closeness = (look.largest - size) / (look.largest - look.smallest)
        pitch = size / MM * (look.airy + (look.close - look.airy) * closeness)
        lines = _set(setter, text, TextStyle(Typeface.BODY, size), box.width, look.indent * size / MM)
        if len(lines) * pitch <= box.height + 0.01:
            return FittedText(tuple(lines), TextStyle(Typeface.BODY, size), pitch)
        if size <= look.smallest:
            break
        size = max(size - look.step, look.smallest)
    if box.height < pitch or box.width < 2 * size / MM:
        raise RefusalError("stamping.small_box", case=values.case, width=f"{box.width:g}", height=f"{box.height:g}")
    room = math.floor((box.height + 0.01) / pitch)
    letters = sum(len(line.text) for line, _ in lines[room:])
    over = f" {len(lines) - room} 行（约 {letters} 字）"
    raise RefusalError("document.too_long", case=values.case, part=values.kind.label, over=over)


def _set(setter: Typesetter, text: str, style: TextStyle, width: float, indent: float) -> list[tuple[Line, float]]:
    """The paragraphs in lines, each one's first line indented, right edges straight."""
    found: list[tuple[Line, float]] = []
    for paragraph in text.splitlines():
        if paragraph.strip():
            lines = setter.lines(paragraph, style, width * MM, min(indent, width / 3) * MM, is_even=True)
            found += [(line, 0.0 if number else min(indent, width / 3)) for number, line in enumerate(lines)]
    return found
