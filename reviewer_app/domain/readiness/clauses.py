"""The clauses of the opinion's text against the record: each one on the paper has its ground, whoever typed it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from string import Formatter

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.drafting import Found, clause_said
from reviewer_app.domain.evidence.look_ups import LookUp, LookUpResult, look_ups_for
from reviewer_app.domain.notice import ChecklistRule, Ground, OpinionClause
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness.facts import CaseFacts
from reviewer_app.domain.readiness.points import Place, PlaceKind, Point, PointForce, plain

_ENDS = "，；。"
_DAY = re.compile(r"(\d{4})年(\d{1,2})月(\d{1,2})日")


def ungrounded(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """Clauses of the pack that the text of a recommendation says, and nothing on record does."""
    if not facts.recommends:
        return
    text = plain(facts.proposal_text)
    for place, clause in enumerate(facts.pack.opinion.clauses):
        said = _pattern(clause).search(text)
        if said and not _has_ground(facts, clause, said, text):
            values = {"said": said[0].strip(_ENDS)}
            yield Point(f"clause:{place}", PointForce.STOP, "readiness.clause", values, Place(PlaceKind.OPINION))


def _has_ground(facts: CaseFacts, clause: OpinionClause, said: re.Match[str], text: str) -> bool:
    rules = [rule for rule in map(facts.pack.rule, clause.points) if rule.in_scope(facts.values)]
    if not rules:
        return clause.ground is Ground.FORM and _as_form_says(facts, clause) in text
    if any(facts.verdict(rule) is not Verdict.MET for rule in rules):
        return False
    if clause.ground is Ground.LOOK_UP:
        return all(_was_looked_up(facts, rule, said) for rule in rules)
    drafted = clause_said(facts.pack, clause, facts.values, Found(facts.answers, (), None, facts.today))
    return bool(drafted) and plain(drafted).strip(_ENDS) in text


def _as_form_says(facts: CaseFacts, clause: OpinionClause) -> str:
    """The clause of a point that is not asked of this case: it claims no more than the applicant's own entry."""
    return plain(clause.text.format_map({name: facts.values.get(name, "") for name in clause.fields})).strip(_ENDS)


def _was_looked_up(facts: CaseFacts, rule: ChecklistRule, said: re.Match[str]) -> bool:
    """A look-up of a day the clause names saw the days it names; what it lacks otherwise is a point of its own."""
    made = look_ups_for(facts.look_ups, rule.id)
    found = [one for one in made if one.found.result is not LookUpResult.HIT]
    return any(chinese_date(one.found.on) in said[0] and _saw(one, said.groupdict()) for one in found)


def _saw(made: LookUp, places: dict[str, str | None]) -> bool:
    """Whether the window a clause names lies within the look-up's; one kept before windows were has none to tell."""
    start, end = made.found.start, made.found.end
    if start is None or end is None or "start" not in places:
        return True
    # What stands before the clause is taken into its first place: the day nearest to its words is the one it names.
    named = [_DAY.findall(places[name] or "")[-1:] for name in ("start", "end")]
    if not all(named):
        return False
    try:
        first, last = (date(*map(int, days[0])) for days in named)
    except ValueError:
        return False
    return start <= first and last <= end


def _pattern(clause: OpinionClause) -> re.Pattern[str]:
    """The clause as it may stand in a text, whatever its places were filled with, its last comma left out."""
    parts = [(text, name) for text, name, _, _ in Formatter().parse(clause.text.strip(_ENDS))]
    seen: set[str] = set()
    said = ""
    for text, name in parts:
        said += re.escape(plain(text))
        if name:
            said += "[^；。]{0,120}?" if name in seen else f"(?P<{name}>[^；。]{{0,120}}?)"
            seen.add(name)
    return re.compile(f"{said}(?=[{_ENDS}]|$)" if parts[-1][1] else said)
