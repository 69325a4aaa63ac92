"""What an answer rested on and what is gone since: its point says so until it is answered anew, the answer stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.intake.pinning import pin_place, withdraw_pin
from reviewer_app.services.intake.scans import ScanFile, keep_scan
from reviewer_app.services.intake.scans_taken_away import bring_scan_back, take_scan_away
from reviewer_ui.opinion.items import Item, groups_of
from support.casework import registered
from support.fakes import FakeUnit

_RULE = "E2.staff"
_PLACE = Place(1, 100, 100, 500, 300)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    """A case with a point answered on a place pinned in a scan."""
    made = registered(unit)
    keep_scan(unit, made, [ScanFile("申请表.pdf", b"scan")])
    pin_place(unit, made, _RULE, unit.attachments.of(made)[0].sha256, _PLACE, "list")
    checking.answer_item(unit, made, _RULE, Verdict.MET)
    _pass(unit)
    return made


def _pass(unit: FakeUnit) -> None:
    unit.clock += timedelta(minutes=1)


def _item(unit: FakeUnit, case_id: int) -> Item:
    return next(one for group in groups_of(open_case(unit, case_id)) for one in group.items if one.rule_id == _RULE)


def test_a_pin_taken_away_is_told_until_the_point_is_answered_anew(unit: FakeUnit, case_id: int) -> None:
    assert _item(unit, case_id).hints == ()
    withdraw_pin(unit, case_id, 1, "框错了")
    told = "作答之后，作为依据框定的 申请表.pdf 第 1 页一处被取消（框错了），请核对后按 0 再作答确认"
    assert (_item(unit, case_id).hints, _item(unit, case_id).verdict) == ((told,), Verdict.MET)
    _pass(unit)
    checking.answer_item(unit, case_id, _RULE, Verdict.UNDECIDED)
    assert _item(unit, case_id).hints == ()
    checking.answer_item(unit, case_id, _RULE, Verdict.MET)
    assert _item(unit, case_id).hints == ()


def test_a_pin_made_again_is_there(unit: FakeUnit, case_id: int) -> None:
    withdraw_pin(unit, case_id, 1, "框错了")
    pin_place(unit, case_id, _RULE, unit.attachments.of(case_id)[0].sha256, _PLACE, "list")
    assert _item(unit, case_id).hints == ()


def test_a_scan_that_left_the_case_is_told_until_it_is_back(unit: FakeUnit, case_id: int) -> None:
    sha256 = unit.attachments.of(case_id)[0].sha256
    take_scan_away(unit, case_id, sha256, "归错了")
    assert _item(unit, case_id).hints == ("作答之后，作为依据的扫描件 申请表.pdf 移出了本案，请核对后按 0 再作答确认",)
    assert _item(unit, case_id).evidence == ()
    bring_scan_back(unit, case_id, sha256)
    assert _item(unit, case_id).hints == ()


def test_a_file_whose_content_is_gone_is_told(unit: FakeUnit, case_id: int) -> None:
    checking.attach_evidence(unit, case_id, _RULE, "名单.pdf", b"%PDF")
    unit.attachments.bytes.clear()
    assert _item(unit, case_id).hints == (
        "证据文件 名单.pdf 在案卷库里找不到了，请重新附上，或从备份找回",
        "证据文件 申请表.pdf 在案卷库里找不到了，请重新附上，或从备份找回",
    )
    assert _item(unit, case_id).verdict is Verdict.MET
