"""The lists, the sessions, the uses of the seal and the sealed papers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.dispatch.seals import (
    ListedPaper,
    ListWord,
    SaidOfList,
    ScanState,
    SealedPaper,
    SealList,
    SealSession,
    SealSetup,
    SealUse,
    SealWay,
    Strike,
)
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.backups import Series
from reviewer_db.stores.office.held_numbers import held_last
from reviewer_db.stores.session import IN_LIST, as_list

if TYPE_CHECKING:
    from sqlite3 import Connection

_SESSION = "id, list_id, way, opened_by, opened_at, closed_by, closed_at"
_USE = (
    "year, serial, day, session_id, list_id, register_id, application_id, batch_id, called, way, impressions, used_by, "
    "used_at, asked_by, approved_by, approved_sha256, sealed_sha256"
)
_PLACES = ", ".join("?" * len(_USE.split(", ")))
_READ_USE = (
    f"SELECT u.id, {', '.join(f'u.{column}' for column in _USE.split(', '))}, s.reason, s.struck_by, s.struck_at "
    "FROM seal_uses u LEFT JOIN seal_strikes s ON s.use_id = u.id"
)


class Seals:
    """Implements ports.SealStore."""

    def __init__(self, main: Connection, hold_to_record: Callable[[int], None]) -> None:
        self._main, self._hold_to_record = main, hold_to_record

    def ask(self, one: SealList) -> int:
        """Adds a list with its papers; the new id."""
        cursor = self._main.execute(
            "INSERT INTO seal_lists VALUES (NULL, ?, ?, ?, ?)",
            (one.season, one.batch_id or None, one.asked_by, one.asked_at.isoformat()),
        )
        list_id = int(cursor.lastrowid or 0)
        self._main.executemany(
            "INSERT INTO seal_list_papers VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            [
                (list_id, each.register_id, each.application_id or None, each.called, each.sha256, each.impressions)
                for each in one.papers
            ],
        )
        return list_id

    def say(self, list_id: int, word: SaidOfList) -> None:
        """Adds a word on a list."""
        said = (list_id, word.word.value, word.reason, word.by, word.at.isoformat(), int(word.is_self_approval))
        self._main.execute("INSERT INTO seal_list_words VALUES (NULL, ?, ?, ?, ?, ?, ?)", said)

    def lists(self, season: str) -> tuple[SealList, ...]:
        """The lists of a season, oldest first."""
        return self._lists("season = ?", season)

    def list_of(self, list_id: int) -> SealList:
        """One list; RefusalError `seal.unknown_list`."""
        found = self._lists("id = ?", list_id)
        if not found:
            raise RefusalError("seal.unknown_list")
        return found[0]

    def require_as_recorded(self, list_id: int) -> None:
        """Holds a list to the record before it opens the seal; TroubleError `library.not_as_recorded`."""
        self._hold_to_record(list_id)

    def open_session(self, session: SealSession) -> int:
        """Adds a session; the new id."""
        cursor = self._main.execute(
            "INSERT INTO seal_sessions VALUES (NULL, ?, ?, ?, ?, '', '')",
            (session.list_id, session.way.value, session.opened_by, session.opened_at.isoformat()),
        )
        return int(cursor.lastrowid or 0)

    def close_session(self, session_id: int, by: str, at: datetime) -> None:
        """Ends a session."""
        self._main.execute(
            "UPDATE seal_sessions SET closed_by = ?, closed_at = ? WHERE id = ?", (by, at.isoformat(), session_id)
        )

    def sessions(self, list_id: int) -> tuple[SealSession, ...]:
        """The sessions on a list, oldest first."""
        return self._sessions("list_id = ?", list_id)

    def open_sessions(self) -> tuple[SealSession, ...]:
        """The sessions in which the seal may be used now."""
        return self._sessions("closed_at = ''")

    def use(self, use: SealUse) -> int:
        """Adds a use; the new id."""
        cursor = self._main.execute(
            f"INSERT INTO seal_uses (id, {_USE}) VALUES (NULL, {_PLACES})",
            (
                use.year,
                use.serial,
                use.day.isoformat(),
                use.session_id,
                use.list_id,
                use.register_id,
                use.application_id or None,
                use.batch_id or None,
                use.called,
                use.way.value,
                use.impressions,
                use.used_by,
                use.used_at.isoformat(),
                use.asked_by,
                use.approved_by,
                use.approved_sha256,
                use.sealed_sha256,
            ),
        )
        return int(cursor.lastrowid or 0)

    def strike(self, use: SealUse, strike: Strike) -> None:
        """Strikes a use out; its line stays."""
        said = (use.id, use.application_id or None, strike.reason, strike.by, strike.at.isoformat())
        self._main.execute("INSERT INTO seal_strikes VALUES (?, ?, ?, ?, ?)", said)

    def uses(self, year: int | None = None) -> tuple[SealUse, ...]:
        """The uses of a year, or all, in the order of their numbers."""
        condition, values = ("WHERE u.year = ?", (year,)) if year is not None else ("", ())
        return _uses(self._main.execute(f"{_READ_USE} {condition} ORDER BY u.year, u.serial", values))

    def uses_of(self, register_ids: Sequence[int]) -> tuple[SealUse, ...]:
        """The uses on some papers, those struck out among them, oldest first."""
        condition = f"WHERE u.register_id {IN_LIST} ORDER BY u.id"
        return _uses(self._main.execute(f"{_READ_USE} {condition}", (as_list(register_ids),)))

    def use_of(self, use_id: int) -> SealUse:
        """One use; RefusalError `seal.unknown_use`."""
        found = _uses(self._main.execute(f"{_READ_USE} WHERE u.id = ?", (use_id,)))
        if not found:
            raise RefusalError("seal.unknown_use")
        return found[0]

    def last_serial(self, year: int) -> int:
        """The last number given in a year."""
        row = self._main.execute("SELECT max(serial) FROM seal_uses WHERE year = ?", (year,)).fetchone()
        return max(int(row[0] or 0), held_last(self._main, Series.SEAL, str(year)))

    def add_scan(self, paper: SealedPaper) -> int:
        """Adds the scan of a sealed paper, or another word on it; the new id."""
        cursor = self._main.execute(
            "INSERT INTO sealed_papers SELECT NULL, id, application_id, ?, ?, ?, ?, ?, ?, ?, ? "
            "FROM seal_uses WHERE id = ?",
            (
                paper.sha256,
                paper.page,
                *map(_hundredths, (paper.x, paper.y, paper.diameter)),
                paper.state.value,
                paper.by,
                paper.at.isoformat(),
                paper.use_id,
            ),
        )
        return int(cursor.lastrowid or 0)

    def scans(self, use_ids: Sequence[int]) -> dict[int, SealedPaper]:
        """The scan that counts for each of some uses."""
        rows = self._main.execute(
            "SELECT use_id, sha256, page, mark_x, mark_y, mark_diameter, state, said_by, said_at, id "
            f"FROM sealed_papers WHERE use_id {IN_LIST} ORDER BY id",
            (as_list(use_ids),),
        )
        return {
            row[0]: SealedPaper(
                row[0],
                row[1],
                row[2],
                _mm(row[3]),
                _mm(row[4]),
                _mm(row[5]),
                ScanState(row[6]),
                row[7],
                datetime.fromisoformat(row[8]),
                row[9],
            )
            for row in rows
        }

    def set_up(self, setup: SealSetup) -> None:
        """Keeps what was set up; what was before stays as a line."""
        self._main.execute(
            "INSERT INTO seal_setups VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                setup.image_sha256,
                setup.image_name,
                round(setup.diameter * 10),
                setup.key_file,
                setup.module,
                setup.token,
                setup.label,
                setup.authority,
                setup.after_signing,
                setup.set_by,
                setup.set_at.isoformat() if setup.set_at else "",
            ),
        )

    def setup(self) -> SealSetup:
        """What is set up now."""
        row = self._main.execute(
            "SELECT image_sha256, image_name, diameter, key_file, module, token, label, authority, after_signing, "
            "set_by, set_at FROM seal_setups ORDER BY id DESC LIMIT 1"
        ).fetchone()
        if row is None:
            return SealSetup()
        sha256, name, diameter, key_file, module, token, label, authority, after, by, at = row
        moment = datetime.fromisoformat(at) if at else None
        return SealSetup(sha256, name, diameter / 10, key_file, module, token, label, authority, after, by, moment)

    def _lists(self, condition: str, value: object) -> tuple[SealList, ...]:
        rows = self._main.execute(
            "SELECT id, season, coalesce(batch_id, 0), asked_by, asked_at "
            f"FROM seal_lists WHERE {condition} ORDER BY id",
            (value,),
        ).fetchall()
        ids = [row[0] for row in rows]
        papers, words = (self._papers(ids), self._words(ids)) if ids else ({}, {})
        return tuple(
            SealList(
                season,
                batch,
                by,
                datetime.fromisoformat(at),
                tuple(papers.get(list_id, ())),
                tuple(words.get(list_id, ())),
                list_id,
            )
            for list_id, season, batch, by, at in rows
        )

    def _papers(self, ids: Sequence[int]) -> dict[int, list[ListedPaper]]:
        found: dict[int, list[ListedPaper]] = {}
        rows = self._main.execute(
            "SELECT list_id, register_id, coalesce(application_id, 0), called, sha256, impressions, id "
            f"FROM seal_list_papers WHERE list_id {IN_LIST} ORDER BY id",
            (as_list(ids),),
        )
        for list_id, *rest in rows:
            found.setdefault(list_id, []).append(ListedPaper(*rest))
        return found

    def _words(self, ids: Sequence[int]) -> dict[int, list[SaidOfList]]:
        found: dict[int, list[SaidOfList]] = {}
        rows = self._main.execute(
            "SELECT list_id, word, reason, said_by, said_at, is_self_approval "
            f"FROM seal_list_words WHERE list_id {IN_LIST} ORDER BY id",
            (as_list(ids),),
        )
        for list_id, word, reason, by, at, is_own in rows:
            said = SaidOfList(ListWord(word), reason, by, datetime.fromisoformat(at), bool(is_own))
            found.setdefault(list_id, []).append(said)
        return found

    def _sessions(self, condition: str, *values: object) -> tuple[SealSession, ...]:
        rows = self._main.execute(f"SELECT {_SESSION} FROM seal_sessions WHERE {condition} ORDER BY id", values)
        return tuple(
            SealSession(
                list_id,
                SealWay(way),
                by,
                datetime.fromisoformat(at),
                closed_by,
                datetime.fromisoformat(closed_at) if closed_at else None,
                session_id,
            )
            for session_id, list_id, way, by, at, closed_by, closed_at in rows
        )


def _hundredths(mm: float | None) -> int | None:
    return None if mm is None else round(mm * 100)


def _mm(hundredths: int | None) -> float | None:
    return None if hundredths is None else hundredths / 100


def _uses(rows: Iterable[tuple[Any, ...]]) -> tuple[SealUse, ...]:
    return tuple(map(_use, rows))


def _use(row: tuple[Any, ...]) -> SealUse:
    use_id, year, serial, day, session, listed, register, case, batch, called, way, impressions, *said = row
    used_by, used_at, asked_by, approved_by, approved, sealed, reason, struck_by, struck_at = said
    strike = Strike(reason, struck_by, datetime.fromisoformat(struck_at)) if struck_at else None
    return SealUse(
        year,
        serial,
        date.fromisoformat(day),
        session,
        listed,
        register,
        case or 0,
        batch or 0,
        called,
        SealWay(way),
        impressions,
        used_by,
        datetime.fromisoformat(used_at),
        asked_by,
        approved_by,
        approved,
        sealed,
        strike,
        use_id,
    )
