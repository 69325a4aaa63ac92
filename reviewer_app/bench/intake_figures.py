"""How long lists take to be read, checked, stored and searchable, against their bare reading, and pairs to be found."""

from __future__ import annotations

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
#: Of the reading alone; the record's digests of every row and the queue's orders are most of it.
_LIMIT = 20.0
#: What is wanted of a long list: stored as soon as LibreOffice has opened it.
_BY_OFFICE = 1.0
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
            turns.append(Turn(_import(Path(scratch) / f"library-{number}", file, rows), bare))
    yield at_most(f"import.{rows}_rows", turns, "s", "calamine: only reading the same file", _LIMIT)
    yield _pairing(rows)
    if not quick:
        yield _against_office()


def _against_office() -> Figure:
    """A long list checked and stored, against LibreOffice opening it."""
    name, program = f"import.{_MANY}_rows", soffice()
    if program is None:
        return not_measured(name, f"<= {_BY_OFFICE:g} x", "LibreOffice (soffice) is not installed")
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write_list(folder / "list.xlsx", _MANY)
        profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
        order = [program, profile, "--headless", "--convert-to", "csv", "--outdir", scratch, str(folder / "list.xlsx")]
        bare = seconds(subprocess.run, order, check=True, capture_output=True)
        turn = Turn(_import(folder / "library", folder / "list.xlsx", _MANY), bare)
    return at_most(name, [turn], "s", "LibreOffice: opening the same file", _BY_OFFICE)


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


def _import(folder: Path, file: Path, rows: int) -> float:
    library = Parts().libraries.create(folder, PRACTICE_OFFICE, "示例甲", "measuring-only")
    try:
        pack = library.read(current_pack)
        began = time.perf_counter()
        preview = library.read(preview_import, Parts().reader.read(file, pack))
        result = library.change(write_import, preview)
        took = time.perf_counter() - began
        found = library.read(queue_index, QueueQuery(pack.season, Tab.ALL, text=f"{rows - 1}号"))
        if result.written != rows or not found.ids:
            raise RuntimeError("the import did not store what was measured")
        return took
    finally:
        library.close()
