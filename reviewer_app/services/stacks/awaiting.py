"""Which stamped papers of a batch are awaited from the scanner, and which hold no more."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.stacks import ExpectedPaper
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry, Sealing
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.dispatch.leaving import has_left, is_decided_anew
from reviewer_app.services.ports.dispatch.stacks import MadePaper, SealedScan
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: The papers of a batch itself that bear the office's seal.
_OF_BATCH = frozenset({DocumentKind.COVERING_LETTER.value})
#: What was sealed as a file has no sheet to be scanned.
_AS_FILES = frozenset({Sealing.SIGNED, Sealing.IMAGE})
#: A case in one of these was taken up again: the sheet that was stamped speaks of what is decided no more.
_TAKEN_UP = frozenset({State.REVIEWING, State.PROPOSED, State.CHALLENGED, State.AWAITING_CORRECTION, State.WITHDRAWN})


@dataclass(frozen=True, slots=True)
class AwaitedPaper:
    """A numbered paper of a batch with its line of the register, and what its sheet says: why it holds no more."""

    entry: RegisterEntry
    title: str
    stale: str = ""
    scans: tuple[SealedScan, ...] = ()

    @property
    def kept(self) -> str:
        """What is said of the scan of record; empty where none was taken yet."""
        last = self.scans[-1] if self.scans else None
        if last is None or last.taken_at is None:
            return ""
        return sentence(
            "stack.kept", {"by": last.taken_by, "at": f"{last.taken_at:%m-%d %H:%M}", "count": len(self.scans)}
        )


@dataclass(frozen=True, slots=True)
class AwaitedPapers:
    """What is awaited of a batch, in its order, and which numbers are known to lie in another."""

    batch: Batch
    papers: tuple[AwaitedPaper, ...]
    others: dict[str, str]


def awaited_papers(unit: UnitOfWork, batch_id: int) -> AwaitedPapers:
    """The numbered papers of a batch: recommendations in their order, then letters; RefusalError `stack.none`."""
    batch = unit.batches.get(batch_id)
    case_ids = [line.application_id for line in batch.lines]
    entries = latest_recommendations(unit, case_ids)
    cases = {case.id: case for case in unit.applications.some(case_ids)}
    letters = [one for one in unit.register.all() if one.batch_id == batch_id and _is_awaited(one)]
    issued = [entries[one] for one in case_ids if one in entries and entries[one].sha256]
    standing = [one for one in issued if one.sealed_how not in _AS_FILES]
    scans = unit.sealed_scans.of_entries([one.id for one in (*standing, *letters)])
    papers = [
        AwaitedPaper(
            one, _title(one, cases[one.case_id]), _stale(unit, cases[one.case_id], batch), scans.get(one.id, ())
        )
        for one in standing
    ]
    papers += [AwaitedPaper(one, _letter_title(one), "", scans.get(one.id, ())) for one in letters]
    if not papers:
        raise RefusalError("stack.none", number=batch.number)
    return AwaitedPapers(batch, tuple(papers), _others(unit, batch))


def expected_of(awaited: Sequence[AwaitedPaper], made: Sequence[MadePaper | None]) -> tuple[ExpectedPaper, ...]:
    """What the pages of the awaited papers say of themselves; one whose file says nothing is left out."""
    return tuple(
        ExpectedPaper(
            entry_id=one.entry.id,
            called=one.entry.called,
            kind=one.entry.kind,
            title=one.title,
            pages=paper.pages,
            number=paper.number,
            mark=paper.mark,
            place=paper.place,
            case_id=one.entry.case_id,
            stale=one.stale,
            kept=one.kept,
        )
        for one, paper in zip(awaited, made, strict=True)
        if paper is not None
    )


def why_stale(unit: UnitOfWork, entry: RegisterEntry, batch: Batch) -> str:
    """Why the stamped sheet of a paper is not the one that counts any more; empty while it is."""
    if entry.is_void:
        return sentence("stack.void", {"why": entry.void_reason})
    if not entry.case_id:
        return ""
    return _stale(unit, unit.applications.get(entry.case_id), batch)


def _stale(unit: UnitOfWork, case: Application, batch: Batch) -> str:
    if case.is_away:
        return sentence("stack.away")
    acts = unit.events.of(case.id)
    if has_left(acts, batch.number):
        return sentence("stack.left_batch")
    if case.state in _TAKEN_UP or is_decided_anew(acts, batch.number):
        return sentence("stack.decided_anew", {"state": case.state.label})
    return ""


def _is_awaited(entry: RegisterEntry) -> bool:
    is_standing = entry.direction is Direction.OUTGOING and not entry.is_void and bool(entry.sha256)
    return is_standing and entry.kind in _OF_BATCH and entry.sealed_how not in _AS_FILES


def _title(entry: RegisterEntry, case: Application) -> str:
    """The project; a sheet of the practice season bears no seal of the office."""
    is_sample = entry.sealed_how is Sealing.SAMPLE
    return f"{case.project_name}{sentence('stack.sample') if is_sample else ''}"


def _letter_title(entry: RegisterEntry) -> str:
    return f"{entry.kind_label}　{entry.party}" if entry.party else entry.kind_label


def _others(unit: UnitOfWork, batch: Batch) -> dict[str, str]:
    """The numbers that pages of other papers may bear: the cases of other batches, and every other paper numbered."""
    own = {line.intake_number for line in batch.lines}
    lines = (
        (one, line) for one in reversed(unit.batches.all(batch.season)) for line in one.lines if one.id != batch.id
    )
    found = {line.intake_number: f"第 {one.number} 批" for one, line in lines if line.intake_number not in own}
    numbers: Iterable[str] = unit.register.numbers(Direction.OUTGOING)
    return {number: "" for number in numbers if number} | found
