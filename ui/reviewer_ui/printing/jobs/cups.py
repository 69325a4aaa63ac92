"""What the print service of this machine says of jobs: asked over its socket in the file system, never a network.

Only where CUPS listens on such a socket something is known; elsewhere nothing is claimed.
"""

from __future__ import annotations

import getpass
import os
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from PySide6.QtNetwork import QLocalSocket

from reviewer_app.domain.dispatch.prints import PrintWord
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_ui.printing.jobs.ipp import Answer, Operation, answer, question

_SOCKETS = ("/run/cups/cups.sock", "/var/run/cups/cups.sock")
#: Seconds until the service must have taken a question and answered it.
_REACH, _ANSWER = 2.0, 4.0
#: Qt waits with the interpreter held: only so many milliseconds at a time, so that the window goes on meanwhile.
_AT_A_TIME, _PAUSE = 5, 0.002
_LONGEST = 4_000_000
_WORDS = {
    3: PrintWord.QUEUED,
    4: PrintWord.HELD,
    5: PrintWord.PRINTING,
    6: PrintWord.STOPPED,
    7: PrintWord.CANCELLED,
    8: PrintWord.ABORTED,
    9: PrintWord.DONE,
}
#: The jobs of every printer: one that was taken away meanwhile can no longer be asked.
_EVERY_PRINTER = ("printer-uri", "ipp://localhost/")
_PRINTER_STOPPED = 5
#: Reasons that do not keep a printer from putting out paper.
_HARMLESS = ("none", "cups-", "job-", "printing", "other-warning", "toner-low", "marker-supply-low", "media-low")
_OF_JOB = (
    *("job-state", "job-state-reasons", "job-impressions-completed", "job-media-sheets-completed"),
    *("job-printer-uri", "job-name", "job-id"),
)


@dataclass(frozen=True, slots=True)
class CupsService:
    """Implements ports.PrintService; `socket` is where the service listens, empty for where it usually does."""

    socket: str = ""

    def find(self, name: str) -> str | None:
        """The number of the job of this name; empty where there is none, None where nobody can tell."""
        said = self._asked(
            Operation.GET_JOBS, _EVERY_PRINTER, which_jobs="all", requested_attributes=("job-id", "job-name")
        )
        if said is None or not (said.is_good or said.is_unknown):
            return None
        found = [one["job-id"][0] for one in said.groups if _first(one.get("job-name", ())) == name and "job-id" in one]
        return str(found[-1]) if found else ""

    def ask(self, spool_id: str) -> SpoolWord:
        """How a job stands; SILENT where the service does not answer."""
        said = self._asked(Operation.GET_JOB, _job(spool_id), requested_attributes=_OF_JOB)
        if said is None:
            return SpoolWord(PrintWord.SILENT)
        if said.is_unknown:
            return SpoolWord(PrintWord.GONE)
        job = next((one for one in said.groups if "job-state" in one), None)
        if not said.is_good or job is None:
            return SpoolWord(PrintWord.SILENT)
        word = _WORDS.get(_number(job.get("job-state", ())), PrintWord.QUEUED)
        sides = max(_number(job.get(name, ())) for name in ("job-impressions-completed", "job-media-sheets-completed"))
        reason = ""
        if word in (PrintWord.QUEUED, PrintWord.PRINTING, PrintWord.STOPPED):
            reason = self._why_still(_first(job.get("job-printer-uri", ())))
            word = PrintWord.STOPPED if reason else word
        return SpoolWord(word, max(sides, 0), reason)

    def cancel(self, spool_id: str) -> bool:
        """Takes a job back; whether the service did."""
        said = self._asked(Operation.CANCEL_JOB, _job(spool_id))
        return said is not None and said.is_good

    def _why_still(self, printer_uri: str) -> str:
        """Why the printer stands still, as a word of its own; empty where it does not."""
        if not printer_uri:
            return ""
        asked = ("printer-state", "printer-state-reasons")
        said = self._asked(Operation.GET_PRINTER, ("printer-uri", printer_uri), requested_attributes=asked)
        printer = next((one for one in said.groups if "printer-state" in one), {}) if said is not None else {}
        reasons = [str(one) for one in printer.get("printer-state-reasons", ())]
        grave = [one for one in reasons if not one.startswith(_HARMLESS) and not one.endswith("-report")]
        errors = [one for one in grave if not one.endswith("-warning")]
        is_stopped = _number(printer.get("printer-state", ())) == _PRINTER_STOPPED
        if not errors and not is_stopped:
            return ""
        return (errors or grave or ["other"])[0].removesuffix("-error")

    def _asked(self, operation: Operation, uri: tuple[str, str], **asked: str | tuple[str, ...]) -> Answer | None:
        place = self.socket or _usual_socket()
        if not place:
            return None
        said = _exchange(place, question(operation, uri, _user(), **asked))
        try:
            return answer(said) if said else None
        except ValueError:
            return None


