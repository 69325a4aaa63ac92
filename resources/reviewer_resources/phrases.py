"""Sentences for officers by code: the only place where a rule's or an error's words stand."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from reviewer_resources import names, text


@cache
def _book() -> Mapping[str, str]:
    """All phrases of phrases/*.toml as `section.key` → template."""
    book: dict[str, str] = {}
    for name in names("phrases", ".toml"):
        for section, entries in tomllib.loads(text("phrases", name)).items():
            for key, template in entries.items():
                code = f"{section}.{key}"
                if code in book:
                    raise ValueError(f"phrase {code} stands twice (again in {name})")
                book[code] = template
    return book


@cache
def codes() -> frozenset[str]:
    """Every code that has a sentence."""
    return frozenset(_book())


def sentence(code: str, values: Mapping[str, object] | None = None) -> str:
    """The sentence of a code with its {places} filled; a place without a value shows as ‘—’.

    Raises KeyError for a code without a sentence (a test holds that every code has one).
    """
    return _book()[code].format_map(_Gaps(values or {}))


class _Gaps(dict[str, object]):
    """A mapping that never fails on a missing place."""

    def __missing__(self, key: str) -> str:
        return "—"
