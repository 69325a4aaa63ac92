"""The closing slip: what the day's record came to and its head on paper, which a record written anew cannot have."""

from __future__ import annotations

import re
from collections.abc import Mapping

from reviewer_app.domain.application import Event
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues, Rows
from reviewer_app.services.ports.records import CheckLine, standing_of
from reviewer_resources.phrases import sentence

#: So many characters of the head stand in one field: read and typed without losing the place.
_GROUP = 4
#: A head as the slip has it, or its beginning as the line of a bound book has it.
_SHORT = 16
_HEAD = re.compile(rf"[0-9a-f]{{64}}|[0-9a-f]{{{_SHORT}}}")
#: The acts by which a day is set, changed or done, with the keys under which they say it: the day first, so that no
#: line of a narrow cell ends early before it.
_DATES: Mapping[EventAct, tuple[RecordKey, ...]] = {
    EventAct.CORRECTION_ASKED: (RecordKey.DUE_ON,),
    EventAct.CORRECTION_TOLD: (RecordKey.DELIVERED_ON,),
    EventAct.CORRECTION_RECEIVED: (),
    EventAct.CORRECTION_WITHDRAWN: (),
    EventAct.LAPSED: (),
    EventAct.CONSULTED: (RecordKey.DUE_ON, RecordKey.DEPARTMENT),
    EventAct.CONSULTATION_REMINDED: (RecordKey.DEPARTMENT,),
    EventAct.CONSULTATION_WITHDRAWN: (RecordKey.DEPARTMENT,),
    EventAct.VIEW_CAME: (RecordKey.VIEWED_ON, RecordKey.DEPARTMENT),
    EventAct.SET_ASIDE: (RecordKey.UNTIL,),
    EventAct.TAKEN_UP: (RecordKey.UNTIL,),
    EventAct.PAPER_DELIVERED: (RecordKey.DOCUMENT_NUMBER, RecordKey.DELIVERED_ON),
    EventAct.PARCEL_POSTED: (RecordKey.BATCH, RecordKey.PARCEL, RecordKey.ON_DAY),
    EventAct.POSTING_UNDONE: (RecordKey.BATCH, RecordKey.PARCEL),
    EventAct.PARCEL_SIGNED_FOR: (RecordKey.BATCH, RecordKey.PARCEL, RecordKey.ON_DAY),
    EventAct.PARCEL_RETURNED: (RecordKey.BATCH, RecordKey.PARCEL, RecordKey.ON_DAY),
    EventAct.SENT: (RecordKey.BATCH,),
    EventAct.SENDING_TAKEN_BACK: (RecordKey.BATCH,),
    EventAct.CITY_ANSWERED: (RecordKey.BATCH, RecordKey.OUTCOME, RecordKey.ANSWERED_ON, RecordKey.DUE_ON),
    EventAct.CITY_ANSWER_TAKEN_BACK: (RecordKey.BATCH, RecordKey.OUTCOME),
    EventAct.SEASON_SETTLED: (RecordKey.SETTING, RecordKey.VALUE_AFTER),
}
#: Acts on many cases at once, told in one line for all of them.
_OF_MANY = frozenset(
    {
        *(EventAct.PARCEL_POSTED, EventAct.POSTING_UNDONE, EventAct.PARCEL_SIGNED_FOR, EventAct.PARCEL_RETURNED),
        *(EventAct.SENT, EventAct.SENDING_TAKEN_BACK),
    }
)
#: More lines make no slip any more; the rest is counted.
_MOST_LINES = 60
#: So many entries are read for them: those of a batch share a line.
_MOST_READ = 2000


def closing_slip(unit: UnitOfWork) -> DocumentValues:
    """The day as the record has it at this moment; printing the slip is the first entry that comes after."""
    now, head = unit.now, unit.events.head()
    latest = next(iter(unit.events.latest(1)), None)
    counted = unit.events.counted_on(now.date())
    entries = sum(number for number, _ in counted.values())
    said = {
        "closed_on": f"{chinese_date(now.date())} {now:%H:%M}",
        "made_by": unit.actor.name,
        "season": unit.settings.get().season,
        "today": f"{entries} 条" if entries else "没有记录",
        "entries": f"共 {latest.id if latest else 0} 条",
        "head": head_in_groups(head),
        "line": day_line(unit),
    }
    rows = tuple(
        (sentence(f"event.{act}"), str(number), f"{cases} 件" if cases else "—")
        for act, (number, cases) in counted.items()
    )
    return DocumentValues(
        kind=DocumentKind.CLOSING_SLIP,
        unit=unit.settings.get().bureau,
        day=now.date(),
        fields=said,
        tables={"acts": rows, "people": _people(unit), "numbers": _numbers(unit), "dates": _dates(unit)},
        audit_head=head,
        made_at=now,
    )


