"""What lies in the parcels of a batch, what is still missing in each, and what no longer fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, Event, Keeping, PaperCopy
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.letters import BatchLetters
from reviewer_app.domain.dispatch.parcels import (
    AT_HAND,
    ENCLOSURES,
    CopiesWanted,
    CopyMove,
    CopyPlace,
    Parcel,
    ParcelState,
    Piece,
    PieceKind,
    can_go,
    last_moves,
    lying_in,
    next_number,
)
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.cases.reading import routing_of
from reviewer_app.services.dispatch.batch_letters import letters_of
from reviewer_app.services.dispatch.leaving import ever_in, has_left, is_decided_anew
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: In these states the recommendation is stamped, and the sheet is there.
_STAMPED = frozenset({State.SEALED, State.BATCHED})


@dataclass(frozen=True, slots=True)
class PieceLine:
    """One copy as it is shown: of which case, where it lies, in which parcel, why it cannot be put into one."""

    piece: Piece
    case: Application | None
    place: CopyPlace
    parcel_id: int = 0
    refusal: str = ""

    @property
    def can_be_put_in(self) -> bool:
        """Whether it lies at the desk, ready to be packed."""
        return self.place in AT_HAND and not self.refusal


@dataclass(frozen=True, slots=True)
class ParcelView:
    """A parcel with what lies in it, what is missing, and what no longer fits; it is the `place`-th of `of`."""

    parcel: Parcel
    place: int
    of: int
    lies: tuple[PieceLine, ...]
    missing: tuple[PieceLine, ...]
    misfits: tuple[str, ...]
    cases: int

    @property
    def is_whole(self) -> bool:
        """Whether all copies of its cases lie in it with the letter it needs, and nothing else."""
        return bool(self.cases) and not self.misfits and not any(one.piece.is_required for one in self.missing)

    @property
    def lacking_enclosures(self) -> tuple[str, ...]:
        """What usually lies on top and does not."""
        return tuple(one.piece.kind.label for one in self.missing if one.piece.is_enclosure)


@dataclass(frozen=True, slots=True)
class BatchParcels:
    """The parcels of a batch; `planned` are those that it should have, as contact and cases.

    `off` are the cases that are not to be sent with it, each with why. `is_per_contact` follows the season's setting,
    which may be open (待确认).
    """

    batch: Batch
    parcels: tuple[ParcelView, ...]
    planned: tuple[tuple[str, int], ...]
    off: Mapping[int, str]
    is_per_contact: bool
    is_settled: bool

    @property
    def lacks(self) -> tuple[str, ...]:
        """For whom a parcel is still to be planned."""
        there = {one.parcel.contact for one in self.parcels}
        return tuple(contact for contact, _ in self.planned if contact not in there)


@dataclass(frozen=True, slots=True)
class Copies:
    """All that is known of the copies of some cases: cases, copies of forms, numbers of sheets, last moves.

    `own` are the parcels of the batch spoken of: what left with another is gone.
    """

    cases: Mapping[int, Application]
    forms: Mapping[int, tuple[PaperCopy, ...]]
    entries: Mapping[int, RegisterEntry]
    moves: tuple[CopyMove, ...]
    last: Mapping[Piece, CopyMove]
    own: frozenset[int] = frozenset()
    #: The covering letters of the batch; before one is issued there is none to be enclosed.
    letters: BatchLetters | None = None


def copies_of(unit: UnitOfWork, ids: Sequence[int], parcels: Iterable[int] = ()) -> Copies:
    """Reads the copies of some cases, and what lies once in some parcels."""
    own = list(parcels)
    moves = (*unit.parcels.moves_of_cases(ids), *unit.parcels.moves_of_parcels(own))
    return Copies(
        {case.id: case for case in unit.applications.some(ids)},
        unit.papers.of_some(ids),
        latest_recommendations(unit, ids),
        moves,
        last_moves(moves),
        frozenset(own),
    )


def wanted_of(pack: NoticePack) -> CopiesWanted:
    """How many of a case's copies go, as the season says."""
    return CopiesWanted(pack.limits.sheets_sent, pack.limits.copies_to_send)


