"""One correction request: its states, what it asks, its due day, and the rules by which it goes on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.corrections.changes import Snapshot
from reviewer_app.domain.deadlines import Calendar, add_workdays
from reviewer_app.domain.errors import RefusalError

#: How the key of an item begins that rests on the municipal bureau's return of the case, not on a point of the notice.
CITY_ITEM = "city:"


class RequestStatus(StrEnum):
    """Where a request stands; stored."""

    DRAFTED = "drafted"
    TOLD = "told"
    ANSWERED = "answered"
    LAPSED = "lapsed"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> str:
        """The state in the office's words."""
        return {"drafted": "拟定", "told": "已告知", "answered": "已答复", "lapsed": "逾期", "withdrawn": "撤回"}[
            self.value
        ]


class TellingWay(StrEnum):
    """How the applicant was told; stored."""

    COLLECTED = "collected"
    POSTED = "posted"
    TELEPHONE = "telephone"

    @property
    def label(self) -> str:
        """The way in the office's words."""
        return {"collected": "当面领取", "posted": "邮寄", "telephone": "电话告知"}[self.value]

    @property
    def needs_paper(self) -> bool:
        """Whether there must be an issued notice: what was handed over or posted."""
        return self is not TellingWay.TELEPHONE


class ItemVerdict(StrEnum):
    """What an officer finds of one asked item once the answer has come; stored."""

    CURED = "cured"
    NOT_CURED = "not_cured"
    ASK_AGAIN = "ask_again"

    @property
    def label(self) -> str:
        """The verdict in the office's words."""
        return {"cured": "已补正", "not_cured": "未补正", "ask_again": "再问"}[self.value]


@dataclass(frozen=True, slots=True)
class AskedItem:
    """One thing asked for, as it was told, and what was found of it when the answer came."""

    key: str
    clause: str
    problem: str
    cure: str
    findings: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()
    about_copies: bool = False
    verdict: ItemVerdict | None = None
    note: str = ""
    judged_by: str = ""
    judged_at: datetime | None = None

    @property
    def is_from_city(self) -> bool:
        """Whether the municipal bureau asked for it when it sent the case back."""
        return self.key.startswith(CITY_ITEM)

    @property
    def rests_on(self) -> str:
        """What it rests on, as a paper says it."""
        return self.clause if self.is_from_city else f"通知{self.clause}"


@dataclass(frozen=True, slots=True)
class CorrectionRequest:
    """One request of a case; its text stays as it was told, whatever becomes of it.

    `number` counts the case's requests, `round_number` those that were sent out (a withdrawn one is none). `unchecked`
    names the points not yet looked at. It is `asked_at` when the case was returned with it. `before` is the case as it
    was then, `after` as it was when the last item was judged. `revision` counts the changes.
    """

    case_id: int
    number: int
    round_number: int
    status: RequestStatus
    cited: str
    items: tuple[AskedItem, ...]
    unchecked: tuple[str, ...]
    due_on: date
    workdays: int
    due_reason: str
    again_reason: str
    before: Snapshot
    drafted_by: str
    drafted_at: datetime
    asked_at: datetime | None = None
    told_on: date | None = None
    told_how: TellingWay | None = None
    receipt: str = ""
    told_by: str = ""
    answered_on: date | None = None
    answered_by: str = ""
    ended_by: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""
    after: Snapshot | None = None
    revision: int = 1
    id: int = 0

    @property
    def is_open(self) -> bool:
        """Whether it still waits for something from outside."""
        return self.status in (RequestStatus.DRAFTED, RequestStatus.TOLD)

    @property
    def unjudged(self) -> tuple[AskedItem, ...]:
        """The items of an answered request that nobody has judged yet."""
        if self.status is not RequestStatus.ANSWERED:
            return ()
        return tuple(item for item in self.items if item.verdict is None)

    @property
    def asked_fields(self) -> tuple[str, ...]:
        """The form's entries that were asked about."""
        return tuple(field for item in self.items for field in item.fields)

    @property
    def copies_asked(self) -> bool:
        """Whether paper copies were asked for."""
        return any(item.about_copies for item in self.items)

    @property
    def said_of_city(self) -> str:
        """How it puts what the municipal bureau sent the case back for; empty where it leaves that out."""
        return next((item.problem for item in self.items if item.is_from_city), "")

    @property
    def said(self) -> str:
        """Where it stands, by whom and since when, in one line."""
        told_how = self.told_how.label if self.told_how else ""
        signed = f"，签收：{self.receipt}" if self.receipt else ""
        drafted = f"{self.drafted_by} {self.drafted_at:%Y-%m-%d %H:%M} 拟定，{len(self.items)} 项"
        sent = f"，{self.asked_at:%Y-%m-%d %H:%M} 退回补正，还没有登记告知" if self.asked_at else "，还没有提交"
        return {
            RequestStatus.DRAFTED: f"{drafted}{sent}",
            RequestStatus.TOLD: f"{self.told_by} 登记 {self.told_on} 已告知（{told_how}{signed}）",
            RequestStatus.ANSWERED: f"{self.answered_by} 登记 {self.answered_on} 已答复",
            RequestStatus.LAPSED: f"{self.ended_by} 登记逾期：{self.end_reason}",
            RequestStatus.WITHDRAWN: f"{self.ended_by} 撤回：{self.end_reason}",
        }[self.status]


