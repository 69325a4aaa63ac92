"""Questions to the print service as it understands them: messages of the Internet Printing Protocol (RFC 8010)."""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

_VERSION = b"\x01\x01"
_OF_OPERATION, _END = 0x01, 0x03
#: The kinds of values that are asked with, and those whose values are whole numbers.
_KEYWORD, _URI, _CHARSET, _LANGUAGE, _NAME = 0x44, 0x45, 0x47, 0x48, 0x42
_INTEGERS = frozenset({0x21, 0x23})
_BOOLEAN = 0x22
#: Longer answers than this no print service of an office gives.
_MOST_GROUPS = 4000


class Operation(IntEnum):
    """What is asked."""

    CANCEL_JOB = 0x0008
    GET_JOB = 0x0009
    GET_JOBS = 0x000A
    GET_PRINTER = 0x000B


@dataclass(frozen=True, slots=True)
class Answer:
    """The status, and the attributes of each job or printer spoken of: every value in a list."""

    status: int
    groups: tuple[Mapping[str, Sequence[str | int]], ...]

    @property
    def is_good(self) -> bool:
        """Whether the service did what was asked."""
        return self.status < 0x0100

    @property
    def is_unknown(self) -> bool:
        """Whether the service has no such job or printer (any more)."""
        return self.status in (0x0406, 0x0407)


def question(operation: Operation, uri: tuple[str, str], user: str, **asked: str | tuple[str, ...]) -> bytes:
    """One request about a job or printer; underscores in the names of `asked` stand for hyphens."""
    said = [
        _attribute(_CHARSET, "attributes-charset", "utf-8"),
        _attribute(_LANGUAGE, "attributes-natural-language", "en"),
        _attribute(_URI, *uri),
        _attribute(_NAME, "requesting-user-name", user),
    ]
    for name, values in asked.items():
        several = (values,) if isinstance(values, str) else values
        # Only the first value bears the name.
        names = (name.replace("_", "-"), *("" for _ in several[1:]))
        said += [_attribute(_KEYWORD, named, one) for named, one in zip(names, several, strict=True)]
    head = _VERSION + struct.pack(">HI", operation, 1)
    return head + bytes([_OF_OPERATION]) + b"".join(said) + bytes([_END])


def answer(message: bytes) -> Answer:
    """What came back; ValueError for what is no message of this protocol."""
    if len(message) < 8:
        raise ValueError("short")
    status = struct.unpack(">H", message[2:4])[0]
    groups: list[dict[str, list[str | int]]] = []
    place, name = 8, ""
    while place < len(message) and message[place] != _END:
        tag = message[place]
        place += 1
        if tag < 0x10:
            groups.append({})
            if len(groups) > _MOST_GROUPS:
                raise ValueError("long")
            continue
        named, place = _piece(message, place)
        value, place = _piece(message, place)
        name = named.decode("utf-8", "replace") or name
        if groups:
            groups[-1].setdefault(name, []).append(_value(tag, value))
    return Answer(status, tuple(group for group in groups if group))


def _attribute(tag: int, name: str, value: str) -> bytes:
    named, said = name.encode(), value.encode()
    return struct.pack(f">BH{len(named)}sH{len(said)}s", tag, len(named), named, len(said), said)


def _piece(message: bytes, place: int) -> tuple[bytes, int]:
    if place + 2 > len(message):
        raise ValueError("cut")
    length = int.from_bytes(message[place : place + 2], "big")
    end = place + 2 + length
    if end > len(message):
        raise ValueError("cut")
    return message[place + 2 : end], end


def _value(tag: int, value: bytes) -> str | int:
    if tag in _INTEGERS or tag == _BOOLEAN:
        return int.from_bytes(value, "big", signed=tag != _BOOLEAN)
    return value.decode("utf-8", "replace")
