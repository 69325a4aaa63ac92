"""Bringing a batch up to date: sheets decided anew are made anew, cases that left are dropped, the rest stays as it is.

The folder is made whole beside the former one and takes its place as the last act before the record is kept; the former
folder stays under a name of its own.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch, BatchLine
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, require_reason
from reviewer_app.domain.dispatch.folder import LIST, beside
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import FOLDER_MODE, copy_file, is_disk_full
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.dispatch.batch_recording import BatchRecord, IssuedSheet, enter_sheets, moved_since
from reviewer_app.services.dispatch.changing.planning import UpdatePlan, plan_update, require_something
from reviewer_app.services.dispatch.exporting import file_name
from reviewer_app.services.dispatch.file_hash import file_hash, write_folder_list
from reviewer_app.services.dispatch.gathering import ExportCase, export_cases, summary_table, with_numbers
from reviewer_app.services.dispatch.ordering import READY
from reviewer_app.services.dispatch.placing import place_instead, settle_export
from reviewer_app.services.dispatch.unfinished import UnfinishedExport
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.papers import DocumentMaker, PrintJob
from reviewer_app.services.ports.records import OfficeSettings, PrintedFile
from reviewer_app.services.sealing.file_sealing import SEALED_FOLDER
from reviewer_app.small_files import is_ordinary


@dataclass(frozen=True, slots=True)
class UpdateResult:
    """What an update did: how many sheets were made anew and dropped, and where the former folder lies."""

    number: int
    replaced: int
    dropped: int
    former: Path
    changes: Changes
    is_cancelled: bool = False
    #: Why the letters that the update made untrue were not issued anew.
    letters_refused: str = ""


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one read of the library gives to an update."""

    plan: UpdatePlan
    cases: tuple[ExportCase, ...]
    pack: NoticePack
    office: OfficeSettings
    today: date
    head: str

    def case(self, application_id: int) -> ExportCase:
        return next(case for case in self.cases if case.application_id == application_id)


def update_batch(
    library: Library,
    maker: DocumentMaker,
    batch_id: int,
    reason: str,
    on_progress: Progress,
    is_cancelled: Cancelled,
    seen: UpdatePlan | None = None,
) -> UpdateResult:
    """Makes the folder of a batch agree with its cases again and puts on record what was changed, and why.

    `seen` is what the officer was shown: after any other change of it nothing is done.

    Runs on a thread of its own. Whatever stops it, folder and record are as before. Raises RefusalError `batch.…`,
    `export.busy`, TroubleError `batch.update_…`, `library.not_as_recorded`.
    """
    require_role(library.user, EventAct.SHEET_REPLACED)
    why = require_reason(reason)
    library.require_as_recorded()
    settle_export(library)
    gathered = library.read(_gather, batch_id)
    if seen is not None and not seen.is_as(gathered.plan):
        raise RefusalError("batch.update_overtaken", number=seen.batch.number)
    folder = library.folder / gathered.plan.batch.folder
    _require_as_made(folder, gathered.plan)
    try:
        work = UnfinishedExport(folder, library.vouch)
    except OSError as problem:
        raise _stopped(problem, folder) from problem
    try:
        return _update(library, maker, gathered, folder, work, why, on_progress, is_cancelled)
    except OSError as problem:
        raise _stopped(problem, folder) from problem
    finally:
        work.clear()


def _gather(unit: UnitOfWork, batch_id: int) -> _Gathered:
    """The plan, and every case the batch goes on with as its sheet and its line of the summary are printed."""
    plan = plan_update(unit, batch_id)
    require_something(plan)
    cases, left_out = export_cases(unit, plan.going, READY, plan.batch.seal)
    if left_out:
        held = left_out[0]
        raise RefusalError("batch.update_held", number=held.application.intake_number, why=held.said)
    anew = {line.application_id for line in plan.replaced}
    fresh = with_numbers(unit, [case for case in cases if case.application_id in anew])
    numbered = {case.application_id: case for case in fresh}
    return _Gathered(
        plan,
        tuple(numbered.get(case.application_id, case) for case in cases),
        current_pack(unit),
        unit.settings.get(),
        unit.today,
        unit.events.head(),
    )


