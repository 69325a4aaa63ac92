"""The queue over a real library: the list, its order, its search and every chip's count agree with plain loops."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from itertools import count, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.application import Recusal, Role, Source, User
from reviewer_app.domain.listing.waiting import waits_for, who_is_awaited
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.states import State, states_under, waiting_for
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab
from reviewer_db import OpenLibrary
from reviewer_db.queue import ordered_ids, search
from reviewer_db.queue.tabs import condition_of
from reviewer_db.stores.remembered import ORDERS
from reviewer_resources.initials import initials
from support.builders import values
from support.libraries import FIRST, inside, make_desk, move, new_case, person, register

_PROJECTS = ("社区助餐", "社区 食堂助餐", "智慧航运", "𠮷祥养老", "Ｈ2加氢站", "标准(化)试点", "准标化", "")
_APPLICANTS = ("上海示例甲有限公司", "示例乙研究院", "上海市示例局", "ABC示例公司", "")
_PEOPLE = (
    person(FIRST, Role.HANDLER),
    person("示例乙", Role.HEAD),
    person("示例丙", Role.SEAL, Role.HANDLER),
    person("示例丁", Role.ADMIN),
)
_LOOKED_IN = ("project_name", "applicant", "credit_code", "filing_number", "contact_person", "contact_phone")
_BY_SOUND = ("project_name", "applicant", "contact_person")


def _fill(unit: UnitOfWork, cases: int) -> None:
    pack = shipped_pack()
    new = [
        new_case(
            number,
            values(
                project_name=_PROJECTS[number % len(_PROJECTS)],
                applicant=_APPLICANTS[number * 3 % len(_APPLICANTS)],
                sector=pack.sectors[number % len(pack.sectors)],
                filing_number=f"SH-{number * 37 % 101:03d}",
            ),
            source=list(Source)[number % 3],
            handler=_PEOPLE[number * 5 % 3].name,
            due_on=date(2024, 5, 1 + number * 11 % 9),
        )
        for number in range(1, cases + 1)
    ]
    for place, case_id in enumerate(register(unit, new)):
        move(unit, case_id, list(State)[place * 7 % len(State)])
        _speak(unit, case_id)
    register(unit, [new_case(1, season="2025"), new_case(2, season="2025")])


def _speak(unit: UnitOfWork, case_id: int) -> None:
    """Some cases have an opinion that waits, from some somebody keeps off, some went to another desk."""
    at = datetime(2024, 5, 20)
    if name := _submitter(case_id):
        unit.opinions.add(
            Opinion(case_id, 1, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。", OpinionStatus.SUBMITTED, name, at)
        )
    if name := _kept_off(case_id):
        unit.applications.recuse(case_id, Recusal(name, "近亲属", at))
    if case_id % 7 == 0:
        stand = CustodyStand.AWAY if case_id % 2 else CustodyStand.HERE
        unit.custody.put(case_id, Custody(f"k{case_id}", 1, stand, "f", "初审室", at, case_id, "h"))


def _submitter(case_id: int) -> str:
    return "" if case_id % 3 else _PEOPLE[case_id // 3 % 4].name


def _kept_off(case_id: int) -> str:
    return "" if case_id % 5 else _PEOPLE[case_id // 5 % 4].name


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLibrary]:
    """A library of 150 cases in every state, and two of another season."""
    library = make_desk(tmp_path_factory.mktemp("queue") / "案卷库")
    library.change(_fill, 150)
    yield library
    library.close()


@dataclass(frozen=True, slots=True)
class Ways:
    """How large a library has to be for each way of searching; small enough here that all ways are gone."""

    small: int
    rare: int
    held: int
    placed: int
    head: int


WAYS = {
    "whole at once": Ways(10_000, 0, 0, 0, 50),
    "rare ones fetched": Ways(0, 1_000, 10_000, 0, 0),
    "placed in the order": Ways(0, 0, 10_000, 10_000, 0),
    "walked past": Ways(0, 0, 10_000, 0, 0),
    "far down in the order": Ways(0, 0, 1, 0, 3),
    "from the beginning": Ways(0, 0, 10_000, 10_000, 1_000),
}


@pytest.fixture(params=list(WAYS))
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way of searching in turn."""
    ways = WAYS[request.param]
    for name in ("small", "rare", "held", "placed"):
        monkeypatch.setattr(search, f"_{name.upper()}", getattr(ways, name))
    monkeypatch.setattr(search, "RARE_UNPLACED", ways.rare)
    monkeypatch.setattr(ordered_ids, "HEAD", ways.head)
    monkeypatch.setattr(ordered_ids, "STEP", 40)
    return str(request.param)


