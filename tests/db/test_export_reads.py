"""An export gathers what its sheets say in one light read, however many cases there are."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.gathering import export_case, export_cases
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.grounds import lay_grounds
from support.libraries import inside, move, new_case, register

#: Opinions and answers, look-ups, copies and comparisons, the own lists, the cases with whom was consulted, their
#: season, their batch, the second looks, where they lie, the record's head before and after, their numbers, those held
#: after a restoring, what the register has already, and what the entries of the record carry of each table that was
#: touched: nothing of it once for each case.
MOST_READS = 34


def _signed_off(unit: UnitOfWork, numbers: Sequence[int]) -> list[int]:
    ids = register(unit, [new_case(number) for number in numbers])
    for case_id in ids:
        move(unit, case_id, State.SIGNED_OFF)
        lay_grounds(unit, case_id)
        unit.opinions.add(
            Opinion(
                application_id=case_id,
                number=1,
                outcome=Outcome.RECOMMEND,
                proposed_class=ProjectClass.GENERAL,
                text="经初审，建议推荐。",
                status=OpinionStatus.SIGNED_OFF,
                submitted_by="示例甲",
                submitted_at=unit.now,
                decided_by="示例乙",
                decided_at=unit.now,
            )
        )
    return ids


def _watch(unit: UnitOfWork, told: list[str]) -> None:
    inside(unit).main.set_trace_callback(told.append)


@pytest.mark.parametrize("count", [2, 12])
def test_more_cases_are_not_more_reads(library: OpenLibrary, tmp_path: Path, count: int) -> None:
    """Counted as SQLite carries them out, from the choice of cases to the batch on record."""
    ids = library.change(_signed_off, range(1, count + 1))
    told: list[str] = []
    library.read(_watch, told)
    result = export_batch(
        library, TemplateMaker(), ids, tmp_path / "2024-01", SealStyle.CIRCLE, lambda *_: None, lambda: False
    )
    assert [line.error for line in result.lines] == [""] * count
    reads = [said for said in told if said.lstrip().upper().startswith("SELECT")]
    assert 0 < len(reads) <= MOST_READS


def test_cases_read_together_say_what_each_says_alone(library: OpenLibrary) -> None:
    """In the order asked for, each with its own answers; one that is not signed off is said and left out."""
    ids = library.change(_signed_off, range(1, 5))
    rule = shipped_pack().rules[2].id
    library.change(lambda unit: unit.answers.put(ids[2], Answer(rule, Verdict.MET, "查过信用记录")))
    library.change(move, ids[1], State.REVIEWING)
    asked = [ids[3], ids[1], ids[2], ids[0]]
    cases, left_out = library.read(export_cases, asked, (State.SIGNED_OFF,))
    assert [case.application_id for case in cases] == [ids[3], ids[2], ids[0]]
    assert cases == [library.read(export_case, case.application_id) for case in cases]
    notes = [[row[3] for row in case.values.tables["checklist"] if row[3] == "查过信用记录"] for case in cases]
    assert notes == [[], ["查过信用记录"], []]
    assert [one.application.id for one in left_out] == [ids[1]]
    assert left_out[0].refusal.code == "batch.not_signed_off"


def test_a_case_that_is_not_there_is_refused(library: OpenLibrary) -> None:
    """No sheet is made for a number nobody knows."""
    ids = library.change(_signed_off, [1])
    with pytest.raises(RefusalError, match=r"case\.unknown"):
        library.read(export_cases, [*ids, 99])
