"""The look-ups of the cases, each with the points it serves; withdrawn ones stay."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp, LookUpResult
from reviewer_db.stores.session import IN_LIST, Session, as_list

_READ = (
    "SELECT application_id, id, site, looked_on, window_start, window_end, result, words, sha256, file_name, "
    "recorded_by, recorded_at, withdrawn_by, withdrawn_at, withdrawn_reason, "
    "(SELECT group_concat(rule_id, ' ') FROM (SELECT rule_id FROM lookup_items WHERE lookup_id = id ORDER BY rule_id)) "
    "FROM lookups"
)


class LookUps:
    """Implements ports.LookUpStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._main, self._user, self._now = session.main, session.user, now

    def of(self, application_id: int) -> tuple[LookUp, ...]:
        """All look-ups of a case, withdrawn ones too, in the order they were recorded."""
        return self.of_some([application_id])[application_id]

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LookUp, ...]]:
        """The same of several cases, read at once."""
        found: dict[int, tuple[LookUp, ...]] = dict.fromkeys(ids, ())
        for case_id, *columns in self._main.execute(
            f"{_READ} WHERE application_id {IN_LIST} ORDER BY id", (as_list(ids),)
        ):
            found[case_id] = (*found[case_id], _look_up(columns))
        return found

    def add(self, application_id: int, found: LookedUp, sha256: str = "", file_name: str = "") -> LookUp:
        """Keeps a look-up by the person at the desk."""
        by, at = self._user().name, self._now()
        days = [day.isoformat() if day else "" for day in (found.on, found.start, found.end)]
        values = (
            application_id,
            found.site,
            *days,
            found.result.value,
            found.words,
            sha256,
            file_name,
            by,
            at.isoformat(),
        )
        cursor = self._main.execute(
            f"INSERT INTO lookups VALUES (NULL{', ?' * len(values)}, '', '', '')",
            values,
        )
        made = int(cursor.lastrowid or 0)
        self._main.executemany("INSERT INTO lookup_items VALUES (?, ?)", [(made, one) for one in found.rule_ids])
        return LookUp(made, found, by, at, sha256, file_name)

    def withdraw(self, look_up_id: int, reason: str) -> None:
        """Marks a look-up as withdrawn by the person at the desk."""
        self._main.execute(
            "UPDATE lookups SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?",
            (self._user().name, self._now().isoformat(), reason, look_up_id),
        )


def _look_up(columns: Sequence[Any]) -> LookUp:
    look_up_id, site, on, start, end, result, words, sha256, file_name, by, at, gone_by, gone_at, why, items = columns
    return LookUp(
        id=look_up_id,
        found=LookedUp(
            site=site,
            on=date.fromisoformat(on),
            start=_day(start),
            end=_day(end),
            result=LookUpResult(result),
            words=words,
            rule_ids=tuple((items or "").split()),
        ),
        by=by,
        at=_moment(at),
        sha256=sha256,
        file_name=file_name,
        withdrawn_by=gone_by,
        withdrawn_at=_moment(gone_at),
        withdrawn_reason=why,
    )


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
