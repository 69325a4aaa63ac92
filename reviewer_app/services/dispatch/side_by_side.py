"""A few cases beside one another: what the forms say, and what was found of each point of the pack."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.checklist import Answer, rules_for, told_of, verdict_of
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookUp, look_ups_for
from reviewer_app.domain.notice import ChecklistRule
from reviewer_app.services.ports.library import UnitOfWork

#: Fewer are nothing to compare, more are not read on a screen.
FEWEST, MOST = 2, 4
_FACTS = ("applicant", "sector", "direction", "project_class", "promoting_department", "expected_outputs")


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line: what it is about, and what each case says, in the order of the cases; empty where it is not asked."""

    about: str
    said: tuple[str, ...]

    @property
    def differs(self) -> bool:
        """Whether the cases do not all say the same."""
        return len(set(self.said)) > 1


@dataclass(frozen=True, slots=True)
class SideBySide:
    """The cases by number and project, and the lines."""

    cases: tuple[str, ...]
    lines: tuple[ComparedLine, ...]


def side_by_side(unit: UnitOfWork, ids: Sequence[int]) -> SideBySide:
    """Two to four cases, each by its own pack. Raises RefusalError `order.compared`."""
    if not FEWEST <= len(set(ids)) <= MOST:
        raise RefusalError("order.compared", fewest=FEWEST, most=MOST)
    cases = unit.applications.some(list(ids))
    packs = [unit.packs.by_hash(case.pack.sha256) for case in cases]
    answers, look_ups = unit.answers.of_some(ids), unit.look_ups.of_some(ids)
    facts = [ComparedLine(packs[0].label(name), tuple(case.values.get(name, "") for case in cases)) for name in _FACTS]
    asked = {rule.id: rule for pack, case in zip(packs, cases, strict=True) for rule in rules_for(pack, case.values)}
    points = [
        ComparedLine(
            f"{rule.clause} {rule.title}",
            tuple(
                _found(case, rule_id, pack.rules, answers[case.id], look_ups[case.id])
                for pack, case in zip(packs, cases, strict=True)
            ),
        )
        for rule_id, rule in asked.items()
    ]
    return SideBySide(tuple(f"{case.intake_number} {case.project_name}" for case in cases), (*facts, *points))


def _found(
    case: Application,
    rule_id: str,
    rules: Sequence[ChecklistRule],
    answers: Mapping[str, Answer],
    look_ups: Sequence[LookUp],
) -> str:
    """The answer to a point with its note and what was looked up for it; a point left open says so."""
    rule = next((one for one in rules if one.id == rule_id), None)
    if rule is None:
        return ""
    said = [verdict_of(rule, case.values, answers).label]
    answer = answers.get(rule_id)
    if answer is not None and (found := told_of(rule, answer)):
        said.append(found)
    said += [f"{one.found.site}：{one.found.said('')}" for one in look_ups_for(look_ups, rule_id)]
    return "；".join(said)
