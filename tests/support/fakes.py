"""An office in memory: a unit of work and a desk without SQLite, for tests of the services and the panes."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Future
from datetime import date, datetime, time
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from reviewer_app.domain.access.passwords import require_password
from reviewer_app.domain.access.recovery_words import words_of
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.packs.calendars import shipped_calendar
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.office import library_keys, people
from reviewer_app.services.ports.backups import BackupStanding, Rehearsal, SecondPlace, ShelfUse
from reviewer_app.services.ports.library import ClockJump, UnitOfWork
from reviewer_app.services.ports.records import CheckLine, Grade, LastCheck
from reviewer_resources.recovery_words import recovery_words
from support.fake_access import FakeAccess
from support.fake_bodies import FakeBodies
from support.fake_city import FakeCityAnswers, FakeExcuses
from support.fake_consultations import FakeConsultations
from support.fake_corrections import FakeCorrections
from support.fake_custody import FakeArrivals, FakeCustody, FakeDesks
from support.fake_figures import FakeFigures
from support.fake_files import FakeAttachments
from support.fake_ledger import FakeLedger
from support.fake_listing import FakeAsides, FakeMarks
from support.fake_look_ups import FakeLookUps, FakeOwnLists
from support.fake_opinions import FakeDepartures, FakeOpinions, FakePairings
from support.fake_parcels import FakeParcels
from support.fake_prints import FakePrints
from support.fake_record import FakeEvents
from support.fake_register import FakeBatches, FakeRanking, FakeRegister, FakeSealedScans
from support.fake_regulations import FakeRegulations
from support.fake_retention import FakeRetention
from support.fake_scans import FakeScans
from support.fake_seals import FakeSeals
from support.fake_seasons import FakePacks, FakeSeasons
from support.fake_standards import FakeStandards
from support.fake_stores import (
    DAY,
    EVERY_ROLE,
    FakeAnswers,
    FakeApplications,
    FakeDrafts,
    FakePapers,
    FakeSettings,
    FakeStockSentences,
    FakeTrust,
    FakeUsers,
)
from support.fake_worklist import FakeWorklist

P = ParamSpec("P")
T = TypeVar("T")


class FakeComparisons:
    """Comparisons in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, Comparison]] = {}

    def of(self, application_id: int) -> dict[str, Comparison]:
        return dict(self.kept.get(application_id, {}))

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Comparison]]:
        return {one: self.of(one) for one in ids}

    def put(self, application_id: int, comparison: Comparison) -> None:
        self.kept.setdefault(application_id, {})[comparison.field_id] = comparison

    def take_back(self, application_id: int, field_id: str) -> None:
        self.kept.get(application_id, {}).pop(field_id, None)


class FakeUnit:
    """One piece of work on the office in memory; `acting` changes the person."""

    def __init__(self, *users: User) -> None:
        everybody = users or (User("示例甲", EVERY_ROLE), User("示例乙", frozenset({Role.HEAD, Role.HANDLER})))
        self.actor = everybody[0]
        self.folder = Path("没有案卷库")
        self.clock = datetime.combine(DAY, time(14, 32, 7))
        self.events = FakeEvents()
        self.applications = FakeApplications(self.events)
        self.answers = FakeAnswers()
        self.comparisons = FakeComparisons()
        self.consultations = FakeConsultations(self.applications)
        self.departures = FakeDepartures()
        self.opinions = FakeOpinions(self.departures)
        self.papers = FakePapers()
        self.pairings = FakePairings()
        self.drafts = FakeDrafts(self)
        self.stock_sentences = FakeStockSentences(self)
        self.batches = FakeBatches()
        self.ranking = FakeRanking(self.batches)
        self.prints = FakePrints()
        self.excuses = FakeExcuses()
        self.city_answers = FakeCityAnswers()
        self.ledger = FakeLedger(self)
        self.register = FakeRegister()
        self.seals = FakeSeals()
        self.parcels = FakeParcels()
        self.sealed_scans = FakeSealedScans()
        self.standards = FakeStandards(self.applications)
        self.regulations = FakeRegulations()
        self.bodies = FakeBodies(self.applications)
        self.corrections = FakeCorrections()
        self.attachments = FakeAttachments(self)
        self.users = FakeUsers(*everybody)
        self.access = FakeAccess(self, [one.name for one in everybody])
        self.seasons = FakeSeasons()
        self.packs = FakePacks(shipped_pack(), seasons=self.seasons)
        self.settings = FakeSettings()
        self.trust = FakeTrust()
        self.look_ups = FakeLookUps(self)
        self.own_lists = FakeOwnLists(self)
        self.scans = FakeScans(self)
        self.retention = FakeRetention(self)
        self.worklist = FakeWorklist(self)
        self.custody = FakeCustody(self)
        self.asides = FakeAsides(self)
        self.marks = FakeMarks(self)
        self.figures = FakeFigures(self)
        self.desks = FakeDesks(self)
        self.arrivals = FakeArrivals(self)
        #: Cases that were changed behind the program's back, and of which cases that was asked.
        self.not_as_recorded: set[int] = set()
        self.looked_at: list[tuple[int, ...]] = []

    @property
    def now(self) -> datetime:
        return self.clock

    @property
    def today(self) -> date:
        return self.clock.date()

    @property
    def calendar(self) -> Calendar:
        return shipped_calendar()

    def require_as_recorded(self, case_ids: Sequence[int]) -> None:
        self.looked_at.append(tuple(case_ids))
        if self.not_as_recorded & set(case_ids):
            raise TroubleError("library.not_as_recorded", finding="登记内容：被改动。")

    def require_custody_as_recorded(self, case_ids: Sequence[int]) -> None:
        self.require_as_recorded(case_ids)

    def acting(self, name: str) -> FakeUnit:
        """The same office with another person at the desk."""
        self.actor = self.users.get(name)
        return self


