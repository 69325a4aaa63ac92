"""The parcels of a batch (邮包): what lies in each, and where every single copy is, one place at a time."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.application import Event, Keeping, PaperCopy
from reviewer_app.domain.record import EventAct, RecordKey


class PieceKind(StrEnum):
    """What can lie in a parcel; stored. The last three are of the parcel itself."""

    SHEET = "sheet"
    FORM = "form"
    LETTER = "letter"
    LIST = "list"
    SUMMARY = "summary"

    @property
    def label(self) -> str:
        """The piece as the contents list calls it."""
        return _PIECES[self]


_PIECES = {
    PieceKind.SHEET: "推荐部门意见",
    PieceKind.FORM: "标准化试点项目申请表",
    PieceKind.LETTER: "报送函",
    PieceKind.LIST: "邮包清单",
    PieceKind.SUMMARY: "推荐汇总表",
}
#: What goes once into each parcel, in the order in which it lies on top.
ENCLOSURES = (PieceKind.LETTER, PieceKind.LIST, PieceKind.SUMMARY)


class CopyPlace(StrEnum):
    """Where a copy is; stored. What came back from the bureau lies at the desk, with the return on record."""

    APPLICANT = "applicant"
    DESK = "desk"
    SEALING = "sealing"
    PARCEL = "parcel"
    POSTED = "posted"
    CITY = "city"
    BACK = "back"

    @property
    def label(self) -> str:
        """The place in the office's words."""
        return _PLACES[self]


_PLACES = {
    CopyPlace.APPLICANT: "申报单位",
    CopyPlace.DESK: "本局（经办）",
    CopyPlace.SEALING: "用印",
    CopyPlace.PARCEL: "邮包",
    CopyPlace.POSTED: "已寄出",
    CopyPlace.CITY: "市局",
    CopyPlace.BACK: "退回（在本局）",
}
#: From these places a copy can be put into a parcel.
AT_HAND = frozenset({CopyPlace.DESK, CopyPlace.BACK})


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """One copy: of a case its `number`-th form or recommendation sheet, or what lies once in the parcel `of_parcel`.

    A sheet and a covering letter are known by the number printed on them: either may be made anew under another.
    """

    kind: PieceKind
    application_id: int = 0
    paper: str = ""
    number: int = 1
    of_parcel: int = 0

    @property
    def is_enclosure(self) -> bool:
        """Whether it is of no case but of the parcel."""
        return self.kind in ENCLOSURES

    @property
    def is_required(self) -> bool:
        """Whether no parcel for which it is meant is whole without it; list and summary usually lie on top."""
        return not self.is_enclosure or self.kind is PieceKind.LETTER

    @property
    def called(self) -> str:
        """The copy in the office's words: 推荐部门意见 示〔2024〕6号 第1份."""
        if self.is_enclosure:
            return f"{self.kind.label} {self.paper}".rstrip()
        return " ".join(word for word in (self.kind.label, self.paper, f"第{self.number}份") if word)


@dataclass(frozen=True, slots=True)
class CopyMove:
    """A copy came to a place, for `parcel_id` the parcel it lies in or left with; never changed."""

    piece: Piece
    place: CopyPlace
    parcel_id: int
    reason: str
    by: str
    at: datetime


class ParcelAct(StrEnum):
    """What was done with a parcel; stored."""

    CLOSED = "closed"
    OPENED = "opened"
    POSTED = "posted"
    POSTING_UNDONE = "posting_undone"
    RECEIVED = "received"
    RETURNED = "returned"
    DROPPED = "dropped"


class ParcelState(StrEnum):
    """Where a parcel stands; it follows from what was done with it."""

    OPEN = "open"
    CLOSED = "closed"
    POSTED = "posted"
    RECEIVED = "received"
    RETURNED = "returned"
    DROPPED = "dropped"

    @property
    def label(self) -> str:
        """The state in the office's words."""
        return _STATES[self]

    @property
    def has_left(self) -> bool:
        """Whether it is out of the house."""
        return self in {ParcelState.POSTED, ParcelState.RECEIVED}


