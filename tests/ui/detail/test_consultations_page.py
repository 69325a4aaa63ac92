"""The departments consulted, as the officer works with them on the page 往来 of a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role
from reviewer_app.domain.outside.consultations import ConsultationStand
from reviewer_app.services.cases import assigning, consulting
from reviewer_ui.detail.consultations import ConsultationRow
from reviewer_ui.queue.columns import due_cell, spoken
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import dialog_of, registered_key, settle
from support.desk_pages import Office, office, unnamed
from support.fake_consultations import DEPARTMENT, REPLY
from support.followed import FollowedCase


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def case_id(at: Office) -> int:
    return registered_key(at.unit)


@pytest.fixture
def pane(at: Office, qtbot: QtBot, case_id: int) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.resize(QSize(390, 667))
    with qtbot.waitActive(pane):
        pane.show()
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.outside)
    settle()
    return pane


def _form(pane: FollowedCase) -> FormDialog:
    (form,) = [one for one in pane.findChildren(FormDialog) if one.isVisible()]
    return form


def _offered(row: ConsultationRow) -> set[str]:
    return {what for what, link in row.links.items() if not link.isHidden()}


def test_a_department_is_asked_and_its_reply_entered_from_the_page(
    at: Office, pane: FollowedCase, case_id: int, tmp_path: Path
) -> None:
    part = pane.outside.consultations
    assert unnamed(pane) == []
    assert (part.none.isVisible(), part.head.right()) == (True, "")
    part.ask.click()
    form = _form(pane)
    form.fill("department", "")
    form.fill("workdays", "十天")
    form.confirm.click()
    assert form.note.text() == "“十天”不是天数，请写数字，如 10。"
    form.fill("workdays", "5")
    form.confirm.click()
    assert form.note.text() == "请写明征求哪个部门的意见（全称）。"
    form.fill("department", DEPARTMENT)
    form.confirm.click()
    pane.reload()
    row = part.rows[0]
    assert (row.department.text(), row.stand.text()) == (DEPARTMENT, "待复函")
    assert row.days.text() == "2024-05-19 示例甲征求 · 2024-05-24 前回复（含当日）"
    assert _offered(row) == {"reply", "letter", "remind", "withdraw"}
    assert (part.head.right(), part.spare.isVisible()) == ("已复函 0/1", False)
    row.links["reply"].click()
    form = _form(pane)
    form.fill("words", "认可，共同推动")
    form.fill("dated", "2024年5月19日")
    form.confirm.click()
    assert form.note.text() == "请选择书面意见的态度。"
    form.fill("stance", "agrees")
    scan = tmp_path / "复函.pdf"
    scan.write_bytes(b"%PDF-1.7")
    form.fill("file", str(scan))
    form.confirm.click()
    pane.reload()
    assert row.stand.text() == "认可并共同推动"
    assert _offered(row) == {"letter"}
    assert row.save.isVisible()
    assert part.head.right() == "已复函 1/1"
    assert [entry.party for entry in at.unit.register.of_case(case_id)] == [DEPARTMENT]


def test_that_none_has_to_be_asked_is_noted_with_its_reason(at: Office, pane: FollowedCase, case_id: int) -> None:
    part = pane.outside.consultations
    part.spare.click()
    dialog = dialog_of(pane)
    dialog.reason.setPlainText("不涉及行业主管部门")
    dialog.confirm.click()
    pane.reload()
    (one,) = at.unit.applications.get(case_id).consultations
    assert one.stand is ConsultationStand.NOT_REQUIRED
    row = part.rows[0]
    assert (row.department.text(), row.words.text()) == ("不需征询主管部门意见", "不涉及行业主管部门")
    assert _offered(row) == {"withdraw"}
    assert not part.ask.isVisible()


def test_a_day_gone_by_is_told_in_red_words(at: Office, pane: FollowedCase, case_id: int) -> None:
    consulting.consult(at.unit, case_id, DEPARTMENT, 1)
    at.unit.clock = at.unit.clock.replace(month=6)
    pane.reload()
    assert pane.outside.consultations.rows[0].stand.text() == "逾期未复"


def test_the_palette_enters_a_reply_and_says_when_none_is_awaited(at: Office, pane: FollowedCase, case_id: int) -> None:
    at.context.actions["case.take_view"].trigger()
    assert at.said[-1].text == "本案没有等待复函的征询。"
    at.context.actions["case.consult"].trigger()
    assert _form(pane).windowTitle() == "征求意见"


def test_who_keeps_off_reads_only(at: Office, pane: FollowedCase, case_id: int) -> None:
    consulting.consult(at.unit, case_id, DEPARTMENT, 5)
    assigning.declare_conflict(at.unit, case_id, "示例乙", "近亲属")
    pane.reload()
    part = pane.outside.consultations
    assert not part.ask.isVisible()
    assert _offered(part.rows[0]) == {"letter"}
    assert pane.head.kept_off.text() == "示例甲 2024-05-19 申明回避：近亲属"
    assert pane.head.offered() == set()
    assert at.unit.actor.has(Role.HANDLER)


def test_the_queue_says_how_many_have_replied(at: Office, case_id: int) -> None:
    consulting.consult(at.unit, case_id, DEPARTMENT, 5)
    consulting.consult(at.unit, case_id, "上海市示例交通主管部门", 5)
    consulting.take_view(at.unit, case_id, 1, REPLY)
    (row,) = at.unit.worklist.rows([case_id], at.unit.today)
    assert due_cell(row) == "12 天 · 征询 1/2"
    assert "征询 1/2" in spoken(row)
