"""The bureau's list of results: what is sure is entered with the list as its ground, the rest is left to a person."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.city_list import CityRow, kind_said
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry, Sealing
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.record import RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.city.list_reading import CityList, UsualWords, enter_list, plan_list
from reviewer_app.services.ports.reading import CityListSheet
from support.casework import proposed
from support.desk_pages import application
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

KIND = CityAnswerKind
DAY = date(2024, 6, 3)
NUMBER = "沪市监标技〔2024〕88号"
NONE = UsualWords()


@pytest.fixture
def unit() -> FakeUnit:
    """Three cases sent with one batch, the first under a recommendation's number."""
    unit = FakeUnit()
    ids = [signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(number))) for number in (1, 2, 3)]
    seal_cases(unit, ids)
    cases = unit.applications.some(ids)
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    unit.batches.add(Batch(1, "2024", "第1批", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), lines))
    said = ("recommendation", 2024, 8, "示市监荐〔2024〕8号", "市局", "推荐意见", unit.today, "示例甲")
    unit.register.add(
        RegisterEntry(
            Direction.OUTGOING, *said, case_id=1, basis="opinion:1", sealed_how=Sealing.STAMPED, sha256="0" * 64
        )
    )
    send_excused(unit, 1)
    unit.clock += timedelta(days=20)
    return unit


def row(unit: FakeUnit, case_id: int, number: int = 2, **said: str) -> CityRow:
    """A row that names a case by its filing number and approves it."""
    case = unit.applications.get(case_id)
    usual = {
        "filing_number": case.values["filing_number"],
        "applicant": case.applicant,
        "result": "同意立项",
        "city_number": NUMBER,
    }
    return CityRow(number, **(usual | said), written_day="2024-06-03", day=DAY)


def doubts(unit: FakeUnit, *rows: CityRow, usual: UsualWords = NONE) -> list[tuple[str, ...]]:
    return [one.doubts for one in plan_list(unit, rows, usual)]


def read(*rows: CityRow) -> CityList:
    return CityList(CityListSheet("结果.xlsx", "1", {}, rows), b"the list as it came")


def test_the_bureaus_words_are_known_and_a_no_is_never_read_as_a_yes() -> None:
    said = {"同意立项": KIND.APPROVED, "不予立项": KIND.NOT_APPROVED, "退回补正": KIND.RETURNED, "已收": KIND.RECEIVED}
    said |= {"未通过评审": KIND.NOT_APPROVED, "是": KIND.APPROVED, "否": KIND.NOT_APPROVED}
    assert {text: kind_said(text) for text in said} == said
    said = {"立项。": KIND.APPROVED, "未获立项": KIND.NOT_APPROVED, "没有通过": KIND.NOT_APPROVED}
    assert {text: kind_said(text) for text in said} == said


def test_words_that_only_hold_a_known_one_are_left_to_a_person() -> None:
    doubtful = [
        "待定",
        "暂缓立项",
        "撤销立项",
        "取消立项",
        "无法立项",
        "非立项",
        "待立项",
        "拟立项",
        "候补立项",
        "未收到",
        "不退回",
        "立项后退回",
    ]
    assert {text: kind_said(text) for text in doubtful} == dict.fromkeys(doubtful)


def test_a_refusal_we_do_not_know_is_no_sure_row(unit: FakeUnit) -> None:
    assert doubts(unit, row(unit, 1, result="暂缓立项")) == [("city_list.no_result",)]


def test_a_row_is_paired_by_filing_number_recommendation_or_unit_and_project(unit: FakeUnit) -> None:
    second = unit.applications.get(2)
    by_number = row(unit, 1, filing_number="", applicant="", recommendation="示市监荐[2024]8号")
    by_names = row(unit, 2, filing_number="", project_name=second.project_name)
    found = plan_list(unit, [by_number, by_names, row(unit, 3)], NONE)
    assert [(one.case and one.case.application_id, one.found_by, one.is_sure) for one in found] == [
        (1, "number", True),
        (2, "names", True),
        (3, "filing", True),
    ]


