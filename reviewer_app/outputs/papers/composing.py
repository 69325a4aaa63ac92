"""Putting a document together: block after block on its pages, closer where that is needed, then feet and marks."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from reviewer_app.domain.dispatch.page_codes import print_mark
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.fonts.book import named
from reviewer_app.outputs.page.foot import FootWords, put_feet
from reviewer_app.outputs.page.items import DraftMark, Text
from reviewer_app.outputs.page.typeset import TextStyle, Typesetter
from reviewer_app.outputs.papers import address_blocks, blocks, closing_blocks, table_blocks, text_blocks
from reviewer_app.outputs.papers.closing_blocks import check_end, number_of, reprint_words
from reviewer_app.outputs.papers.composition import Composition, DoesNotFitError
from reviewer_app.outputs.papers.styles import LOOKS, Setting
from reviewer_app.outputs.papers.templates import Template, check_values
from reviewer_app.outputs.pdf.archival import DocumentInfo
from reviewer_app.outputs.pdf.render import DAY_KEY, moment, render
from reviewer_app.services.ports.papers import DocumentValues

#: Where 草稿 stands (mm): above a letter's red name, and never in what printers leave white.
_DRAFT_ABOVE_NAME, _DRAFT_HIGHEST = 21.0, 11.0
_BLOCKS: Mapping[type, Callable[[Composition, Any], None]] = {
    blocks.Title: text_blocks.title,
    blocks.NumberLine: text_blocks.number_line,
    blocks.LetterHead: closing_blocks.letter_head,
    blocks.Salutation: text_blocks.salutation,
    blocks.Heading: text_blocks.heading,
    blocks.Paragraph: text_blocks.paragraph,
    blocks.NumberedList: text_blocks.numbered_list,
    blocks.Facts: table_blocks.facts,
    blocks.PairedFacts: table_blocks.paired_facts,
    blocks.Caption: table_blocks.caption,
    blocks.RowsTable: table_blocks.rows_table,
    blocks.CheckBoxes: table_blocks.check_boxes,
    blocks.Enclosures: text_blocks.enclosures,
    blocks.Signature: closing_blocks.signature,
    blocks.Contact: text_blocks.contact,
    blocks.Imprint: closing_blocks.imprint,
    blocks.Note: text_blocks.note,
    blocks.FillIn: table_blocks.fill_in,
    blocks.Part: text_blocks.part,
    blocks.Code: closing_blocks.code,
    blocks.WordGrid: table_blocks.word_grid,
    blocks.Cut: closing_blocks.cut,
    blocks.Labels: address_blocks.labels,
    blocks.Envelope: address_blocks.envelope,
}


def document_pdf(setter: Typesetter, template: Template, values: DocumentValues, seal: str) -> bytes:
    """The document as PDF/A-2b, the same bytes for the same values.

    Raises TroubleError `template.…`, RefusalError `font.missing`, `document.…`.
    """
    check_values(template, values)
    if values.kind is DocumentKind.READING_COPY:
        values = _with_codes(setter, values)
    work = _best(setter, template, values, seal)
    look = work.look
    if look.has_feet:
        put_feet(work.flow, _foot_words(work), look.is_letter)
    if values.is_draft:
        _mark_drafts(work)
    refuse_missing(setter, work, values)
    return render(work.flow.sheets, setter, work.grid, _info(work))


def compose(setter: Typesetter, template: Template, values: DocumentValues, seal: str, setting: Setting) -> Composition:
    """The document's pages in one setting, without feet; DoesNotFitError if it is too long for its paper."""
    look = LOOKS[template.style]
    work = Composition(setter, template, values, seal, look, setting)
    standing = [
        placed
        for placed in template.blocks
        if all(map(work.holds, placed.when)) and not (placed.unless and all(map(work.holds, placed.unless)))
    ]
    for number, placed in enumerate(standing):
        work.rest = standing[number + 1 :]
        _BLOCKS[type(placed.block)](work, placed.block)
    work.settle()
    if look.is_single:
        check_end(work, work.page.grid.bottom)
    return work


