"""How long lists take to be read, checked, stored and searchable, against their bare reading, and pairs to be found."""

from __future__ import annotations

import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from difflib import SequenceMatcher
from pathlib import Path

import openpyxl
import python_calamine

from reviewer_app.bench.figure import Figure, Turn, at_most, not_measured, seconds, take_turns
from reviewer_app.bench.invented import PRACTICE_OFFICE, invented_row
from reviewer_app.bench.office_documents import soffice
from reviewer_app.domain.checks.pairing import Half, half_of, propose
from reviewer_app.services.cases.reading import queue_index
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_app.wiring import Parts

_ROWS, _MANY = 10_000, 100_000
#: What is wanted: read, checked, stored and searchable in so many times the bare reading.
_LIMIT = 4.0
#: What is wanted of a long list: stored as soon as LibreOffice has opened it, searchable soon after.
_BY_OFFICE, _SEARCHABLE_BY_OFFICE = 1.0, 1.5
#: The first rows within a second, an end within half of one, where the bare reading takes one and a third.
_FIRST_ROWS, _STOP = 0.75, 0.38
#: A window that does nothing else is as late as the machine has it.
_LATENESS = 2.0
_ROUNDS = 3
#: Ten thousand with ten thousand: less than five seconds where the bare comparison takes a quarter of one.
_PAIRING_LIMIT = 20.0


def measure(quick: bool) -> Iterator[Figure]:
    """Imports a list through the services of the window, on a real encrypted library."""
    rows = _ROWS // 10 if quick else _ROWS
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "list.xlsx"
        write_list(file, rows)
        turns = []
        for number in range(_ROUNDS):
            bare = seconds(_bare_read, file)
            turns.append(Turn(sum(_import(Path(scratch) / f"library-{number}", file, rows)), bare))
    yield at_most(f"import.{rows}_rows", turns, "s", "calamine: only reading the same file", _LIMIT)
    yield _pairing(rows)
    many = _MANY // 10 if quick else _MANY
    with tempfile.TemporaryDirectory() as scratch:
        write_list(Path(scratch) / "list.xlsx", many)
        yield from _in_the_window(Path(scratch), many)
        if not quick:
            yield from _against_office(Path(scratch))


def _against_office(folder: Path) -> Iterator[Figure]:
    """A long list checked and stored, then found by a word, against LibreOffice opening it."""
    stored, found = f"import.{_MANY}_rows", f"import.{_MANY}_rows_searchable"
    program = soffice()
    if program is None:
        for name, limit in ((stored, _BY_OFFICE), (found, _SEARCHABLE_BY_OFFICE)):
            yield not_measured(name, f"<= {limit:g} x", "LibreOffice (soffice) is not installed")
        return
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    order = [program, profile, "--headless", "--convert-to", "csv", "--outdir", str(folder), str(folder / "list.xlsx")]
    turns: list[tuple[Turn, Turn]] = []
    for number in range(-1, _ROUNDS):
        bare = seconds(subprocess.run, order, check=True, capture_output=True)
        if number < 0:
            # The first start of all makes the profile.
            continue
        wrote, searched = _import(folder / f"library-{number}", folder / "list.xlsx", _MANY)
        turns.append((Turn(wrote, bare), Turn(wrote + searched, bare)))
    yardstick = "LibreOffice: opening the same file"
    yield at_most(stored, [one for one, _ in turns], "s", yardstick, _BY_OFFICE)
    yield at_most(found, [one for _, one in turns], "s", yardstick, _SEARCHABLE_BY_OFFICE)


