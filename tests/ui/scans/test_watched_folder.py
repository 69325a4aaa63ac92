"""The watched folder: what a scanner lays there is offered once, and its absence is said once."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_ui.scans.watching import WatchedFolder, files_in
from support.desk_pages import Office, office


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def test_a_scan_is_offered_once_it_has_come_whole_and_only_once(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    window, folder = QWidget(), tmp_path / "scanner"
    qtbot.addWidget(window)
    folder.mkdir()
    watched = WatchedFolder(at.context, window)
    watched.watch(folder)
    (folder / "a.pdf").write_bytes(b"%PDF")
    (folder / "notes.txt").touch()
    watched.look(files_in(folder))
    (folder / "a.pdf").write_bytes(b"%PDF and more")
    watched.look(files_in(folder))
    assert [one.text for one in at.said] == [f"开始监看“{folder}”，来了扫描件会在这里提示。"]
    for _ in range(3):
        watched.look(files_in(folder))
    assert [one.text for one in at.said[1:]] == ["监看的文件夹里来了 1 份扫描件。"]
    offered = at.said[-1].action
    assert offered is not None
    offered()
    again = WatchedFolder(at.context, window)
    again.look(files_in(folder))
    again.look(files_in(folder))
    assert len(at.said) == 2


def test_a_folder_that_vanishes_is_said_once_and_watched_again_when_it_is_back(
    at: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    window, folder = QWidget(), tmp_path / "usb"
    qtbot.addWidget(window)
    folder.mkdir()
    watched = WatchedFolder(at.context, window)
    watched.watch(folder)
    shutil.rmtree(folder)
    for _ in range(3):
        watched.look(files_in(folder))
    assert [one.text for one in at.said[1:]] == [f"监看的文件夹“{folder}”找不到了，已暂停监看；恢复后自动继续。"]
    folder.mkdir()
    (folder / "b.png").touch()
    watched.look(files_in(folder))
    watched.look(files_in(folder))
    assert at.said[-1].text == "监看的文件夹里来了 1 份扫描件。"
    watched.stop()
    watched.look(None)
    assert watched.folder is None
