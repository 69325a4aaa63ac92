"""每一份在哪里: narrowed by place and words, its history read, opened for the case in hand, exported."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_ui.posting.copies import CopiesDialog
from support.desk_pages import Office, office, type_text, unnamed
from support.packed import planned, sealed_batch


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Two sealed cases, one of them packed."""
    at = office(tmp_path)
    planned(at.unit, sealed_batch(at.unit))
    from reviewer_app.services.posting.packing import put_all_in

    put_all_in(at.unit, 1, 1)
    return at


def opened(at: Office, qtbot: QtBot, case_id: int | None = None) -> CopiesDialog:
    dialog = CopiesDialog(at.context, case_id)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def test_the_list_is_narrowed_by_place_and_words_and_tells_the_history(at: Office, qtbot: QtBot) -> None:
    dialog = opened(at, qtbot)
    assert dialog.head.right() == "8 份"
    dialog.place.setCurrentIndex(dialog.place.findData("parcel"))
    assert dialog.head.right() == "4 / 8 份"
    type_text(dialog.words, "荐〔2024〕1号")
    assert dialog.head.right() == "1 / 8 份"
    assert dialog.history.text() == "2024-05-19 14:32 示例甲 邮包 第1批第1包（胡伟）"
    asked: list[int] = []
    dialog.case_asked.connect(asked.append)
    QTest.keyClick(dialog.show_case, Qt.Key.Key_Return)
    assert asked == [1]
    assert not unnamed(dialog)


def test_for_the_case_in_hand_it_shows_that_case_and_then_all(at: Office, qtbot: QtBot) -> None:
    dialog = opened(at, qtbot, 2)
    assert {line.case.id for line in dialog.shown()} == {2}
    QTest.keyClick(dialog.whole, Qt.Key.Key_Return)
    assert {line.case.id for line in dialog.shown()} == {1, 2}
    assert not dialog.whole.isVisible()


def test_what_is_seen_is_exported(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    dialog.place.setCurrentIndex(dialog.place.findData("parcel"))
    dialog.export_to(tmp_path / "清单.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "清单.xlsx").active
    assert sheet is not None
    said = [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert said.count("第1批第1包（胡伟）") == 4
    assert dialog.note.text() == "已导出为“清单.xlsx”。"
