"""F1: every action of the desk with its key, by place; keys can be changed here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QKeyCombination, QSize, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QTreeWidget,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from reviewer_ui.actions import ACTIONS, Actions, ActionSpec, Place
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Button, ButtonKind, FieldNote, TextRole, Words
from reviewer_ui.widgets.dialog import Dialog

#: The height of a line in the lists of actions, in pixels.
ROW_HEIGHT = 28
_ID_ROLE = Qt.ItemDataRole.UserRole


_HELD_ALONE = (
    Qt.Key.Key_Control,
    Qt.Key.Key_Shift,
    Qt.Key.Key_Alt,
    Qt.Key.Key_Meta,
    Qt.Key.Key_AltGr,
    Qt.Key.Key_unknown,
)


class KeyField(QLineEdit):
    """Shows the keys last pressed in it instead of typing them; a screen reader reads them as its text."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.keys = QKeySequence()
        self.setReadOnly(True)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)

    def show_keys(self, keys: QKeySequence) -> None:
        """Shows keys as they are named to the officer."""
        self.keys = keys
        self.setText(keys.toString(QKeySequence.SequenceFormat.NativeText))

    def event(self, event: QEvent) -> bool:
        """What is pressed here is no order to the window."""
        if event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Takes what was pressed; what is held along with another key waits for that."""
        key = Qt.Key(event.key())
        if key in _HELD_ALONE:
            return
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        sign = event.text()[:1]
        if sign.isprintable() and sign and not sign.isalnum() and not sign.isspace():
            # A sign that needs Shift is named without it, as Qt compares it.
            held &= ~Qt.KeyboardModifier.ShiftModifier
        self.show_keys(QKeySequence(QKeyCombination(held, key)))


class KeysDialog(Dialog):
    """The table of actions; a chosen line's key can be recorded anew, a key in use is refused with its owner."""

    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle("快捷键")
        self.resize(860, 560)
        self._actions = actions
        self.tree = QTreeWidget()
        self.tree.setAccessibleName("操作和快捷键")
        self.tree.setHeaderLabels(["操作", "快捷键", "作用"])
        self.tree.setRootIsDecorated(False)
        self.tree.setUniformRowHeights(True)
        self.tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.tree.header().setSectionResizeMode(2, QHeaderView.ResizeMode.Stretch)
        self.tree.setColumnWidth(0, 170)
        self.tree.setColumnWidth(1, 150)
        self.tree.currentItemChanged.connect(lambda _now, _before: self._show_keys())
        self._lines: dict[str, QTreeWidgetItem] = {}
        self._edit = KeyField()
        self._edit.setAccessibleName("新的快捷键")
        self.tree.itemActivated.connect(lambda _item, _column: self._edit.setFocus())
        self._change = Button("改用此键")
        self._change.clicked.connect(self._take_keys)
        self._reset = Button("恢复默认")
        self._reset.clicked.connect(self._take_default)
        self._note = FieldNote()
        self._lay_out()
        self._fill()

    def choose(self, action_id: str) -> None:
        """Chooses the line of an action."""
        self.tree.setCurrentItem(self._lines[action_id])

    def listed(self) -> list[str]:
        """The names of all actions in the list."""
        return [item.text(0) for item in self._lines.values()]

    def take(self, keys: QKeySequence) -> None:
        """Gives the chosen action other keys."""
        self._edit.show_keys(keys)
        self._take_keys()

    def note(self) -> str:
        """What is said of the last change."""
        return self._note.text()

    def _lay_out(self) -> None:
        close = Button("关闭", ButtonKind.PRIMARY)
        close.clicked.connect(self.accept)
        label = Words("改键", TextRole.LABEL)
        label.setBuddy(self._edit)
        row = QHBoxLayout()
        for widget in (label, self._edit, self._change, self._reset):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(8)
        column.addWidget(self.tree, 1)
        column.addWidget(self._note)
        column.addLayout(row)

    def _fill(self) -> None:
        for place in Place:
            specs = [spec for spec in ACTIONS if spec.place is place]
            head = QTreeWidgetItem(self.tree, [place.value])
            head.setSizeHint(0, QSize(0, ROW_HEIGHT))
            head.setFlags(Qt.ItemFlag.ItemIsEnabled)
            font = head.font(0)
            font.setBold(True)
            head.setFont(0, font)
            for spec in specs:
                item = QTreeWidgetItem(head, [spec.label, self._actions.keys(spec.id), spec.help])
                item.setSizeHint(0, QSize(0, ROW_HEIGHT))
                item.setData(0, _ID_ROLE, spec.id)
                item.setToolTip(2, spec.help)
                self._lines[spec.id] = item
        self.tree.expandAll()

    def _chosen(self) -> tuple[QTreeWidgetItem, ActionSpec] | None:
        item = self.tree.currentItem()
        action_id = item.data(0, _ID_ROLE) if item is not None else None
        return (item, self._actions.spec(action_id)) if item is not None and action_id else None

    def _show_keys(self) -> None:
        chosen = self._chosen()
        self._edit.setEnabled(chosen is not None)
        self._edit.show_keys(self._actions[chosen[1].id].shortcut() if chosen else QKeySequence())
        self._note.clear()

    def _take_keys(self) -> None:
        self._set(self._edit.keys.toString(QKeySequence.SequenceFormat.PortableText))

    def _take_default(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            self._set(chosen[1].keys)
            self._show_keys()

    def _set(self, keys: str) -> None:
        chosen = self._chosen()
        if chosen is None:
            self._note.say("请先选一个操作。", Tone.WARN)
            return
        item, spec = chosen
        owner = self._actions.owner_of(keys)
        if owner is not None and owner.id != spec.id:
            self._note.say(f"“{keys}”已用于“{owner.label}”。", Tone.BAD)
            return
        self._actions.set_keys(spec.id, keys)
        item.setText(1, self._actions.keys(spec.id))
        self._note.say(f"“{spec.label}”的快捷键已更改。", Tone.OK)
