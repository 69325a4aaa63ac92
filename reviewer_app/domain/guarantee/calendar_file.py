"""The ledger as a calendar file to take along (RFC 5545): an event for each day that is due, alarms as reminders."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from reviewer_app.domain.guarantee.dues import Due, DueKind, Leads, reminders_of

#: Lines are folded after so many octets (RFC 5545, 3.1); a character is never cut in two.
_FOLD = 75
_ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"})
_NAMES = {DueKind.END: "期满", DueKind.CERTIFICATE: "登记证书", DueKind.CLOSING: "结项"}


@dataclass(frozen=True, slots=True)
class CalendarProject:
    """What the calendar says of a project; `changes` counts its lines, so that a calendar takes the newer event."""

    called: str
    project_name: str
    applicant: str
    dues: tuple[Due, ...]
    changes: int


def calendar_text(projects: Iterable[CalendarProject], bureau: str, made_at: datetime, leads: Leads) -> str:
    """The file; `made_at` is in UTC. The same thing due has the same UID in every file of the office."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//reviewer-desk//ledger//ZH",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text('标准化试点台账')}",
    ]
    stamp = f"{made_at:%Y%m%dT%H%M%SZ}"
    for project in projects:
        for due in project.dues:
            lines.extend(_event(project, due, bureau, stamp, leads))
    lines.append("END:VCALENDAR")
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(project: CalendarProject, due: Due, bureau: str, stamp: str, leads: Leads) -> Iterator[str]:
    name = _NAMES.get(due.kind, due.name)
    yield "BEGIN:VEVENT"
    yield f"UID:{_uid(project, due, bureau)}"
    yield f"DTSTAMP:{stamp}"
    yield f"SEQUENCE:{project.changes}"
    yield f"DTSTART;VALUE=DATE:{due.day:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{due.day + timedelta(days=1):%Y%m%d}"
    yield f"SUMMARY:{_text(f'{name}：{project.project_name}')}"
    yield f"DESCRIPTION:{_text(f'{project.called} {project.applicant}')}"
    yield "TRANSP:TRANSPARENT"
    for reminder in reminders_of([due], leads):
        yield "BEGIN:VALARM"
        yield "ACTION:DISPLAY"
        yield f"DESCRIPTION:{_text(f'{name}：{project.project_name}')}"
        yield f"TRIGGER:-P{reminder.before}D"
        yield "END:VALARM"
    yield "END:VEVENT"


def _uid(project: CalendarProject, due: Due, bureau: str) -> str:
    said = "|".join((bureau, project.called, due.kind.value, str(due.entry)))
    return f"{hashlib.sha256(said.encode()).hexdigest()[:32]}@reviewer-desk"


def _text(text: str) -> str:
    """A text as a property holds it; what no calendar can show is left out."""
    plain = "".join(letter for letter in text if letter == "\n" or letter.isprintable())
    return plain.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """A line in parts of at most 75 octets, those after the first beginning with a space."""
    part, size = "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _FOLD:
            yield part
            part, size = " ", 1
        part += letter
        size += octets
    yield part
