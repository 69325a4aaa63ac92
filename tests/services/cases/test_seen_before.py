"""An act says what was looked at: what another did meanwhile is not written over, nor signed unread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.changes import Changes
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import Adopted
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import (
    answer_item,
    answer_together,
    mark_part,
    note_item,
    record_comparison,
    record_paper,
    record_rest_same,
    settle_difference,
)
from reviewer_app.services.cases.history import compared_of
from reviewer_app.services.cases.permissions import SeenFields, SeenPoints
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.cases.reviewing import challenge, sign_off, submit_opinion
from support.casework import TEXT, proposed, registered
from support.fakes import FakeUnit

POINT = "E1.credit"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def with_paper(unit: FakeUnit) -> int:
    """A registered case of which one copy is here."""
    case_id = registered(unit)
    unit.papers.put(case_id, PaperCopy(1, is_received=True))
    return case_id


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


def fields_looked_at(unit: FakeUnit, case_id: int) -> SeenFields:
    application = unit.applications.get(case_id)
    return SeenFields(application.pack.sha256, tuple(compared_of(unit, application).values()))


def refused(act: Callable[[], Changes]) -> RefusalError:
    with pytest.raises(RefusalError) as found:
        act()
    return found.value


def test_a_comparison_does_not_replace_one_that_was_not_seen(unit: FakeUnit) -> None:
    """Both are said: what the other found, and what was looked at."""
    case_id = with_paper(unit)
    seen = fields_looked_at(unit, case_id)
    record_comparison(unit.acting("示例乙"), case_id, "applicant", False, "上海示例甲西")
    unit.acting("示例甲")
    error = refused(lambda: record_comparison(unit, case_id, "applicant", True, "", seen))
    assert error.code == "comparison.found_elsewhere"
    assert (error.values["name"], error.values["now"], error.values["seen"]) == (
        "示例乙",
        "不一致，纸质为“上海示例甲西”",
        "未看",
    )
    error = refused(lambda: settle_difference(unit, case_id, "applicant", Adopted.ONLINE, "来电", "", seen))
    assert error.code == "comparison.found_elsewhere"
    assert not unit.comparisons.of(case_id)["applicant"].is_same
    record_comparison(unit, case_id, "applicant", True, "", fields_looked_at(unit, case_id))
    assert unit.comparisons.of(case_id)["applicant"].is_same


def test_ones_own_quick_second_finding_needs_no_second_look(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    seen = fields_looked_at(unit, case_id)
    record_comparison(unit, case_id, "applicant", False, "甲西", seen)
    record_comparison(unit, case_id, "applicant", False, "甲东", seen)
    settle_difference(unit, case_id, "applicant", Adopted.PAPER, "来电", "", seen)
    settle_difference(unit, case_id, "applicant", Adopted.ONLINE, "又来电", "", seen)
    assert compared_of(unit, unit.applications.get(case_id))["applicant"].settled is not None


def test_what_another_settled_unseen_stands(unit: FakeUnit) -> None:
    """Neither another choice nor a new finding, which would undo it, goes over it."""
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "contact_person", False, "样本丙")
    seen = fields_looked_at(unit, case_id)
    settle_difference(unit.acting("示例乙"), case_id, "contact_person", Adopted.PAPER, "来电核实")
    unit.acting("示例甲")
    for act in (
        lambda: settle_difference(unit, case_id, "contact_person", Adopted.ONLINE, "来函", "", seen),
        lambda: record_comparison(unit, case_id, "contact_person", True, "", seen),
    ):
        error = refused(act)
        assert (error.code, error.values["name"], error.values["value"], error.values["reason"]) == (
            "comparison.settled_elsewhere",
            "示例乙",
            "样本丙",
            "来电核实",
        )
    assert unit.applications.get(case_id).values["contact_person"] == "样本丙"


def test_paper_is_compared_with_the_value_and_the_pack_on_the_screen(unit: FakeUnit) -> None:
    """One amended online meanwhile, or another pack: nothing is said of it before it was seen, by one or for all."""
    case_id = with_paper(unit)
    seen = fields_looked_at(unit, case_id)
    now = unit.applications.get(case_id)
    amend_application(unit.acting("示例乙"), case_id, now.revision, {**now.values, "contact_person": "样本丁"})
    unit.acting("示例甲")
    for act in (
        lambda: record_comparison(unit, case_id, "contact_person", True, "", seen),
        lambda: record_rest_same(unit, case_id, seen),
    ):
        error = refused(act)
        assert (error.code, error.values["now"]) == ("comparison.online_changed", "样本丁")
        assert error.values["seen"] == now.values["contact_person"]
    other = replace(fields_looked_at(unit, case_id), pack="0" * 64)
    assert refused(lambda: record_rest_same(unit, case_id, other)).code == "answer.other_pack"
    assert unit.comparisons.of(case_id) == {}
    record_rest_same(unit, case_id, fields_looked_at(unit, case_id))
    assert unit.comparisons.of(case_id)["contact_person"].is_same


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
