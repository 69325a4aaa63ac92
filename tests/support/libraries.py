"""Real encrypted libraries for tests: made quickly, with a cheap password cost and a clock that stands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

import pytest

from reviewer_app.domain.application import Event, NewApplication, PackRef, Role, Source, User
from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.library import OfficeSettings, UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.keys import Cost
from reviewer_db.people.keeping import PeopleAtDesk
from reviewer_db.safety import files
from reviewer_db.stores.office.access import AccessList
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
    """A new library with the season's pack, open for its first person."""
    library = (gate or make_gate()).create(folder, OFFICE, FIRST, PASSWORD)
    library.change(keep_pack)
    return library


def keep_pack(unit: UnitOfWork) -> None:
    """Puts the season's pack into the library."""
    unit.packs.keep(shipped_pack())


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


def as_before_access(monkeypatch: pytest.MonkeyPatch, steps: int) -> None:
    """The program as it was with its first steps only: the key file alone said who has a way in."""
    monkeypatch.setattr(files, "MAIN_STEPS", MAIN_STEPS[:steps])
    monkeypatch.setattr(AccessList, "put", lambda *_given, **_named: None)
    monkeypatch.setattr(AccessList, "note_master_key", lambda _self: None)
    monkeypatch.setattr(PeopleAtDesk, "_admit", lambda _self, _unit: None)
