"""The first draft of the opinion's text: it says what was found, each clause on its ground; the officer rewrites it.

No clause rests on what an applicant wrote alone. The pack names the points and the kind of evidence a clause needs, and
here it is decided whether they are there; a clause without them is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Protocol

from reviewer_app.domain.checklist import (
    Answer,
    Answers,
    Evidence,
    Verdict,
    rules_for,
    standing,
    verdict_of,
)
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.notice import ChecklistRule, Force, Ground, GroupKind, NoticePack, OpinionClause
from reviewer_app.domain.opinion import Outcome, ProjectClass, proposed_class

#: How the result of a look-up begins that found nothing; it has then to say nothing else.
_NOTHING_FOUND = ("未查到", "未查询到", "未查见", "未见", "未发现", "未检索到", "没有查到", "没有发现", "无记录")
#: A result that goes on after one of these may say something the look-up did find.
_GOES_ON = "，,。；;\n\r\t 　但除另仅只有"


class LookbackDays(Protocol):
    """The window of the last three years."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


def suggested_outcome(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> Outcome | None:
    """The outcome the answers point to: none while points are open, never more than a suggestion.

    What the pack calls curable is asked for; only what nobody can put right points to declining.
    """
    found = standing(pack, values, answers)
    if found.blocking:
        is_curable = all(rule.curable for rule in found.blocking)
        return Outcome.RETURN_FOR_CORRECTION if is_curable else Outcome.DECLINE
    return None if found.undecided else Outcome.RECOMMEND


def draft_opinion(
    pack: NoticePack,
    values: Mapping[str, str],
    answers: Answers,
    lookback: LookbackDays | None,
    outcome: Outcome | None = None,
    proposal: ProjectClass | None = None,
) -> str:
    """A draft in the pack's short sentences, for the outcome and class the answers point to (or those given)."""
    found = standing(pack, values, answers)
    chosen = outcome or suggested_outcome(pack, values, answers)
    phrases = pack.opinion
    if chosen is None or not any(answer.verdict is not Verdict.UNDECIDED for answer in answers.values()):
        return ""
    parts = [phrases.opening]
    if chosen is Outcome.RECOMMEND:
        parts += [_said(pack, clause, values, answers, lookback) for clause in phrases.clauses]
        reasoned = _reasoned(pack, values, answers)
        said = (f"{_named(rule)}不符合{_because(answers, rule)}" for rule in reasoned)
        parts.append(_naming(phrases.met_with_reason, said))
        failed = (f"{rule.clause}不符合{_because(answers, rule)}" for rule in found.key_failed)
        parts.append(_naming(phrases.key_not_met, failed))
    else:
        parts.append(_naming(phrases.not_met, (_named(rule) + _because(answers, rule) for rule in found.blocking)))
    parts.append(_conclusion(pack, chosen, proposal or proposed_class(pack, values, answers)))
    return "".join(parts)


def finds_nothing(look_up: Evidence) -> bool:
    """Whether a look-up says in so many words that nothing was found, and nothing else."""
    result = look_up.lookup_result.strip().rstrip("。")
    beginning = next((word for word in _NOTHING_FOUND if result.startswith(word)), "")
    rest = result.removeprefix(beginning)
    return bool(beginning) and not any(mark in rest for mark in _GOES_ON)


def written_view(answer: Answer) -> Evidence | None:
    """The other department's last written view on a point: who, on which day, what it says."""
    views = [piece for piece in _looked_up(answer) if piece.lookup_result.strip()]
    return views[-1] if views else None


def _said(
    pack: NoticePack,
    clause: OpinionClause,
    values: Mapping[str, str],
    answers: Answers,
    lookback: LookbackDays | None,
) -> str:
    """The clause with its places filled, or nothing where a part of its ground is missing."""
    rules = [rule for rule in map(pack.rule, clause.points) if rule.in_scope(values)]
    if not rules or any(verdict_of(rule, values, answers) is not Verdict.MET for rule in rules):
        return ""
    given = [answers[rule.id] for rule in rules]
    match clause.ground:
        case Ground.ANSWER:
            places: dict[str, str] | None = {}
        case Ground.FORM:
            entries = {field: values.get(field, "").strip() for field in clause.fields}
            places = entries if all(entries.values()) else None
        case Ground.LOOK_UP:
            places = _look_ups(rules, given, lookback)
        case Ground.WRITTEN_VIEW:
            places = _views(given)
    return "" if places is None else clause.text.format_map(places)


def _look_ups(
    rules: Iterable[ChecklistRule], given: Iterable[Answer], lookback: LookbackDays | None
) -> dict[str, str] | None:
    """The days looked up, if each point was looked up without a hit, after the end of its window where it has one."""
    days: set[date] = set()
    for rule, answer in zip(rules, given, strict=True):
        found = _looked_up(answer)
        if rule.has_lookback:
            if lookback is None:
                return None
            end = lookback.end
            covering = [piece for piece in found if piece.lookup_on and piece.lookup_on >= end]
        else:
            covering = found
        if not covering or not all(finds_nothing(piece) for piece in found):
            return None
        days |= {piece.lookup_on for piece in covering if piece.lookup_on}
    places = {"looked_on": "、".join(chinese_date(day) for day in sorted(days))}
    if lookback is not None:
        places |= {"start": chinese_date(lookback.start), "end": chinese_date(lookback.end)}
    return places


def _views(given: Iterable[Answer]) -> dict[str, str] | None:
    views = [written_view(answer) for answer in given]
    if not all(views):
        return None
    there = [view for view in views if view]
    days = [chinese_date(view.lookup_on) for view in there if view.lookup_on]
    return {
        "view_of": "、".join(dict.fromkeys(view.lookup_site.strip() for view in there)),
        "viewed_on": "、".join(dict.fromkeys(days)),
    }


def _looked_up(answer: Answer) -> list[Evidence]:
    """The look-ups (or views) of an answer that name where and when."""
    return [piece for piece in answer.evidence if piece.lookup_site.strip() and piece.lookup_on is not None]


def _reasoned(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> list[ChecklistRule]:
    """The points that are not met and may be passed with a reason, where the officer wrote one."""
    return [
        rule
        for rule in rules_for(pack, values)
        if rule.force is Force.WARN
        and pack.kind_of(rule) is not GroupKind.KEY
        and verdict_of(rule, values, answers) is Verdict.NOT_MET
        and answers[rule.id].note.strip()
    ]


def _named(rule: ChecklistRule) -> str:
    return f"“{rule.title}”（{rule.clause}）"


def _because(answers: Answers, rule: ChecklistRule) -> str:
    """The officer's own words on a point that is not met; nothing is said for him."""
    note = answers[rule.id].note.strip().rstrip("。；")
    return f"：{note}" if note else ""


def _naming(phrase: str, found: Iterable[str]) -> str:
    said = "；".join(found)
    return phrase.format_map({"found": said}) if said else ""


def _conclusion(pack: NoticePack, outcome: Outcome, proposal: ProjectClass) -> str:
    phrases = pack.opinion
    if outcome is Outcome.RECOMMEND:
        return phrases.recommend_key if proposal is ProjectClass.KEY else phrases.recommend_general
    return {
        Outcome.DECLINE: phrases.decline,
        Outcome.RETURN_FOR_CORRECTION: phrases.return_for_correction,
        Outcome.TRANSFER: phrases.transfer,
    }[outcome]
