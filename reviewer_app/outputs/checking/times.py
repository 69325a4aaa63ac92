"""A signed PDF as it was shown when it was made, at each signature, and today; where signatures show in between."""

from __future__ import annotations

import io
import itertools
import math
import warnings
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from reviewer_app.outputs.pdf.content_proof import check_content
from reviewer_app.outputs.pdf.damage import OF_VALUES
from reviewer_app.outputs.pdf.seen_page import SeenPage, seen_page, shown_pages
from reviewer_app.services.ports.pictures import FieldPlace, FileTimes

#: So many bytes of copies are compared at most; a file that would need more is said not to have been compared.
_MOST_BYTES = 160 << 20


@dataclass(frozen=True, slots=True)
class _Field:
    """A field as one time of the file has it: what it holds and looks like, and where it is seen."""

    is_signature: bool
    is_filled: bool
    state: bytes
    places: tuple[FieldPlace, ...]


def file_times(content: bytes) -> FileTimes:
    """The times of a file, none for one that has only one."""
    ends = _ends(content)
    if len(ends) < 2:
        return FileTimes()
    if sum(ends) > _MOST_BYTES:
        return FileTimes(is_too_large=True)
    made = [content[:end] for end in ends]
    fields = [_fields(one) for one in made]
    places = tuple(tuple(_new_places(old, new)) for old, new in itertools.pairwise(fields))
    return FileTimes(tuple(_shown(one) for one in made), places, check_content(content).is_there)


def _ends(content: bytes) -> list[int]:
    from reviewer_app.outputs.checking.signatures import signed_ends

    proof = check_content(content)
    ends = {end for end in signed_ends(content) if 0 < end <= len(content)}
    if proof.is_there and proof.holds:
        ends.add(len(content) - proof.added)
    return sorted({*ends, len(content)}) if ends else []


def _shown(content: bytes) -> bytes:
    """The pages with all fields and notes drawn in; readers draw them even where a form asks them to do it anew."""
    try:
        # Fields without a look stay behind when the others are drawn in; nobody keeps this copy.
        with warnings.catch_warnings(), pikepdf.open(io.BytesIO(content)) as pdf:
            warnings.simplefilter("ignore")
            form: Any = pdf.Root.get(Name.AcroForm, Dictionary())
            if not form.get(Name.NeedAppearances, False):
                return shown_pages(content)
            del form[Name.NeedAppearances]
            target = io.BytesIO()
            pdf.save(target)
            return shown_pages(target.getvalue())
    except (pikepdf.PdfError, *OF_VALUES):
        return content


def _new_places(old: Mapping[str, _Field], new: Mapping[str, _Field]) -> Iterator[FieldPlace]:
    """Where something may have become visible: fields that were signed, and others that were filled in."""
    for name, field in new.items():
        former = old.get(name)
        if field.is_signature:
            if field.is_filled and not (former and former.is_filled):
                yield from field.places
        elif former is not None and former.state != field.state:
            yield from field.places


def _fields(content: bytes) -> dict[str, _Field]:
    found: dict[str, _Field] = {}
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            for number, page in enumerate(pdf.pages):
                seen = _seen(page)
                notes: Any = page.obj.get(Name.Annots, [])
                for note in notes:
                    if isinstance(note, Dictionary) and note.get(Name.Subtype) == Name.Widget:
                        _take(found, note, number, seen)
    except (pikepdf.PdfError, *OF_VALUES):
        return {}
    return found


def _take(found: dict[str, _Field], note: Any, page: int, seen: SeenPage) -> None:
    chain = list(_upwards(note))
    name = ".".join(str(one.get(Name.T, "")) for one in reversed(chain))
    kind = next((one[Name.FT] for one in chain if Name.FT in one), None)
    value = next((one[Name.V] for one in chain if Name.V in one), None)
    place = _place(note, page, seen, kind == Name.Sig)
    former = found.get(name)
    places = (*(former.places if former else ()), *([place] if place else ()))
    state = (former.state if former else b"") + note.unparse() + _written(value)
    found[name] = _Field(kind == Name.Sig, value is not None, state, places)


def _written(value: Any) -> bytes:
    return bytes(value.unparse()) if isinstance(value, pikepdf.Object) else repr(value).encode()


def _upwards(note: Any) -> Iterator[Any]:
    """A field with those it belongs to; one that belongs to itself ends somewhere."""
    for _ in range(50):
        yield note
        if Name.Parent not in note:
            return
        note = note[Name.Parent]


def _seen(page: pikepdf.Page) -> SeenPage:
    media = [float(one) for one in page.mediabox]
    crop = [float(one) for one in page.cropbox]
    return seen_page(media, crop, int(page.obj.get(Name.Rotate, 0)), float(page.obj.get(Name.UserUnit, 1)))


def _place(note: Any, page: int, seen: SeenPage, is_signature: bool) -> FieldPlace | None:
    x1, y1, x2, y2 = (float(value) for value in note.get(Name.Rect, [0, 0, 0, 0]))
    box = seen.box((min(x1, x2), min(y1, y2), max(x1, x2), max(y1, y2)), page)
    edges = (
        box.x / seen.width,
        box.y / seen.height,
        (box.x + box.width) / seen.width,
        (box.y + box.height) / seen.height,
    )
    if not all(map(math.isfinite, edges)) or not box.width or not box.height:
        return None
    return FieldPlace(page, *edges, is_signature)
