"""Technical bodies in a real library: kept as said, their ledger read, held by the guards against any change."""

from __future__ import annotations

import pytest

from reviewer_app.domain.bodies.body import SupportKind
from reviewer_app.services.bodies.keeping import bodies_and_consulted, end_contact, note_support, strike_support
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.body_acts import TELEPHONE, with_contact, with_support
from support.fake_consultations import DEPARTMENT, asked_of_one
from support.libraries import inside, new_case, register


def _all(unit: UnitOfWork) -> int:
    (case_id,) = register(unit, [new_case(1)])
    body_id = with_contact(unit)
    note_support(unit, body_id, SupportKind.SYSTEM, "2024", unit.applications.get(case_id).intake_number)
    asked_of_one(unit, case_id)
    return body_id


def test_what_is_known_of_a_body_is_read_back_whole(library: OpenLibrary) -> None:
    body_id = library.change(_all)
    (body,) = library.read(lambda unit: unit.bodies.all())
    assert (body.contacts[0].telephone, body.supports[0].application_id) == (TELEPHONE, 1)
    assert body.supports[0].project.startswith(library.read(lambda unit: unit.applications.get(1)).intake_number)
    (line,) = library.read(bodies_and_consulted).consulted
    assert (line.department, line.stand, line.dated) == (DEPARTMENT, "asked", None)
    library.change(end_contact, body_id, body.contacts[0].id)
    library.change(strike_support, body_id, body.supports[0].id, "登记有误")
    (body,) = library.read(lambda unit: unit.bodies.all())
    assert (body.contacts[0].stands, body.supports[0].strike_reason) == (False, "登记有误")
    assert [line.message for line in library.verify() if line.is_broken] == []


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM bodies",
        "DELETE FROM body_supports",
        "UPDATE bodies SET name = '改'",
        "UPDATE body_supports SET year = 2020",
        "UPDATE body_supports SET application_id = NULL, year = 2020",
    ],
)
def test_no_statement_changes_what_was_said(library: OpenLibrary, statement: str) -> None:
    library.change(with_support)
    with pytest.raises(Exception, match="body"):
        library.change(lambda unit: inside(unit).main.execute(statement))
