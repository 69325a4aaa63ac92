"""A new season: begun from the last one as a draft, checked against its notice by an admin, and turned to."""

from __future__ import annotations

import re
from dataclasses import replace

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons import settings as seasons
from reviewer_app.domain.seasons.settings import DRAFT_VERSION, STANDING, Settled, Standing
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

_YEAR = re.compile("20[0-9]{2}")
_TOUCHED = frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE})


def next_season(unit: UnitOfWork) -> str:
    """The season that would be begun next."""
    return str(int(unit.packs.seasons()[-1]) + 1)


def begin_season(unit: UnitOfWork, season: str) -> Changes:
    """Begins a season from the latest one before it, as a draft that issues no papers (an admin's act).

    Raises RefusalError `act.role_needed`, `season.bad_year`, `season.begun_already`, `season.none_before`,
    `season.not_carried_over`.
    """
    require_role(unit.actor, EventAct.SEASON_BEGUN)
    known = unit.packs.seasons()
    if not _YEAR.fullmatch(season) or int(season) > unit.today.year + 1:
        raise RefusalError("season.bad_year", field="season", typed=season, latest=unit.today.year + 1)
    if season in known:
        raise RefusalError("season.begun_already", field="season", season=season)
    before = [one for one in known if one < season]
    if not before:
        raise RefusalError("season.none_before", field="season", season=season)
    last = unit.packs.current(before[-1])
    pack = _draft_pack(unit.packs.as_written(last.sha256), season)
    unit.packs.keep(pack)
    why = f"由 {last.season} 年度（{last.called}）沿用"
    unit.seasons.settle(season, Settled(STANDING, Standing.DRAFT.value, unit.actor.name, unit.now, why))
    detail: dict[str, str] = {RecordKey.SEASON: season, RecordKey.PACK: pack.called}
    record(unit, None, EventAct.SEASON_BEGUN, why, detail)
    return Changes(_TOUCHED)


def missing_to_check(unit: UnitOfWork, season: str) -> tuple[str, ...]:
    """What still has to be settled before a draft can be said to be checked, in the office's words.

    A pack made from the new notice says it itself; only what was carried over from the last season has to be settled.
    """
    pack, settled = unit.packs.current(season), unit.seasons.settled(season)
    if pack.version != DRAFT_VERSION:
        return ()
    needed = [one for one in seasons.settings_of(pack) if one.name in seasons.NEEDED_TO_CHECK]
    return tuple(one.label for one in needed if one.name not in settled)


def check_season(unit: UnitOfWork, season: str) -> Changes:
    """Says that a draft was checked against its notice; from now on it issues papers (an admin's act).

    Raises RefusalError `act.role_needed`, `season.not_draft`, `season.not_ready`.
    """
    require_role(unit.actor, EventAct.SEASON_CHECKED)
    require_season_open(unit, season)
    if seasons.standing_of(unit.seasons.settled(season)) is not Standing.DRAFT:
        raise RefusalError("season.not_draft", season=season)
    missing = missing_to_check(unit, season)
    if missing:
        raise RefusalError("season.not_ready", season=season, missing="、".join(missing))
    pack = unit.packs.current(season)
    why = f"已核对{pack.cited}"
    unit.seasons.settle(season, Settled(STANDING, Standing.CHECKED.value, unit.actor.name, unit.now, why))
    detail: dict[str, str] = {RecordKey.SEASON: season, RecordKey.PACK: pack.called}
    record(unit, None, EventAct.SEASON_CHECKED, why, detail)
    return Changes(_TOUCHED)


def turn_to_season(unit: UnitOfWork, season: str) -> Changes:
    """Makes a season the one in work: new cases are registered in it (an admin's act)."""
    require_role(unit.actor, EventAct.SEASON_TURNED_TO)
    unit.packs.current(season)
    office = unit.settings.get()
    if office.season == season:
        raise RefusalError("season.in_work_already", season=season)
    require_season_open(unit, season)
    unit.settings.put(replace(office, season=season))
    detail: dict[str, str] = {RecordKey.SEASON: season}
    record(unit, None, EventAct.SEASON_TURNED_TO, detail=detail)
    return Changes(_TOUCHED)


def _draft_pack(last: NoticePack, season: str) -> NoticePack:
    """The last season's text for another year: its number and days are not those of a notice and are marked open."""
    text, delta = last.text, int(season) - int(last.season)
    head, rest = re.split(r"(?m)^(?=\[)", text, maxsplit=1)
    new_id = last.id.replace(last.season, season) if last.season in last.id else f"{last.id}-{season}"
    for key, value in (
        ("id", new_id),
        ("version", DRAFT_VERSION),
        ("season", season),
        ("title", last.title.replace(last.season, season)),
        ("notice", last.notice.replace(last.season, season)),
        ("number", "新通知文号未填"),
    ):
        head = re.sub(rf"(?m)^{key} *= *.*$", lambda _found, key=key, value=value: f'{key} = "{value}"', head, count=1)
    head = re.sub(r"(?m)^issued_on *= *.*$", f"issued_on = {season}-01-01", head, count=1)
    rest = re.sub(
        r"(?m)^((?:applicant|sending)_deadline *= *)(\d{4})-02-29",
        lambda found: f"{found[1]}{found[2]}-02-28",
        rest,
    )
    rest = re.sub(
        r"(?m)^((?:applicant|sending)_deadline *= *)(\d{4})",
        lambda found: f"{found[1]}{int(found[2]) + delta}",
        rest,
    )
    try:
        return load_pack(head + rest, f"{new_id}.toml")
    except TroubleError as trouble:
        raise RefusalError("season.not_carried_over", season=season, pack=last.called, **_place(trouble)) from trouble


def _place(trouble: TroubleError) -> dict[str, object]:
    return {name: trouble.values.get(name, "") for name in ("key", "reason")}
