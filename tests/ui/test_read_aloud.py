"""All places of the window by screen reader and by eye, on the usual screen and on the smallest at 150 %."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAccessible, QFont, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from reviewer_ui.help.keys_dialog import KeyField, KeysDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.theme import LIGHT, THEMES, Tokens, apply_theme
from reviewer_ui.widgets import KeyRow
from support.desk_pages import Office
from support.read_aloud import LOWEST, cut, faint, takes_keys, unheard

USUAL = (1366, 768)
PLACES = ("cases", "intake", "dispatch", "register", "settings")


def sized(window: MainWindow, size: tuple[int, int]) -> None:
    """Makes the window so large and lets its parts take their places."""
    window.resize(*size)
    QApplication.processEvents()
    QApplication.processEvents()


@pytest.mark.parametrize("place", PLACES)
def test_a_place_is_heard_and_seen_whole(window: MainWindow, place: str) -> None:
    """Whatever takes the keyboard has a name and says what it is; no words are cut at either size."""
    window.show_place(place)
    for size in (USUAL, LOWEST):
        sized(window, size)
        page = window.places.currentWidget()
        assert page is not None
        assert len(takes_keys(window)) > len(PLACES)
        assert unheard(window) == []
        assert [cut(part) for part in (page, window.top, window.foot)] == [[], [], []]


def test_the_pile_is_heard_and_seen_whole(window: MainWindow, desk_of_ten: Office) -> None:
    desk_of_ten.context.actions["intake.pile"].trigger()
    for size in (USUAL, LOWEST):
        sized(window, size)
        assert unheard(window.places.intake) == []
        assert cut(window.places.intake) == []


@pytest.mark.parametrize("action", ["help.manual", "help.about", "command.palette"])
def test_what_opens_over_the_window_is_heard_and_seen_whole(
    window: MainWindow, desk_of_ten: Office, action: str
) -> None:
    """The manual, the licences and the commands on the smallest screen."""
    sized(window, LOWEST)
    desk_of_ten.context.actions[action].trigger()
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    dialog.resize(dialog.size().boundedTo(window.size()))
    QApplication.processEvents()
    assert unheard(dialog) == []
    assert cut(dialog) == []
    dialog.close()


@pytest.mark.parametrize("worn", THEMES.values(), ids=THEMES.keys())
def test_all_words_stand_off_their_ground_as_they_are_painted(
    window: MainWindow, desk_of_ten: Office, dressed: QApplication, worn: Tokens
) -> None:
    """Chips, labels, what is off, hints in empty fields, in each set of colours: 4.5 : 1 on the screen."""
    apply_theme(dressed, worn)
    try:
        for place in ("cases", "dispatch", "settings"):
            window.show_place(place)
            QApplication.processEvents()
            assert faint(window) == []
        desk_of_ten.context.actions["signature.check"].trigger()
        (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
        assert faint(dialog) == []
        dialog.close()
    finally:
        apply_theme(dressed, LIGHT)


def test_a_part_without_a_name_is_found(window: MainWindow) -> None:
    """The walk is not blind: a field without a name, a bare part without a role and grey on grey are all told."""
    page = QWidget(window)
    QLineEdit(page)
    own = QWidget(page)
    own.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    own.setAccessibleName("有名称而没有角色")
    page.show()
    assert [line.split()[0] for line in unheard(page)] == ["QLineEdit", "QWidget"]
    pale = QLabel("灰底灰字", page)
    pale.setStyleSheet("color: #777777; background: #999999; padding: 6px")
    pale.show()
    assert [line.split()[1] for line in faint(page)] == ["“灰底灰字”"]


def test_a_row_that_takes_keys_is_a_group_without_frame_and_eats_none_of_them(qtbot: QtBot) -> None:
    """Qt's group would keep Space, hand the keyboard on and make room for a title."""
    row = KeyRow()
    qtbot.addWidget(row)
    column = QVBoxLayout(row)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(QLineEdit("先到的栏"))
    row.setFocusPolicy(Qt.FocusPolicy.TabFocus)
    with qtbot.waitActive(row):
        row.show()
    row.setFocus()
    space = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(row, space)
    assert not space.isAccepted()
    assert QApplication.focusWidget() is row
    row.setFont(QFont("", 22))
    assert row.contentsMargins().top() == 0
    assert QAccessible.queryAccessibleInterface(row).role() == QAccessible.Role.Grouping


def test_keys_are_recorded_and_read_as_text(window: MainWindow, desk_of_ten: Office) -> None:
    """What is pressed in the field for new keys is shown in it, and carries nothing out."""
    desk_of_ten.context.actions["help.keys"].trigger()
    dialog = window.findChild(KeysDialog)
    assert dialog is not None
    dialog.choose("backup.now")
    (field,) = dialog.findChildren(KeyField)
    field.setFocus()
    QTest.keyClick(field, Qt.Key.Key_Shift, Qt.KeyboardModifier.ShiftModifier)
    assert field.text() == "Ctrl+Shift+S"
    QTest.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
    assert field.text() == QAccessible.queryAccessibleInterface(field).text(QAccessible.Text.Value) == "Ctrl+Alt+2"
    QTest.keyClick(field, Qt.Key.Key_2, Qt.KeyboardModifier.ControlModifier)
    assert window.cases.isVisible()
    dialog.take(field.keys)
    assert "“Ctrl+2”已用于“收件”" in dialog.note()
    dialog.close()
