"""The window as a whole: places, search, messages, the next case, and what closing keeps."""

from __future__ import annotations

import gc
import threading
import weakref
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QComboBox,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)
from pytestqt.qtbot import QtBot

from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.actions import ACTIONS, Place
from reviewer_ui.autosave import DraftKeeper
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.frame.rail import RailButton
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.opinion_text import OpinionText
from reviewer_ui.pictures.desk import put_batch_together
from reviewer_ui.start.session import Session
from reviewer_ui.theme import CONTRAST, DARK, LIGHT, apply_theme, tokens
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.icons import Sign
from support.desk_pages import Office, office, signed_off
from support.fakes import FakeDesk


def test_the_window_opens_with_the_first_case_to_work_on(window: MainWindow) -> None:
    """Title, deadline, person and library are told; the first case of 待我办 stands open."""
    assert window.top.season() == "2024年度市级标准化试点"
    assert window.foot.library().startswith("案卷库：案卷库 · 已加密 · 尚无备份")
    assert window.cases.queue.current_case is not None


def test_every_place_of_the_rail_works(window: MainWindow, desk_of_ten: Office) -> None:
    """Ctrl+1 to Ctrl+4 lead to pages that are there."""
    for place in ("intake", "dispatch", "register", "settings", "cases"):
        desk_of_ten.context.actions[f"place.{place}"].trigger()
        assert window.places.currentWidget() is window.places.page(place)
    assert desk_of_ten.said == []


def test_search_leads_from_any_place_into_the_list(window: MainWindow, desk_of_ten: Office) -> None:
    """Ctrl+F, a few characters, Enter: the first case found is open and the list has the keyboard."""
    desk_of_ten.context.actions["place.settings"].trigger()
    desk_of_ten.context.actions["search.focus"].trigger()
    window.top.search.setText("示例3号")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert window.places.currentWidget() is window.cases
    assert window.cases.queue.current_case == 3
    assert window.cases.queue.model.rowCount() == 1


def test_every_action_of_the_table_has_work(window: MainWindow, desk_of_ten: Office) -> None:
    """F1 lists nothing that does not work (acts on one case follow that case's state)."""
    actions = desk_of_ten.context.actions
    anywhere = {
        spec.id for spec in ACTIONS if spec.place in (Place.WINDOW, Place.QUEUE, Place.CHECKLIST) and not spec.part_of
    }
    assert [name for name in sorted(anywhere) if not actions[name].isEnabled()] == []


