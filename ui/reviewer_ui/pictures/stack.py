"""A stack of stamped sheets as a scanner brings it, drawn from the office's own papers, and what was read of one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen, QPolygonF, QTransform

from reviewer_app.domain.dispatch.stacks import KeptPlace
from reviewer_app.services.stacks.taking import StackPlan
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.stacks.lines import Line, lines_of
from reviewer_ui.start.application import make_application

#: As an office scans; a sheet lies a little askew, and the stamp is a ring with a star, of so many mm.
_DOTS_PER_INCH, _QUALITY, _ASKEW, _INK = 150, 80, 0.8, QColor(205, 60, 70)
_MM = _DOTS_PER_INCH / 25.4
_RING, _STAR, _STAMP = 0.07, 0.3, 42.0


@dataclass(frozen=True, slots=True)
class StampedPaper:
    """A paper with the place kept for its seal; `is_turned` lies upside down, `left_out` (from 1) was not scanned."""

    pdf: bytes
    place: KeptPlace
    is_turned: bool = False
    left_out: int = 0


def scan_stack(folder: Path, name: str, papers: Sequence[StampedPaper]) -> list[Path]:
    """Draws the sheets of some papers, stamped, as the pictures of a scanner: `<name>-<place>.jpg`."""
    make_application()
    scans: list[Path] = []
    for paper in papers:
        pages = PdfPages(paper.pdf)
        for page in range(1, pages.count + 1):
            if page != paper.left_out:
                scans.append(folder / f"{name}-{len(scans) + 1:02d}.jpg")
                if not _scanned(pages, page, paper).save(str(scans[-1]), quality=_QUALITY):
                    raise OSError(f"{scans[-1].name} could not be written")
    return scans


def _scanned(pages: PdfPages, page: int, paper: StampedPaper) -> QImage:
    sheet = pages.picture(page - 1, _DOTS_PER_INCH)
    if page == paper.place.page:
        stamping = QPainter(sheet)
        _stamp(stamping, QPointF(paper.place.x, paper.place.y) * _MM, _STAMP / 2 * _MM)
        stamping.end()
    turned = QTransform().rotate(_ASKEW + (180 if paper.is_turned else 0))
    whole = sheet.transformed(turned, Qt.TransformationMode.SmoothTransformation)
    glass = QImage(sheet.size(), QImage.Format.Format_RGB32)
    glass.fill(Qt.GlobalColor.white)
    glass.setDotsPerMeterX(round(_MM * 1000))
    glass.setDotsPerMeterY(round(_MM * 1000))
    laying = QPainter(glass)
    # What of the sheet lies beyond the glass is not on its picture.
    laying.drawImage((glass.width() - whole.width()) // 2, (glass.height() - whole.height()) // 2, whole)
    laying.end()
    return glass


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
