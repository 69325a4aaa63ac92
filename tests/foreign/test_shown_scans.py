"""Scans on the screen: the first page comes alone and soon, a page that cannot be drawn holds up none of the others."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from reviewer_app.bench.scans.figures import long_scan
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.foreign import scans_shown
from reviewer_app.foreign.lending import Lent
from reviewer_app.foreign_parts import ForeignScans
from reviewer_app.services.ports.reading import ShownScan
from support.hostile_work import TRAP
from support.scanned_forms import changed_inside, grey_pages


def greys_of(pdf: bytes) -> list[int]:
    """How light the middle of each page is."""
    document = pypdfium2.PdfDocument(pdf)
    drawn = [document[page].render(scale=0.1).to_pil().convert("L") for page in range(len(document))]
    return [int.from_bytes(one.crop((20, 20, 21, 21)).tobytes()) for one in drawn]


def with_script(pdf: pikepdf.Pdf) -> None:
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of the grey of the trap are the end of the child that draws them."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    monkeypatch.setattr(scans_shown, "_TRIAL", "support.hostile_work:dying_at_the_trap")


def test_the_first_page_is_a_picture_and_nothing_of_the_file() -> None:
    scan = changed_inside(grey_pages(90, 120, 150), with_script)
    shown = ForeignScans().first_page("扫描.pdf", lambda: scan)
    assert (shown.count, shown.shown, shown.is_whole, shown.looked_at) == (3, 1, False, 0)
    assert abs(greys_of(shown.pdf)[0] - 90) < 4
    assert b"JavaScript" not in shown.pdf
    (width, height) = pypdfium2.PdfDocument(shown.pdf)[0].get_size()
    assert (width, height) == pytest.approx((601, 842), abs=1.5)


def test_what_cannot_be_fetched_is_said_as_it_was() -> None:
    def fetch() -> bytes:
        raise TroubleError("attachment.damaged", sha256="0")

    with pytest.raises(TroubleError, match=r"attachment\.damaged"):
        ForeignScans().first_page("扫描.pdf", fetch)


@pytest.mark.usefixtures("trial")
def test_one_page_that_ends_its_child_is_empty_and_the_others_are_shown() -> None:
    shown = ForeignScans().shown("扫描.pdf", grey_pages(90, 120, TRAP, 150, 180))
    assert (shown.count, shown.shown, shown.broken) == (5, 5, (3,))
    assert [round(grey / 30) for grey in greys_of(shown.pdf)] == [3, 4, 8, 5, 6]


@pytest.mark.usefixtures("trial")
def test_a_file_of_traps_is_left_after_so_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scans_shown, "_MOST_ENDS", 2)
    shown = ForeignScans().shown("扫描.pdf", grey_pages(*[TRAP] * 6))
    assert shown.broken == (1, 2, 3, 4, 5, 6)


def test_a_page_of_no_paper_s_size_is_not_drawn() -> None:
    shown = ForeignScans().shown("扫描.pdf", changed_inside(grey_pages(90, 120, 150, 180), vast_and_slim))
    assert shown.broken == (2, 3)
    assert [round(grey / 30) for grey in greys_of(shown.pdf)] == [3, 8, 8, 6]
    first = ForeignScans().first_page("扫描.pdf", lambda: changed_inside(grey_pages(90), vast_first))
    assert (first.pdf, first.count, first.shown) == (b"", 1, 0)


def vast_and_slim(pdf: pikepdf.Pdf) -> None:
    pdf.pages[1].MediaBox = [0, 0, 14_400, 14_400]
    pdf.pages[2].MediaBox = [0, 0, 80, 5000]


def vast_first(pdf: pikepdf.Pdf) -> None:
    pdf.pages[0].MediaBox = [0, 0, 14_400, 14_400]


def test_a_scan_of_ten_thousand_pages_shows_so_many_as_are_bearable() -> None:
    blank = pypdfium2.PdfDocument.new()
    for _ in range(10_000):
        blank.new_page(595, 842)
    packed = BytesIO()
    blank.save(packed)
    shown = ForeignScans().shown("扫描.pdf", packed.getvalue(), most=30)
    assert (shown.count, shown.shown, shown.is_whole) == (10_000, 30, False)


def test_a_picture_file_with_a_torn_page_shows_the_others() -> None:
    made = [Image.new("RGB", (300, 420), (grey,) * 3) for grey in (90, 120, 150)]
    packed = BytesIO()
    made[0].save(packed, "TIFF", save_all=True, append_images=made[1:], dpi=(36, 36), compression="tiff_deflate")
    torn = bytearray(packed.getvalue())
    with Image.open(BytesIO(torn)) as opened:
        opened.seek(1)
        where: Any = opened
        place = where.tag_v2[273][0]
    torn[place : place + 40] = bytes(40)
    shown = ForeignScans().shown("扫描.tif", bytes(torn))
    assert (shown.count, shown.broken) == (3, (2,))
    assert [round(grey / 30) for grey in greys_of(shown.pdf)][::2] == [3, 5]


def test_pages_turned_keep_what_was_found_broken() -> None:
    scan = grey_pages(90, 120)
    former = ShownScan(b"", (), 2, 2, 2, (2,))
    turned = ForeignScans().turned("扫描.pdf", scan, (90,), former)
    assert turned.broken == (2,)
    (width, height) = pypdfium2.PdfDocument(turned.pdf)[0].get_size()
    assert width > height


def test_a_long_scan_is_lent_and_only_what_is_looked_at_leaves_the_desk(monkeypatch: pytest.MonkeyPatch) -> None:
    scan, given, part = long_scan(40, 200_000), list[int](), Lent.part

    def counted(lent: Lent, question: bytes) -> bytes:
        got = part(lent, question)
        given.append(len(got))
        return got

    monkeypatch.setattr(Lent, "part", counted)
    shown = ForeignScans().first_page("扫描.pdf", lambda: scan)
    assert (shown.count, shown.shown) == (40, 1)
    assert 200_000 < sum(given) < len(scan) / 4


def test_a_question_beyond_what_was_lent_gets_nothing_more() -> None:
    lent = Lent(b"0123456789")
    assert lent.part((8).to_bytes(8, "big") + (1 << 30).to_bytes(4, "big")) == b"89"
    assert lent.part((1 << 60).to_bytes(8, "big") + (9).to_bytes(4, "big")) == b""


def test_the_piece_of_a_place_is_cut_from_its_page_as_it_was_turned() -> None:
    scan = grey_pages(90, 150)
    piece = ForeignScans().piece("扫描.pdf", lambda: scan, Place(2, 100, 100, 600, 200, 90))
    assert (piece.width / piece.dpi * 254, piece.height / piece.dpi * 254) == pytest.approx((620, 160), abs=3)
    assert abs(piece.dots[0] - 150) < 4
    assert ForeignScans().piece("扫描.pdf", lambda: scan, Place(7, 1, 1, 9, 9)).dots == b""
