"""Enter does what is ringed, everywhere; what cannot be undone is never what a hasty Enter does."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QDialog, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from dialogs import KINDS, opened
from reviewer_app.wiring import Parts
from reviewer_ui.gate.new_library_page import NewLibraryPage
from reviewer_ui.gate.start_page import StartPage
from reviewer_ui.settings import SettingsPage
from reviewer_ui.widgets import Button, Chip
from support.desk_pages import office
from support.fakes import FakeDesk, FakeUnit

ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


@pytest.fixture(scope="module")
def parts() -> Parts:
    return Parts()


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(1366, 768)
    with qtbot.waitActive(made):
        made.show()
    return made


def reached(dialog: QDialog) -> list[QWidget]:
    """What the Tab key stops at."""
    stops = [one for one in dialog.findChildren(QWidget) if one.focusPolicy() & Qt.FocusPolicy.TabFocus]
    return [one for one in stops if one.isVisible() and one.isEnabled() and one.focusProxy() is None]


def listened(dialog: QDialog) -> list[str]:
    """The words of every button pressed from now on; the presses lead nowhere."""
    pressed: list[str] = []
    for button in dialog.findChildren(QAbstractButton):
        if button.isVisible():
            if button.receivers("2clicked(bool)"):
                button.clicked.disconnect()
            button.clicked.connect(partial(_note, pressed, button.text()))
    return pressed


def _note(pressed: list[str], word: str, _is_checked: bool = False) -> None:
    pressed.append(word)


@pytest.mark.parametrize("kind", KINDS)
def test_enter_does_what_is_ringed_in_every_dialog(
    kind: str, qtbot: QtBot, tmp_path: Path, window: QWidget, parts: Parts
) -> None:
    at = office(tmp_path, printing=parts)
    dialog = opened(kind, at, window, tmp_path)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None and dialog.isActiveWindow())
    perilous = KINDS[kind][1]
    words = {one.text() for one in dialog.findChildren(QAbstractButton) if one.isVisible()}
    assert perilous in words | {""}, f"the button is there: {words}"
    first = dialog.focusWidget()
    assert first is not None
    assert not (isinstance(first, QAbstractButton) and first.text() == perilous), "nothing perilous is ringed first"
    defaults = [one.text() for one in dialog.findChildren(QPushButton) if one.isDefault() and one.isVisible()]
    assert perilous not in defaults
    if isinstance(first, QAbstractButton) and defaults:
        assert defaults == [first.text()], "the default is the ringed one"
    pressed = listened(dialog)
    for stop in reached(dialog):
        stop.setFocus(Qt.FocusReason.TabFocusReason)
        for enter in ENTERS:
            QTest.keyClick(stop, enter)
        if isinstance(stop, QAbstractButton):
            assert pressed == [stop.text()] * 2, f"the ring is on {stop.text()}"
        else:
            assert perilous not in pressed, f"the ring is on {type(stop).__name__}"
        pressed.clear()


def test_a_held_enter_opens_a_dialog_and_does_not_answer_it(window: QWidget, tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened("certificate trusted", office(tmp_path, printing=Parts()), window, tmp_path)
    qtbot.waitUntil(dialog.isActiveWindow)
    assert isinstance(dialog.focusWidget(), Button)
    pressed = listened(dialog)
    held = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier, "\r", True)
    QApplication.sendEvent(dialog.focusWidget(), held)
    assert pressed == []


@pytest.mark.parametrize("kind", [Button, Chip])
def test_enter_presses_a_button_of_any_page(kind: type[Button] | type[Chip], qtbot: QtBot) -> None:
    button = kind("待我办")
    qtbot.addWidget(button)
    button.show()
    pressed: list[str] = []
    button.clicked.connect(lambda: pressed.append(button.text()))
    for enter in ENTERS:
        QTest.keyClick(button, enter)
    QTest.keyClick(button, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert pressed == [button.text()] * 2, "Ctrl+Enter is another key"


def test_enter_takes_the_large_choice_of_the_first_start(qtbot: QtBot) -> None:
    page = StartPage()
    qtbot.addWidget(page)
    page.show()
    with qtbot.waitSignal(page.new_chosen):
        QTest.keyClick(page.new, Qt.Key.Key_Return)


def test_enter_in_a_field_makes_the_new_library_or_says_what_is_missing(qtbot: QtBot, tmp_path: Path) -> None:
    page = NewLibraryPage(tmp_path / "案卷库")
    qtbot.addWidget(page)
    with qtbot.waitActive(page):
        page.show()
    page.bureau.setText("上海市示例区市场监督管理局")
    page.mark.setText("示")
    page.user.setText("示例甲")
    page.password.setText("示例密码2024")
    QTest.keyClick(page.password, Qt.Key.Key_Return)
    assert page.problems() == {"again": "两次输入的密码不一致。"}
    assert page.again.hasFocus()
    page.again.setText("示例密码2024")
    with qtbot.waitSignal(page.create_asked):
        QTest.keyClick(page.again, Qt.Key.Key_Enter)


def test_enter_in_a_field_adds_the_person_and_changes_the_password(qtbot: QtBot, tmp_path: Path) -> None:
    at = office(tmp_path, FakeDesk(FakeUnit(), tmp_path))
    page = SettingsPage(at.context)
    qtbot.addWidget(page)
    people = page.people
    people.name.setText("示例丙")
    next(iter(people.roles.values())).setChecked(True)
    people.password.setText("示例密码2024")
    people.again.setText("示例密码2024")
    QTest.keyClick(people.again, Qt.Key.Key_Return)
    assert "已增加 示例丙" in people.note.text()
    for line in (page.password.old, page.password.new, page.password.again):
        line.setText("示例密码2025")
    QTest.keyClick(page.password.again, Qt.Key.Key_Return)
    assert "密码已更改" in page.password.note.text()
