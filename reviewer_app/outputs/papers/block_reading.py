"""Reading blocks from a template's data: each kind takes its own keys, and any other key is refused."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.blocks import Block, PlacedBlock
from reviewer_app.packs.node import Node

#: The measures of an envelope, all in mm but the sizes (points).
ENVELOPE_MEASURES = (
    *("width", "height", "code_left", "code_top", "code_width", "code_height", "code_gap"),
    *("stamp_side", "stamp_right", "stamp_top", "street_left", "street_top", "street_size"),
    *("recipient_left", "recipient_top", "recipient_size", "contact_left", "contact_top", "contact_size"),
    *("sender_right", "sender_bottom", "sender_size", "inside_left"),
)


class TemplateNode(Node):
    """A table of a template; what is wrong with it is said as `template.broken`."""

    code = "template.broken"


def read_block(node: Node) -> PlacedBlock:
    """One block with its condition; TroubleError `template.broken` for an unknown kind or key."""
    kind = node.text("block")
    if kind not in _READERS:
        node.broken("block", f"没有“{kind}”这种内容块，可用的有{'、'.join(_READERS)}")
    placed = PlacedBlock(_READERS[kind](node), _conditions(node, "when"), _conditions(node, "unless"))
    node.finish()
    return placed


def _conditions(node: Node, key: str) -> tuple[str, ...]:
    """One condition or a list of them."""
    if not node.has(key):
        return ()
    return (node.text(key),) if isinstance(node.plain(key), str) else node.texts(key)


def _heading(node: Node) -> Block:
    level = node.whole("level")
    if level > 4:
        node.broken("level", "层次只有 1 到 4")
    is_numbered = node.flag("numbered")
    if is_numbered and level > 1:
        node.broken("numbered", "只有第一层标题可以自动编号")
    return blocks.Heading(level, node.text("text"), is_numbered)


def _facts(node: Node) -> Block:
    return blocks.Facts(_pairs(node, "pairs"), node.texts("wide", may_be_missing=True))


def _paired(node: Node) -> Block:
    widths = node.lengths("widths")
    if len(widths) != 4:
        node.broken("widths", "应为四个列宽：名称、内容、名称、内容")
    return blocks.PairedFacts(node.text("table"), _pairs(node, "pairs"), widths)


def _pairs(node: Node, key: str) -> tuple[tuple[str, str], ...]:
    found = node.plain(key)
    if not isinstance(found, list) or not all(_is_pair(item) for item in found):
        node.broken(key, "应为名称和内容的成对列表")
    return tuple((str(item[0]), str(item[1])) for item in found)


def _is_pair(item: object) -> bool:
    return isinstance(item, list) and len(item) == 2 and all(isinstance(part, str) for part in item)


def _rows(node: Node) -> Block:
    heads, widths = _columns(node)
    numbered = node.length("numbered", 0.0)
    return blocks.RowsTable(node.text("table"), heads, widths, node.texts("centred", may_be_missing=True), numbered)


def _boxes(node: Node) -> Block:
    heads, widths = _columns(node)
    return blocks.CheckBoxes(
        node.text("table"),
        heads,
        widths,
        node.texts("centred", may_be_missing=True),
        node.texts("ticks"),
        node.text("ticked", ""),
        node.length("tick_width"),
        node.text("blank"),
    )


def _columns(node: Node) -> tuple[tuple[str, ...], tuple[float, ...]]:
    heads, widths = node.texts("heads"), node.lengths("widths")
    if len(heads) != len(widths):
        node.broken("widths", f"有{len(heads)}个列名，却有{len(widths)}个列宽")
    return heads, widths


def _note(node: Node) -> Block:
    align = node.text("align", "left")
    if align not in ("left", "centre"):
        node.broken("align", "应为 left 或 centre")
    return blocks.Note(node.text("text"), align)


def _labels(node: Node) -> Block:
    lines, sizes = node.texts("lines"), node.lengths("sizes")
    if len(lines) != len(sizes):
        node.broken("sizes", f"有{len(lines)}行，却有{len(sizes)}个字号")
    grids = tuple(_grid(inner) for inner in node.nodes("grids"))
    words = (node.text("table"), node.text("grid"), node.text("skip"), node.text("frames"))
    return blocks.Labels(*words, lines, sizes, grids)


def _grid(node: Node) -> blocks.Grid:
    sides = [node.length(key) for key in ("left", "top", "width", "height", "gap_x", "gap_y")]
    grid = blocks.Grid(node.text("name"), node.whole("columns"), node.whole("rows"), *sides)
    node.finish()
    if grid.left + grid.columns * grid.width + (grid.columns - 1) * grid.gap_x > 210.5:
        node.broken("width", "各列加起来比 A4 宽")
    if grid.top + grid.rows * grid.height + (grid.rows - 1) * grid.gap_y > 297.5:
        node.broken("height", "各行加起来比 A4 高")
    return grid


_READERS: Mapping[str, Callable[[Node], Block]] = {
    "title": lambda node: blocks.Title(node.texts("segments")),
    "number": lambda node: blocks.NumberLine(),
    "letter_head": lambda node: blocks.LetterHead(),
    "salutation": lambda node: blocks.Salutation(node.text("text")),
    "heading": _heading,
    "paragraph": lambda node: blocks.Paragraph(node.text("text")),
    "list": lambda node: blocks.NumberedList(node.text("table"), node.text("item"), node.text("then", "")),
    "facts": _facts,
    "paired": _paired,
    "caption": lambda node: blocks.Caption(node.text("text")),
    "rows": _rows,
    "boxes": _boxes,
    "enclosures": lambda node: blocks.Enclosures(node.text("table"), node.text("item")),
    "signature": lambda node: blocks.Signature(),
    "contact": lambda node: blocks.Contact(node.text("text")),
    "imprint": lambda node: blocks.Imprint(node.texts("lines")),
    "note": _note,
    "fill_in": lambda node: blocks.FillIn(node.texts("entries")),
    "part": lambda node: blocks.Part(node.text("label"), node.text("name")),
    "code": lambda node: blocks.Code(),
    "word-grid": lambda node: blocks.WordGrid(node.text("text")),
    "cut": lambda node: blocks.Cut(node.text("text")),
    "labels": _labels,
    "envelope": lambda node: blocks.Envelope({key: node.length(key) for key in ENVELOPE_MEASURES}),
}
