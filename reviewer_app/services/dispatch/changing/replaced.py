"""What a batch had before: sheets that were replaced or dropped and letters that were given up, each with its hash."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, replacements
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class ReplacedPaper:
    """A file a batch goes on without: of which case or letter, its SHA-256, what stands in its place, when and why."""

    called: str
    file: str
    sha256: str
    instead: str
    at: datetime
    by: str
    reason: str


def replaced_papers(unit: UnitOfWork, batch_id: int) -> tuple[ReplacedPaper, ...]:
    """What was replaced, dropped or given up in a batch, oldest first; RefusalError `batch.unknown`."""
    batch = unit.batches.get(batch_id)
    changes = unit.batches.changes(batch_id)
    ids = dict.fromkeys(change.application_id for change in changes if change.application_id)
    numbers = {case.id: case.intake_number for case in unit.applications.some(list(ids))}
    found = [_sheet(change, numbers) for case_id in ids for change in replacements(changes, case_id)]
    found += [_sheet(change, numbers) for change in changes if change.kind is BatchChangeKind.DROPPED]
    found += _letters(unit, batch)
    return tuple(sorted(found, key=lambda one: (one.at, one.called)))


def _sheet(change: BatchChange, numbers: dict[int, str]) -> ReplacedPaper:
    called = numbers.get(change.application_id, "")
    return ReplacedPaper(
        called, change.former_file, change.former_sha256, change.file, change.at, change.by, change.reason
    )


def _letters(unit: UnitOfWork, batch: Batch) -> list[ReplacedPaper]:
    """The covering letters whose number was given up; the next one for the same contact stands instead."""
    letters = [one for one in unit.register.of_batch(batch.id) if one.kind == DocumentKind.COVERING_LETTER.value]
    return [
        ReplacedPaper(
            one.called, one.file_name, one.sha256, _after(one, letters), one.voided_at, one.voided_by, one.void_reason
        )
        for one in letters
        if one.voided_at is not None
    ]


def _after(former: RegisterEntry, letters: Sequence[RegisterEntry]) -> str:
    return next((one.called for one in letters if one.id > former.id and one.basis == former.basis), "")
