"""Importing a list: the preview before anything is written, the writing, and files that cannot be read."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.previewing import ImportAction
from reviewer_app.services.ports.records import ReadNote
from reviewer_ui.intake import IntakePage
from reviewer_ui.messages import MessageKind
from reviewer_ui.widgets import Words
from support.desk_pages import Office, application, office, sheet_of, shown_column, unnamed
from support.fakes import FakeDesk

LIST = Path("清单.xlsx")
ROW, ACTION, PROJECT, APPLICANT, FILING, FINDINGS, REASON = range(7)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> IntakePage:
    return _page(at, qtbot)


def _page(at: Office, qtbot: QtBot) -> IntakePage:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def _press(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_dropped_list_is_shown_row_by_row_before_anything_is_written(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2), application(1), {"contact_person": "样本甲"})
    page.read_list(LIST)
    table = page.preview.table
    assert shown_column(table, ROW) == ["2", "3", "4", "5"]
    assert shown_column(table, ACTION) == ["写入", "写入", "不能写入", "不能写入"]
    assert shown_column(table, REASON)[2] == "与表中第 2 行是同一件申报。"
    assert page.preview.foot.write.text() == "写入 2 件"
    assert at.unit.applications.cases == {}


def test_the_columns_that_were_and_were_not_recognised_are_said(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), unmapped=("备注",))
    page.read_list(LIST)
    said = page.preview.head.said()
    assert "第 1 行为表头" in said
    assert "没有认出、不会导入的列：备注" in said
    assert "单位名称（盖章） → 申报单位" in said


def test_applications_on_other_sheets_are_said(at: Office, page: IntakePage) -> None:
    """Nobody takes a part of a file for the whole."""
    at.lists.sheets[LIST.name] = replace(sheet_of(application(1)), other_sheets=(("第二批", 3),))
    page.read_list(LIST)
    assert "还有含申报内容的工作表没有读入：“第二批”（3 行）" in page.preview.head.said()


def test_a_chip_shows_only_its_rows(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2), application(2))
    page.read_list(LIST)
    chips = page.preview.filter.chips
    assert [chips[action].text() for action in (None, *ImportAction)] == [
        "全部 3",
        "写入 2",
        "更新 0",
        "告知 0",
        "待并入 0",
        "待定 0",
        "跳过 0",
        "不能写入 1",
    ]
    _press(chips[ImportAction.REFUSE])
    assert shown_column(page.preview.table, ROW) == ["4"]
    _press(chips[None])
    assert shown_column(page.preview.table, ROW) == ["2", "3", "4"]


def test_the_chosen_row_says_its_findings_in_full(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2, credit_code="91310104MAXX00015Q"))
    page.read_list(LIST)
    assert page.preview.detail.texts() == ["没有自动提示。"]
    page.preview.table.selectRow(1)
    assert shown_column(page.preview.table, FINDINGS) == ["", "1 项"]
    assert [text.split("：")[0] for text in page.preview.detail.texts()] == ["须补正"]


def test_writing_registers_the_rows_and_says_what_was_done(at: Office, page: IntakePage, qtbot: QtBot) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2), application(2))
    page.read_list(LIST)
    _press(page.preview.foot.write)
    assert page.preview.foot.note.text() == "已完成：写入 2 件，不能写入 1 件。"
    assert [case.intake_number for case in at.unit.applications.cases.values()] == ["2024-示-0001", "2024-示-0002"]
    with qtbot.waitSignal(page.cases_requested):
        _press(page.preview.foot.view)
    assert shown_column(page.start.table, 0) == ["2024-示-0002", "2024-示-0001"]


def test_the_same_list_again_has_nothing_to_write_and_says_why(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2))
    page.read_list(LIST)
    _press(page.preview.foot.write)
    page.read_list(LIST)
    assert shown_column(page.preview.table, ACTION) == ["跳过", "跳过"]
    assert not page.preview.foot.write.isEnabled()
    assert page.preview.foot.note.text() == "没有可写入的行：2 行已登记且内容相同。"


def test_a_changed_row_says_what_it_will_change(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(LIST)
    _press(page.preview.foot.write)
    at.lists.sheets[LIST.name] = sheet_of(application(1, contact_person="样本丙"), application(2))
    page.read_list(LIST)
    assert page.preview.foot.write.text() == "写入 1 件，更新 1 件"
    assert "联系人：样本乙 → 样本丙" in shown_column(page.preview.table, REASON)[0]


def test_a_file_that_is_no_list_is_said_on_the_page_and_the_page_stays_usable(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(Path("照片.gif"))
    assert "不是电子表格" in page.start.trouble.texts()[0]
    assert at.said == []
    page.read_list(LIST)
    assert page.preview.isVisible()


def test_a_library_that_changed_since_the_preview_is_not_written_over(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(LIST)
    register_application(at.unit, application(9), Source.PAPER)
    _press(page.preview.foot.write)
    assert "请重新预览" in page.preview.foot.note.text()
    assert len(at.unit.applications.cases) == 1
    assert page.preview.foot.write.text() == "重新预览"
    _press(page.preview.foot.write)
    _press(page.preview.foot.write)
    assert page.preview.foot.note.text() == "已完成：写入 1 件。"
    assert len(at.unit.applications.cases) == 2


class HeldDesk(FakeDesk):
    """A desk whose writing waits until the test lets it go."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder=folder)
        self.may_write = threading.Event()

    def change(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        assert self.may_write.wait(20)
        return act(self.unit, *args, **kwargs)


def test_a_cancelled_import_leaves_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    library = HeldDesk(tmp_path)
    at = office(tmp_path, library, synchronous=False)
    page = _page(at, qtbot)
    at.lists.sheets[LIST.name] = sheet_of(application(1), application(2))
    page.read_list(LIST)
    qtbot.waitUntil(page.preview.isVisible)
    _press(page.preview.foot.write)
    cancel = next(one for one in page.preview.foot.progress.findChildren(QAbstractButton) if one.text() == "取消")
    _press(cancel)
    library.may_write.set()
    qtbot.waitUntil(lambda: page.preview.foot.note.text() == "已取消导入，没有写入任何内容。")
    assert at.unit.applications.cases == {}
    assert page.preview.foot.write.isEnabled()
    at.context.background.close()


def test_cases_the_list_no_longer_has_take_one_line_until_they_are_asked_for(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(*(application(number) for number in range(1, 5)))
    page.read_list(LIST)
    page.preview.write()
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(LIST)
    head = page.preview.head
    named = next(words for words in head.findChildren(Words) if "2024-示-0004" in words.text())
    assert "已没有的有 3 件" in head.said()
    assert not named.isVisible()
    _press(head.gone)
    assert named.isVisible()
    page.read_list(LIST)
    assert not named.isVisible()


def test_a_list_of_ten_thousand_rows_can_be_looked_through(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(*(application(number) for number in range(10_000)))
    page.read_list(LIST)
    table = page.preview.table
    assert page.preview.foot.write.text() == "写入 10000 件"
    table.scrollToBottom()
    assert table.rowAt(table.viewport().height() - 20) == 9_999


def test_nothing_yet_says_what_to_do_next_and_every_control_has_a_name(at: Office, page: IntakePage) -> None:
    assert unnamed(page) == []
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(LIST)
    assert unnamed(page) == []


def test_a_case_of_the_last_intake_can_be_opened(at: Office, page: IntakePage, qtbot: QtBot) -> None:
    register_application(at.unit, application(1), Source.ONLINE)
    page.refresh()
    page.start.table.selectRow(0)
    with qtbot.waitSignal(page.case_registered) as asked:
        QTest.keyClick(page.start.table, Qt.Key.Key_Return)
    assert asked.args == [1]


def test_the_form_for_applicants_is_saved_where_the_officer_says(at: Office, page: IntakePage, tmp_path: Path) -> None:
    place = tmp_path / "申报信息表.xlsx"
    page.write_form(place)
    assert load_workbook(place).sheetnames[0] == "申报信息"
    assert "申报信息表.xlsx" in at.said[-1].text


def test_a_form_that_cannot_be_saved_is_said(at: Office, page: IntakePage, tmp_path: Path) -> None:
    page.write_form(tmp_path / "没有这个文件夹" / "申报信息表.xlsx")
    assert at.said[-1].kind is MessageKind.TROUBLE


def test_what_the_reading_met_is_said_above_and_on_its_row(at: Office, page: IntakePage) -> None:
    notes = (
        ReadNote("macros", 0, "", "文件带有宏，没有运行。"),
        ReadNote("row_hidden", 2, "", "本行是隐藏的。"),
        ReadNote("row_hidden", 3, "", "本行是隐藏的。"),
    )
    at.lists.sheets[LIST.name] = replace(sheet_of(application(1), application(2)), notes=notes)
    page.read_list(LIST)
    said = page.preview.head.said()
    assert "文件带有宏，没有运行。" in said
    assert "隐藏行：2 处，第 2、3 行。" in said
    assert page.preview.detail.texts() == ["本行是隐藏的。"]


def test_a_number_of_another_applicant_is_decided_on_its_row(at: Office, page: IntakePage) -> None:
    at.lists.sheets[LIST.name] = sheet_of(application(1))
    page.read_list(LIST)
    _press(page.preview.foot.write)
    at.lists.sheets[LIST.name] = sheet_of(application(1, applicant="上海示例别的有限公司"))
    page.read_list(LIST)
    assert shown_column(page.preview.table, ACTION) == ["待定"]
    assert not page.preview.foot.write.isEnabled()
    _press(page.preview.detail.decide)
    assert shown_column(page.preview.table, ACTION) == ["更新"]
    _press(page.preview.foot.write)
    assert at.unit.applications.get(1).values["applicant"] == "上海示例别的有限公司"
