"""The first draft of the opinion's text: it says what was found, each clause on its ground; the officer rewrites it.

No clause rests on what an applicant wrote alone. The pack names the points and the kind of evidence a clause needs, and
here it is decided whether they are there; a clause without them is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.checklist import (
    Answer,
    Answers,
    Evidence,
    Verdict,
    reason_of,
    rules_for,
    standing,
    verdict_of,
)
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.evidence.look_ups import LookUp, Window, bearing_look_ups
from reviewer_app.domain.notice import (
    ChecklistRule,
    Force,
    Ground,
    GroupKind,
    NoticePack,
    OpinionClause,
    OpinionPhrases,
)
from reviewer_app.domain.opinion import Outcome, ProjectClass, is_key, proposed_class


@dataclass(frozen=True, slots=True)
class Found:
    """What a case's draft may rest on, as it stands on a day; `lookback` is the window of the last three years."""

    answers: Answers
    look_ups: Sequence[LookUp]
    lookback: Window | None
    today: date


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
    found: Found,
    outcome: Outcome | None = None,
    proposal: ProjectClass | None = None,
) -> str:
    """A draft in the pack's short sentences, for the outcome and class the answers point to (or those given)."""
    answers = found.answers
    stands = standing(pack, values, answers)
    chosen = outcome or suggested_outcome(pack, values, answers)
    phrases = pack.opinion
    if chosen is None or not any(answer.verdict is not Verdict.UNDECIDED for answer in answers.values()):
        return ""
    parts = [phrases.opening]
    if chosen is Outcome.RECOMMEND:
        parts += [clause_said(pack, clause, values, found) for clause in phrases.clauses]
        reasoned = _reasoned(pack, values, answers)
        said = (f"{_named(rule)}不符合{_because(answers, rule)}" for rule in reasoned)
        parts.append(_naming(phrases.met_with_reason, said))
        failed = (f"{rule.clause}不符合{_because(answers, rule)}" for rule in stands.key_failed)
        parts.append(_naming(phrases.key_not_met, failed))
    else:
        parts.append(_naming(phrases.not_met, (_named(rule) + _because(answers, rule) for rule in stands.blocking)))
    parts.append(_conclusion(pack, chosen, proposal or proposed_class(pack, values, answers)))
    return "".join(parts)


def written_view(answer: Answer) -> Evidence | None:
    """The other department's last written view on a point: who, on which day, what it says."""
    views = [piece for piece in answer.evidence if piece.view_of.strip() and piece.viewed_on and piece.view.strip()]
    return views[-1] if views else None


def clause_said(pack: NoticePack, clause: OpinionClause, values: Mapping[str, str], found: Found) -> str:
    """The clause with its places filled, or nothing where a part of its ground is missing."""
    answers = found.answers
    rules = [rule for rule in map(pack.rule, clause.points) if rule.in_scope(values)]
    if not rules or any(verdict_of(rule, values, answers) is not Verdict.MET for rule in rules):
        return ""
    match clause.ground:
        case Ground.ANSWER:
            places: dict[str, str] | None = {}
        case Ground.FORM:
            entries = {field: values.get(field, "").strip() for field in clause.fields}
            places = entries if all(entries.values()) else None
        case Ground.LOOK_UP:
            places = _look_ups(pack, rules, found)
        case Ground.WRITTEN_VIEW:
            places = _views(answers[rule.id] for rule in rules)
    return "" if places is None else clause.text.format_map(places)


def _look_ups(pack: NoticePack, rules: Iterable[ChecklistRule], found: Found) -> dict[str, str] | None:
    """The days looked up and the window, if the look-ups of each point bear “未查到…” today."""
    days: set[date] = set()
    for rule in rules:
        bearing = bearing_look_ups(found.look_ups, rule, found.lookback, pack.limits.look_up_days, found.today)
        if not bearing:
            return None
        days |= {one.found.on for one in bearing}
    places = {"looked_on": "、".join(chinese_date(day) for day in sorted(days))}
    if found.lookback is not None:
        places |= {"start": chinese_date(found.lookback.start), "end": chinese_date(found.lookback.end)}
    return places


