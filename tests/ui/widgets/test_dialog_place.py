"""A dialog opens over the middle of its window, and wholly on the screen however large it would be."""

from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_ui.widgets.decision import DecisionDialog, Question
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.screen_room import room_for


def _opened(qtbot: QtBot, width: int, height: int) -> tuple[QWidget, Dialog]:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(150, 200, 500, 400)
    window.show()
    qtbot.waitExposed(window)
    dialog = Dialog(window)
    dialog.resize(width, height)
    dialog.open()
    qtbot.waitExposed(dialog)
    return window, dialog


def test_a_dialog_opens_over_the_middle_of_its_window(qtbot: QtBot) -> None:
    window, dialog = _opened(qtbot, 200, 150)
    apart: QPoint = dialog.geometry().center() - window.geometry().center()
    # The frame's title bar is taken into account by some systems and not by others.
    assert abs(apart.x()) <= 20
    assert abs(apart.y()) <= 40


def test_a_dialog_larger_than_the_screen_is_whole_on_it(qtbot: QtBot) -> None:
    _, dialog = _opened(qtbot, 5000, 4000)
    assert room_for(dialog).contains(dialog.geometry())


def test_a_question_as_high_as_what_it_says_opens_over_the_middle_too(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    window.setGeometry(100, 150, 600, 500)
    window.show()
    qtbot.waitExposed(window)
    dialog = DecisionDialog(Question("更换主密钥", "两个文件整体重新加密，" * 9, "更换"), window)
    dialog.open()
    qtbot.waitExposed(dialog)
    apart: QPoint = dialog.geometry().center() - window.geometry().center()
    assert abs(apart.x()) <= 20
    assert abs(apart.y()) <= 40
