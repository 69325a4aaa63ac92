"""A promised standard under any lines that may be said of it: stages go forward, days are in order, nothing is lost."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.standards.from_form import rows_of
from reviewer_app.domain.standards.promise import (
    COURSE,
    Named,
    Origin,
    Progress,
    PromisedStandard,
    Stage,
    StandardWord,
    Standing,
    WordKind,
    after,
    progress_of,
)
from reviewer_app.domain.standards.steps import (
    check_reached,
    check_standing,
    check_step_back,
    checked_name,
    doubts_of,
)
from reviewer_app.domain.values.standard_number import StandardLevel

TODAY = date(2026, 3, 2)
AT = datetime(2026, 3, 2, 9)
NAMED = Named(StandardLevel.GROUP, "示例服务规范", "2025", "T/ABC 001—2025")
NEW = PromisedStandard(1, 1, Origin.FORM, NAMED)
_DAYS = st.dates(date(2024, 1, 1), date(2027, 6, 1))
_STEPS = st.lists(
    st.one_of(
        st.tuples(st.just(WordKind.REACHED), st.sampled_from(Stage), _DAYS),
        st.tuples(st.just(WordKind.STEPPED_BACK), st.sampled_from(Stage), st.none()),
        st.tuples(st.sampled_from((WordKind.GIVEN_UP, WordKind.STRUCK, WordKind.RESUMED)), st.none(), st.none()),
    ),
    max_size=14,
)


def _try(standard: PromisedStandard, kind: WordKind, stage: Stage | None, day: date | None) -> PromisedStandard:
    word = StandardWord(kind, "示例甲", AT, stage=stage, day=day, reason="来函说明")
    if kind is WordKind.REACHED and stage is not None and day is not None:
        check_reached(standard, stage, day, standard.named, TODAY)
    elif kind is WordKind.STEPPED_BACK and stage is not None:
        check_step_back(standard, stage, word.reason)
    else:
        check_standing(standard, kind, word.reason)
    return after(standard, word)


@given(_STEPS)
def test_whatever_is_said_the_days_stand_in_the_order_of_the_stages(
    steps: list[tuple[WordKind, Stage | None, date | None]],
) -> None:
    standard = NEW
    for kind, stage, day in steps:
        with suppress(RefusalError):
            standard = _try(standard, kind, stage, day)
        stages, days = [one for one, _ in standard.days], [day for _, day in standard.days]
        assert stages == sorted(set(stages))
        assert days == sorted(days)
        assert standard.stage == max(stages, default=Stage.NOT_BEGUN)
        assert all(day <= TODAY for stage, day in standard.days if stage is not Stage.IN_FORCE)
        # The lines alone tell how it stands.
        again = NEW
        for word in standard.words:
            again = after(again, word)
        assert again == standard


@given(_STEPS)
def test_a_standard_is_counted_once_or_not_at_all(steps: list[tuple[WordKind, Stage | None, date | None]]) -> None:
    standard = NEW
    for kind, stage, day in steps:
        with suppress(RefusalError):
            standard = _try(standard, kind, stage, day)
    one = progress_of([standard])
    assert one.promised == int(standard.standing is not Standing.STRUCK)
    assert one.published + one.given_up <= one.promised
    assert progress_of([replace(standard, origin=Origin.EXTRA)]).promised == 0


def _reached(*stages: tuple[Stage, date]) -> PromisedStandard:
    standard = NEW
    for stage, day in stages:
        standard = _try(standard, WordKind.REACHED, stage, day)
    return standard


_BEFORE = TODAY - timedelta(days=60)
_REFUSED = {
    "standard.stage_back": (_reached((Stage.COMMENT, _BEFORE)), WordKind.REACHED, Stage.PROJECT, TODAY),
    "standard.publish_first": (_reached((Stage.APPROVAL, _BEFORE)), WordKind.REACHED, Stage.IN_FORCE, TODAY),
    "standard.day_ahead": (NEW, WordKind.REACHED, Stage.PROJECT, TODAY + timedelta(days=1)),
    "standard.day_order": (_reached((Stage.PROJECT, TODAY)), WordKind.REACHED, Stage.COMMENT, _BEFORE),
    "standard.day_far": (NEW, WordKind.REACHED, Stage.PROJECT, date(1999, 1, 1)),
    "standard.not_back": (_reached((Stage.PROJECT, _BEFORE)), WordKind.STEPPED_BACK, Stage.PROJECT, None),
    "standard.never_reached": (_reached((Stage.COMMENT, _BEFORE)), WordKind.STEPPED_BACK, Stage.PROJECT, None),
    "standard.published_stands": (_reached((Stage.PUBLISHED, _BEFORE)), WordKind.GIVEN_UP, None, None),
    "standard.stands": (NEW, WordKind.RESUMED, None, None),
}


@pytest.mark.parametrize("code", _REFUSED)
def test_what_cannot_be_so_is_refused(code: str) -> None:
    standard, kind, stage, day = _REFUSED[code]
    with pytest.raises(RefusalError) as refused:
        _try(standard, kind, stage, day)
    assert refused.value.code == code


def test_a_published_standard_has_a_name_and_a_number() -> None:
    for named, code in ((Named(StandardLevel.GROUP, "", "", "T/ABC 001—2025"), "standard.name_needed"),
                        (Named(StandardLevel.GROUP, "示例服务规范"), "standard.number_needed")):  # fmt: skip
        with pytest.raises(RefusalError, match=code):
            check_reached(NEW, Stage.PUBLISHED, TODAY, named, TODAY)


def test_what_comes_into_force_later_is_published_until_then() -> None:
    day = TODAY + timedelta(days=90)
    standard = _reached((Stage.PUBLISHED, _BEFORE), (Stage.IN_FORCE, day))
    assert standard.stage_on(TODAY) is Stage.PUBLISHED
    assert standard.stage_on(day) is Stage.IN_FORCE
    assert standard.is_published


@pytest.mark.parametrize("kind", [kind for kind in WordKind if kind.needs_reason])
def test_no_step_against_the_road_without_a_reason(kind: WordKind) -> None:
    standard = _reached((Stage.COMMENT, _BEFORE))
    ended = replace(standard, standing=Standing.GIVEN_UP if kind is WordKind.RESUMED else Standing.STANDS)
    is_back = kind is WordKind.STEPPED_BACK
    check = partial(check_step_back, standard, Stage.NOT_BEGUN) if is_back else partial(check_standing, ended, kind)
    with pytest.raises(RefusalError, match=r"standard\.reason"):
        check("　")


def test_a_number_of_another_level_is_said_to_be_one() -> None:
    with pytest.raises(RefusalError) as refused:
        checked_name(StandardLevel.LOCAL, "示例服务规范", "", "T/ABC 001—2025", TODAY)
    assert (refused.value.code, refused.value.values["other"]) == ("standard.number_other_level", "团体标准")
    for number, code in (("T/ABC 001", "standard.number_form"), ("T/ABC 001—2027", "standard.number_ahead")):
        with pytest.raises(RefusalError, match=code):
            checked_name(StandardLevel.GROUP, "示例服务规范", "", number, TODAY)
    assert checked_name(StandardLevel.GROUP, "《示例 服务规范》", "2025年", " T/ABC 001——2025 ", TODAY) == Named(
        StandardLevel.GROUP, "示例 服务规范", "2025", "T/ABC 001——2025"
    )


def test_the_same_number_with_another_dash_is_doubted() -> None:
    doubts = doubts_of(NAMED, date(2026, 1, 5), [("T/ABC 001-2025", "2025-示-0001")])
    assert [one.code for one in doubts] == ["standard.number_twice", "standard.year_differs"]
    assert doubts_of(NAMED, date(2025, 1, 5), [("T/ABC 002-2025", "2025-示-0001")]) == ()


_FORM = {
    "地方标准1项、团体标准2项": [("地方", "", ""), ("团体", "", ""), ("团体", "", "")],
    "1. 地方标准《驿站设置要求》（2025年）；2.团体标准 驿站运行服务规范 2026": [
        ("地方", "驿站设置要求", "2025"),
        ("团体", "驿站运行服务规范", "2026"),
    ],
    "地方\t养老服务规范\t2025\n团体\t护理服务要求\t2026": [
        ("地方", "养老服务规范", "2025"),
        ("团体", "护理服务要求", "2026"),
    ],
    "企业标准 3 个，其中《作业规范》": [("企业", "作业规范", ""), ("企业", "", ""), ("企业", "", "")],
    "国际标准一项，国家标准两项": [("国际", "", ""), ("国家", "", ""), ("国家", "", "")],
    "形成标准体系1套": [],
    "": [],
}  # fmt: skip


@pytest.mark.parametrize("text", _FORM)
def test_the_rows_of_the_form_are_read(text: str) -> None:
    assert [(one.level.word, one.name, one.year) for one in rows_of(text)] == _FORM[text]


@given(st.text(max_size=300))
def test_no_text_of_a_form_stops_the_reading(text: str) -> None:
    assert len(rows_of(f"企业标准999项{text}")) <= 60


def test_the_figures_are_said_in_one_line() -> None:
    assert Progress(3, 1).said == "承诺 3 项，发布 1 项"
    assert (Progress(3, 1) + Progress(2, 0, 1, 1)).said == "承诺 5 项，发布 1 项，不再制定 1 项，承诺之外发布 1 项"
    assert [stage.label for stage in COURSE] == ["立项", "征求意见", "报批", "发布", "实施"]
