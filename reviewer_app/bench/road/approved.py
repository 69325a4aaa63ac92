"""A library with any number of invented cases that a second person has approved, worked up by the window's services."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from pathlib import Path

from reviewer_app.bench.invented import invented_row
from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.opinion import Outcome, ProjectClass, ReadinessAct
from reviewer_app.domain.readiness import Proposal, readiness
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.practice.season import Part, answer_points, desk_of, look_up, office_of
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.readying import facts_of
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.library import Libraries, UnitOfWork
from reviewer_resources import text

_STAGE_FILE = "practice-2024.toml"
_COPIES = 3
#: A day before the look-ups of the practice season.
_FILED_ON = "2024-05-06"
#: Invented forms leave open what an officer would have to give a reason for.
_REASON = "测量用的案卷，逐件核对过"


def approved_cases(gate: Libraries, folder: Path, count: int) -> tuple[str, list[int]]:
    """Makes the library; who may seal in it, and its cases.

    The head may not approve a seal list she asked for herself, so the first person asks and seals, and the second
    approves.
    """
    stage = tomllib.loads(text("samples", _STAGE_FILE))
    first, second = (
        User(person["name"], frozenset(Role(role) for role in person["roles"])) for person in stage["people"]
    )
    library = gate.create(folder, office_of(stage), first.name, PRACTICE_PASSWORD)
    try:
        library.add_user(second, PRACTICE_PASSWORD, is_own=True)
        ids = [library.change(_recommended, number, stage) for number in range(1, count + 1)]
    finally:
        library.close()
    with desk_of(gate, folder, second.name) as library:
        library.change(_signed_off, ids)
    return first.name, ids


def _recommended(unit: UnitOfWork, number: int, stage: Part) -> int:
    row = invented_row(number)
    values = {field.id: row[field.label] for field in shipped_pack().fields if field.label in row}
    values["filed_on"] = _FILED_ON
    case_id = register_application(unit, values, Source.PAPER).application_id
    for copy in range(1, _COPIES + 1):
        checking.record_paper(unit, case_id, PaperCopy(copy, True, True, values["applicant"], 24, "卷柜 A-3"))
    checking.begin_checking(unit, case_id)
    checking.begin_review(unit, case_id)
    answer_points(unit, case_id, {})
    look_up(unit, case_id, stage)
    said = open_case(unit, case_id).drafted_text()
    proposal = Proposal(Outcome.RECOMMEND, ProjectClass.GENERAL, said, unit.actor.name)
    points = readiness(facts_of(unit, unit.applications.get(case_id), proposal), ReadinessAct.SUBMIT)
    reasons = {point.id: _REASON for point in points}
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, said, reasons)
    return case_id


def _signed_off(unit: UnitOfWork, ids: Sequence[int]) -> None:
    for case_id in ids:
        reviewing.sign_off(unit, case_id)
