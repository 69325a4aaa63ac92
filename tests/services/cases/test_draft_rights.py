"""A draft is kept only in a box of an act open to the person, and never over what another has typed."""

from __future__ import annotations

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.registering import register_application
from support.builders import CLEAN
from support.fakes import FakeUnit

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


@pytest.mark.parametrize("box", _HANDLERS)
def test_another_handler_never_writes_over_what_is_there(unit: FakeUnit, case_id: int, box: str) -> None:
    save_draft(unit.acting("示例甲"), case_id, box, "经办写的")
    _refused(unit, "示例乙", case_id, box, "draft.of_another")


def test_who_handles_the_case_has_the_last_word_and_an_empty_box_is_anybodys(unit: FakeUnit, case_id: int) -> None:
    box = DraftBox.OPINION_TEXT
    save_draft(unit.acting("示例乙"), case_id, box, "代写的")
    save_draft(unit.acting("示例甲"), case_id, box, "经办写的")
    save_draft(unit.acting("示例甲"), case_id, box, " ")
    save_draft(unit.acting("示例乙"), case_id, box, "代写的")
    assert unit.drafts.of(case_id)[box].text == "代写的"


def test_the_comment_is_the_heads_alone(unit: FakeUnit, case_id: int) -> None:
    for name in ("示例甲", "示例戊"):
        _refused(unit, name, case_id, DraftBox.CHALLENGE, "act.role_needed")
    save_draft(unit.acting("示例丙"), case_id, DraftBox.CHALLENGE, "请补充依据")
    _refused(unit, "示例丁", case_id, DraftBox.CHALLENGE, "draft.of_another")


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
