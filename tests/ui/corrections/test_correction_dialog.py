"""The dialog of the correction request, from the first draft to the last verdict, with the real services."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Event
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import ItemVerdict, RequestStatus, TellingWay
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, correcting, reviewing
from reviewer_app.services.cases.registering import amend_application
from reviewer_ui.corrections.dialog import CorrectionDialog
from reviewer_ui.widgets import Words
from support.casework import answered, dialog_of, registered
from support.desk_pages import Office, office


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """An office in memory with its window's context."""
    return office(tmp_path)


def _case(at: Office, *left_open: str, **against: Verdict) -> int:
    return answered(at.unit, registered(at.unit), left_open, **against)


def _return(at: Office, case_id: int) -> None:
    reviewing.submit_opinion(at.unit, case_id, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")


def _open(at: Office, qtbot: QtBot, case_id: int) -> CorrectionDialog:
    dialog = CorrectionDialog(at.context, case_id)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_a_request_is_drafted_from_what_is_wrong_once_the_open_points_are_named(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, "E1.credit", M3_copies=Verdict.NOT_MET)
    dialog = _open(at, qtbot, case_id)
    assert "一式三份" in dialog.asked.texts()
    assert "（沪市监标技〔2024〕130号）" in dialog.asked.texts()
    dialog.act.click()
    assert "信用良好" in dialog.note.text()
    assert at.unit.corrections.of(case_id) == ()
    dialog.course.boxes["E1.credit"].setChecked(True)
    dialog.act.click()
    assert at.unit.corrections.of(case_id)[-1].unchecked == ("二（一）信用良好",)
    assert dialog.state.text().startswith("拟定 · ")
    assert dialog.course.boxes["E1.credit"].isChecked()
    assert "尚未核对" in dialog.asked.texts()


def test_what_cannot_be_put_right_is_shown_and_not_offered(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, E5_sanctions=Verdict.NOT_MET, M3_copies=Verdict.NOT_MET)
    dialog = _open(at, qtbot, case_id)
    assert "不予推荐" in dialog.asked.texts()
    assert not dialog.act.isVisible()


def test_a_day_that_is_none_is_said_beside_its_field(at: Office, qtbot: QtBot) -> None:
    dialog = _open(at, qtbot, _case(at, M3_copies=Verdict.NOT_MET))
    field = dialog.course.fields["due_on"]
    assert not isinstance(field, QComboBox)
    field.setText("下个月")
    dialog.act.click()
    assert "不是能识别的日期" in dialog.note.text()
    assert field.text() == "下个月"
    assert dialog.act.isEnabled()


def test_told_answered_and_judged_in_one_window(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, E2_organisation=Verdict.NOT_MET)
    _return(at, case_id)
    dialog = _open(at, qtbot, case_id)
    how = dialog.course.fields["how"]
    assert isinstance(how, QComboBox)
    dialog.act.click()
    assert "发文编号" in dialog.note.text()
    how.setCurrentIndex(how.findData(TellingWay.TELEPHONE.value))
    dialog.act.click()
    assert dialog.state.text().startswith("已告知 · ")
    case = at.unit.applications.get(case_id)
    changed = {**case.values, "standards_body": "质量标准部", "goal": "改写的目标"}
    amend_application(at.unit, case_id, case.revision, changed, "来函更正")
    dialog.act.click()
    assert at.unit.applications.get(case_id).state is State.CHECKING
    shown = [words.text() for words in dialog.course.findChildren(Words)]
    said = "\n".join(shown[shown.index("要求的改动") :])
    assert said.index("标准化管理机构") < said.index("没有要求的改动") < said.index("试点目标")
    dialog.judge("E2.organisation")
    assert "请先选" in dialog.note.text()
    row = dialog.course.judges["E2.organisation"]
    row.choice.setCurrentIndex(row.choice.findData(ItemVerdict.CURED.value))
    row.record.click()
    assert at.unit.corrections.of(case_id)[-1].items[0].verdict is ItemVerdict.CURED
    assert not dialog.act.isVisible()


def test_what_came_of_the_sub_points_is_unticked_and_not_asked_for_again(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, "E2.staff")
    for part in ("count", "list"):
        checking.mark_part(at.unit, case_id, "E2.staff", part, True)
    _return(at, case_id)
    correcting.tell_request(at.unit, case_id, at.unit.today, TellingWay.TELEPHONE)
    correcting.correction_received(at.unit, case_id)
    dialog = _open(at, qtbot, case_id)
    row = dialog.course.judges["E2.staff"]
    assert [box.isVisible() for box in row.parts.values()] == [False, False]
    row.choice.setFocus()
    QTest.keyClick(row.choice, Qt.Key.Key_End)
    QTest.keyClicks(row.note, "1")
    assert [(box.text(), box.isVisible()) for box in row.parts.values()] == [
        ("未填明专职、兼职标准化人员数", True),
        ("缺人员名单", True),
    ]
    QTest.keyClick(row.parts["count"], Qt.Key.Key_Space)
    QTest.keyClick(row.record, Qt.Key.Key_Space)
    assert at.unit.answers.of(case_id)["E2.staff"].lacking == ("list",)
    assert at.unit.corrections.of(case_id)[-1].items[0].verdict is ItemVerdict.ASK_AGAIN


def test_two_people_at_once_see_both_versions(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, M3_copies=Verdict.NOT_MET)
    _return(at, case_id)
    correcting.tell_request(at.unit, case_id, at.unit.today, TellingWay.TELEPHONE)
    correcting.correction_received(at.unit, case_id)
    dialog = _open(at, qtbot, case_id)
    row = dialog.course.judges["M3.copies"]
    row.choice.setCurrentIndex(row.choice.findData(ItemVerdict.CURED.value))
    correcting.judge_item(at.unit, case_id, correcting.Judgement("M3.copies", ItemVerdict.NOT_CURED))
    row.record.click()
    assert "您要写的：已补正" in dialog.note.text()
    assert "示例甲 未补正" in dialog.note.text()
    assert at.unit.corrections.of(case_id)[-1].items[0].verdict is ItemVerdict.NOT_CURED


def test_a_draft_of_another_person_is_not_overwritten_unseen(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, M3_copies=Verdict.NOT_MET)
    dialog = _open(at, qtbot, case_id)
    correcting.draft_request(at.unit, case_id)
    dialog.act.click()
    assert "现在的：示例甲" in dialog.note.text()
    assert len(at.unit.corrections.of(case_id)) == 1


def test_withdrawing_asks_why_and_the_text_stays(at: Office, qtbot: QtBot) -> None:
    case_id = _case(at, M3_copies=Verdict.NOT_MET)
    _return(at, case_id)
    dialog = _open(at, qtbot, case_id)
    dialog.withdraw.click()
    asked = dialog_of(dialog)
    asked.confirm.click()
    assert at.unit.corrections.of(case_id)[-1].status is RequestStatus.DRAFTED
    asked.reason.setPlainText("第三份在别的邮包里")
    asked.confirm.click()
    assert at.unit.corrections.of(case_id)[-1].status is RequestStatus.WITHDRAWN
    assert "第三份在别的邮包里" in dialog.asked.texts()


def test_what_was_typed_outlives_another_verdict_and_leaving(at: Office, qtbot: QtBot) -> None:
    """Each verdict recorded makes the fields anew; Escape closes them all."""
    case_id = _case(at, M3_copies=Verdict.NOT_MET, E2_organisation=Verdict.NOT_MET)
    correcting.draft_request(at.unit, case_id)
    _return(at, case_id)
    dialog = _open(at, qtbot, case_id)
    field = dialog.course.fields["receipt"]
    assert isinstance(field, QLineEdit)
    field.setText("挂号 XA123")
    dialog.reject()
    dialog = _open(at, qtbot, case_id)
    assert dialog.course.text("receipt") == "挂号 XA123"
    correcting.tell_request(at.unit, case_id, at.unit.today, TellingWay.TELEPHONE)
    correcting.correction_received(at.unit, case_id)
    dialog.read()
    first, second = dialog.course.judges
    dialog.course.judges[second].note.setText("盖章页仍缺")
    row = dialog.course.judges[first]
    row.choice.setCurrentIndex(row.choice.findData(ItemVerdict.CURED.value))
    row.record.click()
    assert dialog.course.judges[second].note.text() == "盖章页仍缺"


def test_what_the_bureau_sent_it_back_for_stands_in_the_draft_and_can_be_put_otherwise(
    at: Office, qtbot: QtBot
) -> None:
    case_id = _case(at)
    case = at.unit.applications.get(case_id)
    said = {"outcome": "退回", "answered_on": "2024-05-06", "due_on": "2024-06-20", "batch": "1"}
    at.unit.events.append(
        Event(at.unit.now, "示例甲", EventAct.CITY_ANSWERED, case_id, reason="附件3未盖章", detail=said)
    )
    dialog = _open(at, qtbot, case.id)
    field = dialog.course.fields["from_city"]
    assert isinstance(field, QLineEdit)
    assert field.text() == "附件3未盖章"
    assert "2024年5月6日退回意见" in dialog.asked.texts()
    field.setText("附件3请加盖公章")
    dialog.act.click()
    (item,) = at.unit.corrections.of(case_id)[-1].items
    assert (item.problem, item.is_from_city) == ("附件3请加盖公章", True)
    again = dialog.course.fields["from_city"]
    assert isinstance(again, QLineEdit)
    assert again.text() == "附件3请加盖公章"
