"""The head approves a pack that came in: until then its season's papers are not issued; the approval is on record."""

from __future__ import annotations

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.settings import PACK_APPROVED, PACK_AWAITS, Settled
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

_SAME_PERSON = "载入人自行审定"


def approval_of(unit: UnitOfWork, pack: NoticePack) -> Settled | None:
    """Who approved a pack for its season, when and on what; None while nobody has."""
    return next(
        (
            one
            for one in reversed(unit.seasons.history(pack.season))
            if one.name == PACK_APPROVED and one.value == pack.sha256
        ),
        None,
    )


def approve_pack(unit: UnitOfWork, season: str, sha256: str, words: str) -> Changes:
    """Approves the pack of a season as it was read (a head's act); `sha256` is that of the reading version.

    Who loaded it approves it only where the library allows that, and the record says so. Raises RefusalError
    `act.role_needed`, `season.closed`, `approval.…`.
    """
    require_role(unit.actor, EventAct.PACK_APPROVED)
    require_season_open(unit, season)
    pack = unit.packs.current(season)
    if pack.sha256 != sha256:
        raise RefusalError("approval.other_pack", season=season, pack=pack.called)
    if approval_of(unit, pack) is not None:
        raise RefusalError("approval.done", pack=pack.called)
    if not words.strip():
        raise RefusalError("approval.no_words", field="reason")
    awaits = unit.seasons.settled(season).get(PACK_AWAITS)
    is_own = awaits is not None and awaits.value == sha256 and awaits.by == unit.actor.name
    if is_own and not unit.settings.get().allows_self_approval:
        raise RefusalError("approval.second_person", name=unit.actor.name)
    said = " ".join(words.split())
    unit.seasons.settle(season, Settled(PACK_APPROVED, sha256, unit.actor.name, unit.now, said))
    detail: dict[str, str] = {RecordKey.SEASON: season, RecordKey.PACK: f"{pack.called}（{sha256[:12]}）"}
    record(unit, None, EventAct.PACK_APPROVED, said, detail | ({RecordKey.APPROVAL: _SAME_PERSON} if is_own else {}))
    return Changes(frozenset({Noun.SETTINGS, Noun.CASE, Noun.QUEUE}))
