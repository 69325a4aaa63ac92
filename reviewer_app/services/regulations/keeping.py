"""Keeping the regulations on which the checklist rests, and pinning their clauses to its points."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.regulations.regulation import (
    Named,
    Regulation,
    RegulationWord,
    RulePin,
    SaidOfRegulation,
    after,
    check_alone,
    checked,
    title_key,
)
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.packs.regulations import ShippedRegulation, shipped_regulations
from reviewer_app.services.cases.incoming import keep_file
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class RulePoint:
    """A point of the season's checklist to which a clause can be pinned."""

    item: str
    clause: str
    title: str


@dataclass(frozen=True, slots=True)
class RulesView:
    """The library of rules as it is shown: what is kept, what grounds which point, and what could be taken in."""

    today: date
    season: str
    regulations: tuple[Regulation, ...]
    pins: tuple[RulePin, ...]
    points: tuple[RulePoint, ...]
    offered: tuple[ShippedRegulation, ...]
    may_write: bool


def rules_library(unit: UnitOfWork) -> RulesView:
    """All regulations with their pins, and those the program brings along that are not kept yet."""
    season = unit.settings.get().season
    pack = unit.packs.current(season)
    kept = unit.regulations.all()
    there = {title_key(one.named.title) for one in kept if not one.is_struck}
    notice = ShippedRegulation(
        pack.notice, pack.number, "上海市市场监督管理局", pack.issued_on, "本年度申报和推荐的通知"
    )
    offered = [one for one in (notice, *shipped_regulations()) if title_key(one.title) not in there]
    return RulesView(
        today=unit.today,
        season=season,
        regulations=kept,
        pins=unit.regulations.pins(),
        points=tuple(RulePoint(rule.id, rule.clause, rule.title) for rule in pack.rules),
        offered=tuple(offered),
        may_write=may_do(unit.actor, EventAct.REGULATION_KEPT),
    )


def keep_regulation(unit: UnitOfWork, named: Named, content: bytes = b"") -> Changes:
    """Keeps a regulation, with its text or PDF where there is one; RefusalError `regulation.…`."""
    require_role(unit.actor, EventAct.REGULATION_KEPT)
    plain = checked(named, unit.today)
    check_alone(plain, unit.regulations.all())
    whole = _with_file(unit, plain, content)
    said = SaidOfRegulation(RegulationWord.KEPT, unit.actor.name, unit.now, whole)
    unit.regulations.add(Regulation(whole), said)
    record(unit, None, EventAct.REGULATION_KEPT, detail=_told(whole))
    return changed(Noun.REGULATIONS, Noun.CASE)


def amend_regulation(
    unit: UnitOfWork, regulation_id: int, named: Named, content: bytes = b"", reason: str = ""
) -> Changes:
    """Writes another title, number, period or file of a regulation; another period needs its reason.

    Raises RefusalError `regulation.…`.
    """
    require_role(unit.actor, EventAct.REGULATION_AMENDED)
    stands = _standing(unit, regulation_id)
    plain = checked(named, unit.today)
    was = stands.named
    if not content:
        plain = replace(plain, sha256=was.sha256, file_name=was.file_name)
    if not content and plain == was:
        raise RefusalError("regulation.same")
    if (plain.begins, plain.ends) != (was.begins, was.ends) and not reason.strip():
        raise RefusalError("regulation.reason", field="reason")
    check_alone(plain, [one for one in unit.regulations.all() if one.id != regulation_id])
    whole = _with_file(unit, plain, content)
    said = SaidOfRegulation(RegulationWord.AMENDED, unit.actor.name, unit.now, whole, one_line(reason))
    unit.regulations.say(after(stands, said), said)
    told: dict[str, str] = {
        RecordKey.VALUE_BEFORE: f"{was.cited} {was.period}",
        RecordKey.VALUE_AFTER: f"{whole.cited} {whole.period}",
    }
    record(unit, None, EventAct.REGULATION_AMENDED, reason, told)
    return changed(Noun.REGULATIONS, Noun.CASE)


def strike_regulation(unit: UnitOfWork, regulation_id: int, reason: str) -> Changes:
    """Strikes out an entry that was a mistake; the points pinned to it rest on it no more."""
    require_role(unit.actor, EventAct.REGULATION_STRUCK)
    stands = _standing(unit, regulation_id)
    _say(unit, stands, RegulationWord.STRUCK, reason, EventAct.REGULATION_STRUCK)
    return changed(Noun.REGULATIONS, Noun.CASE)


