"""Numbers are given once and never again, and the register keeps what left and what came, on real libraries."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, IncomingKind, NumberParts, RegisterEntry, Sealing, parts_of, written
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import NumberGiven, PaperIssued, enter_paper, next_number, typed_number
from reviewer_app.services.office.register import (
    IncomingPaper,
    choose_entries,
    contacts_of_case,
    read_register,
    record_delivery,
    record_incoming,
    void_number,
)
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from reviewer_db.sqlite import engine
from support.libraries import Hands, inside, make_desk, make_gate, new_case, person, register

LETTER, DECLINE = DocumentKind.TRANSFER_LETTER, DocumentKind.DECLINE_LETTER
PDF = b"%PDF-1.7 invented"


@pytest.fixture
def hands() -> Hands:
    """The hands of the library's clocks."""
    return Hands()


@pytest.fixture
def library(tmp_path: Path, hands: Hands) -> Iterator[OpenLibrary]:
    """A library with two cases and codes for two kinds of paper."""
    library = make_desk(tmp_path / "案卷库", make_gate(hands))
    library.change(register, [new_case(1), new_case(2)])
    library.change(_set_codes)
    yield library
    library.close()


def _set_codes(unit: UnitOfWork) -> None:
    unit.settings.put(replace(unit.settings.get(), transfer_code="示市监函", decline_code="示市监告"))


def _issue(
    library: OpenLibrary,
    kind: DocumentKind = LETTER,
    case_id: int = 1,
    basis: str = "1",
    typed: str = "",
    note: str = "",
) -> RegisterEntry:
    def act(unit: UnitOfWork) -> RegisterEntry:
        given = typed_number(unit, kind, typed, note) if typed else next_number(unit, kind)
        paper = PaperIssued(kind, given, "示例部门", f"关于第{case_id}件", case_id, basis=basis, file_name="函.pdf")
        return enter_paper(unit, paper, PDF + basis.encode())

    return library.change(act)


def _by_hand(unit: UnitOfWork, statement: str) -> None:
    inside(unit).main.execute(statement)


def _refused(code: str, act: object, *args: object) -> RefusalError:
    with pytest.raises(RefusalError) as refused:
        act(*args)  # type: ignore[operator]
    assert refused.value.code == code
    return refused.value


def test_each_kind_counts_by_itself_and_by_the_year_of_issue(library: OpenLibrary, hands: Hands) -> None:
    numbers = [_issue(library).number, _issue(library, DECLINE).number, _issue(library, case_id=2).number]
    assert numbers == ["示市监函〔2024〕1号", "示市监告〔2024〕1号", "示市监函〔2024〕2号"]
    hands.now = datetime(2025, 1, 2, 9, 0)
    assert _issue(library, basis="2").number == "示市监函〔2025〕1号"


def test_a_typed_number_counts_in_the_series_once_its_gap_is_explained(library: OpenLibrary) -> None:
    _issue(library)
    refused = _refused("outgoing.gap_unexplained", _issue, library, LETTER, 1, "2", "示市监函[2024] 5 号")
    assert (refused.values["first"], refused.values["last"], refused.values["field"]) == (2, 4, "note")
    assert (
        _issue(library, basis="2", typed="示市监函[2024] 5 号", note="由局登记处给号").number == "示市监函〔2024〕5号"
    )
    assert _issue(library, basis="3").number == "示市监函〔2024〕6号"
    (gap,) = library.read(read_register).gaps
    assert (gap.called, gap.explanation) == ("2—4号", "由局登记处给号")
    assert _issue(library, basis="4", typed="示市监函（2024）3号").number == "示市监函〔2024〕3号"


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("示市监函〔2024〕1号", "number_taken"),
        ("示市监函﹝2024﹞1", "number_taken"),
        (" 示市监函［２０２４］１号 ", "number_taken"),
        ("示市监函〔2023〕9号", "other_year"),
        ("示市监告〔2024〕9号", "code_of_other"),
        ("示市监函〔2024〕0号", "number_malformed"),
        ("12", "number_malformed"),
        ("〔2024〕12号", "number_malformed"),
        ("函" * 99 + "〔2024〕1号", "number_long"),
        ("'; DROP TABLE register; --", "number_malformed"),
    ],
)
def test_a_typed_number_that_cannot_be_is_refused_in_one_sentence(library: OpenLibrary, typed: str, code: str) -> None:
    _issue(library)
    refused = _refused(f"outgoing.{code}", _issue, library, LETTER, 2, "1", typed, "说明")
    assert refused.values["field"] == "number"
    assert len(library.read(read_register).entries) == 1


