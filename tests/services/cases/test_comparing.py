"""Paper against online: each finding is recorded with who and when, and none by somebody who may not answer."""

from __future__ import annotations

import pytest

from reviewer_app.domain.application import PaperCopy, Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import (
    Adopted,
    ComparedField,
    compared_fields,
    paper_box,
    settlements_of,
    summary_of,
)
from reviewer_app.domain.evidence.scans import SCAN, Reading
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import record_comparison, record_rest_same, settle_difference
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application
from support.casework import proposed, registered
from support.fakes import FakeUnit
from support.grounds import grounded


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def with_paper(unit: FakeUnit, **changed: str) -> int:
    """A registered case of which one copy is here."""
    case_id = registered(unit, **changed)
    unit.papers.put(case_id, PaperCopy(1, is_received=True))
    return case_id


def test_nothing_is_said_of_paper_that_nobody_has_seen(unit: FakeUnit) -> None:
    """Neither field by field nor at once; a scan serves as well as a copy."""
    case_id = registered(unit)
    before = len(unit.events.kept)
    with pytest.raises(RefusalError, match=r"comparison\.no_paper"):
        record_comparison(unit, case_id, "applicant", True)
    with pytest.raises(RefusalError, match=r"comparison\.no_paper"):
        record_rest_same(unit, case_id)
    assert (unit.comparisons.of(case_id), len(unit.events.kept)) == ({}, before)
    unit.attachments.add(case_id, "扫描.pdf", b"%PDF", SCAN)
    record_comparison(unit, case_id, "applicant", True)
    assert unit.comparisons.of(case_id)["applicant"].is_same


def test_what_holds_stays_within_the_list_of_the_field(unit: FakeUnit) -> None:
    case_id = with_paper(unit, sector="公共服务")
    record_comparison(unit, case_id, "sector", False, "公共的服务")
    for adopted, value in ((Adopted.PAPER, ""), (Adopted.OTHER, "别的领域")):
        with pytest.raises(RefusalError, match=r"comparison\.not_a_choice") as refused:
            settle_difference(unit, case_id, "sector", adopted, "来电", value)
        assert "现代服务业" in str(refused.value.values["choices"])
    assert unit.applications.get(case_id).values["sector"] == "公共服务"
    settle_difference(unit, case_id, "sector", Adopted.OTHER, "来电", "现代服务业领域")
    assert unit.applications.get(case_id).values["sector"] == "现代服务业"


def test_a_field_whose_machine_reading_waits_is_no_part_of_the_rest(unit: FakeUnit) -> None:
    """It differs from the record, or the machine was not sure: that is for the officer to see."""
    case_id = grounded(unit, registered(unit))
    doubted = Reading(0, "applicant", "上海别家有限公司", "0" * 64, None, is_sure=True)
    unit.scans.add_readings(case_id, [doubted])
    record_rest_same(unit, case_id)
    assert [name for name, one in _shown(unit, case_id).items() if one.found is None] == ["applicant"]


def test_a_finding_stands_with_who_and_when_and_is_on_the_record(unit: FakeUnit) -> None:
    """The first look at the paper takes the case into checking, as the first answer does."""
    case_id = with_paper(unit)
    changes = record_comparison(unit, case_id, "applicant", False, " 上海示例甲东公司 ")
    view = open_case(unit, case_id)
    found = view.comparisons["applicant"]
    assert (found.is_same, found.paper, found.by, found.at) == (False, "上海示例甲东公司", "示例甲", unit.now)
    assert (view.application.state, changes.nouns) == (State.CHECKING, frozenset({"queue", "case"}))
    event = view.events[-1]
    assert (event.act, event.detail) == ("compared", {"申报单位": "不一致，纸质为“上海示例甲东公司”"})


def test_a_second_look_replaces_the_finding_and_the_record_keeps_both(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "applicant", False, "")
    assert record_comparison(unit, case_id, "applicant", True, "落下的字").nouns == {"case"}
    assert open_case(unit, case_id).comparisons["applicant"].paper == ""
    told = [event.detail for event in unit.events.of(case_id) if event.act == "compared"]
    assert told == [{"申报单位": "不一致"}, {"申报单位": "一致"}]


def test_the_same_finding_twice_leaves_one_event(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "applicant", True)
    before = len(unit.events.kept)
    assert not record_comparison(unit, case_id, "applicant", True).nouns
    assert len(unit.events.kept) == before


def test_words_being_typed_are_a_draft_until_their_own_field_is_recorded(unit: FakeUnit) -> None:
    """The id of one field begins the id of another: the other's words stay."""
    case_id = with_paper(unit)
    for field_id in ("applicant", "applicant_kind"):
        save_draft(unit, case_id, paper_box(field_id), "正在写的")
    record_comparison(unit, case_id, "applicant", False, "正在写的")
    assert set(unit.drafts.of(case_id)) == {paper_box("applicant_kind")}


