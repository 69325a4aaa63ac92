"""法规库 in the window: a rule of the list is taken in, pinned to a point, ended, and said at the case's point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.regulations.keeping import amend_regulation
from reviewer_ui.opinion.items import groups_of
from reviewer_ui.regulations.dialog import RegulationsDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.builders import CLEAN
from support.desk_pages import Office, office, unnamed
from support.regulation_acts import POINT, pinned


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> RegulationsDialog:
    dialog = RegulationsDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def _form(dialog: RegulationsDialog) -> FormDialog:
    return dialog.findChildren(FormDialog)[-1]


def _choose(dialog: RegulationsDialog, words: str) -> None:
    dialog.words.setText(words)
    dialog.table.selectRow(0)


def test_a_rule_of_the_list_is_taken_in_with_its_day_and_pinned(
    at: Office, dialog: RegulationsDialog, tmp_path: Path
) -> None:
    assert dialog.model.rowCount() == 9
    _choose(dialog, "试点项目管理办法")
    dialog.take.click()
    form = _form(dialog)
    assert form.texts()["number"] == "沪质技监规〔2018〕1号"
    form.confirm.click()
    assert "施行日期" in form.note.text()
    text = tmp_path / "办法.txt"
    text.write_text("第一条", encoding="utf-8")
    form.fill("begins", "2018年3月1日")
    form.fill("file", str(text))
    form.confirm.click()
    (kept,) = at.unit.regulations.all()
    assert (kept.named.begins, kept.named.file_name) == (date(2018, 3, 1), "办法.txt")
    assert at.unit.attachments.content(kept.named.sha256) == "第一条".encode()
    dialog.pin.click()
    form = _form(dialog)
    form.fill("item", POINT)
    form.fill("clause", "第十二条")
    form.confirm.click()
    assert [(pin.item, pin.clause) for pin in at.unit.regulations.pins()] == [(POINT, "第十二条")]
    chosen = dialog.chosen()
    assert chosen is not None
    assert (chosen.pinned, chosen.standing) == (1, "施行中")
    assert unnamed(dialog) == []


def test_a_second_period_over_the_first_is_refused_with_both_said(at: Office, dialog: RegulationsDialog) -> None:
    pinned(at.unit)
    dialog.refresh()
    dialog.add.click()
    form = _form(dialog)
    form.fill("title", "示例标准化试点管理办法")
    form.fill("begins", "2024-03-01")
    form.confirm.click()
    assert "已登记施行期 2018-03-01 起" in form.note.text()
    assert len(at.unit.regulations.all()) == 1


def test_an_ended_rule_is_said_at_its_point_in_the_checklist(at: Office, dialog: RegulationsDialog) -> None:
    register_application(at.unit, CLEAN, Source.ONLINE)
    pinned(at.unit)
    kept = at.unit.regulations.get(1).named
    amend_regulation(at.unit, 1, replace(kept, ends=date(2024, 2, 29)), reason="新办法施行")
    items = [item for group in groups_of(open_case(at.unit, 1)) for item in group.items]
    (item,) = [one for one in items if one.rule_id == POINT]
    assert any("已不在施行期内" in hint for hint in item.hints)
    assert item.grounds.endswith("第十二条")
    dialog.refresh()
    _choose(dialog, "示例")
    assert dialog.chosen() is not None
    dialog.unpin.click()
    asked = dialog.findChildren(DecisionDialog)[-1]
    asked.reason.setPlainText("新办法施行")
    asked.confirm.click()
    assert not at.unit.regulations.pins()[0].stands
    items = [item for group in groups_of(open_case(at.unit, 1)) for item in group.items]
    assert not any(one.grounds for one in items)
