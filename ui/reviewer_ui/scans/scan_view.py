"""The pages of a scan on the screen, with the rectangles on them; a new one is drawn with the mouse."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.evidence.scans import Place
from reviewer_resources.phrases import sentence
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.theme import tokens

#: Dots of the screen at a page's true size, and tenths of a millimetre, to an inch.
_POINTS, _TENTHS = 72.0, 254.0
#: A rectangle smaller than this is a slip of the hand, in dots.
_LEAST = 6
#: Pictures of places are cut from pages drawn at so many dots per inch, with so much around them.
_SNIPPET_DPI, _AROUND = 150, 12


@dataclass(frozen=True, slots=True)
class Mark:
    """A rectangle on a page: solid what an officer pinned, dashed what a machine read; the chosen one is filled."""

    place: Place
    is_pinned: bool
    name: str = ""


class ScanView(PageView):
    """`drawn` carries the place of a new rectangle, while drawing is on; the turn is left to who knows it."""

    drawn = Signal(object)  # Place

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("扫描件")
        self._shown_pages: PdfPages | None = None
        self._rectangles: tuple[Mark, ...] = ()
        self._broken: tuple[int, ...] = ()
        self._chosen: Place | None = None
        self._is_drawing = False
        self._start: QPoint | None = None
        self._rubber = QRect()

    def show_scan(self, pages: PdfPages, broken: Sequence[int] = (), is_more: bool = False) -> None:
        """Shows the pages of a scan; a broken one (from 1) bears a sentence instead of its picture.

        More pages of the scan that is shown leave the page looked at where it stands.
        """
        at = self.verticalScrollBar().value()
        self._shown_pages, self._broken = pages, tuple(broken)
        self.show_pages(pages)
        if is_more:
            self.verticalScrollBar().setValue(at)

    def show_marks(self, marks: Sequence[Mark], chosen: Place | None = None) -> None:
        """Shows these rectangles."""
        self._rectangles, self._chosen = tuple(marks), chosen
        self.viewport().update()

    def go_to_place(self, place: Place) -> None:
        """Brings a place into sight and fills it."""
        self._chosen = place
        top = max(0.0, place.top / _TENTHS * _POINTS - 60)
        self.pageNavigator().jump(place.page - 1, QPointF(0, top), self.pageNavigator().currentZoom())
        self.viewport().update()

    def begin_drawing(self, is_on: bool) -> None:
        """Turns the drawing of a rectangle on or off."""
        self._is_drawing = is_on
        self._start, self._rubber = None, QRect()
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if is_on else Qt.CursorShape.ArrowCursor)
        self.viewport().update()

    def snippet(self, place: Place) -> QPixmap:
        """The picture of a place, cut from its page; an empty one where the page does not exist."""
        pages = self._shown_pages
        if pages is None or not 1 <= place.page <= pages.count:
            return QPixmap()
        drawn = pages.picture(place.page - 1, _SNIPPET_DPI)
        scale = _SNIPPET_DPI / _TENTHS
        box = QRectF(
            place.left * scale,
            place.top * scale,
            (place.right - place.left) * scale,
            (place.bottom - place.top) * scale,
        )
        cut = box.adjusted(-_AROUND, -_AROUND / 2, _AROUND, _AROUND / 2).toRect().intersected(drawn.rect())
        return QPixmap.fromImage(drawn.copy(cut))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begins a rectangle."""
        if self._is_drawing and event.button() == Qt.MouseButton.LeftButton:
            self._start = event.position().toPoint()
            self._rubber = QRect(self._start, self._start)
            return
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draws the rectangle as far as the hand has come."""
        if self._start is not None:
            self._rubber = QRect(self._start, event.position().toPoint()).normalized()
            self.viewport().update()
            return
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Ends the rectangle, and tells its place."""
        if self._start is None:
            super().mouseReleaseEvent(event)
            return
        rubber = QRect(self._start, event.position().toPoint()).normalized()
        self._start, self._rubber = None, QRect()
        self.viewport().update()
        place = self.place_of(rubber) if min(rubber.width(), rubber.height()) >= _LEAST else None
        if place is not None:
            self.drawn.emit(place)

    def place_of(self, rectangle: QRect) -> Place | None:
        """What of a rectangle on the screen lies on the page under its middle; None beside the pages."""
        pages = self._shown_pages
        for number, paper in enumerate(self._papers()):
            if pages is not None and paper.contains(QPointF(rectangle.center())):
                on_page = QRectF(rectangle).intersected(paper)
                scale = paper.width() / pages.size(number).width() * _POINTS / _TENTHS
                sides = (
                    on_page.left() - paper.left(),
                    on_page.top() - paper.top(),
                    on_page.right() - paper.left(),
                    on_page.bottom() - paper.top(),
                )
                left, top, right, bottom = (round(side / scale) for side in sides)
                return Place(number + 1, left, top, right, bottom)
        return None

    def rectangle_of(self, place: Place) -> QRectF | None:
        """Where a place stands in the viewport now."""
        papers, pages = self._papers(), self._shown_pages
        if pages is None or not 1 <= place.page <= len(papers):
            return None
        paper = papers[place.page - 1]
        scale = paper.width() / pages.size(place.page - 1).width() * _POINTS / _TENTHS
        corner = paper.topLeft() + QPointF(place.left, place.top) * scale
        return QRectF(corner.x(), corner.y(), (place.right - place.left) * scale, (place.bottom - place.top) * scale)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages, the rectangles on them, and the one being drawn."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_broken(painter)
        for mark in self._rectangles:
            self._paint(painter, mark)
        if not self._rubber.isEmpty():
            painter.setPen(QPen(QColor(tokens().accent), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(self._rubber)
        painter.end()

    def _paint_broken(self, painter: QPainter) -> None:
        """What stands on a page that could not be drawn."""
        if not self._broken:
            return
        papers, sight = self._papers(), QRectF(self.viewport().rect())
        painter.setPen(QColor(tokens().bad))
        for number in self._broken:
            if number <= len(papers) and papers[number - 1].intersects(sight):
                words = sentence("scans.broken_page", {"page": number})
                flags = Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap
                painter.drawText(papers[number - 1].adjusted(16, 16, -16, -16), flags, words)

    def _paint(self, painter: QPainter, mark: Mark) -> None:
        box = self.rectangle_of(mark.place)
        if box is None or not box.intersects(QRectF(self.viewport().rect())):
            return
        ink = QColor(tokens().accent)
        style = Qt.PenStyle.SolidLine if mark.is_pinned else Qt.PenStyle.DashLine
        painter.setPen(QPen(ink, 2.0 if mark.place == self._chosen else 1.2, style))
        filling = QColor(ink)
        filling.setAlpha(36 if mark.place == self._chosen else 0)
        painter.setBrush(filling)
        painter.drawRoundedRect(box.adjusted(-2, -2, 2, 2), 3, 3)
        if mark.name:
            flag = painter.fontMetrics().boundingRect(mark.name).adjusted(-5, -2, 5, 2)
            flag.moveBottomLeft(box.topLeft().toPoint() + QPoint(-2, -2))
            painter.fillRect(flag, ink)
            painter.setPen(QColor(tokens().on_accent))
            painter.drawText(flag, Qt.AlignmentFlag.AlignCenter, mark.name)
