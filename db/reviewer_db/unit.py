"""One piece of work on the library: the stores, the person and the clock, inside the transaction the desk opened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from functools import cached_property
from pathlib import Path

from reviewer_app.domain.application import Event, User
from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.record import EventAct
from reviewer_app.foreign.calendars import calendar_of
from reviewer_app.packs.calendars import shipped_calendar
from reviewer_db.queue.marks import Asides, Marks
from reviewer_db.queue.worklist import Worklist
from reviewer_db.safety.case_check import require_cases_as_recorded, require_list_as_recorded
from reviewer_db.sqlite.transactions import changing
from reviewer_db.stores.after.bodies import Bodies
from reviewer_db.stores.after.figures import Figures
from reviewer_db.stores.after.ledger import Ledger
from reviewer_db.stores.after.regulations import Regulations
from reviewer_db.stores.after.retention import Retention
from reviewer_db.stores.after.standards import Standards
from reviewer_db.stores.answers import Answers
from reviewer_db.stores.applications import Applications
from reviewer_db.stores.attachments import Attachments
from reviewer_db.stores.batches import Batches
from reviewer_db.stores.clock import office_time
from reviewer_db.stores.custody.arriving import Arrivals
from reviewer_db.stores.custody.desks import Desks
from reviewer_db.stores.custody.rows import CustodyRows
from reviewer_db.stores.departures import Departures
from reviewer_db.stores.dispatch.city import CityAnswers, Excuses
from reviewer_db.stores.dispatch.parcels import Parcels
from reviewer_db.stores.dispatch.prints import Prints
from reviewer_db.stores.dispatch.sealed_scans import SealedScans
from reviewer_db.stores.dispatch.seals import Seals
from reviewer_db.stores.drafts import Drafts
from reviewer_db.stores.events import Events
from reviewer_db.stores.look_ups import LookUps
from reviewer_db.stores.office.access import AccessList
from reviewer_db.stores.office.own_lists import OwnLists
from reviewer_db.stores.office.packs import Packs, Seasons
from reviewer_db.stores.office.ranking import Ranking
from reviewer_db.stores.office.register import Register
from reviewer_db.stores.office.settings import Settings
from reviewer_db.stores.office.stock_sentences import StockSentences
from reviewer_db.stores.office.trusted_certificates import TrustList
from reviewer_db.stores.office.users import Users
from reviewer_db.stores.opinions import Opinions
from reviewer_db.stores.outside.consultations import Consultations
from reviewer_db.stores.papers import Comparisons, Pairings, Papers
from reviewer_db.stores.requests.corrections import Corrections
from reviewer_db.stores.scans import Scans
from reviewer_db.stores.session import Session
from reviewer_db.tables.chain import Chained, chained_columns


class Unit:
    """The unit of work of services/ports/library.py on an encrypted library; made anew for each piece of work.

    `session` is for this package alone; services see only the ports.
    """

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def actor(self) -> User:
        """The person at the desk."""
        return self.session.user()

    @property
    def now(self) -> datetime:
        """The office's time; the practice day when the library has one."""
        return office_time(self.session.clock, self.settings.get().practice_date)

    @property
    def today(self) -> date:
        """The office's day."""
        return self.now.date()

    @property
    def folder(self) -> Path:
        """Where the library lies."""
        return self.session.folder

    @cached_property
    def calendar(self) -> Calendar:
        """Working days and holidays, the office's own year tables included."""
        folder = self.session.calendars
        return calendar_of(folder) if folder is not None else shipped_calendar()

    @cached_property
    def applications(self) -> Applications:
        """The cases."""
        return Applications(self.session, self.packs, lambda: self.now)

    @cached_property
    def retention(self) -> Retention:
        """Holds and destruction lists."""
        return Retention(self.session)

    @cached_property
    def answers(self) -> Answers:
        """The checklist answers."""
        return Answers(self.session)

    @cached_property
    def comparisons(self) -> Comparisons:
        """What was found where paper was compared with online."""
        return Comparisons(self.session)

    @cached_property
    def consultations(self) -> Consultations:
        """The departments consulted."""
        return Consultations(self.session)

    @cached_property
    def opinions(self) -> Opinions:
        """The opinions."""
        return Opinions(self.session)

    @cached_property
    def departures(self) -> Departures:
        """The reasons given with the opinions."""
        return Departures(self.session)

    @cached_property
    def papers(self) -> Papers:
        """The paper copies."""
        return Papers(self.session)

    @cached_property
    def pairings(self) -> Pairings:
        """What was said of pairs of cases."""
        return Pairings(self.session)

    @cached_property
    def drafts(self) -> Drafts:
        """What is typed and not submitted."""
        return Drafts(self.session, lambda: self.now)

    @cached_property
    def stock_sentences(self) -> StockSentences:
        """The sentences to begin with."""
        return StockSentences(self.session, lambda: self.now)

    @cached_property
    def batches(self) -> Batches:
        """The batches."""
        return Batches(self.session.main)

    @cached_property
    def ranking(self) -> Ranking:
        """The scores and the order arranged by them."""
        return Ranking(self.session.main)

    @cached_property
    def prints(self) -> Prints:
        """The print jobs."""
        return Prints(self.session.main)

    @cached_property
    def excuses(self) -> Excuses:
        """The excuses of the check before mailing."""
        return Excuses(self.session.main)

    @cached_property
    def city_answers(self) -> CityAnswers:
        """What the municipal bureau answered."""
        return CityAnswers(self.session.main)

    @cached_property
    def ledger(self) -> Ledger:
        """The guarantor's ledger."""
        return Ledger(self.session.main)

    @cached_property
    def seals(self) -> Seals:
        """The lists, sessions and uses of the seal."""
        return Seals(self.session.main, lambda list_id: require_list_as_recorded(self.session, list_id))

    @cached_property
    def parcels(self) -> Parcels:
        """The parcels of the batches, and where every copy lies."""
        return Parcels(self.session.main)

    @cached_property
    def register(self) -> Register:
        """The register of papers that left and came in."""
        return Register(self.session)

    @cached_property
    def corrections(self) -> Corrections:
        """The correction requests."""
        return Corrections(self.session)

    @cached_property
    def events(self) -> Events:
        """The record."""
        return Events(self.session)

    @cached_property
    def attachments(self) -> Attachments:
        """The kept files."""
        return Attachments(self.session, lambda: self.now)

    @cached_property
    def users(self) -> Users:
        """The people."""
        return Users(self.session)

    @cached_property
    def access(self) -> AccessList:
        """Who has a way in."""
        return AccessList(self.session, lambda: self.now)

    @cached_property
    def packs(self) -> Packs:
        """The notice packs."""
        return Packs(self.session)

    @cached_property
    def seasons(self) -> Seasons:
        """What was settled of the seasons."""
        return Seasons(self.session)

    @cached_property
    def settings(self) -> Settings:
        """The office's settings."""
        return Settings(self.session)

    @cached_property
    def trust(self) -> TrustList:
        """The certificates that are trusted."""
        return TrustList(self.session, lambda: self.now)

    @cached_property
    def look_ups(self) -> LookUps:
        """The look-ups."""
        return LookUps(self.session, lambda: self.now)

    @cached_property
    def own_lists(self) -> OwnLists:
        """The bureau's own lists."""
        return OwnLists(self.session, lambda: self.now)

    @cached_property
    def scans(self) -> Scans:
        """What is pinned on scans, and what a machine read of them."""
        return Scans(self.session, lambda: self.now)

    @cached_property
    def bodies(self) -> Bodies:
        """The technical bodies and line departments."""
        return Bodies(self.session.main)

    @cached_property
    def regulations(self) -> Regulations:
        """The library of rules."""
        return Regulations(self.session.main)

    @cached_property
    def standards(self) -> Standards:
        """The standards the projects promised."""
        return Standards(self.session.main)

    @cached_property
    def sealed_scans(self) -> SealedScans:
        """The scans of stamped papers."""
        return SealedScans(self.session.main)

    @cached_property
    def custody(self) -> CustodyRows:
        """Where the cases lie."""
        return CustodyRows(self.session, lambda: self.now)

    @cached_property
    def desks(self) -> Desks:
        """The desks of other libraries and this one's keys."""
        return Desks(self.session, lambda: self.now)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Writing what came from another library."""
        return Arrivals(self.session, self)

    @cached_property
    def asides(self) -> Asides:
        """What is set aside."""
        return Asides(self.session, lambda: self.now)

    @cached_property
    def marks(self) -> Marks:
        """Each person's own on the list."""
        return Marks(self.session, lambda: self.now)

    @cached_property
    def figures(self) -> Figures:
        """What the figures are read from."""
        return Figures(self.session)

    def require_as_recorded(self, case_ids: Sequence[int]) -> None:
        """Before a paper of these cases speaks in the office's name; TroubleError `library.not_as_recorded`."""
        require_cases_as_recorded(self.session, case_ids)

    def require_custody_as_recorded(self, case_ids: Sequence[int]) -> None:
        """Before these cases leave or come home; TroubleError `library.not_as_recorded`."""
        require_cases_as_recorded(self.session, case_ids, with_desks=True)

    @cached_property
    def worklist(self) -> Worklist:
        """The queue."""
        return Worklist(self.session, lambda: self.today)


@contextmanager
def acting(session: Session, path: Path) -> Iterator[Unit]:
    """One act in one transaction, and its entries of the record with the digests of what it changed.

    What waits of an act around it is written before, so that it does not go with an inner act that fails.
    """
    session.pending.write()
    held = session.pending.held()
    with changing(session.main, path):
        try:
            unit = Unit(session)
            yield unit
            session.pending.end_act(lambda: _unnamed(unit))
        except BaseException:
            session.pending.drop(held)
            raise


def _unnamed(unit: Unit) -> Chained:
    return chained_columns(Event(unit.now, unit.actor.name, EventAct.CHANGED_BESIDES))
