"""Columns given their fields by hand: shown, chosen, read again, remembered for the next list with the same head."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_ui.columns.dialog import ColumnsDialog
from reviewer_ui.intake import IntakePage
from support.desk_pages import Office, office, shown_column, unnamed
from support.sample_lists import write_workbook

HEAD: list[object] = ["办件编号", "试点名称", "申报单位", "对接人员", "备注"]
ROWS: list[list[object]] = [
    ["SH202405080001", "甲街区养老服务标准化试点", "上海示例甲有限公司", "样本甲", "x"],
    ["SH202405080002", "乙街区助餐服务标准化试点", "上海示例乙有限公司", "样本乙", ""],
]


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Office:
    found = office(tmp_path)
    monkeypatch.setattr(found.lists, "read", SpreadsheetReader().read)
    return found


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> IntakePage:
    return new_page(at, qtbot)


def new_page(at: Office, qtbot: QtBot) -> IntakePage:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


@pytest.fixture
def book(tmp_path: Path) -> Path:
    return write_workbook(tmp_path / "清单.xlsx", 清单=(1, 1, [HEAD, *ROWS]), 第二批=(3, 1, [HEAD, ROWS[0]]))


def opened(page: IntakePage) -> ColumnsDialog:
    QTest.mouseClick(page.preview.head.columns, Qt.MouseButton.LeftButton)
    assert page.columns_dialog is not None
    return page.columns_dialog


def give(box: QComboBox, label: str) -> None:
    box.setCurrentIndex(box.findText(label))


def test_every_column_is_shown_with_its_head_first_values_and_field(page: IntakePage, book: Path) -> None:
    page.read_list(book)
    shown = page.preview.shown
    assert shown is not None
    columns = [(one.letters, one.head, one.samples, one.field) for one in shown[0].columns]
    assert columns[3] == ("D", "对接人员", ("样本甲", "样本乙"), "")
    assert columns[2] == ("C", "申报单位", ("上海示例甲有限公司", "上海示例乙有限公司"), "applicant")
    assert unnamed(opened(page)) == []


def test_an_unknown_column_is_given_its_field_and_that_is_remembered(
    at: Office, page: IntakePage, book: Path, qtbot: QtBot
) -> None:
    page.read_list(book)
    dialog = opened(page)
    give(dialog.fields[3], "联系人")
    give(dialog.fields[0], "（不导入）")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "对接人员 → 联系人" in page.preview.head.said()
    assert "没有认出、不会导入的列：办件编号、备注" in page.preview.head.said()
    assert shown_column(page.preview.table, 4) == ["", ""]
    again = new_page(at, qtbot)
    again.read_list(book)
    assert "对接人员 → 联系人" in again.preview.head.said()
    assert shown_column(again.preview.table, 4) == ["", ""]


def test_one_field_is_not_given_to_two_columns(page: IntakePage, book: Path) -> None:
    page.read_list(book)
    dialog = opened(page)
    give(dialog.fields[3], "申报单位")
    assert not dialog.take.isEnabled()
    assert "“申报单位”选给了两列" in dialog.note.text()
    give(dialog.fields[2], "（不导入）")
    assert dialog.take.isEnabled()


def test_another_sheet_and_another_row_of_the_head_are_chosen(page: IntakePage, book: Path) -> None:
    page.read_list(book)
    dialog = opened(page)
    dialog.sheets.setCurrentText("第二批")
    assert not dialog.fields[0].isEnabled()
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "工作表“第二批” · 第 3 行为表头 · 1 行申报" in page.preview.head.said()
    dialog = opened(page)
    dialog.row.setValue(4)
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "第 4 行为表头 · 0 行申报" in page.preview.head.said()
    dialog = opened(page)
    dialog.row.setValue(0)
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert "没有表头" in page.preview.head.said()


def test_the_column_of_the_portals_status_is_given_by_hand(page: IntakePage, tmp_path: Path) -> None:
    rows: list[list[object]] = [["项目名称", "申报单位", "情况"], ["甲试点", "上海示例甲有限公司", "已退回"]]
    page.read_list(write_workbook(tmp_path / "状态.xlsx", 清单=(1, 1, rows)))
    assert page.preview.foot.write.text() == "写入 1 件"
    dialog = opened(page)
    dialog.fields[2].setCurrentIndex(dialog.fields[2].findData("portal_status"))
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert shown_column(page.preview.table, 1) == ["待定"]
    assert page.preview.foot.note.text() == "没有可写入的行：1 行待定，请先逐行决定。"
    dialog = opened(page)
    assert dialog.fields[2].currentData() == "portal_status"
    give(dialog.fields[2], "（不导入）")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert shown_column(page.preview.table, 1) == ["写入"]


def test_what_is_spoilt_in_the_settings_is_forgotten(at: Office, page: IntakePage, book: Path) -> None:
    at.context.preferences.put("intake/columns", "{")
    page.read_list(book)
    assert page.preview.isVisible()
    at.context.preferences.put("intake/columns", '{"x": 3, "y": {"0": "nobody"}}')
    page.read_list(book)
    assert page.preview.isVisible()


def test_a_list_of_which_no_column_is_known_is_named_column_by_column(page: IntakePage, tmp_path: Path) -> None:
    unknown = write_workbook(
        tmp_path / "别的.xlsx", 表=(1, 1, [["甲项", "乙项", "丙项"], ["某试点", "某公司", "某人"]])
    )
    page.read_list(unknown)
    assert "没有认得的栏目" in page.start.trouble.texts()[0]
    QTest.mouseClick(page.start.by_hand, Qt.MouseButton.LeftButton)
    dialog = page.columns_dialog
    assert dialog is not None
    give(dialog.fields[0], "项目名称")
    give(dialog.fields[1], "申报单位")
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert shown_column(page.preview.table, 2) == ["某试点"]
    assert page.preview.foot.write.text() == "写入 1 件"
    page.read_list(unknown)
    assert shown_column(page.preview.table, 3) == ["某公司"]


def test_a_list_without_known_project_and_unit_asks_for_its_columns_at_once(page: IntakePage, tmp_path: Path) -> None:
    """Each of its rows would be refused for want of them; the wheel over a box changes nothing in passing."""
    rows = [["标题", "报送方", "电话", "类别", "领域"], ["某试点", "某公司", "64220000", "一般", "公共服务"]]
    page.read_list(write_workbook(tmp_path / "导出.xlsx", 表=(1, 1, rows)))
    dialog = page.columns_dialog
    assert dialog is not None
    assert dialog.isVisible()
    assert "没有认出哪一列是项目名称" in dialog.note.text()
    box, middle = dialog.fields[0], QPointF(5, 5)
    none, down = Qt.MouseButton.NoButton, QPoint(0, -120)
    keys, phase = Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase
    QApplication.sendEvent(box, QWheelEvent(middle, middle, down, down, none, keys, phase, False))
    assert box.currentIndex() == 0
    give(box, "项目名称")
    give(dialog.fields[1], "申报单位")
    assert "选好后记住" in dialog.note.text()
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert page.preview.foot.write.text() == "写入 1 件"


def test_after_a_list_is_written_the_pile_is_one_press_away(page: IntakePage, book: Path) -> None:
    page.read_list(book)
    page.preview.write()
    QTest.mouseClick(page.preview.foot.paper, Qt.MouseButton.LeftButton)
    assert page.pile is not None
    assert page.pile.isVisible()
