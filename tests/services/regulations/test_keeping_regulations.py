"""The library of rules through the services: kept, ended, followed by a newer one, pinned, and said at the point."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.packs.regulations import shipped_regulations
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.regulations.keeping import (
    amend_regulation,
    keep_regulation,
    pin_rule,
    resume_regulation,
    rules_library,
    strike_regulation,
    unpin_rule,
)
from support.acts import in_state
from support.casework import registered
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.regulation_acts import POINT, RULE, TEXT, kept, pinned

_REASON = "新办法施行"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_the_list_of_2020_and_the_seasons_notice_are_offered_until_they_are_kept(unit: FakeUnit) -> None:
    offered = rules_library(unit).offered
    assert [one.title for one in offered[1:]] == [one.title for one in shipped_regulations()]
    assert (len(shipped_regulations()), offered[0].number) == (8, "沪市监标技〔2024〕130号")
    assert [one.title for one in shipped_regulations() if one.begins] == ["上海市标准化条例"]
    keep_regulation(unit, replace(RULE, title="《上海市标准化条例》", number="", begins=date(2019, 10, 1)))
    assert "上海市标准化条例" not in [one.title for one in rules_library(unit).offered]


def test_a_newer_version_is_kept_once_the_older_one_has_its_last_day(unit: FakeUnit) -> None:
    old = kept(unit)
    newer = replace(RULE, number="示规〔2024〕2号", begins=date(2024, 3, 1))
    with pytest.raises(RefusalError, match=r"regulation\.overlaps"):
        keep_regulation(unit, newer)
    with pytest.raises(RefusalError, match=r"regulation\.reason"):
        amend_regulation(unit, old, replace(RULE, ends=date(2024, 2, 29)))
    amend_regulation(unit, old, replace(RULE, ends=date(2024, 2, 29)), reason=_REASON)
    keep_regulation(unit, newer)
    assert unit.attachments.content(unit.regulations.get(old).named.sha256) == TEXT
    with pytest.raises(RefusalError, match=r"regulation\.overlaps"):
        amend_regulation(unit, old, replace(RULE, ends=date(2024, 3, 1)), reason=_REASON)
    event = unit.events.latest(1)[0]
    assert (event.act, event.detail["period"]) == ("regulation_kept", "2024-03-01 起")


def test_a_rule_out_of_force_is_said_at_the_case(unit: FakeUnit) -> None:
    case_id = registered(unit)
    assert open_case(unit, case_id).grounds == ()
    pin_id = pinned(unit)
    (ground,) = open_case(unit, case_id).grounds
    assert (ground.item, ground.warning) == (POINT, "")
    amend_regulation(unit, 1, replace(RULE, ends=date(2024, 2, 29)), reason=_REASON)
    (ground,) = open_case(unit, case_id).grounds
    assert "2024-05-19 已不在施行期内" in ground.warning
    unpin_rule(unit, pin_id, _REASON)
    assert open_case(unit, case_id).grounds == ()
    with pytest.raises(RefusalError, match=r"regulation\.pin_gone"):
        unpin_rule(unit, pin_id, _REASON)


def test_a_decided_case_is_judged_by_the_day_of_its_decision(unit: FakeUnit) -> None:
    case_id = in_state(unit, State.PROPOSED)
    pinned(unit)
    signed_off(unit, case_id)
    unit.clock = datetime(2026, 6, 1, 10, 0)
    amend_regulation(unit, 1, replace(RULE, ends=date(2026, 1, 1)), reason=_REASON)
    assert [one.warning for one in open_case(unit, case_id).grounds] == [""]
    other = registered(unit)
    assert "2026-06-01 已不在施行期内" in open_case(unit, other).grounds[0].warning


def test_a_clause_is_pinned_once_and_to_a_point_there_is(unit: FakeUnit) -> None:
    pinned(unit)
    for item, clause, code in (
        (POINT, "第十二条", "pinned_already"),
        (POINT, "  ", "clause"),
        ("E9.none", "第一条", "no_point"),
    ):
        with pytest.raises(RefusalError, match=rf"regulation\.{code}"):
            pin_rule(unit, item, 1, clause)
    assert len(unit.regulations.pins()) == 1


def test_an_entry_by_mistake_is_struck_out_and_comes_back_only_where_there_is_room(unit: FakeUnit) -> None:
    case_id = registered(unit)
    pinned(unit)
    strike_regulation(unit, 1, _REASON)
    assert open_case(unit, case_id).grounds == ()
    with pytest.raises(RefusalError, match=r"regulation\.is_struck"):
        strike_regulation(unit, 1, _REASON)
    with pytest.raises(RefusalError, match=r"regulation\.is_struck"):
        pin_rule(unit, POINT, 1, "第一条")
    keep_regulation(unit, RULE)
    with pytest.raises(RefusalError, match=r"regulation\.overlaps"):
        resume_regulation(unit, 1, _REASON)
    strike_regulation(unit, 2, _REASON)
    resume_regulation(unit, 1, _REASON)
    assert [one.is_struck for one in unit.regulations.all()] == [False, True]
