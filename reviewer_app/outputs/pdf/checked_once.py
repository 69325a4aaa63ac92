"""What the checker of PDF/A is spared of a file that we have just written: what it has seen before, and what we know.

Nothing is taken on trust that differs from file to file: a page is known by every one of its bytes, a font file by its
layout byte for byte, and each character's width is held against the font's. Whatever looks otherwise than we write it
gets the whole check. Whoever checks a file of others has the whole check of all.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from reviewer_app.outputs.fonts.outlines import width_of
from reviewer_app.outputs.fonts.programs import read_compact
from reviewer_app.outputs.pdf.known_content import tell_checker

_CHECKING = threading.Lock()
#: How far (thousandths of the size) a width told may be from the font's own (ISO 19005-2, 6.2.11.5).
_PLAY = 1
#: What objects that were found sound looked like, with the part they have in a file; no more than so many are kept.
_SOUND: set[tuple[str, bytes | str]] = set()
#: What the checker makes of a look, and of the name of a part.
_LOOKS: dict[bytes, Any] = {}
_PARTS: dict[tuple[str, str], Any] = {}
#: Fonts of which a file was read whole, by all but their characters; and the widths that charstrings begin with.
_READ: set[bytes] = set()
_WIDTHS: dict[bytes, float] = {}
_MOST_KEPT = 8192
_OBJECT = "object"
#: A value that stands elsewhere in the file does not show in what an object looks like; ours have none.
_ELSEWHERE = re.compile(rb" 0 obj\s+[-+.\dtfn]")


@contextmanager
def checked_once(content: bytes) -> Iterator[None]:
    """Spares the checker, as long as it lasts, what it need not look at of a file just written by ourselves."""
    from pikepdf.pdfa import _content, _cos, _fontprogram, _fonts, _schemas, _walker

    quick: list[tuple[Any, str, Callable[[Any], Any]]] = [
        (getattr(_content, "_StreamWalk", None), "run", _walked),
        (getattr(_fontprogram, "TrueTypeProgram", None), "has_gid", _has_glyph),
        (getattr(_fontprogram, "CFFProgram", None), "__init__", _read),
        (getattr(_fonts, "FontInfo", None), "finalize", _finished),
        (getattr(_schemas, "SchemaSet", None), "check", _seen),
    ]
    quick += [(_schemas.SchemaSet, name, _told) for name in ("children", "kind", "dispatch")]
    if b"/ObjStm" not in content and not _ELSEWHERE.search(content):
        quick.append((_walker, "shallow_json_of", _looked))
        quick.append((getattr(_cos, "_ObjectChecker", None), "check", _limited))
    with _CHECKING:
        whole = [(kind, name, getattr(kind, name), make) for kind, name, make in quick if hasattr(kind, name)]
        for kind, name, theirs, make in whole:
            setattr(kind, name, make(theirs))
        try:
            yield
        finally:
            for kind, name, theirs, _ in whole:
                setattr(kind, name, theirs)


def _keep(look: tuple[str, bytes | str]) -> None:
    if len(_SOUND) >= _MOST_KEPT:
        _SOUND.clear()
    _SOUND.add(look)


def _seen(whole: Callable[..., bool]) -> Callable[..., bool]:
    """The check of an object against its schema, which depends on nothing but the two, done once."""

    def check(schemas: Any, role: str, shallow: Any, *rest: Any) -> bool:
        look = f"{schemas.flavour.value} {role}", repr(shallow)
        if look in _SOUND:
            return True
        is_sound = whole(schemas, role, shallow, *rest)
        if is_sound:
            _keep(look)
        return is_sound

    return check


def _told(whole: Callable[..., Any]) -> Callable[..., Any]:
    """What the checker's rules say of a part of a file: the same for each file."""

    def tell(schemas: Any, role: str) -> Any:
        key = f"{whole.__name__} {schemas.flavour.value}", role
        if key not in _PARTS:
            _PARTS[key] = whole(schemas, role)
        return _PARTS[key]

    return tell


