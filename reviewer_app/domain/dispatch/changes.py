"""What may still be done to a batch once it is made: a sheet replaced, a case dropped, all dissolved, a supplement.

Each is a line of its own and never changed: the batch as it is now follows from the one that was made and its lines.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.batch import Batch, BatchLine
from reviewer_app.domain.errors import RefusalError


class BatchChangeKind(StrEnum):
    """What was done to a batch; stored."""

    REPLACED = "replaced"
    DROPPED = "dropped"
    DISSOLVED = "dissolved"
    SUPPLEMENTS = "supplements"


@dataclass(frozen=True, slots=True)
class BatchChange:
    """One line: to which batch and case, why, by whom, and which file took the place of which.

    `beside` are the files beside the sheets as they were made anew, with their SHA-256. A batch that supplements
    another names it as `of_batch`.
    """

    batch_id: int
    kind: BatchChangeKind
    reason: str
    by: str
    at: datetime
    application_id: int = 0
    file: str = ""
    sha256: str = ""
    former_file: str = ""
    former_sha256: str = ""
    of_batch: int = 0
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Supplement:
    """That a batch supplements one that was sent (its id), and why."""

    of_batch: int
    reason: str


def with_changes(batch: Batch, changes: Iterable[BatchChange]) -> Batch:
    """A batch as it is after all that was done to it, in the order in which it was done."""
    for change in changes:
        match change.kind:
            case BatchChangeKind.SUPPLEMENTS:
                batch = replace(batch, supplements=change.of_batch, supplement_reason=change.reason)
            case BatchChangeKind.DISSOLVED:
                batch = replace(batch, dissolved_at=change.at)
            case BatchChangeKind.DROPPED:
                kept = tuple(line for line in batch.lines if line.application_id != change.application_id)
                batch = replace(batch, lines=kept)
            case BatchChangeKind.REPLACED:
                batch = replace(batch, lines=tuple(_replaced(line, change) for line in batch.lines))
        if change.beside:
            batch = replace(batch, others=tuple(change.beside.items()))
    return batch


def require_open(batch: Batch) -> None:
    """Refuses what is done to a batch that has left the office or was dissolved: RefusalError `batch.…`."""
    if batch.sent_at is not None:
        raise RefusalError("batch.already_sent", number=batch.number)
    if batch.dissolved_at is not None:
        raise RefusalError("batch.dissolved", number=batch.number)


def require_reason(reason: str) -> str:
    """The reason without blanks around it; RefusalError `batch.reason` without one."""
    if not reason.strip():
        raise RefusalError("batch.reason", field="reason")
    return reason.strip()


def replacements(changes: Sequence[BatchChange], application_id: int) -> list[BatchChange]:
    """The sheets of a case that were replaced in a batch, oldest first: each names the former file and its hash."""
    return [
        change
        for change in changes
        if change.kind is BatchChangeKind.REPLACED and change.application_id == application_id
    ]


def _replaced(line: BatchLine, change: BatchChange) -> BatchLine:
    if line.application_id != change.application_id:
        return line
    return replace(line, file=change.file, sha256=change.sha256)
