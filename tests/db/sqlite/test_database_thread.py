"""The one thread of the library: a read nobody waits for any more is called off, and the next one begins."""

from __future__ import annotations

import threading
from concurrent.futures import CancelledError
from pathlib import Path

import pytest

from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from support.libraries import inside, make_desk, new_case, register

_ENDLESS = "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def _run_for_ever(unit: UnitOfWork, began: threading.Event) -> None:
    began.set()
    inside(unit).main.execute(_ENDLESS).fetchone()


def _search(unit: UnitOfWork, text: str) -> list[int]:
    return list(unit.worklist.index(QueueQuery("2024", Tab.ALL, text), unit.actor).ids)


def test_a_superseded_read_makes_way_for_the_next(library: OpenLibrary) -> None:
    ids = library.change(register, [new_case(1)])
    began = threading.Event()
    running = library.submit_read(_run_for_ever, began)
    waiting = library.submit_read(_search, "航运")
    wanted = library.submit_read(_search, "助餐")
    assert began.wait(10)
    assert waiting.cancel()
    assert running.cancel()
    with pytest.raises(CancelledError):
        running.result()
    assert wanted.result() == ids
    assert waiting.cancelled()


def test_long_work_in_steps_stops_between_them(library: OpenLibrary) -> None:
    began = threading.Event()

    def in_steps(unit: UnitOfWork) -> None:
        while True:
            inside(unit).check()
            began.set()

    running = library.submit_read(in_steps)
    assert began.wait(10)
    assert running.cancel()
    with pytest.raises(CancelledError):
        running.result()


def test_a_change_that_has_begun_is_never_called_off(library: OpenLibrary) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(unit: UnitOfWork) -> None:
        began.set()
        go_on.wait(10)
        unit.drafts.put(0, "opinion.text", "写完")

    change = library.submit_change(slow)
    assert began.wait(10)
    assert not change.cancel()
    go_on.set()
    change.result()
    assert library.read(lambda unit: unit.drafts.of(0)["opinion.text"].text) == "写完"


def test_a_change_still_waiting_can_be_taken_back(library: OpenLibrary) -> None:
    began, go_on = threading.Event(), threading.Event()

    def slow(_unit: UnitOfWork) -> None:
        began.set()
        go_on.wait(10)

    library.submit_read(slow)
    assert began.wait(10)
    waiting = library.submit_change(lambda unit: unit.drafts.put(0, "opinion.text", "不要了"))
    assert waiting.cancel()
    go_on.set()
    assert library.read(lambda unit: unit.drafts.of(0)) == {}


def test_a_closed_desk_takes_no_more_work(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "案卷库")
    library.close()
    library.close()
    with pytest.raises(RuntimeError):
        library.read(_search, "助餐")


def test_a_read_inside_a_change_sees_what_was_just_written(library: OpenLibrary) -> None:
    def write_then_ask(unit: UnitOfWork) -> list[int]:
        register(unit, [new_case(1)])
        return library.read(_search, "助餐")

    assert library.change(write_then_ask) == [1]


def test_everything_runs_on_one_thread(library: OpenLibrary) -> None:
    def here(_unit: UnitOfWork) -> int:
        return threading.get_ident()

    threads = {
        library.read(here),
        library.change(here),
        library.submit_read(here).result(),
        library.submit_change(here).result(),
    }
    assert len(threads) == 1
    assert threading.get_ident() not in threads