def test_keys_make_what_is_read_larger_and_nothing_else(window: MainWindow) -> None:
    """Ctrl+加 and Ctrl+0 work while the list has the keyboard; the window itself stays as it was."""
    case, text = window.top.search.font(), window.findChild(OpinionText)
    assert text is not None
    usual = text.font().pointSizeF()
    window.cases.queue.setFocus()
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_Plus, Qt.KeyboardModifier.ControlModifier)
    assert text.font().pointSizeF() == pytest.approx(usual * 1.1)
    assert window.foot.message() == "文字现为 110%：核对、意见和手册。Ctrl+0 恢复原大。"
    QTest.keyClick(window.focusWidget() or window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert (text.font().pointSizeF(), window.top.search.font()) == (usual, case)


def test_f1_and_ctrl_k_open_their_lists(qtbot: QtBot, window: MainWindow, desk_of_ten: Office) -> None:
    """Both lists come up over the window and go away again."""
    for action in ("help.keys", "command.palette"):
        desk_of_ten.context.actions[action].trigger()
        opened = [dialog for dialog in window.findChildren(QDialog) if dialog.isVisible()]
        assert len(opened) == 1
        opened[0].close()


def test_what_was_done_is_said_at_the_foot(window: MainWindow, desk_of_ten: Office) -> None:
    """A message with its action stands at the foot."""
    undone: list[bool] = []
    desk_of_ten.context.messages.inform("已提交。", "撤销", lambda: undone.append(True))
    assert window.foot.message() == "已提交。"
    window.foot.take_action()
    assert undone == [True]


def test_a_fault_of_ours_is_told_in_a_dialog_and_the_desk_goes_on(window: MainWindow, desk_of_ten: Office) -> None:
    """The apology comes up; afterwards the window still answers."""
    desk_of_ten.context.messages.defect(ZeroDivisionError("x"))
    dialog = next(dialog for dialog in window.findChildren(QDialog) if dialog.isVisible())
    assert dialog.windowTitle() == "程序出了差错"
    dialog.accept()
    desk_of_ten.context.actions["queue.next"].trigger()


def test_a_backup_is_made_from_the_menu_and_said(qtbot: QtBot, window: MainWindow, desk_of_ten: Office) -> None:
    """Afterwards the foot tells when."""
    desk_of_ten.context.actions["backup.now"].trigger()
    assert "已备份到" in window.foot.message()
    assert "上次备份" in window.foot.library()


def test_closing_keeps_what_was_typed_a_moment_ago(window: MainWindow, desk_of_ten: Office) -> None:
    """A text still on its way to the library is there after closing, and the library is closed."""
    keeper = window.findChild(DraftKeeper)
    assert keeper is not None
    keeper.keep(1, "opinion.text", "刚写的半句")
    window.close()
    assert desk_of_ten.unit.drafts.of(1)["opinion.text"].text == "刚写的半句"
    assert desk_of_ten.library.is_closed


def test_closing_asks_before_it_stops_long_work(qtbot: QtBot, tmp_path: Path) -> None:
    """The library stays open while an import runs, until the officer says that it is to stop."""
    made = office(tmp_path, synchronous=False)
    window = MainWindow(made.context)
    qtbot.addWidget(window)
    window.show()
    stopped: list[bool] = []
    pause = threading.Event()

    def work(_desk: Library, _progress: Progress, is_cancelled: Cancelled) -> None:
        while not is_cancelled():
            pause.wait(0.001)
        stopped.append(True)

    window.run_long(work, lambda _result: None)
    window.close()
    assert window.isVisible()
    assert not made.library.is_closed
    question = window.findChild(DecisionDialog)
    assert question is not None
    question.confirm.click()
    assert stopped == [True]
    assert made.library.is_closed


def test_every_control_has_a_name_for_a_screen_reader(window: MainWindow) -> None:
    """No field, list or button of the window is nameless."""
    kinds = (QLineEdit, QPlainTextEdit, QComboBox, QAbstractItemView, QAbstractButton)
    nameless = [
        f"{type(widget).__name__} in {_path(widget)}"
        for kind in kinds
        for widget in window.findChildren(kind)
        if widget.isVisible() and not _name(widget)
    ]
    assert nameless == []


def test_the_colours_are_changed_by_an_action_and_kept(window: MainWindow, desk_of_ten: Office) -> None:
    """Bright, dark, high contrast and round again; the window paints in each, the next start wears the last choice."""
    context = desk_of_ten.context
    try:
        for name, worn in (("dark", DARK), ("contrast", CONTRAST), ("light", LIGHT)):
            context.actions["look.colors"].trigger()
            assert tokens() == worn
            assert window.grab().toImage().pixelColor(400, 58).name().upper() == worn.background
            assert context.preferences.text("look/theme") == name
    finally:
        window.hide()
        apply_theme(_app(), LIGHT)


def test_icons_follow_the_colours(window: MainWindow) -> None:
    """What was drawn in the bright set is drawn anew in the dark one: no dark icon stays on a dark bar."""
    search = window.top.search.actions()[0]
    buttons: list[QAbstractButton] = [window.top.person, *window.findChildren(RailButton)]
    signs = window.findChildren(Sign)
    assert signs

    def drawn() -> list[QImage]:
        icons = [search.icon(), *(one.icon() for one in buttons)]
        return [*(one.pixmap(20, 20).toImage() for one in icons), *(one.pixmap().toImage() for one in signs)]

    bright = drawn()
    try:
        apply_theme(_app(), CONTRAST)
        assert [number for number, now in enumerate(drawn()) if now == bright[number]] == []
    finally:
        apply_theme(_app(), LIGHT)
    assert drawn() == bright


def test_another_person_can_take_the_desk(qtbot: QtBot, desk_of_ten: Office) -> None:
    """换人登录 closes the library and asks who comes; nothing of the first person is left open, or in memory."""
    context = desk_of_ten.context
    session = Session(context.parts, context.preferences)
    left = weakref.ref(session.open_library(FakeDesk(desk_of_ten.unit, desk_of_ten.library.folder)))
    qtbot.waitUntil(lambda: session.window is not None and session.window.cases.is_case_open)
    assert session.window is not None
    session.window.leave()
    entrance = session.gate
    assert entrance is not None
    qtbot.waitUntil(lambda: entrance.login.person.count() > 0)
    assert entrance.isVisible()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    assert left() is None
    entrance.close()


def test_settling_a_case_goes_on_to_the_next_of_the_list(window: MainWindow, desk_of_ten: Office) -> None:
    """The opinion pane asks for the next; the queue knows which."""
    queue = window.cases.queue
    before = queue.current_case
    row = next(row for row in range(queue.model.rowCount()) if queue.model.case_at(row) == before)
    following = queue.model.case_at(row + 1)
    assert following is not None
    save_draft(desk_of_ten.unit, before or 0, "opinion.text", "经初审，建议推荐。")
    window.cases.next_requested.emit()
    assert queue.current_case == following


def _app() -> QApplication:
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def _name(widget: QWidget) -> str:
    text = widget.text() if isinstance(widget, QAbstractButton) else ""
    return widget.accessibleName() or text or widget.toolTip()


def _path(widget: QWidget) -> str:
    parent = widget.parentWidget()
    return f"{_path(parent)} > {type(parent).__name__}" if parent is not None else ""


def test_the_picture_of_the_batch_shows_it_put_together(qtbot: QtBot, tmp_path: Path) -> None:
    """All that may go is ticked, also what was exported before."""
    made = office(tmp_path)
    signed_off(made.unit, 1)
    signed_off(made.unit, 2)
    window = MainWindow(made.context)
    qtbot.addWidget(window)
    window.show_place("dispatch")
    page = window.places.page("dispatch")
    assert isinstance(page, DispatchPage)
    page.export()
    assert page.preview.model.ticked() == []
    put_batch_together(window)
    assert len(page.preview.model.ticked()) == 2
    assert page.preview.isVisibleTo(page)
