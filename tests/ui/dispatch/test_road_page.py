"""报送 as a road: which step opens, the steps by hand and by key, the batches before, what a screen reader hears."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.road import STEPS, RoadStep
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dispatch.road.made import RESULT
from reviewer_ui.dispatch.road.step_page import StepPage
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office, shown_column, signed_off, unnamed
from support.fakes import FakeUnit
from support.packed import lettered


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


def batch_of(unit: FakeUnit, number: int, *cases: int, is_sent: bool = False) -> int:
    """A batch on record with some cases."""
    lines = tuple(BatchLine(case, f"2024-示-{case:04d}", f"示例服务{case}标准化试点", f"{case}.pdf") for case in cases)
    made = Batch(number, "2024", "批次", SealStyle.CIRCLE, "示例甲", unit.now, "0" * 64, lines)
    if is_sent:
        made = replace(made, sent_at=unit.now, sent_by="示例甲")
        for case in cases:
            unit.applications.cases[case] = replace(unit.applications.get(case), state=State.SENT)
    return unit.batches.add(made)


def page_of(at: Office, qtbot: QtBot) -> DispatchPage:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    with qtbot.waitActive(page):
        page.show()
    return page


def test_the_first_step_not_done_opens_and_says_how_it_stands(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1), signed_off(at.unit, 2))
    page = page_of(at, qtbot)
    assert (page.head.title.text(), page.step) == ("第 1 批 · 2 件", RoadStep.MAKE)
    assert page.head.note.text() == "重点 0 件，一般 2 件 · 联系人 1 位 · 05-19 由示例甲组成"
    assert [page.head.steps.buttons[step].line for step in STEPS] == [
        *("2 件，按收件编号", "5 份文件，缺报送函 1 份", "待用印 2 件", "未寄出", "未收到")
    ]
    heard = QAccessible.queryAccessibleInterface(page.head.steps.buttons[RoadStep.MAKE])
    assert heard.text(QAccessible.Text.Name) == "第 2 步，出件，现在这一步：5 份文件，缺报送函 1 份"
    assert unnamed(page) == []


def test_the_steps_are_walked_by_their_keys_and_by_the_arrows(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1))
    page = page_of(at, qtbot)
    for place, step in enumerate(STEPS, 1):
        QTest.keyClick(page, Qt.Key(Qt.Key.Key_0 + place), Qt.KeyboardModifier.AltModifier)
        assert page.step is step
    buttons = page.head.steps.buttons
    buttons[RoadStep.CITY].setFocus()
    QTest.keyClick(buttons[RoadStep.CITY], Qt.Key.Key_Left)
    assert page.step is RoadStep.POST
    assert page.focusWidget() is buttons[RoadStep.POST]


def test_a_step_left_is_taken_up_again_when_something_changes_elsewhere(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1))
    page = page_of(at, qtbot)
    page.open_step(RoadStep.MAKE)
    page.refresh()
    assert page.step is RoadStep.MAKE


def test_before_a_batch_is_made_its_later_steps_say_what_comes_first(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = page_of(at, qtbot)
    assert (page.head.title.text(), page.step) == ("第 1 批 · 待组成", RoadStep.CHOOSE)
    assert page.head.steps.buttons[RoadStep.CHOOSE].line == "已选 1 件"
    page.preview.model.tick_all(False)
    assert page.head.steps.buttons[RoadStep.CHOOSE].line == "还没有选件"
    page.open_step(RoadStep.SEAL)
    assert not page.sealing.isVisible()


def test_older_batches_are_folded_and_reopened_by_their_line(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1), is_sent=True)
    batch_of(at.unit, 2, signed_off(at.unit, 2))
    page = page_of(at, qtbot)
    assert (page.head.title.text(), page.head.older.text()) == ("第 2 批 · 1 件", "以前的批次 1 ▾")
    again, _line, former = page.head.older_menu.actions()
    assert former.text() == "第 1 批 · 1 件 · 05-19 已报送"
    former.trigger()
    assert (page.head.title.text(), page.step) == ("第 1 批 · 1 件", RoadStep.CITY)
    again = page.head.older_menu.actions()[0]
    again.trigger()
    assert (page.head.title.text(), page.step) == ("第 3 批 · 待组成", RoadStep.CHOOSE)


def test_what_was_made_is_shown_again_long_after_the_export(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1), is_sent=True)
    page = page_of(at, qtbot)
    page.open_step(RoadStep.MAKE)
    assert page.result.title.text() == "第 1 批：已导出 1 件"
    assert page.result.model.rows()[0].file == "1.pdf"
    assert page.result.open.isEnabled()


def test_a_column_beside_is_there_for_the_seal_and_the_post_alone(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1))
    page = page_of(at, qtbot)
    panel = StepPage(at.context)
    page.put_beside(panel)
    seen = []
    for step in STEPS:
        page.open_step(step)
        seen += [step] if panel.isVisible() else []
    assert seen == [RoadStep.SEAL, RoadStep.POST]
    page.refresh()
    assert panel.batch is not None


def exported(at: Office, page: DispatchPage, *cases: int) -> None:
    """The cases go out as a batch, from the page."""
    page.refresh()
    page.preview.model.tick_all(True)
    assert page.preview.model.ticked() == list(cases)
    page.export()
    assert page.step is RoadStep.MAKE


def asked(page: DispatchPage) -> DecisionDialog:
    return next(one for one in page.findChildren(DecisionDialog) if one.isVisible())


def confirm(page: DispatchPage, reason: str) -> None:
    dialog = asked(page)
    dialog.reason.setPlainText(reason)
    QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)


def test_a_case_taken_out_is_dropped_by_an_update_that_lists_it_first(at: Office, qtbot: QtBot) -> None:
    cases = [signed_off(at.unit, 1), signed_off(at.unit, 2)]
    page = page_of(at, qtbot)
    exported(at, page, *cases)
    page.result.table.selectRow(0)
    page.result.leave.trigger()
    confirm(page, "单位来电，暂缓")
    assert page.head.steps.buttons[RoadStep.MAKE].line == "6 份文件，1 份已不是现行的"
    assert shown_column(page.result.table, RESULT) == ["已移出", "已导出", "须重出"]
    assert not page.result.onward.isVisible()
    QTest.mouseClick(page.result.update_batch, Qt.MouseButton.LeftButton)
    first, second = "2024年第1号（无代字）", "2024年第2号（无代字）"
    dropped = "去掉　2024-示-0001　示例服务1标准化试点（已移出）"
    assert asked(page).lines() == (dropped, f"出具　{second}　胡伟　1 件", f"作废　{first}　胡伟")
    confirm(page, "单位来电，暂缓")
    assert page.head.title.text() == "第 1 批 · 1 件"
    assert page.result.onward.isVisible()
    assert "换页 0 份，去掉 1 件" in at.said[-1].text
    assert [one.called for one in in_force_of(at.unit, 1)] == [second], "the number that was shown"


def test_a_number_taken_meanwhile_lets_the_update_stand_and_the_letter_wait(at: Office, qtbot: QtBot) -> None:
    """Another batch's letter took the number that was shown: no letter gets one that nobody saw."""
    cases = [signed_off(at.unit, number) for number in (1, 2)]
    page = page_of(at, qtbot)
    exported(at, page, *cases)
    other = batch_of(at.unit, 2, signed_off(at.unit, 3))
    page.result.table.selectRow(0)
    page.result.leave.trigger()
    confirm(page, "单位来电，暂缓")
    QTest.mouseClick(page.result.update_batch, Qt.MouseButton.LeftButton)
    lettered(at.unit, other, is_sealed=False)
    confirm(page, "单位来电，暂缓")
    assert "报送函没有重新出具" in at.said[-1].text
    assert [one.called for one in in_force_of(at.unit, 1)] == ["2024年第1号（无代字）"]


