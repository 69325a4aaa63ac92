"""What is set aside, and each person's own on the list: labels, kept views, what was seen of each case."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from reviewer_app.domain.listing.changes import ACTS_OF
from reviewer_app.services.ports.listing import Aside, Label, SavedView
from reviewer_db.stores.session import IN_LIST, Session, as_list

#: A case set aside and neither moved nor passed on since, for a statement that has `applications` as `a`.
_HOLDS = "s.ended_at = '' AND s.state = a.state AND s.handler = a.handler"
_ACTS = " OR ".join(
    f"l.kind = '{kind.value}' AND e.act IN ({', '.join(repr(act.value) for act in acts)})"
    for kind, acts in ACTS_OF.items()
)
#: What a person has seen of each case (`l`) with what somebody else did to it since (`e`); takes the person twice.
CHANGED = (
    "case_looks l CROSS JOIN events e ON e.application_id = l.application_id AND e.id > l.seen_event "
    f"AND e.actor <> ? AND ({_ACTS}) WHERE l.person = ?"
)
_GIVEN = "IN (SELECT value FROM json_each(?1))"
#: All that is each person's own of some cases, in one statement over small tables: ids, day, person.
_OWN = (
    "SELECT 0, s.application_id, max(s.until) FROM cases_set_aside s JOIN applications a ON a.id = s.application_id "
    f"WHERE {_HOLDS} AND s.until > ?2 AND s.application_id {_GIVEN} GROUP BY s.application_id "
    f"UNION ALL SELECT 1, application_id, words FROM case_labels WHERE application_id {_GIVEN} AND owner IN ('', ?3) "
    f"UNION ALL SELECT DISTINCT 2, l.application_id, '' FROM {CHANGED.replace('?', '?3')} AND l.application_id {_GIVEN}"
)
#: Since when a case of `applications` is in its present state.
_SINCE = (
    "SELECT id, coalesce((SELECT e.at FROM events e WHERE e.application_id = applications.id AND e.to_state <> '' "
    f"ORDER BY e.id DESC LIMIT 1), registered_at) FROM applications WHERE id {IN_LIST}"
)


@dataclass(slots=True)
class Own:
    """What a row of the list says to one person alone."""

    aside_until: date | None = None
    labels: tuple[str, ...] = ()
    is_changed: bool = False


def own_of(session: Session, ids: Sequence[int], today: date) -> dict[int, Own]:
    """What the rows of some cases say to the person at the desk; cases of which nothing is said are not there."""
    found: dict[int, Own] = {}
    rows = session.main.execute(_OWN, (as_list(ids), today.isoformat(), session.user().name))
    for kind, case_id, said in rows:
        own = found.setdefault(case_id, Own())
        if kind == 0:
            own.aside_until = date.fromisoformat(said)
        elif kind == 1:
            own.labels = (*own.labels, said)
        else:
            own.is_changed = True
    return found


def days_waiting(session: Session, ids: Sequence[int], today: date) -> dict[int, int]:
    """How many days each case has been in its present state."""
    rows = session.main.execute(_SINCE, (as_list(ids),))
    return {case_id: max((today - date.fromisoformat(since[:10])).days, 0) for case_id, since in rows}


def aside_cases(today: date) -> str:
    """Selects the cases that are set aside on a day; the day stands in the text, for remembered orders go by it."""
    return (
        "SELECT s.application_id FROM cases_set_aside s JOIN applications a ON a.id = s.application_id "
        f"WHERE {_HOLDS} AND s.until > '{today.isoformat()}'"
    )


class Asides:
    """Implements ports.AsideStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._now = session, now
        self._main = session.main

    def put(self, application_id: int, aside: Aside) -> None:
        """Sets a case aside; what stood before is ended."""
        self.end(application_id)
        said = (aside.until.isoformat(), aside.reason, aside.state, aside.handler, aside.by, aside.at.isoformat())
        self._main.execute(
            "INSERT INTO cases_set_aside VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, '', '')", (application_id, *said)
        )

    def end(self, application_id: int) -> None:
        """Takes a case up before its day."""
        self._session.orders.clear()
        self._main.execute(
            "UPDATE cases_set_aside SET ended_by = ?, ended_at = ? WHERE id IN (SELECT s.id FROM cases_set_aside s "
            f"JOIN applications a ON a.id = s.application_id WHERE s.application_id = ? AND {_HOLDS})",
            (self._session.user().name, self._now().isoformat(), application_id),
        )

    def standing(self, application_id: int, today: date) -> Aside | None:
        """Until when a case is set aside; None when it is not, or no longer."""
        row = self._main.execute(
            "SELECT s.until, s.reason, s.state, s.handler, s.set_by, s.set_at FROM cases_set_aside s "
            f"JOIN applications a ON a.id = s.application_id WHERE s.application_id = ? AND {_HOLDS} AND s.until > ? "
            "ORDER BY s.id DESC LIMIT 1",
            (application_id, today.isoformat()),
        ).fetchone()
        if row is None:
            return None
        until, reason, state, handler, by, at = row
        return Aside(date.fromisoformat(until), reason, state, handler, by, datetime.fromisoformat(at))


