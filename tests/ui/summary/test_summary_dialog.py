"""The dialog 汇总表: forms, folder, the bureau's form with its mapping, and one button that writes all or nothing."""

from __future__ import annotations

import threading
from dataclasses import replace
from pathlib import Path
from typing import cast

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_app.practice.bureau_form import make_sample_template
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.records import ReservedPart
from reviewer_app.services.summary.summaries import SummaryForm
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dropped_files import offer_files
from reviewer_ui.summary import SummaryDialog
from support.desk_pages import Office, office, signed_off, unnamed
from support.summaries import COLUMNS

NAME = "2024年度推荐汇总表.xlsx"
FILLED = "2024年度推荐汇总表（市局模板）.xlsx"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """An office with two signed cases, writing into a folder of the test."""
    made = office(tmp_path)
    signed_off(made.unit, 1)
    signed_off(made.unit, 2)
    (tmp_path / "out").mkdir()
    made.context.preferences.put("summary/folder", str(tmp_path / "out"))
    return made


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The invented form of a bureau."""
    path = tmp_path / "市局汇总表.xlsx"
    make_sample_template(path)
    return path


def opened(at: Office, qtbot: QtBot, *ids: int) -> SummaryDialog:
    """The dialog as the officer sees it first."""
    dialog = SummaryDialog(at.context, ids)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def press(button: QAbstractButton) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def want(dialog: SummaryDialog, *forms: SummaryForm) -> None:
    for form, box in dialog.panel.boxes.items():
        box.setChecked(form in forms)


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_it_says_what_it_will_write_before_it_writes(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.STANDARD, SummaryForm.PUBLIC)
    assert dialog.windowTitle() == "汇总表（2 件）"
    assert dialog.panel.write.text() == "写出 2 个文件"
    assert dialog.panel.files.text().splitlines() == [NAME, "2024年度推荐汇总表（公开版）.xlsx"]
    assert dialog.table.model().rowCount() == 2
    assert files(tmp_path / "out") == []
    press(dialog.panel.write)
    assert files(tmp_path / "out") == sorted([NAME, "2024年度推荐汇总表（公开版）.xlsx"])
    assert dialog.panel.note.text() == "已写出 2 个文件，列入 2 件。"
    assert at.said[-1].action_text == "查看"


def test_the_printed_form_holds_whole_opinions_where_that_is_chosen(at: Office, qtbot: QtBot) -> None:
    dialog = opened(at, qtbot)
    panel = dialog.panel
    want(dialog, SummaryForm.STANDARD)
    assert not panel.printed.isVisible()
    want(dialog, SummaryForm.PDF)
    assert panel.printed.isVisible()
    assert not panel.whole.isChecked()
    panel.whole.setFocus()
    QTest.keyClick(panel.whole, Qt.Key.Key_Space)
    press(panel.write)
    (event,) = at.unit.events.latest(1)
    assert event.detail["summary_forms"] == "PDF（意见全文）"
    assert opened(at, qtbot).panel.whole.isChecked()


def test_the_public_form_says_what_it_leaves_out_and_holds_what_is_chosen(
    at: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    dialog = opened(at, qtbot)
    panel, path = dialog.panel, tmp_path / "out" / "2024年度推荐汇总表（公开版）.xlsx"
    want(dialog, SummaryForm.STANDARD)
    assert not panel.public.isVisible()
    want(dialog, SummaryForm.PUBLIC)
    assert panel.public.isVisible()
    assert panel.left_out.text().startswith("公开版不列电话、手机、邮箱、联系人、负责人、推荐意见；")
    press(panel.write)
    heads = [cell.value for cell in openpyxl.load_workbook(path).active[3]]
    assert not {"联系人", "联系人（市局）", "项目负责人", "推荐意见", "联系电话"} & set(heads)
    panel.shown[ReservedPart.OPINION].click()
    assert panel.left_out.text() == (
        "公开版将列入推荐意见，公开前请确认可以公开；不列电话、手机、邮箱、联系人、负责人。"
    )
    press(panel.write)
    heads = [cell.value for cell in openpyxl.load_workbook(path).active[3]]
    assert "推荐意见" in heads
    assert not {"联系人", "联系人（市局）", "项目负责人", "联系电话"} & set(heads)
    (event,) = at.unit.events.latest(1)
    assert event.detail["summary_forms"] == "公开版（列入推荐意见）"


def test_files_that_are_there_are_named_before_they_are_replaced(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "out" / NAME).write_text("以前的", encoding="utf-8")
    dialog = opened(at, qtbot)
    assert dialog.panel.write.text() == "写出 1 个文件，替换 1 个"
    assert dialog.panel.files.text() == f"{NAME}　替换"
    press(dialog.panel.write)
    assert openpyxl.load_workbook(tmp_path / "out" / NAME).active.max_row > 3


def test_only_the_ticked_cases_are_listed(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(at, qtbot, 2)
    press(dialog.panel.write)
    sheet = openpyxl.load_workbook(tmp_path / "out" / NAME).active
    assert sheet["D4"].value == "示例服务2标准化试点"
    assert sheet["A5"].value == "合计"


def test_a_folder_that_is_gone_is_said_beside_the_folder(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    dialog.panel.folder.line.setText(str(tmp_path / "没有"))
    press(dialog.panel.write)
    assert "没有找到文件夹" in dialog.panel.folder.note.text()
    assert dialog.panel.write.isEnabled()


def test_without_a_ready_case_it_says_why_nothing_can_be_written(tmp_path: Path, qtbot: QtBot) -> None:
    dialog = opened(office(tmp_path), qtbot)
    assert dialog.empty.isVisible()
    assert not dialog.panel.write.isEnabled()


def test_a_form_of_the_bureau_is_asked_for_and_recognised(at: Office, qtbot: QtBot, template: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    assert dialog.template.empty.isVisible()
    assert not dialog.panel.write.isEnabled()
    assert "请先选择市局模板" in dialog.panel.note.text()
    assert offer_files(dialog.template.empty, [template])
    assert dialog.template.lines.chosen_columns() == COLUMNS
    assert dialog.template.lines.cells["A3"].text() == "推荐单位（盖章）：{填报单位}"
    assert dialog.template.first_row.value() == 6
    assert dialog.panel.write.isEnabled()


def test_a_corrected_place_is_shown_and_filled(at: Office, qtbot: QtBot, template: Path, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    dialog.template.lines.columns["J"].setCurrentText("收件编号")
    model = dialog.template.preview.model()
    heads = [str(model.headerData(place, Qt.Orientation.Horizontal)) for place in range(model.columnCount())]
    assert heads[-1] == "J　收件编号"
    press(dialog.panel.write)
    sheet = openpyxl.load_workbook(tmp_path / "out" / FILLED).active
    assert (sheet["B6"].value, sheet["J7"].value) == ("示例服务1标准化试点", "2024-示-0002")


def test_a_place_nobody_recognised_can_be_added(at: Office, qtbot: QtBot, template: Path, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    press(dialog.template.lines.add)
    cell, text = dialog.template.lines.added[-1]
    cell.setText("j1")
    text.setText("共{合计}项")
    press(dialog.panel.write)
    assert openpyxl.load_workbook(tmp_path / "out" / FILLED).active["J1"].value == "共2项"


def test_what_was_corrected_is_known_the_next_time(at: Office, qtbot: QtBot, template: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    dialog.template.lines.columns["J"].setCurrentText("收件编号")
    press(dialog.panel.write)
    again = opened(at, qtbot)
    assert again.panel.forms() == (SummaryForm.TEMPLATE,)
    assert again.template.lines.columns["J"].currentText() == "收件编号"
    assert "上次核对过" in again.template.note.text()


def test_another_first_row_is_looked_at_anew(at: Office, qtbot: QtBot, template: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    dialog.template.first_row.setValue(3)
    assert not dialog.panel.write.isEnabled()
    assert "没有认出表头" in dialog.template.note.text()
    dialog.template.first_row.setValue(6)
    assert dialog.template.lines.chosen_columns() == COLUMNS


def test_a_file_that_is_no_workbook_is_refused_in_words(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    wrong = tmp_path / "旧表.xls"
    wrong.write_bytes(bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600)
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(wrong)
    assert "另存为 .xlsx" in dialog.template.empty.words()[1]
    assert not dialog.panel.write.isEnabled()


def test_a_form_that_cannot_be_filled_leaves_no_file(at: Office, qtbot: QtBot, template: Path, tmp_path: Path) -> None:
    dialog = opened(at, qtbot)
    want(dialog, SummaryForm.STANDARD, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    dialog.template.lines.cells["A3"].setText("{填报单味}")
    press(dialog.panel.write)
    assert "填报单味" in dialog.panel.note.text()
    assert files(tmp_path / "out") == []


def test_a_case_that_left_meanwhile_is_said(at: Office, qtbot: QtBot) -> None:
    dialog = opened(at, qtbot)
    at.unit.opinions.kept = at.unit.opinions.kept[:1]
    at.unit.applications.cases[2] = replace(at.unit.applications.cases[2], state=State.REVIEWING)
    press(dialog.panel.write)
    assert "列入 1 件；1 件未列入" in dialog.panel.note.text()


def test_every_control_has_a_name_for_a_screen_reader(at: Office, qtbot: QtBot, template: Path) -> None:
    dialog = opened(at, qtbot)
    assert unnamed(dialog) == []
    want(dialog, SummaryForm.TEMPLATE)
    dialog.read_template(template)
    assert unnamed(dialog) == []


def test_the_sending_page_offers_the_summary_of_the_ticked_cases(at: Office, qtbot: QtBot) -> None:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show()
    page.preview.model.toggle(0)
    press(page.preview.summary)
    dialog = page.findChild(SummaryDialog)
    assert isinstance(dialog, SummaryDialog)
    assert dialog.windowTitle() == "汇总表（1 件）"
    dialog.reject()


class Noted:
    """The parts of a desk that note on which thread the writer of summaries is asked for."""

    def __init__(self, parts: Parts) -> None:
        self.askers: list[threading.Thread] = []
        self._parts = parts

    def __getattr__(self, name: str) -> object:
        if name == "summaries":
            self.askers.append(threading.current_thread())
        return getattr(self._parts, name)


def test_what_writes_summaries_is_loaded_beside_the_window(qtbot: QtBot, tmp_path: Path, template: Path) -> None:
    """The dialog stands without it; it comes with the first form that is read or written."""
    at = office(tmp_path, synchronous=False)
    signed_off(at.unit, 1)
    noted = Noted(at.context.parts)
    dialog = SummaryDialog(replace(at.context, parts=cast(Parts, noted)))
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.waitUntil(lambda: dialog.windowTitle() == "汇总表（1 件）")
    assert noted.askers == []
    dialog.read_template(template)
    qtbot.waitUntil(lambda: dialog.template.template == template, timeout=20_000)
    assert len(noted.askers) == 1
    assert threading.current_thread() not in noted.askers
    at.context.background.close()
