"""What went wrong is told once, one thing at a time, with the way out where there is one."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from reviewer_app.domain.errors import TroubleError
from reviewer_ui.frame.failure_dialog import FailureDialog
from reviewer_ui.main_window import MainWindow
from support.desk_pages import Office


def _failures(window: MainWindow) -> list[FailureDialog]:
    return [dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible()]


def test_a_damaged_library_is_told_once_with_the_way_to_the_backups(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office
) -> None:
    """Every pane's reading fails: one dialog, which leads to the backups."""
    for _ in range(5):
        desk_of_ten.context.messages.failure(TroubleError("library.damaged", path="案卷库"))
    dialogs = _failures(window)
    assert len(dialogs) == 1
    assert dialogs[0].offer.text() == "从备份恢复"
    assert dialogs[0].focusWidget() is not dialogs[0].offer
    with qtbot.waitSignal(window.restore_asked):
        dialogs[0].offer.click()
    assert _failures(window) == []


def test_another_failure_waits_until_the_first_is_read(window: MainWindow, desk_of_ten: Office) -> None:
    """Two different things are told one after the other, each once."""
    messages = desk_of_ten.context.messages
    for _ in range(2):
        messages.failure(TroubleError("library.disk_full"))
        messages.defect(ZeroDivisionError("x"))
    titles = []
    while shown := _failures(window):
        assert len(shown) == 1
        assert shown[0].offer.isHidden()
        titles.append(shown[0].windowTitle())
        shown[0].accept()
    assert titles == ["没有完成", "程序出了差错"]
