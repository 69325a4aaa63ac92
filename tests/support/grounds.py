"""What a recommendation rests on, put on record in few words: copies under the applicant's seal, clean look-ups."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Answer, Verdict, rules_for
from reviewer_app.domain.deadlines import lookback_window
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.opinion import Outcome, ProjectClass, ReadinessAct
from reviewer_app.domain.readiness import PointForce, Proposal, readiness
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.looking_up import record_look_up
from reviewer_app.services.cases.readying import facts_of
from reviewer_app.services.ports.library import UnitOfWork
from support.fakes import FakeUnit


def grounded(unit: UnitOfWork, case_id: int) -> int:
    """Registers every copy as received and sealed, and a look-up of today for each point that needs one."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    for number in range(1, pack.limits.copies_required + 1):
        checking.record_paper(unit, case_id, _copy(number, case.applicant))
    found = looked_up(unit, case_id)
    if found.rule_ids:
        record_look_up(unit, case_id, found)
    return case_id


def looked_up(unit: UnitOfWork, case_id: int, **changed: Any) -> LookedUp:
    """A look-up of today for every point that needs one: the whole window, nothing found, or as changed."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    start, _ = lookback_window(pack.limits, case.values, unit.today)
    needed = tuple(rule.id for rule in rules_for(pack, case.values) if rule.needs_lookup)
    usual = LookedUp("演练查询网站", unit.today, start, unit.today, LookUpResult.NOTHING_FOUND, "", needed)
    return replace(usual, **changed)


def lay_grounds(unit: UnitOfWork, case_id: int) -> int:
    """Puts answers, copies and look-ups straight into the stores, whatever the state of the case."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    for number in range(1, pack.limits.copies_required + 1):
        unit.papers.put(case_id, _copy(number, case.applicant))
    unit.look_ups.add(case_id, looked_up(unit, case_id))
    for rule in rules_for(pack, case.values):
        unit.answers.put(case_id, Answer(rule.id, Verdict.MET, by="示例甲", at=unit.now))
    return case_id


def explained(unit: FakeUnit, case_id: int, outcome: Outcome = Outcome.RECOMMEND) -> int:
    """One person submits as general project with a reason for every point that needs one, another signs it off."""
    proposed = Proposal(outcome, ProjectClass.GENERAL, "意见。", unit.actor.name)
    points = readiness(facts_of(unit, unit.applications.get(case_id), proposed), ReadinessAct.SUBMIT)
    why = {point.id: "已当面核实。" for point in points if point.force is PointForce.REASON}
    reviewing.submit_opinion(unit, case_id, outcome, proposed.chosen, "意见。", why)
    return signed_off(unit, case_id)


def signed_off(unit: FakeUnit, case_id: int, comment: str = "") -> int:
    """The second person signs off; then the first sits at the desk again."""
    first = unit.actor
    reviewing.sign_off(unit.acting("示例乙"), case_id, comment)
    unit.actor = first
    return case_id


def _copy(number: int, applicant: str) -> PaperCopy:
    return PaperCopy(number, True, True, applicant, 24, "卷柜 A-3")
