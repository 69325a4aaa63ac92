"""The cases looked at lately: back to the one before, and a menu of the last ones."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from reviewer_app.services.cases.reading import queue_rows
from reviewer_app.services.ports.rows import QueueRow
from reviewer_ui.context import Context

#: So many cases are remembered, for as long as the window is open.
MOST = 15


class RecentCases(QObject):
    """Notes each case that is chosen; going back leads along the way one came."""

    wanted = Signal(int)

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self._context, self._over = context, parent
        self._way: list[int] = []
        self._is_going_back = False
        context.actions.bind("queue.back", self.go_back)
        context.actions.bind("queue.recent", self.show_menu)

    @property
    def ids(self) -> list[int]:
        """The cases looked at before the present one, the last one first, each once."""
        return list(dict.fromkeys(reversed(self._way[:-1])))[:MOST]

    def note(self, case_id: int) -> None:
        """A case was chosen."""
        if self._is_going_back or self._way[-1:] == [case_id]:
            return
        self._way = [*self._way[-4 * MOST :], case_id]

    def go_back(self) -> None:
        """To the case before; the present one is no longer on the way."""
        if len(self._way) < 2:
            self._context.messages.inform("之前没有看过别的案件。")
            return
        self._way.pop()
        self._is_going_back = True
        try:
            self.wanted.emit(self._way[-1])
        finally:
            self._is_going_back = False

    def show_menu(self) -> None:
        """The last cases by name."""
        if not self.ids:
            self._context.messages.inform("之前没有看过别的案件。")
        else:
            self._context.background.run_read(queue_rows, self.ids, then=self._show_rows)

    def fill(self, menu: QMenu, rows: list[QueueRow]) -> None:
        """One line a case."""
        for row in rows:
            words = f"{row.project_name}　{row.applicant}".replace("&", "&&")
            menu.addAction(words).triggered.connect(partial(self._go_to, row.id))

    def _go_to(self, case_id: int, _checked: bool = False) -> None:
        self.wanted.emit(case_id)

    def _show_rows(self, rows: list[QueueRow]) -> None:
        menu = QMenu(self._over)
        self.fill(menu, rows)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._over.mapToGlobal(QPoint(12, 60)))
