"""What the municipal bureau answers to a recommendation it was sent: 收到, 退回, 立项, 未立项."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.states import State


class CityAnswerKind(StrEnum):
    """One kind of answer; stored."""

    RECEIVED = "received"
    RETURNED = "returned"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"

    @property
    def label(self) -> str:
        """The answer in the office's words."""
        return {"received": "收到", "returned": "退回", "approved": "立项", "not_approved": "未立项"}[self.value]

    @property
    def state(self) -> State:
        """Where a case stands by it; having received the papers moves no case."""
        return _STATES[self]

    @property
    def needs_reason(self) -> bool:
        """Whether the bureau's reason has to be written down."""
        return self in (CityAnswerKind.RETURNED, CityAnswerKind.NOT_APPROVED)


_STATES: Mapping[CityAnswerKind, State] = {
    CityAnswerKind.RECEIVED: State.SENT,
    CityAnswerKind.RETURNED: State.RETURNED_BY_BUREAU,
    CityAnswerKind.APPROVED: State.APPROVED,
    CityAnswerKind.NOT_APPROVED: State.NOT_APPROVED,
}


@dataclass(frozen=True, slots=True)
class CityWords:
    """What the bureau said: its kind and day, its number, who said it there, its reason, until when it wants it back.

    `list_sha256` is the bureau's list in the vault from which it was read, with the row there.
    """

    kind: CityAnswerKind
    day: date
    number: str = ""
    person: str = ""
    reason: str = ""
    due_on: date | None = None
    list_sha256: str = ""
    list_row: int = 0


@dataclass(frozen=True, slots=True)
class CityAnswer:
    """One answer to one case of a batch, as somebody entered it; `takes_back` is the line that it takes back."""

    application_id: int
    batch_id: int
    words: CityWords
    by: str
    at: datetime
    takes_back: int = 0
    id: int = 0

    @property
    def said(self) -> str:
        """The answer with its number, as one line."""
        number = f" {self.words.number}" if self.words.number else ""
        return f"{self.words.kind.label}{number}"


def in_force(answers: Iterable[CityAnswer]) -> tuple[CityAnswer, ...]:
    """The answers that count: neither taken back nor a line that takes one back."""
    every = tuple(answers)
    ended = {one.takes_back for one in every if one.takes_back}
    return tuple(one for one in every if not one.takes_back and one.id not in ended)


def check_words(words: CityWords, sent_on: date, today: date) -> None:
    """Refuses an answer that cannot be true as typed, each with the field it belongs beside.

    Raises RefusalError `city.day_early`, `city.day_late`, `city.reason`, `city.number`, `city.due_early`,
    `text.too_long`.
    """
    if words.day < sent_on:
        raise RefusalError("city.day_early", day=words.day, sent=sent_on, field="day")
    if words.day > today:
        raise RefusalError("city.day_late", day=words.day, today=today, field="day")
    if words.kind.needs_reason and not words.reason.strip():
        raise RefusalError("city.reason", kind=words.kind.label, field="reason")
    if words.kind is CityAnswerKind.APPROVED and not words.number.strip():
        raise RefusalError("city.number", field="number")
    if words.due_on is not None and words.due_on < words.day:
        raise RefusalError("city.due_early", due=words.due_on, day=words.day, field="due_on")
    check_length(words.reason, TextKind.REASON, "reason")
    check_length(words.number, TextKind.NAME, "number")
    check_length(words.person, TextKind.NAME, "person")
