"""Every act that writes is among those tried on full disks: none is forgotten there."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.acts import ACTS, OFFICE_ACTS, Act
from reviewer_app.services.ports.library import UnitOfWork
from support.outside_acts import OUTSIDE
from support.small_office import Office, copied_office, make_office
from support.writing_acts import WRITING

_ACTS = {**WRITING, **OUTSIDE}


def _on_record(unit: UnitOfWork) -> set[str]:
    return {event.act for event in unit.events.latest(100)}


def _done(office: Office, act: Callable[[Office], Iterator[None]]) -> set[str]:
    for _ in act(office):
        # What was got ready is no part of the act.
        continue
    return office.library.read(_on_record)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that is copied for each act."""
    place = tmp_path_factory.mktemp("office")
    make_office(place)
    return place


def test_every_act_of_the_tables_is_among_those_tried_on_a_full_disk(made: Path, tmp_path: Path) -> None:
    seen: set[str] = set()
    for number, act in enumerate(_ACTS.values()):
        goal = tmp_path / "报送" / str(number)
        goal.mkdir(parents=True)
        with copied_office(made, tmp_path / str(number), goal) as office:
            if act is not OUTSIDE["restore"]:
                seen |= _done(office, act)
    assert {act.spec.event for act in Act if act is not Act.EXPLAIN} <= seen
    assert set(OFFICE_ACTS) - seen == set()
    assert set(ACTS) - {Act.EXPLAIN} == {Act(name) for name in WRITING if name in set(Act)}
