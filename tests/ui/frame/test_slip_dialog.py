"""The day's line and a head from paper, in the window: found, missing, half typed; and whether the record stands."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.services.ports.records import CheckLine, Grade, LastCheck
from reviewer_ui.archive.slip import SlipDialog
from reviewer_ui.widgets import Words
from support.casework import registered
from support.desk_pages import Office, office


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    made = office(tmp_path)
    registered(made.unit)
    return made


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> SlipDialog:
    dialog = SlipDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _compared(dialog: SlipDialog, typed: str) -> list[str]:
    dialog.on_paper.setText(typed)
    QTest.keyClick(dialog.on_paper, Qt.Key.Key_Return)
    return [one.accessibleName() for one in dialog.lines.findChildren(Words) if one.accessibleName()]


def test_the_line_is_copied_and_what_it_bears_is_found(at: Office, dialog: SlipDialog) -> None:
    head = at.unit.events.head()
    assert dialog.line.text().endswith(" ".join(head[place : place + 4] for place in range(0, 16, 4)))
    dialog.copy.click()
    assert QApplication.clipboard().text() == dialog.line.text()
    short, whole = _compared(dialog, dialog.line.text().rpartition("链首 ")[2].upper()), _compared(dialog, head)
    for said in (short, whole):
        assert said[0].startswith("完好：纸上的链首：")
        assert f"是第 {at.unit.events.latest(1)[0].id} 条记录" in said[0]
        assert "都与写入时相同" in said[1]


def test_a_head_of_another_record_is_told_and_a_half_one_refused(at: Office, dialog: SlipDialog) -> None:
    assert _compared(dialog, "f" * 64)[0].startswith("异常：")
    _compared(dialog, "abcd ef")
    assert "不是链首" in dialog.note.text()


def test_where_the_record_does_not_stand_the_finding_follows(
    at: Office, dialog: SlipDialog, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = LastCheck(at.unit.now, (CheckLine("记录链", Grade.BROKEN, "第 3 条被改动。"),))
    monkeypatch.setattr(at.library, "check", lambda: broken)
    said = _compared(dialog, at.unit.events.head())
    assert [one.partition("：")[0] for one in said] == ["完好", "异常", "异常"]
    assert "第 3 条被改动" in said[2]
