"""What a run sheet says stands beside its point, and becomes an answer only by a key."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.intake.run_sheets import asked_points
from reviewer_app.services.intake.scans import keep_scan
from reviewer_app.services.ports.reading import SheetTable, TickRead
from support.casework import opened_pane, registered
from support.desk_pages import Office, office
from support.fake_scans import FILE, read_as
from support.followed import FollowedOpinion

_BOX = (120.0, 80.0, 132.0, 90.0)


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def _scanned(at: Office, *boxes: tuple[int, int, bool]) -> int:
    """A case whose run sheet came back with some boxes ticked: row, box, whether it was read beyond doubt."""
    case_id = registered(at.unit)
    ticks = tuple(TickRead(SheetTable.ITEMS, row, box, 1, _BOX, is_sure) for row, box, is_sure in boxes)
    copies = tuple(TickRead(SheetTable.PAPERS, row, 0, 1, _BOX, True) for row in (1, 2, 3))
    keep_scan(at.unit, case_id, [FILE], replace(read_as(), ticks=(*ticks, *copies)))
    return case_id


def _press(pane: FollowedOpinion, key: Qt.Key, shift: bool = False) -> None:
    pane.take_keys()
    held = Qt.KeyboardModifier.ShiftModifier if shift else Qt.KeyboardModifier.NoModifier
    QTest.keyClick(pane.window().windowHandle(), key, held)


def _verdicts(at: Office, case_id: int) -> dict[str, Verdict]:
    return {name: answer.verdict for name, answer in at.unit.answers.of(case_id).items()}


def test_a_tick_stands_beside_its_point_and_t_takes_it(at: Office, pane: FollowedOpinion) -> None:
    case_id = _scanned(at, (1, 0, True), (2, 1, True))
    first, second = (rule.id for rule in asked_points(at.unit.packs.current("2024"))[:2])
    pane.resize(532, 1400)
    pane.show_case(case_id)
    assert pane.checklist.rows[first].line("sheet") == "核对单：符合 ☑ 第1页"
    assert pane.checklist.rows[second].line("sheet") == "核对单：不符合 ☑ 第1页"
    assert _verdicts(at, case_id) == {}
    pane.checklist.set_current(second)
    assert "T 取用核对单" in pane.checklist.rows[second].line("keys")
    _press(pane, Qt.Key.Key_T)
    assert _verdicts(at, case_id) == {second: Verdict.NOT_MET}
    assert [pin.rule_id for pin in at.unit.scans.pins(case_id)] == [second]
    pane.reload()
    assert pane.checklist.rows[second].line("sheet") == ""
    _press(pane, Qt.Key.Key_T)
    assert _verdicts(at, case_id) == {second: Verdict.NOT_MET}


def test_a_sheet_that_comes_while_the_case_is_shown_says_its_key(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    row = pane.checklist.rows[asked_points(at.unit.packs.current("2024"))[0].id]
    assert "取用核对单" not in row.line("keys")
    tick = TickRead(SheetTable.ITEMS, 1, 0, 1, _BOX, True)
    keep_scan(at.unit, case_id, [FILE], replace(read_as(), ticks=(tick,)))
    pane.reload()
    assert "T 取用核对单" in row.line("keys")


def test_a_whole_part_is_taken_but_not_what_is_in_doubt(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    rules = asked_points(at.unit.packs.current("2024"))
    part = [row for row, rule in enumerate(rules, 1) if rule.group == rules[0].group]
    case_id = _scanned(at, *((row, 0, row != part[1]) for row in part), (part[-1] + 1, 0, True))
    pane.resize(532, 2400)
    pane.show_case(case_id)
    qtbot.waitUntil(partial(pane.checklist.seen.__contains__, rules[part[-1] - 1].id))
    pane.checklist.set_current(rules[0].id)
    pane.checklist.seen.discard(rules[0].id)
    _press(pane, Qt.Key.Key_T, shift=True)
    assert _verdicts(at, case_id) == {}, "one was not in sight"
    pane.checklist.seen.add(rules[0].id)
    _press(pane, Qt.Key.Key_T, shift=True)
    values = at.unit.applications.get(case_id).values
    wanted = {rules[row - 1].id for row in part if row != part[1] and rules[row - 1].in_scope(values)}
    assert _verdicts(at, case_id) == dict.fromkeys(wanted, Verdict.MET)


def test_the_copies_counted_on_paper_stand_at_the_points_about_copies(at: Office, pane: FollowedOpinion) -> None:
    case_id = _scanned(at)
    pane.show_case(case_id)
    told = [row.line("sheet") for row in pane.checklist.rows.values() if row.line("sheet")]
    assert set(told) == {"核对单：已收到 3 份"}
