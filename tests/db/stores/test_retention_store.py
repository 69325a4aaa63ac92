"""A destruction in the two encrypted files: what goes is gone, what remains is whole, and nothing goes too early."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlcipher3.dbapi2 import IntegrityError

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.retention.destruction import LineEnd
from reviewer_app.domain.seasons.settings import NOTICE_FILE, Settled
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.destroying import erase_destroyed, sign_destruction
from reviewer_db import OpenLibrary
from support.behind_its_back import behind_its_back
from support.libraries import inside
from support.retention_acts import RETENTION
from support.small_office import DECIDED, DECLINED, Office, copied_office, make_office

SCAN, SHARED = b"%PDF-1.7 only here", b"%PDF-1.7 in two cases"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("office")
    make_office(place)
    return place


@pytest.fixture
def office(made: Path, tmp_path: Path) -> Iterator[Office]:
    """The office with a list that waits for the second signature: the act is the next step of the acts' own story."""
    with copied_office(made, tmp_path / "desk", tmp_path) as office:
        office.library.change(_add_files)
        next(iter(RETENTION["sign_destruction"](office)))
        yield office


def _add_files(unit: UnitOfWork) -> None:
    unit.attachments.add(DECLINED, "扫描.pdf", SCAN, "scan")
    unit.attachments.add(DECLINED, "共用.pdf", SHARED, "scan")
    unit.attachments.add(DECIDED, "共用.pdf", SHARED, "scan")


def blobs(library: OpenLibrary) -> set[bytes]:
    return library.read(lambda unit: {row[0] for row in inside(unit).vault.execute("SELECT content FROM blobs")})


def test_the_papers_are_gone_from_both_files_and_the_library_is_still_as_recorded(office: Office) -> None:
    library = office.library
    library.change(sign_destruction, 1)
    library.change(erase_destroyed)
    assert [line for line in library.verify() if line.is_broken] == []
    assert SCAN not in blobs(library)
    assert SHARED in blobs(library), "another case still has it"
    case = library.read(open_case, DECLINED).application
    assert "contact_phone" not in case.values
    assert case.project_name == "示例项目三"
    raw = library.read(lambda unit: inside(unit).main.execute("SELECT text FROM case_text").fetchall())
    assert not [text for (text,) in raw if case.intake_number in text and "64220000" in text]


def test_killed_between_signature_and_erasing_nothing_is_missed_and_the_next_time_ends_it(office: Office) -> None:
    library = office.library
    library.change(sign_destruction, 1)
    assert SCAN in blobs(library)
    assert [line for line in library.verify() if line.is_broken] == []
    office.library.close(without_backup=True)
    library = office.again()
    assert library.change(erase_destroyed) == 0, "the opening ended it"
    assert SCAN not in blobs(library)
    assert [line for line in library.verify() if line.is_broken] == []


def test_a_file_that_cannot_be_erased_now_keeps_nobody_out_and_goes_the_next_time(office: Office) -> None:
    library = office.library
    library.change(sign_destruction, 1)
    stuck = "CREATE TRIGGER stuck BEFORE DELETE ON blobs BEGIN SELECT raise(ABORT, 'the disk'); END"
    library.change(lambda unit: inside(unit).vault.execute(stuck))
    library.close(without_backup=True)
    library = office.again()
    assert SCAN in blobs(library)
    library.change(lambda unit: inside(unit).vault.execute("DROP TRIGGER stuck"))
    library.close(without_backup=True)
    assert SCAN not in blobs(office.again())


def test_what_the_seasons_notice_or_anything_else_still_names_is_not_erased(office: Office) -> None:
    library = office.library

    def name_as_notice(unit: UnitOfWork) -> None:
        kept = unit.attachments.keep(SCAN)
        unit.seasons.settle("2024", Settled(NOTICE_FILE, f"{kept} 通知.pdf", "示例甲", unit.now, "市局网站"))

    library.change(name_as_notice)
    library.change(sign_destruction, 1)
    library.change(erase_destroyed)
    assert SCAN in blobs(library)
    assert [line for line in library.verify() if line.is_broken] == []


def test_a_destroyed_file_is_asked_for_in_vain_and_says_by_which_list(office: Office) -> None:
    library = office.library
    library.change(sign_destruction, 1)
    library.change(erase_destroyed)
    gone = library.read(lambda unit: unit.attachments.of(DECLINED))
    hashes = {one.name: one.sha256 for one in gone}
    with pytest.raises(TroubleError, match=r"attachment\.destroyed") as trouble:
        library.read(lambda unit: unit.attachments.content(hashes["扫描.pdf"]))
    assert trouble.value.values == {"number": "2036年第1号"}
    assert library.read(lambda unit: unit.attachments.content(hashes["共用.pdf"])) == SHARED


def test_a_list_without_its_second_signature_destroys_nothing(office: Office) -> None:
    library = office.library
    assert library.change(erase_destroyed) == 0
    assert {SCAN, SHARED} <= blobs(library)
    assert library.read(lambda unit: unit.retention.get(1)).count(LineEnd.WAITING) == 1
    assert library.read(lambda unit: unit.retention.gone_of_some([DECLINED])) == {}


@pytest.mark.parametrize(
    "tampering",
    [
        "DELETE FROM destruction_lists",
        "DELETE FROM destruction_lines",
        "UPDATE destruction_lines SET goes = '没有内容'",
        "UPDATE destruction_lists SET proposed_by = '示例丙'",
        "UPDATE destruction_lists SET depth = 'working'",
    ],
)
def test_a_list_is_never_rewritten(office: Office, tampering: str) -> None:
    with pytest.raises(IntegrityError):
        office.library.change(lambda unit: inside(unit).main.execute(tampering))


def test_a_list_rewritten_past_its_guards_is_found_by_the_check(office: Office) -> None:
    office.library.change(behind_its_back, "UPDATE destruction_lines SET goes = '没有内容'")
    assert [line for line in office.library.verify() if line.is_broken]


def test_what_a_machine_read_goes_with_a_list_and_in_no_other_way(office: Office) -> None:
    reading = (
        "INSERT INTO scan_readings VALUES (NULL, ?, 'mobile', '13800000000', 'x', 0,0,0,0,0,0, 1, 'taken', '', '')"
    )
    office.library.change(lambda unit: inside(unit).main.execute(reading, (DECIDED,)))
    with pytest.raises(IntegrityError):
        office.library.change(lambda unit: inside(unit).main.execute("UPDATE scan_readings SET value = ''"))
