"""The sheets of a print job, the runs in which they go to the printer, and how a job stands after what was said."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest

from reviewer_app.domain.dispatch.prints import (
    JobState,
    PrintJob,
    PrintPart,
    PrintReport,
    PrintWord,
    Sides,
    from_ranges,
    in_ranges,
    runs_of,
    sheets_of,
)
from reviewer_app.domain.documents import DocumentKind as Kind

AT = datetime(2024, 5, 20, 9, 30)
SHEET = PrintPart(Kind.RECOMMENDATION, "0001", pages=3, copies=2, case_id=1, sides=Sides.LONG)
LETTER = PrintPart(Kind.COVERING_LETTER, "报送函", pages=2, copies=1)
LABELS = PrintPart(Kind.LABELS, "地址标签", pages=1, copies=1)
PARTS = (SHEET, LETTER, LABELS)


def job(*reports: PrintReport, parts: tuple[PrintPart, ...] = PARTS) -> PrintJob:
    return PrintJob(1, "打印机", "通常", "标记", "示例甲", AT, parts, reports)


def handed(run: int, sheets: str, spool_id: str = "7") -> PrintReport:
    return PrintReport(PrintWord.HANDED, AT, "示例甲", run, spool_id, sheets)


def said(word: PrintWord, run: int = 1, sides: int = 0) -> PrintReport:
    return PrintReport(word, AT, "", run, sides=sides)


def test_each_copy_begins_on_a_sheet_of_its_own() -> None:
    sheets = [(one.number, one.part, one.copy, one.first, one.last) for one in sheets_of(PARTS)]
    assert sheets[:4] == [(1, 0, 1, 1, 2), (2, 0, 1, 3, 3), (3, 0, 2, 1, 2), (4, 0, 2, 3, 3)]
    assert sheets[4:] == [(5, 1, 1, 1, 1), (6, 1, 1, 2, 2), (7, 2, 1, 1, 1)]
    assert job().count == 7


def test_what_is_fed_alike_goes_to_the_printer_together() -> None:
    assert [[one.number for one in run] for run in runs_of(PARTS)] == [[1, 2, 3, 4], [5, 6], [7]]
    assert [[one.number for one in run] for run in runs_of(PARTS, (2, 4, 7))] == [[2, 4], [7]]
    # Labels lie in a tray of their own even where nobody named one; the same tray and sides are one run.
    assert len(runs_of((LETTER, replace(LETTER, kind=Kind.CONTENTS_LIST)))) == 1
    assert len(runs_of((LETTER, replace(LETTER, tray="Lower")))) == 2


@pytest.mark.parametrize(("numbers", "kept"), [((), ""), ((3,), "3"), ((5, 1, 2, 3, 7, 6), "1-3,5-7")])
def test_numbers_are_kept_as_ranges(numbers: tuple[int, ...], kept: str) -> None:
    assert in_ranges(numbers) == kept
    assert from_ranges(kept) == tuple(sorted(numbers))


@pytest.mark.parametrize(
    ("reports", "state"),
    [
        ((), JobState.NOT_HANDED),
        ((handed(1, "1-7"),), JobState.RUNNING),
        ((handed(1, "1-7"), said(PrintWord.PRINTING), said(PrintWord.STOPPED)), JobState.STOPPED),
        ((handed(1, "1-7"), said(PrintWord.DONE)), JobState.DONE),
        ((handed(1, "1-4"), said(PrintWord.DONE)), JobState.PART_HANDED),
        ((handed(1, "1-4"), handed(2, "5-7", "8"), said(PrintWord.DONE)), JobState.RUNNING),
        ((handed(1, "1-7"), said(PrintWord.CANCELLED)), JobState.BROKEN),
        ((handed(1, "1-7"), said(PrintWord.SILENT)), JobState.UNKNOWN),
        # Where no print service gave a number, nothing is claimed.
        ((handed(1, "1-7", ""),), JobState.UNKNOWN),
        ((handed(1, "1-7", ""), PrintReport(PrintWord.ALL_OUT, AT, "示例甲")), JobState.ALL_OUT),
        ((PrintReport(PrintWord.GIVEN_UP, AT, "示例甲"),), JobState.GIVEN_UP),
    ],
)
def test_a_job_stands_as_was_said_last(reports: tuple[PrintReport, ...], state: JobState) -> None:
    assert job(*reports).state is state


def test_the_last_good_sheet_is_proposed_by_what_the_printer_says() -> None:
    """Of a run on both sides two sides are a sheet; what came before a broken run is out."""
    stopped = job(handed(1, "1-4"), handed(2, "5-7", "8"), said(PrintWord.ABORTED, 1, sides=5))
    assert stopped.proposed_good == 2
    further = job(handed(1, "1-4"), handed(2, "5-7", "8"), said(PrintWord.DONE, 1), said(PrintWord.GONE, 2, 1))
    assert (further.proposed_good, further.missing_after(5)) == (5, (6, 7))
    assert job(handed(1, "1-7"), said(PrintWord.ABORTED)).proposed_good == 0


def test_what_goes_on_is_the_rest_of_the_same_job() -> None:
    looked = PrintReport(PrintWord.GOOD_UNTIL, AT, "示例甲", sheets="3-7", sides=2)
    on = job(handed(1, "1-7"), said(PrintWord.CANCELLED), looked)
    assert (on.state, on.wanted, on.not_handed, on.runs_handed) == (JobState.NOT_HANDED, (3, 4, 5, 6, 7), on.wanted, 1)
    assert on.proposed_good == 2
    again = replace(on, reports=(*on.reports, handed(2, "3-7", "9")))
    assert ([run.number for run in again.runs], again.state) == ([2], JobState.RUNNING)
    assert again.handed_before == frozenset(range(1, 8))
    # A late word of the first round changes nothing of the second.
    assert replace(again, reports=(*again.reports, said(PrintWord.DONE, 1))).state is JobState.RUNNING
