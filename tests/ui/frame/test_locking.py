"""A locked desk: by the act or by the clock, covered, out of reach, and opened by the same person's password."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QImage, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes, Noun
from reviewer_ui.frame.lock_cover import LockDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets.decision import DecisionDialog, Question
from support.desk_pages import Office


class Hands:
    """Two clocks moved by the test."""

    def __init__(self) -> None:
        self.steady, self.wall = 1000.0, 5000.0

    def read(self) -> tuple[float, float]:
        return self.steady, self.wall

    def move(self, minutes: float) -> None:
        self.steady += minutes * 60
        self.wall += minutes * 60


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    """The clocks of the window's lock, which somebody has just touched."""
    made = Hands()
    window.lock.clocks = made.read
    window.lock._last = window.lock._looked = made.read()
    return made


def question(window: MainWindow) -> LockDialog:
    """The question over a locked window."""
    assert window.lock.dialog is not None
    return window.lock.dialog


def unlock(window: MainWindow, password: str = "long enough") -> None:
    """Types a password into the question."""
    dialog = question(window)
    dialog.password.setText(password)
    dialog.enter.click()


def colours(shown: QWidget) -> int:
    """How many colours a picture of a window has; a blank one has one."""
    picture = shown.grab().toImage().scaled(QSize(200, 120)).convertToFormat(QImage.Format.Format_RGB32)
    return len({picture.pixel(x, y) for x in range(picture.width()) for y in range(picture.height())})


def test_ten_minutes_without_a_touch_lock_and_nine_do_not(window: MainWindow, hands: Hands) -> None:
    hands.move(9.9)
    window.lock.look()
    assert not window.lock.is_locked
    hands.move(0.2)
    window.lock.look()
    assert window.lock.is_locked


def test_a_touch_begins_the_time_anew(window: MainWindow, hands: Hands) -> None:
    """A key, the mouse, a key in a dialog, and words that an input method makes of keys the window never sees."""
    asking = DecisionDialog(Question("退回", "退回这一件。", "退回"), window)
    for touch in (_a_key_in(window), _mouse_over(window), _words_into(window.top.search), _a_key_in(asking)):
        touch()
        for _ in range(2):
            hands.move(9)
            touch()
        window.lock.look()
        assert not window.lock.is_locked


def _a_key_in(shown: QWidget) -> Callable[[], None]:
    def press() -> None:
        if not shown.isVisible():
            shown.show()
        shown.activateWindow()
        QTest.qWaitForWindowActive(shown)
        QTest.keyClick(shown.windowHandle(), Qt.Key.Key_Shift)

    return press


def _mouse_over(window: QWidget) -> Callable[[], None]:
    places = count(300)
    return lambda: QTest.mouseMove(window.windowHandle(), QPoint(next(places), 300))


def _words_into(box: QLineEdit) -> Callable[[], None]:
    def compose() -> None:
        box.setFocus()
        event = QInputMethodEvent("shi li", [])
        QApplication.sendEvent(box, event)

    return compose


def test_the_first_touch_after_a_sleep_of_the_machine_locks(window: MainWindow, hands: Hands) -> None:
    """A steady clock stands still meanwhile, and the timer that looks has not run yet."""
    hands.wall += 3600
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_Shift)
    assert window.lock.is_locked


def test_a_clock_set_back_does_not_keep_it_open(window: MainWindow, hands: Hands) -> None:
    hands.wall -= 86_400
    hands.steady += 601
    window.lock.look()
    assert window.lock.is_locked


@pytest.mark.parametrize(("set_by", "said"), [(-86_400, "拨回"), (365 * 86_400, "跳到"), (-60, ""), (8 * 3600, "")])
def test_a_clock_that_was_set_is_said_once(
    window: MainWindow, hands: Hands, desk_of_ten: Office, set_by: int, said: str
) -> None:
    """Days that are due, set aside or written down go by it; a small correction and a night's sleep are nothing."""
    told = [message.text for message in desk_of_ten.said]
    hands.wall += set_by
    window.lock.look()
    window.lock.look()
    new = [message.text for message in desk_of_ten.said][len(told) :]
    assert [said in text for text in new if "电脑时间" in text] == ([True] if said else [])


