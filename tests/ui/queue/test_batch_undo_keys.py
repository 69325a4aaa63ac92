"""Ctrl+Z takes the act on many cases that was just done back as a whole; the palette and the menu do it later too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.listing.batch_acts import assign_cases, label_cases
from reviewer_app.services.ports.listing import Label
from reviewer_ui.detail.past.step_line import StepLine
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue.batch import BatchDialog
from reviewer_ui.queue.menus import fill_menu
from reviewer_ui.undoing.batch_dialog import BatchUndoDialog
from support.desk_pages import Office

_CTRL = Qt.KeyboardModifier.ControlModifier
OTHER = "示例乙"


@pytest.fixture
def cases(window: MainWindow, desk_of_ten: Office) -> list[int]:
    """Three cases in hand; the first of them is shown."""
    kept = desk_of_ten.unit.applications.cases
    found = list(kept)[:3]
    for one in found:
        kept[one] = replace(kept[one], state=State.CHECKING, handler="示例甲")
    window.acts.case_asked.emit(found[0])
    window.activateWindow()
    window.cases.queue.setFocus()
    return found


def _press(window: MainWindow, key: Qt.Key) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, _CTRL)


def _assign(window: MainWindow, cases: list[int]) -> None:
    """Gives the cases to another by the dialog of the list."""
    window.cases.queue._chosen._chosen = lambda: cases
    window.context.actions["queue.assign"].trigger()
    dialog = next(one for one in window.findChildren(BatchDialog) if one.isVisible())
    dialog.to.setCurrentIndex(dialog.to.findData(OTHER))
    QApplication.processEvents()
    dialog.confirm.click()
    # The dialog is gone, and the keyboard is the window's again.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    window.activateWindow()
    QApplication.processEvents()
    window.cases.queue.setFocus()


def _handlers(office: Office, cases: list[int]) -> list[str]:
    return [office.unit.applications.get(one).handler for one in cases]


def _shown(window: MainWindow) -> BatchUndoDialog:
    dialog = window.context.steps.dialog
    assert dialog is not None
    assert dialog.isVisible()
    return dialog


def test_the_keys_take_the_whole_act_back_and_do_it_again(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    actions = window.context.actions
    _assign(window, cases)
    assert _handlers(desk_of_ten, cases) == [OTHER] * 3
    assert window.foot.message() == "已办“分派给 示例乙”：3 件。"
    assert actions["case.undo"].text() == actions["queue.undo"].text() == "撤销“分派给 示例乙”（3 件）"
    _press(window, Qt.Key.Key_Z)
    assert _handlers(desk_of_ten, cases) == ["示例甲"] * 3
    assert window.foot.message() == "已撤销“分派给 示例乙”：3 件。"
    assert actions["case.redo"].text() == "重做“分派给 示例乙”（3 件）"
    _press(window, Qt.Key.Key_Y)
    assert _handlers(desk_of_ten, cases) == [OTHER] * 3
    window.foot.take_action()
    assert _handlers(desk_of_ten, cases) == ["示例甲"] * 3
    acts = [one.act for one in desk_of_ten.unit.events.of(cases[1])][-4:]
    assert acts == [EventAct.HANDED_OVER, EventAct.UNDONE, EventAct.REDONE, EventAct.UNDONE]


def test_asked_for_twice_before_it_was_found_it_is_shown_once(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[Callable[[object], None]] = []
    background = window.context.background
    monkeypatch.setattr(background, "run_read", lambda *_what, then, failed: asked.append(then))
    for _ in range(2):
        window.context.steps.undo()
    assert len(asked) == 1
    asked[0](None)
    window.context.steps.undo()
    assert len(asked) == 2


def test_after_another_act_the_keys_take_that_one_back(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    _assign(window, cases)
    other = next(one for one in desk_of_ten.unit.applications.cases if one not in cases)
    kept = desk_of_ten.unit.applications.cases
    kept[other] = replace(kept[other], state=State.CHECKING, handler="示例甲")
    window.acts.case_asked.emit(other)
    window.context.background.run_change(answer_item, other, "E2.staff", Verdict.MET)
    qtbot.waitUntil(lambda: "作答" in window.context.actions["case.undo"].text())
    window.cases.queue.setFocus()
    _press(window, Qt.Key.Key_Z)
    assert _handlers(desk_of_ten, cases) == [OTHER] * 3
    assert desk_of_ten.unit.answers.of(other)["E2.staff"].verdict is Verdict.UNDECIDED


def test_cases_that_stay_are_listed_with_why(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    _assign(window, cases)
    unit = desk_of_ten.unit.acting(OTHER)
    answer_item(unit, cases[1], "E2.staff", Verdict.MET)
    unit.acting("示例甲")
    _press(window, Qt.Key.Key_Z)
    assert _handlers(desk_of_ten, cases) == ["示例甲", OTHER, "示例甲"]
    dialog = _shown(window)
    assert dialog.count.text() == "已撤销 2 件，1 件没有撤销。"
    assert "没有撤销：示例乙 此后已办理“作答”" in dialog.lines.item(0).text()
    dialog.cancel.click()
    assert window.context.steps.dialog is None


def test_an_act_of_before_the_start_is_shown_first_and_then_taken_back(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    assign_cases(desk_of_ten.unit, cases, OTHER, "分工")
    menu = QMenu()
    qtbot.addWidget(menu)
    fill_menu(menu, window.context.actions, 2, lambda _act: None)
    entry = next(one for one in menu.actions() if one.text() == "撤销整批办理")
    entry.trigger()
    dialog = _shown(window)
    assert dialog.windowTitle() == "撤销“移交 示例乙”（3 件）"
    assert _handlers(desk_of_ten, cases) == [OTHER] * 3
    dialog.confirm.click()
    assert _handlers(desk_of_ten, cases) == ["示例甲"] * 3
    window.context.steps._hold([], [])
    window.context.actions["queue.redo"].trigger()
    _shown(window).confirm.click()
    assert _handlers(desk_of_ten, cases) == [OTHER] * 3
    window.context.actions["queue.undo"].trigger()
    window.context.actions["queue.undo"].trigger()
    assert window.foot.message().startswith("近来没有可以撤销的整批办理")


def test_acts_that_followed_each_other_come_back_one_after_the_other(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    unit, steps = desk_of_ten.unit, window.context.steps
    _assign(window, cases)
    background, label = window.context.background, Label("急")
    background.run_change(label_cases, cases, label, then=steps.note)
    seen = []
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y):
        _press(window, key)
        seen.append((_handlers(desk_of_ten, cases)[0], bool(unit.marks.labels_of(cases)[cases[0]])))
    assert seen == [(OTHER, False), ("示例甲", False), (OTHER, False), (OTHER, True)]


def test_labels_are_taken_off_again_from_the_palette_after_other_work(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    unit, steps, background = desk_of_ten.unit, window.context.steps, window.context.background
    background.run_change(label_cases, cases, Label("急"), then=steps.note)
    background.run_change(answer_item, cases[0], "E2.staff", Verdict.MET)
    assert steps.undoable is None
    window.context.actions["queue.undo"].trigger()
    assert _shown(window).windowTitle() == "撤销“加标签‘急’”（3 件）"
    _shown(window).confirm.click()
    assert unit.marks.labels_of(cases) == dict.fromkeys(cases, ())
    unit.marks.laid.add((cases[0], "急", ""))
    steps.redo()
    dialog = _shown(window)
    assert dialog.lines.item(0).text().endswith("没有重做：已有标签“急”。")
    dialog.reject()


def test_the_line_above_the_record_takes_back_the_case_shown_alone(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, cases: list[int]
) -> None:
    _assign(window, cases)
    line = window.findChild(StepLine)
    assert line is not None
    qtbot.waitUntil(lambda: line.undo.said.text() == "最近一步：移交 示例乙")
    line.undo.button.click()
    assert _handlers(desk_of_ten, cases) == ["示例甲", OTHER, OTHER]
