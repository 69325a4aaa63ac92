"""What a recommendation rests on, put on record in few words: copies under the applicant's seal, clean look-ups."""

from __future__ import annotations

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Answer, Evidence, Verdict, rules_for
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.ports.library import UnitOfWork
from support.fakes import FakeUnit


def grounded(unit: UnitOfWork, case_id: int) -> int:
    """Registers every copy as received and sealed, and a look-up of today for each point that needs one."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    for number in range(1, pack.limits.copies_required + 1):
        checking.record_paper(unit, case_id, _copy(number, case.applicant))
    for rule in rules_for(pack, case.values):
        if rule.needs_lookup:
            checking.record_lookup(unit, case_id, rule.id, "演练查询网站", unit.today, "未见记录")
    return case_id


def lay_grounds(unit: UnitOfWork, case_id: int) -> int:
    """Puts answers, copies and look-ups straight into the stores, whatever the state of the case."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    for number in range(1, pack.limits.copies_required + 1):
        unit.papers.put(case_id, _copy(number, case.applicant))
    looked = Evidence(lookup_site="演练查询网站", lookup_on=unit.today, lookup_result="未见记录")
    for rule in rules_for(pack, case.values):
        evidence = (looked,) if rule.needs_lookup else ()
        unit.answers.put(case_id, Answer(rule.id, Verdict.MET, evidence=evidence, by="示例甲", at=unit.now))
    return case_id


def signed_off(unit: FakeUnit, case_id: int, comment: str = "") -> int:
    """The second person signs off; then the first sits at the desk again."""
    first = unit.actor
    reviewing.sign_off(unit.acting("示例乙"), case_id, comment)
    unit.actor = first
    return case_id


def _copy(number: int, applicant: str) -> PaperCopy:
    return PaperCopy(number, True, True, applicant, 24, "卷柜 A-3")
