"""The opinion laid into a box of a foreign page, and the calibration page: measured on paper at 600 dpi."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.calibration import CROSSES
from reviewer_app.outputs.papers.stamper import PdfStamper
from reviewer_app.services.ports.papers import DocumentValues, PlacedBox, PrinterOffset
from support.foreign_pages import MM, foreign_pdf, ink_box
from support.printed import line_with, page_image, pdfium_text, poppler_text, seen_lines

DPI = 600
EXACT = 0.3
NONE = PrinterOffset()
TEXT = "经核对，该单位依法在本市登记注册，信用良好，设有标准化管理部门并配备专职标准化人员两名，同意推荐。"
BOX = PlacedBox(1, 40, 60, 120, 50)


def values_of(text: str = TEXT, **changes: Any) -> DocumentValues:
    """An opinion for an overlay."""
    given: dict[str, Any] = {
        "kind": DocumentKind.OPINION_OVERLAY,
        "unit": "上海市示例区市场监督管理局",
        "day": date(2024, 5, 19),
        "case": "2024-示-0001 社区养老服务标准化试点",
        "fields": {"opinion": text},
    }
    return DocumentValues(**(given | changes))


@pytest.fixture(scope="module")
def stamper() -> PdfStamper:
    """The stamper with this machine's fonts."""
    return PdfStamper()


def block_ink(content: bytes) -> tuple[float, float, float, float]:
    """The edges of what is printed on page 1, in mm."""
    return ink_box(page_image(content, 1, DPI), DPI)


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("crop", [None, (50.0, 60.0, 560.0, 800.0)])
def test_the_text_stands_in_its_box_on_turned_and_cropped_pages(
    stamper: PdfStamper, turn: int, crop: tuple[float, float, float, float] | None
) -> None:
    """The same ink in the same place of the box within 0.3 mm, as on an empty page; upright as the page is seen."""
    text = "国" * 400
    box = PlacedBox(1, 40, 60, 100, 90)
    alone = block_ink(stamper.overlay(None, box, values_of(text), NONE))
    content = stamper.overlay(foreign_pdf(rotate=turn, crop=crop), box, values_of(text), NONE)
    assert block_ink(content) == pytest.approx(alone, abs=EXACT)
    assert alone[0] == pytest.approx(box.x, abs=1.0)
    assert alone[1] >= box.y
    assert alone[2] <= box.x + box.width + 0.1
    assert alone[3] <= box.y + box.height


def test_a_line_s_left_end_is_where_it_was_asked_for(stamper: PdfStamper) -> None:
    """A full block of ink begins at the box's left edge within 0.3 mm."""
    content = stamper.overlay(foreign_pdf(), BOX, values_of("\n".join(["█" * 40] * 2)), NONE)
    assert block_ink(content)[0] == pytest.approx(BOX.x, abs=EXACT)


def test_a_short_opinion_is_set_as_in_an_official_document(stamper: PdfStamper) -> None:
    """16 pt, first line two characters in, and copied out as written."""
    content = stamper.overlay(foreign_pdf(), BOX, values_of(), NONE)
    first = line_with(content, "经核对")
    assert first.size == pytest.approx(16)
    assert first.x0 == pytest.approx(BOX.x + 32 / MM, abs=1.5)
    assert poppler_text(content) == TEXT
    assert pdfium_text(content) == TEXT


def test_a_longer_opinion_is_set_smaller_to_stay_in_its_box(stamper: PdfStamper) -> None:
    """Never below 10.5 pt, all of it there, none of it outside."""
    text = TEXT * 6
    lines = seen_lines(stamper.overlay(foreign_pdf(), BOX, values_of(text), NONE))
    assert 10.5 <= lines[0].size < 16
    assert max(line.x1 for line in lines) <= BOX.x + BOX.width + 0.3
    assert max(line.bottom for line in lines) <= BOX.y + BOX.height + 0.5
    assert "".join(line.text for line in lines) == text


def test_an_opinion_that_does_not_fit_is_refused_with_what_is_too_much(stamper: PdfStamper) -> None:
    """Before anything is printed; the case, the lines and the characters are named."""
    with pytest.raises(RefusalError) as refusal:
        stamper.overlay(foreign_pdf(), BOX, values_of(TEXT * 30), NONE)
    assert refusal.value.code == "document.too_long"
    assert "2024-示-0001" in str(refusal.value.values["case"])
    assert "行（约 " in str(refusal.value.values["over"])


