"""Whatever somebody with the key changes in a library's tables behind the program's back is found and named."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.ports.records import Grade
from reviewer_app.wiring import Parts
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety.rows_check import _NAMED, check_rows
from reviewer_db.sqlite import engine
from reviewer_db.stores.session import Session
from reviewer_db.tables.migrations import guards_as_made
from reviewer_db.tables.row_digests import NOT_CARRIED, CarriedTable, carried_tables
from reviewer_db.unit import acting
from reviewer_resources.phrases import codes, sentence
from support.libraries import MOMENT
from support.practice import practice_library

if TYPE_CHECKING:
    from sqlite3 import Connection

USER = "示例甲"


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A practice library as the program leaves it, with one more row in each table that would be empty."""
    folder = tmp_path_factory.mktemp("practice") / "library"
    practice_library(folder).close()
    place = LibraryFolder(folder)
    main, vault = _opened(place, "main"), _opened(place, "attachments")
    main.execute("PRAGMA foreign_keys = OFF")
    main.execute("PRAGMA ignore_check_constraints = ON")
    session = Session(main, vault, lambda: User(USER, frozenset(Role)), lambda: MOMENT)
    with acting(session, place.main):
        guards = guards_as_made(main)
        for name in guards:
            main.execute(f"DROP TRIGGER {name}")
        for table in session.pending.touched.tables:
            if not main.execute(f"SELECT count(*) FROM {table.name}").fetchone()[0]:
                _fill(main, table)
        for text in guards.values():
            main.execute(text)
    main.close()
    vault.close()
    return folder


@pytest.fixture
def main(practice: Path) -> Iterator[Connection]:
    """The practice library's file with somebody who has the key: no guards, nothing noted, undone at the end."""
    connection = _opened(LibraryFolder(practice), "main")
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    connection.execute("BEGIN")
    guards = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
    for name in guards:
        connection.execute(f"DROP TRIGGER {name}")
    yield connection
    connection.execute("ROLLBACK")
    connection.close()


def _opened(place: LibraryFolder, part: str) -> Connection:
    master = KeyRing.load(place.keys).slots[USER].unwrap(USER, PRACTICE_PASSWORD)
    assert master is not None
    return engine.connect(place.main if part == "main" else place.vault, file_key(master, part))


def _fill(main: Connection, table: CarriedTable) -> None:
    kinds = [row[2] for row in main.execute(f"PRAGMA table_info({table.name})")]
    values = [{"INTEGER": 1, "TEXT": "甲", "BLOB": b"x"}[kind] for kind in kinds]
    main.execute(f"INSERT INTO {table.name} VALUES ({', '.join('?' * len(values))})", values)


def _other(value: Any, kind: str = "TEXT") -> Any:
    if isinstance(value, int) or kind == "INTEGER":
        return int(value or 0) + 1_000_003
    if isinstance(value, bytes):
        return value + b"\0"
    return f"{value or ''}改"


def test_every_table_is_carried_or_says_why_not(main: Connection) -> None:
    tables = {
        row[0]
        for row in main.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        if not row[0].startswith(("sqlite_", "case_search_"))
    }
    carried = {table.name for table in carried_tables(main)}
    assert tables == carried | set(NOT_CARRIED)
    assert not carried & set(NOT_CARRIED)
    assert all(table.key and len(table.key) <= 3 for table in carried_tables(main))
    assert all(sentence(f"library_table.{name}") for name in carried)


def test_every_column_has_its_word(main: Connection) -> None:
    """No officer is told of a change by the name of a column alone."""
    named = codes()
    for table in carried_tables(main):
        for column in table.columns:
            known = [
                code for code in (f"library_field.{table.name}_{column}", f"library_field.{column}") if code in named
            ]
            assert known, (table.name, column)
            assert not re.search("[A-Za-z]", sentence(known[0])), (table.name, column)


def test_a_field_of_the_form_is_named_as_the_form_names_it(main: Connection) -> None:
    main.execute("UPDATE case_values SET form = replace(form, 'legal_representative', 'legal_representative ')")
    assert "申报内容" in check_rows(main).message
    main.execute("ROLLBACK")
    main.execute("BEGIN")
    main.execute("UPDATE case_values SET form = json_set(form, '$.legal_representative', '示例戊') WHERE id = 1")
    assert "申报内容·法定代表人（form.legal_representative）被改动" in check_rows(main).message


def test_an_untouched_library_is_as_its_record_says(main: Connection) -> None:
    line = check_rows(main)
    assert line.standing is Grade.INTACT, line.message


def test_every_column_of_every_table_changed_once_is_found(main: Connection) -> None:
    """The table, and the column by name unless the row's key itself was changed; some tables at a time."""
    tables = carried_tables(main)
    rounds = zip_longest(*([(table, place) for place in range(len(table.columns))] for table in tables))
    tried = 0
    for changes in rounds:
        for some in _some_at_a_time([one for one in changes if one is not None]):
            main.execute("SAVEPOINT once")
            for table, place in some:
                _change(main, table, place)
            line = check_rows(main)
            main.execute("ROLLBACK TO once")
            assert line.standing is Grade.BROKEN
            for table, place in some:
                column, said = table.columns[place], _said_of(line.message, table)
                # A form that is none any more has no fields to name.
                is_named = column in table.key or column == "form" or any(column in one for one in said)
                assert said, (table.name, column)
                assert is_named, (table.name, column, said)
                tried += 1
    assert tried == sum(len(table.columns) for table in tables) > 150


