"""Entries cut off at the record's end, together with the number the file keeps, are missed by what stands outside."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.sqlite import engine
from reviewer_db.stores.pending_events import write_entry
from reviewer_db.tables.chain import chained_columns
from reviewer_db.tables.row_digests import carried_tables, said_of
from support.libraries import FIRST, PASSWORD, new_case, register
from support.with_the_key import with_the_key

#: What leaves no trace in any table but the record itself.
CUT = ("DELETE FROM events WHERE id > 2", "UPDATE sqlite_sequence SET seq = 2 WHERE name = 'events'")


def _say(unit: UnitOfWork, reason: str = "") -> None:
    unit.events.append(Event(unit.now, unit.actor.name, "printed", reason=reason))


def _end(lines: list[CheckLine]) -> CheckLine:
    return next(line for line in lines if line.part == "记录末尾")


@pytest.fixture
def look(folder: Path, gate: LibraryGate) -> Callable[[], list[CheckLine]]:
    return lambda: gate.verify(folder, FIRST, PASSWORD)


@pytest.fixture
def closed(library: OpenLibrary) -> LibraryFolder:
    """A library of four entries, the last two of which touched no table."""
    library.change(register, [new_case(1)])
    library.change(_say)
    library.change(_say)
    library.close()
    return LibraryFolder(library.folder)


def test_a_whole_record_has_its_end(closed: LibraryFolder, look: Callable[[], list[CheckLine]]) -> None:
    assert _end(look()).standing is Grade.INTACT
    assert not any(line.is_broken for line in look())


def test_a_record_cut_off_at_its_end_is_told_and_an_opening_covers_nothing(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], reopen: Callable[[], OpenLibrary]
) -> None:
    with_the_key(closed.root, *CUT)
    assert [line.part for line in look() if line.is_broken] == ["记录末尾"]
    library = reopen()
    for _ in range(3):
        library.change(_say, "另一份")
    assert _end(library.verify()).standing is Grade.BROKEN
    library.close()
    assert "第 4 条" in _end(look()).message


@pytest.mark.parametrize(
    "statements",
    [
        (*CUT[:1], "DELETE FROM sqlite_sequence"),
        ("DELETE FROM events", "DELETE FROM sqlite_sequence"),
        ("DELETE FROM sqlite_sequence WHERE name = 'events'",),
    ],
)
def test_a_file_that_keeps_no_number_of_its_entries_is_not_intact(
    statements: tuple[str, ...], closed: LibraryFolder, look: Callable[[], list[CheckLine]]
) -> None:
    with_the_key(closed.root, *statements)
    closed.last_entry.unlink()
    assert "办理记录" in {line.part for line in look() if line.is_broken}


@pytest.mark.parametrize("content", [None, b"", b"[]", b'{"entry": 2, "head": "", "seal": "x"}'])
def test_without_a_note_of_ours_the_end_is_never_called_intact(
    content: bytes | None, closed: LibraryFolder, look: Callable[[], list[CheckLine]]
) -> None:
    closed.last_entry.unlink()
    if content is not None:
        closed.last_entry.write_bytes(content)
    assert _end(look()).standing is Grade.NOTICE
    with_the_key(closed.root, *CUT)
    assert _end(look()).standing is Grade.NOTICE


def test_a_note_taken_away_is_made_anew_only_on_record(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], reopen: Callable[[], OpenLibrary]
) -> None:
    """The cut can no longer be told then; that there was nothing to tell it by can."""
    with_the_key(closed.root, *CUT)
    closed.last_entry.unlink()
    library = reopen()
    (said,) = [one for one in library.read(lambda unit: unit.events.latest(10)) if one.act == "end_noted"]
    library.close()
    assert f"自第 {said.id} 条记录起存下" in _end(look()).message
    reopen().close()
    library = reopen()
    assert len([one for one in library.read(lambda unit: unit.events.latest(10)) if one.act == "end_noted"]) == 1
    library.close()


def test_the_backups_miss_what_was_cut_off(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], reopen: Callable[[], OpenLibrary]
) -> None:
    """Also those made before the master key was changed."""
    library = reopen()
    library.back_up()
    library.change_master_key()
    library.close()
    closed.last_entry.unlink()
    with_the_key(closed.root, *CUT)
    said = _end(look())
    assert said.standing is Grade.BROKEN
    assert "备份" in said.message


def test_going_back_to_a_backup_is_no_cut(
    closed: LibraryFolder,
    look: Callable[[], list[CheckLine]],
    gate: LibraryGate,
    reopen: Callable[[], OpenLibrary],
) -> None:
    """The newer backups hold what was gone back from; that stands on record, once the library was opened."""
    library = reopen()
    made = library.back_up()
    library.change(_say)
    library.back_up()
    library.close()
    gate.restore(closed.root, made, FIRST, PASSWORD)
    assert not any(line.is_broken for line in look())
    library = reopen()
    assert _end(library.verify()).standing is Grade.INTACT
    assert library.rehearse().is_sound
    library.close()
    assert _end(look()).standing is Grade.INTACT


def test_a_new_master_key_vouches_for_the_note(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], reopen: Callable[[], OpenLibrary]
) -> None:
    library = reopen()
    library.change_master_key()
    assert _end(library.verify()).standing is Grade.INTACT
    library.close()
    assert _end(look()).standing is Grade.INTACT


def test_a_look_and_a_refused_restoring_leave_nothing_where_the_file_is_gone(
    closed: LibraryFolder, gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    library = reopen()
    made = library.back_up()
    library.close()
    for part in (closed.main, closed.vault):
        content = part.read_bytes()
        part.unlink()
        before = sorted(path.name for path in closed.root.iterdir())
        for act in (
            lambda: gate.restore(closed.root, made, FIRST, "falsch"),
            lambda: gate.preview_restore(closed.root, made, FIRST, PASSWORD),
            lambda: gate.verify(closed.root, FIRST, PASSWORD),
            lambda: gate.sent_out(closed.root, FIRST, PASSWORD),
        ):
            try:
                act()
            except OfficeError:
                closed.attempts.unlink(missing_ok=True)
                closed.failed_logins.unlink(missing_ok=True)
        assert sorted(path.name for path in closed.root.iterdir()) == before
        part.write_bytes(content)


def _forge(folder: LibraryFolder, at: str) -> None:
    """A row changed, and an entry about it at the end as the program itself would write it."""
    master = KeyRing.load(folder.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    with closing(engine.connect(folder.main, file_key(master, "main"))) as main:
        main.execute("UPDATE applications SET handler = '示例丙' WHERE id = 1")
        (table,) = (one for one in carried_tables(main) if one.name == "applications")
        row = main.execute(f"{table.read} WHERE id = 1").fetchone()
        event = Event(datetime.fromisoformat(at), FIRST, "assigned", 1)
        write_entry(main, chained_columns(event), {table.row_name([1]): said_of(table, row)})


def test_an_entry_added_with_right_digests_is_seen_by_nothing(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    """What no check can tell, said in the page on security: the entry can be read, and every earlier head agrees."""
    library = reopen()
    before = library.read(lambda unit: unit.events.head())
    library.close()
    _forge(closed, "2024-05-20T09:40:00")
    assert not any(line.is_broken for line in look())
    assert not any(line.is_broken for line in gate.verify(closed.root, FIRST, PASSWORD, [before]))
    library = reopen()
    (said,) = library.read(lambda unit: unit.events.latest(1))
    library.close()
    assert (said.act, said.actor, said.application_id) == ("assigned", FIRST, 1)


def test_an_entry_forged_in_the_place_of_others_is_missed_by_a_head_on_paper(
    closed: LibraryFolder, look: Callable[[], list[CheckLine]], gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    """The last entries cut off, another written in their place, the note beside put back: a paper of theirs tells."""
    library = reopen()
    on_paper = library.read(lambda unit: unit.events.head())
    library.close()
    closed.last_entry.unlink()
    with_the_key(closed.root, *CUT)
    _forge(closed, "2024-05-20T09:40:00")
    assert not any(line.is_broken for line in look())
    (said,) = [line for line in gate.verify(closed.root, FIRST, PASSWORD, [on_paper]) if line.is_broken]
    assert said.part == "纸上的链首"