def _in_the_window(folder: Path, rows: int) -> Iterator[Figure]:
    """The first rows of a long list, its end at every stage, and the window meanwhile."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer_ui.measuring.lateness import bare_lateness_while
    from reviewer_ui.measuring.long_list import long_list
    from reviewer_ui.measuring.waiting import percentile

    file = folder / "list.xlsx"
    first: list[Turn] = []
    stops: dict[str, list[Turn]] = {}
    late: list[Turn] = []
    for number in range(_ROUNDS):
        bare = seconds(_bare_read, file) * 1e3
        library = Parts().libraries.create(folder / f"window-{number}", PRACTICE_OFFICE, "示例甲", "measuring-only")
        seen = long_list(library, Parts(), folder / f"window-{number}.ini", file)
        if not seen.is_clean:
            raise RuntimeError("a list that was called off left something")
        first.append(Turn(seen.first_rows, bare))
        for stage, waited in seen.stops.items():
            stops.setdefault(stage, []).append(Turn(waited, bare))
        by_bare = bare_lateness_while(lambda: bare_rows(file))
        late.append(Turn(percentile(seen.lateness, 0.99), percentile(by_bare, 0.99)))
    yardstick = "calamine: only reading the same file"
    yield at_most(f"preview.{rows}_first_rows", first, "ms", yardstick, _FIRST_ROWS)
    for stage, turns in stops.items():
        yield at_most(f"preview.{rows}_cancel_{stage}", turns, "ms", yardstick, _STOP)
    beside = "typing into a bare Qt box while a bare thread reads the same rows as texts"
    yield at_most(f"preview.{rows}_window_lateness_p99", late, "ms", beside, _LATENESS)


def _pairing(rows: int) -> Figure:
    """As many paper cases as online ones, each with a half: the number, a code with a wrong letter, or names alone."""
    online, papers = [], []
    for number in range(rows):
        filing, code = f"SH{number:08d}", f"91310104MA{number:07d}K"[:18]
        names = f"上海示例第{number}服务有限公司", f"第{number % 3_000}社区服务标准化试点"
        online.append(_half(number, filing, code, *names))
        misread = code[:8] + "N" + code[9:]
        known = (filing, "") if number % 3 == 0 else ("", misread) if number % 3 == 1 else ("", "")
        papers.append(_half(rows + number, *known, names[0].replace("有限", ""), names[1]))
    matched = list(zip(papers, online, strict=True))

    def compare() -> None:
        for paper, other in matched:
            SequenceMatcher(None, paper.applicant, other.applicant, autojunk=False).ratio()

    turns = take_turns(lambda: propose(papers, online), compare, _ROUNDS, unit=1)
    yardstick = "difflib: the names of each pair compared once"
    return at_most(f"pairing.{rows}_with_{rows}", turns, "s", yardstick, _PAIRING_LIMIT)


def _half(case_id: int, filing: str, code: str, applicant: str, project: str) -> Half:
    values = {"filing_number": filing, "credit_code": code, "applicant": applicant, "project_name": project}
    return half_of(case_id, values)


def write_list(file: Path, rows: int, start: int = 0) -> None:
    """Writes a list of invented applications with the pack's headers, the first of them with the number `start`."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("申报清单")
    first = invented_row(0)
    sheet.append(list(first))
    for number in range(start, start + rows):
        sheet.append(list(invented_row(number).values()))
    book.save(file)


def _bare_read(file: Path) -> None:
    python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()


def bare_rows(file: Path) -> list[list[str]]:
    """The rows of a list as texts, read with calamine alone."""
    rows = python_calamine.CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).to_python()
    return [[str(cell) for cell in row] for row in rows]


def _import(folder: Path, file: Path, rows: int) -> tuple[float, float]:
    """How long until a list is stored, and from then on until a case of it is found by a word."""
    library = Parts().libraries.create(folder, PRACTICE_OFFICE, "示例甲", "measuring-only")
    try:
        pack = library.read(current_pack)
        began = time.perf_counter()
        preview = library.read(preview_import, Parts().reader.read(file, pack))
        result = library.change(write_import, preview)
        stored = time.perf_counter()
        found = library.read(queue_index, QueueQuery(pack.season, Tab.ALL, text=f"{rows - 1}号"))
        if result.written != rows or not found.ids:
            raise RuntimeError("the import did not store what was measured")
        return stored - began, time.perf_counter() - stored
    finally:
        library.close()
