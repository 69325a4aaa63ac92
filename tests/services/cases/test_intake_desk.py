"""The intake desk: what was typed and not registered, and what came in last."""

from __future__ import annotations

from reviewer_app.domain.application import Source
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.registering import forget_typed, recent_intake, register_application, typed_so_far
from support.desk_pages import application
from support.fakes import FakeUnit


def test_what_was_typed_comes_back_field_by_field_and_is_forgotten_when_registered() -> None:
    unit = FakeUnit()
    save_draft(unit, 0, DraftBoxes.REGISTER.of("applicant"), "上海示例")
    save_draft(unit, 0, DraftBoxes.REGISTER.of("goal"), "")
    assert typed_so_far(unit) == {"applicant": "上海示例"}
    register_application(unit, application(1), Source.PAPER)
    assert typed_so_far(unit) == {}


def test_clearing_the_form_leaves_other_drafts_alone() -> None:
    unit = FakeUnit()
    save_draft(unit, 0, DraftBoxes.REGISTER.of("applicant"), "上海示例")
    save_draft(unit, 0, "elsewhere", "留着")
    forget_typed(unit)
    assert list(unit.drafts.of(0)) == ["elsewhere"]


def test_the_newest_numbers_come_first_and_only_so_many() -> None:
    unit = FakeUnit()
    for number in range(1, 6):
        register_application(unit, application(number), Source.ONLINE)
    assert [row.intake_number for row in recent_intake(unit, 2)] == ["2024-示-0005", "2024-示-0004"]
