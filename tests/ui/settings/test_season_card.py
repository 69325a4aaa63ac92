"""The season's card: what is open and settled, by whom and why; an admin acts on it, others read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.seasons.settings import Standing
from reviewer_app.services.seasons.settling import settle, view_season
from reviewer_ui.settings.season import SeasonCard, state_word
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import answered, registered
from support.desk_pages import Office, office, shown_column
from support.fakes import FakeDesk, FakeUnit
from support.other_packs import SHIPPED, WITH_CRITERIA, changed, newer

WHY = "局务会议定。"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def card(at: Office, qtbot: QtBot) -> SeasonCard:
    return shown(at, qtbot)


def shown(at: Office, qtbot: QtBot) -> SeasonCard:
    card = SeasonCard(at.context)
    qtbot.addWidget(card)
    card.resize(1040, 1100)
    card.show()
    at.context.background.changed.connect(lambda _changes: card.refresh())
    return card


def press(button: QAbstractButton) -> None:
    assert button.isVisible()
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def form(card: SeasonCard) -> FormDialog:
    (dialog,) = [one for one in card.findChildren(FormDialog) if one.isVisible()]
    return dialog


def decision(card: SeasonCard) -> DecisionDialog:
    (dialog,) = [one for one in card.findChildren(DecisionDialog) if one.isVisible()]
    return dialog


def line(card: SeasonCard, name: str) -> tuple[str, str, str]:
    place = next(at for at, one in enumerate(card.model.rows()) if one.setting.name == name)
    value, state, why = (shown_column(card.table, column)[place] for column in (1, 2, 3))
    return value, state, why


def test_what_is_open_is_shown_and_goes_away_once_settled(at: Office, card: SeasonCard) -> None:
    assert line(card, "copies_to_send") == ("—", "待确认", "")
    assert line(card, "term_months") == ("24 个月", "按通知", "")
    card.choose("copies_to_send")
    press(card.settle)
    dialog = form(card)
    dialog.fill("value", "4")
    dialog.fill("reason", "市局来电。")
    press(dialog.confirm)
    assert "多于" in dialog.note.text()
    dialog.fill("value", "2")
    press(dialog.confirm)
    assert line(card, "copies_to_send") == ("2 份", "已确认", "示例甲 2024-05-19：市局来电。")
    assert card.note.text() == "报送份数已确定。"
    assert at.unit.packs.current("2024").limits.copies_to_send == 2


def test_a_choice_offers_every_day_in_the_office_s_words(card: SeasonCard) -> None:
    card.choose("lookback_from")
    press(card.settle)
    dialog = form(card)
    dialog.fill("value", "applicant_deadline")
    dialog.fill("reason", WHY)
    press(dialog.confirm)
    assert line(card, "lookback_from")[:2] == ("申报截止日", "已确认")


def test_without_a_reason_nothing_is_settled(at: Office, card: SeasonCard) -> None:
    card.choose("copies_to_send")
    press(card.settle)
    dialog = form(card)
    dialog.fill("value", "2")
    press(dialog.confirm)
    assert "为什么" in dialog.note.text()
    assert view_season(at.unit).history == ()


def test_somebody_else_who_settled_meanwhile_is_told(at: Office, card: SeasonCard) -> None:
    card.choose("copies_to_send")
    press(card.settle)
    dialog = form(card)
    settle(at.unit, "2024", "copies_to_send", "3", WHY)
    dialog.fill("value", "2")
    dialog.fill("reason", WHY)
    press(dialog.confirm)
    assert "刚由示例甲定为“3 份”" in dialog.note.text()


def test_a_pack_file_is_looked_at_before_it_is_written(at: Office, card: SeasonCard, tmp_path: Path) -> None:
    answered(at.unit, registered(at.unit))
    path = tmp_path / "新版.toml"
    text = changed(('title = "信用良好"', 'title = "信用状况良好"'), text=WITH_CRITERIA)
    path.write_text(text, encoding="utf-8")
    card.take_file(path)
    dialog = decision(card)
    assert any("1 件在办案件" in one for one in dialog.lines())
    assert any("有改动 1 条：二（一）信用状况良好" in one for one in dialog.lines())
    assert "评分标准新增：行业影响 10 分、标准成果 20 分、示范带动 30 分" in dialog.lines()
    assert at.unit.packs.current("2024").version == "3"
    press(dialog.confirm)
    assert at.unit.packs.current("2024").version == "4"
    assert "第 4 版" in card.standing.text()


def test_a_pack_that_contradicts_itself_is_refused_in_one_sentence(
    at: Office, card: SeasonCard, tmp_path: Path
) -> None:
    path = tmp_path / "坏的.toml"
    path.write_text(newer("4", ('shows = ["influence"]', 'shows = ["charm"]')), encoding="utf-8")
    card.take_file(path)
    assert "有 1 处矛盾，没有载入。第一处在“rules[2].shows”" in card.note.text()
    assert at.unit.packs.current("2024").text == SHIPPED


def test_a_new_season_is_a_draft_until_it_is_checked(at: Office, card: SeasonCard) -> None:
    press(card.begin)
    press(decision(card).confirm)
    card.chosen.setCurrentIndex(1)
    card.chosen.activated.emit(1)
    assert "未核对新通知" in card.standing.text()
    assert not card.check.isEnabled()
    for name, typed in (
        ("notice", "上海市市场监督管理局关于开展2025年度市级标准化试点工作的通知"),
        ("number", "沪市监标技〔2025〕99号"),
        ("issued_on", "2025-03-28"),
        ("applicant_deadline", "2025-05-30"),
        ("sending_deadline", "2025-06-06"),
    ):
        settle(at.unit, "2025", name, typed, WHY)
    card.refresh()
    press(card.check)
    dialog = decision(card)
    press(dialog.confirm)
    assert view_season(at.unit, "2025").standing is Standing.CHECKED
    QApplication.processEvents()
    press(card.turn)
    press(decision(card).confirm)
    assert at.unit.settings.get().season == "2025"


def test_a_past_season_is_said_to_be_over(at: Office, qtbot: QtBot) -> None:
    at.unit.clock = at.unit.clock.replace(year=2026)
    card = shown(at, qtbot)
    assert "已结束" in card.standing.text()


def test_who_is_no_admin_reads_and_changes_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    at = office(tmp_path, FakeDesk(FakeUnit(User("示例乙", frozenset({Role.HANDLER})))))
    card = shown(at, qtbot)
    assert "只有管理员" in card.note.text()
    for button in (card.settle, card.load, card.load_offered, card.begin, card.check, card.turn):
        assert not button.isVisible()
    assert len(shown_column(card.table, 0)) > 15


def test_an_open_code_is_not_taken_for_one_of_the_notice(at: Office, qtbot: QtBot) -> None:
    at.unit.settings.kept = replace(at.unit.settings.kept, agency_code="沪示市监标荐")
    card = shown(at, qtbot)
    words = {one.setting.name: state_word(one) for one in card.model.rows()}
    assert (words["agency_code"], words["decline_code"]) == ("待确认", "未设")
