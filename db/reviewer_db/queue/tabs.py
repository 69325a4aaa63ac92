"""Which cases stand under which chip, written once, as a condition for the list and for the counts alike."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.chips import Tab
from reviewer_app.domain.states import State, states_under, waiting_for


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition over the columns `stage` and `handler`, which `applications` and `queue_counts` both have."""

    sql: str
    values: tuple[str, ...] = ()


def condition_of(tab: Tab, user: User) -> Condition:
    """The condition of a chip for a person; a handler's own work is in 待我办, whatever roles they hold now."""
    if tab is Tab.ALL:
        return Condition("1")
    if tab is not Tab.MINE:
        return Condition(_in(states_under(tab)))
    parts = [f"handler = ? AND {_in(waiting_for(Role.HANDLER))}"]
    others = (role for role in Role if role is not Role.HANDLER and user.has(role))
    parts += [_in(states) for role in others if (states := waiting_for(role))]
    return Condition(f"({' OR '.join(parts)})", (user.name,))


def _in(states: Iterable[State]) -> str:
    return f"stage IN ({', '.join(str(number) for number in sorted(state.rule.number for state in states))})"
