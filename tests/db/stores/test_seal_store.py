"""The seal's own tables on a true library: read as they were written, never changed, one use a paper, numbers held."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer_app.domain.dispatch.seals import ScanState, SealedPaper, SealSession, SealSetup, SealWay
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.states import State
from reviewer_app.services.cases.sealing import record_sealed, strike_use
from reviewer_app.services.ports.backups import Series, SpentNumber
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.sessions import open_session, stamp_papers
from reviewer_app.services.sealing.setup import ImageFile, read_setup, write_setup
from reviewer_app.services.sealing.sheet import PaperStanding, seal_sheet
from reviewer_db import OpenLibrary
from reviewer_db.stores.office.held_numbers import hold
from support.behind_its_back import behind_its_back
from support.libraries import inside, move, new_case, register
from support.sealing import asked, session_on


def _signed_off(unit: UnitOfWork, count: int) -> list[int]:
    cases = register(unit, [new_case(number) for number in range(1, count + 1)])
    for case_id in cases:
        for state in (State.CHECKING, State.REVIEWING, State.PROPOSED, State.SIGNED_OFF):
            move(unit, case_id, state)
    return cases


@pytest.fixture
def cases(library: OpenLibrary) -> list[int]:
    """Two signed-off cases on an approved list, with an open session."""
    found = library.change(_signed_off, 2)
    library.change(session_on, found)
    return found


def _run(statement: str) -> Callable[[UnitOfWork], object]:
    return lambda unit: inside(unit).main.execute(statement)


def test_lists_sessions_uses_and_scans_are_read_as_they_were_written(library: OpenLibrary, cases: list[int]) -> None:
    library.change(record_sealed, cases)
    use = library.read(lambda unit: unit.seals.uses(unit.today.year))[0]
    mark = SealedPaper(use.id, "a" * 64, 2, 150.25, 201.5, 41.8, ScanState.DOUBTED, use.used_by, use.used_at)
    library.change(lambda unit: unit.seals.add_scan(mark))
    library.change(strike_use, library.read(lambda unit: unit.seals.uses())[1].id, "盖歪")
    sheet = library.read(seal_sheet)
    assert [line.standing for line in sheet.lines] == [PaperStanding.SCAN_DOUBTED, PaperStanding.APPROVED]
    scan = sheet.lines[0].scan
    assert scan is not None
    assert (scan.x, scan.y, scan.diameter, scan.page) == (150.25, 201.5, 41.8, 2)
    assert [one.is_struck for one in library.read(lambda unit: unit.seals.uses())] == [False, True]
    assert library.read(lambda unit: unit.applications.get(cases[1]).state) is State.SIGNED_OFF
    library.change(lambda unit: unit.require_as_recorded(cases))
    assert not any(line.is_broken for line in library.verify())


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE seal_uses SET serial = 9",
        "DELETE FROM seal_uses",
        "UPDATE seal_lists SET asked_by = '别人'",
        "UPDATE seal_list_papers SET impressions = 99",
        "DELETE FROM seal_list_words",
        "UPDATE seal_sessions SET opened_by = '别人'",
        "DELETE FROM seal_sessions",
        "INSERT INTO seal_uses SELECT NULL, year, 7, day, session_id, list_id, register_id, application_id, batch_id, "
        "called, way, impressions, used_by, used_at, asked_by, approved_by, approved_sha256, sealed_sha256 "
        "FROM seal_uses LIMIT 1",
    ],
)
def test_no_line_is_changed_erased_or_used_twice(library: OpenLibrary, cases: list[int], statement: str) -> None:
    library.change(record_sealed, cases[:1])
    with pytest.raises(Exception, match=r"never|once"):
        library.change(_run(statement))


def test_no_use_stands_outside_an_open_session(library: OpenLibrary, cases: list[int]) -> None:
    library.change(record_sealed, cases[:1])
    library.change(lambda unit: unit.seals.close_session(1, unit.actor.name, unit.now))
    with pytest.raises(Exception, match=r"once"):
        library.change(lambda unit: unit.seals.close_session(1, unit.actor.name, unit.now))
    other = "called, way, impressions, used_by, used_at, asked_by, approved_by, approved_sha256, sealed_sha256"
    statement = (
        f"INSERT INTO seal_uses SELECT NULL, year, 7, day, session_id, list_id, 2, application_id, batch_id, {other} "
        "FROM seal_uses LIMIT 1"
    )
    with pytest.raises(Exception, match="open session"):
        library.change(_run(statement))


def test_numbers_spent_before_a_restore_are_not_given_again(library: OpenLibrary, cases: list[int]) -> None:
    year = library.read(lambda unit: unit.today.year)
    spent = [SpentNumber(Series.SEAL, str(year), "", 0, 41)]
    library.change(lambda unit: hold(inside(unit).main, spent))
    library.change(record_sealed, cases)
    assert [use.serial for use in library.read(lambda unit: unit.seals.uses(year))] == [42, 43]
    assert library.read(lambda unit: unit.seals.last_serial(year + 1)) == 0
    assert spent[0].called == f"用印登记（{year} 年）"


def test_two_lists_and_a_session_are_told_apart(library: OpenLibrary, cases: list[int]) -> None:
    library.change(asked, cases)
    lists = library.read(lambda unit: unit.seals.lists(unit.settings.get().season))
    assert [one.is_approved for one in lists] == [True, False]
    assert [session.way for session in library.read(lambda unit: unit.seals.open_sessions())] == [SealWay.STAMP]
    assert library.read(lambda unit: unit.seals.sessions(2)) == ()
    library.change(lambda unit: unit.seals.open_session(SealSession(2, SealWay.IMAGE, "示例丁", unit.now)))
    assert len(library.read(lambda unit: unit.seals.open_sessions())) == 2


def test_the_image_lies_encrypted_and_the_setup_is_a_line_for_each_time(library: OpenLibrary) -> None:
    library.change(
        write_setup, SealSetup(diameter=40.5, authority="http://tsa.local"), ImageFile("章.png", b"seal" * 999)
    )
    library.change(write_setup, SealSetup(key_file="印.p12"))
    setup = library.read(read_setup)
    assert (setup.has_image, setup.key_file) == (False, "印.p12")
    first = library.read(lambda unit: inside(unit).main.execute("SELECT count(*) FROM seal_setups").fetchone()[0])
    assert first == 2
    assert all(b"sealseal" not in path.read_bytes() for path in library.folder.glob("*.db"))
    with pytest.raises(Exception, match="never"):
        library.change(_run("UPDATE seal_setups SET image_name = 'x'"))


_APPROVED = (
    "INSERT INTO seal_list_words VALUES (NULL, 2, 'approved', '', '示例乙', '2024-05-20T09:00:00', 0)",
    "UPDATE seal_list_papers SET impressions = 99 WHERE list_id = 1",
    "UPDATE seal_sessions SET opened_by = opened_by || ' ' WHERE list_id = 1",
)


def test_an_approval_that_was_not_put_on_record_opens_no_seal(library: OpenLibrary, cases: list[int]) -> None:
    library.change(lambda unit: unit.seals.close_session(1, unit.actor.name, unit.now))
    library.change(asked, cases)
    for one in (1, 2):
        library.read(lambda unit, one: unit.seals.require_as_recorded(one), one)
    library.change(behind_its_back, _APPROVED[0])
    assert library.read(lambda unit: unit.seals.list_of(2).is_approved)
    with pytest.raises(TroubleError, match=r"library\.not_as_recorded"):
        library.change(open_session, 2, SealWay.STAMP)
    library.change(open_session, 1, SealWay.STAMP)


@pytest.mark.parametrize("statement", _APPROVED[1:])
def test_nothing_is_stamped_by_a_list_or_a_session_changed_past_the_record(
    library: OpenLibrary, cases: list[int], statement: str
) -> None:
    papers = [paper.register_id for paper in library.read(lambda unit: unit.seals.list_of(1).papers)]
    library.change(behind_its_back, statement)
    for act, on in ((stamp_papers, (1, papers)), (record_sealed, (cases,))):
        with pytest.raises(TroubleError, match=r"library\.not_as_recorded"):
            library.change(act, *on)
    assert library.read(lambda unit: unit.seals.uses()) == ()
