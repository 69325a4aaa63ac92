"""The editor's form: fields and text are one draft; nothing typed is lost, and the check names the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from reviewer_app.packs.rewriting import Place
from reviewer_app.services.seasons.pack_door import PackProposal
from reviewer_ui.seasons.editor import PackEditor
from support.desk_pages import Office, office

TERM: Place = ("limits", "term_months")
SENDING: Place = ("limits", "sending_deadline")


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def dialog(at: Office, qtbot: QtBot) -> PackEditor:
    dialog = PackEditor(at.context, "2024")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def line(dialog: PackEditor, place: Place) -> QLineEdit:
    assert dialog.form.go_to(place)
    editor = dialog.form.editors[place]
    assert isinstance(editor, QLineEdit)
    return editor


def typed(dialog: PackEditor, place: Place, words: str) -> None:
    editor = line(dialog, place)
    editor.selectAll()
    QTest.keyClicks(editor, words) if words else editor.del_()
    assert not dialog.load.isEnabled()
    dialog.check_now()


def test_what_is_typed_into_a_field_changes_its_line_and_can_be_undone(dialog: PackEditor) -> None:
    before = dialog.text.toPlainText()
    typed(dialog, TERM, "36")
    assert dialog.text.toPlainText() == before.replace("term_months = 24", "term_months = 36")
    assert dialog.load.isEnabled()
    dialog.text.undo()
    assert dialog.text.toPlainText() == before
    dialog.check_now()
    assert line(dialog, TERM).text() == "24"


def test_what_is_typed_into_the_text_stands_in_the_field(dialog: PackEditor) -> None:
    assert line(dialog, TERM).text() == "24"
    dialog.text.setPlainText(dialog.text.toPlainText().replace("term_months = 24", "term_months = 30"))
    dialog.check_now()
    assert dialog.form.editors[TERM] is line(dialog, TERM)
    assert line(dialog, TERM).text() == "30"


def test_a_day_that_is_none_stays_in_its_field_and_nothing_is_loaded(dialog: PackEditor) -> None:
    before = dialog.text.toPlainText()
    typed(dialog, SENDING, "2025-02-29")
    assert dialog.text.toPlainText() == before
    assert "报送截止应为日期" in dialog.form.note.text()
    assert not dialog.load.isEnabled()
    dialog.form.go_to(("contacts", 0, "name"))
    assert line(dialog, SENDING).text() == "2025-02-29"
    typed(dialog, SENDING, "2024-06-20")
    assert "sending_deadline = 2024-06-20" in dialog.text.toPlainText()
    assert dialog.load.isEnabled()


def test_a_broken_text_closes_the_form_with_its_line_and_keeps_what_was_typed(dialog: PackEditor) -> None:
    whole = dialog.text.toPlainText()
    broken = whole.replace("term_months = 24", "term_months = 两年")
    dialog.text.setPlainText(broken)
    dialog.check_now()
    number = broken.split("\n").index("term_months = 两年") + 1
    assert f"第 {number} 行" in dialog.form.note.text()
    assert not line(dialog, SENDING).isEnabled()
    line(dialog, SENDING).textEdited.emit("2024-06-20")
    dialog.check_now()
    assert dialog.text.toPlainText() == broken
    dialog.text.setPlainText(whole)
    dialog.check_now()
    assert "sending_deadline = 2024-06-20" in dialog.text.toPlainText()
    assert line(dialog, SENDING).isEnabled()


def test_what_does_not_agree_is_called_by_its_field_and_leads_there(dialog: PackEditor) -> None:
    typed(dialog, SENDING, "2024-01-01")
    assert "时间、期限和份数 · 报送截止" in dialog.note.text()
    dialog.form.go_to(("contacts", 0, "name"))
    dialog.findings.selectRow(0)
    assert SENDING in dialog.form.editors


def test_a_contact_and_a_class_are_added_and_taken_away(dialog: PackEditor) -> None:
    before = dialog.text.toPlainText()
    dialog.form.add_contact.click()
    assert dialog.form.go_to(("contacts", 6, "name"))
    assert "联系人 7" in dialog.note.text()
    dialog.form.remove.click()
    assert dialog.text.toPlainText() == before
    dialog.form.add_class.click()
    assert '[[limits.by_class]]\nclass = "一般"' in dialog.text.toPlainText()
    typed(dialog, ("limits", "by_class", 0, "term_months"), "12")
    assert dialog.load.isEnabled()


def test_what_waits_for_one_contact_never_lands_at_another(dialog: PackEditor) -> None:
    """A contact before it is taken away within the moment in which what was typed has not gone into the text yet."""
    names = [line(dialog, ("contacts", number, "name")).text() for number in range(4)]
    editor = line(dialog, ("contacts", 3, "phone"))
    editor.selectAll()
    QTest.keyClicks(editor, "60009999")
    dialog.form.go_to(("contacts", 1, "name"))
    dialog.form.remove.click()
    assert line(dialog, ("contacts", 1, "name")).text() == names[1]
    dialog.form.remove.click()
    left = [line(dialog, ("contacts", number, "name")).text() for number in range(3)]
    assert left == [names[0], names[2], names[3]]
    assert line(dialog, ("contacts", 2, "phone")).text() == "60009999"


def test_a_points_wording_and_weight_are_changed_in_fields(dialog: PackEditor) -> None:
    assert dialog.form.go_to(("rules", 0, "point"))
    words = dialog.form.editors["rules", 0, "point"]
    assert isinstance(words, QPlainTextEdit)
    words.setPlainText("申报单位在本市依法登记。")
    force = dialog.form.editors["rules", 0, "force"]
    assert isinstance(force, QComboBox)
    force.setCurrentIndex(1)
    force.activated.emit(1)
    proposals: list[PackProposal] = []
    dialog.proposed.connect(proposals.append)
    dialog.check_now()
    dialog.load.click()
    (proposal,) = proposals
    assert (proposal.pack.rules[0].point, proposal.pack.rules[0].force.label) == ("申报单位在本市依法登记。", "一般")


def test_what_was_changed_outlives_the_editor_until_it_is_put_back(
    at: Office, dialog: PackEditor, qtbot: QtBot
) -> None:
    before = dialog.text.toPlainText()
    editor = line(dialog, TERM)
    editor.selectAll()
    QTest.keyClicks(editor, "36")
    dialog.shut.click()
    again = PackEditor(at.context, "2024")
    qtbot.addWidget(again)
    again.show()
    again.check_now()
    assert "term_months = 36" in again.text.toPlainText()
    assert line(again, TERM).text() == "36"
    again.afresh.click()
    assert again.text.toPlainText() == before
    assert not again.afresh.isEnabled()
    again.shut.click()
    last = PackEditor(at.context, "2024")
    qtbot.addWidget(last)
    assert last.text.toPlainText() == before


def test_every_field_has_a_name_that_is_read_aloud(dialog: PackEditor) -> None:
    for part in dialog.form.form.parts[:4]:
        dialog.form.go_to(part.fields[0].place)
        assert all(one.accessibleName() for one in dialog.form.editors.values())
