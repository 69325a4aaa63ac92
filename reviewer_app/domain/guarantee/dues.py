"""What is due of a project next, how pressing it is, and of what the desk reminds beforehand."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import EntryKind
from reviewer_app.domain.guarantee.project import Project

#: What is due within so many days stands under 30 天内.
SOON_DAYS = 30
_MOST_DAYS, _MOST_LEADS = 365, 4


class DueKind(StrEnum):
    """What is due; stored with the line of the list."""

    VISIT = "visit"
    MILESTONE = "milestone"
    END = "end"
    CERTIFICATE = "certificate"
    CLOSING = "closing"


def days_words(days: int) -> str:
    """How far away a day is."""
    if days < 0:
        return f"已逾期 {-days} 天"
    return f"还有 {days} 天" if days else "今天"


class Group(StrEnum):
    """The groups of the list."""

    OVERDUE = "overdue"
    SOON = "soon"
    LATER = "later"

    @property
    def label(self) -> str:
        """The head of the group."""
        return {"overdue": "逾期", "soon": "30 天内", "later": "以后"}[self.value]


@dataclass(frozen=True, slots=True)
class Leads:
    """The office's own days (settings): how long before a visit, and before the end, the desk reminds.

    `finishing` days after an acceptance the certificate, and after it the closing, are due: no notice sets them.
    """

    visit: int = 7
    end: tuple[int, ...] = (60, 30)
    finishing: int = 30


def leads_from(visit: str, end: str, finishing: str) -> Leads:
    """The days as they are typed in the settings; RefusalError `settings.bad_days` with the field."""
    days = tuple(_days_in(one, "end_lead_days") for one in re.split("[、,，;；\\s]+", end.strip()) if one)
    if not 1 <= len(days) <= _MOST_LEADS:
        raise RefusalError("settings.bad_days", field="end_lead_days", text=end)
    return Leads(
        _days_in(visit, "visit_lead_days"),
        tuple(sorted(set(days), reverse=True)),
        _days_in(finishing, "finishing_days"),
    )


def _days_in(text: str, field: str) -> int:
    plain = text.strip()
    if not (plain.isascii() and plain.isdecimal() and int(plain) <= _MOST_DAYS):
        raise RefusalError("settings.bad_days", field=field, text=text)
    return int(plain)


@dataclass(frozen=True, slots=True)
class Due:
    """One thing that is due of a project; `name` tells a visit or milestone apart, `entry` is its line."""

    kind: DueKind
    day: date
    name: str = ""
    entry: int = 0

    def words(self, today: date) -> str:
        """What it is called: the end of a term, once past, is an acceptance that is missing."""
        if self.kind is DueKind.END:
            return "期满" if self.day >= today else "验收"
        return {"certificate": "登记证书", "closing": "结项"}.get(self.kind.value, self.name)

    def days_left(self, today: date) -> int:
        """How many days are left; less than nothing when it is overdue."""
        return (self.day - today).days

    def group(self, today: date) -> Group:
        """Where the list has it."""
        return group_of(self.days_left(today))


def group_of(days_left: int) -> Group:
    """The group of what is due in so many days; what is due today is not overdue."""
    if days_left < 0:
        return Group.OVERDUE
    return Group.SOON if days_left <= SOON_DAYS else Group.LATER


def dues_of(project: Project, leads: Leads) -> tuple[Due, ...]:
    """All that is due of a project, the first day first; nothing once it is closed."""
    if not project.is_open:
        return ()
    found = [
        Due(DueKind.VISIT if one.is_visit else DueKind.MILESTONE, one.entry.day, one.entry.title, one.entry.id)
        for one in project.open_plans
    ]
    accepted, certificate = project.acceptance, project.certificate
    if accepted is None:
        found.append(Due(DueKind.END, project.ends_on))
    elif accepted.kind is EntryKind.ACCEPTED and certificate is None:
        found.append(Due(DueKind.CERTIFICATE, accepted.day + timedelta(days=leads.finishing)))
    else:
        since = certificate.day if certificate is not None else accepted.day
        found.append(Due(DueKind.CLOSING, since + timedelta(days=leads.finishing)))
    return tuple(sorted(found, key=lambda one: (one.day, one.kind != DueKind.END, one.entry)))


@dataclass(frozen=True, slots=True)
class Reminder:
    """On which day the desk reminds of what, and how long before it that is."""

    day: date
    due: Due
    before: int

    @property
    def words(self) -> str:
        """The reminder as the list has it."""
        name = {"end": "期满", "certificate": "登记证书", "closing": "结项"}.get(self.due.kind.value, self.due.name)
        if self.due.kind is DueKind.VISIT:
            name = "走访"
        return f"{name}前 {self.before} 天" if self.before else f"{name}当天"


def reminders_of(dues: Iterable[Due], leads: Leads) -> tuple[Reminder, ...]:
    """The reminders before what is due, the first day first."""
    found = []
    for due in dues:
        for before in leads.end if due.kind is DueKind.END else (leads.visit,):
            found.append(Reminder(due.day - timedelta(days=before), due, before))
    return tuple(sorted(found, key=lambda one: (one.day, one.due.day)))


def is_reminded(due: Due, leads: Leads, today: date) -> bool:
    """Whether the desk reminds of it by now."""
    return any(one.day <= today for one in reminders_of([due], leads))
