"""A scan given to the wrong case leaves it with all that hangs on it, goes to the right one, and can come back."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import kept_files, reading_notes, standing_scans
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.checking import record_comparison, record_paper, record_rest_same
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.merging import Side, merge_cases, plan_merge
from reviewer_app.services.intake.pinning import pin_place
from reviewer_app.services.intake.scans import keep_scan, scans_of, take_readings
from reviewer_app.services.intake.scans_taken_away import bring_scan_back, standing_on, take_scan_away
from support.builders import CLEAN
from support.fake_scans import FILE, PLACE, read_as
from support.fakes import FakeUnit

NAME = CLEAN["project_name"]


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def two_cases(unit: FakeUnit, source: Source = Source.ONLINE) -> tuple[int, int]:
    """The wrong case with its scan, and the right one."""
    wrong = register_application(unit, {**CLEAN, "email": ""}, source).application_id
    other = {**CLEAN, "filing_number": "SH2024017530942", "project_name": "另一项目", "email": ""}
    return wrong, register_application(unit, other, source).application_id


def scan_of(unit: FakeUnit, case_id: int, **values: str) -> str:
    keep_scan(unit, case_id, [FILE], read_as(True, **values))
    return unit.attachments.of(case_id)[0].sha256


def test_it_goes_to_the_right_case_with_what_was_read_and_stays_marked_in_the_wrong_one(unit: FakeUnit) -> None:
    wrong, right = two_cases(unit)
    sha256 = scan_of(unit, wrong, project_name="另一项目", direction="另一方向")
    pin_place(unit, wrong, "M4.seal", sha256, PLACE)
    take_scan_away(unit, wrong, sha256, " 放混了 ", right)
    view, numbers = open_case(unit, wrong), unit.applications.get(right).intake_number
    assert (view.pins, view.readings, scans_of(unit, wrong).scans) == ((), (), ())
    assert [one.name for one in kept_files(view.attachments)] == [FILE.name]
    last = unit.events.of(wrong)[-1]
    assert (last.act, last.reason) == (EventAct.SCAN_TAKEN_AWAY, "放混了")
    assert dict(last.detail) == {
        "file": FILE.name,
        "content_hash": sha256,
        "other_case": numbers,
        "left_behind": "框定的依据 1 处",
    }
    came = scans_of(unit, right)
    assert [one.sha256 for one in came.scans] == [sha256]
    assert [one.field_id for one in came.waiting] == ["direction"]
    assert unit.comparisons.of(right)["project_name"].is_same
    assert unit.attachments.content(sha256) == FILE.content


def test_values_taken_and_equal_ones_are_pointed_out_until_an_officer_has_looked(unit: FakeUnit) -> None:
    wrong, _ = two_cases(unit)
    sha256 = scan_of(unit, wrong, project_name=NAME)
    assert standing_on(unit, wrong, sha256)[1] == "机读一致：项目名称"
    take_scan_away(unit, wrong, sha256, "放混了")
    view = open_case(unit, wrong)
    assert reading_notes(view.readings, view.lost) == {"project_name": "机读一致所据的扫描件已移出本案，请重新核对"}
    with pytest.raises(RefusalError, match=r"comparison\.no_paper"):
        record_rest_same(unit, wrong)
    unit.clock += timedelta(minutes=5)
    record_paper(unit, wrong, PaperCopy(1, is_received=True))
    record_comparison(unit, wrong, "project_name", True)
    assert open_case(unit, wrong).lost == ()
    assert unit.events.of(wrong)[-1].act == EventAct.COMPARED


def test_a_value_that_came_from_it_into_a_paper_case_is_pointed_out(unit: FakeUnit) -> None:
    wrong, _ = two_cases(unit, Source.PAPER)
    sha256 = scan_of(unit, wrong, email="a@example.com")
    (mail,) = scans_of(unit, wrong).waiting
    take_readings(unit, wrong, unit.applications.get(wrong).revision, [mail.id])
    take_scan_away(unit, wrong, sha256, "放混了")
    (lost,) = open_case(unit, wrong).lost
    assert (lost.field_id, unit.applications.get(wrong).values["email"]) == ("email", "a@example.com")
    assert unit.events.of(wrong)[-1].detail["left_behind"] == "已取用的值：电子邮箱"


def test_it_comes_back_with_its_pins_while_nobody_built_on_the_other_case(unit: FakeUnit) -> None:
    wrong, right = two_cases(unit)
    sha256 = scan_of(unit, wrong, direction="另一方向")
    pin_place(unit, wrong, "M4.seal", sha256, PLACE)
    take_scan_away(unit, wrong, sha256, "放混了", right)
    bring_scan_back(unit, wrong, sha256)
    view = scans_of(unit, wrong)
    assert ([one.is_standing for one in view.pins], [one.field_id for one in view.waiting]) == ([True], ["direction"])
    assert scans_of(unit, right).scans == ()
    assert unit.events.of(right)[-1].reason == "撤销移出"
    assert len(kept_files(unit.attachments.of(wrong))) == 1
    with pytest.raises(RefusalError, match=r"scans\.not_gone"):
        bring_scan_back(unit, wrong, sha256)
    take_scan_away(unit, wrong, sha256, "还是放混了", right)
    pin_place(unit, right, "M4.seal", sha256, PLACE)
    with pytest.raises(RefusalError, match=r"scans\.built_on"):
        bring_scan_back(unit, wrong, sha256)
    assert standing_scans(unit.attachments.of(wrong)) == ()


def test_the_same_file_given_once_more_is_the_case_s_again(unit: FakeUnit) -> None:
    wrong, _ = two_cases(unit)
    sha256 = scan_of(unit, wrong)
    take_scan_away(unit, wrong, sha256, "放混了")
    with pytest.raises(RefusalError, match=r"pin\.no_file"):
        pin_place(unit, wrong, "M4.seal", sha256, PLACE)
    keep_scan(unit, wrong, [FILE])
    assert [one.sha256 for one in standing_scans(unit.attachments.of(wrong))] == [sha256]


@pytest.mark.parametrize(
    ("reason", "to", "again", "code"),
    [(" ", 0, False, "no_reason"), ("放混了", 1, False, "same_case"), ("放混了", 0, True, "not_here")],
)
def test_what_cannot_be_taken_away_is_refused(unit: FakeUnit, reason: str, to: int, again: bool, code: str) -> None:
    wrong, _ = two_cases(unit)
    sha256 = scan_of(unit, wrong)
    if again:
        take_scan_away(unit, wrong, sha256, "放混了")
    before = len(unit.attachments.of(wrong))
    with pytest.raises(RefusalError, match=rf"scans\.{code}"):
        take_scan_away(unit, wrong, sha256, reason, wrong if to else None)
    assert len(unit.attachments.of(wrong)) == before


def test_who_handles_no_cases_moves_no_scan(unit: FakeUnit) -> None:
    wrong, right = two_cases(unit)
    sha256 = scan_of(unit, wrong)
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    unit.acting("示例丙")
    with pytest.raises(RefusalError, match=r"act\."):
        take_scan_away(unit, wrong, sha256, "放混了", right)
    with pytest.raises(RefusalError, match=r"act\."):
        bring_scan_back(unit, wrong, sha256)


def test_scans_of_one_name_are_told_apart_when_one_comes_back(unit: FakeUnit) -> None:
    wrong, right = two_cases(unit)
    keep_scan(unit, wrong, [FILE], read_as(True))
    keep_scan(unit, wrong, [replace(FILE, content=FILE.content + b"%")], read_as(True))
    given, thrown = (one.sha256 for one in unit.attachments.of(wrong))
    take_scan_away(unit, wrong, given, "放混了", right)
    take_scan_away(unit, wrong, thrown, "多扫了")
    bring_scan_back(unit, wrong, given)
    assert [one.sha256 for one in standing_scans(unit.attachments.of(wrong))] == [given]
    assert standing_scans(unit.attachments.of(right)) == ()


def test_a_scan_given_to_a_case_stays_there_when_the_other_goes_into_it(unit: FakeUnit) -> None:
    wrong, right = two_cases(unit)
    sha256 = scan_of(unit, wrong)
    take_scan_away(unit, wrong, sha256, "放混了", right)
    plan = plan_merge(unit, right, wrong)
    merge_cases(unit, plan, {one.field_id: Side.KEPT for one in plan.fields}, "重复登记")
    assert [one.sha256 for one in standing_scans(unit.attachments.of(right))] == [sha256]
