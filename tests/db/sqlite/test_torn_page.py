"""A page torn by a power cut while the log was laid into the file is whole again after the next opening."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import file_key
from reviewer_db.sqlite.first_page import give_back
from support.libraries import FIRST, OFFICE, PASSWORD, inside, new_case, register

_PAGE, _LOG_HEAD, _FRAME_HEAD = 8192, 32, 24


def _last_in_log(log: Path) -> int:
    """The number of the page that stands last in the log and is not the first of the file."""
    content = log.read_bytes()
    frames = range(_LOG_HEAD, len(content), _FRAME_HEAD + _PAGE)
    numbers = [int.from_bytes(content[start : start + 4], "big") for start in frames]
    return next(number for number in reversed(numbers) if number > 1)


def test_a_page_torn_at_a_power_cut_is_no_damage(library: OpenLibrary, gate: LibraryGate, tmp_path: Path) -> None:
    library.change(register, [new_case(1)])
    cut = tmp_path / "cut"
    shutil.copytree(library.folder, cut)
    assert (cut / "library.db-wal").stat().st_size > 8192, "the act stands in the log"
    torn = _last_in_log(cut / "library.db-wal")
    with (cut / "library.db").open("r+b") as file:
        file.seek((torn - 1) * _PAGE + 4096)
        file.write(bytes(512))
    again = gate.open(cut, FIRST, PASSWORD)
    try:
        assert [line.message for line in again.verify() if line.is_broken] == []
    finally:
        again.close()


def _cut(library: OpenLibrary, tmp_path: Path) -> Path:
    cut = tmp_path / "cut"
    shutil.copytree(library.folder, cut)
    return cut


def _tear(file: Path, start: int = 0, length: int = 512) -> bytes:
    with file.open("r+b") as opened:
        opened.seek(start)
        opened.write(bytes(length))
    return file.read_bytes()


@pytest.mark.parametrize("name", ["library.db", "attachments.db"])
@pytest.mark.parametrize(("start", "length"), [(0, 512), (4096, 512), (7680, 512), (0, 8192)])
def test_a_torn_first_page_is_given_back_from_the_log(
    library: OpenLibrary, gate: LibraryGate, tmp_path: Path, name: str, start: int, length: int
) -> None:
    library.change(_with_first_pages)
    cut = _cut(library, tmp_path)
    _tear(cut / name, start, length)
    again = gate.open(cut, FIRST, PASSWORD)
    try:
        assert [line.message for line in again.verify() if line.is_broken] == []
        assert again.read(lambda unit: unit.applications.get(1)).intake_number
    finally:
        again.close()


def test_a_first_page_that_stands_in_no_log_stays_damaged(
    library: OpenLibrary, gate: LibraryGate, tmp_path: Path
) -> None:
    library.change(_with_first_pages)
    cut = _cut(library, tmp_path)
    (cut / "library.db-wal").unlink()
    torn = _tear(cut / "library.db")
    with pytest.raises(TroubleError, match=r"library\.damaged"):
        gate.open(cut, FIRST, PASSWORD)
    assert (cut / "library.db").read_bytes() == torn


def test_a_log_of_another_library_gives_nothing(library: OpenLibrary, gate: LibraryGate, tmp_path: Path) -> None:
    library.change(_with_first_pages)
    cut = _cut(library, tmp_path)
    other = gate.create(tmp_path / "other", OFFICE, FIRST, PASSWORD)
    other.change(_with_first_pages)
    shutil.copy(other.folder / "library.db-wal", cut / "library.db-wal")
    other.close()
    torn = _tear(cut / "library.db")
    assert not give_back(cut / "library.db", file_key(library._master, "main"))
    assert (cut / "library.db").read_bytes() == torn


def test_a_first_page_whose_transaction_never_ended_is_not_taken(
    library: OpenLibrary, gate: LibraryGate, tmp_path: Path
) -> None:
    library.change(_with_first_pages)
    cut = _cut(library, tmp_path)
    log = cut / "library.db-wal"
    content = bytearray(log.read_bytes())
    # One byte of the first frame's page: the frames from there on belong to the log no more.
    content[_LOG_HEAD + _FRAME_HEAD + 100] ^= 1
    log.write_bytes(content)
    _tear(cut / "library.db")
    with pytest.raises(TroubleError, match=r"library\.damaged"):
        gate.open(cut, FIRST, PASSWORD)


def _with_first_pages(unit: UnitOfWork) -> None:
    """A case and a file kept, and the first page of both files written: it counts the pages that are free."""
    register(unit, [new_case(1)])
    session = inside(unit)
    for connection in (session.main, session.vault):
        connection.execute("PRAGMA application_id = 7")
