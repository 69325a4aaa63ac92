"""From registration to the second person's decision: what the officer gets at each step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.acts import Act, acts_for
from reviewer_app.domain.application import PaperCopy, Source
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.corrections.request import TellingWay
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.record import RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import assigning, checking, correcting, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application, check_values, register_application
from support.builders import CLEAN, values
from support.fakes import FakeUnit
from support.grounds import grounded, signed_off
from support.sealing import seal_cases
from support.sending import send_excused


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _registered(unit: FakeUnit, base: dict[str, str] | None = None) -> int:
    return register_application(unit, base or dict(CLEAN), Source.PAPER).application_id


def _answer_all(unit: FakeUnit, case_id: int, **against: Verdict) -> None:
    view = open_case(unit, case_id)
    for rule in rules_for(view.pack, view.application.values):
        checking.answer_item(unit, case_id, rule.id, against.get(rule.id.replace(".", "_"), Verdict.MET))


def _proposed(unit: FakeUnit, outcome: Outcome = Outcome.RECOMMEND) -> int:
    case_id = grounded(unit, _registered(unit))
    _answer_all(unit, case_id)
    reviewing.submit_opinion(unit, case_id, outcome, ProjectClass.GENERAL, "同意推荐。")
    return case_id


def test_registering_gives_a_running_number_and_the_pack_it_stands_under(unit: FakeUnit) -> None:
    first = register_application(unit, CLEAN, Source.PAPER)
    second = register_application(unit, values(project_name="另一项目标准化试点", filing_number="SH2"), Source.PAPER)
    assert (first.intake_number, second.intake_number) == ("2024-示-0001", "2024-示-0002")
    assert unit.applications.get(first.application_id).pack.sha256 == unit.packs.current("2024").sha256


def test_nothing_to_register_is_refused_beside_the_field(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError) as refused:
        register_application(unit, {"sector": "公共服务"}, Source.PAPER)
    assert (refused.value.code, refused.value.values["field"]) == ("register.nothing", "project_name")


def test_a_filing_number_is_registered_once(unit: FakeUnit) -> None:
    _registered(unit)
    with pytest.raises(RefusalError) as refused:
        register_application(unit, values(project_name="别的项目"), Source.PAPER)
    assert refused.value.values["number"] == "2024-示-0001"


def test_a_value_that_no_paper_could_show_is_refused_and_what_stood_there_is_left_alone(unit: FakeUnit) -> None:
    for name, most in (("project_name", 1_000), ("goal", 32_767)):
        with pytest.raises(RefusalError) as refused:
            _registered(unit, {**values(filing_number=""), name: "长" * (most + 1)})
        assert (refused.value.code, refused.value.values["field"]) == ("value.too_long", name)
    case_id = _registered(unit, values(goal="长" * 32_767))
    case = unit.applications.get(case_id)
    # A list may have brought more; the rest of the case can still be put right.
    unit.applications.update(replace(case, values={**case.values, "project_name": "长" * 2_000}))
    case = unit.applications.get(case_id)
    amend_application(unit, case_id, case.revision, {**case.values, "contact_person": "样本丁"})
    with pytest.raises(RefusalError, match=r"value\.too_long"):
        amend_application(unit, case_id, case.revision + 1, {**case.values, "project_name": "长" * 1_001})


def test_a_duplicate_is_said_on_both_cases(unit: FakeUnit) -> None:
    first = _registered(unit)
    second = _registered(unit, values(filing_number="SH20240000000000"))
    for case_id in (first, second):
        assert "duplicate.same_project" in {one.id for one in unit.applications.get(case_id).findings}


def test_typed_values_are_checked_before_they_are_registered(unit: FakeUnit) -> None:
    found = check_values(unit, values(credit_code="91310104MAXX00015A"))
    assert "credit_code.check_digit" in {one.id for one in found}


def test_amending_names_each_changed_field_and_refuses_an_old_reading(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    case = unit.applications.get(case_id)
    changes = amend_application(unit, case_id, case.revision, values(contact_person="样本丁"), "申报单位更正")
    assert case_id in changes.applications
    event = unit.events.of(case_id)[-1]
    assert (event.detail["联系人"], event.reason) == ("样本乙 → 样本丁", "申报单位更正")
    with pytest.raises(RefusalError, match=r"case\.changed_elsewhere"):
        amend_application(unit, case_id, case.revision, values(contact_person="样本戊"))


def test_the_first_answer_takes_a_registered_case_into_checking(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    checking.answer_item(unit, case_id, "E1.registered", Verdict.MET)
    assert unit.applications.get(case_id).state is State.CHECKING
    answer = unit.answers.of(case_id)["E1.registered"]
    assert (answer.verdict, answer.by, answer.at) == (Verdict.MET, "示例甲", unit.now)


def test_the_same_answer_twice_leaves_one_event(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    checking.answer_item(unit, case_id, "E1.registered", Verdict.MET)
    before = len(unit.events.kept)
    assert not checking.answer_item(unit, case_id, "E1.registered", Verdict.MET).nouns
    assert len(unit.events.kept) == before


def test_paper_received_for_an_online_case_makes_it_both(unit: FakeUnit) -> None:
    case_id = register_application(unit, CLEAN, Source.ONLINE).application_id
    checking.record_paper(unit, case_id, PaperCopy(1, True, True, CLEAN["applicant"], 24, "卷柜 A-3"))
    assert unit.applications.get(case_id).source is Source.BOTH
    assert [copy.is_received for copy in open_case(unit, case_id).papers] == [True, False, False]


def test_the_same_copy_recorded_twice_leaves_one_event(unit: FakeUnit) -> None:
    case_id, copy = _registered(unit), PaperCopy(1, True, True, CLEAN["applicant"], 24)
    checking.record_paper(unit, case_id, copy)
    before = len(unit.events.kept)
    assert not checking.record_paper(unit, case_id, copy).nouns
    assert len(unit.events.kept) == before


def test_evidence_stays_with_the_answer(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    checking.attach_evidence(unit, case_id, "E1.credit", "信用查询单.pdf", b"%PDF-1.7", 1)
    (attached,) = unit.answers.of(case_id)["E1.credit"].evidence
    assert (attached.name, attached.page) == ("信用查询单.pdf", 1)
    assert open_case(unit, case_id).attachments[0].purpose == "evidence:E1.credit"


def test_the_case_shows_contact_and_reason_window_and_suggested_text(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    _answer_all(unit, case_id)
    view = open_case(unit, case_id)
    assert view.routing.contact is not None
    assert (view.routing.contact.name, view.routing.contact.extension) == ("胡伟", "2525")
    assert "公共服务" in view.routing.why
    assert view.lookback is not None
    assert (view.lookback.start, view.lookback.end) == (date(2021, 5, 8), date(2024, 5, 8))
    assert view.drafted_text().endswith("建议作为一般项目推荐。")


def test_an_unmapped_sector_is_an_error_not_a_default(unit: FakeUnit) -> None:
    case_id = _registered(unit, values(sector="信息化"))
    routing = open_case(unit, case_id).routing
    assert routing.contact is None
    assert "信息化" in routing.why


def test_a_second_person_signs_off(unit: FakeUnit) -> None:
    case_id = _proposed(unit)
    assert unit.applications.get(case_id).state is State.PROPOSED
    signed_off(unit, case_id)
    opinion = unit.opinions.of(case_id)[-1]
    assert unit.applications.get(case_id).state is State.SIGNED_OFF
    assert (opinion.status, opinion.decided_by, opinion.is_self_approved) == (
        OpinionStatus.SIGNED_OFF,
        "示例乙",
        False,
    )


def test_a_challenge_needs_a_comment_and_gives_the_text_back(unit: FakeUnit) -> None:
    case_id = _proposed(unit)
    unit.acting("示例乙")
    with pytest.raises(RefusalError, match=r"opinion\.comment_needed"):
        reviewing.challenge(unit, case_id, " ")
    reviewing.challenge(unit, case_id, "预期成果没有写清")
    assert unit.applications.get(case_id).state is State.CHALLENGED
    assert unit.drafts.of(case_id)["opinion.text"].text == "同意推荐。"
    assert unit.opinions.of(case_id)[-1].comment == "预期成果没有写清"


def test_a_second_opinion_is_added_the_first_is_never_erased(unit: FakeUnit) -> None:
    case_id = _proposed(unit)
    reviewing.challenge(unit.acting("示例乙"), case_id, "请补充")
    reviewing.submit_opinion(
        unit.acting("示例甲"), case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, "已补充，同意推荐。"
    )
    assert [one.number for one in unit.opinions.of(case_id)] == [1, 2]
    assert unit.opinions.of(case_id)[0].text == "同意推荐。"


@pytest.mark.parametrize(("text", "code"), [(" ", "opinion.empty"), ("字" * 301, "opinion.too_long")])
def test_the_opinion_must_be_there_and_fit(unit: FakeUnit, text: str, code: str) -> None:
    case_id = _registered(unit)
    _answer_all(unit, case_id)
    with pytest.raises(RefusalError) as refused:
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, text)
    assert refused.value.code == code


def test_a_return_for_correction_goes_out_at_once_with_its_due_day(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    _answer_all(unit, case_id, M3_copies=Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补交第三份申请表。")
    case = unit.applications.get(case_id)
    assert (case.state, case.due_on) == (State.AWAITING_CORRECTION, date(2024, 5, 31))
    with pytest.raises(RefusalError, match=r"correction\.not_told"):
        correcting.correction_received(unit, case_id)
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE)
    correcting.correction_received(unit, case_id)
    assert unit.applications.get(case_id).state is State.CHECKING


def test_what_was_not_put_right_lapses_by_a_persons_word_only(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    _answer_all(unit, case_id, M3_copies=Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补交第三份。")
    with pytest.raises(RefusalError, match=r"state\.reason"):
        reviewing.record_lapsed(unit, case_id, "")
    correcting.tell_request(unit, case_id, unit.today, TellingWay.TELEPHONE)
    with pytest.raises(RefusalError, match=r"correction\.not_due"):
        reviewing.record_lapsed(unit, case_id, "至期限日未收到补正材料")
    unit.clock += timedelta(days=15)
    reviewing.record_lapsed(unit, case_id, "至期限日未收到补正材料")
    assert unit.applications.get(case_id).state is State.LAPSED


@pytest.mark.parametrize(
    ("outcome", "state"), [(Outcome.DECLINE, State.DECLINED), (Outcome.TRANSFER, State.TRANSFERRED)]
)
def test_a_signed_off_refusal_ends_the_case_until_reopened(unit: FakeUnit, outcome: Outcome, state: State) -> None:
    case_id = _proposed(unit, outcome)
    signed_off(unit, case_id)
    assert unit.applications.get(case_id).state is state
    with pytest.raises(RefusalError, match=r"state\.reason"):
        reviewing.reopen(unit, case_id, "")
    reviewing.reopen(unit, case_id, "申报单位补充了材料")
    assert unit.opinions.of(case_id)[-1].status is OpinionStatus.RETRACTED


def test_an_opinion_can_be_taken_back_before_it_is_decided(unit: FakeUnit) -> None:
    case_id = _proposed(unit)
    reviewing.take_back(unit, case_id, "补充理由")
    assert unit.applications.get(case_id).state is State.REVIEWING
    assert unit.drafts.of(case_id)["opinion.text"].text == "同意推荐。"


def test_a_hand_over_is_on_record(unit: FakeUnit) -> None:
    case_id = _registered(unit)
    assigning.hand_over(unit, case_id, "示例乙", "休假")
    event = unit.events.of(case_id)[-1]
    assert unit.applications.get(case_id).handler == "示例乙"
    assert (event.act, event.detail[RecordKey.HANDED_FROM], event.detail[RecordKey.HANDED_TO]) == (
        "handed_over",
        "示例甲",
        "示例乙",
    )
    with pytest.raises(RefusalError, match=r"handover\.same"):
        assigning.hand_over(unit, case_id, "示例乙", "")


def test_only_the_roles_held_open_an_act(unit: FakeUnit) -> None:
    case_id = _proposed(unit)
    case = unit.applications.get(case_id)
    assert Act.SIGN_OFF in acts_for(unit.users.get("示例乙"), case)
    assert Act.RECORD_SEALED not in acts_for(unit.users.get("示例乙"), case)
    with pytest.raises(RefusalError, match=r"act\.not_allowed"):
        checking.answer_item(unit, case_id, "E1.credit", Verdict.NOT_MET)


def test_sealed_cases_of_a_batch_are_sent_and_frozen(unit: FakeUnit) -> None:
    from reviewer_app.domain.batch import Batch, BatchLine, SealStyle

    case_id = _proposed(unit)
    signed_off(unit, case_id)
    number = unit.applications.get(case_id).intake_number
    line = BatchLine(case_id, number, CLEAN["project_name"], "a.pdf", "0" * 64)
    batch_id = unit.batches.add(
        Batch(1, "2024", "批次", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), (line,))
    )
    with pytest.raises(RefusalError) as refused:
        send_excused(unit, batch_id)
    assert number in str(refused.value.values["numbers"])
    seal_cases(unit, [case_id])
    send_excused(unit, batch_id)
    assert unit.applications.get(case_id).state is State.SENT
    assert acts_for(unit.actor, unit.applications.get(case_id)) == {Act.ASK_WITHDRAWAL}
    with pytest.raises(RefusalError, match=r"batch\.already_sent"):
        send_excused(unit, batch_id)
