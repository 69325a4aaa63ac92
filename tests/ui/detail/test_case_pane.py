"""The case as the officer reads it: head, road, values with their reasons, findings, record, and the acts."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey, keys_of
from reviewer_app.domain.states import State
from reviewer_app.services.cases import assigning, checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_resources import phrases
from reviewer_ui.detail.timeline import line_of
from support.casework import answered, dialog_of, proposed, registered, registered_key, settle
from support.desk_pages import Office, office, type_text, unnamed
from support.followed import FollowedCase
from support.grounds import signed_off
from support.sealing import session_on


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(390, 667)
    with qtbot.waitActive(pane):
        pane.show()
    return pane


def _value(pane: FollowedCase, field_id: str) -> str:
    return pane.fields.rows[field_id].value.text()


def _why(pane: FollowedCase, field_id: str) -> str:
    return pane.fields.rows[field_id].why.text()


def _page(pane: FollowedCase, word: str) -> None:
    bar = pane.pages
    bar.setCurrentIndex(next(place for place in range(bar.count()) if bar.tabText(place).startswith(word)))
    settle()


def test_the_head_says_name_numbers_state_and_days(at: Office, pane: FollowedCase) -> None:
    case_id = registered_key(at.unit)
    pane.show_case(case_id)
    assert pane.head.title.text() == "社区助餐服务标准化试点"
    assert pane.head.numbers.text() == "2024-示-0001 · 网上 SH2024617120017 · 重点项目（申报）"
    assert pane.head.due.text() == "经办 示例甲 · 期限 5月31日（12 天）"
    assert pane.head.state.text() == "已登记"
    assert pane.head.stepper.step == 0
    checking.begin_checking(at.unit, case_id)
    pane.reload()
    assert pane.head.stepper.step == 1
    assert "现在：核对，核对中" in pane.head.stepper.accessibleName()


def test_a_case_set_aside_says_until_when_why_and_by_whom_and_is_taken_up_here(
    at: Office, pane: FollowedCase, qtbot: QtBot
) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    assert (pane.head.kept_off.text(), pane.head.take_up.isHidden()) == ("", True)
    assigning.set_aside(at.unit, case_id, date(2024, 5, 27), "等专家意见")
    pane.reload()
    said = "搁置到 2024-05-27，到日自动回到待我办：等专家意见（示例甲 2024-05-19 搁置）"
    assert (pane.head.kept_off.text(), pane.head.take_up.isHidden()) == (said, False)
    pane.head.take_up.setFocus()
    QTest.keyClick(pane.head.take_up, Qt.Key.Key_Space)
    assert at.unit.asides.standing(case_id, at.unit.today) is None
    pane.reload()
    assert (pane.head.kept_off.text(), pane.head.take_up.isHidden()) == ("", True)


def test_every_field_stands_in_its_section_and_what_is_empty_is_said(at: Office, pane: FollowedCase) -> None:
    pane.show_case(registered(at.unit))
    assert list(pane.fields.rows) == [field.id for field in at.unit.packs.current("2024").fields]
    assert _value(pane, "applicant") == "上海示例甲东服务有限公司"
    assert _value(pane, "legal_representative") == "未填"
    assert unnamed(pane) == []


def test_values_are_explained_under_them(at: Office, pane: FollowedCase) -> None:
    pane.show_case(registered(at.unit))
    assert _why(pane, "sector") == "分送联系人 胡伟 64220000 转 2525（通知五（五））"
    assert _why(pane, "credit_code") == "区划 310104 徐汇区"
    assert _why(pane, "plan_end") == "2 年，符合通知四（三）"
    assert _why(pane, "filed_on") == "不晚于申报截止日 2024-05-31（待确认）"


def test_what_is_off_is_explained_with_the_finding_beside_it(at: Office, pane: FollowedCase) -> None:
    case_id = registered(
        at.unit, plan_end="2026-12-31", sector="海洋", filed_on="2024-06-02", credit_code="91320505MAXX00015K"
    )
    pane.show_case(case_id)
    rows = pane.fields.rows
    assert _why(pane, "plan_end") == "约 2 年 6 个月，通知四（三）为2 年"
    assert _why(pane, "filed_on") == "晚于申报截止日 2024-05-31（待确认）"
    assert "海洋" in _why(pane, "sector")
    assert _why(pane, "credit_code") == "区划 320505，不在本市区划表中"
    assert rows["plan_end"].findings.text().startswith("请核对：")
    assert rows["sector"].findings.text().startswith("须补正：")


def test_findings_stand_on_top_gravest_first_and_lead_to_their_field(at: Office, pane: FollowedCase) -> None:
    pane.show_case(registered(at.unit, contact_phone="123", contact_person=""))
    head, first, second = pane.fields.findings.texts()
    assert head.startswith("自动提示 2 项")
    assert first.startswith("⚑ 须补正：“联系人”")
    assert second.startswith("⚑ 请核对：")
    row = pane.fields.rows["contact_person"]
    assert row.visibleRegion().isEmpty()
    pane.fields.findings.chosen.emit("contact_person")
    settle()
    assert not row.visibleRegion().isEmpty()


def test_telephones_are_masked_until_asked_for_and_again_in_the_next_case(at: Office, pane: FollowedCase) -> None:
    first = registered(at.unit, contact_phone="64220001", mobile="13800000000")
    second = registered(at.unit, filing_number="SH2", project_name="另一标准化试点", contact_phone="64220002")
    pane.show_case(first)
    assert _value(pane, "contact_phone") == "642***01"
    pane.fields.rows["contact_phone"].reveal.click()
    assert (_value(pane, "contact_phone"), _value(pane, "mobile")) == ("64220001", "13800000000")
    pane.reload()
    assert _value(pane, "contact_phone") == "64220001"
    pane.show_case(second)
    assert _value(pane, "contact_phone") == "642***02"


#: What the correction request offers while a case is worked on.
CORRECTION = {Act.DRAFT_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION}


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        (State.REGISTERED, {Act.BEGIN_CHECKING, *CORRECTION, Act.HAND_OVER, Act.RECUSE, Act.WITHDRAW}),
        (State.CHECKING, {Act.BEGIN_REVIEW, *CORRECTION, Act.HAND_OVER, Act.RECUSE, Act.WITHDRAW}),
        (State.PROPOSED, {Act.TAKE_BACK, Act.HAND_OVER, Act.RECUSE, Act.WITHDRAW}),
    ],
)
def test_only_what_can_be_done_now_is_offered(at: Office, pane: FollowedCase, state: State, offered: set[Act]) -> None:
    case_id = proposed(at.unit) if state is State.PROPOSED else registered(at.unit)
    if state is State.CHECKING:
        checking.begin_checking(at.unit, case_id)
    pane.show_case(case_id)
    assert pane.head.offered() == offered


def test_the_road_is_gone_by_buttons(at: Office, pane: FollowedCase) -> None:
    pane.show_case(registered(at.unit))
    pane.head.buttons[Act.BEGIN_CHECKING].click()
    pane.head.buttons[Act.BEGIN_REVIEW].click()
    assert pane.head.state.text() == "初审中"
    assert pane.head.stepper.step == 2


def test_withdrawing_names_what_happens_and_needs_its_reason(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.head.choose(Act.WITHDRAW)
    dialog = dialog_of(pane)
    assert unnamed(dialog) == []
    assert dialog.confirm.text() == "登记撤回"
    dialog.confirm.click()
    assert dialog.note.text() == "请写明理由，理由会记入流转记录。"
    type_text(dialog.reason, "申报单位来函撤回")
    dialog.confirm.click()
    assert not dialog.isVisible()
    assert open_case(at.unit, case_id).application.state is State.WITHDRAWN
    assert pane.head.offered() == {Act.REOPEN}


def test_a_case_is_handed_to_another_handler(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.head.choose(Act.HAND_OVER)
    dialog = dialog_of(pane)
    assert [dialog.choice.itemText(place) for place in range(dialog.choice.count())] == ["示例乙"]
    type_text(dialog.reason, "休假")
    dialog.confirm.click()
    assert open_case(at.unit, case_id).application.handler == "示例乙"
    assert pane.head.due.text().startswith("经办 示例乙")


def test_a_refused_act_stays_in_its_dialog_with_the_reason_typed(at: Office, pane: FollowedCase) -> None:
    case_id = proposed(at.unit)
    pane.show_case(case_id)
    pane.head.choose(Act.TAKE_BACK)
    dialog = dialog_of(pane)
    type_text(dialog.reason, "补充依据")
    reviewing.sign_off(at.unit.acting("示例乙"), case_id)
    at.unit.acting("示例甲")
    dialog.confirm.click()
    assert "已复核" in dialog.note.text()
    assert dialog.reason.toPlainText() == "补充依据"
    assert dialog.confirm.isEnabled()


def test_a_reason_begun_is_there_again(at: Office, pane: FollowedCase, qtbot: QtBot) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.head.choose(Act.WITHDRAW)
    type_text(dialog_of(pane).reason, "申报单位来")
    dialog_of(pane).reject()
    pane.keeper.flush()
    again = FollowedCase(at.context)
    qtbot.addWidget(again)
    again.show()
    again.show_case(case_id)
    again.head.choose(Act.WITHDRAW)
    assert dialog_of(again).reason.toPlainText() == "申报单位来"


def test_the_seal_is_recorded_by_whoever_keeps_it(at: Office, pane: FollowedCase) -> None:
    case_id = proposed(at.unit)
    signed_off(at.unit, case_id)
    session_on(at.unit, [case_id])
    pane.show_case(case_id)
    pane.head.choose(Act.RECORD_SEALED)
    dialog_of(pane).confirm.click()
    assert open_case(at.unit, case_id).application.state is State.SEALED
    assert [use.register_id for use in at.unit.seals.uses()] == [at.unit.register.of_case(case_id)[0].id]


def test_the_record_tells_all_events_newest_first(at: Office, pane: FollowedCase) -> None:
    case_id = answered(at.unit, registered(at.unit))
    checking.begin_review(at.unit, case_id)
    reviewing.withdraw(at.unit, case_id, "申报单位来函撤回")
    pane.show_case(case_id)
    _page(pane, "流转记录")
    rows = pane.timeline.rows
    assert len(rows) == len(open_case(at.unit, case_id).events)
    assert rows[0].title.text() == "申报单位撤回　初审中 → 撤回"
    assert rows[0].when.text() == "2024-05-19 14:32:07　示例甲"
    assert rows[0].detail.text() == "理由：申报单位来函撤回"
    assert rows[-1].title.text().startswith("登记")


def test_every_act_and_key_of_the_record_has_a_word() -> None:
    """No officer meets a code of the program in the record."""
    spoken = {f"event.{act}" for act in EventAct} | {f"record.{key}" for key in RecordKey}
    assert spoken - phrases.codes() == set()
    assert {key for act in EventAct for key in keys_of(act)} == set(RecordKey)


def test_the_record_says_its_keys_in_words_and_a_document_by_its_name() -> None:
    """Keys stand in their own order, the notice's words below them."""
    detail = {"联系人": "样本乙 → 样本丁", RecordKey.ROW.value: "3", RecordKey.FILE.value: "清单.xlsx"}
    listed = Event(datetime(2024, 5, 6), "示例甲", EventAct.IMPORTED_AGAIN, detail=detail)
    assert line_of(listed).detail.splitlines() == ["文件：清单.xlsx", "行：3", "联系人：样本乙 → 样本丁"]
    printed = replace(listed, act=EventAct.PRINTED, detail={RecordKey.DOCUMENT.value: "run-sheet"})
    assert line_of(printed).detail == "文件：核对单"


def test_without_a_case_the_pane_says_what_to_do(at: Office, pane: FollowedCase) -> None:
    pane.show_case(registered(at.unit))
    pane.show_case(None)
    assert not pane.head.isVisible()
