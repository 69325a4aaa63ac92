"""The road of one application: one line for each state, and the moves the office allows.

A new state is one member of `State` and one `StateRule` in `RULES`, with a number no other state ever had.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from reviewer_app.domain.chips import Tab, Tone
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.roles import Role


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
    PAIRED = "paired"
    RECOMMENDATION_WITHDRAWN = "recommendation_withdrawn"
    WITHDRAWAL_ASKED = "withdrawal_asked"
    PILOT_ENDED = "pilot_ended"

    @property
    def rule(self) -> StateRule:
        """All that is laid down of the state."""
        return RULES[self]

    @property
    def label(self) -> str:
        """The state in the office's words."""
        return RULES[self].label


class Step(IntEnum):
    """The steps of the road as the case pane draws them; `DONE` comes after the last."""

    REGISTERING = 0
    CHECKING = 1
    REVIEWING = 2
    SIGNING_OFF = 3
    SEALING = 4
    SENDING = 5
    DONE = 6

    @property
    def label(self) -> str:
        """The step's word."""
        return ("登记", "核对", "初审", "复核", "用印", "报送", "")[self]


#: The steps that are drawn.
ROAD: tuple[Step, ...] = tuple(step for step in Step if step is not Step.DONE)


@dataclass(frozen=True, slots=True, kw_only=True)
class StateRule:
    """What is laid down of a state.

    `number` is stored with each case and orders the queue by state: it is never changed and never given again.
    `back` are moves against the road, which need a reason; a state that `asks_reason` needs one from anywhere.
    A case that is `before_sent` can also go to every state that `leaves_road`. `waits_for` is the role whose 待我办
    shows the case: for the handler only their own.
    """

    number: int
    label: str
    step: Step
    tab: Tab
    tone: Tone
    forward: frozenset[State] = frozenset()
    back: frozenset[State] = frozenset()
    before_sent: bool = False
    open_for_work: bool = False
    asks_reason: bool = False
    leaves_road: bool = False
    waits_for: Role | None = None


def _to(*states: State) -> frozenset[State]:
    return frozenset(states)


