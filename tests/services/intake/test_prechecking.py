"""A whole list checked: each finding with its row and label, and the object that the command line prints."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from reviewer_app.domain.notice import Severity
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.intake.prechecking import other_sheets_said, precheck_sheet
from reviewer_app.services.ports.records import ImportedList, ReadNote, SheetRow

CLEAN = {
    "project_name": "加氢站运行管理标准化试点",
    "project_class": "一般",
    "sector": "制造业",
    "filing_number": "SH2024000001",
    "filed_on": "2024-05-08",
    "applicant": "上海示例甲有限公司",
    "credit_code": "91310104MAXX00015W",
    "applicant_kind": "企业",
    "full_time_staff": "1",
    "contact_person": "样本甲",
    "contact_phone": "64220000转2527",
}


def listed(*rows: dict[str, str]) -> ImportedList:
    """A list whose head stands in row 3, with one column nobody knows."""
    return ImportedList(
        path=Path("某处") / "清单.xlsx",
        sheet_name="清单",
        header_row=3,
        mapping={"单位名称（盖章）": "applicant", "项目": "project_name"},
        unmapped=("备注",),
        rows=tuple(SheetRow(number, values) for number, values in enumerate(rows, 4)),
        left_out=(),
    )


def test_a_clean_list_blocks_nothing() -> None:
    check = precheck_sheet(listed(CLEAN), shipped_pack())
    assert (check.findings, check.is_blocked) == ((), False)


def test_a_list_is_blocked_by_one_blocking_row() -> None:
    check = precheck_sheet(listed(CLEAN, {**CLEAN, "project_name": "另一试点", "sector": "信息化"}), shipped_pack())
    assert check.is_blocked
    assert [(one.row, one.finding.id) for one in check.findings] == [
        (4, "duplicate.same_applicant"),
        (5, "sector.unknown"),
        (5, "duplicate.same_applicant"),
    ]


def test_warnings_alone_do_not_block() -> None:
    check = precheck_sheet(listed({**CLEAN, "contact_phone": "123"}), shipped_pack())
    assert [one.finding.severity for one in check.findings] == [Severity.WARN]
    assert not check.is_blocked


def test_the_printed_object_names_columns_and_fields_by_their_labels() -> None:
    pack = shipped_pack()
    said = precheck_sheet(listed({**CLEAN, "filed_on": "2024-06-03"}), pack).as_json()
    assert said == {
        "notice": "沪市监标技〔2024〕130号",
        "pack_sha256": pack.sha256,
        "file": "清单.xlsx",
        "first_row": 4,
        "rows": 1,
        "mapping": {"单位名称（盖章）": "申报单位", "项目": "项目名称"},
        "unmapped": ["备注"],
        "other_sheets": [],
        "findings": [
            {
                "row": 4,
                "id": "deadline.late",
                "severity": "block",
                "field": "网上提交日期",
                "clause": "五（四）",
                "message": "网上提交日期2024-06-03晚于截止日期2024-05-31。",
            }
        ],
        "notes": [],
    }


def test_what_was_read_and_what_the_reading_met_are_printed_on_demand() -> None:
    sheet = replace(listed(CLEAN), notes=(ReadNote("macros", 0, "", "带宏"), ReadNote("row_hidden", 4, "", "隐藏")))
    said = precheck_sheet(sheet, shipped_pack()).as_json(with_values=True)
    assert said["notes"] == [
        {"code": "macros", "row": None, "field": "", "message": "带宏"},
        {"code": "row_hidden", "row": 4, "field": "", "message": "隐藏"},
    ]
    labels = {field.id: field.label for field in shipped_pack().fields}
    assert said["read"] == [{"row": 4, "values": {labels[name]: value for name, value in CLEAN.items()}}]


def test_sheets_that_were_not_read_are_in_the_printed_object_and_in_one_sentence() -> None:
    """Applications on a second sheet are never passed over in silence."""
    sheet = replace(listed(CLEAN), other_sheets=(("第二批", 3), ("补报", 1)))
    said = precheck_sheet(sheet, shipped_pack()).as_json()
    assert said["other_sheets"] == [{"sheet": "第二批", "rows": 3}, {"sheet": "补报", "rows": 1}]
    assert "没有读入：“第二批”（3 行）、“补报”（1 行）" in other_sheets_said(sheet)
    assert other_sheets_said(listed(CLEAN)) == ""
