"""An open library is looked at whole beside the work and before papers leave; a head on paper tells a rewritten one."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety.checker import LibraryChecker
from reviewer_db.safety.verify import broken_pages
from reviewer_db.sqlite import engine
from reviewer_db.tables import schema
from reviewer_db.tables.chain import NOTHING, link
from support.libraries import FIRST, MOMENT, PASSWORD, new_case, register

_ENTRY = "id, at, actor, act, application_id, from_state, to_state, reason, detail, digests"


def _tamper(folder: Path, *statements: str) -> None:
    place = LibraryFolder(folder)
    master = KeyRing.load(place.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    connection = engine.connect(place.main, file_key(master, "main"))
    for name in schema.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    for name, body in schema.TRIGGERS.items():
        connection.execute(f"CREATE TRIGGER {name} {body}")
    connection.close()


def _rewrite_chain(folder: Path, statement: str) -> None:
    """What somebody with the key and this program's text can do: change the past and make every hash anew."""
    place = LibraryFolder(folder)
    place.last_entry.unlink()
    for one in place.backups.glob("*"):
        shutil.rmtree(one)
    master = KeyRing.load(place.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    connection = engine.connect(place.main, file_key(master, "main"))
    for name in schema.TRIGGERS:
        connection.execute(f"DROP TRIGGER {name}")
    connection.execute(statement)
    previous = NOTHING
    for entry, *columns, digests in connection.execute(f"SELECT {_ENTRY} FROM events ORDER BY id").fetchall():
        at, actor, act, case, before, after, reason, detail = columns
        own = link(previous, (at, actor, act, case, before, after, reason, detail), digests)
        connection.execute("UPDATE events SET previous = ?, hash = ? WHERE id = ?", (previous, own, entry))
        previous = own
    for name, body in schema.TRIGGERS.items():
        connection.execute(f"CREATE TRIGGER {name} {body}")
    connection.close()


def _broken(lines: list[CheckLine]) -> list[str]:
    return [f"{line.part}：{line.message}" for line in lines if line.is_broken]


def test_a_check_beside_the_work_says_when_and_what(library: OpenLibrary) -> None:
    told = threading.Event()
    library.tell_checks(told.set, 0.0)
    assert told.wait(30)
    last = library.last_check
    assert last is not None
    assert (last.at, last.is_sound) == (MOMENT, True)
    assert {"登记内容", "办理记录"} <= {line.part for line in last.lines}


def test_closing_ends_a_check_that_is_under_way() -> None:
    """A check that never ends by itself ends with the desk, and what it saw so far is no finding."""
    begun = threading.Event()

    def endless(pause: object) -> list[CheckLine]:
        assert callable(pause)
        while True:
            begun.set()
            pause()

    checker = LibraryChecker(endless, lambda: MOMENT)
    checker.start(0.0)
    assert begun.wait(30)
    checker.stop()
    assert checker.last is None


def test_no_look_is_taken_while_the_master_key_changes(library: OpenLibrary) -> None:
    """Between the two files' new keys both would look damaged; the look comes after, and all is well."""
    told = threading.Event()
    with library.checker.guard:
        library.tell_checks(told.set, 0.0)
        assert not told.wait(0.5)
    assert told.wait(30)
    library.change_master_key()
    assert library.check().is_sound


def test_work_beside_a_check_is_no_finding(library: OpenLibrary) -> None:
    """The check sees one moment, however much is written while it looks."""
    library.change(register, [new_case(number) for number in range(1, 600)])
    worked = 0

    def pause() -> None:
        nonlocal worked
        worked += 1
        library.change(register, [new_case(1000 + worked)])

    assert _broken(library.verify(pause=pause)) == []
    assert worked > 2
    assert _broken(library.verify()) == []


def test_what_does_not_agree_with_the_record_leaves_in_no_batch(library: OpenLibrary) -> None:
    library.change(register, [new_case(1)])
    library.require_as_recorded()
    _tamper(library.folder, "UPDATE applications SET handler = '示例丙'")
    with pytest.raises(TroubleError) as caught:
        library.require_as_recorded()
    assert caught.value.code == "library.not_as_recorded"
    assert "handler" in str(caught.value.values["finding"])


@pytest.mark.parametrize(
    "statements",
    [
        (
            "DROP TRIGGER events_never_change",
            "CREATE TRIGGER events_never_change BEFORE UPDATE ON events BEGIN SELECT 1; END",
        ),
        ("DROP TRIGGER opinions_never_vanish",),
        ("CREATE TRIGGER quiet AFTER INSERT ON answers BEGIN DELETE FROM drafts; END",),
    ],
)
def test_a_guard_that_says_something_else_is_none(library: OpenLibrary, statements: tuple[str, ...]) -> None:
    place = LibraryFolder(library.folder)
    master = KeyRing.load(place.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    connection = engine.connect(place.main, file_key(master, "main"))
    for statement in statements:
        connection.execute(statement)
    connection.close()
    (said,) = _broken(library.verify())
    assert "有人动过库结构" in said


def test_a_record_rewritten_whole_is_caught_by_a_head_on_paper(library: OpenLibrary, gate: LibraryGate) -> None:
    """Every hash made anew, the library agrees with itself; the paper that left before does not."""
    case_id = library.change(register, [new_case(1)])[0]
    on_paper = library.read(lambda unit: unit.events.head())
    library.change(register, [new_case(2)])
    library.close()
    found = gate.verify(library.folder, FIRST, PASSWORD, [on_paper])
    (line,) = [line for line in found if line.part == "纸上的链首"]
    assert (line.standing, on_paper in line.message) == (Grade.INTACT, True)
    _rewrite_chain(library.folder, f"UPDATE events SET actor = '示例丙' WHERE application_id = {case_id}")
    assert _broken(gate.verify(library.folder, FIRST, PASSWORD)) == []
    (said,) = _broken(gate.verify(library.folder, FIRST, PASSWORD, [on_paper]))
    assert said.startswith("纸上的链首：记录里没有")


def test_a_record_that_carries_nothing_any_more_is_caught_by_a_head_on_paper(
    library: OpenLibrary, gate: LibraryGate
) -> None:
    """Digests emptied and every hash made anew: the next opening puts all on record afresh, but the head is another."""
    library.change(register, [new_case(1)])
    on_paper = library.read(lambda unit: unit.events.head())
    library.close()
    _rewrite_chain(library.folder, "UPDATE events SET digests = ''")
    opened = gate.open(library.folder, FIRST, PASSWORD)
    opened.close()
    (said,) = _broken(gate.verify(library.folder, FIRST, PASSWORD, [on_paper]))
    assert "纸上的链首" in said


def test_an_inner_act_that_fails_takes_its_entries_and_digests_with_it(library: OpenLibrary) -> None:
    """What the act around it put on record before stays, and the library agrees with its record."""

    def fail(_unit: object) -> None:
        library.change(register, [new_case(2)])
        raise ValueError("inner")

    def outer(unit: object) -> None:
        library.change(register, [new_case(1)])
        with pytest.raises(ValueError, match="inner"):
            library.change(fail)
        library.change(register, [new_case(3)])

    library.change(outer)
    acts = library.read(lambda unit: [event.act for event in unit.events.latest(10)])
    assert acts == ["imported", "imported", "library_created"]
    assert _broken(library.verify()) == []


def _found(*looks: set[str]) -> set[str]:
    """What is said to be broken where one look after the other finds this."""
    return broken_pages(iter(looks).__next__)


def test_a_page_that_the_log_was_just_being_laid_into_is_no_finding() -> None:
    """A look reads past the locks: half of a page may be the former one, and is not at the next look."""
    torn, broken = "HMAC verification failed for page 7", "HMAC verification failed for page 9"
    assert _found(set()) == set()
    assert _found({torn}, set()) == set()
    assert _found({torn}, {broken}) == set()
    assert _found({torn, broken}, {broken}, {broken, torn}) == {broken}