def _views(given: Iterable[Answer]) -> dict[str, str] | None:
    views = [written_view(answer) for answer in given]
    if not all(views):
        return None
    there = [view for view in views if view]
    days = [chinese_date(view.viewed_on) for view in there if view.viewed_on]
    return {
        "view_of": "、".join(dict.fromkeys(view.view_of.strip() for view in there)),
        "viewed_on": "、".join(dict.fromkeys(days)),
    }


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
    """What the officer marked as lacking and wrote on a point that is not met; nothing is said for him."""
    said = reason_of(rule, answers[rule.id])
    return f"：{said}" if said else ""


def _naming(phrase: str, found: Iterable[str]) -> str:
    said = "；".join(found)
    return phrase.format_map({"found": said}) if said else ""


def _conclusion(pack: NoticePack, outcome: Outcome, proposal: ProjectClass) -> str:
    phrases = pack.opinion
    if outcome is Outcome.RECOMMEND:
        phrase = phrases.recommend_key if is_key(pack, proposal) else phrases.recommend_general
        return phrase.format_map({"class": proposal.label})
    return {
        Outcome.DECLINE: phrases.decline,
        Outcome.RETURN_FOR_CORRECTION: phrases.return_for_correction,
        Outcome.TRANSFER: phrases.transfer,
    }[outcome]


#: A line of reason of more characters is told up to a comma before them, and the omission shown.
_MOST_REASON = 64


def main_reason(pack: NoticePack, text: str) -> str:
    """The first thing a signed opinion says against a case, else the first ground it gives of this project alone.

    Where it gives none, the first of the grounds that every recommended case has; always in its very words. Its
    opening and its conclusion are left away, and so is what goes beyond one line; empty when nothing else is said.
    """
    phrases = pack.opinion
    said = "".join(text.split()).removeprefix(phrases.opening)
    against = (phrases.met_with_reason, phrases.key_not_met, phrases.not_met)
    begins = (said.find(start) for phrase in against if (start := phrase.partition("{found}")[0]))
    place = min((found for found in begins if found >= 0), default=None)
    if place is not None:
        return _one_line(phrases, said[place:])
    return _one_line(phrases, _of_this_project(phrases, said)) or _one_line(phrases, said)


def _of_this_project(phrases: OpinionPhrases, said: str) -> str:
    """What is left of an opinion after the clauses at its beginning that the pack words alike for every case."""
    usual = [one for one in phrases.clauses if one.ground in (Ground.ANSWER, Ground.LOOK_UP)]
    place = re.compile(r"\\\{\w+\\\}")
    patterns = [re.compile(place.sub("[^；。，]+?", re.escape("".join(one.text.split())))) for one in usual]
    while begun := next((found for one in patterns if (found := one.match(said)) and found.end()), None):
        said = said[begun.end() :]
    return said


def _one_line(phrases: OpinionPhrases, said: str) -> str:
    """The first sentence without a conclusion, and no more of it than a line holds."""
    reason = _first_sentence(said)
    for phrase in (phrases.recommend_key, phrases.recommend_general, phrases.decline, phrases.transfer):
        conclusion = re.escape(phrase.rstrip("。")).replace(re.escape("{class}"), ".+?")
        reason = re.sub(f"(^|[，；]){conclusion}$", "", reason)
    if len(reason) <= _MOST_REASON:
        return reason
    whole, comma, _ = reason[: _MOST_REASON + 1].rpartition("，")
    return f"{whole}……" if comma else reason


def _first_sentence(text: str) -> str:
    """A text up to its first stop or semicolon that stands in no bracket."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "（(“") - (letter in "）)”")
        if letter in "。；" and depth <= 0:
            return text[:place]
    return text