def _change(main: Connection, table: CarriedTable, place: int) -> None:
    row = _first(main, table)
    where = " AND ".join(f"{column} IS ?" for column in table.key)
    kinds = [one[2] for one in main.execute(f"PRAGMA table_info({table.name})")]
    values = (_other(row[place], kinds[place]), *(row[key] for key in table.key_places))
    main.execute(f"UPDATE {table.name} SET {table.columns[place]} = ? WHERE {where}", values)


def _first(main: Connection, table: CarriedTable) -> list[Any]:
    return list(main.execute(f"SELECT {', '.join(table.columns)} FROM {table.name} LIMIT 1").fetchone())


def _some_at_a_time(things: Sequence[Any]) -> Iterator[Sequence[Any]]:
    """So many that all are named: a row whose key changed is one that is gone and one that is foreign."""
    for start in range(0, len(things), _NAMED // 2):
        yield things[start : start + _NAMED // 2]


def _said_of(message: str, table: CarriedTable) -> list[str]:
    """What a line says of the rows of a table."""
    return [one for one in message.split("；") if sentence(f"library_table.{table.name}") in one]


def test_every_kind_of_row_taken_away_or_slipped_in_is_found(main: Connection) -> None:
    for some in _some_at_a_time(carried_tables(main)):
        rows = {table.name: _first(main, table) for table in some}
        main.execute("SAVEPOINT once")
        for table in some:
            key = [rows[table.name][place] for place in table.key_places]
            main.execute(f"DELETE FROM {table.name} WHERE {' AND '.join(f'{one} IS ?' for one in table.key)}", key)
        gone = check_rows(main).message
        main.execute("ROLLBACK TO once")
        for table in some:
            assert any("被删除" in one for one in _said_of(gone, table)), table.name
        for table in some:
            row = rows[table.name]
            foreign = [_other(value) if place in table.key_places else value for place, value in enumerate(row)]
            if table.name == "register":
                foreign[table.columns.index("number")] = ""
                foreign[table.columns.index("serial")] = 0
            main.execute(f"INSERT OR REPLACE INTO {table.name} VALUES ({', '.join('?' * len(row))})", foreign)
        slipped_in = check_rows(main)
        main.execute("ROLLBACK TO once")
        assert slipped_in.standing is Grade.BROKEN
        for table in some:
            assert _said_of(slipped_in.message, table), table.name


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE opinions SET text = '不予推荐。' WHERE status = 'signed_off'", "意见：文字（text）被改动"),
        ("UPDATE opinions SET decided_by = '示例丙' WHERE status = 'signed_off'", "意见：复核人（decided_by）被改动"),
        ("UPDATE applications SET handler = '示例丙' WHERE id = 3", "基本信息：经办人（handler）被改动"),
        (
            "UPDATE batches SET sent_at = NULL, sent_by = ''",
            "“批次”中的 1：报送时间（sent_at）、报送人（sent_by）被改动",
        ),
        ("UPDATE users SET roles = '[]'", "“人员与角色”中的 示例甲：角色（roles）被改动"),
        (
            "UPDATE case_values SET form = json_set(form, '$.project_name', '别的项目') WHERE id = 2",
            "申报内容：申报内容·项目名称（form.project_name）被改动",
        ),
    ],
)
def test_what_was_changed_is_named_by_case_and_value(main: Connection, statement: str, said: str) -> None:
    main.execute(statement)
    assert said in check_rows(main).message


def test_an_older_library_carries_everything_from_its_first_opening_on(tmp_path: Path) -> None:
    """Before, a verification says that nothing is carried yet; afterwards the record says from when on."""
    folder = tmp_path / "library"
    shutil.copytree(Path(__file__).parents[2] / "e2e" / "old_libraries" / "schema-5" / "library", folder)
    gate = Parts().libraries
    before = [line for line in gate.verify(folder, USER, PRACTICE_PASSWORD) if line.part == "登记内容"]
    assert [line.standing for line in before] == [Grade.NOTICE]
    library = gate.open(folder, USER, PRACTICE_PASSWORD)
    begun = [one for one in library.read(lambda unit: unit.events.latest(1000)) if one.act == "digests_begun"]
    library.close()
    assert len(begun) == 1
    (after,) = [line for line in gate.verify(folder, USER, PRACTICE_PASSWORD) if line.part == "登记内容"]
    assert after.standing is Grade.INTACT
    assert f"自第 {begun[0].id} 条记录起" in after.message
    again = gate.open(folder, USER, PRACTICE_PASSWORD)
    told = [one for one in again.read(lambda unit: unit.events.latest(1000)) if one.act == "digests_begun"]
    again.close()
    assert told == begun