_S = State
# fmt: off
RULES: Mapping[State, StateRule] = {
    _S.REGISTERED: StateRule(
        number=0, label="已登记", step=Step.REGISTERING, tab=Tab.CHECKING, tone=Tone.IDLE,
        forward=_to(_S.CHECKING, _S.PAIRED),
        before_sent=True, open_for_work=True, waits_for=Role.HANDLER,
    ),
    _S.CHECKING: StateRule(
        number=1, label="核对中", step=Step.CHECKING, tab=Tab.CHECKING, tone=Tone.IDLE,
        forward=_to(_S.AWAITING_CORRECTION, _S.REVIEWING, _S.PAIRED),
        before_sent=True, open_for_work=True, waits_for=Role.HANDLER,
    ),
    _S.AWAITING_CORRECTION: StateRule(
        number=2, label="待补正", step=Step.CHECKING, tab=Tab.AWAITING_CORRECTION, tone=Tone.WARN,
        forward=_to(_S.CHECKING, _S.LAPSED), before_sent=True,
    ),
    _S.REVIEWING: StateRule(
        number=3, label="初审中", step=Step.REVIEWING, tab=Tab.REVIEWING, tone=Tone.ACCENT,
        forward=_to(_S.PROPOSED, _S.AWAITING_CORRECTION), back=_to(_S.CHECKING),
        before_sent=True, open_for_work=True, waits_for=Role.HANDLER,
    ),
    _S.PROPOSED: StateRule(
        number=4, label="待复核", step=Step.SIGNING_OFF, tab=Tab.PROPOSED, tone=Tone.ACCENT,
        forward=_to(_S.SIGNED_OFF, _S.CHALLENGED, _S.DECLINED), back=_to(_S.REVIEWING),
        before_sent=True, waits_for=Role.HEAD,
    ),
    _S.CHALLENGED: StateRule(
        number=5, label="退回经办", step=Step.REVIEWING, tab=Tab.REVIEWING, tone=Tone.BAD,
        forward=_to(_S.REVIEWING, _S.PROPOSED, _S.AWAITING_CORRECTION),
        before_sent=True, open_for_work=True, asks_reason=True, waits_for=Role.HANDLER,
    ),
    _S.SIGNED_OFF: StateRule(
        number=6, label="已复核", step=Step.SEALING, tab=Tab.READY, tone=Tone.OK,
        forward=_to(_S.SEALED), back=_to(_S.REVIEWING), before_sent=True, waits_for=Role.SEAL,
    ),
    _S.SEALED: StateRule(
        number=7, label="已用印", step=Step.SENDING, tab=Tab.READY, tone=Tone.OK,
        forward=_to(_S.BATCHED), back=_to(_S.REVIEWING, _S.SIGNED_OFF), before_sent=True,
    ),
    _S.BATCHED: StateRule(
        number=8, label="已入批次", step=Step.SENDING, tab=Tab.READY, tone=Tone.OK,
        forward=_to(_S.SENT), back=_to(_S.SEALED), before_sent=True,
    ),
    _S.SENT: StateRule(
        number=9, label="已报送", step=Step.DONE, tab=Tab.SENT, tone=Tone.OK,
        forward=_to(_S.RETURNED_BY_BUREAU, _S.APPROVED, _S.NOT_APPROVED, _S.WITHDRAWAL_ASKED),
    ),
    _S.RETURNED_BY_BUREAU: StateRule(
        number=10, label="市局退回", step=Step.CHECKING, tab=Tab.CHECKING, tone=Tone.BAD,
        forward=_to(_S.CHECKING), back=_to(_S.SENT), before_sent=True, asks_reason=True,
        waits_for=Role.HANDLER,
    ),
    _S.APPROVED: StateRule(
        number=11, label="立项", step=Step.DONE, tab=Tab.SENT, tone=Tone.OK, forward=_to(_S.RUNNING),
        back=_to(_S.SENT),
    ),
    _S.NOT_APPROVED: StateRule(
        number=12, label="未立项", step=Step.DONE, tab=Tab.SENT, tone=Tone.BAD, back=_to(_S.SENT),
    ),
    _S.RUNNING: StateRule(
        number=13, label="实施中", step=Step.DONE, tab=Tab.SENT, tone=Tone.OK,
        forward=_to(_S.EXTENDED, _S.ACCEPTED, _S.FAILED_ACCEPTANCE, _S.PILOT_ENDED), back=_to(_S.APPROVED),
    ),
    _S.EXTENDED: StateRule(
        number=14, label="延期", step=Step.DONE, tab=Tab.SENT, tone=Tone.WARN,
        forward=_to(_S.ACCEPTED, _S.FAILED_ACCEPTANCE, _S.PILOT_ENDED), back=_to(_S.RUNNING),
    ),
    _S.ACCEPTED: StateRule(
        number=15, label="验收合格", step=Step.DONE, tab=Tab.SENT, tone=Tone.OK, forward=_to(_S.CLOSED),
        back=_to(_S.RUNNING, _S.EXTENDED),
    ),
    _S.FAILED_ACCEPTANCE: StateRule(
        number=16, label="验收不合格", step=Step.DONE, tab=Tab.SENT, tone=Tone.BAD, forward=_to(_S.CLOSED),
        back=_to(_S.RUNNING, _S.EXTENDED),
    ),
    _S.CLOSED: StateRule(
        number=17, label="结项", step=Step.DONE, tab=Tab.SENT, tone=Tone.IDLE,
        back=_to(_S.ACCEPTED, _S.FAILED_ACCEPTANCE),
    ),
    _S.DECLINED: StateRule(
        number=18, label="不予推荐", step=Step.SIGNING_OFF, tab=Tab.ENDED, tone=Tone.BAD, back=_to(_S.REVIEWING),
    ),
    _S.WITHDRAWN: StateRule(
        number=19, label="撤回", step=Step.REVIEWING, tab=Tab.ENDED, tone=Tone.IDLE, back=_to(_S.CHECKING),
        asks_reason=True, leaves_road=True,
    ),
    _S.TRANSFERRED: StateRule(
        number=20, label="转送", step=Step.SIGNING_OFF, tab=Tab.ENDED, tone=Tone.IDLE, back=_to(_S.CHECKING),
        asks_reason=True, leaves_road=True,
    ),
    _S.LAPSED: StateRule(
        number=21, label="逾期未补", step=Step.CHECKING, tab=Tab.ENDED, tone=Tone.WARN, back=_to(_S.CHECKING),
        asks_reason=True, leaves_road=True,
    ),
    # A recommendation the bureau has, taken back by a letter; the head agrees to it first.
    _S.RECOMMENDATION_WITHDRAWN: StateRule(
        number=23, label="推荐已撤回", step=Step.SENDING, tab=Tab.ENDED, tone=Tone.IDLE, back=_to(_S.CHECKING),
        asks_reason=True,
    ),
    _S.WITHDRAWAL_ASKED: StateRule(
        number=24, label="拟撤回推荐", step=Step.DONE, tab=Tab.SENT, tone=Tone.WARN,
        forward=_to(_S.RECOMMENDATION_WITHDRAWN), back=_to(_S.SENT), asks_reason=True, waits_for=Role.HEAD,
    ),
    # A paper case found to be the other half of an online one, which goes on with its papers.
    _S.PAIRED: StateRule(
        number=22, label="已并案", step=Step.REGISTERING, tab=Tab.ENDED, tone=Tone.IDLE,
        back=_to(_S.REGISTERED, _S.CHECKING),
    ),
    # A pilot given up before its acceptance: by the unit or by the bureau that approved it.
    _S.PILOT_ENDED: StateRule(
        number=25, label="试点终止", step=Step.DONE, tab=Tab.SENT, tone=Tone.IDLE, asks_reason=True,
        back=_to(_S.RUNNING, _S.EXTENDED),
    ),
}
# fmt: on

