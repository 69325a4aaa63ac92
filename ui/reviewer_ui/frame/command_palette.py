"""Ctrl+K: type a few characters of any action and carry it out."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from reviewer_ui.actions import ACTIONS, Actions, ActionSpec
from reviewer_ui.frame.keys_dialog import ROW_HEIGHT

_ID_ROLE = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)


class CommandPalette(QDialog):
    """A field and the actions that fit: first what can be done now, then what cannot, with the reason."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, Qt.WindowType.Dialog | Qt.WindowType.FramelessWindowHint)
        self._actions = actions
        self._is_going = False
        self.resize(480, 420)
        self.setAccessibleName("命令")
        self.field = QLineEdit()
        self.field.setPlaceholderText("输入几个字，例如“导入”“备份”")
        self.field.setAccessibleName("查找操作")
        self.list = QTreeWidget()
        self.list.setColumnCount(2)
        self.list.setHeaderHidden(True)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.header().setStretchLastSection(False)
        self.list.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.list.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.list.setAccessibleName("操作")
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 8, 8, 8)
        column.setSpacing(6)
        column.addWidget(self.field)
        column.addWidget(self.list, 1)
        self.field.textChanged.connect(lambda _text: self._fill())
        self.field.returnPressed.connect(self._carry_out)
        self.field.installEventFilter(self)
        self.list.itemActivated.connect(lambda _item, _column: self._carry_out())
        self.list.itemClicked.connect(lambda _item, _column: self._carry_out())
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

    def _fill(self) -> None:
        wanted = self.field.text().strip().lower()
        self.list.clear()
        fitting = [spec for spec in ACTIONS if wanted in f"{spec.label}{spec.help}{spec.keys}".lower()]
        offered = [spec for spec in fitting if not spec.place.is_local and spec.id != "command.palette"]
        for spec in offered:
            if self._actions[spec.id].isEnabled():
                self._add(spec, spec.label, spec.help)
        for spec in offered:
            why = self._actions.why_closed(spec.id)
            if why:
                self._add(spec, f"{spec.label}　{why}", why).setFlags(Qt.ItemFlag.NoItemFlags)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)

    def _add(self, spec: ActionSpec, words: str, hint: str) -> QTreeWidgetItem:
        item = QTreeWidgetItem(self.list, [words, self._actions.keys(spec.id)])
        item.setToolTip(0, hint)
        item.setSizeHint(0, QSize(0, ROW_HEIGHT))
        item.setData(0, _ID_ROLE, spec.id)
        return item

    def _carry_out(self) -> None:
        item = self.list.currentItem()
        if item is not None and item.flags() & Qt.ItemFlag.ItemIsEnabled:
            self.accept()
            self._actions[str(item.data(0, _ID_ROLE))].trigger()
