"""How fast a whole batch is printed on all cores, what memory it takes, how soon it ends when called off."""

from __future__ import annotations

import multiprocessing
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from reviewer_app.bench.figure import Figure, at_least, at_most, times_baseline
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.bench.office_documents import converting_rate, soffice
from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.papers import PrintJob, SealImage

_DOCUMENTS, _CONVERTED = 1000, 120
_QUICK_DOCUMENTS, _QUICK_CONVERTED = 100, 45
_ROUNDS = 3
_LEAST_A_SECOND = 15.0
_TIMES, _TIMES_SIGNED = 3.0, 2.0
_MOST_MEMORY = 300.0
_MOST_CANCEL = 1.0
_MOST_FONTS, _MOST_PREVIEW = 1.0, 0.3
_BASELINE = (
    "LibreOffice: ready .docx of the same content to PDF/A-2b, one process, start not counted; in turns, median of 3"
)
_ABSENT = "soffice is not on this machine: not compared"
_UNIT = "上海市示例区市场监督管理局"
_FIRST = """
import time
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.outputs.papers.template_maker import TemplateMaker
began = time.perf_counter()
maker = TemplateMaker()
maker.missing_characters("上海𠮷")
known = time.perf_counter()
maker.document(invented_recommendation(1), "sample")
print(known - began, time.perf_counter() - known)
"""


@dataclass(frozen=True, slots=True)
class Round:
    """Documents a second in one round: LibreOffice (0 when absent), a batch, a signed batch."""

    base: float
    plain: float
    signed: float


def measure_batch(quick: bool) -> Iterator[Figure]:
    """First page, batch, signed batch, memory and cancel, each on real files."""
    fonts, preview = first_page()
    yield at_most("documents.fonts_known", fonts, "s", _MOST_FONTS)
    yield at_most("documents.first_preview", preview, "s", _MOST_PREVIEW)
    documents = _QUICK_DOCUMENTS if quick else _DOCUMENTS
    rounds = take_turns(soffice(), documents // _ROUNDS, (_QUICK_CONVERTED if quick else _CONVERTED) // _ROUNDS)
    plain = [(one.plain, one.base) for one in rounds]
    yield _compared(f"documents.batch_{documents}", plain, _TIMES)
    signed = [(one.signed, one.base) for one in rounds]
    yield _compared(f"documents.signed_batch_{documents}", signed, _TIMES_SIGNED)
    _, few, many = batch_rate(documents)
    if many:
        yield at_most("documents.memory_at_10", few, "MB", _MOST_MEMORY)
        yield at_most(f"documents.memory_at_{documents}", many, "MB", _MOST_MEMORY)
    yield at_most("documents.cancel", cancel_time(), "s", _MOST_CANCEL)


def take_turns(program: str | None, documents: int, converted: int) -> list[Round]:
    """The three rates, round by round: what slows the machine for a while slows all three alike."""
    cases = [invented_recommendation(number) for number in range(1, converted + 2)]
    rounds = []
    with tempfile.TemporaryDirectory() as scratch:
        sign = signing(Path(scratch))
        for _ in range(_ROUNDS):
            base = converting_rate(program, cases) if program else 0.0
            plain, _, _ = batch_rate(documents)
            signed, _, _ = batch_rate(documents, sign)
            rounds.append(Round(base, plain, signed))
    return rounds


def _compared(figure: str, rates: Sequence[tuple[float, float]], times: float) -> Figure:
    """The round whose ratio is the median one, with both its rates; without a baseline the median rate."""
    if all(base for _, base in rates):
        rate, base = sorted(rates, key=lambda pair: pair[0] / pair[1])[len(rates) // 2]
        return times_baseline(figure, rate, "PDF/s", base, _BASELINE, times)
    alone = at_least(figure, statistics.median(rate for rate, _ in rates), "PDF/s", _LEAST_A_SECOND)
    return Figure(alone.figure, alone.value, alone.unit, 0.0, _ABSENT, 0.0, alone.goal, alone.met)


def signing(folder: Path) -> Callable[[Path], None]:
    """Signs a file in its place (PAdES B-B, the practice certificate), the sample seal seen where the page keeps it."""
    from reviewer_app.outputs.pdf.seal_place import seal_place
    from reviewer_app.outputs.signing.signer import PadesSigner
    from reviewer_app.practice.credential import make_demo_credential
    from reviewer_app.practice.seal import write_sample_seal

    made = make_demo_credential(folder, _UNIT, date(2024, 1, 1))
    seal = SealImage(folder / "seal.pdf")
    write_sample_seal(folder / "seal.pdf", _UNIT)
    signer = PadesSigner()

    def sign(file: Path) -> None:
        pdf = file.read_bytes()
        file.write_bytes(signer.sign(pdf, made.credential, made.password, seal_place(pdf), seal=seal))

    return sign


def first_page() -> tuple[float, float]:
    """Seconds until a fresh process knows its fonts, and until its first recommendation is there after that."""
    done = subprocess.run([sys.executable, "-c", _FIRST], check=True, capture_output=True, text=True)
    known, made = map(float, done.stdout.split())
    return known, made


def batch_rate(count: int, sign: Callable[[Path], None] | None = None) -> tuple[float, float, float]:
    """Documents a second on all cores, starting them included; and the memory (MB) at the tenth and at the most.

    `sign` is done with each file as it comes; the seal's place is kept free for it.
    """
    maker = TemplateMaker()
    seal = KEPT_FOR_SIGNING if sign else SealStyle.SAMPLE.value
    few = most = 0.0
    with tempfile.TemporaryDirectory() as scratch:
        jobs = _jobs(Path(scratch), count)
        began = time.perf_counter()
        for done, outcome in enumerate(maker.documents(jobs, seal, lambda: False), 1):
            if outcome.error is not None:
                raise outcome.error
            if sign is not None:
                sign(jobs[outcome.place].file)
            if done == 10 or done % 50 == 0:
                most = max(most, memory())
                few = few or most
        return count / (time.perf_counter() - began), few, most


def cancel_time() -> float:
    """Seconds from calling a batch off until nothing of it runs any more."""
    maker = TemplateMaker()
    called: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        jobs = _jobs(Path(scratch), 200)
        outcomes = maker.documents(jobs, SealStyle.SAMPLE.value, lambda: bool(called))
        for done, _ in enumerate(outcomes, 1):
            if done == 5:
                called.append(time.perf_counter())
        return time.perf_counter() - called[0]


def _jobs(folder: Path, count: int) -> list[PrintJob]:
    return [PrintJob(invented_recommendation(number), folder / f"{number}.pdf") for number in range(1, count + 1)]


def memory() -> float:
    """Resident megabytes of this process and those it started; 0 where the system does not tell by /proc."""
    processes = [os.getpid(), *(child.pid for child in multiprocessing.active_children() if child.pid)]
    total = 0
    for process in processes:
        told = Path(f"/proc/{process}/status")
        if not told.exists():
            return 0.0
        line = next((line for line in told.read_text().splitlines() if line.startswith("VmRSS:")), "VmRSS: 0")
        total += int(line.split()[1])
    return total / 1024
