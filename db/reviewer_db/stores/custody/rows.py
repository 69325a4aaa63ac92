"""Where the cases lie, what is on record of them elsewhere, and the changes that wait for those away."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from reviewer_app.domain.outside.custody import Custody, CustodyStand, HeldChange, HeldStand
from reviewer_app.services.ports.custody import CarriedEvent
from reviewer_db.stores.session import IN_LIST, Session, as_list

_COLUMNS = "key, number, stand, desk, desk_name, since, package, package_hash, road, recalled"
#: The custody of a case `a` as a JSON list, for the statement that reads the case; NULL where it never left.
READ_CUSTODY = (
    "(SELECT json_array(u.key, u.number, u.stand, u.desk, u.desk_name, u.since, u.package, u.package_hash, "
    "u.road, u.recalled) "
    "FROM custody u WHERE u.application_id = a.id)"
)
#: To whom a case was handed over, for its row of the queue; empty while it is here.
AWAY_TO = (
    "coalesce((SELECT u.desk_name FROM custody u WHERE u.application_id = applications.id AND u.stand = 'away'), '')"
)
#: Copies put aside when their case came anew; they are looked at alone.
VOID = "SELECT application_id FROM custody WHERE stand = 'away' AND instr(recalled, package_hash) > 0"
IS_VOID = f"applications.id IN ({VOID})"
_SAID = "at, actor, act, from_state, to_state, reason, detail, digests"
_CARRIED = f"desk, desk_name, entry, there, {_SAID}, previous, hash"
_HELD = "id, application_id, source, row, form, digest, came_at, by, stand"


class CustodyRows:
    """Implements ports.CustodyStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._now = session, now
        self._main = session.main

    def put(self, application_id: int, custody: Custody) -> None:
        """Writes where a case lies over where it lay; the number only counts up."""
        self._session.orders.clear()
        values = (
            custody.key,
            custody.number,
            custody.stand.value,
            custody.desk,
            custody.desk_name,
            custody.since.isoformat(),
            custody.package,
            custody.package_hash,
            json.dumps(custody.road),
            json.dumps(custody.recalled),
        )
        self._main.execute(
            f"INSERT INTO custody (application_id, {_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) "
            f"ON CONFLICT (application_id) DO UPDATE SET ({_COLUMNS}) = (excluded.key, excluded.number, "
            "excluded.stand, excluded.desk, excluded.desk_name, excluded.since, excluded.package, "
            "excluded.package_hash, excluded.road, excluded.recalled)",
            (application_id, *values),
        )

    def by_keys(self, keys: Sequence[str]) -> dict[str, int]:
        """The ids here of the cases with these keys; the last that came, where a copy of it was put aside."""
        rows = self._main.execute(
            "SELECT j.value, max(u.application_id) FROM json_each(?) j JOIN custody u "
            "ON u.key = j.value OR (u.key > j.value || '#' AND u.key < j.value || '$') GROUP BY j.value",
            (json.dumps(list(keys)),),
        )
        return {key: case_id for key, case_id in rows}

    def in_package(self, package_hash: str) -> list[int]:
        """The cases whose last hand-over is this package."""
        rows = self._main.execute(
            "SELECT application_id FROM custody WHERE package_hash = ? ORDER BY application_id", (package_hash,)
        )
        return [int(row[0]) for row in rows]

    def own_entries(self, ids: Sequence[int], desk: str, desk_name: str) -> dict[int, tuple[CarriedEvent, ...]]:
        """The entries of this library's record of some cases, as they go along with them."""
        self._session.pending.write()
        found: dict[int, tuple[CarriedEvent, ...]] = dict.fromkeys(ids, ())
        rows = self._main.execute(
            f"SELECT application_id, id, {_SAID}, lower(hex(previous)), lower(hex(hash)) FROM events "
            f"WHERE application_id {IN_LIST} ORDER BY id",
            (as_list(ids),),
        )
        for case_id, entry, *columns in rows:
            found[case_id] = (*found[case_id], CarriedEvent(desk, desk_name, entry, case_id, *columns))
        return found

    def carried(self, ids: Sequence[int]) -> dict[int, tuple[CarriedEvent, ...]]:
        """What other libraries have on record of some cases."""
        found: dict[int, tuple[CarriedEvent, ...]] = dict.fromkeys(ids, ())
        rows = self._main.execute(
            f"SELECT application_id, {_CARRIED} FROM carried_events WHERE application_id {IN_LIST} ORDER BY at, entry",
            (as_list(ids),),
        )
        for case_id, *columns in rows:
            found[case_id] = (*found[case_id], CarriedEvent(*columns))
        return found

    def carry(self, application_id: int, entries: Sequence[CarriedEvent]) -> None:
        """Keeps entries of other libraries beside a case; those kept already stay as they are."""
        self._main.executemany(
            f"INSERT INTO carried_events (application_id, {_CARRIED}) "
            "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            [
                (
                    application_id,
                    one.desk,
                    one.desk_name,
                    one.entry,
                    one.there,
                    one.at,
                    one.actor,
                    one.act,
                    one.from_state,
                    one.to_state,
                    one.reason,
                    one.detail,
                    one.digests,
                    one.previous,
                    one.hash,
                )
                for one in entries
            ],
        )

    def hold(self, application_id: int, source: str, row: int, values: Mapping[str, str], digest: str) -> None:
        """Lets a newer line of a list wait for a case that is away."""
        form = json.dumps(dict(values), ensure_ascii=False)
        self._main.execute(
            "INSERT INTO held_changes VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                application_id,
                source,
                row,
                form,
                digest,
                self._now().isoformat(),
                self._session.user().name,
                HeldStand.WAITING.value,
            ),
        )

    def held(self, application_id: int) -> tuple[HeldChange, ...]:
        """The changes that wait for a case, in the order they came."""
        rows = self._main.execute(
            f"SELECT {_HELD} FROM held_changes WHERE application_id = ? AND stand = ? ORDER BY id",
            (application_id, HeldStand.WAITING.value),
        )
        return tuple(_held(row) for row in rows)

    def settle(self, change_id: int, stand: HeldStand) -> None:
        """Notes that a waiting change was taken over or put aside."""
        self._main.execute("UPDATE held_changes SET stand = ? WHERE id = ?", (stand.value, change_id))


def custody_from(text: str | None) -> Custody | None:
    """The custody of a case from the text of `READ_CUSTODY`."""
    if text is None:
        return None
    key, number, stand, desk, desk_name, since, package, package_hash, *hashes = json.loads(text)
    moment = datetime.fromisoformat(since)
    road, recalled = (tuple(json.loads(one)) for one in hashes)
    return Custody(key, number, CustodyStand(stand), desk, desk_name, moment, package, package_hash, road, recalled)


def _held(row: tuple[Any, ...]) -> HeldChange:
    change_id, case_id, source, line, form, digest, came_at, by, stand = row
    moment = datetime.fromisoformat(came_at)
    return HeldChange(change_id, case_id, source, line, json.loads(form), digest, moment, by, HeldStand(stand))
