"""Every season at once: the lists of the seasons one after another, the newest first, however they are looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueQuery, SortKey, Tab
from reviewer_app.services.seasons.closing import close_season, open_season_again
from reviewer_db import OpenLibrary
from reviewer_db.queue import all_seasons, ordered_ids, search
from support.builders import values
from support.libraries import make_desk, move, new_case, register

SEASONS = ("2022", "2024", "2023")
_PROJECTS = ("社区助餐标准化试点", "智慧航运标准化试点", "氢能应用标准化试点")
_TEXTS = (
    "",
    "助餐",
    "示例甲",
    "智慧航运",
    "标",
    "状态:初审中",
    "领域:养老 助餐",
    "领域:公共",
    "没有的词",
    "状态:乱写",
    "统计:收件",
    "SH0000000037",
    "2024-示-0005",
)


def _fill(unit: UnitOfWork) -> None:
    sectors = shipped_pack().sectors
    number = 0
    # The oldest season got some of its cases last: those of the others stand between.
    for season, places in (
        *((one, range(34 if one == SEASONS[0] else 40)) for one in SEASONS),
        ("2022", range(34, 40)),
    ):
        new = []
        for place in places:
            number += 1
            said = values(
                project_name=f"{_PROJECTS[place % 3]}{place}",
                applicant=f"上海示例{'甲乙'[place % 2]}有限公司",
                sector=sectors[place % len(sectors)],
                filing_number=f"SH{number:010d}",
            )
            due = date(int(season), 5, 1 + place * 11 % 20)
            new.append(new_case(place + 1, said, season=season, source=list(Source)[place % 3], due_on=due))
        for place, case_id in zip(places, register(unit, new), strict=True):
            move(unit, case_id, list(State)[place * 7 % len(State)])


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLibrary]:
    opened = make_desk(tmp_path_factory.mktemp("seasons") / "案卷库")
    opened.change(_fill)
    yield opened
    opened.close()


@pytest.fixture(params=["small", "large"])
def size(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """As a small library reads, and by the ways of a large one."""
    if request.param == "large":
        monkeypatch.setattr(search, "_SMALL", 0)
        monkeypatch.setattr(search, "RARE_UNPLACED", 20)
        monkeypatch.setattr(search, "_RARE", 10)
        monkeypatch.setattr(all_seasons, "_FETCHED", 20)
        monkeypatch.setattr(ordered_ids, "HEAD", 25)
        monkeypatch.setattr(ordered_ids, "STEP", 16)
    return str(request.param)


def _lists(unit: UnitOfWork, query: QueueQuery, first: int | None) -> tuple[list[int], list[int], dict[Tab, int], bool]:
    """What the seasons have one by one, and what they have together: ids twice, the sums, whether counts agree."""
    parts = [
        unit.worklist.index(QueueQuery(one, query.tab, query.text, query.sort, query.descending), unit.actor)
        for one in sorted(SEASONS, reverse=True)
    ]
    together = unit.worklist.index(query, unit.actor, first)
    sums = {tab: sum(part.counts[tab] for part in parts) for tab in Tab}
    agree = not together.counts or dict(together.counts) == sums
    return [one for part in parts for one in part.ids], list(together.ids), sums, agree


@pytest.mark.parametrize("text", _TEXTS)
@pytest.mark.parametrize("first", [None, 7])
def test_all_seasons_are_the_seasons_one_after_another(
    library: OpenLibrary, size: str, text: str, first: int | None
) -> None:
    for tab, sort, descending in (
        (Tab.ALL, SortKey.DUE, False),
        (Tab.ALL, SortKey.PROJECT, True),
        (Tab.MINE, SortKey.NUMBER, False),
        (Tab.ALL, SortKey.WAITING, False),
    ):
        query = QueueQuery(ALL_SEASONS, tab, text, sort, descending)
        one_by_one, together, _, agree = library.read(_lists, query, first)
        assert together == one_by_one[: first if first is not None else None], (tab, sort)
        assert agree


def _found(unit: UnitOfWork, season: str) -> int:
    return unit.worklist.found(season, "状态:初审中", unit.actor)


def test_each_row_says_its_season_and_the_views_count_all(library: OpenLibrary) -> None:
    index = library.read(lambda unit: unit.worklist.index(QueueQuery(ALL_SEASONS, Tab.ALL), unit.actor))
    assert (len(index.ids), index.is_complete, index.counts[Tab.ALL]) == (120, True, 120)
    rows = library.read(lambda unit: unit.worklist.rows(index.ids, unit.today))
    assert [row.season for row in rows] == ["2024"] * 40 + ["2023"] * 40 + ["2022"] * 40
    assert library.read(lambda unit: unit.worklist.found(ALL_SEASONS, "助餐", unit.actor)) == 42
    seen = [library.read(_found, one) for one in (*SEASONS, ALL_SEASONS)]
    assert seen[-1] == sum(seen[:-1]) > 0


def _mine(unit: UnitOfWork) -> dict[str, tuple[set[State], int, int]]:
    """By season what waits for whoever is at the desk: its states, the chip's count, and how many a search finds."""
    found = {}
    for season in SEASONS:
        index = unit.worklist.index(QueueQuery(season, Tab.MINE), unit.actor)
        searched = unit.worklist.index(QueueQuery(season, Tab.MINE, "标准化"), unit.actor)
        states = {unit.applications.get(one).state for one in index.ids}
        assert len(index.ids) == index.counts[Tab.MINE]
        found[season] = states, index.counts[Tab.MINE], searched.counts[Tab.MINE]
    return found


def test_what_a_closed_season_left_open_waits_for_nobody_until_it_is_opened_again(tmp_path: Path) -> None:
    """A returned case of a closed season cannot be worked on; a recommendation taken back still needs its head."""
    opened = make_desk(tmp_path / "案卷库")
    try:
        opened.change(_fill)
        opened.change(lambda unit: unit.packs.keep(replace(shipped_pack(), season="2023")))
        before = opened.read(_mine)
        opened.change(close_season, "2023", "年度结束")
        closed, together = opened.read(_mine), QueueQuery(ALL_SEASONS, Tab.MINE)
        assert State.RETURNED_BY_BUREAU in before["2023"][0]
        assert closed["2023"] == ({State.WITHDRAWAL_ASKED}, 1, 1)
        assert {one: closed[one] for one in ("2022", "2024")} == {one: before[one] for one in ("2022", "2024")}
        everywhere = opened.read(lambda unit: unit.worklist.index(together, unit.actor))
        assert (everywhere.counts[Tab.MINE], len(everywhere.ids)) == (sum(one[1] for one in closed.values()),) * 2
        opened.change(open_season_again, "2023", "仍有未结案卷")
        assert opened.read(_mine) == before
    finally:
        opened.close()


def test_an_empty_library_has_no_season_to_look_through(tmp_path: Path) -> None:
    opened = make_desk(tmp_path / "案卷库")
    try:
        index = opened.read(lambda unit: unit.worklist.index(QueueQuery(ALL_SEASONS, Tab.ALL, "助餐"), unit.actor, 5))
        assert (list(index.ids), index.counts[Tab.ALL]) == ([], 0)
    finally:
        opened.close()
