"""The road of a batch on the office's smallest screen, and what Ctrl+Enter and Alt with a number do at each step."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.points import Topic
from reviewer_app.domain.dispatch.road import STEPS, RoadStep
from reviewer_resources.phrases import sentence
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office, signed_off
from support.read_aloud import LOWEST
from support.sealing import session_on

ENTER, CTRL, ALT = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture
def at(tmp_path: Path) -> Office:
    made = office(tmp_path)
    for number in (1, 2):
        signed_off(made.unit, number)
    return made


@pytest.fixture
def window(at: Office, qtbot: QtBot) -> MainWindow:
    """The window with a batch of two cases on the lowest screen, its list of papers agreed to."""
    made = MainWindow(at.context)
    qtbot.addWidget(made)
    made.resize(*LOWEST)
    made.show()
    made.show_place("dispatch")
    made.activateWindow()
    _page(made).preview.options.export.click()
    session_on(at.unit, [1, 2], batch_id=1)
    _page(made).refresh()
    return made


def _page(window: MainWindow) -> DispatchPage:
    page = window.findChild(DispatchPage)
    assert page is not None
    return page


def _press(window: MainWindow, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(window.windowHandle(), key, held)
    QApplication.processEvents()


def _planned(window: MainWindow) -> None:
    """Parcels that were planned alone, as when somebody packs them by hand."""
    _press(window, Qt.Key.Key_4, ALT)
    _page(window).sending.plan()
    dialog = _page(window).sending.findChild(DecisionDialog)
    assert dialog is not None
    dialog.confirm.click()
    QApplication.processEvents()


def test_no_step_of_a_batch_widens_the_window_beyond_the_screen(window: MainWindow) -> None:
    """There and back, with parcels and without: only the step that is open asks for room."""
    for is_planned in (False, True):
        if is_planned:
            _planned(window)
        for step in (*STEPS, *reversed(STEPS)):
            _page(window).go_to(step)
            QApplication.processEvents()
            assert (window.width(), window.height()) == LOWEST, (step, is_planned)
    window.resize(1366, 768)
    _page(window).go_to(RoadStep.POST)
    QApplication.processEvents()
    right = _page(window).check.mapTo(window, _page(window).check.rect().bottomRight())
    assert (window.width(), right.x() < 1366) == (1366, True)


def test_on_the_lowest_screen_each_list_of_a_parcel_has_a_whole_row(window: MainWindow) -> None:
    _planned(window)
    parts = _page(window).sending.parts
    _page(window).sending.put_all()
    QApplication.processEvents()
    assert parts.page.verticalScrollBar().value() == 0, "the parcels are seen with their head"
    for table in (parts.table, parts.missing, parts.lying):
        assert table.viewport().height() >= table.rowHeight(0)
        assert not table.horizontalScrollBar().isVisible()


def test_the_keyboard_comes_to_the_act_that_plans_the_parcels_and_then_to_the_first(window: MainWindow) -> None:
    """Alt+4 and Enter ask for the parcels; afterwards the keyboard is on them."""
    _press(window, Qt.Key.Key_4, ALT)
    parts = _page(window).sending.parts
    assert parts.buttons["next"].hasFocus()
    _press(window, ENTER)
    dialog = _page(window).sending.findChild(DecisionDialog)
    assert dialog is not None
    dialog.confirm.click()
    QApplication.processEvents()
    assert window.focusWidget() is parts.table


def test_ctrl_enter_goes_on_with_the_parcels(window: MainWindow) -> None:
    """It packs what is there and closes what is whole; a parcel that lacks something says so and stays open."""
    _press(window, Qt.Key.Key_4, ALT)
    _press(window, ENTER, CTRL)
    sending = _page(window).sending
    dialog = sending.findChild(DecisionDialog)
    assert dialog is not None
    dialog.confirm.click()
    window.activateWindow()
    QApplication.processEvents()
    _press(window, ENTER, CTRL)
    view = sending.chosen()
    assert view is not None
    assert view.parcel.state is ParcelState.OPEN
    assert "不能封" in sending.parts.note.text()


def test_the_session_ends_with_its_last_paper_and_leads_on(window: MainWindow) -> None:
    """When all is sealed nothing is left to be ended: the next act is the parcels'."""
    _press(window, Qt.Key.Key_3, ALT)
    side = _page(window).sealing.side
    assert side.end.isVisible()
    while side.main.text().startswith("登记盖第"):
        _page(window).sealing.use_next()
        QApplication.processEvents()
    assert (side.main.text(), side.end.isVisible()) == ("去寄出", False)
    _press(window, ENTER, CTRL)
    assert _page(window).step is RoadStep.POST
    assert _page(window).sending.findChild(DecisionDialog) is not None, "what is packed is shown at once"


def test_enter_opens_the_chosen_case_at_each_step_that_lists_cases(window: MainWindow, qtbot: QtBot) -> None:
    """And Ctrl+Enter never does: it is the step's next act; of what the bureau answers there is none before 报送."""
    page = _page(window)
    page.go_to(RoadStep.CITY)
    tables = {
        RoadStep.MAKE: page.result.table,
        RoadStep.SEAL: page.sealing.table,
        RoadStep.CITY: page.answers.city.table,
    }
    opened: list[int] = []
    page.case_asked.disconnect()
    page.case_asked.connect(opened.append)
    for step, table in tables.items():
        page.go_to(step)
        QApplication.processEvents()
        table.setFocus()
        table.selectRow(0)
        QTest.keyClick(table, ENTER)
        QApplication.processEvents()
        assert opened.pop() == 1, step
    with qtbot.assertNotEmitted(page.case_asked):
        _press(window, ENTER, CTRL)
    assert page.answers.city.note.text() == sentence("city.not_sent_yet")


def test_at_the_seal_the_check_is_told_above_and_led_to(window: MainWindow) -> None:
    _press(window, Qt.Key.Key_3, ALT)
    page = _page(window)
    assert page.check.panel.check is not None
    told = page.check.panel.check
    assert page.sealing.side.to_beside.text() == f"寄前核对 {told.settled} / {len(told.points)}"
    assert page.check.visibleRegion().isEmpty()
    page.sealing.side.to_beside.click()
    QApplication.processEvents()
    assert not page.check.visibleRegion().isEmpty()
    assert any(row.hasFocus() for row in page.check.panel.rows)


def test_what_lacks_in_a_parcel_is_shown_where_it_is_put_in(window: MainWindow, qtbot: QtBot) -> None:
    """去看 beside such a point chooses the parcel and the copy; Space there puts it in."""
    _planned(window)
    page = _page(window)
    page.refresh()
    row = next(row for row in reversed(page.check.panel.rows) if row.point.topic is Topic.PARCELS)
    with qtbot.assertNotEmitted(page.case_asked):
        row.go.click()
    view, (line,) = page.sending.chosen(), page.sending.parts.missing.chosen()
    assert view is not None
    assert line.case is not None
    assert line.case.id == row.point.application_id
    assert line in view.missing
    assert window.focusWidget() is page.sending.parts.missing
