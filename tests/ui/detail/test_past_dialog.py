"""Ctrl+H opens the case as it stood before beside today; Esc leads back, and nothing was written."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.cases.checking import answer_item, note_item
from reviewer_ui.detail.past.dialog import PastDialog
from support.casework import registered, settle
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedCase

POINT = "E2.staff"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    made = office(tmp_path)
    case_id = registered(made.unit)
    answer_item(made.unit, case_id, POINT, Verdict.MET)
    note_item(made.unit, case_id, POINT, "三人")
    return made


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> PastDialog:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(390, 667)
    pane.show()
    pane.show_case(next(iter(at.unit.applications.cases)))
    at.context.actions["case.past"].trigger()
    settle()
    return next(iter(pane.findChildren(PastDialog)))


def _cells(dialog: PastDialog, column: int) -> list[object]:
    model = dialog.lines
    return [model.data(model.index(row, column)) for row in range(model.rowCount())]


def test_what_differs_from_the_chosen_entry_is_lit(dialog: PastDialog) -> None:
    assert _cells(dialog, 2) == ["符合"]
    assert _cells(dialog, 3) == ["符合；三人"]
    assert _cells(dialog, 4) == ["不同"]
    assert dialog.then.text() == "当时：符合"
    dialog.when.selectRow(dialog.moments.rowCount() - 1)
    assert _cells(dialog, 2) == ["已登记", "（空）"]
    dialog.only.click()
    assert len(_cells(dialog, 4)) > 10
    assert "相同" in _cells(dialog, 4)
    dialog.when.selectRow(0)
    assert dialog.about.text().endswith("与现在没有不同。只供查看，不改动案件。")


def test_it_is_left_by_escape_and_wrote_nothing(at: Office, dialog: PastDialog) -> None:
    before = at.unit.events.head()
    assert unnamed(dialog) == []
    QTest.keyClick(dialog, Qt.Key.Key_Down)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert at.unit.events.head() == before
