"""The acts on a season that write, each with what is got ready for it; the year after it is begun here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from reviewer_app.domain.record import EventAct
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.drafting import PackDraft, as_kept
from reviewer_app.services.cases.draft_keeping import NO_CASE, save_draft
from reviewer_app.services.handover.signed_packs import signed_copy
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.beginning import begin_season, check_season, turn_to_season
from reviewer_app.services.seasons.closing import close_season, open_season_again
from reviewer_app.services.seasons.drafting import load_draft, open_draft, pack_draft_box
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.settling import settle
from support.other_packs import SECTORS, newer

_Act = Callable[[UnitOfWork], object]
_WHY = "年度工作已全部结束"


def _load_as_one_person(unit: UnitOfWork) -> None:
    """A pack that came in, in an office in which one person may do both."""
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    load_season_pack(unit, check_text(newer(), "新版.toml"))


def _draft(unit: UnitOfWork) -> PackDraft:
    """A draft on the pack in force."""
    fresh = open_draft(unit, "2024").fresh
    return replace(fresh, text=fresh.text.replace("term_months = 24", "term_months = 36"))


def _keep_draft(unit: UnitOfWork) -> None:
    save_draft(unit, NO_CASE, pack_draft_box(unit.actor.name, "2024"), as_kept(_draft(unit)))


#: The acts by name.
SEASONS: Mapping[str, tuple[_Act, _Act | None]] = {
    "settle": (lambda unit: settle(unit, "2024", "copies_to_send", "2", _WHY), None),
    "load_pack": (lambda unit: load_season_pack(unit, check_text(newer(), "新版.toml")), None),
    "load_draft": (lambda unit: load_draft(unit, "2024", _draft(unit)), _keep_draft),
    "begin_season": (lambda unit: begin_season(unit, "2025"), None),
    "check_season": (
        lambda unit: check_season(unit, "2025"),
        lambda unit: (begin_season(unit, "2025"), load_season_pack(unit, check_text(SECTORS, "sh-2025.toml"))),
    ),
    "turn_to_season": (lambda unit: turn_to_season(unit, "2025"), lambda unit: begin_season(unit, "2025")),
    "approve_pack": (
        lambda unit: approve_pack(unit, "2024", unit.packs.current("2024").sha256, "同意"),
        _load_as_one_person,
    ),
    "close_season": (lambda unit: close_season(unit, "2024", _WHY), None),
    "open_season_again": (
        lambda unit: open_season_again(unit, "2024", "补报一件"),
        lambda unit: close_season(unit, "2024", _WHY),
    ),
}

#: Each of them done at once, whatever it would find: who may not is refused before.
OF_SEASONS: Mapping[EventAct, _Act] = {
    EventAct.SEASON_SETTLED: lambda unit: settle(unit, "2024", "copies_to_send", "2", _WHY),
    EventAct.PACK_LOADED: lambda unit: load_season_pack(unit, check_text(SECTORS, "sh-2026.toml")),
    EventAct.SEASON_BEGUN: lambda unit: begin_season(unit, "2025"),
    EventAct.SEASON_CHECKED: lambda unit: check_season(unit, "2024"),
    EventAct.PACK_APPROVED: lambda unit: approve_pack(unit, "2024", "0", _WHY),
    EventAct.PACK_SIGNED: lambda unit: signed_copy(unit, "2024", "0"),
    EventAct.SEASON_CLOSED: lambda unit: close_season(unit, "2024", _WHY),
    EventAct.SEASON_OPENED_AGAIN: lambda unit: open_season_again(unit, "2024", _WHY),
    EventAct.SEASON_TURNED_TO: lambda unit: turn_to_season(unit, "2024"),
}