BEFORE_SENT: frozenset[State] = frozenset(state for state in State if state.rule.before_sent)

#: States in which the officer still fills in values and answers.
OPEN_FOR_WORK: frozenset[State] = frozenset(state for state in State if state.rule.open_for_work)

#: What the bureau approved, whatever became of it since; every count and table of projects asks here.
ONCE_APPROVED: frozenset[State] = frozenset(
    {
        *(State.APPROVED, State.RUNNING, State.EXTENDED, State.ACCEPTED, State.FAILED_ACCEPTANCE, State.CLOSED),
        State.PILOT_ENDED,
    }
)

#: What ended before it was sent, or was taken back after it: it goes with no batch as it stands.
ENDED: frozenset[State] = frozenset(state for state in State if state.rule.tab is Tab.ENDED)

_LEAVING: frozenset[State] = frozenset(state for state in State if state.rule.leaves_road)


def states_under(tab: Tab) -> frozenset[State]:
    """Which states stand under a chip; 待我办 depends on the person (see `waiting_for`), 已移交 on custody."""
    return frozenset(state for state in State if tab in (state.rule.tab, Tab.ALL))


def waiting_for(role: Role) -> frozenset[State]:
    """The states in which a case waits for somebody of this role."""
    return frozenset(state for state in State if state.rule.waits_for is role)


def moves_from(state: State) -> frozenset[State]:
    """Every state a person may move the case to."""
    return state.rule.forward | state.rule.back | (_LEAVING if state.rule.before_sent else frozenset())


def needs_reason(source: State, target: State) -> bool:
    """Whether the move must carry a written reason (every backward move, and leaving the road)."""
    return target.rule.asks_reason or target in source.rule.back


def check_move(source: State, target: State, reason: str = "") -> None:
    """Refuses a move the office does not know, or one that lacks its reason.

    Raises RefusalError `state.move` or `state.reason`.
    """
    if target not in moves_from(source):
        raise RefusalError("state.move", source=source.label, target=target.label)
    if needs_reason(source, target) and not reason.strip():
        raise RefusalError("state.reason", source=source.label, target=target.label, field="reason")
