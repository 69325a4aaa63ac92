"""A stack of stamped sheets as a scanner brings it, drawn from the office's own papers, and what was read of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPageSize, QPainter, QPdfWriter, QPen, QPolygonF, QTransform

from reviewer_app.domain.dispatch.stacks import KeptPlace
from reviewer_app.services.stacks.taking import StackPlan
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.stacks.lines import Line, lines_of
from reviewer_ui.start.application import make_application

#: As an office scans; a sheet lies a little askew, and the stamp is a ring with a star, of so many mm.
_DOTS_PER_INCH, _ASKEW, _INK = 150, 0.8, QColor(205, 60, 70)
_MM = _DOTS_PER_INCH / 25.4
_RING, _STAR, _STAMP = 0.07, 0.3, 42.0


@dataclass(frozen=True, slots=True)
class StampedPaper:
    """A paper with the place kept for its seal; `is_turned` lies upside down, `left_out` (from 1) was not scanned."""

    pdf: bytes
    place: KeptPlace
    is_turned: bool = False
    left_out: int = 0


def scan_stack(file: Path, papers: Sequence[StampedPaper]) -> None:
    """Draws the sheets of some papers, stamped, into one PDF of pictures."""
    make_application()
    writer = QPdfWriter(str(file))
    writer.setResolution(_DOTS_PER_INCH)
    writer.setPageSize(QPageSize(QPageSize.PageSizeId.A4))
    writer.setPageMargins(QMarginsF(0, 0, 0, 0))
    painter = QPainter(writer)
    is_first = True
    for paper in papers:
        pages = PdfPages(paper.pdf)
        for page in range(1, pages.count + 1):
            if page == paper.left_out:
                continue
            if not is_first:
                writer.newPage()
            is_first = False
            _draw(painter, pages, page, paper)
    painter.end()


def _draw(painter: QPainter, pages: PdfPages, page: int, paper: StampedPaper) -> None:
    sheet = pages.picture(page - 1, _DOTS_PER_INCH)
    if page == paper.place.page:
        stamping = QPainter(sheet)
        _stamp(stamping, QPointF(paper.place.x, paper.place.y) * _MM, _STAMP / 2 * _MM)
        stamping.end()
    turned = QTransform().rotate(_ASKEW + (180 if paper.is_turned else 0))
    scanned = sheet.transformed(turned, Qt.TransformationMode.SmoothTransformation)
    middle = QPointF(scanned.width() - sheet.width(), scanned.height() - sheet.height()) / 2
    # What of the sheet lies beyond the glass is not on its picture.
    painter.drawImage(QPointF(0, 0), scanned, QRectF(middle, sheet.size().toSizeF()))


def _stamp(painter: QPainter, middle: QPointF, radius: float) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(_INK, radius * _RING))
    inner = radius * (1 - _RING / 2)
    painter.drawEllipse(middle, inner, inner)
    star = QTransform().translate(middle.x(), middle.y()).scale(radius * _STAR, radius * _STAR)
    points = [QTransform().rotate(144 * tip).map(QPointF(0, -1)) for tip in range(5)]
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(_INK)
    painter.drawPolygon(star.map(QPolygonF(points)), Qt.FillRule.WindingFill)


def stack_lines(plan: StackPlan) -> list[str]:
    """What was read of a stack, a line for each paper and for each page that is none of theirs, as the window says."""
    make_application()
    match = plan.match
    counted = f"共 {match.pages} 页，其中倒放 {match.turned} 页，空白 {match.empty} 页"
    return [counted, *(_said(line) for line in lines_of(plan, frozenset()))]


def _said(line: Line) -> str:
    return "　".join(filter(None, (line.name, line.says, line.pages, line.mark, line.stand[0])))
