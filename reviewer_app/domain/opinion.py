"""The recommender's opinion: outcome, class, text, the reasons given with it, and what does not go together in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.checklist import Answers, Verdict, standing
from reviewer_app.domain.notice import GroupKind, NoticePack


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
        """The status in the office's words; a return for correction is told at once and waits for nobody."""
        return {
            "submitted": "待复核",
            "told": "已告知",
            "signed_off": "已复核",
            "challenged": "退回经办",
            "retracted": "已撤销",
        }[self.value]


class ReadinessAct(StrEnum):
    """What a case has to be ready for; stored with each reason given for it."""

    SUBMIT = "submit"
    RETURN = "return"
    SIGN_OFF = "sign_off"
    BATCH = "batch"
    SEAL = "seal"
    SEND = "send"


@dataclass(frozen=True, slots=True)
class Departure:
    """A reason, in a person's own words, for going on although one point speaks against it; never changed.

    `code` and `values` are the sentence the point had when the reason was given.
    """

    application_id: int
    opinion_number: int
    point_id: str
    code: str
    values: Mapping[str, str]
    reason: str
    act: ReadinessAct
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Opinion:
    """One submitted opinion of a case; `number` counts them, `warnings` are what was said when it was submitted."""

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
    departures: tuple[Departure, ...] = ()

    @property
    def reasons(self) -> Mapping[str, str]:
        """The reasons given with it by point; the last one given for a point stands."""
        return {one.point_id: one.reason for one in self.departures}


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
    text: str = "",
) -> tuple[Contradiction, ...]:
    """Where outcome, class and words of an opinion do not go together; the officer is told, never stopped."""
    if outcome is Outcome.RECOMMEND:
        return _against_class(values, chosen, text)
    if outcome is Outcome.TRANSFER or _any_against(answers):
        return ()
    if standing(pack, values, answers).is_recommendable:
        refusing = outcome is Outcome.DECLINE
        return (Contradiction("opinion.declines_though_met" if refusing else "opinion.returns_though_met", {}),)
    return (Contradiction("opinion.declines_without_ground", {}),) if outcome is Outcome.DECLINE else ()


def _any_against(answers: Answers) -> bool:
    """Whether any point was answered 不符合, be it one that may be passed with a reason."""
    return any(answer.verdict is Verdict.NOT_MET for answer in answers.values())


def _against_class(values: Mapping[str, str], chosen: ProjectClass, text: str) -> tuple[Contradiction, ...]:
    """Where the proposed class goes against the class asked for, or against the words of the opinion."""
    against: list[Contradiction] = []
    if chosen is ProjectClass.KEY and values.get("project_class") != ProjectClass.KEY:
        against.append(Contradiction("opinion.key_not_asked_for", {}))
    other = ProjectClass.GENERAL if chosen is ProjectClass.KEY else ProjectClass.KEY
    if f"作为{other.label}" in text and f"作为{chosen.label}" not in text:
        against.append(Contradiction("opinion.text_says_other_class", {"other": other.label, "chosen": chosen.label}))
    return tuple(against)
