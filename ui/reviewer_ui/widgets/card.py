"""White rounded ground of a pane, the heads of its sections, and the rows in it that take the keyboard."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QFocusEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QGroupBox, QHBoxLayout, QSizePolicy, QWidget

from reviewer_ui.widgets.words import OneLine, TextRole, Words


class Card(QFrame):
    """A white card with a fine line and radius 8; put a layout into it with margins of at least 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)


class SectionHead(QFrame):
    """The band above a section: its title, and at the right what is counted."""

    def __init__(self, title: str, right: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A band stays a band where there is room to spare.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = Words(title, TextRole.SECTION)
        # What is counted gives way where there is no room for all of it.
        self._right = OneLine(right, TextRole.NOTE)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._title, 1)
        row.addWidget(self._right)

    def add_act(self, act: QWidget) -> None:
        """Adds something to do at the band's end."""
        row = self.layout()
        if row is not None:
            row.addWidget(act)

    def set_title(self, title: str) -> None:
        """Shows another title."""
        self._title.setText(title)

    def set_right(self, right: str) -> None:
        """Shows another count at the right."""
        self._right.setText(right)

    def title(self) -> str:
        """The title now shown."""
        return self._title.text()

    def right(self) -> str:
        """What stands at the right."""
        return self._right.text()


class KeyRow(QGroupBox):
    """A row that takes the keyboard itself: a screen reader reads a group by its name, a bare part it passes over.

    Of Qt's group it has nothing else: neither frame nor title, and it keeps the keyboard and all keys for itself.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setContentsMargins(0, 0, 0, 0)

    def event(self, event: QEvent) -> bool:
        """As any part: Qt's group would take Space for a tick it does not have."""
        return QWidget.event(self, event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """As any part: Qt's group would hand the keyboard to the first part in it."""
        QWidget.focusInEvent(self, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """As any part: Qt's group would make room for its frame."""
        QWidget.resizeEvent(self, event)

    def changeEvent(self, event: QEvent) -> None:
        """As any part: Qt's group would make room for its frame."""
        QWidget.changeEvent(self, event)

    def minimumSizeHint(self) -> QSize:
        """What stands in it, and no title."""
        return QWidget.minimumSizeHint(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The row draws its own ground, or none."""
        QWidget.paintEvent(self, event)


def give_keys_to_ground(area: QAbstractScrollArea) -> None:
    """Lets the ground of what scrolls take the keyboard in its stead, under the same name.

    A scrolled area is nothing to a screen reader, its ground is a group; the keys that scroll go on to the area.
    """
    ground = KeyRow()
    area.setViewport(ground)
    # The area had made itself the proxy; that Qt takes nothing here is missing in its types.
    ground.setFocusProxy(cast(QWidget, None))
    ground.setFocusPolicy(area.focusPolicy())
    ground.setAccessibleName(area.accessibleName())
    # In this order: a policy set later would go on to the ground.
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setFocusProxy(ground)
