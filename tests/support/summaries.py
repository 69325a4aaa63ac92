"""Summaries for the tests with the columns of the shipped pack, and the invented form's mapping; all made up."""

from __future__ import annotations

from datetime import date
from typing import Any

from reviewer_app.practice.bureau_form import SHEET
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.ports.records import ReservedPart, SummaryTable

HEADERS = (
    *("序号", "收件编号", "网上申报编号", "项目名称", "申报单位", "统一社会信用代码", "单位性质", "领域", "重点方向"),
    *("项目类别（推荐）", "项目负责人", "联系人", "联系电话", "计划起止", "预期成果", "推荐意见", "联系人（市局）"),
)
WIDTHS = (4.5, 12.5, 12.0, 18.0, 16.0, 11.5, 6.5, 7.0, 8.0, 6.0, 7.0, 7.0, 10.5, 10.5, 13.0, 18.0, 9.0)
_RESERVED = {
    "项目负责人": ReservedPart.LEADERS,
    "联系人": ReservedPart.CONTACTS,
    "联系人（市局）": ReservedPart.CONTACTS,
    "推荐意见": ReservedPart.OPINION,
}
OPINION = "经初审，该单位具备申报条件，建议推荐。"
REASON = "推荐。该单位具备申报条件。"
#: What each column of the invented form takes.
COLUMNS = {
    "A": "序号",
    "B": "项目名称",
    "C": "申报单位",
    "D": "统一社会信用代码",
    "E": "领域",
    "F": "项目类别（推荐）",
    "G": "联系人",
    "H": "联系电话",
    "I": "推荐意见",
}
CELLS = {
    "A2": "{年度}年度市级标准化试点项目推荐汇总表（示例）",
    "A3": "推荐单位（盖章）：{填报单位}",
    "G3": "填报日期：{填报日期}",
    "I3": "联系电话：{联系电话}",
    "A13": "填报人：{填报人}　　负责人（签字）：",
}
MAPPING = TemplateMapping(SHEET, CELLS, 6, COLUMNS)


def summary_row(number: int, **changed: str) -> tuple[str, ...]:
    """One line: every third project is a key project, contacts take turns; `changed` by the heads."""
    values = dict(
        zip(
            HEADERS,
            (
                *(str(number), f"2024-示-{number:04d}", f"SH20246170{number:05d}"),
                *(f"第{number}街区养老服务标准化试点", "上海示例颐养服务有限公司", "91310104MAXX00015W", "企业"),
                *("公共服务", "养老服务", "一般项目" if number % 3 else "重点项目", "样本甲", "样本乙"),
                *("13800000000" if number % 2 else "021-64220000 转 12", "2024-06-01 至 2026-05-31"),
                *("地方标准1项、团体标准2项", OPINION, "胡伟" if number % 2 else "倪敏"),
            ),
            strict=True,
        )
    )
    return tuple((values | changed).values())


def summary_table(count: int, *changed: tuple[str, ...], **values: Any) -> SummaryTable:
    """A summary of so many invented cases, after the lines given."""
    rows = (*changed, *(summary_row(number) for number in range(len(changed) + 1, len(changed) + count + 1)))
    key = sum("重点项目" in row for row in rows)
    told: dict[str, Any] = {
        "title": "2024年度上海市标准化试点项目推荐汇总表",
        "bureau": "上海市示例区市场监督管理局",
        "season": "2024",
        "made_on": date(2024, 5, 9),
        "filled_by": "示例甲",
        "telephone": "64220000",
        "headers": HEADERS,
        "widths": WIDTHS,
        "is_text": (False, *(True,) * 16),
        "rows": rows,
        "totals": (("合计", len(rows)), ("重点项目", key), ("一般项目", len(rows) - key)),
        "audit_head": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "personal": tuple(header == "联系电话" for header in HEADERS),
        "reserved": tuple(_RESERVED.get(header) for header in HEADERS),
        "reasons": (REASON,) * len(rows),
    }
    return SummaryTable(**(told | values))
