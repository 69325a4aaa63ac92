"""How fast documents are printed, and how long a summary of 10,000 rows takes against bare openpyxl."""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import openpyxl

from reviewer_app.bench.batch_figures import measure_batch
from reviewer_app.bench.figure import Figure, within_ratio
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
    ours, bare = summary_and_bare(rows)
    name = "openpyxl write_only: the same rows bare"
    yield within_ratio(f"documents.summary_{rows}_rows", ours, "s", bare, name, _SUMMARY_LIMIT)


def summary_and_bare(rows: int) -> tuple[float, float]:
    """Seconds for our summary and for bare openpyxl, taken in turns; the median of each."""
    table = invented_summary(rows)
    maker = TemplateMaker()
    ours: list[float] = []
    bare: list[float] = []
    with tempfile.TemporaryDirectory() as scratch:
        maker.summary(invented_summary(1), Path(scratch, "first.xlsx"))
        for _ in range(_ROUNDS):
            began = time.perf_counter()
            _write_bare(table, Path(scratch, "bare.xlsx"))
            bare.append(time.perf_counter() - began)
            began = time.perf_counter()
            maker.summary(table, Path(scratch, "ours.xlsx"))
            ours.append(time.perf_counter() - began)
    return statistics.median(ours), statistics.median(bare)


def _write_bare(table: SummaryTable, path: Path) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in table.rows:
        sheet.append(row)
    book.save(path)
