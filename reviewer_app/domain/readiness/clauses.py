"""The clauses of the opinion's text against the record: each one on the paper has its ground, whoever typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import Formatter

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.drafting import Found, clause_said
from reviewer_app.domain.evidence.look_ups import LookUpResult, look_ups_for
from reviewer_app.domain.notice import ChecklistRule, Ground, OpinionClause
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness.facts import CaseFacts
from reviewer_app.domain.readiness.points import Place, PlaceKind, Point, PointForce

_ENDS = "，；。"


def ungrounded(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """Clauses of the pack that the text of a recommendation says, and nothing on record does."""
    if not facts.recommends:
        return
    for place, clause in enumerate(facts.pack.opinion.clauses):
        said = _pattern(clause).search(facts.proposal_text)
        if said and not _has_ground(facts, clause, said[0]):
            values = {"said": said[0].strip(_ENDS)}
            yield Point(f"clause:{place}", PointForce.STOP, "readiness.clause", values, Place(PlaceKind.OPINION))


def _has_ground(facts: CaseFacts, clause: OpinionClause, said: str) -> bool:
    rules = [rule for rule in map(facts.pack.rule, clause.points) if rule.in_scope(facts.values)]
    if not rules:
        return clause.ground is Ground.FORM and _as_form_says(facts, clause) in facts.proposal_text
    if any(facts.verdict(rule) is not Verdict.MET for rule in rules):
        return False
    if clause.ground is Ground.LOOK_UP:
        return all(_was_looked_up(facts, rule, said) for rule in rules)
    drafted = clause_said(facts.pack, clause, facts.values, Found(facts.answers, (), None, facts.today))
    return bool(drafted) and drafted.strip(_ENDS) in facts.proposal_text


def _as_form_says(facts: CaseFacts, clause: OpinionClause) -> str:
    """The clause of a point that is not asked of this case: it claims no more than the applicant's own entry."""
    return clause.text.format_map({name: facts.values.get(name, "") for name in clause.fields}).strip(_ENDS)


def _was_looked_up(facts: CaseFacts, rule: ChecklistRule, said: str) -> bool:
    """A look-up of a day the clause names stands; what it lacks otherwise is a point of its own."""
    made = look_ups_for(facts.look_ups, rule.id)
    return any(one.found.result is not LookUpResult.HIT and chinese_date(one.found.on) in said for one in made)


def _pattern(clause: OpinionClause) -> re.Pattern[str]:
    """The clause as it may stand in a text, whatever its places were filled with, its last comma left out."""
    parts = [(text, name) for text, name, _, _ in Formatter().parse(clause.text.strip(_ENDS))]
    said = "".join(re.escape(text) + ("[^；。]{0,120}?" if name else "") for text, name in parts)
    return re.compile(f"{said}(?=[{_ENDS}]|$)" if parts[-1][1] else said)
