"""A seal to be put on a page, as a drawing in true size: from a picture, an SVG, a PDF, or the reserved circle.

The diameter is that of the seal's ink: white or transparent edges of a picture do not count, so that a 42 mm seal is
42 mm wide on paper however the file was cut. A PDF counts as it stands, its whole first page.
"""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name
from PIL import Image, UnidentifiedImageError

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.page.operators import placed
from reviewer_app.outputs.page.reserved_seal import seal_code
from reviewer_app.outputs.pdf.foreign import form_of
from reviewer_app.outputs.seals.svg import read_svg
from reviewer_app.services.ports.papers import SealImage

#: Seals of public bodies are 38 to 50 mm across; anything outside this is a slip of the finger.
LEAST, MOST = 10.0, 80.0
#: Paler than this is paper, not ink.
_WHITE = 245
_MOST_PIXELS = 40_000_000
#: Pixels a mm (about 100 dpi), below which a ring's letters are no letters any more.
_LEAST_FINE = 4.0
#: Of a seal's square so much is ink at most: a ring, a star and a name leave most of it open.
_MOST_INKED = 0.85


def seal_drawing(pdf: pikepdf.Pdf, image: SealImage, book: FontBook) -> Any:
    """The seal as a form of `pdf`, in mm about its centre; without a file the circle that is kept for the real stamp.

    Raises RefusalError `seal.size`, `seal.kind`; TroubleError `seal.unreadable`, `seal.empty`, `seal.svg_part`.
    """
    if not LEAST <= image.diameter <= MOST:
        raise RefusalError("seal.size", diameter=f"{image.diameter:g}", least=f"{LEAST:g}", most=f"{MOST:g}")
    if image.file is None:
        code = seal_code(book, SealStyle.CIRCLE, "", image.diameter)
        return form_of(pdf, code, _square(image.diameter + 1))
    try:
        content = image.file.read_bytes()
    except OSError as error:
        raise TroubleError("seal.unreadable", name=image.file.name) from error
    return _from_file(pdf, content, image.file, image.diameter)


def _from_file(pdf: pikepdf.Pdf, content: bytes, file: Path, diameter: float) -> Any:
    if content.startswith(b"%PDF-"):
        return _from_pdf(pdf, content, file.name, diameter)
    if b"<svg" in content[:4096] or file.suffix.lower() == ".svg":
        return _from_svg(pdf, content, file.name, diameter)
    if content.startswith((b"\x89PNG", b"\xff\xd8")):
        return _from_picture(pdf, content, file.name, diameter)
    raise RefusalError("seal.kind", name=file.name)


def _from_svg(pdf: pikepdf.Pdf, content: bytes, name: str, diameter: float) -> Any:
    drawing = read_svg(content, name)
    x1, y1, x2, y2 = drawing.bounds or (0.0, 0.0, 0.0, 0.0)
    size = max(x2 - x1, y2 - y1)
    if size <= 0:
        raise TroubleError("seal.empty", name=name)
    scale = diameter / size
    matrix = (scale, 0, 0, scale, -scale * (x1 + x2) / 2, -scale * (y1 + y2) / 2)
    return form_of(pdf, _exactly(matrix) + " ".join(drawing.code) + " Q", _square(diameter))


def _exactly(matrix: tuple[float, ...]) -> str:
    """A matrix with so many digits that a drawing in thousands of units keeps its place."""
    return "q " + " ".join(f"{value:.9f}" for value in matrix) + " cm "


def _from_pdf(pdf: pikepdf.Pdf, content: bytes, name: str, diameter: float) -> Any:
    try:
        with pikepdf.open(io.BytesIO(content)) as source:
            form = pdf.copy_foreign(source.pages[0].as_form_xobject())
    except (pikepdf.PdfError, IndexError, ValueError, RuntimeError) as error:
        raise TroubleError("seal.unreadable", name=name) from error
    x1, y1, x2, y2 = _covered(form)
    size = max(x2 - x1, y2 - y1)
    if size <= 0:
        raise TroubleError("seal.empty", name=name)
    scale = diameter / size
    matrix = (scale, 0, 0, scale, -scale * (x1 + x2) / 2, -scale * (y1 + y2) / 2)
    return form_of(pdf, _exactly(matrix) + "/Seal Do Q", _square(diameter), XObject=Dictionary(Seal=form))


