"""The last step of the work on a case is taken back and done again, by new entries, unless something came after it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import Adopted, paper_box
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.parts import look_up_text
from reviewer_app.services.cases.assigning import hand_over
from reviewer_app.services.cases.checking import (
    answer_item,
    answer_together,
    begin_review,
    note_item,
    record_comparison,
    record_paper,
    settle_difference,
)
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.looking_up import record_look_up, withdraw_look_up
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.undoing.undoing import offered, redo_step, undo_step
from support.builders import CLEAN
from support.fakes import FakeUnit
from support.grounds import looked_up

STAFF, SITE = "E2.staff", "E2.foundation"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    made = register_application(unit, CLEAN, Source.ONLINE).application_id
    answer_item(unit, made, STAFF, Verdict.MET)
    return made


def _amend(unit: FakeUnit, case_id: int, **values: str) -> None:
    case = unit.applications.get(case_id)
    amend_application(unit, case_id, case.revision, {**case.values, **values})


def test_an_edit_is_taken_back_and_done_again_by_new_entries(unit: FakeUnit, case_id: int) -> None:
    before = unit.applications.get(case_id)
    _amend(unit, case_id, contact_person="样本丁")
    entries = len(unit.events.of(case_id))
    undone = undo_step(unit, case_id)
    assert undone.words == "联系人改为样本丁"
    assert replace(unit.applications.get(case_id), revision=before.revision) == before
    last = unit.events.of(case_id)[-1]
    assert (last.act, last.detail[RecordKey.UNDONE_ACT]) == (EventAct.UNDONE, undone.words)
    assert last.detail["联系人"] == f"样本丁 → {before.values['contact_person']}"
    assert redo_step(unit, case_id).words == undone.words
    assert unit.applications.get(case_id).values["contact_person"] == "样本丁"
    assert len(unit.events.of(case_id)) == entries + 2


def test_an_answer_comes_back_with_who_gave_it_and_when(unit: FakeUnit, case_id: int) -> None:
    former = unit.answers.of(case_id)[STAFF]
    unit.clock = unit.clock.replace(hour=16)
    answer_item(unit, case_id, STAFF, Verdict.NOT_MET)
    note_item(unit, case_id, STAFF, "只有两人")
    undo_step(unit, case_id)
    undo_step(unit, case_id)
    assert unit.answers.of(case_id)[STAFF] == former
    redo_step(unit, case_id)
    redo_step(unit, case_id)
    assert unit.answers.of(case_id)[STAFF].note == "只有两人"
    with pytest.raises(RefusalError, match=r"redo\.nothing"):
        redo_step(unit, case_id)


def test_points_answered_together_come_back_together(unit: FakeUnit, case_id: int) -> None:
    answer_together(unit, case_id, ["E1.registered", SITE])
    undo_step(unit, case_id)
    answers = unit.answers.of(case_id)
    assert {answers["E1.registered"], answers[SITE]} == {Answer("E1.registered"), Answer(SITE)}
    redo_step(unit, case_id)
    assert unit.answers.of(case_id)[SITE].verdict is Verdict.MET
    undo_step(unit, case_id)
    assert unit.answers.of(case_id)[STAFF].verdict is Verdict.MET


def test_a_paper_copy_goes_and_the_case_is_known_from_where_it_was(unit: FakeUnit, case_id: int) -> None:
    record_paper(unit, case_id, PaperCopy(1, is_received=True, is_sealed=True, seal_name="示例公司", pages=24))
    assert unit.applications.get(case_id).source is Source.BOTH
    undo_step(unit, case_id)
    assert unit.papers.of(case_id) == (PaperCopy(1),)
    assert unit.applications.get(case_id).source is Source.ONLINE


def test_a_comparison_and_what_was_settled_on_it_come_back_one_by_one(unit: FakeUnit, case_id: int) -> None:
    record_paper(unit, case_id, PaperCopy(1, is_received=True))
    before = dict(unit.applications.get(case_id).values)
    record_comparison(unit, case_id, "contact_person", False, "样本丁")
    settle_difference(unit, case_id, "contact_person", Adopted.PAPER, "以纸质为准")
    undo_step(unit, case_id)
    assert unit.applications.get(case_id).values == before
    settle_difference(unit, case_id, "contact_person", Adopted.ONLINE, "以网上为准")
    undo_step(unit, case_id)
    undo_step(unit, case_id)
    assert unit.comparisons.of(case_id) == {}


def test_a_look_up_is_withdrawn_by_undoing_it_and_recorded_anew_by_doing_it_again(unit: FakeUnit, case_id: int) -> None:
    record_look_up(unit, case_id, looked_up(unit, case_id))
    undo_step(unit, case_id)
    [gone] = unit.look_ups.of(case_id)
    assert gone.withdrawn_reason.startswith("撤销“登记查询")
    redo_step(unit, case_id)
    standing = [one for one in unit.look_ups.of(case_id) if one.is_standing]
    assert [look_up_text(one) for one in standing] == [look_up_text(gone)]
    withdraw_look_up(unit, case_id, standing[0].id, "查错了单位")
    undo_step(unit, case_id)
    assert sum(one.is_standing for one in unit.look_ups.of(case_id)) == 1


def test_a_look_up_of_another_is_not_brought_back_in_ones_own_name(unit: FakeUnit, case_id: int) -> None:
    unit.acting("示例乙")
    record_look_up(unit, case_id, looked_up(unit, case_id))
    unit.acting("示例甲")
    withdraw_look_up(unit, case_id, 1, "查错了单位")
    with pytest.raises(RefusalError, match=r"undo\.of_another"):
        undo_step(unit, case_id)


def test_a_case_handed_over_comes_back_until_the_receiver_acts(unit: FakeUnit, case_id: int) -> None:
    hand_over(unit, case_id, "示例乙", "外出")
    undo_step(unit, case_id)
    assert unit.applications.get(case_id).handler == "示例甲"
    redo_step(unit, case_id)
    unit.acting("示例乙")
    answer_item(unit, case_id, SITE, Verdict.MET)
    unit.acting("示例甲")
    with pytest.raises(RefusalError) as refused:
        undo_step(unit, case_id)
    told = {"name": "示例乙", "act": "作答", "advice": "，请直接改"}
    assert (refused.value.code, refused.value.values) == ("undo.next_person", told)


def test_what_another_did_is_not_ones_own_to_take_back(unit: FakeUnit, case_id: int) -> None:
    unit.acting("示例乙")
    with pytest.raises(RefusalError, match=r"undo\.nothing"):
        undo_step(unit, case_id)
    with pytest.raises(RefusalError, match=r"redo\.nothing"):
        redo_step(unit, case_id)


@pytest.mark.parametrize(
    ("acts", "advice"),
    [
        ((Act.TAKE_BACK, Act.HAND_OVER), "不能再撤销，要改请用“撤回意见”。"),
        ((Act.REOPEN,), "不能再撤销，要改请用“重新办理”。"),
        ((Act.ANSWER, Act.EDIT), "不能再撤销，请直接改。"),
        ((), "不能再撤销。"),
    ],
)
def test_a_refusal_names_only_a_way_that_is_open(
    unit: FakeUnit, case_id: int, acts: tuple[Act, ...], advice: str
) -> None:
    begin_review(unit, case_id)
    undo, _ = offered(unit.events.of(case_id), "示例甲", acts)
    assert undo.why_not.endswith(advice)


def test_a_finding_taken_back_takes_the_typed_words_of_the_paper_along(unit: FakeUnit, case_id: int) -> None:
    record_paper(unit, case_id, PaperCopy(1, is_received=True))
    record_comparison(unit, case_id, "contact_person", False)
    save_draft(unit, case_id, paper_box("contact_person"), "样本丙")
    undo_step(unit, case_id)
    assert paper_box("contact_person") not in unit.drafts.of(case_id)


def test_nothing_is_taken_back_over_a_move_of_the_case(unit: FakeUnit, case_id: int) -> None:
    begin_review(unit, case_id)
    with pytest.raises(RefusalError, match=r"undo\.moved_on"):
        undo_step(unit, case_id)
    assert unit.applications.get(case_id).state is State.REVIEWING


def test_the_first_work_on_a_case_comes_back_and_its_checking_stays_begun(unit: FakeUnit, case_id: int) -> None:
    undo_step(unit, case_id)
    assert unit.answers.of(case_id) == {STAFF: Answer(STAFF)}
    assert unit.applications.get(case_id).state is State.CHECKING
    with pytest.raises(RefusalError, match=r"undo\.moved_on"):
        undo_step(unit, case_id)


def test_a_value_that_was_changed_besides_is_not_written_over(unit: FakeUnit, case_id: int) -> None:
    unit.answers.put(case_id, Answer(STAFF, Verdict.NOT_MET))
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"undo\.changed_since"):
        undo_step(unit, case_id)
    assert len(unit.events.of(case_id)) == before


def test_only_the_step_that_was_offered_is_taken_back(unit: FakeUnit, case_id: int) -> None:
    undo, _ = offered(unit.events.of(case_id), "示例甲", set(Act))
    note_item(unit, case_id, STAFF, "另一个窗口里写的")
    with pytest.raises(RefusalError, match=r"undo\.other_step"):
        undo_step(unit, case_id, undo.name)
    assert unit.answers.of(case_id)[STAFF].note


def test_who_has_lost_the_role_takes_nothing_back(unit: FakeUnit, case_id: int) -> None:
    unit.users.put(User("示例甲", frozenset({Role.SEAL})))
    unit.acting("示例甲")
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        undo_step(unit, case_id)


def test_an_entry_without_what_stood_before_is_not_guessed(unit: FakeUnit, case_id: int) -> None:
    unit.events.kept[-1] = replace(unit.events.kept[-1], trace="")
    undo, redo = offered(unit.events.of(case_id), "示例甲", set(Act))
    assert undo.why_not.startswith("“作答”是由较早的版本记录的")
    assert redo.why_not == "没有可以重做的办理。"


def test_a_new_step_after_undoing_ends_what_could_be_done_again(unit: FakeUnit, case_id: int) -> None:
    answer_item(unit, case_id, SITE, Verdict.MET)
    undo_step(unit, case_id)
    note_item(unit, case_id, STAFF, "三人")
    with pytest.raises(RefusalError, match=r"redo\.nothing"):
        redo_step(unit, case_id)
    assert open_case(unit, case_id).answers[STAFF].note == "三人"
