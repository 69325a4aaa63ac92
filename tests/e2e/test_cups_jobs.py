"""Print jobs at a true print service: followed, stopped, cancelled, gone, taken up and gone on with."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from reviewer_app.bench.season.screen import waits_for
from reviewer_app.domain.dispatch.prints import PrintWord
from reviewer_ui.printing.jobs.cups import CupsService
from reviewer_ui.printing.pdf_pages import PdfPages
from support.practice import practice_library
from support.print_service import PrintService, print_service

pytestmark = pytest.mark.cups

_PROGRAM = Path(__file__).parents[1] / "support" / "print_job_program.py"
_ODD = "二楼-甲"
#: Pages are held against each other in squares of about 2 mm: how far they may be apart on average, of 255.
_SQUARES, _ON_AVERAGE = QSize(104, 147), 4.0


@pytest.fixture(scope="module")
def service(qapp: object) -> Iterator[PrintService]:
    # The path of a socket may have no more than 107 characters: the test's own folder is too deep.
    with tempfile.TemporaryDirectory(prefix="cups-") as home, print_service(Path(home)) as running:
        yield running


def _lay(service: PrintService, name: str, printer: str = "") -> None:
    """Lays a job before the service as some program does; its printer does not work at it."""
    text = service.home / "text.txt"
    text.write_text("示例")
    service.tool("cupsdisable", printer or service.printer)
    service.tool("lp", "-d", printer or service.printer, "-t", name, str(text))


def test_a_job_is_found_by_name_and_followed_to_its_end(service: PrintService) -> None:
    """Also on a printer of an odd name; once the service is gone nothing is claimed any more."""
    cups = CupsService(str(service.home / "cups.sock"))
    _lay(service, "报送第3批打印-0a1b-1")
    spool_id = cups.find("报送第3批打印-0a1b-1")
    assert spool_id
    assert cups.find("别的") == ""
    assert (cups.ask(spool_id).word, cups.ask(spool_id).detail) == (PrintWord.STOPPED, "paused")
    service.tool("lp", "-i", f"{service.printer}-{spool_id}", "-H", "hold")
    assert cups.ask(spool_id).word in (PrintWord.HELD, PrintWord.STOPPED)
    assert cups.cancel(spool_id)
    assert cups.ask(spool_id).word is PrintWord.CANCELLED
    assert cups.ask("9999").word is PrintWord.GONE
    service.tool("lpadmin", "-p", _ODD, "-v", f"cups-pdf:/{service.printer}", "-m", "raw", "-E")
    _lay(service, "甲", _ODD)
    odd = cups.find("甲")
    assert odd
    service.tool("lpadmin", "-x", _ODD)
    assert cups.ask(odd).word in (PrintWord.GONE, PrintWord.CANCELLED)
    service.tool("cupsenable", service.printer)
    away = CupsService(str(service.home / "no.sock"))
    assert (away.ask(spool_id).word, away.find("甲"), away.cancel(spool_id)) == (
        PrintWord.SILENT,
        None,
        False,
    )


@pytest.mark.bench
def test_a_whole_batch_is_printed_killed_stopped_and_gone_on_with(service: PrintService, tmp_path: Path) -> None:
    folder = tmp_path / "案卷库"
    practice_library(folder).close()

    def program(what: str, good: int = 0) -> dict[str, Any]:
        command = [sys.executable, str(_PROGRAM), str(folder), service.printer, what, str(good)]
        path = ":".join(str(Path(__file__).parents[2] / part) for part in (".", "ui", "db", "resources", "tests"))
        done = subprocess.run(
            command, env={**service.environment, "PYTHONPATH": path}, capture_output=True, text=True, check=False
        )
        if what == "killed":
            assert done.returncode == 9, done.stderr
            return {}
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
        return found

    # Killed between the printer and the record: the first run is at the printer, and found there at the next start.
    service.tool("cupsdisable", service.printer)
    program("killed")
    taken = program("follow")
    assert (taken["state"], [run[0] for run in taken["runs"]]) == ("stopped", [1])
    first = taken["runs"][0][2]
    service.tool("cupsenable", service.printer)
    waits_for(lambda: "yes" if not service.tool("lpstat", "-o") else "", "the first run")
    assert program("follow")["state"] == "part_handed"
    pages = _printed(service, first)
    count = len(taken["runs"][0][1])
    assert pages.count == count

    # What was never handed over goes now; the second run is cancelled at the printer in the middle.
    service.tool("cupsdisable", service.printer)
    on = program("go_on", count)
    assert [run[0] for run in on["runs"]] == [2, 3, 4]
    service.tool("cancel", f"{service.printer}-{on['runs'][1][2]}")
    service.tool("cupsenable", service.printer)
    waits_for(lambda: "yes" if not service.tool("lpstat", "-o") else "", "the other runs")
    broken = program("follow")
    assert (broken["state"], broken["good"]) == ("broken", on["runs"][0][1][-1])

    # Only what is missing is printed, and page for page it is what is kept.
    last = program("go_on", broken["good"])
    assert last["runs"][0][1][0] == broken["good"] + 1
    waits_for(lambda: "yes" if not service.tool("lpstat", "-o") else "", "what was missing")
    done = program("follow")
    assert done["state"] == "done"
    _compare(service, tmp_path, taken["runs"] + on["runs"][:1] + done["runs"], done["sheets"])


def _printed(service: PrintService, spool_id: str) -> PdfPages:
    (found,) = (service.home / "out").glob(f"*job_{spool_id}.pdf")
    return PdfPages(found.read_bytes())


def _compare(service: PrintService, papers: Path, runs: list[Any], sheets: list[Any]) -> None:
    """Every printed side beside the page of the paper it should show; another page would be far off."""
    seen = 0
    for _, numbers, spool_id, _, _ in runs:
        printed, side = _printed(service, spool_id), 0
        for number in numbers:
            part, _copy, first, last = sheets[number - 1]
            kept = PdfPages((papers / f"paper-{part}.pdf").read_bytes())
            for page in range(first, last + 1):
                assert _apart(printed, side, kept, page - 1) < _ON_AVERAGE, (spool_id, number, page)
                side, seen = side + 1, seen + 1
            # An empty back where the paper has no page left and another one follows.
            side += side < printed.count and first == last and _is_empty(printed, side)
        assert side == printed.count
    assert seen > 8


def _apart(one: PdfPages, page: int, other: PdfPages, other_page: int) -> float:
    here, there = _squares(one, page), _squares(other, other_page)
    return sum(abs(this - that) for this, that in zip(here, there, strict=True)) / len(here)


def _is_empty(pages: PdfPages, page: int) -> bool:
    return min(_squares(pages, page)) > 250


def _squares(pages: PdfPages, page: int) -> bytes:
    grey = pages.picture_of(page, _SQUARES * 8).convertToFormat(QImage.Format.Format_Grayscale8)
    keep, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = grey.scaled(_SQUARES, keep, smooth)
    return bytes(small.constBits())
