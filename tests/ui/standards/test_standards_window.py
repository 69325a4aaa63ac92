"""承诺标准 in the window: taken over from the form, brought on with number and day, told at the unit's next case."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.standards.promise import Progress, Stage, Standing
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.standards.following import ReachedStage, reach_stage
from reviewer_app.services.standards.looking import standards_of
from reviewer_ui.standards.band import StandardsBand
from reviewer_ui.standards.dialog import StandardsDialog
from reviewer_ui.standards.taking import TakingDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.builders import CLEAN
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedCase
from support.standard_acts import approve, taken

_OUTPUTS = "地方标准《生活垃圾驿站设置要求》（2025年）；团体标准2项"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    at = office(tmp_path)
    register_application(at.unit, {**CLEAN, "expected_outputs": _OUTPUTS}, Source.ONLINE)
    approve(at.unit, 1)
    return at


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> StandardsDialog:
    dialog = StandardsDialog(at.context, 1)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _form(dialog: StandardsDialog) -> FormDialog:
    return dialog.findChildren(FormDialog)[-1]


def _take_all(dialog: StandardsDialog) -> TakingDialog:
    dialog.section.take.click()
    (taking,) = dialog.findChildren(TakingDialog)
    return taking


def test_the_forms_rows_are_put_right_and_taken_over_in_one_act(at: Office, dialog: StandardsDialog) -> None:
    assert "读出 3 项" in dialog.section.none.text()
    taking = _take_all(dialog)
    assert taking.confirm.text() == "转入 3 项"
    assert [one.name.text() for one in taking.rows] == ["生活垃圾驿站设置要求", "", ""]
    taking.rows[2].is_wanted.setChecked(False)
    taking.rows[1].name.setText("驿站运行服务规范")
    taking.rows[1].number.setText("DB31/T 1—2024")
    taking.confirm.click()
    assert "这一项登记的是团体标准" in taking.note.text()
    taking.rows[1].number.setText("T/ABC 001—2024")
    taking.confirm.click()
    assert [one.named.title for one in at.unit.standards.of_case(1)] == ["生活垃圾驿站设置要求", "驿站运行服务规范"]
    assert dialog.section.head.right() == "承诺 2 项，发布 0 项"
    assert dialog.section.take.isHidden()


def test_a_standard_is_published_with_its_number_at_the_second_press_where_the_year_differs(
    at: Office, dialog: StandardsDialog
) -> None:
    _take_all(dialog).confirm.click()
    dialog.section.links["reach"].click()
    form = _form(dialog)
    form.fill("stage", str(int(Stage.PUBLISHED)))
    form.confirm.click()
    assert "要有编号" in form.note.text()
    form.fill("number", "DB31/T 1234—2023")
    form.confirm.click()
    assert "编号的年份是 2023" in form.note.text()
    assert at.unit.standards.get(1).stage is Stage.NOT_BEGUN
    form.confirm.click()
    standard = at.unit.standards.get(1)
    assert (standard.stage, standard.named.number) == (Stage.PUBLISHED, "DB31/T 1234—2023")
    assert dialog.section.head.right() == "承诺 3 项，发布 1 项"
    assert "DB31/T 1234—2023" in dialog.section.rows[0].accessibleName()


def test_a_doubt_that_was_read_is_asked_again_of_another_number(at: Office, dialog: StandardsDialog) -> None:
    _take_all(dialog).confirm.click()
    dialog.section.links["amend"].click()
    form = _form(dialog)
    for number in ("DB32/T 1—2024", "DB33/T 1—2024"):
        form.fill("number", number)
        form.confirm.click()
        assert f"“{number}”不是本市的地方标准" in form.note.text()
    form.confirm.click()
    assert at.unit.standards.get(1).named.number == "DB33/T 1—2024"


def test_back_given_up_struck_and_resumed_each_with_a_reason(at: Office, dialog: StandardsDialog) -> None:
    _take_all(dialog).confirm.click()
    reach_stage(at.unit, 1, ReachedStage(Stage.COMMENT, at.unit.today - timedelta(days=3)))
    dialog.refresh()
    dialog.section.links["back"].click()
    form = _form(dialog)
    form.confirm.click()
    assert "理由" in form.note.text()
    form.fill("reason", "登记错了一项")
    form.confirm.click()
    assert at.unit.standards.get(1).stage is Stage.NOT_BEGUN
    for what, standing in (("give_up", Standing.GIVEN_UP), ("resume", Standing.STANDS), ("strike", Standing.STRUCK)):
        dialog.section.links[what].click()
        asked = dialog.findChildren(DecisionDialog)[-1]
        asked.reason.setPlainText("单位来函说明")
        asked.confirm.click()
        assert at.unit.standards.get(1).standing is standing
    assert standards_of(at.unit, 1).progress == Progress(2)
    assert "单位来函说明" in dialog.section.history.text()
    assert not dialog.section.links["reach"].isVisible()


def test_the_keyboard_alone_goes_through_the_standards(dialog: StandardsDialog, qtbot: QtBot) -> None:
    _take_all(dialog).confirm.click()
    rows = dialog.section.rows
    rows[0].setFocus()
    QTest.keyClick(rows[0], Qt.Key.Key_Down)
    assert QApplication.focusWidget() is rows[1]
    assert dialog.section.current is not None
    assert dialog.section.current.number == 2
    QTest.keyClick(rows[1], Qt.Key.Key_Return)
    assert _form(dialog).windowTitle() == "登记进展"
    assert unnamed(dialog) == []


def test_a_unit_that_applies_again_is_told_at_its_case_and_led_to_its_project(at: Office, qtbot: QtBot) -> None:
    taken(at.unit, 1)
    form = {**CLEAN, "project_name": "另一标准化试点", "filing_number": "SH2024617120002"}
    register_application(at.unit, form, Source.ONLINE)
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(420, 667)
    pane.show()
    pane.show_case(2)
    band: StandardsBand = pane.standards
    assert band.texts() == ("同一单位：2024年承诺 4 项，发布 0 项",)
    asked: list[int] = []
    band.case_asked.connect(asked.append)
    band.chosen.emit("earlier")
    opened = band.dialog
    assert opened is not None
    opened.earlier.doubleClicked.emit(opened.model.index(0, 0))
    assert opened.title.text().startswith("2024-示-0001")
    opened.back.click()
    assert opened.title.text().startswith("2024-示-0002")
    opened.show_project(1)
    opened.show_case.click()
    assert asked == [1]


def test_before_the_approval_nothing_is_offered(at: Office, qtbot: QtBot) -> None:
    form = {**CLEAN, "credit_code": "91310115MAXX00015T", "applicant": "上海示例另一单位", "filing_number": "SH2"}
    register_application(at.unit, form, Source.ONLINE)
    dialog = StandardsDialog(at.context, 2)
    qtbot.addWidget(dialog)
    assert "立项之后" in dialog.section.none.text()
    assert dialog.section.take.isHidden()
    assert dialog.section.add.isHidden()
