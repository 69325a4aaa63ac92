"""Values between the child and the desk: JSON and blocks of bytes, put together again only as the kind expected.

A child that read a hostile file may say anything. Nothing of it is run or unpickled: what does not fit the kind the
desk asked for is no answer.
"""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

T = TypeVar("T")


class Blocks(list[bytes]):
    """The blocks of bytes beside the JSON; `pause` is called between the pieces of a long list."""

    pause: Callable[[], None] = staticmethod(lambda: None)


#: From what JSON holds, with the blocks of bytes beside it, to the value.
Reader = Callable[[Any, Blocks], Any]

_LENGTH = 8
#: A longer list goes in pieces of so many, each a block by itself: whoever takes it apart is never held up for long.
_PIECE = 500
_PIECES = "pieces"


class NoAnswerError(ValueError):
    """What came back is not the kind of value that was asked for."""


def packed(value: object) -> bytes:
    """A value of plain kinds as bytes: the length of the JSON, the JSON, the blocks it counts."""
    blocks: list[bytes] = []
    said = _plain(value, blocks)
    head = _text([[len(block) for block in blocks], said])
    return b"".join([len(head).to_bytes(_LENGTH, "big"), head, *blocks])


def unpacked(content: bytes, kind: type[T], pause: Callable[[], None] = lambda: None) -> T:
    """The value of a kind; NoAnswerError for anything else. `pause` is called now and then and may raise."""
    wanted: Any = kind
    try:
        end = _LENGTH + int.from_bytes(content[:_LENGTH], "big")
        lengths, said = json.loads(content[_LENGTH:end].decode("utf-8", "surrogatepass"))
        blocks = Blocks()
        blocks.pause = pause
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
    return _listed_plain(list(value), blocks)


def _listed_plain(values: list[Any], blocks: list[bytes]) -> Any:
    if len(values) <= _PIECE:
        return [_plain(one, blocks) for one in values]
    places = []
    for start in range(0, len(values), _PIECE):
        piece = _text([_plain(one, blocks) for one in values[start : start + _PIECE]])
        places.append(len(blocks))
        blocks.append(piece)
    return {_PIECES: places}


def _text(said: Any) -> bytes:
    return json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")


@cache
def _names(kind: Any) -> tuple[str, ...]:
    # What the desk itself adds to a value is no part of what a child may say.
    return tuple(one.name for one in fields(kind) if "stays" not in one.metadata)


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
    readers = [_reader(hints[name]) for name in _names(kind)]

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
            reader(one, blocks) for reader, one in zip(readers, _listed(said, blocks), strict=True)
        )
    made: Any = next((one for one in (list, frozenset) if issubclass(origin, one)), tuple)
    reader = _reader(inside[0])
    return lambda said, blocks: made(reader(one, blocks) for one in _listed(said, blocks))


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


def _listed(said: Any, blocks: Blocks) -> Iterable[Any]:
    if type(said) is list:
        return said
    if type(said) is not dict or said.keys() != {_PIECES} or type(said[_PIECES]) is not list:
        _refuse()
    return _joined(said[_PIECES], blocks)


def _joined(places: Sequence[Any], blocks: Blocks) -> Iterator[Any]:
    for place in places:
        blocks.pause()
        piece: Any = json.loads(blocks[place].decode("utf-8", "surrogatepass")) if type(place) is int else None
        if type(piece) is not list:
            _refuse()
        # Taken once: a short answer must not unfold to a long list by naming one piece again and again.
        blocks[place] = b""
        yield from piece


def _refuse() -> Any:
    raise NoAnswerError("another kind")
