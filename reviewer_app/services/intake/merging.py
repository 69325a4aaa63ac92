"""Two cases that are one application twice: made one with a choice field by field, parted again, or said to be two.

The case that goes into the other keeps its record and leads to it. What the other said before stands on the record of
the merging, and from there it comes back when that is undone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from reviewer_app.domain.application import Application, Event, PaperCopy, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import move, put_copies, record
from reviewer_app.services.cases.registering import changed_fields, refresh_duplicates, rewritten
from reviewer_app.services.intake.joining import (
    JOINING,
    bring_files,
    changed_from,
    copies_along,
    fitted,
    is_worked_on,
    lacking_copies,
    room,
    state_before,
    staying,
    what_stands,
)
from reviewer_app.services.ports.findings import Pairing, PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


class Side(StrEnum):
    """From which of the two cases a field is taken."""

    KEPT = "kept"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class FieldChoice:
    """A field in which two cases differ; `side` is where only one says something, else nobody has chosen yet."""

    field_id: str
    label: str
    kept: str
    gone: str
    side: Side | None


@dataclass(frozen=True, slots=True)
class MergePlan:
    """Two cases as they were read, the fields in which they differ, and what stands in the way of merging them."""

    kept: Application
    gone: Application
    fields: tuple[FieldChoice, ...]
    copies: int
    files: int
    hindrance: str
    leaves_work_behind: bool = False


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What undoing a merging touched, and what stays with the case that went on."""

    changes: Changes
    left: str


def plan_merge(unit: UnitOfWork, kept_id: int, gone_id: int) -> MergePlan:
    """What merging the second case into the first would ask."""
    kept, gone = unit.applications.get(kept_id), unit.applications.get(gone_id)
    stands = _hindrance(unit, kept, gone)
    fields = []
    for field in _pack(unit, kept).fields:
        first, second = kept.values.get(field.id, ""), gone.values.get(field.id, "")
        if first != second:
            side = None if first and second else Side.KEPT if first else Side.GONE
            fields.append(FieldChoice(field.id, field.label, first, second, side))
    return MergePlan(
        kept,
        gone,
        tuple(fields),
        sum(copy.is_received for copy in unit.papers.of(gone_id)),
        len(unit.attachments.of(gone_id)),
        sentence(stands.code, stands.values) if stands is not None else "",
        stands is not None and stands.code in ("merging.left_behind", "merging.worked_on"),
    )


def merge_cases(unit: UnitOfWork, plan: MergePlan, chosen: Mapping[str, Side], reason: str) -> Changes:
    """Makes one case of two: each field as it was chosen, the papers and files of both.

    Raises RefusalError `merging.reason`, `merging.undecided`, `case.changed_elsewhere` when one of the two is another
    by now, and those that stand in the way.
    """
    require_role(unit.actor, EventAct.CASES_MERGED)
    kept, gone = unit.applications.get(plan.kept.id), unit.applications.get(plan.gone.id)
    stands = _hindrance(unit, kept, gone)
    if stands is not None:
        raise stands
    if (kept.revision, gone.revision) != (plan.kept.revision, plan.gone.revision):
        raise RefusalError("case.changed_elsewhere")
    why = one_line(reason).strip()
    if not why:
        raise RefusalError("merging.reason", field="reason")
    pack = _pack(unit, kept)
    values = _chosen_values(plan_merge(unit, kept.id, gone.id), chosen)
    before, coming = what_stands(unit, kept), unit.papers.of(gone.id)
    came = fitted(coming, unit.papers.of(kept.id), room(unit, kept, coming))
    bring_files(unit, gone, replace(kept, values=values))
    _say(unit, kept, gone, PairVerdict.MERGED)
    names: dict[str, str] = {RecordKey.MERGED_CASE: gone.intake_number, RecordKey.KEPT_CASE: kept.intake_number}
    move(unit, gone, State.PAIRED, EventAct.CASES_MERGED, why, names, Trace())
    source = kept.source if gone.source is Source.PAPER else kept.source.with_online()
    detail: dict[str, str] = {**names, RecordKey.SOURCE: kept.source.label, **changed_fields(pack, kept.values, values)}
    joined = _rewritten(unit, replace(kept, source=source), values, came)
    record(unit, joined, EventAct.CASES_MERGED, why, detail, trace=changed_from(before, unit, joined))
    return _touched(unit, pack, kept, gone, joined)


