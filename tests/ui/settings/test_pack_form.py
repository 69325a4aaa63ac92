"""The editor's form: fields and text are one draft; nothing typed is lost, and the check names the field."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Noun, changed
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.seasons.notice_lines import LineFate
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.rewriting import Place
from reviewer_app.services.seasons.pack_door import PackProposal, load_season_pack
from reviewer_ui.seasons.editor import PackEditor
from reviewer_ui.seasons.notices import NoticesDialog
from support.desk_pages import Office, office
from support.other_packs import newer

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
    assert "报送截止应为日期" in dialog.form.note_of(SENDING)
    assert dialog.model.row_at(0).called == "时间、期限和份数 · 报送截止"
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
    dialog.proposed.connect(lambda proposal, _draft: proposals.append(proposal))
    dialog.check_now()
    dialog.load.click()
    (proposal,) = proposals
    assert (proposal.pack.rules[0].point, proposal.pack.rules[0].force.label) == ("申报单位在本市依法登记。", "一般")


def test_a_value_that_cannot_be_written_holds_back_no_other_and_is_dropped_by_itself(dialog: PackEditor) -> None:
    whole = dialog.text.toPlainText()
    typed(dialog, SENDING, "2025-02-29")
    typed(dialog, TERM, "36")
    assert dialog.text.toPlainText() == whole.replace("term_months = 24", "term_months = 36")
    assert line(dialog, SENDING).text() == "2025-02-29"
    dialog.form.drop_of(SENDING).click()
    assert line(dialog, SENDING).text() == "2024-05-31"
    assert (dialog.form.note_of(SENDING), dialog.load.isEnabled()) == ("", True)
    dialog.line.undo.click()
    assert line(dialog, SENDING).text() == "2025-02-29"
    assert not dialog.load.isEnabled()


def test_a_contact_is_taken_away_while_something_waits_and_comes_back_with_it(dialog: PackEditor) -> None:
    """What waits stays at its own field, and what was typed after the removal outlives its undoing."""
    before = dialog.text.toPlainText()
    typed(dialog, SENDING, "6-31")
    dialog.form.go_to(("contacts", 1, "name"))
    gone = dialog.form.form.parts[dialog.form.parts.current_row()].title
    dialog.form.remove.click()
    assert dialog.line.done.text() == f"已删去“{gone}”。"
    assert line(dialog, SENDING).text() == "6-31"
    typed(dialog, TERM, "30")
    dialog.line.undo.click()
    assert dialog.text.toPlainText() == before.replace("term_months = 24", "term_months = 30")
    assert line(dialog, SENDING).text() == "6-31"
    assert not dialog.line.undo.isVisible()


def again(at: Office, qtbot: QtBot) -> PackEditor:
    dialog = PackEditor(at.context, "2024")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


@pytest.mark.parametrize("door", ["cross", "window"])
def test_the_draft_outlives_the_editor_with_what_cannot_be_written(
    at: Office, dialog: PackEditor, qtbot: QtBot, door: str
) -> None:
    for place, words in ((TERM, "36"), (SENDING, "2025-02-29")):
        editor = line(dialog, place)
        editor.selectAll()
        QTest.keyClicks(editor, words)
    {"cross": dialog.close, "window": dialog.hide}[door]()
    second = again(at, qtbot)
    assert "term_months = 36" in second.text.toPlainText()
    assert (line(second, TERM).text(), line(second, SENDING).text()) == ("36", "2025-02-29")
    assert "报送截止应为日期" in second.form.note_of(SENDING)
    assert f"由{at.unit.actor.name}于 " in second.line.draft.text()
    assert "按 sh-2024 第 3 版起草" in second.line.draft.text()


def test_a_discarded_draft_is_gone_whole_and_can_be_put_back_later(
    at: Office, dialog: PackEditor, qtbot: QtBot
) -> None:
    before = dialog.text.toPlainText()
    typed(dialog, TERM, "36")
    typed(dialog, SENDING, "2025-02-29")
    dialog.afresh.click()
    assert (dialog.text.toPlainText(), line(dialog, SENDING).text()) == (before, "2024-05-31")
    assert (dialog.line.done.text(), dialog.afresh.isEnabled()) == ("草稿已放弃，现在是现行版。", False)
    dialog.shut.click()
    second = again(at, qtbot)
    assert second.text.toPlainText() == before
    assert second.focusWidget() is second.form.parts
    second.line.put_back.click()
    assert (line(second, TERM).text(), line(second, SENDING).text()) == ("36", "2025-02-29")
    assert not second.line.put_back.isVisible()


def test_a_second_draft_discarded_says_that_the_first_is_kept_no_longer(dialog: PackEditor) -> None:
    typed(dialog, TERM, "36")
    dialog.afresh.click()
    assert dialog.line.undo.isVisible()
    typed(dialog, TERM, "30")
    # What was true of the version in force is not of the draft that is typed now.
    assert (dialog.line.done.text(), dialog.line.undo.isVisible()) == ("", False)
    assert "放弃的那一份将不再保留" in dialog.afresh.toolTip()
    dialog.afresh.click()
    assert "放弃的那一份不再保留" in dialog.line.done.text()
    dialog.line.undo.click()
    assert line(dialog, TERM).text() == "30"


def test_before_the_draft_is_read_nothing_typed_takes_its_place(
    at: Office, dialog: PackEditor, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    typed(dialog, TERM, "36")
    dialog.shut.click()

    def busy(*_given: object) -> None:
        raise TroubleError("library.busy")

    with monkeypatch.context() as patched:
        patched.setattr("reviewer_ui.seasons.editor.open_draft", busy)
        unread = again(at, qtbot)
        QTest.keyClicks(unread.text, "x")
        assert (unread.text.toPlainText(), unread.text.isReadOnly()) == ("", True)
        unread.text.setPlainText("x")
        unread.shut.click()
    assert line(again(at, qtbot), TERM).text() == "36"


def test_a_draft_that_cannot_be_kept_is_not_tried_again_and_again(
    at: Office, dialog: PackEditor, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[object] = []

    def full(*given: object) -> None:
        tried.append(given)
        raise TroubleError("library.disk_full")

    monkeypatch.setattr("reviewer_ui.autosave.save_draft", full)
    typed(dialog, TERM, "36")
    tried.clear()
    at.context.background.changed.emit(changed(Noun.SETTINGS))
    assert len(tried) <= 2
    assert line(dialog, TERM).text() == "36"


def test_another_version_in_force_is_said_and_the_draft_carried_over(
    at: Office, dialog: PackEditor, qtbot: QtBot
) -> None:
    typed(dialog, TERM, "36")
    load_season_pack(at.unit, check_text(newer("4", ("copies_required = 3", "copies_required = 5")), "市局.toml"))
    at.context.background.changed.emit(changed(Noun.SETTINGS))
    assert "sh-2024 第 4 版已经载入，本草稿按 sh-2024 第 3 版起草" in dialog.line.former.text()
    assert not dialog.load.isEnabled()
    dialog.line.compare.click()
    (beside,) = dialog.findChildren(NoticesDialog)
    assert beside.found is not None
    assert [one.either.name for one in beside.found.lines if one.fate is LineFate.CHANGED] == ["收取份数"]
    beside.reject()
    dialog.line.carry.click()
    text = dialog.text.toPlainText()
    assert all(one in text for one in ('version = "5"', "term_months = 36", "copies_required = 5"))
    assert (dialog.line.former.text(), dialog.load.isEnabled()) == ("", True)
    dialog.line.undo.click()
    assert 'version = "4"' in dialog.text.toPlainText()
    assert not dialog.load.isEnabled()


def test_what_is_typed_where_the_text_has_no_place_any_more_stays_said(dialog: PackEditor) -> None:
    dialog.form.add_class.click()
    term: Place = ("limits", "by_class", 0, "term_months")
    typed(dialog, term, "1 y")
    whole = dialog.text.toPlainText()
    dialog.text.setPlainText(whole.replace('\n[[limits.by_class]]\nclass = "一般"\n', ""))
    dialog.check_now()
    assert "一般的时限 · 试点期限“1 y”" in dialog.form.note.text()
    typed(dialog, TERM, "36")
    assert "一般的时限 · 试点期限“1 y”" in dialog.form.note.text()
    assert not dialog.load.isEnabled()
    dialog.form.drop_gone.click()
    assert (dialog.form.note.text(), dialog.load.isEnabled()) == ("", True)


def test_the_keyboard_goes_from_the_list_through_the_fields_to_the_buttons(dialog: PackEditor) -> None:
    typed(dialog, SENDING, "2025-02-29")
    found: list[QWidget | None] = [dialog.form.parts]
    while (last := found[-1]) is not None and last is not dialog.form.remove:
        found.append(last.nextInFocusChain())
    editors = dialog.form.editors
    assert [one for one in found if one in editors.values()] == list(editors.values())
    drop = dialog.form.drop_of(SENDING)
    drop.setFocus()
    drop.click()
    assert dialog.focusWidget() is editors[SENDING]


def test_every_field_has_a_name_that_is_read_aloud(dialog: PackEditor) -> None:
    for part in dialog.form.form.parts[:4]:
        dialog.form.go_to(part.fields[0].place)
        assert all(one.accessibleName() for one in dialog.form.editors.values())
