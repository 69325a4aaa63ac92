"""Putting an exported batch on record, once all of its files are made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class BatchRecord:
    """An exported batch: where it lies, what stands in the seal's place, the head its sheets name, and the sheets."""

    folder: str
    seal: SealStyle
    audit_head: str
    lines: tuple[BatchLine, ...]


def record_batch(unit: UnitOfWork, made: BatchRecord) -> int:
    """Puts a batch on record and gives its number.

    Raises RefusalError `batch.changed_meanwhile` when one of its cases was moved or amended since its sheet was made.
    """
    season = unit.settings.get().season
    number = unit.batches.next_number(season)
    moved = moved_since(unit, made.audit_head)
    for line in made.lines:
        if moved is None or line.application_id in moved:
            raise RefusalError("batch.changed_meanwhile", name=line.project_name)
    unit.batches.add(
        Batch(number, season, made.folder, made.seal, unit.actor.name, unit.now, made.audit_head, made.lines)
    )
    said: dict[str, str] = {RecordKey.BATCH: str(number), RecordKey.SEAL_STYLE: made.seal.label}
    at, by = unit.now, unit.actor.name
    unit.events.append_many(
        [
            Event(at, by, EventAct.EXPORTED, line.application_id, detail={**said, RecordKey.FILE: line.file})
            for line in made.lines
        ]
    )
    return number


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
