"""TOML texts that offices write: read, or refused before a trap in them takes the reader's time."""

from __future__ import annotations

import tomllib
from typing import Any

#: A line of ours has a few hundred characters; reading a key of many parts takes the square of their number.
_LONGEST_LINE = 20_000


def toml_of(text: str) -> dict[str, Any]:
    """What a TOML text says; ValueError for what is none, with line and column where the reader knows them."""
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > _LONGEST_LINE:
            raise ValueError(f"Too long (at line {number}, column {_LONGEST_LINE})")
    try:
        return tomllib.loads(text)
    except RecursionError as problem:
        raise ValueError("nested too deep") from problem
