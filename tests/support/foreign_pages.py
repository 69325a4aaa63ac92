"""PDFs that came from elsewhere: turned, cropped, odd-sized, broken, locked; and seals in every form of file."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageChops, ImageDraw

MM = 72 / 25.4
#: A red ring: outer diameter 100 units of a larger picture, so that the edges do not count.
RING_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 140 140">'
    '<circle cx="70" cy="70" r="48" fill="none" stroke="#d7263d" stroke-width="4"/>'
    '<path d="M70 40 L90 100 H50 Z" fill="#d7263d"/></svg>'
)


def foreign_pdf(
    pages: int = 1,
    size: tuple[float, float] = (210 * MM, 297 * MM),
    rotate: int = 0,
    crop: tuple[float, float, float, float] | None = None,
    user_unit: float = 1.0,
    origin: tuple[float, float] = (0.0, 0.0),
    content: bytes = b"",
) -> bytes:
    """A PDF of empty pages (or of the content given) as other programs write them."""
    pdf = pikepdf.Pdf.new()
    x, y = origin
    for _ in range(pages):
        pdf.add_blank_page(page_size=size)
        page = pdf.pages[-1].obj
        page.MediaBox = Array([x, y, x + size[0], y + size[1]])
        page.Contents = pdf.make_stream(content)
        if rotate:
            page.Rotate = rotate
        if crop:
            page.CropBox = Array(list(crop))
        if user_unit != 1.0:
            page.UserUnit = user_unit
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    """The bytes of a PDF, the same for the same pages (an encrypted one has its name from chance)."""
    target = io.BytesIO()
    pdf.save(target, deterministic_id="encryption" not in options, **options)  # type: ignore[arg-type]
    return target.getvalue()


def locked_pdf(password: str) -> bytes:
    """A PDF that asks for a password, or (without one) only forbids changes."""
    with pikepdf.open(io.BytesIO(foreign_pdf())) as pdf:
        return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user=password))


def form_pdf(is_signed: bool) -> bytes:
    """A PDF with a signature field, filled or waiting, under another field."""
    with pikepdf.open(io.BytesIO(foreign_pdf())) as pdf:
        field = Dictionary(FT=Name.Sig, T=pikepdf.String("a"))
        if is_signed:
            field.V = pdf.make_indirect(Dictionary(Type=Name.Sig))
        parent = Dictionary(T=pikepdf.String("p"), Kids=Array([pdf.make_indirect(field)]))
        pdf.Root.AcroForm = Dictionary(Fields=Array([pdf.make_indirect(parent)]))
        return saved(pdf)


def ring_svg(folder: Path, text: str = RING_SVG) -> Path:
    """A seal as SVG."""
    place = folder / "ring.svg"
    place.write_text(text, encoding="utf-8")
    return place


def ring_png(folder: Path, is_opaque: bool = False) -> Path:
    """A seal as a picture with wide transparent edges, or as a scan on white paper."""
    place = folder / ("ring.jpg" if is_opaque else "ring.png")
    picture = Image.new("RGBA", (1400, 1400), (255, 255, 255, 255 if is_opaque else 0))
    pen = ImageDraw.Draw(picture)
    pen.ellipse((200, 200, 1199, 1199), outline=(215, 38, 61, 255), width=40)
    pen.polygon([(700, 400), (900, 1000), (500, 1000)], fill=(215, 38, 61, 255))
    picture.convert("RGB" if is_opaque else "RGBA").save(place, quality=95)
    return place


def ring_pdf(folder: Path, rotate: int = 0) -> Path:
    """A seal as a PDF page cut to the seal's size."""
    r, k = 50.0, 50 * 0.5522848
    path = (
        f"0.84 0.15 0.24 rg {r} 0 m {r} {k} {k} {r} 0 {r} c {-k} {r} {-r} {k} {-r} 0 c "
        f"{-r} {-k} {-k} {-r} 0 {-r} c {k} {-r} {r} {-k} {r} 0 c h 20 0 m 0 40 l -20 0 l h f*"
    )
    place = folder / "ring.pdf"
    place.write_bytes(foreign_pdf(size=(100, 100), origin=(-50, -50), rotate=rotate, content=path.encode()))
    return place


def red_box(picture: Image.Image, dpi: float) -> tuple[float, float, float, float]:
    """Left, top, right and bottom edge of what is red on a page, in mm from the upper left corner."""
    red, green, _ = picture.convert("RGB").split()
    box = ImageChops.subtract(red, green).point([255 if value > 60 else 0 for value in range(256)]).getbbox()
    assert box is not None, "nothing red on the page"
    left, top, right, bottom = (value / dpi * 25.4 for value in box)
    return left, top, right, bottom


def ink_box(picture: Image.Image, dpi: float) -> tuple[float, float, float, float]:
    """The edges of everything dark on a page, in mm from the upper left corner."""
    box = picture.convert("L").point([255 if value < 140 else 0 for value in range(256)]).getbbox()
    assert box is not None, "nothing on the page"
    left, top, right, bottom = (value / dpi * 25.4 for value in box)
    return left, top, right, bottom
