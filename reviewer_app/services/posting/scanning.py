"""The packing table's scanner: which copy a scanned code or a typed number means, and into which parcel it goes."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from reviewer_app.domain.dispatch.parcels import ParcelState, PieceKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import written
from reviewer_app.services.intake.paper_sets import number_in
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import BatchParcels, ParcelView, PieceLine, batch_parcels


@dataclass(frozen=True, slots=True)
class Scanned:
    """The copy that a scan means: of which case, in or for which parcel, and how many of the case remain after it."""

    parcel_id: int
    parcel: str
    line: PieceLine
    left: int


def scanned_to_put_in(unit: UnitOfWork, batch_id: int, scanned: str) -> Scanned:
    """The next copy of a case to be put in: by its recommendation's number the sheet, by the case's number any.

    Our own codes (二维码) hold the case's number; scanned again, they mean its next copy.

    Raises RefusalError `parcel.scan_unknown`, `parcel.scan_all_in`, `parcel.cannot_put_in`, `parcel.not_open`.
    """
    now = batch_parcels(unit, batch_id)
    words = number_in(scanned)
    for view in now.parcels:
        meant = [line for line in view.missing if _means(line, words)]
        if not meant:
            continue
        if view.parcel.state is not ParcelState.OPEN:
            raise RefusalError("parcel.not_open", parcel=view.parcel.called, state=view.parcel.state.label)
        ready = [line for line in meant if line.can_be_put_in]
        if not ready:
            raise RefusalError("parcel.cannot_put_in", why=meant[0].refusal or _elsewhere(meant[0]))
        return Scanned(view.parcel.id, view.parcel.called, ready[0], len(ready) - 1)
    raise _nothing_means(now, words)


def _means(line: PieceLine, words: str) -> bool:
    """Whether a scanned or typed word names a copy; letters of any width and case are one."""
    if line.case is None or not words:
        return False
    numbers = {line.case.intake_number, line.case.values.get("filing_number", "")} - {""}
    if _folded(words) in {_folded(number) for number in numbers}:
        return True
    is_sheet = line.piece.kind is PieceKind.SHEET and bool(line.piece.paper)
    return is_sheet and _folded(written(words)) == _folded(line.piece.paper)


def _folded(words: str) -> str:
    return "".join(unicodedata.normalize("NFKC", words).split()).casefold()


def _elsewhere(line: PieceLine) -> str:
    return f"{line.piece.called}在“{line.place.label}”。"


def _nothing_means(now: BatchParcels, words: str) -> RefusalError:
    """Why nothing is left to be put in under a word: all of it lies there, the case is off, or nobody knows it."""
    lying: list[tuple[ParcelView, PieceLine]] = [
        (view, line) for view in now.parcels for line in view.lies if _means(line, words)
    ]
    if lying:
        view, line = lying[0]
        number = line.case.intake_number if line.case else words
        return RefusalError("parcel.scan_all_in", number=number, parcel=view.parcel.called)
    named = next((line for line in now.batch.lines if _folded(line.intake_number) == _folded(words)), None)
    if named is not None and named.application_id in now.off:
        return RefusalError("parcel.cannot_put_in", why=now.off[named.application_id])
    return RefusalError("parcel.scan_unknown", scanned=words[:60], number=now.batch.number)
