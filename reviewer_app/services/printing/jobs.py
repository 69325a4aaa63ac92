"""Print jobs on record: begun before anything goes to the printer, handed over run by run, followed, and ended."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.prints import (
    JobState,
    PrintJob,
    PrintPart,
    PrintReport,
    PrintWord,
    Sheet,
    in_ranges,
    runs_of,
    sheets_of,
)
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.papers.parcels import cases_for
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, record_printed
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.printing.planning import MOST_COPIES, BatchPaper, BatchPapers, batch_matter
from reviewer_resources.phrases import sentence

_K = RecordKey
_NOUNS = frozenset({Noun.BATCH})


@dataclass(frozen=True, slots=True)
class JobChange:
    """A job as it stands after an act, and what the act touched."""

    job: PrintJob
    changes: Changes


@dataclass(frozen=True, slots=True)
class NewPrintJob:
    """What the officer decided: on which printer, by which profile, and the papers with how each is fed."""

    printer: str
    profile: str
    parts: tuple[tuple[PrintPart, BatchPaper], ...]


def begin_job(unit: UnitOfWork, papers: BatchPapers, wanted: NewPrintJob) -> JobChange:
    """Puts a job on record with the bytes of its papers; nothing has gone to the printer yet.

    Raises RefusalError `act.role_needed`, `prints.nothing`, `prints.copies`, `prints.no_printer`, `prints.still_open`
    while an earlier job of the batch has not ended, `prints.moved` naming cases that left the batch meanwhile.
    """
    require_role(unit.actor, EventAct.PRINT_JOB_MADE)
    batch = unit.batches.get(papers.batch.id)
    if not wanted.printer:
        raise RefusalError("prints.no_printer", field="printer")
    if not wanted.parts:
        raise RefusalError("prints.nothing")
    if not all(1 <= part.copies <= MOST_COPIES for part, _ in wanted.parts):
        raise RefusalError("prints.copies", most=MOST_COPIES, field="copies")
    for before in unit.prints.of_batch(batch.id):
        if before.state.is_open:
            raise RefusalError("prints.still_open", job=before.id)
    moved = _moved(unit, batch.id, [part for part, _ in wanted.parts])
    if moved:
        raise RefusalError("prints.moved", numbers="、".join(moved.values()))
    kept = {id(paper): unit.attachments.keep(paper.pdf) for _, paper in wanted.parts}
    parts = tuple(replace(part, sha256=kept[id(paper)]) for part, paper in wanted.parts)
    mark = sentence("prints.mark", {"number": batch.number, "head": unit.events.head()[:8]})
    job = PrintJob(batch.id, wanted.printer, wanted.profile, mark, unit.actor.name, unit.now, parts)
    job_id = unit.prints.add(job)
    said = {
        _K.BATCH: str(batch.number),
        _K.PRINT_JOB: str(job_id),
        _K.PRINTER: wanted.printer,
        _K.PRINT_SHEETS: str(job.count),
    }
    record(unit, None, EventAct.PRINT_JOB_MADE, detail={key.value: value for key, value in said.items()})
    return JobChange(unit.prints.get(job_id), Changes(_NOUNS))


def record_handed(unit: UnitOfWork, job_id: int, sheets: Sequence[int], spool_id: str, printer: str = "") -> JobChange:
    """Records that a run went to the job's printer or another; papers no printer was given before are printed now.

    Raises RefusalError `act.role_needed`, `prints.ended`, `prints.handed_already`.
    """
    require_role(unit.actor, EventAct.PRINT_HANDED)
    job = _open(unit, job_id)
    if not sheets or not set(sheets) <= set(job.not_handed):
        raise RefusalError("prints.handed_already")
    told = in_ranges(sheets)
    run = job.runs_handed + 1
    other = printer if printer != job.printer else ""
    report = PrintReport(PrintWord.HANDED, unit.now, unit.actor.name, run, spool_id, told, detail=other)
    unit.prints.report(job_id, report)
    at = other or job.printer
    detail = {_K.PRINT_JOB.value: str(job_id), _K.PRINTER.value: at, _K.PRINT_SHEETS.value: told}
    record(unit, None, EventAct.PRINT_HANDED, detail=detail)
    touched = _record_papers(unit, job, set(sheets), at)
    return JobChange(unit.prints.get(job_id), Changes(_NOUNS | {Noun.CASE}, touched))


def note_word(unit: UnitOfWork, job_id: int, run: int, said: SpoolWord) -> JobChange:
    """Puts on record what the print service says of a run, where it says something new.

    Raises RefusalError `act.role_needed`.
    """
    require_role(unit.actor, EventAct.PRINT_TOLD)
    job = unit.prints.get(job_id)
    stands = next((one for one in job.runs if one.number == run), None)
    if stands is None or not stands.is_followed or not _is_news(said, stands.word, stands.detail):
        return JobChange(job, Changes(frozenset()))
    unit.prints.report(job_id, PrintReport(said.word, unit.now, "", run, sides=said.sides, detail=said.detail))
    return _told(unit, job_id, said.word, in_ranges(stands.sheets))


def go_on_after(unit: UnitOfWork, job_id: int, good: int) -> JobChange:
    """Takes up a job that stopped: what comes after the last good sheet is to be printed once more.

    Raises RefusalError `act.role_needed`, `prints.ended`, `prints.still_running` while the printer may go on by itself,
    `prints.no_sheet` for a sheet the job has not, `prints.nothing_missing`, `prints.moved` where only sheets are left
    of cases that were taken up anew meanwhile; where others are left too, those sheets alone are not printed.
    """
    require_role(unit.actor, EventAct.PRINT_TOLD)
    job = _open(unit, job_id)
    if any(run.is_followed for run in job.runs):
        raise RefusalError("prints.still_running")
    if not 0 <= good <= job.count:
        raise RefusalError("prints.no_sheet", count=job.count, field="good")
    missing = job.missing_after(good)
    if not missing:
        raise RefusalError("prints.nothing_missing", field="good")
    part_of = {sheet.number: job.parts[sheet.part] for sheet in sheets_of(job.parts)}
    moved = _moved(unit, job.batch_id, [part_of[number] for number in missing])
    left_out = "、".join(moved.values())
    still = [number for number in missing if part_of[number].case_id not in moved]
    if not still:
        raise RefusalError("prints.moved", numbers=left_out)
    said = PrintReport(PrintWord.GOOD_UNTIL, unit.now, unit.actor.name, 0, "", in_ranges(still), good, left_out)
    unit.prints.report(job_id, said)
    return _told(unit, job_id, PrintWord.GOOD_UNTIL, in_ranges(still))


def say_all_out(unit: UnitOfWork, job_id: int) -> JobChange:
    """Records that a person holds every sheet of a job in hand.

    Raises RefusalError `act.role_needed`, `prints.ended`, `prints.never_handed`, `prints.still_running` while the print
    service says that the printer is at it.
    """
    require_role(unit.actor, EventAct.PRINT_TOLD)
    job = _open(unit, job_id, also_done=True)
    if job.not_handed:
        raise RefusalError("prints.never_handed", count=len(job.not_handed))
    if any(run.is_alive for run in job.runs):
        raise RefusalError("prints.still_running")
    unit.prints.report(job_id, PrintReport(PrintWord.ALL_OUT, unit.now, unit.actor.name))
    return _told(unit, job_id, PrintWord.ALL_OUT, "")


def give_up_job(unit: UnitOfWork, job_id: int, reason: str) -> JobChange:
    """Ends a job that is not printed on; what came out stays on record as handed over.

    Raises RefusalError `act.role_needed`, `prints.ended`, `prints.no_reason`, `prints.still_running` while the printer
    may go on by itself.
    """
    require_role(unit.actor, EventAct.PRINT_TOLD)
    job = _open(unit, job_id, also_done=True)
    if not reason.strip():
        raise RefusalError("prints.no_reason", field="reason")
    check_length(reason, TextKind.REASON, "reason")
    if any(run.is_alive for run in job.runs):
        raise RefusalError("prints.still_running")
    said = PrintReport(PrintWord.GIVEN_UP, unit.now, unit.actor.name, detail=reason.strip())
    unit.prints.report(job_id, said)
    return _told(unit, job_id, PrintWord.GIVEN_UP, "", reason)


def kept_papers(unit: UnitOfWork, job: PrintJob) -> tuple[bytes, ...]:
    """The bytes of a job's papers, as it was begun with them; TroubleError `attachment.damaged`."""
    return tuple(unit.attachments.content(part.sha256) for part in job.parts)


