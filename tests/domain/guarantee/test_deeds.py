"""What was promised beside what was done: on time, late, called off, overdue, unplanned, and the term."""

from __future__ import annotations

from datetime import date, datetime

from reviewer_app.domain.guarantee.deeds import Deed, Kept, deeds_of
from reviewer_app.domain.guarantee.dues import Leads
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry, VisitKind
from reviewer_app.domain.guarantee.project import Project

BEGUN, TODAY = date(2023, 9, 20), date(2025, 12, 8)
MIDTERM, OTHER = VisitKind.MIDTERM.value, VisitKind.OTHER.value


def line(kind: EntryKind, day: date, number: int, of_entry: int = 0, subject: str = "", words: str = "") -> LedgerEntry:
    return LedgerEntry(
        application_id=1,
        kind=kind,
        day=day,
        by="示例甲",
        at=datetime(2025, 1, 1),
        months=24 if kind is EntryKind.TAKEN_ON else 0,
        of_entry=of_entry,
        subject=subject,
        words=words,
        id=number,
    )


def deeds(*lines: LedgerEntry, today: date = TODAY) -> list[tuple[str, str]]:
    project = Project.of(1, [line(EntryKind.TAKEN_ON, BEGUN, 1), *lines])
    return [(one.what, one.standing) for one in deeds_of(project, today, Leads())]


def test_each_promise_says_how_it_was_kept() -> None:
    planned, visited, off = EntryKind.VISIT_PLANNED, EntryKind.VISITED, EntryKind.CALLED_OFF
    found = deeds(
        line(planned, date(2024, 9, 1), 2, subject=MIDTERM),
        line(visited, date(2024, 9, 1), 3, 2, MIDTERM),
        line(planned, date(2024, 10, 1), 4, subject=OTHER),
        line(visited, date(2024, 10, 5), 5, 4, OTHER),
        line(EntryKind.MILESTONE_SET, date(2025, 1, 1), 6, subject="标准发布"),
        line(planned, date(2025, 2, 1), 7, subject=OTHER),
        line(off, date(2025, 1, 20), 8, 7, words="单位搬迁"),
        line(visited, date(2025, 3, 1), 9, subject=VisitKind.FIRST.value),
        line(planned, TODAY, 10, subject=OTHER),
    )
    assert found == [
        ("中期走访", "按期"),
        ("专项走访", "晚 4 天"),
        ("标准发布", "逾期 341 天"),
        ("专项走访", "已取消"),
        ("首次走访", "未列计划"),
        ("专项走访", "未到期"),
        ("期满验收", "逾期 79 天"),
    ]


def test_the_term_is_kept_by_the_acceptance_or_ended_with_the_pilot() -> None:
    on_time = line(EntryKind.ACCEPTED, date(2025, 9, 20), 2)
    assert deeds(on_time) == [("期满验收", "已办"), ("登记证书", "逾期 49 天")]
    failed = line(EntryKind.FAILED, date(2025, 10, 20), 2)
    assert deeds(failed) == [("期满验收", "已办"), ("结项", "逾期 19 天")]
    certified = line(EntryKind.CERTIFIED, date(2025, 10, 8), 3)
    closed = line(EntryKind.CLOSED, date(2025, 10, 9), 4)
    whole = [("期满验收", "已办"), ("登记证书", "已办"), ("结项", "已办")]
    assert deeds(on_time, certified, closed) == whole
    ended = Project.of(
        1, [line(EntryKind.TAKEN_ON, BEGUN, 1), line(EntryKind.ENDED, date(2024, 5, 6), 2, words="单位注销")]
    )
    assert deeds_of(ended, TODAY, Leads()) == (
        Deed("期满验收", Kept.CALLED_OFF, date(2025, 9, 20), words="试点终止：单位注销"),
    )


def test_a_plan_left_open_at_the_end_grows_no_older() -> None:
    plan = line(EntryKind.VISIT_PLANNED, date(2024, 5, 1), 2, subject=MIDTERM)
    ended = line(EntryKind.ENDED, date(2024, 5, 6), 3, words="单位注销")
    assert deeds(plan, ended)[0] == ("中期走访", "逾期 5 天")
    assert deeds(plan, ended, today=date(2030, 1, 1))[0] == ("中期走访", "逾期 5 天")
