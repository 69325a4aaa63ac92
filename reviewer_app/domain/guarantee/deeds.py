"""What the office promised of a project and what it did: each plan beside its deed, and what was done unplanned."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.guarantee.dues import DueKind, Leads, dues_of
from reviewer_app.domain.guarantee.entries import EntryKind
from reviewer_app.domain.guarantee.project import Plan, Project


class Kept(StrEnum):
    """How a promise stands on a day."""

    ON_TIME = "on_time"
    LATE = "late"
    TO_COME = "to_come"
    OVERDUE = "overdue"
    CALLED_OFF = "called_off"
    UNPLANNED = "unplanned"
    HELD = "held"
    UNDATED = "undated"

    @property
    def label(self) -> str:
        """The word of the list; those that count days have the days behind it."""
        return _LABELS[self]


_LABELS = {
    Kept.ON_TIME: "按期",
    Kept.LATE: "晚",
    Kept.TO_COME: "未到期",
    Kept.OVERDUE: "逾期",
    Kept.CALLED_OFF: "已取消",
    Kept.UNPLANNED: "未列计划",
    Kept.HELD: "已办",
    Kept.UNDATED: "不设期限",
}


@dataclass(frozen=True, slots=True)
class Deed:
    """One promise with its deed.

    `promised_on` is None for what was done unplanned, `done_on` for what was not done. `days` is by how much it is or
    was late. `people` went there; `words` is what was found, or why it was called off.
    """

    what: str
    kept: Kept
    promised_on: date | None = None
    done_on: date | None = None
    days: int = 0
    people: str = ""
    words: str = ""

    @property
    def standing(self) -> str:
        """How it stands, in the words of the list."""
        return f"{self.kept.label} {self.days} 天" if self.days else self.kept.label


def deeds_of(project: Project, today: date, leads: Leads) -> tuple[Deed, ...]:
    """The promises and deeds of a project taken on, by the day of the promise, else of the deed; its end comes last.

    A plan that was left open when the project was closed or given up is overdue or to come as on the day that ended it.
    """
    until = min(today, project.ending.day) if project.ending is not None else today
    found = [_planned(plan, until) for plan in project.plans]
    planned = {plan.done.id for plan in project.plans if plan.done is not None}
    found += [
        Deed(visit.title, Kept.UNPLANNED, None, visit.day, 0, visit.people, visit.words)
        for visit in project.visits
        if visit.id not in planned
    ]
    found.sort(key=lambda one: (one.promised_on or one.done_on or date.max, one.what))
    return (*found, _term(project, until), *_finishing(project, until, leads))


def _planned(plan: Plan, until: date) -> Deed:
    day, called = plan.entry.day, plan.entry.title
    if plan.called_off is not None:
        return Deed(called, Kept.CALLED_OFF, day, words=plan.called_off.words)
    if plan.done is not None:
        late = (plan.done.day - day).days
        kept = Kept.LATE if late > 0 else Kept.ON_TIME
        return Deed(called, kept, day, plan.done.day, max(late, 0), plan.done.people, plan.done.words)
    return _open(called, day, until)


def _term(project: Project, until: date) -> Deed:
    """The acceptance, awaited from the last day of the term in force; no notice says by when it is held."""
    accepted, ends_on = project.acceptance, project.ends_on
    if accepted is not None:
        score = f"{accepted.kind.label} {accepted.score}".strip()
        return Deed("期满验收", Kept.HELD, ends_on, accepted.day, words=score)
    if project.ending is not None and project.ending.kind is EntryKind.ENDED:
        ended = f"{project.ending.kind.label}：{project.ending.words}"
        return Deed("期满验收", Kept.CALLED_OFF, ends_on, words=ended)
    return _open("期满验收", ends_on, until)


def _finishing(project: Project, until: date, leads: Leads) -> tuple[Deed, ...]:
    """The certificate and the closing: done, or due by the office's own days."""
    found = []
    if project.certificate is not None:
        found.append(Deed("登记证书", Kept.HELD, None, project.certificate.day, words=project.certificate.number))
    if project.ending is not None and project.ending.kind is EntryKind.CLOSED:
        found.append(Deed("结项", Kept.HELD, None, project.ending.day, words=project.ending.words))
    own = (DueKind.CERTIFICATE, DueKind.CLOSING)
    found += [_open(due.words(until), due.day, until) for due in dues_of(project, leads) if due.kind in own]
    return tuple(found)


def _open(called: str, day: date, until: date) -> Deed:
    late = (until - day).days
    return Deed(called, Kept.OVERDUE if late > 0 else Kept.TO_COME, day, days=max(late, 0))
