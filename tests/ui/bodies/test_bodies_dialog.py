"""技术机构和部门 in the window: a body with its contact and support, and the ledger that leads to a case."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.registering import register_application
from reviewer_ui.bodies.dialog import BodiesDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.body_acts import NAME, TELEPHONE
from support.builders import CLEAN
from support.desk_pages import Office, office, unnamed
from support.fake_consultations import DEPARTMENT, asked_of_one


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    at = office(tmp_path)
    register_application(at.unit, CLEAN, Source.ONLINE)
    asked_of_one(at.unit, 1)
    return at


def test_a_body_its_contact_and_its_support_are_entered_and_struck(at: Office, qtbot: QtBot) -> None:
    dialog = BodiesDialog(at.context, None, lambda _case: None)
    qtbot.addWidget(dialog)
    dialog.show()
    assert "还没有登记" in dialog.note.text()

    def enter(button: str, **said: str) -> FormDialog:
        getattr(dialog, button).click()
        form = dialog.findChildren(FormDialog)[-1]
        for name, text in said.items():
            form.fill(name, text)
        form.confirm.click()
        return form

    enter("add", kind="technical", name=NAME)
    enter("contact", person="样本甲", post="主任", telephone=TELEPHONE)
    refused = enter("support", kind="system", year="2030")
    assert "年份" in refused.note.text()
    refused.fill("year", "2024")
    refused.fill("intake_number", "2024-示-0001")
    refused.confirm.click()
    shown = [dialog.contact_table.model().index(0, column).data() for column in range(4)]
    assert TELEPHONE not in str(shown)
    assert shown[2].endswith("25")
    body = dialog.chosen()
    assert body is not None
    assert body.told == "2024年 体系编制 1 次"
    dialog.strike.click()
    asked = dialog.findChildren(DecisionDialog)[-1]
    asked.reason.setPlainText("登记有误")
    asked.confirm.click()
    assert [one.stands for one in at.unit.bodies.get(1).supports] == [False]
    assert dialog.strike.isHidden()
    assert unnamed(dialog) == []


def test_the_ledger_of_consultations_leads_to_its_case(at: Office, qtbot: QtBot) -> None:
    went: list[int] = []
    dialog = BodiesDialog(at.context, None, went.append)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.pages.setCurrentIndex(1)
    dialog.words.setText("没有这个部门")
    assert dialog.consulted.rowCount() == 0
    dialog.words.setText(DEPARTMENT[:6])
    assert dialog.pages.tabText(1) == "征询台账 1"
    dialog.show_case.click()
    assert went == [1]


def test_a_list_that_would_be_empty_is_refused_in_the_dialog_itself(at: Office, qtbot: QtBot) -> None:
    dialog = BodiesDialog(at.context, None, lambda _case: None)
    qtbot.addWidget(dialog)
    dialog.show()
    dialog.exits.print(dialog.bodies_order())
    assert dialog.note.text() == "这里没有可以打印或导出的内容。"
