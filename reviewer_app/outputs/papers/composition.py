"""A document while it is being put together: its values, its look, the pages so far, and text waiting for its place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.outputs.page.flow import LINES_WITH_SIGNATURE, Flow, PlacedLine
from reviewer_app.outputs.page.imprint import Parts, imprint_part
from reviewer_app.outputs.page.items import PageGrid, PageStyle
from reviewer_app.outputs.page.table import TableStyle
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.blocks import Imprint, PlacedBlock
from reviewer_app.outputs.papers.styles import Look, Setting
from reviewer_app.outputs.papers.templates import Template
from reviewer_app.services.ports.papers import DocumentValues


class DoesNotFitError(Exception):
    """Something takes more room than there is: which part, and by how many millimetres."""

    def __init__(self, part: str, over: float) -> None:
        super().__init__(part)
        self.part, self.over = part, over


@dataclass
class Composition:
    """What the blocks work on; `rest` are the blocks still to come, `grid` the paper the document is drawn on.

    `closing` counts the waiting lines that are no longer text (the enclosures), `draft_place` is where the word 草稿
    stands in the way of nothing: left end and baseline (mm), size (pt); None means above the type area. `numbered`
    counts the numbered headings so far, `caption` waits for its table, `imprints` are set before they have a place.
    """

    setter: Typesetter
    template: Template
    values: DocumentValues
    seal: str
    look: Look
    setting: Setting
    flow: Flow = field(init=False)
    grid: PageGrid = field(init=False)
    pending: list[PlacedLine] = field(default_factory=list)
    rest: Sequence[PlacedBlock] = ()
    has_title: bool = False
    closing: int = 0
    draft_place: tuple[float, float, float] | None = None
    numbered: int = 0
    caption: str = ""
    imprints: dict[Imprint, Parts] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.flow = Flow(self.setter, self.page)
        self.grid = self.page.grid

    @property
    def page(self) -> PageStyle:
        """The page style in this setting."""
        return self.setting.page

    @property
    def table(self) -> TableStyle:
        """How tables are set in this setting."""
        return self.setting.table

    @property
    def facts_table(self) -> TableStyle:
        """How a table of facts is set in this setting."""
        return self.setting.facts or self.setting.table

    @property
    def places(self) -> Mapping[str, str]:
        """What the places in the template's texts stand for."""
        values = self.values
        own = {"unit": values.unit, "day": chinese_date(values.day), "number": values.number}
        return {**dict.fromkeys(self.template.optional, ""), **values.fields, **own}

    def fill(self, text: str, row: Mapping[str, str] | None = None) -> str:
        """A template's text with its places filled, from a table's row too."""
        filled = text.format_map({**self.places, **(row or {})})
        # A value that brings its own full stop does not make two of them.
        return filled.replace("。。", "。")

    def rows(self, table: str) -> list[dict[str, str]]:
        """A table's rows by column name."""
        columns = self.template.tables[table]
        return [dict(zip(columns, row, strict=True)) for row in self.values.tables[table]]

    def holds(self, condition: str) -> bool:
        """Whether a field or table that a block depends on holds something, or the very value that is named."""
        name, equals, value = condition.partition("=")
        if name in self.template.tables:
            return bool(self.values.tables[name])
        said = self.places.get(name, "").strip()
        return said == value if equals else bool(said)

    def imprint(self, block: Imprint) -> Parts:
        """The set lines of an imprint, for the room it takes and for its place."""
        if block not in self.imprints:
            self.imprints[block] = [imprint_part(self.flow, self.fill(line)) for line in block.lines]
        return self.imprints[block]

    def write(self, lines: Sequence[PlacedLine]) -> None:
        """Lets text wait until it is known what comes after it."""
        self.pending += lines

    def settle(self, tail: float = 0.0, following: float = 0.0) -> None:
        """Puts the waiting text on the page, with `tail` mm free below, or on one page with `following` mm more."""
        if not self.pending:
            return
        flow, pitch = self.flow, self.page.grid.line_pitch
        if self.look.is_on_grid and not (following and self.look.has_loose_tables):
            flow.snap()
        if following and len(self.pending) < 4:
            flow.need(len(self.pending) * pitch + following)
        together = min(self.look.opening_lines, len(self.pending))
        flow.put_all(self.pending, tail, together, LINES_WITH_SIGNATURE + self.closing)
        self.pending, self.closing = [], 0
