"""Pages: one that scrolls up and down on the ground of its pane, one that is filled when it comes into sight."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    _Beside = QWidget
else:
    # Beside a widget of Qt's, a second one as base would be a second widget.
    _Beside = object


class ScrollPage(QScrollArea):
    """One column of widgets; the page takes the pane's ground and never scrolls sideways."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        body = QWidget()
        self.column = QVBoxLayout(body)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(0)
        self.setWidget(body)
        # setWidget turns the filling on, with the window's grey ground.
        body.setAutoFillBackground(False)
        self.viewport().setAutoFillBackground(False)

    def minimumSizeHint(self) -> QSize:
        """One line and a bit: on a low screen what stands around the page must not be cut for its sake."""
        return QSize(64, 40)


class FilledWhenSeen(_Beside):
    """A page whose content is laid out when it comes into sight, or is asked for: most stay unseen behind their tab.

    What is due is done once, the latest that was said; while the page is in sight it is done at once.
    """

    _due: Callable[[], None] | None = None

    def fill(self, due: Callable[[], None]) -> None:
        """Says how the page is filled from now on."""
        self._due = due
        if not self.isHidden():
            self.fill_now()

    def fill_now(self) -> None:
        """Does what is due, if anything is."""
        due, self._due = self._due, None
        if due is not None:
            due()

    def setVisible(self, visible: bool) -> None:
        """What comes into sight is filled before it is seen."""
        if visible:
            self.fill_now()
        super().setVisible(visible)
