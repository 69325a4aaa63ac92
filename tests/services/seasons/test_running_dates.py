"""The days that run: counted by the year tables, still while somebody outside is waited for, each explained."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import TellingWay
from reviewer_app.domain.deadlines import Pause, add_workdays
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.domain.seasons.clocks import ClockKind
from reviewer_app.domain.states import State
from reviewer_app.packs.calendars import shipped_calendar
from reviewer_app.services.cases import consulting, correcting, reviewing
from reviewer_app.services.cases.consulting import ReplyPaper
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.seasons import running_dates
from reviewer_app.services.seasons.running_dates import RunningDate, dates_of_case, dates_running
from reviewer_app.services.seasons.settling import settle
from support.builders import KEY, values
from support.casework import answered, registered
from support.fakes import FakeUnit

_DEPARTMENT = "上海市示例科技主管部门"


@pytest.fixture
def unit() -> FakeUnit:
    made = FakeUnit()
    made.clock = datetime(2024, 4, 29, 9, 0)
    return made


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return _registered(unit)


def _registered(unit: FakeUnit, **changed: str) -> int:
    """A case on paper that came in today."""
    made = register_application(unit, values(KEY, filing_number="", **changed), Source.PAPER).application_id
    return _came_today(unit, made)


def _came_today(unit: FakeUnit, case_id: int) -> int:
    unit.applications.update(replace(unit.applications.get(case_id), registered_at=unit.clock))
    return case_id


def _date(unit: FakeUnit, case_id: int, kind: ClockKind) -> RunningDate:
    (found,) = [one for one in dates_of_case(unit, case_id).dates if one.clock.kind is kind]
    return found


def test_a_limit_is_counted_over_the_holidays_and_says_so(unit: FakeUnit, case_id: int) -> None:
    telling = _date(unit, case_id, ClockKind.TELLING)
    assert telling.clock.due == date(2024, 5, 9)
    assert telling.clock.counted == (
        date(2024, 4, 30), date(2024, 5, 6), date(2024, 5, 7), date(2024, 5, 8), date(2024, 5, 9),
    )  # fmt: skip
    assert telling.why[:2] == (
        "依据：规则包 sh-2024 第 3 版，一次性告知时限 5 个工作日（内部时限）；没有来源写明，待确认。",
        "计数：自 2024-04-29（当日不计）起数，到 2024-05-09 为第 5 个工作日。",
    )
    assert telling.left == 10


def test_the_review_stands_still_until_the_department_has_answered(unit: FakeUnit, case_id: int) -> None:
    before = _date(unit, case_id, ClockKind.REVIEW).clock.due
    assert before == date(2024, 5, 29)
    unit.clock = datetime(2024, 5, 6, 9, 0)
    consulting.consult(unit, case_id, _DEPARTMENT, 5)
    unit.clock = datetime(2024, 5, 9, 9, 0)
    waiting = _date(unit, case_id, ClockKind.REVIEW)
    assert (waiting.clock.due, waiting.clock.is_paused) == (date(2024, 6, 3), True)
    assert waiting.why[-1] == "现在还在等待，期限逐日顺延；上面的日子是今天就等到时的期限。"
    consulted = _date(unit, case_id, ClockKind.CONSULTATION)
    assert (consulted.name, consulted.clock.due) == (f"{_DEPARTMENT}回复期限", date(2024, 5, 11))
    came = ReplyPaper(Stance.AGREES, "认可该项目。", date(2024, 5, 9), date(2024, 5, 9), "示科函〔2024〕7号")
    consulting.take_view(unit, case_id, 1, came)
    unit.clock = datetime(2024, 5, 20, 9, 0)
    after = _date(unit, case_id, ClockKind.REVIEW)
    assert (after.clock.due, after.clock.is_paused) == (date(2024, 6, 3), False)
    assert f"暂停：2024-05-06 征求{_DEPARTMENT}意见，至 2024-05-09 等待复函，其间 3 个工作日不计。" in after.why


def test_two_waits_at_once_hold_a_day_only_once() -> None:
    twice = (Pause(date(2024, 5, 6), date(2024, 5, 9)), Pause(date(2024, 5, 7), date(2024, 5, 9)))
    once = add_workdays(shipped_calendar(), date(2024, 4, 29), 20, twice[:1])
    assert add_workdays(shipped_calendar(), date(2024, 4, 29), 20, twice) == once
    with pytest.raises(RefusalError):
        add_workdays(shipped_calendar(), date(2026, 12, 1), 20, (Pause(date(2026, 12, 2), date(2027, 3, 1)),))


def test_a_year_without_a_table_gives_no_day_and_says_why(unit: FakeUnit) -> None:
    unit.clock = datetime(2026, 12, 30, 9, 0)
    case_id = _registered(unit)
    review = _date(unit, case_id, ClockKind.REVIEW)
    assert (review.clock.due, review.left) == (None, None)
    assert review.why[1].startswith("没有 2027 年的节假日安排")


def test_a_correction_runs_to_the_day_of_its_request_and_ends_the_telling(unit: FakeUnit) -> None:
    case_id = answered(unit, _came_today(unit, registered(unit)), M3_copies=Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")
    assert _date(unit, case_id, ClockKind.TELLING).clock.ended_on is None
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, "样本乙")
    asked = _date(unit, case_id, ClockKind.CORRECTION)
    assert asked.clock.due == unit.corrections.of(case_id)[0].due_on == date(2024, 5, 15)
    assert asked.why[0] == "拟定补正告知时按 10 个工作日推算，当日不计。"
    assert _date(unit, case_id, ClockKind.TELLING).why[-1] == "已于 2024-04-29 办结，没有超过期限。"
    unit.clock = datetime(2024, 5, 10, 9, 0)
    assert _date(unit, case_id, ClockKind.REVIEW).clock.is_paused


def test_the_offices_own_days_are_settled_with_a_reason_and_stop_nothing(unit: FakeUnit, case_id: int) -> None:
    with pytest.raises(RefusalError, match=r"season\.own_day_late"):
        settle(unit, "2024", "own_sending_day", "2024-06-30", "试")
    settle(unit, "2024", "own_sending_day", "2024-05-28", "留出邮寄的三天")
    own = _date(unit, case_id, ClockKind.OWN_SENDING)
    assert own.clock.due == date(2024, 5, 28)
    assert own.why == ("依据：示例甲 2024-04-29 在年度设置中定为 2024-05-28，理由：留出邮寄的三天。",)
    unit.clock += timedelta(days=40)
    assert _date(unit, case_id, ClockKind.OWN_SENDING).left == -11


def test_all_days_stand_in_one_list_the_next_first(unit: FakeUnit, case_id: int) -> None:
    other = _registered(unit, project_name="另一项目")
    found = dates_running(unit)
    days = [one.clock.due for one in found.dates if one.clock.due is not None]
    assert days == sorted(days)
    assert {one.case_id for one in found.dates} == {0, case_id, other}
    assert [one.name for one in found.dates if not one.case_id] == ["报送截止"]
    assert not found.is_cut


def test_sent_cases_take_no_place_in_the_list_of_all_days(
    unit: FakeUnit, case_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running_dates, "MOST_CASES", 1)
    other = _registered(unit, project_name="另一项目")
    unit.applications.update(replace(unit.applications.get(case_id), state=State.SENT))
    found = dates_running(unit)
    assert ({one.case_id for one in found.dates}, found.is_cut) == ({0, other}, False)


def test_what_has_passed_and_what_is_due_by_sunday_is_listed_by_itself(unit: FakeUnit, case_id: int) -> None:
    telling = _date(unit, case_id, ClockKind.TELLING).clock.due
    assert telling == date(2024, 5, 9)
    assert dates_running(unit).due_by_sunday() == ()
    for day in (6, 9, 10):
        unit.clock = datetime(2024, 5, day, 9, 0)
        assert [(one.case_id, one.clock.kind) for one in dates_running(unit).due_by_sunday()] == [
            (case_id, ClockKind.TELLING)
        ]
    unit.applications.update(replace(unit.applications.get(case_id), state=State.WITHDRAWN))
    assert dates_running(unit).due_by_sunday() == ()
