"""Exporting a batch: choose, make every document aside, and only then put it in place and on record."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from reviewer_app.domain.batch import BatchLine, SealStyle
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import Supplement
from reviewer_app.domain.dispatch.folder import SHEETS, SUMMARY, beside
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct
from reviewer_app.durable import is_disk_full
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.reading import read_attachment
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_recording import (
    BatchRecord,
    IssuedSheet,
    kept_as,
    moved_since,
    require_supplement,
)
from reviewer_app.services.dispatch.file_hash import file_hash, file_word, write_folder_list
from reviewer_app.services.dispatch.gathering import ExportCase, export_cases, summary_table, with_numbers
from reviewer_app.services.dispatch.ordering import READY, ids_in_office_order
from reviewer_app.services.dispatch.placing import place_export, settle_export
from reviewer_app.services.dispatch.unfinished import UnfinishedExport
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.papers import DocumentMaker, PrintJob, PrintOutcome
from reviewer_app.services.ports.records import OfficeSettings, PrintedFile
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class BatchLineResult:
    """What became of one chosen case: its file, or the sentence that says why there is none."""

    application_id: int
    intake_number: str
    project_name: str
    file: str = ""
    error: str = ""


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What an export did; after a cancel there is no folder and nothing on record.

    `taken_over` sheets were ready from an export that had been stopped there.
    """

    folder: Path
    number: int
    lines: tuple[BatchLineResult, ...]
    summary_file: str
    changes: Changes
    is_cancelled: bool = False
    taken_over: int = 0
    #: Why the letters that were asked for with the export were not issued.
    letters_refused: str = ""


def export_batch(
    library: Library,
    maker: DocumentMaker,
    ids: Sequence[int],
    folder: Path,
    seal: SealStyle,
    on_progress: Progress,
    is_cancelled: Cancelled,
    kept_at: Path | None = None,
    supplement: Supplement | None = None,
) -> BatchResult:
    """Makes the recommendations and the summary of the chosen cases in `folder`, which must not hold anything yet.

    Runs on a thread of its own; one case that fails is said in its line and the rest goes on. A cancel leaves nothing
    behind; after a full disk or a power cut nothing stands in `folder` either, and the next export there goes on with
    the sheets that were done. `kept_at` is where the caller will move the folder to, if it will. A batch may
    supplement one that was sent.
    Raises RefusalError `export.…`, TroubleError `export.…`, `library.not_as_recorded`.
    """
    require_role(library.user, EventAct.EXPORTED)
    if folder.is_symlink():
        # In a shared folder anybody may lay one in the way; where it leads nobody has chosen.
        raise RefusalError("export.folder_is_link", folder=str(folder), field="folder")
    library.require_as_recorded()
    settle_export(library)
    library.read(require_supplement, supplement)
    try:
        work = _working_place(folder, library)
    except OSError as problem:
        raise _stopped(problem, folder, 0) from problem
    try:
        result = _export(
            library, maker, ids, folder, work, seal, on_progress, is_cancelled, kept_at or folder, supplement
        )
    except OSError as problem:
        work.keep()
        raise _stopped(problem, folder, work.count) from problem
    except TroubleError:
        # The library's own disk may be the full one: what was made waits for it.
        work.keep()
        raise
    except BaseException:
        work.clear()
        raise
    work.clear()
    return result


def _stopped(problem: OSError, folder: Path, done: int) -> TroubleError:
    """What the officer is told of an export the system stopped, and what became of the sheets done so far."""
    code = "export.disk_full" if is_disk_full(problem) else "export.not_writable"
    if not done:
        return TroubleError(code, folder=str(folder))
    return TroubleError(f"{code}_kept", folder=str(folder), count=done)


def file_name(intake_number: str, project_name: str) -> str:
    """A file name every system accepts: number and project, forbidden characters replaced, not too long."""
    number, plain = file_word(intake_number), file_word(project_name)[:40].strip(" ._")
    return f"{number}-{plain}.pdf" if plain else f"{number}.pdf"


def _working_place(folder: Path, library: Library) -> UnfinishedExport:
    """Held by this export alone; only then is it certain that nothing stands in the folder."""
    if not folder.parent.is_dir():
        raise RefusalError("export.folder_missing", folder=str(folder.parent), field="folder")
    work = UnfinishedExport(folder, library.vouch)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        work.keep()
        raise RefusalError("export.folder_used", folder=str(folder), field="folder")
    return work


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one read of the library gives to an export."""

    cases: tuple[ExportCase, ...]
    failed: tuple[BatchLineResult, ...]
    pack: NoticePack
    office: OfficeSettings
    today: date
    audit_head: str


def _gather(unit: UnitOfWork, ids: Sequence[int], seal: SealStyle, former_head: str) -> _Gathered:
    """The cases as printed, in the office's order; under the head of a stopped export, if nothing happened to them."""
    require_season_open(unit, unit.settings.get().season)
    moved = moved_since(unit, former_head) if former_head else None
    head = unit.events.head() if moved is None or moved & set(ids) else former_head
    ready, left_out = export_cases(unit, ids_in_office_order(unit, ids), READY, seal)
    numbered = with_numbers(unit, ready)
    cases = tuple(replace(case, values=replace(case.values, audit_head=head)) for case in numbered)
    failed = tuple(
        BatchLineResult(one.application.id, one.application.intake_number, one.application.project_name, error=one.said)
        for one in left_out
    )
    return _Gathered(cases, failed, current_pack(unit), unit.settings.get(), unit.today, head)


