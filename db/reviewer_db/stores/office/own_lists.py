"""The bureau's own lists with their lines, and which lines may speak of an applicant."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.evidence.own_lists import ListHit, ListKind, ListRow, OwnList
from reviewer_db.stores.session import Session

_READ = (
    "SELECT id, kind, source, as_of, file_name, row_count, notes, imported_by, imported_at, replaced_by FROM own_lists"
)
_ROW = "r.number, r.unit_name, r.credit_code, r.written_code, r.listed_on, r.written_on, r.matter, r.document_number"
#: Two indexed searches instead of one OR, which SQLite would answer by reading every line.
_HITS = f"""
    SELECT l.id, l.kind, l.source, l.as_of, {_ROW}, r.name_key FROM (
        SELECT list_id, number FROM own_list_rows WHERE credit_code = :code AND credit_code <> ''
        UNION SELECT list_id, number FROM own_list_rows WHERE name_key = :name AND name_key <> ''
    ) h JOIN own_list_rows r ON r.list_id = h.list_id AND r.number = h.number JOIN own_lists l ON l.id = h.list_id
    WHERE l.replaced_by = 0 ORDER BY l.id, r.number"""
_CASES = """
    SELECT count(*) FROM (
        SELECT a.id FROM own_list_rows r JOIN applications a ON a.credit_code = r.credit_code
        WHERE r.list_id = :list AND r.credit_code <> '' AND a.season = :season
        UNION SELECT m.id FROM own_list_rows r
        JOIN case_marks m ON m.season = :season AND m.applicant_key = r.name_key
        WHERE r.list_id = :list AND r.name_key <> '')"""


class OwnLists:
    """Implements ports.OwnListStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._main, self._user, self._now = session.main, session.user, now

    def all(self) -> tuple[OwnList, ...]:
        """Every list, replaced ones too, the newest first."""
        return tuple(_list(row) for row in self._main.execute(f"{_READ} ORDER BY id DESC"))

    def same_content(self, kind: ListKind, source: str, as_of: date, rows: Sequence[ListRow]) -> OwnList | None:
        """The standing list that has just these lines, if there is one."""
        found = self._main.execute(
            f"{_READ} WHERE kind = ? AND source = ? AND as_of = ? AND digest = ? AND replaced_by = 0",
            (kind.value, source, as_of.isoformat(), _digest(rows)),
        ).fetchone()
        return _list(found) if found else None

    def add(
        self, kind: ListKind, source: str, as_of: date, file_name: str, rows: Sequence[ListRow], notes: Sequence[str]
    ) -> OwnList:
        """Keeps a list; the standing one of its kind and source is replaced by it and stays."""
        by, at = self._user().name, self._now()
        values = (kind.value, source, as_of.isoformat(), file_name, _digest(rows), len(rows))
        cursor = self._main.execute(
            "INSERT INTO own_lists VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (*values, json.dumps(list(notes), ensure_ascii=False), by, at.isoformat()),
        )
        made = int(cursor.lastrowid or 0)
        self._main.executemany(
            "INSERT INTO own_list_rows VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", ((made, *_columns(row)) for row in rows)
        )
        self._main.execute(
            "UPDATE own_lists SET replaced_by = ? WHERE kind = ? AND source = ? AND replaced_by = 0 AND id <> ?",
            (made, kind.value, source, made),
        )
        return OwnList(made, kind, source, as_of, file_name, len(rows), tuple(notes), by, at)

    def hits(self, credit_code: str, name_key: str) -> tuple[ListHit, ...]:
        """The lines of standing lists with this code or this name."""
        rows = self._main.execute(_HITS, {"code": credit_code, "name": name_key})
        return tuple(_hit(row, credit_code, name_key) for row in rows)

    def cases_hit(self, list_id: int, season: str) -> int:
        """How many cases of a season a list may speak of."""
        return int(self._main.execute(_CASES, {"list": list_id, "season": season}).fetchone()[0])


def _columns(row: ListRow) -> tuple[object, ...]:
    day = row.on.isoformat() if row.on else ""
    codes = (row.credit_code, row.written_code)
    return (row.number, row.unit_name, row.name_key, *codes, day, row.written_on, row.matter, row.document_number)


def _digest(rows: Sequence[ListRow]) -> str:
    said = hashlib.sha256()
    for row in rows:
        said.update(json.dumps(_columns(row)[1:], ensure_ascii=False).encode("utf-8", "surrogatepass"))
    return said.hexdigest()


def _list(row: Sequence[Any]) -> OwnList:
    list_id, kind, source, as_of, file_name, count, notes, by, at, replaced_by = row
    return OwnList(
        list_id,
        ListKind(kind),
        source,
        date.fromisoformat(as_of),
        file_name,
        count,
        tuple(json.loads(notes)),
        by,
        datetime.fromisoformat(at),
        replaced_by,
    )


def _hit(row: Sequence[Any], credit_code: str, name_key: str) -> ListHit:
    list_id, kind, source, as_of, number, unit_name, code, written_code, on, written_on, matter, document, key = row
    line = ListRow(
        number, unit_name, code, written_code, date.fromisoformat(on) if on else None, written_on, matter, document
    )
    day = date.fromisoformat(as_of)
    is_by_code, is_by_name = bool(code) and code == credit_code, bool(key) and key == name_key
    return ListHit(list_id, ListKind(kind), source, day, line, is_by_code, is_by_name)
