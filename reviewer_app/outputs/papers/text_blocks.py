"""Titles, paragraphs, lists, enclosures, notes: the text of a document on its line grid."""

from __future__ import annotations

from reviewer_app.outputs.page.flow import PlacedLine
from reviewer_app.outputs.page.items import MM, Text, baseline
from reviewer_app.outputs.page.typeset import Line, TextStyle
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.composition import Composition

#: The smallest size (pt) a document number is set in to stay on one line.
LEAST_NUMBER = 7.0
_GAP = 3.0
_NUMERALS = "一二三四五六七八九十"


def title(work: Composition, block: blocks.Title) -> None:
    """The title; the first one of a document stands lower."""
    work.settle()
    flow = work.flow
    flow.y += work.look.title_drop if not work.has_title else 0.0
    work.has_title = True
    flow.title([work.fill(segment) for segment in block.segments], work.look.title_pitch)
    flow.skip(_GAP)
    if any(isinstance(placed.block, blocks.Salutation) for placed in work.rest[:1]):
        flow.skip(work.page.grid.line_pitch - _GAP)


def number_line(work: Composition, block: blocks.NumberLine) -> None:
    """The document number under the title, and a line left free."""
    flow, style = work.flow, work.page
    if work.values.number:
        fitted = work.setter.shrunk(work.values.number, style.body, style.grid.width * MM, LEAST_NUMBER)
        line = Line(work.values.number, work.setter.width(work.values.number, fitted))
        flow.centred(line, fitted, style.grid.line_pitch)
    flow.skip(_GAP)


def salutation(work: Composition, block: blocks.Salutation) -> None:
    """To whom, from the left edge."""
    work.write(work.flow.set_paragraph(work.fill(block.text), work.page.body, indent=0))


def heading(work: Composition, block: blocks.Heading) -> None:
    """A heading in the typeface of its level; it never ends a page."""
    work.settle()
    page = work.page
    style = {1: page.level_one, 2: page.level_two}.get(block.level, page.body)
    indent = 2 if work.look.is_letter or work.page.body.pitch else 0
    text = work.fill(block.text)
    if block.is_numbered:
        text = f"{_NUMERALS[work.numbered]}、{text}"
        work.numbered += 1
    work.write(work.flow.set_paragraph(text, style, indent))


def paragraph(work: Composition, block: blocks.Paragraph) -> None:
    """A paragraph of the body."""
    work.write(work.flow.set_paragraph(work.fill(block.text), work.page.body))


def numbered_list(work: Composition, block: blocks.NumberedList) -> None:
    """Rows as paragraphs of the third level: 1. 2. 3."""
    for number, row in enumerate(work.rows(block.table), 1):
        item = work.fill(block.item, row)
        work.write(work.flow.set_paragraph(f"{number}. {item}", work.page.body))
        if block.then:
            work.write(work.flow.set_paragraph(work.fill(block.then, row), work.page.body))


def enclosures(work: Composition, block: blocks.Enclosures) -> None:
    """附件 one line below the text, two characters in; later lines stand under the first one's name."""
    rows = [work.fill(block.item, row) for row in work.rows(block.table)]
    if not rows:
        return
    style, grid = work.page.body, work.page.grid
    before = len(work.pending)
    work.write([PlacedLine(Line("", 0.0), 0.0, style)])
    label = "附件："
    start = 2 * grid.character_pitch
    column = start + work.setter.width(label, style) / MM
    for number, name in enumerate(rows, 1):
        mark = f"{number}. " if len(rows) > 1 else ""
        hang = column + work.setter.width(mark, style) / MM
        first, *others = work.setter.lines(name, style, (grid.width - hang) * MM, is_even=True)
        lead, at = (label + mark, start) if number == 1 else (mark, column)
        work.write([PlacedLine(Line(lead + first.text, first.width, 0.0), at, style)])
        work.write([PlacedLine(line, hang, style) for line in others])
    # A page with the enclosures and the seal alone would have no text on it (7.3.5.5).
    work.closing = len(work.pending) - before


def contact(work: Composition, block: blocks.Contact) -> None:
    """The note in brackets below date and seal."""
    for placed in work.flow.set_paragraph(work.fill(block.text), work.page.body):
        work.flow.put(placed)


def note(work: Composition, block: blocks.Note) -> None:
    """A small paragraph where the flow stands."""
    work.settle()
    flow, style, pitch = work.flow, work.look.note, work.look.note_pitch
    grid = work.page.grid
    lines = work.setter.lines(work.fill(block.text), style, grid.width * MM)
    flow.need(len(lines) * pitch)
    for line in lines:
        x = grid.left + ((grid.width - line.width / MM) / 2 if block.align == "centre" else 0.0)
        flow.sheet.add(Text(x, baseline(flow.y, pitch, style.size), line.text, style, line.stretch))
        flow.y += pitch
    flow.skip(1.6)


def part(work: Composition, block: blocks.Part) -> None:
    """A new page with the part's label in 黑体 at its upper left, and a bookmark for it."""
    work.settle()
    flow, page = work.flow, work.page
    if not flow.sheets[0].bookmark:
        flow.sheets[0].bookmark = work.fill(work.template.title)
    flow.turn()
    label = work.fill(block.label)
    flow.sheet.bookmark = f"{label}　{work.fill(block.name)}"
    style = TextStyle(page.level_one.role, page.level_one.size)
    flow.put(PlacedLine(Line(label, work.setter.width(label, style)), 0.0, style))
    flow.skip(page.grid.line_pitch / 2)
