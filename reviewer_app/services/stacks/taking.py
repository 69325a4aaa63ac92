"""Taking a stack: it is read and laid beside what is awaited, shown, and each paper that was found whole is kept."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.stacks import (
    SEALED_SCAN,
    ExpectedPaper,
    PaperFound,
    StackMatch,
    match_stack,
)
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import put_on_record
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.dispatch.file_hash import file_word
from reviewer_app.services.ports.dispatch.stacks import PagePlace, SealedScan, StackRead
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.sealing.told_scans import tell_use, tell_uses
from reviewer_app.services.stacks.awaiting import awaited_papers, expected_of, why_stale
from reviewer_resources.phrases import sentence

#: How the taking apart ends where nobody wants it any more.
_STOPPED = "foreign.stopped"


@dataclass(frozen=True, slots=True)
class StackPlan:
    """A stack as it would be taken: what was read of it, what is awaited, and how they fit.

    `last` are the pages the scan of record was made of, by register line. `named` are pages
    of which a person said whose they are: place in the stack → line of the register and page.
    """

    batch_id: int
    batch_number: int
    read: StackRead
    expected: tuple[ExpectedPaper, ...]
    sheets: Mapping[int, str]
    others: Mapping[str, str]
    match: StackMatch
    last: Mapping[int, str] = field(default_factory=dict)
    named: Mapping[int, tuple[int, int]] = field(default_factory=dict)

    def is_known(self, found: PaperFound) -> bool:
        """Whether the scan of record was made of these very pages."""
        group = [_place_of(self, place) for place in found.in_order]
        return bool(group) and self.last.get(found.expected.entry_id) == _source_of(self.read, group)

    def with_named(self, place: int, entry_id: int, page: int) -> StackPlan:
        """The same with one more page named by a person; RefusalError `stack.no_such_page`."""
        paper = next((one for one in self.expected if one.entry_id == entry_id), None)
        if paper is None or not 0 <= place < len(self.read.pages) or not 1 <= page <= paper.pages:
            raise RefusalError("stack.no_such_page", page=page)
        named = {**self.named, place: (entry_id, page)}
        return replace(self, named=named, match=match_stack(self.read.pages, self.expected, self.others, named))


@dataclass(frozen=True, slots=True)
class TakenStack:
    """What came of taking: the papers whose scan is kept now, those kept before, and why others are not."""

    taken: tuple[str, ...]
    known: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]
    changes: Changes
    is_cancelled: bool = False


@dataclass(frozen=True, slots=True)
class PaperScan:
    """The scan of one paper about to be kept: its PDF, of which pages it was made, and who looked at it."""

    found: PaperFound
    sheet: str
    pdf: bytes
    source: str
    batch_id: int
    is_accepted: bool = False


def plan_stack(library: Library, parts: Parts, batch_id: int, paths: Sequence[Path]) -> StackPlan:
    """Reads a stack and lays it beside what is awaited of a batch; nothing is written.

    Runs on a thread of its own. Raises RefusalError `stack.none`, `stack.no_files`; TroubleError `reading.…`,
    `stack.…`, `foreign.…`.
    """
    if not paths:
        raise RefusalError("stack.no_files")
    awaited = library.read(awaited_papers, batch_id)
    kept = [library.read(read_attachment, one.entry.sha256) for one in awaited.papers]
    expected = expected_of(awaited.papers, parts.stacks.made(kept))
    read = parts.stacks.read(paths)
    sheets = {one.entry.id: one.entry.sha256 for one in awaited.papers}
    match = match_stack(read.pages, expected, awaited.others)
    last = {one.entry.id: one.scans[-1].source for one in awaited.papers if one.scans}
    return StackPlan(batch_id, awaited.batch.number, read, expected, sheets, awaited.others, match, last)


def take_stack(
    library: Library,
    parts: Parts,
    plan: StackPlan,
    accepted: Collection[int],
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> TakenStack:
    """Keeps the scan of each paper that is in order, and of those that a person `accepted` by their register line.

    Each paper is kept by itself: one that is refused is named and the rest goes on; after a cancel what is kept stays.
    """
    whole = [one for one in plan.match.papers if one.stand.can_be_taken and not plan.is_known(one)]
    chosen = [one for one in whole if not one.stand.asks_a_person or one.expected.entry_id in accepted]
    groups = [[_place_of(plan, place) for place in one.in_order] for one in chosen]
    taken: list[str] = []
    known = [one.expected.called for one in plan.match.papers if plan.is_known(one)]
    refused: list[tuple[str, str]] = []
    cases: set[int] = set()

    def keep(place: int, pdf: bytes) -> None:
        if is_cancelled():
            return
        found = chosen[place]
        entry = found.expected.entry_id
        source = _source_of(plan.read, groups[place])
        scan = PaperScan(found, plan.sheets[entry], pdf, source, plan.batch_id, entry in accepted)
        try:
            is_new = library.change(keep_sealed_scan, scan)
        except OfficeError as error:
            refused.append((found.expected.called, sentence(error.code, error.values)))
        else:
            (taken if is_new else known).append(found.expected.called)
            cases.update({found.expected.case_id} - {0})
        on_progress(place + 1, len(chosen))

    if kept := [one.expected.entry_id for one in plan.match.papers if plan.is_known(one)]:
        library.change(tell_uses, kept)
    is_stopped = False
    try:
        if groups:
            parts.stacks.apart(plan.read, groups, keep)
    except OfficeError as error:
        is_stopped = error.code == _STOPPED
        if not is_stopped and not taken:
            raise
        if not is_stopped:
            # What is kept by then is kept, and whoever shows it has to hear of it.
            place = min(len(taken) + len(refused), len(chosen) - 1)
            refused.append((chosen[place].expected.called, sentence(error.code, error.values)))
    changes = Changes(frozenset({Noun.REGISTER, Noun.CASE, Noun.BATCH}), frozenset(cases))
    return TakenStack(tuple(taken), tuple(known), tuple(refused), changes, is_stopped or is_cancelled())


def keep_sealed_scan(unit: UnitOfWork, scan: PaperScan) -> bool:
    """Keeps the scan of one paper as the one of record; whether it was not kept already.

    Raises RefusalError `act.role_needed`, `custody.away`, `stack.not_whole`, `stack.not_looked_at`, `stack.replaced`,
    `stack.stale`.
    """
    require_role(unit.actor, EventAct.SEALED_SCAN_KEPT)
    found, expected = scan.found, scan.found.expected
    entry = unit.register.get(expected.entry_id)
    if not found.stand.can_be_taken or len(found.places) != expected.pages:
        raise RefusalError("stack.not_whole", number=entry.called)
    if found.stand.asks_a_person and not scan.is_accepted:
        raise RefusalError("stack.not_looked_at", number=entry.called)
    if entry.case_id:
        require_here(unit.applications.get(entry.case_id))
    if stale := why_stale(unit, entry, unit.batches.get(scan.batch_id)):
        raise RefusalError("stack.stale", number=entry.called, why=stale)
    if entry.sha256 != scan.sheet:
        raise RefusalError("stack.replaced", number=entry.called)
    before = unit.sealed_scans.of_entries([entry.id]).get(entry.id, ())
    if before and before[-1].source == scan.source:
        return False
    name = f"{file_word(f'{entry.called} 已盖章扫描件')}.pdf"
    if entry.case_id:
        sha256 = unit.attachments.add(entry.case_id, name, scan.pdf, SEALED_SCAN).sha256
    else:
        sha256 = unit.attachments.keep(scan.pdf)
    unit.sealed_scans.add(_line(unit, scan, sha256))
    tell_use(unit, entry.id)
    said = {
        RecordKey.FILE: name,
        RecordKey.PAGES: str(expected.pages),
        RecordKey.MARK_SEEN: found.mark_words,
        RecordKey.CONTENT_HASH: sha256,
        RecordKey.REPLACED: sentence("stack.version", {"number": len(before) + 1}) if before else "",
        RecordKey.APPROVAL: sentence("stack.looked_at") if found.stand.asks_a_person else "",
    }
    put_on_record(unit, entry, EventAct.SEALED_SCAN_KEPT, said)
    return True


def _line(unit: UnitOfWork, scan: PaperScan, sha256: str) -> SealedScan:
    mark, asks = scan.found.mark, scan.found.stand.asks_a_person
    seen = (mark.page, mark.seen.x, mark.seen.y, mark.seen.diameter) if mark is not None else (0, 0.0, 0.0, 0.0)
    return SealedScan(
        scan.found.expected.entry_id,
        sha256,
        scan.source,
        scan.found.expected.pages,
        scan.found.stand,
        scan.found.expected.case_id,
        scan.batch_id,
        *seen,
        taken_by=unit.actor.name,
        taken_at=unit.now,
        accepted_by=unit.actor.name if asks else "",
        accepted_at=unit.now if asks else None,
    )


def _place_of(plan: StackPlan, place: int) -> PagePlace:
    page = plan.read.pages[place]
    return PagePlace(page.file, page.number, page.turn)


def _source_of(read: StackRead, group: Sequence[PagePlace]) -> str:
    """The very pages a scan was made of, as a hash."""
    said = "\n".join(f"{read.digests[page.file]} {page.number} {page.turn}" for page in group)
    return hashlib.sha256(said.encode()).hexdigest()
