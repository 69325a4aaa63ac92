"""Making a document beside the window: gather it from the library, make its pages, and print them."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtPrintSupport import QPrinter

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.making import OverlayBase, make_document
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, gather, record_printed
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.papers import PlacedBox, PrinterOffset
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.background import LongWork
from reviewer_ui.printing.painting import NO_OFFSET, print_pages

#: A form the applicant has printed: only the text is put on it.
PRINTED_PAPER = OverlayBase()


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a preview shows: the order, the seal's place, and for an overlay what it is laid upon."""

    order: PrintOrder
    seal: SealStyle = SealStyle.CIRCLE
    overlay_base: OverlayBase = PRINTED_PAPER

    @property
    def box(self) -> PlacedBox | None:
        """The box an opinion has to stand in."""
        return self.overlay_base.box if self.order.kind is DocumentKind.OPINION_OVERLAY else None

    @property
    def is_on_printed_paper(self) -> bool:
        """Whether it is laid on paper that is printed already: then the printer's offset shows, and is taken back."""
        return self.order.kind is DocumentKind.OPINION_OVERLAY and self.overlay_base.base is None


@dataclass(frozen=True, slots=True)
class Previewed:
    """A document as it is looked at: what it was asked for as, what was gathered, and its bytes.

    `shown` is what is drawn on the screen and on paper: the same bytes, but where a form has filled fields.
    """

    wanted: Wanted
    matter: PrintMatter
    pdf: bytes
    shown: bytes


@dataclass(frozen=True, slots=True)
class PrintDone:
    """What a print did: the sides laid out (none when it was cancelled), copies, printer."""

    sides: int
    copies: int
    printer: str
    changes: Changes


def making(parts: Parts, wanted: Wanted) -> LongWork[Previewed]:
    """The job of making a document."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Previewed:
        matter = library.read(gather, wanted.order)
        pdf = make_document(parts, matter, wanted.seal, wanted.overlay_base)
        shown = parts.shown(pdf, is_foreign=wanted.overlay_base.base is not None)
        return Previewed(wanted, matter, pdf, shown)

    return work


def printing(previewed: Previewed, printer: QPrinter, offset: PrinterOffset) -> LongWork[PrintDone]:
    """The job of printing what is previewed; it is put on record once the printer has taken all of it."""
    matter = previewed.matter
    straight = offset if previewed.wanted.is_on_printed_paper else NO_OFFSET

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> PrintDone:
        sides = print_pages(previewed.shown, printer, straight, on_progress, is_cancelled)
        copies, name = max(1, printer.copyCount()), printer.printerName() or printer.outputFileName()
        if not sides:
            return PrintDone(0, copies, name, Changes(frozenset()))
        changes = library.change(record_printed, matter, copies, name)
        return PrintDone(sides, copies, name, changes)

    return work
