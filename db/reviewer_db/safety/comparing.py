"""What putting a backup in place would change: the entries only one of the two states has, and the numbers spent."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.numbers import CODE_SETTINGS
from reviewer_app.services.ports.backups import RecordSpan, RestorePreview, Series, SpentNumber, TouchedCase
from reviewer_app.services.ports.records import BackupInfo
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import shelf
from reviewer_db.sqlite import engine
from reviewer_db.stores.office.held_numbers import held_in

if TYPE_CHECKING:
    from sqlite3 import Connection

Last = Mapping[tuple[Series, str, str], int]


def compare(folder: LibraryFolder, backup: Path, master: bytes, former: bytes, today: date) -> RestorePreview:
    """Lays a backup, with the master key of its time, beside the library it would replace; neither is changed.

    Raises RefusalError `restoring.other_library` when the backup is of another library, TroubleError
    `library.backup_damaged`.
    """
    shelf.require_whole(backup)
    info = shelf.info_of(backup)
    if info is None:
        raise TroubleError("library.backup_damaged", path=str(backup), files=shelf.LIST)
    key = file_key(master, "main")
    with closing(_opened_backup(backup, file_key(former, "main"))) as other:
        try:
            with closing(engine.connect(folder.main, key)) as own:
                return _compared(info, own, other)
        except Exception:
            # Whatever hinders reading it: what cannot be read is asked for.
            before = {**dict.fromkeys(_series_since(other, info.made_at.date(), today), 0), **_last_numbers(other)}
            numbers = tuple(SpentNumber(*series, last, last) for series, last in sorted(before.items()))
            return RestorePreview(info, False, RecordSpan(), RecordSpan(), numbers)


def _opened_backup(backup: Path, key: bytes) -> Connection:
    try:
        return engine.connect_still(LibraryFolder(backup).main, key)
    except TroubleError as trouble:
        # Its hashes are as they were written: it is the key that does not fit.
        raise RefusalError("restoring.other_library", path=str(backup)) from trouble


def _compared(info: BackupInfo, own: Connection, other: Connection) -> RestorePreview:
    fork = last_in_common(own, other)
    before, now = _last_numbers(other), _last_numbers(own)
    spent = (
        SpentNumber(*series, before.get(series, 0), last)
        for series, last in sorted(now.items())
        if last > before.get(series, 0)
    )
    return RestorePreview(info, True, _span(own, fork, other), _span(other, fork, own), tuple(spent))


def last_in_common(own: Connection, other: Connection) -> int:
    """The last entry that both records have; each hash vouches for all before it, so the place is found by halving."""
    low, high = 0, min(_length(own), _length(other))
    while low < high:
        middle = (low + high + 1) // 2
        if _hash_at(own, middle) == _hash_at(other, middle):
            low = middle
        else:
            high = middle - 1
    return low


def _length(connection: Connection) -> int:
    return int(connection.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])


def _hash_at(connection: Connection, entry: int) -> bytes | None:
    row = connection.execute("SELECT hash FROM events WHERE id = ?", (entry,)).fetchone()
    return bytes(row[0]) if row else None


def _span(of: Connection, after: int, beside: Connection) -> RecordSpan:
    rows = of.execute("SELECT at, application_id FROM events WHERE id > ? ORDER BY id", (after,)).fetchall()
    days = sorted({date.fromisoformat(at[:10]) for at, _ in rows})
    acts = Counter(case for _, case in rows if case is not None)
    return RecordSpan(len(rows), tuple(days), tuple(_touched(of, beside, acts)))


def _touched(of: Connection, beside: Connection, acts: Counter[int]) -> Iterator[TouchedCase]:
    one = "SELECT intake_number, project_name FROM applications WHERE id = ?"
    for case, count in sorted(acts.items()):
        row = of.execute(one, (case,)).fetchone()
        if row is not None:
            yield TouchedCase(row[0], row[1], count, beside.execute(one, (case,)).fetchone() is None)


def _series_since(backup: Connection, made: date, today: date) -> Iterator[tuple[Series, str, str]]:
    """The series that may have begun after a backup was made: of each year since, and of each season there can be.

    A season may be begun the year before. Neither clock is sure, so that the years count from the earlier to the later.
    """
    first, last = sorted((made.year, today.year))
    for year in map(str, range(first, last + 1)):
        yield Series.INCOMING, year, ""
        yield Series.SEAL, year, ""
        for kind in CODE_SETTINGS:
            yield Series.OUTGOING, year, kind.value
    known = {str(row[0]) for row in backup.execute("SELECT season FROM seasons")}
    for season in sorted(known | set(map(str, range(first, last + 2)))):
        yield Series.INTAKE, season, ""
        yield Series.BATCH, season, ""


def _last_numbers(connection: Connection) -> dict[tuple[Series, str, str], int]:
    found: dict[tuple[Series, str, str], int] = {}

    def note(series: Series, of: object, kind: str, last: int) -> None:
        place = (series, str(of), kind)
        if last:
            found[place] = max(last, found.get(place, 0))

    for season, last in connection.execute("SELECT season, last FROM numbers"):
        note(Series.INTAKE, season, "", last)
    for season, last in connection.execute("SELECT season, max(number) FROM batches GROUP BY season"):
        note(Series.BATCH, season, "", last)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'register'").fetchone():
        rows = connection.execute("SELECT direction, kind, year, max(serial) FROM register GROUP BY 1, 2, 3")
        for direction, kind, year, last in rows:
            # Incoming papers of every kind are one series.
            note(Series(direction), year, kind if direction == Series.OUTGOING else "", last)
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'seal_uses'").fetchone():
        for year, last in connection.execute("SELECT year, max(serial) FROM seal_uses GROUP BY year"):
            note(Series.SEAL, year, "", last)
    for held in held_in(connection):
        note(held.series, held.of, held.kind, held.last)
    return found
