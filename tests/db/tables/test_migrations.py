"""An older library is brought to today's tables with its contents, its guards, and a backup of what it was."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import files, structure_check
from reviewer_db.sqlite import engine
from reviewer_db.tables import migrations, schema
from reviewer_db.tables.after.figure_sums import SUM_GUARDS, SUM_TABLES
from reviewer_db.tables.after.joined import AFTER_GUARDS, AFTER_TABLES
from reviewer_db.tables.correction_tables import CORRECTION_GUARDS, CORRECTION_TABLES
from reviewer_db.tables.custody_tables import CUSTODY_GUARDS, CUSTODY_TABLES
from reviewer_db.tables.daily_tables import ASIDE_GUARDS, DAILY_TABLES, ORDER_GUARDS
from reviewer_db.tables.look_up_tables import GUARDS, LOOK_UP_TABLES, OWN_LIST_TABLES
from reviewer_db.tables.migrations import MAIN_STEPS, VAULT_STEPS, due_guards, migrate, standing_guards
from reviewer_db.tables.outside_tables import CONSULTATION_TABLES, OUTSIDE_GUARDS, RECUSAL_TABLES
from reviewer_db.tables.ranking_tables import SCORE_GUARDS, SCORE_TABLES
from reviewer_db.tables.road.joined import ROAD_GUARDS, ROAD_TABLES
from reviewer_db.tables.scan_tables import SCAN_GUARDS, SCAN_TABLES
from reviewer_db.tables.season_tables import SEASON_TABLES, SEASON_TRIGGERS
from support.libraries import FIRST, PASSWORD, Hands, inside, make_gate, new_case, register


def _rebuild_applications(database: Any) -> None:
    """A step that rebuilds a table, which drops all its guards."""
    database["opinions"].transform(rename={"comment": "remark"})
    database["opinions"].transform(rename={"remark": "comment"})
    database["events"].transform(column_order=["id"])


def _add_a_table(database: Any) -> None:
    database["reminders"].create({"id": int, "text": str}, pk="id")


def _fail_half_way(database: Any) -> None:
    database["half"].create({"id": int}, pk="id")
    database.execute("DELETE FROM case_text")
    raise ZeroDivisionError


#: The days had their sums a step before the rest.
_OF_SUMS = SUM_GUARDS.keys() - {"count_changed_days"}
#: The guards whose table a later step makes, by the step.
_LATER = {
    3: {"comparisons_never_vanish"},
    4: {"register_never_shrinks", "register_numbers_stand", "register_void_stands"},
    5: {
        *GUARDS,
        *SEASON_TRIGGERS,
        *CORRECTION_GUARDS,
        *OUTSIDE_GUARDS,
        "departures_never_change",
        "departures_never_vanish",
    },
    6: {*schema.PEOPLE_GUARDS, *CUSTODY_GUARDS},
    8: {*SCAN_GUARDS, *(name for name in CUSTODY_GUARDS if name.startswith("away_scan_"))},
    9: {*ASIDE_GUARDS, *ORDER_GUARDS},
    10: {*SCORE_GUARDS},
    11: {*ROAD_GUARDS},
    # What was read of a scan may go with a destruction list alone: its guard looks into the lists.
    12: {*AFTER_GUARDS.keys() - _OF_SUMS, "scan_readings_never_change"},
    13: _OF_SUMS,
}
_NEWER = (*MAIN_STEPS, _rebuild_applications, _add_a_table)


def _found(unit: UnitOfWork) -> int:
    return unit.worklist.index(QueueQuery("2024", Tab.ALL, "助餐"), unit.actor).counts[Tab.ALL]


@pytest.fixture
def older(library: OpenLibrary) -> Path:
    """A library of three cases, closed, as the program before wrote it."""
    library.change(register, [new_case(number) for number in (1, 2, 3)])
    library.close()
    return library.folder


@pytest.fixture
def newer_program(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The program as it will be two steps later."""
    monkeypatch.setattr(files, "MAIN_STEPS", _NEWER)
    monkeypatch.setattr(structure_check, "MAIN_STEPS", _NEWER)
    yield
    monkeypatch.undo()


def _guards(unit: UnitOfWork) -> list[str]:
    return standing_guards(inside(unit).main)


def test_an_older_library_is_brought_up_to_date_after_a_backup(
    older: Path, newer_program: None, gate: LibraryGate, hands: Hands
) -> None:
    """The library is made first, then the program is a newer one: the order of the arguments."""
    assert gate.backups(older) == ()
    library = gate.open(older, FIRST, PASSWORD)
    library.finish_backup()
    assert library.read(lambda unit: engine.version_of(inside(unit).main)) == len(_NEWER)
    assert library.read(_found) == 3
    assert library.read(_guards) == sorted(schema.TRIGGERS)
    assert all(not line.is_broken for line in library.verify())
    with pytest.raises(Exception, match="append-only"):
        library.change(lambda unit: inside(unit).main.execute("DELETE FROM events"))
    with pytest.raises(Exception, match="never erased"):
        library.change(_add_and_erase_an_opinion)
    library.close()
    after, before = gate.backups(older)
    assert (after.made_at, before.made_at) == (hands.now, hands.now)
    assert [_version_in(one.path) for one in (before, after)] == [len(MAIN_STEPS), len(_NEWER)]


