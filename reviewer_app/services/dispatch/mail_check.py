"""The check before a batch is mailed: its points as record and folder have them now, and excusing one in writing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application, Event, Keeping, Source
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checklist import Answers, Verdict, rules_for, verdict_of
from reviewer_app.domain.dispatch.folder import MANIFEST, SUMMARIES
from reviewer_app.domain.dispatch.letters import BatchLetters, LetterFacts, letter_copies
from reviewer_app.domain.dispatch.mail_check import MailedCase, MailFacts, PackedParcel, mail_points
from reviewer_app.domain.dispatch.parcels import CopiesWanted, Parcel, ParcelState, PieceKind, last_moves, lying_in
from reviewer_app.domain.dispatch.points import Excuse, MailPoint, PointStanding, excused, open_of
from reviewer_app.domain.dispatch.seals import in_force
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import ComparedField, Comparison, compared_fields, settlements_of
from reviewer_app.domain.notice import ChecklistRule, SettledBy, Severity
from reviewer_app.domain.numbers import RegisterEntry, Sealing
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.readiness import is_reason
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.readying import open_in_some, read_some, said
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.batch_comparing import faults_in, recorded_whole
from reviewer_app.services.dispatch.batch_letters import contact_named, letters_of
from reviewer_app.services.dispatch.leaving import ever_in, is_given_up, off_code
from reviewer_app.services.dispatch.second_looks import objections
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: What changes a case so that a sheet made before no longer says what the record says.
_CHANGING = frozenset(
    {
        EventAct.AMENDED,
        EventAct.DIFFERENCE_SETTLED,
        EventAct.REOPENED,
        EventAct.CASES_MERGED,
        EventAct.MERGE_UNDONE,
        EventAct.CHANGE_MERGED,
        EventAct.PACK_FOLLOWED,
        EventAct.SIGNED_OFF,
        EventAct.UNDONE,
        EventAct.REDONE,
    }
)
_SEALED = (State.SEALED, State.BATCHED, State.SENT)


@dataclass(frozen=True, slots=True)
class MailCheck:
    """The check of one batch as it stands: every point, and whether the batch has left already."""

    batch_id: int
    number: int
    points: tuple[MailPoint, ...]
    is_sent: bool

    @property
    def settled(self) -> int:
        """How many points pass or are excused."""
        return sum(point.standing is not PointStanding.OPEN for point in self.points)


def mail_check(unit: UnitOfWork, batch_id: int) -> MailCheck:
    """The check of a batch now; RefusalError `batch.unknown`."""
    batch = unit.batches.get(batch_id)
    return MailCheck(batch.id, batch.number, _points(unit, batch), batch.sent_at is not None)


def require_mailable(unit: UnitOfWork, batch: Batch) -> None:
    """Lets no batch be mailed while a point is open; RefusalError `mail_check.stopped` says the first."""
    still = open_of(_points(unit, batch))
    if still:
        raise RefusalError("mail_check.stopped", what=point_said(still[0]), count=len(still), point=still[0].id)


def excuse_point(unit: UnitOfWork, batch_id: int, point_id: str, reason: str, facts: str) -> Changes:
    """Writes why the batch goes although a point is open; it holds for the `facts` that were looked at, and no others.

    Raises RefusalError `act.role_needed`, `batch.already_sent`, `mail_check.reason`, `mail_check.not_open`,
    `mail_check.changed`, `mail_check.never`.
    """
    require_role(unit.actor, EventAct.BATCH_EXCUSED)
    batch = unit.batches.get(batch_id)
    if batch.sent_at is not None:
        raise RefusalError("batch.already_sent", number=batch.number)
    if not is_reason(reason):
        raise RefusalError("mail_check.reason", field="reason")
    point = next((one for one in _points(unit, batch) if one.id == point_id), None)
    if point is None or point.standing is PointStanding.PASSED:
        raise RefusalError("mail_check.not_open")
    if point.holds:
        raise RefusalError("mail_check.never", what=point_said(point))
    if point.facts != facts:
        raise RefusalError("mail_check.changed", what=point_said(point))
    what = point_said(point)
    unit.excuses.add(Excuse(batch.id, point.id, point.facts, what, reason.strip(), unit.actor.name, unit.now))
    case = unit.applications.get(point.application_id) if point.application_id else None
    detail = {RecordKey.BATCH.value: str(batch.number), RecordKey.POINT.value: what}
    record(unit, case, EventAct.BATCH_EXCUSED, reason, detail)
    return Changes(frozenset({Noun.BATCH}), frozenset({point.application_id} if point.application_id else ()))


def point_said(point: MailPoint) -> str:
    """A point in its sentence."""
    return sentence(point.code, dict(point.values))


def _points(unit: UnitOfWork, batch: Batch) -> tuple[MailPoint, ...]:
    return excused(mail_points(_facts(unit, batch)), unit.excuses.of(batch.id))


def _facts(unit: UnitOfWork, batch: Batch) -> MailFacts:
    whole = recorded_whole(unit, batch)
    events = unit.events.of_some([line.application_id for line in batch.lines])
    cases = _cases(unit, whole, events)
    standing, parcels = letters_of(unit, batch, events), packed_parcels(unit, batch)
    others = dict(whole.others)
    return MailFacts(
        cases=cases,
        sheets=sum(bool(line.file) for line in batch.lines),
        copies_to_send=unit.packs.current(batch.season).limits.copies_to_send,
        letters=_letters(batch, cases, standing, _letter_copies(unit, batch, cases, standing, parcels)),
        is_listed=MANIFEST in others,
        is_summed=any(summary in others for summary in SUMMARIES),
        faults=faults_in(unit.folder / batch.folder, whole),
        parcels=parcels,
    )


def packed_parcels(unit: UnitOfWork, batch: Batch) -> tuple[PackedParcel, ...] | None:
    """The parcels of a batch with the forms that lie in them; None while no parcel of it is planned."""
    standing = [one for one in unit.parcels.of_batch(batch.id) if one.state is not ParcelState.DROPPED]
    if not standing:
        return None
    moves = unit.parcels.moves_of_cases(ever_in(unit, batch))
    last = last_moves(moves)
    found = []
    for parcel in standing:
        # What came back in a parcel that nobody opened lies in it as it was sent.
        came_back = [one for one, move in last.items() if move.parcel_id == parcel.id] if _is_back(parcel) else ()
        lying = (*lying_in(last.values(), parcel.id), *came_back)
        inside = [piece for piece in lying if piece.kind is PieceKind.FORM]
        counts = {
            case: sum(piece.application_id == case for piece in inside)
            for case in dict.fromkeys(piece.application_id for piece in inside)
        }
        found.append(PackedParcel(parcel.contact, tuple(counts.items())))
    return tuple(found)


def _is_back(parcel: Parcel) -> bool:
    return parcel.state is ParcelState.RETURNED


def _letters(
    batch: Batch, cases: Sequence[MailedCase], standing: BatchLetters, copies: Mapping[str, str]
) -> LetterFacts:
    """What the covering letters in force are judged by; `copies` are those that go with each now."""
    contacts = {one.contact for one in standing.letters}
    lettered = sum("" in contacts or case.contact in contacts for case in cases)
    is_sent = batch.sent_at is not None
    return LetterFacts(len(cases), lettered, standing.letters, standing.is_mixed, copies, is_sent)


def _letter_copies(
    unit: UnitOfWork,
    batch: Batch,
    cases: Sequence[MailedCase],
    standing: BatchLetters,
    parcels: Sequence[PackedParcel] | None,
) -> dict[str, str]:
    """How many sheets and forms go with each letter that has not left: what is packed, else what the season sends."""
    limits = unit.packs.current(batch.season).limits
    wanted = CopiesWanted(limits.sheets_sent, limits.copies_to_send)
    packed = {case: count for parcel in parcels or () for case, count in parcel.copies}
    forms = {
        case.application_id: max(
            packed.get(case.application_id, 0),
            len(wanted.forms_of(copy for copy in case.papers if copy.keeping is not Keeping.MAILED)),
        )
        for case in cases
    }
    found = {}
    for one in standing.letters:
        if one.entry.delivered_on is None and batch.sent_at is None:
            own = [case for case, to in standing.going.items() if one.contact in ("", to)]
            found[one.entry.called] = letter_copies(wanted.sheets * len(own), sum(forms[case] for case in own))
    return found


def _cases(unit: UnitOfWork, batch: Batch, events: Mapping[int, Sequence[Event]]) -> tuple[MailedCase, ...]:
    """The batch's cases with what is recorded of each, every kind of record read once for all of them."""
    ids = [line.application_id for line in batch.lines]
    cases = unit.applications.some(ids)
    papers = unit.papers.of_some(ids)
    compared = unit.comparisons.of_some(ids)
    read = read_some(unit, ids)
    still_open = open_in_some(unit, cases, ReadinessAct.SEND, batch.seal, read)
    objected = objections(unit, cases)
    sheets: dict[int, list[RegisterEntry]] = {}
    for (case_id, _basis), entry in unit.register.in_force_for(DocumentKind.RECOMMENDATION.value, ids).items():
        sheets.setdefault(case_id, []).append(entry)
    made = _made_of(unit, sheets)
    found = []
    for case in cases:
        acts, own = events[case.id], sheets.get(case.id, [])
        later = _later(acts, batch)
        objection = objected.get(case.id)
        held = (sentence(objection.code, objection.values),) if objection is not None else ()
        number = next((entry.called for entry in own), "")
        found.append(
            MailedCase(
                application_id=case.id,
                called=case.intake_number,
                applicant=case.applicant,
                contact=contact_named(unit, case),
                has_online=case.source is not Source.PAPER,
                is_sealed=_is_sealed(case, own, batch),
                why_off=_why_off(case, acts, batch),
                still_open=(*(said(point) for point in still_open[case.id]), *held),
                number=number,
                is_void=not number and is_given_up(unit, case.id, batch),
                is_newest_sheet=not own or _sheet_of(batch, case.id) in made[case.id],
                papers=tuple(papers[case.id]),
                compared=_compared(unit, case, compared[case.id], acts),
                is_form_met=_is_met(unit, case, read[0][case.id], lambda rule: rule.settled_by is SettledBy.COMPARISON),
                is_seal_met=_is_met(unit, case, read[0][case.id], lambda rule: rule.id.endswith(".seal")),
                code_doubts=_code_doubts(case),
                later=tuple(f"{event.at:%m-%d %H:%M} {sentence(f'event.{event.act}')}" for event in later),
                later_mark=str(later[-1].id) if later else "",
            )
        )
    return tuple(found)


