"""What the template of a document asks for, by name; a paper is given this and nothing else."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache

from reviewer_app.domain.documents import DocumentKind
from reviewer_resources import text


def asked_of(kind: DocumentKind, fields: Mapping[str, str]) -> dict[str, str]:
    """Of the fields that are known, those the document's template asks for."""
    asked = _asked(kind)
    return {name: value for name, value in fields.items() if name in asked}


@cache
def _asked(kind: DocumentKind) -> frozenset[str]:
    template = tomllib.loads(text("templates", f"{kind.value}.toml"))
    return frozenset(template["fields"]) | frozenset(template.get("optional", {}))
