"""Handing cases over: on record first, then the file; a package that is on record is never lost and never two.

The sealed file is laid into the library's own folder, then the cases are noted as away, then the file goes where the
officer wants it. Killed before the record, nothing was handed over and what lies aside is cleared away; killed after
it, the file is still there and is saved at the next start. So no case is ever at two desks.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.outside.custody import Custody, CustodyStand, HandOver, PackageStand
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import clear_unfinished, copy_file, is_disk_full, make_folder, write_file
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.file_hash import file_hash
from reviewer_app.services.handover.envelope import LARGEST, seal
from reviewer_app.services.handover.gathering import Gathered, gather, refusals_of_sending
from reviewer_app.services.ports.custody import ContentCodec
from reviewer_app.services.ports.library import Library, UnitOfWork

_ASIDE, _ENDING = "outgoing", ".package"


@dataclass(frozen=True, slots=True)
class Sent:
    """A hand-over that is on record; without `saved_to` its file still waits to be saved."""

    package: HandOver
    saved_to: Path | None
    changes: Changes


def packages(unit: UnitOfWork) -> tuple[HandOver, ...]:
    """Every package that went or came, the newest first."""
    return unit.desks.packages()


def took_away(unit: UnitOfWork, case_id: int) -> str:
    """The hash of the package that took a case away; empty while the case is here."""
    custody = unit.applications.get(case_id).custody
    return custody.package_hash if custody is not None and custody.is_away else ""


def hand_over_cases(
    library: Library, codec: ContentCodec, ids: Sequence[int], receiver: str, target: Path, note: str = ""
) -> Sent:
    """Hands cases over to a desk as one file.

    Raises RefusalError as `gather` does, `custody.changed_meanwhile`, `custody.target_there`; TroubleError
    `custody.disk_full`, `custody.not_writable`, `library.not_as_recorded`: then nothing was handed over. When only the
    last step, the file in its place, fails, the hand-over is on record and the file waits in the library.
    """
    if target.exists():
        raise RefusalError("custody.target_there", file=target.name)
    if not target.parent.is_dir():
        raise RefusalError("custody.no_folder", folder=str(target.parent))
    gathered = library.read(gather, ids, receiver, note)
    content = codec.packed(gathered.content)
    package = seal(content, gathered.content.number, gathered.keys, gathered.receiver)
    sha256 = hashlib.sha256(package).hexdigest()
    aside = _aside(library, sha256)
    try:
        make_folder(aside.parent)
        write_file(aside, package)
    except OSError as error:
        raise _trouble(error, aside.parent) from error
    try:
        handed = library.change(_note_sending, gathered, sha256, hashlib.sha256(content).hexdigest(), target)
    except BaseException:
        _forget(aside)
        raise
    return replace(handed, saved_to=_save(library, handed.package))


def save_again(library: Library, sha256: str, target: Path) -> Path:
    """Saves a package that still waits to another place; TroubleError `custody.…`, RefusalError `custody.file_gone`."""
    aside = _aside(library, sha256)
    if not aside.is_file():
        raise RefusalError("custody.file_gone")
    try:
        copy_file(aside, target)
    except OSError as error:
        raise _trouble(error, target.parent) from error
    _forget(aside)
    return target


def unsaved(library: Library) -> tuple[str, ...]:
    """The hashes of packages whose files wait in the library."""
    return tuple(sorted(one.name.removesuffix(_ENDING) for one in (library.folder / _ASIDE).glob(f"*{_ENDING}")))


def settle_packages(library: Library) -> tuple[HandOver, ...]:
    """Makes good what a kill left: saves the files of packages on record, clears the others; those still waiting."""
    on_record = {one.sha256: one for one in library.read(packages) if one.is_outgoing}
    _clear_torn(library)
    waiting = []
    for sha256 in unsaved(library):
        package = on_record.get(sha256)
        if package is None or package.stand is not PackageStand.HANDED:
            _forget(_aside(library, sha256))
        elif _save(library, package) is None:
            waiting.append(package)
    return tuple(waiting)


def recall(unit: UnitOfWork, sha256: str, reason: str) -> Changes:
    """Calls a package back that was lost: its cases are here again, and its late return is refused.

    Raises RefusalError `custody.reason`, `custody.not_away`, TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.PACKAGE_RECALLED)
    if not reason.strip():
        raise RefusalError("custody.reason", field="reason")
    package = unit.desks.package(sha256, is_outgoing=True)
    away = [one for one in unit.applications.some(unit.custody.in_package(sha256)) if one.is_away]
    if package is None or package.stand is not PackageStand.HANDED or not away:
        raise RefusalError("custody.not_away")
    unit.require_custody_as_recorded([case.id for case in away])
    unit.desks.recall(sha256, reason.strip())
    for case in away:
        custody = case.custody
        if custody is not None:
            back = replace(
                custody, stand=CustodyStand.HERE, since=unit.now, recalled=(*custody.recalled, custody.package_hash)
            )
            unit.custody.put(case.id, back)
            record(unit, case, EventAct.PACKAGE_RECALLED, reason, said_of(package, custody.number))
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.CUSTODY}), frozenset(one.id for one in away))


