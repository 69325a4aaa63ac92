"""How somebody left the list is found again, whatever else stands where it was kept."""

from __future__ import annotations

import pytest

from reviewer_app.services.listing.places import KeptColumn, KeptPlace, keep_place, read_place
from reviewer_app.services.ports.rows import SortKey, Tab
from support.fakes import FakeUnit


def test_a_place_is_found_again_by_its_person_alone() -> None:
    unit = FakeUnit()
    columns = (KeptColumn("due", 120), KeptColumn("source", 60, is_hidden=True))
    place = KeptPlace(Tab.REVIEWING, SortKey.SECTOR, SortKey.DUE, True, 7, columns, "领域:养老")
    keep_place(unit, place)
    assert read_place(unit) == place
    assert read_place(unit.acting("示例乙")) == KeptPlace()
    assert unit.marks.views() == ()


@pytest.mark.parametrize(
    "kept",
    [
        "",
        "{",
        "[]",
        "null",
        "[" * 5_000,
        '{"tab": "nowhere", "sort": 3, "then": [], "columns": {}, "case_id": "7"}',
        '{"text": ["领域:养老"]}',
        '{"columns": [1, {"key": 2}, {"key": "due", "width": -4}, {"key": "due", "width": 99999999}]}',
    ],
)
def test_what_cannot_be_read_is_the_usual_beginning(kept: str) -> None:
    unit = FakeUnit()
    unit.marks.keep_place(kept)
    assert read_place(unit) == KeptPlace()
