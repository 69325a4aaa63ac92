"""年度收尾 on paper: what was done of a season's turn and by whom, what is open and why, whose papers are here."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.closing import WAITS_ON
from reviewer_app.domain.states import State
from reviewer_app.services.papers.office_table import ColumnSpec, office_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.seasons.closing import ENDED_HERE, OPEN_AT_END
from reviewer_app.services.seasons.year_turn import TurnSheet, TurnStep, turn_sheet
from reviewer_resources.phrases import sentence

_COLUMNS: tuple[ColumnSpec, ...] = (
    ("部分", 16.0, False),
    ("收件编号", 16.0, False),
    ("步骤或项目", 36.0, True),
    ("情况", 14.0, False),
    ("何人", 12.0, False),
    ("日期", 18.0, False),
    ("说明", 60.0, True),
)
_STEPS, _OPEN, _AWAITED, _PAPERS = "收尾步骤", "未办完", "等市局结果", "原件在本局"
#: The entry that tells who did a step; the backup has none of its own.
_TOLD_BY = {
    TurnStep.ARCHIVE: EventAct.SEASON_ARCHIVED,
    TurnStep.CLOSE: EventAct.SEASON_CLOSED,
    TurnStep.BEGIN: EventAct.SEASON_BEGUN,
    TurnStep.TURN: EventAct.SEASON_TURNED_TO,
}
_Row = tuple[str, str, str, str, str, str, str]


def year_turn_table(unit: UnitOfWork, season: str = "", backup: str | None = None) -> SummaryTable:
    """Where a season's turn stands today.

    `backup` is when the library was last backed up, as it tells itself, empty where it was never; of who does not
    know nothing is said of it.
    """
    last = datetime.fromisoformat(backup) if backup else None
    steps = [
        step for step in TurnStep if step is not TurnStep.LOOK and (step is not TurnStep.BACK_UP or backup is not None)
    ]
    sheet = turn_sheet(unit, season)
    waiting = unit.applications.in_states(sheet.season, OPEN_AT_END)
    awaited = unit.applications.in_states(sheet.season, (State.SENT,))
    ended = unit.applications.in_states(sheet.season, ENDED_HERE)
    here = list(_papers(unit, ended))
    rows = [
        *(_step_row(unit, sheet, step, last) for step in steps),
        *_case_rows(unit, sheet, waiting, _OPEN),
        *_case_rows(unit, sheet, awaited, _AWAITED),
        *here,
    ]
    counts = ((_OPEN, len(waiting)), (_AWAITED, len(awaited)), (_PAPERS, len(here)))
    title = f"{sheet.season}年度收尾情况"
    return office_table(unit, DocumentKind.YEAR_TURN, title, _COLUMNS, rows, counts, sheet.season)


def _step_row(unit: UnitOfWork, sheet: TurnSheet, step: TurnStep, last: datetime | None) -> _Row:
    is_done, said = sheet.is_done(step, last), sheet.said(step, last)
    entry = _entry_of(unit, sheet, step) if is_done else None
    who, when = (entry.actor, f"{entry.at:%Y-%m-%d %H:%M}") if entry is not None else ("", "")
    if step is TurnStep.BACK_UP and is_done and last is not None:
        when = f"{last:%Y-%m-%d %H:%M}"
    return _STEPS, "", step.label, "已办" if is_done else "待办", who, when, said


def _entry_of(unit: UnitOfWork, sheet: TurnSheet, step: TurnStep) -> Event | None:
    """The last entry on record of a step."""
    act = _TOLD_BY.get(step)
    if act is None:
        return None
    season = sheet.following if step in (TurnStep.BEGIN, TurnStep.TURN) else sheet.season
    outside = sentence("archive.outside")
    told = [
        one
        for one in unit.events.of_act(act)
        if one.detail.get(RecordKey.SEASON) == season and one.detail.get(RecordKey.KEPT) != outside
    ]
    return told[-1] if told else None


def _case_rows(unit: UnitOfWork, sheet: TurnSheet, cases: list[Application], part: str) -> Iterator[_Row]:
    """Each case with who has it, since when it stands so, and for what it waits."""
    events = unit.events.of_some([case.id for case in cases])
    for case in cases:
        moves = [one for one in events.get(case.id, ()) if one.to_state == case.state.value]
        since = f"{moves[-1].at:%Y-%m-%d}" if moves else ""
        waits_for = case.state.rule.waits_for
        if case.state is State.SENT:
            why = sentence("year_turn.waits_for_bureau")
        elif case.state is State.AWAITING_CORRECTION:
            why = sentence("year_turn.waits_for_applicant")
        elif waits_for is not None:
            why = sentence("year_turn.waits_for", {"role": waits_for.label})
        else:
            why = sentence("year_turn.waits")
        if sheet.closed is not None and case.state not in (State.SENT, *WAITS_ON):
            # Nobody may go on with it before the season is opened again.
            why = sentence("year_turn.closed_before", {"why": why})
        if moves and moves[-1].reason:
            why = f"{why}（{moves[-1].reason}）"
        yield part, case.intake_number, case.project_name, case.state.label, case.handler, since, why


def _papers(unit: UnitOfWork, cases: list[Application]) -> Iterator[_Row]:
    """The cases that ended and whose copies are still here, with where each copy is."""
    copies = unit.papers.of_some([case.id for case in cases])
    for case in cases:
        here = [one for one in copies.get(case.id, ()) if one.is_in_office]
        if here:
            said = "；".join(
                " ".join(filter(None, (f"第{one.number}份", one.keeping.label, one.keeper, one.place))) for one in here
            )
            yield _PAPERS, case.intake_number, case.project_name, case.state.label, case.handler, "", said
