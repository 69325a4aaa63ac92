"""What bears “未查到…”: a look-up that stands, covers the window, is young enough, and no hit beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import Lack, LookedUp, LookUp, LookUpResult, check_finding, lacking, lacks_of
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.rows import Lookback
from support.builders import CLEAN

PACK = shipped_pack()
SANCTIONS, CREDIT, STAFF = PACK.rule("E5.sanctions"), PACK.rule("E1.credit"), PACK.rule("E2.staff")
WINDOW = Lookback(date(2021, 5, 8), date(2024, 5, 8), "")
TODAY = date(2024, 5, 19)
CLEAR = LookedUp(
    "信用中国（演练）", TODAY, WINDOW.start, WINDOW.end, LookUpResult.NOTHING_FOUND, "", ("E5.sanctions", "E1.credit")
)


def look_up(number: int = 1, **changed: Any) -> LookUp:
    """A look-up as kept, some of what it says changed."""
    return LookUp(number, replace(CLEAR, **changed), "示例甲", datetime(2024, 5, 19, 9))


def lacks(*standing: LookUp, today: date = TODAY) -> tuple[Lack, ...]:
    return lacks_of(standing, SANCTIONS, WINDOW, 30, today)


def test_a_clean_look_up_of_the_whole_window_is_enough() -> None:
    assert lacks(look_up()) == ()
    assert lacks_of([look_up()], CREDIT, WINDOW, 30, TODAY) == ()


def test_a_point_that_needs_none_lacks_none() -> None:
    assert lacks_of([], STAFF, WINDOW, 30, TODAY) == ()


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({"rule_ids": ("E1.credit",)}, (Lack.MISSING,)),
        ({"start": WINDOW.start + timedelta(days=1)}, (Lack.NOT_COVERING,)),
        ({"end": WINDOW.end - timedelta(days=1)}, (Lack.NOT_COVERING,)),
        ({"on": date(2024, 5, 7)}, (Lack.NOT_COVERING,)),
        ({"start": None, "end": None}, (Lack.NOT_COVERING,)),
        ({"result": LookUpResult.UNCLEAR}, (Lack.UNCLEAR,)),
        ({"result": LookUpResult.HIT}, (Lack.HIT,)),
        ({"result": LookUpResult.UNSTATED, "words": "未见不良记录"}, (Lack.UNCLEAR,)),
    ],
)
def test_what_is_wanting_is_named(changed: dict[str, Any], expected: tuple[Lack, ...]) -> None:
    assert lacks(look_up(**changed)) == expected


def test_a_look_up_counts_for_thirty_days_and_never_before_its_own() -> None:
    """Asked again at sign-off, for the batch and at the seal: each time by that day."""
    assert lacks(look_up(), today=TODAY + timedelta(days=30)) == ()
    assert lacks(look_up(), today=TODAY + timedelta(days=31)) == (Lack.TOO_OLD,)
    assert lacks(look_up(), today=TODAY - timedelta(days=1)) == (Lack.TOO_OLD,)


def test_a_hit_is_not_outweighed_by_another_site() -> None:
    hit = look_up(number=2, site="另一处", result=LookUpResult.HIT, words="一条处罚")
    assert lacks(look_up(), hit) == (Lack.HIT,)
    assert lacks(hit) == (Lack.HIT,)


def test_a_hit_before_the_window_is_no_hit_in_it() -> None:
    before = look_up(number=2, result=LookUpResult.HIT, words="旧案", start=date(2015, 1, 1), end=date(2021, 5, 7))
    assert lacks(look_up(), before) == ()


def test_an_unclear_one_stands_until_the_same_site_is_clean() -> None:
    unclear = look_up(result=LookUpResult.UNCLEAR, words="页面打不开", on=date(2024, 5, 10))
    assert lacks(unclear, look_up(number=2)) == ()
    assert lacks(unclear, look_up(number=2, site="另一处")) == (Lack.UNCLEAR,)


def test_a_withdrawn_one_serves_nothing() -> None:
    gone = replace(look_up(), withdrawn_by="示例甲", withdrawn_at=datetime(2024, 5, 19, 10), withdrawn_reason="查错")
    assert lacks(gone) == (Lack.MISSING,)


def test_every_point_of_a_case_is_asked_at_once() -> None:
    found = lacking(PACK, CLEAN, [look_up()], WINDOW, TODAY)
    assert [(rule.id, said) for rule, said in found] == [("E5.incidents", (Lack.MISSING,))]


@given(st.lists(st.sampled_from(["start", "end", "old", "hit", "unclear", "gone", "clean"]), max_size=5))
def test_nothing_is_borne_without_a_clean_one(kinds: list[str]) -> None:
    """Whatever stands there: no lack only where a clean, whole, fresh look-up is among them."""
    made = {
        "start": look_up(start=date(2022, 1, 1)),
        "end": look_up(end=date(2023, 1, 1)),
        "old": look_up(on=date(2024, 3, 1)),
        "hit": look_up(result=LookUpResult.HIT, words="有"),
        "unclear": look_up(result=LookUpResult.UNCLEAR, words="不明"),
        "gone": replace(look_up(), withdrawn_at=datetime(2024, 5, 19)),
        "clean": look_up(),
    }
    said = lacks(*(made[kind] for kind in kinds))
    assert (said == ()) == ("clean" in kinds and "hit" not in kinds)


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"site": ""}, "look_up.no_site"),
        ({"on": date(2024, 5, 20)}, "look_up.in_future"),
        ({"result": LookUpResult.HIT}, "look_up.no_words"),
        ({"result": LookUpResult.UNCLEAR}, "look_up.no_words"),
        ({"start": None}, "look_up.no_window"),
        ({"end": None}, "look_up.no_window"),
        ({"start": date(2024, 5, 9)}, "look_up.window_order"),
        ({"on": date(2024, 5, 1)}, "look_up.window_ahead"),
        ({"rule_ids": ()}, "look_up.no_item"),
        ({"rule_ids": ("E2.staff",)}, "look_up.no_item"),
        ({"rule_ids": ("E1.credit", "E9.none")}, "look_up.no_item"),
    ],
)
def test_a_look_up_that_cannot_be_is_refused(changed: dict[str, Any], code: str) -> None:
    with pytest.raises(RefusalError) as refusal:
        check_finding(PACK, CLEAN, look_up(**changed).found, TODAY)
    assert refusal.value.code == code


def test_a_result_nobody_stated_is_not_recorded_anew_and_is_said_in_its_own_words() -> None:
    old = replace(CLEAR, result=LookUpResult.UNSTATED, words="未见不良记录。")
    with pytest.raises(RefusalError) as refused:
        check_finding(PACK, CLEAN, old, TODAY)
    assert refused.value.code == "look_up.no_result"
    assert (old.said(""), CLEAR.said("（三年）")) == ("未见不良记录", "未查到相关记录（三年）")
