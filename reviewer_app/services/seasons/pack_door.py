"""A notice pack comes into the library: what it changes is said for whom, then it is kept; old cases keep theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons import settings as seasons
from reviewer_app.domain.seasons.pack_changes import PackChanges, compare_packs
from reviewer_app.domain.seasons.settings import PACK_AWAITS, Settled
from reviewer_app.domain.states import OPEN_FOR_WORK
from reviewer_app.packs.checking import PackCheck, check_text
from reviewer_app.packs.loading import load_pack, shipped_pack
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab


@dataclass(frozen=True, slots=True)
class PackProposal:
    """What loading a pack would do; nothing is written yet.

    `may_follow` counts the open cases that can be moved to it one by one, `keep` all others. Of `settled` the office's
    own word goes on holding; each says what the pack itself says there.
    """

    check: PackCheck
    pack: NoticePack
    former: NoticePack | None
    changes: PackChanges | None
    limits: tuple[str, ...]
    may_follow: int
    keep: int
    settled: tuple[str, ...]
    has_calendar: bool


def offered_pack(unit: UnitOfWork, season: str) -> PackCheck | None:
    """The pack that comes with the desk, checked as any other, where it is newer than the season's."""
    try:
        pack = shipped_pack(season)
    except KeyError:
        return None
    if pack.sha256 in unit.packs.of_season(season):
        return None
    is_newer = _order(pack.version) > _order(unit.packs.current(season).version)
    return check_text(pack.text, f"sh-{season}.toml") if is_newer else None


def propose_pack(unit: UnitOfWork, check: PackCheck) -> PackProposal:
    """What loading a checked pack would change, and for whom.

    Raises RefusalError `act.role_needed`, `pack_door.…`.
    """
    pack = _loadable(unit, check)
    is_new = pack.season not in unit.packs.seasons()
    former = None if is_new else unit.packs.current(pack.season)
    counts = unit.worklist.index(QueueQuery(pack.season, Tab.ALL), unit.actor, 1).counts
    open_cases = 0 if is_new else len(unit.applications.in_states(pack.season, tuple(OPEN_FOR_WORK)))
    return PackProposal(
        check=check,
        pack=pack,
        former=former,
        changes=compare_packs(former, pack) if former else None,
        limits=_limit_changes(unit.packs.as_written(former.sha256), pack) if former else (),
        may_follow=open_cases,
        keep=counts.get(Tab.ALL, 0) - open_cases,
        settled=_settled_beside(unit, pack),
        has_calendar=pack.limits.sending_deadline.year in unit.calendar.years,
    )


def load_season_pack(unit: UnitOfWork, check: PackCheck, origin: Mapping[str, str] | None = None) -> Changes:
    """Keeps a checked pack as its season's; cases that stand under another keep that one (an admin's act).

    `origin` is what the record says of where it comes from, by the record's keys; its first word is told to the head.
    Raises RefusalError `act.role_needed`, `pack_door.…`.
    """
    pack = _loadable(unit, check)
    before = unit.packs.current(pack.season) if pack.season in unit.packs.seasons() else None
    unit.packs.keep(pack)
    came = "，".join((check.file, *list((origin or {}).values())[:1]))
    unit.seasons.settle(pack.season, Settled(PACK_AWAITS, pack.sha256, unit.actor.name, unit.now, came))
    detail: dict[str, str] = {
        RecordKey.SEASON: pack.season,
        RecordKey.PACK: f"{pack.called}（{pack.sha256[:12]}）",
        RecordKey.PACK_BEFORE: f"{before.called}（{before.sha256[:12]}）" if before else "（无）",
        RecordKey.FILE: check.file,
        **(origin or {}),
    }
    record(unit, None, EventAct.PACK_LOADED, detail=detail)
    return Changes(frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE}))


def _loadable(unit: UnitOfWork, check: PackCheck) -> NoticePack:
    """The pack of a check, if the library may take it."""
    require_role(unit.actor, EventAct.PACK_LOADED)
    if not check.is_usable:
        first = check.findings[0]
        places = {"file": check.file, "key": first.key, "reason": first.reason}
        raise RefusalError("pack_door.unusable", count=len(check.findings), **places)
    pack = load_pack(check.text, check.file)
    if pack.season not in unit.packs.seasons():
        return pack
    require_season_open(unit, pack.season)
    current = unit.packs.current(pack.season)
    if pack.sha256 == current.sha256:
        raise RefusalError("pack_door.known", season=pack.season, pack=pack.called)
    for sha256 in unit.packs.of_season(pack.season):
        kept = unit.packs.as_written(sha256)
        if (kept.id, kept.version) == (pack.id, pack.version):
            code = "pack_door.former" if kept.sha256 == pack.sha256 else "pack_door.same_version"
            raise RefusalError(code, pack=pack.called, current=current.called)
    if pack.id == current.id and _order(pack.version) <= _order(current.version):
        raise RefusalError("pack_door.older", pack=pack.called, current=current.called)
    return pack


def _limit_changes(former: NoticePack, newer: NoticePack) -> tuple[str, ...]:
    """Each day, count and word of the notice that is another one now."""
    said = []
    for one in (*seasons.LIMIT_SETTINGS, *seasons.NOTICE_SETTINGS):
        was, now = (seasons.shown(pack, one, seasons.value_now(pack, one)) for pack in (former, newer))
        if was != now:
            said.append(f"{one.label}：{was or '未写'} → {now or '未写'}")
    return tuple(said)


def _order(version: str) -> tuple[int, ...]:
    """Versions by their numbers: 10 comes after 9."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def _settled_beside(unit: UnitOfWork, pack: NoticePack) -> tuple[str, ...]:
    """What the office settled of the season and the pack says otherwise: the office's word goes on holding."""
    settled = unit.seasons.settled(pack.season)
    said = []
    for one in seasons.settings_of(pack):
        mine = settled.get(one.name)
        if mine is None:
            continue
        of_pack = seasons.shown(pack, one, seasons.value_now(pack, one))
        ours = seasons.shown(pack, one, mine.value)
        if of_pack and of_pack != ours and not seasons.is_open(pack, one.name):
            said.append(f"{one.label}：本局已定 {ours}，规则包写 {of_pack}")
    return tuple(said)
