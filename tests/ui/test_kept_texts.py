"""What was typed in a dialog is there again after every way out of it, for its author and for nobody else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.services.listing.batch_acts import BatchAct
from reviewer_app.services.seasons.drafting import open_draft
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.kept_texts import KeptTexts, keep_texts
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue.batch import BatchDialog
from reviewer_ui.seasons.editor import PackEditor
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from support.desk_pages import Office, office, signed_off, type_text


@pytest.fixture
def at(tmp_path: Path) -> Office:
    made = office(tmp_path)
    for number in (1, 2):
        signed_off(made.unit, number)
    return made


@pytest.fixture
def over(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def aside(at: Office, over: QWidget) -> BatchDialog:
    dialog = BatchDialog(at.context, BatchAct.SET_ASIDE, [1, 2], at.unit.today, over)
    dialog.open()
    return dialog


DOORS: dict[str, Callable[[Dialog], object]] = {
    "escape": lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "cross": lambda dialog: dialog.close(),
}


@pytest.mark.parametrize("door", DOORS)
def test_a_reason_begun_stands_there_again(door: str, at: Office, over: QWidget) -> None:
    dialog = aside(at, over)
    type_text(dialog.reason, "等单位来电")
    DOORS[door](dialog)
    assert aside(at, over).reason.text() == "等单位来电"
    at.unit.acting("示例乙")
    assert aside(at, over).reason.text() == ""


def test_a_reason_that_was_used_is_not_proposed_again(at: Office, over: QWidget) -> None:
    dialog = aside(at, over)
    type_text(dialog.reason, "等单位来电")
    dialog.plan()
    dialog.confirm.click()
    assert len(at.unit.drafts.of(0)) == 1
    assert aside(at, over).reason.text() == ""


def test_why_a_case_was_moved_stands_there_again_with_that_case(at: Office, over: QWidget) -> None:
    dialog = OrderDialog(at.context, over)
    dialog.open()
    dialog.move_row(0, 1)
    type_text(dialog.reason, "示范作用更强")
    dialog.reject()
    again = OrderDialog(at.context, over)
    assert again.reason.text() == ""
    again.move_row(0, 1)
    assert again.reason.text() == "示范作用更强"
    again.put_back()
    again.move_row(1, 0)
    assert again.reason.text() == "", "it was said of the other case"
    again.put_back()
    again.move_row(0, 1)
    again.record()
    again.move_row(1, 0)
    assert again.reason.text() == ""


def test_of_a_form_only_what_was_typed_is_kept(at: Office, over: QWidget) -> None:
    """A day that was proposed is proposed anew; what stands in a field already is not written over."""
    fields = (FormField("subject", "事由"), FormField("day", "收到日期", "2024-05-19"))
    first = FormDialog("来文登记", "登记一件来文", "登记来文", fields, over)
    keep_texts(at.context, first, "incoming:1")
    first.open()
    type_text(first.editors["subject"], "补正材料")
    first.reject()
    later = (FormField("subject", "事由"), FormField("day", "收到日期", "2024-05-20"))
    second = FormDialog("来文登记", "登记一件来文", "登记来文", later, over)
    keep_texts(at.context, second, "incoming:1")
    assert second.texts() == {"subject": "补正材料", "day": "2024-05-20"}
    other = FormDialog("来文登记", "登记一件来文", "登记来文", later, over)
    keep_texts(at.context, other, "incoming:2")
    assert other.texts() == {"subject": "", "day": "2024-05-20"}


def test_who_leaves_for_another_person_finds_an_open_dialogs_text_again(
    window: MainWindow, desk_of_ten: Office
) -> None:
    """换人登录 from the lock closes the window with all its dialogs: nobody is there to be asked."""
    window.context.actions["queue.set_aside"].trigger()
    dialog = next(one for one in window.findChildren(BatchDialog) if one.isVisible())
    type_text(dialog.reason, "等单位来电")
    editor = PackEditor(window.context, "2024", window)
    editor.open()
    assert editor.form.go_to(("limits", "sending_deadline"))
    deadline = editor.form.editors["limits", "sending_deadline"]
    assert isinstance(deadline, QLineEdit)
    deadline.selectAll()
    QTest.keyClicks(deadline, "2025-02-29")
    window.lock.cover()
    window.leave()
    kept = [one.text for one in desk_of_ten.unit.drafts.of(0).values()]
    assert sum("等单位来电" in text for text in kept) == 1
    assert [one.words for one in open_draft(desk_of_ten.unit, "2024").draft.typed] == ["2025-02-29"]


def test_a_text_that_comes_late_is_not_put_to_another_thing(
    at: Office, over: QWidget, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = Dialog(over)
    reason = QLineEdit(dialog)
    typed = KeptTexts(at.context, dialog, "look:1", {"reason": reason})
    type_text(reason, "查询日期晚于意见")
    typed.turn_to("")
    late: list[Callable[[str], object]] = []
    monkeypatch.setattr(at.context.background, "run_read", lambda *_asked, then: late.append(then))
    typed.turn_to("look:1")
    typed.turn_to("look:2")
    late[0]('{"reason": "查询日期晚于意见"}')
    assert reason.text() == ""