class FakeDesk:
    """A desk that works at once, on the thread that asks."""

    def __init__(self, unit: FakeUnit | None = None, folder: Path = Path("案卷库")) -> None:
        self.unit = unit or FakeUnit()
        self.folder = self.unit.folder = folder
        if folder.is_absolute():
            folder.mkdir(parents=True, exist_ok=True)
        self.last_backup: datetime | None = None
        self.backup_told: Callable[[], None] | None = None
        self.is_read_only = False
        self.clock_jump: ClockJump | None = None
        self.last_check: LastCheck | None = None
        self.closing_trouble = ""
        self.check_told: Callable[[], None] | None = None
        self.backup_standing = BackupStanding()
        self.shelf_uses: tuple[ShelfUse, ...] = ()
        self.rehearsal: Rehearsal | None = None
        self.is_closed = False

    @property
    def user(self) -> User:
        return self.unit.actor

    def read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        return act(self.unit, *args, **kwargs)

    change = read

    def submit_read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        future: Future[T] = Future()
        try:
            future.set_result(act(self.unit, *args, **kwargs))
        except Exception as problem:
            future.set_exception(problem)
        return future

    submit_change = submit_read

    def vouch(self, content: bytes) -> str:
        return hashlib.sha256(str(self.folder).encode() + content).hexdigest()

    def back_up(self) -> Path:
        self.last_backup = self.unit.now
        if self.backup_told is not None:
            self.backup_told()
        return self.folder / "backups"

    def back_up_on_closing(self) -> str:
        return self.closing_trouble

    def tell_backups(self, told: Callable[[], None]) -> None:
        self.backup_told = told

    def check(self) -> LastCheck:
        self.last_check = LastCheck(self.unit.now, (CheckLine("登记内容", Grade.INTACT, "逐项相符。"),))
        if self.check_told is not None:
            self.check_told()
        return self.last_check

    def tell_checks(self, told: Callable[[], None], after: float) -> None:
        self.check_told = told

    def require_as_recorded(self) -> None:
        if self.last_check is not None and not self.last_check.is_sound:
            raise TroubleError("library.not_as_recorded", finding="登记内容：被改动。")

    def shelves(self) -> tuple[ShelfUse, ...]:
        return self.shelf_uses

    def choose_backup_place(self, place: Path | None) -> None:
        if place is not None and not place.is_dir():
            raise RefusalError("backup.place_missing", path=str(place))
        second = SecondPlace.THERE if place else SecondPlace.NONE
        self.backup_standing = BackupStanding(place=str(place or ""), second=second)
        if self.backup_told is not None:
            self.backup_told()

    def rehearse(self) -> Rehearsal:
        if self.rehearsal is None:
            raise RefusalError("backup.none")
        return self.rehearsal

    must_change_password = False

    def add_user(self, user: User, password: str, is_own: bool = False) -> None:
        people.require_name(user.name)
        require_password(password, user.name)
        people.add(self.unit, user, "slot", not is_own)

    def bring_back(self, name: str, roles: Iterable[Role], password: str) -> None:
        require_password(password, name)
        people.bring_back(self.unit, name, frozenset(roles), "slot")

    def set_password(self, name: str, password: str) -> None:
        require_password(password, name)
        people.set_password(self.unit, name, "slot")

    def change_password(self, old: str, new: str) -> None:
        require_password(new, self.unit.actor.name)
        self.must_change_password = False

    def check_password(self, password: str) -> None:
        if password == "wrong":
            raise RefusalError("login.wrong", wait_seconds=2, field="password")

    def retire(self, name: str, reason: str = "") -> bool:
        people.retire(self.unit, name, reason)
        return True

    def change_master_key(self, reason: str = "") -> tuple[str, ...]:
        return library_keys.note_master_key(self.unit, lambda _slot: False, reason)

    def new_sheet_words(self) -> str:
        return words_of(bytes(15), recovery_words())

    def put_sheet_in_force(self, words: str) -> None:
        library_keys.put_sheet_in_force(self.unit, words)

    def close(self, without_backup: bool = False) -> None:
        self.is_closed = True
