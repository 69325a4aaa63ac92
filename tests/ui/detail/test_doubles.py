"""A case that may be there twice: the band says so, and the dialog merges, keeps apart and undoes."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.merging import Side
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
