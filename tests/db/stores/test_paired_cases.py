"""Two halves become one case and can be parted again; nothing of either is lost and nothing is counted twice."""

from __future__ import annotations

import pytest

from reviewer_app.domain.application import Event, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.checks.pairing import Ground
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import Place
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item, begin_checking, record_comparison
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.halves import accepted_pairs, half_cases, proposed_pairs, read_halves
from reviewer_app.services.intake.pairing import accept_pair, part_pair, refuse_pair
from reviewer_app.services.intake.paper_sets import CopyMark, find_sets, receive_set, received_today
from reviewer_app.services.intake.pinning import pin_place
from reviewer_app.services.intake.scans import ScanFile, keep_scan
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.reading import FieldRead, FormRead, PageRead
from reviewer_db import OpenLibrary
from reviewer_db.measuring.statements import noted_statements
from support.builders import CLEAN, values
from support.libraries import move

_SEALED = CopyMark.SEALED


def _register(unit: UnitOfWork, /, source: Source, **changed: str) -> int:
    return register_application(unit, values(CLEAN, **changed), source).application_id


@pytest.fixture
def pair(library: OpenLibrary) -> tuple[int, int]:
    """A paper case with three copies and no filing number, and the online case of the same project."""
    online = library.change(_register, Source.ONLINE)
    paper = library.change(_register, Source.PAPER, filing_number="", contact_person="样本丙")
    library.change(receive_set, paper, [_SEALED] * 3, 24, "卷柜 A-4")
    return paper, online


def _case(library: OpenLibrary, case_id: int) -> tuple[State, Source]:
    case = library.read(lambda unit: unit.applications.get(case_id))
    return case.state, case.source


def _events(unit: UnitOfWork, case_id: int) -> tuple[Event, ...]:
    return unit.events.of(case_id)


def _intact(library: OpenLibrary) -> bool:
    return not any(line.is_broken for line in library.verify())


def test_a_pair_is_proposed_with_its_grounds(library: OpenLibrary, pair: tuple[int, int]) -> None:
    (shown,) = library.read(proposed_pairs)
    assert (shown.paper.case_id, shown.online.case_id) == pair
    assert shown.grounds == (Ground.SAME_CODE, Ground.SAME_APPLICANT, Ground.SAME_PROJECT)


