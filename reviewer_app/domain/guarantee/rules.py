"""What may be entered of a project, and when: each refusal names the field it belongs beside."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry, VisitKind
from reviewer_app.domain.guarantee.project import LONGEST_EXTENSION, Plan, Project
from reviewer_app.domain.limits.lengths import TextKind, check_length

#: A day that is planned so long after the end in force was mistyped.
_MONTHS_BEYOND = 12
_SCORE = re.compile(r"\d{1,3}(\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class ApprovalWords:
    """The number and the day of the paper by which something was approved."""

    number: str
    day: date


@dataclass(frozen=True, slots=True)
class ExtensionWords:
    """The approval of an extension, and by how many months."""

    number: str
    day: date
    months: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class PlanWords:
    """A visit (of a kind) or a milestone (by name) and its day."""

    is_visit: bool
    subject: str
    day: date
    words: str = ""


@dataclass(frozen=True, slots=True)
class VisitWords:
    """A visit that was paid: when, by whom, what was found; `plan` is the planned one it carries out."""

    kind: VisitKind
    day: date
    people: str
    found: str
    plan: int = 0


@dataclass(frozen=True, slots=True)
class AcceptanceWords:
    """How an acceptance went: the conclusion is told, never worked out of a score; `early` says why before the end."""

    is_passed: bool
    day: date
    number: str = ""
    score: str = ""
    bonus: str = ""
    early: str = ""


def require_open(project: Project) -> None:
    """Refuses work on a project that is in no ledger or ended; RefusalError `guarantee.not_taken_on`, `…ended`."""
    if project.taken_on is None:
        raise RefusalError("guarantee.not_taken_on")
    if project.ending is not None:
        raise RefusalError("guarantee.ended", said=project.ending.kind.label, day=project.ending.day)


def require_running(project: Project) -> None:
    """Refuses what belongs before the acceptance; raises besides as `require_open` `guarantee.accepted_already`."""
    require_open(project)
    if project.acceptance is not None:
        raise RefusalError("guarantee.accepted_already", said=project.acceptance.kind.label, day=project.acceptance.day)


def check_approval(words: ApprovalWords, today: date) -> None:
    """Refuses an approval without number or of a day to come: RefusalError `guarantee.number`, `guarantee.day_late`."""
    _need_number(words.number)
    _not_after(words.day, today)


def check_extension(project: Project, words: ExtensionWords, today: date, most: int = LONGEST_EXTENSION) -> None:
    """Refuses an extension that the notice knows nothing of: one, of so many months at `most`, within the term.

    Raises RefusalError `guarantee.extended_already`, `guarantee.no_extension`, `guarantee.extension_months`,
    `guarantee.number`, `guarantee.day_late`, `guarantee.day_before_approval`, `guarantee.extension_after_end`.
    """
    require_running(project)
    if project.extension is not None:
        raise RefusalError("guarantee.extended_already", number=project.extension.number, day=project.extension.day)
    _check_months(words.months, most)
    _need_number(words.number)
    _not_after(words.day, today)
    _not_before(words.day, project)
    if words.day > project.original_end:
        raise RefusalError("guarantee.extension_after_end", field="day", day=words.day, end=project.original_end)
    check_length(words.reason, TextKind.NOTE, "reason")


def check_asked(project: Project, words: ExtensionWords, today: date, most: int = LONGEST_EXTENSION) -> None:
    """Refuses that a unit asked for what cannot be given, or gave no reason.

    Raises RefusalError `guarantee.extended_already`, `guarantee.no_extension`, `guarantee.extension_months`,
    `guarantee.day_late`, `guarantee.day_before_approval`, `guarantee.asked_reason`.
    """
    require_running(project)
    if project.extension is not None:
        raise RefusalError("guarantee.extended_already", number=project.extension.number, day=project.extension.day)
    _check_months(words.months, most)
    _not_after(words.day, today)
    _not_before(words.day, project)
    if not words.reason.strip():
        raise RefusalError("guarantee.asked_reason", field="reason")
    check_length(words.reason, TextKind.REASON, "reason")
    check_length(words.number, TextKind.NAME, "number")


def check_plan(project: Project, words: PlanWords, today: date) -> None:
    """Refuses a plan for a day that cannot be.

    Raises RefusalError `guarantee.plan_past`, `guarantee.plan_far`, `guarantee.milestone_after_end`,
    `guarantee.milestone_name`, `guarantee.planned_twice`.
    """
    require_running(project)
    if not words.subject.strip():
        raise RefusalError("guarantee.milestone_name", field="subject")
    check_length(words.subject, TextKind.NAME, "subject")
    check_length(words.words, TextKind.NOTE, "words")
    if words.day < today:
        raise RefusalError("guarantee.plan_past", field="day", day=words.day, today=today)
    if not words.is_visit and words.day > project.ends_on:
        raise RefusalError("guarantee.milestone_after_end", field="day", day=words.day, end=project.ends_on)
    if words.day > add_months(max(project.ends_on, today), _MONTHS_BEYOND):
        raise RefusalError("guarantee.plan_far", field="day", day=words.day, end=project.ends_on)
    for plan in project.open_plans:
        if plan.is_visit == words.is_visit and (plan.entry.day, plan.entry.subject) == (words.day, words.subject):
            raise RefusalError("guarantee.planned_twice", field="day", day=words.day, name=plan.entry.title)


def check_visit(project: Project, words: VisitWords, today: date) -> None:
    """Refuses a visit nobody paid: of a day to come or before the approval, by nobody, with nothing found.

    Raises RefusalError `guarantee.day_late`, `guarantee.day_before_approval`, `guarantee.people`, `guarantee.found`,
    `guarantee.visited_twice`, `guarantee.plan_gone`.
    """
    require_open(project)
    _not_after(words.day, today)
    _not_before(words.day, project)
    if not words.people.strip():
        raise RefusalError("guarantee.people", field="people")
    if not words.found.strip():
        raise RefusalError("guarantee.found", field="found")
    check_length(words.people, TextKind.NAME, "people")
    check_length(words.found, TextKind.NOTE, "found")
    if words.plan:
        plan = require_plan(project, words.plan)
        if not plan.is_visit:
            raise RefusalError("guarantee.plan_gone", field="plan")
    for visit in project.visits:
        if (visit.day, visit.subject, visit.people) == (words.day, words.kind.value, words.people.strip()):
            raise RefusalError("guarantee.visited_twice", field="day", day=words.day, people=visit.people)


def check_reached(project: Project, entry_id: int, day: date, words: str, today: date) -> Plan:
    """The milestone, if it can have been reached that day; raises as `check_visit` and `require_plan`."""
    require_open(project)
    plan = require_plan(project, entry_id)
    if plan.is_visit:
        raise RefusalError("guarantee.plan_gone", field="plan")
    _not_after(day, today)
    _not_before(day, project)
    check_length(words, TextKind.NOTE, "words")
    return plan


def require_plan(project: Project, entry_id: int) -> Plan:
    """The plan of this line, if it is still open; RefusalError `guarantee.plan_gone`."""
    plan = project.plan(entry_id)
    if plan is None or not plan.is_open:
        raise RefusalError("guarantee.plan_gone", field="plan")
    return plan


def check_acceptance(project: Project, words: AcceptanceWords, today: date) -> None:
    """Refuses an acceptance that cannot have been; before the end in force it needs the reason why.

    Raises RefusalError `guarantee.day_late`, `guarantee.day_before_approval`, `guarantee.accepted_early`,
    `guarantee.score`, `guarantee.bonus`, `guarantee.bonus_alone`.
    """
    require_running(project)
    _not_after(words.day, today)
    _not_before(words.day, project)
    if words.day < project.ends_on and not words.early.strip():
        raise RefusalError("guarantee.accepted_early", field="early", day=words.day, end=project.ends_on)
    check_length(words.early, TextKind.NOTE, "early")
    check_length(words.number, TextKind.NAME, "number")
    score_of(words.score, "score")
    score_of(words.bonus, "bonus")
    if words.bonus.strip() and not words.score.strip():
        raise RefusalError("guarantee.bonus_alone", field="score")


def score_of(typed: str, field: str) -> Decimal | None:
    """A score as a number, None where none was typed; RefusalError `guarantee.score` or `guarantee.bonus`.

    Up to 999.99: with a bonus counted in, scores beyond a hundred occur.
    """
    plain = unicodedata.normalize("NFKC", typed).strip().replace("。", ".")
    if not plain:
        return None
    if not plain.isascii() or not _SCORE.fullmatch(plain):
        raise RefusalError(f"guarantee.{field}", field=field, text=typed.strip())
    return Decimal(plain)


def score_text(typed: str, field: str = "score") -> str:
    """A score as it is stored and shown: without zeros that say nothing; '' where none was typed."""
    value = score_of(typed, field)
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def check_certificate(project: Project, words: ApprovalWords, today: date) -> None:
    """Refuses a certificate of what was not accepted, a second one, one older than the acceptance.

    Raises RefusalError `guarantee.not_accepted`, `guarantee.certified_already`, `guarantee.number`,
    `guarantee.day_late`, `guarantee.certified_early`.
    """
    require_open(project)
    accepted = project.acceptance
    if accepted is None or accepted.kind is not EntryKind.ACCEPTED:
        raise RefusalError("guarantee.not_accepted")
    if project.certificate is not None:
        raise RefusalError("guarantee.certified_already", number=project.certificate.number)
    _need_number(words.number)
    _not_after(words.day, today)
    if words.day < accepted.day:
        raise RefusalError("guarantee.certified_early", field="day", day=words.day, accepted=accepted.day)


def check_closing(project: Project, reason: str) -> None:
    """Refuses to close what is not accepted or failed; without certificate it needs a reason, and so do open plans.

    Raises RefusalError `guarantee.not_over`, `guarantee.close_reason`.
    """
    require_open(project)
    if project.acceptance is None:
        raise RefusalError("guarantee.not_over")
    is_whole = project.acceptance.kind is EntryKind.FAILED or project.certificate is not None
    if not (is_whole and not project.open_plans) and not reason.strip():
        raise RefusalError("guarantee.close_reason", field="reason", plans=len(project.open_plans))
    check_length(reason, TextKind.REASON, "reason")


def check_ending(project: Project, words: ApprovalWords, reason: str, today: date) -> None:
    """Refuses to end a pilot before its acceptance without saying why.

    Raises RefusalError `guarantee.end_reason`, `guarantee.day_late`, `guarantee.day_before_approval`.
    """
    require_running(project)
    if not reason.strip():
        raise RefusalError("guarantee.end_reason", field="reason")
    _not_after(words.day, today)
    _not_before(words.day, project)
    check_length(words.number, TextKind.NAME, "number")


def require_line(project: Project, entry_id: int) -> LedgerEntry:
    """A line that counts; RefusalError `guarantee.no_line`."""
    entry = next((one for one in project.lines if one.id == entry_id), None)
    if entry is None:
        raise RefusalError("guarantee.no_line")
    return entry


def check_taking_back(project: Project, entry: LedgerEntry, reason: str) -> None:
    """Refuses to take back a line on which another rests, or without a reason.

    Raises RefusalError `guarantee.rested_on`, `guarantee.back_reason`.
    """
    resting = project.rest_on(entry)
    if resting:
        raise RefusalError("guarantee.rested_on", said=resting[-1].kind.label, day=resting[-1].day)
    if not reason.strip():
        raise RefusalError("guarantee.back_reason", field="reason")


def _check_months(months: int, most: int) -> None:
    if not most:
        raise RefusalError("guarantee.no_extension")
    if not 1 <= months <= most:
        raise RefusalError("guarantee.extension_months", field="months", months=months, most=most)


def _need_number(number: str) -> None:
    if not number.strip():
        raise RefusalError("guarantee.number", field="number")
    check_length(number, TextKind.NAME, "number")


def _not_after(day: date, today: date) -> None:
    if day > today:
        raise RefusalError("guarantee.day_late", field="day", day=day, today=today)


def _not_before(day: date, project: Project) -> None:
    if day < project.approved_on:
        raise RefusalError("guarantee.day_before_approval", field="day", day=day, approved=project.approved_on)
