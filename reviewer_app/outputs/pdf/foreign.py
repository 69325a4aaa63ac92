"""Other people's PDFs: opened only when adding to them is safe, drawn on, what is there left as it is, saved whole."""

from __future__ import annotations

import io
import re
from itertools import accumulate
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.outputs.page.operators import number, placed
from reviewer_app.outputs.pdf.content_proof import PLACEHOLDER, PROOF_KEY, seal_content
from reviewer_app.outputs.pdf.damage import OF_VALUES
from reviewer_app.outputs.pdf.seen_page import Matrix, SeenPage, seen_page
from reviewer_app.services.ports.papers import PlacedBox

#: Longer documents are to be divided first: nobody looks through so many pages before sealing them.
MOST_PAGES = 1000


class ForeignPdf:
    """A PDF that was made elsewhere, open for additions."""

    def __init__(self, pdf: pikepdf.Pdf) -> None:
        self.pdf = pdf
        self._opened: set[int] = set()

    @property
    def count(self) -> int:
        """How many pages it has."""
        return len(self.pdf.pages)

    def index(self, page: int) -> int:
        """A page counted from 1, or from the end when negative, as an index; RefusalError `stamping.no_page`."""
        if page == 0 or abs(page) > self.count:
            raise RefusalError("stamping.no_page", page=page, count=self.count)
        return page - 1 if page > 0 else self.count + page

    def seen(self, index: int) -> SeenPage:
        """How a page is seen; TroubleError `stamping.damaged` when its boxes make no sense."""
        page = self.pdf.pages[index]
        try:
            unit = float(page.obj.get(Name.UserUnit, 1))
            return seen_page(_numbers(page.mediabox), _numbers(page.cropbox), page.rotation, unit)
        except (TypeError, ValueError, AttributeError, pikepdf.PdfError) as error:
            raise TroubleError("stamping.damaged_page", page=index + 1) from error

    def box_on(self, box: PlacedBox) -> tuple[int, SeenPage]:
        """The page of a box; RefusalError `stamping.no_page`, `stamping.off_page`."""
        index = self.index(box.page)
        seen = self.seen(index)
        if not seen.holds(box):
            size = f"{seen.width:.1f} × {seen.height:.1f}"
            raise RefusalError("stamping.off_page", page=index + 1, size=size)
        return index, seen

    def draw(
        self, index: int, form: Any, matrix: Matrix, clip: PlacedBox | None = None, *, is_ink: bool = False
    ) -> None:
        """Draws a form (see `form_of`) on top of a page; `clip` lets only a part of the seen page show it.

        Ink darkens what it lies on instead of covering it, so that words under a seal can still be read. Raises
        TroubleError `stamping.damaged_page`.
        """
        try:
            self._draw(index, form, matrix, clip, is_ink)
        except (pikepdf.PdfError, *OF_VALUES) as error:
            raise TroubleError("stamping.damaged_page", page=index + 1) from error

    def _draw(self, index: int, form: Any, matrix: Matrix, clip: PlacedBox | None, is_ink: bool) -> None:
        page = self.pdf.pages[index]
        self._close_state(index)
        name = page.add_resource(form, Name.XObject, _free_name(page.obj, "DeskMark"))
        code = placed(f"{name} Do", matrix)
        if is_ink:
            ink = Dictionary(Type=Name.ExtGState, BM=Name.Multiply)
            state = page.add_resource(ink, Name.ExtGState, _free_name(page.obj, "DeskInk"))
            code = f"q {state} gs {code} Q"
        if clip is not None:
            x1, y1, x2, y2 = self.seen(index).rectangle(clip)
            code = f"q {' '.join(map(number, (x1, y1, x2 - x1, y2 - y1)))} re W n {code} Q"
        page.contents_add(self.pdf.make_stream(f"/Artifact BMC {code} EMC".encode()))

    def _close_state(self, index: int) -> None:
        """What a page's own content leaves behind (a scale, a colour) must not reach what is added."""
        if index in self._opened:
            return
        page = self.pdf.pages[index]
        missing, left = _unbalanced(page, index)
        page.contents_add(self.pdf.make_stream(b"q " * (1 + missing)), prepend=True)
        page.contents_add(self.pdf.make_stream(b" Q" * (1 + left)))
        self._opened.add(index)

    def cut(self, mark: str) -> bool:
        """Takes what stands between a mark and its end out of every page's content; whether there was any."""
        marked, is_found = re.compile(re.escape(mark.encode()) + rb".*?\bEMC\b", re.DOTALL), False
        for page in self.pdf.pages:
            contents = page.obj.get(Name.Contents)
            for stream in list(contents) if isinstance(contents, Array) else [contents]:
                if isinstance(stream, Stream) and marked.search(before := stream.read_bytes()):
                    stream.write(marked.sub(b"", before))
                    is_found = True
        return is_found

    def finish(self) -> bytes:
        """The bytes, with our proof of content."""
        self.pdf.docinfo[f"/{PROOF_KEY}"] = pikepdf.String(PLACEHOLDER)
        target = io.BytesIO()
        self.pdf.save(target, object_stream_mode=pikepdf.ObjectStreamMode.disable, deterministic_id=True)
        try:
            return seal_content(target.getvalue())
        except ValueError as error:
            # Somewhere in it lies a proof of another time, or what looks like one.
            raise TroubleError("stamping.damaged") from error


