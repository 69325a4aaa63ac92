"""The imprint at the foot of the last page's type area: parts between rules (GB/T 9704-2012, 7.4)."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.outputs.page.flow import Flow, PlacedLine
from reviewer_app.outputs.page.items import MM, Rule, Text, baseline
from reviewer_app.outputs.page.typeset import Line

LEADING = 7.4

Parts = Sequence[Sequence[PlacedLine]]


def imprint_part(flow: Flow, text: str) -> list[PlacedLine]:
    """One part, one character in from both edges, its later lines aligned behind the first colon."""
    style, grid = flow.style.imprint, flow.style.grid
    edge = style.size / MM
    label = text[: text.index("：") + 1] if "：" in text else ""
    hang = flow.setter.width(label, style) / MM
    room = (grid.width - 2 * edge - hang) * MM
    first, *others = flow.setter.lines(text.removeprefix(label), style, room)
    whole = Line(label + first.text, first.width + hang * MM)
    return [PlacedLine(whole, edge, style), *(PlacedLine(line, edge + hang, style) for line in others)]


def imprint_height(parts: Parts) -> float:
    """What the imprint takes of the page, in mm."""
    return sum(len(part) for part in parts) * LEADING + 2 * len(parts)


def put_imprint(flow: Flow, parts: Parts) -> None:
    """Sets the parts at the foot of the page: thick rules outside (0.35 mm), thin ones between (0.25 mm)."""
    grid = flow.style.grid
    y = grid.bottom - imprint_height(parts)
    flow.sheet.add(Rule(grid.left, y, grid.right, y, 0.35 * MM))
    for number, part in enumerate(parts):
        y += 1.0
        for placed in part:
            where = baseline(y, LEADING, placed.style.size)
            flow.sheet.add(Text(grid.left + placed.indent, where, placed.line.text, placed.style))
            y += LEADING
        y += 1.0
        width = 0.35 if number == len(parts) - 1 else 0.25
        flow.sheet.add(Rule(grid.left, y, grid.right, y, width * MM))
