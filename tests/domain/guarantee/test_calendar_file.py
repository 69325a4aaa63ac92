"""The calendar file: valid lines, stable names, and every text and day read back as it was."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer_app.domain.guarantee.calendar_file import CalendarProject, calendar_text
from reviewer_app.domain.guarantee.dues import Due, DueKind, Leads

MADE = datetime(2025, 12, 8, 2, 0, 5, tzinfo=UTC)
PROJECT = CalendarProject(
    "2023-示-0004",
    "垃圾分类驿站管理标准化试点",
    "上海市模拟丁中街道办事处",
    (Due(DueKind.VISIT, date(2025, 12, 18), "期前走访", 12), Due(DueKind.END, date(2026, 3, 20))),
    5,
)


def events(text: str) -> list[dict[str, str]]:
    """The events as another program reads them: unfolded, unescaped; alarms joined under TRIGGER."""
    found: list[dict[str, str]] = []
    is_alarm = False
    for line in re.sub("\r\n[ \t]", "", text).split("\r\n"):
        name, _, value = line.partition(":")
        if line in ("BEGIN:VALARM", "END:VALARM"):
            is_alarm = line == "BEGIN:VALARM"
        elif line == "BEGIN:VEVENT":
            found.append({})
        elif found and name == "TRIGGER":
            found[-1]["TRIGGER"] = found[-1].get("TRIGGER", "") + value
        elif found and not is_alarm:
            found[-1][name] = re.sub(r"\\(.)", lambda one: "\n" if one[1] == "n" else one[1], value)
    return found


def test_what_is_due_stands_in_the_calendar_with_its_reminders() -> None:
    text = calendar_text([PROJECT], "示例局", MADE, Leads())
    visit, end = events(text)
    assert (visit["DTSTART;VALUE=DATE"], visit["DTEND;VALUE=DATE"]) == ("20251218", "20251219")
    assert visit["DTSTAMP"] == "20251208T020005Z"
    assert (visit["SUMMARY"], visit["TRIGGER"]) == ("期前走访：垃圾分类驿站管理标准化试点", "-P7D")
    assert (end["SUMMARY"], end["TRIGGER"]) == ("期满：垃圾分类驿站管理标准化试点", "-P60D-P30D")
    assert text.startswith("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n")
    assert text.endswith("END:VEVENT\r\nEND:VCALENDAR\r\n")


def test_an_extended_term_is_the_same_event_on_another_day() -> None:
    later = replace(PROJECT, dues=(Due(DueKind.END, date(2026, 9, 20)),), changes=6)
    before = events(calendar_text([PROJECT], "示例局", MADE, Leads()))[1]
    after = events(calendar_text([later], "示例局", MADE, Leads()))[0]
    assert before["UID"] == after["UID"]
    assert int(after["SEQUENCE"]) > int(before["SEQUENCE"])
    elsewhere = events(calendar_text([PROJECT], "另一局", MADE, Leads()))[1]
    assert elsewhere["UID"] != before["UID"]


@settings(max_examples=80, deadline=None)
@given(name=st.text(max_size=120), unit=st.text(max_size=90))
def test_no_line_is_too_long_and_no_character_is_cut(name: str, unit: str) -> None:
    text = calendar_text([replace(PROJECT, project_name=name, applicant=unit)], "示例局", MADE, Leads())
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= 75 for line in lines)
    assert not re.search("(?<!\r)\n|\r(?!\n)", text)
    shown = "".join(letter for letter in name if letter == "\n" or letter.isprintable())
    assert events(text)[1]["SUMMARY"] == f"期满：{shown}"
