"""A saved file is there whole, or the one before it is; nothing half written lies beside it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.durable import write_file
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.preferences import Preferences
from reviewer_ui.widgets.folder_field import documents_folder
from support.full_disk import full_disk


def test_the_new_file_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    file = tmp_path / "核对单.pdf"
    for content in (b"first", b"second"):
        write_file(file, content)
        assert file.read_bytes() == content
    assert list(tmp_path.iterdir()) == [file]


def test_a_full_disk_leaves_the_old_file_alone_and_nothing_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "核对单.pdf"
    file.write_bytes(b"first")
    monkeypatch.setattr("os.fsync", full_disk)
    with pytest.raises(OSError, match="No space left"):
        write_file(file, b"second")
    assert file.read_bytes() == b"first"
    assert list(tmp_path.iterdir()) == [file]


def test_saving_begins_at_the_documents_and_then_where_the_last_file_went(tmp_path: Path, qtbot: QtBot) -> None:
    preferences, window = Preferences(tmp_path / "preferences.ini"), QWidget()
    qtbot.addWidget(window)
    dialog = place_dialog(preferences, "另存副本", "核对单.pdf", window)
    assert Path(dialog.directory().absolutePath()) == documents_folder()
    folder = tmp_path / "打印"
    folder.mkdir()
    dialog.fileSelected.emit(str(folder / "核对单.pdf"))
    assert Path(place_dialog(preferences, "另存副本", "意见.pdf", window).directory().absolutePath()) == folder
    folder.rmdir()
    assert (
        Path(place_dialog(preferences, "另存副本", "意见.pdf", window).directory().absolutePath()) == documents_folder()
    )
