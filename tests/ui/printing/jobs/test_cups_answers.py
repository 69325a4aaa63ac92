"""What the print service says, word by word, from a socket of the test's own; what is no answer is no word."""

from __future__ import annotations

import socket
import struct
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from reviewer_app.domain.dispatch.prints import PrintWord
from reviewer_ui.printing.jobs.cups import CupsService
from reviewer_ui.printing.jobs.ipp import Operation, answer, question

_INTEGER, _ENUM, _KEYWORD, _URI, _NAME = 0x21, 0x23, 0x44, 0x45, 0x42


def attribute(tag: int, name: str, value: str | int) -> bytes:
    said = struct.pack(">i", value) if isinstance(value, int) else value.encode()
    named = name.encode()
    return bytes([tag]) + struct.pack(">H", len(named)) + named + struct.pack(">H", len(said)) + said


def reply(*said: bytes, status: int = 0, group: int = 0x02) -> bytes:
    return b"\x01\x01" + struct.pack(">HI", status, 1) + bytes([group]) + b"".join(said) + b"\x03"


def job(state: int, *more: bytes) -> bytes:
    uri = attribute(_URI, "job-printer-uri", "ipp://localhost/printers/p")
    return reply(attribute(_ENUM, "job-state", state), uri, *more)


def printer(state: int, *reasons: str) -> bytes:
    said = [attribute(_KEYWORD, "" if place else "printer-state-reasons", one) for place, one in enumerate(reasons)]
    return reply(attribute(_ENUM, "printer-state", state), *said, group=0x04)


@contextmanager
def service(*replies: bytes, head: str = "HTTP/1.1 200 OK") -> Iterator[CupsService]:
    """A service that gives one reply after the other, in pieces, and then is gone."""
    with tempfile.TemporaryDirectory(prefix="ipp-") as home, socket.socket(socket.AF_UNIX) as listening:
        place = f"{home}/s"
        listening.bind(place)
        listening.listen()

        def serve() -> None:
            for body in replies:
                asked, _ = listening.accept()
                with asked:
                    asked.recv(65536)
                    asked.sendall(f"{head}\r\nContent-Length: {len(body)}\r\n\r\n".encode())
                    asked.sendall(body[:5])
                    asked.sendall(body[5:])

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield CupsService(place)
        thread.join(5)


#: What the service says of a job, of its printer where it is asked, and the word and the reason that come of it.
STATES: tuple[tuple[tuple[bytes, ...], PrintWord, str], ...] = (
    ((job(3), printer(3, "none")), PrintWord.QUEUED, ""),
    ((job(4),), PrintWord.HELD, ""),
    ((job(5), printer(4, "toner-low-warning", "cups-missing-filter-warning")), PrintWord.PRINTING, ""),
    ((job(5), printer(4, "toner-low-warning", "media-empty-error")), PrintWord.STOPPED, "media-empty"),
    ((job(5), printer(5, "paused")), PrintWord.STOPPED, "paused"),
    ((job(6), printer(5, "none")), PrintWord.STOPPED, "other"),
    ((job(7),), PrintWord.CANCELLED, ""),
    ((job(8),), PrintWord.ABORTED, ""),
    ((job(9),), PrintWord.DONE, ""),
    ((reply(status=0x0406),), PrintWord.GONE, ""),
    ((reply(status=0x0403),), PrintWord.SILENT, ""),
)


def test_each_state_of_a_job_has_its_word() -> None:
    for replies, word, detail in STATES:
        with service(*replies) as cups:
            said = cups.ask("7")
        assert (said.word, said.detail) == (word, detail)


def test_the_sides_that_are_out_are_told_and_a_job_is_found_by_its_name() -> None:
    with service(job(9, attribute(_INTEGER, "job-impressions-completed", 5))) as cups:
        assert cups.ask("7").sides == 5
    two = b"".join(
        b"\x02" + attribute(_INTEGER, "job-id", number) + attribute(_NAME, "job-name", name)
        for number, name in ((8, "报送第3批-1"), (9, "别的"))
    )
    with service(b"\x01\x01\x00\x00\x00\x00\x00\x01" + two + b"\x03") as cups:
        assert cups.find("报送第3批-1") == "8"


def test_an_answer_that_is_none_is_no_word_of_the_printer() -> None:
    wrong_length = b"\x01\x01\x00\x00\x00\x00\x00\x01\x02\x23\xff\xff\x00"
    for broken in (b"", b"\x01", job(5)[:-9], wrong_length, b"<html>" * 9):
        with service(broken) as cups:
            assert cups.ask("7").word is PrintWord.SILENT
    with service(job(9), head="HTTP/1.1 401 Unauthorized") as cups:
        assert cups.ask("7").word is PrintWord.SILENT


def test_a_service_on_another_machine_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("CUPS_SERVER", "192.0.2.1:631")
    assert CupsService().find("名") is None
    monkeypatch.setenv("CUPS_SERVER", str(tmp_path / "no.sock"))
    assert CupsService().ask("7").word is PrintWord.SILENT


def test_a_question_is_read_back_as_it_was_asked() -> None:
    asked = question(Operation.GET_JOB, ("job-uri", "ipp://localhost/jobs/7"), "甲", requested_attributes=("a", "b"))
    (group,) = answer(asked).groups
    assert (group["requesting-user-name"], group["requested-attributes"]) == (["甲"], ["a", "b"])
    assert answer(asked).status == Operation.GET_JOB