def place_of(copies: Copies, piece: Piece) -> PieceLine:
    """Where a copy lies: where it was put last, otherwise where it lies by itself."""
    case, last = copies.cases.get(piece.application_id), copies.last.get(piece)
    refusal = ""
    if case is not None and case.is_away:
        refusal = sentence("parcel.case_away", {"number": case.intake_number})
    if last is not None and not (last.place in AT_HAND and _is_given_away(copies, piece)):
        return PieceLine(piece, case, last.place, last.parcel_id, refusal)
    if piece.is_enclosure or case is None:
        return PieceLine(piece, case, CopyPlace.DESK)
    if piece.kind is PieceKind.SHEET:
        place = CopyPlace.SEALING if case.state is State.SIGNED_OFF else CopyPlace.DESK
        is_open = case.state not in _STAMPED and case.state is not State.SIGNED_OFF
        unsealed = sentence("parcel.sheet_not_sealed", {"number": case.intake_number}) if is_open else ""
        return PieceLine(piece, case, place, 0, refusal or unsealed)
    return _form_by_itself(copies, piece, case, refusal)


def _is_given_away(copies: Copies, piece: Piece) -> bool:
    """Whether a form that lay at the desk was given back or mailed since, as its own line says."""
    if piece.kind is not PieceKind.FORM:
        return False
    gone = {Keeping.RETURNED, Keeping.MAILED}
    found = copies.forms.get(piece.application_id, ())
    return any(one.number == piece.number and one.keeping in gone for one in found)


def _form_by_itself(copies: Copies, piece: Piece, case: Application, refusal: str) -> PieceLine:
    """A form that was never moved: the copies' own lines tell where it is."""
    copy = next((one for one in copies.forms.get(case.id, ()) if one.number == piece.number), PaperCopy(piece.number))
    said = {"number": case.intake_number, "copy": piece.number}
    if not copy.is_received:
        return PieceLine(piece, case, CopyPlace.APPLICANT, 0, sentence("parcel.copy_not_received", said))
    if copy.keeping is Keeping.RETURNED:
        return PieceLine(piece, case, CopyPlace.APPLICANT, 0, sentence("parcel.copy_given_back", said))
    if copy.keeping is Keeping.MAILED:
        return PieceLine(piece, case, CopyPlace.POSTED, 0, sentence("parcel.copy_mailed", said))
    return PieceLine(piece, case, CopyPlace.DESK, 0, refusal)


def pieces_of(copies: Copies, case_id: int, wanted: CopiesWanted) -> tuple[Piece, ...]:
    """The copies of a case that go into a parcel: its sheets under their number, then its forms."""
    entry = copies.entries.get(case_id)
    paper = entry.called if entry else ""
    sheets = tuple(Piece(PieceKind.SHEET, case_id, paper, number) for number in range(1, wanted.sheets + 1))
    going = wanted.forms_of(_here_or_packed(copies, case_id))
    return (*sheets, *(Piece(PieceKind.FORM, case_id, "", number) for number in going))


def _here_or_packed(copies: Copies, case_id: int) -> list[PaperCopy]:
    """The copies of a form that can go: a copy mailed otherwise than in a parcel cannot."""
    return [
        one
        for one in copies.forms.get(case_id, ())
        if can_go(one) and (one.keeping is not Keeping.MAILED or _lies_in_parcel(copies, case_id, one.number))
    ]


def _lies_in_parcel(copies: Copies, case_id: int, number: int) -> bool:
    last = copies.last.get(Piece(PieceKind.FORM, case_id, "", number))
    return last is not None and last.place not in AT_HAND and last.parcel_id in copies.own


def off_batch(unit: UnitOfWork, batch: Batch, cases: Mapping[int, Application]) -> dict[int, str]:
    """The cases of a batch that are not to be sent with it as they stand, each with why; dropped ones among them."""
    own = [line.application_id for line in batch.lines]
    acts = unit.events.of_some(own)
    off = {
        case.id: sentence("parcel.case_left", {"number": case.intake_number})
        for case in cases.values()
        if case.id not in own
    }
    for line in batch.lines:
        case = cases[line.application_id]
        code = _why_off(case, acts.get(case.id, ()), batch)
        if code:
            off[case.id] = sentence(code, {"number": case.intake_number, "state": case.state.label})
    return off


