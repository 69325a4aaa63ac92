"""The rooms of the house: none is crowded, few modules are crumbs, and the page on changing it tells the truth."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

import pytest

from support.house import ROOT, product, text, tracked

MOST_MODULES = 20
CRUMB, MOST_CRUMBS = 40, 41
CHANGING = Path("docs/changing.md")
#: The usual changes, each with the most files it may touch; where the page promises less, it holds the page to that.
GOALS = {
    "A column of the queue": 6,
    "A state of a case": 4,
    "A role": 4,
    "A document kind": 3,
    "A setting of the office": 2,
    "A setting of the season": 3,
    "A checklist item with a new check": 3,
    "A checklist item with a check there is": 1,
    "A field of the form": 1,
    "A sector": 1,
    "A paper or letter says one thing more": 2,
    "A list that is printed and exported": 5,
    "A seal style": 2,
    "An import format": 4,
    "An act of a case": 5,
    "A plain action": 2,
    "A table of the library": 5,
}


def test_no_room_is_crowded() -> None:
    """A newcomer overlooks a folder at a glance."""
    counts = Counter(path.parent.as_posix() for path in product())
    assert {folder: count for folder, count in counts.items() if count > MOST_MODULES} == {}


def test_few_modules_are_crumbs() -> None:
    """A file is one thought of 60 to 250 lines: one that is shorter mostly belongs into the one that imports it."""
    named = (path for path in product() if path.name != "__init__.py")
    crumbs = [str(path) for path in named if len(text(path).splitlines()) <= CRUMB]
    assert len(crumbs) <= MOST_CRUMBS, crumbs


@pytest.mark.parametrize("name", GOALS)
def test_a_usual_change_touches_as_many_places_as_the_page_says(name: str) -> None:
    """The number beside a change is the number of files listed under it, and no more than was agreed."""
    number, places = _changes()[name]
    assert len(places) == number <= GOALS[name], places
    assert len(set(places)) == len(places)


def test_the_page_on_changing_has_all_usual_changes_and_no_other() -> None:
    """What is not listed is not counted."""
    assert list(_changes()) == list(GOALS)


def test_every_file_named_on_the_page_of_changing_exists() -> None:
    """A path that was moved is moved here as well; what has no folder stands in the folder named before it."""
    named = re.findall(r"`([\w/.-]+(?:\.(?:py|toml|md)|/))`", text(CHANGING))
    assert len(named) > 30
    names = {path.name for path in tracked()}
    assert [one for one in named if not ((ROOT / one).exists() if "/" in one else one in names)] == []


def test_every_place_the_readme_names_exists() -> None:
    """The map of where things are leads somewhere."""
    map_of_places = text(Path("README.md")).split("## Where a newcomer looks")[1].split("## Changing it")[0]
    named = re.findall(r"`([\w/.-]+/[\w/.-]*)`", map_of_places)
    assert len(named) > 15
    assert [one for one in named if not (ROOT / one).exists()] == []


def _changes() -> dict[str, tuple[int, list[str]]]:
    """Each change of the page, its number, and the files or folders listed under it."""
    parts = re.split(r"^### (.+): (\d+)$", text(CHANGING), flags=re.MULTILINE)[1:]
    sections = zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    return {name: (int(number), re.findall(r"^- `([^`]+)`", said, re.MULTILINE)) for name, number, said in sections}
