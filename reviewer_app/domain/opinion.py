"""The recommender's opinion: outcome, class, text, the reasons given with it, and what does not go together in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import SequenceMatcher
from enum import StrEnum
from typing import ClassVar

from reviewer_app.domain.checklist import Answers, Verdict, rules_for, standing, verdict_of
from reviewer_app.domain.notice import ChecklistRule, GroupKind, NoticePack


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


class ProjectClass(str):
    """A class of projects under the name the season's notice gives it (通知三); there is one object for each name."""

    _known: ClassVar[dict[str, ProjectClass]] = {}
    GENERAL: ClassVar[ProjectClass]
    KEY: ClassVar[ProjectClass]

    def __new__(cls, name: str) -> ProjectClass:
        return cls._known.setdefault(str(name), super().__new__(cls, name))

    @property
    def value(self) -> str:
        """The name as it is stored."""
        return str(self)

    @property
    def label(self) -> str:
        """The class as the notice names it."""
        return str(self) if self.endswith("项目") else f"{self}项目"


#: The classes of the 2024 notice; the pack says which a season has.
ProjectClass.GENERAL, ProjectClass.KEY = ProjectClass("一般"), ProjectClass("重点")


def classes_of(pack: NoticePack) -> tuple[ProjectClass, ...]:
    """The classes a season's project may be recommended in."""
    return tuple(map(ProjectClass, pack.classes))


def classes_key_first(pack: NoticePack) -> tuple[ProjectClass, ...]:
    """The classes as totals count them: the key ones first."""
    return tuple(sorted(classes_of(pack), key=lambda one: not is_key(pack, one)))


def is_key(pack: NoticePack, chosen: str) -> bool:
    """Whether a class is one of the season's key classes, for which the key points are asked."""
    return chosen in pack.key_classes


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
    """Key only when asked for and all its key points are met (三); else the general class is proposed."""
    asked = values.get("project_class", "")
    if not is_key(pack, asked):
        return ProjectClass(asked if asked in pack.classes else pack.general_class)
    points = [rule for rule in pack.rules_of(GroupKind.KEY) if rule.asked and rule.in_scope(values)]
    are_met = all(rule.id in answers and answers[rule.id].verdict is Verdict.MET for rule in points)
    return ProjectClass(asked if are_met else pack.general_class)


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
        return _against_class(pack, values, chosen, text)
    against = _against(pack, values, answers)
    if outcome is Outcome.DECLINE and against and all(pack.kind_of(rule) is GroupKind.KEY for rule in against):
        clauses = "、".join(dict.fromkeys(rule.clause for rule in against))
        return (Contradiction("opinion.declines_on_key_points", {"clauses": clauses}),)
    if outcome is Outcome.TRANSFER or against:
        return ()
    if standing(pack, values, answers).is_recommendable:
        refusing = outcome is Outcome.DECLINE
        return (Contradiction("opinion.declines_though_met" if refusing else "opinion.returns_though_met", {}),)
    return (Contradiction("opinion.declines_without_ground", {}),) if outcome is Outcome.DECLINE else ()


def _against(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> list[ChecklistRule]:
    """The points answered 不符合, be it one that may be passed with a reason."""
    return [rule for rule in rules_for(pack, values) if verdict_of(rule, values, answers) is Verdict.NOT_MET]


def _against_class(
    pack: NoticePack, values: Mapping[str, str], chosen: ProjectClass, text: str
) -> tuple[Contradiction, ...]:
    """Where the proposed class goes against the class asked for, or against the words of the opinion."""
    against: list[Contradiction] = []
    asked = values.get("project_class", "")
    if is_key(pack, chosen) and asked != chosen:
        places = {"asked": asked or "（未填）", "chosen": chosen.label}
        against.append(Contradiction("opinion.key_not_asked_for", places))
    for other in classes_of(pack):
        if other != chosen and f"作为{other.label}" in text and f"作为{chosen.label}" not in text:
            places = {"other": other.label, "chosen": chosen.label}
            against.append(Contradiction("opinion.text_says_other_class", places))
    return tuple(against)


#: Longer texts are laid beside each other sentence by sentence, shorter ones letter by letter; of more parts than
#: this nobody could wait for the comparison, and they are told as one place.
_LETTERS, _MOST_PARTS = 1200, 2000
_SENTENCES = re.compile("[^。；\\n]*[。；\\n]?")


def differences(before: str, after: str) -> tuple[tuple[str, str], ...]:
    """What a later wording has in the place of what the former had: pairs of taken out and put in."""
    is_short = max(len(before), len(after)) <= _LETTERS
    former, later = (list(text) if is_short else _SENTENCES.findall(text) for text in (before, after))
    begin, end = _alike(former, later), 0
    if begin < min(len(former), len(later)):
        end = min(_alike(former[::-1], later[::-1]), min(len(former), len(later)) - begin)
    former, later = former[begin : len(former) - end], later[begin : len(later) - end]
    if max(len(former), len(later)) > _MOST_PARTS:
        return (("".join(former), "".join(later)),)
    found = SequenceMatcher(None, former, later, autojunk=False).get_opcodes()
    return tuple(
        ("".join(former[first:last]), "".join(later[start:stop]))
        for kind, first, last, start, stop in found
        if kind != "equal"
    )


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """With how many parts both begin alike."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))
