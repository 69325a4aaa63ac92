"""The covering letters of a batch as they stand: one answer for the road, the check, the parcels and the issuing."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.letters import (
    BatchLetter,
    BatchLetters,
    LetterWay,
    NamedProject,
    bare_point,
    contact_of,
    says_else,
    unlettered_point,
    way_of,
)
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.points import Excuse, MailPoint, excused
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.opinion import ProjectClass
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.reading import routing_of
from reviewer_app.services.cases.readying import proposed_of
from reviewer_app.services.dispatch.leaving import off_code
from reviewer_app.services.ports.library import UnitOfWork

_KIND = DocumentKind.COVERING_LETTER.value


def letters_of(
    unit: UnitOfWork,
    batch: Batch,
    events: Mapping[int, Sequence[Event]] | None = None,
    kept: Collection[int] | None = None,
) -> BatchLetters:
    """The letters of a batch in force and what they lack; `events` spares reading the record of its cases again.

    With `kept` it is told of the batch as if it went with these cases, each as it is now.
    """
    ids = [line.application_id for line in batch.lines]
    acts = unit.events.of_some(ids) if events is None else events
    cases = {case.id: case for case in unit.applications.some(ids)}
    contacts = {case_id: contact_named(unit, cases[case_id]) for case_id in ids if case_id in cases}
    going = {
        case_id: contact
        for case_id, contact in contacts.items()
        if (not off_code(cases[case_id], acts[case_id], batch) if kept is None else case_id in kept)
    }
    entries = in_force_of(unit, batch.id)
    projects = _named(unit, [cases[one] for one in going]) if entries else {}
    excuses = unit.excuses.of(batch.id)
    letters = tuple(
        replace(_letter(entry, going, projects, acts), is_waived=_is_waived(bare_point(entry), excuses))
        for entry in entries
    )
    found = BatchLetters(going, letters, _season_way(unit, batch))
    every = replace(found, going=contacts)
    return replace(found, is_waived=_is_waived(unlettered_point(len(every.lettered), len(contacts)), excuses))


def _is_waived(point: MailPoint, excuses: Sequence[Excuse]) -> bool:
    """Whether a written reason stands for a point as it is now."""
    return excused([point], excuses)[0].excuse is not None


def in_force_of(unit: UnitOfWork, batch_id: int) -> tuple[RegisterEntry, ...]:
    """The covering letters of a batch that were issued and not given up, in the order of their issue."""
    return tuple(one for one in unit.register.of_batch(batch_id) if one.kind == _KIND and not one.is_void)


def require_one_way(unit: UnitOfWork, batch_id: int, contact: str) -> None:
    """Lets no letter for all stand beside one for a contact: RefusalError `letters.other_way`."""
    other = next((one for one in in_force_of(unit, batch_id) if way_of(contact_of(one)) is not way_of(contact)), None)
    if other is not None:
        way = way_of(contact_of(other)).label
        raise RefusalError("letters.other_way", called=other.called, way=way)


def contact_named(unit: UnitOfWork, case: Application) -> str:
    """Who of the municipal bureau gets a case, by name; empty where nobody does."""
    contact = routing_of(unit.packs.by_hash(case.pack.sha256), case).contact
    return contact.name if contact is not None else ""


def _season_way(unit: UnitOfWork, batch: Batch) -> LetterWay:
    """As the parcels are planned; before that as the season says what one parcel is for."""
    parcels = [one for one in unit.parcels.of_batch(batch.id) if one.state is not ParcelState.DROPPED]
    if parcels:
        return LetterWay.CONTACT if any(one.contact for one in parcels) else LetterWay.ALL
    limits = unit.packs.current(batch.season).limits
    return LetterWay.CONTACT if limits.is_parcel_per_contact else LetterWay.ALL


def named_in_letter(case: Application, proposed: ProjectClass) -> NamedProject:
    """A case as a letter prints it, with the class it is recommended for."""
    return NamedProject(
        case.intake_number, case.project_name, case.applicant, case.values.get("sector", ""), proposed.label
    )


def _named(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, NamedProject]:
    """Each case as a letter would print it now."""
    opinions = unit.opinions.of_some([case.id for case in cases])
    return {case.id: named_in_letter(case, proposed_of(case, opinions[case.id])) for case in cases}


def _letter(
    entry: RegisterEntry,
    going: Mapping[int, str],
    projects: Mapping[int, NamedProject],
    acts: Mapping[int, Sequence[Event]],
) -> BatchLetter:
    """A letter beside the cases that go now; of one issued before that was noted nothing is said."""
    named = [projects[case] for case, contact in going.items() if contact_of(entry) in ("", contact)]
    issued = _issuing_of(entry, acts)
    if issued is None:
        return BatchLetter(entry, len(named))
    return BatchLetter(
        entry,
        len(named),
        issued.detail.get(RecordKey.CASES, ""),
        issued.detail.get(RecordKey.COPIES, ""),
        says_else(issued.detail.get(RecordKey.CONTENT_HASH, ""), named),
    )


def _issuing_of(entry: RegisterEntry, events: Mapping[int, Sequence[Event]]) -> Event | None:
    """The entry by which a letter was issued, as it stands on the record of each case of its batch."""
    said = {RecordKey.DOCUMENT: entry.kind, RecordKey.DOCUMENT_NUMBER: entry.called}
    return next(
        (
            event
            for acts in events.values()
            for event in acts
            if event.act == EventAct.PAPER_ISSUED and said.items() <= event.detail.items()
        ),
        None,
    )
