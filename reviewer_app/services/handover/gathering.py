"""What goes along with the cases that are handed over: all of each case, its record, and the files it names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.application import Application
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import DeskCard
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.retention.destruction import holds_in_force
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.dispatch.leaving import batches_waiting
from reviewer_app.services.dispatch.second_looks import looks_still_here, objection_to
from reviewer_app.services.handover.cards import known_desk
from reviewer_app.services.handover.envelope import LARGEST, card_of
from reviewer_app.services.ports.custody import CarriedEvent, CaseContent, DeskKeys, DraftText, PackageContent
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.copies import parcels_holding
from reviewer_resources.phrases import sentence

#: More cases than a day has; what goes into one file stays readable.
MOST_CASES = 500


#: A busy day's entries of the record.
_DAY = 3000
#: What happens to a case by hand-overs alone is no work on it.
NO_WORK = {
    EventAct.CASE_AWAY,
    EventAct.CASE_CAME,
    EventAct.PACKAGE_RECALLED,
    EventAct.CHANGE_HELD,
    EventAct.COPY_VOIDED,
}


@dataclass(frozen=True, slots=True)
class SendingLine:
    """One case of a hand-over before it is made; with a `refusal` it cannot go, for its `batch` if there is one.

    `told` is what the officer should know of one that can.
    """

    case_id: int
    number: str
    name: str
    state: str
    refusal: str
    batch: int = 0
    told: str = ""


@dataclass(frozen=True, slots=True)
class Gathered:
    """A package ready to be sealed, and the record's head it was gathered at."""

    content: PackageContent
    keys: DeskKeys
    receiver: DeskCard
    ids: tuple[int, ...]
    audit_head: str


def worked_on_today(unit: UnitOfWork) -> tuple[int, ...]:
    """The cases this person worked on today and that are still here: what is usually handed over at the end of it."""
    mine = (one for one in unit.events.latest(_DAY) if one.at.date() == unit.today and one.actor == unit.actor.name)
    ids = {one.application_id for one in mine if one.application_id and one.act not in NO_WORK}
    return tuple(case.id for case in unit.applications.some(sorted(ids)) if not case.is_away)


def usual_receiver(unit: UnitOfWork, case_id: int | None) -> str:
    """The fingerprint of the desk meant first: the last one handed to, else the one a case came from; it may be ''."""
    last = next((one.desk for one in unit.desks.packages() if one.is_outgoing), "")
    if last or case_id is None:
        return last
    custody = unit.applications.get(case_id).custody
    return custody.desk if custody is not None else ""


def plan_sending(unit: UnitOfWork, ids: Sequence[int]) -> tuple[SendingLine, ...]:
    """Says for each case whether it can be handed over, and why not."""
    cases = unit.applications.some(ids)
    refused, looks = refusals_of_sending(unit, cases), looks_still_here(unit, cases)
    lines = []
    for case in cases:
        refusal = refused.get(case.id)
        words = sentence(refusal.code, refusal.values) if refusal else ""
        batch = int(str(refusal.values.get("batch", 0))) if refusal else 0
        told = sentence("custody.unlooked") if case.id in looks and looks[case.id].is_open and not refusal else ""
        lines.append(SendingLine(case.id, case.intake_number, case.project_name, case.state.label, words, batch, told))
    return tuple(lines)


def refusals_of_sending(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, RefusalError]:
    """Why some of the cases cannot be handed over.

    One in a batch not sent yet has to be taken out of it first, and its copies out of the parcel. An objection at the
    second look is answered before, for the other desk knows nothing of it and would send the case. What followed its
    sending stays in no package yet.
    """
    found: dict[int, RefusalError] = {}
    waiting, looks = batches_waiting(unit, cases), looks_still_here(unit, cases)
    packed = parcels_holding(unit, [case.id for case in cases])
    follows = _following(unit, cases)
    for case in cases:
        objection = objection_to(looks.get(case.id))
        if case.is_away:
            found[case.id] = away_refusal(case)
        elif case.is_kept_from(unit.actor.name):
            found[case.id] = RefusalError("custody.recused", number=case.intake_number)
        elif case.id in waiting:
            batch = waiting[case.id].number
            found[case.id] = RefusalError("custody.batched", number=case.intake_number, batch=batch)
        elif case.id in packed:
            found[case.id] = RefusalError("custody.in_parcel", number=case.intake_number, parcel=packed[case.id])
        elif objection is not None:
            found[case.id] = RefusalError("custody.objected", number=case.intake_number, **objection.values)
        elif what := follows[case.id]:
            found[case.id] = RefusalError("custody.followed", number=case.intake_number, what="、".join(what))
    return found