def _covered(form: Any) -> tuple[float, float, float, float]:
    """The box of a page used as a drawing, after its own turn and scale."""
    left, bottom, right, top = (float(value) for value in form[Name.BBox])
    a, b, c, d, e, f = (float(value) for value in form.get(Name.Matrix, [1, 0, 0, 1, 0, 0]))
    corners = [(a * x + c * y + e, b * x + d * y + f) for x in (left, right) for y in (bottom, top)]
    xs, ys = [corner[0] for corner in corners], [corner[1] for corner in corners]
    return min(xs), min(ys), max(xs), max(ys)


def _from_picture(pdf: pikepdf.Pdf, content: bytes, name: str, diameter: float) -> Any:
    colours, alpha = _cut(_opened(content, name), name)
    width, height = colours.size
    picture = _picture(pdf, colours.tobytes(), width, height, Name.DeviceRGB)
    if alpha is not None:
        picture[Name.SMask] = pdf.make_indirect(_picture(pdf, alpha.tobytes(), width, height, Name.DeviceGray))
    resources = Dictionary(Seal=pdf.make_indirect(picture))
    scale = diameter / max(width, height)
    across, up = width * scale, height * scale
    return form_of(
        pdf, placed("/Seal Do", (across, 0, 0, up, -across / 2, -up / 2)), _square(diameter), XObject=resources
    )


def _opened(content: bytes, name: str) -> Image.Image:
    try:
        picture = Image.open(io.BytesIO(content))
        if picture.width * picture.height > _MOST_PIXELS:
            raise TroubleError("seal.unreadable", name=name)
        picture.load()
    except (UnidentifiedImageError, Image.DecompressionBombError, OSError, ValueError, SyntaxError) as error:
        raise TroubleError("seal.unreadable", name=name) from error
    return picture.convert("RGBA")


def _cut(picture: Image.Image, name: str) -> tuple[Image.Image, Image.Image | None]:
    """Colours and transparency of the inked part of a picture; no transparency when nothing is transparent."""
    alpha = picture.getchannel("A")
    is_opaque = alpha.getextrema() == (255, 255)
    ink = picture.convert("L").point(_is_ink) if is_opaque else alpha.point(_is_visible)
    box = ink.getbbox()
    if box is None:
        raise TroubleError("seal.empty", name=name)
    return picture.convert("RGB").crop(box), None if is_opaque else alpha.crop(box)


def _is_ink(value: int) -> int:
    return 255 if value < _WHITE else 0


def _is_visible(value: int) -> int:
    return 255 if value > 255 - _WHITE else 0


def _picture(pdf: pikepdf.Pdf, samples: bytes, width: int, height: int, space: Any) -> pikepdf.Stream:
    return pikepdf.Stream(
        pdf,
        samples,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=width,
        Height=height,
        ColorSpace=space,
        BitsPerComponent=8,
        Interpolate=False,
    )


def _square(side: float) -> tuple[float, float, float, float]:
    return (-side / 2, -side / 2, side / 2, side / 2)


def try_seal(image: SealImage) -> None:
    """Draws a seal on nothing, to see whether its file can be drawn; raises as `seal_drawing`.

    RefusalError `seal.coarse` for a picture that would be printed as a blur, `seal.opaque` for one without a seal's
    open ground, which would cover the words below it.
    """
    with pikepdf.new() as pdf:
        seal_drawing(pdf, image, FontBook())
    content = image.file.read_bytes() if image.file is not None else b""
    if not content.startswith((b"\x89PNG", b"\xff\xd8")) or image.file is None:
        return
    colours, alpha = _cut(_opened(content, image.file.name), image.file.name)
    if max(colours.size) < image.diameter * _LEAST_FINE:
        wanted = round(image.diameter * _LEAST_FINE)
        raise RefusalError("seal.coarse", name=image.file.name, pixels=max(colours.size), least=wanted)
    inked = alpha.point(_is_visible) if alpha is not None else colours.convert("L").point(_is_ink)
    if inked.histogram()[255] > _MOST_INKED * colours.width * colours.height:
        raise RefusalError("seal.opaque", name=image.file.name)
