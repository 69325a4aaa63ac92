"""A second list: cleared cells, rows that are gone, and numbers that are another's."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.checks.precheck import precheck
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import ImportAction, ImportPreview, decide, preview_import
from reviewer_app.services.ports.records import ImportedList, ReadNote
from support.fakes import FakeUnit
from support.sample_lists import CASES


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def listed(name: str) -> ImportedList:
    return SpreadsheetReader().read(CASES / name, shipped_pack())


def take(unit: FakeUnit, sheet: ImportedList) -> ImportPreview:
    preview = preview_import(unit, sheet)
    write_import(unit, preview)
    return preview


def actions(preview: ImportPreview) -> list[ImportAction]:
    return [line.action for line in preview.lines]


FIRST, SECOND = "e01-first.csv", "e01-second-cleared-and-gone.csv"


def test_cleared_cells_are_changes_and_rows_that_are_gone_are_told(unit: FakeUnit) -> None:
    take(unit, listed(FIRST))
    again = preview_import(unit, listed(SECOND))
    changed = [line for line in again.lines if line.action is ImportAction.UPDATE]
    assert changed
    assert all("→ （空）" in line.reason for line in changed)
    assert [number for number, _ in again.gone] == ["2024-示-0004", "2024-示-0005"]
    write_import(unit, again)
    for case in unit.applications.cases.values():
        own = [one for one in case.findings if not one.id.startswith("duplicate.")]
        assert own == list(precheck(shipped_pack(), case.values))
    telephones = {case.intake_number: case.values.get("contact_phone", "") for case in unit.applications.cases.values()}
    assert "" in telephones.values()
    assert set(actions(preview_import(unit, listed(SECOND)))) == {ImportAction.SKIP}


def test_another_list_altogether_misses_no_case(unit: FakeUnit) -> None:
    take(unit, listed(FIRST))
    assert preview_import(unit, listed("a29-foot-words.xlsx")).gone == ()


def test_what_the_officer_typed_is_not_emptied(unit: FakeUnit) -> None:
    take(unit, listed(FIRST))
    cleared = preview_import(unit, listed(SECOND)).lines
    line = next(one for one in cleared if one.action is ImportAction.UPDATE and "联系电话" in one.reason)
    case = unit.applications.get(line.case_id)
    amend_application(unit, case.id, case.revision, {**case.values, "contact_phone": "64229999"})
    take(unit, listed(SECOND))
    assert unit.applications.get(case.id).values["contact_phone"] == "64229999"


def test_a_cell_that_could_not_be_read_was_not_cleared(unit: FakeUnit) -> None:
    take(unit, listed(FIRST))
    second = listed(SECOND)
    notes = tuple(ReadNote("cell_error", row.number, "联系电话", "#N/A") for row in second.rows)
    before = {case.id: case.values["contact_phone"] for case in unit.applications.cases.values()}
    take(unit, replace(second, notes=notes))
    assert {case.id: case.values.get("contact_phone") for case in unit.applications.cases.values()} == before


def test_a_cut_number_that_looks_alike_is_for_the_officer_to_decide(unit: FakeUnit) -> None:
    take(unit, listed("e05-first.csv"))
    before = dict(unit.applications.get(1).values)
    preview = preview_import(unit, listed("e05-second-other-applicant-same-number.csv"))
    assert actions(preview) == [ImportAction.CONFLICT]
    write_import(unit, preview)
    assert dict(unit.applications.get(1).values) == before
    assert len(unit.applications.cases) == 1
    decided = decide(preview_import(unit, preview.sheet), 2)
    assert actions(decided) == [ImportAction.WRITE]
    write_import(unit, decided)
    assert dict(unit.applications.get(1).values) == before
    assert unit.applications.get(2).values["applicant"] != before["applicant"]


def test_a_whole_number_of_another_applicant_updates_only_on_decision(unit: FakeUnit) -> None:
    first = listed(FIRST)
    take(unit, first)
    row = replace(first.rows[0], values={**first.rows[0].values, "applicant": "上海示例别的有限公司"})
    preview = preview_import(unit, replace(first, rows=(row,)))
    assert actions(preview) == [ImportAction.CONFLICT]
    write_import(unit, preview)
    assert unit.applications.get(1).values["applicant"] != "上海示例别的有限公司"
    write_import(unit, decide(preview_import(unit, preview.sheet), row.number))
    assert unit.applications.get(1).values["applicant"] == "上海示例别的有限公司"


def test_rows_with_numbers_cut_alike_are_two_applications(unit: FakeUnit) -> None:
    sheet = listed("a03b-running-numbers-as-numbers.xlsx")
    preview = take(unit, sheet)
    assert actions(preview) == [ImportAction.WRITE] * 3
    assert len(unit.applications.cases) == 3
    assert set(actions(preview_import(unit, sheet))) == {ImportAction.SKIP}


def test_a_record_of_another_length_is_not_written(unit: FakeUnit) -> None:
    preview = preview_import(unit, listed("a10-unquoted-comma.csv"))
    assert actions(preview) == [ImportAction.WRITE, ImportAction.REFUSE, ImportAction.WRITE]
    assert "15 个单元格" in preview.lines[1].reason
