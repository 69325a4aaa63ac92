"""Promised standards in a real library: kept as said, counted as said, held by the guards against any change."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer_app.domain.standards.promise import Progress, Stage
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.standards.following import step_back
from reviewer_app.services.standards.looking import standards_of
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register
from support.standard_acts import EVIDENCE, STANDARDS, published, taken


def _broken(library: OpenLibrary) -> list[str]:
    return [line.message for line in library.verify() if line.is_broken]


def _two_of_one_unit(unit: UnitOfWork) -> list[int]:
    return register(unit, [new_case(1), new_case(2)])


def test_what_was_said_of_a_standard_is_read_back_whole(library: OpenLibrary) -> None:
    first, second = library.change(_two_of_one_unit)
    standard_id = library.change(published, first)
    kept = library.read(lambda unit: unit.standards.get(standard_id))
    assert kept == library.read(lambda unit: unit.standards.of_case(first))[-1]
    assert [word.kind.value for word in kept.words] == ["taken", "reached"]
    assert library.read(lambda unit: unit.attachments.content(kept.words[1].sha256)) == EVIDENCE
    assert kept.named.number == "T/YLBZ 012—2024"
    (found,) = library.read(lambda unit: unit.standards.with_number("T/YLBZ012-2024"))
    assert (found.standard_id, found.standard_number) == (standard_id, kept.named.number)
    library.change(step_back, standard_id, Stage.NOT_BEGUN, "登记错了")
    assert library.read(lambda unit: unit.standards.get(standard_id)).days == ()
    assert _broken(library) == []
    assert library.read(standards_of, second).earlier == () or library.read(standards_of, second).earlier[0].progress


def test_the_tables_count_as_the_lines_do(library: OpenLibrary) -> None:
    first, second = library.change(_two_of_one_unit)
    library.change(published, first)
    library.change(taken, second)
    by_case = {case: library.read(standards_of, case).progress for case in (first, second)}
    assert library.read(lambda unit: unit.standards.progress([first, second, 99])) == by_case
    total = by_case[first] + by_case[second]
    assert total.published == 1
    assert library.read(lambda unit: unit.standards.by_season()) == {"2024": total}
    key, code = library.read(lambda unit: _unit_of(unit, second))
    earlier = library.read(lambda unit: unit.standards.of_unit(key, code, second))
    assert {one.application_id: one.progress for one in earlier} == {first: by_case[first]}
    assert library.read(lambda unit: unit.standards.of_unit("", "", 0)) == ()
    assert Progress() == Progress(0, 0)


def _unit_of(unit: UnitOfWork, case_id: int) -> tuple[str, str]:
    row = (
        inside(unit)
        .main.execute(
            "SELECT m.applicant_key, a.credit_code FROM applications a JOIN case_marks m ON m.id = a.id WHERE a.id = ?",
            (case_id,),
        )
        .fetchone()
    )
    return row[0], row[1]


_FORBIDDEN = (
    "DELETE FROM promised_standards",
    "DELETE FROM standard_words",
    "UPDATE standard_words SET reason = '改'",
    "UPDATE promised_standards SET stage = 4",
    "UPDATE promised_standards SET origin = 'extra', last_word = last_word + 1",
    "UPDATE promised_standards SET stage = 4, last_word = last_word + 1000",
)


@pytest.mark.parametrize("statement", _FORBIDDEN)
def test_no_statement_changes_what_was_said(library: OpenLibrary, statement: str) -> None:
    (case_id,) = library.change(register, [new_case(1)])
    library.change(taken, case_id)
    with pytest.raises(Exception, match=r"standard|promise"):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_an_act_that_fails_midway_leaves_nothing(library: OpenLibrary) -> None:
    (case_id,) = library.change(register, [new_case(1)])

    def fail(unit: UnitOfWork) -> None:
        taken(unit, case_id)
        raise ValueError("cut off")

    with pytest.raises(ValueError, match="cut off"):
        library.change(fail)
    assert library.read(lambda unit: unit.standards.of_case(case_id)) == ()


def test_every_act_of_the_road_of_a_standard_is_listed() -> None:
    acts: tuple[Callable[[UnitOfWork], object], ...] = tuple(act for act, _ in STANDARDS.values())
    assert len(acts) == 7
