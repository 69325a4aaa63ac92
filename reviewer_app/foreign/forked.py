"""The desk's end of the fork server: asks it for children, and does without where it is not there or does not answer.

The first few files of a run are read by processes started for them; only where more come is the server worth its start.
"""

from __future__ import annotations

import atexit
import json
import os
import select
import signal
import subprocess
import sys
import threading
from contextlib import ExitStack, suppress
from pathlib import Path
from socket import AF_UNIX, SOCK_SEQPACKET, recv_fds, send_fds, socket, socketpair
from typing import IO

from reviewer_app.foreign.fork_server import LONGEST_ORDER, NUMBER_BYTES, READY

#: So many children are started for themselves before the server is.
_FIRST = 2
#: A server that has not split a child off after so many seconds is not waited for.
_PATIENCE = 10.0
#: Where it failed so often one after the other, this machine does not let it work.
_FAILURES = 3
SERVER = "reviewer_app.foreign.fork_server"


#: The seconds of the processor that each child has had.
_spent: list[float] = []


def seconds_spent() -> float:
    """Seconds of the processor that the children of the server have had; the system counts them for the server."""
    return sum(_spent)


class ForkedChild:
    """A child of the fork server, as far as the desk has to do with it; `subprocess.Popen` has the same."""

    def __init__(self, sending: IO[bytes], coming: IO[bytes], told: socket, mark: int) -> None:
        self.stdin, self.stdout = sending, coming
        self.returncode: int | None = None
        self._told, self._mark = told, mark
        self._lock = threading.Lock()

    def kill(self) -> None:
        """Ends it at once; one that has ended is left alone."""
        with self._lock, suppress(OSError):
            if self._mark >= 0:
                signal.pidfd_send_signal(self._mark, signal.SIGKILL)

    def wait(self) -> int:
        """How it ended, once it has; a signal is a negative number."""
        if self.returncode is None:
            try:
                said = self._told.recv(2 * NUMBER_BYTES)
            except OSError:
                said = b""
            code, spent = (int.from_bytes(said[at:][:NUMBER_BYTES], "big", signed=True) for at in (0, NUMBER_BYTES))
            # Without a word the server is gone, and its children with it.
            self.returncode = code if said else -signal.SIGKILL
            with self._lock:
                _spent.append(spent / 1e3)
                os.close(self._mark)
                self._mark = -1
            self._told.close()
        return self.returncode


class _Server:
    """The server of this program, if there is one."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._line: socket | None = None
        self._is_ready = False
        self._program, self._owner, self._asked, self._failed = "", 0, 0, 0

    def get_ready(self) -> None:
        """Starts the server before any child is asked of it: whoever waits for a PIN knows that some will be."""
        if self._works_here():
            with self._lock:
                self._forget_parent()
                self._asked = max(self._asked, _FIRST)
                self._ready_line()

    def _forget_parent(self) -> None:
        """A process split from the desk has no server of its own yet, and none of its parent's."""
        if self._owner != os.getpid():
            self._process = self._line = None
            self._owner, self._asked = os.getpid(), 0

    def _works_here(self) -> bool:
        return sys.platform == "linux" and not getattr(sys, "frozen", False) and self._failed < _FAILURES

    def child(self) -> ForkedChild | None:
        """A child that waits for its work; None where one has to be started otherwise."""
        if not self._works_here():
            return None
        with self._lock:
            line = self._ready_line()
        if line is None:
            return None
        try:
            child = _Order()
        except OSError:
            # The desk itself has too much open; it is not the server's fault.
            return None
        try:
            born = child.given_to(line)
        except (OSError, ValueError):
            # It is gone, as it goes when it has nothing to do, or stuck; whoever comes next finds another.
            self._failed += 1
            self.end(line)
            return None
        self._failed = 0
        return born

    def _ready_line(self) -> socket | None:
        """The socket of a server that can be asked now; starts one where it is worth it."""
        self._forget_parent()
        if self._line is None:
            self._asked += 1
            if self._asked > _FIRST:
                self._start()
            return None
        if self._program != sys.executable:
            return None
        if not self._is_ready and select.select([self._line], [], [], 0)[0]:
            self._is_ready = self._line.recv(len(READY)) == READY
            if not self._is_ready:
                self._failed += 1
                self._close()
        return self._line if self._is_ready else None

    def _start(self) -> None:
        ours, theirs = socketpair(AF_UNIX, SOCK_SEQPACKET)
        with theirs:
            try:
                self._process = subprocess.Popen(
                    [sys.executable, "-P", "-m", SERVER, str(theirs.fileno())],
                    stdin=subprocess.DEVNULL,
                    stdout=subprocess.DEVNULL,
                    stderr=subprocess.DEVNULL,
                    pass_fds=[theirs.fileno()],
                )
            except (OSError, MemoryError):
                ours.close()
                return
        self._line, self._program, self._is_ready = ours, sys.executable, False

    def end(self, line: socket | None = None) -> None:
        """Lets the server go, or only the one with this socket."""
        with self._lock:
            if self._owner == os.getpid() and line in (None, self._line):
                self._close()
            if line is None:
                self._failed = 0

    def _close(self) -> None:
        if self._line is not None:
            self._line.close()
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        self._line = self._process = None


class _Order:
    """One child that is asked for: the ends of its lines, ours and its own. Raises OSError where none can be made."""

    def __init__(self) -> None:
        with ExitStack() as unless_made:
            self._told, self._telling = socketpair(AF_UNIX, SOCK_SEQPACKET)
            unless_made.callback(self._told.close)
            unless_made.callback(self._telling.close)
            self._reads, writes = os.pipe()
            unless_made.callback(os.close, self._reads)
            self._sending = os.fdopen(writes, "wb")
            unless_made.callback(self._sending.close)
            reads, self._writes = os.pipe()
            self._coming = os.fdopen(reads, "rb")
            unless_made.pop_all()

    def given_to(self, line: socket) -> ForkedChild:
        """The child the server has split off. Raises OSError, ValueError when none comes."""
        with ExitStack() as unless_born:
            for ours in (self._told, self._sending, self._coming):
                unless_born.callback(ours.close)
            try:
                send_fds(line, [_surroundings()], [self._reads, self._writes, self._telling.fileno()])
            finally:
                os.close(self._reads)
                os.close(self._writes)
                self._telling.close()
            self._told.settimeout(_PATIENCE)
            said, marks, _, _ = recv_fds(self._told, NUMBER_BYTES, 1)
            if not said or not marks:
                raise ValueError("no child came")
            self._told.settimeout(None)
            unless_born.pop_all()
            return ForkedChild(self._sending, self._coming, self._told, marks[0])


def _surroundings() -> bytes:
    """What a process started here and now would be told. Raises ValueError when it is too much."""
    try:
        folder = str(Path.cwd())
    except OSError:
        folder = ""
    told = json.dumps({"environ": dict(os.environ), "folder": folder}).encode()
    if len(told) > LONGEST_ORDER:
        raise ValueError(len(told))
    return told


_server = _Server()
forked_child = _server.child
get_ready = _server.get_ready
end_server = _server.end
atexit.register(end_server)
