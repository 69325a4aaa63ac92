"""The second look by lot: self-approved cases first, the rest by a lot that anybody can work out again."""

from __future__ import annotations

import hashlib

from reviewer_app.domain.ranking.lots import Candidate, drawn, lot_of

CASES = [Candidate(place, f"2024-示-{place:04d}", 1, place in (4, 7)) for place in range(1, 9)]


def test_the_self_approved_come_first_and_the_rest_by_the_lot_of_the_seed() -> None:
    chosen = drawn(CASES, 4, "a1b2")
    assert {one.application_id for one in chosen[:2]} == {4, 7}
    rest = sorted((one for one in CASES if not one.is_self_approved), key=lambda one: lot_of(one.number, "a1b2"))
    assert list(chosen[2:]) == rest[:2]
    assert lot_of("2024-示-0001", "a1b2") == hashlib.sha256("a1b2:2024-示-0001".encode()).hexdigest()


def test_the_same_seed_draws_the_same_and_the_order_of_the_list_changes_nothing() -> None:
    assert drawn(CASES, 5, "x") == drawn(CASES[::-1], 5, "x")
    assert drawn(CASES, 8, "x") != drawn(CASES, 8, "y")
    assert drawn([], 3, "x") == ()
