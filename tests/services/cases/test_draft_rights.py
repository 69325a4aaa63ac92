"""A draft is kept only in a box of an act open to the person, and what another typed there is kept beside it."""

from __future__ import annotations

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases.assigning import declare_conflict
from reviewer_app.services.cases.checking import note_item
from reviewer_app.services.cases.draft_keeping import drafts_for, drop_typed, save_draft, typed_beside
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.cases.reviewing import challenge, submit_opinion
from support.builders import CLEAN
from support.casework import TEXT, answered, registered
from support.fakes import FakeUnit
from support.grounds import grounded

_HANDLERS = [
    DraftBox.OPINION_TEXT,
    DraftBox.OPINION_OUTCOME,
    DraftBoxes.NOTE.of("E1"),
    DraftBoxes.LOOKUP.of("E1"),
    DraftBoxes.EDIT.of("goal"),
    DraftBoxes.COPY.of(1),
    DraftBoxes.PAPER.of("goal:"),
    DraftBoxes.REASON.of(Act.WITHDRAW),
]


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit(
        User("示例甲", frozenset({Role.HANDLER})),
        User("示例乙", frozenset({Role.HANDLER})),
        User("示例丙", frozenset({Role.HEAD})),
        User("示例丁", frozenset({Role.HEAD})),
        User("示例戊", frozenset({Role.SEAL, Role.ADMIN})),
    )


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return register_application(unit, CLEAN, Source.PAPER).application_id


def _refused(unit: FakeUnit, name: str, case_id: int, box: str, code: str) -> None:
    before = unit.drafts.of(case_id)
    with pytest.raises(RefusalError) as caught:
        save_draft(unit.acting(name), case_id, box, "另一个人写的")
    assert caught.value.code == code
    assert unit.drafts.of(case_id) == before


@pytest.mark.parametrize("box", _HANDLERS)
def test_a_head_writes_in_no_box_of_a_handler(unit: FakeUnit, case_id: int, box: str) -> None:
    _refused(unit, "示例丙", case_id, box, "act.role_needed")
    save_draft(unit.acting("示例甲"), case_id, box, "经办写的")
    _refused(unit, "示例丙", case_id, box, "act.role_needed")


def _found(unit: FakeUnit, name: str, case_id: int, box: str) -> str:
    """What a person finds in a box."""
    return drafts_for(name, unit.drafts.of(case_id))[box].text


def _beside(unit: FakeUnit, name: str, case_id: int) -> list[tuple[str, str]]:
    """The texts that stand in no box of a person: whose they are and what they say."""
    return [(one.by, one.text) for one in typed_beside(name, unit.drafts.of(case_id), tuple(Act))]


_TEXTS = [box for box in _HANDLERS if box not in (DraftBox.OPINION_OUTCOME, DraftBoxes.COPY.of(1))]


@pytest.mark.parametrize("box", _TEXTS)
def test_two_write_in_one_box_and_each_finds_his_own(unit: FakeUnit, case_id: int, box: str) -> None:
    save_draft(unit.acting("示例甲"), case_id, box, "经办写的")
    save_draft(unit.acting("示例乙"), case_id, box, "代写的")
    assert [_found(unit, name, case_id, box) for name in ("示例甲", "示例乙")] == ["经办写的", "代写的"]
    assert _beside(unit, "示例甲", case_id) == [("示例乙", "代写的")]
    assert _beside(unit, "示例乙", case_id) == [("示例甲", "经办写的")]
    save_draft(unit.acting("示例甲"), case_id, box, "经办改写的")
    assert [_found(unit, name, case_id, box) for name in ("示例甲", "示例乙")] == ["经办改写的", "代写的"]


@pytest.mark.parametrize(("box", "longer"), [("edit:applicant", "edit:applicant_kind"), ("copy:1", "copy:10")])
def test_a_box_whose_name_begins_another_is_forgotten_alone(
    unit: FakeUnit, case_id: int, box: str, longer: str
) -> None:
    for name in ("示例甲", "示例乙"):
        save_draft(unit.acting(name), case_id, box, f"{name}写的单位")
        save_draft(unit.acting(name), case_id, longer, f"{name}写的性质")
    beside = _beside(unit, "示例乙", case_id)
    save_draft(unit.acting("示例甲"), case_id, box, "甲改写的单位")
    drop_typed(unit, case_id, box)
    drop_typed(unit.acting("示例乙"), case_id, box)
    assert _found(unit, "示例乙", case_id, longer) == "示例乙写的性质"
    assert [one for one in _beside(unit, "示例乙", case_id) if "性质" in one[1]] == [
        one for one in beside if "性质" in one[1]
    ]


def test_a_note_written_down_loses_no_note_of_another_point(unit: FakeUnit, case_id: int) -> None:
    for rule_id in ("E1.credit", "E1.credit_again"):
        save_draft(unit, case_id, DraftBoxes.NOTE.of(rule_id), "已核")
    note_item(unit, case_id, "E1.credit", "已核")
    assert list(unit.drafts.of(case_id)) == [DraftBoxes.NOTE.of("E1.credit_again")]


