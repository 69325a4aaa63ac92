"""Who may do what, in which state of a case: one line for each act, and the acts of the office by role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum, auto

from reviewer_app.domain.application import Application, Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import BEFORE_SENT, OPEN_FOR_WORK, State


class Act(StrEnum):
    """What a person may do with a case; the value names the draft box of its reason, and its palette entry."""

    EDIT = "edit"
    BEGIN_CHECKING = "begin_checking"
    BEGIN_REVIEW = "begin_review"
    ANSWER = "answer"
    LOOK_UP = "look_up"
    RECORD_PAPER = "record_paper"
    SUBMIT = "submit"
    TAKE_BACK = "take_back"
    SIGN_OFF = "sign_off"
    CHALLENGE = "challenge"
    DRAFT_CORRECTION = "draft_correction"
    TELL_CORRECTION = "tell_correction"
    CORRECTION_RECEIVED = "correction_received"
    JUDGE_CORRECTION = "judge_correction"
    WITHDRAW_CORRECTION = "withdraw_correction"
    HAND_OVER = "hand_over"
    WITHDRAW = "withdraw"
    RECORD_LAPSED = "record_lapsed"
    REOPEN = "reopen"
    RECORD_SEALED = "record_sealed"
    EXPLAIN = "explain"
    FOLLOW_PACK = "follow_pack"
    SET_ASIDE = "set_aside"
    TAKE_UP = "take_up"
    RECUSE = "recuse"
    CONSULT = "consult"
    TAKE_VIEW = "take_view"
    ASK_WITHDRAWAL = "ask_withdrawal"
    AGREE_WITHDRAWAL = "agree_withdrawal"
    REFUSE_WITHDRAWAL = "refuse_withdrawal"

    @property
    def spec(self) -> ActSpec:
        """The act's line of the table."""
        return ACTS[self]

    @property
    def label(self) -> str:
        """The button's word."""
        return ACTS[self].label


class Standing(Enum):
    """Where the window offers an act: on the road as a button, beside it in the menu, or where its work is done."""

    LEADING = auto()
    ASIDE = auto()
    AT_ITS_WORK = auto()


@dataclass(frozen=True, slots=True)
class ActSpec:
    """All that is to be said of one act.

    It is open to whoever has one of the `roles` while the case is in one of the `states`; `event` is what it puts on
    record. With a `question` it is asked first, in the words that the phrases have for this code. What `is_final`
    cannot simply be taken back; what `is_destructive` takes the case off the road. An act at its work has no question
    here, the place of its work asks. A receiver is asked for in any case, or by `receiver_if_own` only of who handles
    the case.
    """

    label: str
    roles: frozenset[Role]
    states: frozenset[State]
    event: EventAct
    standing: Standing = Standing.AT_ITS_WORK
    question: str = ""
    needs_reason: bool = False
    needs_receiver: bool = False
    receiver_if_own: bool = False
    is_final: bool = False
    is_destructive: bool = False

    def asks_receiver(self, user: User, application: Application) -> bool:
        """Whether a person doing it has to say who takes the case."""
        return self.needs_receiver and (not self.receiver_if_own or application.handler == user.name)


_S, _E = State, EventAct
_HANDLER, _HEAD, _SEAL, _ADMIN = (frozenset({role}) for role in (Role.HANDLER, Role.HEAD, Role.SEAL, Role.ADMIN))
_LEADING, _ASIDE = Standing.LEADING, Standing.ASIDE
_DECIDED = frozenset({_S.SIGNED_OFF, _S.SEALED})
_ENDED = frozenset({_S.DECLINED, _S.WITHDRAWN, _S.TRANSFERRED, _S.LAPSED, _S.RECOMMENDATION_WITHDRAWN})
_AWAITING = frozenset({_S.AWAITING_CORRECTION})

