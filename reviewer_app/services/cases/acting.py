"""Which service carries out which act of a case, and the way for those that are no more than a question answered."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes
from reviewer_app.services.cases import (
    assigning,
    checking,
    consulting,
    correcting,
    following,
    looking_up,
    readying,
    registering,
    reviewing,
    sealing,
)
from reviewer_app.services.ports.library import UnitOfWork

#: Each takes the unit of work and the case first; then whom to, then the reason, where the act needs them.
SERVICES: Mapping[Act, Callable[..., Changes]] = {
    Act.EDIT: registering.amend_application,
    Act.BEGIN_CHECKING: checking.begin_checking,
    Act.BEGIN_REVIEW: checking.begin_review,
    Act.ANSWER: checking.answer_item,
    Act.LOOK_UP: looking_up.record_look_up,
    Act.RECORD_PAPER: checking.record_paper,
    Act.SUBMIT: reviewing.submit_opinion,
    Act.TAKE_BACK: reviewing.take_back,
    Act.SIGN_OFF: reviewing.sign_off,
    Act.CHALLENGE: reviewing.challenge,
    Act.DRAFT_CORRECTION: correcting.draft_request,
    Act.TELL_CORRECTION: correcting.tell_request,
    Act.CORRECTION_RECEIVED: correcting.correction_received,
    Act.JUDGE_CORRECTION: correcting.judge_item,
    Act.WITHDRAW_CORRECTION: correcting.withdraw_request,
    Act.HAND_OVER: assigning.hand_over,
    Act.CONSULT: consulting.consult,
    Act.TAKE_VIEW: consulting.take_view,
    Act.RECUSE: assigning.declare_conflict,
    Act.WITHDRAW: reviewing.withdraw,
    Act.RECORD_LAPSED: reviewing.record_lapsed,
    Act.REOPEN: reviewing.reopen,
    Act.ASK_WITHDRAWAL: reviewing.ask_withdrawal,
    Act.AGREE_WITHDRAWAL: reviewing.agree_withdrawal,
    Act.REFUSE_WITHDRAWAL: reviewing.refuse_withdrawal,
    Act.RECORD_SEALED: sealing.record_case_sealed,
    Act.EXPLAIN: readying.give_reasons,
    Act.FOLLOW_PACK: following.follow_pack,
    Act.SET_ASIDE: assigning.set_aside,
    Act.TAKE_UP: assigning.take_up,
}


def carry_out(unit: UnitOfWork, case_id: int, act: Act, reason: str = "", receiver: str = "") -> Changes:
    """Does an act of the case's head with what was answered to its question."""
    said = [receiver] if act.spec.needs_receiver else []
    if act.spec.needs_reason:
        said.append(reason)
    return SERVICES[act](unit, case_id, *said)
