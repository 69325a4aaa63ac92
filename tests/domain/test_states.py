"""The road of a case: what may follow what, and when a reason is asked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import BEFORE_SENT, State, check_move, moves_from, needs_reason, road_step

ROAD = [
    State.REGISTERED,
    State.CHECKING,
    State.REVIEWING,
    State.PROPOSED,
    State.SIGNED_OFF,
    State.SEALED,
    State.BATCHED,
    State.SENT,
]


def test_the_usual_road_needs_no_reason() -> None:
    for source, target in pairwise(ROAD):
        check_move(source, target)


def test_a_step_cannot_be_skipped() -> None:
    with pytest.raises(RefusalError, match=r"state\.move"):
        check_move(State.CHECKING, State.SIGNED_OFF)


@pytest.mark.parametrize("source", sorted(BEFORE_SENT))
def test_before_it_is_sent_every_case_can_be_withdrawn_with_a_reason(source: State) -> None:
    with pytest.raises(RefusalError, match=r"state\.reason"):
        check_move(source, State.WITHDRAWN, "  ")
    check_move(source, State.WITHDRAWN, "申报单位来函撤回")


@pytest.mark.parametrize("target", [State.WITHDRAWN, State.REVIEWING, State.BATCHED])
def test_a_sent_case_is_frozen(target: State) -> None:
    with pytest.raises(RefusalError, match=r"state\.move"):
        check_move(State.SENT, target, "更正")


def test_going_back_and_challenging_need_a_reason() -> None:
    assert needs_reason(State.PROPOSED, State.CHALLENGED)
    assert needs_reason(State.SIGNED_OFF, State.REVIEWING)
    assert not needs_reason(State.CHALLENGED, State.REVIEWING)


def test_a_declined_case_stays_unless_reopened() -> None:
    assert moves_from(State.DECLINED) == {State.REVIEWING}
    assert needs_reason(State.DECLINED, State.REVIEWING)


def test_every_state_has_a_word_and_a_step() -> None:
    assert len({state.label for state in State}) == len(State)
    assert [road_step(state) for state in ROAD] == [0, 1, 2, 3, 4, 5, 5, 6]
