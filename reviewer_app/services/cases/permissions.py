"""What the domain allows, the services hold to: every one of them asks here before it changes anything."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer_app.domain.acts import OFFICE_ACTS, Act, away_refusal, may_do, refusal_of, role_words
from reviewer_app.domain.application import Application, User
from reviewer_app.domain.checklist import Answer, Answers
from reviewer_app.domain.dispatch.parcels import last_moves
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import ComparedField
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.seasons.closing import PAPERS_END_WITH_SEASON, closing_of
from reviewer_app.domain.seasons.settings import Standing, awaits_approval, standing_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


def require(user: User, application: Application, act: Act) -> None:
    """Refuses an act that is not open (RefusalError `act.not_allowed`, `act.role_needed`)."""
    refusal = refusal_of(user, application, act)
    if refusal is not None:
        raise refusal


def require_here(application: Application) -> None:
    """Refuses work on a case that lies at another desk (RefusalError `custody.away`)."""
    if application.is_away:
        raise away_refusal(application)


def require_not_on_its_way(unit: UnitOfWork, application: Application) -> None:
    """Refuses to take a case off its batch whose copies were posted with it while the batch is not sent yet.

    Raises RefusalError `parcel.case_on_its_way`.
    """
    moves = last_moves(unit.parcels.moves_of_cases([application.id]))
    for parcel in unit.parcels.some([one.parcel_id for one in moves.values() if one.parcel_id]).values():
        if parcel.is_out and unit.batches.get(parcel.batch_id).sent_at is None:
            said = {"number": application.intake_number, "parcel": parcel.called}
            raise RefusalError("parcel.case_on_its_way", **said)


def require_checked(unit: UnitOfWork, season: str) -> None:
    """Refuses papers of a season that nobody has checked against its notice, or whose pack the head has not approved.

    Raises RefusalError `season.draft`, `season.pack_not_approved`.
    """
    settled = unit.seasons.settled(season)
    if standing_of(settled) is Standing.DRAFT:
        raise RefusalError("season.draft", season=season)
    pack = unit.packs.current(season)
    if awaits_approval(settled, pack):
        raise RefusalError("season.pack_not_approved", season=season, pack=pack.called)


def require_season_open(unit: UnitOfWork, season: str) -> None:
    """Refuses work in a season that was closed (RefusalError `season.closed`)."""
    closed = closing_of(unit.seasons.settled(season))
    if closed is not None:
        said = {"season": season, "by": closed.by, "day": closed.at.date(), "reason": closed.reason}
        raise RefusalError("season.closed", **said)


def require_paper_open(unit: UnitOfWork, entry: RegisterEntry) -> None:
    """Refuses the seal for a paper that ends with its season (RefusalError `season.closed`)."""
    if entry.kind in PAPERS_END_WITH_SEASON and (entry.batch_id or entry.case_id):
        of = unit.batches.get(entry.batch_id) if entry.batch_id else unit.applications.get(entry.case_id)
        require_season_open(unit, of.season)


def require_member(user: User) -> None:
    """Refuses whoever has no role at all, because he left the office (RefusalError `user.removed`)."""
    if not user.roles:
        raise RefusalError("user.removed", name=user.name)


def require_role(user: User, act: EventAct) -> None:
    """Refuses an act of the office that none of the person's roles covers (RefusalError `act.role_needed`)."""
    if not may_do(user, act):
        raise RefusalError("act.role_needed", act=sentence(f"event.{act}"), needed=role_words(OFFICE_ACTS[act]))


def require_own(unit: UnitOfWork, by: str, act: EventAct, code: str) -> None:
    """Refuses to take back what another person entered (RefusalError `code`), unless that person no longer can."""
    author = next((one for one in unit.users.all() if one.name == by), None)
    if by != unit.actor.name and author is not None and may_do(author, act):
        raise RefusalError(code, name=by)


@dataclass(frozen=True, slots=True)
class SeenPoints:
    """What was looked at before an act: the pack by its hash, and the answers as they stood."""

    pack: str
    answers: Answers


def require_seen(unit: UnitOfWork, case_id: int, rule_ids: Sequence[str], seen: SeenPoints | None) -> None:
    """Refuses points that another person has answered, or another pack asks, since they were looked at."""
    if seen is None:
        return
    require_pack(unit, case_id, seen)
    answers = unit.answers.of(case_id)
    for rule_id in rule_ids:
        stands, looked_at = (all.get(rule_id, Answer(rule_id)) for all in (answers, seen.answers))
        if stands.verdict is not looked_at.verdict and stands.by != unit.actor.name:
            raise RefusalError("answer.changed_elsewhere", name=stands.by, verdict=stands.verdict.label)


def require_pack(unit: UnitOfWork, case_id: int, seen: SeenPoints) -> None:
    """Refuses an act on points that another pack asks by now (RefusalError `answer.other_pack`)."""
    if unit.applications.get(case_id).pack.sha256 != seen.pack:
        raise RefusalError("answer.other_pack")


@dataclass(frozen=True, slots=True)
class SeenFields:
    """What was looked at before paper and online were compared: the pack by its hash, and the fields as they stood."""

    pack: str
    fields: tuple[ComparedField, ...]


def require_fields_seen(
    unit: UnitOfWork, application: Application, fields: Iterable[ComparedField], seen: SeenFields | None
) -> None:
    """Refuses fields that are others by now than they were seen: amended online, or found or settled by another.

    Raises RefusalError `answer.other_pack`, `comparison.online_changed`, `comparison.found_elsewhere`,
    `comparison.settled_elsewhere`, each with what stands now and what was looked at.
    """
    if seen is None:
        return
    if application.pack.sha256 != seen.pack:
        raise RefusalError("answer.other_pack")
    looked_at = {one.field_id: one for one in seen.fields}
    for stands in fields:
        before = looked_at.get(stands.field_id)
        if before is not None:
            _require_as_seen(stands, before, unit.actor.name)


def _require_as_seen(stands: ComparedField, before: ComparedField, own: str) -> None:
    found, settled = stands.found, stands.settled
    if stands.online != before.online:
        raise RefusalError(
            "comparison.online_changed", label=stands.label, now=stands.online or "空", seen=before.online or "空"
        )
    if found is not None and found.by != own and not found.agrees_with(before.found):
        was = before.found.finding if before.found is not None else "未看"
        raise RefusalError("comparison.found_elsewhere", label=stands.label, name=found.by, now=found.finding, seen=was)
    if settled is not None and settled.by != own and settled != before.settled:
        raise RefusalError(
            "comparison.settled_elsewhere",
            label=stands.label,
            name=settled.by,
            adopted=settled.adopted.label,
            value=settled.value or "空",
            reason=settled.reason,
        )
