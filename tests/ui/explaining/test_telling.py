"""为何如此: one key explains what has the keyboard, in one pop-up, with rule, clause and values."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import Direction, IncomingKind, RegisterEntry
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.office.register import RegisterBook
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.detail.explanation import lines_of, told_field
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.preview import BatchPreview
from reviewer_ui.explaining.telling import ToldDialog, teller_of
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.pane import OpinionPane
from reviewer_ui.register.columns import told_entry
from support.casework import answered, registered
from support.desk_pages import Office, office
from support.followed import FollowedOpinion
from support.pile_page import number_of, scan


def _asked(window: MainWindow, part: QWidget) -> tuple[str, str, str]:
    """Name, value and lines of what is told when the part has the keyboard; the pop-up is closed again."""
    part.setFocus()
    assert window.focusWidget() is part
    window.context.actions["explain.focused"].trigger()
    (dialog,) = [one for one in window.findChildren(ToldDialog) if one.isVisible()]
    told = dialog.accessibleName().removeprefix("为何如此："), dialog.value.text(), dialog.lines.text()
    dialog.end.click()
    QApplication.processEvents()
    return told


def test_contact_state_number_and_day_of_a_case_say_what_they_rest_on(window: MainWindow) -> None:
    pane = window.findChild(CasePane)
    assert pane is not None
    name, value, lines = _asked(window, pane.fields.rows["sector"].value)
    assert (name, value) == ("领域", pane.fields.rows["sector"].value.text())
    assert "五（五）" in lines
    name, value, lines = _asked(window, pane.head.state)
    assert (name, value) == ("状态", pane.head.state.text())
    assert "下一步可到：" in lines
    _, value, lines = _asked(window, pane.head.numbers)
    assert value.startswith("2024-")
    assert "顺序号" in lines
    assert "这一天记在案件上" in _asked(window, pane.head.due)[2]


def test_points_rows_and_counts_are_explained_by_the_same_key(window: MainWindow) -> None:
    pane = window.findChild(OpinionPane)
    assert pane is not None
    name, _, lines = _asked(window, next(iter(pane.checklist.rows.values())))
    assert name.startswith("通知二")
    assert "硬性：" in lines
    chips = window.cases.queue.chips
    first = chips.shown_and_hidden()[0][0]
    assert first is Tab.MINE
    assert _asked(window, chips.chip(first))[:2] == ("待我办", f"{chips.count_of(first)} 件")
    assert "Ctrl+D" in _asked(window, window.cases.queue.rows)[2]
    assert _asked(window, window.top.deadline)[0] == "报送截止"


def test_a_count_names_what_it_still_lacks(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path)
    case_id = answered(at.unit, registered(at.unit), but=("E2.staff",))
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show_case(case_id)
    teller = teller_of(pane.writing.strip.pills["answers"])
    told: list[str] = []
    assert teller is not None
    teller.explain(lambda one: told.extend(one.lines))
    assert told[1] == "还没有的：二（二）专兼职标准化人员。"


def test_a_finding_is_told_with_its_clause_and_its_cure(tmp_path: Path) -> None:
    at = office(tmp_path)
    view = at.library.read(open_case, registered(at.unit, credit_code="91310104MAXX00015"))
    line = next(one for one in lines_of(view) if one.field.id == "credit_code")
    told = told_field(view, line, is_revealed=True)
    assert told.lines[1].startswith("须补正：")
    assert "依据通知" in told.lines[1]
    assert told.lines[2].startswith("怎样更正：请按登记证照更正")


def test_what_was_not_worked_out_says_so_and_opens_nothing(window: MainWindow) -> None:
    window.top.search.setFocus()
    assert teller_of(window.top.search) is None
    window.context.actions["explain.focused"].trigger()
    assert not [one for one in window.findChildren(ToldDialog) if one.isVisible()]
    assert "没有由程序得出的内容" in window.foot.message()


def test_what_can_be_sent_and_what_cannot_say_why_by_the_key(qtbot: QtBot, window: MainWindow) -> None:
    window.show_place("dispatch")
    (preview,) = window.findChildren(BatchPreview)
    held = preview.chips["暂不能报送"]
    held.setFocus()
    with qtbot.waitActive(window):
        window.activateWindow()
    QTest.keyClick(held, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [one for one in window.findChildren(ToldDialog) if one.isVisible()]
    assert dialog.value.text() == f"{held.text().split()[-1]} 件"
    dialog.end.click()
    held.click()
    preview.table.selectRow(0)
    assert "暂不能报送：" in _asked(window, preview.table)[2]


def test_a_view_says_in_its_menu_what_it_counts(window: MainWindow) -> None:
    """The menu takes the same key for the line in hand; the answer stands over the window."""
    queue = window.cases.queue
    queue.views.show(queue.query)
    menu = queue.views.menu
    assert menu is not None
    menu.setActiveAction(menu.actions()[0])
    name, _, count = menu.actions()[0].text().partition("\t")
    QTest.keyClick(menu, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    (dialog,) = [one for one in window.findChildren(ToldDialog) if one.isVisible()]
    assert (dialog.windowTitle(), dialog.value.text()) == ("为何如此", f"{count} 件")
    assert dialog.accessibleName() == f"为何如此：{name}"
    assert "数的是本年度符合" in dialog.lines.text()


def test_a_set_taken_in_says_what_it_lacks(window: MainWindow, desk_of_ten: Office) -> None:
    desk_of_ten.context.actions["intake.pile"].trigger()
    pile = window.places.intake.pile
    assert pile is not None
    scan(pile, number_of(desk_of_ten, 3))
    pile.card.mark_alike()
    pile.card.turn(2)
    scan(pile, "")
    pile.today.table.selectRow(0)
    lines = _asked(window, pile.today.table)[2]
    assert "各份依次是：已盖章、未盖章、已盖章" in lines
    assert "缺的是：" in lines
    assert "未盖章" in _asked(window, pile.today.lacking)[2]


@pytest.mark.parametrize(
    ("direction", "serial", "number", "told"),
    [
        (Direction.OUTGOING, 2, "沪示市监标荐〔2024〕2号", "同一代字同一年份按先后编出"),
        (Direction.OUTGOING, 0, "沪示市监函〔2024〕特1号", "登记时另行填写"),
        (Direction.INCOMING, 1, "", "来文的收文号"),
    ],
)
def test_a_number_of_the_register_says_how_it_came(direction: Direction, serial: int, number: str, told: str) -> None:
    kind = IncomingKind.REPLY if direction is Direction.INCOMING else DocumentKind.TRANSFER_LETTER
    entry = RegisterEntry(direction, kind.value, 2024, serial, number, "某局", "函", date(2024, 5, 18), "示例甲")
    assert told in told_entry(RegisterBook((), (), {}, {}), entry).lines[0]


def test_a_rank_is_explained_inside_its_dialog_by_the_same_key(qtbot: QtBot, window: MainWindow) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_place("dispatch")
    (preview,) = window.findChildren(BatchPreview)
    preview.order.click()
    (order,) = [one for one in window.findChildren(OrderDialog) if one.isVisible()]
    qtbot.waitUntil(order.isActiveWindow)
    order.table.setFocus()
    QTest.keyClick(order.table, Qt.Key.Key_I, Qt.KeyboardModifier.ControlModifier)
    (told,) = [one for one in order.findChildren(ToldDialog) if one.isVisible()]
    assert told.value.text() == "列第 1"
    assert "自己没有调整过" in told.lines.text()
    told.end.click()
    order.reject()
