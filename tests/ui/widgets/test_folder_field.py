"""Where files go: whatever an officer types means a folder that can be found again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_ui.widgets.folder_field import FolderField, documents_folder


@pytest.fixture
def field(qtbot: QtBot) -> FolderField:
    """An empty field."""
    field = FolderField("导出到文件夹", "更改")
    qtbot.addWidget(field)
    return field


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("  /共用/第1批 ", Path("/共用/第1批")),
        ("~", Path.home()),
        ("~/第1批", Path.home() / "第1批"),
        ("第1批", documents_folder() / "第1批"),
        ("~没有此人/第1批", documents_folder() / "~没有此人" / "第1批"),
        ("", documents_folder()),
    ],
)
def test_what_was_typed_is_a_whole_place(field: FolderField, typed: str, meant: Path) -> None:
    """Never the folder the program happens to run in."""
    field.line.setText(typed)
    assert field.target() == meant


def test_a_refusal_stays_until_the_folder_is_mended(field: FolderField) -> None:
    """It is said of the folder that stands there, of no other."""
    field.refuse("不能写入。")
    assert field.note.text() == "不能写入。"
    field.show_target(Path("/共用"))
    assert field.note.text() == ""
