"""What is open of the batch shown stands in rows below its road, each with the way to where it is mended."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.services.cases.reviewing import withdraw
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_ui.dispatch.page import DispatchPage
from support.desk_pages import Office, office
from support.packed import sealed_batch


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    at = office(tmp_path)
    sealed_batch(at.unit)
    return at


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> DispatchPage:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    return page


def test_each_row_leads_by_key_to_the_step_or_the_case_where_it_is_mended(
    at: Office, page: DispatchPage, qtbot: QtBot
) -> None:
    page.go_to(RoadStep.MAKE)
    rows = page.open_rows
    assert rows.isVisible()
    assert page.head.open_rows.text() == f"待办 {len(rows.rows)} ▴"
    unplanned = next(line for line in rows.rows if line.row.step is RoadStep.POST)
    assert unplanned.accessibleName() == "寄出：还有 2 个邮包没有编排"
    unplanned.setFocus()
    QTest.keyClick(unplanned, Qt.Key.Key_Return)
    assert page.step is RoadStep.POST
    # There the check before mailing stands beside: the rows are folded, and come by the link.
    assert rows.isHidden()
    at.context.background.run_change(leave_batch, 2, "单位来电，暂缓报送")
    assert page.head.open_rows.text() == "待办 ▾"
    page.head.open_rows.click()
    assert rows.rows[0].row.said.startswith("2024-示-0002 不能随本批寄出")
    assert rows.isVisible()
    of_case = next(line for line in rows.rows if line.row.application_id)
    with qtbot.waitSignal(page.case_asked) as asked:
        of_case.go.click()
    assert asked.args == [of_case.row.application_id]


def test_the_rows_follow_what_happens_and_leave_a_low_page_alone(at: Office, page: DispatchPage) -> None:
    page.go_to(RoadStep.MAKE)
    at.context.background.run_change(withdraw, 1, "单位撤回")
    assert page.open_rows.rows[0].row.said == "2024-示-0001 不能随本批寄出：现为“撤回”"
    page.resize(900, 380)
    assert page.open_rows.isHidden()
    assert page.head.open_rows.isVisible()
    page.show_batch(0)
    assert page.head.open_rows.isHidden()
