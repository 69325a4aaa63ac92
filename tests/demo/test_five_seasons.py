"""The practice library of five seasons: made once here, whole, with every state of a project, and its papers."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from reviewer_app.demo.years import make_years
from reviewer_app.domain.dispatch.folder import LIST
from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.guarantee.entries import EntryKind
from reviewer_app.domain.regulations.regulation import Regulation
from reviewer_app.domain.retention.destruction import LineEnd
from reviewer_app.domain.seasons.closing import closing_of
from reviewer_app.domain.standards.promise import Stage, Standing
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.practice.almanac import LEFT
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.practice.years import SEASONS
from reviewer_app.services.dispatch.file_hash import write_folder_list
from reviewer_app.services.figures.reading import read_figures
from reviewer_app.services.guarantee.reading import project_of
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.standards.looking import earlier_told, standards_of
from reviewer_app.wiring import Parts


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The library's folder, made once for this file."""
    folder = tmp_path_factory.mktemp("years") / "演练案卷库"
    Parts().libraries.open_practice(folder, has_years=True).close(without_backup=True)
    return folder


@pytest.fixture(scope="module")
def library(place: Path) -> Iterator[Library]:
    """The library, open to be read."""
    opened = Parts().libraries.open(place, PRACTICE_USER, PRACTICE_PASSWORD)
    yield opened
    opened.close(without_backup=True)


def _states(unit: UnitOfWork, season: str) -> Counter[State]:
    return Counter(case.state for case in unit.applications.in_states(season, [state.value for state in State]))


def test_five_seasons_hold_cases_of_every_end_and_projects_in_every_state(library: Library) -> None:
    by_season = {season: library.read(_states, season) for season in SEASONS}
    assert all(sum(states.values()) >= 6 for states in by_season.values())
    every = Counter[State]()
    for states in by_season.values():
        every.update(states)
    assert {
        *(State.APPROVED, State.RUNNING, State.EXTENDED, State.ACCEPTED, State.FAILED_ACCEPTANCE, State.CLOSED),
        *(State.PILOT_ENDED, State.NOT_APPROVED, State.RETURNED_BY_BUREAU, State.SENT, State.DECLINED),
        *(State.TRANSFERRED, State.WITHDRAWN, State.LAPSED, State.REGISTERED, State.CHECKING, State.REVIEWING),
        *(State.PROPOSED, State.SIGNED_OFF, State.AWAITING_CORRECTION),
    } <= set(every)


def _entries(unit: UnitOfWork) -> list[tuple[EntryKind, str, str]]:
    ids = [case.id for season in SEASONS for case in unit.applications.in_states(season, [one.value for one in State])]
    return [(line.kind, line.score, line.bonus) for case_id in ids for line in project_of(unit, case_id).lines]


def test_the_ledger_has_scores_beyond_a_hundred_and_passes_without_one(library: Library) -> None:
    entries = library.read(_entries)
    assert {kind for kind, _, _ in entries} >= set(EntryKind) - {EntryKind.CALLED_OFF, EntryKind.TAKEN_BACK}
    assert (EntryKind.ACCEPTED, "103.5", "5.5") in entries
    assert (EntryKind.ACCEPTED, "", "") in entries


def test_projects_of_both_classes_visits_with_photos_and_a_department_asked_every_year(library: Library) -> None:
    def asked(unit: UnitOfWork) -> set[str]:
        return {one.season for one in unit.bodies.consulted()}

    def classes(unit: UnitOfWork, season: str) -> set[str]:
        cases = unit.applications.in_states(season, [one.value for one in State])
        return {str(one.proposed_class) for case in cases for one in unit.opinions.of(case.id)}

    def terms(unit: UnitOfWork) -> dict[date, date]:
        lines = unit.ledger.lines(list(unit.ledger.open_ids()))
        return {line.approved_on: line.original_end for line in lines}

    def photos(unit: UnitOfWork) -> list[bytes]:
        ids = list(unit.ledger.open_ids())
        files = [one for case_id in ids for one in unit.attachments.of(case_id) if one.name.endswith(".png")]
        return [unit.attachments.content(one.sha256) for one in files]

    assert library.read(asked) == set(SEASONS)
    assert all(len(library.read(classes, season)) == 2 for season in SEASONS)
    assert library.read(terms)[date(2024, 2, 29)] == date(2026, 2, 28)
    pictures = library.read(photos)
    assert pictures
    assert [one for one in pictures if QImage.fromData(one).isNull()] == []


