"""The menu under the name at the top: who is at the desk, locking, password, colours and size, and every action."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QApplication, QMenu, QWidget

from reviewer_ui.actions import ACTIONS, Place
from reviewer_ui.context import Context
from reviewer_ui.look import Look

#: The acts of the menu in their order; an empty name parts them.
_ACTS = ("desk.leave", "desk.lock", "password.change")
_HELP = ("help.manual", "help.keys", "help.about")


class NameMenu(QMenu):
    """What one does about oneself and one's own view; every line is an action of the table or a choice of the look."""

    def __init__(self, context: Context, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context, self._look = context, look
        self.setAccessibleName("本人和外观")
        for action_id in _ACTS:
            self._add(self, action_id)
        self.addSeparator()
        self.colors = self._choices("配色", look.color_words(), look.wear)
        self.sizes = self._choices("字号", look.size_words(), look.resize)
        self.addSeparator()
        self.all = self.addMenu("全部操作")
        for action_id in _HELP:
            self._add(self, action_id)
        self.aboutToShow.connect(partial(self._mark_lines, self))
        self.aboutToShow.connect(self._mark_look)
        self.all.aboutToShow.connect(self._fill)

    def _add(self, menu: QMenu, action_id: str) -> None:
        """The action with its key, by a line of the menu's own: the window's action keeps its place."""
        actions = self._context.actions
        line = QAction(actions.spec(action_id).label, menu)
        line.setObjectName(action_id)
        line.triggered.connect(actions[action_id].trigger)
        menu.addAction(line)

    def _fill(self) -> None:
        """The table place by place, for who works by the mouse."""
        if not self.all.isEmpty():
            return
        for place in Place:
            menu = self.all.addMenu(place.value)
            menu.setToolTipsVisible(True)
            for spec in ACTIONS:
                if spec.place is place:
                    self._add(menu, spec.id)
            menu.aboutToShow.connect(partial(self._mark_lines, menu))

    def _choices(self, title: str, words: dict[str, str], choose: Callable[[str], None]) -> QMenu:
        menu = self.addMenu(title)
        menu.setToolTipsVisible(True)
        group = QActionGroup(menu)
        for name, label in words.items():
            line = menu.addAction(label)
            line.setObjectName(name)
            line.setCheckable(True)
            group.addAction(line)
            line.triggered.connect(partial(_choose, choose, name))
        return menu

    def _mark_lines(self, menu: QMenu) -> None:
        """Shows the keys as they are now, and what cannot be done now with the reason why."""
        actions = self._context.actions
        window = QApplication.activeWindow()
        focus = window.focusWidget() if window is not None else None
        for line in menu.actions():
            if name := line.objectName():
                keys, label = actions.keys(name), actions.spec(name).label
                line.setText(f"{label}\t{keys}" if keys else label)
                why = actions.why_out_of_reach(name, focus)
                line.setEnabled(not why and actions[name].isEnabled())
                line.setToolTip(why or actions.spec(name).help)

    def _mark_look(self) -> None:
        """Shows the colours and the size that hold now."""
        for menu, now in ((self.colors, self._look.color), (self.sizes, self._look.size)):
            for line in menu.actions():
                line.setChecked(line.objectName() == now)
        for line in self.sizes.actions():
            reason = self._look.why_not(line.objectName())
            line.setEnabled(not reason)
            line.setToolTip(reason)


def _choose(choose: Callable[[str], None], name: str, _is_checked: bool = False) -> None:
    choose(name)
