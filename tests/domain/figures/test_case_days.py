"""How many days a case took, by part of the road: leap days, reopened and corrected cases, cases without an end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from reviewer_app.domain.figures.counts import NOT_COUNTED, OUTCOMES, Figure
from reviewer_app.domain.figures.days import CONCLUDED, LEG_OF, CaseDays, Leg, Move, days_of
from reviewer_app.domain.figures.layers import Layer, proposed_layers
from reviewer_app.domain.figures.spread import Spread, share
from reviewer_app.domain.states import State

S = State
BEGUN = date(2024, 2, 26)


def road(*steps: tuple[int, State], begun: date = BEGUN) -> CaseDays:
    """The days of a case that came to each state so many days after it was registered."""
    moves, state = [], S.REGISTERED
    for after, target in steps:
        moves.append(Move(begun + timedelta(days=after), state, target))
        state = target
    return days_of(begun, moves)


def test_each_part_of_the_road_has_its_own_days() -> None:
    days = road(
        (2, S.CHECKING),
        (3, S.REVIEWING),
        (8, S.PROPOSED),
        (9, S.SIGNED_OFF),
        (10, S.SEALED),
        (10, S.BATCHED),
        (15, S.SENT),
    )
    assert days.legs == {Leg.CHECKING: 3, Leg.REVIEWING: 5, Leg.SIGNING: 1, Leg.SEALING: 1, Leg.SENDING: 5}
    assert (days.used, days.used_with_waiting, days.corrections) == (9, 9, 0)
    assert days.concluded_on == date(2024, 3, 6)


def test_the_leap_day_is_a_day() -> None:
    """From the 28th of February to the 1st of March are two days in 2024 and one in 2023."""
    for year, taken in ((2024, 2), (2023, 1)):
        moves = [Move(date(year, 3, 1), S.REGISTERED, S.WITHDRAWN)]
        assert days_of(date(year, 2, 28), moves).legs == {Leg.CHECKING: taken}
    on_it = days_of(date(2024, 2, 29), [Move(date(2024, 2, 29), S.REGISTERED, S.CHECKING)])
    assert on_it.legs == {Leg.CHECKING: 0}


def test_waiting_for_the_applicant_is_not_the_offices_time() -> None:
    days = road(
        (1, S.CHECKING),
        (2, S.AWAITING_CORRECTION),
        (12, S.CHECKING),
        (14, S.AWAITING_CORRECTION),
        (17, S.CHECKING),
        (18, S.REVIEWING),
        (19, S.PROPOSED),
        (20, S.SIGNED_OFF),
    )
    assert days.legs[Leg.WAITING] == 13
    assert days.corrections == 2
    assert (days.used, days.used_with_waiting) == (7, 20)


def test_a_correction_taken_back_was_none() -> None:
    moves = [
        Move(BEGUN, S.REGISTERED, S.AWAITING_CORRECTION),
        Move(BEGUN + timedelta(days=1), S.AWAITING_CORRECTION, S.CHECKING, is_taken_back=True),
    ]
    assert days_of(BEGUN, moves).corrections == 0


def test_a_reopened_case_has_its_last_conclusion_and_not_the_time_it_lay_concluded() -> None:
    days = road(
        (1, S.REVIEWING), (2, S.PROPOSED), (3, S.DECLINED), (203, S.REVIEWING), (204, S.PROPOSED), (206, S.SIGNED_OFF)
    )
    assert days.concluded_on == BEGUN + timedelta(days=206)
    assert days.used == 6


def test_a_case_that_is_reopened_and_not_concluded_again_has_no_conclusion() -> None:
    days = road((1, S.REVIEWING), (2, S.PROPOSED), (3, S.DECLINED), (9, S.REVIEWING))
    assert (days.concluded_on, days.used) == (None, None)


def test_what_is_still_running_is_not_counted() -> None:
    assert road().legs == {}
    assert road((4, S.CHECKING)).legs == {Leg.CHECKING: 4}
    assert Leg.REVIEWING not in road((4, S.REVIEWING)).legs


def test_a_conclusion_stands_while_the_case_goes_on() -> None:
    days = road(
        (1, S.REVIEWING),
        (1, S.PROPOSED),
        (2, S.SIGNED_OFF),
        (3, S.SEALED),
        (4, S.BATCHED),
        (9, S.SENT),
        (99, S.APPROVED),
    )
    assert days.concluded_on == BEGUN + timedelta(days=2)
    assert sum(days.legs.values()) == 9


def test_a_clock_that_went_back_gives_no_time_back() -> None:
    moves = [
        Move(BEGUN - timedelta(days=30), S.REGISTERED, S.CHECKING),
        Move(BEGUN + timedelta(days=2), S.CHECKING, S.REVIEWING),
    ]
    assert days_of(BEGUN, moves).legs == {Leg.CHECKING: 2}


def test_nothing_is_said_where_a_move_is_missing() -> None:
    assert days_of(BEGUN, [Move(BEGUN + timedelta(days=5), S.REVIEWING, S.PROPOSED)]) == CaseDays()


@pytest.mark.parametrize(("day", "is_late"), [(date(2024, 12, 31), False), (date(2025, 1, 1), True)])
def test_an_old_case_is_one_concluded_after_the_year(day: date, is_late: bool) -> None:
    assert CaseDays(concluded_on=day).is_late_for("2024") is is_late
    assert not CaseDays().is_late_for("2024")


def test_every_case_has_one_outcome() -> None:
    """What is received is recommended, declined, gone or still open: once each."""
    counted = [state for outcome in OUTCOMES for state in outcome.states]
    assert sorted(counted) == sorted(Figure.RECEIVED.states)
    assert Figure.RECEIVED.states | NOT_COUNTED == frozenset(State)
    assert not CONCLUDED & LEG_OF.keys() - {S.SIGNED_OFF, S.SEALED, S.BATCHED}
    assert Figure.APPROVED.states < Figure.RECOMMENDED.states


def test_the_middle_and_the_ninetieth_are_days_of_cases_there_are() -> None:
    assert (Spread({}).median, Spread({}).p90, Spread({}).count) == (None, None, 0)
    assert (Spread({7: 1}).median, Spread({7: 1}).p90) == (7, 7)
    ten = Spread(dict.fromkeys(range(1, 11), 1))
    assert (ten.median, ten.p90) == (5, 9)
    assert (Spread({0: 99, 50: 1}).median, Spread({0: 9, 50: 1}).p90, Spread({0: 8, 50: 2}).p90) == (0, 0, 50)


@pytest.mark.parametrize(
    ("part", "whole", "said"),
    [(0, 0, ""), (0, 5, "0%"), (1, 1000, "1%"), (999, 1000, "99%"), (5, 5, "100%"), (1, 8, "13%"), (18, 58, "31%")],
)
def test_a_share_is_said_only_of_a_whole(part: int, whole: int, said: str) -> None:
    assert share(part, whole) == said


def test_a_layer_is_proposed_by_its_words_and_never_without() -> None:
    words = {Layer.FUTURE: ("6G", "量子科技"), Layer.EMERGING: ("人工智能",), Layer.TRADITIONAL: ("中医药",)}
    found = proposed_layers(["面向６ｇ的人工智能与量子科技标准化试点"], words)
    assert [(one.layer, one.words) for one in found] == [
        (Layer.FUTURE, ("6G", "量子科技")),
        (Layer.EMERGING, ("人工智能",)),
    ]
    assert proposed_layers(["社区助餐服务"], words) == ()
