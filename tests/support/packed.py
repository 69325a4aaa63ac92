"""A batch on its way to the post: cases sealed, its parcels planned, packed, closed and posted by the real services."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.letters import LetterWay
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_app.services.papers.batch_letters import letter_matters, plan_letters, record_letters
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import BatchParcels, ParcelView, batch_parcels
from reviewer_app.services.posting.packing import close_parcel, plan_parcels, put_all_in
from reviewer_app.services.posting.posting import Posting, post_parcel
from reviewer_ui.posting.post_dialog import PostDialog
from reviewer_ui.posting.step import PostingStep
from support.casework import dialog_of, proposed
from support.desk_pages import application
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import excuse_what_may_be

SECTORS = ("公共服务", "现代服务业")


def sealed_batch(unit: FakeUnit, *sectors: str) -> int:
    """A batch of sealed cases, one for each of these sectors; two contacts get one each unless others are named."""
    ids = [
        signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(number, sector=sector, direction="")))
        for number, sector in enumerate(sectors or SECTORS, start=1)
    ]
    unit.settings.put(replace(unit.settings.get(), agency_code="示市监荐"))
    seal_cases(unit, ids)
    cases = [unit.applications.get(one) for one in ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    number = unit.batches.next_number("2024")
    for case in cases:
        record(unit, case, EventAct.EXPORTED, detail={RecordKey.BATCH: str(number)})
    return unit.batches.add(
        Batch(number, "2024", "批次", SealStyle.CIRCLE, unit.actor.name, unit.now, unit.events.head(), lines)
    )


def lettered(unit: UnitOfWork, batch_id: int, way: LetterWay | None = None, *, is_sealed: bool = True) -> list[str]:
    """The covering letters of a batch issued as they lack, and stamped; their numbers."""
    plan = plan_letters(unit, batch_id, way)
    if plan.new:
        made = [(matter, b"%PDF letter " + matter.contact.encode()) for matter in letter_matters(unit, plan)]
        record_letters(unit, plan, made, "项目有变" if plan.replaced else "")
    letters = in_force_of(unit, batch_id)
    for one in letters if is_sealed else ():
        unit.register.complete(replace(one, sealed_how=Sealing.STAMPED))
    return [one.called for one in letters]


def planned(unit: UnitOfWork, batch_id: int) -> BatchParcels:
    """The parcels of a batch, planned as they were shown."""
    plan_parcels(unit, batch_id, batch_parcels(unit, batch_id).lacks)
    return batch_parcels(unit, batch_id)


def closed(unit: UnitOfWork, batch_id: int) -> tuple[ParcelView, ...]:
    """The parcels of a batch, all packed with their letters and closed."""
    planned(unit, batch_id)
    lettered(unit, batch_id)
    put_all_in(unit, batch_id)
    for view in batch_parcels(unit, batch_id).parcels:
        close_parcel(unit, view.parcel.id)
    excuse_what_may_be(unit, batch_id)
    return batch_parcels(unit, batch_id).parcels


def posting(unit: UnitOfWork, waybill: str = "EA123456789CN", day: date | None = None) -> Posting:
    """A posting by the usual courier."""
    return Posting("邮政", waybill, day or unit.today)


def pack_by_keys(step: PostingStep) -> None:
    """Plans, packs and closes all parcels of the batch shown, as an officer does it in the window."""
    step.press_main()
    dialog_of(step).confirm.click()


def post_by_keys(step: PostingStep) -> None:
    """Packs and posts all parcels of the batch shown, as an officer does it in the window."""
    if step._batch is not None:
        step._context.background.library.change(lettered, step._batch.id)
        step._context.background.library.change(excuse_what_may_be, step._batch.id)
    pack_by_keys(step)
    step.press_main()
    dialog = next(one for one in step.findChildren(PostDialog) if one.isVisible())
    dialog.fill("courier", "邮政")
    for place, name in enumerate(one for one in dialog.editors if one.startswith("waybill")):
        dialog.fill(name, f"EA{place:09d}CN")
    dialog.press()


def posted(unit: UnitOfWork, batch_id: int) -> tuple[ParcelView, ...]:
    """The parcels of a batch, all posted: the batch is sent."""
    for view in closed(unit, batch_id):
        post_parcel(unit, view.parcel.id, posting(unit, f"EA{view.parcel.id:09d}CN"))
    return batch_parcels(unit, batch_id).parcels
