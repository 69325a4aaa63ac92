"""What bringing a batch up to date would do: which sheets stay, which are made anew, which cases it goes without."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.batch import Batch, BatchLine
from reviewer_app.domain.dispatch.changes import require_open
from reviewer_app.domain.dispatch.road import LineStanding
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.dispatch.batch_comparing import recorded_whole
from reviewer_app.services.dispatch.gathering import export_cases
from reviewer_app.services.dispatch.leaving import require_unposted
from reviewer_app.services.dispatch.ordering import READY
from reviewer_app.services.dispatch.road import line_standing
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class Dropped:
    """A case the batch goes on without, and why."""

    line: BatchLine
    why: str


@dataclass(frozen=True, slots=True)
class UpdatePlan:
    """A batch as it stands, and what would become of each of its sheets."""

    batch: Batch
    kept: tuple[BatchLine, ...]
    replaced: tuple[BatchLine, ...]
    dropped: tuple[Dropped, ...]
    #: The parcels that are at the post already, with the summary as it was.
    posted: tuple[str, ...] = ()

    @property
    def going(self) -> list[int]:
        """The cases the batch goes on with, in its order."""
        gone = {one.line.application_id for one in self.dropped}
        return [line.application_id for line in self.batch.lines if line.application_id not in gone]

    @property
    def touched(self) -> list[int]:
        """The cases whose sheet is replaced or dropped."""
        return [line.application_id for line in (*self.replaced, *(one.line for one in self.dropped))]

    def is_as(self, other: UpdatePlan) -> bool:
        """Whether the same would become of every sheet."""
        return (self.kept, self.replaced, self.dropped) == (other.kept, other.replaced, other.dropped)


def plan_update(unit: UnitOfWork, batch_id: int) -> UpdatePlan:
    """What an update of a batch would do now.

    A sheet stays while it is the case's own. One whose case was decided anew and signed off is made anew; what left the
    batch, went with another, ended, or is not ready again is dropped. What lies in a parcel that was posted stays as it
    is. Raises RefusalError `batch.already_sent`, `batch.dissolved`, `batch.parcel_posted`, `batch.unknown`.
    """
    batch = recorded_whole(unit, unit.batches.get(batch_id))
    require_open(batch)
    ids = [line.application_id for line in batch.lines]
    cases = {case.id: case for case in unit.applications.some(ids)}
    events = unit.events.of_some(ids)
    standings = {case: line_standing(unit, batch, cases[case], events[case]) for case in ids}
    anew = [case for case in ids if standings[case] in (LineStanding.STALE, LineStanding.VOID)]
    _, left_out = export_cases(unit, anew, READY, batch.seal)
    why = {one.application.id: one.said for one in left_out}
    for case in anew:
        if cases[case].is_away:
            away = away_refusal(cases[case])
            why[case] = sentence(away.code, away.values)
    kept, replaced, dropped = [], [], []
    for line in batch.lines:
        standing = standings[line.application_id]
        if standing is LineStanding.IN:
            kept.append(line)
        elif line.application_id in anew and line.application_id not in why:
            replaced.append(line)
        else:
            dropped.append(Dropped(line, why.get(line.application_id, standing.label)))
    posted = tuple(one.called for one in unit.parcels.of_batch(batch.id) if one.is_out)
    plan = UpdatePlan(batch, tuple(kept), tuple(replaced), tuple(dropped), posted)
    require_unposted(unit, batch, plan.touched)
    return plan


def require_something(plan: UpdatePlan) -> None:
    """Refuses an update that would change or leave nothing: RefusalError `batch.all_current`, `batch.nothing_left`."""
    if not plan.touched:
        raise RefusalError("batch.all_current", number=plan.batch.number)
    if not plan.going:
        raise RefusalError("batch.nothing_left", number=plan.batch.number)
