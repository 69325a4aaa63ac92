"""Exporting a batch: choose, make every document aside, and only then put it in place and on record."""

from __future__ import annotations

import errno
import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from reviewer_app.domain.application import Application, Role
from reviewer_app.domain.batch import Batch, BatchChoice, BatchLine, SealStyle
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.states import State
from reviewer_app.services.batch_printing import PrintJob, PrintOutcome, print_files
from reviewer_app.services.changes import Changes
from reviewer_app.services.permissions import require_role
from reviewer_app.services.ports import Cancelled, Desk, Press, Progress, UnitOfWork
from reviewer_app.services.recording import record
from reviewer_app.services.records import OfficeSettings, PrintedFile
from reviewer_app.services.registering import current_pack
from reviewer_app.services.sheets import ExportCase, export_case, summary_table
from reviewer_app.services.worklist import routing_of
from reviewer_resources.phrases import sentence

_READY = (State.SIGNED_OFF, State.SEALED, State.BATCHED)
#: Near enough to be missed in the list; what is still being checked nobody expects there.
_NOT_YET = (State.AWAITING_CORRECTION, State.REVIEWING, State.PROPOSED, State.CHALLENGED)
#: More than an office can record while an export runs.
_EVENTS_DURING_EXPORT = 5_000
_FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


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
    """What an export did; after a cancel there is no folder and nothing on record."""

    folder: Path
    number: int
    lines: tuple[BatchLineResult, ...]
    summary_file: str
    changes: Changes
    is_cancelled: bool = False


def plan_batch(unit: UnitOfWork) -> tuple[BatchChoice, ...]:
    """Every case that could be sent now, and those that cannot yet with the reason."""
    season = unit.settings.get().season
    ready = unit.applications.in_states(season, [state.value for state in _READY])
    waiting = unit.applications.in_states(season, [state.value for state in _NOT_YET])
    return tuple(_choice(unit, case) for case in (*ready, *waiting))


def export_batch(
    desk: Desk,
    press: Press,
    ids: Sequence[int],
    folder: Path,
    seal: SealStyle,
    on_progress: Progress,
    is_cancelled: Cancelled,
    kept_at: Path | None = None,
) -> BatchResult:
    """Makes the recommendations and the summary of the chosen cases in `folder`, which must not hold anything yet.

    Runs on a thread of its own; one case that fails is said in its line and the rest goes on. A cancel or a full disk
    leaves nothing behind. `kept_at` is where the caller will move the folder to, if it will.
    Raises RefusalError `export.…`, TroubleError `export.…`.
    """
    require_role(desk.user, Role.HANDLER, Role.SEAL, act="exported")
    _check_folder(folder)
    making = folder.parent / f".{folder.name}.part"
    shutil.rmtree(making, ignore_errors=True)
    try:
        return _export(desk, press, ids, folder, making, seal, on_progress, is_cancelled, kept_at or folder)
    except OSError as problem:
        code = "export.disk_full" if problem.errno == errno.ENOSPC else "export.not_writable"
        raise TroubleError(code, folder=str(folder)) from problem
    finally:
        shutil.rmtree(making, ignore_errors=True)


def file_name(intake_number: str, project_name: str) -> str:
    """A file name every system accepts: number and project, forbidden characters replaced, not too long."""
    number, plain = _plain(intake_number), _plain(project_name)[:40].strip(" ._")
    return f"{number}-{plain}.pdf" if plain else f"{number}.pdf"


def _plain(text: str) -> str:
    return "".join("_" if character in _FORBIDDEN else character for character in text).strip(" ._")


def _choice(unit: UnitOfWork, case: Application) -> BatchChoice:
    routing = routing_of(unit.packs.by_hash(case.pack.sha256), case)
    refusal, detail = "", ""
    if case.state not in _READY:
        refusal = "batch.not_signed_off"
        detail = sentence(refusal, {"state": case.state.label})
    elif routing.contact is None:
        refusal, detail = "batch.unrouted", sentence("batch.unrouted", {"why": routing.why})
    return BatchChoice(
        application_id=case.id,
        intake_number=case.intake_number,
        project_name=case.project_name,
        applicant=case.applicant,
        state=case.state.label,
        contact=routing.contact.name if routing.contact else "",
        refusal=refusal,
        refusal_detail=detail,
    )


