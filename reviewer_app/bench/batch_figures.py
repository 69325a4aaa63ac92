"""How fast a whole batch is printed on all cores, what memory it takes, how soon it ends when called off."""

from __future__ import annotations

import hashlib
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256

from reviewer_app.bench.bare_documents import FontFile, bare_pdf, beside_bare_processes
from reviewer_app.bench.figure import Figure, Turn, at_least, at_most
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.bench.memory import Held, fonts_of, megabytes_of, run_and_weigh
from reviewer_app.bench.office_documents import converting_rate, soffice
from reviewer_app.domain.batch import KEPT_FOR_SIGNING, SealStyle
from reviewer_app.outputs.papers.pool import processes_for
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.papers import PrintJob, SealImage

_DOCUMENTS, _CONVERTED = 1000, 120
_QUICK_DOCUMENTS, _QUICK_CONVERTED = 100, 45
_ROUNDS, _PAGES, _CANCELS = 3, 5, 3
_TIMES_OFFICE, _TIMES_OFFICE_SIGNED = 5.0, 4.0
_LIBREOFFICE = "LibreOffice: ready .docx of the same content to PDF/A-2b, one process, start not counted"
_REPORTLAB = "reportlab alone in as many processes: the same texts, no fonts embedded, starting them included"
_UNIT = "上海市示例区市场监督管理局"
_PROGRAM = Path(__file__).with_name("documents_once.py")


@dataclass(frozen=True, slots=True)
class Round:
    """Documents a second in one round: reportlab alone, with a bare signature too, LibreOffice (0 when absent), a
    batch, a signed batch."""

    bare: float
    bare_signed: float
    office: float
    plain: float
    signed: float


