"""What the services ask of the outer parts; db, intake, outputs and the window implement or use these.

A service is a function whose first argument is a `UnitOfWork`: `Library.change(act, …)` runs it on the one thread that
owns the connection, inside one transaction; leaving by an exception rolls everything back.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import date, datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from reviewer_app.domain.application import (
    Application,
    Attachment,
    Event,
    NewApplication,
    Recusal,
    Source,
    User,
)
from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.opinion import Opinion
from reviewer_app.services.ports.access import AccessStore, PeopleKeeping
from reviewer_app.services.ports.after.stores import AfterSending
from reviewer_app.services.ports.backups import BackupKeeping, LibraryChecking, Restoring
from reviewer_app.services.ports.corrections import ConsultationStore as ConsultationStore
from reviewer_app.services.ports.corrections import CorrectionStore as CorrectionStore
from reviewer_app.services.ports.custody import ArrivalStore as ArrivalStore
from reviewer_app.services.ports.custody import CustodyStore as CustodyStore
from reviewer_app.services.ports.custody import DeskStore as DeskStore
from reviewer_app.services.ports.dispatch.city import CityAnswerStore, ExcuseStore
from reviewer_app.services.ports.dispatch.parcels import ParcelStore as ParcelStore
from reviewer_app.services.ports.dispatch.prints import PrintStore as PrintStore
from reviewer_app.services.ports.dispatch.seals import SealStore as SealStore
from reviewer_app.services.ports.dispatch.stacks import SealedScanStore
from reviewer_app.services.ports.findings import AnswerStore as AnswerStore
from reviewer_app.services.ports.findings import ComparisonStore as ComparisonStore
from reviewer_app.services.ports.findings import DepartureStore as DepartureStore
from reviewer_app.services.ports.findings import PairingStore as PairingStore
from reviewer_app.services.ports.findings import PaperStore as PaperStore
from reviewer_app.services.ports.listing import AsideStore as AsideStore
from reviewer_app.services.ports.listing import MarkStore as MarkStore
from reviewer_app.services.ports.look_ups import LookUpStore, OwnListStore
from reviewer_app.services.ports.records import BackupInfo as BackupInfo
from reviewer_app.services.ports.records import CheckLine as CheckLine
from reviewer_app.services.ports.records import ClockJump as ClockJump
from reviewer_app.services.ports.records import ImportedList as ImportedList
from reviewer_app.services.ports.records import KnownCase as KnownCase
from reviewer_app.services.ports.records import LetterFile as LetterFile
from reviewer_app.services.ports.records import ListSource as ListSource
from reviewer_app.services.ports.records import OfficeSettings as OfficeSettings
from reviewer_app.services.ports.records import PastedList as PastedList
from reviewer_app.services.ports.records import PrintedFile as PrintedFile
from reviewer_app.services.ports.records import ReadChoice as ReadChoice
from reviewer_app.services.ports.records import RestoreLogin as RestoreLogin
from reviewer_app.services.ports.records import SheetRow as SheetRow
from reviewer_app.services.ports.records import SummaryTable as SummaryTable
from reviewer_app.services.ports.register import BatchStore as BatchStore
from reviewer_app.services.ports.register import RankingStore as RankingStore
from reviewer_app.services.ports.register import RegisterStore as RegisterStore
from reviewer_app.services.ports.rows import DraftStore, QueueIndex, QueueQuery, QueueRow
from reviewer_app.services.ports.scans import ScanStore
from reviewer_app.services.ports.seasons import PackReader as PackReader
from reviewer_app.services.ports.seasons import PackStore as PackStore
from reviewer_app.services.ports.seasons import SeasonStore as SeasonStore
from reviewer_app.services.ports.stock_sentences import StockSentenceStore
from reviewer_app.services.ports.trust import TrustStore as TrustStore

P = ParamSpec("P")
T = TypeVar("T")


class ApplicationStore(Protocol):
    """Cases: the table, its search index and the running number."""

    def get(self, application_id: int) -> Application:
        """The case; RefusalError `case.unknown` if there is none."""

    def some(self, ids: Sequence[int]) -> list[Application]:
        """The cases in this order, read at once; RefusalError `case.unknown` if one is not there."""

    def add(self, new: NewApplication) -> int:
        """Stores one case and makes it searchable; the new id."""

    def add_many(self, new: Sequence[NewApplication]) -> list[int]:
        """Stores many cases at once, in order."""

    def taking_in(self, count: int, pause: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it so many new cases are stored and put on record, and nothing else; `pause` may end the act."""

    def update(self, application: Application) -> None:
        """Writes values, state, handler, source, due day, findings; the revision must be the stored one, and goes up.

        Raises RefusalError `case.changed_elsewhere` when the stored revision is another.
        """

    def pass_on(self, application: Application, handler: str) -> None:
        """Writes who handles a case and nothing else, for many cases are passed on at once; raises as `update`."""

    def recuse(self, application_id: int, recusal: Recusal) -> None:
        """Stores a declared conflict of interest; none is ever taken away."""

    def next_numbers(self, season: str, count: int) -> int:
        """Takes `count` running numbers of the season; the first of them."""

    def known(self, season: str, with_class: bool = False) -> Iterator[KnownCase]:
        """Every case of the season, as an import needs it; its class only where that is asked for."""

    def of_filing_number(self, season: str, filing_number: str) -> list[Application]:
        """The season's cases of that online filing number, in the order they came; none for an empty one."""

    def same_applicant(self, season: str, applicant_key: str) -> list[KnownCase]:
        """The season's cases of one applicant (by its normalised key), for findings of duplicates."""

    def of_source(self, season: str, source: Source) -> dict[int, datetime]:
        """The cases still worked on that came in this way alone, each with since when; the longest waiting first."""

    def in_states(self, season: str, states: Iterable[str]) -> list[Application]:
        """The cases of the season in some states, by intake number."""


