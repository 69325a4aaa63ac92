"""Editing in place: typed text survives, saving shows what will change, a refusal stands beside its field."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application
from support.casework import dialog_of, proposed, registered
from support.desk_pages import Office, office, type_text, unnamed
from support.followed import FollowedCase


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    return _opened(at, qtbot)


def _opened(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(390, 667)
    pane.show()
    return pane


def _edit(at: Office) -> None:
    at.context.actions["case.edit"].trigger()


def _type(pane: FollowedCase, field_id: str, text: str) -> None:
    editor = pane.fields.rows[field_id].editor
    assert editor is not None
    target = editor.focusProxy()
    assert target is not None
    editor.set_text("")
    type_text(target, text)


def test_saving_shows_each_change_and_writes_it_with_its_reason(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _edit(at)
    assert unnamed(pane) == []
    _type(pane, "plan_end", "2026年12月31日")
    _type(pane, "co_applicants", "样本协会")
    assert pane.fields.save.text() == "保存 2 项修改"
    pane.fields.save.click()
    dialog = dialog_of(pane)
    assert dialog.lines() == ("计划结束日期：2026-06-30 → 2026-12-31", "参加单位：（空） → 样本协会")
    type_text(dialog.reason, "申报单位来电更正")
    dialog.confirm.click()
    view = open_case(at.unit, case_id)
    assert (view.application.values["plan_end"], view.events[-1].reason) == ("2026-12-31", "申报单位来电更正")
    assert not pane.fields.is_editing
    assert pane.fields.rows["plan_end"].value.text() == "2026-12-31"
    assert "约 2 年 6 个月" in pane.fields.rows["plan_end"].why.text()
    assert [box for box in view.drafts if box.startswith("edit:")] == []


def test_what_was_typed_and_not_saved_is_offered_again(at: Office, pane: FollowedCase, qtbot: QtBot) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _edit(at)
    _type(pane, "applicant", "上海示例乙服务有限公司")
    qtbot.waitUntil(lambda: "edit:applicant" in at.unit.drafts.of(case_id))
    again = _opened(at, qtbot)
    again.show_case(case_id)
    assert again.fields.kept.texts() == ("有 1 项修改还没有保存",)
    again.fields.resume_pressed.emit()
    editor = again.fields.rows["applicant"].editor
    assert editor is not None
    assert editor.text() == "上海示例乙服务有限公司"
    assert open_case(at.unit, case_id).application.applicant == "上海示例甲东服务有限公司"


def test_changes_can_be_discarded(at: Office, pane: FollowedCase, qtbot: QtBot) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _edit(at)
    _type(pane, "applicant", "上海示例乙服务有限公司")
    assert pane.fields.discard.text() == "放弃 1 项修改"
    pane.fields.discard.click()
    assert pane.fields.rows["applicant"].value.text() == "上海示例甲东服务有限公司"
    again = _opened(at, qtbot)
    again.show_case(case_id)
    assert again.fields.kept.texts() == ()


def test_a_refusal_stands_beside_its_field_and_the_text_stays(at: Office, pane: FollowedCase) -> None:
    registered(at.unit)
    case_id = registered(at.unit, filing_number="SH2", project_name="另一标准化试点")
    pane.show_case(case_id)
    _edit(at)
    _type(pane, "filing_number", "SH2024617120017")
    pane.fields.save.click()
    dialog_of(pane).confirm.click()
    row = pane.fields.rows["filing_number"]
    assert row.refusal.text() == "这一网上申报编号已登记为 2024-示-0001，请打开该案件核对。"
    assert row.is_editing
    assert row.text() == "SH2024617120017"


def test_a_change_made_elsewhere_is_read_in_and_the_typed_text_kept(at: Office, pane: FollowedCase) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _edit(at)
    _type(pane, "goal", "形成可推广的标准体系")
    case = open_case(at.unit, case_id).application
    amend_application(at.unit, case_id, case.revision, {**case.values, "co_applicants": "样本协会"})
    pane.fields.save.click()
    dialog_of(pane).confirm.click()
    assert "在别处有改动" in pane.fields.note.text()
    assert pane.fields.rows["goal"].text() == "形成可推广的标准体系"
    assert pane.fields.rows["co_applicants"].text() == "样本协会"
    pane.fields.save.click()
    dialog_of(pane).confirm.click()
    values = open_case(at.unit, case_id).application.values
    assert (values["goal"], values["co_applicants"]) == ("形成可推广的标准体系", "样本协会")


def test_a_case_out_of_hand_cannot_be_edited(at: Office, pane: FollowedCase) -> None:
    pane.show_case(proposed(at.unit))
    _edit(at)
    assert not pane.fields.is_editing
    assert not pane.edit.isVisible()


def test_another_case_is_shown_as_it_is_stored(at: Office, pane: FollowedCase) -> None:
    first = registered(at.unit)
    second = registered(at.unit, filing_number="SH2", project_name="另一标准化试点")
    pane.show_case(first)
    _edit(at)
    _type(pane, "applicant", "上海示例乙服务有限公司")
    pane.show_case(second)
    assert not pane.fields.is_editing
    assert at.unit.drafts.of(first)["edit:applicant"].text == "上海示例乙服务有限公司"
    assert at.unit.drafts.of(second) == {}
