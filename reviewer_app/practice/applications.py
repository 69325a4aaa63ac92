"""The applications of the practice years: how each was filed, what answers its points, and whom the office asked."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import Any

from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.services.cases import consulting
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources import text

YEARS_FILE, OFFICE_FILE = "practice-years.toml", "practice-2024.toml"
#: The ends of cases that were sent back for correction.
CORRECTED = ("lapsed", "awaiting_correction")
_VIEWS = {
    Stance.AGREES: "经研究，支持该项目申报，建议注意与现行行业标准衔接。",
    Stance.DISAGREES: "经研究，该项目所列工作尚未开展，暂不支持申报。",
    Stance.OTHER: "该项目内容与我单位职能关联不大，请商请其他部门。",
}

Part = Mapping[str, Any]


def form_of(part: Part, applicant: Part, place: int) -> dict[str, str]:
    """The application as it was filed: what the data say, and the rest as such forms say it."""
    season, year = part["season"], int(part["season"])
    return {
        "filing_number": f"SH{season}0410{place:04d}",
        "filed_on": f"{season}-04-{9 + place:02d}",
        "project_name": part["project"],
        "project_class": "重点" if part.get("important") else "一般",
        "sector": part["sector"],
        "direction": part["direction"],
        "comprehensive_pilot": "否",
        "applicant": applicant["name"],
        "credit_code": applicant["code"],
        "applicant_kind": applicant["kind"],
        "district": applicant["district"],
        "registered_address": f"上海市{applicant['district']}示例路{place}号",
        "line_department": applicant["department"],
        "legal_representative": "样本甲",
        "standards_body": "标准化办公室",
        "full_time_staff": "2",
        "part_time_staff": "3",
        "project_leader": "样本乙",
        "contact_person": "样本丙",
        "contact_phone": f"6422100{place}",
        "email": f"lianxi{place}@example.com",
        "plan_start": f"{season}-07-01",
        "plan_end": f"{year + 2}-06-30",
        "influence": "服务覆盖本区主要场景，在同行中有示范作用",
        "foundation": "已建立内部标准目录，参与过地方标准或团体标准制定",
        "goal": "建立与业务相适应的标准体系，形成可复制、可推广的标准化经验",
        "tasks": "梳理现行标准，编制标准体系；制定关键环节标准；组织宣贯与实施；开展实施评价并持续改进",
        "expected_outputs": part["outputs"],
        **(_of_key_project(part, applicant) if part.get("important") else {}),
    }


def _of_key_project(part: Part, applicant: Part) -> dict[str, str]:
    """What an application for a key project says besides."""
    return {
        "strategy_focus": f"本市{part['direction']}领域年度重点工作（演练）",
        "major_output": part["outputs"],
        "effect": "完善本行业标准化工作机制，带动上下游单位采用",
        "promoting_department": applicant["department"],
        "department_view": "同意并共同推动",
    }


def answers_of(part: Part) -> Part:
    """Every point met, but for what stands against the case."""
    points = tomllib.loads(text("samples", YEARS_FILE))["points"]
    if part["end"] == "declined":
        return {"not_met": {points["declined"]: part["why"]}}
    if part["end"] in CORRECTED:
        return {"not_met": {points["corrected"]: "第二份未盖章"}}
    if part["end"] == "reviewing":
        return {"open": tuple(points["reviewing"])}
    return {}


def looked_up(day: date) -> Part:
    """The look-ups of a season, in the systems that the practice season names."""
    stage = tomllib.loads(text("samples", OFFICE_FILE))
    lookups = [{**one, "on": day} for one in stage["lookups"]]
    return {**stage, "lookups": lookups, "view": {**stage["view"], "on": day}}


def consult(unit: UnitOfWork, case_id: int, part: Part) -> None:
    """A department was asked when the case came in; its view came before the opinion."""
    year, stance = unit.today.year, Stance(part.get("stance", Stance.AGREES))
    consulting.consult(unit, case_id, part["consulted"], 8, asked_on=date(year, 4, 20))
    came = date(year, 4, 28)
    reply = consulting.ReplyPaper(stance, _VIEWS[stance], came, came, f"演练函〔{year}〕{int(case_id)}号")
    consulting.take_view(unit, case_id, 1, reply)
