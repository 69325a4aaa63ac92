"""What stands against a case as its record has it now, and which of it the applicant can put right."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checklist import (
    Answer,
    Answers,
    Verdict,
    demand_of,
    lacking_parts,
    plain_end,
    reason_of,
    rules_for,
    verdict_of,
)
from reviewer_app.domain.corrections.request import AskedItem
from reviewer_app.domain.notice import ChecklistRule, Force, NoticePack, Severity

_SETTLED = (Verdict.MET, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class Defect:
    """One thing that is wrong: the clause it rests on, what is wrong, how it is cured, and whether it can be.

    `key` is the point's id, or the finding's with its field. `findings` are the automatic findings it takes in,
    `fields` the form's entries it is about; it may also be about the paper copies.
    """

    key: str
    clause: str
    problem: str
    cure: str
    is_curable: bool = True
    findings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    about_copies: bool = False

    def asked(self) -> AskedItem:
        """The same as it is asked for."""
        return AskedItem(self.key, self.clause, self.problem, self.cure, self.findings, self.fields, self.about_copies)


def finding_key(finding: Finding) -> str:
    """What a finding is known by, whatever value it speaks of."""
    return f"{finding.id}:{finding.field}"


def defects_found(
    pack: NoticePack, values: Mapping[str, str], answers: Answers, findings: Sequence[Finding]
) -> tuple[Defect, ...]:
    """Every point answered 不符合 in the notice's order, then every block finding that none of them takes in.

    A finding that cannot be cured gives way to the officer who looked at its point and found it met or not asked for.
    """
    blocking = [one for one in findings if one.severity is Severity.BLOCK]
    found: list[Defect] = []
    taken: set[str] = set()
    for rule in rules_for(pack, values):
        if verdict_of(rule, values, answers) is Verdict.NOT_MET:
            hinted = [one for one in blocking if _speaks_of(pack, one, rule)]
            found.append(_of_rule(pack, rule, answers[rule.id], hinted))
            taken |= {finding_key(one) for one in hinted}
    found += (_of_finding(pack, one) for one in blocking if finding_key(one) not in taken)
    return tuple(one for one in found if one.is_curable or not _is_overruled(pack, values, answers, one))


def unanswered(pack: NoticePack, values: Mapping[str, str], answers: Answers) -> tuple[ChecklistRule, ...]:
    """The hard points nobody has answered yet; a request may go out only if it names them."""
    return tuple(
        rule
        for rule in rules_for(pack, values)
        if rule.force is Force.BLOCK and verdict_of(rule, values, answers) is Verdict.UNDECIDED
    )


def _speaks_of(pack: NoticePack, finding: Finding, rule: ChecklistRule) -> bool:
    labels = {pack.label(field_id) for field_id in rule.shows}
    return finding.id in rule.hints and (not finding.field or finding.field in labels)


def _of_rule(pack: NoticePack, rule: ChecklistRule, answer: Answer, hinted: Sequence[Finding]) -> Defect:
    said = [reason_of(rule, answer), *(plain_end(finding.message) for finding in hinted)]
    because = "；".join(dict.fromkeys(one for one in said if one))
    return Defect(
        key=rule.id,
        clause=rule.clause,
        problem=f"{rule.title}：{because}" if because else f"{rule.title}不符合",
        cure=_cure_of(pack, rule, answer, hinted),
        is_curable=rule.curable,
        findings=tuple(finding_key(one) for one in hinted),
        fields=rule.shows,
        about_copies=rule.about_copies,
    )


def _cure_of(pack: NoticePack, rule: ChecklistRule, answer: Answer, hinted: Sequence[Finding]) -> str:
    """What is asked of a point, with the cure of each finding it takes in: marks ask of their sub-points alone."""
    demands = demand_of(rule, answer)
    if not lacking_parts(rule, answer):
        return demands
    checks = [pack.check(one.id) for one in hinted]
    cures = [plain_end(check.cure if check and check.cure else rule.defect) for check in checks]
    return "；".join([demands, *(one for one in dict.fromkeys(cures) if one not in demands)])


def _of_finding(pack: NoticePack, finding: Finding) -> Defect:
    check = pack.check(finding.id)
    fields = tuple(field.id for field in pack.fields if field.label == finding.field)
    return Defect(
        key=finding_key(finding),
        clause=finding.clause,
        problem=plain_end(finding.message),
        cure=plain_end(check.cure) if check and check.cure else "请更正后重新提交",
        is_curable=check is None or check.curable,
        findings=(finding_key(finding),),
        fields=fields or (check.fields if check else ()),
    )


def _is_overruled(pack: NoticePack, values: Mapping[str, str], answers: Answers, defect: Defect) -> bool:
    """Whether an officer has answered the point that an incurable finding hints at, and not against the case."""
    ids = {key.split(":")[0] for key in defect.findings}
    return any(verdict_of(rule, values, answers) in _SETTLED for rule in _hinting(pack, values, ids, defect.key))


def _hinting(pack: NoticePack, values: Mapping[str, str], ids: set[str], key: str) -> Iterator[ChecklistRule]:
    return (rule for rule in rules_for(pack, values) if rule.id != key and ids & set(rule.hints))