class OpinionStore(Protocol):
    """Opinions with the reasons given for them; never deleted."""

    def of(self, application_id: int) -> tuple[Opinion, ...]:
        """All opinions of a case, oldest first."""

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Opinion, ...]]:
        """The same of several cases, read at once."""

    def add(self, opinion: Opinion) -> int:
        """Adds an opinion; the new id."""

    def update(self, opinion: Opinion) -> None:
        """Writes status, decision and comment of a stored opinion."""


class EventStore(Protocol):
    """The append-only, hash-chained record."""

    def append(self, event: Event) -> None:
        """Adds an event; it is written when its act is over, with what the act changed."""

    def append_many(self, events: Sequence[Event]) -> None:
        """Adds events in order."""

    def write_waiting(self) -> None:
        """Writes what waits with what was changed so far: a long act does its share bit by bit."""

    def of(self, application_id: int) -> tuple[Event, ...]:
        """The events of a case, oldest first."""

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
        """The events of several cases, read at once."""

    def written_with(self, together: str) -> tuple[Event, ...]:
        """The entries of one act on many cases, by the words their traces share: the hash of the entry before them."""

    def head(self) -> str:
        """The hash of the last event, hex; 64 zeros when there is none."""

    def latest(self, limit: int) -> tuple[Event, ...]:
        """The newest events of the whole library."""

    def since(self, head: str) -> tuple[Event, ...] | None:
        """The events that came after the record had this head, oldest first; None when it never had."""

    def of_act(self, act: str) -> tuple[Event, ...]:
        """Every entry of one act, oldest first: for acts that happen a few times in the life of an office."""

    def with_head(self, head: str) -> Event | None:
        """The event whose hash this is, or begins so; None when the record never had it."""

    def counted_on(self, day: date, by_person: bool = False) -> dict[str, tuple[int, int]]:
        """How many entries of each act, or person, a day has, and of how many cases, in the order they first came."""

    def acts_on(self, day: date, acts: Collection[str], most: int) -> tuple[Event, ...]:
        """The first entries of some acts on a day, in order."""

    def span_on(self, day: date) -> tuple[int, int, int]:
        """The numbers of a day's first and last entry, and of how many cases it speaks; zeros when it has none."""


class AttachmentStore(Protocol):
    """Files kept with cases, by content hash, in the second encrypted file."""

    def add(self, application_id: int, name: str, content: bytes, purpose: str) -> Attachment:
        """Keeps a file; the same content is stored once."""

    def name_again(self, application_id: int, kept: Attachment, purpose: str) -> None:
        """One more line of a content that is kept already, for a case and a purpose."""

    def keep(self, content: bytes) -> str:
        """Keeps a content that another table names; its hash."""

    def of(self, application_id: int) -> tuple[Attachment, ...]:
        """The attachments of a case."""

    def absent(self, hashes: Collection[str]) -> frozenset[str]:
        """Those of some hashes whose content is not kept here; the contents themselves are not read."""

    def content(self, sha256: str) -> bytes:
        """The bytes; TroubleError `attachment.damaged` if they do not match their hash."""


class UserStore(Protocol):
    """The people of the office (passwords and key slots are the library's matter, not this table's)."""

    def all(self) -> tuple[User, ...]:
        """Everybody, by name."""

    def get(self, name: str) -> User:
        """One person; RefusalError `user.unknown`."""

    def put(self, user: User) -> None:
        """Adds a person or changes the roles."""


class SettingStore(Protocol):
    """The office's settings of this library."""

    def get(self) -> OfficeSettings:
        """The settings."""

    def put(self, settings: OfficeSettings) -> None:
        """Writes them."""


class Worklist(Protocol):
    """The queue's reads over any number of cases."""

    def index(self, query: QueueQuery, user: User, first: int | None = None) -> QueueIndex:
        """Ordered ids and the chips' counts; with `first` only so many ids (then `is_complete` may be false)."""

    def found(self, season: str, text: str, user: User) -> int:
        """How many cases of a season a search finds, under every chip together."""

    def rows(self, ids: Sequence[int], today: date, with_waiting: bool = False) -> list[QueueRow]:
        """The rows of these ids, in this order; ids no longer there are left out.

        How long each waits is read only where it is shown: it costs as much as all the rest.
        """


