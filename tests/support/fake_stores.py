"""Every store of the ports in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import date, datetime, time
from typing import Protocol

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.application import (
    Application,
    NewApplication,
    PaperCopy,
    Recusal,
    Role,
    Source,
    User,
)
from reviewer_app.domain.checklist import Answer
from reviewer_app.domain.checks.precheck import applicant_key, project_key
from reviewer_app.domain.drafts import is_of
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.services.ports.library import AsideStore, MarkStore, OpinionStore, PackStore
from reviewer_app.services.ports.records import KnownCase, OfficeSettings
from reviewer_app.services.ports.rows import Draft
from reviewer_app.services.ports.stock_sentences import StockSentence
from reviewer_app.services.ports.trust import TrustedCertificate
from support.fake_record import FakeEvents

DAY = date(2024, 5, 19)
EVERY_ROLE = frozenset(Role)
OFFICE = OfficeSettings(
    bureau="上海市示例区市场监督管理局", number_mark="示", telephone="021-60000000", practice_date=DAY
)


class Office(Protocol):
    """What a store has to know of the office around it."""

    actor: User
    applications: FakeApplications

    @property
    def opinions(self) -> OpinionStore: ...
    @property
    def packs(self) -> PackStore: ...
    @property
    def asides(self) -> AsideStore: ...
    @property
    def marks(self) -> MarkStore: ...

    @property
    def now(self) -> datetime: ...
    @property
    def today(self) -> date: ...


class FakeApplications:
    """Cases in a dictionary."""

    def __init__(self, events: FakeEvents) -> None:
        self._events = events
        self.cases: dict[int, Application] = {}
        self.numbers: dict[str, int] = {}

    def get(self, application_id: int) -> Application:
        if application_id not in self.cases:
            raise RefusalError("case.unknown")
        return self.cases[application_id]

    def some(self, ids: Sequence[int]) -> list[Application]:
        return [self.get(one) for one in ids]

    def add(self, new: NewApplication) -> int:
        return self.add_many([new])[0]

    def add_many(self, new: Sequence[NewApplication]) -> list[int]:
        ids = []
        for one in new:
            case_id = len(self.cases) + 1
            self.cases[case_id] = Application(
                id=case_id,
                intake_number=one.intake_number,
                season=one.season,
                values=dict(one.values),
                state=State.REGISTERED,
                source=one.source,
                handler=one.handler,
                pack=one.pack,
                registered_at=datetime.combine(DAY, time(9)),
                due_on=one.due_on,
                findings=one.findings,
                source_digest=one.source_digest,
            )
            ids.append(case_id)
        return ids

    def taking_in(self, count: int, pause: Callable[[], None]) -> AbstractContextManager[None]:
        return nullcontext()

    def update(self, application: Application) -> None:
        stored = self.get(application.id)
        if stored.is_away:
            raise away_refusal(stored)
        if stored.revision != application.revision:
            raise RefusalError("case.changed_elsewhere")
        self.cases[application.id] = replace(application, revision=application.revision + 1)

    def pass_on(self, application: Application, handler: str) -> None:
        self.update(replace(self.get(application.id), handler=handler, revision=application.revision))

    def recuse(self, application_id: int, recusal: Recusal) -> None:
        case = self.get(application_id)
        self.cases[application_id] = replace(case, recusals=(*case.recusals, recusal))

    def next_numbers(self, season: str, count: int) -> int:
        first = self.numbers.get(season, 0) + 1
        self.numbers[season] = first + count - 1
        return first

    def known(self, season: str, with_class: bool = False) -> Iterator[KnownCase]:
        for case in self.cases.values():
            if case.season == season:
                yield KnownCase(
                    case.id,
                    case.intake_number,
                    case.values.get("filing_number", ""),
                    applicant_key(case.values),
                    project_key(case.values),
                    case.source_digest,
                    case.state.value,
                    case.is_away,
                    case.source.value,
                    any(one.act == EventAct.LIST_TOLD for one in self._events.of(case.id)),
                    case.values.get("project_class", ""),
                )

    def of_filing_number(self, season: str, filing_number: str) -> list[Application]:
        return [case for case in self.cases.values() if case.values.get("filing_number", "") == filing_number != ""]

    def same_applicant(self, season: str, applicant_key: str) -> list[KnownCase]:
        return [case for case in self.known(season) if case.applicant_key == applicant_key]

    def of_source(self, season: str, source: Source) -> dict[int, datetime]:
        cases = (case for case in self.cases.values() if case.season == season and case.source is source)
        return {case.id: datetime(2024, 5, 6, 9) for case in cases if case.state in OPEN_FOR_WORK}

    def in_states(self, season: str, states: Iterable[str]) -> list[Application]:
        wanted = set(states)
        return [case for case in self.cases.values() if case.season == season and case.state in wanted]


class FakeAnswers:
    """Answers in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[str, Answer]] = {}

    def of(self, application_id: int) -> dict[str, Answer]:
        return dict(self.kept.get(application_id, {}))

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Answer]]:
        return {one: self.of(one) for one in ids}

    def put(self, application_id: int, answer: Answer) -> None:
        self.kept.setdefault(application_id, {})[answer.rule_id] = answer


