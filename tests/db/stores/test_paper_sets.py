"""A pile of paper sets: what a scan names, what an act writes, and what it must never write."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy, Source, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import record_comparison, record_paper
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.halves import half_cases
from reviewer_app.services.intake.paper_sets import (
    CopyMark,
    find_sets,
    receive_set,
    received_today,
    restore_set,
)
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.builders import CLEAN, values
from support.fakes import FakeUnit
from support.libraries import move

_S, _U, _M = CopyMark.SEALED, CopyMark.UNSEALED, CopyMark.MISSING


def _register(unit: UnitOfWork, /, source: Source = Source.ONLINE, **changed: str) -> int:
    return register_application(unit, values(CLEAN, **changed), source).application_id


@pytest.fixture
def case(library: OpenLibrary) -> int:
    return library.change(_register)


def test_our_own_code_a_number_and_a_filing_number_each_name_one_case(library: OpenLibrary, case: int) -> None:
    stored = library.read(lambda unit: unit.applications.get(case))
    filing = stored.values["filing_number"]
    for scanned in (f"SHBZ|{stored.intake_number}|1/2", f" {stored.intake_number}\n", filing):
        (found,) = library.read(find_sets, scanned)
        assert (found.case_id, len(found.copies), found.is_untouched) == (case, 3, True)


def test_words_may_name_several_and_nothing_is_guessed(library: OpenLibrary, case: int) -> None:
    library.change(_register, project_name="另一项目标准化试点", filing_number="SH2024699990001")
    applicant = library.read(lambda unit: unit.applications.get(case)).applicant
    assert len(library.read(find_sets, applicant)) == 2
    with pytest.raises(RefusalError, match="unknown"):
        library.read(find_sets, "没有这样一家")
    for empty in ("", "  ", "SHBZ||1/2"):
        with pytest.raises(RefusalError, match=r"empty|unknown"):
            library.read(find_sets, empty)


def test_three_alike_are_written_in_one_act(library: OpenLibrary, case: int) -> None:
    before = library.read(lambda unit: len(unit.events.of(case)))
    library.change(receive_set, case, [_S, _S, _S], 24, "卷柜 A-4", "王某", are_alike=True)
    copies = library.read(lambda unit: unit.papers.of(case))
    today, me = library.read(lambda unit: (unit.today, unit.actor.name))
    assert {(one.received_on, one.received_by, one.received_from) for one in copies} == {(today, me, "王某")}
    assert all(one.is_sealed and one.pages == 24 and one.is_like_first for one in copies)
    assert [one.seal_name for one in copies] == ["", "", ""]
    events = library.read(lambda unit: unit.events.of(case))
    assert len(events) == before + 1
    told = next(event for event in events if event.act == "set_received")
    assert dict(told.detail) == {
        "第1份": "已收到，24页，已盖章",
        "第2份": "已收到，24页，已盖章",
        "第3份": "已收到，24页，已盖章",
        "stored_at": "卷柜 A-4",
        "sender": "王某",
        "compared_copies": "各份已互相核对，相同",
    }
    assert library.read(lambda unit: unit.applications.get(case)).source is Source.BOTH
    assert [line for line in library.verify() if line.is_broken] == []


def test_whose_seal_was_read_is_on_record_and_is_said_of_no_unsealed_copy(library: OpenLibrary, case: int) -> None:
    library.change(receive_set, case, [_S, _U, _M], seal_name="  上海示例别家有限公司 ")
    copies = library.read(find_sets, "SH2024")[0].copies
    assert [copy.seal_name for copy in copies] == ["上海示例别家有限公司", "", ""]
    library.change(receive_set, case, [_S, _S, _M])
    copies = library.read(find_sets, "SH2024")[0].copies
    assert [copy.seal_name for copy in copies] == ["上海示例别家有限公司", "", ""]


def test_one_copy_alone_is_never_told_to_be_like_another(library: OpenLibrary, case: int) -> None:
    library.change(receive_set, case, [_S, _M, _M], are_alike=True)
    first, second, _ = library.read(find_sets, "SH2024")[0].copies
    assert (first.is_like_first, second.is_received) == (False, False)


def test_what_lacks_is_named_and_the_list_of_the_day_says_it(library: OpenLibrary, case: int) -> None:
    library.change(receive_set, case, [_S, _U, _M])
    (line,) = library.read(received_today)
    assert line.paper.lacks == "第2份未盖章，第3份未到"
    assert line.paper.marks == (_S, _U, _M)


def test_a_second_scan_brings_the_rest_and_the_first_copy_keeps_its_day(library: OpenLibrary, case: int) -> None:
    yesterday = date(2024, 5, 7)
    library.change(record_paper, case, PaperCopy(1, True, True, received_on=yesterday, received_by="示例乙"))
    library.change(receive_set, case, [_S, _S, _S], 20)
    first, second, _ = library.read(lambda unit: unit.papers.of(case))
    assert (first.received_on, first.received_by) == (yesterday, "示例乙")
    assert second.received_on == library.read(lambda unit: unit.today)


def test_twice_the_same_is_written_once(library: OpenLibrary, case: int) -> None:
    library.change(receive_set, case, [_S, _S, _S], 24)
    entries = library.read(lambda unit: len(unit.events.of(case)))
    library.change(receive_set, case, [_S, _S, _S], 24)
    assert library.read(lambda unit: len(unit.events.of(case))) == entries


@pytest.mark.parametrize(
    ("marks", "pages", "code"),
    [([_M, _M, _M], 0, "nothing"), ([_S], 0, "count"), ([_S, _S, _S], 10_000, "pages"), ([_S, _S, _S], -1, "pages")],
)
def test_what_cannot_be_is_refused_and_nothing_is_written(
    library: OpenLibrary, case: int, marks: list[CopyMark], pages: int, code: str
) -> None:
    with pytest.raises(RefusalError, match=code):
        library.change(receive_set, case, marks, pages)
    assert library.read(lambda unit: unit.papers.of(case)) == ()


def test_a_set_taken_in_by_mistake_is_put_back_and_both_stay_on_record(library: OpenLibrary, case: int) -> None:
    (before,) = library.read(find_sets, "SH2024")
    taken = library.change(receive_set, case, [_S, _S, _S], 24)
    library.change(restore_set, taken)
    assert library.read(find_sets, "SH2024")[0].copies == before.copies
    assert library.read(received_today) == ()
    acts = [event.act for event in library.read(lambda unit: unit.events.of(case))]
    assert acts.count("set_received") == 2


def test_a_sent_case_takes_no_paper_and_says_why(library: OpenLibrary, case: int) -> None:
    library.change(move, case, State.SENT)
    (found,) = library.read(find_sets, "SH2024")
    assert found.refusal == "案件目前为“已报送”，这时不能“登记纸质材料”。"
    with pytest.raises(RefusalError, match=r"act\.not_allowed"):
        library.change(receive_set, case, [_S, _S, _S])


def test_who_may_not_record_paper_takes_none_in() -> None:
    unit = FakeUnit()
    case_id = _register(unit)
    unit.actor = User("示例丁", frozenset({Role.ADMIN}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        receive_set(unit, case_id, [_S, _S, _S])
    assert unit.papers.of(case_id) == ()


def test_half_cases_are_told_with_the_days_they_wait(library: OpenLibrary, case: int) -> None:
    paper = library.change(_register, Source.PAPER, project_name="纸质项目标准化试点", filing_number="")
    assert [half.case_id for half in library.read(half_cases, Source.ONLINE)] == [case]
    assert [(half.case_id, half.days) for half in library.read(half_cases, Source.PAPER)] == [(paper, 0)]
    library.change(receive_set, case, [_S, _S, _S])
    assert library.read(half_cases, Source.ONLINE) == ()


def test_a_copy_recorded_by_hand_gets_its_day_and_loses_it_when_it_is_not_here(library: OpenLibrary, case: int) -> None:
    library.change(record_paper, case, PaperCopy(1, True, True, keeping=Keeping.HANDED, keeper="示例乙"))
    (copy,) = library.read(lambda unit: unit.papers.of(case))
    assert (copy.received_on, copy.keeper) == (library.read(lambda unit: unit.today), "示例乙")
    library.change(record_paper, case, PaperCopy(1))
    (copy,) = library.read(lambda unit: unit.papers.of(case))
    assert copy == PaperCopy(1)
    assert library.read(lambda unit: unit.papers.received_on(unit.today - timedelta(days=1))) == {}


def test_a_copy_that_lies_somewhere_already_keeps_its_place(library: OpenLibrary, case: int) -> None:
    library.change(record_paper, case, PaperCopy(1, True, True, place="卷柜 B-1"))
    library.change(receive_set, case, [_S, _S, _M], 24, "卷柜 A-4")
    first, second, _ = library.read(lambda unit: unit.papers.of(case))
    assert (first.place, second.place) == ("卷柜 B-1", "卷柜 A-4")


def test_what_changed_since_is_not_put_back(library: OpenLibrary, case: int) -> None:
    taken = library.change(receive_set, case, [_S, _S, _S], 24)
    library.change(record_paper, case, replace(taken.after[1], seal_name="上海示例公司"))
    with pytest.raises(RefusalError, match="changed_since"):
        library.change(restore_set, taken)
    assert all(copy.is_received for copy in library.read(lambda unit: unit.papers.of(case)))


def test_what_was_compared_since_keeps_its_paper(library: OpenLibrary, case: int) -> None:
    taken = library.change(receive_set, case, [_S, _S, _S], 24)
    library.change(record_comparison, case, "project_name", True)
    with pytest.raises(RefusalError, match="compared"):
        library.change(restore_set, taken)
    assert library.read(lambda unit: unit.applications.get(case)).source is Source.BOTH


def test_copies_of_another_number_are_not_put_in_their_place(library: OpenLibrary, case: int) -> None:
    taken = library.change(receive_set, case, [_S, _S, _S], 24)
    with pytest.raises(RefusalError, match="odd"):
        library.change(restore_set, replace(taken, before=(PaperCopy(7, True, True),)))


@pytest.mark.parametrize("typed", ["shbz|{}|1/1", "ＳＨＢＺ｜{}｜１／１", "ｓｈｂｚ｜{}｜1/1", "{}　"])
def test_what_an_input_method_makes_of_a_scan_is_read(library: OpenLibrary, case: int, typed: str) -> None:
    number = library.read(lambda unit: unit.applications.get(case)).intake_number
    for written in (number, number.replace("2024", "２０２４").replace("-", "－")):
        (found,) = library.read(find_sets, typed.format(written))
        assert found.case_id == case


def test_a_filing_number_in_small_or_wide_letters_is_read(library: OpenLibrary, case: int) -> None:
    filing = library.read(lambda unit: unit.applications.get(case)).values["filing_number"]
    for typed in (filing.lower(), filing.replace("SH", "ｓｈ")):
        assert [one.case_id for one in library.read(find_sets, typed)] == [case]


def test_a_copy_that_was_mailed_is_neither_compared_nor_touched(library: OpenLibrary, case: int) -> None:
    mailed = PaperCopy(1, True, True, keeping=Keeping.MAILED, keeper="市局", received_on=date(2024, 5, 7))
    library.change(record_paper, case, mailed)
    (found,) = library.read(find_sets, "SH2024")
    assert (found.marks[0], found.lacks) == (CopyMark.MAILED, "第2份未到，第3份未到")
    for marks in ([_S, _S, _M], [_M, _S, _M]):
        library.change(receive_set, case, marks, 24, are_alike=True)
        first, second, _ = library.read(lambda unit: unit.papers.of(case))
        assert first == mailed
        assert not second.is_like_first


def test_a_copy_sent_back_to_the_applicant_comes_again(library: OpenLibrary, case: int) -> None:
    back = PaperCopy(1, True, False, keeping=Keeping.RETURNED, keeper="申报单位", received_on=date(2024, 5, 7))
    library.change(record_paper, case, back)
    library.change(receive_set, case, [CopyMark.RETURNED, _S, _M])
    assert library.read(lambda unit: unit.papers.of(case))[0] == back
    library.change(receive_set, case, [_S, _S, _M], received_from="王某")
    first = library.read(lambda unit: unit.papers.of(case))[0]
    assert (first.keeping, first.keeper, first.is_sealed) == (Keeping.SHELF, "", True)
    assert (first.received_on, first.received_from) == (library.read(lambda unit: unit.today), "王某")


def test_whether_both_halves_are_here_follows_the_copies_whoever_writes_them(library: OpenLibrary, case: int) -> None:
    library.change(record_paper, case, PaperCopy(1, True, True))
    assert library.read(lambda unit: unit.applications.get(case)).source is Source.BOTH
    library.change(record_paper, case, PaperCopy(1))
    assert library.read(lambda unit: unit.applications.get(case)).source is Source.ONLINE
