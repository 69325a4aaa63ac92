"""A case in a batch not sent yet leaves the desk only after it was taken out of it; a sent one goes its way."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.batch import BatchLine, SealStyle
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.destruction import Hold
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.dispatch.leaving import batches_waiting, leave_batch
from reviewer_app.services.handover.gathering import plan_sending
from reviewer_app.services.ports.after.figures import LayerSaid
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import move
from support.sending import send_excused
from support.standard_acts import taken as standards_taken
from support.two_desks import send, take, with_cases


def exported(unit: UnitOfWork, ids: list[int]) -> int:
    """A batch of some sealed cases on record; its number."""
    for case_id in ids:
        if unit.applications.get(case_id).state is not State.SEALED:
            move(unit, case_id, State.SEALED)
    cases = unit.applications.some(ids)
    lines = tuple(BatchLine(one.id, one.intake_number, one.project_name, f"{one.id}.pdf", "0") for one in cases)
    return record_batch(unit, BatchRecord("第1批", SealStyle.CIRCLE, unit.events.head(), lines))


def batch_of(library: OpenLibrary, case_id: int) -> int:
    """The number of the batch a case lies in, 0 for none."""
    found = library.read(lambda unit: batches_waiting(unit, unit.applications.some([case_id])))
    return found[case_id].number if found else 0


def test_a_case_in_a_batch_leaves_after_it_was_taken_out(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    first, second = with_cases(counter, 2)
    number = counter.change(exported, [first, second])
    (line, _) = counter.read(plan_sending, [first, second])
    assert (line.batch, "移出批次" in line.refusal) == (number, True)
    with pytest.raises(RefusalError, match=r"custody\.batched"):
        send(counter, [first], reviewer, tmp_path / "a")
    with pytest.raises(RefusalError, match=r"batch\.leave_reason"):
        counter.change(leave_batch, first, " ")
    counter.change(leave_batch, first, "单位补充材料")
    event = counter.read(lambda unit: unit.events.of(first))[-1]
    assert (event.act, event.reason, event.detail) == (
        EventAct.BATCH_LEFT,
        "单位补充材料",
        {RecordKey.BATCH: str(number)},
    )
    with pytest.raises(RefusalError, match=r"batch\.in_none"):
        counter.change(leave_batch, first, "又一次")
    assert batch_of(counter, second) == number
    with pytest.raises(RefusalError, match=r"batch\.left"):
        counter.change(send_excused, 1)
    send(counter, [first], reviewer, tmp_path / "a")
    with pytest.raises(RefusalError, match=r"custody\.away"):
        counter.change(leave_batch, first, "已移交")
    with pytest.raises(RefusalError, match=r"batch\.left"):
        counter.change(send_excused, 1)
    (there,) = take(reviewer, tmp_path / "a").case_ids
    assert batch_of(reviewer, there) == 0
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    assert batch_of(counter, first) == 0
    again = counter.change(exported, [first])
    assert batch_of(counter, first) == again
    for library in (counter, reviewer):
        assert [line for line in library.verify() if line.is_broken] == []


def test_taking_out_of_the_newest_batch_is_out_of_every_older_one(counter: OpenLibrary) -> None:
    (case_id,) = with_cases(counter)
    numbers = [counter.change(exported, [case_id]) for _ in range(2)]
    assert batch_of(counter, case_id) == numbers[-1]
    counter.change(leave_batch, case_id, "重做")
    assert batch_of(counter, case_id) == 0


@pytest.mark.parametrize("state", [State.SENT, State.APPROVED, State.RETURNED_BY_BUREAU])
def test_a_case_that_was_sent_is_held_by_no_batch(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, state: State
) -> None:
    """What the municipal bureau has decides itself there; its file here goes to whoever follows it up."""
    (case_id,) = with_cases(counter)
    counter.change(exported, [case_id])
    counter.change(lambda unit: unit.batches.mark_sent(1, unit.now, unit.actor.name))
    counter.change(move, case_id, state)
    send(counter, [case_id], reviewer, tmp_path / "a")
    (there,) = take(reviewer, tmp_path / "a").case_ids
    assert reviewer.read(lambda unit: unit.applications.get(there)).state is state


def test_what_followed_the_sending_keeps_a_case_here_until_it_can_travel_too(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    ids = with_cases(counter, 4)
    counter.change(standards_taken, ids[0])
    hold = Hold(ids[1], "信访在办", "示例甲", counter.read(lambda unit: unit.now))
    counter.change(lambda unit: unit.retention.add_hold(hold))
    said = LayerSaid(Layer.EMERGING, "示例甲", hold.at)
    counter.change(lambda unit: unit.figures.say_layer(ids[2], said))
    lines = counter.read(plan_sending, ids)
    assert ["承诺标准" in lines[0].refusal, "暂缓销毁" in lines[1].refusal] == [True] * 2
    assert all(one.number in one.refusal for one in lines[:2])
    assert [one.refusal for one in lines[2:]] == ["", ""], "a layer is each office's own"
    counter.change(lambda unit: unit.retention.add_hold(replace(hold, lifts=1)))
    assert counter.read(plan_sending, ids)[1].refusal == ""
    with pytest.raises(RefusalError, match=r"custody\.followed"):
        send(counter, ids[:1], reviewer, tmp_path / "a")
    assert not (tmp_path / "a").exists()
    assert not counter.read(lambda unit: unit.applications.get(ids[0])).is_away
