"""The pages of a PDF as pictures on white paper: for the printer, and for files of pictures."""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QObject, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter
from PySide6.QtPdf import QPdfDocument

from reviewer_app.domain.errors import TroubleError

_POINTS = 72.0
#: The longer side of a page that is only drawn to see whether it can be, in dots.
_TRIED = 400.0


class PdfPages(QObject):
    """A PDF held in memory; may be made and used on any one thread.

    Raises TroubleError `printing.unreadable` when the bytes are no PDF that can be shown.
    """

    def __init__(self, pdf: bytes, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.document = QPdfDocument(self)
        # The document reads from the buffer as long as it lives: the buffer goes with it, after it.
        buffer = QBuffer(self.document)
        buffer.setData(QByteArray(pdf))
        buffer.open(QIODevice.OpenModeFlag.ReadOnly)
        self.document.load(buffer)
        if self.document.status() is not QPdfDocument.Status.Ready or not self.document.pageCount():
            raise TroubleError("printing.unreadable")

    @property
    def count(self) -> int:
        """How many pages."""
        return self.document.pageCount()

    def size(self, page: int) -> QSizeF:
        """The size of a page (from 0) in points."""
        return self.document.pagePointSize(page)

    def layout(self, page: int) -> QPageLayout:
        """The paper a page (from 0) wants: its size upright, turned where the page lies across, no margins."""
        size = self.size(page)
        is_across = size.width() > size.height()
        upright = size.transposed() if is_across else size
        turned = QPageLayout.Orientation.Landscape if is_across else QPageLayout.Orientation.Portrait
        layout = QPageLayout()
        layout.setMode(QPageLayout.Mode.FullPageMode)
        layout.setPageSize(QPageSize(upright, QPageSize.Unit.Point, "", QPageSize.SizeMatchPolicy.FuzzyMatch))
        layout.setOrientation(turned)
        return layout

    def picture(self, page: int, dots_per_inch: float) -> QImage:
        """A page (from 0) on white paper at so many dots per inch."""
        size = self.size(page)
        scale = dots_per_inch / _POINTS
        return self.picture_of(page, QSize(round(size.width() * scale), round(size.height() * scale)))

    def picture_of(self, page: int, dots: QSize) -> QImage:
        """A page (from 0) on white paper, just so many dots wide and high."""
        drawn = self.document.render(page, dots)
        if drawn.isNull():
            raise TroubleError("printing.unreadable")
        paper = QImage(dots, QImage.Format.Format_RGB32)
        paper.fill(Qt.GlobalColor.white)
        painter = QPainter(paper)
        painter.drawImage(0, 0, drawn)
        painter.end()
        return paper


def try_pages(pdf: bytes) -> None:
    """Draws every page once, small; in a process of its own, for a PDF of others that may be the end of it."""
    pages = PdfPages(pdf)
    for page in range(pages.count):
        _try_page(pages, page)


def broken_pages(pdf: bytes, first: int, last: int) -> tuple[int, ...]:
    """Which pages of a stretch (from 1) cannot be drawn, each tried once as `try_pages` does."""
    pages = PdfPages(pdf)
    broken = []
    for page in range(first, min(last, pages.count) + 1):
        try:
            _try_page(pages, page - 1)
        except TroubleError:
            broken.append(page)
    return tuple(broken)


def _try_page(pages: PdfPages, page: int) -> None:
    size = pages.size(page)
    scale = _TRIED / max(size.width(), size.height(), 1.0)
    pages.picture_of(page, QSize(max(1, round(size.width() * scale)), max(1, round(size.height() * scale))))
