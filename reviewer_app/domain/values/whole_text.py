"""Half characters: what an input method or a file name can leave of a character that takes two units.

No file, page or list can hold them, so they are refused where texts enter the library, whatever the text is for.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from pathlib import PurePath

from reviewer_app.domain.errors import RefusalError


def require_whole(*values: object) -> None:
    """Refuses values of which a text, however deep inside, has half a character (RefusalError `text.half`)."""
    waiting: list[object] = list(values)
    seen: set[int] = set()
    while waiting:
        value = waiting.pop()
        if isinstance(value, str | PurePath):
            if not _can_be_kept(str(value)):
                raise RefusalError("text.half")
        elif id(value) not in seen:
            # What hangs on many rows (a notice, a calendar) is looked at once.
            seen.add(id(value))
            waiting.extend(_inside(value))


def _inside(value: object) -> Iterable[object]:
    if isinstance(value, Mapping):
        return (*value.keys(), *value.values())
    if isinstance(value, list | tuple | set | frozenset):
        return value
    if is_dataclass(value) and not isinstance(value, type):
        return [getattr(value, one.name) for one in fields(value)]
    return ()


def _can_be_kept(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