def _is_sealed(case: Application, own: Sequence[RegisterEntry], batch: Batch) -> bool:
    """Whether a case is sealed, and before it is sent also the sheet issued for it last: one made anew is not yet."""
    is_bare = bool(own) and own[-1].sealed_how is Sealing.OPEN and batch.sent_at is None
    return case.state in _SEALED and not is_bare


def _made_of(unit: UnitOfWork, sheets: Mapping[int, Sequence[RegisterEntry]]) -> dict[int, set[str]]:
    """The bytes of the sheets in force by case: as they stand, and as they were before they were sealed as files."""
    used = in_force(unit.seals.uses_of([entry.id for own in sheets.values() for entry in own]))
    return {
        case_id: {entry.sha256 for entry in own} | {used[entry.id].approved_sha256 for entry in own if entry.id in used}
        for case_id, own in sheets.items()
    }


def _sheet_of(batch: Batch, case_id: int) -> str:
    return next(line.sha256 for line in batch.lines if line.application_id == case_id)


def _compared(
    unit: UnitOfWork, case: Application, found: Mapping[str, Comparison], acts: Sequence[Event]
) -> tuple[ComparedField, ...]:
    return compared_fields(unit.packs.by_hash(case.pack.sha256), case.values, found, settlements_of(acts))


