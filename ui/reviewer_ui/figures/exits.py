"""What leaves the page of figures: the printed page with its preview, and the workbook."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.listing.figures import FiguresView
from reviewer_app.services.figures.heads import season_words
from reviewer_app.services.figures.reading import gather_figures
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.printing.making import Previewed, Wanted
from reviewer_ui.printing.opening import Previews


class FigureExits:
    """Prints and exports the figures as they are shown now."""

    def __init__(self, context: Context, page: QWidget) -> None:
        self._context, self._page = context, page
        self.previews = Previews(context, page)

    def print(self, view: FiguresView, with_waiting: bool) -> None:
        """Makes the page beside the window and opens its preview."""
        parts, chosen = self._context.parts, _chosen(view)

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Previewed:
            paper = library.read(gather_figures, *chosen, with_waiting)
            pdf = parts.figures.digest(paper)
            order = PrintOrder(DocumentKind.FIGURES)
            title = f"{DocumentKind.FIGURES.label} {season_words(paper.view.now.season)}"
            return Previewed(Wanted(order), PrintMatter(order, title, "", (), 0, kept=pdf), pdf, parts.shown(pdf))

        self._context.background.run_long(work, then=self.previews.present)

    def ask_workbook(self, view: FiguresView, with_waiting: bool) -> QFileDialog:
        """Asks where the workbook is to lie; the dialog, already open, is given back."""
        name = f"{season_words(view.now.season)}数读.xlsx"
        dialog = place_dialog(self._context.preferences, "导出数读工作簿", name, self._page)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda chosen: self.write_workbook(view, with_waiting, Path(chosen)))
        dialog.open()
        return dialog

    def write_workbook(self, view: FiguresView, with_waiting: bool, path: Path) -> None:
        """Writes the workbook; an older file is replaced only by a whole one."""
        parts, chosen = self._context.parts, _chosen(view)

        def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
            paper = library.read(gather_figures, *chosen, with_waiting)
            try:
                parts.figures.workbook(paper, path)
            except OSError as problem:
                raise TroubleError("printing.not_saved", path=str(path)) from problem

        def told(_none: None) -> None:
            self._context.messages.inform(f"数读已导出为“{path.name}”。")

        self._context.background.run_long(work, then=told)


def _chosen(view: FiguresView) -> tuple[str, str]:
    """The seasons that are shown: what is made says the same."""
    return view.now.season, view.before.season if view.before is not None else ""
