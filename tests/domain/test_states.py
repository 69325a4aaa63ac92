"""The road of a case: what may follow what, and when a reason is asked."""

from __future__ import annotations

from itertools import pairwise

import pytest

from reviewer_app.domain.chips import Tab
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.figures.days import RECOMMENDED
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import (
    BEFORE_SENT,
    ONCE_APPROVED,
    ROAD,
    RULES,
    State,
    Step,
    check_move,
    moves_from,
    needs_reason,
    states_under,
    waiting_for,
)

#: The numbers that libraries of all versions hold; a state added gets one that is not here, and none is ever changed.
STORED_NUMBERS = {
    "registered": 0,
    "checking": 1,
    "awaiting_correction": 2,
    "reviewing": 3,
    "proposed": 4,
    "challenged": 5,
    "signed_off": 6,
    "sealed": 7,
    "batched": 8,
    "sent": 9,
    "returned_by_bureau": 10,
    "approved": 11,
    "not_approved": 12,
    "running": 13,
    "extended": 14,
    "accepted": 15,
    "failed_acceptance": 16,
    "closed": 17,
    "declined": 18,
    "withdrawn": 19,
    "transferred": 20,
    "lapsed": 21,
    "paired": 22,
    "recommendation_withdrawn": 23,
    "withdrawal_asked": 24,
    "pilot_ended": 25,
}
USUAL = [
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
    for source, target in pairwise(USUAL):
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


def test_the_stored_numbers_are_those_every_library_holds() -> None:
    """A number that moved would show each case of an old library in another state's list."""
    assert {state.value: state.rule.number for state in State} == STORED_NUMBERS
    assert len(set(STORED_NUMBERS.values())) == len(STORED_NUMBERS)


@pytest.mark.parametrize("state", State)
def test_every_state_stands_in_the_table(state: State) -> None:
    """Number, word, step, chip and tone; and a way in, unless it is where a case begins."""
    rule = RULES[state]
    assert rule.number >= 0
    assert rule.label
    assert rule.tab not in (Tab.MINE, Tab.ALL), "these two gather states of other chips"
    assert rule.tone.value
    assert state is State.REGISTERED or any(state in moves_from(source) for source in State)
    assert state not in moves_from(state)


def test_a_word_tells_one_state() -> None:
    assert len({state.label for state in State}) == len(State) == len(RULES)


def test_every_state_has_its_step() -> None:
    assert [state.rule.step for state in USUAL] == [0, 1, 2, 3, 4, 5, 5, 6]
    assert [step.label for step in ROAD] == ["登记", "核对", "初审", "复核", "用印", "报送"]
    assert {state for state in State if state.rule.step is Step.DONE} == states_under(Tab.SENT)


def test_every_case_stands_under_one_chip_and_under_all() -> None:
    under = [states_under(tab) for tab in Tab if tab not in (Tab.MINE, Tab.AWAY, Tab.ASIDE, Tab.ALL)]
    assert sum(map(len, under)) == len(frozenset().union(*under)) == len(State)
    assert states_under(Tab.ALL) == frozenset(State)
    assert all(under)


def test_a_case_waits_for_one_role_at_most() -> None:
    assert waiting_for(Role.HEAD) == {State.PROPOSED, State.WITHDRAWAL_ASKED}
    assert waiting_for(Role.SEAL) == {State.SIGNED_OFF}
    assert waiting_for(Role.HANDLER) >= {state for state in State if state.rule.open_for_work}


def test_every_state_after_an_approval_counts_as_approved_and_as_recommended() -> None:
    """A project that was broken off was approved all the same."""
    reached, found = {State.APPROVED}, set[State]()
    while reached != found:
        found = set(reached)
        reached |= {after for state in found for after in state.rule.forward}
    assert found == ONCE_APPROVED
    assert ONCE_APPROVED <= RECOMMENDED