def _why_off(case: Application, acts: Sequence[Event], batch: Batch) -> str:
    if has_left(acts, batch.number):
        return "parcel.case_left"
    if is_decided_anew(acts, batch.number) and batch.sent_at is None:
        return "parcel.case_anew"
    if case.is_away:
        return "parcel.case_away"
    # Once the batch is sent, a parcel that came back goes again with what still stands as it was sent.
    going = {State.SENT} if batch.sent_at is not None else {State.SIGNED_OFF, State.SEALED, State.BATCHED}
    return "" if case.state in going else "parcel.case_off_road"


def batch_parcels(unit: UnitOfWork, batch_id: int) -> BatchParcels:
    """The parcels of a batch as they stand; RefusalError `batch.unknown`, `batch.unrouted`."""
    return _with_parcels(unit, unit.batches.get(batch_id), _standing(unit, batch_id))


def batch_parcels_as_planned(unit: UnitOfWork, batch_id: int) -> BatchParcels:
    """The same with the parcels that are still to be planned; nothing of it is written, and those have no id above 0.

    Raises as `batch_parcels`.
    """
    now, parcels = batch_parcels(unit, batch_id), list(_standing(unit, batch_id))
    for place, contact in enumerate(now.lacks, start=1):
        parcels.append(Parcel(batch_id, next_number(parcels), contact, unit.actor.name, unit.now, id=-place))
    return _with_parcels(unit, now.batch, tuple(parcels)) if now.lacks else now


def _standing(unit: UnitOfWork, batch_id: int) -> tuple[Parcel, ...]:
    return tuple(one for one in unit.parcels.of_batch(batch_id) if one.state is not ParcelState.DROPPED)


def _with_parcels(unit: UnitOfWork, batch: Batch, standing: tuple[Parcel, ...]) -> BatchParcels:
    pack = unit.packs.current(batch.season)
    ids = [line.application_id for line in batch.lines]
    copies = copies_of(unit, ever_in(unit, batch), [one.id for one in standing])
    copies = replace(copies, letters=letters_of(unit, batch) if standing else None)
    off = off_batch(unit, batch, copies.cases)
    contacts = contacts_by_case(unit, {one: copies.cases[one] for one in ids}, pack)
    is_per_contact = pack.limits.is_parcel_per_contact
    going = [case_id for case_id in ids if case_id not in off]
    planned: dict[str, int] = {}
    for case_id in going:
        name = contacts[case_id] if is_per_contact else ""
        planned[name] = planned.get(name, 0) + 1
    views = tuple(
        _view(
            *(copies, parcel, place, len(standing), _cases_for(parcel, going, contacts), wanted_of(pack), off),
            _letter_pieces(copies, parcel, standing),
        )
        for place, parcel in enumerate(standing, start=1)
    )
    return BatchParcels(batch, views, tuple(planned.items()), off, is_per_contact, bool(pack.limits.parcel_for))


def contacts_by_case(unit: UnitOfWork, cases: Mapping[int, Application], pack: NoticePack) -> dict[int, str]:
    """Who of the municipal bureau gets each case, by name; RefusalError `batch.unrouted`."""
    found = {}
    for case in cases.values():
        own = pack if case.pack.sha256 == pack.sha256 else unit.packs.by_hash(case.pack.sha256)
        routing = routing_of(own, case)
        if routing.contact is None:
            raise RefusalError("batch.unrouted", why=routing.why)
        found[case.id] = routing.contact.name
    return found


def _cases_for(parcel: Parcel, going: Sequence[int], contacts: Mapping[int, str]) -> list[int]:
    return [case_id for case_id in going if parcel.contact in ("", contacts[case_id])]


