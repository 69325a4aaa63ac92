"""类案: the same point in decided cases, counted by season and told with its reason; never the case itself."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import load_pack, shipped_pack
from reviewer_app.services.cases import checking
from reviewer_app.services.seasons.answered_before import answered_before
from support.casework import answered, registered
from support.fakes import FakeUnit

_RULE = "E2.staff"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _case(unit: FakeUnit, number: int, verdict: Verdict, note: str = "", state: State = State.SENT) -> int:
    case_id = answered(unit, registered(unit, filing_number=f"SH{number}", project_name=f"示例{number}试点"), (_RULE,))
    if note:
        checking.note_item(unit, case_id, _RULE, note)
    checking.answer_item(unit, case_id, _RULE, verdict)
    unit.applications.update(replace(unit.applications.get(case_id), state=state))
    return case_id


def test_decided_cases_are_counted_and_a_reason_is_told(unit: FakeUnit) -> None:
    _case(unit, 1, Verdict.MET)
    _case(unit, 2, Verdict.NOT_MET, "专职人员已离职。", State.DECLINED)
    _case(unit, 3, Verdict.NOT_MET, "还在初审。", State.REVIEWING)
    own = _case(unit, 4, Verdict.MET, "本案自己的。", State.SENT)
    (found,) = answered_before(unit, own, _RULE)
    assert found.lines == (
        "2024年度已有结论的案件：符合 1 件，不符合 1 件。",
        "收件编号 2024-示-0002，不符合：专职人员已离职。（示例甲 2024-05-19）",
    )


def test_where_the_office_has_decided_nothing_nothing_is_told(unit: FakeUnit) -> None:
    own = _case(unit, 1, Verdict.MET, state=State.REVIEWING)
    _case(unit, 2, Verdict.MET, state=State.CHECKING)
    assert answered_before(unit, own, _RULE) == ()


def test_a_point_may_have_parts_and_a_page_in_the_pack() -> None:
    text = shipped_pack().text
    head = 'id = "E2.influence"\n'
    more = head + 'page = 2\nparts = [{ point = "甲", evidence = "名单", defect = "请补名单。" }]\n'
    rule = load_pack(text.replace(head, more, 1), "示例").rule("E2.influence")
    assert (rule.page, rule.parts[0].defect) == (2, "请补名单。")
    # A pack without words of its own for them still says which one is lacking.
    assert (rule.parts[0].id, rule.parts[0].lacking) == ("1", "甲未具备")
    twice = 'parts = [{ id = "1", point = "甲", evidence = "无", defect = "请补。" }, '
    twice += '{ id = "1", point = "乙", evidence = "无", defect = "请补。" }]\n'
    with pytest.raises(TroubleError, match="重复"):
        load_pack(text.replace(head, head + twice, 1), "示例")
