"""Printing a batch on all cores: every file as alone, one loss for one dead process, an end at once."""

from __future__ import annotations

import errno
import multiprocessing
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.outputs.papers.pool import MOST_PROCESSES, WORTH_STARTING, PrintPool, context, processes_for
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.dispatch.exporting import file_name
from reviewer_app.services.ports.papers import PrintJob
from reviewer_resources.phrases import sentence
from support.papers import paper
from support.printed import case_values

SEAL = SealStyle.SAMPLE.value


def jobs(folder: Path, count: int, **odd: str) -> list[PrintJob]:
    """So many sheets; the third one with odd values."""
    made = []
    for number in range(1, count + 1):
        values = case_values(intake_number=f"2024-示-{number:04d}", **(odd if number == 3 else {}))
        made.append(PrintJob(values, folder / f"{number}.pdf"))
    return made


def never() -> bool:
    """Nobody cancels."""
    return False


@pytest.fixture(autouse=True)
def no_process_stays() -> Iterator[None]:
    """Whatever happens, no printing process is left behind."""
    yield
    assert multiprocessing.active_children() == []


def test_a_few_sheets_are_printed_where_we_are() -> None:
    """Starting processes is only worth it for many; then there are two, however many cores there are."""
    assert processes_for(WORTH_STARTING - 1) == 0


@pytest.mark.parametrize(("cores", "count"), [(1, 0), (2, 2), (4, 2), (16, 2), (None, 0)])
def test_no_more_than_two_processes_are_started(monkeypatch: pytest.MonkeyPatch, cores: int | None, count: int) -> None:
    """Each holds the fonts anew; four of them took more than 300 MB."""
    monkeypatch.setattr(os, "cpu_count", lambda: cores)
    assert processes_for(1000) == count <= MOST_PROCESSES


def test_files_are_the_same_as_printed_alone(maker: TemplateMaker, tmp_path: Path) -> None:
    """Which process printed a sheet cannot be seen on it."""
    listed = jobs(tmp_path, 6)
    outcomes = list(PrintPool(TemplateMaker(), listed, SEAL, 2).run(never))
    assert sorted(outcome.place for outcome in outcomes) == list(range(6))
    assert all(outcome.error is None for outcome in outcomes)
    for job in listed:
        assert job.file.read_bytes() == maker.document(job.values, SEAL)


def test_any_paper_is_made_so(maker: TemplateMaker, tmp_path: Path) -> None:
    """The processes know no difference between a recommendation and a letter."""
    kinds = (DocumentKind.RECEIPT, DocumentKind.TRANSFER_LETTER, DocumentKind.LABELS, DocumentKind.RECOMMENDATION)
    listed = [PrintJob(paper(kind), tmp_path / f"{kind.value}.pdf") for kind in kinds]
    outcomes = list(PrintPool(maker, listed, SEAL, 2).run(never))
    assert {outcome.error for outcome in outcomes} == {None}
    assert [job.file.read_bytes() for job in listed] == [maker.document(job.values, SEAL) for job in listed]


def test_a_sheet_that_cannot_be_printed_is_said_and_the_rest_goes_on(tmp_path: Path) -> None:
    """A character nobody has comes back as the sentence it is."""
    listed = jobs(tmp_path, 5, handler="\U0010fffd")
    outcomes = {outcome.place: outcome.error for outcome in PrintPool(TemplateMaker(), listed, SEAL, 2).run(never)}
    assert len(outcomes) == 5
    error = outcomes.pop(2)
    assert isinstance(error, RefusalError)
    assert "2024-示-0003" in sentence(error.code, error.values)
    assert set(outcomes.values()) == {None}
    assert not listed[2].file.exists()


def test_a_process_that_dies_costs_one_sheet(tmp_path: Path) -> None:
    """It is named with its case, another process takes the place, all others are there."""
    listed = jobs(tmp_path, 14)
    outcomes = []
    for outcome in PrintPool(TemplateMaker(), listed, SEAL, 2).run(never):
        outcomes.append(outcome)
        if len(outcomes) == 2:
            multiprocessing.active_children()[0].kill()
    assert sorted(outcome.place for outcome in outcomes) == list(range(14))
    lost = [outcome for outcome in outcomes if outcome.error]
    assert len(lost) == 1
    error = lost[0].error
    assert error is not None
    said = sentence(error.code, error.values)
    assert listed[lost[0].place].values.fields["intake_number"] in said
    assert "其余照常" in said