def _view(
    copies: Copies,
    parcel: Parcel,
    place: int,
    of: int,
    case_ids: Sequence[int],
    wanted: CopiesWanted,
    off: Mapping[int, str],
    letters: Sequence[Piece],
) -> ParcelView:
    lies = _lies(copies, parcel)
    enclosures = (*letters, *(Piece(kind, of_parcel=parcel.id) for kind in ENCLOSURES if kind is not PieceKind.LETTER))
    meant = (*enclosures, *(piece for case_id in case_ids for piece in pieces_of(copies, case_id, wanted)))
    inside, belonging = set(lies), set(meant)
    has_left = parcel.state.has_left or parcel.state is ParcelState.RETURNED
    # Where no case is to go, nothing that would lie on top of one lacks.
    missing = () if has_left or not case_ids else tuple(_missing(copies, one) for one in meant if one not in inside)
    strange = () if has_left else tuple(one for one in lies if one not in belonging or _is_unsealed(copies, one))
    order = {piece: number for number, piece in enumerate(meant)}
    return ParcelView(
        parcel,
        place,
        of,
        tuple(place_of(copies, one) for one in sorted(lies, key=lambda one: (order.get(one, len(order)), one))),
        missing,
        tuple(dict.fromkeys(_misfit(copies, one, off) for one in strange)),
        len({one.application_id for one in lies if one.application_id}) if has_left else len(case_ids),
    )


def _letter_pieces(copies: Copies, parcel: Parcel, standing: Sequence[Parcel]) -> tuple[Piece, ...]:
    """The covering letters that belong into a parcel, each under its number.

    That of its contact, or all there are in a parcel for all; the one letter for all lies in one of the parcels. One
    put in before numbers were noted is the parcel's own. None where a written reason stands for letters never issued.
    """
    letters, plain = copies.letters, Piece(PieceKind.LETTER, of_parcel=parcel.id)
    if plain in _lies(copies, parcel) or letters is None:
        return (plain,)
    found = [one for one in letters.letters if one.contact == parcel.contact or not parcel.contact]
    lacking = () if letters.is_waived else letters.missing
    is_missing = any(one in ("", parcel.contact) or not parcel.contact for one in lacking)
    for_all = letters.letter_for("")
    if not found and for_all is not None:
        sharing = [one for one in standing if not any(each.contact == one.contact for each in letters.letters)]
        holding = [one for one in sharing if any(each.kind is PieceKind.LETTER for each in _lies(copies, one))]
        here = [one for one in sharing if not one.is_out]
        found = [for_all] if parcel == (holding or here or sharing)[0] else []
    return (*(replace(plain, paper=one.entry.called) for one in found), *((plain,) if is_missing else ()))


def _lies(copies: Copies, parcel: Parcel) -> tuple[Piece, ...]:
    return lying_in(copies.last.values(), parcel.id)


def _missing(copies: Copies, piece: Piece) -> PieceLine:
    """A copy that the parcel lacks; a letter that was never issued, or bears no seal, cannot be enclosed."""
    line = place_of(copies, piece)
    if piece.kind is not PieceKind.LETTER:
        return line
    letters = copies.letters.letters if copies.letters is not None else ()
    letter = next((one for one in letters if one.entry.called == piece.paper), None)
    if letter is None:
        return replace(line, refusal=sentence("parcel.letter_not_issued"))
    if letter.awaits_seal:
        refusal = sentence("parcel.letter_not_sealed", {"letter": piece.paper})
        return replace(line, place=CopyPlace.SEALING, refusal=refusal)
    return line


def _is_unsealed(copies: Copies, piece: Piece) -> bool:
    """Whether the use of the seal on a sheet was struck out after it was packed."""
    case = copies.cases.get(piece.application_id)
    return piece.kind is PieceKind.SHEET and case is not None and case.state is State.SIGNED_OFF


def _misfit(copies: Copies, piece: Piece, off: Mapping[int, str]) -> str:
    """Why a copy that lies in a parcel does not belong there."""
    case = copies.cases.get(piece.application_id)
    number = case.intake_number if case else ""
    if piece.application_id in off:
        return off[piece.application_id]
    if piece.kind is PieceKind.LETTER:
        return sentence("parcel.letter_not_in_force", {"letter": piece.paper})
    entry = copies.entries.get(piece.application_id)
    if _is_unsealed(copies, piece):
        return sentence("parcel.sheet_not_sealed", {"number": number})
    if piece.kind is PieceKind.SHEET and (entry is None or entry.called != piece.paper):
        return sentence("parcel.sheet_not_in_force", {"number": number, "paper": piece.paper or "无文号"})
    return sentence("parcel.one_too_many", {"number": number, "piece": piece.called})
