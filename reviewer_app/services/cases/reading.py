"""Reading for the window: the queue, one case with everything of it, and the lines at top and bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from reviewer_app.domain.acts import ACTS, acts_for
from reviewer_app.domain.application import Application, Event, PaperCopy, Role, User
from reviewer_app.domain.deadlines import counted_from, days_shown, lookback_window
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields
from reviewer_app.domain.evidence.scans import SCAN, gone_scans, lost_grounds, lost_pins
from reviewer_app.domain.notice import FROM_DEADLINE, FROM_TODAY, NoticePack
from reviewer_app.domain.opinion import Opinion, OpinionStatus
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.regulations.regulation import Ground, grounds_on
from reviewer_app.domain.routing import route
from reviewer_app.domain.seasons.closing import ENDS_WITH_SEASON, closing_of
from reviewer_app.domain.seasons.settings import Standing, standing_of
from reviewer_app.domain.states import BEFORE_SENT
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.services.cases.draft_keeping import drafts_for, typed_beside
from reviewer_app.services.cases.history import history_of
from reviewer_app.services.cases.looking_up import own_list_hits
from reviewer_app.services.cases.permissions import require_season_open
from reviewer_app.services.cases.readying import facts_from
from reviewer_app.services.ports.backups import BackupStanding, SecondPlace
from reviewer_app.services.ports.library import ClockJump, UnitOfWork
from reviewer_app.services.ports.listing import Aside
from reviewer_app.services.ports.records import LastCheck
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


def queue_rows(unit: UnitOfWork, ids: Sequence[int], with_waiting: bool = False) -> list[QueueRow]:
    """The queue's lines for some cases, in the order asked for."""
    return unit.worklist.rows(ids, unit.today, with_waiting)


#: So many cases are offered where one is looked for by a few characters.
_MOST_FOUND = 8


def cases_with(unit: UnitOfWork, text: str) -> list[QueueRow]:
    """The first cases of the season in work in which what is looked for stands, the next due first."""
    query = QueueQuery(unit.settings.get().season, Tab.ALL, text)
    found = unit.worklist.index(query, unit.actor, _MOST_FOUND)
    return unit.worklist.rows(found.ids[:_MOST_FOUND], unit.today)


def people(unit: UnitOfWork) -> tuple[User, ...]:
    """Everybody of the office, by name."""
    return unit.users.all()


def open_case(unit: UnitOfWork, case_id: int) -> CaseView:
    """One case with its papers, answers, opinions, history and drafts, as the panes show it."""
    application = unit.applications.get(case_id)
    pack, today = unit.packs.by_hash(application.pack.sha256), unit.today
    papers = unit.papers.of(case_id)
    answers = unit.answers.of(case_id)
    comparisons, case_opinions = unit.comparisons.of(case_id), unit.opinions.of(case_id)
    look_ups = unit.look_ups.of(case_id)
    attachments = unit.attachments.of(case_id)
    has_scans = any(one.purpose == SCAN for one in attachments)
    gone = gone_scans(attachments)
    readings = unit.scans.readings(case_id) if has_scans else ()
    pins = unit.scans.pins(case_id) if has_scans else ()
    shown = {one.sha256 for answer in answers.values() for one in answer.evidence if one.sha256}
    shown |= {one.sha256 for one in pins} | {one.sha256 for one in look_ups if one.sha256}
    events = history_of(unit, application)
    compared = compared_fields(pack, application.values, comparisons)
    lookback = lookback_of(pack, application, today)
    hits = own_list_hits(unit, pack, application, lookback)
    closed = closing_of(unit.seasons.settled(application.season))
    kept, acts = unit.drafts.of(case_id), acts_for(unit.actor, application)
    if closed is not None:
        acts = frozenset(act for act in acts if ACTS[act].event not in ENDS_WITH_SEASON)
    facts = facts_from(unit, application, pack, answers, papers, comparisons, look_ups)
    return CaseView(
        application=application,
        pack=pack,
        routing=routing_of(pack, application),
        papers=awaited(pack, papers),
        answers=facts.answers,
        comparisons=comparisons,
        look_ups=look_ups,
        own_list_hits=hits,
        opinions=case_opinions,
        events=events,
        attachments=attachments,
        drafts=drafts_for(unit.actor.name, kept),
        beside=typed_beside(unit.actor.name, kept, acts),
        lookback=lookback,
        days_left=_days_left(application, today),
        today=today,
        acts=acts,
        facts=replace(facts, list_hits=hits),
        newer_pack=_newer_pack(unit, application),
        waiting=len(unit.custody.held(case_id)) if application.custody is not None else 0,
        readings=tuple(one for one in readings if one.sha256 not in gone),
        pins=tuple(one for one in pins if one.sha256 not in gone),
        lost=lost_grounds(readings, gone, compared, standing_entries(events), application.values),
        lost_pins=lost_pins(pins, attachments),
        aside=_aside_of(unit, application, events),
        grounds=_grounds(unit, case_opinions),
        absent=unit.attachments.absent(shown) if shown else frozenset(),
        closed=closed,
    )


