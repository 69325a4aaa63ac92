"""A notice pack's text made into typed rules; a pack that is broken anywhere is refused as a whole.

What the derived values of a summary column hold: `@row` the line's number, `@intake_number` our running number,
`@proposed_class` general or key as recommended, `@outcome` the conclusion, `@opinion_text` the opinion, `@handler` and
`@head` who proposed and who signed off, `@contact` and `@contact_phone` the municipal bureau's contact, `@field` sector
and direction, `@period` the planned term, `@filing` number and day of the online filing, `@department` the promoting
department with its view.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.packs.agreement import DERIVED_VALUES, check_agreement
from reviewer_app.packs.node import Node, toml_of
from reviewer_app.packs.parts import (
    read_address,
    read_check,
    read_classes,
    read_column,
    read_contact,
    read_criterion,
    read_direction,
    read_field,
    read_group,
    read_limits,
    read_opinion,
    read_rule,
)
from reviewer_resources import text as resource_text

__all__ = ["DERIVED_VALUES", "load_pack", "shipped_pack"]

_SEASON = re.compile(r"\d{4}")
_DAY_LINE = re.compile(r"\s*([\w-]+)\s*=\s*(\d{4}-\d\d-\d\d)\s*(?:#.*)?$")


def load_pack(text: str, source: str) -> NoticePack:
    """The pack of a TOML text; `source` names the file in what is said about it.

    Raises TroubleError `pack.broken` with `file`, `key` and `reason`.
    """
    pack, root = read_parts(text, source)
    check_agreement(pack, root)
    return pack


def read_parts(text: str, source: str) -> tuple[NoticePack, Node]:
    """The parts of a pack, each right by itself, and the text's root; whether they agree is not yet looked at.

    Raises TroubleError `pack.broken` with `file`, `key` and `reason`.
    """
    table = _parse(text, source)
    _say_what_came_later(table)
    root = Node(table, "", source)
    sectors = root.texts("sectors")
    key_classes, general_class = read_classes(root.node("classes")) if root.has("classes") else (("重点",), "一般")
    pack = NoticePack(
        id=root.text("id"),
        version=root.text("version"),
        sha256=hashlib.sha256(text.encode()).hexdigest(),
        text=text,
        season=root.text("season"),
        title=root.text("title"),
        notice=root.text("notice"),
        number=root.text("number"),
        issued_on=root.day("issued_on"),
        limits=read_limits(root.node("limits")),
        address=read_address(root.node("address")),
        fields=tuple(read_field(node, sectors) for node in root.nodes("fields")),
        sectors=sectors,
        directions=tuple(read_direction(node) for node in root.nodes("directions", may_be_missing=True)),
        contacts=tuple(read_contact(node) for node in root.nodes("contacts")),
        groups=tuple(read_group(node) for node in root.nodes("groups")),
        rules=tuple(read_rule(node) for node in root.nodes("rules")),
        checks=tuple(read_check(node) for node in root.nodes("checks")),
        words=root.lists("words"),
        summary=tuple(read_column(node) for node in root.nodes("summary")),
        opinion=read_opinion(root.node("opinion")),
        is_practice=root.flag("practice"),
        key_classes=key_classes,
        general_class=general_class,
        criteria=tuple(read_criterion(node) for node in root.nodes("criteria", may_be_missing=True)),
    )
    root.finish()
    if not _SEASON.fullmatch(pack.season):
        root.broken("season", "应为四位年份")
    return pack, root


def _say_what_came_later(table: dict[str, object]) -> None:
    """Completes a pack already in use, whose text cannot change: what its words meant before there were words for it.

    `notices/said_later.toml` has for such a version what stands `beside` its own words (the kind of a group, what a
    point rests on, the notice's title) and what is read `instead` of them (the
    phrases of a draft, which decide nothing).
    """
    said = _said_later().get(str(table.get("id")), {}).get(str(table.get("version")), {})
    table.update(said.get("instead", {}))
    for part, words in said.get("beside", {}).items():
        nodes = table.setdefault(part, words)
        for node in nodes if isinstance(nodes, list) else ():
            if isinstance(node, dict):
                for key, value in words.get(str(node.get("id")), {}).items():
                    node.setdefault(key, value)


@cache
def _said_later() -> Mapping[str, Any]:
    return toml_of(resource_text("notices", "said_later.toml"))


@cache
def shipped_pack(season: str = "2024") -> NoticePack:
    """The pack that comes with the desk for a season; KeyError if there is none."""
    name = f"sh-{season}.toml"
    try:
        return load_pack(resource_text("notices", name), name)
    except FileNotFoundError as missing:
        raise KeyError(season) from missing


def _parse(text: str, source: str) -> dict[str, object]:
    try:
        return toml_of(text)
    except ValueError as problem:
        place = re.search(r"line (\d+), column (\d+)", str(problem))
        key = f"第{place[1]}行第{place[2]}列" if place else "（文末）"
        reason = _no_such_day(text, int(place[1])) if place else ""
        raise TroubleError("pack.broken", file=source, key=key, reason=reason or "不是正确的 TOML 文本") from problem


def _no_such_day(text: str, line: int) -> str:
    """That a line gives a day which does not exist, by its key; '' for one that is wrong otherwise."""
    found = _DAY_LINE.match(text.split("\n")[line - 1])
    if found is None:
        return ""
    try:
        date.fromisoformat(found[2])
    except ValueError:
        return f"{found[1]} 写的 {found[2]} 没有这一天"
    return ""
