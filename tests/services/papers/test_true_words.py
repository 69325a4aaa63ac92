"""Papers say no more than the record: open lines, the seal, dates, the notice, and nothing meant for the screen."""

from __future__ import annotations

import re
from datetime import date

import pytest

from reviewer_app.domain.application import PaperCopy, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases import checking, looking_up
from reviewer_app.services.cases.reading import lookback_of, open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.papers import DocumentValues
from support.builders import CLEAN, KEY, values
from support.casework import answered, registered, registered_key
from support.fakes import FakeUnit
from support.grounds import explained
from support.sealing import seal_cases


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def signed(unit: FakeUnit, case_id: int, outcome: Outcome = Outcome.RECOMMEND) -> DocumentValues:
    """The case's sheet after one person has submitted with a reason for every point, and another has signed it off."""
    explained(unit, case_id, outcome)
    return paper(unit, DocumentKind.RECOMMENDATION, case_id)


def paper(unit: FakeUnit, kind: DocumentKind, case_id: int) -> DocumentValues:
    found = gather(unit, PrintOrder(kind, case_id)).values
    assert found is not None
    return found


def row(sheet: DocumentValues, title: str) -> tuple[str, ...]:
    return next(line for line in sheet.tables["checklist"] if line[1] == title)


def test_the_line_of_our_own_seal_is_open_until_the_seal_is_recorded(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    sheet = signed(unit, case_id)
    assert row(sheet, "推荐部门意见和盖章")[2:] == ("", "意见见本件第三部分；用印后手填结论")
    seal_cases(unit, [case_id])
    sealed = paper(unit, DocumentKind.RECOMMENDATION, case_id)
    assert row(sealed, "推荐部门意见和盖章")[2:] == ("见印章", "意见见本件第三部分")


def test_a_point_nobody_answered_is_left_to_be_filled_in(unit: FakeUnit) -> None:
    """A refusal needs one ground; the points not looked at any more are not called anything."""
    case_id = answered(unit, registered(unit), but=["E5.incidents"], E5_policy=Verdict.NOT_MET)
    sheet = signed(unit, case_id, Outcome.DECLINE)
    assert row(sheet, "近三年无重大事故")[2:] == ("", "")
    assert "未答" not in str(sheet.tables)


def test_the_class_asked_for_stays_beside_the_class_recommended(unit: FakeUnit) -> None:
    case_id = answered(unit, registered_key(unit), K4_authority=Verdict.NOT_MET)
    sheet = signed(unit, case_id)
    assert (sheet.fields["proposed_class"], sheet.fields["asked_class"]) == ("一般项目", "重点")
    assert ("申报类别", "重点") in sheet.tables["facts"]
    # What the applicant says the department thinks is no fact of the office's sheet.
    assert KEY["department_view"] not in str(sheet.tables)


def test_a_written_view_is_printed_as_one_and_put_on_record(unit: FakeUnit) -> None:
    case_id = answered(unit, registered_key(unit))
    checking.record_view(unit, case_id, "K4.authority", "示例主管部门", date(2024, 5, 10), "同意。")
    days = (date(2021, 5, 8), date(2024, 5, 17))
    found = LookedUp("演练网站", days[1], *days, LookUpResult.NOTHING_FOUND, "", ("E1.credit",))
    looking_up.record_look_up(unit, case_id, found)
    acts = [event.act for event in unit.events.of(case_id)][-2:]
    assert acts == [EventAct.VIEW_RECORDED, EventAct.LOOKED_UP]
    sheet = signed(unit, case_id)
    assert row(sheet, "主管部门认可并共同推动")[3] == "示例主管部门2024年5月10日书面意见：同意"
    assert row(sheet, "信用良好")[3] == "演练网站2024年5月17日查询：未查到相关记录（2021年5月8日至2024年5月17日）"


def test_a_correction_notice_cites_the_notice_and_its_demands_claim_nothing(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit), M3_copies=Verdict.NOT_MET, E1_credit=Verdict.NOT_MET)
    notice = paper(unit, DocumentKind.CORRECTION_NOTICE, case_id)
    assert re.fullmatch("《.+》（沪市监标技〔2024〕130号）", notice.fields["notice"])
    demands = [demand for _, _, demand in notice.tables["defects"]]
    assert demands == ["请说明本单位的信用情况，已修复的附修复证明", "请补齐至三份"]


@pytest.mark.parametrize("filed_on", ["2024-05-08", "", "五月八日"])
def test_what_is_not_settled_is_for_the_screen_alone(unit: FakeUnit, filed_on: str) -> None:
    """A day that cannot be read is not said to be the one the window was counted from."""
    case_id = register_application(unit, values(CLEAN, filed_on=filed_on), Source.ONLINE).application_id
    checking.record_paper(unit, case_id, PaperCopy(1, True, True, CLEAN["applicant"], 24, "卷柜"))
    answered(unit, case_id, M3_copies=Verdict.NOT_MET)
    view = open_case(unit, case_id)
    window = lookback_of(view.pack, view.application, unit.today)
    assert not window.is_settled
    assert window.counted_from == (
        "以网上提交日计" if filed_on == "2024-05-08" else "网上提交日期未填或不能识别，以当日计"
    )
    for kind in (DocumentKind.RUN_SHEET, DocumentKind.RECEIPT, DocumentKind.CORRECTION_NOTICE):
        made = paper(unit, kind, case_id)
        assert not re.search("待确认|申报书|受理编号|未答", f"{made.fields}{made.tables}"), kind
