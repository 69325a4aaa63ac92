"""The preview of an overlay: its box is outlined on the screen alone, and a ground that cannot be used is refused."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pikepdf
import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.wiring import Parts
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.overlay_base import OverlayBaseChoices
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.theme import tokens
from support.desk_pages import office, signed_off


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot) -> Iterator[PreviewDialog]:
    """An opinion for printed paper in its preview, on a window of its own."""
    window, opened = QWidget(), list[QWidget]()
    qtbot.addWidget(window)
    at = office(tmp_path, printing=Parts())
    order = PrintOrder(DocumentKind.OPINION_OVERLAY, signed_off(at.unit, 1))
    Previews(at.context, window).show(order, opened.append)
    (shown,) = opened
    assert isinstance(shown, PreviewDialog)
    yield shown
    # Held until here: the dialog goes with its window.
    window.close()


def _extent(dialog: PreviewDialog, colour: str) -> tuple[int, int, int, int]:
    """The first and the last column and row of the view in which a colour is seen."""
    picture = dialog.view.viewport().grab().toImage()
    wanted = QColor(colour).rgb()
    dots = [(x, y) for y in range(picture.height()) for x in range(picture.width()) if picture.pixel(x, y) == wanted]
    columns, rows = zip(*dots, strict=True)
    return min(columns), min(rows), max(columns), max(rows)


@pytest.mark.parametrize("size", [(940, 690), (1300, 980)])
def test_the_box_of_an_overlay_is_outlined_on_the_screen_alone(dialog: PreviewDialog, size: tuple[int, int]) -> None:
    """The officer sees where the opinion will stand; neither the file nor the paper holds the line."""
    dialog.resize(*size)
    paper, line = _extent(dialog, "#ffffff"), _extent(dialog, tokens().accent)
    scale = (paper[2] - paper[0] + 1) / 210
    box = dialog.previewed.wanted.overlay_base.box
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


def test_a_ground_that_cannot_be_used_is_refused_in_words_of_the_overlay(dialog: PreviewDialog, tmp_path: Path) -> None:
    (choices,) = dialog.findChildren(OverlayBaseChoices)
    kept = dialog.previewed.pdf
    locked = tmp_path / "加密.pdf"
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(locked, encryption=pikepdf.Encryption(owner="a", user="b"))
    choices.take_base(locked)
    assert dialog.note.text().startswith("这份 PDF 已加密或限制修改，没有出件。")
    assert dialog.previewed.pdf == kept