def test_without_processes_the_sheets_are_printed_all_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where none can be started (each ends before its first word), the desk prints by itself."""
    monkeypatch.setattr("reviewer_app.outputs.papers.pool._print", _end_at_once)
    listed = jobs(tmp_path, 3)
    outcomes = list(PrintPool(TemplateMaker(), listed, SEAL, 2).run(never))
    assert [outcome.error for outcome in outcomes] == [None] * 3
    assert all(job.file.stat().st_size > 10_000 for job in listed)


def test_a_system_without_room_for_processes_prints_all_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Too little memory to start one is no reason to print nothing, and no full disk."""
    monkeypatch.setattr(context().Process, "start", _no_room)
    listed = jobs(tmp_path, 3)
    assert [outcome.error for outcome in PrintPool(TemplateMaker(), listed, SEAL, 2).run(never)] == [None] * 3


def _no_room(*_: object) -> None:
    """What the system says when it has no memory for a process."""
    raise OSError(errno.ENOMEM, "no memory")


def _end_at_once(*_: object) -> None:
    """A process that cannot work."""


def test_a_cancel_ends_everything_at_once(tmp_path: Path) -> None:
    """The processes are gone before the answer is, long before the batch would have been printed."""
    listed = jobs(tmp_path, 400)
    seen: list[int] = []
    for outcome in PrintPool(TemplateMaker(), listed, SEAL, 2).run(lambda: len(seen) >= 3):
        seen.append(outcome.place)
    assert 3 <= len(seen) < 20
    assert multiprocessing.active_children() == []
    assert len(list(tmp_path.iterdir())) < 24


def test_a_full_disk_is_the_batch_s_own_failure(tmp_path: Path) -> None:
    """What the system says in a process is raised here, so that the export can leave nothing behind."""
    listed = [PrintJob(case_values(), Path("/dev/full")) for _ in range(4)]
    with pytest.raises(OSError) as failed:  # noqa: PT011 the number says which
        list(PrintPool(TemplateMaker(), listed, SEAL, 2).run(never))
    assert failed.value.errno == errno.ENOSPC


@pytest.mark.parametrize(
    ("number", "project", "name"),
    [
        ("2024-示-0001", "养老服务标准化试点", "2024-示-0001-养老服务标准化试点.pdf"),
        ("2024/示/0001", 'A<B>:"C"|?*', "2024_示_0001-A_B___C____.pdf"),
        ("2024-示-0001", "试点. ", "2024-示-0001-试点.pdf"),
        ("2024-示-0001", " .. ", "2024-示-0001.pdf"),
        ("2024-示-0001", "智" * 60, f"2024-示-0001-{'智' * 40}.pdf"),
        ("2024-示-0001", "第一行\n第二行\t", "2024-示-0001-第一行_第二行_.pdf"),
    ],
)
def test_file_names_are_ones_that_windows_takes(number: str, project: str, name: str) -> None:
    """No forbidden character, no space or full stop at the end, not too long."""
    made = file_name(number, project)
    assert made.removesuffix(".pdf").rstrip("_") == name.removesuffix(".pdf").rstrip("_")
    assert not set(made) & set('<>:"/\\|?*\n\t')
    assert len(made.encode("utf-8")) < 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux splits processes from one that is ready")
def test_processes_are_split_from_a_clean_program_that_holds_no_file_of_the_desk(tmp_path: Path) -> None:
    """Keys and the library's files are the desk's alone; the second batch finds the program that served the first."""
    with (tmp_path / "案卷库.db").open("wb") as library:
        held = Path(f"/proc/self/fd/{library.fileno()}").readlink()
        parents = set()
        for _ in range(2):
            maker = TemplateMaker()
            maker.expect(1000)
            outcomes = PrintPool(maker, jobs(tmp_path, 4), SEAL, 2).run(never)
            next(outcomes)
            for process in multiprocessing.active_children():
                status = Path(f"/proc/{process.pid}/status").read_text()
                parents.add(re.search(r"^PPid:\s+(\d+)", status, re.MULTILINE)[1])  # type: ignore[index]
            assert len(list(outcomes)) == 3
    assert len(parents) == 1
    server = Path("/proc", *parents)
    assert b"forkserver" in (server / "cmdline").read_bytes()
    assert held not in [place.readlink() for place in (server / "fd").iterdir()]
