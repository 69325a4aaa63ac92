"""Applications that may be the same: one applicant with one project twice, or with several projects in the season."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks.spec import GROUP_MAKERS, ONE, TWO, GroupJudge, between_rows
from reviewer_app.domain.checks.speech import Speaker, Values
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.values.folding import compared

#: Marks among the values of a case already there that it was withdrawn, transferred or has lapsed.
ENDED = "@ended"
#: How the checks between cases are called in the shipped packs.
_BETWEEN = "duplicate."
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
def _same_project(_pack: NoticePack) -> GroupJudge:
    def judge(
        _rows: Sequence[Values], place: int, keys: Sequence[str], counted: Counter[str]
    ) -> Mapping[str, object] | None:
        others = counted[keys[place]] - 1 if keys[place] else 0
        return {"count": others} if others else None

    return judge


@between_rows("same_applicant", TWO)
def _same_applicant(_pack: NoticePack) -> GroupJudge:
    def judge(
        _rows: Sequence[Values], place: int, keys: Sequence[str], counted: Counter[str]
    ) -> Mapping[str, object] | None:
        others = counted.total() - counted[keys[place]]
        return {"count": others} if others else None

    return judge


@between_rows("over_quantity", ONE, ("most", "class"))
def _over_quantity(pack: NoticePack) -> GroupJudge:
    """More projects of one unit than the notice allows, of all classes or of the row's own; what was ended counts not.

    A project that came in twice is one of them: that it may be the same is said by another check.
    """
    limits = pack.limits

    def judge(
        rows: Sequence[Values], place: int, keys: Sequence[str], _counted: Counter[str]
    ) -> Mapping[str, object] | None:
        if ENDED in rows[place]:
            return None
        own, asked = limits.of_class(rows[place]), rows[place].get("project_class", "")
        standing = [one for one, row in enumerate(rows) if ENDED not in row]
        same = [one for one in standing if rows[one].get("project_class", "") == asked]
        for word, among, most in (
            (asked, same, own.most_per_applicant if own else 0),
            ("", standing, limits.most_per_applicant),
        ):
            count = len({keys[one] or str(one) for one in among})
            if most and count > most:
                return {"count": count, "most": most, "class": word}
        return None

    return judge


def of_others(pack: NoticePack, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Those findings that came of comparing a case with others: they stand while the case's own are looked for anew."""
    checks = {rule.id for rule in pack.checks if rule.operator in GROUP_MAKERS}
    return tuple(one for one in findings if one.id in checks or one.id.startswith(_BETWEEN))


def duplicate_findings(pack: NoticePack, rows: Sequence[Values]) -> list[tuple[Finding, ...]]:
    """For every row what it shares with the others: the same project again, another project, one project too many."""
    groups: dict[str, list[int]] = {}
    for place, values in enumerate(rows):
        key = applicant_key(values)
        if key:
            groups.setdefault(key, []).append(place)
    found: list[tuple[Finding, ...]] = [()] * len(rows)
    rules = [
        (GROUP_MAKERS[rule.operator](pack), Speaker(pack, rule), rule.fields[0])
        for rule in pack.checks
        if rule.operator in GROUP_MAKERS
    ]
    for places in groups.values():
        if len(places) > 1:
            _judge_group(rows, places, rules, found)
    return found


def _judge_group(
    rows: Sequence[Values],
    places: Sequence[int],
    rules: Sequence[tuple[GroupJudge, Speaker, str]],
    found: list[tuple[Finding, ...]],
) -> None:
    group = [rows[place] for place in places]
    keys = [project_key(row) for row in group]
    counted = Counter(keys)
    for number, place in enumerate(places):
        told = [(speaker, field, judge(group, number, keys, counted)) for judge, speaker, field in rules]
        found[place] = tuple(
            speaker.say(field, group[number].get(field, ""), **said) for speaker, field, said in told if said
        )
