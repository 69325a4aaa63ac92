"""Recommendations and a summary that could have been, for measuring: everything invented."""

from __future__ import annotations

from datetime import date

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.records import SummaryTable

_POINTS = (
    "在本市登记注册",
    "信用状况良好",
    "行业影响力较强",
    "有标准化工作基础",
    "设有标准化管理机构",
    "配有标准化人员",
)

_OPINION = "经核对，该单位依法在本市登记注册，信用良好，设有标准化管理部门并配备专职人员，基础较好。"


def invented_recommendation(number: int) -> DocumentValues:
    """A case that could have been, with a full checklist and an opinion of usual length."""
    name = f"第{number}街区社区嵌入式养老服务标准化试点"
    facts = (
        ("项目名称", name),
        ("申报单位", f"上海示例第{number}颐养服务有限公司"),
        ("统一社会信用代码", "91310104MAXX00015W"),
        ("单位性质", "企业"),
        ("领域", "公共服务 — 养老服务"),
        ("项目类别", "重点"),
        ("计划起止", "2024-07-01 至 2026-06-30"),
    )
    points = tuple((f"二（{'一二三'[place % 3]}）", title, "符合", "已核对") for place, title in enumerate(_POINTS * 2))
    return DocumentValues(
        kind=DocumentKind.RECOMMENDATION,
        unit="上海市示例区市场监督管理局",
        day=date(2024, 5, 19),
        number=f"沪示例标荐〔2024〕{number}号",
        case=f"2024-示-{number:04d} {name}",
        fields={
            "intake_number": f"2024-示-{number:04d}",
            "notice": "《上海市市场监督管理局关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）",
            "project_name": name,
            "lookback": "2021-05-08 至 2024-05-08（自网上提交之日起算）",
            "opinion_text": "经核对，该单位依法在本市登记注册，信用良好，设有标准化管理部门并配备专职人员，基础较好。"
            * 3,
            "outcome": "推荐",
            "proposed_class": "重点项目",
            "handler": "示例甲",
            "head": "示例乙",
            "contact": "胡伟　64220000 转 2525",
            "address": "上海市市场监督管理局（肇嘉浜路301号，200032）",
            "pack": "sh-2024 第1版",
        },
        tables={"facts": facts, "checklist": points},
        audit_head=f"{number:064x}",
    )


def invented_summary(rows: int) -> SummaryTable:
    """A summary of so many invented cases with fourteen columns."""
    headers = (
        *("序号", "收件编号", "项目名称", "申报单位", "统一社会信用代码", "领域", "类别", "项目负责人", "联系电话"),
        *("网上申报编号", "提交日期", "结论", "经办", "意见"),
    )
    line = ("申报示例单位", "91310104MAXX00015W", "公共服务", "一般", "样本甲", "64220000", "示例申报", "2024-05-08")
    listed = tuple(
        (
            str(number),
            f"2024-示-{number:05d}",
            f"第{number}街区养老服务标准化试点",
            *line,
            "推荐",
            "示例甲",
            "同意推荐。",
        )
        for number in range(1, rows + 1)
    )
    return SummaryTable(
        title="2024年度上海市标准化试点项目推荐汇总表",
        bureau="上海市示例区市场监督管理局",
        season="2024",
        made_on=date(2024, 5, 19),
        filled_by="示例甲",
        telephone="64220000",
        headers=headers,
        widths=(6.0, *[14.0] * 13),
        is_text=(False, *[True] * 13),
        rows=listed,
        totals=(("合计", len(listed)),),
        audit_head="0" * 64,
    )
