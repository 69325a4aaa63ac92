"""A pack as it is edited: its text checked as one types, and where in it a finding stands."""

from __future__ import annotations

import re

from reviewer_app.packs.checking import PackCheck, check_text

#: How a pack that was written here is called as a file.
FILE_NAME = "sh-{season}-第{version}版.toml"


def check_edited(text: str) -> PackCheck:
    """The check of a text as it stands in the editor, its file called by what it says of itself."""
    check = check_text(text, "编辑中的规则包")
    if check.frame is None:
        return check
    name = FILE_NAME.format(season=check.frame.season, version=check.frame.version)
    return PackCheck(name, check.text, check.frame, check.points, check.settings, check.findings, check.criteria)


def place_of(text: str, key: str) -> int:
    """The line, from 0, at which a node of a pack stands, as `rules[3].force` or 第5行第2列; -1 where none is found."""
    at = re.match(r"第(\d+)行", key)
    if at is not None:
        return int(at[1]) - 1
    lines = text.split("\n")
    line, seen = 0, False
    prefix = ""
    for part in key.split("."):
        named = re.fullmatch(r"(\w+)\[(\d+)\]", part)
        found = _table(lines, line, prefix + named[1], int(named[2])) if named else _key(lines, line, prefix, part)
        if found < 0:
            break
        line, seen, prefix = found, True, f"{prefix}{named[1] if named else part}."
    return line if seen else -1


def _table(lines: list[str], start: int, name: str, number: int) -> int:
    """The head of the `number`-th table of a list, counted from a place in the text."""
    places = [at for at in range(start, len(lines)) if lines[at].strip() == f"[[{name}]]"]
    return places[number] if number < len(places) else -1


def _key(lines: list[str], start: int, prefix: str, name: str) -> int:
    """A key of the table that begins at a place, or the head of a table of that name."""
    for at in range(start, len(lines)):
        stripped = lines[at].strip()
        if re.match(rf"{re.escape(name)}\s*=", stripped) or stripped == f"[{prefix}{name}]":
            return at
        if at > start and stripped.startswith("[") and not prefix:
            continue
        if at > start and re.match(r"\[\[?\w+\]\]?$", stripped) and prefix:
            return -1
    return -1
