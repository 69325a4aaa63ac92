"""What an answer rests on as the sheet prints it: look-ups, another department's view, and nothing withdrawn."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.looking_up import record_look_up, withdraw_look_up
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.papers.printing import PrintOrder, gather
from support.builders import looked_up
from support.casework import answered, registered, registered_key
from support.fakes import FakeUnit

DAY = date(2024, 5, 10)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def rests_on(unit: FakeUnit, case_id: int, title: str) -> str:
    """What the signed sheet says beside a point, after a person has gone over every warning."""
    general = ProjectClass.GENERAL
    said = reviewing.contradictions_of(unit, case_id, Outcome.RECOMMEND, general, "意见。")
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, general, "意见。", said)
    reviewing.sign_off(unit, case_id)
    sheet = gather(unit, PrintOrder(DocumentKind.RECOMMENDATION, case_id)).values
    assert sheet is not None
    return next(line[3] for line in sheet.tables["checklist"] if line[1] == title)


def test_a_written_view_is_printed_as_one_and_put_on_record(unit: FakeUnit) -> None:
    case_id = answered(unit, registered_key(unit))
    checking.record_view(unit, case_id, "K4.authority", "示例主管部门", DAY, "同意。")
    last = unit.events.of(case_id)[-1]
    assert last.act == EventAct.VIEW_RECORDED
    assert list(last.detail.values()) == ["示例主管部门 2024-05-10：同意。"]
    said = "示例主管部门2024年5月10日书面意见：同意"
    assert rests_on(unit, case_id, "主管部门认可并共同推动") == said


def test_a_look_up_is_printed_with_its_window_and_its_words(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    unclear = looked_up("E1.credit", site="演练网站", result=LookUpResult.UNCLEAR, words="同名单位两家。")
    for one in (*looked_up("E1.credit", site="演练网站"), *unclear):
        record_look_up(unit, case_id, one.found)
    window = "（2021年5月8日至2024年5月17日）"
    assert rests_on(unit, case_id, "信用良好") == (
        f"演练网站2024年5月17日查询：未查到相关记录{window}；演练网站2024年5月17日查询：结果不明确{window}：同名单位两家"
    )


def test_a_withdrawn_look_up_is_neither_printed_nor_drafted_from(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    record_look_up(unit, case_id, looked_up("E1.credit")[0].found)
    assert "信用良好" in open_case(unit, case_id).drafted_text()
    withdraw_look_up(unit, case_id, unit.look_ups.of(case_id)[0].id, "查错了单位")
    assert "信用良好" not in open_case(unit, case_id).drafted_text()
    assert rests_on(unit, case_id, "信用良好") == ""


@pytest.mark.parametrize(
    ("rule_id", "department", "on", "said", "code"),
    [
        ("E1.credit", "示例主管部门", DAY, "同意", "not_asked"),
        ("K4.authority", " \n", DAY, "同意", "incomplete"),
        ("K4.authority", "示例主管部门", DAY, " ", "incomplete"),
        ("K4.authority", "示例主管部门", date(2024, 5, 20), "同意", "in_future"),
    ],
)
def test_a_view_that_cannot_be_is_refused_and_changes_nothing(
    unit: FakeUnit, rule_id: str, department: str, on: date, said: str, code: str
) -> None:
    case_id = answered(unit, registered_key(unit))
    before = unit.answers.of(case_id)
    with pytest.raises(RefusalError, match=rf"view\.{code}"):
        checking.record_view(unit, case_id, rule_id, department, on, said)
    assert unit.answers.of(case_id) == before
