"""How documents begin and end: the letter's red head, signature and seal, imprint; the slip's code and cutting line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from fontTools.pens.boundsPen import BoundsPen

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.page.code import page_code
from reviewer_app.outputs.page.imprint import imprint_height, put_imprint
from reviewer_app.outputs.page.items import MM, QrMark, Rule, Text, baseline
from reviewer_app.outputs.page.signature_block import place_signature, signature_items
from reviewer_app.outputs.page.typeset import Line, TextStyle, Typesetter
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.composition import Composition, DoesNotFitError

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.book import FontBook

RED = "#D7000F"
#: Letter form (10.1), mm: upper edge of the red name, from it to the rules, the lower rules' edge, their length.
NAME_TOP = 30.0
RULES_BELOW_NAME = 4.0
LOWER_RULES = 20.0
RULES_LENGTH = 170.0
_NAME_WIDTH = 148.0
_NAME_SIZE = 36.0
#: A name is set on two lines rather than smaller than this (pt).
_LEAST_NAME = 12.0
#: From baseline to baseline of a name on two lines, in sizes.
_NAME_PITCH = 1.2
_THICK, _THIN, _APART = 0.85, 0.3, 1.35
#: Between signature and imprint (mm).
_AIR = 4.0
#: Where a slip is cut, and the room kept free at both sides of the line (mm).
CUT = 148.5
_CUT_EDGE = 3.5
_SLIP_CODE = 18.0


def letter_head(work: Composition, block: blocks.LetterHead) -> None:
    """The agency's name in red, the double rules, and the number at the right of the type area."""
    flow, grid = work.flow, work.page.grid
    unit = work.values.unit
    lines, style = _name_lines(work.setter, unit)
    size = style.size / MM
    high = ink_extent(work.setter.book, style.role, lines[0].text)[1]
    low = ink_extent(work.setter.book, style.role, lines[-1].text)[0]
    base = NAME_TOP + high * size
    for line in lines:
        flow.sheet.add(Text((grid.paper_width - line.width / MM) / 2, base, line.text, style))
        base += _NAME_PITCH * size
    upper = base - _NAME_PITCH * size - low * size + RULES_BELOW_NAME
    _rules(work, upper, is_thick_first=True)
    lower = grid.paper_height - LOWER_RULES
    _rules(work, lower - _APART - _THIN / 2 - _THICK / 2, is_thick_first=False)
    body = work.page.body
    # The number stands 7/8 of a character below the rules, at the right edge of the type area.
    top = upper + _THICK / 2 + _APART + _THIN / 2 + 7 / 8 * body.size / MM
    number = work.values.number
    if number:
        fitted = work.setter.shrunk(number, body, grid.width * MM / 2, 7.0)
        width = work.setter.width(number, fitted) / MM
        flow.sheet.add(Text(grid.right - width, top + 0.88 * fitted.size / MM, number, fitted))
    flow.y = top + body.size / MM


def _name_lines(setter: Typesetter, unit: str) -> tuple[list[Line], TextStyle]:
    """The agency's name as large as fits on one line, else on two of about one length; DoesNotFitError beyond that."""
    full, room = TextStyle(Typeface.TITLE, _NAME_SIZE, colour=RED), _NAME_WIDTH * MM
    style = setter.shrunk(unit, full, room, 0.0)
    if style.size >= _LEAST_NAME:
        return [Line(unit, setter.width(unit, style))], style
    size = full.size
    while size >= _LEAST_NAME:
        style = replace(full, size=size)
        lines = setter.title([unit], style, room)
        if len(lines) <= 2 and all(line.width <= room for line in lines):
            return lines, style
        size -= 0.5
    raise DoesNotFitError(f"发文单位“{unit[:12]}…”", max(setter.width(unit, style) - 2 * room, style.size) / MM)


def _rules(work: Composition, top: float, *, is_thick_first: bool) -> None:
    """A thick and a thin rule, in the middle of the page; `top` is the upper edge of the upper one."""
    grid = work.page.grid
    left = (grid.paper_width - RULES_LENGTH) / 2
    widths = (_THICK, _THIN) if is_thick_first else (_THIN, _THICK)
    y = top + widths[0] / 2
    for width in widths:
        # A rule ends half its width behind its last point (projecting caps), so it begins that much later.
        ends = left + width / 2, left + RULES_LENGTH - width / 2
        work.flow.sheet.add(Rule(ends[0], y, ends[1], y, width * MM, RED))
        y += _APART