def _following(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, list[str]]:
    """What is kept of each case after its sending that no package takes along; it would be missing there.

    The layer is left behind: it is for this office's figures alone, and the other one says its own.
    """
    ids = [case.id for case in cases]
    ledger, holds, gone = unit.ledger.of_some(ids), unit.retention.holds_of_some(ids), unit.retention.gone_of_some(ids)
    found = {}
    for one in ids:
        kept = {
            "ledger": ledger.get(one),
            "standards": unit.standards.of_case(one),
            "holds": holds_in_force(holds.get(one, ())),
            "destroyed": gone.get(one),
        }
        found[one] = [sentence(f"custody.follows_{name}") for name, lines in kept.items() if lines]
    return found


def gather(unit: UnitOfWork, ids: Sequence[int], receiver: str, note: str) -> Gathered:
    """All that goes to a desk in one package.

    Raises RefusalError `custody.nothing`, `custody.too_many`, `custody.no_card_yet`, `custody.unknown_desk`,
    `custody.too_large`, and those of `refusals_of_sending`; TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.CASE_AWAY)
    wanted = tuple(dict.fromkeys(ids))
    if not wanted:
        raise RefusalError("custody.nothing")
    if len(wanted) > MOST_CASES:
        raise RefusalError("custody.too_many", limit=MOST_CASES)
    keys, card = unit.desks.own(), known_desk(unit, receiver)
    if keys is None:
        raise RefusalError("custody.no_card_yet")
    if card is None:
        raise RefusalError("custody.unknown_desk")
    cases = unit.applications.some(wanted)
    for refusal in refusals_of_sending(unit, cases).values():
        raise refusal
    # At the other desk, what was changed here behind the program's back would look right.
    unit.require_custody_as_recorded(wanted)
    own, carried = card_of(keys).fingerprint, unit.custody.carried(wanted)
    entries = unit.custody.own_entries(wanted, own, keys.name)
    contents = tuple(_content(unit, case, own, (*carried[case.id], *entries[case.id])) for case in cases)
    content = PackageContent(
        unit.desks.next_number(),
        keys.name,
        unit.now,
        unit.actor.name,
        note.strip(),
        contents,
        _files(unit, contents),
    )
    return Gathered(content, keys, card, wanted, unit.events.head())


def named_files(case: CaseContent) -> frozenset[str]:
    """The hashes of all files that a case names."""
    found = {one.sha256 for one in case.attachments}
    found |= {piece.sha256 for answer in case.answers for piece in answer.evidence}
    found |= {one.sha256 for one in case.look_ups}
    found |= {one.sha256 for one in case.pins} | {one.sha256 for one in case.readings}
    found |= {one.view.sha256 for one in case.application.consultations if one.view is not None}
    return frozenset(found - {""})


def _content(unit: UnitOfWork, case: Application, own: str, entries: tuple[CarriedEvent, ...]) -> CaseContent:
    custody = case.custody
    drafts = unit.drafts.of(case.id).values()
    return CaseContent(
        key=custody.key_everywhere if custody else f"{own}:{case.id}",
        number=(custody.number if custody else 0) + 1,
        road=custody.road if custody else (),
        recalled=custody.recalled if custody else (),
        application=replace(case, custody=None),
        answers=tuple(unit.answers.of(case.id).values()),
        comparisons=tuple(unit.comparisons.of(case.id).values()),
        look_ups=unit.look_ups.of(case.id),
        opinions=unit.opinions.of(case.id),
        corrections=unit.corrections.of(case.id),
        papers=unit.papers.of(case.id),
        drafts=tuple(DraftText(one.box, one.text, one.saved_at, one.by) for one in drafts),
        attachments=unit.attachments.of(case.id),
        pins=unit.scans.pins(case.id),
        readings=unit.scans.readings(case.id),
        events=entries,
    )


def _files(unit: UnitOfWork, contents: Sequence[CaseContent]) -> Mapping[str, bytes]:
    found: dict[str, bytes] = {}
    size = 0
    for sha256 in sorted({one for case in contents for one in named_files(case)}):
        found[sha256] = unit.attachments.content(sha256)
        size += len(found[sha256])
        if size > LARGEST:
            raise RefusalError("custody.too_large", limit=LARGEST >> 20)
    return found
