"""The season's own notice as a file: attached by an admin, on record, and opened at the page of the point in hand."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.changes import Changes, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.settings import NOTICE_FILE, Settled
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

MOST_BYTES = 30 << 20
_HEAD = re.compile("(?:通知)?([一二三四五六七八九十]+)(（[一二三四五六七八九十]+）)?")
_HEADS = re.compile("^([一二三四五六七八九十]+)、", re.MULTILINE)
_BLANKS = re.compile(r"[^\S\n]+")
_WIDE = str.maketrans({"(": "（", ")": "）", "\r": "\n"})
_LONGEST_NAME = 200


@dataclass(frozen=True, slots=True)
class NoticeFile:
    """The notice of a season as it was attached: its content by hash, the file's name, by whom and when."""

    sha256: str
    name: str
    by: str
    at: datetime


def notice_file(unit: UnitOfWork, season: str) -> NoticeFile | None:
    """What is attached to a season; None where nothing is."""
    kept = unit.seasons.settled(season).get(NOTICE_FILE)
    if kept is None:
        return None
    sha256, _, name = kept.value.partition(" ")
    return NoticeFile(sha256, name, kept.by, kept.at)


def notice_of_case(unit: UnitOfWork, case_id: int) -> tuple[str, bytes]:
    """Name and content of the notice of a case's season.

    Raises RefusalError `notice_file.none`, TroubleError `attachment.damaged`.
    """
    season = unit.applications.get(case_id).season
    kept = notice_file(unit, season)
    if kept is None:
        raise RefusalError("notice_file.none", season=season)
    return kept.name, unit.attachments.content(kept.sha256)


def attach_notice(unit: UnitOfWork, season: str, name: str, content: bytes, reason: str) -> Changes:
    """Attaches a PDF as the season's notice, in the place of the former one; the former one stays on record.

    Raises RefusalError `act.role_needed`, `notice_file.…`, `pack.none`.
    """
    require_role(unit.actor, EventAct.SEASON_SETTLED)
    unit.packs.current(season)
    require_season_open(unit, season)
    check_notice(content, reason)
    name = one_line(name)[:_LONGEST_NAME]
    former, sha256 = notice_file(unit, season), hashlib.sha256(content).hexdigest()
    if former is not None and former.sha256 == sha256:
        raise RefusalError("notice_file.same", by=former.by, day=former.at.date())
    unit.attachments.keep(content)
    unit.seasons.settle(
        season, Settled(NOTICE_FILE, f"{sha256} {name}", unit.actor.name, unit.now, " ".join(reason.split()))
    )
    detail: dict[str, str] = {
        RecordKey.SEASON: season,
        RecordKey.SETTING: sentence("notice_file.label"),
        RecordKey.VALUE_BEFORE: former.name if former is not None else sentence("notice_file.nothing"),
        RecordKey.VALUE_AFTER: f"{name}（{sha256[:16]}）",
    }
    record(unit, None, EventAct.SEASON_SETTLED, reason, detail)
    return changed()


def check_notice(content: bytes, reason: str) -> None:
    """Refuses what is no PDF, too large, or of unsaid origin; RefusalError `notice_file.…`."""
    if len(content) > MOST_BYTES:
        raise RefusalError("notice_file.large", field="file", most=MOST_BYTES >> 20)
    if b"%PDF-" not in content[:1024]:
        raise RefusalError("notice_file.no_pdf", field="file")
    if not reason.strip():
        raise RefusalError("notice_file.no_reason", field="reason")


def page_of(texts: Sequence[str], clause: str) -> int:
    """The page, from 1, on which a clause as 二（一） begins; that of its head where its own mark is not found, else 0.

    `texts` are those of the pages, their lines as they stand there: a head begins its line, what names it does not.
    """
    found = _HEAD.match("".join(clause.split()))
    if found is None:
        return 0
    pages = [_BLANKS.sub("", text).translate(_WIDE) + "\n" for text in texts]
    whole = "".join(pages)
    heads = [(mark[1], mark.start(1)) for mark in _HEADS.finditer(whole)]
    place = next((number for number, (name, _) in enumerate(heads) if name == found[1]), None)
    if place is None:
        return 0
    begin = heads[place][1]
    end = heads[place + 1][1] if place + 1 < len(heads) else len(whole)
    own = whole.find(found[2], begin, end) if found[2] else -1
    return _page_at(pages, own if own >= 0 else begin)


def _page_at(pages: Sequence[str], place: int) -> int:
    begun = 0
    for number, text in enumerate(pages, 1):
        begun += len(text)
        if place < begun:
            return number
    return 0
