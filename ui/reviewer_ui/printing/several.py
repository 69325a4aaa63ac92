"""Printing one document of each of several cases: asked once, each a job of its own, one that fails stops no other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.making import PrintDone, Wanted, making, printing
from reviewer_ui.printing.painting import NO_OFFSET
from reviewer_ui.widgets.decision import DecisionDialog, Question


@dataclass(frozen=True, slots=True)
class SeveralDone:
    """How many documents the printer took, why the others were not printed, and what was put on record."""

    printed: int
    refused: tuple[str, ...]
    changes: Changes


def printing_several(parts: Parts, orders: Sequence[PrintOrder], printer: QPrinter) -> LongWork[SeveralDone]:
    """The job of printing the documents one after another; each is on record once the printer has taken it."""
    file = printer.outputFileName()

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> SeveralDone:
        printed, refused, touched = 0, [], set[int]()
        for place, order in enumerate(orders, start=1):
            if is_cancelled():
                break
            if file:
                # A printer that writes files would write each over the one before.
                path = Path(file)
                printer.setOutputFileName(str(path.with_stem(f"{path.stem}-{place}")))
            try:
                done = _print_one(parts, library, order, printer, is_cancelled)
            except OfficeError as error:
                refused.append(sentence_of(error))
            else:
                printed += bool(done.sides)
                touched |= done.changes.applications
            on_progress(place, len(orders))
        return SeveralDone(printed, tuple(refused), Changes(frozenset({Noun.CASE}), frozenset(touched)))

    return work


def _print_one(
    parts: Parts, library: Library, order: PrintOrder, printer: QPrinter, is_cancelled: Cancelled
) -> PrintDone:
    def unseen(_done: int, _total: int) -> None:
        """The progress told is that of the documents, not of their pages."""

    previewed = making(parts, Wanted(order))(library, unseen, is_cancelled)
    printer.setDocName(previewed.matter.title)
    return printing(previewed, printer, NO_OFFSET)(library, unseen, is_cancelled)


def ask_several(
    context: Context, title: str, orders: Sequence[PrintOrder], lines: Sequence[str], window: QWidget
) -> DecisionDialog | None:
    """Shows what will be printed, then asks for the printer; says so where there is none."""
    if not QPrinterInfo.availablePrinterNames():
        context.messages.inform(sentence("printing.no_printer"))
        return None
    says = sentence("printing.several", {"count": len(orders), "title": title})
    dialog = DecisionDialog(Question(title, says, "选打印机…", lines=tuple(lines)), window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)

    def ask_printer(_reason: str, _choice: str) -> None:
        dialog.accept()
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        chooser = QPrintDialog(printer, window)
        chooser.setWindowTitle("打印")
        chooser.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        chooser.accepted.connect(lambda: print_several(context, orders, printer))
        chooser.finished.connect(chooser.deleteLater)
        QDialog.open(chooser)

    dialog.confirmed.connect(ask_printer)
    dialog.open()
    return dialog


def print_several(context: Context, orders: Sequence[PrintOrder], printer: QPrinter) -> None:
    """Prints beside the window and tells at its foot how it ended."""

    def tell(done: SeveralDone) -> None:
        places = {"count": done.printed, "refused": len(done.refused), "why": "；".join(dict.fromkeys(done.refused))}
        code = "several_part" if done.refused else "several_done"
        context.messages.inform(sentence(f"printing.{code}", places))

    context.background.run_long(printing_several(context.parts, orders, printer), then=tell)
