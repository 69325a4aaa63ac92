"""How quickly a real encrypted library of a million cases answers the queue: lists, counts, pages, search."""

from __future__ import annotations

import json
import os
import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from reviewer_app.bench.figure import Figure, Turn, at_most, seconds, slowest, take_turns
from reviewer_app.bench.filling import HANDLERS, fill, invented_values
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.bench.memory import Held, run_and_weigh
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.listing.marking import SHIPPED, counted_views
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab
from reviewer_app.wiring import Parts
from reviewer_db.measuring.bare_file import BareFile, BareRow
from reviewer_db.measuring.statements import forget_what_was_read
from reviewer_db.stores.remembered import ORDERS

_PROGRAM = Path(__file__).with_name("queue_once.py")
_YARDSTICK = "bare Qt table over bare SQLCipher of as many rows"
_WEIGHINGS = 2


def measure_queue_pane(folder: Path, password: str, bare: BareFile) -> Iterator[Figure]:
    """First screen, whole order, jumps to random places, and the memory; each in processes of their own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    def run(what: str) -> Held:
        return run_and_weigh(_PROGRAM, what, str(folder), password, str(bare.path), bare.key.hex())

    rows, first_paint, whole_order, jumps = run("both").said
    yield at_most(f"window.queue_first_paint_{rows}", _turns(first_paint), "ms", _YARDSTICK, 8)
    yield at_most(f"window.queue_whole_order_{rows}", _turns(whole_order), "ms", _YARDSTICK, 2)
    yield at_most(f"window.queue_jump_p95_{rows}", slowest(_turns(jumps)), "ms", _YARDSTICK, 3)
    # In turns here too, although memory does not depend on the moment: what the two share is then the same.
    pairs = [(run("bare"), run("pane")) for _ in range(_WEIGHINGS)]
    if all(held.megabytes for pair in pairs for held in pair):
        turns = [Turn(ours.megabytes, alone.megabytes) for alone, ours in pairs]
        yardstick = f"{_YARDSTICK}, with the same fonts ({', '.join(pairs[0][0].fonts)})"
        yield at_most(f"window.queue_memory_{rows}", turns, "MB PSS", yardstick, 2.5, pairs[0][1].fonts)


def _turns(pairs: Sequence[Sequence[float]]) -> list[Turn]:
    return [Turn(ours, alone) for ours, alone in pairs]


T = TypeVar("T")

_FULL, _QUICK = 1_000_000, 100_000
_SEASON, _USER, _PASSWORD = "2024", "示例甲", "measuring-only"
_SCREEN, _PAGE = 200, 128
_LENGTHS = (1, 2, 3, 6)
_WORDS = 200
_PAGES = 200
_LISTS = 5
_FIRSTS = 9
_COUNTS = 20
_BARE_ROWS = f"bare SQLCipher: {_SCREEN} rows by number out of as many"
_BARE_PAGE = f"bare SQLCipher: {_PAGE} rows by number out of as many"


_BARE_NUMBERS = "bare SQLCipher: all numbers along an index"
#: A word of each kind: of many cases and of few, of a line of the text, by sound, together with others.
_OPERATORS = (
    *(view.text for view in SHIPPED),
    *("领域:农业", "状态:初审", f"经办:{_USER}", "来源:纸质", "单位:科技", "项目:sqzc", "领域:农业 期限:2024-05 社区"),
)


def measure(quick: bool) -> Iterator[Figure]:
    """Fills a library and beside it a bare encrypted table of as many rows, and asks both in turns."""
    cases = _QUICK if quick else _FULL
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        library = Parts().libraries.create(folder, PRACTICE_OFFICE, _USER, _PASSWORD)
        bare = _barely(library, lambda: BareFile(Path(scratch) / "bare.sqlite"))
        try:
            yield _filled(library, bare, cases)
            yield from _lists(library, bare)
            yield from _pages(library, bare, cases)
            yield from _searches(library, bare, cases)
            yield from _asked(library, bare)
        finally:
            _barely(library, bare.close)
            library.close()
        yield from measure_queue_pane(folder, _PASSWORD, bare)


def _barely(library: Library, work: Callable[[], T]) -> T:
    """The yardstick runs on the library's own thread, so that being handed over counts on both sides."""

    def act(_unit: UnitOfWork) -> T:
        return work()

    return library.read(act)


