"""What the record itself settles: points met by what was registered, each with its ground; the officer confirms.

Only that a point is met is ever concluded. What speaks against one is a finding, for the officer to judge.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import rules_for
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.evidence.comparison import compared_count, compared_fields
from reviewer_app.domain.notice import ChecklistRule
from reviewer_app.domain.readiness.facts import CaseFacts


@dataclass(frozen=True, slots=True)
class Ground:
    """Why a point is met, as the code of a sentence with its values."""

    code: str
    values: Mapping[str, str]


def settled_points(facts: CaseFacts) -> dict[str, Ground]:
    """The points of a case that its record settles as met, by rule id; none that a finding speaks against."""
    found: dict[str, Ground] = {}
    for rule in rules_for(facts.pack, facts.values):
        settle = _SETTLED_BY.get(_ending(rule.id))
        ground = settle(facts) if settle and not _is_doubted(facts, rule) else None
        if ground is not None:
            found[rule.id] = ground
    return found


def may_be_settled(rule_id: str) -> bool:
    """Whether a point is one that the record can settle at all."""
    return _ending(rule_id) in _SETTLED_BY


def _ending(rule_id: str) -> str:
    """What a point is about, whatever its number in a season's notice."""
    return rule_id.rpartition(".")[2]


def _is_doubted(facts: CaseFacts, rule: ChecklistRule) -> bool:
    return any(finding.id in rule.hints for finding in facts.findings)


def _filed(facts: CaseFacts) -> Ground | None:
    """M1 五（一）: the portal's list has the case, with number and day."""
    number, day = facts.values.get("filing_number", ""), _day(facts.values.get("filed_on", ""))
    if facts.source is Source.PAPER or not number or day is None or day > facts.today:
        return None
    return Ground("settled.filed", {"number": number, "day": day.isoformat()})


def _compared(facts: CaseFacts) -> Ground | None:
    """M2 五（二）: a paper copy is here, every field was compared, and all are the same."""
    if not any(copy.is_received for copy in facts.papers):
        return None
    fields = compared_fields(facts.pack, facts.values, facts.comparisons)
    if not fields or compared_count(fields) < len(fields):
        return None
    if not all(one.found is not None and one.found.is_same for one in fields):
        return None
    return Ground("settled.compared", {"count": str(len(fields))})


def _copies(facts: CaseFacts) -> Ground | None:
    """M3 五（二）: as many copies as the notice asks for were received."""
    wanted = facts.pack.limits.copies_required
    received = sum(copy.is_received for copy in facts.papers)
    return Ground("settled.copies", {"count": str(received)}) if received >= wanted > 0 else None


def _seals(facts: CaseFacts) -> Ground | None:
    """M4 五（二）: every copy received bears the seal of the applicant."""
    received = [copy for copy in facts.papers if copy.is_received]
    applicant = _unit(facts.values.get("applicant", ""))
    if not applicant or len(received) < facts.pack.limits.copies_required:
        return None
    if not all(copy.is_sealed and _unit(copy.seal_name) == applicant for copy in received):
        return None
    return Ground("settled.seals", {"count": str(len(received))})


def _in_time(facts: CaseFacts) -> Ground | None:
    """M5 五（四）: filed on or before the last day for applicants."""
    day, (last, _) = _day(facts.values.get("filed_on", "")), facts.pack.limits.deadlines_of(facts.values)
    if day is None or day > last or day > facts.today:
        return None
    return Ground("settled.in_time", {"day": day.isoformat(), "last": last.isoformat()})


def _direction(facts: CaseFacts) -> Ground | None:
    """K1 三（一）: the direction is one of those of its sector."""
    sector, direction = facts.values.get("sector", ""), facts.values.get("direction", "")
    if direction not in facts.pack.directions_of(sector):
        return None
    return Ground("settled.direction", {"direction": direction, "sector": sector})


_SETTLED_BY: Mapping[str, Callable[[CaseFacts], Ground | None]] = {
    "online": _filed,
    "form": _compared,
    "copies": _copies,
    "seal": _seals,
    "deadline": _in_time,
    "direction": _direction,
}


def _unit(name: str) -> str:
    return applicant_key({"applicant": name})


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
