"""The rail of places at the left: icon over word, a bar at the current one."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from reviewer_ui.theme import tokens
from reviewer_ui.widgets.enter_key import press_by_enter
from reviewer_ui.widgets.icons import icon

WIDTH = 68
#: How high a place stands, and how high at least: on the lowest screen all of them have room.
HEIGHT, LOWEST = 60, 52


class RailButton(QToolButton):
    """One place of the rail."""

    def __init__(self, icon_name: str, action: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon_name = icon_name
        self._draw_icon()
        self.setIconSize(QSize(20, 20))
        self.setText(action.text())
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFixedWidth(WIDTH)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setToolTip(f"{action.statusTip()}（{action.shortcut().toString()}）")
        self.setAccessibleName(action.text())

    def sizeHint(self) -> QSize:
        """As high as it should be."""
        return QSize(WIDTH, HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """As low as it may be on a low screen."""
        return QSize(WIDTH, LOWEST)

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon anew when other colours are put on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        self.setIcon(icon(self._icon_name, tokens().rail_ink, tokens().on_rail))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)


class Rail(QFrame):
    """The places of the desk; only those that work are there, the settings at the foot."""

    place_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedWidth(WIDTH)
        self._buttons: dict[str, RailButton] = {}
        self._group = QButtonGroup(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 10, 0, 10)
        self._column.setSpacing(0)
        self._column.addStretch(1)

    def add_place(self, place: str, icon_name: str, action: QAction, at_foot: bool = False) -> None:
        """Adds a place under its action."""
        button = RailButton(icon_name, action)
        button.clicked.connect(lambda: self.place_chosen.emit(place))
        self._group.addButton(button)
        self._buttons[place] = button
        above = sum(self._is_above(widget) for widget in range(self._column.count()))
        self._column.insertWidget(self._column.count() if at_foot else above, button)

    def _is_above(self, number: int) -> bool:
        """Whether the layout's item stands above the stretch."""
        stretch = next(at for at in range(self._column.count()) if self._item_is_space(at))
        return number < stretch

    def _item_is_space(self, number: int) -> bool:
        item = self._column.itemAt(number)
        return item is not None and item.widget() is None

    def show_place(self, place: str) -> None:
        """Marks the current place."""
        self._buttons[place].setChecked(True)