def _filled(library: Library, bare: BareFile, cases: int) -> Figure:
    """Each ten thousand cases of the library are followed by as many bare rows."""
    pack = shipped_pack()
    by_bare = 0.0
    told = 0

    def keep_up(done: int) -> None:
        nonlocal by_bare, told
        rows = [_bare_row(invented_values(pack, number), number) for number in range(told, done)]
        by_bare += seconds(_barely, library, lambda: bare.add(rows))
        told = done

    making = 0.0

    def follow(done: int) -> None:
        nonlocal making
        making += seconds(keep_up, done)

    took = seconds(fill, library, cases, follow)
    by_bare += seconds(_barely, library, bare.lay_orders)
    yardstick = "bare SQLCipher: as many rows with three indexes, a commit every 10,000"
    return at_most("library.filled", [Turn(took - making, by_bare).times(1e6 / cases)], "us a case", yardstick, 8)


def _bare_row(values: dict[str, str], number: int) -> BareRow:
    handler = _USER if number % 5 == 0 else HANDLERS[number % len(HANDLERS)]
    form = json.dumps(values, ensure_ascii=False)
    day = f"2024-05-{1 + number % 28:02d}"
    return BareRow(values["project_name"], values["applicant"], handler, f"state {number % 12}", day, form)


def _lists(library: Library, bare: BareFile) -> Iterator[Figure]:
    for tab, handler, first_limit, whole_limit in ((Tab.MINE, _USER, 4, 12), (Tab.ALL, "", 4, 4)):
        orders = [QueueQuery(_SEASON, tab, sort=sort) for sort in ORDERS]
        first = [_first_screens(library, bare, query, handler) for query in orders]
        whole = [_whole_lists(library, bare, query, handler) for query in orders]
        name = f"{tab.value}_worst_of_{len(orders)}_orders"
        yardstick = f"bare SQLCipher: the first {_SCREEN} rows along an index"
        yield at_most(f"queue.first_screen_{name}", _worst(first), "ms", yardstick, first_limit)
        yardstick = "bare SQLCipher: all numbers along an index"
        yield at_most(f"queue.whole_list_{name}", _worst(whole), "ms", yardstick, whole_limit)
    _barely(library, bare.counts)
    turns = take_turns(lambda: library.read(_counts), lambda: _barely(library, bare.counts), _COUNTS)
    yield at_most("queue.counts_of_all_chips", turns, "ms", "bare SQLCipher: counted along an index", 0.5)


def _first_screens(library: Library, bare: BareFile, query: QueueQuery, handler: str) -> list[Turn]:
    return take_turns(
        lambda: library.read(queue_index, query, _SCREEN),
        lambda: _barely(library, lambda: bare.page(bare.ids(_SCREEN, handler))),
        _FIRSTS,
    )


def _whole_lists(library: Library, bare: BareFile, query: QueueQuery, handler: str) -> list[Turn]:
    """Each time as at the first asking: an order once read is remembered."""
    turns = []
    for _ in range(_LISTS):
        library.read(forget_what_was_read)
        turns += take_turns(
            lambda: library.read(queue_index, query), lambda: _barely(library, lambda: bare.ids(None, handler)), 1
        )
    return turns


