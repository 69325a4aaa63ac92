"""A backup of any earlier version can be gone back to: shown before, verified, opened, worked in, and forward again."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.record import EventAct
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.sqlite import engine
from reviewer_db.tables.migrations import MAIN_STEPS
from support.libraries import inside, new_case, register

OLD = Path(__file__).with_name("old_libraries")
USER = "示例甲"
SCHEMAS = range(1, len(MAIN_STEPS))
#: All of them are opened in `test_old_libraries`; gone back to and forward again are the oldest, one between, the last.
GONE_BACK_TO = (SCHEMAS[0], SCHEMAS[len(SCHEMAS) // 2], SCHEMAS[-1])


def _opened(folder: Path) -> OpenLibrary:
    return Parts().libraries.open(folder, USER, PRACTICE_PASSWORD)


def _schema_of(backup: Path) -> int:
    master = KeyRing.load(backup / "keys.json").slots[USER].unwrap(USER, PRACTICE_PASSWORD)
    assert master is not None
    connection = engine.connect(backup / "library.db", file_key(master, "main"))
    try:
        return int(engine.version_of(connection))
    finally:
        connection.close()


def _cases(unit: UnitOfWork) -> int:
    return int(inside(unit).main.execute("SELECT count(*) FROM applications").fetchone()[0])


def _signed(unit: UnitOfWork) -> list[int]:
    found = inside(unit).main.execute("SELECT id FROM applications WHERE state = 'sent' ORDER BY id")
    return [int(row[0]) for row in found]


def _sound(gate: LibraryGate, folder: Path) -> bool:
    return not any(line.is_broken for line in gate.verify(folder, USER, PRACTICE_PASSWORD))


@pytest.mark.parametrize("schema", GONE_BACK_TO)
def test_a_backup_of_an_earlier_version_is_gone_back_to_and_forward_again(schema: int, tmp_path: Path) -> None:
    """The first opening by this version makes one before it touches the tables; work goes on, then all goes back."""
    folder, gate = tmp_path / "库", Parts().libraries
    shutil.copytree(OLD / f"schema-{schema}" / "library", folder)
    library = _opened(folder)
    (old,) = gate.backups(folder)
    assert _schema_of(old.path) == schema
    before = library.read(_cases)
    added = library.change(register, [new_case(901, intake_number="2024-示-0901")])
    assert library.rehearse().is_sound
    newer = library.back_up()
    library.close(without_backup=True)

    told = gate.preview_restore(folder, old.path, USER, PRACTICE_PASSWORD)
    assert told.is_readable
    assert [(one.number, one.is_new) for one in told.lost.cases] == [("2024-示-0901", True)]
    assert (told.lost.entries > 0, bool(told.lost.days), told.gained.entries) == (True, True, 0)
    aside = gate.restore(folder, old.path, USER, PRACTICE_PASSWORD)
    assert aside.is_dir()
    assert _sound(gate, folder)

    again = _opened(folder)
    assert again.read(_cases) == before
    assert [event.act for event in again.read(lambda unit: unit.events.latest(1))] == [EventAct.RESTORED]
    assert not any(line.is_broken for line in again.verify())
    assert again.rehearse().is_sound
    for case_id in again.read(_signed):
        assert again.read(gather, PrintOrder(DocumentKind.RECOMMENDATION, case_id)).values is not None
    again.close(without_backup=True)

    forward = gate.preview_restore(folder, newer, USER, PRACTICE_PASSWORD)
    assert [one.number for one in forward.gained.cases] == ["2024-示-0901"]
    gate.restore(folder, newer, USER, PRACTICE_PASSWORD)
    last = _opened(folder)
    assert last.read(lambda unit: unit.applications.get(added[0]).intake_number) == "2024-示-0901"
    assert not any(line.is_broken for line in last.verify())
    last.close(without_backup=True)


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_newest_backup_of_an_earlier_version_is_rehearsed_without_being_touched(
    schema: int, tmp_path: Path
) -> None:
    folder = tmp_path / "库"
    shutil.copytree(OLD / f"schema-{schema}" / "library", folder)
    library = _opened(folder)
    (old,) = Parts().libraries.backups(folder)
    before = {path.name: path.read_bytes() for path in old.path.iterdir()}
    held = library.rehearse()
    assert (held.backup.path, held.is_sound, held.cases > 0) == (old.path, True, True)
    assert {path.name: path.read_bytes() for path in old.path.iterdir()} == before
    assert _schema_of(old.path) == schema
    library.close(without_backup=True)