def test_only_who_may_answer_compares(unit: FakeUnit) -> None:
    """Held in the service: a decided case, and a person without the role."""
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    with pytest.raises(RefusalError) as refused:
        record_comparison(unit, proposed(unit), "applicant", True)
    assert refused.value.code == "act.not_allowed"
    case_id = with_paper(unit, filing_number="SH2")
    with pytest.raises(RefusalError):
        record_comparison(unit.acting("示例丙"), case_id, "applicant", True)
    assert unit.comparisons.of(case_id) == {}


def test_the_summary_counts_and_names_what_differs(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    view = open_case(unit, case_id)
    fields = compared_fields(view.pack, view.application.values, view.comparisons)
    assert summary_of(fields) == ""
    record_comparison(unit, case_id, "project_name", True)
    counted = f"纸质与网上已比对 1 / {len(fields)} 项"
    assert said(unit, case_id) == f"{counted}，已比对的均一致；其余 {len(fields) - 1} 项未看。"
    doubted = summary_of(_now(unit, case_id), 0, {"contact_person"})
    assert doubted.endswith(f"其余 {len(fields) - 1} 项未看，其中机读待核对 1 项（联系人）。")
    record_comparison(unit, case_id, "contact_person", False)
    assert said(unit, case_id).startswith(
        f"纸质与网上已比对 2 / {len(fields)} 项，不一致 1 项：联系人不一致（纸质所写未填），网上为“样本乙”；其余"
    )


def said(unit: FakeUnit, case_id: int) -> str:
    return summary_of(_now(unit, case_id))


def _now(unit: FakeUnit, case_id: int) -> tuple[ComparedField, ...]:
    view = open_case(unit, case_id)
    return compared_fields(view.pack, view.application.values, view.comparisons)


def _shown(unit: FakeUnit, case_id: int) -> dict[str, ComparedField]:
    view = open_case(unit, case_id)
    settled = settlements_of(view.events)
    fields = compared_fields(view.pack, view.application.values, view.comparisons, settled)
    return {one.field_id: one for one in fields}


def test_the_rest_is_said_the_same_in_one_act_without_the_exceptions(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "applicant", False, "上海示例甲东公司")
    save_draft(unit, case_id, paper_box("contact_person"), "样本丙")
    before = len(unit.events.of(case_id))
    record_rest_same(unit, case_id)
    shown = _shown(unit, case_id)
    assert [name for name, one in shown.items() if one.found is None] == ["contact_person"]
    assert [name for name, one in shown.items() if one.found and not one.found.is_same] == ["applicant"]
    assert len(unit.events.of(case_id)) == before + 1
    assert not record_rest_same(unit, case_id).nouns


def test_what_holds_after_a_difference_is_the_value_and_its_source_and_reason_stay_in_sight(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    online = unit.applications.get(case_id).values["contact_person"]
    record_comparison(unit, case_id, "contact_person", False, "样本丙")
    assert _shown(unit, case_id)["contact_person"].is_open
    settle_difference(unit, case_id, "contact_person", Adopted.PAPER, "单位5月17日来电更换联系人")
    field = _shown(unit, case_id)["contact_person"]
    assert unit.applications.get(case_id).values["contact_person"] == "样本丙"
    assert field.settled is not None
    assert (field.online, field.settled.adopted, field.settled.value) == (online, Adopted.PAPER, "样本丙")
    assert "采用纸质（单位5月17日来电更换联系人）" in summary_of(tuple(_shown(unit, case_id).values()))
    settle_difference(unit, case_id, "contact_person", Adopted.ONLINE, "看错了，网上的对")
    assert unit.applications.get(case_id).values["contact_person"] == online
    settle_difference(unit, case_id, "contact_person", Adopted.OTHER, "两边都写错", "样本丁")
    assert unit.applications.get(case_id).values["contact_person"] == "样本丁"
    assert _shown(unit, case_id)["contact_person"].online == online


def test_amended_or_compared_anew_it_holds_no_more(unit: FakeUnit) -> None:
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "contact_person", False, "样本丙")
    settle_difference(unit, case_id, "contact_person", Adopted.PAPER, "来电说明")
    case = unit.applications.get(case_id)
    amend_application(unit, case_id, case.revision, {**case.values, "contact_person": "样本戊"})
    assert _shown(unit, case_id)["contact_person"].is_open
    record_comparison(unit, case_id, "contact_person", False, "样本己")
    assert _shown(unit, case_id)["contact_person"].settled is None


@pytest.mark.parametrize(
    ("paper", "adopted", "reason", "value", "code"),
    [
        ("样本丙", Adopted.PAPER, " ", "", "no_reason"),
        ("", Adopted.PAPER, "来电", "", "no_paper_words"),
        ("样本丙", Adopted.OTHER, "来电", " ", "no_value"),
        (None, Adopted.ONLINE, "来电", "", "not_differing"),
    ],
)
def test_what_cannot_hold_is_refused(
    unit: FakeUnit, paper: str | None, adopted: Adopted, reason: str, value: str, code: str
) -> None:
    case_id = with_paper(unit)
    record_comparison(unit, case_id, "contact_person", paper is None, paper or "")
    with pytest.raises(RefusalError, match=code):
        settle_difference(unit, case_id, "contact_person", adopted, reason, value)
