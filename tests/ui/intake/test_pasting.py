"""A list pasted from a table program: its page or its text, with or without a head, goes the way of a file."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.foreign_parts import ForeignReader
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.records import PastedList
from reviewer_ui.intake import IntakePage
from support.desk_pages import Office, office, shown_column
from support.sample_lists import write_workbook

HEAD = "项目名称\t申报单位\t试点目标\r\n"
ROWS = '甲试点\t上海示例甲，乙有限公司\t"目标一\n目标二"\r\n乙试点\t上海示例丙有限公司\t"他说""好""\n再说"\r\n'
PAGE = (
    "<html xmlns:x='urn:x'><body><!--StartFragment--><table><tr><td>项目名称<td>申报单位</tr>"
    "<tr><td>甲试点<td>上海示例甲有限公司</tr></table><!--EndFragment--></body></html>"
)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> Office:
    found = office(tmp_path)
    monkeypatch.setattr(found.lists, "read", SpreadsheetReader().read)
    return found


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> IntakePage:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def copied(text: str = "", html: str = "", file: Path | None = None) -> None:
    data = QMimeData()
    if text:
        data.setText(text)
    if html:
        data.setHtml(html)
    if file is not None:
        data.setUrls([QUrl.fromLocalFile(str(file))])
    QGuiApplication.clipboard().setMimeData(data)


def pastes(page: IntakePage) -> None:
    page.start.setFocus()
    QTest.keyClick(page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)


def test_lines_of_cells_are_previewed_and_written_like_a_file(at: Office, page: IntakePage) -> None:
    copied(HEAD + ROWS)
    pastes(page)
    assert "导入预览　粘贴的清单" in page.preview.head.said()
    assert shown_column(page.preview.table, 3) == ["上海示例甲，乙有限公司", "上海示例丙有限公司"]
    page.preview.write()
    goals = [case.values["goal"] for case in at.library.unit.applications.cases.values()]
    assert goals == ["目标一\n目标二", '他说"好"\n再说']
    assert at.library.unit.events.of(1)[0].detail["file"] == "粘贴的清单"


def test_a_page_goes_before_the_text_beside_it(page: IntakePage) -> None:
    for html in (PAGE, f"<b style='font-weight:normal'>{PAGE}</b>", f"Version:1.0\r\nStartHTML:0097\r\n{PAGE}"):
        copied("别的\t别的\n", html)
        page.paste_list()
        assert shown_column(page.preview.table, 2) == ["甲试点"]


def test_rows_without_their_head_are_named_by_hand(page: IntakePage) -> None:
    copied(ROWS)
    pastes(page)
    dialog = page.columns_dialog
    assert dialog is not None
    assert dialog.row.text() == "没有表头"
    for place, name in enumerate(("project_name", "applicant", "goal")):
        dialog.fields[place].setCurrentIndex(dialog.fields[place].findData(name))
    QTest.mouseClick(dialog.take, Qt.MouseButton.LeftButton)
    assert shown_column(page.preview.table, 2) == ["甲试点", "乙试点"]
    assert page.preview.foot.write.text() == "写入 2 件"


def test_a_copied_file_is_read_and_what_is_no_table_is_said(page: IntakePage, tmp_path: Path) -> None:
    book = write_workbook(tmp_path / "清单.xlsx", 一=(1, 1, [["项目名称", "申报单位"], ["甲试点", "上海示例甲公司"]]))
    copied("file", file=book)
    pastes(page)
    assert "导入预览　清单.xlsx" in page.preview.head.said()
    copied("一句话")
    pastes(page)
    assert page.start.isVisible()
    assert "剪贴板里没有表格" in page.start.trouble.texts()[0]


def test_what_was_pasted_is_read_in_a_process_of_its_own() -> None:
    sheet = ForeignReader().read(PastedList((HEAD + ROWS).encode()), shipped_pack())
    assert [row.values["goal"] for row in sheet.rows] == ["目标一\n目标二", '他说"好"\n再说']
