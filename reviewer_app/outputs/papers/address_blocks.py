"""Addresses on paper: sheets of labels, and envelopes in the Chinese layout with boxes for the postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.book import Typeface
from reviewer_app.outputs.page.items import MM, Page, PageGrid, Rule, Text, baseline
from reviewer_app.outputs.page.typeset import Line, TextStyle
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.closing_blocks import RED
from reviewer_app.outputs.papers.composition import Composition, DoesNotFitError

_LEADING = 1.32
_PAD = 4.0
#: The smallest share of its size a label's text is set in, and the step down to it.
_LEAST_SHARE, _SHARE_STEP = 0.55, 0.05
_LEAST_ENVELOPE = 9.0
_FRAME = "#B0B0B0"
_YES, _NO = "是", "否"
_RIM = 1.0
#: 草稿 on a label (pt) and how far above its lower edge (mm); how far behind an envelope's postcode (mm).
_SMALL_DRAFT, _DRAFT_LIFT, _DRAFT_APART = 7.0, 1.2, 8.0
#: A line that begins less than so far below the stamp's frame (mm) ends before it.
_BELOW_STAMP = 6.0


def labels(work: Composition, block: blocks.Labels) -> None:
    """Every row on a label, over as many sheets as are needed; labels used up before are left free."""
    grid = _grid(work, block)
    # In the strip below the first label's address, which every label keeps free.
    work.draft_place = (grid.left + _PAD, grid.top + grid.height - _DRAFT_LIFT, _SMALL_DRAFT)
    has_frames = work.places.get(block.frames, "") == _YES
    skipped = _skipped(work, block, grid)
    rows = work.rows(block.table)
    places = _places(work, grid, skipped + len(rows))
    for place, (sheet, x, y) in enumerate(places):
        if has_frames:
            sheet.add(*_frame(x, y, grid.width, grid.height))
        if place >= skipped:
            lines = [work.fill(line, rows[place - skipped]) for line in block.lines]
            _label(work, sheet, x, y, grid, lines, block.sizes)


def _grid(work: Composition, block: blocks.Labels) -> blocks.Grid:
    wanted = work.fill(block.grid)
    for grid in block.grids:
        if grid.name == wanted:
            return grid
    raise RefusalError("document.bad_grid", grid=wanted, known="、".join(grid.name for grid in block.grids))


def _skipped(work: Composition, block: blocks.Labels, grid: blocks.Grid) -> int:
    said = work.fill(block.skip).strip() or "0"
    most = grid.columns * grid.rows - 1
    if not said.isascii() or not said.isdigit() or int(said) > most:
        raise RefusalError("document.bad_skip", skip=said, most=most)
    return int(said)


def _places(work: Composition, grid: blocks.Grid, count: int) -> Iterator[tuple[Page, float, float]]:
    """The upper left corners of so many labels, sheet by sheet, row by row."""
    each = grid.columns * grid.rows
    for place in range(count):
        if place and place % each == 0:
            work.flow.turn()
        row, column = divmod(place % each, grid.columns)
        x = grid.left + column * (grid.width + grid.gap_x)
        yield work.flow.sheet, x, grid.top + row * (grid.height + grid.gap_y)


def _label(
    work: Composition, sheet: Page, x: float, y: float, grid: blocks.Grid, texts: Sequence[str], sizes: Sequence[float]
) -> None:
    """One address, set smaller until it fits; a line without anything in its places is left out."""
    shown = [(text, size) for text, size in zip(texts, sizes, strict=True) if text.strip("　 收")]
    room = grid.height - 2 * min(_PAD, grid.height / 9)
    share = 1.0
    while True:
        block = [
            (line, style)
            for text, size in shown
            for line, style in _set(work, text, size * share, size == max(sizes), grid)
        ]
        height = sum(style.size / MM * _LEADING for _, style in block)
        if height <= room:
            break
        share -= _SHARE_STEP
        if share < _LEAST_SHARE:
            raise DoesNotFitError(f"标签“{texts[0]} {texts[2]}”", height - room)
    top = y + (grid.height - height) / 2
    for line, style in block:
        pitch = style.size / MM * _LEADING
        sheet.add(Text(x + _PAD, baseline(top, pitch, style.size), line.text, style))
        top += pitch


def _set(
    work: Composition, text: str, size: float, is_name: bool, grid: blocks.Grid
) -> Iterator[tuple[Line, TextStyle]]:
    style = TextStyle(Typeface.HEITI if is_name else Typeface.BODY, size)
    for line in work.setter.lines(text, style, (grid.width - 2 * _PAD) * MM):
        yield line, style


def _frame(x: float, y: float, width: float, height: float, colour: str = _FRAME, rule: float = 0.3) -> list[Rule]:
    corners = ((x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y))
    return [Rule(*start, *end, rule, colour) for start, end in pairwise(corners)]


def envelope(work: Composition, block: blocks.Envelope) -> None:
    """Postcode at the upper left, address and name in the middle, sender with postcode at the lower right."""
    at = block.measures
    work.grid = PageGrid(paper_width=at["width"], paper_height=at["height"])
    postcode = _postcode(work, "postcode")
    # Between the boxes for the postcode and the place of the stamp.
    beyond = at["code_left"] + 6 * (at["code_width"] + at["code_gap"])
    work.draft_place = (beyond + _DRAFT_APART, at["code_top"] + at["code_height"] * 0.75, at["sender_size"] + 3)
    if work.places["boxes"] != _NO:
        _boxes(work, at)
    style = TextStyle(Typeface.DIGITS, at["code_height"] * 0.62 * MM)
    for place, digit in enumerate(postcode):
        box = at["code_left"] + place * (at["code_width"] + at["code_gap"])
        x = box + (at["code_width"] - work.setter.width(digit, style) / MM) / 2
        work.flow.sheet.add(Text(x, baseline(at["code_top"], at["code_height"], style.size), digit, style))
    _line(work, at, "street", "{street}", Typeface.BODY)
    _line(work, at, "recipient", "{recipient}", Typeface.HEITI)
    _line(work, at, "contact", "{contact}　收", Typeface.BODY)
    _sender(work, at)


def _postcode(work: Composition, name: str) -> str:
    code = work.places[name].strip()
    if not re.fullmatch(r"[0-9]{6}", code):
        raise RefusalError("document.bad_postcode", code=code or "（空）")
    return code


def _boxes(work: Composition, at: dict[str, float]) -> None:
    sheet = work.flow.sheet
    for place in range(6):
        x = at["code_left"] + place * (at["code_width"] + at["code_gap"])
        sheet.add(*_frame(x, at["code_top"], at["code_width"], at["code_height"], RED, 0.6))
    side = at["stamp_side"]
    x = at["width"] - at["stamp_right"] - side
    sheet.add(*_frame(x, at["stamp_top"], side, side, RED, 0.4))
    style = TextStyle(Typeface.BODY, 8, colour=RED)
    for number, words in enumerate(("贴 邮", "票 处")):
        left = x + (side - work.setter.width(words, style) / MM) / 2
        sheet.add(Text(left, baseline(at["stamp_top"] + 5.5 + number * 4.5, 4.5, style.size), words, style))


def _line(work: Composition, at: dict[str, float], name: str, text: str, role: Typeface) -> None:
    """One line of the address: smaller if need be, then on two lines; DoesNotFitError if that is not enough."""
    said = work.fill(text)
    room = at["width"] - at[f"{name}_left"] - 12
    if at[f"{name}_top"] < at["stamp_top"] + at["stamp_side"] + _BELOW_STAMP:
        room -= at["stamp_side"]
    style = work.setter.shrunk(said, TextStyle(role, at[f"{name}_size"]), room * MM, at[f"{name}_size"] * 0.7)
    lines = work.setter.lines(said, style, room * MM)
    while len(lines) > 2 and style.size > _LEAST_ENVELOPE:
        style = replace(style, size=max(style.size - 0.5, _LEAST_ENVELOPE))
        lines = work.setter.lines(said, style, room * MM)
    pitch = style.size / MM * 1.25
    if len(lines) > 2:
        raise DoesNotFitError(f"信封“{said[:12]}…”", (len(lines) - 2) * pitch)
    y = at[f"{name}_top"] - (pitch / 2 if len(lines) == 2 else 0.0)
    for line in lines:
        work.flow.sheet.add(Text(at[f"{name}_left"], baseline(y, pitch, style.size), line.text, style))
        y += pitch


def _sender(work: Composition, at: dict[str, float]) -> None:
    """The sender's lines end at the lower right; what is inside stands at the lower left."""
    places = work.places
    name = places["sender"] or work.values.unit
    code = _postcode(work, "sender_postcode") if places["sender_postcode"].strip() else ""
    telephone = places["sender_telephone"]
    last = "　".join(
        part for part in (f"电话 {telephone}" if telephone else "", f"邮政编码 {code}" if code else "") if part
    )
    style = TextStyle(Typeface.BODY, at["sender_size"])
    pitch = style.size / MM * 1.35
    lines = [line for line in (places["sender_address"], name, last) if line.strip()]
    y = at["height"] - at["sender_bottom"] - len(lines) * pitch
    room = at["width"] * 0.55
    for line in lines:
        fitted = work.setter.shrunk(line, style, room * MM, 6.0)
        width = work.setter.width(line, fitted) / MM
        if width > room + _RIM:
            raise DoesNotFitError(f"寄件人“{line[:12]}…”", width - room)
        work.flow.sheet.add(
            Text(at["width"] - at["sender_right"] - width, baseline(y, pitch, fitted.size), line, fitted)
        )
        y += pitch
    inside = places["inside"]
    if inside:
        fitted = work.setter.shrunk(f"内件：{inside}", style, at["width"] * 0.3 * MM, 6.0)
        bottom = baseline(y - pitch, pitch, fitted.size)
        work.flow.sheet.add(Text(at["inside_left"], bottom, f"内件：{inside}", fitted))