def _looked(whole: Callable[..., Any]) -> Callable[..., Any]:
    """An object as the checker compares it: the same for all that look alike."""

    def look(thing: Any, model: Any = None) -> Any:
        seen = _look_of(thing)
        if seen is None:
            return whole(thing, model)
        if seen not in _LOOKS:
            if len(_LOOKS) >= _MOST_KEPT:
                _LOOKS.clear()
            _LOOKS[seen] = whole(thing, model)
        return _LOOKS[seen]

    return look


def _limited(whole: Callable[..., None]) -> Callable[..., None]:
    """The check of an object's numbers, names, filters and depth, done once for all that look alike."""

    def check(checker: Any, thing: Any) -> None:
        seen = _look_of(thing)
        if seen is not None and (_OBJECT, seen) in _SOUND:
            return
        before = len(checker.ctx.report.findings)
        whole(checker, thing)
        if seen is not None and len(checker.ctx.report.findings) == before:
            _keep((_OBJECT, seen))

    return check


def _look_of(thing: Any) -> bytes | None:
    """What an indirect dictionary or a stream looks like, without the stream's data; None for anything else."""
    from pikepdf import ObjectType

    kind = getattr(thing, "_type_code", None)
    if kind == ObjectType.stream:
        return b"stream " + bytes(thing.stream_dict.unparse())
    if kind == ObjectType.dictionary:
        return bytes(thing.unparse(resolved=True))
    return None


def _walked(whole: Callable[..., int]) -> Callable[..., int]:
    """The walk through a page, spared a page that is known by its bytes."""

    def run(walk: Any, stream: Any) -> int:
        return 0 if tell_checker(walk, stream) else whole(walk, stream)

    return run


def _has_glyph(_whole: Callable[..., bool]) -> Callable[..., bool]:
    """Whether a TrueType font has a glyph, its outline unread: it was read when it was made."""

    def has(program: Any, glyph: int) -> bool:
        return 0 <= glyph < int(program.num_glyphs)

    return has


def _read(whole: Callable[..., None]) -> Callable[..., None]:
    """The reading of a CFF font; one laid out as we do, as one read before, is taken apart without reading outlines."""

    def read(program: Any, data: bytes) -> None:
        found = read_compact(data)
        if found is None or found.frame not in _READ:
            whole(program, data)
            if found is not None:
                _READ.add(found.frame)
        if found is None:
            return
        count = len(found.charstrings) + 1
        program.is_cid_keyed = True
        program._charset = range(count)
        program._gid_by_cid = {number: number for number in range(count)}
        program._widths = {0: 0.0} | {number: _width(one) for number, one in enumerate(found.charstrings, 1)}

    return read


def _width(charstring: bytes) -> float:
    """The width a charstring of ours begins with; the same characters come again in each file of a batch."""
    known = _WIDTHS.get(charstring)
    if known is None:
        if len(_WIDTHS) >= _MOST_KEPT:
            _WIDTHS.clear()
        known = _WIDTHS[charstring] = float(width_of(charstring))
    return known


def _finished(whole: Callable[..., None]) -> Callable[..., None]:
    """The look at each character shown in a font; what is not wholly well is looked at whole, and named."""

    def finalize(font: Any, context: Any) -> None:
        if not _is_well(font):
            whole(font, context)

    return finalize


def _is_well(font: Any) -> bool:
    """Whether all that is shown is there and as wide as told, in a font of ours whose widths are known."""
    widths: dict[int, float] | None = getattr(font.program, "_widths", None)
    if not font.ok or font.kind != "type0" or font.cmap is not None or font.cid_to_gid is not None or not widths:
        return False
    if font.cid_width_conflicts or font.cidset is not None:
        return False
    told, usual, cids = font.cid_widths, font.default_width, font.cid_of
    return all(
        code and cids.get(code) == code and code in widths and abs(widths[code] - told.get(code, usual)) <= _PLAY
        for code in font.usage
    )
