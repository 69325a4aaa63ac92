"""Seals on PDFs from elsewhere: in their true size, where they were asked for, on any page."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest
from pikepdf import Array
from PIL import Image

from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.outputs.papers.stamper import PdfStamper
from reviewer_app.outputs.pdf.content_proof import check_content
from reviewer_app.services.ports.papers import PlacedBox, SealImage
from support import foreign_pages
from support.foreign_pages import MM, RING_SVG, foreign_pdf, red_box, ring_pdf, ring_png, ring_svg
from support.printed import page_count, page_image, poppler_text

DPI = 600
SMALL = (100 * MM, 130 * MM)
EXACT = 0.3
WORDS = b"0.2 0 0 0.2 300 300 cm 3 w 0 0 m 90 90 l S"


@pytest.fixture(scope="session")
def stamper() -> PdfStamper:
    """The stamper with this machine's fonts."""
    return PdfStamper()


def seen_red(content: bytes, page: int = 1, dpi: int = DPI) -> tuple[float, float, float, float]:
    """The edges of the seal on a page at 600 dpi, in mm."""
    return red_box(page_image(content, page, dpi), dpi)


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90])
@pytest.mark.parametrize("crop", [None, (20.0, 40.0, 270.0, 340.0)])
def test_a_seal_is_where_it_was_asked_for_on_turned_and_cropped_pages(
    stamper: PdfStamper, tmp_path: Path, turn: int, crop: tuple[float, float, float, float] | None
) -> None:
    """Within 0.3 mm at 600 dpi, in its true size and upright as the page is seen."""
    base = foreign_pdf(size=SMALL, rotate=turn, crop=crop, content=WORDS)
    content = stamper.seal(base, (PlacedBox(1, 20, 30, 42, 42),), SealImage(ring_svg(tmp_path), 42))
    assert seen_red(content) == pytest.approx((20, 30, 62, 72), abs=EXACT)
    picture = page_image(content, 1, 100).crop([round(v / 25.4 * 100) for v in (20, 30, 62, 72)])
    red = red_box(picture.crop((30, 30, 135, 135)), 100)
    assert red[3] > 20, "the triangle stands on its base"


@pytest.mark.parametrize("make", [ring_svg, ring_png, ring_pdf])
@pytest.mark.parametrize("diameter", [38.0, 42.0, 50.0])
def test_a_seal_has_its_diameter_whatever_file_it_comes_from(
    stamper: PdfStamper, tmp_path: Path, make: object, diameter: float
) -> None:
    """White and transparent edges of the file do not count; the seal's middle is the box's middle."""
    assert callable(make)
    image = SealImage(make(tmp_path), diameter)
    content = stamper.seal(foreign_pdf(size=SMALL), (PlacedBox(1, 40, 50, 20, 20),), image)
    half = diameter / 2
    assert seen_red(content) == pytest.approx((50 - half, 60 - half, 50 + half, 60 + half), abs=EXACT)


def test_pages_with_an_origin_elsewhere_and_large_units_are_no_exception(stamper: PdfStamper, tmp_path: Path) -> None:
    """A media box that begins at -100, and a page counted in double points (readers here show that page half-size)."""
    image = SealImage(ring_svg(tmp_path), 42)
    moved = stamper.seal(foreign_pdf(size=SMALL, origin=(-100, 50)), (PlacedBox(1, 10, 20, 42, 42),), image)
    assert seen_red(moved) == pytest.approx((10, 20, 52, 62), abs=EXACT)
    double = stamper.seal(foreign_pdf(size=SMALL, user_unit=2.0), (PlacedBox(1, 10, 20, 42, 42),), image)
    assert [2 * value for value in seen_red(double)] == pytest.approx((10, 20, 52, 62), abs=EXACT)


