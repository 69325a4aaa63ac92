"""What is taken out of the ledger: its lists on paper or as a workbook, and the calendar file of one project or all."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.guarantee.reading import ledger_calendar
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.ports.after.ledger import LedgerQuery
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.printing.tables import Offered, TableExits
from reviewer_ui.widgets import Button, ButtonKind


class LedgerExits:
    """Behind one button: the list as it is shown now, the standards promised in it, and the calendar file."""

    def __init__(self, context: Context, page: QWidget, query: Callable[[], LedgerQuery]) -> None:
        self._query = query
        self.button = Button("打印或导出 ▾", ButtonKind.LINK)
        self.tables = TableExits(context, page)
        lists = [Offered("台账清单", self.list_order), Offered("承诺标准清单", self.standards_order)]
        menu = self.tables.offer(self.button, lists)
        menu.addSeparator()
        menu.addAction("存日历文件…", lambda: ask_calendar(context, (), "标准化试点台账", page))

    def open(self) -> None:
        """Opens the menu."""
        self.button.menu().popup(self.button.mapToGlobal(self.button.rect().topLeft()))

    def list_order(self) -> PrintOrder:
        """The projects under the chip, of the season and the unit that are shown."""
        query = self._query()
        tab: tuple[tuple[str, str], ...] = (("tab", query.tab.value),)
        return PrintOrder(DocumentKind.LEDGER_LIST, extra=(*tab, *_of(query)))

    def standards_order(self) -> PrintOrder:
        """The standards promised in the season and by the unit that are shown, whatever chip is chosen."""
        return PrintOrder(DocumentKind.STANDARDS_LIST, extra=_of(self._query()))


def _of(query: LedgerQuery) -> tuple[tuple[str, str], ...]:
    return (("season", query.season), ("unit_code", query.unit_code))


def ask_calendar(context: Context, case_ids: Sequence[int], name: str, parent: QWidget) -> QFileDialog:
    """Asks where the calendar file goes; `case_ids` empty means every open project."""
    dialog = place_dialog(context.preferences, "存日历文件", f"{name}.ics", parent)
    dialog.setNameFilter("日历 (*.ics)")
    dialog.setDefaultSuffix("ics")
    dialog.fileSelected.connect(lambda chosen: save_calendar(context, case_ids, Path(chosen)))
    dialog.open()
    return dialog


def save_calendar(context: Context, case_ids: Sequence[int], path: Path) -> None:
    """Writes the file whole, or not at all, and says where it lies."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> int:
        text = library.read(ledger_calendar, case_ids)
        try:
            write_file(path, text.encode())
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem
        return text.count("BEGIN:VEVENT")

    def done(count: int) -> None:
        context.messages.inform(sentence("guarantee.calendar_saved", {"count": count, "file": path.name}))

    context.background.run_long(work, then=done)