def runs_to_hand(job: PrintJob) -> tuple[tuple[Sheet, ...], ...]:
    """What is still to be handed to the printer in this round, run by run."""
    return runs_of(job.parts, job.not_handed)


def _is_news(said: SpoolWord, word: PrintWord, detail: str) -> bool:
    return said.word is not word or (said.word is PrintWord.STOPPED and said.detail != detail)


def _told(unit: UnitOfWork, job_id: int, word: PrintWord, sheets: str, reason: str = "") -> JobChange:
    said = {_K.PRINT_JOB.value: str(job_id), _K.PRINT_WORD.value: sentence(f"print_word.{word.value}")}
    if sheets:
        said[_K.PRINT_SHEETS.value] = sheets
    record(unit, None, EventAct.PRINT_TOLD, reason, said)
    return JobChange(unit.prints.get(job_id), Changes(_NOUNS))


def _open(unit: UnitOfWork, job_id: int, also_done: bool = False) -> PrintJob:
    job = unit.prints.get(job_id)
    if not job.state.is_open and not (also_done and job.state is JobState.DONE):
        raise RefusalError("prints.ended")
    return job


def _moved(unit: UnitOfWork, batch_id: int, parts: Sequence[PrintPart]) -> dict[int, str]:
    """The cases of these papers that are no longer as the batch has them, with their numbers: no sheet of theirs goes
    on paper any more."""
    batch = unit.batches.get(batch_id)
    kinds = {part.case_id: part.kind for part in parts if part.case_id}
    moved = {}
    for case_id, kind in kinds.items():
        try:
            batch_matter(unit, PrintOrder(kind, case_id), batch)
        except RefusalError:
            moved[case_id] = unit.applications.get(case_id).intake_number
    return moved


def _record_papers(unit: UnitOfWork, job: PrintJob, sheets: set[int], printer: str) -> frozenset[int]:
    """Each paper of these sheets stands on its cases' record as printed, once in the whole job."""
    batch = unit.batches.get(job.batch_id)
    numbered = sheets_of(job.parts)
    known = {numbered[number - 1].part for number in job.handed_before}
    fresh = dict.fromkeys(numbered[number - 1].part for number in sorted(sheets))
    touched: set[int] = set()
    for place in fresh:
        part = job.parts[place]
        if place in known:
            continue
        case_ids = (part.case_id,) if part.case_id else cases_for(unit, batch, part.contact)
        if part.kind is DocumentKind.SEAL_COUNT:
            # A slip for the desk: it says nothing of any case.
            case_ids = ()
        order = PrintOrder(part.kind, part.case_id, 0 if part.case_id else batch.id, part.contact)
        matter = PrintMatter(order, part.title, part.number, case_ids, 0, part.contact)
        touched |= record_printed(unit, matter, part.copies, printer).applications
    return frozenset(touched)
