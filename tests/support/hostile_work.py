"""What a parser may do over a hostile file, as pieces of work for a child process; and what an honest one gives."""

from __future__ import annotations

import ctypes
import os
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pypdfium2

from reviewer_app.domain.dispatch.stacks import StackPage
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.foreign.child_work import COUNT_BYTES, PIECE
from reviewer_app.foreign.stopping import taker_of_rows, tell_count
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.services.ports.records import CheckLine, Grade, ImportedList, ListSource, ReadChoice, SheetRow


def lines(count: int) -> list[CheckLine]:
    """An honest answer."""
    return [CheckLine(f"签名{number}", Grade.NOTICE, "\ud800 且“完好”") for number in range(count)]


def sleeps(seconds: float, mark: Path | None = None) -> int:
    """Takes its time; leaves its process id in a file first."""
    if mark is not None:
        part = mark.with_suffix(".part")
        part.write_text(str(os.getpid()))
        part.rename(mark)
    time.sleep(seconds)
    return os.getpid()


def never_rests() -> None:
    """Keeps the processor busy for ever."""
    while True:
        pass


def swells() -> None:
    """Asks for memory until there is none."""
    kept = []
    while True:
        kept.append(bytearray(16 << 20))


def takes(megabytes: int) -> int:
    """Holds so much memory for a moment, each page of it written to."""
    kept = b"1" * (megabytes << 20)
    time.sleep(0.2)
    return len(kept)


def aborts() -> None:
    """Ends as a library does that finds itself in disorder."""
    os.abort()


def reaches_nowhere() -> None:
    """Reads where there is nothing."""
    ctypes.string_at(0)


def refuses() -> None:
    """Fails as the office's own code does."""
    raise RefusalError("trust.not_certificate", name="证书.cer")


def troubled() -> None:
    """Fails with a code that nobody has a sentence for."""
    raise TroubleError("no.such_code")


def stumbles() -> None:
    """Fails as no library says it would."""
    raise KeyError("xl/workbook.xml")


def prints() -> int:
    """Talks where the answer belongs."""
    sys.stdout.write("D" * 100_000)
    sys.stdout.flush()
    os.write(1, b"noise")
    return 7


def runs_a_program() -> int:
    """Starts another program."""
    return subprocess.run(["true"], check=False).returncode


def calls_home() -> None:
    """Reaches for the network."""
    socket.create_connection(("192.0.2.1", 9), timeout=0.1)


def floods() -> bytes:
    """Says more than anybody asked for."""
    return bytes(300 << 20)


#: A page of this grey is the end of who draws it.
TRAP = 33


def dying_at_the_trap(pdf: bytes, first: int, last: int) -> tuple[int, ...]:
    """Draws a stretch of pages; one page of the trap's grey ends the process."""
    document = pypdfium2.PdfDocument(pdf)
    for page in range(first - 1, min(last, len(document))):
        middle = document[page].render(scale=0.1).to_pil().convert("L").crop((20, 20, 21, 21))
        if abs(int.from_bytes(middle.tobytes()) - TRAP) < 4:
            os.abort()
    return ()


def hands_over(pieces: int, ending: str = "") -> int:
    """Hands rows over ahead of its answer, then ends well, dies, or goes on for ever."""
    take = taker_of_rows()
    if take is None:
        return 0
    for number in range(pieces):
        tell_count(number, pieces)
        take(lines(2) if ending != "else" else [number])
    if ending == "dies":
        os.abort()
    while ending == "floods":
        take([CheckLine("", Grade.NOTICE, "x" * (1 << 20))])
    return pieces


def hands_over_unasked() -> None:
    """Says that rows come though nobody takes any."""
    os.write(_answer_line(), PIECE + (5).to_bytes(COUNT_BYTES, "big") + b"12345")


def _answer_line() -> int:
    """The open pipe on which the child answers."""
    return next(fd for fd in range(3, 20) if stat.S_ISFIFO(os.fstat(fd).st_mode))


class TellsTwice(SpreadsheetReader):
    """A reader of lists that hands a row of another sheet over behind those of the one it read."""

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        """The list, with a number that is there already."""
        found = super().read(path, pack, choice)
        take = taker_of_rows()
        if take is not None:
            take([SheetRow(2, {"project_name": "乙试点"})])
        return found


def read_stack_and_die(_paths: Sequence[Path], _digests: Sequence[str], first: int, last: int) -> list[StackPage]:
    """Reads the pages of a stack one by one; the fourth of all is the end of it."""
    take = taker_of_rows()
    for place in range(first, last):
        if place == 3:
            os._exit(1)
        if take is not None:
            take([StackPage(0, place + 1)])
    return []


def parts_of_nobody(_paths: Sequence[Path], _digests: Sequence[str], _groups: object) -> list[tuple[int, bytes]]:
    """Hands over a PDF of a group that nobody asked for."""
    take = taker_of_rows()
    if take is not None:
        take([(7, b"%PDF-1.4")])
    return []


def what_is_open() -> list[str]:
    """Whatever this process has open, the list of it left out."""
    places = Path("/proc/self/fd")
    return sorted(str(place.readlink()) for place in places.iterdir() if place.is_symlink())


def where_it_stands(name: str) -> tuple[str, str]:
    """A word of its surroundings, and its folder."""
    return os.environ.get(name, ""), str(Path.cwd())


def not_yet_loaded(modules: Sequence[str]) -> list[str]:
    """Those that would have to be loaded before the work begins."""
    return [name for name in modules if name not in sys.modules]


def parent_of(mark: Path) -> int:
    """Leaves the id of its parent in a file, and waits."""
    sleeps(0, mark.with_suffix(".own"))
    part = mark.with_suffix(".part")
    part.write_text(str(os.getppid()))
    part.rename(mark)
    time.sleep(600)
    return 0
