"""The maker of documents as the rest of the desk uses it."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.checking.export_folder import ArchiveVerifier
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.papers import DocumentMaker
from reviewer_app.services.ports.trust import Verifier
from support.printed import case_values


def test_it_is_the_maker_and_the_verifier_the_services_ask_for(maker: TemplateMaker) -> None:
    """Checked by mypy through these names, and by one call each."""
    asked: DocumentMaker = maker
    verifier: Verifier = ArchiveVerifier()
    assert asked.document(case_values(), SealStyle.CIRCLE).startswith(b"%PDF")
    assert callable(verifier.verify_pdf)


def test_starting_the_desk_loads_no_document_library() -> None:
    """The window opens without waiting for reportlab, openpyxl, fontTools, segno or pikepdf."""
    heavy = {"reportlab", "openpyxl", "fontTools", "segno", "pikepdf"}
    code = (
        "import sys, reviewer_app.outputs.papers.template_maker, reviewer_app.outputs.checking.export_folder\n"
        "reviewer_app.outputs.papers.template_maker.TemplateMaker()\n"
        "print(*{name.split('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert not heavy & set(done.stdout.split())


def test_the_fonts_are_known_without_what_draws_and_both_come_when_they_are_expected() -> None:
    """Whoever asks which characters are missing waits for the fonts alone; a case that is open gets the rest ready."""
    code = (
        "import sys, threading\n"
        "from reviewer_app.outputs.papers.template_maker import TemplateMaker\n"
        "maker = TemplateMaker()\n"
        "print(maker.missing_characters('上海'), 'reportlab' in sys.modules, 'pikepdf' in sys.modules)\n"
        "maker.expect(1)\n"
        "maker.expect(1)\n"
        "print([one.join() for one in threading.enumerate() if one.name == 'loading what draws'])\n"
        "print('reviewer_app.outputs.papers.composing' in sys.modules, 'pikepdf.pdfa' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, check=True, text=True)
    assert done.stdout.splitlines() == [" False False", "[None]", "True True"]


def test_two_threads_print_at_once(maker: TemplateMaker) -> None:
    """A preview while a batch runs gives the same bytes as alone."""
    numbers = [f"2024-示-{number:04d}" for number in range(1, 13)]
    alone = [maker.document(case_values(intake_number=number), SealStyle.SAMPLE) for number in numbers]
    fresh = TemplateMaker()
    with ThreadPoolExecutor(4) as pool:
        jobs = [pool.submit(fresh.document, case_values(intake_number=one), SealStyle.SAMPLE) for one in numbers]
        assert [job.result() for job in jobs] == alone
