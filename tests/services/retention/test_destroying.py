"""A destruction list: proposed by one, signed by another, asked anew at the act, and never wider than it said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from reviewer_app.domain.application import Event, Finding, PaperCopy, Recusal
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import Severity
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.destruction import LineEnd
from reviewer_app.domain.retention.rules import PERSONAL_FIELDS, SKELETON_FIELDS, Depth
from reviewer_app.domain.states import State
from reviewer_app.services.archive.season_plan import plan_archive
from reviewer_app.services.cases.reviewing import reopen
from reviewer_app.services.retention.destroying import (
    call_off_destruction,
    erase_destroyed,
    hold_case,
    lift_hold,
    propose_destruction,
    sign_destruction,
)
from reviewer_app.services.retention.planning import plan_destruction, rule_lines
from reviewer_app.services.seasons.beginning import begin_season
from reviewer_app.services.seasons.settling import settle
from support.casework import registered
from support.fakes import FakeUnit

WHY = "保管期满"
YEARS_LATER = datetime(2036, 3, 1, 9, 0)


@pytest.fixture
def unit() -> FakeUnit:
    """An office in 2036 with one case that it declined in 2024, archived, its periods settled."""
    unit = FakeUnit()
    case_id = registered(unit)
    case = unit.applications.get(case_id)
    unit.applications.update(replace(case, state=State.DECLINED))
    said = {"application_id": case_id, "from_state": "proposed", "to_state": "declined"}
    unit.events.append(Event(unit.now, "示例乙", EventAct.SIGNED_OFF, **said))  # type: ignore[arg-type]
    unit.attachments.add(case_id, "扫描.pdf", b"%PDF-1.7 scan", "scan")
    unit.drafts.put(case_id, "opinion.text", "草稿")
    for name, years in (("keep_declined_years", "10"), ("keep_personal_years", "5"), ("keep_working_years", "1")):
        settle(unit, "2024", name, years, "按本局文件材料归档范围")
    detail: dict[str, str] = {RecordKey.SEASON: "2024"}
    unit.events.append(Event(unit.now, "示例甲", EventAct.SEASON_ARCHIVED, detail=detail))
    unit.clock = YEARS_LATER
    return unit


def refused(code: str) -> pytest.RaisesExc[RefusalError]:
    return pytest.raises(RefusalError, match=f"^retention.{code}")


def propose(unit: FakeUnit, depth: Depth = Depth.FILES) -> int:
    propose_destruction(unit, "2024", depth, [1], WHY)
    return unit.retention.lists()[0].id


def sign(unit: FakeUnit, list_id: int) -> None:
    sign_destruction(unit.acting("示例乙"), list_id)


def test_two_signatures_take_the_papers_and_leave_the_skeleton(unit: FakeUnit) -> None:
    before = unit.applications.get(1)
    number = propose(unit)
    assert unit.attachments.bytes
    assert unit.applications.get(1) == before
    sign(unit, number)
    assert erase_destroyed(unit) == 1
    left = unit.applications.get(1)
    assert left.values == {name: value for name, value in before.values.items() if name in SKELETON_FIELDS}
    assert (left.project_name, left.applicant, left.state) == (before.project_name, before.applicant, State.DECLINED)
    assert not unit.attachments.bytes
    assert unit.attachments.of(1)[0].name == "扫描.pdf"
    assert unit.drafts.of(1) == {}
    event = unit.events.of(1)[-1]
    assert (event.act, event.detail[RecordKey.DESTRUCTION_LIST]) == ("case_destroyed", "2036年第1号")
    made = unit.retention.get(number)
    assert (made.proposed_by, made.signed_by, made.lines[0].end) == ("示例甲", "示例乙", LineEnd.DONE)


def test_personal_data_alone_goes_and_the_rest_of_the_form_stays(unit: FakeUnit) -> None:
    before = unit.applications.get(1).values
    assert PERSONAL_FIELDS & before.keys()
    sign(unit, propose(unit, Depth.PERSONAL))
    left = unit.applications.get(1).values
    assert left == {name: value for name, value in before.items() if name not in PERSONAL_FIELDS}
    assert erase_destroyed(unit) == 0
    assert unit.attachments.bytes


def test_whoever_proposed_a_list_never_signs_it(unit: FakeUnit) -> None:
    number = propose(unit)
    with refused("same_person"):
        sign_destruction(unit, number)
    assert unit.retention.get(number).waits


def test_what_changed_between_the_signatures_is_kept_and_named(unit: FakeUnit) -> None:
    number = propose(unit)
    unit.attachments.add(1, "来函.pdf", b"%PDF-1.7 letter", "evidence:E1.credit")
    sign(unit, number)
    line = unit.retention.get(number).lines[0]
    assert (line.end, line.why) == (LineEnd.KEPT, "提出清单之后案件有了变化，没有销毁。")
    assert erase_destroyed(unit) == 0
    assert len(unit.attachments.bytes) == 2
    assert unit.events.of_act(EventAct.DESTRUCTION_SIGNED)[0].detail[RecordKey.LEFT_BEHIND] == "2024-示-0001"


def test_a_hold_laid_between_the_signatures_keeps_the_case_with_its_reason(unit: FakeUnit) -> None:
    number = propose(unit)
    hold_case(unit, 1, "行政诉讼未结")
    sign(unit, number)
    line = unit.retention.get(number).lines[0]
    assert line.end is LineEnd.KEPT
    assert "行政诉讼未结" in line.why
    with refused("stopped"):
        propose(unit)
    lift_hold(unit, 1, "已结案")
    propose(unit)


def test_a_case_that_was_destroyed_is_not_taken_up_again(unit: FakeUnit) -> None:
    sign(unit, propose(unit))
    with refused("destroyed"):
        reopen(unit.acting("示例甲"), 1, "重新审查")


def test_a_later_archive_names_the_case_whose_papers_are_gone(unit: FakeUnit) -> None:
    sign(unit, propose(unit))
    plan = plan_archive(unit, "2024")
    assert [(one.intake_number, one.why) for one in plan.left_out] == [("2024-示-0001", "材料已按销毁清单销毁")]


def test_a_case_stands_on_one_waiting_list_at_a_time_and_a_list_ends_once(unit: FakeUnit) -> None:
    number = propose(unit)
    with refused("listed_already"):
        propose(unit, Depth.PERSONAL)
    call_off_destruction(unit, number, "清单有误")
    with refused("closed"):
        sign(unit, number)
    again = propose(unit.acting("示例甲"))
    assert unit.retention.get(again).number == "2036年第2号"
    sign(unit, again)
    with refused("closed"):
        sign_destruction(unit, again)


def test_a_reason_is_asked_for_and_an_empty_list_is_none(unit: FakeUnit) -> None:
    with refused("reason"):
        propose_destruction(unit, "2024", Depth.FILES, [1], "  ")
    with refused("nothing_chosen"):
        propose_destruction(unit, "2024", Depth.FILES, [], WHY)
    with refused("no_hold"):
        lift_hold(unit, 1, WHY)


def test_a_case_goes_by_the_periods_of_its_own_season_alone(unit: FakeUnit) -> None:
    begin_season(unit, "2025")
    with refused("other_season"):
        propose_destruction(unit, "2025", Depth.WORKING, [1], WHY)


def test_whoever_keeps_off_a_case_takes_no_part_in_keeping_or_destroying_it(unit: FakeUnit) -> None:
    number = propose(unit)
    case = unit.applications.get(1)
    recusals = tuple(Recusal(name, "亲属任职", unit.now) for name in ("示例甲", "示例乙"))
    unit.applications.update(replace(case, recusals=recusals))
    for act in (
        lambda: sign(unit, number),
        lambda: hold_case(unit, 1, WHY),
        lambda: lift_hold(unit, 1, WHY),
        lambda: propose(unit),
    ):
        with refused("kept_from"):
            act()


def test_a_file_archived_before_the_case_ended_on_the_same_day_is_not_archived(unit: FakeUnit) -> None:
    archived = unit.events.kept.pop()
    ended = unit.events.kept[1]
    unit.events.kept.append(replace(archived, at=ended.at - timedelta(hours=1)))
    assert [one.code for one in plan_destruction(unit, "2024", Depth.FILES)[0].stops] == ["retention.not_archived"]


def test_findings_go_with_the_fields_they_speak_of_and_no_others(unit: FakeUnit) -> None:
    case = unit.applications.get(1)
    findings = tuple(Finding("x", Severity.WARN, label, "", "示例") for label in ("联系电话", "统一社会信用代码", ""))
    unit.applications.update(replace(case, findings=findings))
    sign(unit, propose(unit, Depth.PERSONAL))
    assert [one.field for one in unit.applications.get(1).findings] == ["统一社会信用代码", ""]


def test_rows_changed_behind_the_programs_back_stop_both_signatures(unit: FakeUnit) -> None:
    number = propose(unit)
    unit.not_as_recorded.add(1)
    with pytest.raises(TroubleError, match="not_as_recorded"):
        sign(unit, number)
    assert unit.retention.get(number).waits


def test_the_plan_says_why_and_what_stops_it_for_every_case_that_is_over(unit: FakeUnit) -> None:
    plan = plan_destruction(unit, "2024", Depth.FILES)[0]
    assert plan.why == "按“案件材料：不予推荐”保管10年，2024-05-19 办结，自 2035-01-01 起可以销毁。"
    assert plan.case.counts["文件"] == 1
    unit.papers.put(1, PaperCopy(1, is_received=True))
    stopped = plan_destruction(unit, "2024", Depth.FILES)[0]
    assert stopped.why == "还有 1 份纸质原件在本局，请先退还或移交。"


def test_an_archive_that_left_the_case_out_or_was_for_those_outside_is_none(unit: FakeUnit) -> None:
    del unit.events.kept[-1]
    kinds: tuple[dict[str, str], ...] = ({RecordKey.LEFT_BEHIND: "2024-示-0001"}, {RecordKey.KEPT: "对外文本"})
    for detail in kinds:
        said: dict[str, str] = {RecordKey.SEASON: "2024", **detail}
        unit.events.append(Event(unit.now, "示例甲", EventAct.SEASON_ARCHIVED, detail=said))
    assert [one.code for one in plan_destruction(unit, "2024", Depth.FILES)[0].stops] == ["retention.not_archived"]


def test_a_period_that_nobody_settled_destroys_nothing() -> None:
    unit = FakeUnit()
    assert {line.rule.setting for line in rule_lines(unit, "2024") if line.is_settled} == set()
