"""Look-ups in the pane: recorded in a small form, seen below their points, withdrawn with a reason."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.services.cases.reading import open_case
from reviewer_ui.detail.material import purpose_of
from reviewer_ui.opinion.look_up import LookUpDialog
from reviewer_ui.widgets.decision import DecisionDialog
from support.casework import opened_pane, registered, settle
from support.desk_pages import Office, office, type_text, unnamed
from support.fakes import FakeDesk, FakeUnit
from support.followed import FollowedOpinion


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def _asked(pane: FollowedOpinion, rule_id: str) -> LookUpDialog:
    pane.checklist.set_current(rule_id)
    pane.take_keys()
    QTest.keyClick(pane.checklist.rows[rule_id], Qt.Key.Key_L)
    settle()
    return next(one for one in pane.findChildren(LookUpDialog) if one.isVisible())


def test_the_form_comes_with_the_day_the_years_and_the_usual_sites(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    dialog = _asked(pane, "E5.sanctions")
    assert unnamed(dialog) == []
    days = [edit.date().toString("yyyy-MM-dd") for edit in (dialog.day, dialog.start, dialog.end)]
    assert days == ["2024-05-19", "2021-05-08", "2024-05-08"]
    assert [dialog.site.itemText(place) for place in range(dialog.site.count())] == [
        *open_case(at.unit, 1).pack.rule("E5.sanctions").sites
    ]
    assert list(dialog.boxes) == ["E1.registered", "E1.credit", "E5.incidents"]


def test_one_look_up_stands_below_every_point_it_serves(at: Office, pane: FollowedOpinion, tmp_path: Path) -> None:
    case_id = registered(at.unit)
    shot = tmp_path / "查询截图.png"
    shot.write_bytes(b"\x89PNG sample")
    pane.show_case(case_id)
    dialog = _asked(pane, "E5.sanctions")
    type_text(dialog.site, "信用信息公示系统（演练）")
    dialog.choose_result(LookUpResult.NOTHING_FOUND)
    dialog.boxes["E5.incidents"].setChecked(True)
    dialog.take_file(shot)
    dialog.record.click()
    settle()
    assert pane.findChildren(LookUpDialog) == []
    said = "查询 信用信息公示系统（演练） 2024-05-19，窗口 2021-05-08 至 2024-05-08，未查到相关记录（示例甲）"
    for rule_id in ("E5.sanctions", "E5.incidents"):
        row = pane.checklist.rows[rule_id]
        assert row.line("lookups") == said
        assert [link.text() for link in row.files] == ["附 查询截图.png（查询）"]
    assert pane.checklist.rows["E1.credit"].line("lookups") == ""
    assert at.unit.attachments.content(at.unit.look_ups.of(case_id)[0].sha256) == shot.read_bytes()
    view = open_case(at.unit, case_id)
    assert purpose_of(view, view.attachments[0]) == "查询：二（五）近三年无通报、处罚、曝光、二（五）近三年无重大事故"


def test_a_hit_without_words_and_a_window_ahead_are_said_in_the_form(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    dialog = _asked(pane, "E1.credit")
    dialog.record.click()
    assert dialog.note.text() == "请选择查询结果。"
    dialog.choose_result(LookUpResult.HIT)
    dialog.record.click()
    assert dialog.note.text() == "请写明在哪里查询。"
    type_text(dialog.site, "信用中国（演练）")
    dialog.record.click()
    assert dialog.note.text() == "结果为“查到记录”的，请写明查到什么、哪里不明确。"
    type_text(dialog.words, "一条行政处罚")
    dialog.day.setDate(QDate(2024, 5, 1))
    assert dialog.end.date() == QDate(2024, 5, 1)
    dialog.end.setDate(QDate(2024, 5, 8))
    dialog.record.click()
    assert "窗口截止日 2024-05-08 不能晚于查询日期" in dialog.note.text()
    assert dialog.record.isEnabled()
    assert at.unit.look_ups.of(1) == ()


def test_what_is_wanting_is_said_at_the_point_in_hand(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    pane.checklist.set_current("E5.sanctions")
    assert pane.checklist.rows["E5.sanctions"].line("lack") == "⚑ 没有查询记录"
    assert pane.checklist.rows["E1.credit"].line("lack") == ""


def test_a_look_up_begun_is_there_again(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    """The program may be stopped while the officer is at the site."""
    case_id = registered(at.unit)
    pane.show_case(case_id)
    type_text(_asked(pane, "E1.credit").site, "信用信息公示系统")
    pane.keeper.flush()
    again = opened_pane(at, qtbot)
    again.show_case(case_id)
    again.checklist.look_up_wanted.emit("E1.credit")
    dialog = next(one for one in again.findChildren(LookUpDialog) if one.isVisible())
    assert dialog.site.currentText() == "信用信息公示系统"


def test_a_withdrawn_look_up_leaves_its_points_with_a_reason_on_record(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    dialog = _asked(pane, "E1.credit")
    type_text(dialog.site, "信用中国（演练）")
    dialog.choose_result(LookUpResult.NOTHING_FOUND)
    dialog.record.click()
    settle()
    row = pane.checklist.rows["E1.credit"]
    pane.checklist.set_current("E1.credit")
    row.withdrawal.click()
    question = next(one for one in pane.findChildren(DecisionDialog) if one.isVisible())
    question.confirm.click()
    assert question.note.text() == "请写明理由，理由会记入流转记录。"
    type_text(question.reason, "查错了单位")
    question.confirm.click()
    settle()
    assert row.line("lookups") == ""
    (kept,) = at.unit.look_ups.of(case_id)
    assert (kept.withdrawn_by, kept.withdrawn_reason) == ("示例甲", "查错了单位")
    assert not row.withdrawal.isVisible()


def test_who_may_not_look_up_is_offered_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例甲", frozenset({Role.HANDLER})), User("示例乙", frozenset({Role.HEAD})))
    at = office(tmp_path, FakeDesk(unit, tmp_path))
    case_id = registered(unit)
    unit.acting("示例乙")
    pane = opened_pane(at, qtbot)
    pane.show_case(case_id)
    pane.checklist.set_current("E1.credit")
    QTest.keyClick(pane.checklist.rows["E1.credit"], Qt.Key.Key_L)
    assert not pane.checklist.rows["E1.credit"].look_up.isVisible()
    assert [one for one in pane.findChildren(LookUpDialog) if one.isVisible()] == []
