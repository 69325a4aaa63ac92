"""Keys and room in the preview: what is found is marked and readable, Return only searches, printing has its key."""

from __future__ import annotations

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot
from reportlab.pdfgen import canvas

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.wiring import Parts
from reviewer_ui.printing.opening import Previews
from reviewer_ui.printing.page_view import PageView
from reviewer_ui.printing.pdf_pages import PdfPages
from reviewer_ui.printing.preview import PreviewDialog
from support.desk_pages import office, signed_off


@pytest.fixture
def dialog(tmp_path: Path, qtbot: QtBot) -> Iterator[PreviewDialog]:
    """A recommendation in its preview, on a window of its own."""
    window, opened = QWidget(), list[QWidget]()
    qtbot.addWidget(window)
    at = office(tmp_path, printing=Parts())
    Previews(at.context, window).show(PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)), opened.append)
    (shown,) = opened
    assert isinstance(shown, PreviewDialog)
    yield shown
    # Held until here: the dialog goes with its window.
    window.close()


def _shades(dialog: PreviewDialog) -> set[str]:
    picture = dialog.view.viewport().grab().toImage()
    return {QColor.fromRgb(picture.pixel(x, y)).name() for y in range(picture.height()) for x in range(picture.width())}


def test_what_is_found_is_marked_and_the_shown_place_more_so(dialog: PreviewDialog) -> None:
    before = _shades(dialog)
    dialog.bar.finder.setText("标准化")
    marked = _shades(dialog) - before
    assert {"#ffe999", "#ffb84d"} <= marked
    dialog.bar.finder.setText("")
    assert not {"#ffe999", "#ffb84d"} & _shades(dialog)


def test_return_in_the_finder_goes_on_and_prints_nothing(dialog: PreviewDialog) -> None:
    pressed: list[bool] = []
    dialog.print.clicked.connect(lambda: pressed.append(True))
    dialog.bar.finder.setText("标准化")
    dialog.bar.finder.setFocus()
    QTest.keyClick(dialog.bar.finder, Qt.Key.Key_Return)
    assert dialog.bar.found.text().startswith("2 /")
    dialog.bar.page.setFocus()
    QTest.keyClick(dialog.bar.page, Qt.Key.Key_Return)
    assert pressed == []
    dialog.leave.setFocus()
    QTest.keyClick(dialog.leave, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert pressed == []


def test_printing_and_saving_have_their_usual_keys(dialog: PreviewDialog) -> None:
    keys = [button.shortcut().toString() for button in (dialog.print, dialog.save)]
    assert keys == ["Ctrl+P", "Ctrl+S"]


def test_on_a_larger_screen_the_page_is_larger(tmp_path: Path, qtbot: QtBot) -> None:
    sizes = []
    for width, height in ((1366, 768), (1920, 1080)):
        window, opened = QWidget(), list[QWidget]()
        qtbot.addWidget(window)
        window.resize(width, height)
        at = office(tmp_path / str(width), printing=Parts())
        room = Previews(at.context, window)
        room.show(PrintOrder(DocumentKind.RECOMMENDATION, signed_off(at.unit, 1)), opened.append)
        assert opened[0].width() <= width
        assert opened[0].height() <= height
        sizes.append(opened[0].height())
    assert sizes[1] >= 1.25 * sizes[0]


def _view(window: QWidget, pages: int, words: str) -> PageView:
    made = io.BytesIO()
    paper = canvas.Canvas(made)
    for _ in range(pages):
        paper.drawString(72, 700, words)
        paper.showPage()
    paper.save()
    view = PageView(window)
    view.resize(400, 300)
    view.show_pages(PdfPages(made.getvalue(), window))
    return view


def test_each_page_of_a_long_document_is_measured_once_to_paint_its_marks(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A thousand pages with something found on each are painted as fast as one."""
    window, asked, size = QWidget(), list[int](), PdfPages.size
    qtbot.addWidget(window)
    view = _view(window, 30, "found found")
    assert len(view.places_of("found")) == 60
    view.grab()

    def counted(pages: PdfPages, page: int) -> QSizeF:
        asked.append(page)
        return size(pages, page)

    monkeypatch.setattr(PdfPages, "size", counted)
    view.grab()
    assert 0 < len(asked) <= 3 * 30


def test_a_letter_that_is_two_without_its_case_puts_no_place_off(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    view = _view(window, 1, "Straße found")
    (hit,) = view.places_of("FOUND")
    assert (hit.start, hit.length) == ("Straße found".index("found"), 5)
    assert [(hit.start, hit.length) for hit in view.places_of("strasse")] == [(0, 6)]
