"""Every case of a season in full work goes to another desk and home again with all it holds."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.handover.cards import issue_card
from reviewer_app.services.handover.gathering import plan_sending
from reviewer_app.services.ports.library import UnitOfWork
from support.practice import practice_library
from support.two_desks import desk, introduce, send, take


def _held(unit: UnitOfWork, case_id: int) -> tuple[object, ...]:
    view = open_case(unit, case_id)
    look_ups = tuple(replace(one, id=0) for one in unit.look_ups.of(case_id))
    requests = tuple(replace(one, id=0, case_id=0, revision=0) for one in unit.corrections.of(case_id))
    texts = [one.text for one in unit.opinions.of(case_id)]
    return (view.application.values, view.application.state, view.answers, view.papers, look_ups, requests, texts)


def test_a_season_goes_and_comes_home_as_it_was(tmp_path: Path) -> None:
    here, there = practice_library(tmp_path / "season"), desk(tmp_path / "other", "初审室")
    try:
        here.change(issue_card, "窗口")
        introduce(here, there)
        known = here.read(lambda unit: [one.id for one in unit.applications.known("2024")])
        ids = [line.case_id for line in here.read(plan_sending, known) if not line.refusal]
        before = {one: here.read(_held, one) for one in ids}
        assert any(held[4] for held in before.values())
        assert any(held[5] for held in before.values())
        send(here, ids, there, tmp_path / "out")
        gone = take(there, tmp_path / "out").case_ids
        assert [there.read(_held, one) for one in gone] == [before[one] for one in ids]
        send(there, list(gone), here, tmp_path / "back")
        assert take(here, tmp_path / "back").case_ids == tuple(ids)
        assert {one: here.read(_held, one) for one in ids} == before
        for library in (here, there):
            assert [line for line in library.verify() if line.is_broken] == []
    finally:
        here.close()
        there.close()


def test_what_waits_in_a_practice_season_came_on_its_day(tmp_path: Path) -> None:
    library = practice_library(tmp_path / "season")
    try:
        library.change(lambda unit: unit.custody.hold(1, "新清单.xlsx", 2, {}, "0"))
        ((held,), today) = library.read(lambda unit: (unit.custody.held(1), unit.today))
        assert held.came_at.date() == today
    finally:
        library.close()