def _best(setter: Typesetter, template: Template, values: DocumentValues, seal: str) -> Composition:
    """The airiest setting that fits, or a closer one that saves a page.

    RefusalError `document.too_long` says by how much even the closest is too long.
    """
    best: Composition | None = None
    for setting in LOOKS[template.style].settings:
        try:
            work = compose(setter, template, values, seal, setting)
        except DoesNotFitError as problem:
            failed = problem
            continue
        if best is None or len(work.flow.sheets) < len(best.flow.sheets):
            best = work
        if len(best.flow.sheets) <= LOOKS[template.style].good_pages:
            break
    if best is not None:
        return best
    case = values.case or values.number or values.kind.label
    raise RefusalError("document.too_long", case=case, part=failed.part, over=f" {failed.over:.1f} 毫米")


def refuse_missing(setter: Typesetter, work: Composition, values: DocumentValues) -> None:
    """RefusalError `font.missing` if a character on the pages has no shape in any font here."""
    said = "".join(item.text for sheet in work.flow.sheets for item in sheet.items if isinstance(item, Text))
    missing = setter.book.missing(said + values.unit)
    if missing:
        raise RefusalError("font.missing", characters=named(missing), case=values.case or number_of(work))


def _with_codes(setter: Typesetter, values: DocumentValues) -> DocumentValues:
    """The values with the code of each character that no font here has in its place.

    A reading copy repeats the record, from which a sign once typed never goes: it would never be printed again.
    """
    cells = (cell for rows in values.tables.values() for row in rows for cell in row)
    missing = setter.book.missing("".join((values.case, *values.fields.values(), *cells)))
    if not missing:
        return values
    codes = {ord(letter): f"〔U+{ord(letter):04X}〕" for letter in missing}
    return replace(
        values,
        case=values.case.translate(codes),
        fields={name: text.translate(codes) for name, text in values.fields.items()},
        tables={
            name: tuple(tuple(cell.translate(codes) for cell in row) for row in rows)
            for name, rows in values.tables.items()
        },
    )


def _foot_words(work: Composition) -> FootWords:
    values, foot = work.values, work.template.foot
    label = "收件编号" if not values.number and values.fields.get("intake_number") else values.kind.label
    further = work.fill(foot.further) if foot else ""
    said = "　".join(filter(None, (further, reprint_words(work))))
    mark = print_mark(values.kind, values.audit_head, values.is_draft)
    marks = tuple(_page_marks(work, mark)) if mark else ()
    return FootWords(foot.label if foot else label, number_of(work), said, values.audit_head, marks)


def _page_marks(work: Composition, mark: str) -> Iterator[str]:
    """The mark of the print on each page; a sheet to be ticked also says which points stand there."""
    first = 1
    for sheet in work.flow.sheets:
        rows = table_blocks.ticked_rows(sheet)
        yield f"{mark}.{first}.{rows}" if work.values.kind is DocumentKind.RUN_SHEET else mark
        first += rows


def _mark_drafts(work: Composition) -> None:
    """The word 草稿 large across each page, and as text above the type area or where a block has found room for it."""
    page, style = work.page, work.page.level_one
    x, y = page.grid.left, _DRAFT_ABOVE_NAME if work.look.is_letter else max(page.grid.top - 9.0, _DRAFT_HIGHEST)
    if work.draft_place:
        x, y, size = work.draft_place
        style = TextStyle(style.role, size)
    for sheet in work.flow.sheets:
        sheet.items.insert(0, DraftMark())
        sheet.add(Text(x, y, "草稿", style))


def _info(work: Composition) -> DocumentInfo:
    values, template = work.values, work.template
    entries = {
        "DeskKind": values.kind.value,
        DAY_KEY: values.day.isoformat(),
        "DeskIntake": values.fields.get("intake_number", ""),
        "DeskNumber": values.number,
        "DeskAuditHead": values.audit_head,
        "DeskPack": values.fields.get("pack", ""),
        "DeskTemplate": f"{template.kind} {template.version}",
    }
    return DocumentInfo(
        title=work.fill(template.title),
        author=values.unit,
        subject=work.fill(template.subject) or values.kind.label,
        made_at=moment(values.made_at, values.day),
        entries={key: value for key, value in entries.items() if value},
    )
