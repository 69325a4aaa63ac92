"""Settling what no source settles of a season: an admin's act with who, when and why; its open cases follow at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import applicant_key, of_others, precheck
from reviewer_app.domain.deadlines import is_past
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons import settings as seasons
from reviewer_app.domain.seasons.closing import closing_of
from reviewer_app.domain.seasons.settings import CODE_LABELS, SeasonSetting, Settled, Standing
from reviewer_app.domain.states import BEFORE_SENT, OPEN_FOR_WORK, State
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import refresh_duplicates
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab

#: The settings by which a case is found late or too long, or by which it is due.
_MOVE_CASES = frozenset({"applicant_deadline", "sending_deadline", "term_months", "most_per_applicant"})


@dataclass(frozen=True, slots=True)
class SettingNow:
    """One setting as the page shows it: what holds, what the pack says, and how it was settled if it was."""

    setting: SeasonSetting
    value: str
    shown: str
    of_pack: str
    is_open: bool
    settled: Settled | None
    is_carried_over: bool = False


@dataclass(frozen=True, slots=True)
class SeasonView:
    """A season as it stands: its pack as written and with what was settled, its settings, its cases."""

    season: str
    written: NoticePack
    pack: NoticePack
    standing: Standing
    is_past: bool
    is_in_work: bool
    cases: int
    settings: tuple[SettingNow, ...]
    history: tuple[Settled, ...]
    seasons: tuple[str, ...]
    closed: Settled | None = None

    @property
    def is_draft(self) -> bool:
        """Whether nobody has checked it against its notice."""
        return self.standing is Standing.DRAFT

    @property
    def open_settings(self) -> tuple[SettingNow, ...]:
        """What is still 待确认."""
        return tuple(one for one in self.settings if one.is_open)


def view_season(unit: UnitOfWork, season: str = "") -> SeasonView:
    """A season's page; the season in work when none is named."""
    in_work = unit.settings.get().season
    season = season or in_work
    pack = unit.packs.current(season)
    written, settled = unit.packs.as_written(pack.sha256), unit.seasons.settled(season)
    return SeasonView(
        season=season,
        written=written,
        pack=pack,
        standing=seasons.standing_of(settled),
        is_past=is_past(season, pack.limits.sending_deadline, unit.today),
        is_in_work=season == in_work,
        cases=unit.worklist.index(QueueQuery(season, Tab.ALL), unit.actor, 1).counts[Tab.ALL],
        settings=tuple(_now(unit, one, written, pack, settled) for one in seasons.settings_of(written)),
        history=unit.seasons.history(season),
        seasons=unit.packs.seasons(),
        closed=closing_of(settled),
    )


def settle(unit: UnitOfWork, season: str, name: str, typed: str, reason: str, seen: str | None = None) -> Changes:
    """Settles one thing of a season; `seen` is the value that was shown when the admin decided.

    How long its papers are kept is asked for years later, and is settled in a closed season too.

    Raises RefusalError `act.role_needed`, `season.…` with the setting's name as field.
    """
    require_role(unit.actor, EventAct.SEASON_SETTLED)
    if not seasons.outlives_closing(name):
        require_season_open(unit, season)
    before = unit.packs.current(season)
    written = unit.packs.as_written(before.sha256)
    setting = next((one for one in seasons.settings_of(written) if one.name == name), None)
    if setting is None:
        raise RefusalError("season.unknown_setting", name=name)
    now = _now(unit, setting, written, before, unit.seasons.settled(season))
    if seen is not None and seen != now.value:
        raise RefusalError("season.settled_meanwhile", field=name, **_meanwhile(now), typed=typed)
    value = seasons.checked_value(before, setting, typed)
    if now.settled and value == now.value:
        raise RefusalError("season.same", field=name, label=setting.label, by=now.settled.by)
    if not reason.strip():
        raise RefusalError("season.no_reason", field="reason", label=setting.label)
    settled = Settled(name, value, unit.actor.name, unit.now, " ".join(reason.split()))
    _check(unit, season, written, settled)
    days = _due_days(unit, season) if name in _MOVE_CASES else {}
    unit.seasons.settle(season, settled)
    detail: dict[str, str] = {
        RecordKey.SEASON: season,
        RecordKey.SETTING: setting.label,
        RecordKey.VALUE_BEFORE: now.shown or "（未定）",
        RecordKey.VALUE_AFTER: seasons.shown(before, setting, value),
    }
    record(unit, None, EventAct.SEASON_SETTLED, settled.reason, detail)
    if name in _MOVE_CASES:
        _follow(unit, season, days, is_counted_anew=name == "most_per_applicant")
    return Changes(frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE}))


