"""The one table of what is kept how long: three depths, each with its period, what goes and what remains.

No notice settles a period: one stands as 待确认 until an administrator settles it for the season, and nothing is
destroyed under a period that nobody has settled. Periods count from the 1 January after the year in which a case ended,
as archives count them (DA/T 22, in our own words), so that no period ends on a 29 February.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.dispatch.retention import FOR_GOOD, UnitKind, kind_of
from reviewer_app.domain.limits.season import Limits
from reviewer_app.domain.states import State

#: The fields of a form that speak of a person; what a pack adds under other names goes with the case's papers.
PERSONAL_FIELDS: frozenset[str] = frozenset(
    {"contact_person", "contact_phone", "mobile", "email", "project_leader", "legal_representative"}
)
#: What remains of a form for good: which project of whom, of what kind, applied for when.
SKELETON_FIELDS: frozenset[str] = frozenset(
    {
        *("project_name", "project_class", "sector", "direction", "comprehensive_pilot", "filing_number", "filed_on"),
        *("plan_start", "plan_end", "applicant", "credit_code", "applicant_kind", "district", "line_department"),
    }
)


class Depth(StrEnum):
    """How much of a case goes; stored. Each one takes what the one before it takes as well."""

    WORKING = "working"
    PERSONAL = "personal"
    FILES = "files"

    @property
    def label(self) -> str:
        """What goes, in the office's words."""
        return {"working": "过程稿", "personal": "个人信息", "files": "案件材料"}[self.value]

    @property
    def takes(self) -> frozenset[Depth]:
        """The depths that one destruction covers."""
        order = tuple(Depth)
        return frozenset(order[: order.index(self) + 1])


@dataclass(frozen=True, slots=True)
class RetentionRule:
    """One line of the table; `setting` is the member of `Limits` that holds its years."""

    depth: Depth
    kept_as: UnitKind | None
    setting: str
    covers: str
    remains: str

    @property
    def label(self) -> str:
        """What the line is about."""
        return self.depth.label if self.kept_as is None else f"{self.depth.label}：{self.kept_as.label}"

    def years_in(self, limits: Limits) -> int:
        """How many years a season keeps it."""
        return int(getattr(limits, self.setting))

    def is_settled_in(self, limits: Limits) -> bool:
        """Whether an administrator, or the pack, has said how long."""
        return self.setting not in limits.unsettled


_FILES = "附件、扫描件、盖章文件、打印过的文件、申报内容、核对备注、比对所见"
_FILES_REMAIN = (
    "收件编号、项目、单位、类别、领域、日期、结论和意见正文、编出的号、查询和征求意见的登记、台账、"
    "办理记录、文件名和校验值"
)
#: Every rule, from what goes first to what goes last.
RULES: tuple[RetentionRule, ...] = (
    RetentionRule(Depth.WORKING, None, "keep_working_years", "未提交的草稿、机器识别结果", "案件的全部内容和文件"),
    RetentionRule(
        Depth.PERSONAL,
        None,
        "keep_personal_years",
        "联系人、电话、手机、电子邮箱、项目负责人、法定代表人",
        "案件的其余内容和文件",
    ),
    *(RetentionRule(Depth.FILES, kind, kind.value, _FILES, _FILES_REMAIN) for kind in UnitKind),
)

#: The states in which nothing of a case is to come any more, and as what it is kept. A case that waits for the bureau,
#: or for which the bureau stands guarantor, is not over however old it is.
OVER: Mapping[State, UnitKind] = {
    state: kept_as
    for state in (
        *(State.NOT_APPROVED, State.CLOSED, State.PILOT_ENDED, State.DECLINED, State.WITHDRAWN, State.TRANSFERRED),
        *(State.LAPSED, State.RECOMMENDATION_WITHDRAWN),
    )
    if (kept_as := kind_of(state)) is not None
}


def rule_for(depth: Depth, kept_as: UnitKind) -> RetentionRule:
    """The line of the table by which a depth of a case is kept."""
    return next(rule for rule in RULES if rule.depth is depth and rule.kept_as in (None, kept_as))


def due_from(ended_on: date, years: int) -> date | None:
    """The first day on which a period is over; None where it is kept for good."""
    if years >= FOR_GOOD:
        return None
    return date(ended_on.year + 1 + years, 1, 1)