@dataclass(frozen=True, slots=True)
class DueDay:
    """The last day of a request; `workdays` is 0 where the officer chose the day, `reason` says why it is so late."""

    day: date
    workdays: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class LastDay:
    """The day after which what was put right comes too late, and what the officer calls it."""

    day: date
    called: str = "报送截止日"


def due_day(
    calendar: Calendar, today: date, workdays: int, last: LastDay | None, chosen: date | None = None, reason: str = ""
) -> DueDay:
    """The day by working days, or the one the officer chose; never silently after the last day, if there is one.

    Raises RefusalError `calendar.no_year`, `correction.due_…`.
    """
    if chosen is None:
        day = add_workdays(calendar, today, workdays)
        if last is not None and day > last.day:
            said = {"computed": day, "last": last.day, "called": last.called, "days": workdays}
            raise RefusalError("correction.due_choose", field="due_on", **said)
        return DueDay(day, workdays)
    if chosen <= today:
        raise RefusalError("correction.due_early", field="due_on", day=chosen, today=today)
    if not calendar.is_workday(chosen):
        raise RefusalError("correction.due_no_workday", field="due_on", day=chosen)
    if last is not None and chosen > last.day and not reason.strip():
        raise RefusalError("correction.due_late", field="due_reason", day=chosen, last=last.day, called=last.called)
    is_usual = chosen == add_workdays(calendar, today, workdays)
    return DueDay(chosen, workdays if is_usual else 0, reason.strip())


def check_telling(request: CorrectionRequest, day: date, how: TellingWay, today: date, is_issued: bool) -> None:
    """Refuses to record a telling that cannot have been so.

    Raises RefusalError `correction.not_asked`, `correction.told_already`, `correction.told_…`, `correction.no_paper`.
    """
    if request.status is not RequestStatus.DRAFTED:
        raise RefusalError("correction.told_already", said=request.said)
    if request.asked_at is None:
        raise RefusalError("correction.not_asked")
    if day > today:
        raise RefusalError("correction.told_ahead", field="day", day=day)
    if day < request.asked_at.date():
        raise RefusalError("correction.told_before", field="day", day=day, asked=request.asked_at.date())
    if day > request.due_on:
        raise RefusalError("correction.told_after_due", field="day", day=day, due=request.due_on)
    if how.needs_paper and not is_issued:
        raise RefusalError("correction.no_paper", field="how", how=how.label)


def check_answer(request: CorrectionRequest, day: date, today: date) -> None:
    """Refuses an answer to what was not told, and a second one.

    Raises RefusalError `correction.not_told`, `correction.answered_already`, `correction.answer_…`.
    """
    if request.status is RequestStatus.ANSWERED:
        raise RefusalError("correction.answered_already", said=request.said)
    if request.status is not RequestStatus.TOLD or request.told_on is None:
        raise RefusalError("correction.not_told", said=request.said)
    if day > today:
        raise RefusalError("correction.answer_ahead", field="day", day=day)
    if day < request.told_on:
        raise RefusalError("correction.answer_before", field="day", day=day, told=request.told_on)


def check_lapse(request: CorrectionRequest, today: date) -> None:
    """Refuses to call a request overdue that was never told, or whose last day has not passed.

    Raises RefusalError `correction.not_told`, `correction.not_due`.
    """
    if request.status is not RequestStatus.TOLD:
        raise RefusalError("correction.not_told", said=request.said)
    if today <= request.due_on:
        raise RefusalError("correction.not_due", due=request.due_on)


def asked_before(requests: Sequence[CorrectionRequest]) -> dict[str, AskedItem]:
    """What the applicant was asked for already, each as it was last found; withdrawn requests do not count."""
    told = (one for one in requests if one.status not in (RequestStatus.WITHDRAWN, RequestStatus.DRAFTED))
    return {item.key: item for one in told for item in one.items}


def is_new(key: str, before: dict[str, AskedItem]) -> bool:
    """Whether an item was never asked for, or was found put right and is wrong again."""
    return key not in before or before[key].verdict is ItemVerdict.CURED