def test_a_dissolved_batch_gives_its_cases_back_to_the_list(at: Office, qtbot: QtBot) -> None:
    case = signed_off(at.unit, 1)
    page = page_of(at, qtbot)
    exported(at, page, case)
    page.result.dissolve.trigger()
    confirm(page, "漏选一件")
    assert page.head.title.text() == "第 1 批 · 已撤回组批"
    page.asked.send()
    assert at.said[-1].text == "没有尚未报送的批次可以登记，请先导出并选定一批。"
    page.show_batch(0)
    assert page.head.title.text() == "第 2 批 · 待组成"
    assert shown_column(page.preview.table, 6) == [""]


def test_a_supplement_says_what_it_supplements_from_the_first_step_on(at: Office, qtbot: QtBot) -> None:
    batch_of(at.unit, 1, signed_off(at.unit, 1), is_sent=True)
    later = signed_off(at.unit, 2)
    page = page_of(at, qtbot)
    QTest.mouseClick(page.head.supplement, Qt.MouseButton.LeftButton)
    confirm(page, "一件补充了附件")
    assert (page.head.title.text(), page.step) == ("第 2 批 · 待组成", RoadStep.CHOOSE)
    assert page.head.note.text() == "补报第 1 批：一件补充了附件"
    exported(at, page, later)
    assert page.head.note.text().endswith("补报第 1 批：一件补充了附件")
    assert at.unit.batches.get(2).supplements == 1