def test_what_is_sure_is_entered_with_the_list_in_the_vault_and_its_row(unit: FakeUnit) -> None:
    rows = [row(unit, 1, 2), row(unit, 2, 3, result="未立项", city_number="", reason="重复")]
    enter_list(unit, read(*rows), NONE, [2, 3], came_on_paper=True)
    assert [unit.applications.get(one).state for one in (1, 2, 3)] == [State.APPROVED, State.NOT_APPROVED, State.SENT]
    kept = unit.city_answers.kept[0]
    assert unit.attachments.content(kept.words.list_sha256) == b"the list as it came"
    assert (kept.words.list_row, unit.events.of(1)[-1].detail[RecordKey.CITY_LIST_HASH]) == (2, kept.words.list_sha256)
    assert [one.subject for one in unit.register.all() if one.direction is Direction.INCOMING] == ["市局结果名单 2 件"]


def test_every_doubt_leaves_its_row_to_a_person(unit: FakeUnit) -> None:
    strange = CityRow(
        9, filing_number="SH999", applicant="上海某单位", result="立项", day=DAY, written_day="2024-06-03"
    )
    crossed = row(unit, 1, recommendation="", filing_number=unit.applications.get(2).values["filing_number"])
    crossed = replace(crossed, recommendation="示市监荐〔2024〕8号")
    assert doubts(unit, strange) == [("city_list.no_case",)]
    assert doubts(unit, crossed) == [("city_list.several_cases",)]
    assert doubts(unit, row(unit, 1, applicant="上海另一单位")) == [("city_list.other_name",)]
    assert doubts(unit, row(unit, 1, result="待定")) == [("city_list.no_result",)]
    assert doubts(unit, row(unit, 1, city_number="")) == [("city_list.no_number",)]
    assert doubts(unit, row(unit, 1, result="退回")) == [("city_list.no_reason",)]
    assert doubts(unit, replace(row(unit, 1), day=None)) == [("city_list.bad_day",)]
    assert doubts(unit, replace(row(unit, 1), day=None, written_day="")) == [("city_list.no_day",)]
    assert doubts(unit, replace(row(unit, 1), day=date(2024, 5, 1))) == [("city_list.day_early",)]
    assert doubts(unit, replace(row(unit, 1), day=date(2025, 5, 1))) == [("city_list.day_late",)]
    with pytest.raises(RefusalError, match=r"city_list\.changed"):
        enter_list(unit, read(row(unit, 1, result="待定")), NONE, [2])
    assert unit.city_answers.kept == []


def test_one_case_twice_is_entered_neither_way(unit: FakeUnit) -> None:
    other = row(unit, 1, 3, result="未立项", reason="重复")
    assert doubts(unit, row(unit, 1), other) == [("city_list.contradicts",), ("city_list.contradicts",)]
    assert doubts(unit, row(unit, 1), row(unit, 1, 3)) == [("city_list.twice",), ("city_list.twice",)]


def test_a_list_of_one_result_needs_no_column_for_it(unit: FakeUnit) -> None:
    bare = replace(row(unit, 1, result=""), day=None, written_day="")
    assert doubts(unit, bare, usual=UsualWords(KIND.APPROVED, DAY)) == [()]


def test_what_was_answered_meanwhile_or_never_sent_is_not_entered(unit: FakeUnit) -> None:
    record_answers(unit, 1, [1], CityWords(KIND.APPROVED, DAY, NUMBER))
    assert doubts(unit, row(unit, 1)) == [("city_list.not_waiting",)]
    with pytest.raises(RefusalError, match=r"city_list\.changed"):
        enter_list(unit, read(row(unit, 1), row(unit, 2, 3)), NONE, [2, 3])
    assert unit.applications.get(2).state is State.SENT
    unsent = signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(9)))
    assert doubts(unit, row(unit, unsent)) == [("city_list.no_case",)]
    with pytest.raises(RefusalError, match=r"city_list\.nothing"):
        enter_list(unit, read(row(unit, 2)), NONE, [])


def test_a_list_of_thousands_is_planned_and_an_endless_one_refused(unit: FakeUnit) -> None:
    strangers = [CityRow(number, filing_number=f"SH{number}", result="立项") for number in range(3, 1003)]
    assert sum(one.is_sure for one in plan_list(unit, [row(unit, 1), *strangers], NONE)) == 1
    with pytest.raises(RefusalError, match=r"city_list\.too_long"):
        plan_list(unit, strangers * 6, NONE)
