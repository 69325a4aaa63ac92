"""A clean process that has read the libraries once: each child that reads a file of others is split from it.

It is started as a program of its own, so that it holds nothing of the desk, opens no file of others itself and takes
orders by one socket. A child gets its two ends of the line to the desk and nothing else that is open; it ends with
this process, and this process with the desk. Linux alone has what it needs.
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import select
import signal
import sys
import time
from contextlib import closing, suppress
from socket import AF_UNIX, SOCK_SEQPACKET, fromfd, recv_fds, send_fds, socket

from reviewer_app.foreign.child_work import serve
from reviewer_app.foreign.limits import Held, held_now

#: What the server says once it is ready.
READY = b"ready"
#: An order is so long at the most: what a process is told by its surroundings and where it stands.
LONGEST_ORDER = 128 << 10
#: With an order come the child's input, its output, and the socket on which its end is said.
LINES = 3
#: How a child ended, and how many milliseconds of the processor it had.
NUMBER_BYTES = 4
#: What the works of the children are made of; loading it takes longer than most files take to be read.
LIBRARIES = (
    "PIL.ImageFile",
    "openpyxl",
    "numpy",
    "pikepdf.pdfa",
    "pyhanko.sign.validation",
    "reviewer_app.intake.spreadsheet",
    "reviewer_app.intake.workbooks.old_workbooks",
    "reviewer_app.outputs.certificates.credential",
    "reviewer_app.outputs.checking.export_folder",
    "reviewer_app.outputs.checking.pdf",
    "reviewer_app.outputs.checking.pictures",
    "reviewer_app.outputs.checking.signatures",
    "reviewer_app.outputs.checking.signed_archival",
    "reviewer_app.outputs.checking.times",
    "reviewer_app.outputs.papers.stamper",
    "reviewer_app.outputs.pdf.dossier.binding",
    "reviewer_app.outputs.pdf.seal_place",
    "reviewer_app.outputs.pdf.seen_page",
    "reviewer_app.outputs.seals.image",
    "reviewer_app.outputs.signing.signer",
    "reviewer_app.outputs.signing.trial",
    "reviewer_app.outputs.summary.writer",
    "reviewer_app.packs.calendars",
    "reviewer_app.packs.checking",
    "reviewer_app.foreign.signed_packs",
    "reviewer_app.reading.forms",
    "reviewer_app.reading.own_papers.stacks",
    "reviewer_app.reading.shown",
    "reviewer_app.reading.text_tables",
    "reviewer_ui.printing.page_comparing",
    "reviewer_ui.printing.pdf_pages",
)
#: Nobody has asked for so long, in seconds: the memory is given back.
_IDLE = 300.0
_ENDS_WITH_PARENT = 1  # PR_SET_PDEATHSIG


def main(line: int) -> int:
    """Serves the desk at the other end of a socket until it is gone or has nothing to read any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    bare = held_now()
    for name in LIBRARIES:
        # A reader that is not installed says so itself when it is wanted.
        with suppress(ImportError):
            importlib.import_module(name)
    gc.collect()
    # The children share what stands here; nothing of it is ever cleared up.
    gc.freeze()
    with closing(fromfd(line, AF_UNIX, SOCK_SEQPACKET)) as desk:
        desk.send(READY)
        _Births(desk, held_now().beyond(bare)).attend()
    return 0


class _Births:
    """The children there are, each with the socket on which its end is said."""

    def __init__(self, desk: socket, held: Held) -> None:
        self._desk, self._held = desk, held
        self._poll = select.poll()
        self._poll.register(desk, select.POLLIN)
        self._born: dict[int, tuple[int, socket]] = {}

    def attend(self) -> None:
        """Takes orders and tells of ends."""
        while ready := self._poll.poll(None if self._born else _IDLE * 1e3):
            for place, _ in ready:
                if place != self._desk.fileno():
                    self._tell_end(place)
                elif not self._take_order():
                    return

    def _take_order(self) -> bool:
        """One child more; False when the desk is gone."""
        try:
            order, lines, _, _ = recv_fds(self._desk, LONGEST_ORDER, LINES)
        except OSError:
            return False
        if len(lines) == LINES:
            coming, going, telling = lines
            with suppress(OSError):
                self._bear(order, coming, going, telling)
        for place in lines:
            os.close(place)
        return bool(order)

    def _bear(self, order: bytes, coming: int, going: int, telling: int) -> None:
        parent = os.getpid()
        child = os.fork()
        if not child:
            _live(order, coming, going, parent, self._held)
        try:
            mark = os.pidfd_open(child)
        except OSError:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            raise
        told = fromfd(telling, AF_UNIX, SOCK_SEQPACKET)
        self._born[mark] = child, told
        self._poll.register(mark, select.POLLIN)
        with suppress(OSError):
            send_fds(told, [child.to_bytes(NUMBER_BYTES, "big")], [mark])

    def _tell_end(self, mark: int) -> None:
        child, told = self._born.pop(mark)
        self._poll.unregister(mark)
        os.close(mark)
        _, status, used = os.wait4(child, 0)
        spent = round((used.ru_utime + used.ru_stime) * 1e3)
        numbers = os.waitstatus_to_exitcode(status), spent
        with closing(told), suppress(OSError):
            told.send(b"".join(number.to_bytes(NUMBER_BYTES, "big", signed=True) for number in numbers))


def _live(order: bytes, coming: int, going: int, parent: int, held: Held) -> None:
    """What the child does from its first moment; it never returns."""
    code = 1
    try:
        os.dup2(coming, 0)
        os.dup2(going, 1)
        # The socket of the desk, the ends of the others: all of it is none of its business.
        os.closerange(3, resource.getrlimit(resource.RLIMIT_NOFILE)[0])
        signal.signal(signal.SIGINT, signal.SIG_DFL)
        _end_with(parent)
        _stand_where(order)
        code = serve(held)
    finally:
        os._exit(code)


def _end_with(parent: int) -> None:
    import ctypes

    ctypes.CDLL(None).prctl(_ENDS_WITH_PARENT, signal.SIGKILL)
    if os.getppid() != parent:
        os._exit(1)


def _stand_where(order: bytes) -> None:
    """As if the desk had started it now: its surroundings, its folder, where modules are found."""
    told = json.loads(order)
    os.environ.clear()
    os.environ.update(told["environ"])
    time.tzset()
    with suppress(OSError):
        os.chdir(told["folder"])
    for place in reversed(os.environ.get("PYTHONPATH", "").split(os.pathsep)):
        if place and place not in sys.path:
            sys.path.insert(0, place)


if __name__ == "__main__":
    os._exit(main(int(sys.argv[1])))
