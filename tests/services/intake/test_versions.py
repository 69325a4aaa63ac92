"""Several versions of one number in a list, and what the portal's status says of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.services.intake.importing import ImportAction, decide, preview_import, write_import
from reviewer_app.services.intake.versions import is_valid
from reviewer_app.services.ports.records import ImportedList, SheetRow
from support.builders import CLEAN, values
from support.fakes import FakeUnit
from support.sample_lists import check_list, write_workbook


def listed(*versions: tuple[str, str]) -> ImportedList:
    """Versions of one application: status and day of filing."""
    rows = tuple(
        SheetRow(number, values(CLEAN, filed_on=day, contact_person=f"样本{number}"))
        for number, (_, day) in enumerate(versions, 2)
    )
    sheet = ImportedList(Path("清单.xlsx"), "1", 1, {}, (), rows, ())
    return replace(sheet, statuses={str(number): status for number, (status, _) in enumerate(versions, 2) if status})


@pytest.mark.parametrize(
    ("versions", "taken"),
    [
        ((("已退回", "2024-05-01"), ("已受理", "2024-05-08")), 3),
        ((("已受理", "2024-05-01"), ("已退回", "2024-05-08")), 2),
        ((("", "2024-05-01"), ("", "2024-05-08")), 3),
        ((("草稿", "2024-05-09"), ("已提交", "2024-05-08"), ("审核未通过", "2024-05-10")), 3),
        ((("", "2024-05-08"), ("", "2024-05-08")), 2),
    ],
)
def test_the_newest_valid_version_is_offered_and_the_others_are_shown(
    versions: tuple[tuple[str, str], ...], taken: int
) -> None:
    preview = preview_import(FakeUnit(), listed(*versions))
    assert [line.row.number for line in preview.lines if line.action is ImportAction.WRITE] == [taken]
    others = [line for line in preview.lines if line.action is ImportAction.REFUSE]
    assert len(others) == len(versions) - 1
    assert all(f"第 {taken} 行" in line.reason for line in others)
    assert preview.lines[taken - 2].findings == ()


def test_a_draft_alone_is_written_only_on_decision() -> None:
    unit = FakeUnit()
    preview = preview_import(unit, listed(("草稿", "2024-05-08")))
    assert [line.action for line in preview.lines] == [ImportAction.CONFLICT]
    assert "“草稿”" in preview.lines[0].reason
    assert write_import(unit, preview).written == 0
    assert write_import(unit, decide(preview_import(unit, preview.sheet), 2)).written == 1


@pytest.mark.parametrize(
    ("status", "stands"),
    [("已受理", True), ("", True), ("审核中", True), ("不予受理", False), ("已退回修改", False), ("暂存", False)],
)
def test_what_a_status_means(status: str, stands: bool) -> None:
    assert is_valid(status) is stands


def test_the_status_column_of_a_list_is_read_and_not_called_unknown(tmp_path: Path) -> None:
    rows: list[list[object]] = [["项目名称", "申报单位", "审核状态"], ["甲试点", "上海示例甲有限公司", "已退回"]]
    sheet = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows))).sheet
    assert (dict(sheet.statuses), sheet.unmapped) == ({"2": "已退回"}, ())
