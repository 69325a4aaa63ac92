"""The menu under the name at the top: who is at the desk, locking, password, colours and the size of everything."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

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
            self._add(action_id)
        self.addSeparator()
        self.colors = self._choices("配色", look.color_words(), look.wear)
        self.sizes = self._choices("字号", look.size_words(), look.resize)
        self.addSeparator()
        for action_id in _HELP:
            self._add(action_id)
        self.aboutToShow.connect(self._mark)

    def _add(self, action_id: str) -> None:
        """The action with its key, by a line of this menu's own: the window's action keeps its place."""
        actions = self._context.actions
        line = QAction(actions.spec(action_id).label, self)
        line.setObjectName(action_id)
        line.triggered.connect(actions[action_id].trigger)
        self.addAction(line)

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

    def _mark(self) -> None:
        """Shows what holds now, and the keys as they are now."""
        actions = self._context.actions
        for line in self.actions():
            if line.objectName():
                keys = actions.keys(line.objectName())
                label = actions.spec(line.objectName()).label
                line.setText(f"{label}\t{keys}" if keys else label)
                line.setEnabled(actions[line.objectName()].isEnabled())
        for menu, now in ((self.colors, self._look.color), (self.sizes, self._look.size)):
            for line in menu.actions():
                line.setChecked(line.objectName() == now)
        for line in self.sizes.actions():
            reason = self._look.why_not(line.objectName())
            line.setEnabled(not reason)
            line.setToolTip(reason)


def _choose(choose: Callable[[str], None], name: str, _is_checked: bool = False) -> None:
    choose(name)
