"""Half characters: what an input method or a file name can leave of a character that takes two units.

No file, page or list can hold them, so they are refused where texts enter the library, whatever the text is for.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields, is_dataclass
from enum import Enum
from operator import attrgetter
from pathlib import PurePath
from typing import Any

from reviewer_app.domain.errors import RefusalError

#: So many texts are looked at in one go.
_AT_ONCE = 4096


def require_whole(*values: object) -> None:
    """Refuses values of which a text, however deep inside, has half a character (RefusalError `text.half`)."""
    waiting: list[Any] = list(values)
    seen: set[int] = set()
    texts: list[str] = []
    while waiting:
        value = waiting.pop()
        kind = type(value)
        if kind is str:
            texts.append(value)
            continue
        if kind not in _LOOKS:
            _LOOKS[kind] = _look(kind)
        look = _LOOKS[kind]
        if look is not None and id(value) not in seen:
            # What hangs on many rows (a notice, a calendar) is looked at once.
            seen.add(id(value))
            waiting.extend(look(value, texts))
        if len(texts) > _AT_ONCE:
            _require(texts)
    _require(texts)


#: Puts the texts of a value with the others and gives what is still to be looked at inside it.
_Look = Callable[[Any, list[str]], Iterable[object]]


#: The kinds seen so far.
_LOOKS: dict[type, _Look | None] = {}


def _look(kind: type) -> _Look | None:
    """How values of a kind are looked at; None where no text can be in them, or only those of the program itself."""
    if issubclass(kind, Enum):
        return None
    if issubclass(kind, str | PurePath):
        return _in_name
    if issubclass(kind, Mapping):
        return _in_mapping
    if issubclass(kind, list | tuple | set | frozenset):
        return lambda value, _texts: value
    names = [one.name for one in fields(kind)] if is_dataclass(kind) else []
    if not names:
        return None
    inside = attrgetter(*names)
    return lambda value, _texts: inside(value) if len(names) > 1 else (inside(value),)


def _in_name(value: object, texts: list[str]) -> Iterable[object]:
    texts.append(str(value))
    return ()


def _in_mapping(value: Mapping[object, object], texts: list[str]) -> Iterable[object]:
    """The texts of a form are taken at once: a list has many of them."""
    if set(map(type, value.values())) == {str} == set(map(type, value)):
        texts.extend(value)  # type: ignore[arg-type]
        texts.extend(value.values())  # type: ignore[arg-type]
        return ()
    return (*value.keys(), *value.values())


def _require(texts: list[str]) -> None:
    """Refuses half a character in any of the texts, and lets them go."""
    try:
        "".join(texts).encode()
    except UnicodeEncodeError as problem:
        raise RefusalError("text.half") from problem
    texts.clear()
