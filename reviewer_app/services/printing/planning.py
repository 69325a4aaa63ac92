"""What a print job of a batch can hold: each paper made once, with its pages, or why it cannot be printed."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.letters import contact_of
from reviewer_app.domain.dispatch.prints import PrintPart, Sides
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_app.services.dispatch.leaving import has_left, is_decided_anew, is_given_up
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import OF_BATCH, PrintMatter, PrintOrder, gather
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.printing.count_sheet import make_count_sheet
from reviewer_resources.phrases import sentence

#: The kinds of a batch in the order in which they are handled: stamped, signed, laid together, packed.
HANDLED = (DocumentKind.SEAL_COUNT, DocumentKind.RECOMMENDATION, *OF_BATCH)
#: What is printed to be stamped: the sheets and the letters, and the slip they are counted by.
STAMPED = (DocumentKind.SEAL_COUNT, DocumentKind.RECOMMENDATION, DocumentKind.COVERING_LETTER)
#: A printer's most; more copies than that are a slip of the finger.
MOST_COPIES = 99

LETTER = DocumentKind.COVERING_LETTER
PagesOf = Callable[[bytes], int]


@dataclass(frozen=True, slots=True)
class BatchPaper:
    """A paper that can be printed with a batch: its bytes as they are printed and its pages, or why there are none."""

    kind: DocumentKind
    title: str
    case_id: int = 0
    number: str = ""
    contact: str = ""
    pdf: bytes = b""
    pages: int = 0
    printed_before: int = 0
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class Feeding:
    """How a kind is printed: copies (none: not at all), sides, and the tray it is drawn from."""

    copies: int = 1
    sides: Sides = Sides.ONE
    tray: str = ""


@dataclass(frozen=True, slots=True)
class BatchPapers:
    """All that can be printed of a batch, as it stood when it was looked at."""

    batch: Batch
    papers: tuple[BatchPaper, ...]

    @property
    def kinds(self) -> tuple[DocumentKind, ...]:
        """The kinds there are, in the order in which they are handled."""
        return tuple(dict.fromkeys(paper.kind for paper in self.papers))

    def of(self, kind: DocumentKind) -> tuple[BatchPaper, ...]:
        """The papers of a kind."""
        return tuple(paper for paper in self.papers if paper.kind is kind)


def gather_papers(
    library: Library, parts: Parts, batch_id: int, pages_of: PagesOf, on_progress: Progress, is_cancelled: Cancelled
) -> BatchPapers:
    """Makes every paper of a batch; one that cannot be made says why, and the rest goes on.

    Runs on a thread of its own. Raises RefusalError `batch.unknown`, `printing.empty_batch`.
    """
    batch = library.read(_batch, batch_id)
    asked: list[tuple[PrintOrder, BatchLine | None]] = [
        (PrintOrder(DocumentKind.RECOMMENDATION, line.application_id), line) for line in batch.lines
    ]
    letters = library.read(in_force_of, batch_id)
    of_batch = [PrintOrder(LETTER, batch_id=batch_id, contact=contact_of(one)) for one in letters]
    of_batch += [PrintOrder(kind, batch_id=batch_id) for kind in OF_BATCH if kind is not LETTER or not letters]
    orders = [*asked, *((order, None) for order in of_batch)]
    found: list[BatchPaper] = []
    for place, (order, line) in enumerate(orders):
        if is_cancelled():
            break
        title = f"{line.intake_number}　{line.project_name}" if line else f"{order.kind.label} {order.contact}".rstrip()
        found.append(_made(library, parts, order, batch, title, pages_of))
        on_progress(place + 1, len(orders))
    papers = BatchPapers(batch, tuple(found))
    stamped = STAMPED[1:]
    printed = parts_of(papers, stamped, dict.fromkeys(stamped, Feeding()))
    return _with_count(library, parts, papers, printed, pages_of)


def counted_anew(
    library: Library, parts: Parts, batch: Batch, printed: Sequence[tuple[PrintPart, BatchPaper]], pages_of: PagesOf
) -> tuple[tuple[PrintPart, BatchPaper], ...]:
    """The papers of a job with its count sheet made of just these papers in their copies."""
    return tuple(
        (replace(part, pages=sheet.pages), sheet)
        if part.kind is DocumentKind.SEAL_COUNT
        and (sheet := _count_sheet(library, parts, batch, [one for one, _ in printed], pages_of)).pages
        else (part, paper)
        for part, paper in printed
    )


def whole_job(
    library: Library, parts: Parts, batch: Batch, printed: Sequence[tuple[PrintPart, BatchPaper]], pages_of: PagesOf
) -> bytes:
    """All that a job would print as one file: the same pages in the same order, each paper as often as it is printed.

    Nothing is printed by it, and nothing stands on record. Raises RefusalError `prints.nothing`.
    """
    if not printed:
        raise RefusalError("prints.nothing")
    counted = counted_anew(library, parts, batch, printed, pages_of)
    return parts.joined([paper.pdf for part, paper in counted for _ in range(part.copies)])


def _with_count(
    library: Library,
    parts: Parts,
    papers: BatchPapers,
    printed: Sequence[tuple[PrintPart, BatchPaper]],
    pages_of: PagesOf,
) -> BatchPapers:
    """With the count sheet on top, where there is something to be stamped."""
    if not printed:
        return papers
    sheet = _count_sheet(library, parts, papers.batch, [part for part, _ in printed], pages_of)
    return replace(papers, papers=(sheet, *papers.papers))


def _count_sheet(
    library: Library, parts: Parts, batch: Batch, printed: Sequence[PrintPart], pages_of: PagesOf
) -> BatchPaper:
    kind = DocumentKind.SEAL_COUNT
    try:
        pdf = make_count_sheet(library, parts, batch, printed)
        return BatchPaper(kind, kind.label, pdf=pdf, pages=pages_of(pdf))
    except OfficeError as error:
        return BatchPaper(kind, kind.label, refusal=sentence(error.code, error.values))


def parts_of(
    papers: BatchPapers,
    order: Sequence[DocumentKind],
    feeding: Mapping[DocumentKind, Feeding],
    left_out: Collection[int] = (),
    numbers_out: Collection[str] = (),
) -> tuple[tuple[PrintPart, BatchPaper], ...]:
    """The parts of a job: the kinds in this order, each as it is fed.

    What cannot be made is left out, papers of the cases that somebody has `left_out`, and those of `numbers_out`.
    """
    found = []
    for kind in order:
        fed = feeding.get(kind, Feeding(copies=0))
        for paper in papers.of(kind) if fed.copies else ():
            is_out = paper.case_id in left_out if paper.case_id else kind is LETTER and paper.number in numbers_out
            if not paper.refusal and not is_out:
                found.append((_part(paper, fed), paper))
    return tuple(found)


def _part(paper: BatchPaper, fed: Feeding) -> PrintPart:
    said = (paper.kind, paper.title, paper.pages, fed.copies, paper.case_id, paper.number, paper.contact)
    return PrintPart(*said, fed.sides, fed.tray)


def _batch(unit: UnitOfWork, batch_id: int) -> Batch:
    batch = unit.batches.get(batch_id)
    if not batch.lines:
        raise RefusalError("printing.empty_batch", number=batch.number)
    return batch


def _made(library: Library, parts: Parts, order: PrintOrder, batch: Batch, title: str, pages_of: PagesOf) -> BatchPaper:
    try:
        matter = library.read(batch_matter, order, batch)
        pdf = parts.shown(make_document(parts, matter, SealStyle.CIRCLE))
        pages = pages_of(pdf)
    except OfficeError as error:
        return BatchPaper(order.kind, title, order.case_id, refusal=sentence(error.code, error.values))
    said = (order.kind, title, order.case_id, matter.number, matter.contact)
    return BatchPaper(*said, pdf, pages, matter.printed_before)


def batch_matter(unit: UnitOfWork, order: PrintOrder, batch: Batch) -> PrintMatter:
    """What a paper of a batch says; of a case the very sheet that was issued with the batch.

    Raises as `gather`, RefusalError `prints.letter_not_issued` for a letter that is a draft, and `prints.not_of_batch`
    where the case has left the batch, was decided anew, or its number was given up.
    """
    if order.case_id:
        acts = unit.events.of(order.case_id)
        is_off = has_left(acts, batch.number) or is_decided_anew(acts, batch.number)
        if is_off or is_given_up(unit, order.case_id, batch):
            raise RefusalError("prints.not_of_batch", number=batch.number)
    matter = gather(unit, order)
    if order.kind is LETTER and matter.entry is None:
        raise RefusalError("prints.letter_not_issued")
    if order.case_id and matter.entry is None:
        raise RefusalError("prints.not_of_batch", number=batch.number)
    return matter
