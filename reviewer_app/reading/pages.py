"""Files taken apart into pages: a picture of each, and its text where the file itself holds it."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace
from io import BufferedReader, BytesIO
from pathlib import Path

import pypdfium2
from PIL import Image, ImageOps, UnidentifiedImageError

from reviewer_app.domain.errors import TroubleError
from reviewer_app.reading.lines import Box, Line
from reviewer_app.reading.page_text import lines_of, on_picture

MM = 25.4
#: Pages are read at so many dots per inch.
DPI = 200
#: More pages of one form are not read.
MOST_PAGES = 40
#: A picture of more dots is not opened; no side of a page that is read is longer.
_MOST_DOTS = 100_000_000
_LONGEST_SIDE = 3600
#: The longer side of paper, in millimetres, where a file says something that cannot be.
_LEAST_MM, _MOST_MM, _A4_MM = 100.0, 450.0, 297.0
#: A picture that covers so much of a page is the page: text beneath it is another's reading.
_SCAN = 0.7
#: One that covers less holds no lines of a form: a mark, a logo, a code.
_SEEN = 0.06
#: What is paper: in points, from a slip of 25 mm to the roll of a plotter, and how many times as long as it is wide.
_SHORTEST_PT, _LONGEST_PT, _SLIMMEST = 70.0, 5700.0, 10.0


#: Clockwise.
_TURNS = {
    90: Image.Transpose.ROTATE_270,
    180: Image.Transpose.ROTATE_180,
    270: Image.Transpose.ROTATE_90,
}

_HEAD = 1024

#: A file, or what was in it, also where it is read part by part.
Source = Path | bytes | BufferedReader


@dataclass(frozen=True, slots=True)
class RawPage:
    """A page as it lies in its file; `lines` are None where it is a picture alone.

    `insets` are the pictures set into a page of text: what stands in them is no text of the file.
    """

    picture: Image.Image
    dpi: float
    lines: list[Line] | None
    insets: tuple[Box, ...] = ()


def page_count(source: Source) -> int:
    """How many pages a file says it has."""
    if is_pdf(source):
        document = opened_pdf(source)
        try:
            return len(document)
        finally:
            document.close()
    with opened_picture(source) as picture:
        return int(getattr(picture, "n_frames", 1))


def pages_of(source: Source) -> Iterator[RawPage]:
    """The pages of a PDF or picture, one after the other.

    TroubleError `reading.unknown`, `.encrypted`, `.damaged`, `.too_large`, each naming the file.
    """
    yield from _pdf_pages(source) if is_pdf(source) else _picture_pages(source)


def is_pdf(source: Source) -> bool:
    """Whether a file is a PDF by its content."""
    return b"%PDF-" in head_of(source)


def head_of(source: Source) -> bytes:
    """How a file begins."""
    if isinstance(source, bytes):
        return source[:_HEAD]
    if isinstance(source, BufferedReader):
        source.seek(0)
        return source.read(_HEAD)
    with source.open("rb") as file:
        return file.read(_HEAD)


def _name(source: Source) -> str:
    return source.name if isinstance(source, Path) else ""


def opened_pdf(source: Source) -> pypdfium2.PdfDocument:
    """A PDF with at least one page; TroubleError `reading.encrypted`, `.damaged`."""
    try:
        document = pypdfium2.PdfDocument(source)
    except pypdfium2.PdfiumError as error:
        code = "reading.encrypted" if "assword" in str(error) else "reading.damaged"
        raise TroubleError(code, file=_name(source)) from error
    if not len(document):
        raise TroubleError("reading.damaged", file=_name(source))
    return document


def _pdf_pages(source: Source) -> Iterator[RawPage]:
    document = opened_pdf(source)
    try:
        has_form = bool(document.get_formtype())
        if has_form:
            document.init_forms()
        for place in range(len(document)):
            yield _pdf_page(document, place, has_form)
    except pypdfium2.PdfiumError as error:
        raise TroubleError("reading.damaged", file=_name(source)) from error
    finally:
        document.close()


def _pdf_page(document: pypdfium2.PdfDocument, place: int, has_form: bool) -> RawPage:
    page = document[place]
    if has_form:
        # What was typed into the fields of a form becomes text of the page.
        page.flatten()
        page = document[place]
    drawn = _drawn(page, DPI)
    size = drawn.picture.size
    insets = [box for box in _pictures_on(page, size) if _share(box, size) > _SEEN]
    if any(_share(box, size) > _SCAN for box in insets):
        return drawn
    lines = lines_of(page, size)
    return replace(drawn, lines=lines, insets=tuple(insets)) if lines else drawn


def drawn_page(document: pypdfium2.PdfDocument, place: int, dpi: float | None = None) -> RawPage:
    """One page (from 0) of a PDF as a picture alone; PdfiumError for one that cannot be drawn."""
    return _drawn(document[place], dpi or DPI)


def _drawn(page: pypdfium2.PdfPage, wanted: float) -> RawPage:
    dpi = min(wanted, _LONGEST_SIDE * 72 / max(*page.get_size(), 1.0))
    picture = page.render(scale=dpi / 72, fill_color=(255, 255, 255, 255)).to_pil().convert("RGB")
    return RawPage(picture, dpi, None)


def is_odd(document: pypdfium2.PdfDocument, place: int) -> bool:
    """Whether a page (from 0) is no sheet of paper by its size: the screen could not hold it enlarged."""
    try:
        shorter, longer = sorted(document.get_page_size(place))
    except pypdfium2.PdfiumError:
        return True
    return not (shorter >= _SHORTEST_PT and longer <= min(_LONGEST_PT, _SLIMMEST * shorter))


def _pictures_on(page: pypdfium2.PdfPage, size: tuple[int, int]) -> Iterator[Box]:
    """Where pictures lie on a page, in dots of the drawn page."""
    for thing in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,), max_depth=3):
        left, bottom, right, top = thing.get_bounds()
        corners = [on_picture(page, size, x, y) for x in (left, right) for y in (bottom, top)]
        across, down = [x for x, _ in corners], [y for _, y in corners]
        yield Box(max(0.0, min(across)), max(0.0, min(down)), min(size[0], max(across)), min(size[1], max(down)))


def _share(box: Box, size: tuple[int, int]) -> float:
    return max(0.0, box.right - box.left) * max(0.0, box.height) / (size[0] * size[1])


def opened_picture(source: Source) -> Image.Image:
    """A picture of one or several pages; TroubleError `reading.unknown`, `.damaged`, `.too_large`."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        try:
            picture = Image.open(
                BytesIO(source) if isinstance(source, bytes) else source, formats=("JPEG", "PNG", "TIFF")
            )
        except Image.DecompressionBombError as error:
            raise TroubleError("reading.too_large", file=_name(source)) from error
        except UnidentifiedImageError as error:
            raise TroubleError("reading.unknown", file=_name(source)) from error
        except (OSError, ValueError, SyntaxError) as error:
            raise TroubleError("reading.damaged", file=_name(source)) from error
    return picture


