"""Every act of a case and of the office is refused in its service to whoever has not the right, and nothing is written.

No button is asked here: what a window offers is one thing, what a service does another.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from itertools import product
from pathlib import Path

import pytest

from reviewer_app.domain.acts import ACTS, OFFICE_ACTS, Act
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.prints import PrintWord
from reviewer_app.domain.dispatch.seals import SealSetup, SealWay
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.own_lists import ListKind
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.numbers import Delivery, Direction, IncomingKind, RegisterEntry
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.ranking.lots import LookVerdict
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.retention.rules import Depth
from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.services.archive.dossier import make_dossier
from reviewer_app.services.archive.package import ArchiveOrder, make_archive
from reviewer_app.services.cases import draft_keeping, registering
from reviewer_app.services.cases.sealing import strike_use, use_seal
from reviewer_app.services.city.answering import record_answers, take_back_answer
from reviewer_app.services.dispatch.batch_recording import BatchRecord, record_batch
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.dispatch.changing.updating import update_batch
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_app.services.dispatch.leaving import leave_batch, rejoin_batch
from reviewer_app.services.dispatch.mail_check import excuse_point
from reviewer_app.services.dispatch.ordering import place_case
from reviewer_app.services.dispatch.scoring import give_score, order_by_scores, take_back_order
from reviewer_app.services.dispatch.second_looks import answer_objection, draw_second_looks, say_second_look
from reviewer_app.services.figures.counting import count_again
from reviewer_app.services.figures.layers import say_layer
from reviewer_app.services.handover.cards import confirm_card, issue_card, remove_card
from reviewer_app.services.handover.envelope import card_of, new_keys
from reviewer_app.services.handover.gathering import gather
from reviewer_app.services.handover.receiving import Arrival, receive_package
from reviewer_app.services.handover.sending import recall
from reviewer_app.services.handover.waiting import drop_change, merge_change
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.merging import keep_apart, merge_cases, plan_merge, undo_merge
from reviewer_app.services.intake.pairing import accept_pair, part_pair, refuse_pair
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.office import library_keys, people
from reviewer_app.services.office.own_lists import import_own_list
from reviewer_app.services.office.people import change_roles
from reviewer_app.services.office.register import IncomingPaper, record_delivery, record_incoming, void_number
from reviewer_app.services.office.settings import write_settings
from reviewer_app.services.office.trust import propose_trust, stop_trusting, trust_certificates
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue
from reviewer_app.services.papers.printing import PrintMatter, PrintOrder, record_printed
from reviewer_app.services.ports.custody import PackageContent
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.records import ImportedList, SheetRow
from reviewer_app.services.posting.packing import (
    close_parcel,
    open_parcel,
    plan_parcels,
    put_all_in,
    put_in,
    take_out,
)
from reviewer_app.services.posting.posting import (
    Posting,
    drop_parcel,
    post_parcel,
    record_receipt,
    record_return,
    undo_posting,
)
from reviewer_app.services.printing.jobs import (
    begin_job,
    give_up_job,
    go_on_after,
    note_word,
    record_handed,
    say_all_out,
)
from reviewer_app.services.retention.destroying import (
    call_off_destruction,
    hold_case,
    lift_hold,
    propose_destruction,
    sign_destruction,
)
from reviewer_app.services.sealing.lists import approve_list, ask_for_seal, send_back_list, withdraw_list
from reviewer_app.services.sealing.sessions import close_session, open_session, stamp_papers
from reviewer_app.services.sealing.setup import write_setup
from reviewer_app.services.stacks.taking import keep_sealed_scan
from reviewer_app.services.summary.summaries import FormsOrder, SummaryForm, write_forms
from reviewer_app.wiring import Parts
from support.acts import do_act, in_state, lay_request
from support.body_acts import BODY_RIGHTS
from support.builders import CLEAN
from support.desk_pages import Documents
from support.fakes import FakeDesk, FakeUnit
from support.ledger_acts import LEDGER_RIGHTS
from support.printing_acts import no_batch, wanted_job
from support.regulation_acts import REGULATION_RIGHTS
from support.season_acts import OF_SEASONS
from support.stack_pages import a_scan
from support.standard_acts import STANDARD_RIGHTS

_SUBMITTED = (Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
_REASON = "测试理由"
_RECEIVED = CityWords(CityAnswerKind.RECEIVED, date(2024, 5, 22))
#: Every set of roles that matters: each role alone, and none at all for who has left the office.
_HOLDINGS = (frozenset[Role](), *(frozenset({role}) for role in Role))


@pytest.mark.parametrize(("act", "roles"), list(product(Act, _HOLDINGS)))
def test_an_act_of_a_case_is_done_by_its_roles_alone(act: Act, roles: frozenset[Role]) -> None:
    unit = FakeUnit()
    case_id = in_state(unit, min(act.spec.states))
    unit.users.put(User("示例丙", roles))
    unit.acting("示例丙")
    if act in (Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION):
        lay_request(unit, case_id, act)
    before = len(unit.events.of(case_id))
    if roles & ACTS[act].roles and act is Act.EXPLAIN:
        with pytest.raises(RefusalError, match=r"readiness\."):
            do_act(unit, case_id, act)
        return
    if roles & ACTS[act].roles:
        do_act(unit, case_id, act)
        assert unit.events.of(case_id)[-1].actor == "示例丙"
        return
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        do_act(unit, case_id, act)
    assert len(unit.events.of(case_id)) == before
    assert unit.applications.get(case_id).state is min(act.spec.states)


@pytest.mark.parametrize("act", Act)
def test_who_is_given_another_role_is_refused_at_his_next_act(act: Act) -> None:
    """The right is asked for when the act is done, not when the case was opened."""
    unit = FakeUnit()
    case_id = in_state(unit, min(act.spec.states))
    unit.users.put(User("示例丙", ACTS[act].roles))
    change_roles(unit, "示例丙", frozenset(Role) - ACTS[act].roles)
    unit.acting("示例丙")
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        do_act(unit, case_id, act)


def _entry(unit: FakeUnit) -> int:
    entry = RegisterEntry(
        Direction.OUTGOING,
        DocumentKind.DECLINE_LETTER.value,
        2024,
        1,
        "示〔2024〕1号",
        "示例公司",
        "事由",
        unit.today,
        "示例甲",
    )
    return unit.register.add(entry)


def _settings(unit: FakeUnit) -> None:
    write_settings(unit, unit.settings.get())


def _order(unit: FakeUnit) -> PrintOrder:
    return PrintOrder(DocumentKind.RUN_SHEET, next(iter(unit.applications.cases)))


def _write_summary(unit: FakeUnit, place: Path) -> None:
    order = FormsOrder((SummaryForm.STANDARD,), place)
    write_forms(FakeDesk(unit), SummaryForms(), order, lambda _done, _all: None, lambda: False)


def _arrival(unit: FakeUnit) -> Arrival:
    content = PackageContent(1, "窗口", unit.now, "示例丁", "", (), {})
    return Arrival(content, card_of(new_keys("窗口")), "", "", ())


_SHEET = OwnListSheet("清单.csv", "1", {}, (), ())
_LIST = ImportedList(Path("清单.xlsx"), "1", 1, {}, (), (SheetRow(2, {"project_name": "某标准化试点"}),), ())


def _on_unit(done: Callable[[UnitOfWork], object]) -> Callable[[FakeUnit, Path], object]:
    """An act that needs no folder."""
    return lambda unit, _folder: done(unit)


#: Each act of the office done by its service; several where more than one service does it.
_OFFICE: dict[EventAct, tuple[Callable[[FakeUnit, Path], object], ...]] = {
    EventAct.REGISTERED: (
        lambda unit, _: registering.register_application(unit, {"project_name": "某标准化试点"}, Source.PAPER),
        lambda unit, _: registering.forget_typed(unit),
    ),
    EventAct.IMPORTED: (lambda unit, _: write_import(unit, preview_import(unit, _LIST)),),
    EventAct.EXPORTED: (
        lambda unit, _: record_batch(unit, BatchRecord("", SealStyle.CIRCLE, unit.events.head(), ())),
        lambda unit, place: write_forms(
            FakeDesk(unit),
            SummaryForms(),
            FormsOrder((SummaryForm.STANDARD,), place),
            lambda _a, _b: None,
            lambda: False,
        ),
    ),
    EventAct.SENT: (lambda unit, _: record_sent(unit, 1),),
    EventAct.CITY_ANSWERED: (lambda unit, _: record_answers(unit, 1, [1], _RECEIVED),),
    EventAct.CITY_ANSWER_TAKEN_BACK: (lambda unit, _: take_back_answer(unit, 1, 1, _REASON),),
    EventAct.BATCH_EXCUSED: (lambda unit, _: excuse_point(unit, 1, "parcels:none", _REASON, ""),),
    EventAct.BATCH_LEFT: (lambda unit, _: leave_batch(unit, 1, _REASON),),
    EventAct.BATCH_REJOINED: (lambda unit, _: rejoin_batch(unit, 1, 1, _REASON),),
    EventAct.BATCH_DISSOLVED: (lambda unit, _: dissolve_batch(unit, 1, _REASON),),
    EventAct.SHEET_REPLACED: (
        lambda unit, _: update_batch(FakeDesk(unit), Documents(), 1, _REASON, lambda _a, _b: None, lambda: False),
    ),
    EventAct.SEAL_ASKED: (lambda unit, _: ask_for_seal(unit, {1: 1}),),
    EventAct.SEAL_APPROVED: (lambda unit, _: approve_list(unit, 1),),
    EventAct.SEAL_SENT_BACK: (lambda unit, _: send_back_list(unit, 1, _REASON),),
    EventAct.SEAL_WITHDRAWN: (lambda unit, _: withdraw_list(unit, 1, _REASON),),
    EventAct.SEAL_OPENED: (lambda unit, _: open_session(unit, 1, SealWay.STAMP),),
    EventAct.SEAL_CLOSED: (lambda unit, _: close_session(unit, 1),),
    EventAct.SEAL_USED: (lambda unit, _: use_seal(unit, 1, 1), lambda unit, _: stamp_papers(unit, 1, [1])),
    EventAct.SEAL_STRUCK: (lambda unit, _: strike_use(unit, 1, _REASON),),
    EventAct.SEAL_SET_UP: (lambda unit, _: write_setup(unit, SealSetup()),),
    EventAct.PARCELS_PLANNED: (lambda unit, _: plan_parcels(unit, 1, ()), lambda unit, _: drop_parcel(unit, 1)),
    EventAct.PARCEL_PACKED: (lambda unit, _: put_in(unit, 1, ()), lambda unit, _: put_all_in(unit, 1)),
    EventAct.PARCEL_UNPACKED: (lambda unit, _: take_out(unit, 1, (), _REASON),),
    EventAct.PARCEL_CLOSED: (lambda unit, _: close_parcel(unit, 1),),
    EventAct.PARCEL_OPENED: (lambda unit, _: open_parcel(unit, 1, _REASON),),
    EventAct.PARCEL_POSTED: (lambda unit, _: post_parcel(unit, 1, Posting("邮政", "EA1", unit.today)),),
    EventAct.POSTING_UNDONE: (lambda unit, _: undo_posting(unit, 1, _REASON),),
    EventAct.PARCEL_SIGNED_FOR: (lambda unit, _: record_receipt(unit, 1, unit.today, "收发室"),),
    EventAct.PARCEL_RETURNED: (lambda unit, _: record_return(unit, 1, unit.today, _REASON),),
    EventAct.SEALED_SCAN_KEPT: (lambda unit, _: keep_sealed_scan(unit, a_scan()),),
    EventAct.DESTRUCTION_HELD: (lambda unit, _: hold_case(unit, 1, _REASON),),
    EventAct.HOLD_LIFTED: (lambda unit, _: lift_hold(unit, 1, _REASON),),
    EventAct.DESTRUCTION_PROPOSED: (lambda unit, _: propose_destruction(unit, "2024", Depth.FILES, [1], _REASON),),
    EventAct.DESTRUCTION_CALLED_OFF: (lambda unit, _: call_off_destruction(unit, 1, _REASON),),
    EventAct.DESTRUCTION_SIGNED: (lambda unit, _: sign_destruction(unit, 1),),
    EventAct.PLACED: (lambda unit, _: place_case(unit, 1, 1, _REASON),),
    EventAct.COUNTED_AGAIN: (lambda unit, _: count_again(unit),),
    EventAct.LAYER_SAID: (lambda unit, _: say_layer(unit, 1, Layer.FUTURE),),
    EventAct.SCORED: (lambda unit, _: give_score(unit, 1, "influence", 1),),
    EventAct.ORDERED_BY_SCORES: (lambda unit, _: order_by_scores(unit),),
    EventAct.ORDER_TAKEN_BACK: (lambda unit, _: take_back_order(unit),),
    EventAct.LOOK_DRAWN: (lambda unit, _: draw_second_looks(unit, 1, _REASON),),
    EventAct.LOOK_SAID: (lambda unit, _: say_second_look(unit, 1, LookVerdict.SOUND, _REASON),),
    EventAct.OBJECTION_ANSWERED: (lambda unit, _: answer_objection(unit, 1, _REASON),),
    EventAct.PAPER_ISSUED: (lambda unit, _: plan_issue(unit, _order(unit), IssueChoice()),),
    EventAct.NUMBER_VOIDED: (lambda unit, _: void_number(unit, _entry(unit), _REASON),),
    EventAct.PAPER_DELIVERED: (lambda unit, _: record_delivery(unit, _entry(unit), Delivery.POSTED, unit.today),),
    EventAct.PAPER_RECEIVED: (
        lambda unit, _: record_incoming(unit, IncomingPaper(IncomingKind.OTHER, "示例单位", "来文", unit.today)),
    ),
    EventAct.SETTINGS_WRITTEN: (lambda unit, _: _settings(unit),),
    EventAct.USER_ADDED: (lambda unit, _: people.add(unit, User("示例丁", frozenset({Role.HEAD})), "slot", True),),
    EventAct.RETIRED: (lambda unit, _: people.retire(unit, "示例乙"),),
    EventAct.BROUGHT_BACK: (lambda unit, _: people.bring_back(unit, "示例乙", frozenset({Role.HEAD}), "slot"),),
    EventAct.PASSWORD_SET: (lambda unit, _: people.set_password(unit, "示例乙", "slot"),),
    EventAct.SHEET_MADE: (lambda unit, _: library_keys.put_sheet_in_force(unit, "slot"),),
    EventAct.MASTER_KEY_CHANGED: (lambda unit, _: library_keys.note_master_key(unit, lambda _slot: False),),
    # An act of the library itself, tried in its own tests.
    EventAct.BACKUP_PLACE_CHOSEN: (),
    **{act: (_on_unit(done),) for act, done in OF_SEASONS.items()},
    EventAct.OWN_LIST_IMPORTED: (
        lambda unit, _: import_own_list(
            unit, OwnListSheet("清单.csv", "1", {}, (), ()), ListKind.PENALTY, "台账", unit.today
        ),
    ),
    EventAct.ROLES_CHANGED: (lambda unit, _: change_roles(unit, "示例乙", {Role.HEAD}),),
    EventAct.CERTIFICATE_TRUSTED: (
        lambda unit, _: propose_trust(unit, ()),
        lambda unit, _: trust_certificates(unit, ()),
    ),
    EventAct.CERTIFICATE_REMOVED: (lambda unit, _: stop_trusting(unit, "无"),),
    EventAct.CARD_ISSUED: (lambda unit, _: issue_card(unit, "窗口"),),
    EventAct.CARD_CONFIRMED: (lambda unit, _: confirm_card(unit, card_of(new_keys("初审室")), ""),),
    EventAct.CARD_REMOVED: (lambda unit, _: remove_card(unit, "无"),),
    EventAct.CASE_AWAY: (lambda unit, _: gather(unit, [1], "无", ""),),
    EventAct.CASE_CAME: (lambda unit, _: receive_package(unit, _arrival(unit)),),
    EventAct.PACKAGE_RECALLED: (lambda unit, _: recall(unit, "无", _REASON),),
    EventAct.CHANGE_MERGED: (lambda unit, _: merge_change(unit, 1, 1),),
    EventAct.PAIRED: (lambda unit, _: accept_pair(unit, 1, 1),),
    EventAct.PAIR_REFUSED: (lambda unit, _: refuse_pair(unit, 1, 1),),
    EventAct.PAIR_PARTED: (lambda unit, _: part_pair(unit, 1, 1),),
    EventAct.CASES_MERGED: (lambda unit, _: merge_cases(unit, plan_merge(unit, 1, 1), {}, _REASON),),
    EventAct.MERGE_UNDONE: (lambda unit, _: undo_merge(unit, 1, 1),),
    EventAct.KEPT_APART: (lambda unit, _: keep_apart(unit, 1, 1),),
    EventAct.CHANGE_DROPPED: (lambda unit, _: drop_change(unit, 1, 1, _REASON),),
    EventAct.PRINT_JOB_MADE: (lambda unit, _: begin_job(unit, *wanted_job(no_batch(unit))),),
    EventAct.PRINT_HANDED: (lambda unit, _: record_handed(unit, 1, (1,), ""),),
    EventAct.PRINT_TOLD: (
        lambda unit, _: note_word(unit, 1, 1, SpoolWord(PrintWord.DONE)),
        lambda unit, _: go_on_after(unit, 1, 0),
        lambda unit, _: say_all_out(unit, 1),
        lambda unit, _: give_up_job(unit, 1, _REASON),
    ),
    EventAct.DOSSIER_MADE: (
        lambda unit, place: make_dossier(
            FakeDesk(unit), Parts(), 1, place / "档案.pdf", lambda _a, _b: None, lambda: False
        ),
    ),
    EventAct.SEASON_ARCHIVED: (
        lambda unit, place: make_archive(
            FakeDesk(unit), Parts(), ArchiveOrder("2024", place / "归档"), lambda _a, _b: None, lambda: False
        ),
    ),
    **{act: (do,) for act, do in {**STANDARD_RIGHTS, **REGULATION_RIGHTS, **BODY_RIGHTS, **LEDGER_RIGHTS}.items()},
    EventAct.PRINTED: (
        lambda unit, _: record_printed(unit, PrintMatter(_order(unit), "核对单", "", (1,), 0), 1, "打印机"),
    ),
}


def test_every_act_of_the_office_is_tried() -> None:
    assert set(_OFFICE) == set(OFFICE_ACTS)


@pytest.mark.parametrize(("act", "roles"), list(product(_OFFICE, _HOLDINGS)))
def test_an_act_of_the_office_is_refused_to_every_other_role(
    act: EventAct, roles: frozenset[Role], tmp_path: Path
) -> None:
    if roles & OFFICE_ACTS[act]:
        return
    for do in _OFFICE[act]:
        unit = FakeUnit()
        registering.register_application(unit, CLEAN, Source.PAPER)
        unit.users.put(User("示例丙", roles))
        unit.acting("示例丙")
        before = unit.events.head()
        with pytest.raises(RefusalError, match=r"act\.role_needed|settings\.not_admin"):
            do(unit, tmp_path)
        assert unit.events.head() == before
        assert not list(tmp_path.iterdir())


def test_who_has_left_the_office_keeps_no_draft_any_more() -> None:
    unit = FakeUnit()
    case_id = registering.register_application(unit, CLEAN, Source.PAPER).application_id
    change_roles(unit, "示例乙", ())
    with pytest.raises(RefusalError, match=r"user\.removed"):
        draft_keeping.save_draft(unit.acting("示例乙"), case_id, "opinion.text", "我还在写")
    assert unit.drafts.of(case_id) == {}


def test_the_last_admin_stays_admin() -> None:
    """Without one, nobody could ever give a role again."""
    unit = FakeUnit()
    for roles in ((), (Role.HANDLER,)):
        with pytest.raises(RefusalError, match=r"user\.last_admin"):
            change_roles(unit, "示例甲", roles)
    change_roles(unit, "示例乙", {Role.ADMIN})
    change_roles(unit, "示例甲", {Role.HANDLER})
    assert [(event.act, event.detail) for event in unit.events.latest(1)] == [
        (
            "roles_changed",
            {"name": "示例甲", "former_roles": "经办、复核、用印、管理员", "roles": "经办"},
        )
    ]
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        change_roles(unit.acting("示例甲"), "示例甲", frozenset(Role))


def test_roles_that_are_the_same_and_people_unknown_are_said() -> None:
    unit = FakeUnit()
    with pytest.raises(RefusalError, match=r"user\.same_roles"):
        change_roles(unit, "示例甲", frozenset(Role))
    with pytest.raises(RefusalError, match=r"user\.unknown"):
        change_roles(unit, "查无此人", {Role.HEAD})
