"""The kinds of buttons: the one primary act, plain ones, links, quiet ones, and acts that destroy."""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QWidget

from reviewer_ui.theme import tokens
from reviewer_ui.widgets.enter_key import press_by_enter
from reviewer_ui.widgets.icons import icon


class ButtonKind(StrEnum):
    """How much a button weighs; a pane has at most one PRIMARY, and QUIET ones are hardly seen."""

    PRIMARY = "primary"
    PLAIN = "plain"
    LINK = "link"
    QUIET = "quiet"
    DANGER = "danger"


class Button(QPushButton):
    """A push button of a kind, with an icon of ours if named; Enter presses it where it has the focus.

    One that is turned goes on a step with each press (pages, months, the place in an order), also with quick ones.
    """

    def __init__(
        self,
        text: str,
        kind: ButtonKind = ButtonKind.PLAIN,
        icon_name: str = "",
        parent: QWidget | None = None,
        is_turned: bool = False,
    ) -> None:
        super().__init__(text, parent)
        self._is_turned = is_turned
        self.setProperty("kind", kind.value)
        # Else Enter would press it while another button wears the ring; a dialog names its default itself.
        self.setAutoDefault(False)
        self._icon_name = icon_name
        self._is_primary = kind is ButtonKind.PRIMARY
        self._draw_icon()
        if kind in (ButtonKind.LINK, ButtonKind.QUIET):
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon anew when other colours are put on."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw_icon()

    def _draw_icon(self) -> None:
        if self._icon_name:
            self.setIcon(icon(self._icon_name, tokens().on_accent if self._is_primary else ""))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press: where the first one led on, the next step stands under the same pointer."""
        if self._is_turned:
            super().mouseDoubleClickEvent(event)
        else:
            event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)
