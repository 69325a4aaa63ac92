"""Nothing passes in the window that is open: each stop and each reason, tried with the button, the key and Return."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.readiness import Place
from reviewer_app.domain.states import State
from reviewer_ui.opinion.readiness import ReadinessStrip
from support.casework import TEXT, opened_pane, settle
from support.desk_pages import Office, office, type_text
from support.followed import FollowedOpinion
from support.readiness_lines import REASONS, STOPS, Line

WHY = "已当面核实，见附卷说明"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def written(at: Office, pane: FollowedOpinion, line: Line) -> int:
    """A case of that line with a recommendation written in the window."""
    case_id = line.make(at.unit)
    pane.show_case(case_id)
    writing = pane.writing
    QTest.mouseClick(writing.outcomes.chips[Outcome.RECOMMEND], Qt.MouseButton.LeftButton)
    QTest.mouseClick(writing.classes.chips[line.chosen], Qt.MouseButton.LeftButton)
    writing.text.setPlainText(TEXT)
    settle()
    return case_id


def try_all(at: Office, pane: FollowedOpinion) -> None:
    """Everything in the window that submits: the button, its action with a key, Return in a box of the strip."""
    pane.writing.submit.click()
    at.context.actions["opinion.submit"].trigger()
    for row in list(pane.writing.strip.rows.values()):
        if row.takes_reason:
            QTest.keyClick(row.reason, Qt.Key.Key_Return)
            QTest.keyClick(row.reason, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    settle()


def explain(strip: ReadinessStrip, point: str, why: str) -> None:
    strip.rows[point].reason.setFocus()
    type_text(strip.rows[point].reason, why)


@pytest.mark.parametrize("line", STOPS.values(), ids=STOPS)
def test_a_stop_does_not_pass_and_leads_to_its_place(
    at: Office, pane: FollowedOpinion, qtbot: QtBot, line: Line
) -> None:
    case_id = written(at, pane, line)
    strip = pane.writing.strip
    (point,) = strip.open
    assert (point.id, point.place.kind) == (line.point, line.place)
    assert pane.writing.submit.text() == "还差 1 处，去第一处"
    row = strip.rows.get(point.id)
    assert row is None or not row.takes_reason
    with qtbot.waitSignal(strip.place_wanted) as led:
        pane.writing.submit.click()
    assert led.args == [Place(line.place, point.place.name)]
    try_all(at, pane)
    assert at.unit.opinions.of(case_id) == ()
    assert at.unit.applications.get(case_id).state is not State.PROPOSED


@pytest.mark.parametrize("line", REASONS.values(), ids=REASONS)
def test_what_needs_a_reason_passes_with_its_own_alone(at: Office, pane: FollowedOpinion, line: Line) -> None:
    """One box for each point; the button goes on counting until the last has its own words."""
    case_id = written(at, pane, line)
    strip = pane.writing.strip
    needed = [point.id for point in strip.open]
    assert line.point in needed
    for done, point_id in enumerate(needed):
        assert pane.writing.submit.text() == f"还差 {len(needed) - done} 处，去第一处"
        try_all(at, pane)
        assert at.unit.opinions.of(case_id) == ()
        explain(strip, point_id, f"{WHY}{done}")
    pane.writing.submit.click()
    settle()
    opinion = at.unit.opinions.of(case_id)[-1]
    assert dict(opinion.reasons) == {point_id: f"{WHY}{done}" for done, point_id in enumerate(needed)}
