"""Several cases chosen in the list, the menu of the right button, and the dialog of an act on all of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_app.services.listing.batch_acts import BatchAct
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue import QueuePane
from reviewer_ui.queue.batch import BatchDialog
from reviewer_ui.queue.menus import fill_menu
from support.desk_pages import Office

_CTRL, _SHIFT, _NONE = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.NoModifier,
)


@pytest.fixture
def pane(qtbot: QtBot, desk_of_ten: Office) -> QueuePane:
    """The queue of ten cases, all of them shown."""
    made = QueuePane(desk_of_ten.context)
    qtbot.addWidget(made)
    made.resize(420, 700)
    made.show_season("2024")
    made.show_tab(Tab.ALL)
    made.show()
    return made


def click(pane: QueuePane, row: int, modifier: Qt.KeyboardModifier = _NONE) -> None:
    """A click on a row of the list."""
    at = pane.rows.visualRect(pane.model.index(row, 0)).center()
    QTest.mouseClick(pane.rows.viewport(), Qt.MouseButton.LeftButton, modifier, at)


def places(pane: QueuePane) -> list[int]:
    """Where the chosen cases stand."""
    return [pane.model.position_of(one) for one in pane.chosen_cases()]


def dialog_of(pane: QueuePane) -> BatchDialog:
    """The dialog that is open over the list."""
    return next(one for one in pane.findChildren(BatchDialog) if one.isVisible())


def told(dialog: BatchDialog) -> list[str]:
    """What the dialog says of each case."""
    return [dialog.lines.item(row).text().split("\n")[1] for row in range(dialog.lines.count())]


def test_ctrl_and_shift_choose_several_and_a_plain_click_one(pane: QueuePane) -> None:
    click(pane, 0)
    click(pane, 2, _CTRL)
    assert places(pane) == [0, 2]
    click(pane, 4, _SHIFT)
    assert places(pane) == [0, 2, 3, 4]
    click(pane, 3, _CTRL)
    assert places(pane) == [0, 2, 4]
    click(pane, 1)
    assert places(pane) == [1]
    QTest.keyClick(pane.rows, Qt.Key.Key_Down, _SHIFT)
    assert places(pane) == [1, 2]
    QTest.keyClick(pane.rows, Qt.Key.Key_Down)
    assert places(pane) == [3]


def test_the_menu_offers_the_acts_on_what_is_chosen(qtbot: QtBot, pane: QueuePane, desk_of_ten: Office) -> None:
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, desk_of_ten.context.actions, 2, pane._chosen.ask)
    said = [entry.text() for entry in menu.actions()]
    assert "选中 2 件" in said
    assert {"分派经办…", "搁置到某日…", "加标签…"} <= set(said)
    click(pane, 0)
    next(entry for entry in menu.actions() if entry.text() == "去掉标签…").trigger()
    assert dialog_of(pane).windowTitle() == "去掉标签"
    dialog_of(pane).close()


def test_the_dry_run_tells_who_changes_and_an_unticked_case_stays(pane: QueuePane, desk_of_ten: Office) -> None:
    cases = desk_of_ten.unit.applications.cases
    for row, state in enumerate((State.REVIEWING, State.SENT, State.CHECKING)):
        case_id = pane.model.case_at(row) or 0
        cases[case_id] = replace(cases[case_id], state=state)
    for row, modifier in ((0, _NONE), (1, _CTRL), (2, _CTRL)):
        click(pane, row, modifier)
    ids = pane.chosen_cases()
    desk_of_ten.context.actions["queue.set_aside"].trigger()
    dialog = dialog_of(pane)
    assert all("请写明" in line or "已报送" in line for line in told(dialog)), told(dialog)
    assert not dialog.confirm.isEnabled()
    dialog.day.setDate(QDate(2024, 5, 21))
    dialog.reason.setText("等单位来电")
    QApplication.processEvents()
    assert [("搁置到" in line) for line in told(dialog)] == [True, False, True]
    dialog.lines.item(2).setCheckState(Qt.CheckState.Unchecked)
    assert dialog.chosen() == [ids[0]]
    dialog.confirm.click()
    assert not dialog.isVisible()
    assert list(desk_of_ten.unit.asides.kept) == [ids[0]]
    assert pane.chips.count_of(Tab.ASIDE) == 1
    pane.show_tab(Tab.ASIDE)
    assert [pane.model.case_at(row) for row in range(pane.model.rowCount())] == [ids[0]]


def test_paper_of_the_chosen_cases_is_taken_in_by_keys_once_its_seals_were_looked_at(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office
) -> None:
    unit, queue = desk_of_ten.unit, window.cases.queue
    queue.search_for("状态:核对")
    queue.choose_first()
    QTest.keyClick(queue.rows, Qt.Key.Key_A, _CTRL)
    ids = queue.chosen_cases()
    QTest.keyClick(queue.rows, Qt.Key.Key_R, _CTRL | Qt.KeyboardModifier.AltModifier)
    dialog = dialog_of(queue)
    assert not dialog.confirm.isEnabled()
    assert set(told(dialog)) == {"请先说明各份盖章没有。"}
    dialog.seal.setFocus()
    QTest.keyClick(dialog.seal, Qt.Key.Key_Down)
    qtbot.waitUntil(dialog.confirm.isEnabled)
    dialog.lines.item(len(ids) - 1).setCheckState(Qt.CheckState.Unchecked)
    QTest.keyClick(dialog.confirm, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [len(unit.papers.of(one)) for one in ids] == [3] * (len(ids) - 1) + [0]
    desk_of_ten.context.actions["case.undo"].trigger()
    assert not any(copy.is_received for copy in unit.papers.of(queue.current_case or 0))


def test_a_case_that_was_changed_meanwhile_is_told_after_the_act(pane: QueuePane, desk_of_ten: Office) -> None:
    for row, modifier in ((0, _NONE), (1, _CTRL)):
        click(pane, row, modifier)
    ids = pane.chosen_cases()
    desk_of_ten.context.actions["queue.label"].trigger()
    dialog = dialog_of(pane)
    dialog.label.setCurrentText("急")
    QApplication.processEvents()
    assert dialog.chosen() == ids
    desk_of_ten.unit.marks.laid.add((ids[1], "急", ""))
    dialog.do()
    assert dialog.isVisible()
    assert [line.split("：")[0] for line in told(dialog)] == ["已办", "没有办成"]
    assert dialog.count.text() == "1 件已办，1 件没有办成"
    dialog.close()


def test_without_a_selection_the_case_in_hand_is_meant_and_an_empty_list_says_so(
    pane: QueuePane, desk_of_ten: Office
) -> None:
    pane.search_for("没有这样的案件")
    desk_of_ten.context.actions["queue.take_up"].trigger()
    assert pane.current_case is not None
    dialog = dialog_of(pane)
    assert told(dialog) == ["这一案件没有搁置。"]
    assert not dialog.confirm.isEnabled()
    dialog.close()


def test_every_act_of_the_list_has_its_dialog(pane: QueuePane, desk_of_ten: Office) -> None:
    click(pane, 0)
    for act in BatchAct:
        dialog = BatchDialog(desk_of_ten.context, act, pane.chosen_cases(), desk_of_ten.unit.today, pane)
        assert dialog.windowTitle()
        assert dialog.lines.count() == 1 or dialog.note.text() or dialog.count.text().startswith("写好标签后")
        dialog.deleteLater()


def test_asked_twice_before_the_dialog_came_there_is_one(
    pane: QueuePane, desk_of_ten: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    come: list[Callable[[date], None]] = []
    click(pane, 0)
    with monkeypatch.context() as busy:
        busy.setattr(desk_of_ten.context.background, "run_read", lambda _read, then: come.append(then))
        for _ in range(2):
            desk_of_ten.context.actions["queue.set_aside"].trigger()
    for then in come:
        then(date(2024, 5, 19))
    assert len(come) == 2
    assert len([one for one in pane.findChildren(BatchDialog) if one.isVisible()]) == 1
    dialog_of(pane).reject()


def test_home_and_end_go_to_the_ends_of_the_list_in_both_of_its_views(pane: QueuePane) -> None:
    """With Shift all between are chosen."""
    last = pane.model.rowCount() - 1
    for is_table in (True, False):
        pane.show_table(is_table)
        view = pane.table if is_table else pane.rows
        assert view is not None
        QTest.keyClick(view, Qt.Key.Key_End)
        assert places(pane) == [last]
        QTest.keyClick(view, Qt.Key.Key_Home)
        assert places(pane) == [0]
    QTest.keyClick(pane.rows, Qt.Key.Key_End, _SHIFT)
    assert places(pane) == list(range(last + 1))


def test_tab_comes_to_the_day_of_the_day_and_leaves_it_at_once(pane: QueuePane, desk_of_ten: Office) -> None:
    """Set aside: the arrows move it by days, not by years."""
    desk_of_ten.context.actions["queue.set_aside"].trigger()
    dialog = dialog_of(pane)
    before = dialog.day.day()
    dialog.day.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(dialog.day, Qt.Key.Key_Up)
    assert (dialog.day.day() - before).days == 1
    for modifier in (_NONE, _SHIFT):
        dialog.day.setFocus(Qt.FocusReason.TabFocusReason)
        QTest.keyClick(dialog.day, Qt.Key.Key_Tab, modifier)
        assert not dialog.day.hasFocus()
    dialog.reject()


def test_without_a_label_nothing_is_promised_and_nothing_can_be_done(pane: QueuePane, desk_of_ten: Office) -> None:
    """Also once it has been written and rubbed out."""
    desk_of_ten.context.actions["queue.label"].trigger()
    dialog = dialog_of(pane)
    seen = []
    for words in ("", "急", "　"):
        dialog.label.setCurrentText(words)
        dialog.plan()
        seen.append((dialog.count.text(), dialog.lines.count(), dialog.confirm.isEnabled()))
    nothing = ("写好标签后，这里逐件列明改动哪几件。", 0, False)
    assert seen == [nothing, ("将改动 1 件，其余 0 件不变", 1, True), nothing]
    dialog.reject()
