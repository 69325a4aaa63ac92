"""Following the promised standards of an approved project through the services, as an officer does it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import Recusal
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.standards.promise import Origin, Progress, Stage, Standing
from reviewer_app.domain.states import State
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.standards.following import (
    NamedRow,
    ReachedStage,
    amend_standard,
    give_up,
    proposed_rows,
    reach_stage,
    resume,
    step_back,
    strike_out,
    take_over,
)
from reviewer_app.services.standards.looking import earlier_told, progress_of_seasons, standards_of
from support.casework import registered
from support.fakes import FakeUnit
from support.standard_acts import approve, published, taken

_REASON = "起草单位来函说明"
_ROW = NamedRow(StandardLevel.GROUP, "示例驿站运行服务规范", "2025", "T/YLBZ 012—2024")


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_the_rows_of_the_form_are_taken_over_once_and_nothing_is_typed_twice(unit: FakeUnit) -> None:
    case_id = registered(unit)
    approve(unit, case_id)
    rows = proposed_rows(unit, case_id)
    assert [(row.level, row.origin) for row in rows] == [(StandardLevel.LOCAL, Origin.FORM)]
    take_over(unit, case_id, rows)
    view = standards_of(unit, case_id)
    assert (view.progress, view.proposed) == (Progress(1), ())
    with pytest.raises(RefusalError, match=r"standard\.taken_already"):
        take_over(unit, case_id, rows)
    event = unit.events.latest(1)[0]
    assert (event.act, event.detail) == (
        "standards_taken",
        {"standards": "地方标准（名称待定）", "source": "申请表预期成果"},
    )
    # Struck out because it was wrong, the form's rows are offered again.
    strike_out(unit, view.standards[0].id, _REASON)
    assert proposed_rows(unit, case_id) == rows


def test_nothing_is_promised_before_the_bureau_approved(unit: FakeUnit) -> None:
    case_id = registered(unit)
    assert standards_of(unit, case_id).proposed == ()
    for state in (State.SENT, State.NOT_APPROVED, State.REGISTERED):
        approve(unit, case_id, state)
        with pytest.raises(RefusalError, match=r"standard\.not_approved"):
            take_over(unit, case_id, [_ROW])
    assert unit.standards.of_case(case_id) == ()


def test_a_standard_goes_its_way_with_days_and_evidence(unit: FakeUnit) -> None:
    case_id = registered(unit)
    standard_id = taken(unit, case_id)
    day = unit.today - timedelta(days=30)
    reach_stage(unit, standard_id, ReachedStage(Stage.COMMENT, day, file_name="征求意见稿.pdf", content=b"%PDF"))
    reach_stage(unit, standard_id, ReachedStage(Stage.PUBLISHED, unit.today))
    standard = unit.standards.get(standard_id)
    assert standard.days == ((Stage.COMMENT, day), (Stage.PUBLISHED, unit.today))
    kept = standard.words[1]
    assert (kept.file_name, unit.attachments.content(kept.sha256)) == ("征求意见稿.pdf", b"%PDF")
    assert standards_of(unit, case_id).progress == Progress(2, 1)
    with pytest.raises(RefusalError, match=r"standard\.stage_back"):
        reach_stage(unit, standard_id, ReachedStage(Stage.COMMENT, unit.today))
    step_back(unit, standard_id, Stage.COMMENT, _REASON)
    assert unit.standards.get(standard_id).days == ((Stage.COMMENT, day),)
    assert progress_of_seasons(unit) == {"2024": Progress(2, 0)}


def test_a_number_that_stands_elsewhere_is_asked_about_once(unit: FakeUnit) -> None:
    published(unit, registered(unit))
    other = registered(unit, project_name="另一标准化试点", filing_number="SH2024617120002")
    approve(unit, other)
    take_over(unit, other, [replace(_ROW, name="另一规范", number="")])
    standard_id = unit.standards.of_case(other)[0].id
    same = replace(_ROW, name="另一规范", number="T/YLBZ 012-2024")
    with pytest.raises(RefusalError) as refused:
        amend_standard(unit, standard_id, same)
    assert refused.value.code == "standard.number_twice"
    assert unit.standards.get(standard_id).named.number == ""
    amend_standard(unit, standard_id, same, sure_of={"standard.number_twice"})
    assert unit.standards.get(standard_id).named.number == "T/YLBZ 012-2024"


def test_what_is_given_up_stays_promised_and_what_was_a_mistake_does_not(unit: FakeUnit) -> None:
    case_id = registered(unit)
    standard_id = taken(unit, case_id)
    give_up(unit, standard_id, _REASON)
    assert standards_of(unit, case_id).progress == Progress(2, 0, 1)
    with pytest.raises(RefusalError, match=r"standard\.given_up_already"):
        reach_stage(unit, standard_id, ReachedStage(Stage.PROJECT, unit.today))
    with pytest.raises(RefusalError, match=r"standard\.ended_already"):
        strike_out(unit, standard_id, _REASON)
    resume(unit, standard_id, _REASON)
    strike_out(unit, standard_id, _REASON)
    assert standards_of(unit, case_id).progress == Progress(1)
    assert unit.standards.get(standard_id).standing is Standing.STRUCK
    with pytest.raises(RefusalError, match=r"standard\.not_counted"):
        amend_standard(unit, standard_id, _ROW)


def test_a_unit_that_applies_again_is_told_what_it_promised(unit: FakeUnit) -> None:
    first = registered(unit)
    again = registered(unit, project_name="另一标准化试点", filing_number="SH2024617120002")
    published(unit, first)
    view = standards_of(unit, again)
    assert [(one.application_id, one.progress) for one in view.earlier] == [(first, Progress(2, 1))]
    assert earlier_told(view.earlier) == "2024年承诺 2 项，发布 1 项"
    assert standards_of(unit, first).earlier == ()


def test_a_refused_row_leaves_nothing_behind(unit: FakeUnit) -> None:
    case_id = registered(unit)
    approve(unit, case_id)
    for bad, code in ((replace(_ROW, number="GB 1-2020"), "number_other_level"), (replace(_ROW, year="25"), "year")):
        with pytest.raises(RefusalError, match=rf"standard\.{code}"):
            take_over(unit, case_id, [bad])
    assert unit.standards.of_case(case_id) == ()
    with pytest.raises(RefusalError, match=r"standard\.no_rows"):
        take_over(unit, case_id, [])


def test_who_keeps_off_a_case_follows_none_of_its_standards(unit: FakeUnit) -> None:
    case_id = registered(unit)
    standard_id = taken(unit, case_id)
    case = unit.applications.get(case_id)
    unit.applications.update(replace(case, recusals=(Recusal(unit.actor.name, "亲属", unit.now),)))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        take_over(unit, case_id, [_ROW])
    with pytest.raises(RefusalError, match=r"act\.recused"):
        reach_stage(unit, standard_id, ReachedStage(Stage.PROJECT, unit.today))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        give_up(unit, standard_id, _REASON)
