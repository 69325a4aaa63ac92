"""Ctrl+K: type a few characters; carry out an action, go to a case, to a section of the settings or of the manual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache

from PySide6.QtCore import QEvent, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reviewer_ui.actions import ACTIONS, Actions, ActionSpec
from reviewer_ui.help.keys_dialog import ROW_HEIGHT

_NAME_ROLE = Qt.ItemDataRole.UserRole
_GOAL_ROLE = Qt.ItemDataRole.UserRole + 1
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
#: So long after the last key the cases are asked for (ms).
_PAUSE_MS = 60
#: A case is looked for by at least so many characters: one alone finds every second case.
LEAST_CHARACTERS = 2


class Kind(StrEnum):
    """What a line of the list leads to; the value is the word at its end."""

    ACTION = ""
    CASE = "案件"
    SETTING = "设置"
    MANUAL = "手册"


@dataclass(frozen=True, slots=True)
class Goal:
    """One line: what it leads to, its name there, the words shown, and words by which it is found as well."""

    kind: Kind
    name: str
    words: str
    also: str = ""

    def has(self, wanted: str) -> bool:
        """Whether what was typed stands in its words."""
        return wanted in f"{self.words}{self.also}".lower()


class CommandPalette(QDialog):
    """A field and what fits: actions that can be done now, cases, settings, chapters, then what cannot be done and why.

    `cases_wanted` asks for the cases of what is typed (they come by `show_cases`), `chosen` says where to go.
    """

    cases_wanted = Signal(str)
    chosen = Signal(object)  # Goal

    def __init__(self, actions: Actions, places: Sequence[Goal] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._actions = actions
        self._places = places
        # What belongs to a list or page is done where the keyboard was when the palette came.
        self._focus = parent.window().focusWidget() if parent is not None else None
        self._cases: tuple[Goal, ...] = ()
        self._is_going = False
        self.resize(520, 420)
        self.setAccessibleName("命令")
        self.field = QLineEdit()
        self.field.setPlaceholderText("输入几个字：操作、案件、设置、手册")
        self.field.setAccessibleName("查找操作、案件、设置和手册")
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAccessibleName("找到的")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask_for_cases)
        self.field.textChanged.connect(lambda _text: self._take_text())
        self.field.returnPressed.connect(self._carry_out)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item, _column: self._carry_out())
        self.list.itemClicked.connect(lambda _item, _column: self._carry_out())
        self._fill()

    @property
    def wanted(self) -> str:
        """What is looked for."""
        return self.field.text().strip().lower()

    def show_cases(self, wanted: str, cases: Sequence[Goal]) -> None:
        """Adds the cases that were found; an answer to what is no longer asked is let go."""
        if wanted == self.wanted and not self._is_going:
            self._cases = tuple(cases)
            self._fill()

    def done(self, result: int) -> None:
        """Goes away, once: while it is being hidden it loses the keyboard, which must not close it again.

        Closed from within its own closing, it would stay in Qt's list of modal dialogs, and the next window be dead.
        """
        if not self._is_going:
            self._is_going = True
            super().done(result)

    def changeEvent(self, event: QEvent) -> None:
        """Goes away when one clicks elsewhere."""
        super().changeEvent(event)
        if event.type() is QEvent.Type.ActivationChange and not self.isActiveWindow() and self.isVisible():
            self.reject()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Lets the arrow keys move the list while one types."""
        is_key = watched is self.field and event.type() is QEvent.Type.KeyPress
        if is_key and isinstance(event, QKeyEvent) and event.key() in _MOVES:
            self.list.event(event)
            return True
        return super().eventFilter(watched, event)

    def _take_text(self) -> None:
        self._cases = ()
        self._fill()
        if len(self.wanted) >= LEAST_CHARACTERS:
            self._pause.start()
        else:
            self._pause.stop()

    def _ask_for_cases(self) -> None:
        self.cases_wanted.emit(self.wanted)

    def _fill(self) -> None:
        """What comes later goes below what stands: a line must not move away under Enter."""
        wanted = self.wanted
        before = self.list.currentItem()
        chosen = before.data(0, _GOAL_ROLE) if before is not None else None
        self.list.clear()
        fitting = [spec for spec in ACTIONS if _fits(spec, wanted)]
        offered = [spec for spec in fitting if spec.id != "command.palette"]
        closed = {spec.id: self._actions.why_out_of_reach(spec.id, self._focus) for spec in offered}
        for spec in offered:
            if not closed[spec.id] and self._actions[spec.id].isEnabled():
                self._add(_goal(spec, spec.label), self._actions.keys(spec.id), self._actions[spec.id].statusTip())
        if wanted:
            for goal in (*(place for place in self._places if place.has(wanted)), *self._cases):
                self._add(goal, goal.kind.value, goal.words)
        for spec in offered:
            if why := closed[spec.id]:
                line = self._add(_goal(spec, f"{spec.label}　{why}"), self._actions.keys(spec.id), why)
                line.setFlags(Qt.ItemFlag.NoItemFlags)
        self._choose(chosen if self._cases else None)

    def _choose(self, goal: Goal | None) -> None:
        lines = [self.list.topLevelItem(row) for row in range(self.list.topLevelItemCount())]
        same = [line for line in lines if line is not None and goal is not None and line.data(0, _GOAL_ROLE) == goal]
        if lines and lines[0] is not None:
            self.list.setCurrentItem(same[0] if same else lines[0])

    def _add(self, goal: Goal, right: str, hint: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.list, [goal.words, right])
        item.setToolTip(0, hint)
        item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        item.setData(0, _NAME_ROLE, goal.name)
        item.setData(0, _GOAL_ROLE, goal)
        return item

    def _carry_out(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            goal = item.data(0, _GOAL_ROLE)
            self.accept()
            if goal.kind is Kind.ACTION:
                self._actions[goal.name].trigger()
            else:
                self.chosen.emit(goal)


def _fits(spec: ActionSpec, wanted: str) -> bool:
    """Whether what was typed stands in an action's words, or begins the first letters of how its name sounds."""
    if wanted in f"{spec.label}{spec.help}{spec.keys}".lower():
        return True
    return wanted.isascii() and wanted.isalpha() and _letters_of(spec.label).startswith(wanted)


@cache
def _letters_of(label: str) -> str:
    # The table of letters is left until letters are typed.
    from reviewer_resources.initials import initials

    return initials(label)


def _goal(spec: ActionSpec, words: str) -> Goal:
    return Goal(Kind.ACTION, spec.id, words)
