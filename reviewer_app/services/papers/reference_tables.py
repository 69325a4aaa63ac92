"""What the office keeps, as lists on paper: bodies, consultations, the library of rules, and what is due to go."""

from __future__ import annotations

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.services.papers.office_table import ColumnSpec, office_table
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.regulations.keeping import rules_library
from reviewer_app.services.retention.planning import plan_destruction
from reviewer_resources.phrases import sentence

_BODIES: tuple[ColumnSpec, ...] = (
    ("名称", 34.0, True),
    ("种类", 14.0, False),
    ("联系人", 24.0, True),
    ("电话", 22.0, False),
    ("支持", 30.0, True),
    ("支持明细", 60.0, True),
)
_CONSULTED: tuple[ColumnSpec, ...] = (
    ("年度", 8.0, False),
    ("征求部门", 28.0, True),
    ("收件编号", 16.0, False),
    ("项目名称", 40.0, True),
    ("征求日期", 13.0, False),
    ("回复期限", 13.0, False),
    ("结果", 34.0, True),
)
_RULES: tuple[ColumnSpec, ...] = (
    ("名称", 44.0, True),
    ("文号", 22.0, False),
    ("机关", 26.0, True),
    ("施行期", 24.0, False),
    ("今天", 10.0, False),
    ("以它为依据的条目", 40.0, True),
    ("原文", 20.0, True),
)

_RETENTION: tuple[ColumnSpec, ...] = (
    ("收件编号", 15.0, False),
    ("项目名称", 34.0, True),
    ("申报单位", 28.0, True),
    ("办结", 22.0, False),
    ("保管", 8.0, False),
    ("到期", 12.0, False),
    ("能否销毁", 11.0, False),
    ("会去掉", 28.0, True),
    ("说明", 48.0, True),
)


def bodies_table(unit: UnitOfWork, words: str = "") -> SummaryTable:
    """The bodies whose names or supports hold all `words`, telephones covered; RefusalError `body.nothing_listed`."""
    wanted = words.split()
    found = [
        one for one in unit.bodies.all() if all(word in f"{one.name}{one.kind.label}{one.told}" for word in wanted)
    ]
    if not found:
        raise RefusalError("body.nothing_listed")
    rows = []
    for body in found:
        contacts = [one for one in body.contacts if one.stands]
        supports = [one for one in body.supports if one.stands]
        rows.append(
            (
                body.name,
                body.kind.label,
                "；".join(" ".join(filter(None, (one.person, one.post))) for one in contacts),
                "；".join(one.masked for one in contacts if one.telephone),
                body.told,
                "；".join(
                    " ".join(filter(None, (f"{one.year}年{one.kind.label}", one.project, one.note))) for one in supports
                ),
            )
        )
    counts = (("机构和部门", len(rows)),)
    return office_table(unit, DocumentKind.BODY_LIST, "技术机构和部门名录", _BODIES, rows, counts)


def consultations_table(unit: UnitOfWork, words: str = "") -> SummaryTable:
    """The ledger of consultations over all seasons, narrowed by words; RefusalError `body.nothing_listed`."""
    wanted = words.split()
    lines = [
        one
        for one in unit.bodies.consulted()
        if all(word in f"{one.season}{one.department}{one.intake_number}{one.project_name}" for word in wanted)
    ]
    if not lines:
        raise RefusalError("body.nothing_listed")
    rows = [
        (
            one.season,
            one.department,
            one.intake_number,
            one.project_name,
            one.asked_on.isoformat(),
            one.due_on.isoformat() if one.due_on is not None else "",
            one.outcome,
        )
        for one in lines
    ]
    counts = (("征求意见", len(rows)), ("已回复", sum(bool(one.stance) for one in lines)))
    return office_table(unit, DocumentKind.CONSULTATION_LIST, "征询台账", _CONSULTED, rows, counts)


def rules_table(unit: UnitOfWork, words: str = "") -> SummaryTable:
    """The regulations that are kept, with the points that rest on each; RefusalError `regulation.nothing_listed`."""
    view, wanted = rules_library(unit), words.split()
    points = {one.item: f"{one.clause}{one.title}" for one in view.points}
    rows = []
    for one in view.regulations:
        named = one.named
        if one.is_struck or not all(word in f"{named.title}{named.number}{named.issuer}" for word in wanted):
            continue
        pins = [pin for pin in view.pins if pin.stands and pin.regulation_id == one.id]
        rows.append(
            (
                named.title,
                named.number,
                named.issuer,
                named.period,
                sentence(f"regulation.{one.standing(view.today)}"),
                "；".join(f"{points.get(pin.item, pin.item)}（{pin.clause}）" for pin in pins),
                named.file_name,
            )
        )
    if not rows:
        raise RefusalError("regulation.nothing_listed")
    counts = (("法规和通知", len(rows)),)
    return office_table(unit, DocumentKind.RULES_LIST, "核对所依据的法规和通知", _RULES, rows, counts)


def retention_table(unit: UnitOfWork, season: str, depth: str) -> SummaryTable:
    """The cases of a season that are over, with what would go, when and what stops it.

    RefusalError `retention.nothing_listed`, `pack.none`.
    """
    how_much = Depth(depth)
    plans = plan_destruction(unit, season, how_much)
    if not plans:
        raise RefusalError("retention.nothing_listed", season=season)
    rows = [
        (
            one.case.intake_number,
            one.case.project_name,
            one.case.applicant,
            f"{one.case.ended_on} {one.case.state.label}",
            one.case.period,
            one.case.due_on.isoformat() if one.case.due_on is not None else "",
            one.standing,
            "" if one.is_gone else one.case.goes,
            # 待确认 is a word of the screen; on paper it is said how it stands.
            one.why.replace("待确认", "尚未确定"),
        )
        for one in plans
    ]
    gone, going = sum(one.is_gone for one in plans), sum(one.may_go for one in plans)
    counts = (("可销毁", going), ("不能销毁", len(plans) - going - gone), ("已销毁", gone))
    title = f"{season}年度保管到期情况（{how_much.label}）"
    return office_table(unit, DocumentKind.RETENTION_LIST, title, _RETENTION, rows, counts, season)
