"""Consulting line departments (征求意见): whom, until when, and the written view that came; 三（四） rests on it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from reviewer_app.domain.checklist import Answer, Answers, Evidence
from reviewer_app.domain.notice import NoticePack


class ConsultationStand(StrEnum):
    """How far a consultation has got; stored."""

    ASKED = "asked"
    NOT_REQUIRED = "not_required"
    REPLIED = "replied"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The stand in the office's words."""
        return {"asked": "待复函", "not_required": "不需征询", "replied": "已复函", "withdrawn": "已收回"}[self.value]


class Stance(StrEnum):
    """What a written view comes to, as a person read it; stored."""

    AGREES = "agrees"
    DISAGREES = "disagrees"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The stance in the office's words."""
        return {"agrees": "认可并共同推动", "disagrees": "不认可", "other": "未明确表态"}[self.value]


@dataclass(frozen=True, slots=True)
class WrittenView:
    """What a department wrote: its stance, its words, the day it bears, the day it came, and its file if there is one.

    `register_number` is the line of the register it came in under.
    """

    stance: Stance
    words: str
    dated: date
    received_on: date
    register_number: str = ""
    sha256: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class Consultation:
    """One department consulted on a case, or that none has to be (`reason` says why); `number` counts within the case.

    `reminded_on` are the days on which a reply was asked for again. A consultation is withdrawn, never erased.
    """

    number: int
    department: str
    stand: ConsultationStand
    asked_on: date
    by: str
    due_on: date | None = None
    question: str = ""
    reason: str = ""
    reminded_on: tuple[date, ...] = ()
    view: WrittenView | None = None

    @property
    def is_open(self) -> bool:
        """Whether a reply is awaited."""
        return self.stand is ConsultationStand.ASKED

    def is_due_after(self, last: date) -> bool:
        """Whether a reply is awaited that may come only after a day, as that of sending."""
        return self.is_open and self.due_on is not None and self.due_on > last

    @property
    def basis(self) -> str:
        """What its letter is known by in the register."""
        return f"consultation:{self.number}"


def told(consultations: Iterable[Consultation]) -> str:
    """Whom was asked and what came of it, in one line for a paper; those withdrawn are left out."""
    parts = []
    for one in consultations:
        if one.view is not None:
            parts.append(f"{one.department}（{one.view.dated}）{one.view.stance.label}")
        elif one.is_open:
            parts.append(f"{one.department}{one.stand.label}（{one.due_on}前）")
        elif one.stand is ConsultationStand.NOT_REQUIRED:
            parts.append(f"{one.stand.label}：{one.reason}")
    return "；".join(parts)


def counted(consultations: Iterable[Consultation]) -> tuple[int, int]:
    """How many departments have replied, and how many were asked; those withdrawn are not counted."""
    stands = [one.stand for one in consultations]
    replied = stands.count(ConsultationStand.REPLIED)
    return replied, replied + stands.count(ConsultationStand.ASKED)


def with_views(pack: NoticePack, answers: Answers, consultations: Iterable[Consultation]) -> Answers:
    """The answers with the written views on record as what the points that need one rest on.

    Views that were kept with an answer before are still understood. Where a department did not agree, no view stands
    for the point: nobody may read it as agreed because another one did.
    """
    views = [(one.department, one.view) for one in consultations if one.view is not None]
    points = [rule for rule in pack.rules if rule.needs_view]
    if not views or not points:
        return answers
    told: list[Evidence] = []
    for department, view in views:
        words = view.words if view.stance is Stance.AGREES else f"{view.stance.label}：{view.words}"
        told.append(Evidence(view_of=department, viewed_on=view.dated, view=words))
        if view.sha256:
            told.append(Evidence(sha256=view.sha256, name=view.file_name))
    agree = all(view.stance is Stance.AGREES for _, view in views)
    changed = dict(answers)
    for rule in points:
        answer = changed.get(rule.id, Answer(rule.id))
        pieces = (*answer.evidence, *told)
        changed[rule.id] = replace(answer, evidence=pieces if agree else tuple(map(_undated, pieces)))
    return changed


def _undated(piece: Evidence) -> Evidence:
    """A view with its day among its words: nothing that rests on a dated view rests on it."""
    if piece.viewed_on is None:
        return piece
    return replace(piece, viewed_on=None, view=f"（{piece.viewed_on}）{piece.view}")


def disagreeing(consultations: Iterable[Consultation]) -> tuple[str, ...]:
    """The departments whose written view is not that they agree."""
    return tuple(
        one.department for one in consultations if one.view is not None and one.view.stance is not Stance.AGREES
    )
