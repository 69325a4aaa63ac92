"""The turn of a year is read from the record: what is left stands first, whoever did the rest and wherever."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reviewer_app.domain.application import Event, PaperCopy
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from reviewer_app.services.seasons.closing import close_season
from reviewer_app.services.seasons.year_turn import TurnStep, turn_sheet
from support.casework import registered
from support.fakes import FakeUnit


def archive(unit: FakeUnit, **besides: str) -> None:
    detail: dict[str, str] = {RecordKey.SEASON: "2024", **besides}
    unit.events.append(Event(unit.now, "示例甲", EventAct.SEASON_ARCHIVED, detail=detail))


def decline(unit: FakeUnit, case_id: int) -> None:
    unit.applications.update(replace(unit.applications.get(case_id), state=State.DECLINED))
    unit.events.append(Event(unit.now, "示例乙", EventAct.SIGNED_OFF, case_id, "proposed", "declined"))


def test_what_is_open_and_whose_papers_are_here_is_told_and_stops_nobody() -> None:
    unit = FakeUnit()
    registered(unit)
    decline(unit, registered(unit, project_name="示例项目二", filing_number="SH2024617120022"))
    unit.papers.put(2, PaperCopy(1, is_received=True))
    sheet = turn_sheet(unit)
    told = sheet.said(TurnStep.LOOK, None)
    assert "2024-示-0001" in told
    assert "2024-示-0002" in told
    assert sheet.next_step(None) is TurnStep.ARCHIVE


def test_the_steps_follow_one_another_to_the_next_season() -> None:
    unit = FakeUnit()
    assert turn_sheet(unit).next_step(unit.now) is TurnStep.ARCHIVE
    archive(unit)
    sheet = turn_sheet(unit)
    assert sheet.next_step(unit.now - timedelta(minutes=1)) is TurnStep.BACK_UP
    assert sheet.next_step(unit.now) is TurnStep.CLOSE
    close_season(unit, "2024", "本年度办结")
    assert turn_sheet(unit, "2024").next_step(unit.now) is TurnStep.BEGIN
    begin_season(unit, "2025")
    assert turn_sheet(unit, "2024").next_step(unit.now) is TurnStep.TURN
    turn_to_season(unit, "2025")
    assert turn_sheet(unit, "2024").next_step(unit.now) is None
    assert turn_sheet(unit).season == "2025"


def test_a_case_that_ended_after_the_archive_asks_for_another() -> None:
    unit = FakeUnit()
    case_id = registered(unit)
    archive(unit)
    unit.clock += timedelta(hours=1)
    decline(unit, case_id)
    sheet = turn_sheet(unit)
    assert sheet.next_step(unit.now) is TurnStep.ARCHIVE
    assert "之后又有 1 件办结" in sheet.said(TurnStep.ARCHIVE, unit.now)
    unit.clock += timedelta(hours=1)
    archive(unit)
    assert turn_sheet(unit).next_step(unit.now) is TurnStep.CLOSE


def test_an_archive_for_those_outside_does_not_count() -> None:
    unit = FakeUnit()
    archive(unit, kept="对外文本")
    assert turn_sheet(unit).next_step(unit.now) is TurnStep.ARCHIVE