def _usual_socket() -> str:
    """Where the service listens on this machine; empty where it is another machine's or there is none."""
    told = os.environ.get("CUPS_SERVER", "")
    if told:
        return told if told.startswith("/") else ""
    return next((place for place in _SOCKETS if Path(place).exists()), "")


def _user() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


def _job(spool_id: str) -> tuple[str, str]:
    return "job-uri", f"ipp://localhost/jobs/{quote(spool_id, safe='')}"


def _exchange(place: str, body: bytes) -> bytes:
    """Sends one question and gives the answer; nothing where there is none in time."""
    socket = QLocalSocket()
    socket.setServerName(place)
    socket.connectToServer()
    if not _waited(lambda: _is_decided(socket), _REACH) or not _is_connected(socket):
        return b""
    head = (
        "POST / HTTP/1.0\r\nHost: localhost\r\nContent-Type: application/ipp\r\n"
        # Who asks over this socket is told to the service by the system; this only names him.
        f"Authorization: PeerCred {_user()}\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    socket.write(head.encode() + body)
    came = b""
    while len(came) < _LONGEST and not _is_whole(came):
        if not socket.bytesAvailable() and not _waited(lambda: _has_more(socket), _ANSWER):
            break
        came += bytes(socket.readAll().data())
        if not _is_connected(socket) and not socket.bytesAvailable():
            break
    socket.abort()
    return _content(came)


def _waited(is_there: Callable[[], bool], seconds: float) -> bool:
    """Waits until something is there, a little at a time; whether it came in time."""
    until = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > until:
            return False
        time.sleep(_PAUSE)
    return True


def _has_more(socket: QLocalSocket) -> bool:
    """Whether there is more to read, or never will be."""
    is_ready = socket.waitForReadyRead(_AT_A_TIME) or bool(socket.bytesAvailable())
    return is_ready or not _is_connected(socket)


def _is_decided(socket: QLocalSocket) -> bool:
    """Whether the service has taken the call, or there is none."""
    return socket.waitForConnected(_AT_A_TIME) or socket.state() is QLocalSocket.LocalSocketState.UnconnectedState


def _is_connected(socket: QLocalSocket) -> bool:
    return socket.state() is QLocalSocket.LocalSocketState.ConnectedState


def _is_whole(came: bytes) -> bool:
    head, gap, content = came.partition(b"\r\n\r\n")
    length = _length(head)
    return bool(gap) and length is not None and len(content) >= length


def _content(came: bytes) -> bytes:
    """What an answer holds; nothing where the service refused to hear the question."""
    head, _, content = came.partition(b"\r\n\r\n")
    if head.startswith(b"HTTP/1.1 100"):
        head, _, content = content.partition(b"\r\n\r\n")
    return content if b" 200 " in head.split(b"\r\n", 1)[0] + b" " else b""


def _length(head: bytes) -> int | None:
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.strip().lower() == b"content-length" and value.strip().isdigit():
            return int(value)
    return None


def _first(values: Sequence[str | int]) -> str:
    return str(values[0]) if values else ""


def _number(values: Sequence[str | int]) -> int:
    return values[0] if values and isinstance(values[0], int) else 0