def _version_in(backup: Path) -> int:
    files_in = LibraryFolder(backup)
    master = KeyRing.load(files_in.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    with closing(engine.connect_still(files_in.main, file_key(master, "main"))) as opened:
        return engine.version_of(opened)


def _add_and_erase_an_opinion(unit: UnitOfWork) -> None:
    main = inside(unit).main
    main.execute(
        "INSERT INTO opinions VALUES (NULL, 1, 1, 'decline', '一般', '', 'submitted', '', '', '[]', '', NULL, '', 0)"
    )
    main.execute("DELETE FROM opinions")


def test_a_library_already_brought_up_is_refused_by_the_older_program(
    older: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAIN_STEPS", _NEWER)
    make_gate().open(older, FIRST, PASSWORD).close()
    monkeypatch.undo()
    with pytest.raises(Exception, match=r"library\.newer"):
        make_gate().open(older, FIRST, PASSWORD)


def test_a_step_that_fails_changes_nothing_and_the_backup_stays(
    older: Path, gate: LibraryGate, reopen: Callable[[], OpenLibrary], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "MAIN_STEPS", (*_NEWER, _fail_half_way))
    with pytest.raises(TroubleError) as caught:
        gate.open(older, FIRST, PASSWORD)
    assert caught.value.code == "library.unreadable"
    assert len(gate.backups(older)) == 1
    monkeypatch.setattr(files, "MAIN_STEPS", _NEWER)
    library = reopen()
    assert library.read(_found) == 3
    tables = library.read(lambda unit: inside(unit).main.execute("SELECT name FROM sqlite_master").fetchall())
    assert ("half",) not in tables
    assert ("reminders",) in tables
    library.close()


def test_a_library_brought_up_is_as_one_made_anew(older: Path, gate: LibraryGate, tmp_path: Path) -> None:
    """An opening changes no table by itself."""
    before = (older / "library.db").read_bytes()
    gate.open(older, FIRST, PASSWORD).close()
    assert (older / "library.db").read_bytes() == before


def test_each_step_is_listed_with_the_guards_that_stand_after_it(tmp_path: Path) -> None:
    for steps, guards, name in (
        (MAIN_STEPS, schema.TRIGGERS, "main.db"),
        (VAULT_STEPS, schema.VAULT_TRIGGERS, "vault.db"),
        (_NEWER, schema.TRIGGERS, "newer.db"),
    ):
        for number in range(1, len(steps) + 1):
            connection = engine.connect(tmp_path / f"{number}-{name}", bytes(32), makes=True)
            standing = migrate(connection, steps[:number], guards)
            assert standing == sorted(due_guards(connection, guards))
            later = set().union(*(names for step, names in _LATER.items() if number < step))
            assert set(guards) - set(standing) == (later if steps is not VAULT_STEPS else set())
            assert engine.version_of(connection) == number
            connection.close()


def test_every_guard_names_the_table_it_stands_at() -> None:
    made = (
        *schema.TABLES,
        *schema.COMPARISON_TABLES,
        *schema.REGISTER_TABLES,
        *LOOK_UP_TABLES,
        *OWN_LIST_TABLES,
        *schema.DEPARTURE_TABLES,
        *SEASON_TABLES,
        *CORRECTION_TABLES,
        *RECUSAL_TABLES,
        *CONSULTATION_TABLES,
        *schema.PEOPLE_TABLES,
        *CUSTODY_TABLES,
        *SCAN_TABLES,
        *DAILY_TABLES,
        *SCORE_TABLES,
        *ROAD_TABLES,
        *AFTER_TABLES,
        *SUM_TABLES,
    )
    tables = " ".join((*made, *schema.VAULT_TABLES))
    for body in (*schema.TRIGGERS.values(), *schema.VAULT_TRIGGERS.values()):
        table = body.split(" ON ", 1)[1].split()[0]
        assert f"CREATE TABLE {table} " in tables


def test_a_sealed_statement_of_the_steps_has_not_been_rewritten() -> None:
    """A step that ran at an office must never change: its name is on record in every library."""
    assert [step.__name__ for step in MAIN_STEPS] == [
        "create_library",
        "keep_trusted_certificates",
        "keep_comparisons",
        "keep_register",
        "keep_grounds",
        "keep_trust",
        "keep_paper_ledger",
        "keep_scans",
        "keep_daily_work",
        "keep_scores",
        "keep_road_out",
        "keep_after_sending",
        "keep_sums_apart",
    ]
    assert [step.__name__ for step in VAULT_STEPS] == ["create_vault"]
    assert migrations.MAIN_STEPS is MAIN_STEPS
