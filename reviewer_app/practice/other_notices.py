"""The notices of the practice office's other years: invented, made from the shipped pack, and named as 演练."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reviewer_resources import text

_SHIPPED = "2024"
#: What each invented year says otherwise, by what the shipped pack says; the days follow from the year.
_CHANGES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "2022": (("copies_required = 3", "copies_required = 2"), ("review_workdays = 20", "review_workdays = 25")),
    "2023": (("review_workdays = 20", "review_workdays = 25"),),
    "2025": (("look_up_days = 30", "look_up_days = 45"), ("correction_workdays = 10", "correction_workdays = 15")),
    "2026": (
        ("look_up_days = 30", "look_up_days = 45"),
        ("correction_workdays = 10", "correction_workdays = 15"),
        ("opinion_characters = 300", "opinion_characters = 400"),
    ),
}
_PEOPLE = ("示例子", "示例丑", "示例寅", "示例卯", "示例辰", "示例巳")
_RECIPIENT, _STREET, _POSTCODE = "上海示例收件处（演练）", "上海市示例路8号", "200000"
_SWITCHBOARD, _FIRST_EXTENSION = "60000000", 101


def other_notice(season: str) -> str:
    """The text of the pack of an invented year; the shipped one's own year has no invented notice (KeyError)."""
    changes = _CHANGES[season]
    written = text("notices", f"sh-{_SHIPPED}.toml")
    head, rest = re.split(r"(?m)^(?=\[)", written, maxsplit=1)
    head = "\n".join(line for line in head.splitlines() if not line.startswith("#")) + "\n"
    for key, value in (
        ("id", f"practice-{season}"),
        ("version", "1"),
        ("season", season),
        ("title", f"{season}年度标准化试点（演练）"),
        ("notice", f"关于开展{season}年度标准化试点工作的通知（演练）"),
        ("number", f"演练〔{season}〕8号"),
    ):
        head = _said(head, key, value)
    head = re.sub(r"(?m)^issued_on = .*$", f"issued_on = {season}-03-01", head)
    for before, after in (*changes, (f"deadline = {_SHIPPED}", f"deadline = {season}")):
        if before not in rest:
            raise ValueError(before)
        rest = rest.replace(before, after)
    for key, value in (("recipient", _RECIPIENT), ("street", _STREET), ("postcode", _POSTCODE)):
        rest = _said(rest, key, value)
    return head + _other_contacts(rest, season)


def _said(written: str, key: str, value: str) -> str:
    return re.sub(rf'(?m)^{key} = ".*"$', f'{key} = "{value}"', written, count=1)


def _other_contacts(written: str, season: str) -> str:
    """Nobody's real name or number stands under an invented notice; two of them change places every year."""
    shift = int(season) % 2
    before, *tables = written.split("[[contacts]]")
    for place, table in enumerate(tables):
        name = _PEOPLE[place ^ shift]
        changed = _said(_said(table, "name", name), "phone", _SWITCHBOARD)
        tables[place] = _said(changed, "extension", str(_FIRST_EXTENSION + _PEOPLE.index(name)))
    return "[[contacts]]".join((before, *tables))
