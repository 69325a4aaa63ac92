"""The excuses of the check before mailing, and the city's answers; added, never changed, never erased."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.points import Excuse

if TYPE_CHECKING:
    from sqlite3 import Connection

_EXCUSE = "batch_id, point, facts, said, reason, excused_by, excused_at"
_ANSWER = (
    "application_id, batch_id, kind, answered_on, city_number, city_person, reason, due_on, list_sha256, list_row, "
    "takes_back, entered_by, entered_at"
)


class Excuses:
    """Implements ports.ExcuseStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        """The excuses of a batch, oldest first."""
        rows = self._main.execute(
            f"SELECT id, {_EXCUSE} FROM batch_excuses WHERE batch_id = ? ORDER BY id", (batch_id,)
        ).fetchall()
        return tuple(
            Excuse(batch, point, facts, said, reason, by, datetime.fromisoformat(at), number)
            for number, batch, point, facts, said, reason, by, at in rows
        )

    def add(self, excuse: Excuse) -> None:
        """Adds one; none is ever changed or taken away."""
        self._main.execute(
            f"INSERT INTO batch_excuses ({_EXCUSE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                excuse.batch_id,
                excuse.point,
                excuse.facts,
                excuse.said,
                excuse.reason,
                excuse.by,
                excuse.at.isoformat(),
            ),
        )


class CityAnswers:
    """Implements ports.CityAnswerStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def of_batch(self, batch_id: int) -> tuple[CityAnswer, ...]:
        """Every line of a batch, oldest first, those that take one back among them."""
        rows = self._main.execute(
            f"SELECT id, {_ANSWER} FROM city_answers WHERE batch_id = ? ORDER BY id", (batch_id,)
        ).fetchall()
        return tuple(_answer(row) for row in rows)

    def of_case(self, application_id: int) -> tuple[CityAnswer, ...]:
        """Every line of a case, oldest first, those that take one back among them."""
        rows = self._main.execute(
            f"SELECT id, {_ANSWER} FROM city_answers WHERE application_id = ? ORDER BY id", (application_id,)
        ).fetchall()
        return tuple(_answer(row) for row in rows)

    def add(self, answer: CityAnswer) -> int:
        """Adds a line; its id."""
        words = answer.words
        said = (
            *(answer.application_id, answer.batch_id, words.kind.value, words.day.isoformat(), words.number),
            *(words.person, words.reason, words.due_on.isoformat() if words.due_on else "", words.list_sha256),
            *(words.list_row, answer.takes_back or None, answer.by, answer.at.isoformat()),
        )
        places = ", ".join("?" * len(said))
        return int(self._main.execute(f"INSERT INTO city_answers ({_ANSWER}) VALUES ({places})", said).lastrowid or 0)


def _answer(row: tuple[Any, ...]) -> CityAnswer:
    number, case, batch, kind, day, city_number, person, reason, due, digest, list_row, takes_back, by, at = row
    words = CityWords(
        kind=CityAnswerKind(kind),
        day=date.fromisoformat(day),
        number=city_number,
        person=person,
        reason=reason,
        due_on=date.fromisoformat(due) if due else None,
        list_sha256=digest,
        list_row=list_row,
    )
    return CityAnswer(case, batch, words, by, datetime.fromisoformat(at), takes_back or 0, number)