def _require_as_made(folder: Path, plan: UpdatePlan) -> None:
    """The sheets that stay go over as they are: they must be what the record has."""
    if folder.is_symlink() or not folder.is_dir():
        raise RefusalError("batch.folder_gone", folder=str(folder))
    for line in plan.kept:
        try:
            is_same = file_hash(folder / line.file) == line.sha256
        except OSError:
            is_same = False
        if not is_same:
            raise RefusalError("batch.folder_differs", file=line.file)


def _update(
    library: Library,
    maker: DocumentMaker,
    gathered: _Gathered,
    folder: Path,
    work: UnfinishedExport,
    why: str,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> UpdateResult:
    plan, made = gathered.plan, work.folder
    lines = _new_lines(gathered)
    anew = {line.application_id for line in plan.replaced}
    work.begin(gathered.head, {line.file: gathered.case(line.application_id).values for line in lines}, "")
    for line in plan.kept:
        copy_file(folder / line.file, made / line.file)
    _take_along(folder, made, plan)
    jobs = [
        PrintJob(gathered.case(line.application_id).values, made / line.file)
        for line in lines
        if line.application_id in anew
    ]
    for outcome in maker.documents(jobs, plan.batch.seal.value, is_cancelled):
        if outcome.error is not None:
            raise outcome.error
        on_progress(outcome.place + 1, len(jobs))
    if is_cancelled():
        return UpdateResult(plan.batch.number, 0, 0, folder, Changes(frozenset()), is_cancelled=True)
    lines = [replace(line, sha256=file_hash(made / line.file)) for line in lines]
    others = _write_beside(library, maker, gathered, made, lines)
    former = _free_name(folder)

    def put_on_record(unit: UnitOfWork) -> None:
        _record(unit, gathered, lines, others, made, why)

    place_instead(library, made, folder, former, (plan.batch.folder, plan.batch.audit_head), put_on_record)
    touched = frozenset(plan.touched)
    changes = Changes(frozenset({Noun.BATCH, Noun.CASE, Noun.REGISTER}), touched)
    return UpdateResult(plan.batch.number, len(plan.replaced), len(plan.dropped), former, changes)


def _take_along(folder: Path, made: Path, plan: UpdatePlan) -> None:
    """What was sealed as a file and lies beside the sheets goes over, but not that of a sheet that stays behind."""
    gone = {Path(one.file).name for one in (*plan.replaced, *(each.line for each in plan.dropped))}
    place = folder / SEALED_FOLDER
    if place.is_symlink() or not place.is_dir():
        return
    for path in sorted(place.iterdir()):
        if path.name not in gone and is_ordinary(path) and not path.is_symlink():
            (made / SEALED_FOLDER).mkdir(FOLDER_MODE, exist_ok=True)
            copy_file(path, made / SEALED_FOLDER / path.name)


def _new_lines(gathered: _Gathered) -> list[BatchLine]:
    """The lines the batch goes on with; a sheet made anew lies where its like lie, under the name its case has now."""
    anew = {line.application_id for line in gathered.plan.replaced}
    going = set(gathered.plan.going)
    found = []
    for line in gathered.plan.batch.lines:
        if line.application_id in anew:
            case = gathered.case(line.application_id)
            sheets = line.file.rpartition("/")[0]
            name = f"{sheets}/{file_name(case.intake_number, case.project_name)}".lstrip("/")
            found.append(BatchLine(line.application_id, case.intake_number, case.project_name, name))
        elif line.application_id in going:
            found.append(line)
    return found


def _write_beside(
    library: Library, maker: DocumentMaker, gathered: _Gathered, made: Path, lines: Sequence[BatchLine]
) -> dict[str, str]:
    """Summary, list and the machine's list over the sheets as they are now; their SHA-256 by name."""
    names = beside(lines[0].file)
    summary = next(name for name, key in names.items() if key is RecordKey.SUMMARY_HASH)
    # Where nothing was printed anew, no sheet names a later head than the batch's own.
    head = gathered.head if gathered.plan.replaced else gathered.plan.batch.audit_head
    cases = [gathered.case(line.application_id) for line in lines]
    files = [PrintedFile(line.file, "recommendation", (line.intake_number,)) for line in lines]
    table = summary_table(gathered.pack, gathered.office, cases, gathered.today, library.user.name, head)
    maker.summary(table, made / summary)
    files.append(PrintedFile(summary, "summary", tuple(line.intake_number for line in lines)))
    if LIST in names:
        files.append(write_folder_list(made, files, gathered.pack.season))
    maker.manifest(made, files, gathered.pack.sha256, head)
    return {name: file_hash(made / name) for name in names}


def _record(
    unit: UnitOfWork,
    gathered: _Gathered,
    lines: Sequence[BatchLine],
    others: dict[str, str],
    made: Path,
    why: str,
) -> None:
    """Raises RefusalError `batch.…` when batch or cases are not what the folder was made from any more."""
    require_role(unit.actor, EventAct.SHEET_REPLACED)
    plan = gathered.plan
    batch = plan.batch
    now = plan_update(unit, batch.id)
    moved = moved_since(unit, gathered.head)
    if not now.is_as(plan) or moved is None or moved & {line.application_id for line in batch.lines}:
        raise RefusalError("batch.update_overtaken", number=batch.number)
    current = {line.application_id: line for line in lines}
    sheets = [
        IssuedSheet(gathered.case(one.application_id), made / current[one.application_id].file) for one in plan.replaced
    ]
    addressee = gathered.pack.address.recipient
    anew = tuple(current[one.application_id] for one in plan.replaced)
    enter_sheets(unit, BatchRecord(batch.folder, batch.seal, gathered.head, anew, addressee, tuple(sheets)))
    cases = {case.id: case for case in unit.applications.some(plan.touched)}
    for former in plan.replaced:
        line = current[former.application_id]
        change = _change(unit, batch, BatchChangeKind.REPLACED, former, why, others)
        unit.batches.change(replace(change, file=line.file, sha256=line.sha256))
        _say(unit, cases[line.application_id], EventAct.SHEET_REPLACED, why, _said(batch, former, others, line.file))
    for gone in plan.dropped:
        unit.batches.change(_change(unit, batch, BatchChangeKind.DROPPED, gone.line, why, others))
        _say(unit, cases[gone.line.application_id], EventAct.LINE_DROPPED, why, _said(batch, gone.line, others))


def _change(
    unit: UnitOfWork, batch: Batch, kind: BatchChangeKind, former: BatchLine, why: str, others: dict[str, str]
) -> BatchChange:
    return BatchChange(
        batch.id,
        kind,
        why,
        unit.actor.name,
        unit.now,
        former.application_id,
        former_file=former.file,
        former_sha256=former.sha256,
        beside=others,
    )


def _said(batch: Batch, former: BatchLine, others: dict[str, str], file: str = "") -> dict[str, str]:
    said: dict[str, str] = {RecordKey.BATCH: str(batch.number), RecordKey.FORMER_HASH: former.sha256}
    said[RecordKey.FILE] = file or former.file
    return said | {beside(former.file)[name]: digest for name, digest in others.items()}


def _say(unit: UnitOfWork, case: Application, act: EventAct, why: str, said: dict[str, str]) -> None:
    """On the case's own record; of one at another desk nothing is written there, the batch tells it."""
    if case.is_away:
        record(unit, None, act, why, said)
    else:
        record(unit, case, act, why, said)


def _free_name(folder: Path) -> Path:
    """Where the former folder goes: beside, under its name and how often it was changed."""
    number = 1
    while (place := folder.with_name(f"{folder.name}-更换前{number}")).exists():
        number += 1
    return place


def _stopped(problem: OSError, folder: Path) -> TroubleError:
    code = "batch.update_disk_full" if is_disk_full(problem) else "batch.update_not_writable"
    return TroubleError(code, folder=str(folder))
