"""A double click is one act, and Escape after the act was handed over loses neither its answer nor what was typed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_ui.opinion.item import FileLink
from reviewer_ui.opinion.segments import AnswerButton
from reviewer_ui.widgets import Button, Chip
from reviewer_ui.widgets.band import LineButton
from reviewer_ui.widgets.decision import DecisionDialog, Question, Reason
from reviewer_ui.widgets.dialog import Dialog
from reviewer_ui.widgets.form_dialog import FormDialog, FormField
from reviewer_ui.widgets.pill import PillButton

BUTTONS: dict[str, Callable[[QWidget], QAbstractButton]] = {
    "button": lambda around: Button("开始核对", parent=around),
    "chip": lambda around: Chip("待我办", parent=around),
    "line": LineButton,
    "pill": lambda _around: PillButton(),
    "file": FileLink,
    "answer": lambda around: AnswerButton(Verdict.MET, "1", around),
}


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.show()
    return made


def presses_of_a_double_click(window: QWidget, make: Callable[[QWidget], QAbstractButton]) -> int:
    button = make(window)
    button.setParent(window)
    button.resize(80, 28)
    button.show()
    pressed: list[QAbstractButton] = []
    button.clicked.connect(lambda: pressed.append(button))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    # What the system sends for the second press of two quick ones.
    QTest.mouseDClick(button, Qt.MouseButton.LeftButton)
    QTest.mouseRelease(button, Qt.MouseButton.LeftButton)
    return len(pressed)


@pytest.mark.parametrize("kind", BUTTONS)
def test_a_double_click_is_one_press(kind: str, window: QWidget) -> None:
    """The second press would go to the step that stands there by then, or take the answer back."""
    assert presses_of_a_double_click(window, BUTTONS[kind]) == 1


def test_what_is_turned_goes_on_with_each_press(window: QWidget) -> None:
    """Months, pages and places in an order are gone through by quick presses."""
    assert presses_of_a_double_click(window, lambda around: Button("下月", parent=around, is_turned=True)) == 2


def asked(window: QWidget, kind: str) -> Dialog:
    """A dialog that deletes itself when it closes, filled in and confirmed."""
    dialog: DecisionDialog | FormDialog
    if kind == "decision":
        dialog = DecisionDialog(Question("移交", "交给另一人", "移交", reason=Reason.REQUIRED), window)
        dialog.reason.setPlainText("外出学习")
    else:
        dialog = FormDialog("来文登记", "登记一件来文", "登记来文", (FormField("subject", "事由"),), window)
        dialog.fill("subject", "补正材料")
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.open()
    dialog.confirm.click()
    return dialog


def passed_on() -> None:
    QApplication.processEvents()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


DOORS: dict[str, Callable[[Dialog], object]] = {
    "escape": lambda dialog: QTest.keyClick(dialog, Qt.Key.Key_Escape),
    "cross": lambda dialog: dialog.close(),
}


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("kind", ["decision", "form"])
def test_the_answer_finds_a_dialog_that_was_left_meanwhile(kind: str, door: str, window: QWidget) -> None:
    """Who leaves while the act is being stored hears that it is done, not of a fault of the program."""
    dialog = asked(window, kind)
    ended: list[int] = []
    dialog.finished.connect(ended.append)
    DOORS[door](dialog)
    passed_on()
    assert not dialog.isVisible()
    dialog.accept()
    assert ended == [Dialog.DialogCode.Accepted]


@pytest.mark.parametrize("door", DOORS)
def test_a_refusal_brings_back_what_was_typed(door: str, window: QWidget) -> None:
    """The reason stands there again beside what refused it, and can be given up then."""
    dialog = asked(window, "decision")
    assert isinstance(dialog, DecisionDialog)
    DOORS[door](dialog)
    passed_on()
    dialog.refuse(RefusalError("opinion.none_waiting"))
    assert dialog.isVisible()
    assert dialog.confirm.isEnabled()
    assert (dialog.reason.toPlainText(), bool(dialog.note.text())) == ("外出学习", True)
    dialog.reject()
    assert not dialog.isVisible()
