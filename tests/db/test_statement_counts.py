"""How many statements the library runs for the acts an officer does all day; the numbers may only fall."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_db.measuring.statements import noted_statements
from support.grounds import grounded
from support.libraries import inside, make_desk, new_case, register

#: The statements of one read of a case, of one answer, and for each of twelve exported cases, everything included: a
#: note of each row that is touched, and for each table that was, one read of what its rows are now.
OPENING, ANSWERING, EXPORTING = 15, 17, 15
CASES = 12


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    """A library with twelve cases that wait for their first answer."""
    made = make_desk(tmp_path / "案卷库")
    made.change(register, [new_case(number) for number in range(1, CASES + 1)])
    yield made
    made.close()


def sign_off(unit: UnitOfWork, case_id: int) -> None:
    """Answers every point with 符合, recommends, and signs as head."""
    case = unit.applications.get(case_id)
    for rule in rules_for(unit.packs.by_hash(case.pack.sha256), case.values):
        checking.answer_item(unit, case_id, rule.id, Verdict.MET)
    grounded(unit, case_id)
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, "同意推荐。")
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    reviewing.sign_off(unit, case_id, reasons={"self_approval": "本所只有一人在岗"})


def first_rule(unit: UnitOfWork, case_id: int) -> str:
    """The first point that is asked of a case."""
    case = unit.applications.get(case_id)
    return rules_for(unit.packs.by_hash(case.pack.sha256), case.values)[0].id


def test_a_case_is_read_in_few_statements(library: OpenLibrary) -> None:
    """One read of the whole case, its beginning and end included."""
    with noted_statements(library) as log:
        library.read(open_case, 1)
        (read,) = log.reads_of_case(1)
        assert log.reads_of_case(2) == []
        assert read == log.statements
    assert 0 < len(read) <= OPENING


def test_an_answer_is_kept_in_few_statements(library: OpenLibrary) -> None:
    """The second answer of a case: read, written, put on record."""
    rule = library.read(first_rule, 1)
    library.change(checking.answer_item, 1, rule, Verdict.MET)
    with noted_statements(library) as log:
        library.change(checking.answer_item, 1, rule, Verdict.NOT_MET)
        assert (log.statements[0], log.statements[-1]) == ("BEGIN IMMEDIATE", "COMMIT")
        assert any(statement.startswith("INSERT OR REPLACE INTO answers") for statement in log.statements)
        assert len(log.statements) <= ANSWERING


def test_an_export_asks_little_for_each_case(library: OpenLibrary, tmp_path: Path) -> None:
    """Twelve cases from the first read to the batch on record."""
    for case_id in range(1, CASES + 1):
        library.change(sign_off, case_id)
    with noted_statements(library) as log:
        folder, ids = tmp_path / "out", range(1, CASES + 1)
        made = export_batch(library, TemplateMaker(), ids, folder, SealStyle.CIRCLE, lambda *_: None, lambda: False)
        assert sum(bool(line.file) for line in made.lines) == CASES
        assert CASES < len(log.statements) <= EXPORTING * CASES


def test_a_statement_that_comes_back_is_not_prepared_anew(library: OpenLibrary) -> None:
    """All that a desk does at its opening leaves room for the statements of the day, also where they take turns."""
    preparing: list[tuple[object, ...]] = []

    def note(*told: object) -> int:
        preparing.append(told)
        return 0

    def write_all(unit: UnitOfWork) -> list[int]:
        inside(unit).main.set_authorizer(note)
        prepared = []
        for case in unit.applications.some(range(1, CASES + 1)):
            before = len(preparing)
            unit.applications.update(replace(case, handler="示例乙"))
            prepared.append(len(preparing) - before)
        inside(unit).main.set_authorizer(None)
        return prepared

    prepared = library.change(write_all)
    assert (prepared[0] > 0, prepared[2:]) == (True, [0] * (CASES - 2))


def test_notes_end_with_their_block(library: OpenLibrary) -> None:
    """Nothing is noted before or after, and not the noting itself."""
    library.read(open_case, 1)
    with noted_statements(library) as log:
        assert log.statements == []
    kept = list(log.statements)
    library.read(open_case, 1)
    assert log.statements == kept
