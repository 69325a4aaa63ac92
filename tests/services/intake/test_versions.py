"""Several versions of one number in a list, and what the portal's status says of each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import ImportAction, decide, preview_import
from reviewer_app.services.intake.statuses import PortalState, state_said
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


_SAID = {
    PortalState.UNSAID: "",
    PortalState.STANDS: "已受理 审核中 待审核 审核通过 已提交 退回后已受理 补正后已受理 退回修改后重新提交 已补正 办结"
    " 撤回后重新申报 已受理（原退回） 审核 初审通过（曾补正）",
    PortalState.BACK: "不予受理 已退回修改 已受理后退回 审核未通过 未通过审核 不予通过 审核不通过 撤回 已撤销 需补正"
    " 不予受理（已办结） 退件办结 已退回（曾受理） 退回补正 终审退回 提交后撤回",
    PortalState.DRAFT: "草稿 暂存 未提交 待提交 尚未上报 退回后暂存",
    PortalState.UNKNOWN: "撤销退回 撤回失败 已入库 3 流转 A 在途",
}


@pytest.mark.parametrize(("said", "statuses"), _SAID.items())
def test_a_status_means_the_last_state_it_names(said: PortalState, statuses: str) -> None:
    words = statuses.split(" ")
    assert {status: state_said(status) for status in words} == dict.fromkeys(words, said)


def test_a_status_nobody_knows_is_asked_once_for_all_its_rows() -> None:
    unit = FakeUnit()
    rows = tuple(SheetRow(n, values(CLEAN, filing_number=f"SH{n}", project_name=f"第{n}项试点")) for n in (2, 3, 4))
    sheet = replace(listed(), rows=rows, statuses={"2": "已入库", "3": "已入库", "4": "在途"})
    preview = preview_import(unit, sheet)
    assert [line.action for line in preview.lines] == [ImportAction.CONFLICT] * 3
    assert "“已入库”" in preview.lines[0].reason
    assert write_import(unit, preview).written == 0
    decided = decide(preview_import(unit, sheet), 3)
    assert [line.action for line in decided.lines] == [ImportAction.WRITE, ImportAction.WRITE, ImportAction.CONFLICT]


def test_a_newer_version_of_a_status_nobody_knows_is_asked_and_not_passed_over() -> None:
    preview = preview_import(FakeUnit(), listed(("已受理", "2024-05-01"), ("已入库", "2024-05-08")))
    assert [line.action for line in preview.lines] == [ImportAction.REFUSE, ImportAction.CONFLICT]


def shared_number(*changed: dict[str, str]) -> ImportedList:
    """Rows under one number of the portal."""
    rows = tuple(SheetRow(number, values(CLEAN, **one)) for number, one in enumerate(changed, 2))
    return replace(listed(), rows=rows)


def test_one_number_under_three_applicants_is_for_the_officer_to_decide() -> None:
    unit = FakeUnit()
    sheet = shared_number(*({"applicant": f"上海示例{name}有限公司"} for name in "甲乙丙"))
    preview = preview_import(unit, sheet)
    assert [line.action for line in preview.lines] == [ImportAction.CONFLICT] * 3
    assert "第 3、4 行" in preview.lines[0].reason
    assert write_import(unit, preview).written == 0
    decided = decide(preview_import(unit, sheet), 3)
    assert [line.action for line in decided.lines].count(ImportAction.WRITE) == 1
    # A number is one application's: the others can no longer be registered under it.
    assert [line.on_decision for line in decided.lines] == [None] * 3
    assert decide(decided, 2) == decided
    write_import(unit, decided)
    assert [case.applicant for case in unit.applications.cases.values()] == ["上海示例乙有限公司"]
    again = preview_import(unit, sheet)
    assert [line.action for line in again.lines] == [ImportAction.CONFLICT, ImportAction.SKIP, ImportAction.CONFLICT]
    assert [line.on_decision for line in again.lines] == [None] * 3


def test_another_project_under_a_number_is_a_version_only_where_the_portal_says_so() -> None:
    sheet = shared_number({}, {"project_name": "另一服务标准化试点"})
    assert [line.action for line in preview_import(FakeUnit(), sheet).lines] == [ImportAction.CONFLICT] * 2
    told = replace(sheet, statuses={"2": "已退回", "3": "已受理"})
    lines = preview_import(FakeUnit(), told).lines
    assert [line.action for line in lines] == [ImportAction.REFUSE, ImportAction.WRITE]


def test_versions_of_one_applicant_are_still_told_apart_under_a_disputed_number() -> None:
    sheet = shared_number({}, {"applicant": "上海示例乙有限公司"}, {"filed_on": "2024-05-30"})
    lines = preview_import(FakeUnit(), sheet).lines
    assert [line.action for line in lines] == [ImportAction.REFUSE, ImportAction.CONFLICT, ImportAction.CONFLICT]


def test_the_status_column_of_a_list_is_read_and_not_called_unknown(tmp_path: Path) -> None:
    rows: list[list[object]] = [["项目名称", "申报单位", "审核状态"], ["甲试点", "上海示例甲有限公司", "已退回"]]
    sheet = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows))).sheet
    assert (dict(sheet.statuses), sheet.unmapped) == ({"2": "已退回"}, ())