@pytest.mark.parametrize(
    "content",
    [b"", b"q 3 0 0 3 9 9 cm q", b"3 0 0 3 9 9 cm q q", b"Q Q 3 0 0 3 9 9 cm Q 2 0 0 2 0 0 cm", b"q 0 1 0 rg BT ET"],
)
def test_what_a_page_leaves_behind_does_not_reach_the_seal(stamper: PdfStamper, tmp_path: Path, content: bytes) -> None:
    """States kept and never taken back, or taken back and never kept: the seal stands where it should."""
    image = SealImage(ring_svg(tmp_path), 42)
    sealed = stamper.seal(foreign_pdf(size=SMALL, content=content), (PlacedBox(1, 20, 30, 42, 42),), image)
    assert seen_red(sealed, dpi=200) == pytest.approx((20, 30, 62, 72), abs=EXACT)


def test_pages_that_lack_parts_or_say_nonsense_are_sealed_as_readers_show_them(
    stamper: PdfStamper, tmp_path: Path
) -> None:
    """Without content, without resources, with a crop box of no size or far outside, with a slanted turn."""
    image = SealImage(ring_svg(tmp_path), 42)
    for key, value in (
        ("/Contents", None),
        ("/Resources", None),
        ("/Contents", Array([])),
        ("/CropBox", Array([0, 0, 0, 0])),
        ("/CropBox", Array([-500, -500, 9000, 9000])),
        ("/Rotate", 45),
    ):
        with pikepdf.open(io.BytesIO(foreign_pdf(size=SMALL))) as pdf:
            page = pdf.pages[0].obj
            if value is not None:
                page[key] = value
            elif key in page:
                del page[key]
            base = foreign_pages.saved(pdf)
        sealed = stamper.seal(base, (PlacedBox(1, 20, 30, 42, 42),), image)
        assert seen_red(sealed, dpi=200) == pytest.approx((20, 30, 62, 72), abs=EXACT), key


def test_several_places_on_several_pages_and_pages_from_the_end(stamper: PdfStamper, tmp_path: Path) -> None:
    """Page 2 and the last page get the seal, the others stay as they were."""
    places = (PlacedBox(2, 10, 10, 42, 42), PlacedBox(-1, 40, 60, 42, 42))
    content = stamper.seal(foreign_pdf(4, SMALL), places, SealImage(ring_png(tmp_path), 42))
    assert seen_red(content, 2, 200) == pytest.approx((10, 10, 52, 52), abs=EXACT)
    assert seen_red(content, 4, 200) == pytest.approx((40, 60, 82, 102), abs=EXACT)
    for page in (1, 3):
        assert page_image(content, page, 50).getextrema() == ((255, 255),) * 3


@pytest.mark.parametrize("file", ["scan", "picture", "drawing"])
def test_words_under_a_seal_stay_readable(stamper: PdfStamper, tmp_path: Path, file: str) -> None:
    """Ink covers nothing: neither the white of a scan nor the red of a drawing, nor white laid over red inside it."""
    line = b"0 0 0 RG 2 w 0 200 m 300 200 l S"
    white = RING_SVG.replace("<path", '<circle cx="70" cy="70" r="50" fill="white"/><path')
    file_of = {
        "scan": lambda: ring_png(tmp_path, is_opaque=True),
        "picture": lambda: ring_png(tmp_path),
        "drawing": lambda: ring_svg(tmp_path, white),
    }
    image = SealImage(file_of[file](), 42)
    content = stamper.seal(foreign_pdf(size=SMALL, content=line), (PlacedBox(1, 20, 40, 42, 42),), image)
    row = page_image(content, 1, 150).crop((0, round((130 - 200 / MM) / 25.4 * 150) - 2, 590, 0 + 352))
    dark = row.convert("L").resize((row.width, 1), Image.Resampling.BOX)
    assert max(dark.get_flattened_data()) < 200, "the line runs through from edge to edge"


