"""Registering by typing: what the officer sees beside the fields, what is kept, and the number at the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.registering import current_pack, register_application
from reviewer_ui.intake import IntakePage, RegisterDialog
from support.builders import CLEAN
from support.desk_pages import Office, application, office, type_text, unnamed


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> RegisterDialog:
    return _opened(at, qtbot)


def _opened(at: Office, qtbot: QtBot) -> RegisterDialog:
    dialog = RegisterDialog(at.context, at.library.read(current_pack))
    qtbot.addWidget(dialog)
    dialog.open_form()
    return dialog


def _type(dialog: RegisterDialog, field_id: str, text: str) -> None:
    editor = dialog.form.rows[field_id].editor
    focus = editor.focusProxy()
    assert focus is not None
    type_text(focus, text)


def _fill(dialog: RegisterDialog, values: dict[str, str]) -> None:
    dialog.form.fill(values)
    first = next(iter(values))
    dialog.form.typed.emit(first, values[first])


def _press(dialog: RegisterDialog, word: str) -> None:
    button = next(one for one in dialog.findChildren(QPushButton) if one.text() == word and one.isVisible())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def _notes(dialog: RegisterDialog, field_id: str) -> str:
    return "\n".join(dialog.form.rows[field_id].notes())


def test_the_form_has_every_field_of_the_pack_and_every_one_has_a_name(at: Office, dialog: RegisterDialog) -> None:
    pack = at.library.read(current_pack)
    assert list(dialog.form.rows) == [field.id for field in pack.fields]
    assert unnamed(dialog) == []


def test_a_look_alike_letter_is_offered_for_correction_and_never_corrected_by_itself(dialog: RegisterDialog) -> None:
    _type(dialog, "credit_code", "9131O104MAXX00015W")
    assert dialog.form.values()["credit_code"] == "9131O104MAXX00015W"
    _press(dialog, "改为 91310104MAXX00015W")
    assert dialog.form.values()["credit_code"] == "91310104MAXX00015W"
    assert "徐汇区" in _notes(dialog, "credit_code")
    assert "改为" not in _notes(dialog, "credit_code")


def test_the_sector_says_who_gets_the_case_and_why(dialog: RegisterDialog) -> None:
    dialog.form.rows["sector"].editor.set_text("制造业")
    dialog.form.rows["sector"].editor.edited.emit()
    said = _notes(dialog, "sector")
    assert "王宝斌" in said
    assert "2509" in said
    assert "五（五）" in said


def test_findings_stand_beside_their_field_while_typing(dialog: RegisterDialog, qtbot: QtBot) -> None:
    _type(dialog, "contact_phone", "12")
    dialog.form.rows["contact_phone"].editor.left.emit()
    qtbot.waitUntil(lambda: "请核对" in _notes(dialog, "contact_phone"))


def test_an_empty_required_field_is_not_held_against_one_who_has_not_been_there(
    dialog: RegisterDialog, qtbot: QtBot
) -> None:
    _type(dialog, "project_name", "示例服务标准化试点")
    qtbot.waitUntil(lambda: "必填还差" in dialog.foot.said())
    assert "须补正" not in _notes(dialog, "applicant")
    dialog.form.rows["applicant"].editor.left.emit()
    assert "须补正" in _notes(dialog, "applicant")


def test_a_date_is_put_in_the_offices_form_on_leaving_the_field(dialog: RegisterDialog) -> None:
    _type(dialog, "filed_on", "2024年5月8日")
    dialog.form.rows["filed_on"].editor.left.emit()
    assert dialog.form.rows["filed_on"].editor.text() == "2024-05-08"


def test_directions_follow_the_sector(dialog: RegisterDialog) -> None:
    dialog.form.rows["sector"].editor.set_text("公共服务")
    dialog.form.rows["sector"].editor.edited.emit()
    combo = dialog.form.rows["direction"].editor.focusProxy()
    offered = [combo.itemText(place) for place in range(combo.count())]  # type: ignore[union-attr]
    assert "养老服务" in offered
    assert "氢能" not in offered


def test_registering_says_the_number_and_goes_on_to_the_next(at: Office, dialog: RegisterDialog) -> None:
    _fill(dialog, dict(CLEAN))
    _press(dialog, "登记")
    assert dialog.done_view.said() == "已登记，收件编号 2024-示-0001"
    assert at.unit.applications.get(1).values["project_name"] == CLEAN["project_name"]
    assert at.unit.applications.get(1).source is Source.PAPER
    _press(dialog, "继续登记")
    assert dialog.form.values() == {}


def test_the_case_just_registered_can_be_looked_at(at: Office, qtbot: QtBot) -> None:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.register_one()
    dialog = page.register_dialog
    assert dialog is not None
    _fill(dialog, dict(CLEAN))
    _press(dialog, "登记")
    with qtbot.waitSignal(page.case_registered) as asked:
        _press(dialog, "查看这一件")
    assert asked.args == [1]
    assert not dialog.isVisible()


def test_the_source_is_as_chosen(at: Office, dialog: RegisterDialog) -> None:
    _fill(dialog, dict(CLEAN))
    _press(dialog, "两者")
    _press(dialog, "登记")
    assert at.unit.applications.get(1).source is Source.BOTH


def test_a_filing_number_already_there_is_refused_beside_the_field_and_nothing_is_lost(
    at: Office, dialog: RegisterDialog
) -> None:
    register_application(at.unit, application(7), Source.PAPER)
    typed = application(8, filing_number=application(7)["filing_number"])
    _fill(dialog, typed)
    _press(dialog, "登记")
    assert "2024-示-0001" in _notes(dialog, "filing_number")
    assert dialog.form.values() == typed
    assert len(at.unit.applications.cases) == 1


def test_nothing_typed_is_refused_with_a_sentence(at: Office, dialog: RegisterDialog) -> None:
    _press(dialog, "登记")
    assert "至少填写一项" in _notes(dialog, "project_name")
    assert at.unit.applications.cases == {}


def test_what_was_typed_is_there_again_after_the_program_was_killed(
    at: Office, dialog: RegisterDialog, qtbot: QtBot
) -> None:
    _type(dialog, "project_name", "示例服务标准化试点")
    _press(dialog, "两者")
    qtbot.waitUntil(lambda: "register:source" in at.unit.drafts.of(0))
    again = _opened(at, qtbot)
    assert again.form.values() == {"project_name": "示例服务标准化试点"}
    assert again.head.source() is Source.BOTH


def test_closing_keeps_the_last_letters(at: Office, dialog: RegisterDialog, qtbot: QtBot) -> None:
    _type(dialog, "applicant", "上海示例")
    _press(dialog, "关闭，稍后继续")
    assert _opened(at, qtbot).form.values() == {"applicant": "上海示例"}


def test_a_registered_form_is_not_offered_again(at: Office, dialog: RegisterDialog, qtbot: QtBot) -> None:
    _fill(dialog, dict(CLEAN))
    _press(dialog, "登记")
    assert _opened(at, qtbot).form.values() == {}


def test_clearing_can_be_taken_back(at: Office, dialog: RegisterDialog, qtbot: QtBot) -> None:
    _type(dialog, "applicant", "上海示例")
    _press(dialog, "清空已填内容")
    assert dialog.form.values() == {}
    assert _opened(at, qtbot).form.values() == {}
    _press(dialog, "撤销清空")
    assert dialog.form.values() == {"applicant": "上海示例"}


def test_enter_ends_a_field_and_only_its_own_key_registers(at: Office, dialog: RegisterDialog) -> None:
    _type(dialog, "applicant", "上海示例")
    line = dialog.form.rows["applicant"].editor.focusProxy()
    assert line is not None
    QTest.keyClick(line, Qt.Key.Key_Return)
    assert at.unit.applications.cases == {}
    QTest.keyClick(line, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert at.unit.applications.get(1).values == {"applicant": "上海示例"}