def open_foreign(content: bytes) -> ForeignPdf:
    """A PDF ready for additions.

    Raises RefusalError `stamping.encrypted`, `stamping.signed`, `stamping.too_many_pages`, `stamping.no_pages`;
    TroubleError `stamping.not_pdf`, `stamping.damaged`.
    """
    if b"%PDF-" not in content[:1024]:
        raise TroubleError("stamping.not_pdf")
    try:
        pdf = pikepdf.open(io.BytesIO(content), attempt_recovery=False)
    except pikepdf.PasswordError as error:
        raise RefusalError("stamping.encrypted") from error
    except (pikepdf.PdfError, ValueError, RuntimeError) as error:
        raise TroubleError("stamping.damaged") from error
    if pdf.is_encrypted:
        raise RefusalError("stamping.encrypted")
    try:
        signatures = _signatures(pdf)
    except OF_VALUES as error:
        raise TroubleError("stamping.damaged") from error
    if signatures:
        raise RefusalError("stamping.signed", count=signatures)
    return ForeignPdf(_counted(pdf))


def _counted(pdf: pikepdf.Pdf) -> pikepdf.Pdf:
    try:
        count = len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError, TypeError) as error:
        raise TroubleError("stamping.damaged") from error
    if not count:
        raise RefusalError("stamping.no_pages")
    if count > MOST_PAGES:
        raise RefusalError("stamping.too_many_pages", count=count, most=MOST_PAGES)
    return pdf


def _signatures(pdf: pikepdf.Pdf) -> int:
    """How many signatures there are: fields that hold one, at any depth of the form."""
    form: Any = pdf.Root.get(Name.AcroForm)
    fields: list[Any] = list(form.get(Name.Fields, [])) if isinstance(form, Dictionary) else []
    found, seen = 0, 0
    while fields and seen < 100_000:
        field, seen = fields.pop(), seen + 1
        if isinstance(field, Dictionary):
            found += field.get(Name.FT) == Name.Sig and Name.V in field
            fields.extend(field.get(Name.Kids, []))
    return found


def _unbalanced(page: pikepdf.Page, index: int) -> tuple[int, int]:
    """How many states a page's content takes back that it never kept, and how many it keeps to its end."""
    try:
        steps = [1 if str(step.operator) == "q" else -1 for step in pikepdf.parse_content_stream(page, "q Q")]
    except (pikepdf.PdfError, ValueError, TypeError) as error:
        raise TroubleError("stamping.damaged_page", page=index + 1) from error
    depths = list(accumulate(steps, initial=0))
    lowest = min(depths)
    return -lowest, depths[-1] - lowest


def _numbers(box: Any) -> list[float]:
    numbers = [float(value) for value in box] if isinstance(box, Array | list) else []
    if len(numbers) != 4:
        raise ValueError("not a box")
    return numbers


def _free_name(page: Any, stem: str) -> pikepdf.Name:
    """A resource name the page has not used; the same for the same page, so that bytes repeat."""
    resources: Any = page.get(Name.Resources, Dictionary())
    used = {name for kind in resources.as_dict().values() if isinstance(kind, Dictionary) for name in kind.as_dict()}
    count = 1
    while f"/{stem}{count}" in used:
        count += 1
    return Name(f"/{stem}{count}")


def form_of(pdf: pikepdf.Pdf, code: str, box: tuple[float, float, float, float], **resources: Any) -> Any:
    """Operators as a form XObject of a PDF, to be placed: in mm with y upwards, about its own origin."""
    form = pdf.make_stream(code.encode("ascii"))
    form[Name.Type], form[Name.Subtype] = Name.XObject, Name.Form
    form[Name.BBox] = Array([round(value, 4) for value in box])
    form[Name.Resources] = Dictionary(**resources)
    # One group: white inside the drawing covers the drawing's own red, not the page.
    form[Name.Group] = Dictionary(Type=Name.Group, S=Name.Transparency, CS=Name.DeviceRGB, I=True)
    return form
