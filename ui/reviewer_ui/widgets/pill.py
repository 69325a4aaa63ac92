"""The small rounded word that tells a state; drawn once here for widgets and delegates alike."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QLabel, QSizePolicy, QWidget

from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets.enter_key import press_by_enter

HEIGHT = 20
_SIDE_SPACE = 8
_POINTS = 9.0
_LARGE_HEIGHT = 28
_LARGE_SIDE_SPACE = 14


def pill_width(text: str) -> float:
    """How wide the pill of a text is, in logical pixels."""
    return QFontMetricsF(sized_font(_POINTS)).horizontalAdvance(text) + 2 * _SIDE_SPACE


def paint_pill(painter: QPainter, rect: QRectF, text: str, tone: Tone, font: QFont | None = None) -> None:
    """Draws a pill into the rectangle (its height is HEIGHT, its width `pill_width`)."""
    ink, soft = tokens().tone(tone)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(soft)
    radius = rect.height() / 2
    painter.drawRoundedRect(rect, radius, radius)
    painter.setPen(ink)
    painter.setFont(font or sized_font(_POINTS))
    painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()


class Pill(QLabel):
    """A pill as a label, which a screen reader knows; a large one stands in the top bar."""

    def __init__(
        self, text: str = "", tone: Tone = Tone.IDLE, parent: QWidget | None = None, is_large: bool = False
    ) -> None:
        super().__init__(parent)
        self._is_large = is_large
        self._font = sized_font(semi_bold=True) if is_large else sized_font(_POINTS)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tone = tone
        self.show_text(text, tone)

    def tone(self) -> Tone:
        """The tone it is shown in."""
        return self._tone

    def show_text(self, text: str, tone: Tone | None = None) -> None:
        """Shows another word, in another tone if given."""
        self._tone = tone or self._tone
        self.setText(text)
        self.setAccessibleName(text)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """As wide as the word needs."""
        words = QFontMetricsF(self._font).horizontalAdvance(self.text())
        space, height = (_LARGE_SIDE_SPACE, _LARGE_HEIGHT) if self._is_large else (_SIDE_SPACE, HEIGHT)
        return QSize(round(words + 2 * space) + 1, height)

    minimumSizeHint = sizeHint

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the pill."""
        painter = QPainter(self)
        paint_pill(painter, QRectF(self.rect()), self.text(), self._tone, self._font)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens().tone(self._tone)[0]))
            rim = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(rim, rim.height() / 2, rim.height() / 2)
        painter.end()


class PillButton(QAbstractButton):
    """A pill that leads somewhere; `chosen` carries where, as it was given."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = Tone.IDLE
        self._place: object = None
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.clicked.connect(lambda: self.chosen.emit(self._place))

    @property
    def tone(self) -> Tone:
        """The tone it is shown in."""
        return self._tone

    def show_pill(self, text: str, tone: Tone, place: object) -> None:
        """Shows a word in its tone; without a place it cannot be pressed."""
        self._tone, self._place = tone, place
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if place is not None else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if place is not None else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def sizeHint(self) -> QSize:
        """As wide as the word needs."""
        return QSize(round(pill_width(self.text())) + 1, HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the pill, with the ring of the focus around it."""
        painter = QPainter(self)
        rect = QRectF(self.rect())
        paint_pill(painter, rect, self.text(), self._tone)
        if self.hasFocus():
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(QPen(tokens().tone(self._tone)[0]))
            painter.drawRoundedRect(rect.adjusted(0.5, 0.5, -0.5, -0.5), HEIGHT / 2, HEIGHT / 2)
        painter.end()
