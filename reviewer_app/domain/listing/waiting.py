"""For whom a case waits: its handler, the applicant, the departments asked, who decides, who seals, or nobody.

The list says it of every case, sorts by it and looks for it; it is written once here.
"""

from __future__ import annotations

from enum import IntEnum

from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import BEFORE_SENT, State


class Waits(IntEnum):
    """For whom a case waits, in the order in which the list shows them; the numbers are stored nowhere."""

    NO_HANDLER = 0
    HANDLER = 1
    APPLICANT = 2
    DEPARTMENTS = 3
    HEAD = 4
    SEAL = 5
    NOBODY = 6
    OFF_DESK = 7

    @property
    def label(self) -> str:
        """The word for it; of a handler the name stands in its place, and of what is off the desk nothing is said."""
        return _LABELS[self]


_LABELS = {
    Waits.NO_HANDLER: "无人经办",
    Waits.HANDLER: Role.HANDLER.label,
    Waits.APPLICANT: "申报单位",
    Waits.DEPARTMENTS: "征询部门",
    Waits.HEAD: Role.HEAD.label,
    Waits.SEAL: Role.SEAL.label,
    Waits.NOBODY: "不等任何人",
    Waits.OFF_DESK: "",
}
_OF_ROLE = {Role.HANDLER: Waits.HANDLER, Role.HEAD: Waits.HEAD, Role.SEAL: Waits.SEAL}


def waits_for(state: State, handler: str, are_departments_asked: bool, is_elsewhere: bool = False) -> Waits:
    """For whom a case waits; a case at another desk and one that left the office wait for nobody here."""
    if state not in BEFORE_SENT or is_elsewhere:
        return Waits.OFF_DESK
    if state is State.AWAITING_CORRECTION:
        return Waits.APPLICANT
    if are_departments_asked:
        return Waits.DEPARTMENTS
    role = state.rule.waits_for
    if role is Role.HANDLER and not handler:
        return Waits.NO_HANDLER
    return Waits.NOBODY if role is None else _OF_ROLE.get(role, Waits.NOBODY)


def who_is_awaited(waits: Waits, handler: str) -> str:
    """The words for whom a case waits: of its handler the name."""
    return handler if waits is Waits.HANDLER else waits.label
