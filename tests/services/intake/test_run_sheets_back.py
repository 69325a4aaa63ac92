"""A run sheet ticked on paper: candidates beside the points, taken one by one or a part at once, never by itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import ReadingStand, doubted_fields, reading_notes
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.run_sheets import asked_points, counted_copies, take_ticks, ticked_points
from reviewer_app.services.intake.scans import keep_scan, scans_of
from reviewer_app.services.intake.scans_taken_away import take_scan_away
from reviewer_app.services.ports.reading import SheetTable, TickRead
from reviewer_app.services.undoing.undoing import undo_step
from support.builders import CLEAN
from support.fake_scans import FILE, read_as
from support.fakes import FakeUnit

_BOX = (120.0, 80.0, 132.0, 90.0)


def _tick(row: int, box: int, is_sure: bool = True) -> TickRead:
    return TickRead(SheetTable.ITEMS, row, box, 1, _BOX, is_sure)


class _Desk:
    """A case whose run sheet comes back from the scanner."""

    def __init__(self) -> None:
        self.unit = FakeUnit()
        self.case = register_application(self.unit, CLEAN, Source.ONLINE).application_id
        self.rules = [rule.id for rule in asked_points(self.unit.packs.current("2024"))]

    def scan(self, *ticks: TickRead) -> None:
        keep_scan(self.unit, self.case, [FILE], replace(read_as(), ticks=ticks))

    def said(self) -> dict[str, Verdict]:
        readings = self.unit.scans.readings(self.case)
        told = ticked_points(readings, self.unit.answers.of(self.case))
        return {rule: one.verdict for rule, one in told.items()}

    def ids(self, *rules: str) -> Sequence[int]:
        told = ticked_points(self.unit.scans.readings(self.case), {})
        return [told[rule].reading_id for rule in rules]


@pytest.fixture
def at() -> _Desk:
    """The desk."""
    return _Desk()


def test_what_was_ticked_waits_and_answers_nothing(at: _Desk) -> None:
    at.scan(_tick(1, 0), _tick(2, 1), _tick(3, 2, is_sure=False))
    first, second, third = at.rules[:3]
    assert at.said() == {first: Verdict.MET, second: Verdict.NOT_MET, third: Verdict.NOT_APPLICABLE}
    assert at.unit.answers.of(at.case) == {}
    told = ticked_points(at.unit.scans.readings(at.case), {})
    assert told[first].words == "核对单：符合 ☑ 第1页"
    assert "没有读准" in told[third].words


def test_it_is_no_reading_of_the_form(at: _Desk) -> None:
    """Neither the comparison nor the scan's own list speaks of it."""
    at.scan(_tick(1, 0))
    readings = at.unit.scans.readings(at.case)
    assert reading_notes(readings) == {}
    assert doubted_fields(readings) == frozenset()
    assert scans_of(at.unit, at.case).waiting == ()


def test_what_is_taken_is_an_answer_with_its_place_on_the_scan(at: _Desk) -> None:
    at.scan(_tick(1, 0), _tick(2, 1))
    first, second = at.rules[:2]
    take_ticks(at.unit, at.case, at.ids(first, second))
    answers = at.unit.answers.of(at.case)
    assert (answers[first].verdict, answers[second].verdict) == (Verdict.MET, Verdict.NOT_MET)
    assert [(pin.rule_id, pin.place.page) for pin in at.unit.scans.pins(at.case)] == [(first, 1), (second, 1)]
    assert {one.stand for one in at.unit.scans.readings(at.case)} == {ReadingStand.TAKEN}
    assert at.said() == {}
    (event,) = [one for one in at.unit.events.of(at.case) if one.act == EventAct.READINGS_TAKEN]
    assert "符合（取自核对单扫描件）" in event.detail.values()


def test_an_answer_taken_from_the_sheet_is_taken_back_like_any_other(at: _Desk) -> None:
    at.scan(_tick(1, 1))
    take_ticks(at.unit, at.case, at.ids(at.rules[0]))
    undo_step(at.unit, at.case)
    answers = at.unit.answers.of(at.case)
    assert at.rules[0] not in answers or answers[at.rules[0]].verdict is Verdict.UNDECIDED


def test_the_same_tick_is_not_taken_twice(at: _Desk) -> None:
    at.scan(_tick(1, 0))
    ids = at.ids(at.rules[0])
    take_ticks(at.unit, at.case, ids)
    for again in (ids, [], [99]):
        with pytest.raises(RefusalError, match=r"run_sheet\.settled"):
            take_ticks(at.unit, at.case, again)


def test_what_is_answered_so_already_is_not_said(at: _Desk) -> None:
    at.scan(_tick(1, 0), _tick(2, 0))
    answer_item(at.unit, at.case, at.rules[0], Verdict.MET)
    assert set(at.said()) == {at.rules[1]}


def test_a_later_sheet_takes_the_place_of_an_earlier_one(at: _Desk) -> None:
    at.scan(_tick(1, 0))
    before = at.ids(at.rules[0])
    other = replace(FILE, content=b"%PDF another")
    keep_scan(at.unit, at.case, [other], replace(read_as(), ticks=(_tick(1, 1),)))
    assert at.said() == {at.rules[0]: Verdict.NOT_MET}
    with pytest.raises(RefusalError, match=r"run_sheet\.settled"):
        take_ticks(at.unit, at.case, before)


def test_a_sheet_printed_for_another_pack_says_nothing(at: _Desk) -> None:
    """Its rows are other points."""
    case = at.unit.applications.get(at.case)
    record(at.unit, case, EventAct.PACK_FOLLOWED)
    at.scan(_tick(1, 0))
    assert at.said() == {}


def test_rows_beyond_the_points_are_left_out(at: _Desk) -> None:
    at.scan(_tick(len(at.rules) + 1, 0))
    assert at.unit.scans.readings(at.case) == ()


def test_a_sheet_that_was_taken_away_says_nothing(at: _Desk) -> None:
    at.scan(_tick(1, 0))
    take_scan_away(at.unit, at.case, at.unit.attachments.of(at.case)[0].sha256, "归错")
    view = scans_of(at.unit, at.case)
    assert ticked_points(view.readings, {}) == {}


def test_copies_are_counted(at: _Desk) -> None:
    papers = [TickRead(SheetTable.PAPERS, row, box, 1, _BOX, True) for row in (1, 2, 3) for box in (0, 1)]
    at.scan(*papers[:-1])
    assert counted_copies(at.unit.scans.readings(at.case)) == "核对单：已收到 3 份、已盖章 2 份"
    assert at.said() == {}
