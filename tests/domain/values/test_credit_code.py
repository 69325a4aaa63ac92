"""The social credit code: valid ones pass, each fault is named, look-alikes are offered and never applied."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.values.credit_code import (
    CHARACTERS,
    check_character,
    district_of,
    foreign_characters,
    inner_check_character,
    normalise,
    problems,
    suggest,
)

BODIES = st.text(alphabet=CHARACTERS, min_size=8, max_size=8)
CODES = st.builds(
    lambda head, body: head + body + inner_check_character(body),
    st.text(alphabet=CHARACTERS, min_size=8, max_size=8),
    BODIES,
).map(lambda seventeen: seventeen + check_character(seventeen))


@pytest.mark.parametrize(
    "code",
    [
        "91350100M000100Y43",
        "91310104MAXX00015W",
        "52310106MAXX00015T",
        "12310101MAXX00015N",
        "91310115MAXX00015T",
        "51310000MAXX000152",
        "93310151MAXX00015Q",
        "913101046YGDFTBD60",
        "91310104CW9056UA70",
    ],
)
def test_valid_codes_show_nothing(code: str) -> None:
    assert problems(code) == ()


@given(CODES)
def test_a_code_made_by_the_standard_is_valid(code: str) -> None:
    assert problems(code) == ()


@given(CODES, st.integers(0, 17), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_seen(code: str, place: int, other: str) -> None:
    wrong = code[:place] + other + code[place + 1 :]
    assert (problems(wrong) == ()) is (wrong == code)


@given(CODES, st.integers(0, 16))
def test_two_neighbours_exchanged_are_always_seen(code: str, place: int) -> None:
    exchanged = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert (problems(exchanged) == ()) is (exchanged == code)


@pytest.mark.parametrize(
    ("code", "named"),
    [
        ("91310104MAXX00015", "length"),
        ("91310104MAXX00015WW", "length"),
        ("91310104MAXXO0015W", "charset"),
        ("91310104MAXX00015单", "charset"),
        ("91310104MAXX00015X", "check_digit"),
    ],
)
def test_the_first_fault_is_named_and_stops_the_others(code: str, named: str) -> None:
    assert problems(code) == (named,)


def test_the_organisation_part_is_looked_at_only_when_the_check_digit_is_right() -> None:
    seventeen = "91310104MAXX00014"
    assert problems(seventeen + check_character(seventeen)) == ("inner_check",)


@pytest.mark.parametrize(
    "written",
    [
        "91310104maxx00015w",
        "９１３１０１０４ＭＡＸＸ０００１５Ｗ",
        " 9131 0104 MAXX 0001 5W\u3000",
        "913101-04MAXX0001-5W",
        "91310104MAXX00015W\u200b",
    ],
)
def test_ways_of_writing_one_code_are_one(written: str) -> None:
    assert normalise(written) == "91310104MAXX00015W"


@given(st.text(max_size=40))
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_look_alike_letters_are_offered_when_the_result_passes() -> None:
    assert suggest("9131O1O4MAXX00015W") == "91310104MAXX00015W"
    assert suggest("91310104MAXX00015W") is None
    assert suggest("9131O1O4MAXX00015X") is None
    assert foreign_characters("9131O1O4MAXX0S015W") == "OS"


def test_the_issuing_district_is_named() -> None:
    assert district_of("91310115MAXX00015T") == "浦东新区"
    assert district_of("51310000MAXX000152") == "上海市"
    assert district_of("91320505MAX0C9007C") == ""
