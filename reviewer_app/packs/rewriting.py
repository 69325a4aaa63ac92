"""One value of a pack's text changed in its place: comments, order and every other line stay as they were written.

Each change is proven: the new text, read again, says what the old one said but for the one value, or it is refused.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reviewer_app.packs.node import toml_of

#: Where a value stands: keys of tables, and places in lists of tables.
Place = tuple[str | int, ...]
#: What can be put in a place; None takes the key away.
Value = str | int | date | tuple[str, ...] | None

_HEAD = re.compile(r"(\[\[?)[ \t]*([^\]\n]+?)[ \t]*\]\]?[^\n]*")
_KEY = re.compile(
    r"""((?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')(?:[ \t]*\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"))*)[ \t]*=[ \t]*"""
)
_PART = re.compile(r"""[A-Za-z0-9_-]+|"([^"\n]*)"|'([^'\n]*)'""")
_BLANK = re.compile(r"[ \t\r\n]*")
_STRING = re.compile(r'"""(?:[^\\]|\\.)*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'', re.DOTALL)
_PLAIN = re.compile(r"[^\"'#\[\]{}\n]+")


class CannotRewriteError(ValueError):
    """The text is broken, or what stands there cannot be changed without losing what is written beside it."""


@dataclass(frozen=True, slots=True)
class _Entry:
    """A key with its value: the place, where its line begins and ends, and where the value does."""

    place: Place
    start: int
    value_start: int
    value_end: int
    end: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The head of a table; the root has one of no length."""

    place: Place
    start: int
    end: int


def with_value(text: str, place: Place, value: Value) -> str:
    """The text with another value at a place; a key that is not there is added to its table, None takes it away.

    Raises CannotRewriteError.
    """
    wanted = _read(text)
    _put(wanted, place, value)
    tables, entries = _scan(text)
    entry = next((one for one in entries if one.place == place), None)
    if value is None:
        new = text if entry is None else text[: entry.start] + text[entry.end :]
    elif entry is not None:
        new = text[: entry.value_start] + _written(value) + text[entry.value_end :]
        _require_bare(text[entry.value_start : entry.value_end])
    else:
        new = _with_lines(text, _end_of_own(tables, entries, place[:-1]), f"{place[-1]} = {_written(value)}\n")
    return _proven(new, wanted)


def with_table(text: str, place: Place, values: Mapping[str, Value]) -> str:
    """The text with one more table at the end of a list of tables, `place` being the list's; CannotRewriteError."""
    wanted = _read(text)
    of = _at(wanted, place[:-1])
    of.setdefault(place[-1], []).append({key: _plain(value) for key, value in values.items() if value is not None})
    tables, entries = _scan(text)
    count = len(of[place[-1]]) - 1
    head = ".".join(str(one) for one in place if isinstance(one, str))
    lines = [f"{key} = {_written(value)}\n" for key, value in values.items() if value is not None]
    before: Place = (*place, count - 1) if count else place[:-1]
    at = _end_of_whole(tables, entries, before) if count else _end_of_own(tables, entries, before)
    return _proven(_with_lines(text, at, f"\n[[{head}]]\n{''.join(lines)}"), wanted)


def without_table(text: str, place: Place) -> str:
    """The text without one table of a list, with all that belongs to it; CannotRewriteError."""
    wanted = _read(text)
    listed = _at(wanted, place[:-1])
    del listed[place[-1]]
    if not listed:
        del _at(wanted, place[:-2])[place[-2]]
    tables, entries = _scan(text)
    start = next((one.start for one in tables if one.place == place), None)
    if start is None:
        raise CannotRewriteError(place)
    end = _end_of_whole(tables, entries, place)
    # The empty line before the head goes with it.
    begun = start - 1 if text[:start].endswith("\n\n") else start
    return _proven(text[:begun] + text[end:], wanted)


def _scan(text: str) -> tuple[list[_Table], list[_Entry]]:
    """Every head and every entry of a text that is TOML, in order."""
    tables: list[_Table] = [_Table((), 0, 0)]
    entries: list[_Entry] = []
    counts: dict[Place, int] = {}
    now: Place = ()
    at = 0
    while True:
        at = _blank_end(text, at)
        if at >= len(text):
            return tables, entries
        if text[at] == "[":
            head = _HEAD.match(text, at)
            if head is None:
                raise CannotRewriteError(at)
            now = _head_place(_parts(head[2]), head[1] == "[[", counts)
            end = _line_end(text, head.end())
            tables.append(_Table(now, at, end))
            at = end
            continue
        key = _KEY.match(text, at)
        if key is None:
            raise CannotRewriteError(at)
        value_end = _value_end(text, key.end())
        end = _line_end(text, value_end)
        entries.append(_Entry((*now, *_parts(key[1])), at, key.end(), value_end, end))
        at = end


def _head_place(parts: tuple[str, ...], is_listed: bool, counts: dict[Place, int]) -> Place:
    """The place a head begins: each list of tables on the way stands for its last table."""
    place: Place = ()
    for number, part in enumerate(parts):
        place = (*place, part)
        if is_listed and number == len(parts) - 1:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = (*place, counts[place])
    return place


def _parts(key: str) -> tuple[str, ...]:
    return tuple(one[1] or one[2] or one[0].strip("\"'") for one in _PART.finditer(key))


def _blank_end(text: str, at: int) -> int:
    """Behind empty lines and comments."""
    while True:
        found = _BLANK.match(text, at)
        at = found.end() if found else at
        if not text.startswith("#", at):
            return at
        at = _line_end(text, at)


def _line_end(text: str, at: int) -> int:
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _value_end(text: str, at: int) -> int:
    """Where a value ends: at the end of its line outside strings and brackets, before a comment beside it."""
    depth, start = 0, at
    while at < len(text):
        sign = text[at]
        if sign == "#" and depth:
            at = _line_end(text, at)
            continue
        if sign == "#" or (sign == "\n" and not depth):
            break
        if sign == "\n":
            at += 1
            continue
        if sign in "[{":
            depth += 1
        elif sign in "]}":
            depth -= 1
        found = (_STRING if sign in "\"'" else _PLAIN).match(text, at)
        at = found.end() if found else at + 1
    while at > start and text[at - 1] in " \t\r":
        at -= 1
    return at


def _end_of_own(tables: Sequence[_Table], entries: Sequence[_Entry], place: Place) -> int:
    """Where a table's own entries end, before what belongs to a table within it."""
    table = next((number for number, one in enumerate(tables) if one.place == place), None)
    if table is None:
        raise CannotRewriteError(place)
    begun = tables[table].end
    bound = tables[table + 1].start if table + 1 < len(tables) else None
    return max(
        (one.end for one in entries if begun <= one.start and (bound is None or one.start < bound)), default=begun
    )


def _end_of_whole(tables: Sequence[_Table], entries: Sequence[_Entry], place: Place) -> int:
    """Where a table ends with all tables within it; what is written behind belongs to what follows."""
    inside = [one.end for one in tables if one.place[: len(place)] == place]
    inside += [one.end for one in entries if one.place[: len(place)] == place]
    if not inside:
        raise CannotRewriteError(place)
    return max(inside)


def _with_lines(text: str, at: int, lines: str) -> str:
    before = text[:at]
    return before + ("" if before.endswith("\n") or not before else "\n") + lines + text[at:]


def _require_bare(written: str) -> None:
    """Refuses to write over comments that stand within a value."""
    if "#" in _STRING.sub("", written):
        raise CannotRewriteError("comment")


def _written(value: Value) -> str:
    if isinstance(value, tuple):
        return f"[{', '.join(map(_written, value))}]"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    return str(value)


def _plain(value: Value) -> object:
    return list(value) if isinstance(value, tuple) else value


def _read(text: str) -> dict[str, Any]:
    try:
        return copy.deepcopy(toml_of(text))
    except ValueError as problem:
        raise CannotRewriteError(str(problem)) from problem


def _at(table: Any, place: Place) -> Any:
    """The table or list at a place."""
    try:
        for one in place:
            table = table[one]
    except (LookupError, TypeError) as missing:
        raise CannotRewriteError(place) from missing
    return table


def _put(wanted: dict[str, Any], place: Place, value: Value) -> None:
    table = _at(wanted, place[:-1])
    if not isinstance(table, dict):
        raise CannotRewriteError(place)
    if value is None:
        table.pop(str(place[-1]), None)
    else:
        table[str(place[-1])] = _plain(value)


def _proven(text: str, wanted: dict[str, Any]) -> str:
    """The text, if it says what was wanted and nothing else."""
    if _read(text) != wanted:
        raise CannotRewriteError("otherwise")
    return text
