"""What no program of ours wrote into a library is a finding of its part; it ends neither a check nor an opening raw."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import OfficeError
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.cases import checking
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import CheckLine
from reviewer_app.wiring import Parts
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.sqlite import engine
from reviewer_db.tables.migrations import MAIN_STEPS
from support.behind_its_back import behind_its_back
from support.libraries import FIRST, PASSWORD, make_desk, make_gate, new_case, register
from support.with_the_key import with_the_key

#: What is written there, and in which part it is found.
WRITTEN = [
    (["CREATE TABLE foo (a TEXT)", "INSERT INTO foo VALUES ('x')"], "登记内容"),
    (["CREATE TABLE foo (a TEXT PRIMARY KEY, b c)", "INSERT INTO foo VALUES ('x', 1)"], "登记内容"),
    (['CREATE TABLE "a ""b; --" ("c d" TEXT)', 'INSERT INTO "a ""b; --" VALUES (1)'], "登记内容"),
    (["UPDATE events SET digests = 'x' WHERE id = 1"], "登记内容"),
    (["UPDATE events SET digests = '[1]' WHERE id = 1"], "登记内容"),
    (["""UPDATE events SET digests = '{"opinions:1":5}' WHERE id = 1"""], "登记内容"),
    (["UPDATE events SET digests = '" + "[" * 100_000 + "' WHERE id = 1"], "登记内容"),
    (["UPDATE case_values SET form = '" + "[" * 100_000 + "'"], "登记内容"),
    (["UPDATE case_values SET form = CAST(x'ff' AS TEXT)"], "登记内容"),
    (["UPDATE sqlite_sequence SET seq = 'abc' WHERE name = 'events'"], "办理记录"),
    (["UPDATE events SET hash = x'00' WHERE id = 2"], "办理记录"),
    (["UPDATE users SET roles = '['"], "登记内容"),
    (["DROP TABLE recusals"], "主库文件"),
    (["DROP TABLE packs"], "登记内容"),
    (["ALTER TABLE answers ADD COLUMN foo TEXT"], "登记内容"),
    (["INSERT INTO trusted_certificates VALUES ('a','b','c','d','e',1,x'00','f','g')"], "信任名单"),
    (["DROP TABLE queue_counts"], "主库文件"),
]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed library with some cases, an answer to tell, and a line in each part."""
    folder = tmp_path_factory.mktemp("made") / "案卷库"
    library = make_desk(folder)
    library.change(register, [new_case(1), new_case(2)])
    library.change(_answer)
    library.close()
    return folder


def _answer(unit: UnitOfWork) -> None:
    checking.answer_item(unit, 1, "E1.registered", Verdict.MET)


@pytest.fixture
def folder(made: Path, tmp_path: Path) -> Path:
    return shutil.copytree(made, tmp_path / "案卷库")


def _opened(enter: Callable[[], OpenLibrary]) -> str:
    """Why a library does not open, by the code of its sentence; empty when it does."""
    try:
        enter().close(without_backup=True)
    except OfficeError as error:
        return error.code
    return ""


def _looked(folder: Path, gate: LibraryGate) -> list[CheckLine]:
    return gate.verify(folder, FIRST, PASSWORD)


@pytest.mark.parametrize(("statements", "part"), WRITTEN, ids=lambda one: str(one)[:50])
def test_what_cannot_be_read_is_a_finding_of_its_part(
    statements: list[str], part: str, folder: Path, gate: LibraryGate
) -> None:
    before = {line.part for line in _looked(folder, gate)}
    with_the_key(folder, *statements)
    lines = _looked(folder, gate)
    assert any(line.part == part and line.is_broken for line in lines)
    assert before <= {line.part for line in lines}, "the other parts are looked at all the same"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE users SET roles = '['",
        "INSERT OR REPLACE INTO settings VALUES ('practice_date', 'x')",
        "UPDATE events SET at = 'gestern' WHERE id = (SELECT max(id) FROM events)",
        "UPDATE access SET since = 'x'",
        'CREATE TABLE "a b" (c TEXT)',
        "CREATE VIRTUAL TABLE foo USING fts5(a)",
    ],
)
def test_an_opening_ends_with_a_sentence_and_a_check_works_all_the_same(
    statement: str, folder: Path, gate: LibraryGate
) -> None:
    with_the_key(folder, statement)
    assert _opened(lambda: gate.open(folder, FIRST, PASSWORD)) in ("", "library.unreadable")
    assert _looked(folder, gate)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications SET state = 'x'",
        "UPDATE applications SET due_on = 'x'",
        "UPDATE case_values SET form = '['",
        "DROP TABLE recusals",
        "DROP TABLE case_text",
    ],
)
def test_a_step_that_meets_what_it_cannot_read_ends_with_a_sentence(statement: str, tmp_path: Path) -> None:

    old = Path(__file__).parents[2] / "e2e" / "old_libraries" / "schema-6" / "library"
    folder = shutil.copytree(old, tmp_path / "library")
    place = LibraryFolder(folder)
    master = KeyRing.load(place.keys).slots[FIRST].unwrap(FIRST, PRACTICE_PASSWORD)
    assert master is not None
    connection = engine.connect(place.main, file_key(master, "main"))
    connection.execute("PRAGMA foreign_keys = OFF")
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.close()
    said = _opened(lambda: Parts().libraries.open(folder, FIRST, PRACTICE_PASSWORD))
    assert said in ("", "library.unreadable")
    lines = Parts().libraries.verify(folder, FIRST, PRACTICE_PASSWORD)
    assert any(line.is_broken for line in lines)


