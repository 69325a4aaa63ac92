"""报送 by keys: the export by Ctrl+Enter; 用印 and 报送 by Ctrl+K, with the batch asked about or the reason said."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.states import State
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets.decision import DecisionDialog
from support.casework import dialog_of
from support.desk_pages import Office, office, signed_off
from support.packed import post_by_keys
from support.sealing import session_on

NOTHING_TO_SEND = "没有尚未报送的批次可以登记，请先导出并选定一批。"


def page_of(window: MainWindow) -> DispatchPage:
    page = window.places.page("dispatch")
    assert isinstance(page, DispatchPage)
    return page


def test_a_batch_is_sealed_and_sent_from_the_palette(window: MainWindow, desk_of_ten: Office) -> None:
    """Each opens where it is done; the sending is off with its reason as soon as there is nothing left of it."""
    actions, unit = desk_of_ten.context.actions, desk_of_ten.unit
    case_id = signed_off(unit, 90)
    window.show_place("dispatch")
    page = page_of(window)
    page.preview.model.tick_all(False)
    page.preview.model.tick_all(True)
    page.export()
    window.show_place("cases")
    actions["dispatch.seal"].trigger()
    assert window.places.currentWidget() is page
    assert page.step is RoadStep.SEAL
    session_on(unit, [case_id], batch_id=1)
    page.refresh()
    QTest.keyClick(page.sealing.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert unit.applications.get(case_id).state is State.SEALED
    window.show_place("cases")
    actions["dispatch.send"].trigger()
    dialog_of(window).reject()
    post_by_keys(page.sending)
    assert unit.applications.get(case_id).state is State.SENT
    assert actions.why_closed("dispatch.send") == NOTHING_TO_SEND


def test_with_no_batch_the_first_press_says_so_at_the_foot(window: MainWindow, desk_of_ten: Office) -> None:
    """Before the place was seen nobody knows; then the action is off."""
    actions = desk_of_ten.context.actions
    actions["dispatch.send"].trigger()
    assert window.foot.message() == NOTHING_TO_SEND
    assert not actions["dispatch.send"].isEnabled()


def test_a_press_before_the_batches_are_read_waits_for_them(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, synchronous=False)
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show()
    page.asked.send()
    assert at.said == []
    qtbot.waitUntil(lambda: [message.text for message in at.said] == [NOTHING_TO_SEND])
    assert page.findChildren(DecisionDialog) == []


def test_what_happened_elsewhere_opens_the_action_again(window: MainWindow, desk_of_ten: Office) -> None:
    """A batch may have been made while another place was shown."""
    actions = desk_of_ten.context.actions
    window.show_place("dispatch")
    assert not actions["dispatch.seal"].isEnabled()
    window.show_place("cases")
    actions["case.begin_checking"].trigger()
    assert actions["dispatch.seal"].isEnabled()


def test_the_list_has_the_keyboard_and_ctrl_enter_exports_what_is_ticked(tmp_path: Path, qtbot: QtBot) -> None:
    """Nobody tabs through ten parts of the page to the button; a space before takes a case out."""
    at = office(tmp_path)
    for number in (1, 2):
        signed_off(at.unit, number)
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    with qtbot.waitActive(page):
        page.show()
    page.refresh()
    assert page.focusWidget() is page.preview.table
    pressed: list[int] = []
    page.preview.options.export_pressed.disconnect(page.export)
    page.preview.options.export_pressed.connect(lambda: pressed.append(len(page.preview.model.ticked())))
    QTest.keyClick(page.preview.table, Qt.Key.Key_Space)
    QTest.keyClick(page.preview.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [1]


def test_what_is_done_to_a_batch_is_reached_by_its_name_too(window: MainWindow, desk_of_ten: Office) -> None:
    """Without a batch each says so at the foot; with one it asks its question."""
    actions, unit = desk_of_ten.context.actions, desk_of_ten.unit
    for act in ("update", "dissolve", "supplement"):
        actions[f"dispatch.{act}"].trigger()
    assert window.foot.message() == "还没有报送过的批次，不用补报。"
    signed_off(unit, 90)
    page = page_of(window)
    page.refresh()
    page.preview.model.tick_all(True)
    page.export()
    window.show_place("cases")
    actions["dispatch.dissolve"].trigger()
    assert window.places.currentWidget() is page
    dialog_of(window).reason.setPlainText("漏选一件")
    dialog_of(window).confirm.click()
    assert unit.batches.get(1).dissolved_at is not None
