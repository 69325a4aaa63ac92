"""The encrypted SQLite under the library: opening a file with its key, and naming what went wrong.

Everything else in this package asks here for a connection, so that no file is ever opened without its key.
"""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3
from sqlcipher3 import dbapi2

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import is_disk_full

if TYPE_CHECKING:
    from sqlite3 import Connection

# sqlite-utils looks for its SQLite under this name; without it, it would open the interpreter's own and not
# recognise the errors of ours. It has to stand before sqlite_utils is imported anywhere.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

DatabaseError: type[Exception] = dbapi2.Error
IntegrityError: type[Exception] = dbapi2.IntegrityError

#: Large pages and the hash that processors compute in hardware: reading a page costs half of the default.
PAGE_SIZE = 8192
_PAGE_CHECK = "HMAC_SHA256"
_CACHE_KIB = 16_000
_BUSY_SECONDS = 5.0
#: So many statements stay prepared. Once as many are, each further one takes the place of the last to come, so that
#: those of a loop put one another out and all are prepared anew each time; opening a desk alone takes nearly 400.
_STATEMENTS = 1_024
#: A large delivery makes the log beside the file large; afterwards it is cut to this.
_LOG_KEPT = 64 << 20

#: What SQLite's primary result codes mean for an officer; any other is a mistake of ours in a statement. The words are
#: those of SQLite itself: an error on copying a file carries no code.
_CODES = (
    (dbapi2.SQLITE_FULL, "database or disk is full", "library.disk_full"),
    (dbapi2.SQLITE_READONLY, "attempt to write a readonly database", "library.read_only"),
    (dbapi2.SQLITE_BUSY, "database is locked", "library.busy"),
    (dbapi2.SQLITE_CANTOPEN, "unable to open database file", "library.unreachable"),
    (dbapi2.SQLITE_IOERR, "disk I/O error", "library.unreachable"),
    (dbapi2.SQLITE_NOTADB, "file is not a database", "library.damaged"),
    (dbapi2.SQLITE_CORRUPT, "database disk image is malformed", "library.damaged"),
)
#: Where less than this is left, a failing write is a full disk, whatever SQLite calls it.
_NOTHING_LEFT = 1 << 20
#: More than a log grows by at once.
_TRIAL = 64 << 10
#: What a file takes to be opened, its log and the index of that, on a disk with smaller pieces than SQLite asks for.
_ROOM = 128 << 10
_ASKED_FOR = 4096


def connect(path: Path, key: bytes, *, cache_kib: int = _CACHE_KIB, makes: bool = False) -> Connection:
    """Opens one encrypted file; the connection belongs to the calling thread and commits by itself.

    Only with `makes` is a file made where there is none, or none of any length: whoever looks leaves nothing behind. A
    file that cannot be written is opened for reading.

    Raises TroubleError `library.damaged` when the file is not there, or cannot be read with its own key,
    `library.disk_full`.
    """
    if not makes and not _has_content(path):
        raise TroubleError("library.damaged", path=str(path), detail="missing")
    _require_files(path)
    is_read_only = path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK))
    if not is_read_only:
        require_room(path, _ROOM)
    try:
        connection: Connection = dbapi2.connect(
            _address_to_look(path) if is_read_only else str(path),
            uri=is_read_only,
            timeout=_BUSY_SECONDS,
            isolation_level=None,
            cached_statements=_STATEMENTS,
        )
    except dbapi2.Error as error:
        raise trouble_of(error, path) from error
    try:
        if is_read_only:
            _unlock(connection, key)
        else:
            _prepare(connection, key, cache_kib)
    except dbapi2.Error as error:
        connection.close()
        raise trouble_of(error, path) from error
    return connection


def _has_content(path: Path) -> bool:
    try:
        found = path.stat()
    except OSError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_size > 0


def _require_files(path: Path) -> None:
    """Raises TroubleError `library.damaged` for a pipe or device as file, log or journal: SQLite would wait for it."""
    for ending in ("", "-wal", "-journal", "-shm"):
        beside = path.with_name(path.name + ending)
        if beside.exists() and not beside.is_file() and not beside.is_dir():
            raise TroubleError("library.damaged", path=str(path), detail=f"{path.name}{ending} is no file")


