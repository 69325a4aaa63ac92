"""What the papers of a parcel say lies in it: counted from the parcels, or while none is planned from the season."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.parcels import ENCLOSURES, ParcelState, PieceKind
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import (
    ParcelView,
    PieceLine,
    batch_parcels,
    copies_of,
    pieces_of,
    wanted_of,
)


@dataclass(frozen=True, slots=True)
class PieceCount:
    """How many sheets and forms of a case lie in a parcel, or are going to."""

    sheets: int = 0
    forms: int = 0


@dataclass(frozen=True, slots=True)
class ParcelMark:
    """Which parcel of how many it is, and its waybill once it is posted."""

    place: int
    of: int
    waybill: str

    @property
    def called(self) -> str:
        """第1包，共2包."""
        return f"第{self.place}包，共{self.of}包"


@dataclass(frozen=True, slots=True)
class ParcelCounts:
    """What lies in the parcels for a contact, or in all: counts by case, what lies on top, the mark by contact.

    Without parcels there are no marks, and all usual enclosures are counted.
    """

    cases: Mapping[int, PieceCount]
    enclosures: frozenset[PieceKind]
    marks: Mapping[str, ParcelMark]

    def mark_for(self, contact: str) -> ParcelMark | None:
        """The mark of the parcel that is for a contact, or of the one for all."""
        return self.marks.get(contact) or self.marks.get("")


def counts_in(unit: UnitOfWork, batch: Batch, contact: str) -> ParcelCounts:
    """Counts what lies in the parcels of a batch for a contact ('' for all); RefusalError `batch.unrouted`.

    An open parcel counts what is still to be put in as well: its list is printed before it is packed.
    """
    if not any(one.state is not ParcelState.DROPPED for one in unit.parcels.of_batch(batch.id)):
        return _by_season(unit, batch)
    views = [
        view
        for view in batch_parcels(unit, batch.id).parcels
        if contact in ("", view.parcel.contact) or not view.parcel.contact
    ]
    lines = [line for view in views for line in _counted(view)]
    return ParcelCounts(
        _by_case(lines),
        frozenset(line.piece.kind for line in lines if line.piece.is_enclosure),
        {view.parcel.contact: _mark(view) for view in views},
    )


def _counted(view: ParcelView) -> tuple[PieceLine, ...]:
    if view.parcel.state is not ParcelState.OPEN:
        return view.lies
    return (*view.lies, *(line for line in view.missing if line.piece.kind is not PieceKind.LETTER or line.piece.paper))


def _mark(view: ParcelView) -> ParcelMark:
    posted = view.parcel.posting
    return ParcelMark(view.place, view.of, posted.waybill if posted is not None else "")


def _by_case(lines: Iterable[PieceLine]) -> dict[int, PieceCount]:
    kinds: dict[int, list[PieceKind]] = {}
    for line in lines:
        if line.piece.application_id:
            kinds.setdefault(line.piece.application_id, []).append(line.piece.kind)
    return {
        case_id: PieceCount(found.count(PieceKind.SHEET), found.count(PieceKind.FORM))
        for case_id, found in kinds.items()
    }


def _by_season(unit: UnitOfWork, batch: Batch) -> ParcelCounts:
    """As the season says: so many sheets, and so many of the forms that are here."""
    ids = [line.application_id for line in batch.lines]
    copies, wanted = copies_of(unit, ids), wanted_of(unit.packs.current(batch.season))
    counts = {}
    for case_id in ids:
        kinds = [piece.kind for piece in pieces_of(copies, case_id, wanted)]
        counts[case_id] = PieceCount(kinds.count(PieceKind.SHEET), kinds.count(PieceKind.FORM))
    return ParcelCounts(counts, frozenset(ENCLOSURES), {})
