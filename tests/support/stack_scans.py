"""Stacks of stamped sheets as a scanner brings them, made from papers of ours."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pypdfium2
from PIL import Image, ImageDraw

from reviewer_app.outputs.pdf.seal_place import seal_place

#: Fine enough for the codes of our pages.
DPI = 100
_RED = (205, 60, 70)


def sheets_of(pdf: bytes, dpi: int = DPI) -> list[Image.Image]:
    """The pages of a paper as they are printed."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=dpi / 72).to_pil().convert("RGB") for page in document]


def stamped_sheets(
    pdf: bytes, off_mm: tuple[float, float] = (0.0, 0.0), diameter_mm: float = 42.0, dpi: int = DPI
) -> list[Image.Image]:
    """The pages of a paper with a red ring and star near the place that it keeps for its seal."""
    sheets, place = sheets_of(pdf, dpi), seal_place(pdf)
    assert place is not None
    mm = dpi / 25.4
    x, y = (
        (start + side / 2 + off) * mm
        for start, side, off in zip((place.x, place.y), (place.width, place.height), off_mm, strict=True)
    )
    stamp(sheets[place.page - 1], (x, y), diameter_mm / 2 * mm)
    return sheets


def stamp(sheet: Image.Image, middle: tuple[float, float], radius: float) -> None:
    """Puts a red ring and star on a page."""
    (x, y), draw = middle, ImageDraw.Draw(sheet)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=_RED, width=max(3, round(radius / 14)))
    draw.regular_polygon((x, y, radius * 0.3), 5, fill=_RED)


def empty_sheet(dpi: int = DPI) -> Image.Image:
    """The empty back of a sheet."""
    return Image.new("RGB", (round(210 / 25.4 * dpi), round(297 / 25.4 * dpi)), (246, 246, 244))


def without_code(sheet: Image.Image) -> Image.Image:
    """A page whose foot was torn off."""
    torn = sheet.copy()
    draw = ImageDraw.Draw(torn)
    draw.rectangle((0, round(sheet.height * 0.86), sheet.width, sheet.height), fill=(250, 250, 250))
    return torn


def scanned_stack(path: Path, sheets: Sequence[Image.Image], dpi: int = DPI, angle: float = 0.8) -> Path:
    """The sheets as one PDF (or one TIFF of several pages): a little askew, with noise."""
    scans = [_scanned(sheet, angle) for sheet in sheets]
    if path.suffix == ".pdf":
        scans[0].save(path, save_all=True, append_images=scans[1:], resolution=dpi, quality=80)
    elif len(scans) == 1:
        scans[0].save(path, dpi=(dpi, dpi))
    else:
        scans[0].save(path, save_all=True, append_images=scans[1:], dpi=(dpi, dpi), compression="jpeg")
    return path


def _scanned(sheet: Image.Image, angle: float) -> Image.Image:
    askew = sheet.rotate(angle, Image.Resampling.BICUBIC, fillcolor=(250, 250, 250))
    return Image.blend(askew, Image.effect_noise(askew.size, 24).convert("RGB"), 0.06)
