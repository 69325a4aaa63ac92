"""What is open of a batch at each step of its road, in one list: what it is, and where it is mended."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.points import MailPoint, Topic, open_of
from reviewer_app.domain.dispatch.road import STEPS, RoadStep
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.mail_check import mail_check, point_said
from reviewer_app.services.dispatch.second_looks import looks_still_here
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import ParcelView, batch_parcels
from reviewer_app.services.sealing.sheet import PaperStanding, SealSheet, seal_sheet
from reviewer_resources.phrases import sentence

#: What seal and parcels say of themselves, with whose turn it is, is not said a second time as the check says it.
_TOLD_BY_STEP = frozenset({Topic.SEALED, Topic.PARCELS})
#: Of one kind so many are told one by one; of more the first, and how many there are.
_MOST_OF_A_KIND = 3


@dataclass(frozen=True, slots=True)
class OpenRow:
    """One thing that is open, at which step; one of a case alone leads there (`application_id`)."""

    step: RoadStep
    said: str
    application_id: int = 0


@dataclass(frozen=True, slots=True)
class StillOpen:
    """All that is open of a batch, in the order of its steps."""

    batch_id: int
    rows: tuple[OpenRow, ...]


def still_open(unit: UnitOfWork, batch_id: int) -> StillOpen:
    """What is open of a batch now; of one that was dissolved nothing. RefusalError `batch.unknown`."""
    batch = unit.batches.get(batch_id)
    if batch.dissolved_at is not None:
        return StillOpen(batch_id, ())
    ids = [line.application_id for line in batch.lines]
    cases = unit.applications.some(ids)
    rows = [row for ask in _OF_BATCH for row in ask(unit, batch, cases)]
    return StillOpen(batch_id, tuple(sorted(rows, key=lambda row: STEPS.index(row.step))))


def _looks(unit: UnitOfWork, batch: Batch, cases: Sequence[Application]) -> Iterator[OpenRow]:
    waiting = [one for one in looks_still_here(unit, cases).values() if one.is_open] if batch.is_open else []
    if waiting:
        yield _row(RoadStep.CHOOSE, "looks", count=len(waiting))


def _checked(unit: UnitOfWork, batch: Batch, _cases: Sequence[Application]) -> Iterator[OpenRow]:
    """The open points of the check before mailing: cases, papers, letters, numbers, copies, the folder."""
    if not batch.is_open:
        return
    kinds: dict[tuple[Topic, str], list[MailPoint]] = {}
    for point in open_of(mail_check(unit, batch.id).points):
        if point.topic not in _TOLD_BY_STEP:
            kinds.setdefault((point.topic, point.code), []).append(point)
    for points in kinds.values():
        if len(points) <= _MOST_OF_A_KIND:
            yield from (OpenRow(point.step or RoadStep.MAKE, point_said(point), _leads(point)) for point in points)
        else:
            said = {"first": point_said(points[0]).rstrip("。"), "count": len(points)}
            yield OpenRow(points[0].step or RoadStep.MAKE, sentence("still_open.many", said), _leads(points[0]))


def _leads(point: MailPoint) -> int:
    """The case where a point is mended; 0 where that is a step of the road."""
    return point.application_id if point.step is None else 0


def _seal(unit: UnitOfWork, batch: Batch, _cases: Sequence[Application]) -> Iterator[OpenRow]:
    """Whose turn it is with the seal, and the scans that are awaited."""
    sheet = seal_sheet(unit, batch.id)
    if batch.is_open:
        for standing, code in (
            (PaperStanding.OPEN, "seal_unasked"),
            (PaperStanding.REFUSED, "seal_refused"),
            (PaperStanding.ASKED, "seal_asked"),
            (PaperStanding.APPROVED, "seal_approved"),
        ):
            if lines := sheet.standing_in(standing):
                yield _row(RoadStep.SEAL, code, count=len(lines), who=_who(sheet, standing))
    for standing, code in ((PaperStanding.SCAN_AWAITED, "scan_awaited"), (PaperStanding.SCAN_DOUBTED, "scan_doubted")):
        if lines := sheet.standing_in(standing):
            yield _row(RoadStep.SEAL, code, count=len(lines))


def _who(sheet: SealSheet, standing: PaperStanding) -> str:
    """Who asked for a list that waits, or who may use the seal."""
    if standing is PaperStanding.ASKED and sheet.waiting is not None:
        return sheet.waiting.asked_by
    return "、".join(sheet.keepers)


def _parcels(unit: UnitOfWork, batch: Batch, _cases: Sequence[Application]) -> Iterator[OpenRow]:
    """The parcels that are not planned, not whole, not posted, or came back."""
    if not unit.parcels.of_batch(batch.id) and batch.sent_at is not None:
        # A batch of earlier times was sent without any.
        return
    try:
        now = batch_parcels(unit, batch.id)
    except RefusalError as refusal:
        yield OpenRow(RoadStep.POST, sentence(refusal.code, refusal.values))
        return
    if now.lacks and batch.is_open:
        yield _row(RoadStep.POST, "unplanned", count=len(now.lacks))
    for view in now.parcels:
        if view.misfits:
            yield _row(RoadStep.POST, "misfit", parcel=view.parcel.called, what=view.misfits[0].rstrip("。"))
        elif code := _parcel_code(view):
            lacking = sum(one.piece.is_required for one in view.missing)
            yield _row(RoadStep.POST, code, parcel=view.parcel.called, count=lacking)


def _parcel_code(view: ParcelView) -> str:
    match view.parcel.state:
        case ParcelState.OPEN:
            return "to_close" if view.is_whole else "to_pack" if view.cases else "is_empty"
        case ParcelState.CLOSED:
            return "to_post"
        case ParcelState.RETURNED:
            return "came_back"
    return ""


def _city(_unit: UnitOfWork, batch: Batch, cases: Sequence[Application]) -> Iterator[OpenRow]:
    """The cases the bureau has not decided, and those it sent back or whose recommendation is to be withdrawn."""
    if batch.sent_at is None:
        return
    unanswered = sum(case.state is State.SENT for case in cases)
    if unanswered:
        yield _row(RoadStep.CITY, "unanswered", count=unanswered)
    for case in cases:
        if case.state in (State.RETURNED_BY_BUREAU, State.WITHDRAWAL_ASKED):
            said = {"number": case.intake_number, "state": case.state.label}
            yield OpenRow(RoadStep.CITY, sentence(f"still_open.{case.state}", said), case.id)


def _row(step: RoadStep, code: str, **values: object) -> OpenRow:
    return OpenRow(step, sentence(f"still_open.{code}", values))


_OF_BATCH: tuple[Callable[[UnitOfWork, Batch, Sequence[Application]], Iterator[OpenRow]], ...] = (
    _looks,
    _checked,
    _seal,
    _parcels,
    _city,
)
