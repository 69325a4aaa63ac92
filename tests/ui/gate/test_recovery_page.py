"""The way in with the recovery sheet, at a real library."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role
from reviewer_app.services.ports.library import Library
from reviewer_db import LibraryGate
from reviewer_ui.gate import GateWindow
from reviewer_ui.gate.single_instance import FirstWindow
from reviewer_ui.preferences import Preferences
from support.desk_pages import DeskParts
from support.libraries import FIRST, Hands, make_desk, make_gate, person

OTHER, OWN, NEW = "示例乙", "示例密码二", "示例密码三"


@dataclass
class Door:
    """A library whose sheet was put in force, with the way in shown at it."""

    window: GateWindow
    gate: LibraryGate
    folder: Path
    words: str
    opened: list[Library] = field(default_factory=list)

    def type(self, words: str, admin: str, password: str, again: str = "") -> None:
        """Types all into the page and presses its button."""
        page = self.window.recovery
        page.words.setPlainText(words)
        page.person.setCurrentText(admin)
        page.password.setText(password)
        page.again.setText(again or password)
        page.finish.click()


@pytest.fixture
def door(qtbot: QtBot, tmp_path: Path) -> Iterator[Door]:
    folder, gate = tmp_path / "案卷库", make_gate(Hands())
    library = make_desk(folder, gate)
    library.add_user(person(OTHER, Role.HANDLER), OWN, is_own=True)
    words = library.new_sheet_words()
    library.put_sheet_in_force(words)
    library.close()
    window = GateWindow(DeskParts(gate), Preferences(tmp_path / "p.ini"), FirstWindow(), synchronous=True)
    qtbot.addWidget(window)
    made = Door(window, gate, folder, words)
    window.opened.connect(made.opened.append)
    window.show()
    window.show_login(folder)
    qtbot.waitUntil(lambda: window.login.person.count() == 2)
    window.login.sheet_chosen.emit()
    yield made
    for opened in made.opened:
        opened.close()


def test_the_words_and_a_new_password_open_and_are_on_record(door: Door) -> None:
    door.type(door.words.replace(" ", "，"), FIRST, NEW)
    (library,) = door.opened
    assert library.user.name == FIRST
    assert [event.act for event in library.read(lambda unit: unit.events.latest(1))] == ["sheet_used"]
    library.close()
    door.opened.clear()
    again = door.gate.open(door.folder, FIRST, NEW)
    door.opened.append(again)


def test_nothing_typed_all_wrong_and_the_wrong_person_open_nothing(door: Door) -> None:
    page = door.window.recovery
    for words, admin, password, repeated, said in (
        ("", FIRST, NEW, NEW, "请输入恢复单上的十六个词"),
        ("<b>天空</b>" * 400, FIRST, NEW, NEW, "恢复单上有 16 个词"),
        ("苹果 香焦", FIRST, NEW, NEW, "第 2 个词“香焦”"),
        (door.words, FIRST, "short", "short", "还差"),
        (door.words, FIRST, NEW, OWN, "两次输入的密码不一样"),
        (door.words, OTHER, NEW, NEW, "不是管理员"),
    ):
        door.type(words, admin, password, repeated)
        assert said in page.note.text()
        assert door.opened == []
    door.opened.append(door.gate.open(door.folder, OTHER, OWN))


def test_words_of_another_sheet_make_one_wait_and_stand_on_record(door: Door) -> None:
    library = door.gate.open(door.folder, FIRST, "示例密码一")
    library.put_sheet_in_force(library.new_sheet_words())
    library.close()
    door.type(door.words, FIRST, NEW)
    assert "打不开这个案卷库" in door.window.recovery.note.text()
    assert door.opened == []
    opened = door.gate.open(door.folder, FIRST, "示例密码一")
    door.opened.append(opened)
    assert [event.act for event in opened.read(lambda unit: unit.events.latest(1))] == ["logins_failed"]


def test_what_was_typed_is_gone_once_the_page_is_left(door: Door) -> None:
    page = door.window.recovery
    page.words.setPlainText(door.words)
    page.password.setText(NEW)
    page.back_chosen.emit()
    assert door.window.currentWidget() is door.window.login
    assert page.words.toPlainText() == page.password.text() == ""
