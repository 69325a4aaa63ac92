"""The recovery sheet and the master key on the card of the people."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from reviewer_app.domain.access.recovery_words import words_of
from reviewer_app.domain.application import Role, User
from reviewer_app.wiring import Parts
from reviewer_resources.recovery_words import recovery_words
from reviewer_ui.settings.library_keys import LibraryKeys
from reviewer_ui.settings.people import PeopleCard
from reviewer_ui.settings.recovery_sheet import SheetDialog
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office
from support.fakes import FakeDesk, FakeUnit


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path, printing=Parts())


@pytest.fixture
def card(at: Office, qtbot: QtBot) -> PeopleCard:
    made = PeopleCard(at.context)
    qtbot.addWidget(made)
    made.show()
    return made


def _sheet(keys: LibraryKeys) -> SheetDialog:
    keys.make_sheet.click()
    return keys.window().findChildren(SheetDialog)[-1]


def test_a_sheet_is_in_force_only_once_it_is_on_paper(at: Office, card: PeopleCard, tmp_path: Path) -> None:
    assert "还没有恢复单" in card.keys.sheet_standing.text()
    dialog = _sheet(card.keys)
    assert not dialog.use.isEnabled()
    assert at.unit.access.get("") is None
    printer = QPrinter()
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.print_on(printer)
    assert dialog.use.isEnabled()
    assert at.unit.access.get("") is None
    dialog.use.click()
    slot = at.unit.access.get("")
    assert slot is not None
    assert slot.slot == words_of(bytes(15), recovery_words())
    assert "起有效" in card.keys.sheet_standing.text()
    assert [event.act for event in at.unit.events.latest(1)] == ["sheet_made"]


def test_a_dialog_left_leaves_the_former_sheet_in_force(at: Office, card: PeopleCard) -> None:
    at.unit.access.put("", "former")
    _sheet(card.keys).reject()
    former = at.unit.access.get("")
    assert former is not None
    assert former.slot == "former"


def test_a_file_is_written_only_after_the_warning(at: Office, card: PeopleCard, tmp_path: Path) -> None:
    dialog = _sheet(card.keys)
    dialog.save.click()
    (warning,) = dialog.findChildren(DecisionDialog)
    assert not warning.confirm.isDefault()
    warning.reject()
    assert list(tmp_path.glob("*.pdf")) == []
    dialog.save_as(tmp_path / "chosen.pdf")
    assert (tmp_path / "chosen.pdf").read_bytes().startswith(b"%PDF")
    assert dialog.use.isEnabled()
    assert words_of(bytes(15), recovery_words()) not in repr(dialog._made)


def test_a_folder_that_takes_no_file_puts_no_sheet_in_force(at: Office, card: PeopleCard, tmp_path: Path) -> None:
    dialog = _sheet(card.keys)
    dialog.save_as(tmp_path / "none" / "chosen.pdf")
    assert not dialog.use.isEnabled()
    assert dialog.note.text()


def test_a_master_key_that_is_due_is_said_and_changed_on_a_confirmation(at: Office, card: PeopleCard) -> None:
    at.unit.access.note_left("示例丙")
    card.refresh()
    assert "示例丙 离岗后主密钥还没有更换" in card.keys.key_standing.text()
    card.keys.change_key.click()
    (question,) = card.window().findChildren(DecisionDialog)
    assert at.unit.access.left_since() == "示例丙"
    question.confirm.click()
    assert at.unit.access.left_since() == ""
    assert card.keys.key_standing.text() == ""
    assert card.keys.note.text() == "主密钥已更换。"
    assert [event.act for event in at.unit.events.latest(1)] == ["master_key_changed"]


def test_who_is_not_an_admin_has_neither_button(tmp_path: Path, qtbot: QtBot) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER})))
    card = PeopleCard(office(tmp_path, FakeDesk(unit, tmp_path)).context)
    qtbot.addWidget(card)
    card.show()
    assert not card.keys.make_sheet.isVisible()
    assert not card.keys.change_key.isVisible()
