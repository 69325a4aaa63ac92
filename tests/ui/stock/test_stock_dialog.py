"""常用语 in the window: kept from the selection, found by a few characters, put in where one writes as if typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.readiness import OPEN_PLACE
from reviewer_app.services.office.stock_sentences import keep_sentence
from reviewer_ui.stock.dialog import StockDialog
from support.builders import CLEAN
from support.casework import answered, registered
from support.desk_pages import Office, office, unnamed
from support.followed import FollowedOpinion


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


@pytest.fixture
def case_id(at: Office) -> int:
    return answered(at.unit, registered(at.unit))


@pytest.fixture
def pane(at: Office, case_id: int, qtbot: QtBot) -> FollowedOpinion:
    made = FollowedOpinion(at.context)
    qtbot.addWidget(made)
    made.resize(532, 667)
    made.show()
    made.show_case(case_id)
    return made


def _opened(pane: FollowedOpinion) -> StockDialog:
    pane._context.actions["stock.open"].trigger()
    (dialog,) = [one for one in pane.findChildren(StockDialog) if one.isVisible()]
    return dialog


def test_a_selected_sentence_is_kept_and_put_in_again_as_typed(at: Office, pane: FollowedOpinion, case_id: int) -> None:
    text = pane.writing.text
    text.setPlainText(f"{CLEAN['applicant']}材料齐全。")
    text.selectAll()
    dialog = _opened(pane)
    assert unnamed(dialog) == []
    dialog.keep_all.click()
    assert [(one.kept.words, one.kept.is_for_all) for one in dialog.model.rows()] == [("{单位}材料齐全。", True)]
    dialog.keep_all.click()
    assert dialog.note.text() == "已经有同样的一句。"
    dialog.reject()
    text.clear()
    dialog = _opened(pane)
    QTest.keyClick(dialog.field, Qt.Key.Key_Return)
    assert text.toPlainText() == f"{CLEAN['applicant']}材料齐全。"
    assert text.is_own
    pane.keeper.flush()
    assert at.unit.drafts.of(case_id)[DraftBox.OPINION_TEXT].text == text.toPlainText()
    assert at.unit.stock_sentences.of("示例甲")[0].used == 1
    text.undo()
    assert text.toPlainText() == ""


def test_a_few_characters_narrow_the_list_and_a_place_without_value_is_not_put_in(
    at: Office, pane: FollowedOpinion, case_id: int
) -> None:
    values = {name: value for name, value in CLEAN.items() if name != "plan_start"}
    at.unit.applications.update(replace(at.unit.applications.get(case_id), values=values))
    for words in ("目标明确。", "自{计划开始日期}起同意。"):
        keep_sentence(at.unit, case_id, words, for_all=False)
    dialog = _opened(pane)
    dialog.field.setText("同意")
    assert dialog.model.rowCount() == 1
    before = pane.writing.text.toPlainText()
    dialog.put.click()
    assert dialog.note.text() == "计划开始日期没有填写，这一句不能代入。"
    assert pane.writing.text.toPlainText() == before
    dialog.field.setText("没有这样的话")
    assert not dialog.put.isEnabled()


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_frame_of_a_reason_leaves_its_place_open_and_chosen(
    at: Office, case_id: int, qtbot: QtBot, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    box = kind()
    qtbot.addWidget(box)
    dialog = StockDialog(at.context, case_id, box, box, f"经核，{OPEN_PLACE}，故仍按本意见办理。")
    dialog.open()
    dialog.begin.click()
    chosen = box.selectedText() if isinstance(box, QLineEdit) else box.textCursor().selectedText()
    assert chosen == OPEN_PLACE
