"""A file kept as evidence, as a small line that can be pressed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QWidget

from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets.enter_key import press_by_enter

_POINTS = 9.0


class FileLink(QAbstractButton):
    """The file's name and page in the accent; underlined under the mouse and with the focus."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    def show_file(self, text: str) -> None:
        """Shows a file."""
        self.setText(text)
        self.setAccessibleName(f"证据：{text}")
        self.updateGeometry()

    def event(self, event: QEvent) -> bool:
        """Space presses the link that has the focus; elsewhere in the list it shows the clause."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.ShortcutOverride
            and event.key() == Qt.Key.Key_Space
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """As wide as the text."""
        metrics = QFontMetrics(sized_font(_POINTS))
        return QSize(metrics.horizontalAdvance(self.text()) + 2, metrics.height())

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the text, with an ellipsis where it is too long."""
        painter = QPainter(self)
        font = sized_font(_POINTS)
        font.setUnderline(self.underMouse() or self.hasFocus())
        painter.setFont(font)
        painter.setPen(tokens().color("accent"))
        text = painter.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideMiddle, self.width())
        painter.drawText(QRectF(self.rect()), Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