def _meanwhile(now: SettingNow) -> dict[str, str]:
    by = now.settled.by if now.settled else ""
    return {"label": now.setting.label, "by": by, "now": now.shown}


def _now(
    unit: UnitOfWork,
    setting: SeasonSetting,
    written: NoticePack,
    pack: NoticePack,
    settled: Mapping[str, Settled],
) -> SettingNow:
    mine, of_pack = settled.get(setting.name), seasons.value_now(written, setting)
    if setting.name in CODE_LABELS:
        of_pack = str(getattr(unit.settings.get(), setting.name))
    if setting.name in seasons.NOT_CARRIED_OVER and written.version == seasons.DRAFT_VERSION:
        of_pack = ""
    value = mine.value if mine else of_pack
    # No source says with which codes an office begins its numbers: one that is in use is to be confirmed.
    is_code = setting.name in CODE_LABELS and bool(of_pack)
    is_needed = setting.name in seasons.NEEDED_TO_CHECK and seasons.standing_of(settled) is Standing.DRAFT
    return SettingNow(
        setting=setting,
        value=value,
        shown=seasons.shown(pack, setting, value),
        of_pack=seasons.shown(pack, setting, of_pack),
        is_carried_over=written.version == seasons.DRAFT_VERSION,
        is_open=mine is None and (is_code or is_needed or seasons.is_open(pack, setting.name)),
        settled=mine,
    )


def _check(unit: UnitOfWork, season: str, written: NoticePack, new: Settled) -> None:
    """Refuses what would contradict what else holds in the season."""
    settled = {**unit.seasons.settled(season), new.name: new}
    seasons.check_together(seasons.laid_over(written, settled))
    if new.name not in CODE_LABELS:
        return
    office = unit.settings.get()
    for name, label in CODE_LABELS.items():
        code = settled[name].value if name in settled else str(getattr(office, name))
        if name != new.name and code == new.value:
            raise RefusalError("season.same_code", field=new.name, code=code, label=label)


def _due_days(unit: UnitOfWork, season: str) -> dict[int, bool]:
    """The season's cases not yet sent, and whether each is due on the season's day (not on one of its own)."""
    return {
        # What is asked of an applicant has its own day, even where it falls on the season's.
        case.id: case.state is not State.AWAITING_CORRECTION
        and case.due_on == unit.packs.by_hash(case.pack.sha256).limits.deadlines_of(case.values)[1]
        for case in unit.applications.in_states(season, tuple(BEFORE_SENT))
    }


def _follow(unit: UnitOfWork, season: str, days: Mapping[int, bool], is_counted_anew: bool) -> None:
    """Brings due day and findings of the cases not yet sent to what holds now; decided ones keep their findings."""
    keys = set[str]()
    for case in unit.applications.in_states(season, tuple(BEFORE_SENT)):
        pack = unit.packs.by_hash(case.pack.sha256)
        due = pack.limits.deadlines_of(case.values)[1] if days.get(case.id) else case.due_on
        findings = case.findings
        if case.state in OPEN_FOR_WORK:
            findings = (*precheck(pack, case.values), *of_others(pack, findings))
        if (due, findings) != (case.due_on, case.findings):
            unit.applications.update(replace(case, due_on=due, findings=findings))
        keys.add(applicant_key(case.values))
    if is_counted_anew:
        refresh_duplicates(unit, unit.packs.current(season), keys)
