"""Parcels in a real library: kept as said, sealed in the record, and held by the guards against any change."""

from __future__ import annotations

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.parcels import CopyMove, CopyPlace, ParcelState, Piece, PieceKind
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.copies import where_copies_lie
from reviewer_app.services.posting.posting import undo_posting
from reviewer_db import OpenLibrary
from support.libraries import inside, move, new_case, register
from support.packed import closed, posted


def _sealed(unit: UnitOfWork) -> int:
    """A batch of two sealed cases."""
    ids = register(unit, [new_case(1), new_case(2)])
    for case_id in ids:
        move(unit, case_id, State.SEALED)
    lines = tuple(BatchLine(case_id, f"2024-示-000{case_id}", "示例项目") for case_id in ids)
    return unit.batches.add(
        Batch(1, "2024", "批次", SealStyle.CIRCLE, unit.actor.name, unit.now, unit.events.head(), lines)
    )


def _broken(library: OpenLibrary) -> list[str]:
    return [line.message for line in library.verify() if line.is_broken]


def test_what_was_done_with_a_parcel_is_kept_and_sealed_in_the_record(library: OpenLibrary) -> None:
    batch_id = library.change(_sealed)
    (view,) = library.change(posted, batch_id)
    kept = library.read(lambda unit: unit.parcels.get(view.parcel.id))
    assert kept == view.parcel
    assert kept.posting is not None
    waybill = kept.posting.waybill
    assert library.read(lambda unit: unit.parcels.with_waybill(waybill)) == (kept,)
    assert {line.place for line in library.read(where_copies_lie, 1).lines} == {CopyPlace.POSTED}
    assert _broken(library) == []
    library.change(undo_posting, view.parcel.id, "单号填错")
    assert library.read(lambda unit: unit.parcels.get(view.parcel.id)).state is ParcelState.CLOSED
    assert library.read(lambda unit: unit.batches.get(batch_id)).sent_at is None
    assert library.read(lambda unit: unit.applications.get(1)).state is State.BATCHED
    assert _broken(library) == []


def test_a_move_written_behind_the_programs_back_is_found(library: OpenLibrary) -> None:
    batch_id = library.change(_sealed)
    library.change(closed, batch_id)

    def tamper(unit: UnitOfWork) -> None:
        main = inside(unit).main
        (guard,) = main.execute("SELECT sql FROM sqlite_master WHERE name = 'copy_moves_never_change'").fetchone()
        main.execute("DROP TRIGGER copy_moves_never_change")
        for name in [row[0] for row in main.execute("SELECT name FROM sqlite_temp_master WHERE type = 'trigger'")]:
            if "copy_moves" in name:
                main.execute(f'DROP TRIGGER temp."{name}"')
        main.execute("UPDATE copy_moves SET place = 'city' WHERE application_id = 1")
        main.execute(guard)

    library.change(tamper)
    assert any("每份材料的去处" in said for said in _broken(library))


@pytest.mark.parametrize(
    ("statement", "why"),
    [
        ("UPDATE parcels SET contact = ''", "never changed"),
        ("DELETE FROM parcels", "never erased"),
        ("UPDATE parcel_acts SET waybill = 'EA2'", "never changed"),
        ("DELETE FROM parcel_acts", "never erased"),
        ("UPDATE copy_moves SET place = 'city'", "never changed"),
        ("DELETE FROM copy_moves", "never erased"),
        ("UPDATE batches SET sent_at = NULL", "comes back by a parcel"),
        ("UPDATE batches SET folder = '别处', sent_at = NULL", "frozen"),
    ],
)
def test_nothing_of_a_posted_parcel_is_ever_rewritten(library: OpenLibrary, statement: str, why: str) -> None:
    library.change(posted, library.change(_sealed))
    with pytest.raises(Exception, match=why):
        library.change(lambda unit: inside(unit).main.execute(statement))


def test_a_closed_parcel_takes_nothing_and_an_open_one_is_not_posted(library: OpenLibrary) -> None:
    (view,) = library.change(closed, library.change(_sealed))
    late = Piece(PieceKind.FORM, 1, "", 1)

    def put(unit: UnitOfWork) -> None:
        unit.parcels.move([CopyMove(late, CopyPlace.PARCEL, view.parcel.id, "", unit.actor.name, unit.now)])

    with pytest.raises(Exception, match="parcel that is closed"):
        library.change(put)
    (kept,) = library.read(lambda unit: unit.parcels.of_batch(view.parcel.batch_id))
    assert kept.state is ParcelState.CLOSED
