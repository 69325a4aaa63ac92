"""The closed set of automatic checks a notice pack may name: what each has to be told, and how it is made ready.

A check registers itself where it is written: the decorator over its maker holds all that a pack must give it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.checks.speech import Maker, Values
from reviewer_app.domain.notice import NoticePack


@dataclass(frozen=True, slots=True)
class OperatorSpec:
    """What a check of this operator may say and must be given.

    `fields` are the least and most it takes, in the order it reads them; `places` are the places of its message beside
    {label} and {value}; `parameters` the lists it needs; with `has_conditions` its parameters are field ids instead,
    each with the values that make the check apply.
    """

    fields: tuple[int, int]
    places: frozenset[str] = frozenset()
    parameters: frozenset[str] = frozenset()
    has_conditions: bool = False

    @property
    def all_places(self) -> frozenset[str]:
        """Every place the message may have."""
        return self.places | {"label", "value"}


_ANY = 99
NONE = (0, 0)
ONE = (1, 1)
TWO = (2, 2)
SOME = (1, _ANY)

#: Says of one application among those of its applicant what it must be told, as the places of its message; the projects
#: are counted by their keys. None: nothing.
GroupJudge = Callable[[Sequence[Values], int, Sequence[str], Counter[str]], "Mapping[str, object] | None"]

OPERATORS: dict[str, OperatorSpec] = {}
"""Operator name → what it takes."""
MAKERS: dict[str, Maker] = {}
"""Operator name → how its check of one application is made ready."""
GROUP_MAKERS: dict[str, Callable[[NoticePack], GroupJudge]] = {}
"""Operator name → how the applications of one applicant are compared with one another."""


def operator(
    name: str,
    fields: tuple[int, int],
    places: Iterable[str] = (),
    parameters: Iterable[str] = (),
    has_conditions: bool = False,
) -> Callable[[Maker], Maker]:
    """Registers a check of one application under the name by which packs ask for it."""

    def register(make: Maker) -> Maker:
        _enter(name, OperatorSpec(fields, frozenset(places), frozenset(parameters), has_conditions))
        MAKERS[name] = make
        return make

    return register


def between_rows(
    name: str, fields: tuple[int, int], places: Iterable[str] = ()
) -> Callable[[Callable[[NoticePack], GroupJudge]], Callable[[NoticePack], GroupJudge]]:
    """Registers a check that compares the applications of one applicant; its message may name their {count}."""

    def register(make: Callable[[NoticePack], GroupJudge]) -> Callable[[NoticePack], GroupJudge]:
        _enter(name, OperatorSpec(fields, frozenset({"count", *places})))
        GROUP_MAKERS[name] = make
        return make

    return register


def _enter(name: str, spec: OperatorSpec) -> None:
    if name in OPERATORS:
        raise ValueError(f"the check {name} is registered twice")
    OPERATORS[name] = spec
