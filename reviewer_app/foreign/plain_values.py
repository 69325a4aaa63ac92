"""Values between the child and the desk: JSON and blocks of bytes, put together again only as the kind expected.

A child that read a hostile file may say anything. Nothing of it is run or unpickled: what does not fit the kind the
desk asked for is no answer.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")
Blocks = Sequence[bytes]
#: From what JSON holds, with the blocks of bytes beside it, to the value.
Reader = Callable[[Any, Blocks], Any]

_LENGTH = 8


class NoAnswerError(ValueError):
    """What came back is not the kind of value that was asked for."""


def packed(value: object) -> bytes:
    """A value of plain kinds as bytes: the length of the JSON, the JSON, the blocks it counts."""
    blocks: list[bytes] = []
    said = _plain(value, blocks)
    text = json.dumps([[len(block) for block in blocks], said], ensure_ascii=False, separators=(",", ":"))
    head = text.encode("utf-8", "surrogatepass")
    return b"".join([len(head).to_bytes(_LENGTH, "big"), head, *blocks])


def unpacked(content: bytes, kind: type[T]) -> T:
    """The value of a kind; NoAnswerError for anything else."""
    wanted: Any = kind
    try:
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        lengths, said = json.loads(content[_LENGTH:end].decode("utf-8", "surrogatepass"))
        blocks = []
        for length in lengths:
            blocks.append(content[end : end + length])
            end += length
        if end != len(content) or min(lengths, default=0) < 0:
            raise NoAnswerError("torn")
        result: T = _reader(wanted)(said, blocks)
        return result
    except (ValueError, TypeError, LookupError, RecursionError, OverflowError) as error:
        raise NoAnswerError(kind) from error


def _plain(value: Any, blocks: list[bytes]) -> Any:
    kind = type(value)
    if value is None or kind in (str, int, float, bool):
        return value
    if kind is dict and set(map(type, value.values())) <= {str}:
        # A long list is a hundred thousand of these.
        return value
    if is_dataclass(kind):
        return [_plain(getattr(value, name), blocks) for name in _names(kind)]
    if isinstance(value, bytes):
        blocks.append(value)
        return len(blocks) - 1
    if isinstance(value, Mapping):
        return {key: _plain(one, blocks) for key, one in value.items()}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        # A name of a kind of its own.
        return str(value)
    if isinstance(value, Path):
        return str(value)
    return [_plain(one, blocks) for one in value]


@cache
def _names(kind: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind))


@cache
def _reader(kind: Any) -> Reader:
    """How a value of a kind is read."""
    if kind in (str, int, bool, type(None)):
        return lambda said, _blocks: said if type(said) is kind else _refuse()
    if kind is float:
        return lambda said, _blocks: float(said) if type(said) in (int, float) else _refuse()
    if kind is bytes:
        return lambda said, blocks: blocks[said] if type(said) is int and said >= 0 else _refuse()
    origin = get_origin(kind)
    if origin is not None:
        return _reader_of_many(origin, get_args(kind))
    if is_dataclass(kind):
        return _reader_of_record(kind)
    if isinstance(kind, type) and issubclass(kind, Enum | Path | str):
        return lambda said, _blocks: kind(said) if type(said) is str else _refuse()
    if kind in (date, datetime):
        return lambda said, _blocks: kind.fromisoformat(said)
    raise TypeError(f"no values of the kind {kind} pass between processes")


def _reader_of_record(kind: Any) -> Reader:
    hints = get_type_hints(kind)
    readers = [_reader(hints[one.name]) for one in fields(kind)]

    def read(said: Any, blocks: Blocks) -> Any:
        if type(said) is not list:
            _refuse()
        return kind(*[reader(one, blocks) for reader, one in zip(readers, said, strict=True)])

    return read


def _reader_of_many(origin: Any, inside: tuple[Any, ...]) -> Reader:
    if origin in (Union, types.UnionType):
        first, *others = [_reader(one) for one in inside if one is not type(None)]
        if others:
            raise TypeError("only a value or none can be told apart")
        return lambda said, blocks: None if said is None else first(said, blocks)
    if issubclass(origin, Mapping):
        return _reader_of_mapping(inside[1])
    if issubclass(origin, tuple) and inside[-1] is not Ellipsis:
        readers = [_reader(one) for one in inside]
        return lambda said, blocks: tuple(
            reader(one, blocks) for reader, one in zip(readers, _listed(said), strict=True)
        )
    made: Any = next((one for one in (list, frozenset) if issubclass(origin, one)), tuple)
    reader = _reader(inside[0])
    return lambda said, blocks: made(reader(one, blocks) for one in _listed(said))


def _reader_of_mapping(kind: Any) -> Reader:
    reader = _reader(kind)

    def read(said: Any, blocks: Blocks) -> Any:
        if type(said) is not dict:
            _refuse()
        # What JSON made of them is what they are.
        if kind is str and set(map(type, said.values())) <= {str}:
            return said
        return {key: reader(one, blocks) for key, one in said.items()}

    return read


def _listed(said: Any) -> list[Any]:
    return said if type(said) is list else _refuse()


def _refuse() -> Any:
    raise NoAnswerError("another kind")