#: In the order in which the window offers them.
ACTS: Mapping[Act, ActSpec] = {
    Act.BEGIN_CHECKING: ActSpec(
        "开始核对", _HANDLER, frozenset({_S.REGISTERED, _S.RETURNED_BY_BUREAU}), _E.CHECKING_BEGUN, _LEADING
    ),
    Act.BEGIN_REVIEW: ActSpec("进入初审", _HANDLER, frozenset({_S.CHECKING}), _E.REVIEW_BEGUN, _LEADING),
    Act.TELL_CORRECTION: ActSpec("登记告知", _HANDLER, _AWAITING, _E.CORRECTION_TOLD, _LEADING),
    Act.CORRECTION_RECEIVED: ActSpec(
        "补正已收到",
        _HANDLER,
        _AWAITING,
        _E.CORRECTION_RECEIVED,
        _LEADING,
        question="correction_received",
        is_final=True,
    ),
    Act.RECORD_SEALED: ActSpec(
        "登记用印",
        _SEAL,
        frozenset({_S.SIGNED_OFF}),
        _E.SEALED,
        _LEADING,
        question="record_sealed",
        is_final=True,
    ),
    Act.REOPEN: ActSpec(
        "重新办理", _HANDLER, _DECIDED | _ENDED, _E.REOPENED, _LEADING, question="reopen", needs_reason=True
    ),
    Act.TAKE_BACK: ActSpec(
        "撤回意见",
        _HANDLER,
        frozenset({_S.PROPOSED}),
        _E.TAKEN_BACK,
        _LEADING,
        question="take_back",
        needs_reason=True,
    ),
    Act.AGREE_WITHDRAWAL: ActSpec(
        "同意撤回推荐",
        _HEAD,
        frozenset({_S.WITHDRAWAL_ASKED}),
        _E.RECOMMENDATION_WITHDRAWN,
        _LEADING,
        question="agree_withdrawal",
        is_final=True,
    ),
    Act.REFUSE_WITHDRAWAL: ActSpec(
        "不同意撤回",
        _HEAD,
        frozenset({_S.WITHDRAWAL_ASKED}),
        _E.WITHDRAWAL_REFUSED,
        _LEADING,
        question="refuse_withdrawal",
        needs_reason=True,
    ),
    Act.ASK_WITHDRAWAL: ActSpec(
        "拟撤回推荐",
        _HANDLER,
        frozenset({_S.SENT}),
        _E.WITHDRAWAL_ASKED,
        _ASIDE,
        question="ask_withdrawal",
        needs_reason=True,
        is_destructive=True,
    ),
    Act.HAND_OVER: ActSpec(
        "移交",
        _HANDLER,
        BEFORE_SENT,
        _E.HANDED_OVER,
        _ASIDE,
        question="hand_over",
        needs_reason=True,
        needs_receiver=True,
    ),
    Act.RECUSE: ActSpec(
        "申明回避",
        _HANDLER | _HEAD | _SEAL,
        BEFORE_SENT,
        _E.RECUSED,
        _ASIDE,
        question="recuse",
        needs_reason=True,
        needs_receiver=True,
        receiver_if_own=True,
        is_final=True,
    ),
    Act.RECORD_LAPSED: ActSpec(
        "逾期未补",
        _HANDLER,
        _AWAITING,
        _E.LAPSED,
        _ASIDE,
        question="record_lapsed",
        needs_reason=True,
        is_destructive=True,
    ),
    Act.WITHDRAW: ActSpec(
        "申报撤回",
        _HANDLER,
        BEFORE_SENT,
        _E.WITHDRAWN,
        _ASIDE,
        question="withdraw",
        needs_reason=True,
        is_destructive=True,
    ),
    Act.DRAFT_CORRECTION: ActSpec("拟定补正告知", _HANDLER, OPEN_FOR_WORK, _E.CORRECTION_DRAFTED, _ASIDE),
    Act.JUDGE_CORRECTION: ActSpec("逐项认定补正", _HANDLER, OPEN_FOR_WORK, _E.CORRECTION_JUDGED, _ASIDE),
    Act.WITHDRAW_CORRECTION: ActSpec(
        "撤回补正告知",
        _HANDLER,
        OPEN_FOR_WORK | _AWAITING,
        _E.CORRECTION_WITHDRAWN,
        _ASIDE,
        needs_reason=True,
    ),
    Act.EDIT: ActSpec("编辑", _HANDLER, OPEN_FOR_WORK | _AWAITING, _E.AMENDED),
    Act.RECORD_PAPER: ActSpec("登记纸质材料", _HANDLER, OPEN_FOR_WORK | _AWAITING | _DECIDED, _E.PAPER_RECORDED),
    Act.CONSULT: ActSpec("征求意见", _HANDLER, OPEN_FOR_WORK | _AWAITING, _E.CONSULTED),
    Act.TAKE_VIEW: ActSpec("登记复函", _HANDLER, BEFORE_SENT, _E.VIEW_CAME),
    Act.ANSWER: ActSpec("作答", _HANDLER, OPEN_FOR_WORK, _E.ANSWERED),
    Act.FOLLOW_PACK: ActSpec("改按新版核对", _HANDLER, OPEN_FOR_WORK, _E.PACK_FOLLOWED),
    # A look-up that has grown too old is renewed until the case is sent.
    Act.LOOK_UP: ActSpec("登记查询", _HANDLER, OPEN_FOR_WORK | _AWAITING | _DECIDED | {_S.PROPOSED}, _E.LOOKED_UP),
    Act.SUBMIT: ActSpec("提交", _HANDLER, OPEN_FOR_WORK, _E.SUBMITTED),
    Act.SIGN_OFF: ActSpec("复核同意", _HEAD, frozenset({_S.PROPOSED}), _E.SIGNED_OFF),
    Act.EXPLAIN: ActSpec("写明理由", _HANDLER | _HEAD | _SEAL, _DECIDED | {_S.BATCHED}, _E.REASON_GIVEN),
    # The list of cases asks for day and reason, for one case or several.
    Act.SET_ASIDE: ActSpec("搁置", _HANDLER | _HEAD | _SEAL, BEFORE_SENT, _E.SET_ASIDE, needs_reason=True),
    Act.TAKE_UP: ActSpec("取回办理", _HANDLER | _HEAD | _SEAL, BEFORE_SENT, _E.TAKEN_UP),
    Act.CHALLENGE: ActSpec("退回经办", _HEAD, frozenset({_S.PROPOSED}), _E.CHALLENGED, needs_reason=True),
}

