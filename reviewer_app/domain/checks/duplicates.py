"""Applications that may be the same: one applicant with one project twice, or with several projects in the season."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks.spec import GROUP_COUNTS, TWO, GroupCount, between_rows
from reviewer_app.domain.checks.speech import Speaker
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.values.folding import compared

#: What a form's box says after the name.
_SEALED = re.compile(r"\((?:盖章|公章|加盖公章|签章)处?\)$")


def name_key(text: str) -> str:
    """A name as it is compared: ordinary characters, half width, lower case, without blanks and quotation marks."""
    return compared(text)


def applicant_key(values: Mapping[str, str]) -> str:
    """The applicant's name as it is compared; empty when there is none."""
    return _unit_key(values.get("applicant", ""))


@lru_cache(maxsize=1 << 15)
def _unit_key(name: str) -> str:
    return _SEALED.sub("", name_key(name))


def project_key(values: Mapping[str, str]) -> str:
    """The project's name as it is compared; empty when there is none."""
    return name_key(values.get("project_name", ""))


@between_rows("same_project", TWO)
def _same_project(key: str, counted: Counter[str]) -> int:
    return counted[key] - 1 if key else 0


@between_rows("same_applicant", TWO)
def _same_applicant(key: str, counted: Counter[str]) -> int:
    return counted.total() - counted[key]


def duplicate_findings(pack: NoticePack, rows: Sequence[Mapping[str, str]]) -> list[tuple[Finding, ...]]:
    """For every row what it shares with the others: the same project again, or another project of its applicant."""
    groups: dict[str, list[int]] = {}
    for place, values in enumerate(rows):
        key = applicant_key(values)
        if key:
            groups.setdefault(key, []).append(place)
    found: list[tuple[Finding, ...]] = [()] * len(rows)
    rules = [
        (GROUP_COUNTS[rule.operator], Speaker(pack, rule), rule.fields[0])
        for rule in pack.checks
        if rule.operator in GROUP_COUNTS
    ]
    for places in groups.values():
        if len(places) > 1:
            _judge_group(rows, places, rules, found)
    return found


def _judge_group(
    rows: Sequence[Mapping[str, str]],
    places: Sequence[int],
    rules: Sequence[tuple[GroupCount, Speaker, str]],
    found: list[tuple[Finding, ...]],
) -> None:
    keys = [project_key(rows[place]) for place in places]
    counted = Counter(keys)
    for place, key in zip(places, keys, strict=True):
        counts = [(speaker, field, count(key, counted)) for count, speaker, field in rules]
        found[place] = tuple(speaker.say(field, count=number) for speaker, field, number in counts if number)