class UnitOfWork(AfterSending, Protocol):
    """One piece of work on the library: stores, person, clock. `today` follows the practice clock."""

    @property
    def actor(self) -> User: ...
    @property
    def folder(self) -> Path: ...
    @property
    def now(self) -> datetime: ...
    @property
    def today(self) -> date: ...
    @property
    def calendar(self) -> Calendar: ...
    @property
    def applications(self) -> ApplicationStore: ...
    @property
    def answers(self) -> AnswerStore: ...
    @property
    def comparisons(self) -> ComparisonStore: ...
    @property
    def consultations(self) -> ConsultationStore: ...
    @property
    def opinions(self) -> OpinionStore: ...
    @property
    def departures(self) -> DepartureStore: ...
    @property
    def papers(self) -> PaperStore: ...
    @property
    def pairings(self) -> PairingStore: ...
    @property
    def drafts(self) -> DraftStore: ...
    @property
    def stock_sentences(self) -> StockSentenceStore: ...
    @property
    def batches(self) -> BatchStore: ...
    @property
    def ranking(self) -> RankingStore: ...
    @property
    def prints(self) -> PrintStore: ...
    @property
    def excuses(self) -> ExcuseStore: ...
    @property
    def city_answers(self) -> CityAnswerStore: ...
    @property
    def seals(self) -> SealStore: ...
    @property
    def register(self) -> RegisterStore: ...
    @property
    def parcels(self) -> ParcelStore: ...
    @property
    def corrections(self) -> CorrectionStore: ...
    @property
    def events(self) -> EventStore: ...
    @property
    def attachments(self) -> AttachmentStore: ...
    @property
    def users(self) -> UserStore: ...
    @property
    def access(self) -> AccessStore: ...
    @property
    def packs(self) -> PackStore: ...
    @property
    def seasons(self) -> SeasonStore: ...
    @property
    def settings(self) -> SettingStore: ...
    @property
    def trust(self) -> TrustStore: ...
    @property
    def look_ups(self) -> LookUpStore: ...
    @property
    def scans(self) -> ScanStore: ...
    @property
    def sealed_scans(self) -> SealedScanStore: ...
    @property
    def own_lists(self) -> OwnListStore: ...
    @property
    def custody(self) -> CustodyStore: ...
    @property
    def desks(self) -> DeskStore: ...
    @property
    def arrivals(self) -> ArrivalStore: ...
    @property
    def worklist(self) -> Worklist: ...
    @property
    def asides(self) -> AsideStore: ...
    @property
    def marks(self) -> MarkStore: ...

    def require_as_recorded(self, case_ids: Sequence[int]) -> None:
        """Before a paper of these cases speaks in the office's name; TroubleError `library.not_as_recorded`."""

    def require_custody_as_recorded(self, case_ids: Sequence[int]) -> None:
        """Before these cases leave or come home: they, and the desks' cards and keys; the same TroubleError."""


class Library(BackupKeeping, LibraryChecking, PeopleKeeping, Protocol):
    """An open library with a person logged in. `read` and `change` wait for the database thread; `submit_…` do not."""

    @property
    def folder(self) -> Path: ...
    @property
    def user(self) -> User: ...
    @property
    def last_backup(self) -> datetime | None: ...
    @property
    def is_read_only(self) -> bool: ...
    @property
    def clock_jump(self) -> ClockJump | None: ...

    def read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a reading service on the database thread and gives its result."""

    def change(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a writing service in one transaction and gives its result."""

    def submit_read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As `read`, without waiting."""

    def submit_change(
        self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """As `change`, without waiting; changes are carried out in the order they were submitted."""

    def vouch(self, content: bytes) -> str:
        """A mark that nobody without this library can give to these bytes; the same whenever it is asked for."""

    def close(self, without_backup: bool = False) -> None:
        """Finishes the queue of work and closes the files."""


class Libraries(Restoring, Protocol):
    """The way into a library: making, opening, restoring one; all may take a second, none touches Qt."""

    def users(self, folder: Path) -> tuple[str, ...]:
        """The names that have a key slot; TroubleError `library.none` if the folder holds no library."""

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> Library:
        """Makes a library with its first user, who holds every role."""

    def open(self, folder: Path, user: str, password: str) -> Library:
        """Opens a library; RefusalError `login.wrong` (with `wait_seconds`), TroubleError `library.…`."""

    def open_with_sheet(self, folder: Path, words: str, admin: str, password: str) -> Library:
        """Opens a library with its recovery sheet for an administrator, who gets a new password; on record."""

    def open_practice(self, folder: Path, has_years: bool = False) -> Library:
        """Makes, if need be, and opens the library of the practice season, or of five of them."""


Progress = Callable[[int, int], None]
Cancelled = Callable[[], bool]