@pytest.mark.parametrize(("minutes", "locks"), [("0", False), ("3", True)])
def test_the_time_is_the_offices_setting(
    window: MainWindow, desk_of_ten: Office, hands: Hands, minutes: str, locks: bool
) -> None:
    settings = desk_of_ten.unit.settings
    settings.put(replace(settings.get(), lock_after=minutes))
    desk_of_ten.context.background.changed.emit(Changes(frozenset({Noun.SETTINGS})))
    hands.move(4)
    window.lock.look()
    assert window.lock.is_locked is locks


def test_a_locked_window_shows_nothing_and_takes_no_key(window: MainWindow, desk_of_ten: Office) -> None:
    actions = desk_of_ten.context.actions
    before = {action.objectName() for action in actions if action.isEnabled()}
    title = window.windowTitle()
    assert colours(window) > 20
    actions["desk.lock"].trigger()
    assert colours(window) == 1
    assert window.windowTitle() == "已锁定"
    assert [action.objectName() for action in actions if action.isEnabled()] == []
    actions.close("place.intake", "")
    assert not actions["place.intake"].isEnabled()
    QTest.keyClicks(window.top.search, "shili")
    assert window.top.search.text() == ""
    window.resize(1500, 800)
    assert colours(window) == 1
    unlock(window)
    assert not window.lock.is_locked
    assert window.windowTitle() == title
    assert colours(window) > 20
    assert {action.objectName() for action in actions if action.isEnabled()} == before


def test_dialogs_are_covered_also_those_that_open_meanwhile(window: MainWindow) -> None:
    asked = Question("退回 2024-示-0001", "示例单位的申报将退回。", "退回")
    before = DecisionDialog(asked, window)
    before.open()
    files = QFileDialog(window)
    files.setOption(QFileDialog.Option.DontUseNativeDialog)
    files.open()
    window.lock.cover()
    late = DecisionDialog(asked, window)
    late.open()
    confirmed: list[str] = []
    for dialog in (before, late):
        dialog.confirmed.connect(lambda *_said: confirmed.append("confirmed"))
        assert colours(dialog) == 1
        assert dialog.windowTitle() == "已锁定"
        QTest.mouseClick(dialog.confirm, Qt.MouseButton.LeftButton)
        QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert confirmed == []
    assert not files.isVisible()
    unlock(window)
    for dialog in (before, late):
        assert dialog.isVisible()
        assert dialog.windowTitle() == asked.title
        assert colours(dialog) > 1
        dialog.reject()


def test_neither_escape_nor_the_cross_nor_a_wrong_or_no_password_opens(window: MainWindow) -> None:
    window.lock.cover()
    dialog = question(window)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    dialog.close()
    dialog.enter.click()
    assert dialog.note.text() == "请输入密码。"
    unlock(window, "wrong")
    assert "密码" in dialog.note.text()
    assert dialog.password.text() == ""
    assert window.lock.is_locked
    assert dialog.isVisible()
    unlock(window)
    assert not window.lock.is_locked


def test_locked_twice_is_locked_once(window: MainWindow) -> None:
    window.lock.cover()
    first = question(window)
    window.lock.cover()
    assert question(window) is first
    unlock(window)
    assert colours(window) > 20


def test_what_was_being_typed_stands_there_afterwards(window: MainWindow, qtbot: QtBot) -> None:
    line = QLineEdit(window)
    line.show()
    line.setText("写到一半")
    window.lock.cover()
    unlock(window)
    assert line.text() == "写到一半"


def test_another_person_may_log_in_from_the_question(window: MainWindow, desk_of_ten: Office) -> None:
    left: list[bool] = []
    window.left.connect(left.append)
    window.lock.cover()
    question(window).leave.click()
    assert left == [False]
    assert not window.isVisible()
