"""An act says what was looked at: what another did meanwhile is not written over, nor signed unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item, answer_together, mark_part, note_item, record_paper
from reviewer_app.services.cases.permissions import SeenPoints
from reviewer_app.services.cases.reviewing import challenge, sign_off, submit_opinion
from support.casework import TEXT, proposed, registered
from support.fakes import FakeUnit

POINT = "E1.credit"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def looked_at(unit: FakeUnit, case_id: int) -> SeenPoints:
    return SeenPoints(unit.applications.get(case_id).pack.sha256, unit.answers.of(case_id))


def test_an_answer_does_not_replace_one_that_was_not_seen(unit: FakeUnit) -> None:
    case_id = registered(unit)
    seen = looked_at(unit, case_id)
    answer_item(unit.acting("示例乙"), case_id, POINT, Verdict.NOT_MET)
    unit.acting("示例甲")
    acts: tuple[Callable[[], Changes], ...] = (
        lambda: answer_item(unit, case_id, POINT, Verdict.MET, seen),
        lambda: answer_together(unit, case_id, ["E1.registered", POINT], seen),
    )
    for act in acts:
        with pytest.raises(RefusalError) as refused:
            act()
        assert (refused.value.code, refused.value.values["name"]) == ("answer.changed_elsewhere", "示例乙")
    assert {name: one.verdict for name, one in unit.answers.of(case_id).items()} == {POINT: Verdict.NOT_MET}
    answer_item(unit, case_id, POINT, Verdict.MET, looked_at(unit, case_id))
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.MET


def test_a_mark_does_not_replace_an_answer_that_was_not_seen(unit: FakeUnit) -> None:
    case_id = registered(unit)
    seen = looked_at(unit, case_id)
    answer_item(unit.acting("示例乙"), case_id, "E2.staff", Verdict.MET)
    with pytest.raises(RefusalError) as refused:
        mark_part(unit.acting("示例甲"), case_id, "E2.staff", "list", True, seen)
    assert (refused.value.code, refused.value.values["name"]) == ("answer.changed_elsewhere", "示例乙")
    assert unit.answers.of(case_id)["E2.staff"].verdict is Verdict.MET


def test_ones_own_quick_second_answer_needs_no_second_look(unit: FakeUnit) -> None:
    case_id = registered(unit)
    seen = looked_at(unit, case_id)
    answer_item(unit, case_id, POINT, Verdict.NOT_MET, seen)
    answer_item(unit, case_id, POINT, Verdict.MET, seen)
    note_item(unit, case_id, POINT, "已核对", seen)
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.MET


def test_a_note_does_not_replace_one_that_was_not_seen(unit: FakeUnit) -> None:
    case_id = registered(unit)
    seen = looked_at(unit, case_id)
    note_item(unit.acting("示例乙"), case_id, POINT, "乙写的")
    with pytest.raises(RefusalError) as refused:
        note_item(unit.acting("示例甲"), case_id, POINT, "甲写的", seen)
    assert refused.value.values == {"name": "示例乙", "note": "乙写的"}
    assert unit.answers.of(case_id)[POINT].note == "乙写的"


def test_nothing_is_answered_against_another_pack_than_the_one_on_the_screen(unit: FakeUnit) -> None:
    case_id = registered(unit)
    seen = replace(looked_at(unit, case_id), pack="0" * 64)
    acts: tuple[Callable[[], Changes], ...] = (
        lambda: answer_item(unit, case_id, "gone.point", Verdict.MET, seen),
        lambda: note_item(unit, case_id, POINT, "说明", seen),
    )
    for act in acts:
        with pytest.raises(RefusalError, match=r"answer\.other_pack"):
            act()
    assert unit.answers.of(case_id) == {}


def test_a_copy_recorded_otherwise_meanwhile_is_not_written_over(unit: FakeUnit) -> None:
    case_id, mine = registered(unit), PaperCopy(1, True, True, "上海示例", 24, "卷柜 A-1")
    record_paper(unit.acting("示例乙"), case_id, PaperCopy(1, True, True, "上海示例", 20, "卷柜 B-2"))
    with pytest.raises(RefusalError, match=r"paper_copy\.changed_elsewhere"):
        record_paper(unit.acting("示例甲"), case_id, mine, PaperCopy(1))
    (stands,) = unit.papers.of(case_id)
    assert stands.place == "卷柜 B-2"
    record_paper(unit, case_id, mine, stands)
    assert unit.papers.of(case_id)[0].place == "卷柜 A-1"


@pytest.mark.parametrize("does_agree", [True, False])
def test_the_head_decides_only_on_the_opinion_that_was_read(unit: FakeUnit, does_agree: bool) -> None:
    case_id = proposed(unit)
    challenge(unit.acting("示例乙"), case_id, "请补充依据", seen=1)
    submit_opinion(unit.acting("示例甲"), case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, f"{TEXT}已补充。")
    unit.acting("示例乙")
    with pytest.raises(RefusalError) as refused:
        sign_off(unit, case_id, seen=1) if does_agree else challenge(unit, case_id, "再看", seen=1)
    assert (refused.value.code, refused.value.values["number"]) == ("opinion.changed_meanwhile", 2)
    assert unit.applications.get(case_id).state is State.PROPOSED
    sign_off(unit, case_id, seen=2)
    assert unit.applications.get(case_id).state is State.SIGNED_OFF
