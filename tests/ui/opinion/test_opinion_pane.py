"""The checklist in the pane: what each point says, how it is answered, noted and given evidence."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases import checking, draft_keeping, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_ui.opinion.evidence import EvidenceDialog
from support.casework import answered, opened_pane, registered, registered_key, settle
from support.desk_pages import Office, office, type_text, unnamed
from support.followed import FollowedOpinion

#: The points of the notice's second part.
#: The conditions that concern any case; one is of comprehensive pilots alone.
CONDITIONS = sum(rule.group == "E" for rule in shipped_pack().rules) - 1


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def _press(pane: FollowedOpinion, *keys: Qt.Key) -> None:
    pane.take_keys()
    for key in keys:
        QTest.keyClick(pane.checklist.rows[pane.checklist.current], key)
        settle()


def _verdict(at: Office, case_id: int, rule_id: str) -> Verdict:
    answer = open_case(at.unit, case_id).answers.get(rule_id)
    return answer.verdict if answer else Verdict.UNDECIDED


def _asked(pane: FollowedOpinion) -> EvidenceDialog:
    return next(one for one in pane.findChildren(EvidenceDialog) if one.isVisible())


def _heads(pane: FollowedOpinion) -> dict[str, str]:
    return {head.title(): head.right() for head in pane.checklist.heads()}


def test_the_list_has_every_point_by_clause_with_progress(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered_key(at.unit), but=("E1.credit", "K4.authority"))
    pane.show_case(case_id)
    view = open_case(at.unit, case_id)
    assert list(pane.checklist.rows) == [
        rule.id for group in view.pack.groups for rule in view.pack.rules if rule.asked and rule.group == group.id
    ]
    assert _heads(pane)["通知二 申报条件"] == f"{CONDITIONS - 1} / {CONDITIONS}"
    assert _heads(pane)["通知三 重点项目（四项同时具备）"] == "3 / 4"
    assert unnamed(pane) == []


def test_a_point_out_of_scope_says_why_and_cannot_be_answered(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    row = pane.checklist.rows["E3.public_body"]
    assert row.line("aside") == "不是社会管理和公共服务综合标准化试点，不适用"
    assert row.answer.buttons[Verdict.NOT_APPLICABLE].isChecked()
    pane.checklist.set_current("E3.public_body")
    _press(pane, Qt.Key.Key_1)
    assert "E3.public_body" not in open_case(at.unit, case_id).answers
    assert pane.checklist.rows["K1.direction"].line("aside") == "项目类别为一般，不适用"


def test_findings_window_and_values_stand_beside_their_points(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit, credit_code="91320505MAXX00015K"))
    hint = pane.checklist.rows["E1.registered"].line("hint")
    assert "320505" in hint
    assert "⚑" in hint
    assert pane.checklist.rows["E5.sanctions"].line("window").startswith("窗口 2021-05-08 至 2024-05-08")
    pane.checklist.set_current("E2.organisation")
    assert pane.checklist.rows["E2.organisation"].line("shown") == "标准化管理机构：标准化办公室"


def test_keys_answer_and_go_on_and_the_current_point_says_its_keys(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    assert pane.checklist.current == "E1.registered"
    assert (
        pane.checklist.rows["E1.registered"].line("keys")
        == "按 1 2 3 作答，0 未定，A 同条都符合，N 写说明，E 附证据，L 登记查询，空格看条款"
    )
    _press(pane, Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3)
    given = [_verdict(at, case_id, rule) for rule in ("E1.registered", "E1.credit", "E2.influence")]
    assert given == [Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE]
    assert pane.checklist.current == "E2.foundation"
    _press(pane, Qt.Key.Key_Up, Qt.Key.Key_K, Qt.Key.Key_0)
    assert _verdict(at, case_id, "E1.credit") is Verdict.UNDECIDED
    _press(pane, Qt.Key.Key_J, Qt.Key.Key_Down)
    assert pane.checklist.current == "E2.organisation"
    assert pane.checklist.rows["E1.registered"].line("keys") == ""


def test_answering_goes_past_what_does_not_apply_and_stops_at_the_end(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    pane.checklist.set_current("E2.leader")
    _press(pane, Qt.Key.Key_1)
    assert pane.checklist.current == "E4.internal"
    pane.checklist.set_current("M5.deadline")
    _press(pane, Qt.Key.Key_1)
    assert pane.checklist.current == "M5.deadline"


def test_a_press_of_the_mouse_answers_and_a_second_one_takes_it_back(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    button = pane.checklist.rows["E2.staff"].answer.buttons[Verdict.MET]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert _verdict(at, case_id, "E2.staff") is Verdict.MET
    assert button.isChecked()
    assert pane.checklist.current == "E2.staff"
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert _verdict(at, case_id, "E2.staff") is Verdict.UNDECIDED
    assert not button.isChecked()


def test_rows_are_kept_from_key_to_key_and_from_case_to_case(at: Office, pane: FollowedOpinion) -> None:
    first, second = registered(at.unit), registered(at.unit, filing_number="SH2", project_name="另一标准化试点")
    pane.show_case(first)
    rows = dict(pane.checklist.rows)
    _press(pane, Qt.Key.Key_1)
    pane.show_case(second)
    assert pane.checklist.rows == rows
    assert _heads(pane)["通知二 申报条件"] == f"0 / {CONDITIONS}"
    assert pane.checklist.current == "E1.registered"


def test_a_refused_answer_is_taken_back_and_said(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    reviewing.withdraw(at.unit, case_id, "申报单位来函撤回")
    _press(pane, Qt.Key.Key_1)
    assert not pane.checklist.rows["E1.registered"].answer.buttons[Verdict.MET].isChecked()
    assert "撤回" in at.said[-1].text


def test_a_note_saves_itself_while_it_is_written_and_is_stored_when_it_is_left(
    at: Office, pane: FollowedOpinion
) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _press(pane, Qt.Key.Key_N)
    box = pane.checklist.rows["E1.registered"].note_box
    assert box is not None
    type_text(box, "执照已核 1 份")
    QTest.keyClick(box, Qt.Key.Key_1)
    pane.keeper.flush()
    assert open_case(at.unit, case_id).drafts["note:E1.registered"].text == "执照已核 1 份1"
    assert _verdict(at, case_id, "E1.registered") is Verdict.UNDECIDED
    QTest.keyClick(box, Qt.Key.Key_Escape)
    view = open_case(at.unit, case_id)
    assert view.answers["E1.registered"].note == "执照已核 1 份1"
    assert "note:E1.registered" not in view.drafts
    assert pane.checklist.rows["E1.registered"].line("note") == "说明：执照已核 1 份1"


def test_a_note_never_finished_is_open_again_with_its_text(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    draft_keeping.save_draft(at.unit, case_id, "note:E2.staff", "名单待补")
    pane.show_case(case_id)
    box = pane.checklist.rows["E2.staff"].note_box
    assert box is not None
    assert box.toPlainText() == "名单待补"


def test_going_to_the_next_case_stores_the_note_in_its_own_case(at: Office, pane: FollowedOpinion) -> None:
    first, second = registered(at.unit), registered(at.unit, filing_number="SH2", project_name="另一标准化试点")
    pane.show_case(first)
    _press(pane, Qt.Key.Key_N)
    box = pane.checklist.rows["E1.registered"].note_box
    assert box is not None
    type_text(box, "已核")
    pane.show_case(second)
    assert open_case(at.unit, first).answers["E1.registered"].note == "已核"
    assert open_case(at.unit, second).answers == {}
    assert box.isHidden()


def test_a_point_that_may_be_passed_with_a_reason_asks_for_it(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    checking.answer_item(at.unit, case_id, "E4.internal", Verdict.NOT_MET)
    pane.show_case(case_id)
    assert pane.checklist.rows["E4.internal"].line("aside") == "可继续推荐，但须写明理由（按 N）"
    checking.note_item(at.unit, case_id, "E4.internal", "在全行业推广")
    pane.reload()
    assert pane.checklist.rows["E4.internal"].line("aside") == ""


def test_the_departments_written_view_is_asked_for_with_its_day(
    at: Office, pane: FollowedOpinion, qtbot: QtBot
) -> None:
    case_id = registered_key(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current("K4.authority")
    _press(pane, Qt.Key.Key_E)
    dialog = _asked(pane)
    assert unnamed(dialog) == []
    dialog.record.click()
    assert dialog.note.text() == "请写明出具意见的部门和意见内容。"
    assert (dialog.record.text(), dialog.day.accessibleName()) == ("登记书面意见", "出具日期")
    type_text(dialog.department, "示例主管部门")
    pane.keeper.flush()
    again = opened_pane(at, qtbot)
    again.show_case(case_id)
    again.checklist.set_current("K4.authority")
    again.checklist.evidence_wanted.emit("K4.authority")
    dialog = _asked(again)
    assert dialog.department.text() == "示例主管部门", "a view begun is there again"
    dialog.view.setText("同意并共同推动")
    dialog.record.click()
    again.reload()
    row = again.checklist.rows["K4.authority"]
    assert row.line("views") == "书面意见 示例主管部门 2024-05-19：同意并共同推动"
    assert row.files == []


def test_a_file_becomes_evidence_of_the_point(at: Office, pane: FollowedOpinion, tmp_path: Path) -> None:
    case_id = registered(at.unit)
    scan = tmp_path / "信用查询单.pdf"
    scan.write_bytes(b"%PDF-1.7 sample")
    pane.show_case(case_id)
    pane.checklist.set_current("E1.credit")
    _press(pane, Qt.Key.Key_E)
    dialog = _asked(pane)
    assert unnamed(dialog) == []
    dialog.take_file(scan)
    dialog.page.setValue(1)
    dialog.attach.click()
    row = pane.checklist.rows["E1.credit"]
    assert [link.text() for link in row.files] == ["附 信用查询单.pdf 第1页"]
    assert at.unit.attachments.content(open_case(at.unit, case_id).attachments[0].sha256) == scan.read_bytes()


def test_the_last_line_of_the_dialog_holds_its_two_ways_out(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    _press(pane, Qt.Key.Key_E)
    dialog = _asked(pane)
    close = next(button for button in dialog.findChildren(QAbstractButton) if button.text() == "关闭")
    assert abs(close.geometry().center().y() - dialog.attach.geometry().center().y()) <= 1
    assert close.geometry().right() < dialog.attach.x()


def test_a_file_that_is_gone_is_said_in_the_dialog(at: Office, pane: FollowedOpinion, tmp_path: Path) -> None:
    pane.show_case(registered(at.unit))
    _press(pane, Qt.Key.Key_E)
    dialog = _asked(pane)
    dialog.take_file(tmp_path / "没有.pdf")
    dialog.attach.click()
    assert dialog.note.text() == "读不了“没有.pdf”，请检查文件是否还在、能否打开。"
    assert dialog.attach.isEnabled()
    (tmp_path / "空.pdf").touch()
    dialog.take_file(tmp_path / "空.pdf")
    dialog.attach.click()
    assert "是空文件" in dialog.note.text()


def test_space_shows_the_clause_of_the_current_point(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    pane.checklist.set_current("E4.internal")
    _press(pane, Qt.Key.Key_Space)
    assert pane.pages.currentWidget() is pane.clause
    assert "写明理由" in pane.clause.text_of("份量")
    assert "项目名称：社区助餐服务标准化试点" in pane.clause.text_of("申报内容")
