"""The lists an officer reads, taken out: printed from their preview, or written as a workbook."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog, QMenu, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.dispatch.file_hash import file_word
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_resources.phrases import sentence
from reviewer_ui.background import LongWork
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.opening import Previews
from reviewer_ui.widgets import Button


@dataclass(frozen=True, slots=True)
class Offered:
    """One list that can be taken out: how the menu calls it, and what it is asked for as when it is chosen."""

    name: str
    order: Callable[[], PrintOrder | None]


class TableExits(QObject):
    """Prints and exports lists over a window; `told` is said where the officer looks, else at the window's foot."""

    def __init__(self, context: Context, window: QWidget, told: Callable[[str], None] | None = None) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self._told = told
        self.previews = Previews(context, window)

    def offer(self, button: Button, lists: Sequence[Offered]) -> QMenu:
        """Puts the lists into a button's menu, each to be printed or exported; the menu can be added to."""
        menu = QMenu(button)
        menu.setAccessibleName(button.text())
        for one in lists:
            if menu.actions():
                menu.addSeparator()
            menu.addAction(f"打印{one.name}…", partial(self._print, one))
            menu.addAction(f"导出{one.name} Excel…", partial(self._ask, one))
        button.setMenu(menu)
        return menu

    def print(self, order: PrintOrder | None) -> None:
        """Opens the preview of a list."""
        if order is not None:
            self.previews.show(order, failed=self._failing())

    def ask_export(self, order: PrintOrder | None) -> QFileDialog | None:
        """Asks where the workbook is to lie; the dialog, already open, is given back."""
        if order is None:
            return None
        season, label = dict(order.extra).get("season", ""), order.kind.label
        name = file_word(f"{season}年度{label.removeprefix('年度')}" if season else label)
        dialog = place_dialog(self._context.preferences, "导出清单", f"{name}.xlsx", self._window)
        dialog.setNameFilter("Excel 工作簿 (*.xlsx)")
        dialog.setDefaultSuffix("xlsx")
        dialog.fileSelected.connect(lambda chosen: self.export_to(order, Path(chosen)))
        dialog.open()
        return dialog

    def export_to(self, order: PrintOrder, path: Path) -> None:
        """Writes the whole list as a workbook; an older file is replaced only by a whole one."""
        tell = self._told or self._context.messages.inform
        said = sentence("outputs.list_exported", {"name": path.name})
        work = exporting(self._context.parts, order, path)
        self._context.background.run_long(work, then=lambda _none: tell(said), failed=self._failing())

    def _failing(self) -> Callable[[Exception], None] | None:
        """Says what went wrong where the officer looks: the window's foot is behind a dialog."""
        told = self._told
        return None if told is None else lambda error: told(sentence_of(error))

    def _print(self, one: Offered) -> None:
        self.print(one.order())

    def _ask(self, one: Offered) -> None:
        self.ask_export(one.order())


def exporting(parts: Parts, order: PrintOrder, path: Path) -> LongWork[None]:
    """The job of writing a list as a workbook."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
        table = library.read(gather, order).table
        if table is None:
            return
        try:
            parts.summaries.standard(table, path)
        except OSError as problem:
            raise TroubleError("printing.not_saved", path=str(path)) from problem

    return work
