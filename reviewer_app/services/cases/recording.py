"""How every act is put on the record: the move on the road, the change of the case, and the event, together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application, Event, PaperCopy
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.domain.seasons.closing import ENDS_WITH_SEASON
from reviewer_app.domain.states import State, check_move
from reviewer_app.domain.steps.parts import copy_part
from reviewer_app.domain.steps.trace import Part, PartKind, Trace
from reviewer_app.services.cases.permissions import require_season_open
from reviewer_app.services.ports.library import UnitOfWork


def record(
    unit: UnitOfWork,
    application: Application | None,
    act: EventAct,
    reason: str = "",
    detail: Mapping[str, str] | None = None,
    before: State | None = None,
    trace: Trace | None = None,
) -> None:
    """Puts an act on the record; `before` is the state the case came from, when it moved, `trace` what it changed.

    Raises RefusalError `text.too_long` for a reason that no line of a paper takes, `season.closed` for work on a case
    whose season was closed.
    """
    if application is not None and act in ENDS_WITH_SEASON:
        require_season_open(unit, application.season)
    check_length(reason, TextKind.REASON, "reason")
    moved = application is not None and before is not None and before is not application.state
    unit.events.append(
        Event(
            at=unit.now,
            actor=unit.actor.name,
            act=act,
            application_id=application.id if application else None,
            from_state=before.value if moved and before else "",
            to_state=application.state.value if moved and application else "",
            reason=reason.strip(),
            detail=detail or {},
            trace=trace.text if trace is not None else "",
        )
    )


def move(
    unit: UnitOfWork,
    application: Application,
    target: State,
    act: EventAct,
    reason: str = "",
    detail: Mapping[str, str] | None = None,
    trace: Trace | None = None,
) -> Application:
    """Moves a case along the road and records it, with what else that changed; the case as stored afterwards.

    Raises RefusalError `state.move` or `state.reason`, `retention.destroyed` when its papers are gone.
    """
    check_move(application.state, target, reason)
    if unit.retention.gone_of_some([application.id]).get(application.id) is Depth.FILES:
        raise RefusalError("retention.destroyed", number=application.intake_number)
    moved = replace(application, state=target)
    unit.applications.update(moved)
    record(unit, moved, act, reason, detail, before=application.state, trace=trace)
    return unit.applications.get(application.id)


def begun(unit: UnitOfWork, application: Application) -> Application:
    """A registered case is taken into checking by the first work done on it."""
    if application.state is State.REGISTERED:
        return move(unit, application, State.CHECKING, EventAct.CHECKING_BEGUN)
    return application


def put_copies(unit: UnitOfWork, application: Application, copies: Sequence[PaperCopy]) -> tuple[Application, Trace]:
    """Writes paper copies of a case, and with them whether both of its halves are here.

    The case as stored then, and what that changed.
    """
    former = {copy.number: copy for copy in unit.papers.of(application.id)}
    for copy in copies:
        unit.papers.put(application.id, copy)
    parts = [copy_part(former.get(copy.number, PaperCopy(copy.number)), copy) for copy in copies]
    now = former | {copy.number: copy for copy in copies}
    source = application.source.with_copies(any(copy.is_received for copy in now.values()))
    if source is application.source:
        return application, Trace(tuple(parts))
    unit.applications.update(replace(application, source=source))
    parts.append(Part(PartKind.SOURCE, "", application.source, source))
    return unit.applications.get(application.id), Trace(tuple(parts))
