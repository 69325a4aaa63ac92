"""The seal keeper's session on an approved list: opened, its papers sealed one by one, closed, and taken up again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.seals import ListedPaper, SealList, SealSession, SealUse, SealWay, in_force
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.sealing import (
    SEAL_NOUNS,
    require_list_on_record,
    use_seal,
    why_not_sealable,
    why_off_batch,
)
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.lists import said_of_list
from reviewer_app.services.sealing.told_scans import tell_uses


@dataclass(frozen=True, slots=True)
class Sealed:
    """What became of some papers: the uses put on record, what was refused with its reason, what is to be minded."""

    uses: tuple[SealUse, ...]
    refused: tuple[OfficeError, ...]
    changes: Changes
    minded: str = ""


def open_session(unit: UnitOfWork, list_id: int, way: SealWay) -> Changes:
    """Opens a session of the person at the desk on an approved list, or takes one up again.

    Raises RefusalError `act.role_needed`, `seal.not_approved`, `seal.session_open`, `seal.session_elsewhere`,
    `seal.nothing_left`; TroubleError `library.not_as_recorded` when the list or its approval is not on record.
    """
    require_role(unit.actor, EventAct.SEAL_OPENED)
    one = unit.seals.list_of(list_id)
    if not one.is_approved:
        raise RefusalError("seal.not_approved")
    unit.seals.require_as_recorded(list_id)
    for session in unit.seals.open_sessions():
        if session.list_id == list_id:
            raise RefusalError("seal.session_open", name=session.opened_by)
        if session.opened_by == unit.actor.name:
            raise RefusalError("seal.session_elsewhere")
    if not papers_left(unit, one):
        raise RefusalError("seal.nothing_left")
    unit.seals.open_session(SealSession(list_id, way, unit.actor.name, unit.now))
    record(unit, None, EventAct.SEAL_OPENED, detail={**said_of_list(unit, one), RecordKey.SEAL_WAY: way.label})
    return Changes(frozenset({Noun.BATCH, Noun.REGISTER}))


def close_session(unit: UnitOfWork, session_id: int) -> Changes:
    """Closes a session; RefusalError `act.role_needed`, `seal.session_closed`."""
    require_role(unit.actor, EventAct.SEAL_CLOSED)
    session = next((one for one in unit.seals.open_sessions() if one.id == session_id), None)
    if session is None:
        raise RefusalError("seal.session_closed")
    unit.seals.close_session(session_id, unit.actor.name, unit.now)
    one = unit.seals.list_of(session.list_id)
    said = {**said_of_list(unit, one), RecordKey.SEAL_WAY: session.way.label}
    record(unit, None, EventAct.SEAL_CLOSED, detail=said)
    return Changes(frozenset({Noun.BATCH, Noun.REGISTER}))


def stamp_list(unit: UnitOfWork, list_id: int, register_ids: Sequence[int], first: int) -> Sealed:
    """Records the real seal on some papers of an approved list, in a session that begins with the first use.

    It ends with the last paper of the list, and stays open while one is left. `first` is the number that was shown for
    the first use. Raises as `open_session` and `stamp_papers`; RefusalError `seal.numbers_moved`.
    """
    require_role(unit.actor, EventAct.SEAL_USED)
    if unit.seals.last_serial(unit.today.year) + 1 != first:
        raise RefusalError("seal.numbers_moved", first=first)
    own = next((one for one in unit.seals.open_sessions() if _is_own(unit, one, list_id)), None)
    if own is not None:
        done = stamp_papers(unit, own.id, register_ids)
    else:
        # Before anything is written: after it nothing can be held to the record any more.
        doubted = _not_as_recorded(unit, register_ids)
        open_session(unit, list_id, SealWay.STAMP)
        own = next(one for one in unit.seals.open_sessions() if _is_own(unit, one, list_id))
        done = _use_all(unit, own.id, register_ids, doubted)
        end_when_done(unit, own.id)
    return done


def end_when_done(unit: UnitOfWork, session_id: int) -> None:
    """Closes a session of the person at the desk once nothing on its list waits for the seal; else it stays open."""
    session = next((one for one in unit.seals.open_sessions() if one.id == session_id), None)
    if session is None or session.opened_by != unit.actor.name:
        return
    if not papers_left(unit, unit.seals.list_of(session.list_id)):
        close_session(unit, session_id)


def _is_own(unit: UnitOfWork, session: SealSession, list_id: int) -> bool:
    return session.list_id == list_id and session.opened_by == unit.actor.name


def papers_left(unit: UnitOfWork, one: SealList) -> tuple[ListedPaper, ...]:
    """The papers of a list that bear no seal yet and may be sealed as they are now."""
    used = in_force(unit.seals.uses_of([paper.register_id for paper in one.papers]))
    open_ones = (paper for paper in one.papers if paper.register_id not in used)
    return tuple(paper for paper in open_ones if _may_be_sealed(unit, one, paper))


def _may_be_sealed(unit: UnitOfWork, one: SealList, paper: ListedPaper) -> bool:
    entry = unit.register.get(paper.register_id)
    return why_off_batch(unit, one.batch_id, entry) is None and why_not_sealable(unit, entry, paper) is None


def stamp_papers(unit: UnitOfWork, session_id: int, register_ids: Sequence[int]) -> Sealed:
    """Records that the real seal was put on some papers; one that is refused is named, the rest goes on.

    With the last paper of its list the session ends.

    Raises RefusalError as `use_seal` when every one of them is refused, TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SEAL_USED)
    # Before the first use is written: after it nothing can be held to the record any more.
    require_list_on_record(unit, session_id)
    done = _use_all(unit, session_id, register_ids, _not_as_recorded(unit, register_ids))
    end_when_done(unit, session_id)
    return done


def _use_all(
    unit: UnitOfWork, session_id: int, register_ids: Sequence[int], doubted: Mapping[int, OfficeError]
) -> Sealed:
    uses: list[SealUse] = []
    refused = list(doubted.values())
    for register_id in (one for one in register_ids if one not in doubted):
        try:
            uses.append(use_seal(unit, session_id, register_id))
        except OfficeError as problem:
            # Nothing of a refused use was written: all that may be refused is asked before.
            refused.append(problem)
    if not uses and refused:
        raise refused[0]
    _join_scans(unit, uses)
    cases = frozenset(use.application_id for use in uses) - {0}
    return Sealed(tuple(uses), tuple(refused), Changes(SEAL_NOUNS, cases))


def _join_scans(unit: UnitOfWork, uses: Sequence[SealUse]) -> None:
    """Lays scans that were kept before beside their uses, if they show the sheets whose list was asked for.

    A scan older than the list may show a sheet that was made anew since: its stack is read once more by a person.
    """
    scans = unit.sealed_scans.of_entries([use.register_id for use in uses])
    ready = []
    for use in uses:
        taken_at = scans[use.register_id][-1].taken_at if scans.get(use.register_id) else None
        if taken_at is not None and taken_at >= unit.seals.list_of(use.list_id).asked_at:
            ready.append(use.register_id)
    if ready:
        tell_uses(unit, ready)


def _not_as_recorded(unit: UnitOfWork, register_ids: Sequence[int]) -> dict[int, OfficeError]:
    """The papers whose case is not as the record says, each with what was found."""
    cases = {one: unit.register.get(one).case_id for one in register_ids}
    found: dict[int, OfficeError] = {}
    try:
        unit.require_as_recorded(sorted(set(cases.values()) - {0}))
    except OfficeError:
        for one, case_id in cases.items():
            try:
                unit.require_as_recorded([case_id] if case_id else [])
            except OfficeError as problem:
                found[one] = problem
    return found
