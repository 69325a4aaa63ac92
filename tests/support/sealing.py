"""Papers brought as far as the seal: issued, asked for, approved by another person, a session open; and sealed."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import ListedPaper, ListWord, SaidOfList, SealList, SealSession, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.cases.numbering import basis_of, latest_recommendations, next_number
from reviewer_app.services.cases.readying import signed
from reviewer_app.services.cases.sealing import record_sealed
from reviewer_app.services.ports.library import UnitOfWork

#: Who asks for the seal and who agrees, where it does not matter who they are.
ASKED, AGREED = "示例丁", "示例乙"
_KIND = DocumentKind.RECOMMENDATION


def issued(unit: UnitOfWork, case_id: int, content: bytes = b"%PDF-1.7 ") -> RegisterEntry:
    """The recommendation of a case, issued if it was not."""
    standing = latest_recommendations(unit, [case_id]).get(case_id)
    if standing is not None:
        return standing
    opinion = signed(unit.opinions.of(case_id))
    given = next_number(unit, _KIND)
    entry = RegisterEntry(
        Direction.OUTGOING,
        _KIND.value,
        given.year,
        given.serial,
        given.number,
        "上海市市场监督管理局",
        "推荐意见",
        unit.today,
        unit.actor.name,
        case_id,
        basis=basis_of(opinion) if opinion is not None else "",
        sha256=unit.attachments.keep(content + str(case_id).encode()),
    )
    return unit.register.get(unit.register.add(entry))


def asked(unit: UnitOfWork, case_ids: Sequence[int], batch_id: int = 0) -> int:
    """A list with the recommendations of some cases that was asked for."""
    entries = [issued(unit, case_id) for case_id in case_ids]
    papers = tuple(ListedPaper(one.id, one.case_id, one.called, one.sha256, 2) for one in entries)
    return unit.seals.ask(SealList(unit.settings.get().season, batch_id, ASKED, unit.now, papers))


def approved(unit: UnitOfWork, case_ids: Sequence[int], batch_id: int = 0) -> int:
    """The same, approved by another person."""
    list_id = asked(unit, case_ids, batch_id)
    unit.seals.say(list_id, SaidOfList(ListWord.APPROVED, "", AGREED, unit.now))
    return list_id


def session_on(unit: UnitOfWork, case_ids: Sequence[int], batch_id: int = 0) -> int:
    """The same, with a session of the person at the desk in which the real stamp is used."""
    list_id = approved(unit, case_ids, batch_id)
    return unit.seals.open_session(SealSession(list_id, SealWay.STAMP, unit.actor.name, unit.now))


def seal_cases(unit: UnitOfWork, case_ids: Sequence[int]) -> Changes:
    """The recommendations of some cases stamped in a session of their own, which is closed then."""
    session = session_on(unit, case_ids)
    changes = record_sealed(unit, case_ids)
    unit.seals.close_session(session, unit.actor.name, unit.now)
    return changes


def seal_case(unit: UnitOfWork, case_id: int) -> Changes:
    """One case sealed in the same way."""
    return seal_cases(unit, [case_id])
