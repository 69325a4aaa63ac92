"""From the season's card to its notice: read, beside another, edited under a live check, approved by the head."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.record import EventAct
from reviewer_app.foreign.package_content import ForeignPacks
from reviewer_app.packs.checking import check_text
from reviewer_app.services.handover.cards import issue_card
from reviewer_app.services.handover.envelope import card_of
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_ui.seasons.editor import PackEditor
from reviewer_ui.seasons.notices import NoticesDialog
from reviewer_ui.settings.season import SeasonCard
from reviewer_ui.widgets import Words
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office
from support.fakes import FakeDesk, FakeUnit
from support.other_packs import SECTORS
from support.signed_packs import SENDER, signed_file


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def editor(at: Office, qtbot: QtBot) -> PackEditor:
    dialog = PackEditor(at.context, "2024")
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def typed(dialog: PackEditor, before: str, after: str) -> None:
    text = dialog.text.toPlainText()
    assert before in text
    dialog.text.setPlainText(text.replace(before, after))
    assert not dialog.load.isEnabled()
    dialog.check_now()


def test_the_editor_begins_with_the_next_version_and_agrees(at: Office, qtbot: QtBot) -> None:
    dialog = editor(at, qtbot)
    assert 'version = "4"' in dialog.text.toPlainText()
    assert not dialog.model.rowCount()
    assert not dialog.load.isEnabled()
    assert "与现行的 sh-2024 第 3 版相同，没有要载入的" in dialog.note.text()


@pytest.mark.parametrize(
    ("before", "after", "key", "line"),
    [
        ("sending_deadline = 2024-05-31", "sending_deadline = 3", "limits.sending_deadline", "sending_deadline = 3"),
        ('shows = ["influence"]', 'shows = ["charm"]', "rules[2].shows", 'shows = ["charm"]'),
        ('name = "胡伟"\n', "", "contacts[1].name", "[[contacts]]"),
        ("term_months = 24", "term_months = 两年", "第", "term_months = 两年"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_as_one_types_and_found_in_the_text(
    at: Office, qtbot: QtBot, before: str, after: str, key: str, line: str
) -> None:
    dialog = editor(at, qtbot)
    typed(dialog, before, after)
    assert not dialog.load.isEnabled()
    first = dialog.model.row_at(0)
    assert first.key.startswith(key)
    assert first.key in dialog.note.text()
    dialog.findings.selectRow(0)
    assert dialog.text.textCursor().block().text() == line
    typed(dialog, after or '[[contacts]]\nphone = "64220000"\nextension = "2525"', before or "x")


def test_a_text_that_says_nothing_new_is_not_loadable(at: Office, qtbot: QtBot) -> None:
    """Neither another comment nor another version's number is anything to approve."""
    dialog = editor(at, qtbot)
    dialog.text.setPlainText("# 说明\n" + dialog.text.toPlainText().replace('version = "4"', 'version = "7"'))
    dialog.check_now()
    assert not dialog.load.isEnabled()
    assert "没有要载入的" in dialog.note.text()


def test_an_edited_pack_comes_in_as_a_new_version_and_waits_for_the_head(at: Office, qtbot: QtBot) -> None:
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.show()
    at.context.background.changed.connect(lambda _changes: card.refresh())
    card.edit.click()
    (dialog,) = card.findChildren(PackEditor)
    typed(dialog, "term_months = 24", "term_months = 36")
    dialog.load.click()
    (question,) = [one for one in card.findChildren(DecisionDialog) if one.isVisible()]
    question.confirm.click()
    QApplication.processEvents()
    unit = at.unit
    assert unit.packs.current("2024").limits.term_months == 36
    assert unit.packs.as_written(unit.packs.of_season("2024")[0]).version == "3"
    assert "还没有经负责人审定" in card.standing.text()
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    card.approve.click()
    (question,) = [one for one in card.findChildren(DecisionDialog) if one.isVisible()]
    question.reason.setPlainText("同意按第 4 版办理")
    question.confirm.click()
    assert unit.events.latest(1)[0].act == EventAct.PACK_APPROVED
    assert "审定：同意按第 4 版办理" in card.standing.text()
    assert not card.approve.isVisible()


def test_only_a_head_approves(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, FakeDesk(FakeUnit(User("示例丁", frozenset({Role.ADMIN})))))
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.show()
    assert not card.approve.isVisible()
    assert card.edit.isVisible()


def test_an_approved_pack_is_saved_as_a_signed_file_with_its_number(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    issue_card(at.unit, "示例区标准化科")
    approve_pack(at.unit, "2024", at.unit.packs.current("2024").sha256, "同意")
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.show()
    card.sign.click()
    (question,) = [one for one in card.findChildren(DecisionDialog) if one.isVisible()]
    keys = at.unit.desks.own()
    assert keys is not None
    assert card_of(keys).check_number in " ".join(one.text() for one in question.findChildren(Words))
    question.reject()
    path = tmp_path / "sh-2024.rulepack"
    card.acts.notices.save_signed("2024", at.unit.packs.current("2024").sha256, path)
    assert ForeignPacks().check(path).is_usable
    assert card_of(keys).check_number in card.note.text()


def test_a_pack_is_not_signed_before_the_head_approved_it(at: Office, qtbot: QtBot) -> None:
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.show()
    assert card.sign.isVisible()
    assert not card.sign.isEnabled()
    assert "审定" in card.sign.toolTip()


def test_a_signed_file_asks_for_the_number_and_says_what_was_compared(at: Office, qtbot: QtBot, tmp_path: Path) -> None:
    path = tmp_path / "外区.rulepack"
    path.write_bytes(signed_file(SECTORS))
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.show()
    card.take_file(path)
    (dialog,) = [one for one in card.findChildren(FormDialog) if one.isVisible()]
    dialog.fill("check_number", "1111 2222")
    dialog.confirm.click()
    assert "核对号不一致" in dialog.note.text()
    dialog.fill("check_number", card_of(SENDER).check_number)
    dialog.confirm.click()
    QApplication.processEvents()
    assert "等负责人审定" in card.note.text()
    assert "2025" in at.unit.packs.seasons()
    assert [one.card.name for one in at.unit.desks.known()] == [SENDER.name]


def test_two_notices_stand_side_by_side_with_what_changed(at: Office, qtbot: QtBot) -> None:
    load_season_pack(at.unit, check_text(SECTORS, "sh-2025.toml"))
    dialog = NoticesDialog(at.context, "2025")
    qtbot.addWidget(dialog)
    dialog.show()
    found = {dialog.model.row_at(place).either.name for place in range(dialog.model.rowCount())}
    assert {"申报截止", "报送截止", "回溯起算", "收取份数", "低空经济", "国际标准化", "制造业"} <= found
    assert "试点期限" not in found
    names = [dialog.model.row_at(place).either.name for place in range(dialog.model.rowCount())]
    dialog.table.selectRow(names.index("制造业"))
    assert "王宝斌" in dialog.before.toPlainText()
    assert "刘宙君" in dialog.after.toPlainText()
    changed = dialog.model.rowCount()
    dialog.only_changed.setChecked(False)
    assert dialog.model.rowCount() > changed
    dialog.former.setCurrentIndex(dialog.newer.currentIndex())
    dialog.former.activated.emit(dialog.former.currentIndex())
    dialog.only_changed.setChecked(True)
    assert dialog.model.rowCount() == 0
    assert "各项都相同" in dialog.note.text()
    assert not dialog.print.isEnabled()
