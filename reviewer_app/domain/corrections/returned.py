"""A case that the municipal bureau sent back: what the record says of it, and what is asked because of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.application import Event
from reviewer_app.domain.checklist import plain_end
from reviewer_app.domain.corrections.defects import Defect
from reviewer_app.domain.corrections.request import CITY_ITEM
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.city import CityAnswerKind
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import BEFORE_SENT, State

#: After one of these the bureau's former answer is not what the case is worked on for.
_OVER = frozenset({EventAct.SENT, EventAct.CITY_ANSWER_TAKEN_BACK})


@dataclass(frozen=True, slots=True)
class CityReturn:
    """What the bureau said when it sent a case back, as somebody entered it, and until when it wants it back."""

    day: date
    reason: str
    batch: str = ""
    number: str = ""
    person: str = ""
    due_on: date | None = None
    by: str = ""

    @property
    def key(self) -> str:
        """What a request's item that rests on it is known by."""
        return f"{CITY_ITEM}{self.batch}:{self.day.isoformat()}"

    def defect(self, bureau: str, problem: str = "") -> Defect:
        """It as one thing to be put right: in the bureau's words, or in those the officer has put for them."""
        number = f"（{self.number}）" if self.number else ""
        return Defect(
            key=self.key,
            clause=f"{bureau}{chinese_date(self.day)}退回意见{number}",
            problem=plain_end(problem.strip() or self.reason.strip()),
            cure="请按上述意见补正",
        )


def returned_by_city(state: State, events: Sequence[Event]) -> CityReturn | None:
    """The answer by which the bureau sent the case back, while the case has not been sent to it again."""
    if state not in BEFORE_SENT:
        return None
    for event in reversed(events):
        if event.act in _OVER:
            return None
        if event.act == EventAct.CITY_ANSWERED:
            return _returned(event)
    return None


def _returned(event: Event) -> CityReturn | None:
    said = event.detail
    if said.get(RecordKey.OUTCOME.value) != CityAnswerKind.RETURNED.label:
        return None
    day, due = said.get(RecordKey.ANSWERED_ON.value, ""), said.get(RecordKey.DUE_ON.value, "")
    return CityReturn(
        day=date.fromisoformat(day) if day else event.at.date(),
        reason=event.reason,
        batch=said.get(RecordKey.BATCH.value, ""),
        number=said.get(RecordKey.DOCUMENT_NUMBER.value, ""),
        person=said.get(RecordKey.CONTACT.value, ""),
        due_on=date.fromisoformat(due) if due else None,
        by=event.actor,
    )
