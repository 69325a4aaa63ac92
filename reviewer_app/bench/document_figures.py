"""How fast documents are printed, and how long a summary of 10,000 rows takes against bare openpyxl."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from reviewer_app.bench.batch_figures import measure_batch
from reviewer_app.bench.figure import Figure, Turn, at_most
from reviewer_app.bench.figure import take_turns as in_turns
from reviewer_app.bench.invented_papers import invented_summary
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.services.ports.records import SummaryTable

_ROWS = 10_000
_SUMMARY_LIMIT = 1.3
_ROUNDS = 3


def measure(quick: bool) -> Iterator[Figure]:
    """The figures of the documents, each on real files."""
    yield from measure_batch(quick)
    rows = _ROWS // 10 if quick else _ROWS
    name = "openpyxl write_only: the same rows bare"
    yield at_most(f"documents.summary_{rows}_rows", summary_and_bare(rows), "s", name, _SUMMARY_LIMIT)


def summary_and_bare(rows: int) -> list[Turn]:
    """Seconds for our summary and for bare openpyxl, taken in turns."""
    table = invented_summary(rows)
    maker = TemplateMaker()
    with tempfile.TemporaryDirectory() as scratch:
        maker.summary(invented_summary(1), Path(scratch, "first.xlsx"))
        ours, bare = Path(scratch, "ours.xlsx"), Path(scratch, "bare.xlsx")
        return in_turns(lambda: maker.summary(table, ours), lambda: _write_bare(table, bare), _ROUNDS, 1.0)


def _write_bare(table: SummaryTable, path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table.rows:
        sheet.append(row)
    book.save(path)
