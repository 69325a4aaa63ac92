"""A print job from its beginning to its end, and what is refused on the way."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.prints import JobState, PrintJob, PrintWord, Sides
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import basis_of
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.papers.printing import printed_before
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_app.services.printing.count_sheet import count_lines, count_values
from reviewer_app.services.printing.jobs import (
    NewPrintJob,
    begin_job,
    give_up_job,
    go_on_after,
    kept_papers,
    note_word,
    record_handed,
    runs_to_hand,
    say_all_out,
)
from reviewer_app.services.printing.planning import BatchPaper, BatchPapers, Feeding, parts_of
from reviewer_app.services.printing.standing import open_jobs
from reviewer_resources import text
from support.fakes import FakeUnit
from support.paper_cases import paper_office, signed_case
from support.printing_acts import PRINTER

KIND = DocumentKind.RECOMMENDATION
LETTER = DocumentKind.COVERING_LETTER


@pytest.fixture(scope="module")
def at() -> tuple[FakeUnit, Batch]:
    """A batch of two signed cases whose recommendations were issued."""
    unit = paper_office()
    ids = [signed_case(unit, filing_number=f"SH202461712009{place}") for place in (1, 2)]
    cases = [unit.applications.get(one) for one in ids]
    for case in cases:
        sha256 = unit.attachments.keep(f"%PDF {case.id}".encode())
        basis = basis_of(unit.opinions.of(case.id)[-1])
        said = (Direction.OUTGOING, KIND.value, 2024, case.id, f"示市监标〔2024〕{case.id}号", "市局", "推荐意见")
        unit.register.add(RegisterEntry(*said, unit.today, "示例甲", case.id, basis=basis, sha256=sha256))
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "f.pdf", "0") for case in cases)
    unit.batches.add(Batch(1, "2024", "f", SealStyle.CIRCLE, "示例甲", unit.now, "0", lines))
    for case in cases:
        record(unit, case, EventAct.EXPORTED, detail={RecordKey.BATCH.value: "1", RecordKey.FILE.value: "f.pdf"})
    return unit, unit.batches.get(1)


@pytest.fixture
def office(at: tuple[FakeUnit, Batch]) -> tuple[FakeUnit, BatchPapers]:
    """The same as it was at the beginning, with its papers."""
    unit, batch = at
    unit.prints.kept.clear()
    ids = [line.application_id for line in batch.lines]
    unit.events.kept = [event for event in unit.events.kept if event.act != EventAct.PRINTED]
    sheets = [BatchPaper(KIND, f"第{one}件", one, f"示市监标〔2024〕{one}号", "", b"%PDF", 3) for one in ids]
    return unit, BatchPapers(batch, (*sheets, BatchPaper(LETTER, LETTER.label, number="第1批", pdf=b"%PDF l", pages=1)))


def wanted(papers: BatchPapers, copies: int = 2, letters: int = 1) -> NewPrintJob:
    fed = {KIND: Feeding(copies, Sides.LONG), LETTER: Feeding(letters)}
    return NewPrintJob(PRINTER, "通常", parts_of(papers, (KIND, LETTER), fed))


def begun(office: tuple[FakeUnit, BatchPapers]) -> PrintJob:
    unit, papers = office
    return begin_job(unit, papers, wanted(papers)).job


def all_handed(unit: FakeUnit, job: PrintJob) -> PrintJob:
    for place, run in enumerate(runs_to_hand(job), start=1):
        job = record_handed(unit, job.id, [sheet.number for sheet in run], str(10 + place)).job
    return job


def refused(code: str, act: Callable[[], object]) -> None:
    with pytest.raises(RefusalError) as caught:
        act()
    assert caught.value.code == code


def test_a_job_is_on_record_before_anything_goes_to_the_printer(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, _ = office
    job = begun(office)
    assert (job.count, job.state) == (9, JobState.NOT_HANDED)
    assert [len(run) for run in runs_to_hand(job)] == [8, 1]
    assert kept_papers(unit, job) == (b"%PDF", b"%PDF", b"%PDF l")
    (made,) = unit.events.latest(1)
    assert (made.act, made.detail[RecordKey.PRINT_SHEETS]) == (EventAct.PRINT_JOB_MADE, "9")
    assert printed_before(unit, KIND, 1) == 0


def test_each_paper_is_printed_on_its_cases_record_once_it_was_handed_over(
    office: tuple[FakeUnit, BatchPapers],
) -> None:
    unit, _ = office
    job = all_handed(unit, begun(office))
    assert job.state is JobState.RUNNING
    told = [event.detail for event in unit.events.of(1) if event.act == EventAct.PRINTED]
    assert [(one[RecordKey.DOCUMENT], one[RecordKey.COPIES], one[RecordKey.PRINTER]) for one in told] == [
        (KIND.value, "2", PRINTER),
        (LETTER.value, "1", PRINTER),
    ]
    refused("prints.handed_already", lambda: record_handed(unit, job.id, [1], "12"))


def test_a_second_job_waits_until_the_first_has_ended(office: tuple[FakeUnit, BatchPapers]) -> None:
    """Pressed twice, in one window or two, the batch is printed once."""
    unit, papers = office
    job = begun(office)
    refused("prints.still_open", lambda: begin_job(unit, papers, wanted(papers)))
    give_up_job(unit, job.id, "换打印机")
    assert begin_job(unit, papers, wanted(papers)).job.id == job.id + 1


def test_nothing_and_too_much_is_no_job(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, papers = office
    refused("prints.nothing", lambda: begin_job(unit, papers, wanted(papers, 0, 0)))
    refused("prints.copies", lambda: begin_job(unit, papers, wanted(papers, 100)))
    refused("prints.no_printer", lambda: begin_job(unit, papers, replace(wanted(papers), printer="")))
    part, paper = wanted(papers).parts[0]
    refused(
        "prints.copies", lambda: begin_job(unit, papers, NewPrintJob(PRINTER, "", ((replace(part, copies=0), paper),)))
    )
    assert unit.prints.kept == []


def test_only_news_of_the_printer_stand_on_record(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, _ = office
    job = all_handed(unit, begun(office))
    before = len(unit.events.latest(1000))
    for said in (SpoolWord(PrintWord.PRINTING, 1), SpoolWord(PrintWord.PRINTING, 5)):
        note_word(unit, job.id, 1, said)
    stopped = note_word(unit, job.id, 1, SpoolWord(PrintWord.STOPPED, 5, "media-empty")).job
    assert (stopped.state, stopped.runs[0].sides, stopped.runs[0].detail) == (JobState.STOPPED, 5, "media-empty")
    assert len(unit.events.latest(1000)) == before + 2
    assert [one.by for one in stopped.reports if one.run == 1] == ["示例甲", "", ""]
    # A word of a run there is none of, or of one that has ended, is no news.
    note_word(unit, job.id, 9, SpoolWord(PrintWord.DONE))
    note_word(unit, job.id, 1, SpoolWord(PrintWord.DONE, 12))
    assert note_word(unit, job.id, 1, SpoolWord(PrintWord.GONE)).job.runs[0].word is PrintWord.DONE


def test_a_stopped_job_goes_on_at_the_sheet_that_is_missing(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, _ = office
    job = all_handed(unit, begun(office))
    refused("prints.still_running", lambda: go_on_after(unit, job.id, 3))
    refused("prints.still_running", lambda: give_up_job(unit, job.id, "不印了"))
    note_word(unit, job.id, 1, SpoolWord(PrintWord.CANCELLED, 5))
    broken = note_word(unit, job.id, 2, SpoolWord(PrintWord.CANCELLED)).job
    assert (broken.state, broken.proposed_good) == (JobState.BROKEN, 2)
    for wrong, code in ((-1, "prints.no_sheet"), (10, "prints.no_sheet"), (9, "prints.nothing_missing")):
        refused(code, partial(go_on_after, unit, job.id, wrong))
    on = go_on_after(unit, job.id, 3).job
    assert [[sheet.number for sheet in run] for run in runs_to_hand(on)] == [[4, 5, 6, 7, 8], [9]]
    done = all_handed(unit, on)
    # The same job: what was handed over before is printed no second time on the cases' record.
    assert [printed_before(unit, KIND, one) for one in (1, 2)] == [1, 1]
    for run in done.runs:
        note_word(unit, job.id, run.number, SpoolWord(PrintWord.DONE, 5))
    assert unit.prints.get(job.id).state is JobState.DONE
    assert open_jobs(unit) == ()


def test_a_printer_that_was_silent_may_still_print(office: tuple[FakeUnit, BatchPapers]) -> None:
    """The service was stopped with the job in it: nothing is printed anew until it speaks, but it can be ended."""
    unit, _ = office
    job = all_handed(unit, begun(office))
    for run in job.runs:
        note_word(unit, job.id, run.number, SpoolWord(PrintWord.SILENT))
    assert unit.prints.get(job.id).state is JobState.UNKNOWN
    refused("prints.still_running", lambda: go_on_after(unit, job.id, 0))
    note_word(unit, job.id, 1, SpoolWord(PrintWord.PRINTING, 2))
    assert unit.prints.get(job.id).state is JobState.RUNNING


def test_what_came_out_is_said_by_a_person_once_all_was_handed_over(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, _ = office
    job = begun(office)
    refused("prints.never_handed", lambda: say_all_out(unit, job.id))
    job = all_handed(unit, job)
    refused("prints.still_running", lambda: say_all_out(unit, job.id))
    for run in job.runs:
        note_word(unit, job.id, run.number, SpoolWord(PrintWord.GONE))
    out = say_all_out(unit, job.id).job
    assert (out.state, out.reports[-1].by) == (JobState.ALL_OUT, "示例甲")
    refused("prints.ended", lambda: say_all_out(unit, job.id))
    refused("prints.ended", lambda: give_up_job(unit, job.id, "晚了"))
    refused("prints.no_reason", lambda: give_up_job(unit, begun(office).id, " "))


def test_sheets_of_a_case_that_left_the_batch_are_not_printed_any_more(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, papers = office
    job = all_handed(unit, begun(office))
    for run in job.runs:
        note_word(unit, job.id, run.number, SpoolWord(PrintWord.ABORTED))
    kept = list(unit.events.kept)
    leave_batch(unit, 2, "材料有误")
    number = unit.applications.get(2).intake_number
    on = go_on_after(unit, job.id, 0).job
    assert on.wanted == (1, 2, 3, 4, 9)
    assert on.reports[-1].detail == number
    give_up_job(unit, job.id, "重排")
    with pytest.raises(RefusalError) as caught:
        begin_job(unit, papers, wanted(papers))
    assert (caught.value.code, caught.value.values["numbers"]) == ("prints.moved", number)
    unit.events.kept[:] = kept


def test_the_count_sheet_counts_the_papers_of_the_job_in_their_order(office: tuple[FakeUnit, BatchPapers]) -> None:
    unit, papers = office
    parts = [part for part, _ in wanted(papers).parts]
    values = count_values(unit, papers.batch, count_lines(papers.batch, [parts[1], parts[0]]))
    assert [row[0] for row in values.tables["papers"]] == ["示市监标〔2024〕2号", "示市监标〔2024〕1号"]
    assert {row[3:] for row in values.tables["papers"]} == {("3", "2", "2", "")}
    with_letter = count_lines(papers.batch, [parts[1], replace(parts[2], number="示市监函〔2024〕1号")])
    assert [one.number for one in with_letter] == ["示市监标〔2024〕2号", "示市监函〔2024〕1号"]
    assert (values.fields["sheet_count"], values.fields["impressions"]) == ("8", "4")
    template = tomllib.loads(text("templates", "seal-count.toml"))
    assert (set(values.fields), set(values.tables)) == (set(template["fields"]), set(template["tables"]))
