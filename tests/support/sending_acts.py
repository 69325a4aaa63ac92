"""What is done to a batch on its road out: its parcels planned, packed, posted, returned."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.dispatch.parcels import Piece
from reviewer_app.services.dispatch.dispatching import list_batches, record_sent
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.at_once import pack_at_once, packing_plan, post_at_once
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import open_parcel, put_all_in, take_out
from reviewer_app.services.posting.posting import Posting, post_parcel, record_receipt, record_return, undo_posting
from support.packed import closed, planned
from support.sending import excuse_what_may_be

_REASON = "申报单位来函"


def _batch(unit: UnitOfWork) -> int:
    """The batch that waits to be posted."""
    return list_batches(unit)[0].id


def _planned(unit: UnitOfWork) -> None:
    planned(unit, _batch(unit))


def _packed(unit: UnitOfWork) -> None:
    _planned(unit)
    put_all_in(unit, _batch(unit))


def _lying(unit: UnitOfWork) -> list[Piece]:
    """What lies in the first parcel."""
    return [line.piece for line in batch_parcels(unit, _batch(unit)).parcels[0].lies]


def _closed(unit: UnitOfWork) -> None:
    closed(unit, _batch(unit))


def _post(unit: UnitOfWork) -> None:
    post_parcel(unit, 1, Posting("邮政", "EA000000001CN", unit.today))


def _pack_at_once(unit: UnitOfWork) -> None:
    pack_at_once(unit, _batch(unit), packing_plan(unit, _batch(unit)))


def _post_at_once(unit: UnitOfWork) -> None:
    waybills = {view.parcel.id: f"EA{view.parcel.id:09d}CN" for view in batch_parcels(unit, _batch(unit)).parcels}
    post_at_once(unit, _batch(unit), "邮政", unit.today, waybills)


def _posted(unit: UnitOfWork) -> None:
    _closed(unit)
    _post(unit)


_Act = Callable[[UnitOfWork], object]
#: The acts on a batch, each with what is got ready for it.
SENDING: Mapping[str, tuple[_Act, _Act | None]] = {
    "sent": (lambda unit: record_sent(unit, _batch(unit)), lambda unit: excuse_what_may_be(unit, _batch(unit))),
    "plan_parcels": (_planned, None),
    "pack_parcel": (lambda unit: put_all_in(unit, _batch(unit)), _planned),
    "unpack_parcel": (lambda unit: take_out(unit, 1, _lying(unit), _REASON), _packed),
    "open_parcel": (lambda unit: open_parcel(unit, 1, _REASON), _closed),
    "post_parcel": (_post, _closed),
    "pack_at_once": (_pack_at_once, None),
    "post_at_once": (_post_at_once, _closed),
    "sign_for_parcel": (lambda unit: record_receipt(unit, 1, unit.today, "收发室"), _posted),
    "undo_posting": (lambda unit: undo_posting(unit, 1, _REASON), _posted),
    "return_parcel": (lambda unit: record_return(unit, 1, unit.today, _REASON), _posted),
}