class Marks:
    """Implements ports.MarkStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._main, self._now = session.main, now
        self._user = session.user

    def labels_of(self, ids: Sequence[int]) -> dict[int, tuple[Label, ...]]:
        """The labels on some cases that the person at the desk sees."""
        found: dict[int, tuple[Label, ...]] = {}
        rows = self._main.execute(
            f"SELECT application_id, words, owner FROM case_labels WHERE application_id {IN_LIST} "
            "AND owner IN ('', ?) ORDER BY id",
            (as_list(ids), self._user().name),
        )
        for case_id, words, owner in rows:
            found[case_id] = (*found.get(case_id, ()), Label(words, bool(owner)))
        return found

    def labels(self) -> tuple[Label, ...]:
        """Every label the person sees anywhere."""
        rows = self._main.execute(
            "SELECT DISTINCT words, owner <> '' FROM case_labels WHERE owner IN ('', ?) ORDER BY words",
            (self._user().name,),
        )
        return tuple(Label(words, bool(is_private)) for words, is_private in rows)

    def lay(self, ids: Sequence[int], label: Label) -> None:
        """Lays a label on cases; twice is once."""
        by, at = self._user().name, self._now().isoformat()
        self._main.executemany(
            "INSERT INTO case_labels VALUES (NULL, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
            ((one, label.words, self._owner(label.is_private), by, at) for one in ids),
        )

    def lift(self, ids: Sequence[int], label: Label) -> None:
        """Takes a label off cases."""
        self._main.execute(
            f"DELETE FROM case_labels WHERE application_id {IN_LIST} AND words = ? AND owner = ?",
            (as_list(ids), label.words, self._owner(label.is_private)),
        )

    def views(self) -> tuple[SavedView, ...]:
        """The kept views that the person sees, in their order."""
        rows = self._main.execute(
            "SELECT name, body, owner = '' FROM saved_views WHERE owner IN ('', ?) AND name <> '' "
            "ORDER BY position, id",
            (self._user().name,),
        )
        return tuple(SavedView(name, text, bool(is_shared)) for name, text, is_shared in rows)

    def keep_view(self, view: SavedView) -> None:
        """Keeps a view, over one of the same name."""
        self._main.execute(
            "INSERT INTO saved_views VALUES (NULL, ?, ?, ?, (SELECT count(*) FROM saved_views)) "
            "ON CONFLICT DO UPDATE SET body = excluded.body",
            (self._owner(not view.is_shared), view.name, view.text),
        )

    def drop_view(self, view: SavedView) -> None:
        """Forgets a view."""
        self._main.execute(
            "DELETE FROM saved_views WHERE owner = ? AND name = ?", (self._owner(not view.is_shared), view.name)
        )

    def place(self) -> str:
        """How the person left the list, as it was kept; empty at first."""
        row = self._main.execute(
            "SELECT body FROM saved_views WHERE owner = ? AND name = ''", (self._user().name,)
        ).fetchone()
        return str(row[0]) if row else ""

    def keep_place(self, place: str) -> None:
        """Keeps how the person leaves the list."""
        self._main.execute(
            "INSERT INTO saved_views VALUES (NULL, ?, '', ?, 0) ON CONFLICT DO UPDATE SET body = excluded.body",
            (self._user().name, place),
        )

    def look(self, application_id: int, kinds: Sequence[str]) -> None:
        """The person has seen all that was changed of these kinds so far."""
        self._main.executemany(
            "INSERT INTO case_looks SELECT ?, ?, ?, coalesce(max(id), 0) FROM events WHERE application_id = ? "
            "ON CONFLICT DO UPDATE SET seen_event = excluded.seen_event WHERE excluded.seen_event > seen_event",
            ((self._user().name, application_id, kind, application_id) for kind in kinds),
        )

    def has_looked(self, application_id: int) -> bool:
        """Whether the person ever looked at a case."""
        asked = "SELECT 1 FROM case_looks WHERE person = ? AND application_id = ? LIMIT 1"
        return self._main.execute(asked, (self._user().name, application_id)).fetchone() is not None

    def changed_kinds(self, application_id: int) -> frozenset[str]:
        """The kinds in which others changed a case since the person saw them."""
        me = self._user().name
        rows = self._main.execute(
            f"SELECT DISTINCT l.kind FROM {CHANGED} AND l.application_id = ?", (me, me, application_id)
        )
        return frozenset(str(kind) for (kind,) in rows)

    def _owner(self, is_private: bool) -> str:
        return self._user().name if is_private else ""
