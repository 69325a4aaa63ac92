"""The outline of an overlay's box: seen on the screen where the box is, on no paper and in no file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desk_pages import office, signed_off
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.late_parts import LatePress
from reviewer_app.late_workshop import LateWorkshop
from reviewer_app.services.printing import PrintOrder
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.printing.room import PrintRoom
from reviewer_ui.theme import tokens


def _extent(dialog: PreviewDialog, colour: str) -> tuple[int, int, int, int]:
    """The first and the last column and row of the view in which a colour is seen."""
    picture = dialog.view.viewport().grab().toImage()
    wanted = QColor(colour).rgb()
    dots = [(x, y) for y in range(picture.height()) for x in range(picture.width()) if picture.pixel(x, y) == wanted]
    columns, rows = zip(*dots, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


@pytest.mark.parametrize("size", [(940, 690), (1300, 980)])
def test_the_box_of_an_overlay_is_outlined_on_the_screen_alone(
    tmp_path: Path, qtbot: QtBot, size: tuple[int, int]
) -> None:
    """The officer sees where the opinion will stand; neither the file nor the paper holds the line."""
    window, opened = QWidget(), list[QWidget]()
    qtbot.addWidget(window)
    at = office(tmp_path, workshop=LateWorkshop(LatePress()))
    order = PrintOrder(DocumentKind.OPINION_OVERLAY, signed_off(at.unit, 1))
    PrintRoom(at.context, window).show(order, opened.append)
    (dialog,) = opened
    assert isinstance(dialog, PreviewDialog)
    dialog.resize(*size)
    paper, line = _extent(dialog, "#ffffff"), _extent(dialog, tokens().accent)
    scale = (paper[2] - paper[0] + 1) / 210
    box = dialog.previewed.wanted.ground.box
    sides = (box.x, box.y, box.x + box.width, box.y + box.height)
    corner = (paper[0], paper[1], paper[0], paper[1])
    for seen, start, side in zip(line, corner, sides, strict=True):
        assert seen == pytest.approx(start + side * scale, abs=2)
    pages = PdfPages(dialog.previewed.shown)
    drawn = pages.picture(0, 60)
    shades = {drawn.pixel(x, y) for y in range(drawn.height()) for x in range(drawn.width())}
    assert QColor(tokens().accent).rgb() not in shades
    dialog.bar.larger.click()
    assert dialog.view.outlined() is not None
