"""抽查复看 by keys: drawn with number and reason, another person looks, an objection is answered, a batch tells it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.ranking.lots import LookVerdict
from reviewer_app.services.dispatch.second_looks import draw_second_looks, look_sheet, say_second_look
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dispatch.second_looks import SecondLooksDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office, signed_off
from support.fake_stores import EVERY_ROLE

RETURN = Qt.Key.Key_Return


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Three cases that could be sent, and a person who had no part in them at the desk."""
    at = office(tmp_path)
    for number in (1, 2, 3):
        signed_off(at.unit, number)
    at.unit.users.put(User("示例丙", EVERY_ROLE))
    at.unit.acting("示例丙")
    return at


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> DispatchPage:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def opened(page: DispatchPage) -> SecondLooksDialog:
    page.preview.looks.click()
    return next(one for one in page.findChildren(SecondLooksDialog) if one.isVisible())


def drawn(dialog: SecondLooksDialog, count: str, reason: str) -> FormDialog:
    dialog.draw.click()
    form = next(one for one in dialog.findChildren(FormDialog) if one.isVisible())
    form.fill("count", count)
    form.fill("reason", reason)
    QTest.keyClick(form, RETURN)
    return form


def pressed(button: QWidget) -> None:
    button.setFocus()
    QTest.keyClick(button, RETURN)


def test_cases_are_drawn_looked_at_objected_to_and_answered(at: Office, page: DispatchPage) -> None:
    dialog = opened(page)
    assert "3 件待报送可抽" in dialog.note.text()
    drawn(dialog, "2", "报送前例行抽查")
    assert [line.look.reason for line in look_sheet(at.unit).lines] == ["报送前例行抽查"] * 2
    assert "待 2 件" in page.preview.looks.text()
    pressed(dialog.objected)
    assert dialog.note.text() == "请写明“有异议”的理由。"
    dialog.reason.setText("查询日期晚于意见")
    pressed(dialog.objected)
    assert dialog.model.index(0, 5).data() == "有异议"
    assert not dialog.answer.isEnabled()
    assert "查询日期晚于意见" in dialog.words.text()
    held = [choice for choice in page.preview.model.rows() if not choice.is_allowed]
    assert ["查询日期晚于意见" in choice.refusal_detail for choice in held] == [True]
    at.unit.acting("示例甲")
    dialog.refresh()
    assert not dialog.sound.isEnabled()
    assert dialog.note.text() == "示例丙 有异议：写明理由后选答复异议，答复之后可以报送。"
    dialog.reason.setText("查询在提交当日")
    pressed(dialog.answer)
    assert dialog.model.index(0, 5).data() == "已答复"
    assert [choice.is_allowed for choice in page.preview.model.rows()] == [True] * 3


@pytest.mark.parametrize(
    ("count", "reason", "said"),
    [("9", "例行", "请填 1 到 3 之间"), ("一", "例行", "请填 1 到 3 之间"), ("1", " ", "请写明为什么抽查。")],
)
def test_a_draw_that_means_nothing_is_said_in_its_form(
    at: Office, page: DispatchPage, count: str, reason: str, said: str
) -> None:
    form = drawn(opened(page), count, reason)
    assert form.isVisible()
    assert said in form.note.text()
    assert look_sheet(at.unit).lines == ()


def test_ones_own_case_is_looked_at_by_another_and_what_was_said_meanwhile_is_shown_first(
    at: Office, page: DispatchPage
) -> None:
    dialog = opened(page)
    drawn(dialog, "3", "例行抽查")
    look = dialog.model.row_at(0).look.id
    at.unit.users.put(User("示例丁", EVERY_ROLE))
    say_second_look(at.unit.acting("示例丁"), look, LookVerdict.SOUND, "材料齐全")
    at.unit.acting("示例丙")
    dialog.reason.setText("没有问题")
    dialog.sound.click()
    assert "有了变化" in dialog.note.text()
    assert dialog.reason.text() == "没有问题"
    assert "材料齐全" in dialog.words.text()
    at.unit.acting("示例甲")
    dialog.refresh()
    assert not dialog.sound.isEnabled()
    assert "请由另一人复看" in dialog.note.text()


