"""Work beside the window: results, failures and changes come back to whoever asked."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_ui.background import Background
from reviewer_ui.messages import Message, MessageKind, Messages
from support.fakes import FakeDesk


class OneThread(FakeDesk):
    """A desk whose work is done on a thread of its own, in order, as the library's is."""

    def __init__(self) -> None:
        super().__init__(folder=Path("案卷库"))
        self.pool = ThreadPoolExecutor(1)

    def submit_read(self, act, *args, **kwargs) -> Future:  # type: ignore[no-untyped-def, type-arg]
        return self.pool.submit(act, self.unit, *args, **kwargs)

    submit_change = submit_read


@pytest.fixture
def threaded(qtbot: QtBot) -> Iterator[tuple[Background, list[Message]]]:
    """A background on real threads, and what was said."""
    library, messages = OneThread(), Messages()
    said: list[Message] = []
    messages.said.connect(said.append)
    background = Background(library, messages)
    yield background, said
    background.close()
    library.pool.shutdown()


def test_results_come_back_in_order_on_the_windows_thread(
    qtbot: QtBot, threaded: tuple[Background, list[Message]]
) -> None:
    """What was asked first is answered first, and only where widgets may be touched."""
    background, _ = threaded
    got: list[tuple[int, bool]] = []
    here = threading.get_ident()
    for number in range(50):
        background.run_read(_echo, number, then=lambda value: got.append((value, threading.get_ident() == here)))
    qtbot.waitUntil(lambda: len(got) == 50)
    assert got == [(number, True) for number in range(50)]


def test_a_forgotten_answer_does_not_arrive(qtbot: QtBot, threaded: tuple[Background, list[Message]]) -> None:
    """Whoever went on to another case is not shown the former one."""
    background, _ = threaded
    got: list[int] = []
    background.run_read(_echo, 1, then=got.append).forget()
    background.run_read(_echo, 2, then=got.append)
    qtbot.waitUntil(lambda: bool(got))
    assert got == [2]


def test_a_change_tells_every_pane_what_it_touched() -> None:
    """One signal carries the nouns, also when they stand inside a larger result."""
    background = Background(FakeDesk(), Messages(), synchronous=True)
    heard: list[Changes] = []
    background.changed.connect(heard.append)
    background.run_change(lambda unit: changed(Noun.QUEUE, application=7))
    background.run_change(lambda unit: _Result())
    background.run_read(lambda unit: changed(Noun.CASE))
    assert [set(changes.nouns) for changes in heard] == [{Noun.QUEUE}, {Noun.CASE}]


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (RefusalError("case.unknown"), MessageKind.REFUSAL),
        (TroubleError("case.unknown"), MessageKind.TROUBLE),
        (ZeroDivisionError("3 / 0"), MessageKind.DEFECT),
    ],
)
def test_each_failure_is_said_in_its_own_kind(error: Exception, kind: MessageKind) -> None:
    """A refusal, trouble and a fault of ours are told apart, and none shows an exception's own text."""
    messages = Messages()
    said: list[Message] = []
    messages.said.connect(said.append)
    Background(FakeDesk(), messages, synchronous=True).run_read(_raise, error)
    assert [message.kind for message in said] == [kind]
    assert str(error) not in said[0].text


def test_a_pane_that_shows_a_refusal_itself_is_not_doubled() -> None:
    """A refusal beside the field is not repeated at the foot; a fault of ours is told in any case."""
    messages = Messages()
    said: list[Message] = []
    messages.said.connect(said.append)
    background = Background(FakeDesk(), messages, synchronous=True)
    shown: list[Exception] = []
    background.run_change(_raise, RefusalError("case.unknown"), failed=shown.append)
    assert (len(shown), said) == (1, [])
    background.run_change(_raise, KeyError("x"), failed=shown.append)
    assert (len(shown), len(said)) == (2, 1)


def test_long_work_tells_its_progress_and_can_be_stopped(
    qtbot: QtBot, threaded: tuple[Background, list[Message]]
) -> None:
    """The last count always arrives; a stopped job ends by itself and still gives its result."""
    background, _ = threaded
    counts: list[tuple[int, int]] = []
    results: list[str] = []
    job = background.run_long(_until_stopped, then=results.append, progress=lambda *count: counts.append(count))
    qtbot.waitUntil(lambda: bool(counts))
    assert background.is_busy
    job.cancel()
    qtbot.waitUntil(lambda: bool(results))
    assert results == ["已停下"]
    assert counts[-1] == (3, 3)
    assert not background.is_busy


def test_closing_stops_long_work_and_waits_for_it(qtbot: QtBot) -> None:
    """No thread is left behind, and nothing is delivered to a window that is gone."""
    background = Background(FakeDesk(), Messages())
    results: list[str] = []
    background.run_long(_until_stopped, then=results.append)
    background.close()
    assert not background.is_busy
    assert [thread for thread in threading.enumerate() if thread.name == "long-work"] == []
    assert results == []


def test_an_answer_after_the_closing_reads_nothing_any_more(
    qtbot: QtBot, threaded: tuple[Background, list[Message]]
) -> None:
    """An act stored at the last moment: no pane asks a library that is closed by then."""
    background, _ = threaded
    heard: list[Changes] = []
    background.changed.connect(heard.append)
    background.run_change(lambda unit: changed(Noun.CASE, application=1))
    background.library.pool.submit(lambda: None).result()  # type: ignore[attr-defined]
    background.close()
    QApplication.processEvents()
    assert heard == []


def test_a_backup_told_after_the_closing_reads_nothing_any_more(
    qtbot: QtBot, threaded: tuple[Background, list[Message]]
) -> None:
    """The library was looked at, or backed up, on a thread of its own: its word comes when the window is gone."""
    background, _ = threaded
    heard: list[Changes] = []
    background.changed.connect(heard.append)
    daily = threading.Thread(target=background.library.back_up)
    daily.start()
    daily.join()
    background.close()
    QApplication.processEvents()
    assert heard == []


def test_a_pane_that_still_asks_when_all_is_closed_gets_no_answer_and_breaks_nothing(
    qtbot: QtBot, threaded: tuple[Background, list[Message]]
) -> None:
    """A timer of the window fires between the closing and its end; what would write is told as a fault all the same."""
    background, said = threaded
    background.close()
    library = background.library
    library.pool.shutdown()  # type: ignore[attr-defined]
    got: list[int] = []
    background.run_read(_echo, 1, then=got.append)
    QApplication.processEvents()
    assert (got, said, background.is_idle) == ([], [], True)
    with pytest.raises(RuntimeError):
        background.run_change(_echo, 1)


class _Result:
    changes = changed(Noun.CASE)


def _echo(unit: UnitOfWork, value: int) -> int:
    return value


def _raise(unit: UnitOfWork, error: Exception) -> None:
    raise error


def _until_stopped(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> str:
    on_progress(1, 3)
    pause = threading.Event()
    while not is_cancelled():
        pause.wait(0.001)
    on_progress(3, 3)
    return "已停下"
