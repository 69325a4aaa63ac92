"""What a second list says of a case already there: cleared cells, what was typed here, what the portal did since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Source
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.pairing import accept_pair
from reviewer_app.services.intake.previewing import ImportAction, ImportLine, decide, preview_import
from reviewer_app.services.ports.records import ImportedList, SheetRow
from support.builders import CLEAN, values
from support.fakes import FakeUnit

#: Every field of the clean form has a column in these lists.
_HEADS = {name: name for name in (*CLEAN, "mobile", "address")}


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def listed(row: dict[str, str], status: str = "") -> ImportedList:
    sheet = ImportedList(Path("清单.xlsx"), "1", 1, _HEADS, (), (SheetRow(2, row),), ())
    return replace(sheet, statuses={"2": status} if status else {})


def take(unit: FakeUnit, sheet: ImportedList) -> ImportLine:
    preview = preview_import(unit, sheet)
    write_import(unit, preview)
    return preview.lines[0]


def without(*names: str) -> dict[str, str]:
    return {name: value for name, value in CLEAN.items() if name not in names}


def test_a_cleared_cell_of_a_paired_case_is_shown_and_emptied(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    register_application(unit, values(filing_number=""), Source.PAPER)
    accept_pair(unit, 2, 1)
    assert unit.applications.get(1).source is Source.BOTH
    line = take(unit, listed(without("contact_phone")))
    assert line.action is ImportAction.UPDATE
    assert f"联系电话：{CLEAN['contact_phone']} → （空）" in line.reason
    assert "contact_phone" not in unit.applications.get(1).values


def test_a_list_clears_nothing_that_only_the_paper_ever_said(unit: FakeUnit) -> None:
    register_application(unit, values(mobile="13812345678"), Source.PAPER)
    assert take(unit, listed(dict(CLEAN))).action is ImportAction.UPDATE
    assert unit.applications.get(1).values["mobile"] == "13812345678"
    line = take(unit, listed(without("contact_phone")))
    assert "联系电话" in line.reason
    assert "手机" not in line.reason
    after = unit.applications.get(1).values
    assert ("mobile" in after, "contact_phone" in after) == (True, False)


def test_what_the_officer_typed_stays_until_the_list_says_something_new(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    case = unit.applications.get(1)
    amend_application(unit, 1, case.revision, {**case.values, "contact_phone": "64229999"})
    line = take(unit, listed({**CLEAN, "contact_person": "样本己"}))
    assert (line.action, "联系电话" in line.reason) == (ImportAction.UPDATE, False)
    assert unit.applications.get(1).values["contact_phone"] == "64229999"
    newer = listed({**CLEAN, "contact_person": "样本己", "contact_phone": "64228888"})
    asked = preview_import(unit, newer)
    assert asked.lines[0].action is ImportAction.CONFLICT
    assert "“联系电话”经办人改过" in asked.lines[0].reason
    write_import(unit, asked)
    assert unit.applications.get(1).values["contact_phone"] == "64229999"
    write_import(unit, decide(preview_import(unit, newer), 2))
    assert unit.applications.get(1).values["contact_phone"] == "64228888"
    assert take(unit, newer).action is ImportAction.SKIP


@pytest.mark.parametrize("status", ["已退回", "已撤回", "草稿"])
def test_what_the_portal_did_meanwhile_is_shown_and_told_on_the_case(unit: FakeUnit, status: str) -> None:
    take(unit, listed(dict(CLEAN), "已受理"))
    before = unit.applications.get(1)
    line = take(unit, listed(dict(CLEAN), status))
    assert line.action is ImportAction.TELL
    assert f"网上状态：已受理 → {status}" in line.reason
    assert unit.applications.get(1) == before
    told = unit.events.of(1)[-1]
    assert (told.act, dict(told.detail)) == (
        EventAct.LIST_TOLD,
        {"file": "清单.xlsx", "row": "2", "portal_status": status},
    )
    assert take(unit, listed(dict(CLEAN), status)).action is ImportAction.SKIP
    assert take(unit, listed(dict(CLEAN), "已受理")).action is ImportAction.TELL


def test_what_a_draft_says_otherwise_is_told_and_not_written(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN), "已受理"))
    line = take(unit, listed({**CLEAN, "contact_person": "样本己"}, "已退回"))
    assert line.action is ImportAction.TELL
    assert unit.applications.get(1).values == CLEAN
    assert unit.events.of(1)[-1].detail["联系人"].endswith("→ 样本己")
    again = take(unit, listed({**CLEAN, "contact_person": "样本己"}, "重新提交"))
    assert again.action is ImportAction.UPDATE
    assert "网上状态：已退回 → 重新提交" in again.reason


def test_a_first_word_on_a_standing_case_is_no_news(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    assert take(unit, listed(dict(CLEAN), "已受理")).action is ImportAction.SKIP
    assert take(unit, listed(dict(CLEAN), "已撤回")).action is ImportAction.TELL
    assert take(unit, listed(dict(CLEAN))).action is ImportAction.SKIP


def test_a_withdrawal_is_told_on_a_case_in_review_too(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN), "已受理"))
    checking.begin_checking(unit, 1)
    checking.begin_review(unit, 1)
    line = take(unit, listed(without("contact_phone"), "已撤回"))
    assert line.action is ImportAction.TELL
    assert "初审中" in line.reason
    assert set(unit.events.of(1)[-1].detail) == {"file", "row", "portal_status", "联系电话"}


def test_a_status_nobody_knows_is_asked_before_it_changes_a_case_and_only_once(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    asked = preview_import(unit, listed({**CLEAN, "contact_person": "样本己"}, "已入库"))
    assert asked.lines[0].action is ImportAction.CONFLICT
    write_import(unit, asked)
    assert unit.applications.get(1).values == CLEAN
    write_import(unit, decide(preview_import(unit, asked.sheet), 2))
    assert unit.applications.get(1).values["contact_person"] == "样本己"
    assert take(unit, listed({**CLEAN, "contact_person": "样本庚"}, "已入库")).action is ImportAction.UPDATE


def test_a_cut_number_takes_the_place_of_no_whole_one(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    cut = {**CLEAN, "filing_number": "2.02E+17", "credit_code": "9.1E+17", "contact_person": "样本己"}
    line = take(unit, listed(cut))
    assert (line.action, "样本己" in line.reason, "E+17" in line.reason) == (ImportAction.UPDATE, True, False)
    assert unit.applications.get(1).values == {**CLEAN, "contact_person": "样本己"}


def test_a_character_nobody_could_read_takes_the_place_of_no_whole_value(unit: FakeUnit) -> None:
    take(unit, listed(dict(CLEAN)))
    take(unit, listed({**CLEAN, "contact_person": "样\ufffd"}))
    assert unit.applications.get(1).values == CLEAN
