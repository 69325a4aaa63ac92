"""A case as it stood after an earlier entry of its record, part by part beside today; nothing is changed by looking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.states import State
from reviewer_app.domain.steps import parts as kept
from reviewer_app.domain.steps.past import PastPart, Place, stood_after
from reviewer_app.domain.steps.trace import Part, PartKind
from reviewer_app.services.cases.assigning import standing_aside
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import CaseView
from reviewer_app.services.undoing.words import act_words, label_of, step_words, value_words
from reviewer_resources.phrases import sentence

_ORDER = tuple(PartKind)


@dataclass(frozen=True, slots=True)
class PastLine:
    """One line: the page it belongs to, what it is, how it stood then and stands now, and whether that differs.

    `is_known` is false where the record kept nothing of it; `then` says so.
    """

    page: str
    label: str
    then: str
    now: str
    differs: bool
    is_known: bool = True


@dataclass(frozen=True, slots=True)
class Moment:
    """One entry that can be looked back to: when, who, which act, and in a few words what it was about."""

    name: str
    at: datetime
    actor: str
    act: str
    words: str


@dataclass(frozen=True, slots=True)
class Past:
    """A case as it stood after one entry: the moments there are, the newest first, and the lines of this one."""

    case_id: int
    moments: tuple[Moment, ...]
    chosen: int
    lines: tuple[PastLine, ...]

    @property
    def differing(self) -> int:
        """How many lines differ from today."""
        return sum(line.differs for line in self.lines)

    @property
    def unknown(self) -> str:
        """In one sentence how much is not known of then, and which entries kept nothing of it; empty where all is."""
        lines = [line for line in self.lines if not line.is_known]
        why = "；".join(dict.fromkeys(line.then for line in lines))
        return sentence("past.unknown_count", {"count": len(lines), "why": why}) if lines else ""


def look_back(unit: UnitOfWork, case_id: int, name: str = "") -> Past:
    """The case as it stood after the entry of this hash; without one after the entry before the last.

    Raises RefusalError `past.unknown` where the case has no such entry.
    """
    view = open_case(unit, case_id)
    entries = view.events
    place = max(len(entries) - 2, 0)
    if name:
        place = next((place for place, entry in enumerate(entries) if entry.hash == name), len(entries))
    if place >= len(entries):
        raise RefusalError("past.unknown")
    now = parts_now(unit, view)
    past = sorted(stood_after(entries, place, now), key=lambda one: _ORDER.index(one.kind))
    moments = tuple(_moment(entry) for entry in reversed(entries))
    lines = (_state_line(view, place), *_in_order(view, [_line(view.pack, one) for one in past]))
    return Past(case_id, moments, len(entries) - 1 - place, lines)


def _moment(entry: Event) -> Moment:
    return Moment(entry.hash, entry.at, entry.actor, act_words(entry.act), step_words([entry]))


def parts_now(unit: UnitOfWork, view: CaseView) -> dict[Place, str | None]:
    """Every part of a case as it stands; its answers as they are stored."""
    now: dict[Place, str | None] = {(PartKind.VALUE, name): value for name, value in view.application.values.items()}
    now |= {(PartKind.COPY, str(copy.number)): kept.copy_text(copy) for copy in view.papers}
    now |= {(PartKind.COMPARISON, name): kept.comparison_text(found) for name, found in view.comparisons.items()}
    now |= {
        (PartKind.ANSWER, rule_id): kept.answer_text(answer)
        for rule_id, answer in unit.answers.of(view.application.id).items()
    }
    look_ups = [kept.look_up_text(one) for one in view.look_ups if one.is_standing]
    pins = [kept.pin_text(one) for one in view.pins if one.is_standing]
    now |= {(PartKind.LOOK_UP, kept.name_of(text)): text for text in look_ups}
    now |= {(PartKind.PIN, kept.name_of(text)): text for text in pins}
    now[PartKind.SOURCE, ""] = view.application.source
    now[PartKind.HANDLER, ""] = view.application.handler
    now[PartKind.ASIDE, ""] = standing_aside(unit, view.application)
    return now


def _line(pack: NoticePack, part: PastPart) -> PastLine:
    named = Part(part.kind, part.name, None, None)
    page, label = sentence(f"past.page_{part.kind}"), label_of(pack, named)
    now = value_words(pack, named, part.now)
    if part.unknown_since is not None:
        since = part.unknown_since
        said = sentence("past.not_kept", {"act": act_words(since.act), "at": f"{since.at:%Y-%m-%d %H:%M}"})
        return PastLine(page, label, said, now, differs=False, is_known=False)
    then = value_words(pack, named, part.then)
    return PastLine(page, label, then, now, part.differs and not kept.say_the_same(named, part.then, part.now))


def _in_order(view: CaseView, lines: list[PastLine]) -> list[PastLine]:
    """The lines of each page in the order of the form and of the notice; what differs is not moved."""
    order: Mapping[str, int] = {
        label: place
        for place, label in enumerate(
            [*(one.label for one in view.pack.fields), *(f"{rule.clause}{rule.title}" for rule in view.pack.rules)]
        )
    }
    pages = {line.page: place for place, line in reversed(list(enumerate(lines)))}
    return sorted(lines, key=lambda line: (pages[line.page], order.get(line.label, len(order))))


def _state_line(view: CaseView, place: int) -> PastLine:
    """The state a case was in after an entry: that of the last move up to it."""
    now = view.application.state.label
    then = _state_after(view.events, place)
    page, label = sentence("past.page_state"), sentence("past.state")
    if not then:
        return PastLine(page, label, sentence("past.state_not_kept"), now, differs=False, is_known=False)
    return PastLine(page, label, then, now, then != now)


def _state_after(entries: tuple[Event, ...], place: int) -> str:
    moves = [entry.to_state for entry in entries[: place + 1] if entry.to_state]
    later = [entry.from_state for entry in entries[place + 1 :] if entry.to_state and entry.from_state]
    found = moves[-1] if moves else later[0] if later else State.REGISTERED.value
    return State(found).label if found in set(State) else ""
