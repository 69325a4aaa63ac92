"""A case that may be there twice: the band says so, and the dialog merges, keeps apart and undoes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.merging import Side
from reviewer_app.services.intake.pairing import accept_pair
from reviewer_ui.detail.doubles.dialog import DoublesDialog
from support.builders import CLEAN
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedCase


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    at = office(tmp_path)
    for number, phone in (("A1", "62220000"), ("A2", "62221111")):
        register_application(at.unit, {**CLEAN, "filing_number": number, "contact_phone": phone}, Source.ONLINE)
    return at


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(420, 667)
    pane.show()
    pane.show_case(1)
    return pane


def _open(pane: FollowedCase) -> DoublesDialog:
    pane.doubles.look.click()
    assert pane.doubles.dialog is not None
    return pane.doubles.dialog


def test_the_band_says_which_case_and_why(pane: FollowedCase) -> None:
    assert pane.doubles.texts() == (f"疑似重复：2024-示-0002（{CLEAN['applicant']}），同一单位、同一项目",)


def test_merged_with_a_choice_and_a_reason_then_undone(at: Office, pane: FollowedCase) -> None:
    dialog = _open(pane)
    dialog.merge.click()
    assert "请选定" in dialog.note.text() or "理由" in dialog.note.text()
    dialog.reason.setText("单位来电说明重复提交")
    dialog.merge.click()
    assert "请选定" in dialog.note.text()
    dialog.fields.choose("filing_number", Side.KEPT)
    dialog.fields.choose("contact_phone", Side.GONE)
    assert unnamed(dialog) == []
    dialog.merge.click()
    assert at.unit.applications.get(2).state is State.PAIRED
    assert at.unit.applications.get(1).values["contact_phone"] == "62221111"
    pane.show_case(1)
    assert pane.doubles.texts() == ("2024-示-0002 已合并到本件。意见复核以前可以撤销合并。",)
    _open(pane).undo[0].click()
    assert at.unit.applications.get(2).state is State.REGISTERED
    assert at.unit.applications.get(1).values["contact_phone"] == "62220000"


def test_a_case_that_went_into_another_leads_there_and_can_be_parted_from_its_side(
    at: Office, pane: FollowedCase, qtbot: QtBot
) -> None:
    dialog = _open(pane)
    dialog.reason.setText("重复提交")
    for field_id in ("filing_number", "contact_phone"):
        dialog.fields.choose(field_id, Side.KEPT)
    dialog.merge.click()
    pane.show_case(2)
    assert pane.doubles.texts() == ("本件已并入 2024-示-0001（已登记），由那一件继续办理；本件的记录保留。",)
    assert not pane.doubles.look.isVisible()
    with qtbot.waitSignal(pane.doubles.case_asked) as asked:
        pane.doubles.go.click()
    assert asked.args == [1]
    pane.doubles.part.click()
    assert pane.doubles.parting is not None
    pane.doubles.parting.confirm.click()
    assert at.said[-1].text == "2024-示-0002 与 2024-示-0001 已拆开。"
    assert at.unit.applications.get(2).state is State.REGISTERED
    pane.show_case(2)
    assert not pane.doubles.go.isVisible()
    assert pane.doubles.texts()[0].startswith("疑似重复")


def test_a_paper_case_leads_to_its_online_half_and_is_parted_from_there_too(at: Office, pane: FollowedCase) -> None:
    at.unit.applications.cases.clear()
    online = register_application(at.unit, CLEAN, Source.ONLINE).application_id
    paper = register_application(at.unit, {**CLEAN, "filing_number": ""}, Source.PAPER).application_id
    accept_pair(at.unit, paper, online)
    pane.show_case(paper)
    assert "由那一件继续办理" in pane.doubles.texts()[0]
    pane.doubles.part.click()
    assert pane.doubles.parting is not None
    pane.doubles.parting.confirm.click()
    assert at.unit.applications.get(paper).state is State.REGISTERED


def test_the_case_on_which_was_worked_is_offered_to_be_kept(at: Office, pane: FollowedCase) -> None:
    answer_item(at.unit, 2, "E1.registered", Verdict.MET)
    dialog = _open(pane)
    assert dialog.plan is not None
    assert (dialog.plan.kept.id, dialog.plan.hindrance) == (2, "")
    assert dialog.keep_other.isChecked()
    dialog.keep_own.click()
    assert "请改为保留 2024-示-0002" in dialog.note.text()


def test_the_other_one_may_be_kept(at: Office, pane: FollowedCase) -> None:
    dialog = _open(pane)
    dialog.keep_other.click()
    assert dialog.plan is not None
    assert (dialog.plan.kept.id, dialog.plan.gone.id) == (2, 1)


def test_not_the_same_is_remembered_and_the_band_goes(at: Office, pane: FollowedCase) -> None:
    _open(pane).apart.click()
    pane.show_case(1)
    assert pane.doubles.texts() == ()
    assert "duplicate.same_project" not in {one.id for one in at.unit.applications.get(1).findings}


def test_where_there_is_no_double_the_dialog_says_so(at: Office, pane: FollowedCase) -> None:
    register_application(
        at.unit,
        {"project_name": "独一个", "applicant": "上海独一家有限公司"},
        Source.PAPER,
    )
    pane.show_case(3)
    assert pane.doubles.texts() == ()
    pane.doubles.open()
    dialog = pane.doubles.dialog
    assert dialog is not None
    assert not dialog.merge.isVisible()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
