"""The first page of a file, torn by a power cut while the log was laid in: given back from the log, which has it whole.

SQLite reads every other page from the log by itself; the first one, by which key and file are known to belong
together, the cipher checks before it looks into the log. Sources: the SQLite file format, section 4 (write-ahead log);
SQLCipher's design, page hash (HMAC of page and page number under a key of two rounds from key and salt).
"""

from __future__ import annotations

import hashlib
import hmac
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from reviewer_app import logbook
from reviewer_app.durable import lay_in
from reviewer_db.sqlite.engine import PAGE_SIZE

_LOG_HEAD, _FRAME_HEAD = 32, 24
#: The second and third words of a log this program writes.
_MAGICS = {0x377F0682: "<", 0x377F0683: ">"}
_SALT, _HASH, _ROUNDS, _MASK = 16, 32, 2, 0x3A
_WORD = 0xFFFFFFFF

_Sums = tuple[int, int]


def give_back(path: Path, key: bytes) -> bool:
    """Writes a torn first page anew when the log beside the file holds it whole and committed, under this very key.

    Says whether it did; the caller holds the library. OSError as the system does.
    """
    log = path.with_name(f"{path.name}-wal")
    with path.open("rb") as file:
        is_whole = _is_ours(file.read(PAGE_SIZE), key)
    if is_whole or not log.is_file():
        return False
    with log.open("rb") as file:
        page = _last_committed(file)
    if page is None or not _is_ours(page, key):
        return False
    lay_in(path, 0, page)
    logbook.note("first-page-given-back", file=path.name)
    return True


def _is_ours(page: bytes, key: bytes) -> bool:
    """Whether a page was written whole under a key, as the cipher itself tells."""
    if len(page) != PAGE_SIZE:
        return False
    masked = bytes(byte ^ _MASK for byte in page[:_SALT])
    hashing = hashlib.pbkdf2_hmac("sha512", key, masked, _ROUNDS, 32)
    due = hmac.digest(hashing, page[_SALT:-_HASH] + struct.pack("<I", 1), "sha256")
    return hmac.compare_digest(due, page[-_HASH:])


def _last_committed(log: BinaryIO) -> bytes | None:
    """The first page as the last whole transaction in the log left it."""
    found = waiting = None
    for number, is_commit, page in _frames(log):
        if number == 1:
            waiting = page
        if is_commit:
            found = waiting
    return found


def _frames(log: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    """The frames of the log up to the first that does not belong to it: page number, end of a transaction, page."""
    head = log.read(_LOG_HEAD)
    if len(head) < _LOG_HEAD:
        return
    magic, _version, size, _sequence = struct.unpack(">4I", head[:16])
    order = _MAGICS.get(magic)
    if order is None or size != PAGE_SIZE:
        return
    sums = _summed(order, head[:24], (0, 0))
    if sums != struct.unpack(">2I", head[24:]):
        return
    while len(frame := log.read(_FRAME_HEAD)) == _FRAME_HEAD and len(page := log.read(PAGE_SIZE)) == PAGE_SIZE:
        sums = _summed(order, page, _summed(order, frame[:8], sums))
        if frame[8:16] != head[16:24] or sums != struct.unpack(">2I", frame[16:]):
            return
        number, pages_after = struct.unpack(">2I", frame[:8])
        yield number, pages_after > 0, page


def _summed(order: str, content: bytes, sums: _Sums) -> _Sums:
    first, second = sums
    words = struct.unpack(f"{order}{len(content) // 4}I", content)
    for left, right in zip(words[::2], words[1::2], strict=True):
        first = (first + left + second) & _WORD
        second = (second + right + first) & _WORD
    return first, second
