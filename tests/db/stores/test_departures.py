"""The reasons given with an opinion lie in the real library: in order, with their opinion, and for good."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from reviewer_app.domain.opinion import Departure, Opinion, OpinionStatus, Outcome, ProjectClass, ReadinessAct
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_db import OpenLibrary
from support.libraries import inside, new_case, register

MOMENT = datetime(2024, 5, 20, 9, 30)
ODD = "他说“可以”，'); DROP TABLE departures; -- {x} \n第二行 𠮷"


def departure(case_id: int, number: int, point: str, reason: str = "已核实") -> Departure:
    said = {"clause": "二（四）", "title": "不限于组织内部"}
    return Departure(case_id, number, point, "readiness.not_met", said, reason, ReadinessAct.SUBMIT, "示例甲", MOMENT)


def give(unit: UnitOfWork, *given: Departure) -> None:
    for one in given:
        unit.departures.add(one)


def lay(unit: UnitOfWork) -> list[int]:
    """Two cases, the first with two opinions."""
    ids = register(unit, [new_case(1), new_case(2)])
    for case_id, number in ((ids[0], 1), (ids[0], 2), (ids[1], 1)):
        unit.opinions.add(
            Opinion(
                case_id,
                number,
                Outcome.RECOMMEND,
                ProjectClass.GENERAL,
                "推荐。",
                OpinionStatus.SUBMITTED,
                "示例甲",
                MOMENT,
            )
        )
    return ids


def test_each_opinion_is_read_with_its_own_reasons_in_order(library: OpenLibrary) -> None:
    first, other = library.change(lay)
    of_second = (departure(first, 2, "b", ODD), departure(first, 2, "a"))
    given = (*of_second, departure(other, 1, "a"), departure(first, 1, "c"))
    library.change(give, *given)
    opinions = library.read(lambda unit: unit.opinions.of(first))
    assert [one.departures for one in opinions] == [(given[3],), of_second]
    assert opinions[1].reasons == {"b": ODD, "a": "已核实"}
    assert library.read(lambda unit: unit.opinions.of_some([first, other]))[other][0].departures == (given[2],)


def test_the_last_reason_for_a_point_stands_and_the_former_stays(library: OpenLibrary) -> None:
    first, _ = library.change(lay)
    library.change(give, departure(first, 1, "a", "先说的"), departure(first, 1, "a", "后说的"))
    opinion = library.read(lambda unit: unit.opinions.of(first))[0]
    assert opinion.reasons == {"a": "后说的"}
    assert [one.reason for one in opinion.departures] == ["先说的", "后说的"]


@pytest.mark.parametrize("statement", ["UPDATE departures SET reason = '改'", "DELETE FROM departures"])
def test_a_reason_given_is_never_changed_nor_erased(library: OpenLibrary, statement: str) -> None:
    first, _ = library.change(lay)
    library.change(lambda unit: unit.departures.add(departure(first, 1, "a")))
    with pytest.raises(Exception, match="a reason given is never"):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_a_reason_belongs_to_an_opinion_that_is_there(library: OpenLibrary) -> None:
    first, _ = library.change(lay)
    with pytest.raises(Exception, match="FOREIGN KEY"):
        library.change(lambda unit: unit.departures.add(departure(first, 9, "a")))


def test_copies_and_comparisons_of_several_cases_are_those_of_each(library: OpenLibrary) -> None:
    ids = library.change(lay)

    def read(unit: UnitOfWork) -> bool:
        papers, compared = unit.papers.of_some(ids), unit.comparisons.of_some(ids)
        return all(papers[one] == unit.papers.of(one) and compared[one] == unit.comparisons.of(one) for one in ids)

    assert library.read(read)


@pytest.mark.parametrize("is_allowed", [True, False])
def test_the_switch_for_ones_own_opinion_is_kept(library: OpenLibrary, is_allowed: bool) -> None:
    assert not OfficeSettings().allows_self_approval
    assert not library.read(lambda unit: unit.settings.get()).allows_self_approval

    def write(unit: UnitOfWork) -> None:
        unit.settings.put(replace(unit.settings.get(), allows_self_approval=is_allowed))
        inside(unit).settings = None

    library.change(write)
    assert library.read(lambda unit: unit.settings.get()).allows_self_approval is is_allowed
