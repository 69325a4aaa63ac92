"""The points of a check: each passed, open or excused in writing, with its sentence and the step it is mended at."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.dispatch.road import RoadStep


class Topic(StrEnum):
    """What is looked at before mailing, in the order in which it is shown."""

    PLACE = "place"
    READY = "ready"
    SEALED = "sealed"
    NUMBER = "number"
    NAMES = "names"
    COUNTS = "counts"
    COPIES = "copies"
    PARCELS = "parcels"
    RECORD = "record"
    FILES = "files"


#: Where what is open of a topic is mended; of the others the case is opened.
_MENDED_AT = {
    Topic.PLACE: RoadStep.MAKE,
    Topic.SEALED: RoadStep.SEAL,
    Topic.NUMBER: RoadStep.MAKE,
    Topic.COUNTS: RoadStep.MAKE,
    Topic.PARCELS: RoadStep.POST,
    Topic.FILES: RoadStep.MAKE,
}


class PointStanding(StrEnum):
    """How a point stands."""

    PASSED = "passed"
    OPEN = "open"
    EXCUSED = "excused"

    @property
    def label(self) -> str:
        """The chip's word."""
        return {"passed": "通过", "open": "待办", "excused": "已说明"}[self.value]


@dataclass(frozen=True, slots=True)
class Excuse:
    """A written reason why the batch goes although a point is open; it holds for the facts it was written of."""

    batch_id: int
    point: str
    facts: str
    said: str
    reason: str
    by: str
    at: datetime
    id: int = 0


@dataclass(frozen=True, slots=True)
class MailPoint:
    """One line of the check: `code` and `values` are its sentence; `application_id` is 0 where it is of no one case.

    `facts` are the state of things that an excuse is written of. A point that `holds` is never excused.
    """

    id: str
    topic: Topic
    is_open: bool
    code: str
    values: tuple[tuple[str, str], ...] = ()
    application_id: int = 0
    holds: bool = False
    facts: str = ""
    excuse: Excuse | None = None

    @property
    def standing(self) -> PointStanding:
        """Passed, open, or open and excused."""
        if not self.is_open:
            return PointStanding.PASSED
        return PointStanding.EXCUSED if self.excuse is not None else PointStanding.OPEN

    @property
    def may_be_excused(self) -> bool:
        """Whether a written reason can stand in for it."""
        return self.is_open and not self.holds

    @property
    def step(self) -> RoadStep | None:
        """The step of the road at which it is mended; None where its case is."""
        return _MENDED_AT.get(self.topic)


def open_of(points: Iterable[MailPoint]) -> tuple[MailPoint, ...]:
    """What is open and not excused; what can never be excused comes first."""
    still = [one for one in points if one.standing is PointStanding.OPEN]
    return tuple(sorted(still, key=lambda one: not one.holds))


def passed(topic: Topic, code: str = "", **values: object) -> MailPoint:
    """A topic of which nothing is open."""
    said = tuple((name, str(value)) for name, value in values.items())
    return MailPoint(topic.value, topic, False, code or f"mail_check.{topic}", said)


def open_point(topic: Topic, what: str, code: str, *, holds: bool = False, **values: str) -> MailPoint:
    """What is open of the batch itself."""
    facts = "；".join(values.values())
    return MailPoint(f"{topic}:{what}", topic, True, code, tuple(values.items()), holds=holds, facts=facts)


def excused(points: Iterable[MailPoint], excuses: Iterable[Excuse]) -> tuple[MailPoint, ...]:
    """The points with the excuse that still holds for each: the last one written of the facts as they are now."""
    last = {(one.point, one.facts): one for one in excuses}
    return tuple(
        replace(point, excuse=last.get((point.id, point.facts))) if point.may_be_excused else point for point in points
    )
