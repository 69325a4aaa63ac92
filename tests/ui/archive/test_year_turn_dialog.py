"""年度收尾 in the window: one walk from what is open to the next season, left and taken up again."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.seasons.year_turn import TurnStep
from reviewer_ui.archive.year_turn import YearTurnDialog
from support.casework import dialog_of, registered
from support.desk_pages import Office, office


@pytest.fixture
def desk(tmp_path: Path) -> Office:
    made = office(tmp_path)
    registered(made.unit)
    return made


def opened(at: Office, qtbot: QtBot, season: str = "") -> YearTurnDialog:
    dialog = YearTurnDialog(at.context, season=season)
    qtbot.addWidget(dialog)
    dialog.show()
    return dialog


def archive(at: Office) -> None:
    detail: dict[str, str] = {RecordKey.SEASON: "2024"}
    at.unit.events.append(Event(at.unit.now, "示例甲", EventAct.SEASON_ARCHIVED, detail=detail))


def test_the_walk_leads_from_the_archive_to_the_next_season(desk: Office, qtbot: QtBot) -> None:
    dialog = opened(desk, qtbot)
    assert dialog.head.right() == "下一步：归档"
    assert "2024-示-0001" in dialog.words[TurnStep.LOOK].text()
    archive(desk)
    dialog.refresh()
    dialog.acts[TurnStep.BACK_UP].click()
    assert dialog.head.right() == "下一步：关闭年度"

    dialog.acts[TurnStep.CLOSE].click()
    asked = dialog_of(dialog)
    assert any("2024-示-0001" in line for line in asked.lines()), "what stays open is named before it is closed"
    asked.reason.setPlainText("本年度已报送完毕")
    asked.confirm.click()
    for step in (TurnStep.BEGIN, TurnStep.TURN):
        dialog.acts[step].click()
        dialog_of(dialog).confirm.click()
    assert desk.unit.settings.get().season == "2025"
    assert dialog.head.right() == "都已办好"
    assert dialog.head.title() == "2024年度收尾"


def test_the_walk_is_taken_up_where_it_was_left(desk: Office, qtbot: QtBot) -> None:
    archive(desk)
    first = opened(desk, qtbot)
    first.acts[TurnStep.BACK_UP].click()
    first.reject()
    assert opened(desk, qtbot).head.right() == "下一步：关闭年度"


def test_whoever_may_not_close_a_season_sees_why(desk: Office, qtbot: QtBot) -> None:
    desk.unit.acting("示例乙")
    dialog = opened(desk, qtbot)
    assert not dialog.acts[TurnStep.CLOSE].isEnabled()
    assert "管理员" in dialog.acts[TurnStep.CLOSE].toolTip()
