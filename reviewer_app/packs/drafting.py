"""A pack's draft: the version it was begun on, its text, and what was typed into the form and stands not in the text.

What can be written goes into the text; what cannot stays with the draft under its own field with the reason, and holds
back nothing else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reviewer_app.domain.errors import RefusalError
from reviewer_app.packs.form import PackField, PackForm, PackPart, form_of, value_of
from reviewer_app.packs.merging import merged
from reviewer_app.packs.node import toml_of
from reviewer_app.packs.rewriting import CannotRewriteError, Place, Value, with_table, with_value, without_table

_VERSION = re.compile(r'(?m)^version *= *"([^"\n]*)"')


@dataclass(frozen=True, slots=True)
class TypedValue:
    """What was typed into a field: its place, the words, what its part is known by, and how the field is called."""

    place: Place
    words: str
    part: str = ""
    called: str = ""


@dataclass(frozen=True, slots=True)
class PackDraft:
    """A draft; `base` is the hash of the version it was begun on, '' where nobody noted it."""

    base: str
    text: str
    typed: tuple[TypedValue, ...] = ()

    def with_typed(self, one: TypedValue) -> PackDraft:
        """The draft with something typed, over what was typed there before."""
        return replace(self, typed=(*(other for other in self.typed if other.place != one.place), one))

    def without_typed(self, places: Iterable[Place]) -> PackDraft:
        """The draft without what was typed in some places."""
        gone = set(places)
        return replace(self, typed=tuple(one for one in self.typed if one.place not in gone))


@dataclass(frozen=True, slots=True)
class WrittenDraft:
    """A draft in whose text all stands that can, its form, why each other value waits, and what has no field now."""

    draft: PackDraft
    form: PackForm
    held: Mapping[Place, RefusalError]
    gone: tuple[TypedValue, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether all that was typed stands in the text."""
        return not self.draft.typed


def written(draft: PackDraft) -> WrittenDraft:
    """Puts into the text what was typed, as far as it can stand there."""
    form = form_of(draft.text)
    if not form.parts:
        code = "pack_form.broken_text" if form.broken_line else "pack_form.broken_text_somewhere"
        refusal = RefusalError(code, line=form.broken_line)
        return WrittenDraft(draft, form, {one.place: refusal for one in draft.typed})
    text, held, waiting, gone = draft.text, {}, [], []
    for one in draft.typed:
        found = _found_again(form, one)
        if found is None:
            gone.append(one)
            continue
        part, field = found
        try:
            if says_same(field, one.words, field.value):
                continue
            text = with_value(text, field.place, value_of(field, one.words))
        except (RefusalError, CannotRewriteError) as problem:
            refusal = problem if isinstance(problem, RefusalError) else RefusalError("pack_form.cannot_here")
            held[field.place] = refusal
            waiting.append(replace(one, place=field.place, called=f"{part.title} · {field.label}"))
    if text != draft.text:
        # A part may be known by another name now.
        form = form_of(text)
        waiting = [replace(one, part=_known_by(form, one)) for one in waiting]
    return WrittenDraft(PackDraft(draft.base, text, (*waiting, *gone)), form, held, tuple(gone))


def typed_in(form: PackForm, place: Place, words: str) -> TypedValue:
    """What is typed into a field of a form, with what will find the field again when others are taken away."""
    part = form.part_of(place)
    label = next((one.label for one in part.fields if one.place == place), "") if part else ""
    return TypedValue(place, words, part.known_by if part else "", f"{part.title} · {label}" if part else "")


def says_same(field: PackField, one: str, other: str) -> bool:
    """Whether two ways of typing give the same value; what gives none is only like itself."""
    try:
        return one == other or value_of(field, one) == value_of(field, other)
    except RefusalError:
        return False


def with_part(draft: PackDraft, place: Place, values: Mapping[str, Value]) -> PackDraft:
    """The draft with one more contact or class; CannotRewriteError."""
    draft = written(draft).draft
    return replace(draft, text=with_table(draft.text, place, values))


