"""Taking a package in: looked at and proven first, then written in one transaction, once."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.application import Role
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import ANEW, Custody, CustodyStand, DeskCard, HandOver, PackageStand
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.handover.cards import known_desk
from reviewer_app.services.handover.envelope import LARGEST, card_of, opened
from reviewer_app.services.handover.gathering import named_files
from reviewer_app.services.handover.sending import said_of
from reviewer_app.services.handover.void_copies import copy_to_void, put_copy_aside
from reviewer_app.services.ports.custody import CaseContent, ContentCodec, PackageContent
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.small_files import content_of
from reviewer_resources.phrases import sentence

#: No library counts so far.
_MOST = 1 << 40


@dataclass(frozen=True, slots=True)
class ArrivalLine:
    """One case of a package before it is written: new here or coming home; with a `refusal` it cannot be taken in.

    With `sets_aside` a copy here, whose package was called back, becomes void.
    """

    number: str
    name: str
    applicant: str
    state: str
    is_home: bool
    papers: int
    files: int
    refusal: str
    sets_aside: bool = False


@dataclass(frozen=True, slots=True)
class Arrival:
    """A package that was proven and read; nothing of it is written yet."""

    content: PackageContent
    sender: DeskCard
    sha256: str
    content_hash: str
    lines: tuple[ArrivalLine, ...]

    @property
    def is_refused(self) -> bool:
        """Whether any of its cases cannot be taken in: then none is."""
        return any(line.refusal for line in self.lines)


@dataclass(frozen=True, slots=True)
class Received:
    """What came: the package, and the cases here with changes that waited for them meanwhile."""

    package: HandOver
    case_ids: tuple[int, ...]
    waiting: int
    changes: Changes


def look_at_package(library: Library, codec: ContentCodec, path: Path) -> Arrival:
    """Opens a package and says what taking it in would write.

    Raises TroubleError `custody.file_unreadable`, `library.not_as_recorded`, RefusalError `custody.…` for what is no
    package for this desk.
    """
    try:
        if path.stat().st_size > LARGEST:
            raise RefusalError("custody.too_large", limit=LARGEST >> 20)
        package = content_of(path, LARGEST)
    except OSError as error:
        raise TroubleError("custody.file_unreadable", file=path.name) from error
    except ValueError as error:
        # A pipe under the name of a package: nobody waits for it.
        raise RefusalError("custody.no_package") from error
    head = codec.head(package, path.name)
    sha256 = hashlib.sha256(package).hexdigest()
    keys, sender = library.read(lambda unit: (unit.desks.own(), known_desk(unit, head.sender)))
    if keys is None or head.receiver != card_of(keys).fingerprint:
        raise RefusalError("custody.not_for_us")
    if sender is None:
        raise RefusalError("custody.unknown_sender")
    inside = opened(package, head, keys, sender)
    content = codec.unpacked(inside, path.name)
    if content.number != head.number:
        raise RefusalError("custody.unreadable")
    arrival = Arrival(content, sender, sha256, hashlib.sha256(inside).hexdigest(), ())
    lines = library.read(_lines, arrival)
    return Arrival(content, sender, sha256, arrival.content_hash, lines)


def receive_package(unit: UnitOfWork, arrival: Arrival) -> Received:
    """Takes a package in, all of it or nothing.

    Raises RefusalError `custody.received_already`, `custody.unknown_sender` and the first reason why a case cannot be;
    TroubleError `library.not_as_recorded`.
    """
    _check_package(unit, arrival)
    _require_home_as_recorded(unit, arrival)
    content, sender = arrival.content, arrival.sender
    package = HandOver(
        is_outgoing=False,
        number=content.number,
        sha256=arrival.sha256,
        desk=sender.fingerprint,
        desk_name=sender.name,
        at=unit.now,
        by=unit.actor.name,
        cases=len(content.cases),
        file_name="",
        stand=PackageStand.RECEIVED,
        reason=content.note,
    )
    unit.desks.add_package(package)
    for file in content.files.values():
        unit.attachments.keep(file)
    ids = []
    for case in content.cases:
        refusal = refusal_of_case(unit, arrival, case)
        if refusal is not None:
            raise refusal
        ids.append(_bring(unit, arrival, package, case))
    waiting = sum(len(unit.custody.held(one)) for one in ids)
    changes = Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.CUSTODY}))
    return Received(package, tuple(ids), waiting, changes)


def refusal_of_case(unit: UnitOfWork, arrival: Arrival, case: CaseContent) -> RefusalError | None:
    """Why a case of a package cannot be taken in; None when it can."""
    application, number = case.application, case.application.intake_number
    try:
        unit.packs.by_hash(application.pack.sha256)
    except RefusalError:
        return RefusalError(
            "custody.pack_missing",
            number=number,
            season=application.season,
            pack=f"{application.pack.id} {application.pack.version}",
        )
    if not 0 < case.number < _MOST or ANEW in case.key or not named_files(case) <= arrival.content.files.keys():
        return RefusalError("custody.unreadable")
    if not all(unit.arrivals.is_proven(one) for one in case.events):
        return RefusalError("custody.record_broken", number=number)
    here = unit.custody.by_keys([case.key]).get(case.key, 0)
    if not here:
        return None
    custody = unit.applications.get(here).custody
    return _stale(unit, arrival, case, custody) if custody is not None else None


def _senders(unit: UnitOfWork, custody: Custody) -> set[str]:
    """Who may send a case anew in place of a copy here: the desk it first comes from, and those that sent the copy."""
    came = (unit.desks.package(one, is_outgoing=False) for one in custody.road)
    return {custody.origin, *(one.desk for one in came if one is not None)}


def _stale(unit: UnitOfWork, arrival: Arrival, case: CaseContent, custody: Custody) -> RefusalError | None:
    """Why a case that is known here is not the one awaited; a package has to go on from the one that left here."""
    number = case.application.intake_number
    is_void = bool(custody.called_back(case.recalled)) and arrival.sender.fingerprint in _senders(unit, custody)
    if not set(custody.recalled).isdisjoint(set(case.road) - set(case.recalled)):
        # It came by a package that this desk knows to be called back, and does not know of it itself.
        return RefusalError("custody.late", number=number)
    if is_void:
        return None
    if not custody.is_away:
        return RefusalError("custody.in_already", number=number)
    if case.number <= custody.number:
        return RefusalError("custody.older", number=number)
    if custody.package_hash not in case.road:
        return RefusalError("custody.late", number=number)
    return None


def _check_package(unit: UnitOfWork, arrival: Arrival) -> None:
    require_role(unit.actor, EventAct.CASE_CAME)
    former = unit.desks.package(arrival.sha256, is_outgoing=False)
    if former is not None:
        raise RefusalError("custody.received_already", day=former.at.date(), by=former.by)
    if known_desk(unit, arrival.sender.fingerprint) is None:
        raise RefusalError("custody.unknown_sender")
    content = arrival.content
    if any(hashlib.sha256(file).hexdigest() != sha256 for sha256, file in content.files.items()):
        raise RefusalError("custody.unreadable")
    keys = [case.key for case in content.cases]
    numbers = [(case.application.season, case.application.intake_number) for case in content.cases]
    if not keys or len(set(keys)) < len(keys) or len(set(numbers)) < len(numbers):
        raise RefusalError("custody.unreadable")


def _require_home_as_recorded(unit: UnitOfWork, arrival: Arrival) -> None:
    """What comes is written over what stands here: what was changed in that meanwhile would look right afterwards."""
    unit.require_custody_as_recorded(list(unit.custody.by_keys([case.key for case in arrival.content.cases]).values()))


def _bring(unit: UnitOfWork, arrival: Arrival, package: HandOver, case: CaseContent) -> int:
    here = unit.custody.by_keys([case.key]).get(case.key, 0)
    known = unit.applications.get(here).custody if here else None
    key = known.key if known is not None else case.key
    copy = copy_to_void(unit, case, here) if here else None
    handler = _handler(unit, case, here)
    if copy is not None:
        key, here = put_copy_aside(unit, copy, case, package), 0
    custody = Custody(
        key,
        max(case.number, known.number if known is not None and here else 0),
        CustodyStand.HERE,
        package.desk,
        package.desk_name,
        unit.now,
        package.number,
        package.sha256,
        (*case.road, package.sha256),
        case.recalled,
    )
    if here:
        # What is away stands still, so the case is here first and is written then.
        unit.custody.put(here, custody)
    case_id = unit.arrivals.bring(case, here, handler)
    unit.custody.put(case_id, custody)
    own = unit.desks.own()
    mine = card_of(own).fingerprint if own else ""
    # Beside a copy put aside, the own entries stand with that copy.
    unit.custody.carry(case_id, [one for one in case.events if one.desk != mine or copy is not None])
    said = said_of(package, case.number, arrival.content_hash)
    record(unit, unit.applications.get(case_id), EventAct.CASE_CAME, package.reason, said)
    return case_id


def _handler(unit: UnitOfWork, case: CaseContent, here: int) -> str:
    """Who handles the case here: who did before it left, else whoever takes it in, else who did there."""
    handlers = {one.name for one in unit.users.all() if one.has(Role.HANDLER)}
    former = unit.applications.get(here).handler if here else case.application.handler
    kept_off = {one.person for one in case.application.recusals}
    wanted = (former, unit.actor.name)
    return next((one for one in wanted if one in handlers - kept_off), case.application.handler)


def _lines(unit: UnitOfWork, arrival: Arrival) -> tuple[ArrivalLine, ...]:
    _check_package(unit, arrival)
    _require_home_as_recorded(unit, arrival)
    return tuple(_line(unit, arrival, case) for case in arrival.content.cases)


def _line(unit: UnitOfWork, arrival: Arrival, case: CaseContent) -> ArrivalLine:
    application = case.application
    refusal = refusal_of_case(unit, arrival, case)
    here = unit.custody.by_keys([case.key]).get(case.key, 0)
    is_home = bool(here)
    sets_aside = is_home and copy_to_void(unit, case, here) is not None
    if refusal is None and not is_home and _is_taken(unit, case):
        refusal = RefusalError("custody.number_taken", number=application.intake_number)
    return ArrivalLine(
        application.intake_number,
        application.project_name,
        application.applicant,
        application.state.label,
        is_home,
        sum(copy.is_received for copy in case.papers),
        len(named_files(case)),
        sentence(refusal.code, refusal.values) if refusal else "",
        sets_aside,
    )


def _is_taken(unit: UnitOfWork, case: CaseContent) -> bool:
    known = unit.applications.known(case.application.season)
    return any(one.intake_number == case.application.intake_number for one in known)