def _check_folder(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise RefusalError("export.folder_used", folder=str(folder), field="folder")
    if not folder.parent.is_dir():
        raise RefusalError("export.folder_missing", folder=str(folder.parent), field="folder")


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What one read of the library gives to an export."""

    cases: tuple[ExportCase, ...]
    failed: tuple[BatchLineResult, ...]
    office: OfficeSettings
    audit_head: str


def _gather(unit: UnitOfWork, ids: Sequence[int]) -> _Gathered:
    cases: list[ExportCase] = []
    failed: list[BatchLineResult] = []
    for case_id in ids:
        application = unit.applications.get(case_id)
        try:
            if application.state not in _READY:
                raise RefusalError("batch.not_signed_off", state=application.state.label)
            cases.append(export_case(unit, case_id))
        except RefusalError as refusal:
            said = sentence(refusal.code, refusal.values)
            failed.append(BatchLineResult(case_id, application.intake_number, application.project_name, error=said))
    return _Gathered(tuple(cases), tuple(failed), unit.settings.get(), unit.events.head())


def _export(
    desk: Desk,
    press: Press,
    ids: Sequence[int],
    folder: Path,
    making: Path,
    seal: SealStyle,
    on_progress: Progress,
    is_cancelled: Cancelled,
    kept_at: Path,
) -> BatchResult:
    gathered = desk.read(_gather, ids)
    (making / "recommendations").mkdir(parents=True)
    printed = _print_cases(press, gathered.cases, making, seal, on_progress, is_cancelled)
    if is_cancelled():
        return BatchResult(folder, 0, (), "", Changes(frozenset()), is_cancelled=True)
    lines = [*gathered.failed, *printed]
    done = [case for case, line in zip(gathered.cases, printed, strict=True) if line.file]
    files = [PrintedFile(line.file, "recommendation", (line.intake_number,)) for line in printed if line.file]
    if not done:
        raise RefusalError("export.nothing", reason=lines[0].error if lines else "")
    _print_summary(desk, press, gathered, done, making)
    files.append(PrintedFile("summary.xlsx", "summary", tuple(case.values.intake_number for case in done)))
    pack = desk.read(current_pack)
    press.manifest(making, files, pack.sha256, gathered.audit_head)
    if is_cancelled():
        return BatchResult(folder, 0, (), "", Changes(frozenset()), is_cancelled=True)
    if folder.exists():
        folder.rmdir()
    making.rename(folder)
    try:
        number = desk.change(_record_batch, folder, _kept_as(desk, kept_at), seal, gathered.audit_head, tuple(lines))
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise
    touched = frozenset(case.application_id for case in done)
    return BatchResult(folder, number, tuple(lines), "summary.xlsx", Changes(frozenset({"batch", "case"}), touched))


def _print_cases(
    press: Press,
    cases: Sequence[ExportCase],
    making: Path,
    seal: SealStyle,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> list[BatchLineResult]:
    """What became of each case, in their order; not to be used after a cancel."""
    names = [f"recommendations/{file_name(case.values.intake_number, case.values.project_name)}" for case in cases]
    jobs = [PrintJob(case.values, making / name) for case, name in zip(cases, names, strict=True)]
    told: dict[int, PrintOutcome] = {}
    for outcome in print_files(press, jobs, seal.value, is_cancelled):
        told[outcome.place] = outcome
        on_progress(len(told), len(jobs))
    lines: list[BatchLineResult] = []
    for place, case in enumerate(cases):
        error = told[place].error if place in told else None
        said = sentence(error.code, error.values) if error else ""
        line = BatchLineResult(case.application_id, case.values.intake_number, case.values.project_name)
        lines.append(replace(line, error=said) if error else replace(line, file=names[place]))
    return lines


def _print_summary(desk: Desk, press: Press, gathered: _Gathered, done: list[ExportCase], making: Path) -> None:
    pack = desk.read(current_pack)
    made_on = desk.read(_today)
    table = summary_table(pack, gathered.office, done, made_on, desk.user.name, gathered.audit_head)
    press.summary(table, making / "summary.xlsx")


def _today(unit: UnitOfWork) -> date:
    return unit.today


def _record_batch(
    unit: UnitOfWork, folder: Path, kept_as: str, seal: SealStyle, audit_head: str, lines: tuple[BatchLineResult, ...]
) -> int:
    season = unit.settings.get().season
    number = unit.batches.next_number(season)
    printed = [line for line in lines if line.file]
    _check_unchanged(unit, printed, audit_head)
    kept = tuple(
        BatchLine(line.application_id, line.intake_number, line.project_name, line.file, _sha256(folder / line.file))
        for line in printed
    )
    unit.batches.add(Batch(number, season, kept_as, seal, unit.actor.name, unit.now, audit_head, kept))
    for line in printed:
        case = unit.applications.get(line.application_id)
        record(unit, case, "exported", detail={"批次": str(number), "文件": line.file, "用印处": seal.label})
    return number


def _check_unchanged(unit: UnitOfWork, printed: Sequence[BatchLineResult], audit_head: str) -> None:
    """While sheets were made nobody may have moved or amended one of their cases."""
    moved: set[int] = set()
    for event in unit.events.latest(_EVENTS_DURING_EXPORT):
        if event.hash == audit_head:
            break
        if event.to_state or event.act == "amended":
            moved.add(event.application_id or 0)
    for line in printed:
        if line.application_id in moved:
            raise RefusalError("batch.changed_meanwhile", name=line.project_name)


def _kept_as(desk: Desk, folder: Path) -> str:
    """How the batch's place is written down: relative inside the library, so that the library may be moved."""
    inside = folder.resolve().is_relative_to(desk.folder.resolve())
    return str(folder.resolve().relative_to(desk.folder.resolve()) if inside else folder.resolve())


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
