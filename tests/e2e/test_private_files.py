"""What the program makes is its owner's alone, even under the usual umask, by which everybody may read new files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from support.outside_acts import OUTSIDE
from support.small_office import copied_office, make_office
from support.writing_acts import WRITING

pytestmark = pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
_ACTS = {**WRITING, **OUTSIDE}


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


def _open_to_others(*places: Path) -> dict[str, str]:
    """Files and folders that are not their owner's alone."""
    found = {}
    for place in places:
        for path in (place, *place.rglob("*")):
            mode = path.stat().st_mode & 0o777
            if mode != (0o700 if path.is_dir() else 0o600):
                found[path.relative_to(place.parent).as_posix()] = oct(mode)
    return found


@pytest.mark.parametrize("name", _ACTS)
def test_what_an_act_makes_is_its_owners_alone(made: Path, tmp_path: Path, name: str) -> None:
    goal = tmp_path / "报送"
    goal.mkdir(mode=0o700)
    with copied_office(made, tmp_path / "office", goal) as office:
        folder = office.library.folder
        for _ in _ACTS[name](office):
            continue
        assert _open_to_others(folder, goal) == {}
    assert _open_to_others(folder, goal) == {}


def test_what_an_office_begins_with_is_its_owners_alone(made: Path) -> None:
    assert _open_to_others(*(path for path in made.iterdir() if path.is_dir())) == {}
