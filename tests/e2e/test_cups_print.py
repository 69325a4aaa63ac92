"""A real print: through the print service to a PDF printer, and held against the preview."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from reviewer_app.domain.application import Source
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.wiring import Parts
from reviewer_ui.printing.pdf_pages import PdfPages
from support.builders import CLEAN
from support.fakes import FakeUnit
from support.print_service import PrintService, print_service

pytestmark = pytest.mark.cups

#: A4 at 200 dots per inch, looked at in squares of 8 dots (1 mm): how far a square's grey may be off, of 255.
_DOTS, _SQUARES = QSize(1664, 2352), QSize(208, 294)
_ON_AVERAGE, _AT_MOST = 3.0, 80


@pytest.fixture
def service(qapp: object) -> Iterator[PrintService]:
    # The path of a socket may have no more than 107 characters: the test's own folder is too deep.
    with tempfile.TemporaryDirectory(prefix="cups-") as home, print_service(Path(home)) as running:
        yield running


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    unit = FakeUnit()
    case_id = register_application(unit, CLEAN, Source.ONLINE).application_id
    matter = gather(unit, PrintOrder(DocumentKind.RUN_SHEET, case_id))
    file = tmp_path / "run-sheet.pdf"
    file.write_bytes(make_document(Parts(), matter, SealStyle.CIRCLE))
    return file


def _squares(pages: PdfPages, page: int) -> bytes:
    grey = pages.picture_of(page, _DOTS).convertToFormat(QImage.Format.Format_Grayscale8)
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = grey.scaled(_SQUARES, keep, smooth)
    return bytes(small.constBits())


def _off(one: bytes, other: bytes) -> tuple[float, int]:
    """How far two pages are apart: on average, and in the worst square."""
    apart = [abs(this - that) for this, that in zip(one, other, strict=True)]
    return sum(apart) / len(apart), max(apart)


def test_the_printed_pages_are_the_previewed_ones(service: PrintService, sheet: Path) -> None:
    shown = PdfPages(sheet.read_bytes())
    assert int(service.prints(sheet)) == shown.count == 2
    printed = PdfPages(service.printed().read_bytes())
    assert printed.count == 2
    for page in range(2):
        average, worst = _off(_squares(shown, page), _squares(printed, page))
        assert average < _ON_AVERAGE
        assert worst < _AT_MOST
    # What a wrong page would give shows that the tolerance means something.
    assert _off(_squares(shown, 0), _squares(printed, 1))[0] > 3 * _ON_AVERAGE


def test_two_copies_are_two_sets_of_pages(service: PrintService, sheet: Path) -> None:
    service.prints(sheet, copies=2)
    assert PdfPages(service.printed().read_bytes()).count == 2 * PdfPages(sheet.read_bytes()).count


def test_a_printer_that_takes_nothing_is_found_out(service: PrintService, sheet: Path) -> None:
    service.tool("cupsreject", service.printer)
    assert service.prints(sheet) == "printing.refused"
