"""Second looks by lot before a batch: drawing, what the second person found, the answer, and who is held back."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.acts import away_refusal, may_do
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Opinion
from reviewer_app.domain.ranking.lots import Candidate, LookVerdict, LookWord, SecondLook, drawn
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.readying import signed
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.ordering import READY, ready_cases
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_NOUNS = frozenset({Noun.BATCH, Noun.CASE})


@dataclass(frozen=True, slots=True)
class LookLine:
    """One drawn case as it is now; it does not count any more once the case was decided anew or left the list."""

    look: SecondLook
    case: Application
    proposed_by: str
    signed_by: str
    counts: bool

    def may_look(self, name: str) -> bool:
        """Whether a person can be the second one."""
        return self.why_not_look(name) is None

    def may_answer(self, name: str) -> bool:
        """Whether a person can answer the objection."""
        return self.why_not_answer(name) is None

    def why_not_look(self, name: str) -> RefusalError | None:
        """Why a person is not the one to look: he proposed, signed or handles it, keeps off it, or another objected.

        Over the objection of another goes only an answer, or his own word that the case is sound.
        """
        refusal, number = self._why_not(name, EventAct.LOOK_SAID), self.case.intake_number
        if refusal is not None:
            return refusal
        if name in {self.proposed_by, self.signed_by, self.case.handler}:
            return RefusalError("looks.own", number=number)
        objectors = [one.by for one in self.look.objections]
        if objectors and name not in objectors:
            return RefusalError("looks.of_another", number=number, by="、".join(objectors))
        return None

    def why_not_answer(self, name: str) -> RefusalError | None:
        """Why a person cannot answer: no objection stands, he raised it himself, or he keeps off the case."""
        refusal, number = self._why_not(name, EventAct.OBJECTION_ANSWERED), self.case.intake_number
        if refusal is not None:
            return refusal
        if not self.look.is_objected:
            return RefusalError("looks.nothing_to_answer", number=number)
        is_own = any(one.by == name for one in self.look.objections)
        return RefusalError("looks.own_objection", number=number) if is_own else None

    def _why_not(self, name: str, act: EventAct) -> RefusalError | None:
        """What holds for every word said of a drawn case: it is here, the person may act on it, the look counts."""
        if self.case.is_away:
            return away_refusal(self.case)
        if self.case.is_kept_from(name):
            return RefusalError("act.recused", act=sentence(f"event.{act}"))
        if not self.counts:
            return RefusalError("looks.over", number=self.case.intake_number, state=self.case.state.label)
        return None


@dataclass(frozen=True, slots=True)
class LookSheet:
    """The drawn cases of the season, the newest draw first, and how many can still be drawn.

    `left_to_nobody` of these can be looked at by nobody of the office.
    """

    lines: tuple[LookLine, ...]
    left: int
    left_self_approved: int
    left_to_nobody: int = 0


def look_sheet(unit: UnitOfWork) -> LookSheet:
    """What was drawn this season and what came of it."""
    looks = unit.ranking.looks(unit.settings.get().season)
    ids = list(dict.fromkeys(one.application_id for one in looks))
    cases = {case.id: case for case in unit.applications.some(ids)}
    opinions = unit.opinions.of_some(ids)
    lines = [_line(one, cases[one.application_id], opinions[one.application_id]) for one in looks]
    left = _candidates(unit)
    return LookSheet(
        tuple(sorted(lines, key=lambda line: (-line.look.draw, line.case.intake_number))),
        len(left),
        sum(one.is_self_approved for one in left),
        _left_to_nobody(unit, left),
    )


def _left_to_nobody(unit: UnitOfWork, left: Sequence[Candidate]) -> int:
    """For how many cases the office has no second person: everybody who may look had a part in it or keeps off it."""
    names = [user.name for user in unit.users.all() if may_do(user, EventAct.LOOK_SAID)]
    ids = [one.application_id for one in left]
    opinions = unit.opinions.of_some(ids)
    lines = []
    for case in unit.applications.some(ids):
        opinion = signed(opinions[case.id])
        if opinion is not None:
            look = SecondLook(0, case.id, opinion.number, opinion.is_self_approved, "", "", "", unit.now)
            lines.append(_line(look, case, opinions[case.id]))
    return sum(not any(line.may_look(name) for name in names) for line in lines)


def draw_second_looks(unit: UnitOfWork, count: int, reason: str, seed: str = "") -> Changes:
    """Draws some of the cases that wait to be sent; none is drawn twice for the same opinion.

    Raises RefusalError `act.role_needed`, `looks.…`.
    """
    require_role(unit.actor, EventAct.LOOK_DRAWN)
    if not reason.strip():
        raise RefusalError("looks.reason", field="reason")
    left = _candidates(unit)
    if not left:
        raise RefusalError("looks.none_left")
    if not 1 <= count <= len(left):
        raise RefusalError("looks.count", most=len(left), field="count")
    season, seed = unit.settings.get().season, seed or secrets.token_hex(8)
    number = max((one.draw for one in unit.ranking.looks(season)), default=0) + 1
    chosen, drawn_from = drawn(left, count, seed), _range_of(left)
    cases = {case.id: case for case in unit.applications.some([one.application_id for one in chosen])}
    for one in chosen:
        look = SecondLook(
            number,
            one.application_id,
            one.opinion,
            one.is_self_approved,
            seed,
            reason.strip(),
            unit.actor.name,
            unit.now,
        )
        unit.ranking.draw(season, look)
        said: dict[str, str] = {
            RecordKey.DRAW: str(number),
            RecordKey.SEED: seed,
            RecordKey.CASES: str(count),
            RecordKey.DRAWN_FROM: drawn_from,
        }
        record(unit, cases[one.application_id], EventAct.LOOK_DRAWN, reason, said)
    return Changes(_NOUNS, frozenset(cases))


def say_second_look(unit: UnitOfWork, look_id: int, verdict: LookVerdict, reason: str, seen: int = 0) -> Changes:
    """Says of a drawn case 无异议 or 有异议, with the reason; `seen` is how much had been said when one looked.

    Raises RefusalError `act.role_needed`, `act.recused`, `custody.…`, `looks.…`.
    """
    require_role(unit.actor, EventAct.LOOK_SAID)
    line = _line_of(unit, look_id)
    _require(line, line.why_not_look(unit.actor.name), seen)
    if verdict is LookVerdict.ANSWERED:
        raise RefusalError("looks.nothing_to_answer", number=line.case.intake_number)
    return _say(unit, line, verdict, reason, EventAct.LOOK_SAID)


def answer_objection(unit: UnitOfWork, look_id: int, reason: str, seen: int = 0) -> Changes:
    """Answers an objection in writing; the case is held back no more.

    Raises RefusalError `act.role_needed`, `act.recused`, `custody.…`, `looks.…`.
    """
    require_role(unit.actor, EventAct.OBJECTION_ANSWERED)
    line = _line_of(unit, look_id)
    _require(line, line.why_not_answer(unit.actor.name), seen)
    return _say(unit, line, LookVerdict.ANSWERED, reason, EventAct.OBJECTION_ANSWERED)


def looks_in_force(
    unit: UnitOfWork, ids: Sequence[int], opinions: Mapping[int, Sequence[Opinion]] | None = None, season: str = ""
) -> dict[int, SecondLook]:
    """The look of each case that counts for its opinion as signed now; nothing more is read where none was drawn.

    They are looked for in the season in work, or in the one given.
    """
    wanted = set(ids)
    season = season or unit.settings.get().season
    looks = [one for one in unit.ranking.looks(season) if one.application_id in wanted]
    if not looks:
        return {}
    known = opinions if opinions is not None else unit.opinions.of_some([one.application_id for one in looks])
    found = {}
    for one in looks:
        opinion = signed(known[one.application_id])
        if opinion is not None and opinion.number == one.opinion:
            found[one.application_id] = one
    return found


def objection_to(look: SecondLook | None) -> RefusalError | None:
    """Why a case is held back: somebody objected and nobody answered yet."""
    if look is None or not look.is_objected:
        return None
    newest = look.objections[-1]
    return RefusalError("looks.objected", by=newest.by, reason=newest.reason)


def objections(
    unit: UnitOfWork, cases: Sequence[Application], opinions: Mapping[int, Sequence[Opinion]] | None = None
) -> dict[int, RefusalError]:
    """Why each case that waits to be sent is held back by an objection; what has left already is held by none."""
    looks: dict[int, SecondLook] = {}
    for season in sorted({case.season for case in cases if case.state in READY}):
        ids = [case.id for case in cases if case.season == season and case.state in READY]
        looks |= looks_in_force(unit, ids, opinions, season)
    found = ((case, objection_to(look)) for case, look in looks.items())
    return {case: refusal for case, refusal in found if refusal is not None}


def looks_still_here(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, SecondLook]:
    """The look of each case that still counts and can still be answered here, in whichever season it was drawn."""
    looks: dict[int, SecondLook] = {}
    here = [case for case in cases if case.state in READY]
    for season in {case.season for case in here}:
        looks |= looks_in_force(unit, [case.id for case in here], season=season)
    return looks


def require_no_objection(unit: UnitOfWork, cases: Sequence[Application]) -> None:
    """Lets no batch pass in which an objection stands; RefusalError `looks.objected_case` names the first."""
    looks = looks_still_here(unit, cases)
    for case in cases:
        refusal = objection_to(looks.get(case.id))
        if refusal is not None:
            raise RefusalError("looks.objected_case", number=case.intake_number, **refusal.values)


def _candidates(unit: UnitOfWork) -> tuple[Candidate, ...]:
    """What waits to be sent here and was not drawn for its present opinion."""
    cases = [case for case in ready_cases(unit) if not case.is_away]
    ids = [case.id for case in cases]
    opinions = unit.opinions.of_some(ids)
    had = looks_in_force(unit, ids, opinions)
    found = []
    for case in cases:
        opinion = signed(opinions[case.id])
        if opinion is not None and case.id not in had:
            found.append(Candidate(case.id, case.intake_number, opinion.number, opinion.is_self_approved))
    return tuple(found)


def _range_of(candidates: Sequence[Candidate]) -> str:
    """The cases one could draw from, those named that go first: with the seed anybody can work the draw out again."""
    ordered = sorted(candidates, key=lambda one: one.number)
    mark = sentence("looks.self_approved")
    return "、".join(one.number + mark * one.is_self_approved for one in ordered)


def _line(look: SecondLook, case: Application, opinions: Sequence[Opinion]) -> LookLine:
    opinion = next((one for one in opinions if one.number == look.opinion), None)
    now = signed(opinions)
    counts = now is not None and now.number == look.opinion and case.state in READY
    proposed, decided = (opinion.submitted_by, opinion.decided_by) if opinion is not None else ("", "")
    return LookLine(look, case, proposed, decided, counts)


def _line_of(unit: UnitOfWork, look_id: int) -> LookLine:
    looks = unit.ranking.looks(unit.settings.get().season)
    look = next((one for one in looks if one.id == look_id), None)
    if look is None:
        raise RefusalError("looks.unknown")
    return _line(look, unit.applications.get(look.application_id), unit.opinions.of(look.application_id))


def _require(line: LookLine, refusal: RefusalError | None, seen: int) -> None:
    """What was said meanwhile is told first: it may be why the word is refused."""
    if line.counts and not line.case.is_away and len(line.look.words) != seen:
        raise RefusalError("looks.changed_meanwhile", number=line.case.intake_number)
    if refusal is not None:
        raise refusal


def _say(unit: UnitOfWork, line: LookLine, verdict: LookVerdict, reason: str, act: EventAct) -> Changes:
    if not reason.strip():
        raise RefusalError("looks.word_reason", verdict=verdict.label, field="reason")
    word = LookWord(line.look.id, verdict, reason.strip(), unit.actor.name, unit.now)
    unit.ranking.say(replace(line.look, words=(*line.look.words, word)))
    said: dict[str, str] = {RecordKey.DRAW: str(line.look.draw)}
    if act is EventAct.LOOK_SAID:
        said[RecordKey.VERDICT] = verdict.label
    record(unit, line.case, act, reason, said)
    return Changes(_NOUNS, frozenset({line.case.id}))