def _address_to_look(path: Path) -> str:
    """A file that cannot be written, with what its log holds; without a log nobody writes it, none is looked for."""
    log = path.with_name(f"{path.name}-wal")
    has_log = log.exists() and log.stat().st_size > 0
    return f"{path.absolute().as_uri()}?mode=ro" + ("" if has_log else "&immutable=1")


def connect_still(path: Path, key: bytes) -> Connection:
    """Opens a file that nobody writes (one of a backup, on any kind of disk) for reading; nothing appears beside it.

    Raises TroubleError as `connect` does.
    """
    _require_files(path)
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    try:
        connection: Connection = dbapi2.connect(address, uri=True, isolation_level=None)
    except dbapi2.Error as error:
        raise trouble_of(error, path) from error
    try:
        _unlock(connection, key)
    except dbapi2.Error as error:
        connection.close()
        raise trouble_of(error, path) from error
    return connection


def in_memory() -> Connection:
    """An empty place of its own that is gone when it is closed; nothing of a library is ever laid there."""
    connection: Connection = dbapi2.connect(":memory:", isolation_level=None)
    return connection


def _unlock(connection: Connection, key: bytes) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA cipher_page_size = {PAGE_SIZE}")
    connection.execute(f"PRAGMA cipher_hmac_algorithm = {_PAGE_CHECK}")
    # The first read tells whether key and file belong together.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()


def _prepare(connection: Connection, key: bytes, cache_kib: int) -> None:
    _unlock(connection, key)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA journal_size_limit = {_LOG_KEPT}")
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")


def code_of(error: Exception, path: Path) -> str:
    """The code of a failing disk or file at `path`; empty for a mistake of ours in a statement."""
    result = int(getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
    said = str(error)
    code = next((code for known, words, code in _CODES if result == known or (not result and said == words)), "")
    # A file beside the database that cannot grow is only an input or output error to SQLite.
    return "library.disk_full" if code == "library.unreachable" and _is_full(path) else code


def trouble_of(error: Exception, path: Path) -> TroubleError:
    """What an error on opening a file means for an officer; what is not known is a damaged library, to be verified."""
    return TroubleError(code_of(error, path) or "library.damaged", path=str(path), detail=str(error))


def give_room_back(connection: Connection) -> None:
    """Makes the log beside a file small again: after a full disk it holds all the room that was left."""
    with suppress(dbapi2.Error):
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def lay_log_in(connection: Connection) -> None:
    """Brings into a file what its log holds: a power cut may have torn pages there that stand whole in the log."""
    with suppress(dbapi2.Error):
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()


def take_room_for_log(connection: Connection, path: Path) -> None:
    """Commits once without a change where that is needed for the index of the log to have all its room on the disk.

    SQLite writes that index as memory. Where a disk gives a file its room in pieces smaller than those SQLite asks it
    for, the first write into a piece on a disk that is full by then would end the program (SIGBUS), past any error.
    """
    if _small_pieces(path) is not None:
        connection.execute(f"PRAGMA user_version = {version_of(connection)}")


def require_room(path: Path, room: int) -> None:
    """Raises TroubleError `library.disk_full` where fewer bytes are left on a disk that gives room in small pieces."""
    free = _small_pieces(path)
    if free is not None and free < room:
        raise TroubleError("library.disk_full", path=str(path))


def _small_pieces(path: Path) -> int | None:
    """What is left on a disk whose pieces are smaller than those SQLite asks for; None on any other."""
    if sys.platform == "win32":
        return None
    try:
        disk = os.statvfs(path.parent)
    except OSError:
        return None
    return disk.f_bavail * disk.f_frsize if disk.f_blocks and disk.f_frsize < _ASKED_FOR else None


def _is_full(path: Path) -> bool:
    try:
        return shutil.disk_usage(path.parent).free < _NOTHING_LEFT or _takes_nothing(path.parent)
    except OSError:
        return False


def _takes_nothing(folder: Path) -> bool:
    """Whether a folder takes no more of this person, whose share of the disk is used up while others have room."""
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(_TRIAL))
            trial.flush()
            os.fsync(trial.fileno())
    except OSError as error:
        return is_disk_full(error)
    return False


def version_of(connection: Connection) -> int:
    """The schema version a file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
