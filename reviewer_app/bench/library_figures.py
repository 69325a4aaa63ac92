"""How quickly a real encrypted library of a million cases answers the queue: lists, counts, pages, search."""

from __future__ import annotations

import random
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import ParamSpec

from reviewer_app.bench.figure import Figure, at_most
from reviewer_app.bench.filling import fill
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.bench.window_figures import queue_figures
from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.ports.library import Desk, UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab
from reviewer_app.wiring import make_gate

P = ParamSpec("P")

_FULL, _QUICK = 1_000_000, 100_000
_SEASON = "2024"
_SCREEN, _PAGE = 200, 128
_LENGTHS = (1, 2, 3, 6)
_WORDS = 200
_PAGES = 200
_LIKE_WORDS = 3


def measure(quick: bool) -> Iterator[Figure]:
    """Fills a library and measures it; the words searched for are pieces of names that are in it."""
    cases = _QUICK if quick else _FULL
    with tempfile.TemporaryDirectory() as scratch:
        desk = make_gate().create(Path(scratch) / "library", PRACTICE_OFFICE, "示例甲", "measuring-only")
        try:
            took = seconds(fill, desk, cases)
            yield at_most("library.filled", took / cases * 1e6, "us a case", 200.0)
            yield from _lists(desk)
            yield from _pages(desk, cases)
            yield from _searches(desk, cases)
            yield from queue_figures(desk, Path(scratch))
        finally:
            desk.close()


def _lists(desk: Desk) -> Iterator[Figure]:
    for tab in (Tab.MINE, Tab.ALL):
        first, whole = [], []
        for sort in SortKey:
            query = QueueQuery(_SEASON, tab, sort=sort)
            first.append(seconds(desk.read, queue_index, query, _SCREEN))
            whole.append(seconds(desk.read, queue_index, query))
        yield at_most(f"queue.first_screen_{tab.value}_worst_of_{len(first)}_orders", max(first) * 1e3, "ms", 15.0)
        yield at_most(f"queue.whole_list_{tab.value}_worst_of_{len(whole)}_orders", max(whole) * 1e3, "ms", 500.0)
    counting = [seconds(desk.read, _counts) for _ in range(20)]
    yield at_most("queue.counts_of_all_chips", p95(counting) * 1e3, "ms", 60.0)


def _counts(unit: UnitOfWork) -> None:
    if not unit.worklist.index(QueueQuery(_SEASON, Tab.ALL), unit.actor, 1).counts[Tab.ALL]:
        raise RuntimeError("there is nothing to count")


def _pages(desk: Desk, cases: int) -> Iterator[Figure]:
    for sort in (SortKey.DUE, SortKey.PROJECT):
        ids = desk.read(queue_index, QueueQuery(_SEASON, Tab.ALL, sort=sort)).ids
        chance = random.Random(20240531)
        took = []
        for _ in range(_PAGES):
            start = chance.randrange(cases - _PAGE)
            wanted = ids[start : start + _PAGE]
            took.append(seconds(desk.read, queue_rows, wanted))
        yield at_most(
            f"queue.page_of_{_PAGE}_rows_by_{sort.value}", p95(took) * 1e3, "ms", 2.0 if sort is SortKey.DUE else 4.0
        )


def _searches(desk: Desk, cases: int) -> Iterator[Figure]:
    names = _names(desk, cases)
    for tab in (Tab.MINE, Tab.ALL):
        desk.read(queue_index, QueueQuery(_SEASON, tab))
        for length in _LENGTHS:
            words = _pieces(names, length)
            took = [seconds(_search, desk, tab, word) for word in words]
            bare = [seconds(desk.read, _like, word) for word in words[:_LIKE_WORDS]]
            value, baseline = p95(took) * 1e3, sum(bare) / len(bare) * 1e3
            name = f"search.{length}_characters_in_{tab.value}_first_screen_p95"
            yield Figure(
                name, value, "ms", baseline, "LIKE over the same cases", value / baseline, "<= 10 ms", value <= 10
            )


def _search(desk: Desk, tab: Tab, word: str) -> None:
    found = desk.read(queue_index, QueueQuery(_SEASON, tab, word), _SCREEN)
    if tab is Tab.ALL and not found.ids:
        raise RuntimeError("a piece of a name that is there was not found")


def _like(unit: UnitOfWork, word: str) -> None:
    from reviewer_db.unit import Unit

    if isinstance(unit, Unit):
        unit.session.main.execute(
            "SELECT count(*) FROM applications WHERE project_name LIKE ? OR applicant LIKE ?", (f"%{word}%",) * 2
        ).fetchone()


def _names(desk: Desk, cases: int) -> list[str]:
    chance = random.Random(20240519)
    rows: list[QueueRow] = desk.read(queue_rows, [chance.randrange(1, cases + 1) for _ in range(_WORDS)])
    return [chance.choice((row.project_name, row.applicant)) for row in rows]


def _pieces(names: Sequence[str], length: int) -> list[str]:
    chance = random.Random(length)
    starts = ((name, chance.randrange(len(name) - length + 1)) for name in names)
    return [name[start : start + length] for name, start in starts]


def seconds(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """How long one piece of work takes."""
    began = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - began


def p95(values: Sequence[float]) -> float:
    """The value that nineteen of twenty stay below."""
    return sorted(values)[int(len(values) * 0.95)]
