"""A case that went into another and came out again, on a real library: nothing is lost and the record holds."""

from __future__ import annotations

from reviewer_app.domain.application import Source
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.likely import likely_of
from reviewer_app.services.intake.merging import Side, merge_cases, plan_merge, undo_merge
from reviewer_app.services.intake.paper_sets import CopyMark, find_sets, receive_set
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.builders import CLEAN, values


def _register(unit: UnitOfWork, /, **changed: str) -> int:
    return register_application(unit, values(CLEAN, **changed), Source.ONLINE).application_id


def _merge(unit: UnitOfWork, kept: int, gone: int) -> None:
    chosen = {"filing_number": Side.KEPT, "contact_phone": Side.GONE}
    merge_cases(unit, plan_merge(unit, kept, gone), chosen, "单位来电说明重复提交")


def _findings(unit: UnitOfWork, case_id: int) -> set[str]:
    return {one.id for one in unit.applications.get(case_id).findings}


def test_merged_and_undone_on_a_real_library(library: OpenLibrary) -> None:
    first = library.change(_register)
    second = library.change(_register, filing_number="SH2024699990001", contact_phone="62220000")
    library.change(receive_set, second, [CopyMark.SEALED] * 3, 24)
    before = library.read(lambda one: dict(one.applications.get(first).values))
    assert "duplicate.same_project" in library.read(_findings, first)
    library.change(_merge, first, second)
    kept = library.read(lambda one: one.applications.get(first))
    assert (kept.values["contact_phone"], kept.values["filing_number"]) == ("62220000", CLEAN["filing_number"])
    assert kept.source is Source.BOTH
    assert "duplicate.same_project" not in library.read(_findings, first)
    assert library.read(lambda one: one.applications.get(second)).state is State.PAIRED
    assert [one.case_id for one in library.read(find_sets, "SH2024699990001")] == [first]
    assert [one.id for one in library.read(likely_of, kept).merged] == [second]
    undone = library.change(undo_merge, first, second)
    assert undone.left == ""
    kept = library.read(lambda one: one.applications.get(first))
    assert (dict(kept.values), kept.source, kept.state) == (before, Source.ONLINE, State.REGISTERED)
    assert library.read(lambda one: one.applications.get(second)).state is State.REGISTERED
    assert not any(copy.is_received for copy in library.read(lambda one: one.papers.of(first)))
    assert "duplicate.same_project" in library.read(_findings, first)
    assert [line for line in library.verify() if line.is_broken] == []