def test_who_recused_himself_reads_that_and_not_that_the_case_is_his(at: Office, page: DispatchPage) -> None:
    dialog = opened(page)
    drawn(dialog, "3", "例行抽查")
    case = dialog.model.row_at(0).case.id
    at.unit.applications.recuse(case, Recusal("示例丙", "亲属在该单位任职", at.unit.now))
    dialog.refresh()
    assert not dialog.sound.isEnabled()
    assert "回避" in dialog.note.text()


def test_each_row_says_of_its_own_case_why_one_cannot_look(at: Office, page: DispatchPage) -> None:
    dialog = opened(page)
    drawn(dialog, "3", "例行抽查")
    first, second = (dialog.model.row_at(row).case for row in (0, 1))
    at.unit.applications.recuse(first.id, Recusal("示例丙", "亲属在该单位任职", at.unit.now))
    at.unit.applications.cases[second.id] = replace(second, handler="示例丙")
    dialog.refresh()
    assert "回避" in dialog.note.text()
    dialog.table.setFocus()
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.note.text() == f"{second.intake_number} 由您经办、拟定或复核，请由另一人复看。"
    QTest.keyClick(dialog.table, Qt.Key.Key_Down)
    assert dialog.note.text().startswith("抽中的由另一人复看")
    assert dialog.sound.isEnabled()


def test_what_was_typed_outlives_escape_with_its_own_case_and_nothing_of_it_is_cut(
    at: Office, page: DispatchPage
) -> None:
    dialog = opened(page)
    form = drawn(dialog, "9", "报送前例行抽查")
    QTest.keyClick(form, Qt.Key.Key_Escape)
    dialog.draw.click()
    form = next(one for one in dialog.findChildren(FormDialog) if one.isVisible())
    assert form.texts() == {"count": "9", "reason": "报送前例行抽查"}
    form.fill("count", "2")
    QTest.keyClick(form, RETURN)
    dialog.reason.setText("查" * 900)
    dialog.objected.click()
    assert len(dialog.reason.text()) == 900
    assert "500" in dialog.note.text()
    dialog.table.selectRow(1)
    assert dialog.reason.text() == ""
    dialog.table.selectRow(0)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog = opened(page)
    assert dialog.reason.text() == "查" * 900
    dialog.reason.setText("查询日期晚于意见")
    dialog.objected.click()
    assert (dialog.reason.text(), dialog.note.text()) == ("", "已记入流转记录。")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert opened(page).reason.text() == ""


def test_a_word_given_twice_before_the_answer_came_is_one_word(
    at: Office, page: DispatchPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(page)
    drawn(dialog, "1", "报送前例行抽查")
    dialog.reason.setText("材料齐全")
    given: list[tuple[object, ...]] = []
    monkeypatch.setattr(at.context.background, "run_change", lambda *what, then, failed: given.append(what))
    pressed(dialog.sound)
    pressed(dialog.objected)
    assert [what[2] for what in given] == [LookVerdict.SOUND]


@pytest.mark.parametrize("is_read_only", [True, False])
def test_who_may_not_look_reads_why_and_finds_the_buttons_closed(
    at: Office, page: DispatchPage, is_read_only: bool
) -> None:
    draw_second_looks(at.unit, 1, "例行抽查")
    at.library.is_read_only = is_read_only
    if not is_read_only:
        at.unit.users.put(User("示例戊", frozenset({Role.SEAL})))
        at.unit.acting("示例戊")
    dialog = SecondLooksDialog(at.context, page)
    dialog.show()
    assert ("不能写入" if is_read_only else "须由经办、复核办理") in dialog.note.text()
    assert dialog.draw.toolTip()
    closed = (dialog.draw, dialog.sound, dialog.objected, dialog.answer, dialog.reason)
    assert [part.isEnabled() for part in closed] == [False] * 5
