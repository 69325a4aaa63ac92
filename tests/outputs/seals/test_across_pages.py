"""骑缝章: the strips of the pages put side by side are the seal again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageChops

from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.stamper import PdfStamper
from reviewer_app.outputs.seals.across_pages import MOST_STRIPS, strips
from reviewer_app.services.ports.papers import PlacedBox, SealImage
from support.foreign_pages import MM, foreign_pdf, red_box, ring_png, ring_svg
from support.printed import page_image

DPI = 600
SIZE = (100 * MM, 120 * MM)
DIAMETER = 42.0


@pytest.fixture(scope="module")
def stamper() -> PdfStamper:
    """The stamper with this machine's fonts."""
    return PdfStamper()


def fanned(content: bytes, pages: range, edge: str, centre: float, dpi: int = DPI) -> Image.Image:
    """The pages' edges side by side as a fan shows them: the outermost strip of each page, 42 mm long."""
    width = DIAMETER / len(pages)
    parts = []
    for number in pages:
        picture = page_image(content, number, dpi)
        wide, high = (side / dpi * 25.4 for side in picture.size)
        start, end = centre - DIAMETER / 2, centre + DIAMETER / 2
        box = {
            "right": (wide - width, start, wide, end),
            "left": (0.0, start, width, end),
            "bottom": (start, high - width, end, high),
            "top": (start, 0.0, end, width),
        }[edge]
        parts.append(picture.crop([round(value / 25.4 * dpi) for value in box]))
    ordered = parts if edge in ("right", "bottom") else parts[::-1]
    is_upright = edge in ("right", "left")
    size = (sum(part.width for part in ordered), ordered[0].height)
    if not is_upright:
        size = (ordered[0].width, sum(part.height for part in ordered))
    whole, place = Image.new("RGB", size, "white"), 0
    for part in ordered:
        whole.paste(part, (place, 0) if is_upright else (0, place))
        place += part.width if is_upright else part.height
    return whole


def likeness(one: Image.Image, other: Image.Image) -> float:
    """The part of the pixels that are alike in both pictures."""
    difference = ImageChops.difference(one.convert("L"), other.convert("L").resize(one.size))
    return 1 - difference.point([255 if value > 100 else 0 for value in range(256)]).histogram()[255] / (
        one.width * one.height
    )


@pytest.mark.parametrize("edge", ["right", "left", "top", "bottom"])
@pytest.mark.parametrize("turn", [0, 90])
def test_the_strips_put_together_are_the_seal(stamper: PdfStamper, tmp_path: Path, edge: str, turn: int) -> None:
    """On each edge, on turned pages too; nothing of the seal elsewhere on the pages."""
    image = SealImage(ring_svg(tmp_path), DIAMETER)
    content = stamper.seal_across(foreign_pdf(4, SIZE, rotate=turn), image, edge)
    wide, high = (SIZE[1], SIZE[0]) if turn else SIZE
    centre = (high if edge in ("right", "left") else wide) / MM / 2
    whole = fanned(content, range(1, 5), edge, centre)
    once = stamper.seal(foreign_pdf(1, SIZE), (PlacedBox(1, 20, 20, DIAMETER, DIAMETER),), image)
    seal = page_image(once, 1, DPI).crop([round(value / 25.4 * DPI) for value in (20, 20, 62, 62)])
    assert likeness(seal, whole) > 0.99
    assert red_box(whole, DPI) == pytest.approx((0, 0, DIAMETER, DIAMETER), abs=0.3)
    strip = red_box(page_image(content, 2, DPI), DPI)
    assert min(strip[2] - strip[0], strip[3] - strip[1]) <= DIAMETER / 4 + 0.1


def test_a_long_document_gets_several_seals_that_hold_on_to_each_other(stamper: PdfStamper, tmp_path: Path) -> None:
    """23 pages: three seals, each whole, at two heights; one page bears a strip of two of them."""
    content = stamper.seal_across(foreign_pdf(23, SIZE), SealImage(ring_png(tmp_path), DIAMETER))
    plan = strips(23)
    groups = sorted({strip.page - strip.part: strip for strip in plan if strip.part == 0})
    assert len(groups) == 3
    for first in groups:
        group = [strip for strip in plan if strip.page - strip.part == first]
        pages = range(first + 1, first + 1 + len(group))
        whole = fanned(content, pages, "right", group[0].along * 120, 300)
        assert red_box(whole, 300) == pytest.approx((0, 0, DIAMETER, DIAMETER), abs=0.3)


@pytest.mark.parametrize("pages", [2, 3, 9, 10, 11, 12, 19, 20, 28, 29, 100, 999])
def test_every_page_bears_a_strip_and_none_is_too_narrow(pages: int) -> None:
    """All strips of a seal are there in order; neighbouring seals share a page at different heights."""
    plan = strips(pages)
    assert {strip.page for strip in plan} == set(range(pages))
    assert all(2 <= strip.parts <= MOST_STRIPS and 0 <= strip.part < strip.parts for strip in plan)
    shared = {strip.page for strip in plan if sum(other.page == strip.page for other in plan) == 2}
    assert len(plan) == pages + len(shared)
    for page in shared:
        one, other = (strip for strip in plan if strip.page == page)
        assert one.along != other.along
        assert (one.part, other.part) == (one.parts - 1, 0)
    starts = [strip for strip in plan if strip.part == 0]
    assert len(starts) == len(shared) + 1


def test_pages_of_different_sizes_share_one_height(stamper: PdfStamper, tmp_path: Path) -> None:
    """Laid on top of each other by their upper edges the strips meet."""
    import io

    import pikepdf

    from support.foreign_pages import saved

    with pikepdf.open(io.BytesIO(foreign_pdf(1, SIZE))) as pdf:
        other = pikepdf.open(io.BytesIO(foreign_pdf(1, (80 * MM, 200 * MM))))
        pdf.pages.extend(other.pages)
        base = saved(pdf)
        other.close()
    content = stamper.seal_across(base, SealImage(ring_svg(tmp_path), DIAMETER))
    assert red_box(fanned(content, range(1, 3), "right", 60), DPI) == pytest.approx((0, 0, DIAMETER, DIAMETER), abs=0.3)


@pytest.mark.parametrize(
    ("pages", "size", "edge", "code"),
    [
        (1, SIZE, "right", "stamping.one_page"),
        (3, SIZE, "middle", "stamping.edge"),
        (3, (60 * MM, 30 * MM), "right", "stamping.strip_wide"),
    ],
)
def test_what_cannot_bear_strips_is_refused(
    stamper: PdfStamper, pages: int, size: tuple[float, float], edge: str, code: str
) -> None:
    """One page, an edge that is none, pages smaller than the seal."""
    with pytest.raises(RefusalError) as refusal:
        stamper.seal_across(foreign_pdf(pages, size), SealImage(None, DIAMETER), edge)
    assert refusal.value.code == code
