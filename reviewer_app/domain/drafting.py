"""The first draft of the opinion's text, put together from the answers; the officer's own words replace it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Protocol

from reviewer_app.domain.checklist import Answers, ChecklistSum, Verdict, rules_for, standing
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.notice import Force, GroupKind, NoticePack
from reviewer_app.domain.opinion import Outcome, ProjectClass, proposed_class


class LookbackDays(Protocol):
    """The window of the last three years."""

    @property
    def start(self) -> date: ...
    @property
    def end(self) -> date: ...


def suggested_outcome(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> Outcome | None:
    """The outcome the answers point to: none while points are open, never more than a suggestion."""
    found = standing(pack, values, answers)
    if found.blocking:
        material = all(pack.kind_of(rule) is GroupKind.MATERIAL for rule in found.blocking)
        return Outcome.RETURN_FOR_CORRECTION if material else Outcome.DECLINE
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
    places = _Places(values)
    if chosen is None or not any(answer.verdict is not Verdict.UNDECIDED for answer in answers.values()):
        return ""
    parts = [phrases.opening]
    if chosen is Outcome.RECOMMEND:
        parts += _grounds(pack, values, answers, found, places, lookback)
    elif found.blocking:
        places["titles"] = "、".join(f"{rule.title}（{rule.clause}）" for rule in found.blocking)
        places["defects"] = "；".join(
            (answers[rule.id].note.strip() or rule.defect).rstrip("。") for rule in found.blocking
        )
        parts.append(phrases.not_met)
    parts.append(_conclusion(pack, chosen, proposal or proposed_class(pack, values, answers)))
    return "".join(part.format_map(places) for part in parts)


def _grounds(
    pack: NoticePack,
    values: Mapping[str, str],
    answers: Answers,
    found: ChecklistSum,
    places: _Places,
    lookback: LookbackDays | None,
) -> list[str]:
    phrases = pack.opinion
    parts = [] if found.blocking else [phrases.all_met]
    reasons = [
        f"{rule.title}：{answers[rule.id].note.strip()}"
        for rule in rules_for(pack, values)
        if rule.force is Force.WARN
        and pack.kind_of(rule) is not GroupKind.KEY
        and rule.id in answers
        and answers[rule.id].verdict is Verdict.NOT_MET
        and answers[rule.id].note.strip()
    ]
    if reasons:
        places["reasons"] = "；".join(reasons)
        parts.append(phrases.met_with_reason)
    if lookback is not None:
        places["start"], places["end"] = chinese_date(lookback.start), chinese_date(lookback.end)
        parts.append(phrases.lookback)
    if values.get("direction"):
        parts.append(phrases.direction)
    if values.get("expected_outputs"):
        parts.append(phrases.outputs)
    if values.get("promoting_department") and values.get("department_view"):
        parts.append(phrases.department)
    return parts


def _conclusion(pack: NoticePack, outcome: Outcome, proposal: ProjectClass) -> str:
    phrases = pack.opinion
    if outcome is Outcome.RECOMMEND:
        return phrases.recommend_key if proposal is ProjectClass.KEY else phrases.recommend_general
    return {
        Outcome.DECLINE: phrases.decline,
        Outcome.RETURN_FOR_CORRECTION: phrases.return_for_correction,
        Outcome.TRANSFER: phrases.transfer,
    }[outcome]


class _Places(dict[str, str]):
    """The application's values as places of a sentence; a missing one stays empty."""

    def __missing__(self, key: str) -> str:
        return ""