def without_part(draft: PackDraft, part: PackPart) -> PackDraft:
    """The draft without a contact or class and what was typed there; what waits for the others goes on waiting.

    Raises CannotRewriteError, also where the part has gone already.
    """
    now = written(draft)
    standing = [one for one in now.form.parts if one.place == part.place and one.known_by == part.known_by]
    if not standing:
        raise CannotRewriteError(part.place)
    *listed, number = part.place
    typed = []
    for one in now.draft.typed:
        own = one.place[len(listed)] if one.place[: len(listed)] == tuple(listed) else None
        if own == number and one not in now.gone:
            continue
        is_behind = isinstance(own, int) and isinstance(number, int) and own > number
        place = (*listed, own - 1, *one.place[len(listed) + 1 :]) if is_behind and isinstance(own, int) else one.place
        typed.append(replace(one, place=place))
    return PackDraft(draft.base, without_table(now.draft.text, part.place), tuple(typed))


def taken_back(before: PackDraft, after: PackDraft, now: PackDraft) -> PackDraft:
    """A change of a draft taken back, with all that was typed since left as it is."""
    if now == after:
        return before
    since = {one.place for one in now.typed} - {one.place for one in after.typed}
    kept = tuple(one for one in now.typed if one.place in since)
    return PackDraft(before.base, merged(after.text, now.text, before.text).text, (*before.typed, *kept))


def carried_over(
    draft: PackDraft, base_text: str, newer: str, newer_sha256: str, version: str
) -> tuple[PackDraft, int]:
    """The draft on another version of its pack, and how many places both changed: there the newer one's words stand.

    What the draft said there stays beside them as a comment.
    """
    texts = [with_version(one, version) for one in (base_text, draft.text, newer)]
    found = merged(*texts)
    return PackDraft(newer_sha256, found.text, draft.typed), found.both_changed


def with_version(text: str, version: str) -> str:
    """A pack's text under another version."""
    return _VERSION.sub(f'version = "{version}"', text.replace("\r\n", "\n"), count=1)


def version_in(text: str) -> str:
    """The version a text gives itself; '' where it gives none."""
    found = _VERSION.search(text)
    return found[1] if found else ""


def says_nothing_new(text: str, other: str) -> bool:
    """Whether two texts of a pack lay down the same, whatever their version, comments and blanks are."""
    one, two = with_version(text, ""), with_version(other, "")
    if one == two:
        return True
    try:
        return toml_of(one) == toml_of(two)
    except ValueError:
        return False


def as_kept(draft: PackDraft) -> str:
    """The draft as a text that is kept."""
    typed = [[list(one.place), one.words, one.part, one.called] for one in draft.typed]
    return json.dumps({"base": draft.base, "text": draft.text, "typed": typed}, ensure_ascii=False)


def from_kept(kept: str) -> PackDraft | None:
    """The draft of a kept text; None for one that is none. One of before has a text alone."""
    try:
        said = json.loads(kept)
        typed = tuple(TypedValue(tuple(place), *map(str, rest)) for place, *rest in said.get("typed", ()))
        return PackDraft(str(said.get("base", "")), str(said["text"]), typed)
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _found_again(form: PackForm, one: TypedValue) -> tuple[PackPart, PackField] | None:
    """The part and field of something typed: by what its part is known, where it stands in another place now."""
    part = form.part_of(one.place)
    if part is None or part.known_by != one.part or not _fields_of(part, one.place):
        named = [
            other
            for other in form.parts
            if other.known_by == one.part and one.part and other.place[:-1] == one.place[: len(other.place) - 1]
        ]
        if len(named) != 1:
            return None
        (part,) = named
    place = (*part.place, *one.place[len(part.place) :])
    field = next(iter(_fields_of(part, place)), None)
    return None if field is None else (part, field)


def _fields_of(part: PackPart, place: Place) -> list[PackField]:
    return [field for field in part.fields if field.place == place]


def _known_by(form: PackForm, one: TypedValue) -> str:
    part = form.part_of(one.place)
    return part.known_by if part is not None else one.part
