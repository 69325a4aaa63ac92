"""Papers brought as far as the seal: issued, asked for, approved by another person, a session open; and sealed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.seals import (
    ListedPaper,
    ListWord,
    SaidOfList,
    SealList,
    SealSession,
    SealSetup,
    SealWay,
)
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.cases.numbering import basis_of, latest_recommendations, next_number
from reviewer_app.services.cases.readying import signed
from reviewer_app.services.cases.sealing import record_sealed, strike_use, use_seal
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.sealing.sessions import close_session, open_session
from reviewer_app.services.sealing.setup import ImageFile, write_setup

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
    """A list with the recommendations of some cases, and their batch's letters, that was asked for."""
    entries = [issued(unit, case_id) for case_id in case_ids]
    entries += in_force_of(unit, batch_id) if batch_id else []
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


def _first_list(unit: UnitOfWork) -> int:
    return unit.seals.lists(unit.settings.get().season)[-1].id


def _ask(unit: UnitOfWork, case: int) -> None:
    ask_for_seal(unit, {issued(unit, case).id: 2})


def _approve(unit: UnitOfWork, case: int) -> None:
    approve_list(unit, _first_list(unit), f"案件 {case} 急办，只有一人在岗")


def _open(unit: UnitOfWork, case: int) -> None:
    del case
    open_session(unit, _first_list(unit), SealWay.STAMP)


def _use(unit: UnitOfWork, case: int) -> None:
    session_on(unit, [case])
    record_sealed(unit, [case])


def _strike(unit: UnitOfWork, case: int) -> None:
    strike_use(unit, unit.seals.uses()[-1].id, f"案件 {case} 盖歪，重盖")


def _asked(unit: UnitOfWork, case: int) -> None:
    asked(unit, [case])


def _opened(unit: UnitOfWork, case: int) -> None:
    session_on(unit, [case])


def _session(unit: UnitOfWork) -> int:
    return unit.seals.open_sessions()[-1].id


def _letter_on_list(unit: UnitOfWork, case: int) -> None:
    """A letter of a case on an approved list, with an open session."""
    letter = replace(issued(unit, case), kind=DocumentKind.TRANSFER_LETTER.value, basis="letter", number="函1", id=0)
    letter = unit.register.get(unit.register.add(letter))
    paper = ListedPaper(letter.id, case, letter.called, letter.sha256, 1)
    list_id = unit.seals.ask(SealList(unit.settings.get().season, 0, ASKED, unit.now, (paper,)))
    unit.seals.say(list_id, SaidOfList(ListWord.APPROVED, "", AGREED, unit.now))
    unit.seals.open_session(SealSession(list_id, SealWay.STAMP, unit.actor.name, unit.now))


def _seal_letter(unit: UnitOfWork, case: int) -> None:
    (paper,) = unit.seals.list_of(_first_list(unit)).papers
    assert paper.application_id == case
    use_seal(unit, _session(unit), paper.register_id)


def seal_acts(case: int) -> dict[str, tuple[Callable[[UnitOfWork], object], Callable[[UnitOfWork], object]]]:
    """The acts of the seal on a signed-off case by name, each with what it comes after."""
    acts: dict[str, tuple[Callable[[UnitOfWork, int], object], Callable[[UnitOfWork, int], object]]] = {
        "ask_for_seal": (_ask, issued),
        "approve_seal": (_approve, _asked),
        "open_seal_session": (_open, lambda unit, one: approved(unit, [one])),
        "strike_seal": (_strike, _use),
        "send_seal_back": (lambda unit, _one: send_back_list(unit, _first_list(unit), "少一件"), _asked),
        "withdraw_seal": (lambda unit, _one: withdraw_list(unit, _first_list(unit), "漏了一件"), _ask),
        "close_seal_session": (lambda unit, _one: close_session(unit, _session(unit)), _opened),
        "seal_letter": (_seal_letter, _letter_on_list),
        "set_up_seal": (lambda unit, _one: write_setup(unit, SealSetup(), ImageFile("章.png", b"x" * 4000)), _ask),
    }
    return {name: (_on(act, case), _on(before, case)) for name, (act, before) in acts.items()}


def _on(act: Callable[[UnitOfWork, int], object], case: int) -> Callable[[UnitOfWork], object]:
    return lambda unit: act(unit, case)