def test_a_unit_that_applies_again_is_seen_with_what_it_promised_before(library: Library) -> None:
    def told(unit: UnitOfWork) -> str:
        (case,) = unit.applications.in_states("2026", [State.REVIEWING.value])[:1]
        return earlier_told(standards_of(unit, case.id).earlier)

    assert "2022年承诺 3 项，发布 1 项" in library.read(told)


def test_standards_of_every_level_stand_at_every_stage(library: Library) -> None:
    def followed(unit: UnitOfWork) -> list[tuple[StandardLevel, Stage, Standing]]:
        cases = (case for season in SEASONS for case in unit.applications.in_states(season, [s.value for s in State]))
        every = (one for case in cases for one in unit.standards.of_case(case.id))
        return [(one.named.level, one.stage, one.standing) for one in every]

    found = library.read(followed)
    assert {level for level, _, _ in found} == set(StandardLevel)
    assert {stage for _, stage, _ in found} == set(Stage)
    assert Standing.GIVEN_UP in {standing for _, _, standing in found}


def test_the_figures_are_those_counted_by_hand(library: Library) -> None:
    for season in SEASONS:
        states = library.read(_states, season)
        view = library.read(read_figures, season)
        assert view.now.of(Figure.RECEIVED) == sum(states.values())
        assert view.now.of(Figure.DECLINED) == states[State.DECLINED]


def test_seasons_are_closed_papers_destroyed_by_two_people_and_one_case_is_held(library: Library) -> None:
    def is_closed(unit: UnitOfWork, season: str) -> bool:
        return closing_of(unit.seasons.settled(season)) is not None

    closed = [season for season in SEASONS if library.read(is_closed, season)]
    assert closed == ["2022", "2023", "2024", "2025"]
    done, waiting = sorted(library.read(lambda unit: unit.retention.lists()), key=lambda one: one.serial)
    assert done.signed_by not in ("", done.proposed_by)
    assert {line.end for line in done.lines} == {LineEnd.DONE}
    assert waiting.waits

    def held(unit: UnitOfWork) -> int:
        ids = [case.id for case in unit.applications.in_states("2022", [State.DECLINED.value])]
        return len(unit.retention.holds_of_some(ids))

    assert library.read(held) == 1


def test_who_left_has_no_way_in_and_a_regulation_is_out_of_force(library: Library, place: Path) -> None:
    assert LEFT not in Parts().libraries.users(place)

    def over(unit: UnitOfWork) -> list[Regulation]:
        pinned = {pin.regulation_id for pin in unit.regulations.pins()}
        ended = [one for one in unit.regulations.all() if one.named.ends and one.named.ends < unit.today]
        return [one for one in ended if one.id in pinned]

    assert len(library.read(over)) == 1


def test_the_library_is_whole_as_any_other(library: Library, place: Path) -> None:
    lines = Parts().libraries.verify(place, PRACTICE_USER, PRACTICE_PASSWORD)
    assert [line.message for line in lines if line.is_broken] == []


@pytest.mark.bench
def test_its_papers_are_made_one_of_each(place: Path, tmp_path: Path, qapp: QApplication) -> None:
    made = make_years(Parts(), shutil.copytree(place, tmp_path / "library"), tmp_path)
    assert made.missing == []
    assert {Path(file.path).stem for file in made.files if not file.path.endswith(".png")} == {
        *("visit-notice", "reminder-letter", "extension-support", "acceptance-recommendation", "pilot-conclusion"),
        *("ledger-deeds", "ledger-calendar", "figures", "figures-workbook", "notice-comparison", "pack-reading"),
        *("destruction-list-2026-1", "destruction-list-2026-2"),
    }
    write_folder_list(tmp_path, made.files, SEASONS[-1])
    listed = json.loads((tmp_path / LIST).read_text("utf-8"))["文件"]
    assert [one["种类"] for one in listed if one["种类"].isascii()] == []
