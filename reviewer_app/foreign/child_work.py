"""What the child process does: hold itself to its limits, do the work it is handed, answer with plain values."""

from __future__ import annotations

import gc
import importlib
import os
import pickle
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.foreign.lending import connect
from reviewer_app.foreign.limits import Held, hold_to
from reviewer_app.foreign.plain_values import packed
from reviewer_app.foreign.stopping import handing_over, telling

#: The argument by which the packed program knows that it is to read one file of others and nothing else.
CHILD = "--read-foreign-file"
#: Said once the child is about to look at the file: from here its time counts.
READY = b"!"
#: Before a count: two numbers, so many rows of so many; as many times as there are rows to be told of.
COUNT = b"#"
COUNT_BYTES = 4
_MOST_COUNTED = (1 << 8 * COUNT_BYTES) - 1
#: Before some rows handed over ahead of the answer: the length of the piece, the piece.
PIECE = b"P"
#: What an answer begins with.
DONE, REFUSED, TROUBLED, OUT_OF_MEMORY, FAULTY = b"D", b"R", b"T", b"M", b"F"
#: What no reading of a file needs: other programs and the network.
_FORBIDDEN = (
    "subprocess.", "os.system", "os.exec", "os.posix_spawn", "os.spawn", "os.fork", "os.startfile",
    "socket.getaddrinfo", "socket.gethostby", "socket.sendto",
)  # fmt: skip
#: An event loop talks to itself by these where a system has no better way.
_LOOPBACK = ("127.0.0.1", "::1")


def serve(held: Held | None = None) -> int:
    """Takes one piece of work from standard input, as the desk hands it over, and answers on standard output.

    What was `held` when it began does not count against its limits.
    """
    line = _private_output()
    # Only the desk itself speaks here; what comes back to it is never unpickled.
    connect(line, sys.stdin.buffer)
    work, takes_rows = pickle.load(sys.stdin.buffer)
    function = named(work)
    arguments, limits = pickle.load(sys.stdin.buffer)
    hold_to(limits, held)
    # It ends before there is anything worth collecting.
    gc.disable()
    sys.addaudithook(_stay_alone)
    with line:
        line.write(READY)
        line.flush()
        with ExitStack() as within:
            within.enter_context(telling(lambda done, total: _tell(line, done, total)))
            if takes_rows:
                within.enter_context(handing_over(lambda rows: _hand_over(line, rows)))
            answer = _answer(function, arguments)
        line.write(answer)
    return 0


def _hand_over(line: BinaryIO, rows: Sequence[object]) -> None:
    piece = packed(rows)
    line.write(PIECE + len(piece).to_bytes(COUNT_BYTES, "big"))
    line.write(piece)
    line.flush()


def _tell(line: BinaryIO, done: int, total: int) -> None:
    numbers = (min(number, _MOST_COUNTED).to_bytes(COUNT_BYTES, "big") for number in (done, total))
    line.write(COUNT + b"".join(numbers))
    line.flush()


def named(work: str) -> Callable[..., Any]:
    """The function or method of `package.module:name`; a method's object is made without arguments."""
    module, _, names = work.partition(":")
    found: Any = importlib.import_module(module)
    for name in names.split("."):
        found = getattr(found() if isinstance(found, type) else found, name)
    function: Callable[..., Any] = found
    return function


def _answer(function: Callable[..., Any], arguments: tuple[Any, ...]) -> bytes:
    try:
        return DONE + packed(function(*arguments))
    except OfficeError as error:
        values = {key: str(value) for key, value in error.values.items()}
        return (REFUSED if isinstance(error, RefusalError) else TROUBLED) + packed([error.code, values])
    except MemoryError:
        return OUT_OF_MEMORY
    except Exception as error:
        return FAULTY + packed(type(error).__name__)


def _private_output() -> BinaryIO:
    """Standard output for the answer alone: whatever a library prints goes nowhere."""
    line = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return line


def _stay_alone(event: str, values: tuple[Any, ...]) -> None:
    is_outward = event == "socket.connect" and isinstance(values[1], tuple) and values[1][0] not in _LOOPBACK
    if is_outward or event.startswith(_FORBIDDEN):
        raise PermissionError(f"a file of others asked for {event}")
