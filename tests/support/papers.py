"""Values for every document of the office in the tests: everything invented."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.papers import DocumentValues, Rows
from support.printed import HEAD, SHANGHAI

UNIT = "上海市示例区市场监督管理局"
PROJECT = "社区嵌入式养老服务标准化试点"
APPLICANT = "上海示例颐养服务有限公司"
DEFECTS: Rows = (
    ("五（二）", "纸质申报表第三份未盖申报单位公章", "在第三份申报表封面和承诺页加盖公章，章名与申报单位一致"),
    ("二（二）", "申报表未写标准化管理机构", "写明机构名称、设立日期，并附设立文件复印件"),
    ("三（四）", "拟报重点项目，未附主管部门意见", "附主管部门同意并协助推广的书面意见，或改报一般项目"),
)
_CONTACT = {"contact_person": "示例甲", "telephone": "64220000"}
_CASE = {"project_name": PROJECT, "applicant": APPLICANT, "intake_number": "2024-示-0001"}
PROJECTS: Rows = tuple(
    (f"2024-示-{number:04d}", f"{name}标准化试点", f"上海示例{unit}有限公司", sector, kind)
    for number, (name, unit, sector, kind) in enumerate(
        (
            ("社区嵌入式养老服务", "颐养服务", "公共服务", "重点项目"),
            ("氢能重卡加注站运营管理", "氢源科技", "科技创新", "重点项目"),
            ("都市草莓绿色种植", "田园农业", "农业农村", "一般项目"),
            ("邮轮港旅客服务", "港航服务", "现代服务业", "一般项目"),
        ),
        1,
    )
)
_ADDRESS = (
    "200032",
    "上海市徐汇区肇嘉浜路301号",
    "上海市市场监督管理局",
    "胡伟　64220000 转 2525",
    "标准化试点推荐材料",
)

_NOTICE = "《关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）"
_LETTER = {**_CONTACT, "project_name": PROJECT, "season": "2023", "approval": "演练立项〔2023〕18号"}
_TERM = {"approved_on": "2023年9月20日", "ends_on": "2026年3月20日"}
_FIELDS: dict[DocumentKind, dict[str, str]] = {
    DocumentKind.CORRECTION_NOTICE: {
        **_CASE, **_CONTACT, "season": "2024", "notice": _NOTICE, "due_day": "2024年5月27日", "working_days": "10",
        "hand_in": "上海市示例区示例路1号市场监督管理局标准化科",
    },
    DocumentKind.RECEIPT: {
        **_CASE, "received_on": "2024年5月9日", "handler": "示例甲", "telephone": "64220000",
        "filing_number": "示例申报2024000123", "delivered_by": "样本甲",
    },
    DocumentKind.COVERING_LETTER: {
        **_CONTACT, "recipient": "上海市市场监督管理局", "season": "2024", "notice": _NOTICE,
        "count": "4", "by_class": "作为重点项目推荐2个、作为一般项目推荐2个",
    },
    DocumentKind.CONSULTATION_LETTER: {
        **_CASE, **_CONTACT, "recipient": "上海市示例科技主管部门", "season": "2024", "notice": _NOTICE,
        "due_day": "2024年5月27日", "question": "该项目是否已列入你单位的年度工作",
    },
    DocumentKind.TRANSFER_LETTER: {
        **_CASE, **_CONTACT, "recipient": "上海市示例北区市场监督管理局", "season": "2024",
        "reason": "该单位登记住所在你辖区，宜由你单位初审", "applicant_contact": "样本甲，64220000",
    },
    DocumentKind.WITHDRAWAL_LETTER: {
        **_CASE, **_CONTACT, "recipient": "上海市市场监督管理局", "season": "2024", "batch": "2",
        "sent_on": "2024年5月19日", "recommendation": "沪示例标荐〔2024〕8号", "recommended_on": "2024年5月17日",
        "reason": "申报单位来函说明项目已停止实施",
    },
    DocumentKind.VISIT_NOTICE: {
        **_LETTER, "recipient": "上海示例科技有限公司", "visit": "中期走访",
        "visit_day": "2025年12月18日", "look_at": "驿站现场，核对2项未完成标准",
    },
    DocumentKind.REMINDER_LETTER: {
        **_LETTER, **_TERM, "recipient": "上海示例科技有限公司", "days": "30",
        "extension": "演练延〔2025〕4号", "original_end": "2025年9月20日", "waiting": "中期走访（2025年9月1日）",
    },
    DocumentKind.EXTENSION_SUPPORT: {
        **_LETTER, **_TERM, "applicant": APPLICANT, "recipient": "上海市市场监督管理局", "asked_on": "2025年8月11日",
        "months": "6", "reason": "地方标准报批延后", "visits": "先后于2024年10月12日、2025年7月3日走访2次",
    },
    DocumentKind.ACCEPTANCE_RECOMMENDATION: {
        **_LETTER, **_TERM, "applicant": APPLICANT, "recipient": "上海市市场监督管理局", "found": "3处驿站已按标准运行",
        "visits": "先后于2024年10月12日、2025年7月3日走访2次", "extension": "演练延〔2025〕4号",
        "original_end": "2025年9月20日",
    },
    DocumentKind.PILOT_CONCLUSION: {
        **_LETTER, "recipient": "上海示例科技有限公司", "accepted_on": "2026年3月25日",
        "outcome": "验收合格", "acceptance": "演练验〔2026〕9号", "score": "103.5", "bonus": "5",
        "certificate": "演练证〔2026〕12号", "certified_on": "2026年4月8日",
    },
    DocumentKind.DECLINE_LETTER: {
        **_CASE, **_CONTACT, "season": "2024",
        "notice": "《关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）",
        "hand_in": "上海市示例区示例路1号",
    },
    DocumentKind.CONTENTS_LIST: {
        "batch": "2", "season": "2024", "recipient": "上海市市场监督管理局", "address": "上海市肇嘉浜路301号，200032",
        "contact": "胡伟　64220000 转 2525", "sender": "示例甲", "telephone": "64220000", "piece_count": "12",
        "case_count": "4", "parcel": "第1包，共1包",
    },
    DocumentKind.LABELS: {"grid": "3x7"},
    DocumentKind.RUN_SHEET: {
        **_CASE, "credit_code": "91310104MAXX00015W", "sector": "公共服务 — 养老服务", "project_class": "重点",
        "filing": "示例申报2024000123　2024-05-08", "applicant_contact": "样本甲　64220000",
        "lookback": "2021-05-08 至 2024-05-08（自网上提交之日起算）",
        "hints": "计划起止不足24个月；信用代码归属地不在本区。",
    },
    DocumentKind.READING_COPY: {
        "intake_number": "2024-示-0001", "project_name": PROJECT, "state": "初审中", "handler": "示例甲",
        "as_of": "2024-05-19 14:32",
    },
    DocumentKind.RECOMMENDATION: {
        "intake_number": "2024-示-0001", "project_name": PROJECT,
        "notice": _NOTICE,
        "opinion_text": "经核对，该单位依法登记，基础较好。", "outcome": "推荐",
        "address": "上海市市场监督管理局（肇嘉浜路301号，200032）",
        "handler": "示例甲", "head": "示例乙", "contact": "胡伟　64220000 转 2525", "pack": "sh-2024 第1版",
    },
}  # fmt: skip
_ENVELOPE = {
    "recipient": _ADDRESS[2], "street": _ADDRESS[1], "postcode": _ADDRESS[0], "contact": _ADDRESS[3],
    "sender_address": "上海市示例区示例路1号", "sender_postcode": "200000", "sender_telephone": "64220000",
    "inside": "标准化试点推荐材料",
}  # fmt: skip
_ITEMS: Rows = tuple(
    (clause, title, look, said)
    for clause, title, look, said in (
        ("二（一）", "在本市登记注册", "营业执照，信用代码", "符合"),
        ("二（一）", "信用状况良好", "信用查询记录", ""),
        ("二（二）", "行业影响力较强", "申报表“行业影响力”", ""),
        ("二（二）", "有标准化工作基础", "已有标准目录", "不符合"),
        ("二（二）", "设有标准化管理机构", "机构设立文件", "符合"),
        ("二（三）", "综合标准化试点的主体符合要求", "单位性质", "不适用"),
        ("二（五）", "近三年无通报、处罚和曝光", "查询网站记录和日期", ""),
        ("三（四）", "主管部门同意并协助推广", "书面意见", ""),
    )
)
_TABLES: dict[DocumentKind, dict[str, Rows]] = {
    DocumentKind.CORRECTION_NOTICE: {"defects": tuple((f"通知{row[0]}", *row[1:]) for row in DEFECTS)},
    DocumentKind.RECEIPT: {
        "materials": (("纸质申报表", "3", "均已盖章"), ("标准体系框架", "1", ""), ("主管部门意见", "1", "复印件"))
    },
    DocumentKind.COVERING_LETTER: {
        "enclosures": (("推荐项目清单", "1份"), ("推荐意见", "4份"), ("申报表", "12份")),
        "projects": PROJECTS,
    },
    DocumentKind.DECLINE_LETTER: {"reasons": tuple(row[:2] for row in DEFECTS)},
    DocumentKind.TRANSFER_LETTER: {"enclosures": (("申报材料", "3份"),)},
    DocumentKind.CONTENTS_LIST: {"contents": tuple((*row[:3], "申报表、推荐意见", "3") for row in PROJECTS)},
    DocumentKind.LABELS: {"labels": (_ADDRESS,) * 5},
    DocumentKind.RUN_SHEET: {
        "items": _ITEMS,
        "papers": (("第1份", "卷柜 A-3"), ("第2份", ""), ("第3份", "")),
        "departures": (("第 2 份纸质申请表没有登记盖章。", "公章送检，单位已书面承诺", "示例甲 2024-05-19"),),
    },
    DocumentKind.READING_COPY: {
        "form": (("项目名称", PROJECT),),
        "items": (("二（一）", "在本市登记注册", "符合", ""),),
        "papers": (("第1份", "已收到", "示例章", "卷柜 A-3"),),
        "opinions": (("第1次", "推荐（待复核）", "经核对，基础较好。", "示例甲 2024-05-19"),),
        "record": (("2024-05-08 09:00", "示例甲", "登记", ""),),
    },
    DocumentKind.RECOMMENDATION: {"facts": (("项目名称", PROJECT),), "checklist": (("二（一）", "登记", "符合", ""),)},
}
KINDS = (*_FIELDS, DocumentKind.ENVELOPE_DL, DocumentKind.ENVELOPE_C5)
_NUMBERS = {
    DocumentKind.CORRECTION_NOTICE: "沪示例标补〔2024〕3号",
    DocumentKind.COVERING_LETTER: "沪示例标函〔2024〕12号",
    DocumentKind.TRANSFER_LETTER: "沪示例标函〔2024〕13号",
    DocumentKind.DECLINE_LETTER: "沪示例标告〔2024〕1号",
    DocumentKind.WITHDRAWAL_LETTER: "沪示例标撤〔2024〕1号",
    DocumentKind.VISIT_NOTICE: "沪示例标访〔2025〕2号",
    DocumentKind.REMINDER_LETTER: "沪示例标醒〔2026〕1号",
    DocumentKind.EXTENSION_SUPPORT: "沪示例标延〔2025〕1号",
    DocumentKind.ACCEPTANCE_RECOMMENDATION: "沪示例标验〔2026〕1号",
    DocumentKind.PILOT_CONCLUSION: "沪示例标结〔2026〕1号",
    DocumentKind.CONTENTS_LIST: "2024-02",
}


def paper(kind: DocumentKind, **changes: Any) -> DocumentValues:
    """A complete document of a kind; `fields` and `tables` among the changes are laid over the usual ones."""
    values = DocumentValues(
        kind=kind,
        unit=UNIT,
        day=date(2024, 5, 19),
        number=_NUMBERS.get(kind, ""),
        case=f"2024-示-0001 {PROJECT}",
        fields=_FIELDS.get(kind, _ENVELOPE) | changes.pop("fields", {}),
        tables=_TABLES.get(kind, {}) | changes.pop("tables", {}),
        audit_head=HEAD,
        made_at=datetime(2024, 5, 20, 9, 41, 7, tzinfo=SHANGHAI),
    )
    return replace(values, **changes)