def _aside_of(unit: UnitOfWork, case: Application, events: Sequence[Event]) -> Aside | None:
    """Until when a case is set aside; what never was is not asked for."""
    was = any(event.act == EventAct.SET_ASIDE for event in events)
    return unit.asides.standing(case.id, unit.today) if was else None


def _grounds(unit: UnitOfWork, opinions: Sequence[Opinion]) -> tuple[Ground, ...]:
    """What the points rest on by the library of rules, and what of it is not in force.

    That is judged on the day of the standing decision, and while there is none on today: what ended since does not make
    an old decision rest on nothing.
    """
    pins = [one for one in unit.regulations.pins() if one.stands]
    decided = [one.decided_at.date() for one in opinions if one.status is OpinionStatus.SIGNED_OFF and one.decided_at]
    if not pins:
        return ()
    return grounds_on(decided[-1] if decided else unit.today, pins, {one.id: one for one in unit.regulations.all()})


def _newer_pack(unit: UnitOfWork, case: Application) -> str:
    """The season's pack where the case still stands under an earlier one; empty where it does not."""
    current = unit.packs.current(case.season)
    return current.called if current.sha256 != case.pack.sha256 else ""


def _days_left(case: Application, today: date) -> int | None:
    return days_shown(case.season, case.due_on, today) if case.state in BEFORE_SENT else None


def lookback_of(pack: NoticePack, application: Application, today: date) -> Lookback:
    """The three-year window of a case, and the day it is counted from (二（五）)."""
    start, end = lookback_window(pack.limits, application.values, today)
    return Lookback(start, end, _counted_words(pack, application), "lookback_from" not in pack.limits.unsettled)


def _counted_words(pack: NoticePack, application: Application) -> str:
    """From which day a window is counted; a day the form leaves open is named as open."""
    chosen = pack.limits.lookback_from
    if chosen in (FROM_TODAY, FROM_DEADLINE):
        return sentence(f"lookback.{chosen}")
    code = "lookback.field" if counted_from(pack.limits, application.values) else "lookback.field_missing"
    label = pack.label(chosen)
    return sentence(code, {"label": label, "day": label.removesuffix("期")})


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


def awaited(pack: NoticePack, papers: Sequence[PaperCopy]) -> tuple[PaperCopy, ...]:
    """The copies the notice asks for, recorded or still awaited, by number."""
    recorded = {copy.number: copy for copy in papers}
    numbers = sorted(set(range(1, pack.limits.copies_required + 1)) | set(recorded))
    return tuple(recorded.get(number, PaperCopy(number)) for number in numbers)


def window_status(
    unit: UnitOfWork,
    library_name: str,
    last_backup: datetime | None,
    jump: ClockJump | None = None,
    backups: BackupStanding | None = None,
    last_check: LastCheck | None = None,
    is_read_only: bool = False,
) -> WindowStatus:
    """Season, notice, deadline, person and library for the window's frame; what is wrong with clock and backups."""
    word, note = backup_notice(backups) if backups else ("", "")
    office = unit.settings.get()
    pack, settled = unit.packs.current(office.season), unit.seasons.settled(office.season)
    return WindowStatus(
        season=office.season,
        notice_title=pack.title,
        notice_number=pack.number,
        bureau=office.bureau,
        sending_deadline=pack.limits.sending_deadline,
        days_left=days_shown(office.season, pack.limits.sending_deadline, unit.today),
        is_draft=standing_of(settled) is Standing.DRAFT,
        is_closed=closing_of(settled) is not None,
        closed_said=_closed_said(unit, office.season),
        seasons=unit.packs.seasons(),
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
        last_check=last_check,
        is_read_only=is_read_only,
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


def _closed_said(unit: UnitOfWork, season: str) -> str:
    """Why nothing is begun in a season that was closed, in the sentence of its refusal; '' while it is open."""
    try:
        require_season_open(unit, season)
    except RefusalError as refusal:
        return sentence(refusal.code, refusal.values)
    return ""
