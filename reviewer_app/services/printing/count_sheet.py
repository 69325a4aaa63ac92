"""用印清点单: the sheet that lies on top of what is to be stamped, counted from the very papers of the job."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.prints import PrintPart
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.parts import Parts

KIND = DocumentKind.SEAL_COUNT
_LETTER = DocumentKind.COVERING_LETTER


@dataclass(frozen=True, slots=True)
class CountLine:
    """One paper to be stamped: its number, its case by number and project or the letter, and how it is printed."""

    number: str
    intake_number: str
    project: str
    part: PrintPart


def count_lines(batch: Batch, parts: Sequence[PrintPart]) -> tuple[CountLine, ...]:
    """The papers among these that get a stamp, in the order in which they come out."""
    named = {line.application_id: line for line in batch.lines}
    found = []
    for part in parts:
        if part.kind is DocumentKind.RECOMMENDATION and part.case_id in named:
            line = named[part.case_id]
            found.append(CountLine(part.number, line.intake_number, line.project_name, part))
        elif part.kind is _LETTER:
            found.append(CountLine(part.number, "", part.title, part))
    return tuple(found)


def count_values(unit: UnitOfWork, batch: Batch, lines: Sequence[CountLine]) -> DocumentValues:
    """What the sheet says: each copy of a recommendation and of a letter is stamped once."""
    rows = tuple(
        (one.number, one.intake_number, one.project, *map(str, (one.part.pages, one.part.copies, one.part.copies)), "")
        for one in lines
    )
    fields = {
        "batch": str(batch.number),
        "season": batch.season,
        "printed_on": f"{chinese_date(unit.today)} {unit.now:%H:%M}",
        "made_by": unit.actor.name,
        "case_count": str(len(lines)),
        "sheet_count": str(sum(one.part.sheets * one.part.copies for one in lines)),
        "impressions": str(sum(one.part.copies for one in lines)),
    }
    return DocumentValues(
        kind=KIND,
        unit=unit.settings.get().bureau,
        day=unit.today,
        case=f"第{batch.number}批",
        fields=fields,
        tables={"papers": rows},
        audit_head=unit.events.head(),
        made_at=unit.now,
    )


def make_count_sheet(library: Library, parts: Parts, batch: Batch, printed: Sequence[PrintPart]) -> bytes:
    """The sheet for these papers; runs on a thread of its own, raises as `make_document`."""
    values = library.read(count_values, batch, count_lines(batch, printed))
    matter = PrintMatter(PrintOrder(KIND, batch_id=batch.id), KIND.label, "", (), 0, values=values)
    return parts.shown(make_document(parts, matter, SealStyle.CIRCLE))
