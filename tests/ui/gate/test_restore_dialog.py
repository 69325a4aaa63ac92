"""Before a restoring: cases, days and numbers are shown, and numbers nobody can read are asked for."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

from pytestqt.qtbot import QtBot

from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, Series, SpentNumber, TouchedCase
from reviewer_app.services.ports.records import BackupInfo
from reviewer_ui.gate.restore_dialog import RestoreDialog, preview_lines
from reviewer_ui.widgets import Words

INFO = BackupInfo(Path("backups/1"), datetime(2024, 5, 18, 12, 0), 1_800_000)
NUMBERS = (
    SpentNumber(Series.INTAKE, "2024", "", 3, 5),
    SpentNumber(Series.OUTGOING, "2024", "correction-notice", 1, 2),
    SpentNumber(Series.INCOMING, "2024", "", 0, 4),
)
LOST = RecordSpan(
    9,
    (date(2024, 5, 19), date(2024, 5, 21)),
    tuple(TouchedCase(f"2024-示-{number:04d}", "示例项目", 2, number % 2 == 0) for number in range(1, 41)),
)
NOTHING = RecordSpan()


def _said(preview: RestorePreview) -> str:
    return "\n".join(text for text, _, _ in preview_lines(preview))


def test_lost_and_gained_are_told_by_case_and_day() -> None:
    said = _said(RestorePreview(INFO, True, LOST, RecordSpan(1, (date(2024, 5, 18),)), NUMBERS))
    assert "办理记录 9 条，2024-05-19 至 2024-05-21 共 2 天；涉及案件 40 件。" in said
    assert "2024-示-0001　示例项目（办理，2 条）" in said
    assert "2024-示-0002　示例项目（新登记，2 条）" in said
    assert "另有 10 件。" in said
    assert "会找回" in said
    assert "收件编号（2024 年）：第 4 至 5 号" in said
    assert "补正通知（2024 年）：第 2 号" in said
    assert "来文（2024 年）：第 1 至 4 号" in said


def test_a_backup_of_just_now_loses_nothing_and_says_so() -> None:
    said = _said(RestorePreview(INFO, True, NOTHING, NOTHING, ()))
    assert "不会失去什么" in said
    assert "会找回" not in said


def test_confirming_what_was_read_asks_for_no_number(qtbot: QtBot) -> None:
    dialog = RestoreDialog(RestorePreview(INFO, True, LOST, NOTHING, NUMBERS))
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.asked == []
    assert dialog.focusWidget() is dialog.cancel
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        dialog.confirm.click()
    assert confirmed.args == [None]


def test_numbers_that_nobody_can_read_are_asked_for_and_never_go_back(qtbot: QtBot) -> None:
    dialog = RestoreDialog(RestorePreview(INFO, False, NOTHING, NOTHING, NUMBERS))
    qtbot.addWidget(dialog)
    dialog.show()
    assert "读不出来" in "".join(words.text() for words in dialog.findChildren(Words))
    (_, intake), (_, notice), (_, incoming) = dialog.asked
    intake.setValue(12)
    notice.setValue(0)
    with qtbot.waitSignal(dialog.confirmed) as confirmed:
        dialog.confirm.click()
    assert confirmed.args is not None
    assert [one.last for one in confirmed.args[0]] == [12, 2, 4]
    assert incoming.accessibleName() == "来文（2024 年）"


def test_leaving_restores_nothing(qtbot: QtBot) -> None:
    dialog = RestoreDialog(RestorePreview(INFO, True, LOST, NOTHING, ()))
    qtbot.addWidget(dialog)
    dialog.show()
    with qtbot.assertNotEmitted(dialog.confirmed):
        dialog.cancel.click()
    assert not dialog.isVisible()
