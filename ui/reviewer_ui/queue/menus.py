"""What can be done with the chosen cases: the menu of the right button, and the acts that keys share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QMenu, QTableView, QWidget

from reviewer_app.services.listing.batch_acts import MOST, BatchAct
from reviewer_ui.actions import ACTIONS, Actions, Place
from reviewer_ui.context import Context

#: The acts on chosen cases, by the id of their action.
BATCH_ACTS = {
    "queue.assign": BatchAct.ASSIGN,
    "queue.set_aside": BatchAct.SET_ASIDE,
    "queue.take_up": BatchAct.TAKE_UP,
    "queue.receive": BatchAct.RECEIVE,
    "queue.label": BatchAct.LABEL,
    "queue.unlabel": BatchAct.UNLABEL,
}


class ChosenCases:
    """Does to the chosen cases what is asked for; `chosen` gives their ids, in the order of the list."""

    def __init__(self, context: Context, chosen: Callable[[], list[int]], parent: QWidget) -> None:
        self._context, self._chosen, self._parent = context, chosen, parent
        for name, act in BATCH_ACTS.items():
            context.actions.bind(name, partial(self.ask, act))

    def ask(self, act: BatchAct) -> None:
        """Opens the dialog of an act on the chosen cases."""
        ids = self._chosen()
        if not ids:
            self._context.messages.inform("请先在列表里选一件或几件案件。")
        elif len(ids) > MOST:
            self._context.messages.inform(f"选中了 {len(ids):,} 件，一次最多 {MOST} 件。")
        else:
            self._context.background.run_read(lambda unit: unit.today, then=partial(self._open, act, ids))

    def _open(self, act: BatchAct, ids: list[int], today: date) -> None:
        from reviewer_ui.queue.batch import BatchDialog

        if QApplication.activeModalWidget() is not None:
            # Asked twice before the first dialog came: it stands there now.
            return
        dialog = BatchDialog(self._context, act, ids, today, self._parent)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def show_menu(self, view: QTableView, at: QPoint) -> None:
        """The menu at a place of the list."""
        ids = self._chosen()
        if not ids:
            return
        menu = QMenu(view)
        fill_menu(menu, self._context.actions, len(ids), self.ask)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(view.viewport().mapToGlobal(at))


def fill_menu(menu: QMenu, actions: Actions, count: int, ask: Callable[[BatchAct], None]) -> None:
    """The acts open on the one case, then those on all that are chosen, with their number.

    Among several there may be one for which an act is open, whatever holds for the one shown: the dry run tells.
    """
    if count == 1:
        for spec in ACTIONS:
            if spec.place is Place.CASE and actions[spec.id].isEnabled():
                menu.addAction(actions[spec.id])
        menu.addSeparator()
    else:
        menu.addSection(f"选中 {count:,} 件")
    for name, act in BATCH_ACTS.items():
        entry = menu.addAction(f"{actions[name].text()}…")
        entry.setShortcut(actions[name].shortcut())
        entry.setEnabled(count > 1 or actions[name].isEnabled())
        entry.triggered.connect(partial(_ask, ask, act))
    menu.addSeparator()
    for name in ("queue.undo", "queue.redo"):
        menu.addAction(actions[name])


def _ask(ask: Callable[[BatchAct], None], act: BatchAct, _checked: bool = False) -> None:
    ask(act)