def day_line(unit: UnitOfWork) -> str:
    """The day in one line for a bound book: its cases, first and last entry, and the beginning of the record's head."""
    day, head = unit.now.date(), unit.events.head()
    first, last, cases = unit.events.span_on(day)
    said = f"{cases} 件　记录第 {first}—{last} 条" if first else "没有记录"
    return f"{day}　{said}　链首 {head_in_groups(head[:_SHORT])}"


def _people(unit: UnitOfWork) -> Rows:
    """What each person did: how many entries, of how many cases."""
    return tuple(
        (who, str(entries), f"{cases} 件" if cases else "—")
        for who, (entries, cases) in unit.events.counted_on(unit.now.date(), by_person=True).items()
    )


def _numbers(unit: UnitOfWork) -> Rows:
    """The numbers given today, in, out and of the seal, those given up again among them."""
    given = [one for one in unit.register.all() if one.day == unit.today and one.called]
    rows = [
        (one.direction.label, one.called, f"{one.kind_label}（作废）" if one.is_void else one.kind_label, one.party)
        for one in given
    ]
    for use in unit.seals.uses(unit.today.year):
        if use.day == unit.today:
            way = f"{use.way.label}（作废）" if use.is_struck else use.way.label
            rows.append(("用印", use.number, way, use.called))
    return _shortened(rows)


def _dates(unit: UnitOfWork) -> Rows:
    """The days set, changed or done today, each with its case."""
    found = unit.events.acts_on(unit.now.date(), _DATES, _MOST_READ)
    ids = dict.fromkeys(one.application_id for one in found if one.application_id)
    called = {case.id: case.intake_number for case in unit.applications.some(list(ids))}
    lines: dict[tuple[str, str, str, str], list[str]] = {}
    for one in found:
        number = called.get(one.application_id or 0, "—")
        line = (sentence(f"event.{one.act}"), _said(one) or "—", one.actor)
        lines.setdefault((*line, "" if one.act in _OF_MANY else f"{one.id} {number}"), []).append(number)
    rows = [
        (numbers[0] if len(numbers) == 1 else f"{numbers[0]} 等 {len(numbers)} 件", act, said, actor)
        for (act, said, actor, _), numbers in lines.items()
    ]
    return _shortened(rows)


def _said(event: Event) -> str:
    """The days and names of an entry in one line; the day that the bureau sets is told from that of its answer."""
    words = []
    for key in _DATES[EventAct(event.act)]:
        value = event.detail.get(key, "")
        if value and key is RecordKey.BATCH:
            value = f"第{value}批"
        elif value and key is RecordKey.DUE_ON and event.act == EventAct.CITY_ANSWERED:
            value = f"期限{value}"
        words.append(value)
    return " ".join(filter(None, words))


def _shortened(rows: list[tuple[str, str, str, str]]) -> Rows:
    """A slip stays short: what is beyond the last line is counted there."""
    if len(rows) <= _MOST_LINES:
        return tuple(rows)
    return (*rows[: _MOST_LINES - 1], ("", f"另有 {len(rows) - _MOST_LINES + 1} 项以上", "", ""))


def compare_slip(library: Library, typed: str) -> list[CheckLine]:
    """Whether the record ever had the head on a paper, and whether all that stands before it is as it was written.

    Raises RefusalError `verifying.no_head`.
    """
    found = library.read(look_for_head, typed)
    looked = library.check()
    broken = [line for line in looked.lines if line.is_broken]
    code = "library_check.before_broken" if broken else "library_check.before_intact"
    return [found, CheckLine(sentence("library_check.part_before"), standing_of(not broken), sentence(code)), *broken]


def look_for_head(unit: UnitOfWork, typed: str) -> CheckLine:
    """Whether the record ever had the head on a paper, typed with or without gaps; RefusalError `verifying.no_head`."""
    head = "".join(typed.split()).lower()
    if not _HEAD.fullmatch(head):
        raise RefusalError("verifying.no_head", said=typed)
    found = unit.events.with_head(head)
    code = "library_check.head_found" if found else "library_check.head_missing"
    values = {"head": head, "entry": found.id, "at": f"{found.at:%Y-%m-%d %H:%M}"} if found else {"head": head}
    return CheckLine(sentence("library_check.part_head"), standing_of(found is not None), sentence(code, values))


def head_in_groups(head: str) -> str:
    """A head as it is read and typed from paper."""
    return " ".join(head[place : place + _GROUP] for place in range(0, len(head), _GROUP))