def _index(
    unit: UnitOfWork, query: QueueQuery, user: User, first: int | None
) -> tuple[array[int], dict[Tab, int], bool]:
    index = unit.worklist.index(query, user, first)
    return index.ids, dict(index.counts), index.is_complete


def _all_rows(unit: UnitOfWork, season: str) -> list[QueueRow]:
    return unit.worklist.rows([case.id for case in unit.applications.known(season)], date(2024, 5, 20))


def _texts(unit: UnitOfWork, season: str) -> dict[int, list[str]]:
    found = {}
    for known in unit.applications.known(season):
        case = unit.applications.get(known.id)
        found[case.id] = [_plain(case.intake_number), *(_plain(case.values.get(name, "")) for name in _LOOKED_IN)]
        found[case.id] += [initials(case.values.get(name, "")) for name in _BY_SOUND]
    return found


_ONE_BRACKET = str.maketrans("[{]}", "(())")


def _plain(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).casefold().split())
    return re.sub("-+", "-", re.sub("[\"'<>·`~]", lambda sign: "-" * (sign[0] == "~"), plain).translate(_ONE_BRACKET))


def _holds(texts: list[str], query: str) -> bool:
    return all(any(_plain(word) in text for text in texts) for word in query.split())


def _is_under(row: QueueRow, tab: Tab, user: User) -> bool:
    if tab is Tab.AWAY:
        return bool(row.away_to)
    if tab is not Tab.MINE:
        return row.state in states_under(tab)
    if row.away_to:
        return False
    if row.intake_number.startswith("2024") and user.name in (_submitter(row.id), _kept_off(row.id)):
        return False
    own = {State.REGISTERED, State.CHECKING, State.REVIEWING, State.CHALLENGED, State.RETURNED_BY_BUREAU}
    return (
        (row.handler == user.name and row.state in own)
        or (row.state in {State.PROPOSED, State.WITHDRAWAL_ASKED} and user.has(Role.HEAD))
        or (row.state is State.SIGNED_OFF and user.has(Role.SEAL))
    )


def _key(row: QueueRow, sort: SortKey) -> bytes | str | int | tuple[int, str]:
    if sort is SortKey.WAITING:
        waits = waits_for(row.state, row.handler, row.replied < row.consulted, bool(row.away_to))
        return waits, who_is_awaited(waits, row.handler)
    if sort in (SortKey.PROJECT, SortKey.APPLICANT):
        shown = row.project_name if sort is SortKey.PROJECT else row.applicant
        return b"" if shown.startswith("（未填") else shown.casefold().encode("gb18030")
    if sort is SortKey.STATE:
        return row.state.rule.number
    if sort is SortKey.SOURCE:
        return {source.label: source.value for source in Source}[row.source]
    return str(getattr(row, sort.value))


def _key_of(rows: dict[int, QueueRow], sort: SortKey, case_id: int) -> bytes | str | int | tuple[int, str]:
    return _key(rows[case_id], sort)


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("sort", list(SortKey))
@pytest.mark.parametrize("text", ["", "示例", "有限公司"])
def test_every_chip_lists_what_it_counts_in_the_wanted_order(
    office: OpenLibrary, text: str, sort: SortKey, descending: bool
) -> None:
    rows, texts = office.read(_all_rows, "2024"), office.read(_texts, "2024")
    for tab in Tab:
        # What somebody has to do depends on the person; the other lists are everybody's.
        for user in _PEOPLE if tab is Tab.MINE else _PEOPLE[:1]:
            ids, counts, is_complete = office.read(_index, QueueQuery("2024", tab, text, sort, descending), user, None)
            found = [row for row in rows if _holds(texts[row.id], text)]
            expected = [row for row in found if _is_under(row, tab, user)]
            expected.sort(key=lambda row: (_key(row, sort), row.id), reverse=descending)
            assert list(ids) == [row.id for row in expected]
            assert is_complete
            assert counts == {one: sum(_is_under(row, one, user) for row in found) for one in Tab}


@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("text", ["", "示例", "状态:核对"])
def test_a_second_key_orders_what_is_the_same_in_the_first(office: OpenLibrary, text: str, descending: bool) -> None:
    once = QueueQuery("2024", Tab.ALL, text, SortKey.SECTOR, descending)
    rows = {row.id: row for row in office.read(_all_rows, "2024")}
    same, counts, _ = office.read(_index, once, _PEOPLE[0], None)
    pairs = [(SortKey.SECTOR, SortKey.PROJECT), (SortKey.HANDLER, SortKey.WAITING), (SortKey.WAITING, SortKey.SECTOR)]
    for first, (one, then) in product((None, 5), pairs):
        query = QueueQuery("2024", Tab.ALL, text, one, descending, then)
        ids, twice_counts, is_complete = office.read(_index, query, _PEOPLE[0], first)
        expected = sorted(sorted(same), key=partial(_key_of, rows, then))
        expected.sort(key=partial(_key_of, rows, one), reverse=descending)
        assert list(ids) == expected
        assert (twice_counts, is_complete) == (counts, True)


