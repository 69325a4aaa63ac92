"""The regulations that the program brings along as data: titles, numbers, issuers, and a day where it is known."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache

from reviewer_resources import names, text


@dataclass(frozen=True, slots=True)
class ShippedRegulation:
    """One of them; `begins` is None where our source does not say from when it is in force.

    `says` is in our own words what it is about.
    """

    title: str
    number: str
    issuer: str
    begins: date | None
    says: str


@cache
def shipped_regulations() -> tuple[ShippedRegulation, ...]:
    """All of them, in the order of their files."""
    found = []
    for name in names("regulations", ".toml"):
        for row in tomllib.loads(text("regulations", name))["regulations"]:
            begins = row.get("begins")
            found.append(
                ShippedRegulation(
                    title=str(row["title"]),
                    number=str(row.get("number", "")),
                    issuer=str(row["issuer"]),
                    begins=begins if isinstance(begins, date) else None,
                    says=str(row["says"]),
                )
            )
    return tuple(found)
