"""What the check of the library finds counted otherwise is counted again by an act that is on record."""

from __future__ import annotations

import pytest

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.figures.counting import count_again
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from reviewer_db.tables.after.figure_sums import COUNTS
from support.libraries import inside, new_case, register

_SPOILT = (
    "UPDATE queue_counts SET cases = cases + 1",
    "UPDATE figure_stages SET cases = cases + 1",
    "DELETE FROM figure_words WHERE part = 'sector'",
    "INSERT INTO figure_days VALUES ('2023', 'used', 0, 3, 1)",
    "INSERT INTO figure_standards VALUES ('2024', 'group', 2, 1, 0, 1)",
    "UPDATE case_figures SET used = 4, corrected = 1 WHERE application_id = 1",
    "DELETE FROM case_figures WHERE application_id = 2",
    "UPDATE case_figures SET district = '示例区' WHERE application_id = 3",
)
_TABLES = ("queue_counts", "case_figures", *COUNTS)


@pytest.fixture
def spoilt(library: OpenLibrary) -> OpenLibrary:
    """A library in which somebody with the key spoilt every kind of count."""
    library.change(register, [new_case(number) for number in range(1, 5)])
    library.change(lambda unit: [inside(unit).main.execute(one) for one in _SPOILT])
    return library


def _kept(unit: UnitOfWork) -> list[list[tuple[object, ...]]]:
    """Every row that counts something."""
    reads = (f"SELECT * FROM {name}{' WHERE cases <> 0' if name != 'case_figures' else ''}" for name in _TABLES[:-1])
    return [sorted(inside(unit).main.execute(read).fetchall(), key=repr) for read in reads]


def test_every_count_is_put_right_and_what_had_differed_is_on_record(spoilt: OpenLibrary) -> None:
    broken = [line for line in spoilt.verify() if line.is_broken]
    assert [line.can_count_again for line in broken] == [True, True]
    assert all("点“重新合计”" in line.message for line in broken)
    recount = spoilt.change(count_again)
    assert [line.message for line in spoilt.verify() if line.is_broken] == []
    event = spoilt.read(lambda unit: unit.events.latest(1))[0]
    assert (event.act, event.detail["miscounted"]) == (EventAct.COUNTED_AGAIN, "3")
    assert event.detail["wrong_sums"].split("、") == [
        "2024年的各栏件数",
        "2024年的件数",
        "2024年的分类",
        "2023年的天数",
        "2024年的承诺标准",
    ]
    assert recount.said.startswith("已重新合计：3 件案件的统计项目、5 处合计")
    index = spoilt.read(lambda unit: unit.worklist.index(QueueQuery("2024", Tab.ALL), unit.actor))
    assert (index.counts[Tab.ALL], len(index.ids)) == (4, 4)


def test_a_second_time_there_is_nothing_to_put_right_or_on_record(spoilt: OpenLibrary) -> None:
    spoilt.change(count_again)
    kept, head = spoilt.read(_kept), spoilt.read(lambda unit: unit.events.head())
    with pytest.raises(RefusalError, match="nothing_differs"):
        spoilt.change(count_again)
    assert (spoilt.read(_kept), spoilt.read(lambda unit: unit.events.head())) == (kept, head)


def test_what_ends_in_the_middle_leaves_every_count_as_it_was(spoilt: OpenLibrary) -> None:
    kept, head = spoilt.read(_kept), spoilt.read(lambda unit: unit.events.head())

    def torn(unit: UnitOfWork) -> None:
        count_again(unit)
        raise RefusalError("case.unknown")

    with pytest.raises(RefusalError, match=r"case\.unknown"):
        spoilt.change(torn)
    assert (spoilt.read(_kept), spoilt.read(lambda unit: unit.events.head())) == (kept, head)