@pytest.mark.parametrize(
    "text", ["标", "示例", "社区助", "标准化", "上海示例甲有限", "助餐 甲", "SH-01", "2", "没有这个", "sqzc", "sh 助餐"]
)
def test_the_first_screen_of_a_search_is_the_beginning_of_its_list(office: OpenLibrary, way: str, text: str) -> None:
    for tab, sort, descending, first in ((Tab.ALL, SortKey.DUE, False, 7), (Tab.MINE, SortKey.PROJECT, True, 40)):
        query = QueueQuery("2024", tab, text, sort, descending)
        office.read(_forget)
        whole, counts, is_complete = office.read(_index, query, _PEOPLE[0], None)
        assert is_complete
        # Once with nothing remembered, once with the order in memory.
        for remember in (False, True):
            office.read(_forget)
            if remember:
                office.read(_index, QueueQuery("2024", tab, "", sort, descending), _PEOPLE[0], None)
            begun, early, is_complete = office.read(_index, query, _PEOPLE[0], first)
            assert list(begun) == list(whole[:first])
            assert not early or early == counts
            assert not is_complete or len(whole) <= first


def _forget(unit: UnitOfWork) -> None:
    inside(unit).forget()


@pytest.mark.parametrize("sort", list(ORDERS))
@pytest.mark.parametrize("descending", [False, True])
def test_the_first_screen_is_the_beginning_of_the_list(office: OpenLibrary, sort: SortKey, descending: bool) -> None:
    for tab, first in ((Tab.ALL, 30), (Tab.CHECKING, 5), (Tab.PROPOSED, 2), (Tab.ENDED, 500)):
        query = QueueQuery("2024", tab, "", sort, descending)
        office.read(_forget)
        begun, counts, is_complete = office.read(_index, query, _PEOPLE[0], first)
        whole, same_counts, _ = office.read(_index, query, _PEOPLE[0], None)
        assert list(begun) == list(whole[:first])
        assert counts == same_counts
        assert is_complete == (len(whole) <= first)


_LETTERS = st.sampled_from("标准化试点上海AaＢb1２() 𠮷")
_NUMBERS = count(10_000)


@given(
    names=st.lists(st.text(_LETTERS, max_size=12), min_size=1, max_size=8),
    query=st.text(_LETTERS, min_size=1, max_size=5),
)
def test_a_search_finds_exactly_the_cases_that_contain_the_words(
    small_office: OpenLibrary, names: list[str], query: str
) -> None:
    found, expected = small_office.change(_add_search_and_undo, names, query)
    assert found == expected


@pytest.fixture(scope="module")
def small_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLibrary]:
    """An empty library, for many small searches."""
    library = make_desk(tmp_path_factory.mktemp("search") / "案卷库")
    yield library
    library.close()


def _add_search_and_undo(unit: UnitOfWork, names: list[str], query: str) -> tuple[set[int], set[int]]:
    season = f"S{next(_NUMBERS)}"
    cases = [new_case(next(_NUMBERS), {"project_name": name, "applicant": name[::-1]}, season=season) for name in names]
    ids = unit.applications.add_many(cases)
    index = unit.worklist.index(QueueQuery(season, Tab.ALL, query), unit.actor)
    texts = {
        one: [_plain(case.intake_number), *(said(name) for name in case.values.values() for said in (_plain, initials))]
        for one, case in zip(ids, cases, strict=True)
    }
    assert index.counts[Tab.ALL] == len(index.ids)
    return set(index.ids), {one for one in ids if _holds(texts[one], query)}


def test_a_changed_name_is_found_by_its_new_words_only(library: OpenLibrary) -> None:
    case_id = library.change(register, [new_case(1, values(project_name="社区助餐"))])[0]
    library.change(move, case_id, State.CHECKING, values(project_name="智慧航运"))
    assert list(library.read(_index, QueueQuery("2024", text="航运"), _PEOPLE[0], None)[0]) == [case_id]
    assert list(library.read(_index, QueueQuery("2024", text="助餐"), _PEOPLE[0], None)[0]) == []


