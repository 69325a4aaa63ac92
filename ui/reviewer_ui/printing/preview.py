"""The preview: a document as it will lie on paper; from here it is printed and saved, the same bytes each time."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtPrintSupport import QAbstractPrintDialog, QPrintDialog, QPrinter, QPrinterInfo
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.papers.printing import again
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.explaining import Told, tell
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.making import Previewed, PrintDone, Wanted, making, printing
from reviewer_ui.printing.offsets import PrinterOffsets
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.view_bar import ViewBar
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, SlimProgress, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

_SIZE = (940, 690)
#: How much of the window's height the preview takes on a larger screen.
_OF_WINDOW = 0.92
_PRINTER_KEY = "printing/printer"


class PreviewDialog(Dialog):
    """Shows one document; it can be made anew with other choices while it is looked at."""

    def __init__(self, context: Context, previewed: Previewed, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._job: Job | None = None
        self._is_printed = False
        self._is_left = False
        self._pages: PdfPages | None = None
        self.view = PageView(self)
        self.bar = ViewBar(self.view)
        self.title = Words("", TextRole.HEAD)
        self.standing = Words("", TextRole.NOTE)
        self.note = FieldNote()
        self.progress = SlimProgress()
        self.issue = Button("发文…")
        self.save = Button("另存为 PDF…")
        self.print = Button("打印…", ButtonKind.PRIMARY, "print")
        self.leave = Button("关闭")
        self.save.setShortcut(QKeySequence(QKeySequence.StandardKey.Save))
        self.print.setShortcut(QKeySequence(QKeySequence.StandardKey.Print))
        self.resize(self._fitting())
        self.setWindowFlag(Qt.WindowType.WindowMaximizeButtonHint)
        self._lay_out()
        self.issue.clicked.connect(self._ask_issue)
        self.save.clicked.connect(self._ask_file)
        self.print.clicked.connect(self._ask_printer)
        self.leave.clicked.connect(self.reject)
        self.progress.cancel_requested.connect(self._cancel)
        tell(self.view, self._told)
        tell(self.standing, self._told, is_stop=False)
        self.show_document(previewed)

    def _fitting(self) -> QSize:
        """The usual size, and more where the window below has it: a whole page is read without scrolling."""
        least = QSize(*_SIZE)
        parent = self.parentWidget()
        window = parent.window().size() if parent else least
        height = max(least.height(), round(window.height() * _OF_WINDOW))
        return QSize(least.width() * height // least.height(), height).boundedTo(window).expandedTo(least)

    def show_document(self, previewed: Previewed) -> None:
        """Shows a document in place of the former one."""
        former, pages = self._pages, PdfPages(previewed.shown, self)
        self._pages = pages
        self.previewed = previewed
        self.view.show_pages(pages, previewed.wanted.box)
        if former is not None:
            former.deleteLater()
        self.bar.show_count(pages.count)
        self.setWindowTitle(previewed.matter.title)
        self.setAccessibleName(previewed.matter.title)
        self.title.setText(previewed.matter.title)
        values = previewed.matter.values
        is_draft = bool(values and values.is_draft)
        matter = previewed.matter
        self.issue.setVisible(matter.can_issue)
        draft = "草稿，未发文" if matter.can_issue else "草稿，尚未定稿"
        said = (
            draft if is_draft else "",
            matter.entry.called if matter.entry else "",
            again(previewed.matter.printed_before),
        )
        self.standing.setText(" · ".join(part for part in said if part))
        self.standing.set_tone(Tone.WARN)

    def _told(self) -> Told | None:
        """Where the day and the number on the paper come from, and what its words were gathered from, and when."""
        matter, values = self.previewed.matter, self.previewed.matter.values
        if values is None:
            return None
        is_today = values.made_at is None or values.made_at.date() == values.day
        said = [sentence("why.paper_today" if is_today else "why.paper_then", {"day": values.day})]
        said += [sentence("why.paper_number", {"number": matter.entry.called})] if matter.entry else []
        if values.made_at is not None:
            said.append(sentence("why.paper_source", {"at": f"{values.made_at:%Y-%m-%d %H:%M}"}))
        return Told(matter.title, f"纸面日期 {values.day:%Y-%m-%d}", said)

    def make(self, wanted: Wanted) -> None:
        """Makes the document anew with other choices; the one looked at stays until the new one is there."""
        self.note.clear()
        self._context.background.run_long(making(self._context.parts, wanted), then=self._show_new, failed=self._refuse)

    def print_on(self, printer: QPrinter) -> None:
        """Prints what is looked at, beside the window; on record once the printer has taken it."""
        self._set_busy(True)
        self.note.clear()
        self.progress.start("正在打印")
        offset = PrinterOffsets(self._context.preferences).of(printer.printerName())
        printer.setDocName(self.previewed.matter.title)
        self._job = self._context.background.run_long(
            printing(self.previewed, printer, offset),
            then=self._say_printed,
            failed=self._refuse,
            progress=self._show_progress,
        )

    def save_as(self, path: Path) -> None:
        """Writes the very bytes that are looked at."""
        pdf = self.previewed.pdf

        def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            try:
                write_file(path, pdf)
            except OSError as problem:
                raise TroubleError("printing.not_saved", path=str(path)) from problem

        self._context.background.run_long(work, then=lambda _none: self._say_saved(path), failed=self._refuse)

    def done(self, result: int) -> None:
        """A print under way goes on when the preview is left; how it ended is said at the foot of the window."""
        self._is_left = True
        super().done(result)

    def _show_new(self, previewed: Previewed) -> None:
        if not self._is_left:
            self._is_printed = False
            self.show_document(previewed)

    def _ask_printer(self) -> None:
        """A second print is a reprint and says so on the page: it is made anew before it is sent."""
        if not QPrinterInfo.availablePrinterNames():
            self.note.say(sentence("printing.no_printer"), Tone.BAD)
        elif self._is_printed:
            self._context.background.run_long(
                making(self._context.parts, self.previewed.wanted), then=self._ask_again, failed=self._refuse
            )
        else:
            self._open_print_dialog()

    def _ask_again(self, previewed: Previewed) -> None:
        if not self._is_left:
            self._show_new(previewed)
            self._open_print_dialog()

    def _open_print_dialog(self) -> None:
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        kept = self._context.preferences.text(_PRINTER_KEY)
        if kept in QPrinterInfo.availablePrinterNames():
            printer.setPrinterName(kept)
        if self._pages is not None:
            printer.setPageLayout(self._pages.layout(0))
        dialog = QPrintDialog(printer, self)
        dialog.setWindowTitle("打印")
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintToFile, False)
        dialog.setOption(QAbstractPrintDialog.PrintDialogOption.PrintCurrentPage, False)
        dialog.setMinMax(1, self.bar.page.maximum())
        dialog.accepted.connect(lambda: self._print_chosen(printer))
        dialog.finished.connect(dialog.deleteLater)
        QDialog.open(dialog)

    def _print_chosen(self, printer: QPrinter) -> None:
        self._context.preferences.put(_PRINTER_KEY, printer.printerName())
        self.print_on(printer)

    def _say_printed(self, done: PrintDone) -> None:
        said = f"已送到“{done.printer}”，{done.copies} 份，已记入流转记录。"
        if not done.sides:
            said = "已取消打印，没有记为已打印。"
        if self._is_left:
            # Nothing of the dialog may be touched any more: it is being taken down.
            self._context.messages.inform(said)
            return
        self._set_busy(False)
        self._is_printed = bool(done.sides)
        self.note.say(said, Tone.OK if done.sides else None)

    def _say_saved(self, path: Path) -> None:
        said = f"已保存到 {path}。"
        if self._is_left:
            self._context.messages.inform(said)
        else:
            self.note.say(said, Tone.OK)

    def _refuse(self, error: Exception) -> None:
        if self._is_left:
            self._context.messages.failure(error)
            return
        self._set_busy(False)
        self.note.say(sentence_of(error), Tone.BAD)

    def _show_progress(self, done: int, total: int) -> None:
        if not self._is_left:
            self.progress.set_progress(done, total)

    def _set_busy(self, is_busy: bool) -> None:
        self.print.setEnabled(not is_busy)
        self.save.setEnabled(not is_busy)
        if not is_busy:
            self._job = None
            self.progress.finish()

    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _ask_issue(self) -> None:
        from reviewer_ui.printing.issuing import ask_issue

        ask_issue(
            self._context,
            self.previewed.matter,
            lambda _result: self.make(self.previewed.wanted),
            self,
        )

    def _ask_file(self) -> None:
        dialog = place_dialog(self._context.preferences, "另存为 PDF", self.previewed.matter.file_name, self)
        dialog.setNameFilter("PDF 文件 (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.fileSelected.connect(lambda chosen: self.save_as(Path(chosen)))
        dialog.open()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.title)
        head.addWidget(self.standing)
        head.addStretch(1)
        self.options = QVBoxLayout()
        self.options.setSpacing(0)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.note, 20)
        foot.addWidget(self.progress, 20)
        foot.addStretch(1)
        for button in (self.leave, self.issue, self.save, self.print):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addLayout(self.options)
        column.addWidget(self.bar)
        column.addWidget(self.view, 1)
        column.addLayout(foot)
