"""The order in which the office recommends its cases: who was placed where and why, and what goes out in that order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Placement, in_order
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.chips import Tab
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.ranking.scores import Agreement, Score, Standing, counting, standings, total_of
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import states_under
from reviewer_app.domain.steps.parts import move_of, order_of, order_text
from reviewer_app.domain.steps.trace import Part, PartKind, Trace
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: What waits to be sent.
READY = states_under(Tab.READY)


@dataclass(frozen=True, slots=True)
class OrderedCase:
    """One case in the recommended order; `last` is its own last move, if it was ever placed.

    `scores` are those that count, by criterion; there is no `standing` in a season whose pack has no criteria,
    nor of a case at another desk.
    """

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    sector: str
    state: str
    last: Placement | None = None
    scores: Mapping[str, Score] = field(default_factory=dict)
    standing: Standing | None = None


def recommended_order(unit: UnitOfWork) -> tuple[OrderedCase, ...]:
    """The cases recommended and not yet sent, in the office's order."""
    last = _last_moves(unit)
    cases = in_office_order(unit, ready_cases(unit))
    scores, standing = _scored(unit, cases, {case for case, move in last.items() if move.reason})
    return tuple(
        OrderedCase(
            case.id,
            case.intake_number,
            case.project_name,
            case.applicant,
            case.values.get("sector", ""),
            case.state.label,
            last.get(case.id),
            scores.get(case.id, {}),
            standing.get(case.id),
        )
        for case in cases
    )


def place_case(unit: UnitOfWork, case_id: int, position: int, reason: str, seen: Sequence[int] = ()) -> Changes:
    """Puts a case at a position (from 1) among the cases recommended and not yet sent, and why.

    `seen` is the order the officer looked at: after any other change of it nothing is placed.
    Raises RefusalError `act.role_needed`, `act.recused`, `custody.…`, `order.…`.
    """
    case = unit.applications.get(case_id)
    require_placing(unit, case)
    order = [one.id for one in in_office_order(unit, ready_cases(unit))]
    if case_id not in order:
        raise RefusalError("order.not_ready", number=case.intake_number, state=case.state.label)
    if seen and list(seen) != order:
        raise RefusalError("order.changed_meanwhile")
    if not 1 <= position <= len(order):
        raise RefusalError("order.position", count=len(order))
    before = order.index(case_id) + 1
    if position == before and not _is_unexplained(unit, case_id):
        raise RefusalError("order.same", number=case.intake_number, position=position)
    if not reason.strip():
        raise RefusalError("order.reason", field="reason")
    former = place_in_order(unit, case)
    order.remove(case_id)
    behind = order[position - 2] if position > 1 else 0
    _put(unit, case, Placement(case_id, behind, reason.strip(), unit.actor.name, unit.now))
    said: dict[str, str] = {RecordKey.VALUE_BEFORE: str(before), RecordKey.VALUE_AFTER: str(position)}
    trace = Trace((Part(PartKind.ORDER, "", former, place_in_order(unit, case)),))
    record(unit, case, EventAct.PLACED, reason, said | {RecordKey.CASES: str(len(order) + 1)}, trace=trace)
    return Changes(frozenset({Noun.BATCH, Noun.CASE}), frozenset({case_id}))


def require_placing(unit: UnitOfWork, case: Application) -> None:
    """Refuses to move a case to whoever has no role for it, keeps off the case, or has not got it here."""
    require_role(unit.actor, EventAct.PLACED)
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=sentence(f"event.{EventAct.PLACED}"))


def put_as_it_stood(unit: UnitOfWork, case: Application, text: str) -> None:
    """Writes that a case stands again where a text says, for the reason and by the person that it says."""
    reason, by, at = move_of(text) or ("", "", unit.now)
    _put(unit, case, Placement(case.id, order_of(text)[0], reason, by, at))


def _put(unit: UnitOfWork, case: Application, move: Placement) -> None:
    """Writes a move; refused once the case no longer waits to be sent."""
    if case.state not in READY:
        raise RefusalError("order.not_ready", number=case.intake_number, state=case.state.label)
    unit.batches.place(unit.settings.get().season, move)


def _last_moves(unit: UnitOfWork) -> dict[int, Placement]:
    """The last move of each case that somebody placed, by itself or with all; not of one put back from where it was."""
    last = {move.application_id: move for move in unit.batches.placements(unit.settings.get().season)}
    return {case: move for case, move in last.items() if move.by}


def place_in_order(unit: UnitOfWork, case: Application) -> str | None:
    """Behind which case one stands in the recommended order and why, as an entry keeps it; None while it is in none.

    Cases that left meanwhile keep their places there, or nobody could come back behind them.
    """
    if case.state not in READY or case.season != unit.settings.get().season:
        return None
    order = [one.id for one in in_office_order(unit, ready_cases(unit))]
    place = order.index(case.id)
    behind = order[place - 1] if place else 0
    number = unit.applications.get(behind).intake_number if behind else ""
    return order_text(behind, number, _last_moves(unit).get(case.id))


def _is_unexplained(unit: UnitOfWork, case_id: int) -> bool:
    """Whether a case stands elsewhere than its score says and nobody said why: staying there is given a reason then."""
    standings_now = (case.standing for case in recommended_order(unit) if case.application_id == case_id)
    return any(one is not None and one.agreement is Agreement.UNEXPLAINED for one in standings_now)


def in_office_order(unit: UnitOfWork, cases: Sequence[Application]) -> list[Application]:
    """Cases in the order in which the office recommends them; as they come where nobody placed any."""
    moves = unit.batches.placements(unit.settings.get().season)
    if not moves:
        return list(cases)
    numbers = {case.id: case.intake_number for case in cases}
    spoken_of = {one for move in moves for one in (move.application_id, move.behind) if one} - numbers.keys()
    numbers |= {case.id: case.intake_number for case in unit.applications.some(sorted(spoken_of))}
    order = in_order(sorted(numbers, key=lambda one: (numbers[one], one)), moves)
    place = {case_id: place for place, case_id in enumerate(order)}
    return sorted(cases, key=lambda case: place[case.id])


def ids_in_office_order(unit: UnitOfWork, ids: Sequence[int]) -> list[int]:
    """The same of cases by id: nothing is read of them where nobody placed any."""
    if not unit.batches.placements(unit.settings.get().season):
        return list(ids)
    return [case.id for case in in_office_order(unit, unit.applications.some(ids))]


def _scored(
    unit: UnitOfWork, cases: Sequence[Application], reasoned: Collection[int]
) -> tuple[dict[int, dict[str, Score]], dict[int, Standing]]:
    """The scores that count and how each case stands by them; nothing where the season's pack has no criteria."""
    criteria = current_pack(unit).criteria
    if not criteria:
        return {}, {}
    given: dict[int, dict[str, Score]] = {case.id: {} for case in cases}
    for score in unit.ranking.scores(unit.settings.get().season):
        given.setdefault(score.application_id, {})[score.criterion] = score
    # A case at another desk can be given no score here: it has no place by score, and the others wait for none of it.
    totals = {case.id: total_of(criteria, given[case.id]) for case in cases if not case.is_away}
    place = {case.id: place for place, case in enumerate(cases, start=1)}
    found = {case: replace(one, position=place[case]) for case, one in standings(totals, reasoned).items()}
    return {case.id: counting(criteria, given[case.id]) for case in cases}, found


def ready_cases(unit: UnitOfWork) -> list[Application]:
    """What waits to be sent, by number."""
    return unit.applications.in_states(unit.settings.get().season, [state.value for state in READY])
