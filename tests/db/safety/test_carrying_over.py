"""A step of the tables is on record row by row: nothing looks touched after it, and what was touched still does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import files, structure_check
from reviewer_db.safety.rows_check import check_rows
from reviewer_db.sqlite import engine
from reviewer_db.tables.migrations import MAIN_STEPS
from support.libraries import FIRST, PASSWORD, new_case, register


def _give_cases_a_column(database: Any) -> None:
    """A step that widens a table and fills the column from another."""
    database.execute("ALTER TABLE applications ADD COLUMN town TEXT NOT NULL DEFAULT ''")
    database.execute("UPDATE applications SET town = '示例镇' WHERE id <> 2")


def _move_rows(database: Any) -> None:
    """A step that takes rows out of one table and puts them into a new one."""
    database.execute("CREATE TABLE towns (id INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
    database.execute("INSERT INTO towns SELECT id, town FROM applications WHERE town <> ''")


@pytest.fixture
def older(library: OpenLibrary) -> Path:
    """A library of three cases as the program before wrote it."""
    library.change(register, [new_case(number) for number in (1, 2, 3)])
    library.close()
    return library.folder


@pytest.fixture(params=[1, 2])
def newer_program(older: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> Iterator[None]:
    """The program as it will be some steps later, when the library stands already."""
    steps = (*MAIN_STEPS, *(_give_cases_a_column, _move_rows)[: request.param])
    monkeypatch.setattr(files, "MAIN_STEPS", steps)
    monkeypatch.setattr(structure_check, "MAIN_STEPS", steps)
    yield
    monkeypatch.undo()


def _rows(lines: list[CheckLine]) -> CheckLine:
    return next(line for line in lines if line.part == "登记内容")


def _with_the_key(place: Path, statement: str) -> None:
    """What somebody does who has the key and no respect for guards."""
    folder = LibraryFolder(place)
    master = KeyRing.load(folder.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    connection = engine.connect(folder.main, file_key(master, "main"))
    for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    connection.commit()
    connection.close()


@pytest.mark.usefixtures("newer_program")
def test_a_step_that_widens_a_table_leaves_nothing_that_looks_touched(older: Path, gate: LibraryGate) -> None:
    library = gate.open(older, FIRST, PASSWORD)
    events = library.read(lambda unit: unit.events.latest(50))
    lines = library.verify()
    library.close()
    assert _rows(lines).standing is Grade.INTACT, _rows(lines).message
    assert not any(line.is_broken for line in lines)
    changed = [event for event in events if event.act == "tables_changed"]
    assert changed
    assert {event.actor for event in changed} == {"程序"}


@pytest.mark.usefixtures("newer_program")
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications SET handler = '示例丙' WHERE id = 2",
        "UPDATE users SET roles = '[]'",
        "DELETE FROM case_marks WHERE id = 3",
    ],
)
def test_what_was_touched_before_a_step_is_still_named_after_it(older: Path, statement: str) -> None:
    _with_the_key(older, statement)
    opened = files.LibraryFiles.open(LibraryFolder(older), _master(older), _clock())
    try:
        found = check_rows(opened.main)
    finally:
        opened.close()
    assert found.standing is Grade.BROKEN
    assert "有 1 项与记录不符" in found.message


def _master(place: Path) -> bytes:
    master = KeyRing.load(LibraryFolder(place).keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    return master


def _clock() -> Callable[[], datetime]:
    return lambda: datetime(2024, 5, 20, 9, 0).astimezone()


def test_a_guard_somebody_laid_there_does_not_act_within_a_step(older: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _with_the_key(
        older,
        "CREATE TRIGGER packs_never_change AFTER UPDATE ON applications BEGIN UPDATE users SET roles = '[]'; END",
    )
    monkeypatch.setattr(files, "MAIN_STEPS", (*MAIN_STEPS, _give_cases_a_column))
    opened = files.LibraryFiles.open(LibraryFolder(older), _master(older), _clock())
    try:
        assert check_rows(opened.main).standing is Grade.INTACT
        assert opened.main.execute("SELECT roles FROM users").fetchone()[0] != "[]"
    finally:
        opened.close()


def test_a_version_set_back_hides_no_changed_guard(older: Path, gate: LibraryGate) -> None:
    _with_the_key(older, f"PRAGMA user_version = {len(MAIN_STEPS) - 1}")
    lines = gate.verify(older, FIRST, PASSWORD)
    version, structure, guards = [line.message for line in lines if line.is_broken]
    assert "与文件里列出的" in version
    assert structure.startswith("表、索引或视图")
    assert guards.startswith("防改动的约束少了")
    with pytest.raises(Exception, match=r"library\.damaged"):
        gate.open(older, FIRST, PASSWORD)