def said_of(package: HandOver, number: int, content_hash: str = "") -> dict[str, str]:
    """What the record says of a package that took or brought a case."""
    said: dict[str, str] = {
        RecordKey.DESK: package.desk_name,
        RecordKey.PACKAGE_NUMBER: str(package.number),
        RecordKey.PACKAGE_HASH: package.sha256,
        RecordKey.CUSTODY_NUMBER: str(number),
    }
    return said | ({RecordKey.CONTENT_HASH: content_hash} if content_hash else {})


def _note_sending(unit: UnitOfWork, gathered: Gathered, sha256: str, content_hash: str, target: Path) -> Sent:
    """Puts the cases on record as away; nothing may have happened since they were gathered."""
    content, receiver = gathered.content, gathered.receiver
    unit.require_custody_as_recorded(gathered.ids)
    if unit.events.head() != gathered.audit_head or unit.desks.next_number() != content.number:
        raise RefusalError("custody.changed_meanwhile")
    package = HandOver(
        is_outgoing=True,
        number=content.number,
        sha256=sha256,
        desk=receiver.fingerprint,
        desk_name=receiver.name,
        at=unit.now,
        by=unit.actor.name,
        cases=len(gathered.ids),
        file_name=str(target.absolute()),
        stand=PackageStand.HANDED,
        reason=content.note,
    )
    unit.desks.add_package(package)
    cases = unit.applications.some(gathered.ids)
    for refusal in refusals_of_sending(unit, cases).values():
        raise refusal
    for case, sent in zip(cases, content.cases, strict=True):
        unit.custody.put(
            case.id,
            Custody(
                case.custody.key if case.custody is not None else sent.key,
                sent.number,
                CustodyStand.AWAY,
                receiver.fingerprint,
                receiver.name,
                unit.now,
                content.number,
                sha256,
                (*sent.road, sha256),
                sent.recalled,
            ),
        )
        record(unit, case, EventAct.CASE_AWAY, content.note, said_of(package, sent.number, content_hash))
    return Sent(package, None, Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.CUSTODY}), frozenset(gathered.ids)))


def _save(library: Library, package: HandOver) -> Path | None:
    """Puts the file of a package where it was wanted; None where that place cannot take it now."""
    aside, target = _aside(library, package.sha256), Path(package.file_name)
    try:
        clear_unfinished(target)
        if target.exists() and file_hash(target, LARGEST) != package.sha256:
            return None
        copy_file(aside, target)
    except OSError:
        return None
    _forget(aside)
    return target


def _aside(library: Library, sha256: str) -> Path:
    return library.folder / _ASIDE / f"{sha256}{_ENDING}"


def _clear_torn(library: Library) -> None:
    """Clears away files that were being laid aside; their hash, which is their name, is in no record."""
    for left in (library.folder / _ASIDE).glob(".*.part"):
        shutil.rmtree(left, ignore_errors=True)


def _forget(aside: Path) -> None:
    with contextlib.suppress(OSError):
        aside.unlink(missing_ok=True)


def _trouble(error: OSError, folder: Path) -> TroubleError:
    code = "custody.disk_full" if is_disk_full(error) else "custody.not_writable"
    return TroubleError(code, folder=str(folder))
