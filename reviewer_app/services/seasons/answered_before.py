"""类案: how this office answered the same point in other cases, told as a reference and never as a ground."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.notice import ChecklistRule
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_resources.phrases import sentence

#: So many decided cases of a season are gone through, of so many seasons; so many answers are told in full.
MOST_CASES, MOST_SEASONS, MOST_TOLD = 300, 3, 5
#: The cases about which the office has decided: signed off and on their way, sent, or ended.
_DECIDED = (Tab.READY, Tab.SENT, Tab.ENDED)
_COUNTED = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)


@dataclass(frozen=True, slots=True)
class AnsweredBefore:
    """The answers of one season to one point: how many of each, and those with a reason, the newest first."""

    season: str
    counts: tuple[tuple[Verdict, int], ...]
    reasoned: tuple[tuple[str, Answer], ...]
    is_cut: bool = False

    @property
    def lines(self) -> tuple[str, ...]:
        """What is told of the season."""
        counts = "，".join(f"{verdict.label} {count} 件" for verdict, count in self.counts)
        code = "before.season_cut" if self.is_cut else "before.season"
        said = [sentence(code, {"season": self.season, "counts": counts, "most": MOST_CASES})]
        for number, answer in self.reasoned:
            places = {"number": number, "verdict": answer.verdict.label, "note": answer.note.strip(), "by": answer.by}
            said.append(sentence("before.case", {**places, "day": answer.at.date() if answer.at else ""}))
        return tuple(said)


def answered_before(unit: UnitOfWork, case_id: int, rule_id: str) -> tuple[AnsweredBefore, ...]:
    """The same point under the same clause in decided cases of this season and the ones before; not the case itself."""
    case = unit.applications.get(case_id)
    rule = unit.packs.by_hash(case.pack.sha256).rule(rule_id)
    seasons = sorted((one for one in unit.packs.seasons() if one <= case.season), reverse=True)[:MOST_SEASONS]
    found = (_of_season(unit, season, rule, case_id) for season in seasons)
    return tuple(one for one in found if one.counts)


def _of_season(unit: UnitOfWork, season: str, rule: ChecklistRule, but: int) -> AnsweredBefore:
    ids: list[int] = []
    for tab in _DECIDED:
        ids += unit.worklist.index(QueueQuery(season, tab), unit.actor, MOST_CASES + 1).ids
    is_cut, ids = len(ids) > MOST_CASES, [one for one in ids if one != but][:MOST_CASES]
    answers = unit.answers.of_some(ids)
    given = {one: answers[one][rule.id] for one in ids if rule.id in answers[one]}
    cases = {one.id: one for one in unit.applications.some(list(given))}
    same = {one: answer for one, answer in given.items() if _is_same(unit, cases[one].pack.sha256, rule)}
    counts = Counter(answer.verdict for answer in same.values())
    reasoned = [(one, answer) for one, answer in same.items() if answer.note.strip() and answer.verdict in _COUNTED]
    # An unlike answer tells more than one more of the usual; of the like ones the newest.
    reasoned.sort(key=lambda one: (one[1].verdict is Verdict.NOT_MET, str(one[1].at or "")), reverse=True)
    return AnsweredBefore(
        season,
        tuple((verdict, counts[verdict]) for verdict in _COUNTED if counts[verdict]),
        tuple((cases[one].intake_number, answer) for one, answer in reasoned[:MOST_TOLD]),
        is_cut,
    )


def _is_same(unit: UnitOfWork, pack: str, rule: ChecklistRule) -> bool:
    """Whether the id meant the same point under the pack of the other case."""
    there = next((one for one in unit.packs.by_hash(pack).rules if one.id == rule.id), None)
    return there is not None and (there.clause, there.title) == (rule.clause, rule.title)
