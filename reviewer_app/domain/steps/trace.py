"""What an entry of the record keeps of an act: each part of the case before and after, and which entries it takes back.

The parts are texts, compared letter for letter: an act is taken back exactly, or not at all.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import lru_cache
from typing import Any

from reviewer_app.domain.application import Event


class PartKind(StrEnum):
    """The parts of a case of which an entry keeps what stood there; stored."""

    VALUE = "value"
    ANSWER = "answer"
    COPY = "copy"
    COMPARISON = "comparison"
    LOOK_UP = "look_up"
    PIN = "pin"
    SOURCE = "source"
    HANDLER = "handler"
    ASIDE = "aside"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a case, by kind and name, before an act and after it; None where nothing stood there."""

    kind: PartKind
    name: str
    before: str | None
    after: str | None

    @property
    def inverted(self) -> Part:
        """The same the other way round."""
        return replace(self, before=self.after, after=self.before)

    @property
    def place(self) -> tuple[PartKind, str]:
        """What it is a part of, whatever stands there."""
        return self.kind, self.name


@dataclass(frozen=True, slots=True)
class Trace:
    """The parts that an act changed, in order; the hashes of the entries it takes back; what it was written with.

    Entries with the same words in `together` came of one act and are taken back together.
    """

    parts: tuple[Part, ...] = ()
    undoes: tuple[str, ...] = ()
    together: str = ""

    @property
    def text(self) -> str:
        """The trace as it is stored with its entry."""
        said: dict[str, object] = {"parts": [[one.kind, one.name, one.before, one.after] for one in self.parts]}
        if self.undoes:
            said["undoes"] = list(self.undoes)
        if self.together:
            said["together"] = self.together
        return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


@lru_cache(maxsize=256)
def trace_of(text: str) -> Trace | None:
    """The trace of an entry; None where it keeps none, or what another program wrote there cannot be read."""
    if not text:
        return None
    try:
        said: Any = json.loads(text)
        parts = tuple(Part(PartKind(kind), *map(_text, rest)) for kind, *rest in said["parts"])
        undoes, together = said.get("undoes", []), said.get("together", "")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
    if not all(isinstance(one.name, str) for one in parts) or not isinstance(together, str):
        return None
    if not isinstance(undoes, list) or not all(isinstance(one, str) for one in undoes):
        return None
    return Trace(parts, tuple(undoes), together)


def _text(one: object) -> Any:
    if one is not None and not isinstance(one, str):
        raise TypeError("a part is a text or nothing")
    return one


def folded(parts: Iterable[Part]) -> tuple[Part, ...]:
    """Several changes of the same parts as one each: what stood there first, and what stands there at last."""
    found: dict[tuple[PartKind, str], Part] = {}
    for part in parts:
        first = found.get(part.place)
        found[part.place] = part if first is None else replace(first, after=part.after)
    return tuple(part for part in found.values() if part.before != part.after)


def moves_order(entry: Event) -> bool:
    """Whether an entry moved a case in the recommended order, took that back or did it again."""
    trace = trace_of(entry.trace) if PartKind.ORDER in entry.trace else None
    return trace is not None and any(one.kind is PartKind.ORDER for one in trace.parts)


def value_parts(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[Part, ...]:
    """The fields of the form whose values differ."""
    return tuple(
        Part(PartKind.VALUE, name, before.get(name) or None, after.get(name) or None)
        for name in sorted({*before, *after})
        if before.get(name, "") != after.get(name, "")
    )


def source_parts(before: str, after: str) -> tuple[Part, ...]:
    """From where a case is known, if that became another."""
    return (Part(PartKind.SOURCE, "", before, after),) if before != after else ()
