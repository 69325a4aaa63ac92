"""The place 台账 as an officer sees it: grouped by what is due, the chosen project beside it, all of it by keys."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget

from reviewer_app.domain.guarantee.listing import LedgerTab
from reviewer_app.domain.guarantee.offers import LedgerAct
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.guarantee.reading import ProjectView, ledger_calendar, open_project
from reviewer_app.services.standards.following import NamedRow, take_over
from reviewer_ui.ledger import LedgerPage
from reviewer_ui.ledger.deeds import DeedsDialog
from reviewer_ui.ledger.list_view import Columns
from reviewer_ui.ledger.model import LINE_ROLE, GroupHead
from reviewer_ui.ledger.units import UnitsDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.ledger_library import NOW, ledger_library
from support.libraries import make_gate
from support.officer import Officer

KEY = Qt.Key
ALT = Qt.KeyboardModifier.AltModifier
WASTE, LIFT = "垃圾分类驿站管理标准化试点", "加氢站运行管理标准化试点"


@pytest.fixture
def officer(tmp_path: Path, dressed: QApplication) -> Iterator[Officer]:
    officer = Officer(make_gate(), ledger_library(tmp_path / "library"), tmp_path / "preferences.ini")
    officer.goes_to("ledger")
    yield officer
    officer.leaves()


def page_of(officer: Officer) -> LedgerPage:
    page = officer.window.places.page("ledger")
    assert isinstance(page, LedgerPage)
    return page


def listed(page: LedgerPage) -> list[str]:
    """The rows as they are read aloud, heads in brackets."""
    found = []
    for row in range(page.model.rowCount()):
        index = page.model.index(row, 0)
        index.data(LINE_ROLE)
        page.model.fetch_wanted()
        said = str(index.data())
        found.append(f"[{said}]" if isinstance(index.data(LINE_ROLE), GroupHead) else said)
    return found


def press(officer: Officer, key: Qt.Key, where: QWidget | None = None) -> None:
    # Without a window manager nothing brings the window forward again when a dialog is gone.
    officer.window.activateWindow()
    officer.waits()
    QTest.keyClick(where or page_of(officer).list, key, ALT if key < KEY.Key_Escape else Qt.KeyboardModifier.NoModifier)
    officer.waits()


def form() -> FormDialog:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, FormDialog)
    return dialog


def fill(officer: Officer, **said: str) -> None:
    """Types into the fields of the form and confirms by Enter."""
    dialog = form()
    for name, text in said.items():
        dialog.fill(name, text)
    line = next(one for one in dialog.editors.values() if isinstance(one, QLineEdit))
    QTest.keyClick(line, KEY.Key_Return)
    officer.waits()


def decide(officer: Officer, reason: str = "") -> None:
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, DecisionDialog)
    dialog.reason.setPlainText(reason)
    QTest.keyClick(dialog.confirm, KEY.Key_Return)
    officer.waits()


def project(officer: Officer) -> ProjectView:
    chosen = page_of(officer).chosen
    assert chosen is not None
    return officer.library.read(open_project, chosen)


def test_the_list_is_grouped_and_says_each_row_aloud(officer: Officer) -> None:
    page = page_of(officer)
    rows = listed(page)
    assert [row for row in rows if row.startswith("[")] == ["[逾期，2 项]", "[30 天内，4 项]", "[以后，2 项]"]
    assert rows[1].startswith("已逾期 79 天，9月20日 验收，社区嵌入式养老服务标准化试点")
    assert rows[5].startswith(
        "还有 10 天，12月18日 期前走访，垃圾分类驿站管理标准化试点，2023年度，上海市模拟丁中街道办事处"
    )
    assert "延 6 月至 2026-03-20" in rows[5]
    assert "验收合格 98.5" in rows[6]
    assert [page.chips[tab].count for tab in LedgerTab] == [8, 2, 4, 1, 0, 1]
    assert officer.window.top.ledger.text() == "台账 2 项逾期 · 最近期限 12月15日 还有 7 天"
    assert officer.window.top.ledger.accessibleName().endswith("到台账")
    assert page.chosen == 1


def test_heads_are_passed_over_and_the_project_beside_follows(officer: Officer) -> None:
    page = page_of(officer)
    assert page.list.hasFocus()
    for name in ("智慧航运单证数字化标准化试点", LIFT, WASTE):
        press(officer, KEY.Key_Down)
        assert page.side.title.text() == name
    assert page.side.state.text() == "延期中"
    rows = [part.accessibleName() for part in page.side.findChildren(QWidget) if part.isVisible()]
    assert "期满，2026-03-20，原 2025-09-20，已延期，还有 102 天" in rows
    assert page.side.note.text() == "延期只可一次，已用；验收自 2026-03-20 期满起登记。"
    assert not page.side.buttons[LedgerAct.EXTEND].isEnabled()
    assert "已批准延期" in page.side.buttons[LedgerAct.EXTEND].toolTip()


def test_taking_all_on_names_each_project_first_and_leaves_one_without_an_answer(officer: Officer) -> None:
    page = page_of(officer)
    page.show_tab(LedgerTab.AWAITING)
    officer.waits()
    page.take_all.click()
    officer.waits()
    (asked,) = [one for one in page.findChildren(DecisionDialog) if one.isVisible()]
    assert len(asked.lines()) == 1
    assert asked.lines()[0].endswith("没有登记立项文号和日期，留在待纳入")
    assert not asked.confirm.isEnabled(), "nothing would be written"
    asked.reject()
    assert page.index is not None
    assert len(page.index.ids) == 1


def test_from_taking_on_to_closing_by_keys(officer: Officer) -> None:
    page = page_of(officer)
    page.show_tab(LedgerTab.AWAITING)
    press(officer, KEY.Key_N)
    fill(officer, number="演练立项〔2023〕90号", day="2023-11-10")
    page.show_tab(LedgerTab.OPEN)
    page.choose(9)
    officer.waits()
    press(officer, KEY.Key_V)
    fill(officer, found="现场核对标准体系", people="示例甲")
    assert [one.words for one in project(officer).project.visits] == ["现场核对标准体系"]
    press(officer, KEY.Key_E)
    fill(officer, number="演练延〔2025〕9号", day="2025-11-10", months="1")
    assert project(officer).project.ends_on == date(2025, 12, 10)
    press(officer, KEY.Key_A)
    fill(officer, score="103.5", bonus="5")
    assert "早于期满日期 2025-12-10" in form().note.text()
    fill(officer, early="市局通知提前验收")
    press(officer, KEY.Key_C)
    fill(officer, number="演练证〔2025〕9号")
    press(officer, KEY.Key_J)
    decide(officer)
    assert officer.library.read(open_project, 9).case.state is State.CLOSED
    assert page.chips[LedgerTab.ENDED].count == 1
    assert page.chosen == 7
    page.show_tab(LedgerTab.ENDED)
    assert page.chosen == 9
    press(officer, KEY.Key_Z)
    decide(officer, "录错")
    assert officer.library.read(open_project, 9).case.state is State.ACCEPTED


def test_a_refused_extension_stands_in_its_form_with_what_was_typed(officer: Officer) -> None:
    page_of(officer).choose(3)
    officer.waits()
    press(officer, KEY.Key_E)
    fill(officer, number="演练延〔2025〕9号", day="2025-12-09")
    assert "还没有发生" in form().note.text()
    assert form().texts()["number"] == "演练延〔2025〕9号"
    form().reject()
    officer.waits()
    press(officer, KEY.Key_E)
    assert form().texts()["number"] == "演练延〔2025〕9号"
    form().reject()


def test_a_planned_visit_is_done_from_its_line_and_another_is_called_off(officer: Officer) -> None:
    page = page_of(officer)
    page.choose(4)
    officer.waits()
    row = next(
        one for one in page.side.visits.findChildren(QWidget) if one.accessibleName().startswith("计划，2025-12-18")
    )
    press(officer, KEY.Key_Return, row)
    found = form().editors["found"]
    assert isinstance(found, QPlainTextEdit)
    found.setPlainText("2 项标准已报批")
    fill(officer)
    view = project(officer)
    assert [one.day for one in view.project.visits] == [NOW.date(), date(2025, 7, 3), date(2024, 10, 12)]
    assert not view.project.open_plans


def test_one_unit_over_all_seasons_and_back(officer: Officer) -> None:
    page = page_of(officer)
    code = page.model.index(page.model.row_of(4), 0).data(LINE_ROLE).unit_code
    page.show_unit(code)
    officer.waits()
    assert len(page.index.ids if page.index else ()) == 8
    page.units.click()
    assert page.query.unit_code == ""


def test_what_was_promised_and_done_of_a_unit_is_shown_and_taken_along(officer: Officer, tmp_path: Path) -> None:
    page = page_of(officer)
    page.ask_unit()
    units = page.findChild(UnitsDialog)
    assert units is not None
    officer.waits()
    units.deeds.click()
    dialog = units.findChild(DeedsDialog)
    assert dialog is not None
    officer.waits()
    standing = [dialog.model.index(row, 5).data() for row in range(dialog.model.rowCount())]
    assert Counter(word.split()[0] for word in standing) == {"未列计划": 8, "未到期": 11, "逾期": 2, "已办": 1}
    dialog.exits.export_to(dialog.order(), tmp_path / "承诺与履行.xlsx")
    officer.waits()
    sheet = load_workbook(tmp_path / "承诺与履行.xlsx").active
    assert sheet is not None
    cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None}
    assert {"期满验收", "首次走访"} <= cells
    dialog.reject()
    units.reject()


def test_the_calendar_holds_every_day_that_is_due(officer: Officer) -> None:
    text = officer.library.read(ledger_calendar)
    assert text.count("BEGIN:VEVENT") == 13
    assert text.count("END:VEVENT") == 13


def test_the_list_is_taken_out_as_it_is_shown(officer: Officer, tmp_path: Path) -> None:
    page = page_of(officer)
    offered = [one.text() for one in page.exits.button.menu().actions() if one.text()]
    assert offered == [
        "打印台账清单…",
        "导出台账清单 Excel…",
        "打印承诺标准清单…",
        "导出承诺标准清单 Excel…",
        "存日历文件…",
    ]
    page.show_tab(LedgerTab.OVERDUE)
    officer.waits()
    page.exits.tables.export_to(page.exits.list_order(), tmp_path / "台账.xlsx")
    officer.waits()
    sheet = load_workbook(tmp_path / "台账.xlsx").active
    assert sheet is not None
    shown = [page.model.index(row, 0).data(LINE_ROLE) for row in range(page.model.rowCount())]
    names = [line.project_name for line in shown if not isinstance(line, GroupHead) and line is not None]
    assert [sheet.cell(row, 2).value for row in range(4, 4 + len(names))] == names
    assert sheet["A1"].value == "各年度标准化试点台账（逾期）"


def test_what_a_project_promised_stands_beside_it_and_follows_the_list(officer: Officer) -> None:
    page = page_of(officer)
    case_id = project(officer).case.id
    row = NamedRow(StandardLevel.GROUP, "示例驿站运行服务规范", "2025", "T/YLBZ 012—2024")
    section = page.standards.section
    assert page.standards.isVisibleTo(page)
    before = len([one for one in section.rows if one.isVisibleTo(section)])
    changes = officer.library.change(take_over, case_id, [row])
    officer.window.context.background.changed.emit(changes)
    officer.waits()
    assert len([one for one in section.rows if one.isVisibleTo(section)]) == before + 1
    assert "承诺 1 项" in section.head.right()
    press(officer, Qt.Key.Key_Down)
    assert project(officer).case.id != case_id
    assert [one for one in section.rows if one.isVisibleTo(section)] == []


def test_the_axis_gives_way_where_there_is_no_room(officer: Officer) -> None:
    assert Columns(0, 838).has_axis
    assert not Columns(0, 470).has_axis
    officer.window.resize(911, 450)
    officer.waits()
    assert officer.window.width() == 911
    assert not page_of(officer).legend.isVisible()
    assert not officer.window.top.ledger.isVisible()
