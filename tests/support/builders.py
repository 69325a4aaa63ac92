"""Applications, answers and rows for tests, in few words: everything invented."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.checklist import Answer, Evidence, Verdict, rules_for
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp, LookUpResult
from reviewer_app.domain.notice import NoticePack

#: A complete general application without any finding.
CLEAN: Mapping[str, str] = {
    "filing_number": "SH2024617120017",
    "filed_on": "2024-05-08",
    "project_name": "社区助餐服务标准化试点",
    "project_class": "一般",
    "sector": "公共服务",
    "direction": "养老服务",
    "comprehensive_pilot": "否",
    "applicant": "上海示例甲东服务有限公司",
    "credit_code": "91310104MAXX00015W",
    "applicant_kind": "企业",
    "registered_address": "上海市示例路1号",
    "line_department": "示例主管部门",
    "standards_body": "标准化办公室",
    "full_time_staff": "2",
    "part_time_staff": "1",
    "project_leader": "样本甲",
    "contact_person": "样本乙",
    "contact_phone": "64220000转2527",
    "plan_start": "2024-07-01",
    "plan_end": "2026-06-30",
    "goal": "形成标准体系并推广应用",
    "expected_outputs": "地方标准1项",
}

#: The same, asked for as a key project with every key field.
KEY: Mapping[str, str] = {
    **CLEAN,
    "project_class": "重点",
    "major_output": "地方标准1项",
    "effect": "完善行业标准化工作机制",
    "promoting_department": "示例主管部门",
    "department_view": "同意并共同推动",
}


def values(base: Mapping[str, str] = CLEAN, **changed: str) -> dict[str, str]:
    """An application's values with some fields changed; an empty text takes a field out."""
    merged = {**base, **changed}
    return {key: value for key, value in merged.items() if value}


def answers(
    pack: NoticePack,
    of: Mapping[str, str],
    *,
    not_met: Mapping[str, str] | None = None,
    undecided: tuple[str, ...] = (),
) -> dict[str, Answer]:
    """Every point in scope answered 符合, but for those named (with their note)."""
    against = not_met or {}
    found: dict[str, Answer] = {}
    for rule in rules_for(pack, of):
        if rule.id in undecided:
            continue
        verdict = Verdict.NOT_MET if rule.id in against else Verdict.MET
        found[rule.id] = Answer(rule.id, verdict, against.get(rule.id, ""))
    return found


def grounded(given: Mapping[str, Answer]) -> dict[str, Answer]:
    """The same answers with the line department's dated view beside the point that rests on it."""
    view = Evidence(view_of="示例主管部门", viewed_on=date(2024, 5, 10), view="同意并共同推动")
    found = dict(given)
    if "K4.authority" in found:
        found["K4.authority"] = replace(found["K4.authority"], evidence=(view,))
    return found


def looked_up(*rule_ids: str, **changed: Any) -> tuple[LookUp, ...]:
    """A look-up without a hit for each point (or the three that cannot do without), over the last three years."""
    usual: dict[str, Any] = {
        "site": "演练查询网站",
        "on": date(2024, 5, 17),
        "start": date(2021, 5, 8),
        "end": date(2024, 5, 17),
        "result": LookUpResult.NOTHING_FOUND,
        "words": "",
    }
    at = datetime(2024, 5, 17, 9, 0)
    served = rule_ids or ("E1.credit", "E5.sanctions", "E5.incidents")
    return tuple(
        LookUp(place, LookedUp(**{**usual, **changed, "rule_ids": (rule_id,)}), "示例甲", at)
        for place, rule_id in enumerate(served, 1)
    )
