"""The answers to the notice's points, and what they allow an opinion to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.notice import ChecklistRule, Force, GroupKind, NoticePack, SubPoint


class Verdict(StrEnum):
    """The officer's answer to one point."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_APPLICABLE = "not_applicable"
    UNDECIDED = "undecided"

    @property
    def label(self) -> str:
        """The answer in the office's words."""
        return {"met": "符合", "not_met": "不符合", "not_applicable": "不适用", "undecided": "未定"}[self.value]


@dataclass(frozen=True, slots=True)
class Evidence:
    """What an answer rests on: a file with the page that shows it, or another department's written view with its day.

    `part` is the sub-point it shows, empty for the point as a whole. Look-ups are kept apart (look_ups.py).
    """

    sha256: str = ""
    name: str = ""
    page: int = 0
    view_of: str = ""
    viewed_on: date | None = None
    view: str = ""
    part: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answered point of one case; who answered and when. `lacking` are the sub-points marked as missing."""

    rule_id: str
    verdict: Verdict = Verdict.UNDECIDED
    note: str = ""
    evidence: tuple[Evidence, ...] = ()
    by: str = ""
    at: datetime | None = None
    lacking: tuple[str, ...] = ()

    def decided(self, verdict: Verdict) -> Answer:
        """The same with another verdict; only a point that is not met has lacking sub-points."""
        return replace(self, verdict=verdict, lacking=self.lacking if verdict is Verdict.NOT_MET else ())


@dataclass(frozen=True, slots=True)
class Progress:
    """How many of a group's points are answered."""

    answered: int
    total: int


Answers = Mapping[str, Answer]

#: What is asked for beside the lacking sub-points where the officer's own words name more.
_OWN_WORDS = "所列其他情况，请一并补正"


def rules_for(pack: NoticePack, values: Mapping[str, str]) -> tuple[ChecklistRule, ...]:
    """The points an officer has to answer for these values, in the notice's order."""
    return tuple(rule for rule in pack.rules if rule.asked and rule.in_scope(values))


def verdict_of(rule: ChecklistRule, values: Mapping[str, str], answers: Answers) -> Verdict:
    """The standing answer; a point out of scope is not applicable without asking."""
    if not rule.in_scope(values):
        return Verdict.NOT_APPLICABLE
    answer = answers.get(rule.id)
    return answer.verdict if answer else Verdict.UNDECIDED


def progress(pack: NoticePack, group: str, values: Mapping[str, str], answers: Answers) -> Progress:
    """How far a group of points is answered (points out of scope count as answered)."""
    verdicts = [verdict_of(rule, values, answers) for rule in pack.rules if rule.asked and rule.group == group]
    return Progress(sum(verdict is not Verdict.UNDECIDED for verdict in verdicts), len(verdicts))


def marked(
    rule: ChecklistRule, answer: Answer, part_id: str, is_lacking: bool, before: Verdict = Verdict.UNDECIDED
) -> Answer:
    """The answer with one sub-point marked as lacking or not any more.

    With the last mark gone the point is again what it was `before` the marks: nobody has found it met by that. What is
    not marked and is to be unmarked changes nothing; marks that the point no longer has go with the first act.
    """
    known = [one.id for one in rule.parts]
    stood = tuple(one for one in known if one in answer.lacking)
    lacking = tuple(one for one in known if (is_lacking if one == part_id else one in stood))
    if lacking == stood:
        return answer
    return replace(answer, verdict=Verdict.NOT_MET if lacking else before, lacking=lacking)


def lacking_parts(rule: ChecklistRule, answer: Answer) -> tuple[SubPoint, ...]:
    """The sub-points marked as missing, in the notice's order; marks the point has no sub-point for are left out."""
    if answer.verdict is not Verdict.NOT_MET:
        return ()
    return tuple(part for part in rule.parts if part.id in answer.lacking)


def has_lost_marks(rule: ChecklistRule, answer: Answer) -> bool:
    """Whether a sub-point was marked that the point does not have any more."""
    return any(rule.part(one) is None for one in answer.lacking)


def reason_of(rule: ChecklistRule, answer: Answer) -> str:
    """Why a point is not met: what is lacking in the pack's words, then the officer's own; each said once."""
    note = plain_end(answer.note)
    missing = [plain_end(part.lacking) for part in lacking_parts(rule, answer)]
    return "；".join(dict.fromkeys([*(one for one in missing if one not in note), *([note] if note else [])]))


def told_of(rule: ChecklistRule, answer: Answer) -> str:
    """The officer's words on a point as they stand, after what is lacking of it."""
    return reason_of(rule, answer) if lacking_parts(rule, answer) else answer.note


def demand_of(rule: ChecklistRule, answer: Answer) -> str:
    """What is asked for where a point is not met: of the sub-points that are lacking, else of the whole point.

    What the officer wrote besides is asked for too: nothing is told as a defect that nobody is asked to put right.
    """
    parts = lacking_parts(rule, answer)
    if not parts:
        return plain_end(rule.defect)
    own = [_OWN_WORDS] if _says_more(answer.note, parts) else []
    return "；".join(dict.fromkeys([*(plain_end(part.defect) for part in parts), *own]))


def _says_more(note: str, parts: Iterable[SubPoint]) -> bool:
    """Whether a note says anything beside the words for what is lacking."""
    for part in parts:
        note = note.replace(plain_end(part.lacking), "")
    return bool(note.strip("。；，、 \n"))


def plain_end(text: str) -> str:
    """A text without the stop at its end, so that another can follow it."""
    return text.strip().rstrip("。；")


@dataclass(frozen=True, slots=True)
class ChecklistSum:
    """The checklist summed up for the conclusion; each tuple holds rules in the notice's order."""

    undecided: tuple[ChecklistRule, ...]
    blocking: tuple[ChecklistRule, ...]
    warned_without_note: tuple[ChecklistRule, ...]
    key_failed: tuple[ChecklistRule, ...]

    @property
    def is_recommendable(self) -> bool:
        """Nothing stands against a recommendation."""
        return not (self.undecided or self.blocking or self.warned_without_note)


def standing(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> ChecklistSum:
    """Sums the answers up: what is open, what blocks, what needs a reason, which key points fail.

    A key point that is not met never blocks: the project may still go as 一般项目 (三).
    """
    undecided, blocking, warned, key_failed = [], [], [], []
    for rule in rules_for(pack, values):
        answer = answers.get(rule.id, Answer(rule.id))
        if answer.verdict is Verdict.UNDECIDED:
            undecided.append(rule)
        elif answer.verdict is Verdict.NOT_MET and pack.kind_of(rule) is GroupKind.KEY:
            key_failed.append(rule)
        elif answer.verdict is Verdict.NOT_MET and rule.force is Force.BLOCK:
            blocking.append(rule)
        elif answer.verdict is Verdict.NOT_MET and not answer.note.strip():
            warned.append(rule)
    return ChecklistSum(tuple(undecided), tuple(blocking), tuple(warned), tuple(key_failed))