def test_accepted_the_online_case_goes_on_with_the_papers(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    before = library.read(lambda unit: unit.papers.of(paper))
    library.change(accept_pair, paper, online)
    assert _case(library, paper) == (State.PAIRED, Source.PAPER)
    assert _case(library, online) == (State.REGISTERED, Source.BOTH)
    assert library.read(lambda unit: unit.papers.of(online)) == before
    assert library.read(proposed_pairs) == ()
    assert [(one.paper.case_id, one.online.case_id) for one in library.read(accepted_pairs)] == [pair]
    assert library.read(half_cases, Source.PAPER) == library.read(half_cases, Source.ONLINE) == ()
    for case_id in pair:
        (event,) = [one for one in library.read(_events, case_id) if one.act == "paired"]
        assert event.detail["grounds"] == "信用代码相同、单位相同、项目相同"
    assert _intact(library)


def test_the_two_are_no_longer_said_to_be_the_same_project_twice(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    said = library.read(lambda unit: {one.id for one in unit.applications.get(online).findings})
    assert "duplicate.same_project" in said
    library.change(accept_pair, paper, online)
    assert library.read(lambda unit: {one.id for one in unit.applications.get(online).findings}) == said - {
        "duplicate.same_project"
    }


def test_what_the_paper_says_otherwise_is_laid_ready_and_stated_by_nobody_yet(
    library: OpenLibrary, pair: tuple[int, int]
) -> None:
    library.change(accept_pair, *pair)
    view = library.read(open_case, pair[1])
    assert {box: draft.text for box, draft in view.drafts.items()} == {"paper:contact_person:": "样本丙"}
    assert view.comparisons == {}


def test_the_old_receipt_leads_to_the_case_that_goes_on(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    number = library.read(lambda unit: unit.applications.get(paper).intake_number)
    library.change(accept_pair, paper, online)
    (found,) = library.read(find_sets, f"SHBZ|{number}|1/1")
    assert found.case_id == online
    assert [line.paper.case_id for line in library.read(received_today)] == [online]


def test_refused_they_are_not_proposed_again(library: OpenLibrary, pair: tuple[int, int]) -> None:
    library.change(refuse_pair, *pair)
    assert library.read(proposed_pairs) == ()
    assert _case(library, pair[0]) == (State.REGISTERED, Source.PAPER)


def test_parted_each_is_as_it_was_and_they_are_not_proposed_again(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    before = library.read(lambda unit: unit.papers.of(paper))
    library.change(accept_pair, paper, online)
    library.change(part_pair, paper, online)
    assert _case(library, paper) == (State.REGISTERED, Source.PAPER)
    assert _case(library, online) == (State.REGISTERED, Source.ONLINE)
    assert library.read(lambda unit: unit.papers.of(paper)) == before
    assert not any(copy.is_received for copy in library.read(lambda unit: unit.papers.of(online)))
    assert library.read(open_case, online).drafts == {}
    assert library.read(proposed_pairs) == library.read(accepted_pairs) == ()
    assert _intact(library)


def test_pins_and_readings_that_come_along_are_sealed_in_the_record(
    library: OpenLibrary, pair: tuple[int, int]
) -> None:
    paper, online = pair
    page, place = PageRead(0, 1, 210.0, 297.0), Place(1, 100, 100, 500, 300)
    field = FieldRead("sector", "领域", "社会管理", 1, (10.0, 20.0, 60.0, 25.0), 0.9, True)
    read = FormRead(("扫描.pdf",), (page,), (field,), (), ())
    library.change(keep_scan, paper, [ScanFile("扫描.pdf", b"%PDF")], read)
    sha256 = library.read(lambda unit: unit.attachments.of(paper)[0].sha256)
    library.change(pin_place, paper, "M4.seal", sha256, place)
    library.change(accept_pair, *pair)
    view = library.read(open_case, online)
    assert [(one.rule_id, one.sha256, one.place) for one in view.pins] == [("M4.seal", sha256, place)]
    assert [(one.field_id, one.value, one.place) for one in view.readings] == [
        ("sector", "社会管理", Place(1, 100, 200, 600, 250))
    ]
    assert view.comparisons == {}
    assert _intact(library)


def test_what_was_compared_or_changed_since_is_not_parted(library: OpenLibrary, pair: tuple[int, int]) -> None:
    library.change(accept_pair, *pair)
    library.change(record_comparison, pair[1], "project_name", True)
    with pytest.raises(RefusalError, match=r"pairing\.copies_changed"):
        library.change(part_pair, *pair)


def test_what_went_on_is_not_parted(library: OpenLibrary, pair: tuple[int, int]) -> None:
    library.change(accept_pair, *pair)
    library.change(move, pair[1], State.SIGNED_OFF)
    with pytest.raises(RefusalError, match=r"pairing\.gone_on"):
        library.change(part_pair, *pair)


def test_twice_is_refused_and_so_is_the_wrong_way_round(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    with pytest.raises(RefusalError, match=r"pairing\.not_halves"):
        library.change(accept_pair, online, paper)
    library.change(accept_pair, paper, online)
    with pytest.raises(RefusalError, match=r"pairing\.not_halves"):
        library.change(accept_pair, paper, online)
    with pytest.raises(RefusalError, match=r"pairing\.not_halves"):
        library.change(refuse_pair, paper, online)
    library.change(part_pair, paper, online)
    with pytest.raises(RefusalError, match=r"pairing\.not_paired"):
        library.change(part_pair, paper, online)


def test_a_paper_case_somebody_worked_on_is_not_swallowed(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    rule = library.read(open_case, paper).pack.rules[0].id
    library.change(answer_item, paper, rule, Verdict.MET)
    (shown,) = library.read(proposed_pairs)
    assert "已有作答" in shown.hindrance
    with pytest.raises(RefusalError, match=r"pairing\.left_behind"):
        library.change(accept_pair, paper, online)


def test_an_online_case_decided_or_with_papers_takes_none(library: OpenLibrary, pair: tuple[int, int]) -> None:
    paper, online = pair
    library.change(move, online, State.PROPOSED)
    with pytest.raises(RefusalError, match=r"pairing\.online_closed"):
        library.change(accept_pair, paper, online)


def test_a_paper_case_in_checking_with_nothing_found_is_paired_and_parted_into_checking(
    library: OpenLibrary, pair: tuple[int, int]
) -> None:
    library.change(begin_checking, pair[0])
    (shown,) = library.read(proposed_pairs)
    assert shown.hindrance == ""
    library.change(accept_pair, *pair)
    library.change(part_pair, *pair)
    assert _case(library, pair[0]) == (State.CHECKING, Source.PAPER)
    assert _intact(library)


def test_the_halves_are_read_in_few_statements_each_case_once(library: OpenLibrary, pair: tuple[int, int]) -> None:
    with noted_statements(library) as log:
        read = library.read(read_halves)
    assert (len(read.online), len(read.paper), len(read.proposed)) == (1, 1, 1)
    assert sum("FROM applications a JOIN case_values" in one for one in log.statements) == 1
    assert sum("FROM pairings" in one for one in log.statements) == 1
