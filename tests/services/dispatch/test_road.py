"""How far a batch has come is read from its cases, its rows and its record, at every moment anew."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.road import STEPS, LineStanding, RoadStep, is_done
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.road import road_of
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.sending import excuse_what_may_be


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def batch_of(unit: FakeUnit, *ids: int) -> int:
    cases = [unit.applications.get(one) for one in ids]
    for case in cases:
        record(unit, case, EventAct.EXPORTED, "", {RecordKey.BATCH: "1"})
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    return unit.batches.add(Batch(1, "2024", "批次", SealStyle.CIRCLE, "示例甲", unit.now, "0" * 64, lines))


def in_state(unit: FakeUnit, case_id: int, state: State) -> None:
    unit.applications.cases[case_id] = replace(unit.applications.get(case_id), state=state)


def test_each_step_follows_from_what_was_done(unit: FakeUnit) -> None:
    first, second = signed_off(unit, 1), signed_off(unit, 2)
    batch = batch_of(unit, first, second)
    road = road_of(unit, batch)
    assert (road.current, road.letters_open) == (RoadStep.MAKE, 1)
    assert road.steps[RoadStep.MAKE].line.endswith("缺报送函 1 份")
    excuse_what_may_be(unit, batch)
    assert road_of(unit, batch).current is RoadStep.SEAL
    in_state(unit, first, State.SEALED)
    assert road_of(unit, batch).steps[RoadStep.SEAL].line == "已盖 1 / 2"
    assert road_of(unit, batch).awaiting_seal == [second]
    in_state(unit, second, State.SEALED)
    assert road_of(unit, batch).current is RoadStep.POST
    unit.batches.mark_sent(batch, unit.now, "示例甲")
    in_state(unit, first, State.APPROVED)
    in_state(unit, second, State.SENT)
    road = road_of(unit, batch)
    assert (road.current, road.steps[RoadStep.CITY].line) == (RoadStep.CITY, "已答复 1 / 2：立项 1")
    in_state(unit, second, State.RETURNED_BY_BUREAU)
    road = road_of(unit, batch)
    assert road.steps[RoadStep.CITY].line == "已答复 2 / 2：立项 1，市局退回 1"
    assert [is_done(road.steps[step]) for step in STEPS] == [True] * 5


def test_a_case_taken_out_or_decided_anew_makes_the_papers_unfinished(unit: FakeUnit) -> None:
    left, anew, sound = signed_off(unit, 1), signed_off(unit, 2), signed_off(unit, 3)
    batch = batch_of(unit, left, anew, sound)
    leave_batch(unit, left, "单位来电，暂缓报送")
    record(unit, unit.applications.get(anew), EventAct.REOPENED, "补充材料")
    road = road_of(unit, batch)
    assert [line.standing for line in road.lines] == [LineStanding.LEFT, LineStanding.STALE, LineStanding.IN]
    assert (road.current, road.steps[RoadStep.MAKE].line) == (RoadStep.MAKE, "6 份文件，2 份已不是现行的")
    assert road.awaiting_seal == [sound]


def test_a_case_that_went_with_another_batch_is_told(unit: FakeUnit) -> None:
    case = signed_off(unit, 1)
    batch = batch_of(unit, case)
    in_state(unit, case, State.SENT)
    assert road_of(unit, batch).lines[0].standing is LineStanding.ELSEWHERE


def test_a_batch_nobody_knows_is_refused(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"batch\.unknown"):
        road_of(unit, 7)
