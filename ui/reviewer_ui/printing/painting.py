"""Putting the previewed pages on a printer: the same picture, at the printer's own resolution."""

from __future__ import annotations

import ctypes
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import QMarginsF, QPointF, QRectF, QSize
from PySide6.QtGui import QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import Cancelled, Progress
from reviewer_app.services.ports.papers import PrinterOffset
from reviewer_ui.printing.pdf_pages import PdfPages

_LIBRARY = "libcups.so.2"
#: IPP statuses from here on are errors (RFC 8011, 4.1.6).
_FIRST_ERROR = 0x0400


def was_refused() -> bool:
    """Whether the last job this thread handed to the print service was refused (not accepting, service gone).

    The service keeps its last answer by thread: ask on the thread that printed, right after. Where printing does not
    go through that service nothing is known, and nothing is claimed.
    """
    service = _service()
    return service is not None and int(service.cupsLastError()) >= _FIRST_ERROR


@cache
def _service() -> ctypes.CDLL | None:
    if not sys.platform.startswith("linux"):
        return None
    try:
        return ctypes.CDLL(_LIBRARY)
    except OSError:
        return None


#: Sharper than this nobody sees, and a page of A4 takes 140 MB at 600 dots per inch.
FINEST = 600
_MILLIMETRES = 25.4
NO_OFFSET = PrinterOffset()


def pages_asked(printer: QPrinter, count: int) -> list[int]:
    """The pages (from 0) the officer's range asks for, in the order they are to be laid out."""
    ranges = printer.pageRanges()
    if ranges.isEmpty() and printer.fromPage():
        chosen = range(printer.fromPage() - 1, min(printer.toPage() or count, count))
        pages = [page for page in chosen if page >= 0]
    elif ranges.isEmpty():
        pages = list(range(count))
    else:
        pages = [page for page in range(count) if ranges.contains(page + 1)]
    is_backwards = printer.pageOrder() is QPrinter.PageOrder.LastPageFirst
    return pages[::-1] if is_backwards else pages


@dataclass(frozen=True, slots=True)
class PaintedSide:
    """One side of a sheet: a page (from 0) of a document, or as much empty paper."""

    pages: PdfPages
    page: int
    is_blank: bool = False


def print_pages(
    pdf: bytes, printer: QPrinter, offset: PrinterOffset, on_progress: Progress, is_cancelled: Cancelled
) -> int:
    """Prints the asked pages; how many sheets' sides were laid out, 0 when cancelled.

    Runs on a thread of its own. `offset` is taken back. Raises TroubleError `printing.no_pages`, `printing.not_begun`,
    `printing.stopped` or `printing.refused`; a job that stops is withdrawn from the printer.
    """
    pages = PdfPages(pdf)
    asked = pages_asked(printer, pages.count)
    if not asked:
        raise TroubleError("printing.no_pages", count=pages.count)
    copies = 1 if printer.supportsMultipleCopies() else max(1, printer.copyCount())
    order = [PaintedSide(pages, page) for _ in range(copies) for page in asked]
    return print_sides(order, printer, offset, on_progress, is_cancelled)


def print_sides(
    order: Sequence[PaintedSide],
    printer: QPrinter,
    offset: PrinterOffset,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> int:
    """Prints sides of any documents as one job; as `print_pages`."""
    if not order:
        raise TroubleError("printing.no_pages", count=0)
    _fit_paper(printer, order[0].pages.layout(order[0].page))
    painter = QPainter()
    if not painter.begin(printer):
        raise TroubleError("printing.not_begun", printer=printer.printerName())
    try:
        sides = _paint(painter, printer, order, offset, on_progress, is_cancelled)
    finally:
        painter.end()
    # Only now is the job handed over to the print service.
    if sides and printer.outputFormat() is QPrinter.OutputFormat.NativeFormat and was_refused():
        raise TroubleError("printing.refused", printer=printer.printerName())
    return sides


def _paint(
    painter: QPainter,
    printer: QPrinter,
    order: Sequence[PaintedSide],
    offset: PrinterOffset,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> int:
    for place, side in enumerate(order):
        if is_cancelled():
            printer.abort()
            return 0
        if place:
            _fit_paper(printer, side.pages.layout(side.page))
            if not printer.newPage():
                _withdraw(printer, side.page)
        if not side.is_blank:
            _draw(painter, printer, side.pages, side.page, offset)
        if printer.printerState() in (QPrinter.PrinterState.Error, QPrinter.PrinterState.Aborted):
            _withdraw(printer, side.page)
        on_progress(place + 1, len(order))
    return len(order)


def _fit_paper(printer: QPrinter, wanted: QPageLayout) -> None:
    """Takes the page's own paper; what the officer chose for the whole job (tray, duplex, copies) stays."""
    now = printer.pageLayout()
    if now.pageSize().isEquivalentTo(wanted.pageSize()) and now.orientation() is wanted.orientation():
        printer.setFullPage(True)
        return
    printer.setPageSize(wanted.pageSize())
    printer.setPageOrientation(wanted.orientation())
    printer.setFullPage(True)
    printer.setPageMargins(QMarginsF(0, 0, 0, 0), QPageLayout.Unit.Point)


def _draw(painter: QPainter, printer: QPrinter, pages: PdfPages, page: int, offset: PrinterOffset) -> None:
    resolution = printer.resolution()
    size = pages.size(page)
    picture = pages.picture(page, min(resolution, FINEST))
    dots = QSize(round(size.width() * resolution / 72), round(size.height() * resolution / 72))
    shift = QPointF(-offset.right * resolution / _MILLIMETRES, -offset.down * resolution / _MILLIMETRES)
    painter.drawImage(QRectF(shift, dots.toSizeF()), picture)


def _withdraw(printer: QPrinter, page: int) -> None:
    printer.abort()
    raise TroubleError("printing.stopped", printer=printer.printerName(), page=page + 1)
