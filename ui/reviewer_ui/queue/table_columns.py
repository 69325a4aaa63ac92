"""The columns of the full-width table: chosen, moved and resized by each person, and how they are kept."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHeaderView, QMenu

from reviewer_app.services.listing.places import KeptColumn
from reviewer_ui.queue.columns import COLUMNS, PROJECT_COLUMN

#: No column is made narrower than this by hand.
NARROWEST = 48


class TableColumns:
    """Follows the head of the table; the project is always there, wide columns share the room until one is drawn."""

    def __init__(self, head: QHeaderView) -> None:
        self._head = head
        self._is_own = False
        head.setSectionsMovable(True)
        head.setMinimumSectionSize(NARROWEST)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        self.reset()

    def reset(self) -> None:
        """The columns as they ship."""
        self._is_own = False
        for number, column in enumerate(COLUMNS):
            self._head.moveSection(self._head.visualIndex(number), number)
            self._head.setSectionHidden(number, False)
            self._head.resizeSection(number, column.width)
        self.share(self._head.viewport().width())

    def own(self) -> None:
        """From here on the widths are the person's own."""
        self._is_own = True

    def share(self, room: int) -> None:
        """Gives the wide columns what room is left, unless somebody has drawn the widths."""
        if self._is_own:
            return
        shown = [number for number in range(len(COLUMNS)) if not self._head.isSectionHidden(number)]
        stretch = sum(COLUMNS[number].stretch for number in shown)
        left = room - sum(COLUMNS[number].width for number in shown if not COLUMNS[number].stretch)
        for number in shown:
            if COLUMNS[number].stretch:
                self._head.resizeSection(number, max(left * COLUMNS[number].stretch // stretch, 120))

    def kept(self) -> tuple[KeptColumn, ...]:
        """The columns as they stand, from the left; nothing while they are as they ship."""
        if not self._is_own:
            return ()
        order = sorted(range(len(COLUMNS)), key=self._head.visualIndex)
        return tuple(
            KeptColumn(COLUMNS[number].key, _width(self._head, number), self._head.isSectionHidden(number))
            for number in order
        )

    def put_back(self, kept: Sequence[KeptColumn]) -> None:
        """Lays the columns as they were kept; one that came with a later program stands where it ships."""
        numbers = {column.key: number for number, column in enumerate(COLUMNS)}
        known = [one for one in kept if one.key in numbers]
        if not known:
            return
        for place, one in enumerate(known):
            number = numbers[one.key]
            self._head.moveSection(self._head.visualIndex(number), place)
            self._head.resizeSection(number, max(one.width, NARROWEST))
            self._head.setSectionHidden(number, one.is_hidden and number != PROJECT_COLUMN)
        self.own()

    def show(self, number: int, shown: bool) -> None:
        """Shows a column, or leaves it out."""
        self._head.setSectionHidden(number, not shown)
        if shown and self._head.sectionSize(number) < NARROWEST:
            self._head.resizeSection(number, COLUMNS[number].width)
        was_own, self._is_own = self._is_own, False
        if not was_own:
            self.share(self._head.viewport().width())
        self.own()

    def fill_menu(self, menu: QMenu) -> None:
        """Every column with its tick, and the way back."""
        for number, column in enumerate(COLUMNS):
            entry = menu.addAction(column.header)
            entry.setCheckable(True)
            entry.setChecked(not self._head.isSectionHidden(number))
            entry.setEnabled(number != PROJECT_COLUMN)
            entry.toggled.connect(partial(self.show, number))
        menu.addSeparator()
        menu.addAction("恢复默认各列").triggered.connect(lambda _checked: self.reset())

    def show_menu(self, at: QPoint) -> None:
        """The menu of the columns at a place of the head."""
        menu = QMenu(self._head)
        self.fill_menu(menu)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._head.viewport().mapToGlobal(at))


def _width(head: QHeaderView, number: int) -> int:
    return head.sectionSize(number) or COLUMNS[number].width
