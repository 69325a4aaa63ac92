"""A new recovery sheet: looked at, put on paper, and only then put in force."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.office.library_keys import recovery_sheet
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.painting import NO_OFFSET, print_pages
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (820, 680)


@dataclass(frozen=True, slots=True)
class MadeSheet:
    """A sheet that is not in force yet; its words must not come into a log by way of a repr."""

    words: str = field(repr=False)
    pdf: bytes = field(repr=False)


def making_sheet(parts: Parts) -> LongWork[MadeSheet]:
    """The job of making a sheet with new words; they are nowhere but in what it gives back."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> MadeSheet:
        words = library.new_sheet_words()
        values = library.read(recovery_sheet, library.folder.name, words)
        return MadeSheet(words, parts.maker.document(values, SealStyle.CIRCLE))

    return work


class SheetDialog(Dialog):
    """Shows the page; `put_in_force` is sent once the library takes this sheet and no other."""

    put_in_force = Signal()

    def __init__(self, context: Context, made: MadeSheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._made = context, made
        self._is_left = False
        self.setWindowTitle("制作恢复单")
        self.setAccessibleName("制作恢复单")
        self.resize(*_SIZE)
        self.view = PageView(self)
        self._pages = PdfPages(made.pdf, self)
        self.view.show_pages(self._pages, None)
        self.note = FieldNote()
        self.print = Button("打印…", ButtonKind.PLAIN, "print")
        self.save = Button("另存为 PDF…")
        self.use = Button("已印好，启用", ButtonKind.PRIMARY)
        self.use.setEnabled(False)
        self.leave = Button("不启用，关闭")
        self.print.clicked.connect(self._ask_printer)
        self.save.clicked.connect(self._warn_of_file)
        self.use.clicked.connect(self._use)
        self.leave.clicked.connect(self.reject)
        self._lay_out()

    def print_on(self, printer: QPrinter) -> None:
        """Prints the page; the job's name says nothing of the words."""
        printer.setDocName("恢复单")
        pdf = self._made.pdf

        def work(_desk: Library, progress: Progress, is_cancelled: Cancelled) -> int:
            return print_pages(pdf, printer, NO_OFFSET, progress, is_cancelled)

        self._context.background.run_long(work, then=self._say_printed, failed=self._refuse)

    def save_as(self, path: Path) -> None:
        """Writes the page as a file that the officer has asked for in spite of the warning."""
        pdf = self._made.pdf

        def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            try:
                write_file(path, pdf)
            except OSError as problem:
                raise TroubleError("printing.not_saved", path=str(path)) from problem

        self._context.background.run_long(
            work, then=lambda _none: self._say_on_paper("sheet_saved"), failed=self._refuse
        )

    def done(self, result: int) -> None:
        """What is still under way may end, but nothing of the dialog is touched any more."""
        self._is_left = True
        super().done(result)

    def _ask_printer(self) -> None:
        if not QPrinterInfo.availablePrinterNames():
            self.note.say(sentence("printing.no_printer"), Tone.BAD)
            return
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setPageLayout(self._pages.layout(0))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.accepted.connect(lambda: self.print_on(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _warn_of_file(self) -> None:
        question = Question(
            title="把恢复单存成文件",
            says=sentence("people.sheet_file_warning"),
            confirm="仍要存成文件…",
            is_final=True,
        )
        dialog = DecisionDialog(question, self)
        dialog.confirmed.connect(dialog.accept)
        dialog.confirmed.connect(self._ask_file)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _ask_file(self) -> None:
        dialog = place_dialog(self._context.preferences, "另存为 PDF", "恢复单.pdf", self)
        dialog.setNameFilter("PDF 文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()

    def _say_printed(self, sides: int) -> None:
        if sides:
            self._say_on_paper("sheet_printed")

    def _say_on_paper(self, what: str) -> None:
        if not self._is_left:
            self.use.setEnabled(True)
            self.note.say(sentence(f"people.{what}"), Tone.OK)

    def _use(self) -> None:
        words = self._made.words

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            library.put_sheet_in_force(words)

        self.use.setEnabled(False)
        self._context.background.run_long(work, then=self._finish, failed=self._refuse_use)

    def _finish(self, _none: None) -> None:
        self.put_in_force.emit()
        if not self._is_left:
            self.accept()

    def _refuse_use(self, error: Exception) -> None:
        if not self._is_left:
            self.use.setEnabled(True)
        self._refuse(error)

    def _refuse(self, error: Exception) -> None:
        if self._is_left:
            self._context.messages.failure(error)
        else:
            self.note.say(sentence_of(error), Tone.BAD)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.leave)
        foot.addStretch(1)
        for button in (self.save, self.print, self.use):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addWidget(Words("恢复单", TextRole.HEAD))
        column.addWidget(Words(sentence("people.sheet_steps"), TextRole.NOTE, wrap=True))
        column.addWidget(self.view, 1)
        column.addWidget(self.note)
        column.addLayout(foot)
