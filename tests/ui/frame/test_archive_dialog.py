"""The archive of a season from the window: its plan, one key that makes it, and what a changed package says."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_ui.archive.season import ArchiveDialog
from reviewer_ui.background import Job
from reviewer_ui.context import Context
from reviewer_ui.widgets import Words
from support.archive_parts import ended, parts
from support.desk_pages import Office, office


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    made = office(tmp_path)
    made.context.preferences.put("archive/season_folder", str(tmp_path))
    return made


def _dialog(at: Office, qtbot: QtBot) -> ArchiveDialog:
    own = at.context
    context = Context(own.background, own.messages, own.actions, parts(), own.preferences, own.steps)
    dialog = ArchiveDialog(context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _said(dialog: ArchiveDialog) -> list[str]:
    return [one.text() for one in dialog.lines.findChildren(Words)]


def test_the_plan_is_shown_and_enter_makes_it(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    for state in (State.SENT, State.DECLINED, State.CHECKING):
        ended(at.unit, state)
    dialog = _dialog(at, qtbot)
    assert dialog.head.title() == "将归入 2 件：30年 1 件，10年 1 件"
    assert any("尚未办结（核对中）" in one for one in _said(dialog))
    assert any("保管期限待确认" in one for one in _said(dialog))
    QTest.keyClick(dialog.make, Qt.Key.Key_Return)
    folder = tmp_path / "2024年度归档"
    assert (folder / "index.html").is_file()
    assert at.said[-1].text == "已归档 2 件，存为“2024年度归档”。"
    assert dialog.open_place.isVisible()
    (folder / "README.txt").write_text("改过")
    dialog.verify(folder)
    assert "README.txt：内容与归档时不同。" in _said(dialog)
    assert dialog.head.title() == "检验“2024年度归档”"


def test_without_an_ended_case_it_says_so_and_a_package_can_be_checked_all_the_same(
    at: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = _dialog(at, qtbot)
    assert not dialog.make.isEnabled()
    assert dialog.note.text() == "2024年度没有已办结的案件，没有可归档的。"
    dialog.verify(tmp_path)
    assert "不是归档包" in dialog.note.text()


def test_closed_while_it_works_it_calls_the_work_off_and_waits_for_no_answer(at: Office, qtbot: QtBot) -> None:
    ended(at.unit, State.SENT)
    for leave in (ArchiveDialog.reject, ArchiveDialog.close):
        dialog, job = _dialog(at, qtbot), Job(None, None, is_change=True)
        dialog._job = job
        leave(dialog)
        assert job.is_cancelled()
        assert job.is_forgotten


def test_a_place_that_is_taken_is_said_beside_it(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    ended(at.unit, State.SENT)
    dialog = _dialog(at, qtbot)
    (tmp_path / "有").mkdir()
    (tmp_path / "有" / "别人的").touch()
    dialog.place.show_target(tmp_path / "有")
    dialog.start()
    assert "里已有文件" in dialog.place.note.text()
    assert dialog.make.isEnabled()
