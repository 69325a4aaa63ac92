"""Many cases at once: the record carries them as if each had been noted by the file, and their orders stand again."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, SortKey, Tab
from reviewer_db import OpenLibrary
from reviewer_db.safety.structure_check import check_structure
from reviewer_db.safety.verify import look_at_record
from reviewer_db.stores import delivery
from reviewer_db.tables.row_digests import said_of, said_of_form
from reviewer_db.unit import Unit
from support.builders import CLEAN, values
from support.libraries import new_case

CASES = 5


@pytest.fixture(autouse=True)
def _few_are_many(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(delivery, "MANY", 2)


def nothing() -> None:
    """The work goes on."""


def deliver(unit: UnitOfWork, first: int = 1, pause: Callable[[], None] = nothing, entries: int = CASES) -> list[int]:
    """Stores some cases, the first of them with an entry each."""
    new = [
        new_case(n, values(CLEAN, applicant=f"上海示例{n}公司", sector="", 备注="无"))
        for n in range(first, first + CASES)
    ]
    with unit.applications.taking_in(CASES, pause):
        ids = unit.applications.add_many(new)
        unit.events.append_many([Event(unit.now, unit.actor.name, "imported", one) for one in ids[:entries]])
    return ids


def broken(unit: UnitOfWork) -> list[str]:
    """What the check finds in the record, in the tables and how they are built."""
    assert isinstance(unit, Unit)
    lines = [*look_at_record(unit.session.main), check_structure(unit.session.main, "结构")]
    return [line.message for line in lines if line.is_broken]


def rename(unit: UnitOfWork, case_id: int) -> None:
    """Changes a case, with an entry of it."""
    case = unit.applications.get(case_id)
    unit.applications.update(replace(case, values={**case.values, "project_name": "改名试点"}))
    unit.events.append(Event(unit.now, unit.actor.name, "amended", case_id))


def in_order(unit: UnitOfWork, sort: SortKey) -> list[int]:
    """The cases by one of the queue's orders."""
    return list(unit.worklist.index(QueueQuery("2024", tab=Tab.ALL, sort=sort), unit.actor).ids)


def test_a_delivery_is_on_record_and_in_every_order(library: OpenLibrary) -> None:
    ids = library.change(deliver)
    assert library.read(broken) == []
    assert all(sorted(library.read(in_order, sort)) == ids for sort in SortKey)
    library.read(lambda unit: unit.require_as_recorded(ids))


@pytest.mark.parametrize("form", [{}, {"project_name": "甲"}, {"b": "2", "a": "1"}])
def test_a_form_at_hand_is_told_as_the_same_form_in_its_text(library: OpenLibrary, form: dict[str, str]) -> None:
    def told(unit: UnitOfWork) -> tuple[str, str]:
        assert isinstance(unit, Unit)
        table = unit.session.pending.touched.table("case_values")
        row = (1, "pack", "1", "0" * 64, json.dumps(form), "[]")
        return said_of(table, row), said_of_form(table, row, form)

    by_text, by_hand = library.read(told)
    assert by_text == by_hand


def test_whoever_changes_a_case_of_a_delivery_is_on_record(library: OpenLibrary) -> None:
    def both(unit: UnitOfWork) -> None:
        rename(unit, deliver(unit)[1])

    library.change(both)
    library.change(rename, 3)
    library.change(deliver, CASES + 1)
    assert library.read(broken) == []


def test_a_changed_value_of_a_delivered_case_is_found(library: OpenLibrary) -> None:
    def behind_the_back(unit: UnitOfWork) -> None:
        assert isinstance(unit, Unit)
        main = unit.session.main
        main.execute("DROP TRIGGER temp.note_update_case_values")
        main.execute("UPDATE case_values SET form = json_set(form, '$.applicant', '别人') WHERE id = 2")

    library.change(deliver)
    library.change(behind_the_back)
    (said,) = library.read(broken)
    assert "2024-示-0002" in said
    assert "form.applicant" in said


def test_cases_without_an_entry_get_one(library: OpenLibrary) -> None:
    library.change(deliver, 1, nothing, 0)
    library.change(deliver, CASES + 1, nothing, 2)
    assert library.read(broken) == []


def test_a_delivery_called_off_while_its_orders_are_laid_leaves_nothing(library: OpenLibrary) -> None:
    def called_off() -> None:
        raise RefusalError("import.cancelled")

    with pytest.raises(RefusalError):
        library.change(deliver, 1, called_off)
    assert library.read(in_order, SortKey.DUE) == []
    assert library.change(deliver)
    library.change(rename, 1)
    assert library.read(broken) == []


def test_a_disk_that_fills_up_in_the_middle_of_a_delivery_leaves_nothing(library: OpenLibrary) -> None:
    def room(unit: UnitOfWork, pages: int) -> None:
        assert isinstance(unit, Unit)
        unit.session.main.execute(f"PRAGMA max_page_count = {pages}")

    def too_many(unit: UnitOfWork) -> None:
        with unit.applications.taking_in(CASES * 40, nothing):
            for turn in range(40):
                new = [new_case(turn * CASES + n, values(CLEAN, goals="很长" * 400)) for n in range(1, CASES + 1)]
                unit.applications.add_many(new)

    library.change(room, 1)
    with pytest.raises(TroubleError, match=r"library\.disk_full"):
        library.change(too_many)
    library.change(room, 1 << 30)
    assert library.read(in_order, SortKey.DUE) == []
    library.change(deliver)
    library.change(rename, 2)
    assert library.read(broken) == []


def test_what_was_told_before_an_inner_act_failed_is_still_put_on_record(library: OpenLibrary) -> None:
    def failing(_unit: UnitOfWork) -> None:
        raise RefusalError("case.unknown")

    def outer(unit: UnitOfWork) -> None:
        deliver(unit, 1, nothing, 0)
        with pytest.raises(RefusalError):
            library.change(failing)

    library.change(outer)
    assert library.read(broken) == []
