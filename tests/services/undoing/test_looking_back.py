"""A case as it stood after any entry of its record, beside today; what an entry did not keep is said, not guessed."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import PaperCopy, Source
from reviewer_app.domain.checklist import Verdict, plain_end
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases.assigning import hand_over, set_aside
from reviewer_app.services.cases.checking import answer_item, begin_review, mark_part, note_item, record_paper
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.intake.merging import Side, merge_cases, plan_merge, undo_merge
from reviewer_app.services.intake.pairing import accept_pair, part_pair
from reviewer_app.services.undoing.looking_back import Past, PastLine, look_back
from reviewer_app.services.undoing.undoing import undo_step
from support.builders import CLEAN
from support.fakes import FakeUnit

STAFF = "E2.staff"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    made = register_application(unit, CLEAN, Source.ONLINE).application_id
    answer_item(unit, made, STAFF, Verdict.MET)
    case = unit.applications.get(made)
    amend_application(unit, made, case.revision, {**case.values, "contact_person": "样本丁"})
    note_item(unit, made, STAFF, "三人")
    return made


def _line(past: Past, label: str) -> PastLine:
    return next(line for line in past.lines if line.label.endswith(label))


def _after(unit: FakeUnit, case_id: int, place: int) -> Past:
    return look_back(unit, case_id, unit.events.of(case_id)[place].hash)


def test_every_earlier_state_is_seen_beside_today(unit: FakeUnit, case_id: int) -> None:
    record_paper(unit, case_id, PaperCopy(1, is_received=True, pages=24))
    begin_review(unit, case_id)
    first = _after(unit, case_id, 0)
    contact = _line(first, "联系人")
    assert (contact.then, contact.now, contact.differs) == (CLEAN["contact_person"], "样本丁", True)
    assert (_line(first, "状态").then, _line(first, "状态").now) == ("已登记", "初审中")
    assert _line(first, "第1份").then == "（空）"
    title = unit.packs.current("2024").rule(STAFF).title
    assert [_line(_after(unit, case_id, place), title).then for place in (0, 2, 3, 4)] == [
        "（空）",
        "符合",
        "符合",
        "符合；三人",
    ]
    assert _after(unit, case_id, len(unit.events.of(case_id)) - 1).differing == 0


def test_what_was_taken_back_is_seen_in_between(unit: FakeUnit, case_id: int) -> None:
    undo_step(unit, case_id)
    title = unit.packs.current("2024").rule(STAFF).title
    assert _line(_after(unit, case_id, 4), title).then == "符合；三人"
    assert not _line(_after(unit, case_id, 3), title).differs


def test_what_an_older_entry_did_not_keep_is_said(unit: FakeUnit, case_id: int) -> None:
    unit.events.kept[3] = replace(unit.events.kept[3], trace="")
    contact = _line(_after(unit, case_id, 0), "联系人")
    assert not contact.is_known
    assert not contact.differs
    assert contact.then == "没有留下（2024-05-19 14:32“修改申报信息”没有记下改之前的内容）"
    assert _line(_after(unit, case_id, 3), "联系人").is_known


def test_what_another_program_wrote_there_does_no_harm(unit: FakeUnit, case_id: int) -> None:
    for hostile in ('{"parts":[["answer","E2.staff","[1","[[["]]}', '{"parts":[[1]]}', "[" * 2000, '{"parts":7}'):
        unit.events.kept[-1] = replace(unit.events.kept[-1], trace=hostile)
        assert _after(unit, case_id, 0).lines


def test_an_entry_of_no_case_of_this_is_refused(unit: FakeUnit, case_id: int) -> None:
    with pytest.raises(RefusalError, match=r"past\.unknown"):
        look_back(unit, case_id, "0" * 64)


def test_a_pair_made_and_parted_is_seen_before_between_and_after(unit: FakeUnit, case_id: int) -> None:
    paper = register_application(unit, {**CLEAN, "filing_number": ""}, Source.PAPER).application_id
    record_paper(unit, paper, PaperCopy(1, is_received=True, pages=24))
    before = len(unit.events.of(case_id)) - 1
    accept_pair(unit, paper, case_id, "来电核实")
    assert _line(_after(unit, case_id, before), "第1份").then == "（空）"
    assert _line(_after(unit, case_id, before), "第1份").now.startswith("已收到")
    assert _line(_after(unit, case_id, before), "来源").differs
    part_pair(unit, paper, case_id)
    assert _after(unit, case_id, before).differing == 0
    joined = _after(unit, case_id, before + 1)
    assert _line(joined, "第1份").then.startswith("已收到")
    assert not joined.unknown
    assert not _after(unit, paper, 0).unknown


def test_two_cases_made_one_and_parted_are_seen_as_they_were(unit: FakeUnit, case_id: int) -> None:
    form = {**CLEAN, "filing_number": "SH2024699990001", "contact_phone": "62220000"}
    gone = register_application(unit, form, Source.ONLINE).application_id
    before = len(unit.events.of(case_id)) - 1
    plan = plan_merge(unit, case_id, gone)
    merge_cases(unit, plan, {one.field_id: Side.GONE for one in plan.fields}, "重复提交")
    past = _after(unit, case_id, before)
    assert (_line(past, "联系电话").then, _line(past, "联系电话").now) == (CLEAN["contact_phone"], "62220000")
    assert not past.unknown
    undo_merge(unit, case_id, gone)
    assert _line(_after(unit, case_id, before + 1), "联系电话").then == "62220000"
    assert _after(unit, case_id, before).differing == 0
    assert not _after(unit, gone, 0).unknown


def test_what_an_older_pairing_kept_nothing_of_is_said_in_one_sentence(unit: FakeUnit, case_id: int) -> None:
    paper = register_application(unit, {**CLEAN, "filing_number": ""}, Source.PAPER).application_id
    before = len(unit.events.of(case_id)) - 1
    accept_pair(unit, paper, case_id, "来电核实")
    place = next(at for at, one in enumerate(unit.events.kept) if one.act == "paired")
    unit.events.kept[place] = replace(unit.events.kept[place], trace="")
    past = _after(unit, case_id, before)
    unknown = sum(not line.is_known for line in past.lines)
    assert unknown > 10
    assert past.unknown == f"另有 {unknown} 处没有留下（2024-05-19 14:32“纸质件与网上件并案”没有记下改之前的内容）。"


def test_a_case_is_seen_set_aside_only_while_it_was(unit: FakeUnit, case_id: int) -> None:
    until = unit.today + timedelta(days=2)
    set_aside(unit, case_id, until, "等来电")
    place = len(unit.events.of(case_id)) - 1
    hand_over(unit, case_id, "示例乙", "分工")
    assert _line(_after(unit, case_id, place), "搁置").then == f"到 {until}：等来电"
    assert not any(line.label == "搁置" for line in _after(unit, case_id, place + 1).lines)
    undo_step(unit, case_id)
    assert not _line(_after(unit, case_id, place), "搁置").differs
    unit.clock += timedelta(days=2)
    later = _after(unit, case_id, place)
    assert (_line(later, "搁置").then, _line(later, "搁置").now) == (f"到 {until}：等来电", "（空）")
    note_item(unit, case_id, STAFF, "来电说明")
    assert not any(line.label == "搁置" for line in _after(unit, case_id, place + 3).lines)
    unit.events.kept = [replace(one, trace="") if one.act == "set_aside" else one for one in unit.events.kept]
    assert not _line(_after(unit, case_id, place), "搁置").is_known


def test_which_sub_point_was_lacking_is_a_difference_and_is_named(unit: FakeUnit, case_id: int) -> None:
    rule = unit.packs.current("2024").rule(STAFF)
    first, second = rule.parts[:2]
    mark_part(unit, case_id, STAFF, first.id, True)
    place = len(unit.events.of(case_id)) - 1
    mark_part(unit, case_id, STAFF, second.id, True)
    mark_part(unit, case_id, STAFF, first.id, False)
    line = _line(_after(unit, case_id, place), rule.title)
    assert line.differs
    assert plain_end(first.lacking) in line.then
    assert plain_end(first.lacking) not in line.now
    assert plain_end(second.lacking) in line.now
