"""Scans with their case: where one goes, what is read of it, and rectangles pinned on it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields, summary_of
from reviewer_app.domain.evidence.scans import SCAN, Place, ReadingStand, compared_by_machine, reading_notes
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.checking import record_comparison
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.merging import Side, merge_cases, plan_merge
from reviewer_app.services.intake.pairing import accept_pair, part_pair
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import (
    ScanFile,
    keep_scan,
    owner_of,
    pass_readings,
    scans_of,
    take_readings,
)
from support.builders import CLEAN
from support.fake_scans import FILE, PLACE, read_as
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def case_of(unit: FakeUnit, source: Source = Source.ONLINE, **changed: str) -> int:
    return register_application(unit, {**CLEAN, **changed}, source).application_id


def test_a_scan_goes_where_its_code_or_its_number_says_exactly(unit: FakeUnit) -> None:
    case = unit.applications.get(case_of(unit))
    by_code = owner_of(unit, read_as(codes=("垃圾", f"SHBZ|{case.intake_number}|1/2")))
    by_number = owner_of(unit, read_as(filing_number=CLEAN["filing_number"]))
    assert by_code is not None
    assert by_number is not None
    assert (by_code.paper.case_id, by_code.why) == (case.id, "第1页的二维码")
    assert by_number.why == f"第1页的网上申报编号 {CLEAN['filing_number']}"
    assert owner_of(unit, read_as(filing_number=CLEAN["filing_number"][:-1])) is None
    assert owner_of(unit, read_as(codes=("上海", "SHBZ|"), filing_number="")) is None


def test_a_scan_is_kept_once_and_on_record(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE], why="第1页的二维码")
    again = keep_scan(unit, case_id, [FILE, FILE])
    assert not again.nouns
    assert [(one.name, one.purpose) for one in unit.attachments.of(case_id)] == [(FILE.name, SCAN)]
    last = unit.events.of(case_id)[-1]
    assert (last.act, dict(last.detail)) == (EventAct.SCAN_KEPT, {"file": FILE.name, "grounds": "第1页的二维码"})


def test_only_what_is_beyond_doubt_and_equal_is_compared_by_the_machine(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    unit.papers.put(case_id, PaperCopy(1, is_received=True))
    record_comparison(unit, case_id, "applicant", False, "另一单位")
    name, applicant = CLEAN["project_name"], CLEAN["applicant"]
    keep_scan(unit, case_id, [FILE], read_as(project_name=name, applicant=applicant, sector="社会管理"))
    found = unit.comparisons.of(case_id)
    assert (found["project_name"].is_same, found["applicant"].is_same) == (True, False)
    assert "sector" not in found
    assert dict(unit.events.of(case_id)[-1].detail) == {"项目名称": "一致（机读）"}
    assert [(one.field_id, one.value) for one in scans_of(unit, case_id).waiting] == [("sector", "社会管理")]
    view = open_case(unit, case_id)
    fields = compared_fields(view.pack, view.application.values, view.comparisons)
    assert compared_by_machine(fields, view.events) == {"project_name"}
    assert summary_of(fields, 1).startswith("纸质与网上已比对 2 / 19 项（其中 1 项为机读一致），不一致 1 项")
    record_comparison(unit, case_id, "project_name", False, "另一项目")
    record_comparison(unit, case_id, "project_name", True)
    view = open_case(unit, case_id)
    fields = compared_fields(view.pack, view.application.values, view.comparisons)
    assert compared_by_machine(fields, view.events) == frozenset()
    notes = reading_notes(view.readings)
    assert (notes["project_name"], notes["sector"]) == ("一致（机读）", "机读为“社会管理”（待核对）")


def test_an_equal_value_that_is_not_sure_asks_the_officer(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE], read_as(is_sure=False, project_name=CLEAN["project_name"]))
    assert unit.comparisons.of(case_id) == {}
    assert [one.field_id for one in scans_of(unit, case_id).waiting] == ["project_name"]


def test_candidates_fill_a_paper_case_and_stay_marked(unit: FakeUnit) -> None:
    case_id = case_of(unit, Source.PAPER, email="", mobile="")
    keep_scan(unit, case_id, [FILE], read_as(email="a@example.com", mobile="13800001234"))
    mail, mobile = scans_of(unit, case_id).waiting[::-1]
    assert (mail.place, mobile.field_id) == (Place(1, 100, 200, 600, 250), "mobile")
    take_readings(unit, case_id, unit.applications.get(case_id).revision, [mail.id])
    pass_readings(unit, case_id, [mobile.id])
    values = unit.applications.get(case_id).values
    assert (values["email"], values.get("mobile", "")) == ("a@example.com", "")
    assert [one.stand for one in unit.scans.readings(case_id)] == [ReadingStand.TAKEN, ReadingStand.SEEN]
    acts = [event.act for event in unit.events.of(case_id)[-3:]]
    assert acts == [EventAct.AMENDED, EventAct.READINGS_TAKEN, EventAct.READINGS_PASSED]
    with pytest.raises(RefusalError, match=r"scans\.settled"):
        take_readings(unit, case_id, 9, [mail.id])
    with pytest.raises(RefusalError, match=r"scans\.settled"):
        pass_readings(unit, case_id, [])


def test_a_machine_never_writes_over_an_online_record(unit: FakeUnit) -> None:
    case_id = case_of(unit, email="")
    keep_scan(unit, case_id, [FILE], read_as(email="a@example.com"))
    (one,) = scans_of(unit, case_id).waiting
    with pytest.raises(RefusalError, match=r"scans\.has_online"):
        take_readings(unit, case_id, unit.applications.get(case_id).revision, [one.id])
    assert unit.applications.get(case_id).values.get("email", "") == ""


def test_one_file_serves_several_points_and_a_wrong_pin_is_marked(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE])
    sha256 = unit.attachments.of(case_id)[0].sha256
    pin_place(unit, case_id, "E1.registered", sha256, PLACE)
    pin_place(unit, case_id, "M4.seal", sha256, PLACE)
    assert not pin_place(unit, case_id, "M4.seal", sha256, PLACE).nouns
    withdraw_pin(unit, case_id, 1, "框错了")
    first, second = unit.scans.pins(case_id)
    assert (first.is_standing, first.withdrawn_reason, second.is_standing) == (False, "框错了", True)
    last = unit.events.of(case_id)[-1]
    assert (last.act, last.reason) == (EventAct.PIN_WITHDRAWN, "框错了")
    assert list(last.detail.values()) == ["扫描.pdf 第2页的一处"]


@pytest.mark.parametrize(
    ("rule_id", "file", "place", "code"),
    [
        ("E1.registered", "", PLACE, "pin.no_file"),
        ("E9.none", "own", PLACE, "pin.no_item"),
        ("E1.registered", "own", replace(PLACE, right=300), "pin.no_place"),
        ("E1.registered", "own", replace(PLACE, page=0), "pin.no_place"),
        ("E1.registered", "own", replace(PLACE, bottom=99_999), "pin.no_place"),
    ],
)
def test_what_cannot_be_pinned_is_refused(unit: FakeUnit, rule_id: str, file: str, place: Place, code: str) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE])
    sha256 = unit.attachments.of(case_id)[0].sha256 if file else "0" * 64
    with pytest.raises(RefusalError) as raised:
        pin_place(unit, case_id, rule_id, sha256, place)
    assert raised.value.code == code
    assert unit.scans.pins(case_id) == ()


def test_a_pin_is_taken_away_once_and_with_a_reason(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE])
    pin_place(unit, case_id, "M4.seal", unit.attachments.of(case_id)[0].sha256, PLACE)
    for number, reason, code in ((2, "错", "unknown"), (1, " ", "no_reason")):
        with pytest.raises(RefusalError, match=rf"pin\.{code}"):
            withdraw_pin(unit, case_id, number, reason)
    withdraw_pin(unit, case_id, 1, "错")
    with pytest.raises(RefusalError, match=r"pin\.already_withdrawn"):
        withdraw_pin(unit, case_id, 1, "错")


def test_who_handles_no_cases_keeps_and_pins_nothing(unit: FakeUnit) -> None:
    case_id = case_of(unit)
    keep_scan(unit, case_id, [FILE], read_as(sector="社会管理"))
    sha256 = unit.attachments.of(case_id)[0].sha256
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    unit.acting("示例丙")
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"act\."):
        keep_scan(unit, case_id, [ScanFile("另.pdf", b"2")])
    with pytest.raises(RefusalError, match=r"act\."):
        pin_place(unit, case_id, "M4.seal", sha256, PLACE)
    with pytest.raises(RefusalError, match=r"act\."):
        pass_readings(unit, case_id, [1])
    assert len(unit.events.of(case_id)) == before


def test_what_is_pinned_and_read_on_the_paper_half_comes_along_to_the_online_one(unit: FakeUnit) -> None:
    """Equal or not is laid beside the online record; nothing is compared by the pairing itself, so it can be undone."""
    online = case_of(unit)
    paper = case_of(unit, Source.PAPER, filing_number="")
    name = CLEAN["project_name"]
    keep_scan(unit, paper, [FILE], read_as(project_name=name, sector="社会管理", filing_number=""))
    (kept,) = unit.attachments.of(paper)
    place = Place(1, 100, 100, 500, 300)
    pin_place(unit, paper, "M4.seal", kept.sha256, place)
    pin_place(unit, paper, "E1.registered", kept.sha256, place)
    withdraw_pin(unit, paper, unit.scans.pins(paper)[1].id, "框错了")
    accept_pair(unit, paper, online)
    assert [(one.rule_id, one.place, one.is_standing) for one in unit.scans.pins(online)] == [("M4.seal", place, True)]
    stands = {one.field_id: one.stand for one in unit.scans.readings(online)}
    assert stands == {"project_name": ReadingStand.EQUAL, "sector": ReadingStand.WAITING}
    assert [one.field_id for one in scans_of(unit, online).waiting] == ["sector"]
    assert unit.comparisons.of(online) == {}
    parted = part_pair(unit, paper, online)
    assert "框定的依据 1 处" in parted.left
    accept_pair(unit, paper, online, "确是同一件")
    assert len(unit.scans.pins(online)) == 1
    assert len(unit.scans.readings(online)) == 2


def test_what_is_pinned_and_read_on_a_double_comes_along_too(unit: FakeUnit) -> None:
    kept = case_of(unit)
    gone = case_of(unit, filing_number="SH2024617120077")
    keep_scan(unit, gone, [FILE], read_as(sector="社会管理", filing_number=""))
    pin_place(unit, gone, "M4.seal", unit.attachments.of(gone)[0].sha256, Place(1, 100, 100, 500, 300))
    chosen = {field.field_id: Side.KEPT for field in plan_merge(unit, kept, gone).fields}
    merge_cases(unit, plan_merge(unit, kept, gone), chosen, "重复提交")
    assert [one.rule_id for one in unit.scans.pins(kept)] == ["M4.seal"]
    assert [one.field_id for one in scans_of(unit, kept).waiting] == ["sector"]