@pytest.mark.parametrize("part", ["main", "attachments"])
@pytest.mark.parametrize("version", [0, 99])
def test_a_version_that_no_opening_takes_is_never_called_intact(
    part: str, version: int, folder: Path, gate: LibraryGate
) -> None:
    with_the_key(folder, f"PRAGMA user_version = {version}", part=part)
    with pytest.raises(OfficeError):
        gate.open(folder, FIRST, PASSWORD)
    broken = [line.message for line in _looked(folder, gate) if line.is_broken]
    assert any("不能打开" in said for said in broken), broken


def test_a_table_called_like_a_row_does_not_stand_for_it(folder: Path, gate: LibraryGate) -> None:
    """The row taken away, and its values laid into a table whose whole name is the row's in the record."""
    with_the_key(
        folder,
        'CREATE TABLE "applications:1" AS SELECT * FROM applications WHERE id = 1',
        "DELETE FROM applications WHERE id = 1",
    )
    (said,) = [line.message for line in _looked(folder, gate) if line.is_broken and line.part == "登记内容"]
    assert "被删除" in said
    assert "没有它的来历" in said


def test_an_open_library_holds_no_case_to_entries_it_cannot_read(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "案卷库")
    (case,) = library.change(register, [new_case(1)])
    library.change(behind_its_back, "UPDATE events SET digests = '[1]' WHERE application_id = :case", case)
    with pytest.raises(OfficeError) as caught:
        library.read(lambda unit: unit.require_as_recorded([case]))
    assert caught.value.code == "library.not_as_recorded"
    with pytest.raises(OfficeError):
        library.require_as_recorded()
    assert not library.check().is_sound
    library.close(without_backup=True)


@pytest.fixture
def gate() -> LibraryGate:
    """A gate with clocks that stand."""
    return make_gate()


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TABLE own_lists",
        "DROP INDEX one_outgoing_package",
        "CREATE VIEW opinions_seen AS SELECT * FROM opinions",
        "CREATE TABLE empty (a TEXT)",
        "ALTER TABLE drafts ADD COLUMN foo TEXT",
        "ALTER TABLE drafts RENAME COLUMN saved_by TO by_whom",
    ],
)
def test_what_is_built_otherwise_is_told_though_no_row_of_it_is_carried(
    statement: str, folder: Path, gate: LibraryGate
) -> None:
    with_the_key(folder, statement)
    assert any("有人动过库结构" in line.message for line in _looked(folder, gate) if line.is_broken)


@pytest.mark.parametrize("version", range(1, len(MAIN_STEPS)))
def test_a_library_of_an_earlier_version_is_built_as_its_steps_build_it(version: int, tmp_path: Path) -> None:
    old = Path(__file__).parents[2] / "e2e" / "old_libraries" / f"schema-{version}" / "library"
    place = shutil.copytree(old, tmp_path / "library")
    found = [line.message for line in Parts().libraries.verify(place, FIRST, PRACTICE_PASSWORD) if line.is_broken]
    assert found == []


def test_a_version_set_back_together_with_its_list_is_told(folder: Path, gate: LibraryGate) -> None:
    """The tables have more than the steps of that version make."""
    last = MAIN_STEPS[-1].__name__
    with_the_key(
        folder,
        f"PRAGMA user_version = {len(MAIN_STEPS) - 1}",
        f"DELETE FROM _sqlite_migrations WHERE name = '{last}'",
    )
    assert any("有人动过库结构" in line.message for line in _looked(folder, gate) if line.is_broken)
    assert _opened(lambda: gate.open(folder, FIRST, PASSWORD)) == "library.unreadable"