def test_a_number_of_the_registrys_own_code_stands_outside_the_series(library: OpenLibrary) -> None:
    assert _issue(library, typed="沪示府办〔2024〕77号").serial == 0
    assert _issue(library, case_id=2).number == "示市监函〔2024〕1号"
    _refused("outgoing.number_taken", _issue, library, DECLINE, 2, "1", "沪示府办〔2024〕77号")


def test_two_at_once_get_two_numbers_and_one_act_one_paper(library: OpenLibrary) -> None:
    seen = library.read(next_number, LETTER)
    first = PaperIssued(LETTER, seen, "示例部门", "甲", 1, basis="1")
    library.change(enter_paper, first, PDF)
    _refused("outgoing.taken_meanwhile", library.change, enter_paper, replace(first, case_id=2), PDF)
    later = replace(first, given=NumberGiven(2024, 2, "示市监函〔2024〕2号"))
    _refused("outgoing.issued_already", library.change, enter_paper, later, PDF)
    assert [entry.number for entry in library.read(read_register).entries] == [seen.number]


def test_a_clock_set_back_gives_no_number_and_loses_none(library: OpenLibrary, hands: Hands) -> None:
    _issue(library)
    hands.now = datetime(2023, 12, 30, 9, 0)
    _refused("outgoing.clock_back", _issue, library, LETTER, 2)
    _refused("outgoing.clock_back", _issue, library, LETTER, 2, "1", "示市监函〔2024〕9号", "说明")
    hands.now = datetime(2024, 5, 21, 9, 0)
    assert _issue(library, case_id=2).number == "示市监函〔2024〕2号"


def test_a_number_given_up_says_why_and_is_never_given_again(library: OpenLibrary) -> None:
    first = _issue(library)
    _refused("outgoing.reason_needed", library.change, void_number, first.id, "  ")
    library.change(void_number, first.id, "收文机关写错")
    _refused("outgoing.void_already", library.change, void_number, first.id, "再作废")
    second = _issue(library)
    assert second.number == "示市监函〔2024〕2号"
    _refused("outgoing.number_taken", _issue, library, LETTER, 2, "1", first.number)
    book = library.read(read_register)
    assert [(entry.number, entry.is_void, entry.void_reason) for entry in book.entries] == [
        ("示市监函〔2024〕1号", True, "收文机关写错"),
        ("示市监函〔2024〕2号", False, ""),
    ]
    assert book.gaps == ()
    event = next(one for one in library.read(lambda unit: unit.events.of(1)) if one.act == EventAct.NUMBER_VOIDED)
    assert (event.reason, event.detail[RecordKey.DOCUMENT_NUMBER]) == ("收文机关写错", first.number)


def test_delivery_is_recorded_once_and_the_receipt_may_follow(library: OpenLibrary, hands: Hands) -> None:
    entry = _issue(library)
    day = date(2024, 5, 20)
    _refused("outgoing.delivery_how", library.change, record_delivery, entry.id, None, day)
    _refused("outgoing.delivery_late", library.change, record_delivery, entry.id, Delivery.POSTED, date(2024, 5, 21))
    _refused("outgoing.delivery_early", library.change, record_delivery, entry.id, Delivery.POSTED, date(2024, 5, 1))
    library.change(record_delivery, entry.id, Delivery.POSTED, day)
    _refused("outgoing.delivered_already", library.change, record_delivery, entry.id, Delivery.COLLECTED, day)
    hands.now = datetime(2024, 5, 23, 9, 0)
    library.change(record_delivery, entry.id, Delivery.POSTED, day, "示例乙 签收")
    kept = library.read(lambda unit: unit.register.get(entry.id))
    assert (kept.delivered_how, kept.delivered_on, kept.receipt) == (Delivery.POSTED, day, "示例乙 签收")
    assert kept.sealed_how is Sealing.OPEN, "whether it is sealed is told by the seal register alone"
    _refused("outgoing.void_delivered", library.change, void_number, entry.id, "写错")


