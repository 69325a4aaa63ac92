"""The manual in the window: every chapter is there, found by its words, opened where its screen has the keyboard."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_resources.manual import chapter_of, chapters
from reviewer_ui.actions import ACTIONS
from reviewer_ui.frame.command_palette import CommandPalette
from reviewer_ui.help.about import AboutDialog, components
from reviewer_ui.help.manual import ManualDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.settings import SettingsPage
from reviewer_ui.theme import SCALE_KEY, take_scale


def test_every_screen_has_its_chapter_and_every_chapter_its_text() -> None:
    titles = [one.title for one in chapters()]
    assert len(set(titles)) == len(titles) == 23
    assert all(one.markdown.startswith(f"# {one.title}\n") for one in chapters())
    found = {screen: titles[chapter_of([screen, "cases"])] for screen in ("checklist", "pile", "settings", "nowhere")}
    assert found == {
        "checklist": "逐项核对",
        "pile": "收纸质件",
        "settings": "备份、密码与检验",
        "nowhere": "案件列表",
    }


def test_the_keys_that_the_manual_names_are_those_of_the_table() -> None:
    all_keys = "  ".join(spec.keys for spec in ACTIONS).replace("Return", "Enter")
    keys = set(all_keys.replace("Down", "↓").replace("Up", "↑").replace("Left", "←").split("  "))
    named = {key for one in chapters() for key in re.findall(r"(?:Ctrl|Alt|Shift)\+[^ 、；，。）*\n]+", one.markdown)}
    assert len(named) > 15
    # Keys of a dialog alone stand in no table: those that move a case in the order.
    assert named - keys == {"Alt+↑", "Alt+↓"}


def test_a_word_narrows_the_chapters_and_is_marked(qtbot: QtBot) -> None:
    dialog = ManualDialog(chapter_of(["checklist"]))
    qtbot.addWidget(dialog)
    assert dialog.list.currentItem().text() == "逐项核对"
    dialog.field.setText("恢复演练")
    assert [dialog.list.item(row).text() for row in range(dialog.list.count())] == ["备份、密码与检验"]
    assert [mark.cursor.selectedText() for mark in dialog.page.extraSelections()] == ["恢复演练"]
    dialog.field.setText("没有这几个字")
    assert (dialog.list.count(), dialog.page.toPlainText()) == (0, "")
    assert dialog.none.text() == "手册里没有这几个字。"
    dialog.field.clear()
    assert dialog.list.count() == len(chapters())


def test_the_manual_opens_where_the_keyboard_is(window: MainWindow, qtbot: QtBot) -> None:
    actions = window.context.actions
    window.show_place("dispatch")
    actions["help.manual"].trigger()
    dialog = window.findChild(ManualDialog)
    assert dialog is not None
    assert dialog.list.currentItem().text() == "报送"
    dialog.close()
    window.show_place("cases")
    actions["checklist.enter"].trigger()
    assert window.places.screens()[:1] == ["checklist"]


def test_the_name_leads_to_password_look_and_lock(window: MainWindow, qtbot: QtBot) -> None:
    menu = window.top.person.menu()
    menu.aboutToShow.emit()
    lines = {line.objectName(): line for line in menu.actions() if line.objectName()}
    assert list(lines) == ["desk.leave", "desk.lock", "password.change", "help.manual", "help.keys", "help.about"]
    assert lines["desk.lock"].text() == "锁定\tCtrl+Alt+L"
    lines["password.change"].trigger()
    page = window.places.currentWidget()
    assert isinstance(page, SettingsPage)
    assert window.focusWidget() is page.password.old


@pytest.mark.parametrize(("word", "kind"), [("标准化试点", "案件"), ("恢复演练", "设置"), ("收工条", "手册")])
def test_the_palette_finds_cases_settings_and_chapters(window: MainWindow, qtbot: QtBot, word: str, kind: str) -> None:
    window.context.actions["command.palette"].trigger()
    palette = window.findChild(CommandPalette)
    assert palette is not None
    palette.field.setText(word)
    qtbot.waitUntil(lambda: kind in [_right(palette, row) for row in range(palette.list.topLevelItemCount())])
    for row in range(palette.list.topLevelItemCount()):
        line = palette.list.topLevelItem(row)
        if line is not None and line.text(1) == kind:
            palette.list.setCurrentItem(line)
            break
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    if kind == "案件":
        assert window.cases.queue.current_case is not None
        assert window.places.currentWidget() is window.cases
    elif kind == "设置":
        assert window.places.currentWidget() is window.places.page("settings")
    else:
        assert window.findChild(ManualDialog) is not None


def test_a_chosen_size_is_told_to_qt_at_the_next_start(window: MainWindow) -> None:
    look, preferences = window.acts.look, window.context.preferences
    look.resize("150") if not look.why_not("150") else preferences.put(SCALE_KEY, "150")
    environment: dict[str, str] = {}
    take_scale(preferences, environment)
    assert environment == {"QT_SCALE_FACTOR": "1.5"}
    given = {"QT_SCALE_FACTOR": "2"}
    take_scale(preferences, given)
    assert given == {"QT_SCALE_FACTOR": "2"}
    preferences.put(SCALE_KEY, "900; rm")
    spoilt: dict[str, str] = {}
    take_scale(preferences, spoilt)
    assert (spoilt, look.size) == ({}, "100")


def test_every_component_is_named_with_a_licence(qtbot: QtBot) -> None:
    found = {name.lower().replace("_", "-"): licence for name, _version, licence in components()}
    assert {"pyside6-essentials", "reportlab", "openpyxl", "sqlite-utils", "pyhanko"} <= set(found)
    assert all(found.values())
    dialog = AboutDialog()
    qtbot.addWidget(dialog)
    assert dialog.list.topLevelItemCount() == len(found)


def _right(palette: CommandPalette, row: int) -> str:
    line = palette.list.topLevelItem(row)
    return "" if line is None else line.text(1)
