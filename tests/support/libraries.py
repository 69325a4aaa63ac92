"""Real encrypted libraries for tests: made quickly, with a cheap password cost and a clock that stands."""

from __future__ import annotations

import itertools
import tempfile
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import NamedTuple

from reviewer_app.domain.application import Event, NewApplication, PackRef, Role, Source, User
from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.states import State
from reviewer_app.durable import FILE_MODE
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import OfficeSettings, UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import Cost, KeyRing
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.folder.lock import LibraryLock
from reviewer_db.making import make_room
from reviewer_db.people.slots import Entry
from reviewer_db.safety import files
from reviewer_db.stores.session import Session
from reviewer_db.tables.migrations import MAIN_STEPS
from reviewer_db.unit import Unit
from support.builders import CLEAN

PASSWORD = "示例密码一"
FIRST = "示例甲"
MOMENT = datetime(2024, 5, 20, 9, 30)
OFFICE = OfficeSettings(bureau="上海市示例区市场监督管理局", number_mark="示", season="2024")
#: Guessing is not what these tests are about.
CHEAP = Cost(passes=1, memory_kib=256, lanes=1)
#: A backup for the day at the opening, and none by itself while a test works or closes.
QUIET = Rhythm(look_every=3600, on_closing=False)


def inside(unit: UnitOfWork) -> Session:
    """What only somebody with the key can reach: the open files behind a unit of work."""
    assert isinstance(unit, Unit)
    return unit.session


class Hands:
    """The hands of two clocks, moved by the test: the office's and the one that counts seconds."""

    def __init__(self) -> None:
        self.now = MOMENT
        self.seconds = 1_000_000.0


def make_gate(hands: Hands | None = None) -> LibraryGate:
    """A gate whose clocks stand where the test puts them."""
    kept = hands or Hands()
    return LibraryGate(clock=lambda: kept.now, seconds=lambda: kept.seconds, cost=CHEAP, backup_after=0, rhythm=QUIET)


def make_desk(folder: Path, gate: LibraryGate | None = None) -> OpenLibrary:
    """A new library with the season's pack, open for its first person.

    Its tables are not laid each time: it stands as `create` leaves one, in copies of files that `create` has made.
    """
    gate = gate or make_gate()
    # A test may put the steps of a later program in the place of ours.
    is_ours = vars(files)["MAIN_STEPS"] is MAIN_STEPS
    if gate._clock() != MOMENT or gate._cost != CHEAP or not is_ours:
        return gate.create(folder, OFFICE, FIRST, PASSWORD)
    first, place = _made(next(_TURNS)), LibraryFolder(folder)
    make_room(place)
    lock = LibraryLock(place.lock)
    lock.take()
    for name, content in first.contents.items():
        path = place.root / name
        path.touch(FILE_MODE)
        path.write_bytes(content)
    KeyRing(uuid.uuid4().hex, {FIRST: first.entry.slot}).save(place.keys)
    library = gate._desk(place, first.entry, lock)
    library.keep_backups(gate._rhythm.look_every, is_new=True)
    return library


class _Made(NamedTuple):
    """Who opens a new library, and what its files hold."""

    entry: Entry
    contents: Mapping[str, bytes]


#: Libraries made one after another have keys of their own, as far as any test has several.
_TURNS = itertools.cycle(range(6))


@cache
def _made(_turn: int) -> _Made:
    with tempfile.TemporaryDirectory() as scratch:
        place = LibraryFolder(Path(scratch) / "案卷库")
        make_gate().create(place.root, OFFICE, FIRST, PASSWORD).close(without_backup=True)
        slot = KeyRing.load(place.keys).slots[FIRST]
        master = slot.unwrap(FIRST, PASSWORD)
        assert master is not None
        left = (place.main, place.vault, place.last_entry)
        return _Made(Entry(FIRST, master, slot), {path.name: path.read_bytes() for path in left})


def person(name: str, *roles: Role) -> User:
    """Somebody of the office."""
    return User(name, frozenset(roles))


def new_case(
    number: int,
    values: Mapping[str, str] = CLEAN,
    *,
    season: str = "2024",
    intake_number: str = "",
    source: Source = Source.ONLINE,
    handler: str = FIRST,
    due_on: date = date(2024, 5, 31),
) -> NewApplication:
    """An application about to be registered, with the running number given."""
    pack: NoticePack = shipped_pack()
    return NewApplication(
        intake_number=intake_number or f"2024-示-{number:04d}",
        season=season,
        values=dict(values),
        source=source,
        handler=handler,
        pack=PackRef(pack.id, pack.version, pack.sha256),
        due_on=due_on,
        findings=(),
    )


def register(unit: UnitOfWork, cases: Sequence[NewApplication]) -> list[int]:
    """Stores cases with an event each, as an import does."""
    ids = unit.applications.add_many(cases)
    unit.events.append_many([Event(unit.now, unit.actor.name, "imported", case_id) for case_id in ids])
    return ids


def move(unit: UnitOfWork, case_id: int, state: State, /, values: Mapping[str, str] | None = None) -> None:
    """Puts a case into a state without asking the rules, perhaps with other values."""
    case = unit.applications.get(case_id)
    unit.applications.update(replace(case, state=state, values=case.values if values is None else values))