def measure_batch(quick: bool) -> Iterator[Figure]:
    """First page, batch, signed batch, memory and cancel, each on real files."""
    yield from _first_pages()
    documents = _QUICK_DOCUMENTS if quick else _DOCUMENTS
    rounds = take_turns(soffice(), documents // _ROUNDS, (_QUICK_CONVERTED if quick else _CONVERTED) // _ROUNDS)
    plain = [Turn(one.plain, one.bare) for one in rounds]
    yield at_least(f"documents.batch_{documents}", plain, "PDF/s", _REPORTLAB, 0.1)
    signed = [Turn(one.signed, one.bare_signed) for one in rounds]
    yardstick = f"{_REPORTLAB}, and an RSA signature over each file's hash"
    yield at_least(f"documents.signed_batch_{documents}", signed, "PDF/s", yardstick, 0.1)
    if all(one.office for one in rounds):
        plain = [Turn(one.plain, one.office) for one in rounds]
        yield at_least(f"documents.batch_{documents}_beside_office", plain, "PDF/s", _LIBREOFFICE, _TIMES_OFFICE)
        signed = [Turn(one.signed, one.office) for one in rounds]
        name = f"documents.signed_batch_{documents}_beside_office"
        yield at_least(name, signed, "PDF/s", _LIBREOFFICE, _TIMES_OFFICE_SIGNED)
    yield from _memory(documents)
    count, fonts = processes_for(_QUICK_DOCUMENTS), font_files()
    cancels = []
    for _ in range(_CANCELS):
        _, bare = beside_bare_processes(count, fonts, count, lambda: None)
        cancels.append(Turn(cancel_time(), bare).times(1e3))
    yield at_most("documents.cancel", cancels, "ms", f"ending {count} bare processes with the same fonts", 15)


def font_files() -> list[FontFile]:
    """The files of the fonts that documents are set in on this machine."""
    return sorted({(str(choice.path), choice.family) for choice in TemplateMaker().book.choices()})


def _first_pages() -> Iterator[Figure]:
    """Fresh processes, ours and bare ones in turns; the first of each only fills the disk's cache."""
    fonts = json.dumps(font_files())
    known, made, alone, loaded = [], [], [], []
    for warm in range(-1, _PAGES):
        bare = run_and_weigh(_PROGRAM, "bare_first", fonts).said
        page = run_and_weigh(_PROGRAM, "bare_page").said
        ours = run_and_weigh(_PROGRAM, "first").said
        if warm >= 0:
            alone.append(Turn(ours[1], page[0]).times(1e3))
            loaded.append(Turn(ours[2], page[0]).times(1e3))
            known.append(Turn(ours[0], bare[0]).times(1e3))
            made.append(Turn(ours[1], bare[1]).times(1e3))
    yield at_most("documents.fonts_known", known, "ms", "fontTools alone: the same fonts and their characters", 0.5)
    yardstick = "reportlab and fontTools alone: the same letters and texts"
    yield at_most("documents.first_preview", made, "ms", yardstick, 1)
    yardstick = "reportlab alone, its loading included: the same texts, no fonts embedded"
    yield at_most("documents.first_preview_beside_reportlab", alone, "ms", yardstick, 2)
    yield at_most("documents.loaded_beside_the_window", loaded, "ms", yardstick, 8)


def take_turns(program: str | None, documents: int, converted: int) -> list[Round]:
    """The rates, round by round: what slows the machine for a while slows all of them alike."""
    cases = [invented_recommendation(number) for number in range(1, converted + 2)]
    rounds = []
    with tempfile.TemporaryDirectory() as scratch:
        sign = signing(Path(scratch))
        sign_barely = bare_signing()
        for _ in range(_ROUNDS):
            bare, bare_signed = bare_rate(documents), bare_rate(documents, sign_barely)
            office = converting_rate(program, cases) if program else 0.0
            rounds.append(Round(bare, bare_signed, office, batch_rate(documents), batch_rate(documents, sign)))
    return rounds


def bare_rate(count: int, sign: Callable[[bytes], object] | None = None) -> float:
    """Documents a second by reportlab alone in as many processes, starting them included; each signed barely."""

    def sign_all() -> None:
        if sign is not None:
            content = bare_pdf(invented_recommendation(1))
            for _ in range(count):
                sign(content)

    took, _ = beside_bare_processes(max(1, processes_for(count)), font_files(), count, sign_all)
    return count / took


def bare_signing() -> Callable[[bytes], object]:
    """An RSA signature of the practice certificate's size over the hash of some bytes."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return lambda content: key.sign(hashlib.sha256(content).digest(), PKCS1v15(), SHA256())


def signing(folder: Path) -> Callable[[Path], None]:
    """Signs a file in its place (PAdES B-B, the practice certificate), the sample seal seen where the page keeps it."""
    from reviewer_app.outputs.pdf.seal_place import seal_place
    from reviewer_app.outputs.signing.signer import PadesSigner
    from reviewer_app.practice.credential import make_demo_credential, write_sample_seal

    made = make_demo_credential(folder, _UNIT, date(2024, 1, 1))
    seal = SealImage(folder / "seal.pdf")
    write_sample_seal(folder / "seal.pdf", _UNIT)
    signer = PadesSigner()

    def sign(file: Path) -> None:
        pdf = file.read_bytes()
        file.write_bytes(signer.sign(pdf, made.credential, made.password, seal_place(pdf), seal=seal))

    return sign


def batch_rate(count: int, sign: Callable[[Path], None] | None = None) -> float:
    """Documents a second on all cores, starting them included.

    `sign` is done with each file as it comes; the seal's place is kept free for it.
    """
    seal = KEPT_FOR_SIGNING if sign else SealStyle.SAMPLE.value
    with tempfile.TemporaryDirectory() as scratch:
        jobs = _jobs(Path(scratch), count)
        began = time.perf_counter()
        for place in _printed(jobs, seal):
            if sign is not None:
                sign(jobs[place].file)
        return count / (time.perf_counter() - began)


def batch_memory(count: int) -> tuple[float, float, tuple[str, ...]]:
    """The megabytes of this process and those it starts for a batch: when ten are done, and at the most; the fonts."""
    few = most = 0.0
    fonts: tuple[str, ...] = ()
    with tempfile.TemporaryDirectory() as scratch:
        for done, _ in enumerate(_printed(_jobs(Path(scratch), count), SealStyle.SAMPLE.value), 1):
            if done == 10 or done % 50 == 0:
                most = max(most, megabytes_of())
                few, fonts = few or most, fonts_of()
    return few, most, fonts


def _memory(documents: int) -> Iterator[Figure]:
    processes = max(1, processes_for(documents))
    bare = _weighed("bare_batch", str(processes), json.dumps(font_files()), str(documents))
    if not bare.megabytes:
        return
    by_bare, same = bare.said
    few, most, fonts = _weighed("batch", str(documents)).said
    yardstick = f"reportlab and fontTools alone in {processes} processes, with the same fonts ({', '.join(same)})"
    yield at_most("documents.memory_at_10", [Turn(few, by_bare)], "MB PSS", yardstick, 3, fonts)
    yield at_most(f"documents.memory_at_{documents}", [Turn(most, by_bare)], "MB PSS", yardstick, 3, fonts)


def _weighed(*arguments: str) -> Held:
    return run_and_weigh(_PROGRAM, *arguments)


def _printed(jobs: Sequence[PrintJob], seal: str) -> Iterator[int]:
    """The places of the sheets as they are done."""
    for outcome in TemplateMaker().documents(jobs, seal, lambda: False):
        if outcome.error is not None:
            raise outcome.error
        yield outcome.place


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
