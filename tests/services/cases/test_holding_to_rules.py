"""What the desk asks about, refuses and calls by its name, so that no wrong paper leaves the office."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.deadlines import add_workdays
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass, ReadinessAct
from reviewer_app.domain.readiness import Proposal, readiness
from reviewer_app.domain.record import RecordKey
from reviewer_app.packs.calendars import office_calendar
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.readying import facts_of, said
from reviewer_app.services.cases.registering import register_application
from support.builders import CLEAN, values
from support.casework import answered, proposed, registered
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

GENERAL, KEY = ProjectClass.GENERAL, ProjectClass.KEY


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _said(unit: FakeUnit, case_id: int, outcome: Outcome, chosen: ProjectClass = GENERAL, text: str = "") -> str:
    proposal = Proposal(outcome, chosen, text)
    points = readiness(facts_of(unit, unit.applications.get(case_id), proposal), ReadinessAct.SUBMIT)
    return "\n".join(said(point) for point in points if point.code.startswith("opinion."))


def test_declining_without_any_point_against_it_is_said(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit), but=["E5.policy"])
    assert "没有一项结论为不符合" in _said(unit, case_id, Outcome.DECLINE)


def test_declining_for_what_is_generally_not_approved_needs_no_question(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit), E4_internal=Verdict.NOT_MET)
    assert _said(unit, case_id, Outcome.DECLINE) == ""


def test_a_class_that_was_not_asked_for_is_said(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    assert _said(unit, case_id, Outcome.RECOMMEND, KEY) == "申报类别为一般，而意见建议作为重点项目推荐。"


def test_words_of_the_other_class_are_said(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    said = _said(unit, case_id, Outcome.RECOMMEND, GENERAL, "建议作为重点项目推荐。")
    assert said == "意见文字写的是重点项目，而所选为一般项目。"


def test_a_return_for_correction_waits_for_no_second_person(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit), M3_copies=Verdict.NOT_MET)
    reviewing.submit_opinion(unit, case_id, Outcome.RETURN_FOR_CORRECTION, GENERAL, "请补交第三份。")
    assert unit.opinions.of(case_id)[-1].status is OpinionStatus.TOLD


def test_only_handlers_register(unit: FakeUnit) -> None:
    unit.actor = User("示例丙", frozenset({Role.ADMIN, Role.HEAD}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        register_application(unit, CLEAN, Source.PAPER)


def _batch(unit: FakeUnit, *case_ids: int) -> int:
    number = unit.batches.next_number("2024")
    cases = [unit.applications.get(case_id) for case_id in case_ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    for case in cases:
        event = unit.events.of(case.id)[-1]
        unit.events.append(
            replace(event, act="exported", detail={RecordKey.BATCH: str(number)}, to_state="", from_state="")
        )
    return unit.batches.add(
        Batch(number, "2024", "批次", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), lines)
    )


def test_a_batch_whose_opinion_was_taken_back_cannot_be_sent(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    signed_off(unit, case_id)
    old = _batch(unit, case_id)
    reviewing.reopen(unit, case_id, "补充理由")
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, "第二稿，同意推荐。")
    signed_off(unit, case_id)
    seal_cases(unit, [case_id])
    new = _batch(unit, case_id)
    with pytest.raises(RefusalError, match=r"batch\.stale"):
        send_excused(unit, old)
    send_excused(unit, new)
    with pytest.raises(RefusalError, match=r"batch\.cases_sent"):
        send_excused(unit, old)


def test_an_administrator_alone_sends_nothing(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    signed_off(unit, case_id)
    seal_cases(unit, [case_id])
    batch_id = _batch(unit, case_id)
    unit.actor = User("示例丙", frozenset({Role.ADMIN}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        send_excused(unit, batch_id)


def test_the_office_adds_a_new_years_table_itself(tmp_path: Path) -> None:
    with pytest.raises(RefusalError, match=r"calendar\.no_year"):
        add_workdays(office_calendar(tmp_path), date(2027, 2, 1), 5)
    table = (
        'year = 2027\nsource = "年表（演练）"\nworked_weekends = []\n'
        '[[holidays]]\nname = "演练"\nfirst = 2027-02-03\nlast = 2027-02-04\n'
    )
    (tmp_path / "2027.toml").write_text(table, encoding="utf-8")
    assert add_workdays(office_calendar(tmp_path), date(2027, 2, 1), 2) == date(2027, 2, 5)
    (tmp_path / "2028.toml").write_text("year = 'x'", encoding="utf-8")
    with pytest.raises(TroubleError, match=r"calendar\.broken"):
        office_calendar(tmp_path)


def test_a_clean_case_is_still_recommended_without_a_word(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit, **values()))
    assert _said(unit, case_id, Outcome.RECOMMEND, GENERAL, "建议作为一般项目推荐。") == ""


@pytest.mark.parametrize(
    ("number", "pages", "code"),
    [(0, 1, "number"), (-1, 1, "number"), (100, 1, "number"), (1, -5, "pages"), (1, 10**9, "pages")],
)
def test_a_paper_copy_that_cannot_be_is_refused(number: int, pages: int, code: str) -> None:
    unit = FakeUnit()
    case_id = register_application(unit, CLEAN, Source.PAPER).application_id
    with pytest.raises(RefusalError, match=rf"paper_copy\.{code}"):
        checking.record_paper(unit, case_id, PaperCopy(number, True, True, "", pages))
    assert unit.papers.of(case_id) == ()
