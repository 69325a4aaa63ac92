"""A file of others as pages that may stand in an archival PDF: PDFs without what moves in them, pictures on paper."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name
from PIL import Image, ImageOps

from reviewer_app.outputs.pdf.damage import OF_VALUES
from reviewer_app.outputs.pdf.dossier.kinds import NotTakenError
from reviewer_app.services.ports.dispatch import archiving as why

#: More pages are no enclosure of an application any more.
MOST_PAGES = 1000
#: A larger picture is no page somebody photographed: 60 million dots are a sheet of A4 at 800 dpi.
MOST_DOTS = 60_000_000
#: A4 in points, and the white about a picture.
_SHORT, _LONG, _MARGIN = 595.276, 841.89, 28.35
#: What is carried along by a page and could do something when it is opened.
_MOVING = ("/AA", "/Annots", "/B", "/PresSteps", "/Trans", "/Metadata", "/PieceInfo", "/StructParents", "/Thumb")
_FRAMES = 200
_FAULTS = (pikepdf.PdfError, RuntimeError, *OF_VALUES)


def pdf_pages(content: bytes) -> tuple[pikepdf.Pdf, bool]:
    """A PDF with everything drawn that is to be seen, and whether it is signed.

    NotTakenError `archive.encrypted`, `.restricted`, `.damaged`, `.too_many_pages`.
    """
    try:
        pdf = pikepdf.open(io.BytesIO(content))
    except pikepdf.PasswordError as error:
        raise NotTakenError(why.ENCRYPTED) from error
    except _FAULTS as error:
        raise NotTakenError(why.DAMAGED) from error
    if pdf.is_encrypted:
        raise NotTakenError(why.RESTRICTED)
    try:
        count = len(pdf.pages)
        is_signed = _is_signed(pdf)
        if not 0 < count <= MOST_PAGES:
            raise NotTakenError(why.TOO_MANY_PAGES if count else why.DAMAGED)
        _still(pdf)
    except _FAULTS as error:
        raise NotTakenError(why.DAMAGED) from error
    return pdf, is_signed


def picture_pages(content: bytes, is_tried: bool = False) -> pikepdf.Pdf:
    """A picture as a page of A4, each of its pictures as one; NotTakenError `archive.damaged`, `.too_heavy`.

    What was tried before is not worked out again where its bytes go in as they are.
    """
    pdf = pikepdf.new()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            picture = Image.open(io.BytesIO(content))
            for frame in _frames(picture):
                _add_picture(pdf, frame, content if getattr(picture, "n_frames", 1) == 1 else b"", is_tried)
    except Image.DecompressionBombError as error:
        raise NotTakenError(why.TOO_HEAVY) from error
    except (OSError, SyntaxError, EOFError, *_FAULTS) as error:
        raise NotTakenError(why.DAMAGED) from error
    return pdf


def _is_signed(pdf: pikepdf.Pdf) -> bool:
    """Whether a field of the form, at any depth, holds a signature."""
    form: Any = pdf.Root.get(Name.AcroForm)
    fields: list[Any] = list(form.get(Name.Fields, [])) if isinstance(form, Dictionary) else []
    seen = 0
    while fields and seen < 100_000:
        field, seen = fields.pop(), seen + 1
        if isinstance(field, Dictionary):
            if field.get(Name.FT) == Name.Sig and Name.V in field:
                return True
            fields.extend(field.get(Name.Kids, []))
    return False


def _still(pdf: pikepdf.Pdf) -> None:
    """Draws what stands in fields and notes into the pages, then takes away all that is no drawing."""
    if any("/Annots" in page for page in pdf.pages):
        pdf.flatten_annotations("print")
    for page in pdf.pages:
        for name in _MOVING:
            if name in page:
                del page[name]


def _frames(picture: Image.Image) -> Iterator[Image.Image]:
    count = getattr(picture, "n_frames", 1)
    if count > _FRAMES:
        raise NotTakenError(why.TOO_MANY_PAGES)
    for place in range(count):
        picture.seek(place)
        if picture.width * picture.height > MOST_DOTS:
            raise NotTakenError(why.TOO_HEAVY)
        yield picture


def _add_picture(pdf: pikepdf.Pdf, picture: Image.Image, content: bytes, is_tried: bool) -> None:
    """One page with the picture as large as it can stand there, upright as it was taken."""
    is_as_taken = picture.getexif().get(0x0112, 1) in (0, 1)
    if picture.format == "JPEG" and content and is_as_taken and picture.mode in ("L", "RGB"):
        # The very bytes of the camera: nothing is lost and nothing has to be worked out.
        if not is_tried:
            picture.load()
        stream = pdf.make_stream(content)
        stream.Filter = Name.DCTDecode
        mode = picture.mode
        width, height = picture.size
    else:
        upright = ImageOps.exif_transpose(picture)
        plain = _on_white(upright)
        mode, (width, height) = plain.mode, plain.size
        stream = pdf.make_stream(plain.tobytes())
    stream.Type, stream.Subtype = Name.XObject, Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = width, height, 8
    stream.ColorSpace = Name.DeviceGray if mode == "L" else Name.DeviceRGB
    paper = (_LONG, _SHORT) if width > height else (_SHORT, _LONG)
    scale = min((paper[0] - 2 * _MARGIN) / width, (paper[1] - 2 * _MARGIN) / height, 1.0)
    across, down = width * scale, height * scale
    left, bottom = (paper[0] - across) / 2, (paper[1] - down) / 2
    code = f"q {across:.3f} 0 0 {down:.3f} {left:.3f} {bottom:.3f} cm /Im0 Do Q".encode()
    page = Dictionary(
        Type=Name.Page,
        MediaBox=Array([0, 0, *paper]),
        Resources=Dictionary(XObject=Dictionary(Im0=stream)),
        Contents=pdf.make_stream(code),
    )
    pdf.pages.append(pikepdf.Page(pdf.make_indirect(page)))


def _on_white(picture: Image.Image) -> Image.Image:
    """In grey or in colour, what is see-through laid on white."""
    if picture.mode in ("L", "RGB"):
        return picture
    if picture.mode in ("1", "I", "I;16", "F"):
        return picture.convert("L")
    if picture.has_transparency_data:
        whole = picture.convert("RGBA")
        paper = Image.new("RGB", whole.size, "white")
        paper.paste(whole, mask=whole.getchannel("A"))
        return paper
    return picture.convert("RGB")
