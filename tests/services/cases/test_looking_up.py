"""Recording and withdrawing look-ups by the services: rights, record, twice, hostile words."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.states import State
from reviewer_app.services.cases.looking_up import LookUpFile, record_look_up, withdraw_look_up
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from support.builders import CLEAN
from support.fakes import FakeUnit

FOUND = LookedUp(
    "信用中国（演练）",
    date(2024, 5, 17),
    date(2021, 5, 8),
    date(2024, 5, 8),
    LookUpResult.NOTHING_FOUND,
    "",
    ("E5.incidents", "E5.sanctions"),
)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return register_application(unit, CLEAN, Source.PAPER).application_id


def test_one_entry_serves_several_points_and_is_on_record(unit: FakeUnit, case_id: int) -> None:
    record_look_up(unit, case_id, FOUND, LookUpFile("截图.png", b"\x89PNG"))
    view = open_case(unit, case_id)
    (kept,) = view.look_ups
    assert kept.found.rule_ids == ("E5.sanctions", "E5.incidents")
    assert (kept.by, kept.file_name) == ("示例甲", "截图.png")
    assert view.attachments[0].sha256 == kept.sha256
    event = view.events[-1]
    said = "信用中国（演练） 2024-05-17，窗口 2021-05-08 至 2024-05-08，未查到相关记录（附 截图.png）"
    assert (event.act, set(event.detail.values())) == ("looked_up", {said})
    assert [key[:4] for key in event.detail] == ["二（五）", "二（五）"]
    assert view.application.state is State.CHECKING


def test_the_same_one_twice_is_one(unit: FakeUnit, case_id: int) -> None:
    file = LookUpFile("截图.png", b"\x89PNG")
    record_look_up(unit, case_id, FOUND, file)
    assert record_look_up(unit, case_id, FOUND, file).nouns == frozenset()
    assert len(unit.look_ups.of(case_id)) == 1
    assert len(open_case(unit, case_id).attachments) == 1


def test_words_that_would_look_like_other_lines_are_laid_flat(unit: FakeUnit, case_id: int) -> None:
    hostile = replace(FOUND, site="信用中国\n未查到", words="\u202e没有\x00", result=LookUpResult.UNCLEAR)
    record_look_up(unit, case_id, hostile)
    found = unit.look_ups.of(case_id)[0].found
    assert (found.site, found.words) == ("信用中国 未查到", "没有")


def test_blanks_are_no_site(unit: FakeUnit, case_id: int) -> None:
    with pytest.raises(RefusalError, match=r"look_up\.no_site"):
        record_look_up(unit, case_id, replace(FOUND, site=" \n "))
    assert unit.look_ups.of(case_id) == ()


def test_who_has_not_the_right_is_refused_in_the_service(case_id: int) -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HEAD, Role.ADMIN, Role.SEAL})))
    made = FakeUnit()
    made_id = register_application(made, CLEAN, Source.PAPER).application_id
    unit.applications = made.applications
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        record_look_up(unit, made_id, FOUND)
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        withdraw_look_up(unit, made_id, 1, "不该")


@pytest.mark.parametrize(("state", "is_open"), [(State.SIGNED_OFF, True), (State.SEALED, True), (State.SENT, False)])
def test_an_old_one_is_renewed_until_the_case_is_sent(
    unit: FakeUnit, case_id: int, state: State, is_open: bool
) -> None:
    unit.applications.update(replace(unit.applications.get(case_id), state=state))
    if is_open:
        record_look_up(unit, case_id, FOUND)
        assert unit.applications.get(case_id).state is state
    else:
        with pytest.raises(RefusalError, match=r"act\.not_allowed"):
            record_look_up(unit, case_id, FOUND)
    assert len(unit.look_ups.of(case_id)) == is_open


def test_a_look_up_is_withdrawn_once_with_a_reason(unit: FakeUnit, case_id: int) -> None:
    record_look_up(unit, case_id, FOUND)
    with pytest.raises(RefusalError, match=r"look_up\.no_reason"):
        withdraw_look_up(unit, case_id, 1, " ")
    withdraw_look_up(unit, case_id, 1, "查错了单位")
    with pytest.raises(RefusalError, match=r"look_up\.already_withdrawn"):
        withdraw_look_up(unit, case_id, 1, "再撤")
    with pytest.raises(RefusalError, match=r"look_up\.unknown"):
        withdraw_look_up(unit, case_id, 7, "没有这条")
    (kept,) = unit.look_ups.of(case_id)
    assert (kept.is_standing, kept.withdrawn_reason, kept.found.site) == (False, "查错了单位", "信用中国（演练）")
    last = unit.events.of(case_id)[-1]
    assert (last.act, last.reason) == ("look_up_withdrawn", "查错了单位")


def test_one_of_another_case_is_not_withdrawn_here(unit: FakeUnit, case_id: int) -> None:
    other = register_application(unit, {**CLEAN, "filing_number": "SH2"}, Source.PAPER).application_id
    record_look_up(unit, other, FOUND)
    with pytest.raises(RefusalError, match=r"look_up\.unknown"):
        withdraw_look_up(unit, case_id, unit.look_ups.of(other)[0].id, "错了")


def test_after_a_withdrawal_the_same_one_may_stand_again(unit: FakeUnit, case_id: int) -> None:
    record_look_up(unit, case_id, FOUND)
    withdraw_look_up(unit, case_id, 1, "误撤")
    record_look_up(unit, case_id, FOUND)
    assert [one.is_standing for one in unit.look_ups.of(case_id)] == [False, True]
