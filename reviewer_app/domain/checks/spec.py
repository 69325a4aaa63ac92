"""The closed set of automatic checks a notice pack may name, and what each of them has to be told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OperatorSpec:
    """What a check of this operator may say and must be given.

    `places` are the places of its message beside {label} and {value}; `parameters` the lists it needs; with
    `has_conditions` its parameters are field ids instead, each with the values that make the check apply.
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
_ONE = (1, 1)
_TWO = (2, 2)
_SOME = (1, _ANY)

OPERATORS: Mapping[str, OperatorSpec] = {
    "required": OperatorSpec((0, 0)),
    "required_when": OperatorSpec(_SOME, has_conditions=True),
    "choice_unknown": OperatorSpec(_SOME),
    "code_length": OperatorSpec(_ONE, frozenset({"length"})),
    "code_charset": OperatorSpec(_ONE, frozenset({"characters"})),
    "code_check_digit": OperatorSpec(_ONE),
    "code_inner_check": OperatorSpec(_ONE),
    "code_division_outside": OperatorSpec(_ONE, frozenset({"division"}), frozenset({"prefixes"})),
    "code_division_listed": OperatorSpec(_ONE, frozenset({"division"}), frozenset({"divisions"})),
    "phone_format": OperatorSpec(_SOME),
    "date_format": OperatorSpec(_SOME),
    "number_format": OperatorSpec(_SOME),
    "dates_order": OperatorSpec(_TWO, frozenset({"start", "end"})),
    "dates_term": OperatorSpec(_TWO, frozenset({"start", "end", "months", "expected"})),
    "date_after_deadline": OperatorSpec(_ONE, frozenset({"deadline"})),
    "all_equal": OperatorSpec(_ONE, has_conditions=True),
    "all_zero": OperatorSpec(_SOME),
    "words_only": OperatorSpec(_SOME, frozenset({"word"}), frozenset({"words", "unless"})),
    "direction_of_sector": OperatorSpec(_TWO, frozenset({"sector"})),
    "same_project": OperatorSpec(_TWO, frozenset({"count"})),
    "same_applicant": OperatorSpec(_TWO, frozenset({"count"})),
}
"""Operator name → what it takes; fields are given as least and most how many, in the order the operator reads them."""

#: Operators that compare rows with one another instead of looking at one.
BETWEEN_ROWS = frozenset({"same_project", "same_applicant"})
