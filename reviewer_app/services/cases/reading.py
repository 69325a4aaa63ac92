"""Reading for the window: the queue, one case with everything of it, and the lines at top and bottom."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from reviewer_app.domain.acts import acts_for
from reviewer_app.domain.application import Application, PaperCopy, Role, User
from reviewer_app.domain.deadlines import days_left, lookback_window
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.routing import route
from reviewer_app.domain.states import BEFORE_SENT
from reviewer_app.services.cases.looking_up import own_list_hits
from reviewer_app.services.ports.backups import BackupStanding, SecondPlace
from reviewer_app.services.ports.library import ClockJump, UnitOfWork
from reviewer_app.services.ports.rows import (
    CaseView,
    Lookback,
    QueueIndex,
    QueueQuery,
    QueueRow,
    Routing,
    Tab,
    WindowStatus,
)
from reviewer_resources.phrases import codes, sentence


def read_attachment(unit: UnitOfWork, sha256: str) -> bytes:
    """The bytes of a kept file; TroubleError `attachment.damaged` if they do not match their hash."""
    return unit.attachments.content(sha256)


def queue_index(unit: UnitOfWork, query: QueueQuery, first: int | None = None) -> QueueIndex:
    """The ordered cases of one view of the queue with every chip's true count."""
    return unit.worklist.index(query, unit.actor, first)


def queue_rows(unit: UnitOfWork, ids: Sequence[int]) -> list[QueueRow]:
    """The queue's lines for some cases, in the order asked for."""
    return unit.worklist.rows(ids, unit.today)


def people(unit: UnitOfWork) -> tuple[User, ...]:
    """Everybody of the office, by name."""
    return unit.users.all()


def open_case(unit: UnitOfWork, case_id: int) -> CaseView:
    """One case with its papers, answers, opinions, history and drafts, as the panes show it."""
    application = unit.applications.get(case_id)
    pack, today = unit.packs.by_hash(application.pack.sha256), unit.today
    lookback = lookback_of(pack, application, today)
    return CaseView(
        application=application,
        pack=pack,
        routing=routing_of(pack, application),
        papers=papers_of(unit, pack, case_id),
        answers=unit.answers.of(case_id),
        comparisons=unit.comparisons.of(case_id),
        look_ups=unit.look_ups.of(case_id),
        own_list_hits=own_list_hits(unit, pack, application, lookback),
        opinions=unit.opinions.of(case_id),
        events=unit.events.of(case_id),
        attachments=unit.attachments.of(case_id),
        drafts=unit.drafts.of(case_id),
        lookback=lookback,
        days_left=days_left(application.due_on, today) if application.state in BEFORE_SENT else None,
        today=today,
        acts=acts_for(unit.actor, application),
    )


def lookback_of(pack: NoticePack, application: Application, today: date) -> Lookback:
    """The three-year window of a case, and the day it is counted from (二（五）)."""
    start, end = lookback_window(pack.limits, application.values, today)
    is_counted = application.values.get(pack.limits.lookback_from) == end.isoformat()
    words = sentence("lookback.filed_on" if is_counted else "lookback.today")
    return Lookback(start, end, words, "lookback_from" not in pack.limits.unsettled)


def routing_of(pack: NoticePack, application: Application) -> Routing:
    """Which contact gets the case and the pack's line that says so; an unmapped sector is said, never guessed."""
    sector = application.values.get("sector", "")
    try:
        contact = route(pack, sector)
    except RefusalError as refusal:
        return Routing(None, sentence(refusal.code, refusal.values))
    sectors = "、".join(contact.sectors)
    why = sentence("routing.why", {"sector": sector, "sectors": sectors, "clause": contact.clause})
    return Routing(contact, why)


def papers_of(unit: UnitOfWork, pack: NoticePack, case_id: int) -> tuple[PaperCopy, ...]:
    """The copies the notice asks for, recorded or still awaited, by number."""
    recorded = {copy.number: copy for copy in unit.papers.of(case_id)}
    numbers = sorted(set(range(1, pack.limits.copies_required + 1)) | set(recorded))
    return tuple(recorded.get(number, PaperCopy(number)) for number in numbers)


def window_status(
    unit: UnitOfWork,
    library_name: str,
    last_backup: datetime | None,
    jump: ClockJump | None = None,
    backups: BackupStanding | None = None,
) -> WindowStatus:
    """Season, notice, deadline, person and library for the window's frame; what is wrong with clock and backups."""
    word, note = backup_notice(backups) if backups else ("", "")
    office = unit.settings.get()
    pack = unit.packs.current(office.season)
    return WindowStatus(
        season=office.season,
        notice_title=pack.title,
        notice_number=pack.number,
        bureau=office.bureau,
        sending_deadline=pack.limits.sending_deadline,
        days_left=days_left(pack.limits.sending_deadline, unit.today),
        today=unit.today,
        practice_date=office.practice_date,
        user=unit.actor.name,
        roles="、".join(role.label for role in Role if unit.actor.has(role)),
        library_name=library_name,
        last_backup=last_backup,
        total_cases=unit.worklist.index(QueueQuery(office.season, Tab.ALL), unit.actor, 1).counts[Tab.ALL],
        clock_note=_clock_note(jump) if jump else "",
        backup_word=word,
        backup_note=note,
    )


def backup_notice(standing: BackupStanding) -> tuple[str, str]:
    """What is wrong with the backups, in a word and in a sentence; nothing when all is well."""
    code, word = standing.second_trouble, "backup.word_second_failing"
    if standing.trouble:
        code, word = standing.trouble, "backup.word_failed"
    elif standing.second is SecondPlace.MISSING:
        word = "backup.word_second_missing"
    if not code:
        return "", ""
    reason = sentence(code if code in codes() else "backup.unknown_trouble", {"path": standing.place, "file": ""})
    return sentence(word), reason


def _clock_note(jump: ClockJump) -> str:
    moments = {"now": f"{jump.now:%Y-%m-%d %H:%M}", "last": f"{jump.last:%Y-%m-%d %H:%M}"}
    return sentence("clock.behind" if jump.is_behind else "clock.ahead", moments)
