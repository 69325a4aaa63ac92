"""保管与销毁 in the window: what may go and why not, proposed by one, signed by another, and told as it came."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Event, PaperCopy
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.domain.states import State
from reviewer_app.services.papers.printing import gather
from reviewer_app.services.seasons.settling import settle
from reviewer_ui.retention import RetentionDialog
from support.casework import dialog_of, registered
from support.desk_pages import Office, office

WHY = "按本局文件材料归档范围"


@pytest.fixture
def due(tmp_path: Path) -> Office:
    """Years later: one declined case that may go, and one whose originals were never given back."""
    made = office(tmp_path)
    unit = made.unit
    for name in ("一", "二"):
        case_id = registered(unit, project_name=f"示例项目{name}", filing_number=f"SH20246171200{'一二'.index(name)}1")
        unit.applications.update(replace(unit.applications.get(case_id), state=State.DECLINED))
    for name, years in (("keep_declined_years", "10"), ("keep_personal_years", "5"), ("keep_working_years", "1")):
        settle(unit, "2024", name, years, WHY)
    detail: dict[str, str] = {RecordKey.SEASON: "2024"}
    unit.events.append(Event(unit.now, "示例甲", EventAct.SEASON_ARCHIVED, detail=detail))
    unit.clock = datetime(2036, 3, 2, 9, 30)
    return made


def opened(at: Office, qtbot: QtBot, depth: Depth) -> RetentionDialog:
    dialog = RetentionDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    place = dialog.cases.depths.findData(depth)
    dialog.cases.depths.setCurrentIndex(place)
    dialog.cases.depths.activated.emit(place)
    return dialog


def cells(dialog: RetentionDialog, column: str) -> list[str]:
    model = dialog.cases.model
    heads = [one.header for one in model.columns]
    return [model.columns[heads.index(column)].text(model.row_at(row)) for row in range(model.rowCount())]


def test_each_case_says_whether_it_may_go_and_why_not(due: Office, qtbot: QtBot) -> None:
    due.unit.attachments.add(1, "扫描.pdf", b"%PDF-1.7", "scan")
    for copy in (1, 2, 3):
        due.unit.papers.put(2, PaperCopy(copy, is_received=True))
    dialog = opened(due, qtbot, Depth.FILES)
    assert cells(dialog, "能否销毁") == ["可销毁", "不能销毁"]
    assert "可销毁 1 件，不能销毁 1 件" in dialog.cases.head.right()
    assert "文件 1" in dialog.cases.words.text()
    assert dialog.cases.propose.text() == "提出销毁清单（1 件）…"
    dialog.cases.table.selectRow(1)
    assert "还有 3 份纸质原件在本局，请先退还或移交。" in dialog.cases.words.text()
    table = gather(due.unit, dialog.cases.order()).table
    assert table is not None
    assert table.title == "2024年度保管到期情况（案件材料）"
    assert [row[6] for row in table.rows] == ["可销毁", "不能销毁"]
    assert "还有 3 份纸质原件在本局" in table.rows[1][-1]
    assert table.totals == (("可销毁", 1), ("不能销毁", 1), ("已销毁", 0))


def test_a_list_is_proposed_by_one_and_carried_out_by_another(due: Office, qtbot: QtBot) -> None:
    dialog = opened(due, qtbot, Depth.PERSONAL)
    dialog.cases.propose.click()
    asked = dialog_of(dialog)
    assert len(asked.lines()) == 2
    asked.reason.setPlainText("个人信息保留期满")
    asked.confirm.click()
    assert dialog.cases.note.text() == "已提出 2 件的销毁清单，等另一位复核人签。"
    assert "contact_phone" in due.unit.applications.get(1).values
    dialog.show_view(1)
    assert not dialog.lists.sign.isEnabled()
    assert "须由另一位复核人签" in dialog.lists.note.text()

    due.unit.acting("示例乙")
    dialog.lists.refresh()
    dialog.lists.sign.click()
    dialog_of(dialog).confirm.click()
    assert dialog.lists.note.text() == "销毁清单 2036年第1号：已销毁 2 件。"
    assert "contact_phone" not in due.unit.applications.get(1).values
    assert cells(dialog, "能否销毁") == ["已销毁", "已销毁"]
    dialog.show_view(0)
    assert dialog.cases.head.right() == "可销毁 0 件，不能销毁 0 件，已销毁 2 件"
    assert dialog.cases.words.text() == "已按销毁清单销毁。", "nothing is announced to go that is gone"
    assert not dialog.lists.sign.isEnabled()


def test_a_held_case_stays_off_the_list_until_it_is_released(due: Office, qtbot: QtBot) -> None:
    dialog = opened(due, qtbot, Depth.PERSONAL)
    dialog.cases.table.selectRow(0)
    dialog.cases.hold.click()
    asked = dialog_of(dialog)
    asked.confirm.click()
    assert asked.isVisible(), "a reason is asked for"
    asked.reason.setPlainText("行政诉讼未结")
    asked.confirm.click()
    assert cells(dialog, "能否销毁") == ["不能销毁", "可销毁"]
    assert "行政诉讼未结" in dialog.cases.words.text()
    dialog.cases.lift.click()
    again = dialog_of(dialog)
    again.reason.setPlainText("诉讼已结")
    again.confirm.click()
    assert cells(dialog, "能否销毁") == ["可销毁", "可销毁"]


def test_periods_that_nobody_settled_are_named_and_nothing_may_go(tmp_path: Path, qtbot: QtBot) -> None:
    made = office(tmp_path)
    registered(made.unit)
    made.unit.applications.update(replace(made.unit.applications.get(1), state=State.DECLINED))
    made.unit.clock = datetime(2036, 3, 2, 9, 30)
    dialog = opened(made, qtbot, Depth.FILES)
    assert cells(dialog, "能否销毁") == ["不能销毁"]
    assert not dialog.cases.propose.isEnabled()
    dialog.show_view(2)
    assert "有 5 项期限待确认" in dialog.periods.note.text()
