"""The promised standards: each row as it stands, its lines, and what is counted of them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.standards.promise import (
    Named,
    Origin,
    Progress,
    PromisedStandard,
    Stage,
    StandardWord,
    Standing,
    WordKind,
)
from reviewer_app.domain.values.standard_number import StandardLevel, number_key
from reviewer_app.services.ports.after.standards import EarlierProject, NumberedElsewhere
from reviewer_db.stores.session import IN_LIST, as_list

if TYPE_CHECKING:
    from sqlite3 import Connection

_ROW = (
    "s.id, s.application_id, s.number, s.origin, s.level, s.name, s.promised_for, s.standard_number, s.stage, s.days, "
    "s.standing"
)
_WORD = (
    "standard_id, kind, level, name, promised_for, standard_number, stage, day, reason, sha256, file_name, said_by, "
    "said_at"
)
#: Promised, published, given up before that, and published without a promise; those struck out are in none.
_COUNTED = (
    "sum(s.origin <> 'extra'), sum(s.origin <> 'extra' AND s.stage >= 4), "
    "sum(s.origin <> 'extra' AND s.stage < 4 AND s.standing = 'given_up'), sum(s.origin = 'extra' AND s.stage >= 4)"
)


class Standards:
    """Implements ports.StandardStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, standard: PromisedStandard, word: StandardWord) -> int:
        """Keeps a standard with the line that took it in; the new id."""
        one = standard
        cursor = self._main.execute(
            "INSERT INTO promised_standards SELECT NULL, a.id, ?, a.season, m.applicant_key, a.credit_code, ?, ?, ?, "
            "?, ?, ?, ?, ?, ?, 0 FROM applications a JOIN case_marks m ON m.id = a.id WHERE a.id = ?",
            (one.number, one.origin.value, *_changing(one), one.application_id),
        )
        standard_id = int(cursor.lastrowid or 0)
        self._write(standard_id, one, word)
        return standard_id

    def say(self, standard: PromisedStandard, word: StandardWord) -> None:
        """Adds a line, and keeps how the standard stands after it."""
        self._write(standard.id, standard, word)

    def get(self, standard_id: int) -> PromisedStandard:
        """One with all its lines; RefusalError `standard.unknown`."""
        found = self._read("s.id = ?", standard_id)
        if not found:
            raise RefusalError("standard.unknown")
        return found[0]

    def of_case(self, application_id: int) -> tuple[PromisedStandard, ...]:
        """Those of a case in their order, with all their lines, struck out ones too."""
        return self._read("s.application_id = ?", application_id)

    def with_number(self, number: str) -> tuple[NumberedElsewhere, ...]:
        """Those not struck out that have a number, however its dashes are written."""
        rows = self._main.execute(
            "SELECT s.id, s.standard_number, a.intake_number, a.project_name FROM promised_standards s "
            "JOIN applications a ON a.id = s.application_id "
            "WHERE s.number_key = ? AND s.number_key <> '' AND s.standing <> 'struck' ORDER BY s.id",
            (number_key(number),),
        )
        return tuple(NumberedElsewhere(*row) for row in rows)

    def progress(self, ids: Sequence[int]) -> Mapping[int, Progress]:
        """What some projects promised and produced, by case; none for those that promised nothing."""
        rows = self._main.execute(
            f"SELECT s.application_id, {_COUNTED} FROM promised_standards s "
            f"WHERE s.application_id {IN_LIST} AND s.standing <> 'struck' GROUP BY s.application_id",
            (as_list(ids),),
        )
        return {case: Progress(*counts) for case, *counts in rows}

    def by_season(self) -> Mapping[str, Progress]:
        """The same of all projects of each season."""
        rows = self._main.execute(
            f"SELECT s.season, {_COUNTED} FROM promised_standards s WHERE s.standing <> 'struck' "
            "GROUP BY s.season ORDER BY s.season"
        )
        return {season: Progress(*counts) for season, *counts in rows}

    def of_unit(self, applicant_key: str, credit_code: str, but: int) -> tuple[EarlierProject, ...]:
        """The projects of a unit that promised anything, the newest season first."""
        rows = self._main.execute(
            f"SELECT a.id, a.season, a.intake_number, a.project_name, {_COUNTED} FROM promised_standards s "
            "JOIN applications a ON a.id = s.application_id WHERE s.standing <> 'struck' AND s.application_id IN ("
            "SELECT application_id FROM promised_standards WHERE applicant_key = ? AND applicant_key <> '' UNION "
            "SELECT application_id FROM promised_standards WHERE credit_code = ? AND credit_code <> '') "
            "AND s.application_id <> ? GROUP BY a.id ORDER BY a.season DESC, a.id DESC",
            (applicant_key, credit_code, but),
        )
        return tuple(
            EarlierProject(case, season, number, name, Progress(*counts))
            for case, season, number, name, *counts in rows
        )

    def _write(self, standard_id: int, after: PromisedStandard, word: StandardWord) -> None:
        named = word.named
        told = (named.level.value, named.name, named.year, named.number) if named else ("", "", "", "")
        stage = int(word.stage) if word.stage is not None else None
        day = word.day.isoformat() if word.day else None
        cursor = self._main.execute(
            "INSERT INTO standard_words VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                *(after.application_id, standard_id, word.kind.value, *told, stage, day, word.reason, word.sha256),
                *(word.file_name, word.by, word.at.isoformat()),
            ),
        )
        self._main.execute(
            "UPDATE promised_standards SET (level, name, promised_for, standard_number, number_key, stage, days, "
            "standing, last_word) = (?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
            (*_changing(after), cursor.lastrowid, standard_id),
        )

    def _read(self, condition: str, value: int) -> tuple[PromisedStandard, ...]:
        rows = self._main.execute(
            f"SELECT {_ROW} FROM promised_standards s WHERE {condition} ORDER BY s.number", (value,)
        ).fetchall()
        said: dict[int, list[StandardWord]] = {}
        ids = as_list([row[0] for row in rows])
        for row in self._main.execute(
            f"SELECT {_WORD} FROM standard_words WHERE standard_id {IN_LIST} ORDER BY id", (ids,)
        ):
            said.setdefault(row[0], []).append(_word(row[1:]))
        return tuple(_standard(row, tuple(said.get(row[0], ()))) for row in rows)


def _changing(one: PromisedStandard) -> tuple[object, ...]:
    named = one.named
    days = json.dumps([[int(stage), day.isoformat()] for stage, day in one.days])
    names = (named.level.value, named.name, named.year, named.number, number_key(named.number))
    return (*names, int(one.stage), days, one.standing.value)


def _standard(row: Sequence[Any], words: tuple[StandardWord, ...]) -> PromisedStandard:
    standard_id, case, number, origin, level, name, year, standard_number, stage, days, standing = row
    return PromisedStandard(
        application_id=case,
        number=number,
        origin=Origin(origin),
        named=Named(StandardLevel(level), name, year, standard_number),
        stage=Stage(stage),
        days=tuple((Stage(one), date.fromisoformat(day)) for one, day in json.loads(days)),
        standing=Standing(standing),
        words=words,
        id=standard_id,
    )


def _word(row: Sequence[Any]) -> StandardWord:
    kind, level, name, year, number, stage, day, reason, sha256, file_name, by, at = row
    return StandardWord(
        kind=WordKind(kind),
        by=by,
        at=datetime.fromisoformat(at),
        named=Named(StandardLevel(level), name, year, number) if level else None,
        stage=Stage(stage) if stage is not None else None,
        day=date.fromisoformat(day) if day else None,
        reason=reason,
        sha256=sha256,
        file_name=file_name,
    )
