"""The report of a defect is read whole before it is saved, and holds no word of a case."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app import logbook
from reviewer_ui.frame.failure_dialog import FailureDialog
from reviewer_ui.frame.report_dialog import ReportDialog
from reviewer_ui.main_window import MainWindow
from support.desk_pages import Office

SECRET = "示例丙的电话13800000000"


@pytest.fixture
def report(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> ReportDialog:
    """The bundle of a defect whose own text names a person, asked for from the dialog that apologises."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setattr(logbook, "_is_begun", True)
    try:
        raise ValueError(SECRET)
    except ValueError as error:
        desk_of_ten.context.messages.defect(error)
    (failure,) = (dialog for dialog in window.findChildren(FailureDialog) if dialog.isVisible())
    failure.bundle.click()
    (report,) = failure.findChildren(ReportDialog)
    return report


def test_what_is_saved_is_what_was_read(report: ReportDialog, tmp_path: Path) -> None:
    target = tmp_path / "报告.zip"
    report.save_to(target)
    with zipfile.ZipFile(target) as pack:
        assert pack.namelist() == ["report.txt", "desk.log"]
        texts = [pack.read(name).decode() for name in pack.namelist()]
    shown = report.text.toPlainText()
    assert all(text in shown + "\n" for text in texts)
    assert "ValueError" in texts[0]
    assert "defect kind=ValueError" in texts[1]
    assert SECRET not in shown
    assert str(Path.home()) not in shown
    assert "已保存" in report.note.text()


def test_a_place_that_cannot_be_written_is_said(report: ReportDialog, tmp_path: Path) -> None:
    report.save_to(tmp_path / "没有" / "报告.zip")
    assert "换一个文件夹" in report.note.text()
    assert report.isVisible()


def test_without_a_log_the_report_alone_is_saved(
    report: ReportDialog, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "没有"))
    again = ReportDialog("ValueError", report)
    assert [name for name, _ in again.files] == ["report.txt"]