def _worst(orders: Sequence[Sequence[Turn]]) -> Sequence[Turn]:
    return max(orders, key=lambda turns: sorted(turn.ratio for turn in turns)[len(turns) // 2])


def _counts(unit: UnitOfWork) -> None:
    if not unit.worklist.index(QueueQuery(_SEASON, Tab.ALL), unit.actor, 1).counts[Tab.ALL]:
        raise RuntimeError("there is nothing to count")


def _pages(library: Library, bare: BareFile, cases: int) -> Iterator[Figure]:
    for sort, limit in ((SortKey.DUE, 3), (SortKey.PROJECT, 3)):
        ids = library.read(queue_index, QueueQuery(_SEASON, Tab.ALL, sort=sort)).ids
        chance = random.Random(20240531)
        turns = []
        for _ in range(_PAGES):
            start = chance.randrange(cases - _PAGE)
            wanted = ids[start : start + _PAGE]
            by_bare = seconds(_page, library, bare, wanted)
            turns.append(Turn(seconds(library.read, queue_rows, wanted), by_bare).times(1e3))
        yield at_most(f"queue.page_of_{_PAGE}_rows_by_{sort.value}_p50", slowest(turns, 0.5), "ms", _BARE_PAGE, limit)


def _page(library: Library, bare: BareFile, ids: Sequence[int]) -> None:
    _barely(library, lambda: bare.page(ids))


def _searches(library: Library, bare: BareFile, cases: int) -> Iterator[Figure]:
    names = _names(library, cases)
    chance = random.Random(20240520)
    for tab in (Tab.MINE, Tab.ALL):
        library.read(queue_index, QueueQuery(_SEASON, tab))
        for length in _LENGTHS:
            turns = []
            for word in _pieces(names, length):
                picked = [chance.randrange(1, cases + 1) for _ in range(_SCREEN)]
                by_bare = seconds(_page, library, bare, picked)
                turns.append(Turn(seconds(_search, library, tab, word), by_bare).times(1e3))
            name = f"search.{length}_characters_in_{tab.value}_first_screen_p95"
            yield at_most(name, slowest(turns), "ms", _BARE_ROWS, 3)


def _search(library: Library, tab: Tab, word: str) -> None:
    found = library.read(queue_index, QueueQuery(_SEASON, tab, word), _SCREEN)
    if tab is Tab.ALL and not found.ids:
        raise RuntimeError("a piece of a name that is there was not found")


def _asked(library: Library, bare: BareFile) -> Iterator[Figure]:
    """What is asked of the whole list at once: the views with their counts, operators, orders that no index keeps."""
    turns = take_turns(lambda: library.read(counted_views, _SEASON), lambda: _barely(library, bare.ids), _LISTS)
    yield at_most("queue.all_views_counted", turns, "ms", _BARE_NUMBERS, 2)
    asked = [_operator_turns(library, bare, text) for text in _OPERATORS]
    name = f"search.first_screen_worst_of_{len(_OPERATORS)}_operators"
    yield at_most(name, _worst(asked), "ms", _BARE_NUMBERS, 4)
    for sort in (SortKey.HANDLER, SortKey.WAITING):
        turns = _whole_lists(library, bare, QueueQuery(_SEASON, Tab.ALL, sort=sort), "")
        yield at_most(f"queue.whole_list_all_by_{sort.value}", turns, "ms", _BARE_NUMBERS, 6)


def _operator_turns(library: Library, bare: BareFile, text: str) -> list[Turn]:
    query = QueueQuery(_SEASON, Tab.ALL, text)
    return take_turns(lambda: library.read(queue_index, query, _SCREEN), lambda: _barely(library, bare.ids), _LISTS)


def _names(library: Library, cases: int) -> list[str]:
    chance = random.Random(20240519)
    rows: list[QueueRow] = library.read(queue_rows, [chance.randrange(1, cases + 1) for _ in range(_WORDS)])
    return [chance.choice((row.project_name, row.applicant)) for row in rows]


def _pieces(names: Sequence[str], length: int) -> list[str]:
    chance = random.Random(length)
    starts = ((name, chance.randrange(len(name) - length + 1)) for name in names)
    return [name[start : start + length] for name, start in starts]