_STATES = {
    ParcelState.OPEN: "在装",
    ParcelState.CLOSED: "已封",
    ParcelState.POSTED: "已寄出",
    ParcelState.RECEIVED: "已签收",
    ParcelState.RETURNED: "已退回",
    ParcelState.DROPPED: "已撤去",
}
_AFTER = {
    ParcelAct.CLOSED: ParcelState.CLOSED,
    ParcelAct.OPENED: ParcelState.OPEN,
    ParcelAct.POSTED: ParcelState.POSTED,
    ParcelAct.POSTING_UNDONE: ParcelState.CLOSED,
    ParcelAct.RECEIVED: ParcelState.RECEIVED,
    ParcelAct.RETURNED: ParcelState.RETURNED,
    ParcelAct.DROPPED: ParcelState.DROPPED,
}


@dataclass(frozen=True, slots=True)
class ParcelWord:
    """One act on a parcel: on which `day` outside, with which courier and waybill, received by whom, why, by whom."""

    act: ParcelAct
    by: str
    at: datetime
    day: date | None = None
    courier: str = ""
    waybill: str = ""
    person: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One parcel of a batch: its number in the batch, whom alone it is for ('' for all), what was done with it."""

    batch_id: int
    number: int
    contact: str
    planned_by: str
    planned_at: datetime
    words: tuple[ParcelWord, ...] = ()
    id: int = 0

    @property
    def state(self) -> ParcelState:
        """Where it stands after all that was done with it."""
        return _AFTER[self.words[-1].act] if self.words else ParcelState.OPEN

    @property
    def posting(self) -> ParcelWord | None:
        """How it was posted, while that stands."""
        if self.state not in {ParcelState.POSTED, ParcelState.RECEIVED, ParcelState.RETURNED}:
            return None
        return next(word for word in reversed(self.words) if word.act is ParcelAct.POSTED)

    @property
    def is_out(self) -> bool:
        """Whether it was posted and has not come back."""
        return self.state.has_left

    @property
    def closed_on(self) -> date | None:
        """The day on which it was closed last."""
        closed = (word.at.date() for word in reversed(self.words) if word.act is ParcelAct.CLOSED)
        return next(closed, None)

    @property
    def called(self) -> str:
        """第1包, with whom it is for."""
        return f"第{self.number}包" + (f"（{self.contact}）" if self.contact else "")


@dataclass(frozen=True, slots=True)
class CopiesWanted:
    """How many of a case's copies go: sheets as the season says, forms as many as are there, at most so many.

    `most_forms` is 0 while nobody has said how many of the copies are sent on: then all that are there go.
    """

    sheets: int
    most_forms: int

    def forms_of(self, copies: Iterable[PaperCopy]) -> tuple[int, ...]:
        """The numbers of the form's copies that go, the first ones."""
        there = sorted(copy.number for copy in copies if can_go(copy))
        return tuple(there[: self.most_forms] if self.most_forms else there)


def can_go(copy: PaperCopy) -> bool:
    """Whether a copy was received and was not sent on or given back otherwise than in a parcel."""
    return copy.is_received and copy.keeping is not Keeping.RETURNED


def last_moves(moves: Iterable[CopyMove]) -> dict[Piece, CopyMove]:
    """Where each copy was put last, by copy; `moves` come oldest first."""
    return {move.piece: move for move in moves}


def lying_in(last: Iterable[CopyMove], parcel_id: int) -> tuple[Piece, ...]:
    """What lies in a parcel that is here, or left with it and has not come back."""
    inside = {CopyPlace.PARCEL, CopyPlace.POSTED, CopyPlace.CITY}
    return tuple(sorted(one.piece for one in last if one.parcel_id == parcel_id and one.place in inside))


def posted_on(acts: Iterable[Event], batch: str) -> date | None:
    """On which day a case's parcel was posted last with a batch, by its record; None where no posting stands there."""
    days: list[date] = []
    for event in acts:
        if event.detail.get(RecordKey.BATCH) != batch:
            continue
        if event.act == EventAct.PARCEL_POSTED:
            days.append(date.fromisoformat(event.detail[RecordKey.ON_DAY]))
        elif event.act == EventAct.POSTING_UNDONE and days:
            days.pop()
    return days[-1] if days else None


def next_number(parcels: Sequence[Parcel]) -> int:
    """The number of the next parcel of a batch: the first that no standing parcel has."""
    taken = {one.number for one in parcels if one.state is not ParcelState.DROPPED}
    return next(number for number in range(1, len(taken) + 2) if number not in taken)
