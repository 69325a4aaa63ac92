"""Scoring, arranging and drawing in the true window on a real library, by keys; the library opened anew has it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.services.dispatch.ordering import recommended_order
from reviewer_app.services.dispatch.second_looks import look_sheet
from reviewer_app.wiring import Parts
from reviewer_ui.dispatch.order import OrderDialog
from reviewer_ui.dispatch.score_table import FIRST
from reviewer_ui.dispatch.scores import ScoresDialog
from reviewer_ui.dispatch.second_looks import SecondLooksDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.practice import practice_library
from support.ranking_acts import score_ready

KEY = Qt.Key
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> MainWindow:
    """The desk on the practice library, whose season's pack has criteria and whose cases are scored."""
    make_application()
    library = practice_library(tmp_path / "library")
    library.change(score_ready)
    window = build_window(Parts(), Preferences(tmp_path / "p.ini"), library, synchronous=True)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitActive(window)
    return window


def keyed(part: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(part, key, held)
    QCoreApplication.sendPostedEvents()
    QCoreApplication.processEvents()


def visible(window: QWidget, kind: type[QWidget]) -> QWidget:
    (found,) = [one for one in window.findChildren(kind) if one.isVisible()]
    return found


def test_the_order_follows_the_scores_typed_and_cases_are_drawn(
    window: MainWindow, tmp_path: Path, qtbot: QtBot
) -> None:
    library = window.context.background.library
    before = [case.application_id for case in library.read(recommended_order)]
    keyed(window, KEY.Key_O, BOTH)
    order = visible(window, OrderDialog)
    assert isinstance(order, OrderDialog)
    keyed(order.score, KEY.Key_Space)
    scores = visible(order, ScoresDialog)
    assert isinstance(scores, ScoresDialog)
    scores.table.setFocus()
    scores.table.setCurrentIndex(scores.model.index(0, FIRST + 2))
    keyed(scores.table, KEY.Key_3)
    keyed(visible(scores.table.viewport(), QLineEdit), KEY.Key_0)
    keyed(visible(scores.table.viewport(), QLineEdit), KEY.Key_Return)
    keyed(scores.arrange, KEY.Key_Space)
    asked = visible(scores, DecisionDialog)
    assert isinstance(asked, DecisionDialog)
    keyed(asked, KEY.Key_Return)
    assert [case.application_id for case in library.read(recommended_order)] == [before[0], *before[:0:-1]]
    keyed(scores, KEY.Key_Escape)
    keyed(order, KEY.Key_Escape)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    keyed(window, KEY.Key_K, BOTH)
    looks = visible(window, SecondLooksDialog)
    assert isinstance(looks, SecondLooksDialog)
    keyed(looks.draw, KEY.Key_Space)
    form = visible(looks, FormDialog)
    assert isinstance(form, FormDialog)
    form.fill("count", "2")
    form.fill("reason", "报送前例行抽查")
    keyed(form, KEY.Key_Return)
    keyed(looks, KEY.Key_Escape)
    window.close()
    library.close()
    again = Parts().libraries.open_practice(tmp_path / "library")
    assert [line.look.reason for line in again.read(look_sheet).lines] == ["报送前例行抽查"] * 2
    assert next(iter(again.read(recommended_order))).application_id == before[0]
    again.close()
