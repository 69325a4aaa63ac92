"""One application and what belongs to it: values, papers, findings, people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.notice import Severity
from reviewer_app.domain.outside.consultations import Consultation
from reviewer_app.domain.outside.custody import Custody
from reviewer_app.domain.roles import Role as Role
from reviewer_app.domain.states import State

#: Who stands in the record where nobody acted; no person is called so.
PROGRAM = "程序"


@dataclass(frozen=True, slots=True)
class User:
    """A person of the office."""

    name: str
    roles: frozenset[Role]

    def has(self, role: Role) -> bool:
        """Whether the person holds the role."""
        return role in self.roles


class Source(StrEnum):
    """Where the application is known from: the online list, the paper, or both."""

    ONLINE = "online"
    PAPER = "paper"
    BOTH = "both"

    @property
    def label(self) -> str:
        """The word the queue shows."""
        return {"online": "网上", "paper": "纸质", "both": "两者"}[self.value]

    def with_online(self) -> Source:
        """What it becomes when its online record comes."""
        return self if self is Source.ONLINE else Source.BOTH

    def with_copies(self, any_here: bool) -> Source:
        """What it becomes when paper copies come or are found not to be here: paper alone stays what it is."""
        if self is Source.PAPER:
            return self
        return Source.BOTH if any_here else Source.ONLINE


@dataclass(frozen=True, slots=True)
class Finding:
    """One automatic finding (DOMAIN 8): `field` is the label of the field it speaks of, or empty."""

    id: str
    severity: Severity
    field: str
    clause: str
    message: str


@dataclass(frozen=True, slots=True)
class PackRef:
    """Which notice pack a case stands under."""

    id: str
    version: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Recusal:
    """A declared conflict of interest (回避): who keeps off the case from then on, why, and when it was declared."""

    person: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Application:
    """One project by one applicant in one season; `values` by field id, normalised, absent when empty.

    `due_on` is the day the office must act by (the correction's due day, else the season's sending deadline).
    `revision` counts the changes; a change of an older revision is refused. `source_digest` is the hash of the list's
    row as last imported (empty when typed), so that importing the same file again never undoes an officer's edit.
    `recusals` are the declared conflicts of interest, `consultations` the departments asked; both oldest first.
    `custody` is where the case lies, once it was handed over to another library.
    """

    id: int
    intake_number: str
    season: str
    values: Mapping[str, str]
    state: State
    source: Source
    handler: str
    pack: PackRef
    registered_at: datetime
    due_on: date
    findings: tuple[Finding, ...] = ()
    revision: int = 1
    source_digest: str = ""
    recusals: tuple[Recusal, ...] = ()
    consultations: tuple[Consultation, ...] = ()
    custody: Custody | None = None

    @property
    def is_away(self) -> bool:
        """Whether the case was handed over and lies in another library."""
        return self.custody is not None and self.custody.is_away

    def is_kept_from(self, person: str) -> bool:
        """Whether a person declared a conflict of interest and takes no part in the case."""
        return any(one.person == person for one in self.recusals)

    @property
    def project_name(self) -> str:
        """The project's name, or a placeholder the officer recognises."""
        return self.values.get("project_name", "") or "（未填项目名称）"

    @property
    def applicant(self) -> str:
        """The applicant's full name, or a placeholder."""
        return self.values.get("applicant", "") or "（未填申报单位）"


@dataclass(frozen=True, slots=True)
class NewApplication:
    """An application about to be registered."""

    intake_number: str
    season: str
    values: Mapping[str, str]
    source: Source
    handler: str
    pack: PackRef
    due_on: date
    findings: tuple[Finding, ...]
    source_digest: str = ""


class Keeping(StrEnum):
    """Where a paper copy is: in the office, with a colleague, on its way to the bureau, or back with the applicant."""

    SHELF = "shelf"
    HANDED = "handed"
    MAILED = "mailed"
    RETURNED = "returned"

    @property
    def label(self) -> str:
        """The keeping in the office's words."""
        return _KEEPINGS[self]


_KEEPINGS = {Keeping.SHELF: "在柜", Keeping.HANDED: "已交", Keeping.MAILED: "已寄", Keeping.RETURNED: "已退"}


@dataclass(frozen=True, slots=True)
class PaperCopy:
    """One of the paper copies: received when, from whom, by whom; sealed, pages; where it is (五（二）).

    `is_like_first` tells that the officer held it against the first copy and found them the same. `keeper` is who got
    it when it is no longer on its shelf. Copies recorded by earlier versions have no day.
    """

    number: int
    is_received: bool = False
    is_sealed: bool = False
    seal_name: str = ""
    pages: int = 0
    place: str = ""
    received_on: date | None = None
    received_from: str = ""
    received_by: str = ""
    is_like_first: bool = False
    keeping: Keeping = Keeping.SHELF
    keeper: str = ""

    @property
    def is_in_office(self) -> bool:
        """Whether it came and has not left."""
        return self.is_received and self.keeping in {Keeping.SHELF, Keeping.HANDED}


@dataclass(frozen=True, slots=True)
class Event:
    """One act on the record: who, when, what, from which state to which, and why.

    `hash` chains it to the event before; empty until stored. `trace` is what it keeps of values before and after, as
    the text of a `steps.Trace`; empty where it keeps none.
    """

    at: datetime
    actor: str
    act: str
    application_id: int | None = None
    from_state: str = ""
    to_state: str = ""
    reason: str = ""
    detail: Mapping[str, str] = field(default_factory=dict)
    id: int = 0
    hash: str = ""
    trace: str = ""


def evidence_purpose(rule_id: str) -> str:
    """What a file that shows an answer is kept for; stored with it."""
    return f"evidence:{rule_id}"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file kept with a case, by content hash."""

    sha256: str
    name: str
    size: int
    application_id: int
    purpose: str
    added_by: str
    added_at: datetime
