"""A line department is consulted, reminded and answers once; 三（四） and the opinion rest on what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import IncomingKind
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.outside.consultations import ConsultationStand, Stance, counted, disagreeing
from reviewer_app.services.cases import checking, consulting
from reviewer_app.services.cases.consulting import ReplyPaper
from reviewer_app.services.cases.incoming import IncomingPaper
from reviewer_app.services.cases.reading import open_case, queue_index, queue_rows
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.office.register import record_incoming
from reviewer_app.services.ports.rows import QueueQuery, Tab
from support.builders import CLEAN
from support.fakes import FakeUnit

_ONE, _OTHER = "上海市示例科技主管部门", "上海市示例交通主管部门"
_DAY = date(2024, 5, 19)
_AGREES = ReplyPaper(Stance.AGREES, "认可该项目，愿意共同推动。", _DAY, _DAY, "示科函〔2024〕7号")


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    values = {**CLEAN, "project_class": "重点"}
    return register_application(unit, values, Source.PAPER).application_id


def _all_met(unit: FakeUnit, case_id: int) -> None:
    case = unit.applications.get(case_id)
    for rule in rules_for(unit.packs.by_hash(case.pack.sha256), case.values):
        checking.answer_item(unit, case_id, rule.id, Verdict.MET)


def _draft(unit: FakeUnit, case_id: int) -> str:
    return open_case(unit, case_id).drafted_text(Outcome.RECOMMEND, ProjectClass.KEY)


def _refused(code: str, act: Callable[..., object], *said: object, **more: object) -> RefusalError:
    with pytest.raises(RefusalError, match=code.replace(".", r"\.")) as caught:
        act(*said, **more)
    return caught.value


def test_a_department_is_asked_until_a_day_of_working_days(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5, "该项目是否列入年度工作")
    (one,) = unit.applications.get(case_id).consultations
    assert (one.department, one.stand, one.asked_on, one.due_on) == (
        _ONE,
        ConsultationStand.ASKED,
        _DAY,
        date(2024, 5, 24),
    )
    last = unit.events.of(case_id)[-1]
    assert (last.act, last.detail) == ("consulted", {"department": _ONE, "due_on": "2024-05-24"})


def test_one_reply_of_two_stands_in_the_queue_and_in_the_register_once(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    consulting.consult(unit, case_id, _OTHER, 10)
    consulting.take_view(unit, case_id, 1, replace(_AGREES, file_name="复函.pdf", content=b"%PDF-1.7 reply"))
    assert counted(unit.applications.get(case_id).consultations) == (1, 2)
    ids = queue_index(unit, QueueQuery("2024", Tab.ALL)).ids
    (row,) = queue_rows(unit, ids)
    assert (row.replied, row.consulted) == (1, 2)
    (entry,) = unit.register.of_case(case_id)
    assert (entry.party, entry.kind, entry.note, entry.file_name) == (_ONE, "reply", "示科函〔2024〕7号", "复函.pdf")
    assert [event.act for event in unit.events.of(case_id)][-2:] == ["paper_received", "view_came"]
    view = unit.applications.get(case_id).consultations[0].view
    assert view is not None
    assert (view.register_number, unit.attachments.content(view.sha256)) == (entry.called, b"%PDF-1.7 reply")


def test_the_opinion_names_the_department_and_day_of_the_record(unit: FakeUnit, case_id: int) -> None:
    _all_met(unit, case_id)
    assert "书面认可" not in _draft(unit, case_id)
    consulting.consult(unit, case_id, _ONE, 5)
    assert "书面认可" not in _draft(unit, case_id)
    consulting.take_view(unit, case_id, 1, _AGREES)
    assert f"{_ONE}书面认可并共同推动（2024年5月19日）" in _draft(unit, case_id)


def test_a_view_kept_with_an_answer_before_is_still_understood(unit: FakeUnit, case_id: int) -> None:
    _all_met(unit, case_id)
    checking.record_view(unit, case_id, "K4.authority", _OTHER, date(2024, 5, 10), "同意并共同推动")
    assert f"{_OTHER}书面认可并共同推动（2024年5月10日）" in _draft(unit, case_id)
    consulting.consult(unit, case_id, _ONE, 5)
    consulting.take_view(unit, case_id, 1, _AGREES)
    assert f"{_ONE}书面认可" in _draft(unit, case_id)


@pytest.mark.parametrize("stance", [Stance.DISAGREES, Stance.OTHER])
def test_no_draft_says_agreed_while_one_department_did_not(unit: FakeUnit, case_id: int, stance: Stance) -> None:
    """Not even where another one agreed, before or now, and the officer answered 符合."""
    _all_met(unit, case_id)
    checking.record_view(unit, case_id, "K4.authority", "某部门", date(2024, 5, 10), "同意并共同推动")
    for department in (_ONE, _OTHER):
        consulting.consult(unit, case_id, department, 5)
    consulting.take_view(unit, case_id, 1, _AGREES)
    consulting.take_view(unit, case_id, 2, replace(_AGREES, stance=stance, words="该领域不属我单位职责"))
    assert disagreeing(unit.applications.get(case_id).consultations) == (_OTHER,)
    assert "书面认可" not in _draft(unit, case_id)
    evidence = open_case(unit, case_id).answers["K4.authority"].evidence
    assert [piece.view_of for piece in evidence] == ["某部门", _ONE, _OTHER]
    assert evidence[-1].view == f"（2024-05-19）{stance.label}：该领域不属我单位职责"


def test_an_answer_is_entered_once(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    consulting.take_view(unit, case_id, 1, _AGREES)
    refusal = _refused("consulting.replied_already", consulting.take_view, unit, case_id, 1, _AGREES)
    assert refusal.values["department"] == _ONE
    assert len(unit.register.all()) == 1
    for act in (consulting.remind, consulting.withdraw_consultation):
        _refused("consulting", act, unit, case_id, 1, "理由")


def test_a_reply_is_not_entered_beside_its_consultation(unit: FakeUnit, case_id: int) -> None:
    """The register leads to the one act that does both; after it, another letter of theirs may come."""
    consulting.consult(unit, case_id, _ONE, 5)
    paper = IncomingPaper(IncomingKind.REPLY, f" {_ONE}", "书面意见", _DAY, case_id)
    _refused("consulting.reply_there", record_incoming, unit, paper)
    record_incoming(unit, replace(paper, kind=IncomingKind.OTHER))
    record_incoming(unit, replace(paper, sender="别的单位"))
    consulting.take_view(unit, case_id, 1, _AGREES)
    record_incoming(unit, paper)
    assert len(unit.register.all()) == 4


@pytest.mark.parametrize(
    ("dated", "received_on", "code"),
    [
        (_DAY - timedelta(days=1), _DAY, "consulting.reply_early"),
        (_DAY, _DAY - timedelta(days=1), "consulting.received_early"),
        (_DAY + timedelta(days=1), _DAY + timedelta(days=1), "outgoing.delivery_late"),
    ],
)
def test_days_that_cannot_be_are_refused(
    unit: FakeUnit, case_id: int, dated: date, received_on: date, code: str
) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    reply = replace(_AGREES, dated=dated, received_on=received_on)
    _refused(code, consulting.take_view, unit, case_id, 1, reply)
    assert unit.register.all() == ()
    assert unit.applications.get(case_id).consultations[0].is_open


def test_a_reply_before_anybody_was_asked_is_refused(unit: FakeUnit, case_id: int) -> None:
    _refused("consulting.unknown", consulting.take_view, unit, case_id, 1, _AGREES)


def test_a_year_without_a_calendar_is_said(unit: FakeUnit, case_id: int) -> None:
    unit.clock = datetime(2026, 12, 28, 9)
    refusal = _refused("calendar.no_year", consulting.consult, unit, case_id, _ONE, 10)
    assert refusal.values["year"] == 2027
    assert unit.applications.get(case_id).consultations == ()


def test_a_clock_set_back_is_said_and_nothing_is_written(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    unit.clock = datetime(2024, 5, 10, 9)
    _refused("consulting.clock_back", consulting.remind, unit, case_id, 1)
    reply = replace(_AGREES, dated=date(2024, 5, 9), received_on=date(2024, 5, 10))
    _refused("consulting.clock_back", consulting.take_view, unit, case_id, 1, reply)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("", "no_department"),
        (" \u3000\n", "no_department"),
        ("——", "no_department"),
        ("\u202e\u200b", "no_department"),
        ("局" * 61, "department_long"),
    ],
)
def test_a_department_without_a_name_is_refused(unit: FakeUnit, case_id: int, name: str, code: str) -> None:
    _refused(f"consulting.{code}", consulting.consult, unit, case_id, name, 5)


def test_a_hostile_name_is_one_plain_line(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, "=cmd|' /C calc'\n示例局\u202e{department}", 5)
    (one,) = unit.applications.get(case_id).consultations
    assert one.department == "=cmd|' /C calc' 示例局{department}"


@pytest.mark.parametrize("days", [0, -1, 61])
def test_working_days_are_a_few(unit: FakeUnit, case_id: int, days: int) -> None:
    _refused("consulting.workdays", consulting.consult, unit, case_id, _ONE, days)


def test_a_reply_due_after_the_day_of_sending_is_told(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 10)
    assert consulting.due_after_sending(unit, case_id) is None
    consulting.withdraw_consultation(unit, case_id, 1, "期限写错了")
    consulting.consult(unit, case_id, _ONE, 11)
    late = consulting.due_after_sending(unit, case_id)
    assert late is not None
    assert late.due_on == date(2024, 6, 3)
    consulting.withdraw_consultation(unit, case_id, 2, "期限写错了")
    assert consulting.due_after_sending(unit, case_id) is None


def test_the_same_department_is_not_asked_twice_at_once(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    _refused("consulting.asked_already", consulting.consult, unit, case_id, f"{_ONE[:3]} {_ONE[3:]}", 5)
    consulting.withdraw_consultation(unit, case_id, 1, "部门写错了")
    consulting.consult(unit, case_id, _ONE, 5)
    assert counted(unit.applications.get(case_id).consultations) == (0, 1)


def test_that_none_is_required_has_its_reason_and_excludes_asking(unit: FakeUnit, case_id: int) -> None:
    _refused("consulting.reason", consulting.spare, unit, case_id, " ")
    consulting.spare(unit, case_id, "一般项目，不涉及三（四）")
    _refused("consulting.spared_already", consulting.spare, unit, case_id, "再记一次")
    _refused("consulting.spared_stands", consulting.consult, unit, case_id, _ONE, 5)
    consulting.withdraw_consultation(unit, case_id, 1, "改按重点项目办理")
    consulting.consult(unit, case_id, _ONE, 5)
    _refused("consulting.still_asked", consulting.spare, unit, case_id, "不需要")
    assert [event.act for event in unit.events.of(case_id)][-3:] == [
        "consultation_spared",
        "consultation_withdrawn",
        "consulted",
    ]


def test_a_reminder_is_noted_once_a_day(unit: FakeUnit, case_id: int) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    consulting.remind(unit, case_id, 1, "电话")
    _refused("consulting.reminded_today", consulting.remind, unit, case_id, 1)
    unit.clock += timedelta(days=3)
    consulting.remind(unit, case_id, 1)
    assert unit.applications.get(case_id).consultations[0].reminded_on == (_DAY, date(2024, 5, 22))


@pytest.mark.parametrize("asked_on", [date(2024, 5, 20), date(2022, 12, 31)])
def test_a_day_of_asking_is_not_to_come_and_not_long_gone(unit: FakeUnit, case_id: int, asked_on: date) -> None:
    _refused("consulting.asked_when", consulting.consult, unit, case_id, _ONE, 5, asked_on=asked_on)


@pytest.mark.parametrize(
    "act",
    [
        lambda unit, case_id: consulting.consult(unit, case_id, _OTHER, 5),
        lambda unit, case_id: consulting.spare(unit, case_id, "理由"),
        lambda unit, case_id: consulting.remind(unit, case_id, 1),
        lambda unit, case_id: consulting.withdraw_consultation(unit, case_id, 1, "理由"),
        lambda unit, case_id: consulting.take_view(unit, case_id, 1, _AGREES),
    ],
)
def test_only_a_handler_who_has_not_kept_off_does_any_of_it(
    unit: FakeUnit, case_id: int, act: Callable[[FakeUnit, int], object]
) -> None:
    consulting.consult(unit, case_id, _ONE, 5)
    unit.users.put(User("示例丙", frozenset({Role.HEAD, Role.SEAL, Role.ADMIN})))
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        act(unit.acting("示例丙"), case_id)
    assert len(unit.events.of(case_id)) == before