#: Acts of the office that are of no one case, or of many: what they put on record, and who may do them.
OFFICE_ACTS: Mapping[EventAct, frozenset[Role]] = {
    _E.REGISTERED: _HANDLER,
    _E.IMPORTED: _HANDLER,
    _E.EXPORTED: _HANDLER | _SEAL,
    _E.SENT: _HANDLER | _SEAL,
    _E.BATCH_LEFT: _HANDLER | _SEAL,
    _E.BATCH_REJOINED: _HANDLER | _SEAL,
    _E.CITY_ANSWERED: _HANDLER | _SEAL,
    _E.CITY_ANSWER_TAKEN_BACK: _HANDLER | _SEAL,
    _E.PROJECT_TAKEN_ON: _HANDLER,
    _E.VISIT_PLANNED: _HANDLER,
    _E.MILESTONE_SET: _HANDLER,
    _E.PLAN_CALLED_OFF: _HANDLER,
    _E.VISITED: _HANDLER,
    _E.MILESTONE_REACHED: _HANDLER,
    _E.EXTENSION_ASKED: _HANDLER,
    _E.PROJECT_EXTENDED: _HANDLER,
    _E.PROJECT_ACCEPTED: _HANDLER,
    _E.CERTIFICATE_ENTERED: _HANDLER,
    _E.PROJECT_CLOSED: _HANDLER,
    _E.PILOT_ENDED: _HANDLER,
    _E.LEDGER_TAKEN_BACK: _HANDLER,
    _E.BATCH_EXCUSED: _HANDLER | _HEAD | _SEAL,
    _E.SHEET_REPLACED: _HANDLER | _SEAL,
    _E.BATCH_DISSOLVED: _HANDLER | _SEAL,
    _E.SEAL_ASKED: _HANDLER,
    _E.SEAL_APPROVED: _HEAD,
    _E.SEAL_SENT_BACK: _HEAD,
    _E.SEAL_WITHDRAWN: _HANDLER,
    _E.SEAL_OPENED: _SEAL,
    _E.SEAL_CLOSED: _SEAL,
    _E.SEAL_USED: _SEAL,
    _E.SEAL_STRUCK: _SEAL,
    _E.SEAL_SET_UP: _ADMIN,
    _E.PARCELS_PLANNED: _HANDLER | _SEAL,
    _E.PARCEL_PACKED: _HANDLER | _SEAL,
    _E.PARCEL_UNPACKED: _HANDLER | _SEAL,
    _E.PARCEL_CLOSED: _HANDLER | _SEAL,
    _E.PARCEL_OPENED: _HANDLER | _SEAL,
    _E.PARCEL_POSTED: _HANDLER | _SEAL,
    _E.POSTING_UNDONE: _HANDLER | _SEAL,
    _E.PARCEL_SIGNED_FOR: _HANDLER | _SEAL,
    _E.PARCEL_RETURNED: _HANDLER | _SEAL,
    _E.SEALED_SCAN_KEPT: _HANDLER | _SEAL,
    _E.PLACED: _HANDLER | _HEAD,
    _E.LAYER_SAID: _HANDLER | _HEAD,
    _E.SCORED: _HANDLER | _HEAD,
    _E.ORDERED_BY_SCORES: _HANDLER | _HEAD,
    _E.ORDER_TAKEN_BACK: _HANDLER | _HEAD,
    _E.LOOK_DRAWN: _HANDLER | _HEAD,
    _E.LOOK_SAID: _HANDLER | _HEAD,
    _E.OBJECTION_ANSWERED: _HANDLER | _HEAD,
    _E.PAPER_ISSUED: _HANDLER | _SEAL,
    _E.NUMBER_VOIDED: _HANDLER | _SEAL,
    _E.PAPER_DELIVERED: _HANDLER | _SEAL,
    _E.PAPER_RECEIVED: _HANDLER | _SEAL,
    _E.SETTINGS_WRITTEN: _ADMIN,
    _E.SEASON_SETTLED: _ADMIN,
    _E.PACK_LOADED: _ADMIN,
    _E.SEASON_BEGUN: _ADMIN,
    _E.SEASON_CHECKED: _ADMIN,
    _E.SEASON_TURNED_TO: _ADMIN,
    _E.PACK_APPROVED: _HEAD,
    _E.PACK_SIGNED: _HEAD,
    _E.SEASON_CLOSED: _ADMIN,
    _E.SEASON_OPENED_AGAIN: _ADMIN,
    _E.USER_ADDED: _ADMIN,
    _E.PASSWORD_SET: _ADMIN,
    _E.RETIRED: _ADMIN,
    _E.BROUGHT_BACK: _ADMIN,
    _E.MASTER_KEY_CHANGED: _ADMIN,
    _E.SHEET_MADE: _ADMIN,
    _E.BACKUP_PLACE_CHOSEN: _ADMIN,
    _E.OWN_LIST_IMPORTED: _HANDLER | _ADMIN,
    _E.ROLES_CHANGED: _ADMIN,
    _E.PRINTED: frozenset(Role),
    _E.PRINT_JOB_MADE: frozenset(Role),
    _E.PRINT_HANDED: frozenset(Role),
    _E.PRINT_TOLD: frozenset(Role),
    _E.DOSSIER_MADE: frozenset(Role),
    _E.COUNTED_AGAIN: _ADMIN,
    _E.SEASON_ARCHIVED: _HANDLER | _HEAD | _ADMIN,
    _E.DESTRUCTION_HELD: _HANDLER | _HEAD | _ADMIN,
    _E.HOLD_LIFTED: _HEAD | _ADMIN,
    _E.DESTRUCTION_PROPOSED: _HANDLER | _ADMIN,
    _E.DESTRUCTION_CALLED_OFF: _HANDLER | _HEAD | _ADMIN,
    _E.DESTRUCTION_SIGNED: _HEAD,
    _E.CERTIFICATE_TRUSTED: _ADMIN,
    _E.CERTIFICATE_REMOVED: _ADMIN,
    _E.CARD_ISSUED: frozenset(Role),
    _E.CARD_CONFIRMED: _ADMIN,
    _E.CARD_REMOVED: _ADMIN,
    _E.CASE_AWAY: _HANDLER | _HEAD | _SEAL,
    _E.CASE_CAME: _HANDLER | _HEAD | _SEAL,
    _E.PACKAGE_RECALLED: _HANDLER | _HEAD | _SEAL,
    _E.CHANGE_MERGED: _HANDLER,
    _E.PAIRED: _HANDLER,
    _E.PAIR_REFUSED: _HANDLER,
    _E.PAIR_PARTED: _HANDLER,
    _E.CASES_MERGED: _HANDLER,
    _E.MERGE_UNDONE: _HANDLER,
    _E.KEPT_APART: _HANDLER,
    _E.CHANGE_DROPPED: _HANDLER,
    **dict.fromkeys((_E.STANDARDS_TAKEN, _E.STANDARD_AMENDED, _E.STANDARD_REACHED, _E.STANDARD_STEPPED_BACK), _HANDLER),
    **dict.fromkeys((_E.STANDARD_GIVEN_UP, _E.STANDARD_STRUCK, _E.STANDARD_RESUMED), _HANDLER),
    **dict.fromkeys((_E.REGULATION_KEPT, _E.REGULATION_AMENDED, _E.RULE_PINNED, _E.RULE_UNPINNED), _HANDLER | _ADMIN),
    **dict.fromkeys((_E.BODY_ADDED, _E.BODY_CONTACT_NOTED, _E.BODY_CONTACT_ENDED), _HANDLER),
    **dict.fromkeys((_E.SUPPORT_NOTED, _E.SUPPORT_STRUCK), _HANDLER),
    **dict.fromkeys((_E.REGULATION_STRUCK, _E.REGULATION_RESUMED), _HANDLER | _ADMIN),
}