def test_what_another_typed_and_did_not_finish_is_no_note_of_mine(unit: FakeUnit, case_id: int) -> None:
    """Such a box goes on record by being left: it must not open with the words of somebody else."""
    box = DraftBoxes.NOTE.of("E1.credit")
    save_draft(unit.acting("示例甲"), case_id, box, "甲还没写完")
    assert box not in open_case(unit.acting("示例乙"), case_id).drafts
    assert [one.text for one in open_case(unit, case_id).beside] == ["甲还没写完"]
    note_item(unit, case_id, "E1.credit", "乙写完的")
    assert open_case(unit.acting("示例甲"), case_id).drafts[box].text == "甲还没写完"


def test_an_opinion_submitted_by_another_loses_no_text_of_mine(unit: FakeUnit) -> None:
    """His is on record, mine waits beside it until I have submitted one or do not want it any more."""
    case_id = grounded(unit, answered(unit, registered(unit)))
    save_draft(unit.acting("示例甲"), case_id, DraftBox.OPINION_TEXT, "甲写的意见")
    save_draft(unit.acting("示例乙"), case_id, DraftBox.OPINION_TEXT, TEXT)
    submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, TEXT)
    (mine,) = open_case(unit.acting("示例甲"), case_id).beside
    assert (mine.by, mine.text, mine.box) == ("示例甲", "甲写的意见", DraftBox.OPINION_TEXT)
    challenge(unit.acting("示例丙"), case_id, "请补充依据")
    assert open_case(unit.acting("示例甲"), case_id).drafts[DraftBox.OPINION_TEXT].text == "甲写的意见"
    drop_typed(unit, case_id, DraftBox.OPINION_TEXT)
    assert open_case(unit, case_id).drafts[DraftBox.OPINION_TEXT].text == TEXT
    assert open_case(unit, case_id).beside == ()


def test_a_text_typed_after_the_submission_outlives_the_opinion_that_came_back(unit: FakeUnit) -> None:
    """The pane did not know yet that another had submitted: what was typed there is not written over either."""
    case_id = grounded(unit, answered(unit, registered(unit)))
    submit_opinion(unit.acting("示例乙"), case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, TEXT)
    save_draft(unit.acting("示例甲"), case_id, DraftBox.OPINION_TEXT, "甲写的意见")
    assert [one.text for one in open_case(unit, case_id).beside] == ["甲写的意见"]
    challenge(unit.acting("示例丙"), case_id, "请补充依据")
    assert [one.text for one in open_case(unit.acting("示例乙"), case_id).beside] == ["甲写的意见"]


def test_who_steps_back_from_a_case_takes_no_text_of_another_along(unit: FakeUnit, case_id: int) -> None:
    save_draft(unit.acting("示例甲"), case_id, DraftBoxes.NOTE.of("E1.credit"), "甲写的")
    save_draft(unit.acting("示例乙"), case_id, DraftBox.OPINION_TEXT, "乙写的")
    declare_conflict(unit, case_id, "", "亲属任职")
    assert [one.text for one in unit.drafts.of(case_id).values()] == ["甲写的"]


def test_the_comment_is_the_heads_alone(unit: FakeUnit, case_id: int) -> None:
    for name in ("示例甲", "示例戊"):
        _refused(unit, name, case_id, DraftBox.CHALLENGE, "act.role_needed")
    save_draft(unit.acting("示例丙"), case_id, DraftBox.CHALLENGE, "请补充依据")
    save_draft(unit.acting("示例丁"), case_id, DraftBox.CHALLENGE, "另一份复核意见")
    assert _found(unit, "示例丙", case_id, DraftBox.CHALLENGE) == "请补充依据"


def test_a_reason_for_going_on_is_written_by_each_who_may_have_to_give_one(unit: FakeUnit, case_id: int) -> None:
    for name in ("示例甲", "示例丙", "示例戊"):
        save_draft(unit.acting(name), case_id, DraftBoxes.DEPARTURE.of(f"point-{name}"), "理由")


def test_the_registration_form_is_a_handlers(unit: FakeUnit) -> None:
    _refused(unit, "示例丙", 0, DraftBoxes.REGISTER.of("applicant"), "act.role_needed")
    save_draft(unit.acting("示例甲"), 0, DraftBoxes.REGISTER.of("applicant"), "上海示例")


def test_a_box_that_no_act_has_takes_nothing(unit: FakeUnit, case_id: int) -> None:
    with pytest.raises(ValueError, match="elsewhere"):
        save_draft(unit, case_id, "elsewhere", "示例")
    with pytest.raises(ValueError, match="sneak"):
        save_draft(unit, case_id, DraftBoxes.REASON.of("sneak"), "示例")
    assert unit.drafts.of(case_id) == {}
