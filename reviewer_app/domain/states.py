"""The road of one application: its states, the moves the office allows, and which of them need a reason."""

from __future__ import annotations

from enum import StrEnum

from reviewer_app.domain.errors import RefusalError


class State(StrEnum):
    """Where a case stands; the value is stored, the label is shown."""

    REGISTERED = "registered"
    CHECKING = "checking"
    AWAITING_CORRECTION = "awaiting_correction"
    REVIEWING = "reviewing"
    PROPOSED = "proposed"
    CHALLENGED = "challenged"
    SIGNED_OFF = "signed_off"
    SEALED = "sealed"
    BATCHED = "batched"
    SENT = "sent"
    RETURNED_BY_BUREAU = "returned_by_bureau"
    APPROVED = "approved"
    NOT_APPROVED = "not_approved"
    RUNNING = "running"
    EXTENDED = "extended"
    ACCEPTED = "accepted"
    FAILED_ACCEPTANCE = "failed_acceptance"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    TRANSFERRED = "transferred"
    LAPSED = "lapsed"

    @property
    def label(self) -> str:
        """The state in the office's words."""
        return _LABELS[self]


_LABELS: dict[State, str] = {
    State.REGISTERED: "已登记",
    State.CHECKING: "核对中",
    State.AWAITING_CORRECTION: "待补正",
    State.REVIEWING: "初审中",
    State.PROPOSED: "待复核",
    State.CHALLENGED: "退回经办",
    State.SIGNED_OFF: "已复核",
    State.SEALED: "已用印",
    State.BATCHED: "已入批次",
    State.SENT: "已报送",
    State.RETURNED_BY_BUREAU: "市局退回",
    State.APPROVED: "立项",
    State.NOT_APPROVED: "未立项",
    State.RUNNING: "实施中",
    State.EXTENDED: "延期",
    State.ACCEPTED: "验收合格",
    State.FAILED_ACCEPTANCE: "验收不合格",
    State.CLOSED: "结项",
    State.DECLINED: "不予推荐",
    State.WITHDRAWN: "撤回",
    State.TRANSFERRED: "转送",
    State.LAPSED: "逾期未补",
}

_S = State
_FORWARD: dict[State, frozenset[State]] = {
    _S.REGISTERED: frozenset({_S.CHECKING}),
    _S.CHECKING: frozenset({_S.AWAITING_CORRECTION, _S.REVIEWING}),
    _S.AWAITING_CORRECTION: frozenset({_S.CHECKING, _S.LAPSED}),
    _S.REVIEWING: frozenset({_S.PROPOSED, _S.AWAITING_CORRECTION}),
    _S.PROPOSED: frozenset({_S.SIGNED_OFF, _S.CHALLENGED, _S.DECLINED}),
    _S.CHALLENGED: frozenset({_S.REVIEWING, _S.PROPOSED, _S.AWAITING_CORRECTION}),
    _S.SIGNED_OFF: frozenset({_S.SEALED}),
    _S.SEALED: frozenset({_S.BATCHED}),
    _S.BATCHED: frozenset({_S.SENT}),
    _S.SENT: frozenset({_S.RETURNED_BY_BUREAU, _S.APPROVED, _S.NOT_APPROVED}),
    _S.RETURNED_BY_BUREAU: frozenset({_S.CHECKING}),
    _S.APPROVED: frozenset({_S.RUNNING}),
    _S.RUNNING: frozenset({_S.EXTENDED, _S.ACCEPTED, _S.FAILED_ACCEPTANCE}),
    _S.EXTENDED: frozenset({_S.ACCEPTED, _S.FAILED_ACCEPTANCE}),
    _S.ACCEPTED: frozenset({_S.CLOSED}),
    _S.FAILED_ACCEPTANCE: frozenset({_S.CLOSED}),
}
_BACKWARD: dict[State, frozenset[State]] = {
    _S.REVIEWING: frozenset({_S.CHECKING}),
    _S.PROPOSED: frozenset({_S.REVIEWING}),
    _S.SIGNED_OFF: frozenset({_S.REVIEWING}),
    _S.SEALED: frozenset({_S.REVIEWING}),
    _S.BATCHED: frozenset({_S.SEALED}),
    _S.DECLINED: frozenset({_S.REVIEWING}),
    _S.WITHDRAWN: frozenset({_S.CHECKING}),
    _S.TRANSFERRED: frozenset({_S.CHECKING}),
    _S.LAPSED: frozenset({_S.CHECKING}),
}
BEFORE_SENT: frozenset[State] = frozenset(
    {
        _S.REGISTERED,
        _S.CHECKING,
        _S.AWAITING_CORRECTION,
        _S.REVIEWING,
        _S.PROPOSED,
        _S.CHALLENGED,
        _S.SIGNED_OFF,
        _S.SEALED,
        _S.BATCHED,
        _S.RETURNED_BY_BUREAU,
    }
)
_LEAVING: frozenset[State] = frozenset({_S.WITHDRAWN, _S.TRANSFERRED, _S.LAPSED})
_NEEDS_REASON: frozenset[State] = frozenset({_S.CHALLENGED, _S.RETURNED_BY_BUREAU}) | _LEAVING

#: States in which the officer still fills in values and answers.
OPEN_FOR_WORK: frozenset[State] = frozenset({_S.REGISTERED, _S.CHECKING, _S.REVIEWING, _S.CHALLENGED})

#: The stepper of the case pane: the step's word and the states that stand on it.
ROAD: tuple[tuple[str, frozenset[State]], ...] = (
    ("登记", frozenset({_S.REGISTERED})),
    ("核对", frozenset({_S.CHECKING, _S.AWAITING_CORRECTION, _S.LAPSED, _S.RETURNED_BY_BUREAU})),
    ("初审", frozenset({_S.REVIEWING, _S.CHALLENGED, _S.WITHDRAWN})),
    ("复核", frozenset({_S.PROPOSED, _S.DECLINED, _S.TRANSFERRED})),
    ("用印", frozenset({_S.SIGNED_OFF})),
    ("报送", frozenset({_S.SEALED, _S.BATCHED})),
)


def road_step(state: State) -> int:
    """How many steps of the road are done: 0 at registration, 6 once sent."""
    for step, (_, states) in enumerate(ROAD):
        if state in states:
            return step
    return len(ROAD)


def moves_from(state: State) -> frozenset[State]:
    """Every state a person may move the case to."""
    leaving = _LEAVING if state in BEFORE_SENT else frozenset()
    return _FORWARD.get(state, frozenset()) | _BACKWARD.get(state, frozenset()) | leaving


def needs_reason(source: State, target: State) -> bool:
    """Whether the move must carry a written reason (every backward move, and leaving the road)."""
    return target in _NEEDS_REASON or target in _BACKWARD.get(source, frozenset())


def check_move(source: State, target: State, reason: str = "") -> None:
    """Refuses a move the office does not know, or one that lacks its reason.

    Raises RefusalError `state.move` or `state.reason`.
    """
    if target not in moves_from(source):
        raise RefusalError("state.move", source=source.label, target=target.label)
    if needs_reason(source, target) and not reason.strip():
        raise RefusalError("state.reason", source=source.label, target=target.label, field="reason")
