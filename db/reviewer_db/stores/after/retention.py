"""Holds and destruction lists, and what carries a destruction out in both files of the library."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.retention.destruction import DestructionLine, DestructionList, Hold, LineEnd
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.domain.seasons.settings import NOTICE_FILE
from reviewer_db.stores.session import IN_LIST, Session, as_list

_LIST = (
    "id, year, serial, season, depth, reason, proposed_by, proposed_at, signed_by, signed_at, called_off_by, "
    "called_off_at, called_off_reason"
)
_LINE = (
    "application_id, intake_number, project_name, applicant, rule, ended_on, due_on, goes, fingerprint, line_end, why"
)
#: The cases whose files were destroyed: their papers' contents are named, and no longer there.
FILES_GONE = "SELECT application_id FROM destruction_lines WHERE line_end = 'done' AND depth = 'files'"
#: Every table and column that names a content, asked of the file itself: a table of a later step is among them.
_NAMING = """SELECT m.name, p.name, EXISTS (SELECT 1 FROM pragma_table_info(m.name) WHERE name = 'application_id')
    FROM sqlite_master m JOIN pragma_table_info(m.name) p
    WHERE m.type = 'table' AND p.name LIKE '%sha256' AND m.name <> 'destroyed_contents'"""


class Retention:
    """Implements ports.RetentionStore."""

    def __init__(self, session: Session) -> None:
        self._session, self._main = session, session.main

    def holds_of_some(self, ids: Sequence[int]) -> dict[int, tuple[Hold, ...]]:
        """Every line of the holds of some cases, oldest first."""
        rows = self._main.execute(
            "SELECT id, application_id, reason, held_by, held_at, lifts FROM destruction_holds "
            f"WHERE application_id {IN_LIST} ORDER BY id",
            (as_list(ids),),
        )
        found: dict[int, tuple[Hold, ...]] = {}
        for number, case, reason, by, at, lifts in rows.fetchall():
            line = Hold(case, reason, by, datetime.fromisoformat(at), lifts or 0, number)
            found[case] = (*found.get(case, ()), line)
        return found

    def add_hold(self, hold: Hold) -> int:
        """Adds a line; its id."""
        said = (hold.application_id, hold.reason, hold.by, hold.at.isoformat(), hold.lifts or None)
        return int(
            self._main.execute("INSERT INTO destruction_holds VALUES (NULL, ?, ?, ?, ?, ?)", said).lastrowid or 0
        )

    def lists(self) -> tuple[DestructionList, ...]:
        """Every destruction list with its lines, the newest first."""
        rows = self._main.execute(f"SELECT {_LIST} FROM destruction_lists ORDER BY id DESC").fetchall()
        return tuple(self._list(row) for row in rows)

    def get(self, list_id: int) -> DestructionList:
        """One list; RefusalError `retention.unknown_list`."""
        row = self._main.execute(f"SELECT {_LIST} FROM destruction_lists WHERE id = ?", (list_id,)).fetchone()
        if row is None:
            raise RefusalError("retention.unknown_list")
        return self._list(row)

    def add_list(self, made: DestructionList) -> int:
        """Keeps a proposed list with its lines; its id."""
        said = (
            *(made.year, made.serial, made.season, made.depth.value, made.reason),
            *(made.proposed_by, made.proposed_at.isoformat()),
        )
        cursor = self._main.execute(
            f"INSERT INTO destruction_lists VALUES (NULL{', ?' * len(said)}, '', NULL, '', NULL, '')", said
        )
        number = int(cursor.lastrowid or 0)
        self._main.executemany(
            f"INSERT INTO destruction_lines VALUES (?{', ?' * 13})",
            [
                (
                    *(number, place, one.application_id, made.depth.value, one.intake_number, one.project_name),
                    *(one.applicant, one.rule, one.ended_on.isoformat(), one.due_on.isoformat(), one.goes),
                    *(one.fingerprint, one.end.value, one.why),
                )
                for place, one in enumerate(made.lines, start=1)
            ],
        )
        return number

    def close(self, closed: DestructionList) -> None:
        """Writes the second signature, or that it was called off; with what became of each line."""
        self._main.execute(
            "UPDATE destruction_lists SET (signed_by, signed_at, called_off_by, called_off_at, called_off_reason) = "
            "(?, ?, ?, ?, ?) WHERE id = ?",
            (
                *(closed.signed_by, _text(closed.signed_at), closed.called_off_by, _text(closed.called_off_at)),
                *(closed.called_off_reason, closed.id),
            ),
        )
        self._main.executemany(
            "UPDATE destruction_lines SET line_end = ?, why = ? WHERE list_id = ? AND application_id = ?",
            [
                (one.end.value, one.why, closed.id, one.application_id)
                for one in closed.lines
                if one.end is not LineEnd.WAITING
            ],
        )

    def gone_of_some(self, ids: Sequence[int]) -> dict[int, Depth]:
        """How deep the papers of cases were destroyed; those of which nothing was are not in it."""
        rows = self._main.execute(
            f"SELECT application_id, depth FROM destruction_lines WHERE line_end = 'done' AND application_id {IN_LIST}",
            (as_list(ids),),
        )
        order = list(Depth)
        found: dict[int, Depth] = {}
        for case, depth in rows.fetchall():
            found[case] = max(found.get(case, Depth.WORKING), Depth(depth), key=order.index)
        return found

    def counts_of(self, application_id: int, depth: Depth) -> Mapping[str, int]:
        """What a destruction of this depth would take of a case, counted by its word, but for the form itself."""
        counts = {
            "草稿": self._count("drafts WHERE application_id = ?", application_id),
            "识别结果": self._count("scan_readings WHERE application_id = ? AND value <> ''", application_id),
        }
        if depth is Depth.FILES:
            counts |= {
                "比对所见": self._count("comparisons WHERE application_id = ? AND paper_value <> ''", application_id),
                "核对备注": self._count("answers WHERE application_id = ? AND note <> ''", application_id),
                "文件": len(self._hashes([application_id])),
            }
        return counts

    def take_away(self, list_id: int, line: DestructionLine, depth: Depth, fields: Collection[str]) -> None:
        """Takes away what lies beside the form; the contents of files are named as destroyed, not erased yet."""
        case = line.application_id
        self._main.execute("DELETE FROM drafts WHERE application_id = ?", (case,))
        self._main.execute("UPDATE scan_readings SET value = '' WHERE application_id = ? AND value <> ''", (case,))
        if depth is not Depth.WORKING:
            self._main.execute(
                "UPDATE comparisons SET paper_value = '' WHERE application_id = ? AND paper_value <> '' "
                "AND field_id IN (SELECT value FROM json_each(?))",
                (case, json.dumps(sorted(fields))),
            )
        if depth is Depth.FILES:
            self._main.execute("UPDATE answers SET note = '' WHERE application_id = ? AND note <> ''", (case,))
            self._main.executemany(
                "INSERT INTO destroyed_contents VALUES (?, ?) ON CONFLICT DO NOTHING",
                [(one, list_id) for one in self._hashes([case])],
            )

    def erase(self) -> int:
        """Erases the contents that were named as destroyed and that no other case names; how many there were."""
        named = self._main.execute("SELECT sha256 FROM destroyed_contents").fetchall()
        if not named:
            return 0
        kept = self._session.vault.execute(
            "SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))",
            (json.dumps([one for (one,) in named]),),
        ).fetchall()
        still_named = self._living()
        gone = [(one,) for (one,) in kept if one not in still_named]
        if gone:
            # What is erased is overwritten with zeros as well, not only given back.
            self._session.vault.execute("PRAGMA secure_delete = ON")
            self._session.vault.executemany("DELETE FROM blobs WHERE sha256 = ?", gone)
        return len(gone)

    def _living(self) -> set[str]:
        """The contents that something names whose files were not destroyed."""
        notices = "SELECT substr(value, 1, 64) FROM season_settings WHERE name = ?"
        found = {sha256 for (sha256,) in self._main.execute(notices, (NOTICE_FILE,))}
        for table, column, has_case in self._main.execute(_NAMING).fetchall():
            living = f"(application_id IS NULL OR application_id NOT IN ({FILES_GONE}))" if has_case else "1"
            rows = self._main.execute(f"SELECT {column} FROM {table} WHERE {column} <> '' AND {living}")
            found |= {sha256 for (sha256,) in rows}
        return found

    def _hashes(self, cases: Sequence[int]) -> set[str]:
        """The contents that anything of some cases names, as far as they are still kept."""
        named = {
            sha256
            for table, column, has_case in self._main.execute(_NAMING).fetchall()
            if has_case
            for (sha256,) in self._main.execute(
                f"SELECT {column} FROM {table} WHERE {column} <> '' AND application_id {IN_LIST}", (as_list(cases),)
            )
        }
        kept = self._session.vault.execute(
            "SELECT sha256 FROM blobs WHERE sha256 IN (SELECT value FROM json_each(?))", (json.dumps(sorted(named)),)
        )
        return {sha256 for (sha256,) in kept}

    def _count(self, asked: str, application_id: int) -> int:
        return int(self._main.execute(f"SELECT count(*) FROM {asked}", (application_id,)).fetchone()[0])

    def _list(self, row: Sequence[Any]) -> DestructionList:
        number, year, serial, season, depth, reason, by, at, signed_by, signed_at, off_by, off_at, off_reason = row
        lines = self._main.execute(
            f"SELECT {_LINE} FROM destruction_lines WHERE list_id = ? ORDER BY place", (number,)
        ).fetchall()
        return DestructionList(
            id=number,
            year=year,
            serial=serial,
            season=season,
            depth=Depth(depth),
            reason=reason,
            proposed_by=by,
            proposed_at=datetime.fromisoformat(at),
            signed_by=signed_by,
            signed_at=_moment(signed_at),
            called_off_by=off_by,
            called_off_at=_moment(off_at),
            called_off_reason=off_reason,
            lines=tuple(map(_line, lines)),
        )


def _line(row: Sequence[Any]) -> DestructionLine:
    case, intake, project, applicant, rule, ended, due, goes, fingerprint, end, why = row
    return DestructionLine(
        application_id=case,
        intake_number=intake,
        project_name=project,
        applicant=applicant,
        rule=rule,
        ended_on=date.fromisoformat(ended),
        due_on=date.fromisoformat(due),
        goes=goes,
        fingerprint=fingerprint,
        end=LineEnd(end),
        why=why,
    )


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment is not None else None


def _moment(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
