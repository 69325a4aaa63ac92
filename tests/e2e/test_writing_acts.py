"""Every act that writes, done once: what it makes is its owner's alone; and none is left out on full disks.

The umask is the usual one, by which everybody may read new files.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.acts import ACTS, OFFICE_ACTS, Act
from reviewer_app.services.ports.library import UnitOfWork
from support.libraries import FIRST, OFFICE, PASSWORD, make_gate
from support.outside_acts import OUTSIDE
from support.small_office import copied_office, make_office
from support.writing_acts import WRITING

_ACTS = {**WRITING, **OUTSIDE}
#: What stood on record after an act of this run, by the act's name.
_ON_RECORD: dict[str, set[str]] = {}


@pytest.fixture(autouse=True, scope="module")
def _usual_umask() -> Iterator[None]:
    former = os.umask(0o022)
    yield
    os.umask(former)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that is copied for each act."""
    place = tmp_path_factory.mktemp("office")
    make_office(place)
    return place


@pytest.mark.parametrize("name", _ACTS)
def test_what_an_act_makes_is_its_owners_alone(made: Path, tmp_path: Path, name: str) -> None:
    open_to_others = _done(made, tmp_path, name)
    if os.name == "nt":
        pytest.skip("Windows keeps rights in another way")
    assert open_to_others == {}


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_what_an_office_begins_with_is_its_owners_alone(made: Path, tmp_path: Path) -> None:
    new = tmp_path / "新库"
    make_gate().create(new, OFFICE, FIRST, PASSWORD).close()
    assert _open_to_others(new, *(path for path in made.iterdir() if path.is_dir())) == {}


def test_every_act_of_the_tables_is_among_those_tried_on_a_full_disk(made: Path, tmp_path: Path) -> None:
    """As the tests above have done them; those that were not run are done now."""
    for number, name in enumerate(set(_ACTS) - set(_ON_RECORD)):
        (tmp_path / str(number)).mkdir(mode=0o700)
        _done(made, tmp_path / str(number), name)
    seen = set().union(*_ON_RECORD.values())
    assert {act.spec.event for act in Act if act is not Act.EXPLAIN} <= seen
    assert set(OFFICE_ACTS) - seen == set()
    assert set(ACTS) - {Act.EXPLAIN} == {Act(name) for name in WRITING if name in set(Act)}


def _done(made: Path, place: Path, name: str) -> dict[str, str]:
    """Does an act in an office of its own; what of it others may read, while the library is open and afterwards."""
    goal = place / "报送"
    goal.mkdir(mode=0o700)
    with copied_office(made, place / "office", goal) as office:
        folder = office.library.folder
        for _ in _ACTS[name](office):
            # What was got ready is no part of the act.
            continue
        found = _open_to_others(folder, goal)
        # Going back to a backup leaves the library closed; the next opening puts it on record.
        _ON_RECORD[name] = set() if name == "restore" else office.library.read(_acts)
    return {**found, **_open_to_others(folder, goal)}


def _acts(unit: UnitOfWork) -> set[str]:
    return {event.act for event in unit.events.latest(100)}


def _open_to_others(*places: Path) -> dict[str, str]:
    """Files and folders that are not their owner's alone."""
    found = {}
    for place in places:
        for path in (place, *place.rglob("*")):
            mode = path.stat().st_mode & 0o777
            if mode != (0o700 if path.is_dir() else 0o600):
                found[path.relative_to(place.parent).as_posix()] = oct(mode)
    return found
