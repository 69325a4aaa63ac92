"""A large content lent to a child process: it asks for the parts it looks at, the rest never leaves the desk."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any, BinaryIO

#: What a child says when it wants a part: this, where it begins, how long it is.
ASK = b"?"
_WHERE, _HOW_LONG = 8, 4
QUESTION = _WHERE + _HOW_LONG
#: So much is asked for at once, so that small looks cost one question.
_AT_ONCE = 1 << 17
#: The two ends of the line to the desk, in a child that has one.
_line: list[tuple[BinaryIO, BinaryIO]] = []


class Lent:
    """A content as the desk hands it over: in the child it is a file that reads by asking."""

    def __init__(self, content: bytes) -> None:
        self.content = content

    def __reduce__(self) -> tuple[Callable[[int], io.BufferedReader], tuple[int]]:
        return borrowed, (len(self.content),)

    def part(self, question: bytes) -> bytes:
        """What a child asked for; nothing beyond the content."""
        where = int.from_bytes(question[:_WHERE], "big")
        return self.content[where : where + int.from_bytes(question[_WHERE:], "big")]


def connect(asking: BinaryIO, coming: BinaryIO) -> None:
    """Says in a child by which line it speaks to the desk."""
    _line[:] = [(asking, coming)]


def borrowed(size: int) -> io.BufferedReader:
    """The file that a child makes of a content lent to it."""
    return io.BufferedReader(_Borrowed(size), _AT_ONCE)


class _Borrowed(io.RawIOBase):
    """Reads by asking the desk."""

    def __init__(self, size: int) -> None:
        super().__init__()
        self._size, self._at = size, 0

    def readable(self) -> bool:
        """It can be read."""
        return True

    def seekable(self) -> bool:
        """It can be read anywhere."""
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Goes to a place."""
        base = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        self._at = max(0, base + offset)
        return self._at

    def readinto(self, buffer: Any) -> int:
        """Fills as much as there is from here on."""
        room = memoryview(buffer).cast("B")
        length = max(0, min(len(room), self._size - self._at))
        if length:
            ((asking, coming),) = _line
            asking.write(ASK + self._at.to_bytes(_WHERE, "big") + length.to_bytes(_HOW_LONG, "big"))
            asking.flush()
            part = coming.read(length)
            if len(part) != length:
                raise OSError("the desk has gone")
            room[:length] = part
            self._at += length
        return length
