"""The ledger as an officer keeps it: taken on, visited, extended, accepted, closed; refused where it cannot be."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

import pytest

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.changes import Noun
from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind, CityWords
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.guarantee.dues import Due, DueKind
from reviewer_app.domain.guarantee.entries import VisitKind
from reviewer_app.domain.guarantee.listing import LedgerTab
from reviewer_app.domain.guarantee.rules import (
    AcceptanceWords,
    ApprovalWords,
    ExtensionWords,
    PlanWords,
    VisitWords,
)
from reviewer_app.domain.limits.season import ClassLimits
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee import keeping
from reviewer_app.services.guarantee.deeds import deeds_of_unit
from reviewer_app.services.guarantee.keeping import LedgerFile
from reviewer_app.services.guarantee.reading import ledger_index, ledger_lines, ledger_told, open_project
from reviewer_app.services.office.settings import write_settings
from reviewer_app.services.papers.ledger_tables import deeds_table
from reviewer_app.services.ports.after.ledger import LedgerQuery
from support.acts import in_state
from support.fakes import FakeUnit

APPROVED = ApprovalWords("演练立项〔2024〕18号", date(2024, 6, 20))
EXTENSION = ExtensionWords("演练延〔2026〕4号", date(2026, 6, 1), 6, "国家标准报批延后")
VISIT = VisitWords(VisitKind.MIDTERM, date(2026, 6, 1), "示例甲", "标准体系已搭建，责任人明确")
WHY = "录入有误"


@pytest.fixture
def unit() -> FakeUnit:
    """One case approved by the bureau, looked at two years later."""
    unit = FakeUnit()
    case_id = in_state(unit, State.APPROVED)
    words = CityWords(CityAnswerKind.APPROVED, APPROVED.day, APPROVED.number)
    unit.city_answers.add(CityAnswer(case_id, 1, words, "示例甲", unit.now))
    unit.clock = datetime(2026, 6, 1, 10, 0)
    return unit


@pytest.fixture
def running(unit: FakeUnit) -> FakeUnit:
    """The same case, taken on."""
    keeping.take_on(unit, [1])
    return unit


def state(unit: FakeUnit) -> State:
    return unit.applications.get(1).state


def test_an_approved_case_is_taken_on_with_the_number_and_day_of_the_answer(unit: FakeUnit) -> None:
    assert ledger_index(unit, LedgerQuery(LedgerTab.AWAITING)).ids.tolist() == [1]
    assert open_project(unit, 1).approval == APPROVED
    keeping.take_on(unit, [1])
    assert state(unit) is State.RUNNING
    view = open_project(unit, 1)
    assert (view.project.approved_on, view.project.ends_on) == (date(2024, 6, 20), date(2026, 6, 20))
    event = unit.events.of(1)[-1]
    assert (event.act, event.to_state) == (EventAct.PROJECT_TAKEN_ON, "running")
    assert event.detail == {
        RecordKey.DOCUMENT_NUMBER: APPROVED.number,
        RecordKey.ON_DAY: "2024-06-20",
        RecordKey.TERM_MONTHS: "24",
        RecordKey.ENDS_ON: "2026-06-20",
    }
    with pytest.raises(RefusalError, match=r"guarantee\.taken_on_already"):
        keeping.take_on(unit, [1])


def test_without_an_answer_number_and_day_are_asked_for(unit: FakeUnit) -> None:
    unit.city_answers.kept.clear()
    with pytest.raises(RefusalError, match=r"guarantee\.no_approval"):
        keeping.take_on(unit, [1])
    for words, code in (
        (ApprovalWords(" ", APPROVED.day), "number"),
        (ApprovalWords("一号", date(2026, 6, 2)), "day_late"),
    ):
        with pytest.raises(RefusalError, match=rf"guarantee\.{code}"):
            keeping.take_on_as(unit, 1, words)
    keeping.take_on_as(unit, 1, APPROVED)
    assert state(unit) is State.RUNNING


def test_from_approval_to_closing(running: FakeUnit) -> None:
    unit = running
    keeping.plan(unit, 1, PlanWords(True, VisitKind.BEFORE_END.value, date(2026, 6, 10), "核对 2 项未完成标准"))
    plan = open_project(unit, 1).project.open_plans[0]
    unit.clock = datetime(2026, 6, 10, 15, 0)
    visit = replace(VISIT, kind=VisitKind.BEFORE_END, day=date(2026, 6, 10), plan=plan.entry.id)
    keeping.record_visit(unit, 1, visit, [LedgerFile("现场.jpg", b"photo"), LedgerFile("记录.pdf", b"%PDF")])
    view = open_project(unit, 1)
    assert not view.project.open_plans
    (done,) = view.project.visits
    assert [file.name for file in view.files[done.id]] == ["现场.jpg", "记录.pdf"]
    assert unit.events.of(1)[-1].detail[RecordKey.FILE] == "现场.jpg、记录.pdf"
    keeping.extend(unit, 1, EXTENSION)
    assert (state(unit), unit.ledger.shown[1].ends_on) == (State.EXTENDED, date(2026, 12, 20))
    assert unit.ledger.shown[1].original_end == date(2026, 6, 20)
    unit.clock = datetime(2026, 12, 21, 9, 0)
    assert ledger_told(unit)[0].overdue == 1
    keeping.accept(unit, 1, AcceptanceWords(True, date(2026, 12, 21), "演练验〔2026〕9号", "103.50", "5"))
    event = unit.events.of(1)[-1]
    assert event.detail[RecordKey.SCORE] == "103.5"
    assert event.detail[RecordKey.OUTCOME] == "验收合格"
    assert unit.ledger.shown[1].outcome == "验收合格 103.5"
    assert ledger_told(unit)[0].overdue == 0
    keeping.certify(unit, 1, ApprovalWords("演练证〔2026〕12号", date(2026, 12, 21)))
    assert [due.kind for due in open_project(unit, 1).dues] == [DueKind.CLOSING]
    keeping.close(unit, 1)
    assert state(unit) is State.CLOSED
    index = ledger_index(unit, LedgerQuery(LedgerTab.ENDED))
    assert (index.ids.tolist(), index.counts[LedgerTab.OPEN]) == ([1], 0)


def test_an_extension_of_seven_months_a_second_and_one_after_the_end_are_refused(running: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"guarantee\.extension_months") as refused:
        keeping.extend(running, 1, replace(EXTENSION, months=7))
    assert refused.value.values["field"] == "months"
    running.clock = datetime(2026, 6, 21, 9, 0)
    with pytest.raises(RefusalError, match=r"guarantee\.extension_after_end"):
        keeping.extend(running, 1, replace(EXTENSION, day=date(2026, 6, 21)))
    keeping.extend(running, 1, EXTENSION)
    with pytest.raises(RefusalError, match=r"guarantee\.extended_already"):
        keeping.extend(running, 1, replace(EXTENSION, months=1))
    assert state(running) is State.EXTENDED


def test_an_acceptance_before_the_end_in_force_asks_why(running: FakeUnit) -> None:
    words = AcceptanceWords(False, date(2026, 6, 1))
    with pytest.raises(RefusalError, match=r"guarantee\.accepted_early"):
        keeping.accept(running, 1, words)
    keeping.accept(running, 1, replace(words, early="市局通知提前验收"))
    assert state(running) is State.FAILED_ACCEPTANCE
    assert running.events.of(1)[-1].reason == "市局通知提前验收"
    with pytest.raises(RefusalError, match=r"guarantee\.not_accepted"):
        keeping.certify(running, 1, ApprovalWords("一号", date(2026, 6, 1)))
    keeping.close(running, 1)


def test_what_was_entered_by_mistake_is_taken_back_step_by_step(running: FakeUnit) -> None:
    unit = running
    keeping.extend(unit, 1, EXTENSION)
    first, second = unit.ledger.of(1)
    with pytest.raises(RefusalError, match=r"guarantee\.rested_on"):
        keeping.take_back(unit, 1, first.id, WHY)
    keeping.take_back(unit, 1, second.id, WHY)
    assert (state(unit), unit.ledger.shown[1].ends_on) == (State.RUNNING, date(2026, 6, 20))
    assert unit.events.of(1)[-1].detail == {RecordKey.POINT: "延期"}
    keeping.take_back(unit, 1, first.id, WHY)
    assert state(unit) is State.APPROVED
    assert unit.ledger.shown == {}
    with pytest.raises(RefusalError, match=r"guarantee\.no_line"):
        keeping.take_back(unit, 1, first.id, WHY)
    keeping.take_on(unit, [1])
    assert len(unit.ledger.of(1)) == 5


def test_what_another_entered_is_taken_back_once_that_person_no_longer_can(running: FakeUnit) -> None:
    keeping.extend(running, 1, EXTENSION)
    second = running.ledger.of(1)[-1]
    with pytest.raises(RefusalError, match=r"guarantee\.other_person"):
        keeping.take_back(running.acting("示例乙"), 1, second.id, WHY)
    running.users.put(User("示例甲", frozenset({Role.HEAD})))
    keeping.take_back(running, 1, second.id, WHY)
    assert running.ledger.of(1)[-1].by == "示例乙"
    assert state(running) is State.RUNNING


def test_a_notice_without_extensions_knows_none(running: FakeUnit) -> None:
    pack = running.packs.kept[0]
    running.packs.kept[0] = replace(pack, limits=replace(pack.limits, extension_months=0))
    for act in (keeping.extend, keeping.ask_extension):
        with pytest.raises(RefusalError, match=r"guarantee\.no_extension"):
            act(running, 1, EXTENSION)
    assert open_project(running, 1).most_months == 0


def test_the_offices_own_days_move_what_is_due_at_once(running: FakeUnit) -> None:
    keeping.accept(running, 1, AcceptanceWords(True, date(2026, 6, 1), early="市局通知提前验收"))
    assert running.ledger.shown[1].due == Due(DueKind.CERTIFICATE, date(2026, 7, 1))
    office = running.settings.get()
    changes = write_settings(running, replace(office, finishing_days="10"))
    assert running.ledger.shown[1].due == Due(DueKind.CERTIFICATE, date(2026, 6, 11))
    assert Noun.LEDGER in changes.nouns
    assert Noun.LEDGER not in write_settings(running, replace(office, finishing_days="10", telephone="021")).nouns


def test_what_was_promised_of_a_unit_stands_beside_what_was_done(running: FakeUnit) -> None:
    keeping.plan(running, 1, PlanWords(True, VisitKind.BEFORE_END.value, date(2026, 6, 10)))
    keeping.record_visit(running, 1, VISIT)
    code = running.ledger.shown[1].unit_code
    found = deeds_of_unit(running, code)
    (project,) = found.projects
    assert [(one.what, one.standing) for one in project.deeds] == [
        ("中期走访", "未列计划"),
        ("期前走访", "未到期"),
        ("期满验收", "未到期"),
    ]
    table = deeds_table(running, code)
    assert table.rows[1][2:6] == ("期前走访", "2026-06-10", "", "未到期")
    assert dict(table.totals) == {"未到期": 2, "未列计划": 1}
    with pytest.raises(RefusalError, match=r"guarantee\.unit_unknown"):
        deeds_of_unit(running, "没有的单位")


def test_a_pilot_that_is_given_up_is_neither_closed_nor_open(running: FakeUnit) -> None:
    words = ApprovalWords("", date(2026, 5, 6))
    with pytest.raises(RefusalError, match=r"guarantee\.end_reason"):
        keeping.end_pilot(running, 1, words, " ")
    keeping.end_pilot(running, 1, words, "单位注销，来函终止")
    assert state(running) is State.PILOT_ENDED
    assert open_project(running, 1).dues == ()


def test_a_plan_is_called_off_in_writing_and_a_milestone_reached_once(running: FakeUnit) -> None:
    unit = running
    keeping.plan(unit, 1, PlanWords(False, "标准发布", date(2026, 6, 15)))
    keeping.plan(unit, 1, PlanWords(True, VisitKind.OTHER.value, date(2026, 6, 16)))
    milestone, visit = (plan.entry.id for plan in open_project(unit, 1).project.open_plans)
    with pytest.raises(RefusalError, match=r"guarantee\.call_off_reason"):
        keeping.call_off(unit, 1, visit, "")
    keeping.call_off(unit, 1, visit, "单位搬迁，改期")
    keeping.reach_milestone(unit, 1, milestone, date(2026, 6, 1), "已发布", [LedgerFile("公告.pdf", b"%PDF")])
    for again in (milestone, visit):
        with pytest.raises(RefusalError, match=r"guarantee\.plan_gone"):
            keeping.reach_milestone(unit, 1, again, date(2026, 6, 1), "")
    assert [due.kind for due in open_project(unit, 1).dues] == [DueKind.END]


Act = Callable[[FakeUnit], object]
ACTS: dict[str, Act] = {
    "plan": lambda unit: keeping.plan(unit, 1, PlanWords(True, VisitKind.OTHER.value, date(2026, 6, 15))),
    "visit": lambda unit: keeping.record_visit(unit, 1, VISIT),
    "extend": lambda unit: keeping.extend(unit, 1, EXTENSION),
    "accept": lambda unit: keeping.accept(unit, 1, AcceptanceWords(True, date(2026, 6, 1), early="提前")),
    "end": lambda unit: keeping.end_pilot(unit, 1, APPROVED, WHY),
    "take_back": lambda unit: keeping.take_back(unit, 1, 1, WHY),
}


@pytest.mark.parametrize("name", ACTS)
def test_nobody_enters_without_right_away_recused_or_behind_the_record(running: FakeUnit, name: str) -> None:
    """Through the service, without the button."""
    unit, act, before = running, ACTS[name], running.ledger.of(1)
    case = unit.applications.get(1)
    unit.users.put(User("示例戊", frozenset({Role.HEAD, Role.SEAL, Role.ADMIN})))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        act(unit.acting("示例戊"))
    unit.acting("示例甲")
    unit.not_as_recorded.add(1)
    with pytest.raises(TroubleError, match=r"library\.not_as_recorded"):
        act(unit)
    unit.not_as_recorded.clear()
    recused = replace(case, recusals=(Recusal("示例甲", "亲属", unit.now),))
    unit.applications.cases[1] = recused
    with pytest.raises(RefusalError, match=r"act\.recused"):
        act(unit)
    unit.applications.cases[1] = replace(case, state=State.TRANSFERRED)
    with pytest.raises(RefusalError, match=r"guarantee\.stands_elsewhere"):
        act(unit)
    assert unit.ledger.of(1) == before


def test_a_file_that_is_too_large_is_refused(running: FakeUnit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(keeping, "FILE_LIMIT", 0)
    with pytest.raises(RefusalError, match=r"outgoing\.file_large"):
        keeping.record_visit(running, 1, VISIT, [LedgerFile("录像.mp4", b"x")])


def test_a_class_with_a_term_of_its_own_runs_as_long_as_that(unit: FakeUnit) -> None:
    pack, end = unit.packs.kept[0], date(2027, 6, 20)
    own = ClassLimits(unit.applications.get(1).values["project_class"], term_months=36)
    unit.packs.kept[0] = replace(pack, limits=replace(pack.limits, by_class=(own,)))
    assert [one.ends_on for one in ledger_lines(unit, [1])] == [end]
    keeping.take_on(unit, [1])
    view = open_project(unit, 1)
    assert (view.term_months, view.project.ends_on) == (36, end)
