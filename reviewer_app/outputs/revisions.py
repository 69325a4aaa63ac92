"""What was done to a PDF after a certain state of it: a signature and nothing else, or notes and pages by number."""

from __future__ import annotations

import io
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

Naming = tuple[str, dict[str, int]]
#: What a signature changes in the catalog and on its page, and what says nothing of the pages' content.
_OF_CATALOG = frozenset({"/AcroForm", "/Metadata", "/Version", "/Extensions"})
_OF_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
#: A signature that shows more than this (points; 90 mm) could put other words over the page.
_LARGEST_SIGHT = 255
_OF_INFO = frozenset({"/ModDate", "/Producer"})


def naming(before: bytes, after: bytes) -> Naming | None:
    """`annotated`, `annotations_removed` or `pages` with its numbers; None when nothing of this kind is found."""
    try:
        old, new = _counted(before), _counted(after)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return None
    if len(old) != len(new):
        return "pages", {"before": len(old), "after": len(new)}
    added = sum(max(there - was, 0) for was, there in zip(old, new, strict=True))
    removed = sum(max(was - there, 0) for was, there in zip(old, new, strict=True))
    if added:
        return "annotated", {"count": added}
    return ("annotations_removed", {"count": removed}) if removed else None


def _counted(content: bytes) -> list[int]:
    """How many notes each page bears; the fields of a form are none."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        counts = []
        for page in pdf.pages:
            notes: Any = page.obj.get(Name.Annots, [])
            counts.append(sum(isinstance(one, Dictionary) and one.get(Name.Subtype) != Name.Widget for one in notes))
        return counts


def only_signed(before: bytes, after: bytes) -> bool:
    """Whether the later state has nothing but a signature more: its field, and the field's place on a page."""
    if not after.startswith(before) or len(after) == len(before):
        return False
    try:
        with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
            return _same_but_for_signatures(old, new)
    except (pikepdf.PdfError, ValueError, TypeError, RuntimeError):
        return False


def _same_but_for_signatures(old: pikepdf.Pdf, new: pikepdf.Pdf) -> bool:
    root, pages = old.Root.objgen, {page.obj.objgen for page in old.pages}
    if new.Root.objgen != root or [page.obj.objgen for page in new.pages] != [page.obj.objgen for page in old.pages]:
        return False
    info = old.trailer.get(Name.Info)
    free = {place.objgen for place in (old.Root.get(Name.Metadata),) if place is not None}
    for was in old.objects:
        place = was.objgen
        there: Any = new.get_object(place)
        if place == root:
            is_same = _alike(was, there, _OF_CATALOG) and _is_signature_form(there.get(Name.AcroForm))
        elif place in pages:
            is_same = _alike(was, there, frozenset({"/Annots"})) and _only_fields(was, there)
        elif info is not None and place == info.objgen:
            is_same = _alike(was, there, _OF_INFO)
        else:
            is_same = place in free or _written(was) == _written(there)
        if not is_same:
            return False
    return True


def _alike(was: Any, there: Any, free: frozenset[str]) -> bool:
    """Whether two dictionaries agree but for some keys."""
    if not isinstance(there, Dictionary):
        return False
    keys = (set(was.keys()) | set(there.keys())) - free
    return all(key in was and key in there and _written(was[key]) == _written(there[key]) for key in keys)


def _only_fields(was: Any, there: Any) -> bool:
    """Whether all notes of a page are still there and those added are signatures' fields."""
    before, after = ([_written(one) for one in page.get(Name.Annots, [])] for page in (was, there))
    added: list[Any] = list(there.get(Name.Annots, []))[len(before) :]
    return after[: len(before)] == before and all(map(_is_signature_field, added))


def _is_signature_field(note: Any) -> bool:
    x1, y1, x2, y2 = (float(value) for value in note.get(Name.Rect, [0, 0, 0, 0]))
    is_small = max(abs(x2 - x1), abs(y2 - y1)) <= _LARGEST_SIGHT
    return is_small and note.get(Name.Subtype) == Name.Widget and note.get(Name.FT) == Name.Sig


def _is_signature_form(form: Any) -> bool:
    """A form of signatures only: no other field, and nothing that readers would show instead of the pages."""
    if not isinstance(form, Dictionary) or set(form.keys()) - _OF_FORM:
        return False
    return all(one.get(Name.FT) == Name.Sig for one in form.get(Name.Fields, []))


def _written(one: Any) -> tuple[bytes, bytes]:
    """An object as it is written in the file, a stream with its content."""
    if isinstance(one, pikepdf.Stream):
        return one.stream_dict.unparse(), one.read_raw_bytes()
    return (one.unparse() if isinstance(one, pikepdf.Object) else repr(one).encode()), b""
