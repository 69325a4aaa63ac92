"""What was done to a PDF after a certain state of it: a signature and nothing else, or notes and pages by number."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name

from reviewer_app.outputs.pdf.damage import OF_VALUES

Naming = tuple[str, dict[str, int]]
#: What a signature changes in the catalog and on its page, and what says nothing of the pages' content.
_OF_CATALOG = frozenset({"/AcroForm", "/Perms", "/Metadata", "/Version", "/Extensions"})
_OF_FORM = frozenset({"/Fields", "/SigFlags", "/DR", "/DA"})
#: A signature that shows more than this (points; 90 mm) could put other words over the page.
_LARGEST_SIGHT = 255
#: Names of fields longer than this are a form that holds itself.
_LONGEST_NAME = 4000
_OF_INFO = frozenset({"/ModDate", "/Producer"})


def naming(before: bytes, after: bytes) -> Naming | None:
    """`annotated`, `annotations_removed`, `filled` or `pages` with its numbers; None when nothing of this is found."""
    try:
        old, new = _counted(before), _counted(after)
    except (pikepdf.PdfError, *OF_VALUES):
        return None
    if len(old.notes) != len(new.notes):
        return "pages", {"before": len(old.notes), "after": len(new.notes)}
    added = sum(max(there - was, 0) for was, there in zip(old.notes, new.notes, strict=True))
    removed = sum(max(was - there, 0) for was, there in zip(old.notes, new.notes, strict=True))
    if added:
        return "annotated", {"count": added}
    if removed:
        return "annotations_removed", {"count": removed}
    filled = sum(old.values.get(name) != value for name, value in new.values.items())
    return ("filled", {"count": filled}) if filled else None


def added_signatures(before: bytes, after: bytes, *, of_all_fields: bool) -> int:
    """How many signatures more there are; those in places that were kept for them count only `of_all_fields`."""
    try:
        old, new = _counted(before), _counted(after)
    except (pikepdf.PdfError, *OF_VALUES):
        return 0
    added = [name for name, is_signed in new.signed.items() if is_signed and not old.signed.get(name)]
    return sum(of_all_fields or name not in old.signed for name in added)


@dataclass(frozen=True, slots=True)
class _Counted:
    """How many notes each page bears (fields are none), what a form's fields say, which signature fields are signed."""

    notes: list[int]
    values: dict[str, bytes]
    signed: dict[str, bool]


def _counted(content: bytes) -> _Counted:
    with pikepdf.open(io.BytesIO(content)) as pdf:
        counts = []
        for page in pdf.pages:
            notes: Any = page.obj.get(Name.Annots, [])
            counts.append(sum(isinstance(one, Dictionary) and one.get(Name.Subtype) != Name.Widget for one in notes))
        found = _Counted(counts, {}, {})
        form: Any = pdf.Root.get(Name.AcroForm, Dictionary())
        for field in form.get(Name.Fields, []):
            _read_field(field, "", None, found)
        return found


def _read_field(field: Any, above: str, kind: Any, found: _Counted) -> None:
    """A field with those below it, by whole names."""
    name = f"{above}.{field.get(Name.T, '')}"
    kind = field.get(Name.FT, kind)
    if len(name) > _LONGEST_NAME:
        raise ValueError("the form's fields have no end")
    for below in field.get(Name.Kids, []):
        _read_field(below, name, kind, found)
    if kind == Name.Sig:
        found.signed[name] = found.signed.get(name, False) or _is_signed(field.get(Name.V))
    elif Name.V in field:
        found.values[name] = b"".join(_written(field[Name.V]))


def _is_signed(value: Any) -> bool:
    """Whether a field bears a person's signature; a time stamp over the whole document says nothing of its own."""
    return value is not None and value.get(Name.Type) != Name.DocTimeStamp


def only_signed(before: bytes, after: bytes) -> bool:
    """Whether the later state has nothing but a signature more: its field, and the field's place on a page."""
    if not after.startswith(before) or len(after) == len(before):
        return False
    try:
        with pikepdf.open(io.BytesIO(before)) as old, pikepdf.open(io.BytesIO(after)) as new:
            return _same_but_for_signatures(old, new)
    except (pikepdf.PdfError, *OF_VALUES):
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
            is_same = is_same and _only_certified(was.get(Name.Perms), there.get(Name.Perms))
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
    is_field = note.get(Name.Subtype) == Name.Widget and note.get(Name.FT) == Name.Sig
    return is_small and is_field and _shows_only_signed(note)


def _shows_only_signed(field: Any) -> bool:
    """A field that nobody signed has nothing to show: what it showed would lie over the page under no name."""
    looks: Any = field.get(Name.AP, Dictionary())
    return Name.V in field or all(
        isinstance(one, pikepdf.Stream) and not one.read_raw_bytes() for one in looks.values()
    )


def _only_certified(was: Any, there: Any) -> bool:
    """Whether nothing but a certification was added to what the document permits."""
    if there is None:
        return was is None
    return was is None and isinstance(there, Dictionary) and set(there.keys()) == {"/DocMDP"}


def _is_signature_form(form: Any) -> bool:
    """A form of signatures only: no other field, and nothing that readers would show instead of the pages."""
    if not isinstance(form, Dictionary) or set(form.keys()) - _OF_FORM:
        return False
    fields: list[Any] = list(form.get(Name.Fields, []))
    return all(one.get(Name.FT) == Name.Sig and _shows_only_signed(one) for one in fields)


def _written(one: Any) -> tuple[bytes, bytes]:
    """An object as it is written in the file, a stream with its content."""
    if isinstance(one, pikepdf.Stream):
        return one.stream_dict.unparse(), one.read_raw_bytes()
    return (one.unparse() if isinstance(one, pikepdf.Object) else repr(one).encode()), b""
