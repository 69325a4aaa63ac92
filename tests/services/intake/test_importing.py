"""Importing a list: every row is said before it is written, and the same file twice doubles nothing."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.domain.application import Finding, Source
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import paper_box
from reviewer_app.domain.notice import Severity
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.registering import amend_application, current_pack, register_application
from reviewer_app.services.intake.halves import proposed_pairs
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.pairing import accept_pair
from reviewer_app.services.intake.previewing import ImportAction, ImportPreview, preview_import
from reviewer_app.services.ports.records import CheckedRows, ImportedList, SheetRow
from support.builders import CLEAN, values
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _sheet(*rows: dict[str, str]) -> ImportedList:
    numbered = tuple(SheetRow(number, row) for number, row in enumerate(rows, 2))
    return ImportedList(Path("清单.xlsx"), "Sheet1", 1, {}, (), numbered, ())


def _other(number: int, **changed: str) -> dict[str, str]:
    return values(
        {**CLEAN, **changed},
        filing_number=f"SH2024{number:010d}",
        project_name=f"第{number}项服务标准化试点",
        applicant=f"上海示例{number}号服务有限公司",
    )


def _actions(preview: ImportPreview) -> list[ImportAction]:
    return [line.action for line in preview.lines]


def test_every_row_is_said_and_the_counts_are_those_of_the_lines(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1), _other(1), {"sector": "公共服务"}))
    assert _actions(preview) == [ImportAction.WRITE, ImportAction.REFUSE, ImportAction.REFUSE]
    assert preview.counts[ImportAction.WRITE] == 1
    assert "第 2 行" in preview.lines[1].reason


def test_writing_registers_the_rows_in_order_with_their_place_on_record(unit: FakeUnit) -> None:
    result = write_import(unit, preview_import(unit, _sheet(_other(1), _other(2))))
    assert result.written == 2
    assert [case.intake_number for case in unit.applications.cases.values()] == ["2024-示-0001", "2024-示-0002"]
    assert all(case.source is Source.ONLINE for case in unit.applications.cases.values())
    assert dict(unit.events.of(2)[0].detail) == {"file": "清单.xlsx", "row": "3"}


@pytest.mark.parametrize(("changed", "found"), [({}, ["looked.before"]), ({"version": "9"}, [])])
def test_what_was_found_while_reading_holds_for_the_same_pack_alone(
    unit: FakeUnit, changed: dict[str, Any], found: list[str]
) -> None:
    before = (Finding("looked.before", Severity.WARN, "", "", "先前"),)
    pack = replace(current_pack(unit), **changed)
    sheet = replace(_sheet(_other(1)), checked=CheckedRows(pack, {2: before}, {}))
    preview = preview_import(unit, sheet)
    assert [one.id for one in preview.lines[0].findings] == found
    assert preview.lines[0].digest == preview_import(unit, _sheet(_other(1))).lines[0].digest


def test_the_same_file_again_changes_nothing(unit: FakeUnit) -> None:
    sheet = _sheet(_other(1), _other(2))
    write_import(unit, preview_import(unit, sheet))
    events = len(unit.events.kept)
    again = preview_import(unit, sheet)
    assert _actions(again) == [ImportAction.SKIP, ImportAction.SKIP]
    write_import(unit, again)
    assert (len(unit.applications.cases), len(unit.events.kept)) == (2, events)


def test_an_officers_correction_survives_a_second_import(unit: FakeUnit) -> None:
    sheet = _sheet(_other(1))
    write_import(unit, preview_import(unit, sheet))
    case = unit.applications.get(1)
    amend_application(unit, 1, case.revision, {**case.values, "contact_person": "样本丁"})
    write_import(unit, preview_import(unit, sheet))
    assert unit.applications.get(1).values["contact_person"] == "样本丁"


def test_a_changed_row_updates_what_is_not_yet_weighed(unit: FakeUnit) -> None:
    write_import(unit, preview_import(unit, _sheet(_other(1))))
    preview = preview_import(unit, _sheet(_other(1, contact_person="样本己")))
    assert _actions(preview) == [ImportAction.UPDATE]
    assert "样本乙 → 样本己" in preview.lines[0].reason
    write_import(unit, preview)
    assert unit.applications.get(1).values["contact_person"] == "样本己"


def test_a_changed_row_never_touches_a_case_in_review(unit: FakeUnit) -> None:
    write_import(unit, preview_import(unit, _sheet(_other(1))))
    checking.begin_checking(unit, 1)
    checking.begin_review(unit, 1)
    before = unit.applications.get(1)
    preview = preview_import(unit, _sheet(_other(1, contact_person="样本己")))
    assert _actions(preview) == [ImportAction.TELL]
    assert "初审中" in preview.lines[0].reason
    assert write_import(unit, preview).told == 1
    assert unit.applications.get(1) == before
    told = unit.events.of(1)[-1]
    assert (told.act, dict(told.detail)["联系人"]) == (EventAct.LIST_TOLD, "样本乙 → 样本己")
    assert _actions(preview_import(unit, preview.sheet)) == [ImportAction.SKIP]


def test_a_paper_case_of_the_same_number_becomes_one_with_its_online_row(unit: FakeUnit) -> None:
    register_application(unit, values(contact_person="纸上写的人"), Source.PAPER)
    preview = preview_import(unit, _sheet(dict(CLEAN)))
    assert _actions(preview) == [ImportAction.UPDATE]
    write_import(unit, preview)
    case = unit.applications.get(1)
    assert (len(unit.applications.cases), case.source) == (1, Source.BOTH)
    assert case.values == CLEAN
    assert unit.drafts.of(1)[paper_box("contact_person")].text == "纸上写的人"


def test_a_paper_case_of_the_same_names_is_only_proposed_as_a_pair(unit: FakeUnit) -> None:
    register_application(unit, values(filing_number=""), Source.PAPER)
    before = unit.applications.get(1)
    preview = preview_import(unit, _sheet(dict(CLEAN)))
    assert _actions(preview) == [ImportAction.WRITE]
    assert "2024-示-0001" in preview.lines[0].reason
    write_import(unit, preview)
    assert (unit.applications.get(1).values, unit.applications.get(1).source) == (before.values, Source.PAPER)
    (pair,) = proposed_pairs(unit)
    assert (pair.paper.case_id, pair.online.case_id) == (1, 2)


def test_what_was_paired_is_found_as_its_online_case_and_never_by_the_names_of_its_paper(unit: FakeUnit) -> None:
    register_application(unit, values(filing_number=""), Source.PAPER)
    write_import(unit, preview_import(unit, _sheet(dict(CLEAN))))
    accept_pair(unit, 1, 2)
    paper = unit.applications.get(1)
    again = preview_import(unit, _sheet(values(contact_person="样本己"), values(filing_number="")))
    assert (again.lines[0].action, again.lines[0].case_id) == (ImportAction.UPDATE, 2)
    assert again.lines[1].case_id != 1
    write_import(unit, again)
    assert unit.applications.get(1) == paper


def test_a_duplicate_of_an_older_case_is_said_on_both(unit: FakeUnit) -> None:
    register_application(unit, CLEAN, Source.PAPER)
    preview = preview_import(unit, _sheet(values(filing_number="SH20249")))
    assert {finding.id for finding in preview.lines[0].findings} == {"duplicate.same_project"}
    write_import(unit, preview)
    for case_id in (1, 2):
        assert {one.id for one in unit.applications.get(case_id).findings} == {"duplicate.same_project"}


def test_a_preview_is_refused_once_the_library_changed(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1)))
    register_application(unit, CLEAN, Source.PAPER)
    with pytest.raises(RefusalError, match=r"import\.stale"):
        write_import(unit, preview)


def test_a_cancel_is_a_refusal_so_that_all_is_rolled_back(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1)))
    with pytest.raises(RefusalError, match=r"import\.cancelled"):
        write_import(unit, preview, is_cancelled=lambda: True)


def test_a_row_with_defects_is_registered_with_its_findings(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1, sector="信息化", contact_person="")))
    assert _actions(preview) == [ImportAction.WRITE]
    assert {finding.id for finding in preview.lines[0].findings} == {"sector.unknown", "required.missing"}


def test_a_row_said_twice_makes_no_duplicate_of_itself(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1), _other(1)))
    assert preview.lines[0].findings == ()


def test_a_row_that_could_not_be_known_again_is_refused(unit: FakeUnit) -> None:
    preview = preview_import(unit, _sheet(_other(1), {"applicant": "上海示例2号服务有限公司"}))
    assert _actions(preview)[1] is ImportAction.REFUSE


def test_a_preview_nobody_waits_for_ends(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"import\.cancelled"):
        preview_import(unit, _sheet(_other(1)), lambda: True)