def acts_for(user: User, application: Application) -> frozenset[Act]:
    """The acts open to a person on a case in its present state."""
    return frozenset(act for act in ACTS if refusal_of(user, application, act) is None)


def refusal_of(user: User, application: Application, act: Act) -> RefusalError | None:
    """Why an act is not open to a person on a case; None when it is."""
    spec = act.spec
    if application.custody is not None and application.custody.is_away:
        return away_refusal(application)
    has_role = not spec.roles.isdisjoint(user.roles)
    if application.state in spec.states and has_role:
        if application.is_kept_from(user.name):
            return RefusalError("act.recused", act=spec.label)
        return None
    if application.state in spec.states:
        return RefusalError("act.role_needed", act=spec.label, needed=role_words(spec.roles))
    return RefusalError("act.not_allowed", act=spec.label, state=application.state.label)


def away_refusal(application: Application) -> RefusalError:
    """Why nothing can be done here with a case that lies at another desk."""
    custody = application.custody
    if custody is None:
        raise ValueError("the case was never handed over")
    if custody.is_void:
        return RefusalError("custody.void", number=application.intake_number)
    return RefusalError(
        "custody.away", number=application.intake_number, desk=custody.desk_name, day=custody.since.date()
    )


def may_do(user: User, act: EventAct) -> bool:
    """Whether one of a person's roles covers an act of the office."""
    return not OFFICE_ACTS[act].isdisjoint(user.roles)


def role_words(roles: frozenset[Role]) -> str:
    """Some roles in the office's words and order."""
    return "、".join(role.label for role in Role if role in roles)
