"""Which cases stand under which chip, written once, as a condition for the list and for the counts alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.states import State
from reviewer_app.services.ports.rows import TAB_STATES, Tab
from reviewer_db.stores.case_rows import STAGES

#: What 待我办 holds: work begun by this person, what a head signs off, what a seal keeper seals.
_OWN = (State.REGISTERED, State.CHECKING, State.REVIEWING, State.CHALLENGED, State.RETURNED_BY_BUREAU)


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the columns `stage` and `handler`, which `applications` and `queue_counts` both have."""

    sql: str
    values: tuple[str, ...] = ()


def condition_of(tab: Tab, user: User) -> Condition:
    """The condition of a chip for a person."""
    if tab is Tab.ALL:
        return Condition("1")
    if tab is not Tab.MINE:
        return Condition(_in(TAB_STATES[tab]))
    parts = [f"handler = ? AND {_in(_OWN)}"]
    if user.has(Role.HEAD):
        parts.append(_in((State.PROPOSED,)))
    if user.has(Role.SEAL):
        parts.append(_in((State.SIGNED_OFF,)))
    return Condition(f"({' OR '.join(parts)})", (user.name,))


def _in(states: Iterable[State]) -> str:
    return f"stage IN ({', '.join(str(stage) for stage in sorted(STAGES[state] for state in states))})"