def test_a_page_pasted_into_the_search_box_finds_what_holds_all_of_it(library: OpenLibrary) -> None:
    page = "".join(chr(0x4E00 + number) for number in range(900))
    ids = library.change(
        register, [new_case(1, values(project_name=page)), new_case(2, values(project_name=page[:-1]))]
    )
    words = " ".join(page[place : place + 1 + place % 3] for place in range(0, 600, 3))
    for query, found in ((page, ids[:1]), (page[5:], ids[:1]), (words, ids), (f"{words} {page[-1]}", ids[:1])):
        assert list(library.read(_index, QueueQuery("2024", Tab.ALL, query), _PEOPLE[0], None)[0]) == found


def test_signs_blanks_and_control_characters_do_no_harm(library: OpenLibrary) -> None:
    ids = library.change(register, [new_case(1, values(project_name='甲"乙\x00丙*丁'))])
    for query in ('"', "*", '甲"乙', "乙丙", "丙*丁", "\x00", "\ud800", "AND", "甲 OR 乙", "  "):
        listed, counts, _ = library.read(_index, QueueQuery("2024", Tab.ALL, query), _PEOPLE[0], None)
        is_in = all(_plain(word).strip("\x00") in _plain('甲"乙丙*丁') for word in query.split())
        assert list(listed) == (ids if is_in else [])
        assert counts[Tab.ALL] == len(listed)


def test_rows_come_in_the_order_asked_for_and_say_what_the_queue_shows(library: OpenLibrary) -> None:
    ids = library.change(register, [new_case(number) for number in (1, 2, 3)])
    library.change(move, ids[1], State.SENT)
    rows = library.read(_rows_of, [ids[2], 999, ids[1]])
    assert [row.id for row in rows] == [ids[2], ids[1]]
    assert (rows[0].intake_number, rows[0].contact, rows[0].source) == ("2024-示-0003", "胡伟", "网上")
    assert (rows[0].days_left, rows[1].days_left) == (11, None)


def _rows_of(unit: UnitOfWork, ids: list[int]) -> list[QueueRow]:
    return unit.worklist.rows(ids, unit.today)


def test_ten_thousand_and_nine_thousand_stand_in_the_order_of_numbers(library: OpenLibrary) -> None:
    ids = library.change(register, [new_case(1, intake_number=f"2024-示-{number}") for number in (10_000, 9_999, 101)])
    listed = library.read(_index, QueueQuery("2024", Tab.ALL, sort=SortKey.NUMBER), _PEOPLE[0], None)[0]
    assert list(listed) == [ids[2], ids[1], ids[0]]


def test_a_name_with_common_characters_is_sorted_by_sound(library: OpenLibrary, tmp_path: Path) -> None:
    names = ("智慧航运", "安全生产", "黄桃种植", "示例养老")
    ids = library.change(register, [new_case(n, values(project_name=name)) for n, name in enumerate(names, start=1)])
    listed = library.read(_index, QueueQuery("2024", Tab.ALL, sort=SortKey.PROJECT), _PEOPLE[0], None)[0]
    assert [names[ids.index(one)] for one in listed] == ["安全生产", "黄桃种植", "示例养老", "智慧航运"]


def test_the_own_work_of_whoever_holds_every_role_is_all_that_waits_for_anybody() -> None:
    """A role that waits for cases finds them under 待我办 without the queue being told of it."""
    condition = condition_of(Tab.MINE, User("示例甲", frozenset(Role)), date(2024, 5, 20))
    asked = {
        int(number) for numbers in re.findall(r"stage IN \(([^)]*)\)", condition.sql) for number in numbers.split(", ")
    }
    assert asked == {state.rule.number for role in Role for state in waiting_for(role)}
    assert "()" not in condition_of(Tab.MINE, User("示例乙", frozenset({Role.ADMIN})), date(2024, 5, 20)).sql


@pytest.mark.parametrize(
    "query",
    ["（集团）", "(集团)", "【集团】", "帮办—代办", "帮办-代办", "一网通办帮办", "“一网通办”帮", "⻓三⻆", "长三角"],
)
def test_a_name_is_found_by_any_of_its_signs_and_by_look_alike_characters(library: OpenLibrary, query: str) -> None:
    names = ("“一网通办”帮办—代办（集团）长三角", "「一网通办」帮办──代办【集团】⻓三⻆")
    ids = library.change(register, [new_case(place, values(project_name=name)) for place, name in enumerate(names, 1)])
    assert set(library.read(_index, QueueQuery("2024", Tab.ALL, query), _PEOPLE[0], None)[0]) == set(ids)
