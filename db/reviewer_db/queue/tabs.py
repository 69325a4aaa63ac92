"""Which cases stand under which chip, written once, as a condition for the list and for the counts alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.chips import Tab
from reviewer_app.domain.seasons.closing import CLOSED, CLOSING, WAITS_ON
from reviewer_app.domain.states import State, states_under, waiting_for
from reviewer_db.queue.marks import aside_cases
from reviewer_db.stores.custody.rows import VOID


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the columns `stage` and `handler`, which `applications` and `queue_counts` both have.

    With `but_not` the cases that this selects by `application_id` are left out though they fulfil it; with `only` none
    but those are meant that this selects.
    """

    sql: str
    values: tuple[str, ...] = ()
    but_not: str = ""
    but_values: tuple[str, ...] = ()
    only: str = ""

    def of_cases(self, id_column: str = "id") -> str:
        """The whole condition over `applications`; it takes `all_values`."""
        without = f" AND {id_column} NOT IN ({self.but_not})" if self.but_not else ""
        within = f" AND {id_column} IN ({self.only})" if self.only else ""
        return f"{self.sql}{without}{within}"

    @property
    def all_values(self) -> tuple[str, ...]:
        """The values of the whole condition."""
        return (*self.values, *self.but_values)


#: What lies at another desk.
_AWAY = f"SELECT application_id FROM custody WHERE stand = 'away' AND application_id NOT IN ({VOID})"
#: What nobody works on here: that, and copies put aside.
_NOT_HERE = "SELECT application_id FROM custody WHERE stand = 'away'"
#: The chips that select cases by themselves, whatever state they are in.
APART = (Tab.AWAY, Tab.ASIDE)
#: What a person submitted and is now for somebody else to decide, where he declared a conflict of interest, and what
#: lies at another desk.
_NOT_HIS = (
    "SELECT application_id FROM opinions WHERE status = 'submitted' AND submitted_by = ? "
    "UNION ALL SELECT application_id FROM recusals WHERE person = ? "
    f"UNION ALL {_NOT_HERE}"
)
#: What was open in a season when it was closed: nobody goes on with it.
_CLOSED_SEASONS = (
    f"SELECT season FROM (SELECT season, value, max(id) FROM season_settings WHERE name = '{CLOSING}' GROUP BY season) "
    f"WHERE value = '{CLOSED}'"
)


@lru_cache(maxsize=64)
def condition_of(tab: Tab, user: User, today: date) -> Condition:
    """The condition of a chip for a person; a handler's own work is in 待我办, whatever roles they hold now.

    What one submitted oneself waits for somebody else; what one keeps off, what is set aside and what a closed season
    left open never waits for one.
    """
    if tab is Tab.ALL:
        return Condition("1")
    if tab is Tab.AWAY:
        return Condition("1", only=_AWAY)
    if tab is Tab.ASIDE:
        return Condition("1", only=f"{aside_cases(today)} AND s.application_id NOT IN ({_NOT_HERE})")
    if tab is not Tab.MINE:
        return Condition(_in(states_under(tab)))
    parts = [f"handler = ? AND {_in(waiting_for(Role.HANDLER))}"]
    others = (role for role in Role if role is not Role.HANDLER and user.has(role))
    parts += [_in(states) for role in others if (states := waiting_for(role))]
    left_out = f"{_NOT_HIS} UNION ALL {aside_cases(today)} UNION ALL {_left_in_closed_seasons()}"
    return Condition(f"({' OR '.join(parts)})", (user.name,), left_out, (user.name, user.name))


def _left_in_closed_seasons() -> str:
    waiting = (state for role in Role for state in waiting_for(role) if state not in WAITS_ON)
    return f"SELECT c.id FROM applications c WHERE c.season IN ({_CLOSED_SEASONS}) AND c.{_in(waiting)}"


def _in(states: Iterable[State]) -> str:
    return f"stage IN ({', '.join(str(number) for number in sorted(state.rule.number for state in states))})"