def test_what_comes_in_stands_in_the_same_book_and_with_its_case(library: OpenLibrary) -> None:
    _issue(library)
    reply = IncomingPaper(
        IncomingKind.REPLY,
        "示例部门",
        "关于转送材料的复函",
        date(2024, 5, 20),
        1,
        "示部函〔2024〕3号",
        "复函.pdf",
        b"%PDF reply",
    )
    library.change(record_incoming, reply)
    library.change(record_incoming, IncomingPaper(IncomingKind.PORTAL_LIST, "一网通办", "清单", date(2024, 5, 19)))
    book = library.read(read_register)
    assert [entry.called for entry in book.entries] == ["示市监函〔2024〕1号", "收〔2024〕1号", "收〔2024〕2号"]
    assert len(choose_entries(book.entries, "incoming", "reply", "2024")) == 1
    assert [entry.called for entry in library.read(contacts_of_case, 1)] == ["示市监函〔2024〕1号", "收〔2024〕1号"]
    kept = library.read(lambda unit: unit.attachments.content(book.entries[1].sha256))
    assert kept == b"%PDF reply"
    assert not [line for line in library.verify() if line.is_broken]
    _refused("outgoing.sender_needed", library.change, record_incoming, replace(reply, sender=" "))
    _refused("outgoing.subject_needed", library.change, record_incoming, replace(reply, subject=""))
    _refused("outgoing.delivery_late", library.change, record_incoming, replace(reply, day=date(2024, 5, 22)))
    _refused("outgoing.void_incoming", library.change, void_number, book.entries[1].id, "登记错")
    assert len(library.read(read_register).entries) == 3


def test_services_refuse_whoever_has_no_role_for_it(library: OpenLibrary) -> None:
    entry = _issue(library)
    library.change(lambda unit: unit.users.put(person(library.user.name, Role.HEAD, Role.ADMIN)))
    assert library.user.roles == {Role.HEAD, Role.ADMIN}
    for act, args in (
        (void_number, (entry.id, "写错")),
        (record_delivery, (entry.id, Delivery.POSTED, date(2024, 5, 20))),
        (record_incoming, (IncomingPaper(IncomingKind.OTHER, "甲", "乙", date(2024, 5, 20)),)),
        (enter_paper, (PaperIssued(LETTER, NumberGiven(2024, 9, "x"), "", ""), PDF)),
    ):
        _refused("act.role_needed", library.change, act, *args)


def test_a_line_is_never_erased_nor_its_number_changed_by_hand(library: OpenLibrary) -> None:
    entry = _issue(library)
    for statement in (
        "DELETE FROM register",
        "UPDATE register SET number = '示市监函〔2024〕8号'",
        "UPDATE register SET serial = 8",
    ):
        with pytest.raises(engine.IntegrityError):
            library.change(_by_hand, statement)
    library.change(void_number, entry.id, "写错")
    with pytest.raises(engine.IntegrityError, match="stays so"):
        library.change(_by_hand, "UPDATE register SET void_reason = ''")


def test_a_number_is_written_one_way_however_it_was_typed() -> None:
    assert written("沪示市监函 (2024) 第12号") == written("沪示市监函〔２０２４〕12") == "沪示市监函〔2024〕12号"
    assert parts_of("沪示市监函〔2024〕12号") == NumberParts("沪示市监函", 2024, 12)
    assert parts_of("沪示市监函〔24〕12号") is None
