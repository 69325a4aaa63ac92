"""Technical bodies and departments: kept once, with contacts whose telephones lists hide, and what each did."""

from __future__ import annotations

import pytest

from reviewer_app.domain.bodies.body import BodyKind, SupportKind, masked
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.bodies.keeping import (
    add_body,
    bodies_and_consulted,
    end_contact,
    note_contact,
    note_support,
    strike_support,
)
from support.body_acts import NAME, TELEPHONE, added, with_contact, with_support
from support.casework import registered
from support.fake_consultations import DEPARTMENT, asked_of_one
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_a_body_is_kept_once_however_its_name_is_written(unit: FakeUnit) -> None:
    added(unit)
    with pytest.raises(RefusalError, match=r"body\.there_already"):
        add_body(unit, BodyKind.LINE, f" {NAME[:4]}　{NAME[4:]}")
    with pytest.raises(RefusalError, match=r"body\.no_name"):
        add_body(unit, BodyKind.LINE, "——")


def test_the_telephone_of_a_contact_is_on_no_record_and_hidden_in_lists(unit: FakeUnit) -> None:
    body_id = with_contact(unit)
    (contact,) = unit.bodies.get(body_id).contacts
    assert contact.masked == f"021{'*' * (len(TELEPHONE) - 5)}25"
    assert TELEPHONE not in str(unit.events.latest(1)[0].detail)
    with pytest.raises(RefusalError, match=r"body\.contact_there"):
        note_contact(unit, body_id, "样本甲", "主任", TELEPHONE)
    with pytest.raises(RefusalError, match=r"body\.telephone"):
        note_contact(unit, body_id, "样本乙", "", "12345")
    end_contact(unit, body_id, contact.id)
    with pytest.raises(RefusalError, match=r"body\.contact_gone"):
        end_contact(unit, body_id, contact.id)


@pytest.mark.parametrize("number", ["", "1", "12345", "13800000000"])
def test_a_hidden_telephone_shows_no_more_than_five_digits(number: str) -> None:
    assert len(masked(number)) == len(number)
    assert sum(sign.isdecimal() for sign in masked(number)) <= 5


def test_what_a_body_did_is_counted_by_kind_and_year_and_belongs_to_its_case(unit: FakeUnit) -> None:
    case_id = registered(unit)
    body_id = with_support(unit)
    note_support(unit, body_id, SupportKind.SYSTEM, "2022年", unit.applications.get(case_id).intake_number)
    body = unit.bodies.get(body_id)
    assert body.told == "2022—2024年 体系编制 1 次、培训 1 次"
    assert [one.application_id for one in body.supports] == [0, case_id]
    assert unit.events.of(case_id)[-1].act == "support_noted"
    strike_support(unit, body_id, body.supports[0].id, "登记有误")
    assert unit.bodies.get(body_id).told == "2022年 体系编制 1 次"
    with pytest.raises(RefusalError, match=r"body\.support_gone"):
        strike_support(unit, body_id, body.supports[0].id, "登记有误")


@pytest.mark.parametrize(
    ("year", "number", "code"),
    [("2025", "", "year"), ("24", "", "year"), ("1900", "", "year"), ("2024", "2024-示-9999", "no_case")],
)
def test_a_year_or_a_case_that_cannot_be_is_refused(unit: FakeUnit, year: str, number: str, code: str) -> None:
    body_id = added(unit)
    with pytest.raises(RefusalError, match=rf"body\.{code}"):
        note_support(unit, body_id, SupportKind.DRAFTING, year, number)
    assert unit.bodies.get(body_id).supports == ()


def test_the_ledger_has_every_department_asked_in_any_season(unit: FakeUnit) -> None:
    case_id = registered(unit)
    asked_of_one(unit, case_id)
    (line,) = bodies_and_consulted(unit).consulted
    assert (line.application_id, line.season, line.department, line.stance) == (case_id, "2024", DEPARTMENT, "")
