"""寄前核对 and 市局结果 by keys: a point excused, a batch sent, answers entered and taken back, a list read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.city_list import CityRow
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.states import State
from reviewer_app.services.ports.reading import CityListSheet
from reviewer_app.services.ports.records import ReadChoice, SheetColumn
from reviewer_app.wiring import Parts
from reviewer_ui.city.list_dialog import CityListDialog
from reviewer_ui.city.list_reading import read_list
from reviewer_ui.columns.dialog import ColumnsDialog
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.printing.preview import PreviewDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office, signed_off
from support.packed import post_by_keys
from support.sealing import seal_cases
from support.sending import send_excused

DAY = "2024-05-19"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


def sending(at: Office, qtbot: QtBot, count: int, is_sent: bool) -> DispatchPage:
    """The page with a batch that is sealed, or sent."""
    ids = [signed_off(at.unit, number) for number in range(1, count + 1)]
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1298, 690)
    with qtbot.waitActive(page):
        page.show()
    page.export()
    seal_cases(at.unit, ids)
    if is_sent:
        send_excused(at.unit, 1)
    page.refresh()
    return page


def open_one(page: QWidget, kind: type[DecisionDialog] | type[FormDialog]) -> DecisionDialog | FormDialog:
    return next(one for one in page.findChildren(kind) if one.isVisible())


def press(widget: QWidget | None, key: Qt.Key) -> None:
    assert widget is not None
    QTest.keyClick(widget, key)


def test_open_points_are_excused_by_key_and_then_the_batch_is_sent(at: Office, qtbot: QtBot) -> None:
    page = sending(at, qtbot, 1, is_sent=False)
    page.open_step(RoadStep.POST)
    panel = page.check.panel
    assert panel.head.right() == "8 / 10"
    for left in (1, 0):
        panel.take_keys()
        held = QApplication.focusWidget()
        row = next(one for one in panel.rows if one is held)
        press(row.excuse, Qt.Key.Key_Return)
        dialog = open_one(panel, DecisionDialog)
        assert isinstance(dialog, DecisionDialog)
        dialog.reason.setPlainText("按纸质台账核对过")
        press(dialog.confirm, Qt.Key.Key_Return)
        assert sum(one.accessibleName().startswith("待办") for one in panel.rows) == left
    post_by_keys(page.sending)
    assert at.unit.applications.get(1).state is State.SENT


def test_answers_are_entered_for_many_and_one_is_taken_back(at: Office, qtbot: QtBot) -> None:
    page = sending(at, qtbot, 3, is_sent=True)
    page.asked.answers()
    step = page.answers.city
    step.table.setFocus()
    step.table.selectAll()
    QTest.keyClick(step.table, Qt.Key.Key_3)
    form = open_one(step, FormDialog)
    assert isinstance(form, FormDialog)
    press(form.confirm, Qt.Key.Key_Return)
    assert form.isVisible()
    form.fill("day", DAY)
    press(form.confirm, Qt.Key.Key_Return)
    assert form.note.text() == "请填写立项文号。"
    form.fill("number", "沪市监标技〔2024〕88号")
    press(form.confirm, Qt.Key.Key_Return)
    assert {at.unit.applications.get(one).state for one in (1, 2, 3)} == {State.APPROVED}
    assert step.head.right() == "立项 3"
    step.choose([2])
    QTest.keyClick(step.table, Qt.Key.Key_Delete)
    asked = open_one(step, DecisionDialog)
    assert isinstance(asked, DecisionDialog)
    asked.reason.setPlainText("点错了行")
    press(asked.confirm, Qt.Key.Key_Return)
    assert at.unit.applications.get(2).state is State.SENT
    assert step.head.right() == "立项 2 · 待答复 1"


def test_a_list_is_shown_row_by_row_and_only_what_is_sure_is_entered(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    page = sending(at, qtbot, 2, is_sent=True)
    page.asked.answers()
    first = at.unit.applications.get(1)
    rows = (
        CityRow(2, first.values["filing_number"], applicant=first.applicant, result="立项", city_number="沪试1号"),
        CityRow(3, "SH404", result="立项", city_number="沪试2号"),
    )
    (tmp_path / "结果.xlsx").write_bytes(b"the list as it came")
    at.lists.city_lists["结果.xlsx"] = CityListSheet("结果.xlsx", "1", {}, rows, ("处室",))
    told: list[Exception] = []
    failed: Callable[[Exception], None] = told.append
    read_list(at.context, tmp_path / "结果.xlsx", page.answers.city, failed)
    (dialog,) = page.findChildren(CityListDialog)
    assert not dialog.confirm.isEnabled()
    dialog.day.setText(DAY)
    dialog.plan()
    assert dialog.confirm.text() == "登记 1 件"
    assert [column.text(dialog.model.row_at(0)) for column in dialog.model.columns][-2:] == [
        "登记立项 沪试1号（05-19，按网上申报编号）",
        "可登记",
    ]
    assert dialog.chosen.text() == "第 2 行：登记立项 沪试1号（05-19，按网上申报编号）"
    dialog.table.selectRow(1)
    assert dialog.chosen.text().startswith("第 3 行：待人工处理：")
    press(dialog.confirm, Qt.Key.Key_Return)
    assert [at.unit.applications.get(one).state for one in (1, 2)] == [State.APPROVED, State.SENT]
    assert told == []
    read_list(at.context, tmp_path / "没有.xlsx", page.answers.city, failed)
    assert len(told) == 1


def test_a_list_nobody_knows_a_column_of_is_read_as_the_officer_says_and_known_the_next_time(
    at: Office, qtbot: QtBot, tmp_path: Path
) -> None:
    page = sending(at, qtbot, 1, is_sent=True)
    page.asked.answers()
    first = at.unit.applications.get(1)
    columns = (SheetColumn(0, "A", "甲", ("SH1",), ""), SheetColumn(1, "B", "乙", ("立项",), ""))
    known = {"filing_number": "网上申报编号", "result": "结果"}
    unknown = CityListSheet("x.xlsx", "1", {}, (), (), 1, columns, ("1",), known, "f1")
    (tmp_path / "x.xlsx").write_bytes(b"the list as it came")
    rows = (CityRow(2, first.values["filing_number"], result="立项", city_number="沪试1号"),)
    read = tuple(replace(one, field=name) for one, name in zip(columns, known, strict=True))
    at.lists.city_lists |= {"x.xlsx": unknown, "x.xlsx 列对应": replace(unknown, rows=rows, columns=read)}
    told: list[Exception] = []
    step = page.answers.city
    read_list(at.context, tmp_path / "x.xlsx", step, told.append)
    (asked,) = step.findChildren(ColumnsDialog)
    assert "请在右边指定一列" in asked.note.text()
    asked.fields[0].setCurrentIndex(asked.fields[0].findData("filing_number"))
    asked.fields[1].setCurrentIndex(asked.fields[1].findData("result"))
    press(asked.take, Qt.Key.Key_Return)
    (dialog,) = step.findChildren(CityListDialog)
    assert dialog.model.rowCount() == 1
    press(dialog.columns, Qt.Key.Key_Return)
    assert [one.fields[0].currentData() for one in dialog.findChildren(ColumnsDialog)] == ["filing_number"]
    dialog.reject()
    at.lists.city_choices.clear()
    read_list(at.context, tmp_path / "x.xlsx", step, told.append)
    assert at.lists.city_choices[-1] == ReadChoice("1", 1, {"0": "filing_number", "1": "result"})
    assert (told, [one.model.rowCount() for one in step.findChildren(CityListDialog) if one.isVisible()]) == ([], [1])


def test_the_check_is_shown_as_it_is_printed(tmp_path: Path, qtbot: QtBot) -> None:
    page = sending(office(tmp_path, printing=Parts()), qtbot, 1, is_sent=False)
    page.open_step(RoadStep.POST)
    press(page.check.panel.print, Qt.Key.Key_Return)
    (preview,) = page.check.panel.findChildren(PreviewDialog)
    assert preview.windowTitle().startswith("寄前核对单 第1批")
