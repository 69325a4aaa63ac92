"""Correction requests on a real library: kept whole, never erased, never reworded, one open at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.corrections.request import CorrectionRequest, ItemVerdict, RequestStatus, TellingWay
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, correcting, reviewing
from reviewer_app.services.ports.corrections import CorrectionChoice
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import inside, make_desk, new_case, register


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    """A library with one case, two of its points not met."""
    made = make_desk(tmp_path / "案卷库")
    made.change(register, [new_case(1)])
    made.change(_answer)
    yield made
    made.close()


def _answer(unit: UnitOfWork) -> None:
    case = unit.applications.get(1)
    checking.record_paper(unit, 1, PaperCopy(1, True, True, case.applicant, 24, "卷柜"))
    for rule in rules_for(unit.packs.by_hash(case.pack.sha256), case.values):
        is_met = rule.id not in ("M3.copies", "E2.influence")
        checking.answer_item(unit, 1, rule.id, Verdict.MET if is_met else Verdict.NOT_MET)
    checking.note_item(unit, 1, "M3.copies", "只有一份'; DROP TABLE corrections; --\u202e")


def _return(unit: UnitOfWork) -> None:
    if correcting.latest_of(unit, 1) is None:
        correcting.draft_request(unit, 1, CorrectionChoice(due_on=date(2024, 5, 29)))
    reviewing.submit_opinion(unit, 1, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")


def _latest(unit: UnitOfWork) -> CorrectionRequest:
    found = correcting.latest_of(unit, 1)
    assert found is not None
    return found


def test_a_request_comes_back_as_it_was_written(library: OpenLibrary) -> None:
    library.change(_return)
    library.change(correcting.tell_request, 1, library.read(lambda unit: unit.today), TellingWay.TELEPHONE, "样本乙")
    library.change(correcting.correction_received, 1)
    library.change(correcting.judge_item, 1, correcting.Judgement("M3.copies", ItemVerdict.NOT_CURED, "仍缺"))
    request = library.read(_latest)
    assert request.status is RequestStatus.ANSWERED
    assert [item.verdict for item in request.items] == [None, ItemVerdict.NOT_CURED]
    assert "DROP TABLE" in request.items[1].problem
    assert request.before.copies[0].place == "卷柜"
    assert request.before.values["project_name"]
    assert (request.told_how, request.receipt, request.revision) == (TellingWay.TELEPHONE, "样本乙", 5)


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM corrections",
        "DELETE FROM correction_items",
        "UPDATE corrections SET due_on = '2024-12-31'",
        "UPDATE corrections SET unchecked = '[]'",
        "UPDATE correction_items SET problem = '别的'",
        "UPDATE correction_items SET cure = '别的'",
    ],
)
def test_what_was_told_is_neither_erased_nor_reworded(library: OpenLibrary, statement: str) -> None:
    library.change(_return)
    with pytest.raises(Exception, match=r"never (erased|reworded)"):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_an_ended_request_stays_ended(library: OpenLibrary) -> None:
    library.change(_return)
    library.change(correcting.withdraw_request, 1, "另有安排")
    with pytest.raises(Exception, match="stays so"):
        library.change(lambda unit: inside(unit).main.execute("UPDATE corrections SET status = 'told'"))


def test_two_open_requests_of_a_case_cannot_be(library: OpenLibrary) -> None:
    library.change(_return)
    with pytest.raises(Exception, match="UNIQUE"):
        library.change(lambda unit: unit.corrections.add(replace(_latest(unit), number=9)))


def test_an_older_version_of_a_request_is_not_written_over_a_newer_one(library: OpenLibrary) -> None:
    library.change(_return)
    old = library.read(_latest)
    library.change(correcting.tell_request, 1, library.read(lambda unit: unit.today), TellingWay.TELEPHONE)
    with pytest.raises(RefusalError, match=r"correction\.changed_elsewhere"):
        library.change(lambda unit: unit.corrections.go_on(replace(old, told_on=date(2024, 5, 18))))
    seen = (old.id, old.revision)
    with pytest.raises(RefusalError, match="已告知"):
        library.change(correcting.tell_request, 1, date(2024, 5, 20), TellingWay.TELEPHONE, "", seen)


def test_a_refused_return_leaves_nothing_behind(library: OpenLibrary) -> None:
    library.change(checking.answer_item, 1, "E5.sanctions", Verdict.NOT_MET)
    with pytest.raises(RefusalError, match=r"correction\.incurable"):
        library.change(_return)
    assert library.read(lambda unit: (unit.corrections.of(1), unit.opinions.of(1))) == ((), ())
