"""The strip above the act: counts that lead to their place, a box for each reason, a button that says what is open."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.readiness import Place, PlaceKind
from reviewer_app.domain.record import RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from reviewer_ui.opinion.readiness import ReadinessStrip
from support.casework import TEXT, answered, opened_pane, proposed, registered, settle
from support.desk_pages import Office, application, office, type_text, unnamed
from support.followed import FollowedOpinion
from support.grounds import grounded, signed_off

WHY = "成果已在三家会员单位采用"
E4, SEAL = "not_met:E4.internal", "copies:2:unsealed"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def pills(strip: ReadinessStrip) -> list[str]:
    return [pill.text() for pill in strip.pills.values() if pill.isVisible()]


def recommend(pane: FollowedOpinion) -> None:
    QTest.mouseClick(pane.writing.outcomes.chips[Outcome.RECOMMEND], Qt.MouseButton.LeftButton)
    settle()


def explain(strip: ReadinessStrip, point: str, why: str = WHY) -> None:
    strip.rows[point].reason.setFocus()
    type_text(strip.rows[point].reason, why)


def two_reasons(at: Office, **changed: str) -> int:
    """A case in which two points need a reason."""
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit, **changed), E4_internal=Verdict.NOT_MET))
    checking.record_paper(at.unit, case_id, PaperCopy(2, True, False, "", 24))
    return case_id


def test_the_counts_say_how_far_a_case_is(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    assert pills(pane.writing.strip) == ["0/16 已答", "0/3 份已盖章", "0/19 已比对", "0/3 项查询"]
    answered(at.unit, case_id)
    grounded(at.unit, case_id)
    for field in at.unit.packs.current("2024").fields:
        if field.compared:
            checking.record_comparison(at.unit, case_id, field.id, True)
    pane.reload()
    assert pills(pane.writing.strip) == ["16/16 已答", "3/3 份已盖章", "19/19 已比对", "3 项查询"]
    assert unnamed(pane) == []


def test_each_count_leads_to_the_first_place_that_is_open(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    case_id = answered(at.unit, registered(at.unit), but=("E2.staff",))
    checking.record_paper(at.unit, case_id, PaperCopy(1, True, True, "上海示例甲东服务有限公司", 24))
    pane.show_case(case_id)
    strip = pane.writing.strip
    strip.pills["answers"].click()
    assert pane.checklist.current == "E2.staff"
    strip.pills["look_ups"].click()
    assert pane.checklist.current == "E1.credit"
    with qtbot.waitSignal(pane.place_wanted) as copies:
        strip.pills["copies"].click()
    assert copies.args == [Place(PlaceKind.COPY, "2")]
    with qtbot.waitSignal(pane.place_wanted) as compared:
        QTest.keyClick(strip.pills["compared"], Qt.Key.Key_Return)
    assert compared.args == [Place(PlaceKind.COMPARISON, "project_name")]


def test_a_stop_is_led_to_and_never_submitted(at: Office, pane: FollowedOpinion) -> None:
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit), but=("E5.policy", "E2.staff")))
    pane.show_case(case_id)
    recommend(pane)
    assert pane.writing.submit.text() == "还差 2 处，去第一处"
    for _ in range(3):
        at.context.actions["opinion.submit"].trigger()
    assert pane.checklist.current == "E2.staff"
    assert at.unit.opinions.of(case_id) == ()
    checking.answer_item(at.unit, case_id, "E5.policy", Verdict.MET)
    checking.answer_item(at.unit, case_id, "E2.staff", Verdict.NOT_APPLICABLE)
    pane.reload()
    assert pane.writing.submit.text() == "还差 1 处，去第一处"
    assert "答了不适用" in pane.writing.strip.rows["not_applicable:E2.staff"].line.text()


def test_each_reason_has_its_own_box_and_one_does_not_do_for_both(at: Office, pane: FollowedOpinion) -> None:
    case_id = two_reasons(at)
    pane.show_case(case_id)
    recommend(pane)
    strip, submit = pane.writing.strip, pane.writing.submit
    assert submit.text() == "还差 2 处，去第一处"
    submit.click()
    assert pane.focusWidget() is strip.rows[E4].reason
    explain(strip, E4)
    assert submit.text() == "还差 1 处，去第一处"
    submit.click()
    assert pane.focusWidget() is strip.rows[SEAL].reason
    explain(strip, SEAL, "   ")
    assert submit.text() == "还差 1 处，去第一处"
    explain(strip, SEAL, "公章送检，单位已书面承诺")
    assert (submit.text(), pills(strip)[-1]) == ("提交并看下一件", "2 处理由")
    submit.click()
    opinion = at.unit.opinions.of(case_id)[-1]
    assert dict(opinion.reasons) == {E4: WHY, SEAL: "公章送检，单位已书面承诺"}
    assert [box for box in at.unit.drafts.of(case_id) if box.startswith("opinion.")] == []


def test_a_reason_typed_survives_a_reading_and_a_kill(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    case_id = two_reasons(at)
    pane.show_case(case_id)
    recommend(pane)
    explain(pane.writing.strip, E4)
    checking.record_paper(at.unit, case_id, PaperCopy(2, True, True, "上海示例甲东服务有限公司", 24))
    pane.reload()
    assert list(pane.writing.strip.reasons) == [E4]
    pane.keeper.flush()
    again = opened_pane(at, qtbot)
    again.show_case(case_id)
    assert again.writing.strip.reasons == {E4: WHY}


def test_the_note_beside_the_answer_is_where_the_reason_starts(at: Office, pane: FollowedOpinion) -> None:
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit), E4_internal=Verdict.NOT_MET))
    checking.note_item(at.unit, case_id, "E4.internal", WHY)
    pane.show_case(case_id)
    recommend(pane)
    assert pane.writing.strip.rows[E4].reason.text() == WHY


def test_the_reasons_of_one_case_are_not_those_of_the_next(at: Office, pane: FollowedOpinion) -> None:
    first, other = two_reasons(at), two_reasons(at, **application(2))
    for case_id in (first, other):
        pane.show_case(case_id)
        recommend(pane)
        if case_id == first:
            explain(pane.writing.strip, E4)
    assert pane.writing.strip.reasons == {}


def test_the_second_person_reads_every_reason_above_the_act(at: Office, pane: FollowedOpinion) -> None:
    case_id = two_reasons(at)
    reasons = {E4: WHY, SEAL: "公章送检，单位已书面承诺"}
    chosen = pane.writing.classes.chips
    reviewing.submit_opinion(at.unit, case_id, Outcome.RECOMMEND, next(iter(chosen)), TEXT, reasons)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    said = pane.deciding.opinion.reasons.text()
    assert all(why in said for why in reasons.values())
    assert "不限于组织内部" in said
    assert pills(pane.deciding.strip)[0] == "16/16 已答"
    assert pane.deciding.agree.text() == "复核同意并看下一件"


def test_ones_own_opinion_cannot_be_signed_in_the_window(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit)
    pane.show_case(case_id)
    assert pane.deciding.agree.text() == "还差 1 处，去第一处"
    pane.deciding.agree.click()
    at.context.actions["opinion.sign_off"].trigger()
    assert at.unit.applications.get(case_id).state is State.PROPOSED
    assert "须由另一人复核" in pane.deciding.strip.rows["self_approval"].line.text()


def test_where_it_is_allowed_the_reason_is_asked_for_in_place(at: Office, pane: FollowedOpinion) -> None:
    at.unit.settings.put(replace(at.unit.settings.get(), allows_self_approval=True))
    case_id = proposed(at.unit)
    pane.show_case(case_id)
    assert "由您本人提交" in pane.deciding.own.texts()[0]
    pane.deciding.agree.click()
    assert at.unit.applications.get(case_id).state is State.PROPOSED
    explain(pane.deciding.strip, "self_approval", "本所只有一人在岗")
    pane.deciding.agree.click()
    assert at.unit.opinions.of(case_id)[-1].is_self_approved
    assert at.unit.events.of(case_id)[-1].detail[RecordKey.APPROVAL] == "经办与复核为同一人"
    assert "本所只有一人在岗" in pane.reading.opinion.reasons.text()


def test_what_comes_up_after_signing_is_explained_where_it_is_read(at: Office, pane: FollowedOpinion) -> None:
    case_id = signed_off(at.unit, proposed(at.unit))
    checking.record_paper(at.unit, case_id, PaperCopy(2, True, False, "", 24))
    pane.show_case(case_id)
    assert not pane.reading.explain.isVisible()
    explain(pane.reading.strip, SEAL, "公章送检，单位已书面承诺")
    assert pane.reading.explain.isVisible()
    pane.reading.explain.click()
    assert at.unit.opinions.of(case_id)[-1].reasons == {SEAL: "公章送检，单位已书面承诺"}
    assert not pane.reading.explain.isVisible()