@pytest.mark.parametrize(
    ("text", "box", "code"),
    [
        ("", BOX, "stamping.no_text"),
        (TEXT, PlacedBox(1, 40, 60, 120, 4), "stamping.small_box"),
        (TEXT, PlacedBox(1, 40, 60, 5, 100), "stamping.small_box"),
        (TEXT, PlacedBox(1, 140, 60, 120, 50), "stamping.off_page"),
        (TEXT, PlacedBox(2, 40, 60, 120, 50), "stamping.no_page"),
        (TEXT, PlacedBox(1, float("nan"), 60, 120, 50), "stamping.off_page"),
        (TEXT + "\U0010fffd", BOX, "font.missing"),
    ],
)
def test_what_cannot_be_laid_in_is_refused(stamper: PdfStamper, text: str, box: PlacedBox, code: str) -> None:
    """On a base and on an empty page alike."""
    for base in (foreign_pdf(), None):
        with pytest.raises(RefusalError) as refusal:
            stamper.overlay(base, box, values_of(text), NONE)
        assert refusal.value.code == code


def test_on_pre_printed_paper_the_printer_s_offset_is_taken_back(stamper: PdfStamper) -> None:
    """A printer that puts its ink 1.2 mm right and 0.7 mm up gets the text 1.2 mm left and 0.7 mm down."""
    plain = block_ink(stamper.overlay(None, BOX, values_of(), NONE))
    moved = block_ink(stamper.overlay(None, BOX, values_of(), PrinterOffset(1.2, -0.7)))
    assert moved == pytest.approx((plain[0] - 1.2, plain[1] + 0.7, plain[2] - 1.2, plain[3] + 0.7), abs=0.06)


def test_with_its_base_the_text_moves_along_and_stays_in_the_box(stamper: PdfStamper) -> None:
    """Form and text are printed together: no offset between them."""
    base = foreign_pdf()
    assert stamper.overlay(base, BOX, values_of(), PrinterOffset(2, 2)) == stamper.overlay(base, BOX, values_of(), NONE)


def test_a_draft_says_so(stamper: PdfStamper) -> None:
    """The grey word lies across the page, outside what is copied."""
    content = stamper.overlay(None, BOX, values_of(is_draft=True), NONE)
    picture = page_image(content, 1, 50)
    assert min(picture.crop((100, 250, 330, 400)).convert("L").get_flattened_data()) < 250
    assert poppler_text(content) == TEXT


def test_the_calibration_page_has_its_crosses_in_place(stamper: PdfStamper) -> None:
    """Each cross at its mm within 0.1 mm; with an offset all are moved against it."""
    sheet = values_of(kind=DocumentKind.CALIBRATION, fields={"printer": "示例打印机"})
    for offset in (NONE, PrinterOffset(0.6, -0.3)):
        content = stamper.calibration(sheet, offset)
        picture = page_image(content, 1, DPI).convert("L")
        for x, y in CROSSES:
            across = _middle(picture, x - offset.right, y - offset.down, is_across=True)
            down = _middle(picture, x - offset.right, y - offset.down, is_across=False)
            assert (across, down) == pytest.approx((x - offset.right, y - offset.down), abs=0.1)
        text = poppler_text(content)
        assert f"右{offset.right:.1f}毫米，下{offset.down:.1f}毫米" in text
        assert "示例打印机" in text


def _middle(picture: Any, x: float, y: float, is_across: bool) -> float:
    """Where a cross's line lies, looked for along 1.4 mm beside its middle, in mm."""
    reach, off = 0.7, 7.6
    box = (
        (x - reach, y + off - 0.1, x + reach, y + off) if is_across else (x + off - 0.1, y - reach, x + off, y + reach)
    )
    pixels = [round(value / 25.4 * DPI) for value in box]
    found = picture.crop(pixels).point([255 if value < 128 else 0 for value in range(256)]).getbbox()
    place = (found[0] + found[2]) / 2 if is_across else (found[1] + found[3]) / 2
    return float((pixels[0 if is_across else 1] + place) / DPI * 25.4)
