"""What an officer says of two halves beyond the plain case: by hand, against doubts, with copies on both sides."""

from __future__ import annotations

import pytest

from reviewer_app.domain.application import Event, Recusal, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.intake.halves import proposed_pairs
from reviewer_app.services.intake.pairing import accept_pair, part_pair, refuse_pair
from reviewer_app.services.intake.paper_sets import CopyMark, find_sets, receive_set
from reviewer_app.services.ports.library import UnitOfWork
from support.builders import CLEAN, values
from support.fakes import FakeDesk

_SEALED = CopyMark.SEALED


def _register(unit: UnitOfWork, /, source: Source, **changed: str) -> int:
    return register_application(unit, values(CLEAN, **changed), source).application_id


@pytest.fixture
def library() -> FakeDesk:
    return FakeDesk()


@pytest.fixture
def pair(library: FakeDesk) -> tuple[int, int]:
    """A paper case with three copies and no filing number, and the online case of the same project."""
    online = library.change(_register, Source.ONLINE)
    paper = library.change(_register, Source.PAPER, filing_number="", contact_person="样本丙")
    library.change(receive_set, paper, [_SEALED] * 3, 24, "卷柜 A-4")
    return paper, online


def _case(library: FakeDesk, case_id: int) -> tuple[State, Source]:
    case = library.unit.applications.get(case_id)
    return case.state, case.source


def _events(unit: UnitOfWork, case_id: int) -> tuple[Event, ...]:
    return unit.events.of(case_id)


def test_an_online_case_with_one_copy_takes_the_others_and_gives_them_back(library: FakeDesk) -> None:
    online = library.change(_register, Source.ONLINE)
    paper = library.change(_register, Source.PAPER, filing_number="")
    library.change(receive_set, online, [_SEALED, CopyMark.MISSING, CopyMark.MISSING], 30)
    library.change(receive_set, paper, [_SEALED, _SEALED, CopyMark.MISSING], 24)
    assert [one.online.case_id for one in library.read(proposed_pairs)] == [online]
    library.change(accept_pair, paper, online)
    assert [(one.number, one.pages) for one in library.read(lambda unit: unit.papers.of(online))] == [
        (1, 30),
        (2, 24),
        (3, 24),
    ]
    library.change(part_pair, paper, online)
    assert [one.is_received for one in library.read(lambda unit: unit.papers.of(online))] == [True, False, False]
    assert _case(library, online) == (State.REGISTERED, Source.BOTH)


def test_an_online_case_whose_copies_are_all_here_has_no_room(library: FakeDesk, pair: tuple[int, int]) -> None:
    paper, online = pair
    library.change(receive_set, online, [_SEALED] * 3, 24)
    assert library.read(proposed_pairs) == ()
    with pytest.raises(RefusalError, match=r"pairing\.taken"):
        library.change(accept_pair, paper, online, "经办人核对过原件")


def test_a_second_paper_case_is_not_made_a_half_of_the_same(library: FakeDesk, pair: tuple[int, int]) -> None:
    library.change(accept_pair, *pair)
    second = library.change(_register, Source.PAPER, filing_number="")
    assert library.read(proposed_pairs) == ()
    with pytest.raises(RefusalError, match=r"pairing\.paired_already"):
        library.change(accept_pair, second, pair[1])


def test_two_that_share_nothing_are_paired_by_hand_with_a_reason_on_record(library: FakeDesk) -> None:
    online = library.change(_register, Source.ONLINE)
    paper = library.change(
        _register, Source.PAPER, filing_number="SH2024699990009", applicant="上海另一家有限公司", project_name="另一个"
    )
    with pytest.raises(RefusalError, match=r"pairing\.reason_needed"):
        library.change(accept_pair, paper, online, "  ")
    library.change(accept_pair, paper, online, "申报单位更名，5月17日来电说明")
    (event,) = [one for one in library.read(_events, online) if one.act == "paired"]
    assert event.detail["grounds"] == "经办人认定；申报单位更名，5月17日来电说明"


def test_what_was_refused_is_paired_only_with_a_reason(library: FakeDesk, pair: tuple[int, int]) -> None:
    library.change(refuse_pair, *pair)
    with pytest.raises(RefusalError, match=r"pairing\.reason_needed"):
        library.change(accept_pair, *pair)
    library.change(accept_pair, *pair, "看错了，是同一件")


def test_what_stays_behind_on_parting_is_told_and_on_record(library: FakeDesk, pair: tuple[int, int]) -> None:
    paper, online = pair
    library.change(lambda unit: unit.attachments.add(paper, "扫描件.pdf", b"%PDF-1.7", ""))
    library.change(accept_pair, paper, online)
    rule = library.read(open_case, online).pack.rules[0].id
    library.change(answer_item, online, rule, Verdict.MET)
    parted = library.change(part_pair, paper, online)
    assert "扫描件.pdf" in parted.left
    (event,) = [one for one in library.read(_events, online) if one.act == "pair_parted"]
    assert event.detail["left_behind"] == parted.left


def test_paper_words_typed_since_are_not_thrown_away(library: FakeDesk, pair: tuple[int, int]) -> None:
    library.change(accept_pair, *pair)
    library.change(lambda unit: unit.drafts.put(pair[1], "paper:contact_person:", "样本丙丙"))
    with pytest.raises(RefusalError, match=r"pairing\.copies_changed"):
        library.change(part_pair, *pair)


def test_who_keeps_off_a_case_pairs_it_with_none(library: FakeDesk, pair: tuple[int, int]) -> None:
    me = library.read(lambda unit: unit.actor.name)
    library.change(lambda unit: unit.applications.recuse(pair[1], Recusal(me, "亲属任职", unit.now)))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        library.change(accept_pair, *pair)


def test_a_paper_case_may_bear_the_number_of_its_online_half_and_is_proposed_for_it(library: FakeDesk) -> None:
    """The form says the number: who registers the paper by itself must not be sent away for typing it."""
    online = library.change(_register, Source.ONLINE)
    paper = library.change(_register, Source.PAPER, applicant="上海另一写法有限公司", project_name="别的写法")
    (shown,) = library.read(proposed_pairs)
    assert (shown.paper.case_id, shown.online.case_id) == (paper, online)
    assert len(library.read(find_sets, CLEAN["filing_number"])) == 2
    for source in (Source.PAPER, Source.ONLINE):
        with pytest.raises(RefusalError, match="filing_taken"):
            library.change(_register, source)


def test_the_number_of_a_paper_case_that_was_paired_may_be_put_right_on_the_other(library: FakeDesk) -> None:
    online = library.change(_register, Source.ONLINE, filing_number="")
    paper = library.change(_register, Source.PAPER)
    library.change(accept_pair, paper, online)
    revision = library.unit.applications.get(online).revision
    library.change(amend_application, online, revision, CLEAN)
    assert library.unit.applications.get(online).values["filing_number"] == CLEAN["filing_number"]
    assert [one.case_id for one in library.read(find_sets, CLEAN["filing_number"])] == [online]
