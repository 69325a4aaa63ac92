"""Our own line icons, coloured by the theme and sharp at every scale."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from reviewer_resources import text
from reviewer_ui.theme import tokens

#: The side of the drawing, in logical pixels, and the scales it is drawn for (100, 150, 200, 300 %).
SIDE = 20
SCALES = (1.0, 1.5, 2.0, 3.0)


def icon(name: str, color: str = "", active_color: str = "") -> QIcon:
    """The icon `icons/<name>.svg` in a colour (#RRGGBB; the theme's second ink if empty), another one when checked."""
    return _icon(name, color or tokens().ink2, active_color or color or tokens().accent, tokens().ink3)


@cache
def pixmap(name: str, color: str, side: int, scale: float) -> QPixmap:
    """One drawing of an icon, `side` logical pixels wide at the screen's scale."""
    drawing = text("icons", f"{name}.svg").replace("currentColor", QColor(color).name())
    image = QPixmap(round(side * scale), round(side * scale))
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(drawing.encode())).render(painter, QRectF(image.rect()))
    painter.end()
    image.setDevicePixelRatio(scale)
    return image


@cache
def _icon(name: str, color: str, active: str, disabled: str) -> QIcon:
    built = QIcon()
    for scale in SCALES:
        plain = pixmap(name, color, SIDE, scale)
        built.addPixmap(plain, QIcon.Mode.Normal, QIcon.State.Off)
        if active != color:
            built.addPixmap(pixmap(name, active, SIDE, scale), QIcon.Mode.Normal, QIcon.State.On)
        built.addPixmap(pixmap(name, disabled, SIDE, scale), QIcon.Mode.Disabled, QIcon.State.Off)
    return built
