"""Who may do what with a case now: the window offers only this, and the services hold to it."""

from __future__ import annotations

from reviewer_app.domain.application import Application, Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import BEFORE_SENT, OPEN_FOR_WORK, State
from reviewer_app.services.ports.rows import Act
from reviewer_resources.phrases import sentence

_HANDLING: dict[State, frozenset[Act]] = {
    State.REGISTERED: frozenset({Act.BEGIN_CHECKING}),
    State.CHECKING: frozenset({Act.BEGIN_REVIEW}),
    State.AWAITING_CORRECTION: frozenset({Act.CORRECTION_RECEIVED, Act.RECORD_LAPSED, Act.EDIT, Act.RECORD_PAPER}),
    State.RETURNED_BY_BUREAU: frozenset({Act.BEGIN_CHECKING}),
    State.PROPOSED: frozenset({Act.TAKE_BACK}),
    State.SIGNED_OFF: frozenset({Act.REOPEN, Act.RECORD_PAPER}),
    State.SEALED: frozenset({Act.REOPEN, Act.RECORD_PAPER}),
    State.DECLINED: frozenset({Act.REOPEN}),
    State.WITHDRAWN: frozenset({Act.REOPEN}),
    State.TRANSFERRED: frozenset({Act.REOPEN}),
    State.LAPSED: frozenset({Act.REOPEN}),
}
_WORK = frozenset({Act.EDIT, Act.ANSWER, Act.RECORD_PAPER, Act.SUBMIT})


def acts_for(user: User, application: Application) -> frozenset[Act]:
    """The acts open to a person on a case in its present state."""
    acts: set[Act] = set()
    state = application.state
    if user.has(Role.HANDLER):
        acts |= _HANDLING.get(state, frozenset())
        if state in OPEN_FOR_WORK:
            acts |= _WORK
        if state in BEFORE_SENT:
            acts |= {Act.HAND_OVER, Act.WITHDRAW}
    if user.has(Role.HEAD) and state is State.PROPOSED:
        acts |= {Act.SIGN_OFF, Act.CHALLENGE}
    if user.has(Role.SEAL) and state is State.SIGNED_OFF:
        acts.add(Act.RECORD_SEALED)
    return frozenset(acts)


def require(user: User, application: Application, act: Act) -> None:
    """Refuses an act that is not open (RefusalError `act.not_allowed`)."""
    if act not in acts_for(user, application):
        raise RefusalError(
            "act.not_allowed",
            act=act.label,
            state=application.state.label,
            roles="、".join(role.label for role in Role if user.has(role)),
        )


def require_role(user: User, *roles: Role, act: EventAct) -> None:
    """Refuses an act of the office that none of the person's roles covers (RefusalError `act.role_needed`)."""
    if not any(user.has(role) for role in roles):
        needed = "、".join(role.label for role in roles)
        raise RefusalError("act.role_needed", act=sentence(f"event.{act}"), needed=needed)
