"""Scores by the criteria of the season's pack, and the recommended order arranged by them, taken back as a whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Placement
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Criterion
from reviewer_app.domain.ranking.scores import Agreement, Arrangement, Score, by_scores
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_here, require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.ordering import READY, OrderedCase, in_office_order, ready_cases, recommended_order
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_NOTHING = Changes(frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """The cases in the office's order with their scores, the pack's criteria, and the arrangement there is, if any."""

    criteria: tuple[Criterion, ...]
    cases: tuple[OrderedCase, ...]
    arrangement: Arrangement | None = None

    @property
    def unexplained(self) -> int:
        """How many cases stand elsewhere than their scores say, without a reason of anybody."""
        standings = [case.standing for case in self.cases if case.standing is not None]
        return sum(one.agreement is Agreement.UNEXPLAINED for one in standings)


def score_sheet(unit: UnitOfWork) -> ScoreSheet:
    """The cases recommended and not yet sent with what each was given."""
    criteria = current_pack(unit).criteria
    arrangement = unit.ranking.arrangement(unit.settings.get().season) if criteria else None
    return ScoreSheet(criteria, recommended_order(unit), arrangement)


def give_score(
    unit: UnitOfWork, case_id: int, criterion_id: str, points: int | None, ground: str = "", seen: int | None = None
) -> Changes:
    """Gives a case its points by one criterion, or takes them back with None; `seen` are the points looked at.

    Raises RefusalError `act.role_needed`, `act.recused`, `custody.…`, `order.not_ready`, `scores.…`.
    """
    require_role(unit.actor, EventAct.SCORED)
    case = unit.applications.get(case_id)
    _require_scorable(unit, case)
    season = unit.settings.get().season
    criterion = next((one for one in current_pack(unit).criteria if one.id == criterion_id), None)
    if criterion is None:
        raise RefusalError("scores.criterion")
    if points is not None and not 0 <= points <= criterion.points:
        raise RefusalError("scores.range", title=criterion.title, highest=criterion.points)
    now = next(
        (
            one
            for one in unit.ranking.scores(season)
            if (one.application_id, one.criterion, one.highest) == (case_id, criterion_id, criterion.points)
        ),
        None,
    )
    ground = ground.strip() if points is not None else ""
    before = now.points if now is not None else None
    if (before, now.ground if now is not None else "") == (points, ground):
        return _NOTHING
    if before != seen:
        _refuse_stale(criterion, now)
    unit.ranking.score(
        season, Score(case_id, criterion_id, points, criterion.points, ground, unit.actor.name, unit.now)
    )
    said: dict[str, str] = {
        RecordKey.POINT: criterion.title,
        RecordKey.VALUE_BEFORE: _said(before, criterion),
        RecordKey.VALUE_AFTER: _said(points, criterion),
    }
    record(unit, case, EventAct.SCORED, ground, said)
    return Changes(frozenset({Noun.BATCH, Noun.CASE}), frozenset({case_id}))


def order_by_scores(unit: UnitOfWork, seen: Sequence[int] = ()) -> Changes:
    """Arranges the recommended cases that are here by the sums; those of the same sum keep the order they have.

    A case at another desk keeps its place. Who keeps off a case gives it no score, and arranges by those that others
    gave. `seen` is the order the officer looked at. Raises RefusalError `act.role_needed`,
    `order.changed_meanwhile`, `scores.…`.
    """
    require_role(unit.actor, EventAct.ORDERED_BY_SCORES)
    require_season_open(unit, unit.settings.get().season)
    if not current_pack(unit).criteria:
        raise RefusalError("scores.no_criteria")
    cases = in_office_order(unit, ready_cases(unit))
    before = [case.id for case in cases]
    if seen and list(seen) != before:
        raise RefusalError("order.changed_meanwhile")
    ranked = [one for one in recommended_order(unit) if one.standing is not None]
    arranged = by_scores(_all_totals(ranked))
    here = iter(arranged)
    after = [next(here) if case in arranged else case for case in before]
    if after == before and not any(one.last is not None and one.last.reason for one in ranked):
        raise RefusalError("scores.already")
    moves = [
        Placement(case, behind, "", unit.actor.name, unit.now)
        for case, behind in zip(after, [0, *after[:-1]], strict=True)
        if case in arranged
    ]
    unit.ranking.arrange(unit.settings.get().season, moves)
    return _recorded(unit, EventAct.ORDERED_BY_SCORES, cases)


def take_back_order(unit: UnitOfWork, seen: Sequence[int] = ()) -> Changes:
    """Takes the last arrangement by scores back: the order is again what it was before, with its reasons.

    Raises RefusalError `act.role_needed`, `order.changed_meanwhile`, `scores.nothing_to_take_back`,
    `scores.moved_since`.
    """
    require_role(unit.actor, EventAct.ORDER_TAKEN_BACK)
    require_season_open(unit, unit.settings.get().season)
    arrangement = unit.ranking.arrangement(unit.settings.get().season)
    if arrangement is None:
        raise RefusalError("scores.nothing_to_take_back")
    if not arrangement.is_last:
        raise RefusalError("scores.moved_since")
    before = in_office_order(unit, ready_cases(unit))
    if seen and list(seen) != [case.id for case in before]:
        raise RefusalError("order.changed_meanwhile")
    unit.ranking.end_arrangement(arrangement.id, unit.actor.name, unit.now)
    return _recorded(unit, EventAct.ORDER_TAKEN_BACK, before)


def _recorded(unit: UnitOfWork, act: EventAct, before: Sequence[Application]) -> Changes:
    """Puts the order before and after on record, by number."""
    after = in_office_order(unit, ready_cases(unit))
    detail: dict[str, str] = {
        RecordKey.VALUE_BEFORE: "、".join(case.intake_number for case in before),
        RecordKey.VALUE_AFTER: "、".join(case.intake_number for case in after),
        RecordKey.CASES: str(len(after)),
    }
    record(unit, None, act, detail=detail)
    return Changes(frozenset({Noun.BATCH, Noun.CASE}), frozenset(case.id for case in after))


def _require_scorable(unit: UnitOfWork, case: Application) -> None:
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=sentence(f"event.{EventAct.SCORED}"))
    if case.state not in READY:
        raise RefusalError("order.not_ready", number=case.intake_number, state=case.state.label)


def _all_totals(cases: Sequence[OrderedCase]) -> dict[int, int]:
    if len(cases) < 2:
        raise RefusalError("scores.too_few")
    totals = {case.application_id: case.standing.total for case in cases if case.standing is not None}
    found = {case: total for case, total in totals.items() if total is not None}
    wanting = [case.intake_number for case in cases if case.application_id not in found]
    if wanting:
        raise RefusalError("scores.open", count=len(wanting), number=wanting[0])
    return found


def _refuse_stale(criterion: Criterion, now: Score | None) -> None:
    if now is None:
        raise RefusalError("scores.cleared_meanwhile", title=criterion.title)
    raise RefusalError("scores.changed_meanwhile", title=criterion.title, by=now.by, points=now.points)


def _said(points: int | None, criterion: Criterion) -> str:
    return f"{points} / {criterion.points}" if points is not None else ""