def undo_merge(unit: UnitOfWork, kept_id: int, gone_id: int) -> Unmerged:
    """Makes two cases of one again, until the opinion on it is reviewed: values and copies go back.

    A field amended since keeps its new value, and files stay with both; the record and the officer are told. Raises
    RefusalError `merging.none`, `merging.gone_on`, `merging.copies_changed`.
    """
    require_role(unit.actor, EventAct.MERGE_UNDONE)
    kept, gone = unit.applications.get(kept_id), unit.applications.get(gone_id)
    require_here(kept)
    said = next((one for one in unit.pairings.all() if (one.paper_id, one.online_id) == (gone_id, kept_id)), None)
    if said is None or said.verdict is not PairVerdict.MERGED or gone.state is not State.PAIRED:
        raise RefusalError("merging.none")
    if kept.state not in OPEN_FOR_WORK:
        raise RefusalError("merging.gone_on", number=kept.intake_number, state=kept.state.label)
    going = copies_along(unit, gone_id, kept_id)
    merging = _merging_of(unit, kept_id, gone.intake_number)
    # By the order of the record: the clock may have been put back meanwhile.
    compared = any(one.act == EventAct.COMPARED and one.id > merging.id for one in unit.events.of(kept_id))
    if going is None or (going and compared):
        raise RefusalError("merging.copies_changed", number=kept.intake_number)
    pack = _pack(unit, kept)
    values, amended = _values_before(pack, kept, merging.detail)
    left = "；".join(filter(None, (staying(unit, gone_id, kept_id), _amended_words(amended))))
    former = next(source for source in Source if source.label == merging.detail[RecordKey.SOURCE])
    _say(unit, kept, gone, PairVerdict.PARTED)
    names: dict[str, str] = {RecordKey.MERGED_CASE: gone.intake_number, RecordKey.KEPT_CASE: kept.intake_number}
    if left:
        names[RecordKey.LEFT_BEHIND] = left
    reason = sentence("merging.undone_reason", {"number": kept.intake_number})
    before = what_stands(unit, kept)
    move(unit, gone, state_before(unit, gone_id), EventAct.MERGE_UNDONE, reason, names, Trace())
    parted = _rewritten(unit, replace(kept, source=former), values, [PaperCopy(number) for number in going])
    trace = changed_from(before, unit, parted)
    detail = {**names, **changed_fields(pack, kept.values, values)}
    record(unit, parted, EventAct.MERGE_UNDONE, detail=detail, trace=trace)
    return Unmerged(_touched(unit, pack, kept, gone, parted), left)


def keep_apart(unit: UnitOfWork, case_id: int, other_id: int) -> Changes:
    """Keeps that two cases are not the same; they are not called doubles any more. RefusalError `merging.none`."""
    require_role(unit.actor, EventAct.KEPT_APART)
    case, other = unit.applications.get(case_id), unit.applications.get(other_id)
    require_here(case)
    require_here(other)
    if case_id == other_id or State.PAIRED in (case.state, other.state):
        raise RefusalError("merging.none")
    _say(unit, case, other, PairVerdict.NOT_SAME)
    for one, two in ((case, other), (other, case)):
        record(unit, one, EventAct.KEPT_APART, detail={RecordKey.OTHER_CASE: two.intake_number})
    return _touched(unit, _pack(unit, case), case, other)


