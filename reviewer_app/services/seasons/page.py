"""What the season's page shows, read at once."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.seasons.settings import PACK_AWAITS, Settled, awaits_approval
from reviewer_app.packs.checking import PackCheck
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.approving import approval_of
from reviewer_app.services.seasons.beginning import missing_to_check, next_season
from reviewer_app.services.seasons.pack_door import offered_pack
from reviewer_app.services.seasons.settling import SeasonView, view_season
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class SeasonPage:
    """A season, what keeps it from being checked, the newer pack that comes with the desk, the season to come.

    `came_as` is the file, and what was known of its origin, by which the pack that awaits approval came in.
    """

    view: SeasonView
    missing: tuple[str, ...]
    offered: PackCheck | None
    next_season: str
    approved: Settled | None = None
    awaits_approval: bool = False
    came_as: str = ""

    @property
    def is_draft(self) -> bool:
        """Whether nobody has checked it against its notice."""
        return self.view.is_draft

    @property
    def standing_said(self) -> str:
        """How the season stands, in a sentence or two; whether its pack was approved is said with it."""
        pack = {"pack": self.view.pack.called}
        if self.awaits_approval:
            return f"{self._stands} {sentence('approval.awaits', pack)}"
        if self.approved is not None:
            one = self.approved
            said = sentence("approval.given", {"by": one.by, "day": one.at.date(), "reason": one.reason})
            return f"{self._stands} {said}"
        return self._stands

    @property
    def _stands(self) -> str:
        view = self.view
        open_count = len(view.open_settings)
        places = {"season": view.season, "pack": view.pack.called, "cases": view.cases, "open": open_count}
        if view.closed is not None:
            said = {"by": view.closed.by, "day": view.closed.at.date(), "reason": view.closed.reason}
            return sentence("season_page.closed", {**places, **said})
        if self.is_draft:
            code = "season_page.draft_open" if self.missing else "season_page.draft_ready"
            return sentence(code, {**places, "missing": "、".join(self.missing)})
        if view.is_past:
            return sentence("season_page.past", places)
        return sentence("season_page.open" if open_count else "season_page.settled", places)


def read_season_page(unit: UnitOfWork, season: str = "") -> SeasonPage:
    """The page of a season; of the one in work when none is named."""
    view = view_season(unit, season)
    settled = unit.seasons.settled(view.season)
    awaits = awaits_approval(settled, view.written)
    return SeasonPage(
        view=view,
        missing=missing_to_check(unit, view.season) if view.is_draft else (),
        offered=offered_pack(unit, view.season),
        next_season=next_season(unit),
        approved=approval_of(unit, view.written),
        awaits_approval=awaits,
        came_as=settled[PACK_AWAITS].reason if awaits else "",
    )
