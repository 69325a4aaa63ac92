"""年度收尾: what a season still needs before the next one takes its place, read from the record each time.

Nothing is remembered of the walk itself: whoever leaves it and comes back, or does a step elsewhere, finds it as it is.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import IntEnum

from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.rules import OVER
from reviewer_app.domain.seasons.closing import closing_of
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.beginning import next_season
from reviewer_app.services.seasons.closing import SeasonEnd, season_end
from reviewer_resources.phrases import sentence


class TurnStep(IntEnum):
    """The steps in their order."""

    LOOK = 0
    ARCHIVE = 1
    BACK_UP = 2
    CLOSE = 3
    BEGIN = 4
    TURN = 5

    @property
    def label(self) -> str:
        """The step's word."""
        return ("看清还有什么没办完", "归档", "备份", "关闭年度", "建立下一年度", "转入下一年度")[self]


@dataclass(frozen=True, slots=True)
class TurnSheet:
    """Where a season's turn stands.

    `archived_at` is when its last archive was made, `ended_since` how many cases ended after that, `closed` by whom and
    why it is closed; `following` is the season after it.
    """

    season: str
    end: SeasonEnd
    archived_at: datetime | None
    ended_since: int
    closed: Settled | None
    following: str
    is_begun: bool
    is_turned: bool

    def is_done(self, step: TurnStep, last_backup: datetime | None) -> bool:
        """Whether nothing is left to do at a step; a backup counts once it holds that the season was archived."""
        if step is TurnStep.LOOK:
            return not self.end.lines
        if step is TurnStep.ARCHIVE:
            return self.archived_at is not None and not self.ended_since
        if step is TurnStep.BACK_UP:
            return bool(self.archived_at and last_backup and last_backup >= self.archived_at)
        return {
            TurnStep.CLOSE: self.closed is not None,
            TurnStep.BEGIN: self.is_begun,
            TurnStep.TURN: self.is_turned,
        }[step]

    def next_step(self, last_backup: datetime | None) -> TurnStep | None:
        """The first step after the look at which something is left to do; what is open stops nobody, it is told."""
        return next((one for one in TurnStep if one > TurnStep.LOOK and not self.is_done(one, last_backup)), None)

    def said(self, step: TurnStep, last_backup: datetime | None) -> str:
        """What stands at a step, in a sentence."""
        if step is TurnStep.LOOK:
            return "\n".join(line.rstrip("。") for line in self.end.lines) or sentence(
                "year_turn.nothing_open", {"season": self.season}
            )
        if step is TurnStep.ARCHIVE:
            if self.archived_at is None:
                return sentence("year_turn.not_archived")
            said = {"at": f"{self.archived_at:%Y-%m-%d %H:%M}", "count": self.ended_since}
            return sentence("year_turn.archived_before" if self.ended_since else "year_turn.archived", said)
        if step is TurnStep.BACK_UP:
            if last_backup is None:
                return sentence("year_turn.no_backup")
            code = "backed_up" if self.is_done(step, last_backup) else "backup_older"
            return sentence(f"year_turn.{code}", {"at": f"{last_backup:%Y-%m-%d %H:%M}"})
        if step is TurnStep.CLOSE:
            if self.closed is None:
                return sentence("year_turn.not_closed")
            closed = {"by": self.closed.by, "day": self.closed.at.date(), "reason": self.closed.reason}
            return sentence("year_turn.closed", closed)
        if step is TurnStep.BEGIN:
            return sentence(f"year_turn.{'begun' if self.is_begun else 'not_begun'}", {"next": self.following})
        return sentence(f"year_turn.{'turned' if self.is_turned else 'not_turned'}", {"next": self.following})


def turn_sheet(unit: UnitOfWork, season: str = "") -> TurnSheet:
    """Where the turn of a season stands; of the one in work when none is named. RefusalError `pack.none`."""
    office = unit.settings.get()
    season = season or office.season
    known = unit.packs.seasons()
    later = [one for one in known if one > season]
    archivings = [
        one
        for one in unit.events.of_act(EventAct.SEASON_ARCHIVED)
        if one.detail.get(RecordKey.SEASON) == season and one.detail.get(RecordKey.KEPT) != sentence("archive.outside")
    ]
    archived_at = archivings[-1].at if archivings else None
    return TurnSheet(
        season=season,
        end=season_end(unit, season),
        archived_at=archived_at,
        ended_since=_ended_since(unit, season, archived_at),
        closed=closing_of(unit.seasons.settled(season)),
        following=later[0] if later else next_season(unit),
        is_begun=bool(later),
        is_turned=office.season > season,
    )


def _ended_since(unit: UnitOfWork, season: str, archived_at: datetime | None) -> int:
    """How many cases of the season ended after its last archive was made."""
    if archived_at is None:
        return 0
    over = unit.applications.in_states(season, [state.value for state in OVER])
    events = unit.events.of_some([case.id for case in over])
    ends = ([one.at for one in events.get(case.id, ()) if one.to_state] for case in over)
    return sum(bool(moved) and moved[-1] > archived_at for moved in ends)
