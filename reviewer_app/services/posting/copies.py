"""Where every single copy lies: one line a copy of the season's cases, its history, and the list as a table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.dispatch.parcels import CopyPlace, Parcel, Piece, PieceKind, last_moves
from reviewer_app.domain.states import BEFORE_SENT
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.posting.contents import Copies, PieceLine, copies_of, place_of, wanted_of
from reviewer_resources.phrases import sentence

#: So many cases, the newest, are read for the list; a season of a district has some tens.
MOST_CASES = 2000
#: Head, width in the workbook, and whether a cell is words (left) or a code in the middle.
_COLUMNS = (
    ("收件编号", 15.0, True),
    ("项目名称", 30.0, True),
    ("申报单位", 26.0, True),
    ("材料", 34.0, True),
    ("在哪里", 18.0, True),
    ("邮包", 20.0, True),
    ("何时起", 17.0, True),
    ("经手", 9.0, True),
    ("说明", 30.0, True),
)


@dataclass(frozen=True, slots=True)
class CopyStep:
    """One line of a copy's history: when, by whom, where to, and why."""

    at: str
    by: str
    where: str
    reason: str


@dataclass(frozen=True, slots=True)
class CopyLine:
    """One copy with where it lies now and how it came there, oldest first; `parcel` names the parcel it lies in."""

    case: Application
    piece: Piece
    place: CopyPlace
    parcel: str
    history: tuple[CopyStep, ...]

    @property
    def where(self) -> str:
        """The place in the office's words, with the parcel."""
        return f"{self.place.label} {self.parcel}".rstrip() if self.place is CopyPlace.PARCEL else self.place.label

    @property
    def last(self) -> CopyStep | None:
        """The last line of its history."""
        return self.history[-1] if self.history else None


@dataclass(frozen=True, slots=True)
class CopyList:
    """The copies of the season; `left_out` cases were not read for want of room."""

    season: str
    lines: tuple[CopyLine, ...]
    left_out: int = 0


def where_copies_lie(unit: UnitOfWork, case_id: int = 0) -> CopyList:
    """Every copy of one case, or of every case of the season of which anything is here or was sent."""
    season = unit.settings.get().season
    if case_id:
        ids, left_out = [case_id], 0
    else:
        known = sorted((one.id for one in unit.applications.known(season)), reverse=True)
        ids, left_out = sorted(known[:MOST_CASES]), max(len(known) - MOST_CASES, 0)
    copies = copies_of(unit, ids)
    parcels = unit.parcels.some([move.parcel_id for move in copies.moves if move.parcel_id])
    called = _called(unit, parcels)
    lines = [
        _line(copies, case, piece, called)
        for case in copies.cases.values()
        for piece in _pieces(unit, copies, case, is_asked=bool(case_id))
    ]
    return CopyList(season, tuple(sorted(lines, key=lambda one: (one.case.intake_number, one.piece))), left_out)


def parcels_holding(unit: UnitOfWork, ids: Sequence[int]) -> dict[int, str]:
    """The cases of which a copy lies in a parcel that is here, each with that parcel."""
    inside = [one for one in last_moves(unit.parcels.moves_of_cases(ids)).values() if one.place is CopyPlace.PARCEL]
    parcels = unit.parcels.some([one.parcel_id for one in inside]) if inside else {}
    return {one.piece.application_id: parcels[one.parcel_id].called for one in inside}


def copies_table(unit: UnitOfWork, lines: Sequence[CopyLine], season: str) -> SummaryTable:
    """Some lines of the list, laid out as it is exported."""
    office = unit.settings.get()
    counts = {place: sum(one.place is place for one in lines) for place in CopyPlace}
    return SummaryTable(
        title=f"{season}年度材料去处清单",
        bureau=office.bureau,
        season=season,
        made_on=unit.today,
        filled_by=unit.actor.name,
        telephone=office.telephone,
        headers=tuple(head for head, _, _ in _COLUMNS),
        widths=tuple(width for _, width, _ in _COLUMNS),
        is_text=tuple(is_text for _, _, is_text in _COLUMNS),
        rows=tuple(_row(one) for one in lines),
        totals=tuple((place.label, count) for place, count in counts.items() if count),
        audit_head=unit.events.head(),
        made_at=unit.now,
        called="材料去处清单",
    )


def _pieces(unit: UnitOfWork, copies: Copies, case: Application, is_asked: bool) -> list[Piece]:
    """The copies of a case: those recorded, those of its sheet, and whatever was ever moved."""
    pack = unit.packs.by_hash(case.pack.sha256)
    recorded = {copy.number for copy in copies.forms.get(case.id, ()) if copy.is_received}
    moved = {piece for piece in copies.last if piece.application_id == case.id}
    if not recorded and not moved and not is_asked:
        return []
    awaited = range(1, pack.limits.copies_required + 1) if case.state in BEFORE_SENT else ()
    forms = {Piece(PieceKind.FORM, case.id, "", number) for number in (*awaited, *recorded)}
    entry = copies.entries.get(case.id)
    current = unit.packs.current(case.season)
    sheets = {
        Piece(PieceKind.SHEET, case.id, entry.called, number)
        for number in range(1, wanted_of(current).sheets + 1)
        if entry is not None
    }
    return sorted(forms | sheets | moved)


def _line(copies: Copies, case: Application, piece: Piece, called: Mapping[int, str]) -> CopyLine:
    now: PieceLine = place_of(copies, piece)
    steps = [
        CopyStep(f"{one.at:%Y-%m-%d %H:%M}", one.by, _where(one.place, called.get(one.parcel_id, "")), one.reason)
        for one in copies.moves
        if one.piece == piece
    ]
    return CopyLine(case, piece, now.place, called.get(now.parcel_id, ""), (*_came(copies, piece), *steps))


def _came(copies: Copies, piece: Piece) -> tuple[CopyStep, ...]:
    """That a form was taken in stands on its own line, not among the moves."""
    if piece.kind is not PieceKind.FORM:
        return ()
    copy = next((one for one in copies.forms.get(piece.application_id, ()) if one.number == piece.number), None)
    if copy is None or not copy.is_received:
        return ()
    said = sentence("parcel.copy_came", {"who": copy.received_from}) if copy.received_from else ""
    shelf = " ".join(word for word in (CopyPlace.DESK.label, copy.place) if word)
    return (CopyStep(str(copy.received_on or ""), copy.received_by, shelf, said),)


def _where(place: CopyPlace, parcel: str) -> str:
    return f"{place.label} {parcel}".rstrip()


def _called(unit: UnitOfWork, parcels: Mapping[int, Parcel]) -> dict[int, str]:
    batches = {one: unit.batches.get(one).number for one in {parcel.batch_id for parcel in parcels.values()}}
    return {one.id: f"第{batches[one.batch_id]}批{one.called}" for one in parcels.values()}


def _row(line: CopyLine) -> tuple[str, ...]:
    last = line.last
    return (
        line.case.intake_number,
        line.case.project_name,
        line.case.applicant,
        line.piece.called,
        line.place.label,
        line.parcel,
        last.at if last else "",
        last.by if last else "",
        last.reason if last else "",
    )