def _picture_pages(source: Source) -> Iterator[RawPage]:
    with opened_picture(source) as opened:
        for frame in range(getattr(opened, "n_frames", 1)):
            yield frame_of(opened, frame, _name(source))


def frame_of(opened: Image.Image, frame: int, name: str = "") -> RawPage:
    """One page (from 0) of a picture; TroubleError `reading.damaged`, `.too_large`."""
    try:
        opened.seek(frame)
        return _picture_page(opened, name)
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise TroubleError("reading.damaged", file=name) from error


def _picture_page(opened: Image.Image, name: str) -> RawPage:
    if opened.width * opened.height > _MOST_DOTS or min(opened.size) < 16:
        raise TroubleError("reading.too_large" if opened.width > 16 else "reading.damaged", file=name)
    dpi = _dpi_of(opened)
    scale = min(1.0, DPI / dpi, _LONGEST_SIDE / max(opened.size))
    if scale < 1 and opened.format == "JPEG":
        opened.draft("RGB", (math.ceil(opened.width * scale), math.ceil(opened.height * scale)))
    wanted = round(max(opened.size) * scale)
    longest = max(opened.size)
    picture = ImageOps.exif_transpose(opened)
    if picture.mode in ("RGBA", "LA", "PA", "P"):
        picture = picture.convert("RGBA")
        paper = Image.new("RGBA", picture.size, (255, 255, 255, 255))
        picture = Image.alpha_composite(paper, picture)
    if picture.mode.startswith("I"):
        # Sixteen bits a dot: the upper eight are what can be seen.
        picture = picture.convert("I").point(lambda shade: shade / 256).convert("L")
    picture = picture.convert("RGB")
    if picture is opened:
        picture = picture.copy()
    picture.thumbnail((wanted, wanted), Image.Resampling.LANCZOS)
    return RawPage(picture, dpi * max(picture.size) / longest, None)


def turned(picture: Image.Image, turn: int) -> Image.Image:
    """The picture turned clockwise by 0, 90, 180 or 270 degrees."""
    return picture.transpose(_TURNS[turn]) if turn else picture


def _dpi_of(opened: Image.Image) -> float:
    """The dots per inch a picture says it has; reckoned from the size of A4 where that cannot be."""
    longest = max(opened.size)
    stated = opened.info.get("dpi", (0, 0))
    try:
        dpi = float(stated[0])
    except (TypeError, ValueError, IndexError, ZeroDivisionError):
        dpi = 0.0
    if math.isfinite(dpi) and dpi > 1 and _LEAST_MM <= longest / dpi * MM <= _MOST_MM:
        return dpi
    return longest / _A4_MM * MM
