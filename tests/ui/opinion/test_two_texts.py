"""Two persons typed in one box: the pane says so, shows both beside each other, and either can be taken."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.reviewing import submit_opinion
from reviewer_ui.two_texts.dialog import TwoTextsDialog
from support.casework import TEXT, answered, opened_pane, registered
from support.desk_pages import Office, office, type_text
from support.followed import FollowedOpinion
from support.grounds import grounded


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def beside(pane: FollowedOpinion) -> TwoTextsDialog:
    """The dialog behind the band's first line, opened by its key."""
    line = pane.beside._lines[0]
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    return next(one for one in pane.findChildren(TwoTextsDialog) if one.isVisible())


def test_my_opinion_stays_mine_and_the_other_one_can_be_taken(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    save_draft(at.unit.acting("示例乙"), case_id, DraftBox.OPINION_TEXT, "乙写的意见")
    at.unit.acting("示例甲")
    pane.show_case(case_id)
    text = pane.writing.text
    pane.writing.write()
    text.selectAll()
    type_text(text, "甲写的意见")
    pane.keeper.flush()
    pane.reload()
    assert text.toPlainText() == "甲写的意见"
    assert "示例乙" in pane.beside.texts()[0]
    dialog = beside(pane)
    assert [dialog.present.toPlainText(), dialog.theirs.toPlainText()] == ["甲写的意见", "乙写的意见"]
    dialog.take.click()
    assert text.toPlainText() == "乙写的意见"
    text.undo()
    assert text.toPlainText() == "甲写的意见"


def test_a_note_of_another_opens_in_no_box_and_is_left_in_nobodys_name(at: Office, pane: FollowedOpinion) -> None:
    case_id, other = registered(at.unit), registered(at.unit, filing_number="", project_name="另一项目")
    save_draft(at.unit.acting("示例乙"), case_id, DraftBoxes.NOTE.of("E1.credit"), "乙还没写完")
    at.unit.acting("示例甲")
    pane.show_case(case_id)
    assert not pane.checklist.rows["E1.credit"].is_writing
    assert "信用良好的说明" in pane.beside.texts()[0]
    beside(pane).take.click()
    note = pane.checklist.rows["E1.credit"].note_box
    assert note is not None
    assert note.toPlainText() == "乙还没写完"
    note.setPlainText("甲写完了")
    pane.show_case(other)
    assert (at.unit.answers.of(case_id)["E1.credit"].note, at.unit.answers.of(case_id)["E1.credit"].by) == (
        "甲写完了",
        "示例甲",
    )


def test_who_submits_after_another_has_sees_both_and_types_nothing_twice(at: Office, pane: FollowedOpinion) -> None:
    """The pane had not heard yet: it is refused, reads the case again, and keeps the opinion it could not submit."""
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit)))
    pane.show_case(case_id)
    pane.writing.choose_outcome(Outcome.RECOMMEND)
    pane.writing.write()
    pane.writing.text.selectAll()
    type_text(pane.writing.text, "甲写的意见，建议推荐。")
    submit_opinion(at.unit.acting("示例乙"), case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, TEXT)
    at.unit.acting("示例甲")
    pane.writing.press_submit()
    assert [one.text for one in at.unit.opinions.of(case_id)] == [TEXT]
    assert not pane.writing.isVisible()
    dialog = beside(pane)
    assert [dialog.present.toPlainText(), dialog.theirs.toPlainText()] == [TEXT, "甲写的意见，建议推荐。"]
    assert not dialog.take.isVisible()
    dialog.drop.click()
    assert pane.beside.texts() == ()
