"""The recommender's opinion: outcome, proposed class, text, and where it contradicts the checklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checklist import Answers, ChecklistSum, Verdict, standing
from reviewer_app.domain.notice import GroupKind, NoticePack, Severity


class Outcome(StrEnum):
    """What the recommender concludes."""

    RECOMMEND = "recommend"
    DECLINE = "decline"
    RETURN_FOR_CORRECTION = "return_for_correction"
    TRANSFER = "transfer"

    @property
    def label(self) -> str:
        """The outcome in the office's words."""
        return {
            "recommend": "推荐",
            "decline": "不予推荐",
            "return_for_correction": "退回补正",
            "transfer": "转送",
        }[self.value]


class ProjectClass(StrEnum):
    """General or key project (通知三)."""

    GENERAL = "一般"
    KEY = "重点"

    @property
    def label(self) -> str:
        """The class as the notice names it."""
        return f"{self.value}项目"


class OpinionStatus(StrEnum):
    """Where an opinion stands; a decision is never erased, only retracted."""

    SUBMITTED = "submitted"
    TOLD = "told"
    SIGNED_OFF = "signed_off"
    CHALLENGED = "challenged"
    RETRACTED = "retracted"

    @property
    def label(self) -> str:
        """The status in the office's words; whether a return for correction was told its request says."""
        return {
            "submitted": "待复核",
            "told": "已退回补正",
            "signed_off": "已复核",
            "challenged": "退回经办",
            "retracted": "已撤销",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Opinion:
    """One submitted opinion of a case; `number` counts them, `warnings` are what was said and confirmed."""

    application_id: int
    number: int
    outcome: Outcome
    proposed_class: ProjectClass
    text: str
    status: OpinionStatus
    submitted_by: str
    submitted_at: datetime
    warnings: tuple[str, ...] = ()
    decided_by: str = ""
    decided_at: datetime | None = None
    comment: str = ""
    is_self_approved: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class Contradiction:
    """One thing in which outcome and checklist do not agree: a phrase code and its values."""

    code: str
    values: Mapping[str, str]


def proposed_class(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> ProjectClass:
    """Key only when asked for and all four key points are met (三); else general is proposed."""
    if values.get("project_class") != ProjectClass.KEY:
        return ProjectClass.GENERAL
    key_points = pack.rules_of(GroupKind.KEY)
    is_key = all(rule.id in answers and answers[rule.id].verdict is Verdict.MET for rule in key_points)
    return ProjectClass.KEY if is_key else ProjectClass.GENERAL


def contradictions(
    pack: NoticePack,
    values: Mapping[str, str],
    answers: Answers,
    outcome: Outcome,
    chosen: ProjectClass,
    findings: Sequence[Finding] = (),
    text: str = "",
) -> tuple[Contradiction, ...]:
    """Where the outcome goes against answers, findings or the opinion's words; the officer is told, never stopped."""
    found = standing(pack, values, answers)
    if outcome is Outcome.RECOMMEND:
        return (
            *_against_recommending(found, findings),
            *_against_class(pack, values, answers, found, chosen, text),
        )
    if outcome is Outcome.TRANSFER:
        return ()
    if found.is_recommendable and not _any_against(answers):
        refusing = outcome is Outcome.DECLINE
        return (Contradiction("opinion.declines_though_met" if refusing else "opinion.returns_though_met", {}),)
    if outcome is Outcome.DECLINE and not _any_against(answers):
        return (Contradiction("opinion.declines_without_ground", {}),)
    return ()


def _any_against(answers: Answers) -> bool:
    """Whether any point was answered 不符合, be it one that may be passed with a reason."""
    return any(answer.verdict is Verdict.NOT_MET for answer in answers.values())


def _against_recommending(found: ChecklistSum, findings: Sequence[Finding]) -> list[Contradiction]:
    listed = [
        *(("opinion.recommends_blocked", rule) for rule in found.blocking),
        *(("opinion.recommends_undecided", rule) for rule in found.undecided),
        *(("opinion.recommends_without_reason", rule) for rule in found.warned_without_note),
    ]
    against = [Contradiction(code, {"clause": rule.clause, "title": rule.title}) for code, rule in listed]
    against += [
        Contradiction("opinion.recommends_with_finding", {"message": finding.message})
        for finding in findings
        if finding.severity is Severity.BLOCK
    ]
    return against


def _against_class(
    pack: NoticePack,
    values: Mapping[str, str],
    answers: Answers,
    found: ChecklistSum,
    chosen: ProjectClass,
    text: str,
) -> list[Contradiction]:
    """Where the proposed class goes against the key points (三) or against the words of the opinion."""
    against: list[Contradiction] = []
    if chosen is ProjectClass.KEY and values.get("project_class") != ProjectClass.KEY:
        against.append(Contradiction("opinion.key_not_asked_for", {}))
    elif chosen is ProjectClass.KEY and proposed_class(pack, values, answers) is ProjectClass.GENERAL:
        titles = "、".join(rule.title for rule in found.key_failed)
        code = "opinion.key_not_met" if titles else "opinion.key_not_answered"
        against.append(Contradiction(code, {"titles": titles}))
    other = ProjectClass.GENERAL if chosen is ProjectClass.KEY else ProjectClass.KEY
    if f"作为{other.label}" in text and f"作为{chosen.label}" not in text:
        against.append(Contradiction("opinion.text_says_other_class", {"other": other.label, "chosen": chosen.label}))
    return against
