"""Putting an exported batch on record, once all of its files are made."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, Supplement, require_reason
from reviewer_app.domain.dispatch.folder import beside
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import PaperIssued, enter_series, give_up
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.dispatch.gathering import ExportCase
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_KIND = DocumentKind.RECOMMENDATION


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """An exported batch: where it lies, what stands in the seal's place, the head its sheets name, and the sheets.

    `others` are the files beside them, with their SHA-256. It may supplement a batch that was sent.
    """

    folder: str
    seal: SealStyle
    audit_head: str
    lines: tuple[BatchLine, ...]
    addressee: str = ""
    issued: tuple[IssuedSheet, ...] = ()
    others: tuple[tuple[str, str], ...] = ()
    supplement: Supplement | None = None


@dataclass(frozen=True, slots=True)
class IssuedSheet:
    """A recommendation of an export with the number it bears: its file, or why there is none."""

    case: ExportCase
    file: Path | None
    why: str = ""

    def content(self) -> bytes:
        """The sheet's bytes; none where it could not be made."""
        return self.file.read_bytes() if self.file is not None else b""


def record_batch(unit: UnitOfWork, made: BatchRecord) -> int:
    """Puts a batch on record and gives its number.

    Raises RefusalError `act.role_needed`, `batch.changed_meanwhile` when one of its cases was moved or amended since
    its sheet was made, `batch.numbers_taken` when another paper got one of its numbers, `season.closed`; as
    `require_supplement`.
    """
    require_role(unit.actor, EventAct.EXPORTED)
    season = unit.settings.get().season
    require_season_open(unit, season)
    number = unit.batches.next_number(season)
    moved = moved_since(unit, made.audit_head)
    for line in made.lines:
        if moved is None or line.application_id in moved:
            raise RefusalError("batch.changed_meanwhile", name=line.project_name)
    supplemented = require_supplement(unit, made.supplement)
    batch_id = unit.batches.add(
        Batch(number, season, made.folder, made.seal, unit.actor.name, unit.now, made.audit_head, made.lines)
    )
    enter_sheets(unit, made)
    said: dict[str, str] = {RecordKey.BATCH: str(number), RecordKey.SEAL_STYLE: made.seal.label}
    if made.supplement is not None:
        said[RecordKey.SUPPLEMENTS] = str(supplemented)
        unit.batches.change(_supplementing(unit, batch_id, made.supplement))
    said |= {beside()[file]: digest for file, digest in made.others}
    at, by = unit.now, unit.actor.name
    unit.events.append_many(
        [
            Event(at, by, EventAct.EXPORTED, line.application_id, detail={**said, RecordKey.FILE: line.file})
            for line in made.lines
        ]
    )
    return number


def require_supplement(unit: UnitOfWork, supplement: Supplement | None) -> int:
    """The number of the batch that is supplemented, 0 for none.

    Only what was sent is supplemented: RefusalError `batch.supplement_unsent`, `batch.reason`, `batch.unknown`.
    """
    if supplement is None:
        return 0
    require_reason(supplement.reason)
    former = unit.batches.get(supplement.of_batch)
    if former.sent_at is None:
        raise RefusalError("batch.supplement_unsent", number=former.number)
    return former.number


def _supplementing(unit: UnitOfWork, batch_id: int, supplement: Supplement) -> BatchChange:
    return BatchChange(
        batch_id,
        BatchChangeKind.SUPPLEMENTS,
        require_reason(supplement.reason),
        unit.actor.name,
        unit.now,
        of_batch=supplement.of_batch,
    )


def enter_sheets(unit: UnitOfWork, made: BatchRecord) -> None:
    """Enters what was issued for the first time; a sheet made anew under its number takes the former's place.

    A number between others whose sheet could not be made is given up at once, so that no gap is unexplained.
    """
    fresh = [sheet for sheet in made.issued if sheet.case.given is not None]
    while fresh and fresh[-1].file is None:
        fresh.pop()
    papers = [(_paper(sheet, made.addressee, _sealing(sheet, made.seal)), sheet.content) for sheet in fresh]
    try:
        entries = enter_series(unit, papers)
    except RefusalError as refusal:
        if refusal.code == "outgoing.taken_meanwhile":
            raise RefusalError("batch.numbers_taken") from refusal
        raise
    for sheet, entry in zip(fresh, entries, strict=True):
        if sheet.file is None:
            give_up(unit, entry, sentence("outgoing.not_made", {"paper": _KIND.label, "why": sheet.why}))
    for sheet in made.issued:
        if sheet.case.entry is not None and sheet.file is not None:
            how = _sealing(sheet, made.seal) or sheet.case.entry.sealed_how
            kept = unit.attachments.keep(sheet.content())
            unit.register.complete(replace(sheet.case.entry, sha256=kept, sealed_how=how))


def _sealing(sheet: IssuedSheet, style: SealStyle) -> Sealing:
    """A sheet that is only now issued bears no seal, whatever its case bore before: that is put on in a session."""
    return Sealing.SAMPLE if style is SealStyle.SAMPLE and sheet.file else Sealing.OPEN


def _paper(sheet: IssuedSheet, addressee: str, how: Sealing) -> PaperIssued:
    case = sheet.case
    assert case.given is not None
    return PaperIssued(
        _KIND,
        case.given,
        addressee,
        f"{case.project_name}{_KIND.label}",
        case.application_id,
        basis=case.basis,
        sealed_how=how,
        file_name=sheet.file.name if sheet.file else "",
    )


def moved_since(unit: UnitOfWork, audit_head: str) -> set[int] | None:
    """The cases moved or amended since the chain had this head; None when it never had."""
    events = unit.events.since(audit_head)
    if events is None:
        return None
    return {event.application_id or 0 for event in events if event.to_state or event.act == EventAct.AMENDED}


def kept_as(library: Path, folder: Path) -> str:
    """How the batch's place is written down: relative inside the library, so that the library may be moved."""
    inside = folder.resolve().is_relative_to(library.resolve())
    return str(folder.resolve().relative_to(library.resolve()) if inside else folder.resolve())
