"""The turn of a year in the real window on a practice library: archive, backup, closing, and the season after."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import pytest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.archive.verifying import verify_package
from reviewer_app.services.cases.checking import begin_checking
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_ui.archive.season import ArchiveDialog
from reviewer_ui.archive.year_turn import YearTurnDialog
from reviewer_ui.widgets.decision import DecisionDialog
from support.builders import CLEAN
from support.officer import Officer
from support.practice import practice_library

D = TypeVar("D", bound=QDialog)


def asked(within: QWidget, kind: type[D]) -> D:
    """The one dialog of a kind that is open there."""
    found = [one for one in within.findChildren(kind) if one.isVisible()]
    assert len(found) == 1, kind
    return found[0]


def _a_registered_case(unit: UnitOfWork) -> int:
    return unit.applications.in_states("2024", [State.REGISTERED.value])[0].id


def test_a_year_is_archived_backed_up_closed_and_the_next_one_in_work(tmp_path: Path, qtbot: QtBot) -> None:
    parts = Parts()
    practice_library(tmp_path / "库").close(without_backup=True)
    library = parts.libraries.open(tmp_path / "库", "示例甲", PRACTICE_PASSWORD)
    officer = Officer(parts.libraries, library, tmp_path / "设置.ini")
    qtbot.addWidget(officer.window)
    officer.window.context.actions["season.turn_year"].trigger()
    officer.waits()
    walk = asked(officer.window, YearTurnDialog)
    assert walk.head.right() == "下一步：归档"

    officer.presses("归档", walk)
    archive = asked(walk, ArchiveDialog)
    package = tmp_path / "归档包"
    archive.place.show_target(package)
    archive.start()
    archive.reject()
    officer.waits()
    assert [line for line in verify_package(package) if line.is_broken] == []

    officer.presses("立即备份", walk)
    assert walk.head.right() == "下一步：关闭年度"
    officer.presses("关闭年度", walk)
    question = asked(walk, DecisionDialog)
    question.reason.setPlainText("本年度已报送完毕")
    officer.presses("关闭年度", question)
    for words in ("建立", "转入"):
        officer.presses(words, walk)
        officer.presses(words, asked(walk, DecisionDialog))
    assert walk.head.right() == "都已办好"
    walk.reject()

    with pytest.raises(RefusalError, match=r"season\.closed"):
        library.change(lambda unit: begin_checking(unit, _a_registered_case(unit)))
    new = library.change(register_application, CLEAN, Source.PAPER).application_id
    assert library.read(lambda unit: unit.applications.get(new)).season == "2025"
    assert [line for line in library.verify() if line.is_broken] == []
    officer.leaves()
    QApplication.processEvents()
