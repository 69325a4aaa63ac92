"""Each line of what stops a case or needs a reason: how a case comes to it, its point, and where it is settled."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.domain.evidence.own_lists import ListKind, ListRow
from reviewer_app.domain.opinion import ProjectClass
from reviewer_app.domain.outside.consultations import Stance
from reviewer_app.domain.readiness import PlaceKind
from reviewer_app.services.cases import checking, consulting, looking_up
from support.casework import answered, registered, registered_key
from support.fake_consultations import DEPARTMENT, REPLY, asked_of_one
from support.fakes import FakeUnit
from support.grounds import grounded, looked_up

GENERAL, KEY = ProjectClass.GENERAL, ProjectClass.KEY


def ready(unit: FakeUnit, **changed: str) -> int:
    """A case that could be recommended without a word."""
    return grounded(unit, answered(unit, registered(unit, **changed)))


def ready_key(unit: FakeUnit, **changed: str) -> int:
    """A key project that could be."""
    return grounded(unit, answered(unit, registered_key(unit, **changed)))


@dataclass(frozen=True)
class Line:
    """One line of what stops or needs a reason: how a case comes to it, the point it gives and where it is settled."""

    make: Callable[[FakeUnit], int]
    point: str
    place: PlaceKind
    chosen: ProjectClass = GENERAL


def with_answer(rule: str, verdict: Verdict, is_key: bool = False) -> Callable[[FakeUnit], int]:
    def make(unit: FakeUnit) -> int:
        case_id = (ready_key if is_key else ready)(unit)
        checking.answer_item(unit, case_id, rule, verdict)
        return case_id

    return make


def _copy(copy: PaperCopy) -> Callable[[FakeUnit], int]:
    def make(unit: FakeUnit) -> int:
        case_id = ready(unit)
        checking.record_paper(unit, case_id, copy)
        return case_id

    return make


def _differing(unit: FakeUnit) -> int:
    case_id = ready(unit)
    checking.record_comparison(unit, case_id, "applicant", False, "上海示例甲西服务有限公司")
    return case_id


def _look_up(**changed: Any) -> Callable[[FakeUnit], int]:
    """A case in which the look-up for one point alone is as changed; without a change there is none for it."""

    def make(unit: FakeUnit) -> int:
        case_id = ready(unit)
        unit.look_ups.kept.clear()
        others = looked_up(unit, case_id, rule_ids=("E1.credit", "E5.incidents"))
        for found in (others, looked_up(unit, case_id, rule_ids=("E5.sanctions",), **changed))[: 1 + bool(changed)]:
            looking_up.record_look_up(unit, case_id, found)
        return case_id

    return make


def _listed(unit: FakeUnit) -> int:
    case_id = ready(unit)
    code = unit.applications.get(case_id).values["credit_code"]
    row = ListRow(1, "", code, code, date(2023, 5, 8), "2023-05-08", "广告违法", "示市监罚〔2023〕1号")
    unit.own_lists.add(ListKind.PENALTY, "执法科台账", unit.today, "台账.xlsx", [row], [])
    return case_id


def _refused_by_a_department(unit: FakeUnit) -> int:
    case_id = ready_key(unit)
    asked_of_one(unit, case_id)
    consulting.take_view(unit, case_id, 1, replace(REPLY, stance=Stance.DISAGREES, words="不属于我单位职责"))
    return case_id


def grown_old(unit: FakeUnit) -> int:
    unit.clock += timedelta(days=10)
    case_id = ready(unit)
    unit.clock += timedelta(days=31)
    return case_id


STOPS = {
    "a hard point unanswered": Line(
        with_answer("E5.policy", Verdict.UNDECIDED), "unanswered:E5.policy", PlaceKind.ITEM
    ),
    "a key point unanswered": Line(
        with_answer("K3.effect", Verdict.UNDECIDED, True), "unanswered:K3.effect", PlaceKind.ITEM, KEY
    ),
    "a hard point not applicable": Line(
        with_answer("E2.leader", Verdict.NOT_APPLICABLE), "not_applicable:E2.leader", PlaceKind.ITEM
    ),
    "no contact": Line(lambda unit: ready(unit, sector="信息化", direction=""), "contact", PlaceKind.FIELD),
}
REASONS = {
    "a hard point not met": Line(with_answer("E1.credit", Verdict.NOT_MET), "not_met:E1.credit", PlaceKind.ITEM),
    "a key point not met in a key project": Line(
        with_answer("K4.authority", Verdict.NOT_MET, True), "not_met:K4.authority", PlaceKind.ITEM, KEY
    ),
    "a department that does not agree": Line(
        _refused_by_a_department, f"view:K4.authority:{DEPARTMENT}", PlaceKind.ITEM, KEY
    ),
    "what concerns the unit alone": Line(
        with_answer("E4.internal", Verdict.NOT_MET), "not_met:E4.internal", PlaceKind.ITEM
    ),
    "a block finding": Line(
        lambda unit: ready(unit, credit_code="9131010400000000"),
        "finding:E1.registered:credit_code.length:统一社会信用代码",
        PlaceKind.ITEM,
    ),
    "a comparison that differs": Line(_differing, "differs:applicant", PlaceKind.COMPARISON),
    "a copy missing": Line(_copy(PaperCopy(3)), "copies:3:missing", PlaceKind.COPY),
    "a copy unsealed": Line(_copy(PaperCopy(2, True, False, "", 24)), "copies:2:unsealed", PlaceKind.COPY),
    "another unit's seal": Line(
        _copy(PaperCopy(2, True, True, "上海示例乙西公司", 24)), "copies:2:other_seal:上海示例乙西公司", PlaceKind.COPY
    ),
    "a key point's field empty": Line(
        lambda unit: ready_key(unit, effect=""), "finding:K3.effect:key.incomplete:促进作用", PlaceKind.ITEM, KEY
    ),
    "a direction outside the group": Line(
        lambda unit: ready_key(unit, direction="氢能"),
        "finding:K1.direction:direction.mismatch:重点方向",
        PlaceKind.ITEM,
        KEY,
    ),
    "no look-up": Line(_look_up(), "look_up:E5.sanctions:missing", PlaceKind.LOOK_UP),
    "a look-up that covers too little": Line(
        _look_up(start=date(2023, 1, 1)), "look_up:E5.sanctions:short", PlaceKind.LOOK_UP
    ),
    "a look-up grown old": Line(grown_old, "look_up:E5.sanctions:old:2024-05-29", PlaceKind.LOOK_UP),
    "a look-up with a hit": Line(
        _look_up(result=LookUpResult.HIT, words="行政处罚决定书一份"), "look_up:E5.sanctions:hit:2", PlaceKind.LOOK_UP
    ),
    "a look-up that is not clear": Line(
        _look_up(result=LookUpResult.UNCLEAR, words="页面打不开"), "look_up:E5.sanctions:unclear:2", PlaceKind.LOOK_UP
    ),
    "a line of an own list": Line(_listed, "own_list:E5.sanctions:1:1", PlaceKind.LOOK_UP),
}