def ink_extent(book: FontBook, role: Typeface, text: str) -> tuple[float, float]:
    """How far the ink of a text reaches below (negative) and above the baseline, in ems."""
    low, high = 0.0, 0.0
    for letter in text:
        face = book.face_for(role, letter)
        if face is None:
            continue
        pen = BoundsPen(None)
        face.draw(letter, pen)
        if pen.bounds:
            low = min(low, pen.bounds[1] / face.metrics.units)
            high = max(high, pen.bounds[3] / face.metrics.units)
    return low, high


def signature(work: Composition, block: blocks.Signature) -> None:
    """Unit, date and seal below the last lines of text; what follows on the page is kept room for."""
    style, flow, values = work.page, work.flow, work.values
    place = place_signature(work.setter, values.unit, values.day, style)
    tail = place.height
    for placed in work.rest:
        if isinstance(placed.block, blocks.Part):
            break
        if isinstance(placed.block, blocks.Contact):
            tail += style.grid.line_pitch
        if isinstance(placed.block, blocks.Imprint):
            tail += _AIR + imprint_height(work.imprint(placed.block))
    work.settle(tail=tail)
    seal = SealStyle.CIRCLE.value if values.is_draft else work.seal
    flow.sheet.add(*signature_items(place, flow.y, values.unit, values.day, seal, style))
    flow.y += place.height


def imprint(work: Composition, block: blocks.Imprint) -> None:
    """The imprint at the foot of the page."""
    work.settle()
    put_imprint(work.flow, work.imprint(block))


def code(work: Composition, block: blocks.Code) -> None:
    """The slip's code in the corner, and its small print at the left."""
    flow, grid, values = work.flow, work.page.grid, work.values
    side = _SLIP_CODE
    flow.sheet.add(QrMark(grid.right - side + 2, flow.y - 3, side, page_code(number_of(work), 1, 1)))
    said = [values.number, f"案卷记录链首 {values.audit_head}" if values.audit_head else "", reprint_words(work)]
    y = flow.y + 1
    for line in filter(None, said):
        style = work.page.small_print
        fitted = work.setter.shrunk(line, style, (grid.width / 2 - 10) * MM, 3.5)
        flow.sheet.add(Text(grid.left, y, line, fitted))
        y += 2.8
    flow.y += 3.0


def number_of(work: Composition) -> str:
    """The number a document goes by: the one its template names, else its own, else the case's."""
    values = work.values
    if work.template.foot:
        return work.fill(work.template.foot.number)
    return values.number or values.fields.get("intake_number", "") or values.case or values.kind.label


def reprint_words(work: Composition) -> str:
    """What a reprint says of itself."""
    return f"第{work.values.reprint}次补打" if work.values.reprint else ""


def cut(work: Composition, block: blocks.Cut) -> None:
    """The dashed line in the middle of the sheet; what stands above must have ended there."""
    work.settle()
    flow, grid = work.flow, work.page.grid
    check_end(work, CUT - _CUT_EDGE)
    style = work.page.small_print
    text = work.fill(block.text)
    half = work.setter.width(text, style) / MM / 2 + 2
    middle = grid.paper_width / 2
    for start in range(6, int(grid.paper_width) - 6, 4):
        if not middle - half - 2.4 < start < middle + half:
            flow.sheet.add(Rule(start, CUT, start + 2.4, CUT, 0.4, "#606060"))
    flow.sheet.add(Text(middle - half + 2, baseline(CUT - 2, 4, style.size), text, style))
    flow.y = CUT + _CUT_EDGE + 6


def check_end(work: Composition, limit: float) -> None:
    """DoesNotFitError when what was set so far ends below a limit (mm) of the first page."""
    flow = work.flow
    end = (len(flow.sheets) - 1) * work.page.grid.height + flow.y
    if end > limit + 0.05:
        raise DoesNotFitError(work.values.kind.label, end - limit)
