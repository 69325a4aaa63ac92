"""出具报送函: all covering letters of a batch issued at once, and what they replace given up, as was shown before."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import require_open
from reviewer_app.domain.dispatch.letters import BatchLetter, BatchLetters, LetterWay, letter_basis
from reviewer_app.domain.dispatch.road import LineStanding
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.numbering import NumberGiven, PaperIssued, enter_paper, give_up, next_numbers
from reviewer_app.services.cases.permissions import require_checked, require_role
from reviewer_app.services.cases.readying import require_seal_allowed
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_letters import contact_named, in_force_of, letters_of
from reviewer_app.services.dispatch.batch_recording import moved_since
from reviewer_app.services.dispatch.changing.planning import UpdatePlan
from reviewer_app.services.dispatch.ordering import ids_in_office_order
from reviewer_app.services.dispatch.road import line_standing
from reviewer_app.services.papers.issuing import said_of_letter
from reviewer_app.services.papers.making import make_document
from reviewer_app.services.papers.parcels import cases_for, covering_letter
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, asked_of
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts

_KIND = DocumentKind.COVERING_LETTER
#: Another paper may get a number while these are made; then they take the next ones, a few times over.
_TRIES = 3


@dataclass(frozen=True, slots=True)
class NewLetter:
    """A letter to be issued: for whom ('' for all), with how many projects, under which number."""

    contact: str
    cases: int
    given: NumberGiven

    @property
    def called(self) -> str:
        """The number it gets, or where its kind has no code the place in its series."""
        return self.given.number or f"{self.given.year}年第{self.given.serial}号（无代字）"


@dataclass(frozen=True, slots=True)
class LettersPlan:
    """What issuing the letters of a batch would do now: which stay, which are given up, which are new."""

    batch: Batch
    way: LetterWay
    kept: tuple[BatchLetter, ...]
    replaced: tuple[BatchLetter, ...]
    new: tuple[NewLetter, ...]
    audit_head: str

    @property
    def is_nothing(self) -> bool:
        """Whether all letters are in force and say what the batch is."""
        return not self.new and not self.replaced

    def is_as(self, other: LettersPlan) -> bool:
        """Whether the same would become of every letter, under the same numbers."""
        mine = (self.way, [one.entry.id for one in self.replaced], self.new)
        return mine == (other.way, [one.entry.id for one in other.replaced], other.new)


@dataclass(frozen=True, slots=True)
class LettersIssued:
    """What was issued, each by its number, how many were replaced, and what that touched."""

    called: tuple[str, ...]
    replaced: int
    changes: Changes


def plan_letters(unit: UnitOfWork, batch_id: int, way: LetterWay | None = None) -> LettersPlan:
    """What issuing the letters would do; without a `way` as those in force go, or as the parcels are planned.

    Raises RefusalError `act.role_needed`, `batch.unknown`, `batch.already_sent`, `batch.dissolved`,
    `batch.unrouted`, `letters.update_first`, `letters.delivered`, `outgoing.…`; TroubleError
    `library.not_as_recorded`. A letter that was posted stays as it is.
    """
    require_role(unit.actor, EventAct.PAPER_ISSUED)
    batch = unit.batches.get(batch_id)
    require_checked(unit, batch.season)
    require_open(batch)
    ids = [line.application_id for line in batch.lines]
    unit.require_as_recorded(ids)
    _require_current(unit, batch, ids)
    return _planned(unit, batch, letters_of(unit, batch), way)


def letters_after(unit: UnitOfWork, update: UpdatePlan) -> LettersPlan | None:
    """The letters that an update of a batch makes untrue, and those issued for them; None where it has none in force.

    Nothing is kept free by this. Raises RefusalError `act.role_needed`, `letters.unrouted`, `letters.delivered`,
    `outgoing.…`.
    """
    if not in_force_of(unit, update.batch.id):
        return None
    require_role(unit.actor, EventAct.PAPER_ISSUED)
    return _planned(unit, update.batch, letters_of(unit, update.batch, kept=update.going), None)


def _planned(unit: UnitOfWork, batch: Batch, found: BatchLetters, way: LetterWay | None) -> LettersPlan:
    """Which letters stay, which go and which are new, under the numbers that come next."""
    wanted = way or found.way
    contacts = wanted.contacts(found.going)
    if wanted is LetterWay.CONTACT and "" in contacts:
        raise RefusalError("letters.unrouted", number=batch.number)
    # A letter that left speaks for itself: what it names otherwise than the batch is excused before mailing.
    kept = tuple(one for one in found.letters if one.contact in contacts and (not one.is_unlike or one.has_left))
    replaced = tuple(one for one in found.letters if one not in kept)
    for one in replaced:
        if one.entry.delivered_on is not None:
            raise RefusalError("letters.delivered", letter=one.entry.called, day=one.entry.delivered_on)
    there = {one.contact for one in kept}
    new = _numbered(unit, [contact for contact in contacts if contact not in there], found.going)
    return LettersPlan(batch, wanted, kept, replaced, new, unit.events.head())


def coming_letters(unit: UnitOfWork, case_ids: Sequence[int]) -> tuple[NewLetter, ...]:
    """The letters a batch of these cases would get, as the season plans its parcels, under the numbers that come next.

    Nothing is kept free by this. RefusalError `letters.unrouted_cases`, `outgoing.…`.
    """
    cases = {case.id: case for case in unit.applications.some(case_ids)}
    going = {one: contact_named(unit, cases[one]) for one in ids_in_office_order(unit, case_ids)}
    is_each = current_pack(unit).limits.is_parcel_per_contact
    contacts = (LetterWay.CONTACT if is_each else LetterWay.ALL).contacts(going)
    if is_each and "" in contacts:
        raise RefusalError("letters.unrouted_cases")
    return _numbered(unit, contacts, going)


def _numbered(unit: UnitOfWork, contacts: Sequence[str], going: Mapping[int, str]) -> tuple[NewLetter, ...]:
    """A letter for each of these contacts, under the next numbers in their order."""
    return tuple(
        NewLetter(contact, sum(contact in ("", to) for to in going.values()), given)
        for contact, given in zip(contacts, next_numbers(unit, _KIND, len(contacts)), strict=True)
    )


def issue_letters(
    library: Library,
    parts: Parts,
    batch_id: int,
    reason: str = "",
    way: LetterWay | None = None,
    seen: LettersPlan | None = None,
) -> LettersIssued:
    """Issues all letters a batch lacks and replaces those that say something else: all of it, or nothing.

    `seen` is what the officer was shown: after any change of it nothing is done. Runs on a thread of its own. Raises
    RefusalError as `plan_letters` and `record_letters`, and what `make_document` raises.
    """
    tries = 1 if seen is not None else _TRIES
    while True:
        plan = library.read(plan_letters, batch_id, seen.way if seen is not None else way)
        if seen is not None and not seen.is_as(plan):
            raise RefusalError("letters.overtaken", number=plan.batch.number)
        _require_something(plan, reason)
        matters = library.read(letter_matters, plan)
        made = tuple((matter, make_document(parts, matter, plan.batch.seal)) for matter in matters)
        tries -= 1
        try:
            return library.change(record_letters, plan, made, reason)
        except RefusalError as refusal:
            if refusal.code != "letters.overtaken" or not tries:
                raise


def record_letters(
    unit: UnitOfWork, plan: LettersPlan, made: Sequence[tuple[PrintMatter, bytes]], reason: str
) -> LettersIssued:
    """Gives up what is replaced and enters the letters that were made as planned.

    Raises RefusalError as `plan_letters`, `letters.none_open`, `letters.reason`, `letters.overtaken`,
    `outgoing.changed_meanwhile`, and `readiness.stopped` for the sample seal outside the practice season.
    """
    batch = plan.batch
    require_seal_allowed(unit, batch.seal)
    _require_something(plan, reason)
    now = plan_letters(unit, batch.id, plan.way)
    if not now.is_as(plan) or [matter.contact for matter, _ in made] != [one.contact for one in plan.new]:
        raise RefusalError("letters.overtaken", number=batch.number)
    ids = [line.application_id for line in batch.lines]
    moved = moved_since(unit, plan.audit_head)
    if moved is None or moved & set(ids):
        raise RefusalError("outgoing.changed_meanwhile")
    if plan.replaced:
        require_role(unit.actor, EventAct.NUMBER_VOIDED)
    for one in plan.replaced:
        give_up(unit, one.entry, reason)
    for new, (matter, pdf) in zip(plan.new, made, strict=True):
        enter_paper(unit, _paper(new, matter, batch), pdf)
    nouns = frozenset({Noun.REGISTER, Noun.CASE, Noun.BATCH})
    return LettersIssued(tuple(one.called for one in plan.new), len(plan.replaced), Changes(nouns, frozenset(ids)))


def _require_something(plan: LettersPlan, reason: str) -> None:
    if plan.is_nothing:
        raise RefusalError("letters.none_open", number=plan.batch.number)
    check_length(reason, TextKind.REASON, "reason")
    if plan.replaced and not reason.strip():
        raise RefusalError("letters.reason", field="reason")


def _require_current(unit: UnitOfWork, batch: Batch, ids: Sequence[int]) -> None:
    """A letter names the cases of its batch: before it is written the batch has to be what its cases are."""
    acts = unit.events.of_some(ids)
    cases = unit.applications.some(ids)
    off = [case for case in cases if line_standing(unit, batch, case, acts[case.id]) is not LineStanding.IN]
    away = [case for case in cases if case.is_away]
    if off or away:
        number = (off or away)[0].intake_number
        raise RefusalError("letters.update_first", number=batch.number, case=number)


def letter_matters(unit: UnitOfWork, plan: LettersPlan) -> tuple[PrintMatter, ...]:
    """What each new letter says, under its number."""
    return tuple(_matter(unit, plan.batch, one) for one in plan.new)


def _matter(unit: UnitOfWork, batch: Batch, new: NewLetter) -> PrintMatter:
    values = covering_letter(unit, batch, new.contact)
    fields = asked_of(_KIND, values.fields)
    title = f"{_KIND.label} {batch.season}年第{batch.number}批"
    return PrintMatter(
        order=PrintOrder(_KIND, batch_id=batch.id, contact=new.contact),
        title=f"{title} {new.contact}".rstrip(),
        number=new.called,
        case_ids=cases_for(unit, batch, new.contact),
        printed_before=0,
        contact=new.contact,
        values=replace(values, fields=fields, number=new.given.number, is_draft=False, made_at=unit.now),
        basis=letter_basis(new.contact),
    )


def _paper(new: NewLetter, matter: PrintMatter, batch: Batch) -> PaperIssued:
    contact = f"（{new.contact}）" if new.contact else ""
    return PaperIssued(
        kind=_KIND,
        given=new.given,
        party=matter.values.fields["recipient"] if matter.values is not None else "",
        subject=f"{_KIND.label}　第{batch.number}批{contact}",
        batch_id=batch.id,
        basis=matter.basis,
        sealed_how=Sealing.SAMPLE if batch.seal is SealStyle.SAMPLE else Sealing.OPEN,
        file_name=matter.file_name,
        said=said_of_letter(matter),
    )
