"""Words with an operator over a real library: each finds the cases it names, alone, together and with free words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from itertools import product

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy, Source
from reviewer_app.domain.listing.asking import Operator
from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from reviewer_db.measuring.statements import noted_statements
from reviewer_db.queue import search
from support.builders import values
from support.libraries import FIRST, inside, make_desk, move, new_case, register

_TODAY = date(2024, 5, 20)
_SECTORS = ("养老服务", "交通运输", "绿色低碳")


def _fill(unit: UnitOfWork) -> None:
    names = ("社区助餐", "智慧航运", "绿色工厂", "养老院")
    new = [
        new_case(
            number,
            values(
                project_name=names[number % 4],
                applicant=f"上海示例{'甲乙'[number % 2]}有限公司",
                sector=_SECTORS[number % 3],
                contact_person=("张三", "李四")[number % 2],
                contact_phone=f"021-6422{number:04d}",
            ),
            source=list(Source)[number % 3],
            handler=("", FIRST, "走了的人")[number % 3],
            due_on=date(2024, 5, 14 + number),
        )
        for number in range(12)
    ]
    ids = register(unit, new)
    move(unit, ids[1], State.CHECKING)
    move(unit, ids[2], State.PROPOSED)
    move(unit, ids[3], State.SENT)
    move(unit, ids[4], State.SEALED)
    unit.papers.put(ids[3], PaperCopy(1, is_received=True, keeping=Keeping.SHELF))
    unit.papers.put(ids[5], PaperCopy(1, is_received=True, keeping=Keeping.MAILED))
    asked = Consultation(1, "市民政局", ConsultationStand.ASKED, _TODAY, FIRST)
    unit.consultations.add(ids[6], asked)
    unit.consultations.add(ids[7], replace(asked, stand=ConsultationStand.NOT_REQUIRED, department=""))
    unit.attachments.add(ids[8], "扫描.pdf", b"%PDF-1.4 example", "scan")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenLibrary]:
    """Twelve cases, each a little different."""
    library = make_desk(tmp_path_factory.mktemp("operators") / "案卷库")
    library.change(_fill)
    yield library
    library.close()


def found(office: OpenLibrary, text: str, tab: Tab = Tab.ALL, first: int | None = None) -> list[int]:
    """The places (from 0) of the cases that a search finds."""

    def index(unit: UnitOfWork) -> list[int]:
        listed = unit.worklist.index(QueueQuery("2024", tab, text), unit.actor, first)
        assert not listed.counts or listed.counts[tab] == len(listed.ids) or first is not None
        return [one - 1 for one in listed.ids]

    return sorted(office.read(index))


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("领域:养老", [0, 3, 6, 9]),
        ("领域:养老 领域:交通", [0, 1, 3, 4, 6, 7, 9, 10]),
        ("领域:养老 智慧", [9]),
        ("状态:已报送", [3]),
        ("状态:复核", [2]),
        ("经办:无", [0, 2, 5, 6, 8, 9, 11]),
        (f"经办:{FIRST}", [1, 4, 7, 10]),
        ("单位:示例乙 项目:绿", []),
        ("单位:示例甲 项目:绿", [2, 6, 10]),
        ("单位:社区", []),
        ("项目:养老院 单位:示例乙 2024", [3, 7, 11]),
        ("项目:养老院 项目:社区 单位:示例", [0, 3, 4, 7, 8, 11]),
        ("电话:6422000 领域:养老", [0, 3, 6, 9]),
        ("联系人:张三", [0, 2, 4, 6, 8, 10]),
        ("联系人:ls 项目:zhhy", [1, 5, 9]),
        ("电话:64220007", [7]),
        ("期限:今天", [6]),
        ("期限:本周", [6, 7, 8, 9, 10, 11]),
        ("期限:逾期", [0, 1, 2, 4, 5]),
        ("期限:2024-05-16", [2]),
        ("来源:纸质", [1, 4, 7, 10]),
        ("等:复核", [2]),
        ("等:部门", [6]),
        ("等:无", [4]),
        ("征询:未复", [6]),
        ("征询:已复", []),
        ("正本:在本处", [3]),
        ("扫描:未读", [8]),
        ("搁置:是", []),
        ("搁置:否 期限:今天", [6]),
        ("标签:没有", []),
        ("状态:初申", []),
        ("张三", [0, 2, 4, 6, 8, 10]),
        ("64220007", [7]),
        ("sqzc 2024", [0, 4, 8]),
    ],
)
def test_each_operator_finds_the_cases_it_names(office: OpenLibrary, text: str, places: list[int]) -> None:
    # A sent case has no due day on the list any more; whose handler left the office has none.
    assert found(office, text) == places
    assert office.read(_count, text) == len(places)


_HOSTILE = (
    *(
        "'",
        "''); DROP TABLE applications;--",
        "' OR 1=1 --",
        "%",
        "_",
        "*",
        "(",
        "NEAR(",
        "AND",
        "-1",
        "\x00",
        "\ud800",
    ),
    *(
        "😀",
        "👨\u200d👩\u200d👧",
        "é",
        "ﬀ",
        "\u202e",
        "\u200b",
        "²",
        "1e309",
        "sqzc2",
        "２０２４",
        "a" * 3_000,
        "十",
        "无",
    ),
    *("9999-12", "0000-00"),
)


@pytest.mark.parametrize("small", [0, 5_000])
def test_whatever_is_typed_gets_an_answer(office: OpenLibrary, monkeypatch: pytest.MonkeyPatch, small: int) -> None:
    monkeypatch.setattr(search, "_SMALL", small)
    texts = [f"{one}{colon}{word}" for one, colon, word in product(Operator, ":：", _HOSTILE)]
    texts += [*_HOSTILE, *(f'"{word}' for word in _HOSTILE), " ".join(f"标签:{number}" for number in range(60))]
    texts += [" ".join(texts[start::97]) for start in range(0, 97, 8)] + [" ".join(texts)]
    for text in texts:
        office.read(_index_of, text)
    assert office.read(_count, "状态:已报送") == 1


def _index_of(unit: UnitOfWork, text: str) -> None:
    unit.worklist.index(QueueQuery("2024", Tab.ALL, text), unit.actor, 5)


@pytest.mark.parametrize("rare", [0, 1_000])
def test_the_first_screen_agrees_in_a_large_library(
    office: OpenLibrary, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    monkeypatch.setattr(search, "_SMALL", 0)
    monkeypatch.setattr(search, "RARE_UNPLACED", rare)
    for text in (
        "领域:养老",
        "联系人:张三 项目:zc",
        "期限:本周 示例",
        "单位:示例",
        "单位:示例 项目:绿",
        "项目:zhhy 2024",
    ):
        assert found(office, text, first=100) == found(office, text)
        assert len(found(office, text, first=2)) == 2


def test_a_chip_keeps_its_own_cases_under_a_word_with_an_operator(office: OpenLibrary) -> None:
    assert found(office, "期限:逾期", Tab.CHECKING) == [0, 1, 5]


def test_cases_an_operator_names_by_their_ids_are_fetched_and_no_list_is_walked_for_them(office: OpenLibrary) -> None:
    for text in ("征询:未复 状态:核对", "标签:急", "正本:在本处", "扫描:未读", "搁置:是", "变化:有", "单位:示例"):
        with noted_statements(office) as log:
            office.read(_count, text)
            (said,) = (one for one in log.statements if one.startswith("SELECT count(*) FROM applications"))
        plan = office.read(_plan_of, said)
        assert "SEARCH applications USING INTEGER PRIMARY KEY (rowid=?)" in plan, text


def _count(unit: UnitOfWork, text: str) -> int:
    return unit.worklist.found("2024", text, unit.actor)


def _plan_of(unit: UnitOfWork, statement: str) -> list[str]:
    return [str(line[-1]) for line in inside(unit).main.execute(f"EXPLAIN QUERY PLAN {statement}")]