def resume_regulation(unit: UnitOfWork, regulation_id: int, reason: str) -> Changes:
    """Takes up an entry again that was struck out; RefusalError `regulation.stands`, `regulation.overlaps`."""
    require_role(unit.actor, EventAct.REGULATION_RESUMED)
    struck = unit.regulations.get(regulation_id)
    if not struck.is_struck:
        raise RefusalError("regulation.stands")
    check_alone(struck.named, [one for one in unit.regulations.all() if one.id != regulation_id])
    _say(unit, struck, RegulationWord.RESUMED, reason, EventAct.REGULATION_RESUMED)
    return changed(Noun.REGULATIONS, Noun.CASE)


def pin_rule(unit: UnitOfWork, item: str, regulation_id: int, clause: str) -> Changes:
    """Notes a clause as what a point rests on; RefusalError `regulation.no_point`, `.clause`, `.pinned_already`."""
    require_role(unit.actor, EventAct.RULE_PINNED)
    named = _standing(unit, regulation_id).named
    words = " ".join(one_line(clause).split())
    if not words:
        raise RefusalError("regulation.clause", field="clause")
    check_length(words, TextKind.NAME, "clause")
    point = _point(unit, item)
    for pin in unit.regulations.pins():
        if pin.stands and (pin.item, pin.regulation_id, pin.clause) == (item, regulation_id, words):
            raise RefusalError("regulation.pinned_already", field="clause", point=point, cited=f"{named.cited}{words}")
    unit.regulations.pin(RulePin(item, regulation_id, words, unit.actor.name, unit.now))
    told: dict[str, str] = {RecordKey.POINT: point, RecordKey.REGULATION: f"{named.cited}{words}"}
    record(unit, None, EventAct.RULE_PINNED, detail=told)
    return changed(Noun.REGULATIONS, Noun.CASE)


def unpin_rule(unit: UnitOfWork, pin_id: int, reason: str) -> Changes:
    """Takes a clause off a point, with the reason; RefusalError `regulation.pin_gone`, `regulation.reason`."""
    require_role(unit.actor, EventAct.RULE_UNPINNED)
    pin = next((one for one in unit.regulations.pins() if one.id == pin_id and one.stands), None)
    if pin is None:
        raise RefusalError("regulation.pin_gone")
    _require_reason(reason)
    unit.regulations.take_off(pin_id, unit.actor.name, unit.now, one_line(reason))
    cited = unit.regulations.get(pin.regulation_id).named.cited
    told: dict[str, str] = {RecordKey.POINT: _point_words(unit, pin.item), RecordKey.REGULATION: f"{cited}{pin.clause}"}
    record(unit, None, EventAct.RULE_UNPINNED, reason, told)
    return changed(Noun.REGULATIONS, Noun.CASE)


def _say(unit: UnitOfWork, stands: Regulation, word: RegulationWord, reason: str, act: EventAct) -> None:
    _require_reason(reason)
    said = SaidOfRegulation(word, unit.actor.name, unit.now, reason=one_line(reason))
    unit.regulations.say(after(stands, said), said)
    record(unit, None, act, reason, _told(stands.named))


def _standing(unit: UnitOfWork, regulation_id: int) -> Regulation:
    found = unit.regulations.get(regulation_id)
    if found.is_struck:
        raise RefusalError("regulation.is_struck", cited=found.named.cited)
    return found


def _with_file(unit: UnitOfWork, named: Named, content: bytes) -> Named:
    if not content:
        return named
    return replace(named, sha256=keep_file(unit, content), file_name=one_line(named.file_name))


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusalError("regulation.reason", field="reason")
    check_length(reason, TextKind.REASON, "reason")


def _point(unit: UnitOfWork, item: str) -> str:
    found = _point_words(unit, item)
    if found == item:
        raise RefusalError("regulation.no_point", field="item")
    return found


def _point_words(unit: UnitOfWork, item: str) -> str:
    """A point by clause and title; one that no season of today has by its id."""
    rules = unit.packs.current(unit.settings.get().season).rules
    return next((f"{rule.clause}{rule.title}" for rule in rules if rule.id == item), item)


def _told(named: Named) -> dict[str, str]:
    said: dict[str, str] = {RecordKey.REGULATION: named.cited, RecordKey.PERIOD: named.period}
    if named.file_name:
        said[RecordKey.FILE] = named.file_name
    return said
