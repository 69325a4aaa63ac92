"""Around the panes: the table of actions, keys that can be changed, commands, and what the bars say."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from reviewer_app.services.ports.records import CheckLine, Grade, LastCheck
from reviewer_app.services.ports.rows import WindowStatus
from reviewer_ui.actions import ACTIONS, Actions
from reviewer_ui.frame.command_palette import CommandPalette
from reviewer_ui.frame.failure_dialog import FailureDialog
from reviewer_ui.frame.foot_line import FootLine, backup_words
from reviewer_ui.frame.top_bar import TopBar, deadline_words
from reviewer_ui.help.keys_dialog import KeysDialog
from reviewer_ui.messages import Message, MessageKind
from reviewer_ui.preferences import Preferences
from reviewer_ui.theme import Tone

STATUS = WindowStatus(
    season="2024",
    notice_title="2024年度市级标准化试点",
    notice_number="示例〔2024〕1号",
    bureau="上海市示例区市场监督管理局",
    sending_deadline=date(2024, 5, 31),
    days_left=12,
    today=date(2024, 5, 19),
    practice_date=date(2024, 5, 19),
    user="示例甲",
    roles="经办、复核",
    library_name="演练案卷库",
    last_backup=datetime(2024, 5, 19, 12, 0),
    total_cases=30,
)


@pytest.fixture
def actions(tmp_path: Path) -> Actions:
    """The table of actions with preferences of the test's own."""
    return Actions(Preferences(tmp_path / "preferences.ini"))


def test_the_foot_says_when_the_library_was_last_looked_at(qtbot: QtBot) -> None:
    """Sound, it is one more word of the state; a finding is a button that leads to it."""
    foot = FootLine(())
    qtbot.addWidget(foot)
    asked: list[str] = []
    foot.hint_pressed.connect(asked.append)
    line = CheckLine("登记内容", Grade.INTACT, "逐项相符。")
    status = replace(STATUS, last_check=LastCheck(datetime(2024, 5, 20, 9, 2), (line,)))
    foot.show_status(status, date(2024, 5, 20))
    assert foot.library().endswith("上次检验 今天 09:02 完好")
    assert foot.check.isHidden()
    broken = LastCheck(datetime(2024, 5, 20, 9, 2), (replace(line, standing=Grade.BROKEN),))
    foot.show_status(replace(status, last_check=broken), date(2024, 5, 21))
    assert "上次检验" not in foot.library()
    assert (foot.check.isHidden(), foot.check.text()) == (False, "上次检验 2024-05-20 09:02 发现异常")
    foot.check.click()
    assert asked == ["library.check"]


def test_no_two_actions_of_the_window_share_a_key() -> None:
    """Every key does one thing; the plain keys are heard only in the checklist and the panes of the case."""
    everywhere = [spec.keys for spec in ACTIONS if spec.keys and not spec.place.is_local]
    assert len(everywhere) == len(set(everywhere))
    for place in {spec.place for spec in ACTIONS if spec.place.is_local}:
        # Two such places are never in sight together.
        own = [spec.keys for spec in ACTIONS if spec.keys and spec.place is place]
        assert len({*own, *everywhere}) == len(own) + len(everywhere), place
    assert all(spec.has_local_keys for spec in ACTIONS if len(spec.keys) == 1)


def test_plain_keys_answer_only_where_the_checklist_has_the_keyboard(actions: Actions) -> None:
    """Typing a 1 into a text answers no point."""
    local = Qt.ShortcutContext.WidgetWithChildrenShortcut
    found = {spec.id for spec in ACTIONS if actions[spec.id].shortcutContext() == local}
    assert found == {spec.id for spec in ACTIONS if spec.has_local_keys}


def test_an_action_does_nothing_until_a_pane_gives_it_work(actions: Actions) -> None:
    """Unbound actions are off; a second binding replaces the first."""
    done: list[str] = []
    assert not actions["case.edit"].isEnabled()
    actions.bind("case.edit", lambda: done.append("first"))
    actions.bind("case.edit", lambda: done.append("second"))
    actions["case.edit"].trigger()
    assert done == ["second"]


def test_f1_lists_every_action(qtbot: QtBot, actions: Actions) -> None:
    """Nothing that has a key is missing from the list."""
    dialog = KeysDialog(actions)
    qtbot.addWidget(dialog)
    assert sorted(dialog.listed()) == sorted(spec.label for spec in ACTIONS)


def test_a_key_can_be_changed_and_is_kept(qtbot: QtBot, actions: Actions, tmp_path: Path) -> None:
    """The new key works at once and at the next start; a key in use is refused with its owner's name."""
    dialog = KeysDialog(actions)
    qtbot.addWidget(dialog)
    dialog.choose("view.table")
    dialog.take(QKeySequence("Ctrl+F"))
    assert dialog.note() == "“Ctrl+F”已用于“查找”。"
    dialog.take(QKeySequence("Ctrl+Alt+G"))
    assert actions["view.table"].shortcut() == QKeySequence("Ctrl+Alt+G")
    again = Actions(Preferences(tmp_path / "preferences.ini"))
    assert again["view.table"].shortcut() == QKeySequence("Ctrl+Alt+G")


