"""What the panes read: plain rows, already joined, nothing to be looked up again."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Attachment, Event, Finding, PaperCopy
from reviewer_app.domain.checklist import Answer
from reviewer_app.domain.chips import Tab as Tab
from reviewer_app.domain.drafting import Found, draft_opinion
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.evidence.own_lists import ListHit
from reviewer_app.domain.evidence.scans import LostPin, Pin, Reading
from reviewer_app.domain.notice import Contact, NoticePack
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.readiness import CaseFacts
from reviewer_app.domain.regulations.regulation import Ground
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.domain.states import State
from reviewer_app.services.ports.listing import Aside
from reviewer_app.services.ports.records import LastCheck


class SortKey(StrEnum):
    """What the queue can be sorted by."""

    DUE = "due_on"
    NUMBER = "intake_number"
    PROJECT = "project_name"
    APPLICANT = "applicant"
    SECTOR = "sector"
    CONTACT = "contact"
    SOURCE = "source"
    STATE = "state"
    WAITING = "waiting"
    HANDLER = "handler"


#: Stands for every season at once where a season is asked for.
ALL_SEASONS = "*"


@dataclass(frozen=True, slots=True)
class QueueQuery:
    """One view of the queue: season or all, chip, search text, order; `then` orders cases whose first key is the same.

    The person at the desk decides what 待我办 means.
    """

    season: str
    tab: Tab = Tab.MINE
    text: str = ""
    sort: SortKey = SortKey.DUE
    descending: bool = False
    then: SortKey | None = None


@dataclass(frozen=True, slots=True)
class QueueIndex:
    """The ordered case ids of a view, and the true count of every chip under the same search.

    The beginning of a search over many cases comes without counts: the former ones stand until the whole list is there.
    """

    query: QueueQuery
    ids: array[int]
    counts: Mapping[Tab, int]
    is_complete: bool = True


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One line of the queue; `away_to` names the desk to which the case was handed over, while it is there.

    `is_void` marks a copy that was put aside when its case came anew. `aside_until` is the day to which it is set
    aside; `is_changed` tells that others changed it since the person at the desk looked. `waiting_days` counts from
    the day it came to its present state.
    """

    id: int
    intake_number: str
    project_name: str
    applicant: str
    credit_code: str
    sector: str
    contact: str
    source: str
    state: State
    handler: str
    due_on: date
    days_left: int | None
    flags: int
    replied: int = 0
    consulted: int = 0
    away_to: str = ""
    is_void: bool = False
    aside_until: date | None = None
    is_changed: bool = False
    labels: tuple[str, ...] = ()
    waiting_days: int = 0
    season: str = ""
    tells_season: bool = False


@dataclass(frozen=True, slots=True)
class Routing:
    """Which contact of the municipal bureau gets the case, and the pack's line that says so; or why not."""

    contact: Contact | None
    why: str


@dataclass(frozen=True, slots=True)
class Draft:
    """Text an officer has typed and not yet submitted; `box` names the place, e.g. `opinion.text`."""

    box: str
    text: str
    saved_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class TypedBeside:
    """A text typed in a box in which another's stands now, or that an act of somebody else left unused."""

    box: str
    text: str
    saved_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Lookback:
    """The window of the 'last three years' points, and from which day it was counted (二（五）).

    That no source settles that day is said on the screen, never on a paper.
    """

    start: date
    end: date
    counted_from: str
    is_settled: bool = False


@dataclass(frozen=True, slots=True)
class CaseView:
    """All a case and opinion pane show of one application, as it stood on the office's `today`.

    `look_ups` hold the withdrawn ones too; `own_list_hits` are by the point they stand beside; `waiting` counts the
    changes that came while the case was away; `readings` and `pins` are those of the case's own scans, `lost` is what
    stands on scans that were taken away, `lost_pins` what was pinned and shows its point no more; of `absent` files the
    content is not in the library; `aside` says until when the case is set aside, `closed`
    by whom its season was closed, if it was;
    `beside` are the texts that stand in no box of the `drafts`; `grounds` are the clauses the points rest on today.
    """

    application: Application
    pack: NoticePack
    routing: Routing
    papers: tuple[PaperCopy, ...]
    answers: Mapping[str, Answer]
    comparisons: Mapping[str, Comparison]
    look_ups: tuple[LookUp, ...]
    own_list_hits: Mapping[str, tuple[ListHit, ...]]
    opinions: tuple[Opinion, ...]
    events: tuple[Event, ...]
    attachments: tuple[Attachment, ...]
    drafts: Mapping[str, Draft]
    lookback: Lookback | None
    days_left: int | None
    today: date
    acts: frozenset[Act]
    facts: CaseFacts
    newer_pack: str = ""
    waiting: int = 0
    readings: tuple[Reading, ...] = ()
    pins: tuple[Pin, ...] = ()
    beside: tuple[TypedBeside, ...] = ()
    lost: tuple[Reading, ...] = ()
    lost_pins: tuple[LostPin, ...] = ()
    absent: frozenset[str] = frozenset()
    aside: Aside | None = None
    closed: Settled | None = None
    grounds: tuple[Ground, ...] = ()

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The automatic findings of the case."""
        return self.application.findings

    def drafted_text(self, outcome: Outcome | None = None, chosen: ProjectClass | None = None) -> str:
        """The opinion's first draft, for the outcome and class given or those the answers point to."""
        found = Found(self.answers, self.look_ups, self.lookback, self.today)
        return draft_opinion(self.pack, self.application.values, found, outcome, chosen)

    @property
    def current_opinion(self) -> Opinion | None:
        """The last opinion that was not retracted."""
        standing = [opinion for opinion in self.opinions if opinion.status is not OpinionStatus.RETRACTED]
        return standing[-1] if standing else None


@dataclass(frozen=True, slots=True)
class WindowStatus:
    """The top and bottom lines of the window; without days left the season is over."""

    season: str
    notice_title: str
    notice_number: str
    bureau: str
    sending_deadline: date
    days_left: int | None
    today: date
    practice_date: date | None
    user: str
    roles: str
    library_name: str
    last_backup: datetime | None
    total_cases: int
    clock_note: str = ""
    is_draft: bool = False
    is_closed: bool = False
    closed_said: str = ""
    seasons: tuple[str, ...] = ()
    backup_word: str = ""
    backup_note: str = ""
    last_check: LastCheck | None = None
    is_read_only: bool = False


class DraftStore(Protocol):
    """What was typed and not yet submitted; survives anything."""

    def of(self, application_id: int) -> dict[str, Draft]:
        """The drafts of a case by box."""

    def put(self, application_id: int, box: str, text: str) -> None:
        """Keeps a text; an empty one is kept too, for emptying is also an act."""

    def clear(self, application_id: int, name: str = "") -> None:
        """Forgets the box of that name; a name of several (`opinion.`, `edit:`) stands for all that begin so."""

    def move(self, application_id: int, box: str, to: str) -> None:
        """Keeps a text in another box, with who typed it and when; what that one held is gone."""
