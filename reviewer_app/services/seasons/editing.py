"""A pack as it is edited: its text checked as one types, and what a new version has to be; nothing is written here."""

from __future__ import annotations

import re

from reviewer_app.domain.errors import RefusalError
from reviewer_app.packs.checking import PackCheck, check_text
from reviewer_app.services.ports.library import UnitOfWork

#: How a pack that was written here is called as a file.
FILE_NAME = "sh-{season}-第{version}版.toml"
_VERSION = re.compile(r'(?m)^version *= *"[^"\n]*"')


def text_to_edit(unit: UnitOfWork, season: str) -> str:
    """The text of a season's pack under the next version's number: the pack itself is never changed."""
    pack = unit.packs.as_written(unit.packs.current(season).sha256)
    taken = [unit.packs.as_written(one).version for one in unit.packs.of_season(season)]
    numbers = [int(one.split(".")[0]) for one in taken if one.split(".")[0].isdecimal()]
    return _VERSION.sub(f'version = "{max(numbers, default=0) + 1}"', pack.text, count=1)


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


def require_new_text(unit: UnitOfWork, check: PackCheck) -> None:
    """Refuses a text that is the pack in force word for word (RefusalError `pack_editor.unchanged`)."""
    if check.frame is not None and check.frame.season in unit.packs.seasons():
        current = unit.packs.as_written(unit.packs.current(check.frame.season).sha256)
        if _VERSION.sub("", check.text, count=1) == _VERSION.sub("", current.text, count=1):
            raise RefusalError("pack_editor.unchanged", pack=current.called)