def test_a_command_is_found_by_a_few_characters(qtbot: QtBot, actions: Actions) -> None:
    """What can be done now stands first; Enter does it."""
    done: list[str] = []
    actions.bind("backup.now", lambda: done.append("backup"))
    palette = CommandPalette(actions)
    qtbot.addWidget(palette)
    items = [palette.list.topLevelItem(place) for place in range(palette.list.topLevelItemCount())]
    assert [item.text(0) for item in items if item is not None and not item.isDisabled()] == ["立即备份"]
    assert items[0] is palette.list.currentItem()
    palette.field.setText("没有这一条")
    assert palette.list.topLevelItemCount() == 0
    palette.field.setText("备份")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert done == ["backup"]


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (12, "距报送截止 5月31日 还有 12 天", Tone.WARN),
        (5, "距报送截止 5月31日 还有 5 天", Tone.BAD),
        (0, "今天 5月31日 报送截止", Tone.BAD),
        (-3, "报送截止 5月31日 已过 3 天", Tone.BAD),
    ],
)
def test_the_deadline_is_told_in_days(days: int, words: str, tone: Tone) -> None:
    """The pill counts down, and past the day it says so."""
    assert deadline_words(replace(STATUS, days_left=days)) == (words, tone)


@pytest.mark.parametrize("is_read_only", [True, False])
def test_a_library_that_cannot_be_written_says_so_at_the_foot(qtbot: QtBot, is_read_only: bool) -> None:
    """For as long as it is open, with what that means."""
    foot = FootLine(())
    qtbot.addWidget(foot)
    foot.show_status(replace(STATUS, is_read_only=is_read_only), date(2024, 5, 19))
    assert foot.read_only.isHidden() is not is_read_only
    assert foot.read_only.text() == "只读"
    assert "不能写入" in foot.read_only.toolTip()


@pytest.mark.parametrize(
    ("last", "words"),
    [
        (None, "尚无备份"),
        (datetime(2024, 5, 19, 12, 0), "上次备份 今天 12:00"),
        (datetime(2024, 5, 18, 9, 5), "上次备份 昨天 09:05"),
        (datetime(2024, 5, 1, 9, 5), "上次备份 2024-05-01 09:05"),
    ],
)
def test_the_last_backup_is_told(last: datetime | None, words: str) -> None:
    """Today and yesterday by name, earlier by date."""
    assert backup_words(last, date(2024, 5, 19)) == words


def test_a_clock_that_jumped_is_said_at_the_foot_and_can_be_read_again(qtbot: QtBot) -> None:
    """Once by itself; the button stays as long as the library is open, and there is none when all is well."""
    foot = FootLine(())
    qtbot.addWidget(foot)
    foot.show_status(STATUS, STATUS.today)
    assert foot.clock.isHidden()
    told = replace(STATUS, clock_note="电脑时间早于上次记录，请核对电脑时钟。")
    foot.show_status(told, STATUS.today)
    assert foot.message() == told.clock_note
    foot.clear_message()
    foot.show_status(told, STATUS.today)
    assert foot.message() == ""
    foot.clock.click()
    assert foot.message() == told.clock_note


def test_a_message_stands_at_the_foot_with_its_one_action(qtbot: QtBot) -> None:
    """撤销 does its work once and the line is free again."""
    foot = FootLine(())
    qtbot.addWidget(foot)
    undone: list[bool] = []
    foot.show_message(Message("已提交。", action_text="撤销", action=lambda: undone.append(True)))
    assert foot.message() == "已提交。"
    foot.take_action()
    foot.take_action()
    assert (undone, foot.message()) == ([True], "")


def test_the_search_waits_for_a_pause_but_enter_does_not(qtbot: QtBot) -> None:
    """One question for a word typed quickly; Enter asks at once and leads into the list."""
    bar = TopBar("Ctrl+F")
    qtbot.addWidget(bar)
    asked: list[str] = []
    bar.search.asked.connect(asked.append)
    for text in ("加", "加氢", "加氢站"):
        bar.search.setText(text)
    qtbot.waitUntil(lambda: bool(asked))
    assert asked == ["加氢站"]
    bar.search.setText("冷链")
    with qtbot.waitSignal(bar.search.entered):
        QTest.keyClick(bar.search, Qt.Key.Key_Return)
    assert asked == ["加氢站", "冷链"]


def test_a_defect_apologises_and_its_report_can_be_copied(qtbot: QtBot) -> None:
    """The officer reads one sentence; the technical words stand only in the report."""
    dialog = FailureDialog(Message("很抱歉。", MessageKind.DEFECT, report="Traceback: x"))
    qtbot.addWidget(dialog)
    dialog.copy_report()
    from PySide6.QtGui import QGuiApplication

    assert QGuiApplication.clipboard().text() == "Traceback: x"
    assert dialog.windowTitle() == "程序出了差错"


def test_the_signs_in_the_search_field_have_names(qtbot: QtBot) -> None:
    """A screen reader tells the one that searches from the one that empties the field."""
    bar = TopBar("Ctrl+F")
    qtbot.addWidget(bar)
    bar.show()
    bar.search.setText("加氢")
    buttons = sorted(bar.search.findChildren(QToolButton), key=lambda button: button.x())
    assert [button.accessibleName() for button in buttons] == ["查找", "清除查找"]


def test_a_season_that_is_over_or_a_draft_is_said_calmly() -> None:
    assert deadline_words(replace(STATUS, days_left=None)) == ("2024年度已结束", Tone.IDLE)
    assert deadline_words(replace(STATUS, is_draft=True)) == ("2024年度未核对新通知", Tone.WARN)