def _hindrance(unit: UnitOfWork, kept: Application, gone: Application) -> RefusalError | None:
    """What stands in the way of merging the second into the first; None where nothing does."""
    numbers = {"number": gone.intake_number, "kept": kept.intake_number}
    coming = [copy for copy in unit.papers.of(gone.id) if copy.is_received]
    free = lacking_copies(unit.papers.of(kept.id), room(unit, kept, coming))
    has_away = kept.is_away or gone.is_away
    hindrances = (
        (kept.id == gone.id or kept.season != gone.season, "merging.none"),
        (has_away, "merging.away"),
        (any(one.person == unit.actor.name for case in (kept, gone) for one in case.recusals), "merging.recused"),
        (kept.state not in OPEN_FOR_WORK, "merging.kept_closed"),
        (gone.state not in JOINING, "merging.worked_on"),
        ({kept.source, gone.source} == {Source.PAPER, Source.ONLINE}, "merging.halves"),
        (is_worked_on(unit, gone), "merging.left_behind"),
        (len(free) < len(coming), "merging.taken"),
    )
    code = next((code for stands, code in hindrances if stands), "")
    states = {"state": (kept if code == "merging.kept_closed" else gone).state.label}
    return RefusalError(code, **numbers, **states) if code else None


def _chosen_values(plan: MergePlan, chosen: Mapping[str, Side]) -> dict[str, str]:
    values = dict(plan.kept.values)
    for field in plan.fields:
        side = chosen.get(field.field_id, field.side)
        if side is None:
            raise RefusalError("merging.undecided", label=field.label, field=field.field_id)
        values[field.field_id] = field.gone if side is Side.GONE else field.kept
    return {field_id: value for field_id, value in values.items() if value}


def _rewritten(
    unit: UnitOfWork, case: Application, values: Mapping[str, str], copies: Sequence[PaperCopy]
) -> Application:
    """The case with other values, found anew, due by its days if it was by those, and with these copies."""
    stored = rewritten(unit, case, values)
    return put_copies(unit, stored, copies)[0] if copies else stored


def _values_before(
    pack: NoticePack, kept: Application, detail: Mapping[str, str]
) -> tuple[dict[str, str], tuple[str, ...]]:
    """The values before the merging, as its entry says them, and the fields amended since, which stay."""
    values, amended = dict(kept.values), []
    for field in pack.fields:
        said = detail.get(field.label)
        if said is None:
            continue
        now = f" → {kept.values.get(field.id, '') or _EMPTY}"
        if not said.endswith(now):
            amended.append(field.label)
            continue
        before = said.removesuffix(now)
        values[field.id] = "" if before == _EMPTY else before
    return {field_id: value for field_id, value in values.items() if value}, tuple(amended)


#: How the record writes a field that says nothing.
_EMPTY = "（空）"


def _amended_words(amended: Sequence[str]) -> str:
    return sentence("merging.left_fields", {"fields": "、".join(amended)}) if amended else ""


def _merging_of(unit: UnitOfWork, kept_id: int, number: str) -> Event:
    found = (
        event
        for event in unit.events.of(kept_id)
        if event.act == EventAct.CASES_MERGED and event.detail.get(RecordKey.MERGED_CASE) == number
    )
    return max(found, key=lambda event: event.id)


def _pack(unit: UnitOfWork, case: Application) -> NoticePack:
    return unit.packs.by_hash(case.pack.sha256)


def _say(unit: UnitOfWork, kept: Application, gone: Application, verdict: PairVerdict) -> None:
    """Writes over what was said of the two before, whichever of them was named first."""
    pair = {kept.id, gone.id}
    former = (one for one in unit.pairings.all() if {one.paper_id, one.online_id} == pair)
    for one in former:
        if (one.paper_id, one.online_id) != (gone.id, kept.id):
            unit.pairings.put(Pairing(one.paper_id, one.online_id, PairVerdict.PARTED, unit.actor.name, unit.now))
    unit.pairings.put(Pairing(gone.id, kept.id, verdict, unit.actor.name, unit.now))


def _touched(unit: UnitOfWork, pack: NoticePack, *cases: Application) -> Changes:
    keys = {applicant_key(case.values) for case in cases}
    touched = refresh_duplicates(unit, pack, keys) | {case.id for case in cases}
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))