class FakePapers:
    """Paper copies in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[int, dict[int, PaperCopy]] = {}

    def of(self, application_id: int) -> tuple[PaperCopy, ...]:
        copies = self.kept.get(application_id, {})
        return tuple(copies[number] for number in sorted(copies))

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[PaperCopy, ...]]:
        return {one: self.of(one) for one in ids}

    def put(self, application_id: int, copy: PaperCopy) -> None:
        self.kept.setdefault(application_id, {})[copy.number] = copy

    def received_on(self, day: date) -> dict[int, datetime]:
        cases = [case for case, copies in self.kept.items() if any(one.received_on == day for one in copies.values())]
        return {case: datetime.combine(day, time(9)) for case in reversed(cases)}


class FakeDrafts:
    """Drafts in a dictionary."""

    def __init__(self, unit: Office) -> None:
        self.unit = unit
        self.kept: dict[int, dict[str, Draft]] = {}

    def of(self, application_id: int) -> dict[str, Draft]:
        return dict(self.kept.get(application_id, {}))

    def put(self, application_id: int, box: str, text: str) -> None:
        draft = Draft(box, text, self.unit.now, self.unit.actor.name)
        self.kept.setdefault(application_id, {})[box] = draft

    def clear(self, application_id: int, name: str = "") -> None:
        boxes = self.kept.get(application_id, {})
        self.kept[application_id] = {box: draft for box, draft in boxes.items() if not is_of(box, name)}

    def move(self, application_id: int, box: str, to: str) -> None:
        boxes = self.kept.get(application_id, {})
        boxes[to] = replace(boxes.pop(box), box=to)


class FakeStockSentences:
    """Stock sentences in a list."""

    def __init__(self, unit: Office) -> None:
        self.unit = unit
        self.kept: dict[int, StockSentence] = {}

    def of(self, person: str) -> tuple[StockSentence, ...]:
        seen = [one for one in self.kept.values() if one.owner in ("", person)]
        return tuple(sorted(seen, key=lambda one: (-one.used, -one.id)))

    def get(self, sentence_id: int) -> StockSentence | None:
        return self.kept.get(sentence_id)

    def add(self, owner: str, words: str) -> int:
        number = max(self.kept, default=0) + 1
        self.kept[number] = StockSentence(number, owner, words, 0, self.unit.actor.name, self.unit.now)
        return number

    def count_use(self, sentence_id: int) -> None:
        if sentence_id in self.kept:
            self.kept[sentence_id] = replace(self.kept[sentence_id], used=self.kept[sentence_id].used + 1)

    def remove(self, sentence_id: int) -> None:
        self.kept.pop(sentence_id)


class FakeUsers:
    """People in a dictionary."""

    def __init__(self, *users: User) -> None:
        self.kept = {user.name: user for user in users}

    def all(self) -> tuple[User, ...]:
        return tuple(self.kept[name] for name in sorted(self.kept))

    def get(self, name: str) -> User:
        if name not in self.kept:
            raise RefusalError("user.unknown", name=name)
        return self.kept[name]

    def put(self, user: User) -> None:
        self.kept[user.name] = user


class FakeSettings:
    """The settings as one value."""

    def __init__(self, settings: OfficeSettings = OFFICE) -> None:
        self.kept = settings

    def get(self) -> OfficeSettings:
        return self.kept

    def put(self, settings: OfficeSettings) -> None:
        self.kept = settings


class FakeTrust:
    """The trusted certificates by fingerprint."""

    def __init__(self) -> None:
        self.kept: dict[str, TrustedCertificate] = {}

    def all(self) -> tuple[TrustedCertificate, ...]:
        return tuple(sorted(self.kept.values(), key=lambda one: (one.holder, one.fingerprint)))

    def add(self, certificate: TrustedCertificate) -> None:
        self.kept.setdefault(certificate.fingerprint, certificate)

    def remove(self, fingerprint: str) -> None:
        self.kept.pop(fingerprint, None)