def test_without_a_file_the_place_for_the_real_stamp_is_kept(stamper: PdfStamper) -> None:
    """A dashed circle with a note that is drawn, not text."""
    content = stamper.seal(foreign_pdf(size=SMALL), (PlacedBox(1, 20, 30, 45, 45),), SealImage(None, 45))
    box = foreign_pages.ink_box(page_image(content, 1, DPI).point([0 if v < 250 else 255 for v in range(256)] * 3), DPI)
    assert box == pytest.approx((20, 30, 65, 75), abs=EXACT)
    assert poppler_text(content) == ""


def test_what_was_on_the_page_is_not_touched(stamper: PdfStamper, tmp_path: Path) -> None:
    """Page count, text and marks of the base remain; the result proves its content from then on."""
    base = foreign_pdf(3, SMALL, content=WORDS)
    content = stamper.seal(base, (PlacedBox(1, 5, 5, 42, 42),), SealImage(ring_svg(tmp_path)))
    assert page_count(content) == 3
    assert page_image(content, 2, 100) == page_image(base, 2, 100)
    proof = check_content(content)
    assert (proof.holds, proof.added) == (True, 0)


def test_the_same_seal_gives_the_same_bytes(stamper: PdfStamper, tmp_path: Path) -> None:
    """Nothing of the clock gets into the file."""
    image = SealImage(ring_svg(tmp_path))
    place = (PlacedBox(1, 5, 5, 42, 42),)
    assert stamper.seal(foreign_pdf(), place, image) == stamper.seal(foreign_pdf(), place, image)


def locked(user: str) -> bytes:
    """A PDF under a password."""
    return foreign_pages.locked_pdf(user)


@pytest.mark.parametrize(
    ("base", "code"),
    [
        (b"hello", "stamping.not_pdf"),
        (b"%PDF-1.7 nothing", "stamping.damaged"),
        (foreign_pdf()[:-200], "stamping.damaged"),
        (locked("secret"), "stamping.encrypted"),
        (locked(""), "stamping.encrypted"),
        (foreign_pages.form_pdf(is_signed=True), "stamping.signed"),
        (foreign_pdf(size=SMALL), "stamping.off_page"),
        (foreign_pages.saved(pikepdf.Pdf.new()), "stamping.no_pages"),
    ],
)
def test_a_bad_base_gets_a_sentence_and_no_seal(stamper: PdfStamper, tmp_path: Path, base: bytes, code: str) -> None:
    """Not a PDF, damaged, locked, signed, too small, empty."""
    with pytest.raises(OfficeError) as refusal:
        stamper.seal(base, (PlacedBox(1, 80, 20, 42, 42),), SealImage(ring_svg(tmp_path)))
    assert refusal.value.code == code


def test_a_base_of_five_thousand_pages_is_refused_with_its_count(stamper: PdfStamper, tmp_path: Path) -> None:
    """Nobody looks through it before sealing."""
    with pytest.raises(RefusalError) as refusal:
        stamper.seal_across(foreign_pdf(5000, SMALL), SealImage(ring_svg(tmp_path)))
    assert refusal.value.code == "stamping.too_many_pages"
    assert refusal.value.values["count"] == 5000


def test_a_form_that_waits_for_a_signature_may_be_sealed(stamper: PdfStamper, tmp_path: Path) -> None:
    """Only filled signature fields stand in the way; their form stays."""
    base = foreign_pages.form_pdf(is_signed=False)
    content = stamper.seal(base, (PlacedBox(1, 20, 30, 42, 42),), SealImage(ring_svg(tmp_path)))
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert "/AcroForm" in pdf.Root


@pytest.mark.parametrize("page", [0, 3, -3])
def test_a_page_that_is_not_there_is_said(stamper: PdfStamper, page: int) -> None:
    """Zero, behind the end, before the beginning."""
    with pytest.raises(RefusalError) as refusal:
        stamper.seal(foreign_pdf(2), (PlacedBox(page, 5, 5, 42, 42),), SealImage(None))
    assert refusal.value.code == "stamping.no_page"


