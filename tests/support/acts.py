"""Every act of a case done by its service, with what its place in the window hands over."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Event, PaperCopy, Source
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.corrections.request import ItemVerdict, RequestStatus, TellingWay
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.acting import SERVICES, carry_out
from reviewer_app.services.cases.correcting import Judgement
from reviewer_app.services.cases.correction_planning import drafted, open_points_of
from reviewer_app.services.cases.following import plan_follow
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.corrections import CorrectionChoice
from reviewer_app.services.ports.listing import Aside
from support.builders import CLEAN
from support.fake_consultations import REPLY, asked_of_one
from support.fake_stores import DAY
from support.fakes import FakeUnit
from support.other_packs import newer
from support.sealing import session_on

_SUBMITTED = (Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
_REASON = "申报单位来函"


def submitted(unit: FakeUnit) -> int:
    """A case with an opinion that waits."""
    case_id = register_application(unit, CLEAN, Source.PAPER).application_id
    reviewing.submit_opinion(unit, case_id, *_SUBMITTED)
    return case_id


def in_state(unit: FakeUnit, state: State) -> int:
    """A case with an opinion that waits, put into a state."""
    case_id = submitted(unit)
    unit.applications.update(replace(unit.applications.get(case_id), state=state))
    asked_of_one(unit, case_id)
    if state is State.WITHDRAWAL_ASKED:
        unit.events.append(Event(unit.now, "示例丁", EventAct.WITHDRAWAL_ASKED, case_id, reason=_REASON))
    return case_id


def _choice(unit: FakeUnit, case_id: int, act: Act) -> CorrectionChoice:
    """Every hard point left open is named; one point not met is there to be asked for."""
    case = unit.applications.get(case_id)
    if act is Act.DRAFT_CORRECTION and case.state in act.spec.states:
        unit.answers.put(case_id, Answer("M3.copies", Verdict.NOT_MET))
    return CorrectionChoice(tuple(rule.id for rule in open_points_of(unit, case, unit.packs.current("2024"))))


def lay_request(unit: FakeUnit, case_id: int, act: Act) -> None:
    """A request as the act needs it: sent and not told, or answered and not judged."""
    unit.answers.put(case_id, Answer("M3.copies", Verdict.NOT_MET))
    request = drafted(unit, unit.applications.get(case_id), _choice(unit, case_id, act))
    is_answered = act is Act.JUDGE_CORRECTION
    status = RequestStatus.ANSWERED if is_answered else RequestStatus.DRAFTED
    unit.corrections.add(
        replace(request, status=status, asked_at=unit.now, answered_on=unit.today if is_answered else None)
    )


def do_act(unit: FakeUnit, case_id: int, act: Act) -> None:
    """Does an act by its service, with what its place in the window hands over."""
    case = unit.applications.get(case_id)
    said: dict[Act, tuple[object, ...]] = {
        Act.EDIT: (case.revision, {**case.values, "contact_person": "样本丁"}, _REASON),
        Act.ANSWER: ("E1.registered", Verdict.MET),
        Act.LOOK_UP: (LookedUp("信用中国（演练）", DAY, DAY, DAY, LookUpResult.NOTHING_FOUND, "", ("E1.credit",)),),
        Act.RECORD_PAPER: (PaperCopy(1, is_received=True),),
        Act.SUBMIT: _SUBMITTED,
        Act.DRAFT_CORRECTION: (_choice(unit, case_id, act),),
        Act.TELL_CORRECTION: (unit.today, TellingWay.TELEPHONE),
        Act.JUDGE_CORRECTION: (Judgement("M3.copies", ItemVerdict.NOT_CURED),),
        Act.WITHDRAW_CORRECTION: (_REASON,),
        Act.SIGN_OFF: ("",),
        Act.CHALLENGE: (_REASON,),
        Act.EXPLAIN: ({},),
        Act.CONSULT: ("上海市示例交通主管部门", 10),
        Act.TAKE_VIEW: (1, REPLY),
        Act.SET_ASIDE: (unit.today + timedelta(days=1), _REASON),
    }
    if act is Act.TAKE_UP:
        standing = Aside(unit.today + timedelta(days=1), "", case.state.value, case.handler, "示例甲", unit.now)
        unit.asides.put(case_id, standing)
    if act is Act.RECORD_SEALED and case.state is State.SIGNED_OFF and not unit.seals.open_sessions():
        session_on(unit, [case_id])
    if act is Act.SIGN_OFF and unit.actor.name == "示例甲":
        unit.acting("示例乙")
    if act is Act.FOLLOW_PACK:
        unit.packs.keep(load_pack(newer(), "sh-2024.toml"))
        said[act] = (plan_follow(unit, case_id),)
    if act in said:
        SERVICES[act](unit, case_id, *said[act])
    else:
        carry_out(unit, case_id, act, _REASON, "示例乙")