def _export(
    library: Library,
    maker: DocumentMaker,
    ids: Sequence[int],
    folder: Path,
    work: UnfinishedExport,
    seal: SealStyle,
    on_progress: Progress,
    is_cancelled: Cancelled,
    kept_at: Path,
    supplement: Supplement | None,
) -> BatchResult:
    maker.expect(len(ids))
    gathered = library.read(_gather, ids, seal, work.audit_head)
    kept = _kept_sheets(library, gathered.cases, seal)
    taken_over, printed = _print_cases(maker, gathered, work, kept, seal.value, on_progress, is_cancelled)
    if is_cancelled():
        return BatchResult(folder, 0, (), "", Changes(frozenset()), is_cancelled=True)
    lines = (*gathered.failed, *printed)
    done = [case for case, line in zip(gathered.cases, printed, strict=True) if line.file]
    files = [PrintedFile(line.file, "recommendation", (line.intake_number,)) for line in printed if line.file]
    if not done:
        raise RefusalError("export.nothing", reason=lines[0].error if lines else "")
    head, summary = gathered.audit_head, work.folder / SUMMARY
    maker.summary(summary_table(gathered.pack, gathered.office, done, gathered.today, library.user.name, head), summary)
    files.append(PrintedFile(SUMMARY, "summary", tuple(case.intake_number for case in done)))
    files.append(write_folder_list(work.folder, files, gathered.pack.season))
    maker.manifest(work.folder, files, gathered.pack.sha256, head)
    if is_cancelled():
        return BatchResult(folder, 0, (), "", Changes(frozenset()), is_cancelled=True)
    sheets = tuple(_batch_line(work.folder, line) for line in printed if line.file)
    issued = tuple(
        IssuedSheet(case, work.folder / line.file if line.file else None, line.error)
        for case, line in zip(gathered.cases, printed, strict=True)
    )
    addressee = gathered.pack.address.recipient
    others = tuple((file, file_hash(work.folder / file)) for file in beside())
    record = BatchRecord(kept_as(library.folder, kept_at), seal, head, sheets, addressee, issued, others, supplement)
    number = place_export(library, work.folder, folder, record)
    touched = frozenset(case.application_id for case in done)
    changes = Changes(frozenset({Noun.BATCH, Noun.CASE, Noun.REGISTER}), touched)
    return BatchResult(folder, number, lines, SUMMARY, changes, taken_over=taken_over)


def _kept_sheets(library: Library, cases: Sequence[ExportCase], seal: SealStyle) -> Mapping[int, Callable[[], bytes]]:
    """The sheets that were issued with the same in the seal's place: they go out again as the same bytes."""
    return {
        case.application_id: partial(library.read, read_attachment, case.entry.sha256)
        for case in cases
        if case.entry is not None
        and case.entry.sha256
        and (case.entry.sealed_how is Sealing.SAMPLE) == (seal is SealStyle.SAMPLE)
    }


def _print_cases(
    maker: DocumentMaker,
    gathered: _Gathered,
    work: UnfinishedExport,
    kept: Mapping[int, Callable[[], bytes]],
    seal: str,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> tuple[int, list[BatchLineResult]]:
    """How many sheets were there already, and what became of each case in their order; no use after a cancel.

    Those `kept` by case are written as they were issued.
    """
    cases = gathered.cases
    names = [f"{SHEETS}/{file_name(case.intake_number, case.project_name)}" for case in cases]
    sheets = {name: case.values for name, case in zip(names, cases, strict=True)}
    ready = work.begin(gathered.audit_head, sheets, seal)
    again = [place for place, case in enumerate(cases) if case.application_id in kept and names[place] not in ready]
    for place in again:
        (work.folder / names[place]).write_bytes(kept[cases[place].application_id]())
        work.note(names[place], cases[place].values, seal)
    missing = [place for place, name in enumerate(names) if name not in ready and place not in set(again)]
    jobs = [PrintJob(cases[place].values, work.folder / names[place]) for place in missing]
    if ready or again:
        on_progress(len(ready) + len(again), len(cases))
    told: dict[int, PrintOutcome] = {}
    for outcome in maker.documents(jobs, seal, is_cancelled):
        place = missing[outcome.place]
        told[place] = outcome
        if outcome.error is None:
            work.note(names[place], cases[place].values, seal)
        on_progress(len(ready) + len(again) + len(told), len(cases))
    lines: list[BatchLineResult] = []
    for place, case in enumerate(cases):
        error = told[place].error if place in told else None
        said = sentence(error.code, error.values) if error else ""
        line = BatchLineResult(case.application_id, case.intake_number, case.project_name)
        lines.append(replace(line, error=said) if error else replace(line, file=names[place]))
    return len(ready), lines


def _batch_line(folder: Path, line: BatchLineResult) -> BatchLine:
    """The sheet of a case as the batch keeps it."""
    return BatchLine(
        line.application_id, line.intake_number, line.project_name, line.file, file_hash(folder / line.file)
    )