@pytest.mark.parametrize(
    ("svg", "code"),
    [
        ("<svg", "seal.unreadable"),
        ('<svg xmlns="http://www.w3.org/2000/svg"/>', "seal.empty"),
        (RING_SVG.replace("<path", "<text>公章</text><path"), "seal.svg_part"),
        (RING_SVG.replace('fill="none"', 'fill="url(#a)"'), "seal.svg_part"),
        (RING_SVG.replace("<path", '<path opacity="0.5"'), "seal.svg_part"),
        (RING_SVG.replace("#d7263d", "chartreuse"), "seal.svg_part"),
        (RING_SVG.replace('r="48"', 'r="12mm"'), "seal.svg_part"),
        (RING_SVG.replace("<path", '<g clip-path="url(#c)"/><path'), "seal.svg_part"),
        ("<!DOCTYPE svg [<!ENTITY a 'b'>]>" + RING_SVG, "seal.unreadable"),
    ],
)
def test_a_drawing_that_would_come_out_otherwise_is_refused(
    stamper: PdfStamper, tmp_path: Path, svg: str, code: str
) -> None:
    """Text, gradients, transparency, unknown colours: said, never drawn wrongly."""
    with pytest.raises(TroubleError) as trouble:
        stamper.seal(foreign_pdf(), (PlacedBox(1, 5, 5, 42, 42),), SealImage(ring_svg(tmp_path, svg)))
    assert trouble.value.code == code


def test_drawings_of_all_programs_come_out_in_size(stamper: PdfStamper, tmp_path: Path) -> None:
    """Groups, transforms, classes, `use`, arcs and unit px: the ink decides the size."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="90mm">'
        '<rect width="100%" height="100%" fill="#fff"/>'
        "<style>/* a */ .st0, .b {fill:rgb(84%, 15%, 24%)}</style>"
        '<defs><path id="arc" d="M-50,0 A50,50 0 0 1 50,0 L0,0 Z"/></defs>'
        '<g transform="translate(300 20) rotate(30) scale(2)"><use xlink:href="#arc" class="st0"/>'
        '<use href="#arc" transform="rotate(180)" style="fill:#d72"/></g></svg>'
    )
    image = SealImage(ring_svg(tmp_path, svg), 42)
    content = stamper.seal(foreign_pdf(size=SMALL), (PlacedBox(1, 20, 30, 42, 42),), image)
    assert seen_red(content) == pytest.approx((20, 30, 62, 72), abs=EXACT)


@pytest.mark.parametrize("diameter", [0, -4, 9, 420])
def test_a_diameter_no_seal_has_is_refused(stamper: PdfStamper, diameter: float) -> None:
    """A slip of the finger does not get onto paper."""
    with pytest.raises(RefusalError) as refusal:
        stamper.seal(foreign_pdf(), (PlacedBox(1, 5, 5, 42, 42),), SealImage(None, diameter))
    assert refusal.value.code == "seal.size"


def test_a_seal_file_that_is_none_is_said(stamper: PdfStamper, tmp_path: Path) -> None:
    """Missing, of another kind, broken, blank."""
    cases = {"none.png": None, "a.gif": b"GIF89a", "b.png": b"\x89PNG\r\n\x1a\n", "c.pdf": b"%PDF-1.4"}
    codes = []
    for name, content in cases.items():
        if content is not None:
            (tmp_path / name).write_bytes(content)
        with pytest.raises(OfficeError) as refusal:
            stamper.seal(foreign_pdf(), (PlacedBox(1, 5, 5, 42, 42),), SealImage(tmp_path / name))
        codes.append(refusal.value.code)
    Image.new("RGB", (9, 9), "white").save(tmp_path / "blank.png")
    with pytest.raises(TroubleError) as trouble:
        stamper.seal(foreign_pdf(), (PlacedBox(1, 5, 5, 42, 42),), SealImage(tmp_path / "blank.png"))
    assert [*codes, trouble.value.code] == [
        "seal.unreadable",
        "seal.kind",
        "seal.unreadable",
        "seal.unreadable",
        "seal.empty",
    ]
