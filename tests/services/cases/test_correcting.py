"""The correction request from draft to verdict: what it asks, and what it refuses when the window is not there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import PaperCopy, Role, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import CorrectionRequest, ItemVerdict, RequestStatus, TellingWay
from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, correcting, reviewing
from reviewer_app.services.cases.correcting import Judgement
from reviewer_app.services.cases.correction_planning import plan_request, read_corrections
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.ports.corrections import CorrectionChoice
from support.casework import answered, registered
from support.fakes import FakeUnit

GENERAL = ProjectClass.GENERAL


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _case(unit: FakeUnit, *left_open: str, **against: Verdict) -> int:
    return answered(unit, registered(unit), left_open, **(against or {"M3_copies": Verdict.NOT_MET}))


def _latest(unit: FakeUnit, case_id: int) -> CorrectionRequest:
    request = correcting.latest_of(unit, case_id)
    assert request is not None
    return request


def _returned(unit: FakeUnit, case_id: int) -> CorrectionRequest:
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, GENERAL, "请补正。")
    return _latest(unit, case_id)


def _answered(unit: FakeUnit, case_id: int) -> None:
    _returned(unit, case_id)
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE, "样本乙")
    correcting.correction_received(unit, case_id)


def _refused(code: str, act: object, *given: object) -> RefusalError:
    assert callable(act)
    with pytest.raises(RefusalError) as refused:
        act(*given)
    assert refused.value.code == code
    return refused.value


def _amend(unit: FakeUnit, case_id: int, **changed: str) -> None:
    case = unit.applications.get(case_id)
    amend_application(unit, case_id, case.revision, {**case.values, **changed}, "申报单位来函更正")


def test_one_request_holds_every_point_not_met_and_every_curable_finding(unit: FakeUnit) -> None:
    case_id = answered(
        unit,
        registered(unit, credit_code="91310104MAXX00015", full_time_staff="", part_time_staff=""),
        M3_copies=Verdict.NOT_MET,
        E2_staff=Verdict.NOT_MET,
    )
    checking.note_item(unit, case_id, "M3.copies", "仅收到两份。")
    correcting.draft_request(unit, case_id)
    request = _latest(unit, case_id)
    assert [item.key for item in request.items] == ["E2.staff", "M3.copies", "credit_code.length:统一社会信用代码"]
    assert request.items[0].problem == "专兼职标准化人员：专职、兼职标准化人员数都没有填或为0"
    assert (request.items[1].problem, request.items[1].cure) == ("一式三份：仅收到两份", "请补齐至三份")
    assert "18位" in request.items[2].problem
    assert request.items[2].cure.startswith("请按登记证照更正")
    assert request.cited.startswith("《上海市市场监督管理局关于开展2024年度")
    assert (request.status, request.due_on, request.workdays) == (RequestStatus.DRAFTED, date(2024, 5, 31), 10)


@pytest.mark.parametrize("rule", ["E5.sanctions", "E5.policy", "E5.incidents", "M5.deadline"])
def test_what_nobody_can_put_right_is_never_asked_for(unit: FakeUnit, rule: str) -> None:
    case_id = _case(unit, rule)
    # The day on record is in time: against it an answer needs its reason.
    checking.note_item(unit, case_id, rule, "演练理由")
    checking.answer_item(unit, case_id, rule, Verdict.NOT_MET)
    said = _refused("correction.incurable", correcting.draft_request, unit, case_id)
    assert unit.packs.current("2024").rule(rule).title in str(said.values["what"])
    _refused("correction.incurable", _returned, unit, case_id)
    assert unit.applications.get(case_id).state is not State.AWAITING_CORRECTION
    assert plan_request(unit, case_id).refusal


def test_a_late_filing_is_declined_not_asked_about_until_a_person_says_otherwise(unit: FakeUnit) -> None:
    late = registered(unit, filed_on="2024-06-03")
    case_id = answered(unit, late, ("M5.deadline",), M3_copies=Verdict.NOT_MET)
    choice = CorrectionChoice(unchecked=("M5.deadline",))
    _refused("correction.incurable", correcting.draft_request, unit, case_id, choice)
    checking.answer_item(unit, case_id, "M5.deadline", Verdict.MET)
    correcting.draft_request(unit, case_id)
    assert [item.key for item in _latest(unit, case_id).items] == ["M3.copies"]


def test_nothing_wrong_is_nothing_to_ask(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    _refused("correction.nothing", correcting.draft_request, unit, case_id)
    _refused("correction.nothing", _returned, unit, case_id)


def test_open_hard_points_are_answered_or_named(unit: FakeUnit) -> None:
    case_id = _case(unit, "E1.credit", "E5.policy")
    refusal = _refused("correction.unanswered", correcting.draft_request, unit, case_id)
    assert refusal.values["count"] == 2
    one = CorrectionChoice(unchecked=("E1.credit",))
    _refused("correction.unanswered", correcting.draft_request, unit, case_id, one)
    too_many = CorrectionChoice(unchecked=("E1.credit", "E5.policy", "E1.registered"))
    _refused("correction.answered_meanwhile", correcting.draft_request, unit, case_id, too_many)
    correcting.draft_request(unit, case_id, CorrectionChoice(unchecked=("E1.credit", "E5.policy")))
    assert _latest(unit, case_id).unchecked == ("二（一）信用良好", "二（五）符合产业政策")


def test_the_due_day_never_passes_the_last_day_of_sending_in_silence(unit: FakeUnit) -> None:
    unit.clock += timedelta(days=4)
    case_id = _case(unit)
    refusal = _refused("correction.due_choose", correcting.draft_request, unit, case_id)
    assert refusal.values["last"] == date(2024, 5, 31)
    for day, code in (
        (unit.today, "correction.due_early"),
        (date(2024, 5, 26), "correction.due_no_workday"),
        (date(2024, 6, 4), "correction.due_late"),
        (date(2031, 1, 6), "calendar.no_year"),
    ):
        _refused(code, correcting.draft_request, unit, case_id, CorrectionChoice(due_on=day))
    correcting.draft_request(unit, case_id, CorrectionChoice(due_on=date(2024, 5, 29)))
    assert (_latest(unit, case_id).due_on, _latest(unit, case_id).workdays) == (date(2024, 5, 29), 0)
    correcting.draft_request(unit, case_id, CorrectionChoice(due_on=date(2024, 6, 4), due_reason="市局已同意补报"))
    assert _latest(unit, case_id).due_reason == "市局已同意补报"


def test_a_year_without_a_calendar_is_a_sentence(unit: FakeUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    case_id = _case(unit)
    monkeypatch.setattr(FakeUnit, "calendar", Calendar(frozenset({2023}), frozenset(), frozenset()))
    _refused("calendar.no_year", correcting.draft_request, unit, case_id)
    plan = plan_request(unit, case_id)
    assert (plan.due_on, "2024" in plan.due_said) == (None, True)


def test_a_new_draft_takes_the_place_of_the_old_one_which_keeps_its_text(unit: FakeUnit) -> None:
    case_id = _case(unit)
    correcting.draft_request(unit, case_id)
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    correcting.draft_request(unit, case_id)
    first, second = unit.corrections.of(case_id)
    assert (first.status, [item.key for item in first.items]) == (RequestStatus.WITHDRAWN, ["M3.copies"])
    assert (second.round_number, len(second.items)) == (1, 2)


def test_a_draft_that_no_longer_says_what_is_wrong_is_not_sent(unit: FakeUnit) -> None:
    case_id = _case(unit)
    correcting.draft_request(unit, case_id)
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    _refused("correction.stale", _returned, unit, case_id)
    correcting.draft_request(unit, case_id)
    assert _returned(unit, case_id).asked_at == unit.now


def test_another_outcome_than_the_drafted_request_is_refused(unit: FakeUnit) -> None:
    case_id = _case(unit)
    correcting.draft_request(unit, case_id)
    refusal = _refused(
        "correction.draft_stands", reviewing.submit_opinion, unit, case_id, Outcome.DECLINE, GENERAL, "不予推荐。"
    )
    assert refusal.values["outcome"] == "不予推荐"
    correcting.withdraw_request(unit, case_id, "改为不予推荐")
    reviewing.submit_opinion(unit, case_id, Outcome.DECLINE, GENERAL, "不予推荐。")


def test_the_telling_is_recorded_once_on_a_day_that_can_be(unit: FakeUnit) -> None:
    case_id, today = _case(unit), unit.today
    correcting.draft_request(unit, case_id)
    _refused("act.not_allowed", correcting.tell_request, unit, case_id, today, TellingWay.TELEPHONE)
    _returned(unit, case_id)
    for day, code in ((today + timedelta(1), "told_ahead"), (today - timedelta(1), "told_before")):
        _refused(f"correction.{code}", correcting.tell_request, unit, case_id, day, TellingWay.TELEPHONE)
    for how in (TellingWay.COLLECTED, TellingWay.POSTED):
        _refused("correction.no_paper", correcting.tell_request, unit, case_id, today, how)
    _refused("correction.text_long", correcting.tell_request, unit, case_id, today, TellingWay.TELEPHONE, "长" * 201)
    correcting.tell_request(unit, case_id, today, TellingWay.TELEPHONE, "样本乙\n13800000000")
    told = _latest(unit, case_id)
    assert (told.status, told.told_how, told.receipt) == (
        RequestStatus.TOLD,
        TellingWay.TELEPHONE,
        "样本乙 13800000000",
    )
    _refused("correction.told_already", correcting.tell_request, unit, case_id, today, TellingWay.TELEPHONE)


def test_a_telling_after_the_due_day_is_refused(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _returned(unit, case_id)
    unit.clock += timedelta(days=20)
    _refused("correction.told_after_due", correcting.tell_request, unit, case_id, unit.today, TellingWay.TELEPHONE)
    correcting.withdraw_request(unit, case_id, "未能送达，重新拟定")
    assert unit.applications.get(case_id).state is State.CHECKING


def test_an_answer_comes_after_the_telling_and_once(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _returned(unit, case_id)
    _refused("correction.not_told", correcting.correction_received, unit, case_id)
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE)
    for day in (unit.today + timedelta(1), unit.today - timedelta(1)):
        with pytest.raises(RefusalError, match=r"correction\.answer_"):
            correcting.correction_received(unit, case_id, day)
    correcting.correction_received(unit, case_id)
    case = unit.applications.get(case_id)
    assert (case.state, case.due_on) == (State.CHECKING, date(2024, 5, 31))
    _refused("correction.answered_already", correcting.correction_received, unit, case_id)
    _refused("correction.answered_already", correcting.withdraw_request, unit, case_id, "想撤回")


def test_what_changed_is_told_apart_from_what_was_asked(unit: FakeUnit) -> None:
    case_id = _case(unit, E2_organisation=Verdict.NOT_MET, M3_copies=Verdict.NOT_MET)
    applicant = unit.applications.get(case_id).applicant
    checking.record_paper(unit, case_id, PaperCopy(1, True, True, applicant, 24))
    request = _returned(unit, case_id)
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE)
    _amend(unit, case_id, standards_body="质量标准部", goal="改写的目标")
    checking.record_paper(unit, case_id, PaperCopy(2, True, False, "", 24))
    correcting.correction_received(unit, case_id)
    changes = {one.what: one for one in read_corrections(unit, case_id).changes[request.id]}
    assert set(changes) == {"标准化管理机构", "试点目标", "申请表第2份"}
    assert (changes["标准化管理机构"].was_asked, changes["试点目标"].was_asked) == (True, False)
    assert (changes["申请表第2份"].before, changes["申请表第2份"].was_asked) == ("未收到", True)
    for item in request.items:
        correcting.judge_item(unit, case_id, Judgement(item.key, ItemVerdict.CURED))
    _amend(unit, case_id, contact_person="样本己")
    after = {one.what for one in read_corrections(unit, case_id).changes[request.id]}
    assert after == {"标准化管理机构", "试点目标", "申请表第2份"}


def test_each_item_has_its_own_verdict_and_the_answer_follows(unit: FakeUnit) -> None:
    case_id = _case(unit, E2_influence=Verdict.NOT_MET, M3_copies=Verdict.NOT_MET)
    checking.note_item(unit, case_id, "M3.copies", "仅收到两份。")
    _answered(unit, case_id)
    _refused("correction.nothing_to_judge", correcting.judge_item, unit, case_id, Judgement("x", ItemVerdict.CURED))
    correcting.judge_item(unit, case_id, Judgement("M3.copies", ItemVerdict.CURED))
    met = unit.answers.of(case_id)["M3.copies"]
    assert (met.verdict, met.note) == (Verdict.MET, "2024年5月19日补正后符合；原为：仅收到两份")
    _refused("correction.unjudged", correcting.draft_request, unit, case_id)
    _refused("correction.unjudged", _returned, unit, case_id)
    again = Judgement("E2.influence", ItemVerdict.ASK_AGAIN)
    _refused("correction.note_needed", correcting.judge_item, unit, case_id, again)
    correcting.judge_item(unit, case_id, replace(again, note="所附排名没有年份"))
    correcting.draft_request(unit, case_id)
    second = _latest(unit, case_id)
    assert second.round_number == 2
    assert [item.problem for item in second.items] == ["行业影响力：所附排名没有年份"]


def test_a_second_request_with_something_new_says_why(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _answered(unit, case_id)
    correcting.judge_item(unit, case_id, Judgement("M3.copies", ItemVerdict.NOT_CURED))
    checking.answer_item(unit, case_id, "M4.seal", Verdict.NOT_MET)
    refusal = _refused("correction.new_defects", correcting.draft_request, unit, case_id)
    assert (refusal.values["count"], refusal.values["field"]) == (1, "again_reason")
    correcting.draft_request(unit, case_id, CorrectionChoice(again_reason="补交的第三份上没有公章"))
    assert _latest(unit, case_id).again_reason == "补交的第三份上没有公章"


def test_a_finding_that_stands_is_not_put_right(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit, credit_code="91310104MAXX00015"))
    _answered(unit, case_id)
    key = "credit_code.length:统一社会信用代码"
    _refused("correction.still_found", correcting.judge_item, unit, case_id, Judgement(key, ItemVerdict.CURED))
    _amend(unit, case_id, credit_code="91310104MAXX00015W")
    _refused("correction.no_longer_found", correcting.judge_item, unit, case_id, Judgement(key, ItemVerdict.NOT_CURED))
    correcting.judge_item(unit, case_id, Judgement(key, ItemVerdict.CURED))
    assert _latest(unit, case_id).after is not None


def test_two_people_at_once_are_shown_both_versions(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _answered(unit, case_id)
    request = _latest(unit, case_id)
    correcting.judge_item(unit.acting("示例乙"), case_id, Judgement("M3.copies", ItemVerdict.NOT_CURED))
    unit.acting("示例甲")
    refusal = _refused(
        "correction.changed_elsewhere", correcting.judge_item, unit, case_id, Judgement("M3.copies", ItemVerdict.CURED)
    )
    assert (refusal.values["mine"], refusal.values["theirs"]) == ("已补正", "示例乙 未补正")
    seen = (request.id, request.revision)
    refusal = _refused("correction.changed_elsewhere", correcting.draft_request, unit, case_id, None, seen)
    assert "已答复" in str(refusal.values["theirs"])
    correcting.judge_item(unit, case_id, Judgement("M3.copies", ItemVerdict.CURED, seen=ItemVerdict.NOT_CURED))
    assert _latest(unit, case_id).items[0].verdict is ItemVerdict.CURED


def test_a_withdrawn_request_keeps_its_text_and_the_case_goes_back(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _returned(unit, case_id)
    _refused("correction.reason_needed", correcting.withdraw_request, unit, case_id, " ")
    correcting.withdraw_request(unit, case_id, "第三份在别的邮包里找到")
    request, case = _latest(unit, case_id), unit.applications.get(case_id)
    assert (request.status, request.items[0].key) == (RequestStatus.WITHDRAWN, "M3.copies")
    assert (case.state, case.due_on) == (State.CHECKING, date(2024, 5, 31))
    assert unit.opinions.of(case_id)[-1].status is OpinionStatus.RETRACTED
    _refused("correction.none", correcting.withdraw_request, unit, case_id, "再撤一次")
    _returned(unit, case_id)
    assert _latest(unit, case_id).round_number == 1


def test_a_request_ends_with_its_case(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _returned(unit, case_id)
    reviewing.withdraw(unit, case_id, "申报单位来函")
    assert (_latest(unit, case_id).status, _latest(unit, case_id).is_open) == (RequestStatus.WITHDRAWN, False)


def test_a_lapse_is_a_persons_word_after_the_due_day(unit: FakeUnit) -> None:
    case_id = _case(unit)
    _returned(unit, case_id)
    unit.clock += timedelta(days=15)
    _refused("correction.not_told", reviewing.record_lapsed, unit, case_id, "没有答复")


def test_only_a_handler_may(unit: FakeUnit) -> None:
    case_id = _case(unit)
    unit.users.put(User("示例丁", frozenset({Role.HEAD})))
    unit.acting("示例丁")
    for act, given in (
        (correcting.draft_request, ()),
        (correcting.withdraw_request, ("理由",)),
        (correcting.judge_item, (Judgement("M3.copies", ItemVerdict.CURED),)),
    ):
        _refused("act.role_needed", act, unit, case_id, *given)


def test_a_posted_notice_is_delivered_in_the_register_too(unit: FakeUnit) -> None:
    from reviewer_app.domain.batch import SealStyle
    from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
    from reviewer_app.services.papers.printing import PrintOrder

    case_id = _case(unit)
    _returned(unit, case_id)
    plan = plan_issue(unit, PrintOrder(DocumentKind.CORRECTION_NOTICE, case_id), IssueChoice())
    record_issued(unit, plan, b"%PDF", SealStyle.CIRCLE)
    correcting.tell_request(unit, case_id, unit.today, TellingWay.POSTED, "XA00000000031")
    entry = unit.register.of_case(case_id)[-1]
    assert (entry.delivered_on, entry.receipt) == (unit.today, "XA00000000031")
