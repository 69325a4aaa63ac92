"""The encrypted SQLite under the library: opening a file with its key, and naming what went wrong.

Everything else in this package asks here for a connection, so that no file is ever opened without its key.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import sqlcipher3
from sqlcipher3 import dbapi2

from reviewer_app.domain.errors import TroubleError

if TYPE_CHECKING:
    from sqlite3 import Connection

# sqlite-utils looks for its SQLite under this name; without it, it would open the interpreter's own and not
# recognise the errors of ours. It has to stand before sqlite_utils is imported anywhere.
sys.modules.setdefault("pysqlite3", sqlcipher3)
sys.modules.setdefault("pysqlite3.dbapi2", dbapi2)

DatabaseError: type[Exception] = dbapi2.Error
IntegrityError: type[Exception] = dbapi2.IntegrityError

#: Large pages and the hash that processors compute in hardware: reading a page costs half of the default.
_PAGE_SIZE = 8192
_PAGE_CHECK = "HMAC_SHA256"
_CACHE_KIB = 16_000
_BUSY_SECONDS = 5.0

_CODES = (
    ("disk is full", "library.disk_full"),
    ("readonly database", "library.read_only"),
    ("database is locked", "library.busy"),
    ("unable to open", "library.unreachable"),
    ("disk i/o error", "library.unreachable"),
    ("not a database", "library.damaged"),
    ("malformed", "library.damaged"),
)


def connect(path: Path, key: bytes, *, cache_kib: int = _CACHE_KIB) -> Connection:
    """Opens, or makes, one encrypted file; the connection belongs to the calling thread and commits by itself.

    Raises TroubleError `library.damaged` when the file cannot be read with its own key.
    """
    try:
        connection: Connection = dbapi2.connect(
            str(path), timeout=_BUSY_SECONDS, isolation_level=None, cached_statements=256
        )
    except dbapi2.Error as error:
        raise trouble_of(error, path) from error
    try:
        _prepare(connection, key, cache_kib)
    except dbapi2.Error as error:
        connection.close()
        raise trouble_of(error, path) from error
    return connection


def _prepare(connection: Connection, key: bytes, cache_kib: int) -> None:
    connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
    connection.execute(f"PRAGMA cipher_page_size = {_PAGE_SIZE}")
    connection.execute(f"PRAGMA cipher_hmac_algorithm = {_PAGE_CHECK}")
    # The first read tells whether key and file belong together.
    connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")
    connection.execute("PRAGMA temp_store = MEMORY")
    connection.execute(f"PRAGMA cache_size = -{cache_kib}")


def code_of(error: Exception) -> str:
    """The code of a failing disk or file; empty for a mistake of ours in a statement."""
    text = str(error).lower()
    return next((code for part, code in _CODES if part in text), "")


def trouble_of(error: Exception, path: Path) -> TroubleError:
    """What an error on opening a file means for an officer; what is not known is a damaged library, to be verified."""
    return TroubleError(code_of(error) or "library.damaged", path=str(path), detail=str(error))


def version_of(connection: Connection) -> int:
    """The schema version a file says it has."""
    return int(connection.execute("PRAGMA user_version").fetchone()[0])
