"""Our own line icons, coloured by the theme and sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QEvent, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QLabel, QWidget

from reviewer_resources import text
from reviewer_ui.theme import tokens

#: The side of the drawing, in logical pixels.
SIDE = 20
#: A sign that stands by itself is drawn for the sharpest screens and scaled down on others.
SIGN_SCALE = 2.0


def icon(name: str, color: str = "", active_color: str = "") -> QIcon:
    """The icon `icons/<name>.svg` in a colour (#RRGGBB; the theme's second ink if empty), another one when checked."""
    # Drawn for the sharpest screen of the machine; Qt scales down for the others and greys it out when disabled.
    app = QGuiApplication.instance()
    scale = app.devicePixelRatio() if isinstance(app, QGuiApplication) else 1.0
    return _icon(name, color or tokens().ink2, active_color or color or tokens().accent, scale)


class Sign(QLabel):
    """An icon that stands by itself, in the colour of a token; it follows when other colours are put on."""

    def __init__(self, name: str, token: str, side: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._drawn = (name, token, side)
        self.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Draws the icon anew in the colours now worn."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        name, token, side = self._drawn
        self.setPixmap(pixmap(name, getattr(tokens(), token), side, SIGN_SCALE))


@cache
def pixmap(name: str, color: str, side: int, scale: float) -> QPixmap:
    """One drawing of an icon, `side` logical pixels wide at the screen's scale."""
    drawing = _drawing(name).replace("currentColor", QColor(color).name())
    image = QPixmap(round(side * scale), round(side * scale))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


@cache
def _icon(name: str, color: str, active: str, scale: float) -> QIcon:
    built = QIcon(pixmap(name, color, SIDE, scale))
    if active != color:
        built.addPixmap(pixmap(name, active, SIDE, scale), QIcon.Mode.Normal, QIcon.State.On)
    return built


@cache
def _drawing(name: str) -> str:
    return text("icons", f"{name}.svg")