def _is_met(unit: UnitOfWork, case: Application, answers: Answers, of: Callable[[ChecklistRule], bool]) -> bool:
    """Whether every point of a kind that is asked of a case was answered 符合, and there is one."""
    rules = [rule for rule in rules_for(unit.packs.by_hash(case.pack.sha256), case.values) if of(rule)]
    return bool(rules) and all(verdict_of(rule, case.values, answers) is Verdict.MET for rule in rules)


def _code_doubts(case: Application) -> tuple[str, ...]:
    """What stands against the credit code or the name as the form has them."""
    return tuple(
        finding.message
        for finding in case.findings
        if finding.severity is Severity.BLOCK and finding.id.startswith("credit_code.")
    )


def _why_off(case: Application, acts: Sequence[Event], batch: Batch) -> str:
    """Why a case does not go with this batch; empty when it does, and for one that went with it."""
    code = off_code(case, acts, batch)
    return sentence(f"mail_check.{code}", {"state": case.state.label}) if code else ""


def _later(acts: Sequence[Event], batch: Batch) -> list[Event]:
    """The acts since the batch was made with the case that changed what its sheet says."""
    made = [
        place
        for place, event in enumerate(acts)
        if event.act == EventAct.EXPORTED and event.detail.get(RecordKey.BATCH) == str(batch.number)
    ]
    since = acts[made[-1] + 1 :] if made else [event for event in acts if event.at > batch.made_at]
    return [event for event in since if event.act in _CHANGING]
