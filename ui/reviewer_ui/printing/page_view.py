"""The pages on the screen: they scroll, are made larger and smaller, and show where a text was found."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen, QPolygonF
from PySide6.QtPdfWidgets import QPdfView
from PySide6.QtWidgets import QWidget

from reviewer_app.services.ports.papers import PlacedBox
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.theme import tokens
from reviewer_ui.widgets import give_keys_to_ground

SMALLEST, LARGEST = 0.25, 4.0
_STEP = 1.25
#: No page is drawn longer than so many dots: the picture of a plotter's sheet at four times its size fills the memory.
_LONGEST = 8000.0
_POINTS_OF_MM = 72 / 25.4
#: Behind a text that was found, and behind the one that is shown: the page is white in every colouring.
_FOUND, _SHOWN = QColor("#FFE999"), QColor("#FFB84D")
#: How much of the page stands above a found text when it is shown, in points.
_ABOVE = 120.0


@dataclass(frozen=True, slots=True)
class Hit:
    """Where a text was found: page from 0, and the place of its first character in the page's text."""

    page: int
    start: int
    length: int


class PageView(QPdfView):
    """All pages one below the other; `page_shown` counts from 1."""

    page_shown = Signal(int)
    zoomed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName("文件预览")
        give_keys_to_ground(self)
        self.setPageMode(QPdfView.PageMode.MultiPage)
        self.setZoomMode(QPdfView.ZoomMode.FitInView)
        ground = self.palette()
        ground.setColor(QPalette.ColorRole.Dark, tokens().line)
        self.setPalette(ground)
        # 整页 reckons with this room alone, above and below the page.
        self.setPageSpacing(self.documentMargins().top() + self.documentMargins().bottom())
        self._pages: PdfPages | None = None
        self._box: PlacedBox | None = None
        # Found here, not by Qt's search model: that counts in its own time, and its marks grey the text they stand on.
        self._marks: list[Hit] = []
        #: What has been read of the document: the pages' texts, and what a found text covers, once it was in sight.
        self._texts: dict[int, str] = {}
        self._shapes: dict[Hit, list[QPolygonF]] = {}
        self._shown: Hit | None = None
        self._most_factor = LARGEST
        self.pageNavigator().currentPageChanged.connect(lambda page: self.page_shown.emit(page + 1))
        self.zoomFactorChanged.connect(lambda _factor: self.zoomed.emit())
        self.zoomModeChanged.connect(lambda _mode: self.zoomed.emit())

    def show_pages(self, pages: PdfPages, box: PlacedBox | None = None) -> None:
        """Shows a document; the page and the zoom looked at stay where the new one has them.

        A box is outlined on the screen alone: no byte of the document holds the line. The pages must outlive the view:
        they belong to what the view lies in.
        """
        page = self.page()
        self._pages, self._box = pages, box
        self._marks, self._shown = [], None
        self._texts, self._shapes = {}, {}
        longest = max(max(pages.size(number).toTuple()) for number in range(pages.count))
        self._most_factor = _LONGEST / (longest * self.logicalDpiX() / 72.0)
        self.setDocument(pages.document)
        self.go_to(min(page, pages.count))

    def page(self) -> int:
        """The page looked at, from 1."""
        return self.pageNavigator().currentPage() + 1

    def go_to(self, page: int) -> None:
        """Shows the top of a page, from 1."""
        if self._pages is not None and 1 <= page <= self._pages.count:
            self.pageNavigator().jump(page - 1, QPointF(0, 0), self.pageNavigator().currentZoom())

    def enlarge(self) -> None:
        """One step larger."""
        self.set_factor(self.factor() * _STEP)

    def reduce(self) -> None:
        """One step smaller."""
        self.set_factor(self.factor() / _STEP)

    def fit_width(self) -> None:
        """As wide as there is room."""
        self.setZoomMode(QPdfView.ZoomMode.FitToWidth)

    def set_factor(self, factor: float) -> None:
        """So many times its true size."""
        self.setZoomMode(QPdfView.ZoomMode.Custom)
        self.setZoomFactor(max(min(SMALLEST, self._most_factor), min(LARGEST, self._most_factor, factor)))

    def factor(self) -> float:
        """How many times its true size the first page is shown now."""
        if self.zoomMode() is QPdfView.ZoomMode.Custom or self._pages is None:
            return self.zoomFactor()
        margins = self.documentMargins()
        true = self._pages.size(0) * (self.logicalDpiX() / 72.0)
        room_across = self.viewport().width() - margins.left() - margins.right()
        across = room_across / true.width()
        if self.zoomMode() is QPdfView.ZoomMode.FitToWidth:
            return across
        room_down = self.viewport().height() - self.pageSpacing()
        return min(across, room_down / true.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages, and over them what was found and the outline of the box."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        place = self.outlined()
        if place is not None:
            painter.setPen(QPen(QColor(tokens().accent), 1.0, Qt.PenStyle.DashLine))
            painter.drawRect(place)
        self._paint_marks(painter)
        painter.end()

    def _paint_marks(self, painter: QPainter) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        # As a marker pen: the text stays as dark as it is.
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Multiply)
        sight = QRectF(self.viewport().rect())
        papers = self._papers() if self._marks else []
        for hit in self._marks:
            paper = papers[hit.page]
            if not paper.intersects(sight) or self._pages is None:
                continue
            scale = paper.width() / self._pages.size(hit.page).width()
            painter.save()
            painter.translate(paper.topLeft())
            painter.scale(scale, scale)
            painter.setBrush(_SHOWN if hit == self._shown else _FOUND)
            for shape in self._covered(hit):
                painter.drawPolygon(shape)
            painter.restore()

    def outlined(self) -> QRectF | None:
        """Where the box stands in the viewport now; None without a box, or when its page does not exist."""
        if self._pages is None or self._box is None:
            return None
        number = self._box.page - 1 if self._box.page > 0 else self._pages.count + self._box.page
        if not 0 <= number < self._pages.count:
            return None
        paper = self._papers()[number]
        scale = paper.width() / self._pages.size(number).width() * _POINTS_OF_MM
        box = QRectF(self._box.x, self._box.y, self._box.width, self._box.height)
        corner = paper.topLeft() + box.topLeft() * scale
        return QRectF(corner, box.size() * scale)

    def _papers(self) -> list[QRectF]:
        """Where the pages lie in the viewport, as the view itself lays them out below each other."""
        margins, sizes = self.documentMargins(), [self._shown_size(page) for page in range(self._page_count)]
        widest = max((size.width() for size in sizes), default=0)
        whole = max(widest + margins.left() + margins.right(), self.viewport().width())
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        papers, top = list[QRectF](), margins.top() - down
        for size in sizes:
            papers.append(QRectF(QPointF((whole - size.width()) // 2 - across, top), QSizeF(size)))
            top += size.height() + self.pageSpacing()
        return papers

    @property
    def _page_count(self) -> int:
        return self._pages.count if self._pages else 0

    def _shown_size(self, number: int) -> QSize:
        """How large a page (from 0) is shown, in whole dots."""
        true = self._pages.size(number) * (self.logicalDpiX() / 72.0) if self._pages else QSizeF()
        mode, margins = self.zoomMode(), self.documentMargins()
        if mode is QPdfView.ZoomMode.Custom:
            return (true * self.zoomFactor()).toSize()
        across = (self.viewport().width() - margins.left() - margins.right()) / true.width()
        if mode is QPdfView.ZoomMode.FitInView:
            across = min(across, (self.viewport().height() - self.pageSpacing()) / true.height())
        return (true * across).toSize()

    def places_of(self, text: str) -> list[Hit]:
        """Marks a text wherever it stands; the places from the first page to the last. Line ends do not part it."""
        wanted = _bare(text)
        pages = range(self._page_count if wanted else 0)
        hits = [hit for page in pages for hit in self._find_on(page, wanted)]
        self._shown, self._marks = None, hits
        self.viewport().update()
        return hits

    def show_hit(self, hit: Hit) -> None:
        """Brings a found place into sight."""
        if self._pages is None:
            return
        self._shown = hit
        self.viewport().update()
        place = self._pages.document.getSelectionAtIndex(hit.page, hit.start, hit.length).boundingRectangle()
        top = QPointF(0, max(0.0, place.top() - _ABOVE))
        self.pageNavigator().jump(hit.page, top, self.pageNavigator().currentZoom())

    def _covered(self, hit: Hit) -> list[QPolygonF]:
        """What a found text covers of its page, in points."""
        if self._pages is not None and hit not in self._shapes:
            found = self._pages.document.getSelectionAtIndex(hit.page, hit.start, hit.length)
            self._shapes[hit] = list(found.bounds())
        return self._shapes.get(hit, [])

    def _find_on(self, page: int, wanted: str) -> list[Hit]:
        if self._pages is not None and page not in self._texts:
            self._texts[page] = self._pages.document.getAllText(page).text()
        whole = self._texts.get(page, "")
        bare = _bare(whole)
        at = bare.find(wanted)
        # A letter may be longer without its case (ß), so each of its parts stands for it.
        places = [place for place, letter in enumerate(whole) for _part in _bare(letter)] if at >= 0 else []
        found = []
        while at >= 0:
            last = places[at + len(wanted) - 1]
            found.append(Hit(page, places[at], last - places[at] + 1))
            at = bare.find(wanted, at + len(wanted))
        return found


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()
