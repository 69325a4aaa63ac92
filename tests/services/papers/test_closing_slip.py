"""The closing slip says what the day came to and the record's head as it stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviewer_app.domain.application import Event, Source
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.papers.closing_slip import day_line, look_for_head
from reviewer_app.services.papers.printing import PrintOrder, gather, record_printed
from support.builders import CLEAN
from support.fakes import FakeUnit
from support.packed import posted, sealed_batch


def test_the_slip_counts_the_day_and_names_the_head() -> None:
    unit = FakeUnit()
    unit.events.append(Event(unit.now - timedelta(days=1), "示例乙", "imported"))
    register_application(unit, CLEAN, Source.ONLINE)
    matter = gather(unit, PrintOrder(DocumentKind.CLOSING_SLIP))
    values = matter.values
    assert values is not None
    assert "".join(values.fields["head"].split()) == values.audit_head == unit.events.head()
    assert len(values.fields["head"].split()) == 16
    (row,) = [row for row in values.tables["acts"] if "登记" in row[0]]
    assert row[1:] == ("1", "1 件")
    assert values.fields["made_by"] == unit.actor.name
    assert values.fields["today"] == f"{sum(int(row[1]) for row in values.tables['acts'])} 条"


def test_a_day_without_work_is_said_to_have_none() -> None:
    values = gather(FakeUnit(), PrintOrder(DocumentKind.CLOSING_SLIP)).values
    assert values is not None
    assert (values.fields["today"], values.tables["acts"]) == ("没有记录", ())


def test_its_print_is_on_record_and_of_no_case() -> None:
    unit = FakeUnit()
    record_printed(unit, gather(unit, PrintOrder(DocumentKind.CLOSING_SLIP)), 1, "示例打印机")
    event = unit.events.latest(1)[0]
    assert (event.application_id, event.detail["document"]) == (None, "closing-slip")


def test_the_head_typed_from_the_slip_is_found_and_another_is_told() -> None:
    unit = FakeUnit()
    register_application(unit, CLEAN, Source.ONLINE)
    values = gather(unit, PrintOrder(DocumentKind.CLOSING_SLIP)).values
    assert values is not None
    unit.events.append(Event(unit.now, "示例乙", "imported"))
    assert not look_for_head(unit, values.fields["head"].upper()).is_broken
    other = look_for_head(unit, "f" * 64)
    assert (other.is_broken, "记录里没有" in other.message) == (True, True)
    for typed in ("abc", values.fields["head"][:-1], values.fields["head"] + "0"):
        with pytest.raises(RefusalError) as caught:
            look_for_head(unit, typed)
        assert caught.value.code == "verifying.no_head"


def test_the_slip_says_who_did_what_which_numbers_were_given_and_which_days_were_set() -> None:
    unit = FakeUnit()
    case_id = register_application(unit, CLEAN, Source.ONLINE).application_id
    said = {"due_on": "2024-06-03", "department": "示例科技主管部门"}
    unit.events.append(Event(unit.now, "示例乙", "consulted", case_id, detail=said))
    day = unit.today
    for number, kind, when in ((1, "decline-letter", day), (2, "transfer-letter", day - timedelta(days=1))):
        called = f"沪示〔2024〕{number}号"
        unit.register.add(
            RegisterEntry(Direction.OUTGOING, kind, 2024, number, called, "申报单位", "事由", when, "示例甲")
        )
    values = gather(unit, PrintOrder(DocumentKind.CLOSING_SLIP)).values
    assert values is not None
    assert values.tables["people"] == (("示例甲", "1", "1 件"), ("示例乙", "1", "1 件"))
    assert values.tables["numbers"] == (("发文", "沪示〔2024〕1号", "不予推荐告知书", "申报单位"),)
    assert values.tables["dates"] == (("2024-示-0001", "征求意见", "2024-06-03 示例科技主管部门", "示例乙"),)


def test_the_slip_says_what_was_posted_and_what_the_bureau_answered() -> None:
    unit = FakeUnit()
    batch_id = sealed_batch(unit, "公共服务", "公共服务")
    (view,) = posted(unit, batch_id)
    answer = CityWords(CityAnswerKind.RETURNED, unit.today, reason="缺页", due_on=unit.today + timedelta(days=3))
    record_answers(unit, batch_id, [2], answer)
    values = gather(unit, PrintOrder(DocumentKind.CLOSING_SLIP)).values
    assert values is not None
    both, day = "2024-示-0001 等 2 件", unit.today
    assert values.tables["dates"][-3:] == (
        (both, "邮包寄出", f"第1批 {view.parcel.called} {day}", "示例甲"),
        (both, "报送", "第1批", "示例甲"),
        ("2024-示-0002", "登记市局答复", f"第1批 退回 {day} 期限{day + timedelta(days=3)}", "示例甲"),
    )


def test_the_line_for_a_bound_book_has_the_day_its_cases_its_entries_and_the_heads_beginning() -> None:
    unit = FakeUnit()
    unit.events.append(Event(unit.now - timedelta(days=1), "示例乙", "imported"))
    register_application(unit, CLEAN, Source.ONLINE)
    head = unit.events.head()
    groups = " ".join(head[place : place + 4] for place in range(0, 16, 4))
    assert day_line(unit) == f"{unit.today}　1 件　记录第 2—2 条　链首 {groups}"
    assert not look_for_head(unit, groups).is_broken
    assert look_for_head(unit, "0" * 16).is_broken
    assert "没有记录" in day_line(FakeUnit())
