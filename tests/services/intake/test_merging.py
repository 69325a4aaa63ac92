"""One application registered twice: found, made one field by field, parted again, or kept apart for good."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.checks.likely import Likeness
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item, record_comparison
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.intake.likely import likely_of
from reviewer_app.services.intake.merging import Side, keep_apart, merge_cases, plan_merge, undo_merge
from reviewer_app.services.intake.paper_sets import CopyMark, receive_set
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from support.builders import CLEAN, values
from support.fakes import FakeUnit
from support.libraries import move

_WHY = "单位来电说明重复提交"
_OTHER_CODE = "91310115MAXX00015T"


def _register(unit: UnitOfWork, /, source: Source = Source.ONLINE, **changed: str) -> int:
    return register_application(unit, values(CLEAN, **changed), source).application_id


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def twice(unit: FakeUnit) -> tuple[int, int]:
    """One project filed twice, the second time with another telephone and a mobile."""
    first = _register(unit)
    return first, _register(unit, filing_number="SH2024699990001", contact_phone="62220000", mobile="13800000000")


def _findings(unit: UnitOfWork, case_id: int) -> set[str]:
    return {one.id for one in unit.applications.get(case_id).findings}


def _merge(unit: UnitOfWork, kept: int, gone: int, **chosen: Side) -> None:
    merge_cases(
        unit, plan_merge(unit, kept, gone), {"filing_number": Side.KEPT, "contact_phone": Side.GONE, **chosen}, _WHY
    )


def test_doubles_are_found_with_their_why_and_another_project_is_none(unit: FakeUnit, twice: tuple[int, int]) -> None:
    renamed = _register(unit, applicant="上海更了名有限公司", filing_number="A1", project_name="第三个项目标准化试点")
    recoded = _register(unit, credit_code=_OTHER_CODE, filing_number="A2", project_name="第四个项目标准化试点")
    plain = _register(unit, filing_number="A3", project_name="第五个项目标准化试点")
    found = {one.case.id: one for one in likely_of(unit, unit.applications.get(twice[0])).others}
    assert found[twice[1]].likeness == (Likeness.SAME_PROJECT,)
    assert found[renamed].likeness == (Likeness.OTHER_PROJECT, Likeness.CODE_TWO_NAMES)
    assert found[recoded].likeness == (Likeness.OTHER_PROJECT, Likeness.NAME_TWO_CODES)
    assert not found[plain].is_double
    assert len(likely_of(unit, unit.applications.get(twice[0])).doubles) == 3


def test_fields_in_which_both_say_something_must_be_chosen(unit: FakeUnit, twice: tuple[int, int]) -> None:
    plan = plan_merge(unit, *twice)
    assert {one.field_id: one.side for one in plan.fields} == {
        "filing_number": None,
        "contact_phone": None,
        "mobile": Side.GONE if not plan.kept.values.get("mobile") else None,
    }
    with pytest.raises(RefusalError, match="undecided"):
        merge_cases(unit, plan, {"filing_number": Side.KEPT}, _WHY)
    with pytest.raises(RefusalError, match="reason"):
        merge_cases(unit, plan, {one.field_id: Side.KEPT for one in plan.fields}, " ")
    assert unit.applications.get(twice[1]).state is State.REGISTERED


def test_what_changed_since_it_was_read_is_not_merged(unit: FakeUnit, twice: tuple[int, int]) -> None:
    plan = plan_merge(unit, *twice)
    gone = unit.applications.get(twice[1])
    amend_application(unit, gone.id, gone.revision, {**gone.values, "contact_phone": "62229999"})
    with pytest.raises(RefusalError, match="changed_elsewhere"):
        merge_cases(unit, plan, {one.field_id: Side.KEPT for one in plan.fields}, _WHY)


def test_a_field_amended_since_stays_and_is_told(unit: FakeUnit, twice: tuple[int, int]) -> None:
    _merge(unit, *twice, mobile=Side.GONE)
    kept = unit.applications.get(twice[0])
    amend_application(unit, kept.id, kept.revision, {**kept.values, "contact_phone": "62228888"})
    undone = undo_merge(unit, *twice)
    assert "联系电话" in undone.left
    assert unit.applications.get(twice[0]).values["contact_phone"] == "62228888"


def test_what_was_reviewed_is_not_undone_and_twice_is_refused(unit: FakeUnit, twice: tuple[int, int]) -> None:
    _merge(unit, *twice, mobile=Side.GONE)
    with pytest.raises(RefusalError, match=r"merging\."):
        _merge(unit, *twice, mobile=Side.GONE)
    move(unit, twice[0], State.SIGNED_OFF)
    with pytest.raises(RefusalError, match="gone_on"):
        undo_merge(unit, *twice)


def test_papers_compared_since_hold_the_two_together(unit: FakeUnit, twice: tuple[int, int]) -> None:
    receive_set(unit, twice[1], [CopyMark.SEALED] * 3, 24)
    _merge(unit, *twice, mobile=Side.GONE)
    record_comparison(unit, twice[0], "project_name", True)
    with pytest.raises(RefusalError, match="copies_changed"):
        undo_merge(unit, *twice)


def test_a_case_somebody_worked_on_is_kept_and_not_the_one_that_goes(unit: FakeUnit, twice: tuple[int, int]) -> None:
    answer_item(unit, twice[1], unit.packs.current("2024").rules[0].id, Verdict.MET)
    assert "保留" in plan_merge(unit, *twice).hindrance
    assert plan_merge(unit, twice[1], twice[0]).hindrance == ""


def test_halves_are_paired_and_not_merged(unit: FakeUnit) -> None:
    online, paper = _register(unit), _register(unit, Source.PAPER, filing_number="")
    assert likely_of(unit, unit.applications.get(online)).others == ()
    assert "配对" in plan_merge(unit, online, paper).hindrance


def test_kept_apart_they_are_called_doubles_by_nothing_any_more(unit: FakeUnit, twice: tuple[int, int]) -> None:
    keep_apart(unit, *twice)
    assert len(likely_of(unit, unit.applications.get(twice[0])).doubles) == 0
    for case_id in twice:
        assert "duplicate.same_project" not in _findings(unit, case_id)
        case = unit.applications.get(case_id)
        amend_application(unit, case_id, case.revision, {**case.values, "contact_phone": "62227777"})
        assert "duplicate.same_project" not in _findings(unit, case_id)
    third = _register(unit, filing_number="SH2024699990003")
    assert "duplicate.same_project" in _findings(unit, twice[0]) & _findings(unit, third)


def test_the_unit_in_an_earlier_season_and_on_a_list_of_the_bureau_is_told(unit: FakeUnit) -> None:
    first = _register(unit)
    begin_season(unit, "2025")
    turn_to_season(unit, "2025")
    row = ListRow(2, CLEAN["applicant"], CLEAN["credit_code"], "", date(2023, 3, 2), "2023-03-02", "计量违法", "一号")
    unit.own_lists.add(ListKind.PENALTY, "执法科", unit.today, "清单.csv", [row], ())
    second = _register(unit, filing_number="SH2025617120017")
    found = likely_of(unit, unit.applications.get(second))
    assert [case.id for case in found.earlier] == [first]
    assert found.others == ()
    assert "计量违法" in found.listed[0]
