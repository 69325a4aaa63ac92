"""Kept views with true counts, and what others changed of a case since one looked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import PaperCopy, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.listing.asking import asked_in
from reviewer_app.domain.listing.changes import ACTS_OF, Kind
from reviewer_app.services.cases.checking import answer_item, record_paper
from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.listing.marking import SHIPPED, changed_kinds, counted_views, drop_view, keep_view, see
from reviewer_app.services.ports.listing import SavedView
from reviewer_app.services.ports.rows import QueueQuery, Tab
from support.builders import CLEAN
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    """An office with one case."""
    made = FakeUnit()
    register_application(made, CLEAN, Source.ONLINE)
    return made


def test_every_view_that_ships_can_be_meant() -> None:
    assert [view.name for view in SHIPPED if asked_in(view.text).doubts or not asked_in(view.text).terms] == []


def test_a_view_counts_what_its_list_shows(unit: FakeUnit) -> None:
    case = unit.applications.get(1)
    unit.applications.update(replace(case, due_on=unit.today))
    keep_view(unit, SavedView("养老", f"领域:{case.values['sector']}"))
    counts = {one.view.name: one.count for one in counted_views(unit, "2024")}
    assert (counts["今日到期"], counts["期限已过"], counts["养老"]) == (1, 0, 1)
    for one in counted_views(unit, "2024"):
        assert one.count == len(queue_index(unit, QueueQuery("2024", Tab.ALL, one.view.text)).ids)


@pytest.mark.parametrize(
    ("view", "code"),
    [
        (SavedView("", "急"), "saved_view.name"),
        (SavedView("今日到期", "急"), "saved_view.name"),
        (SavedView("空", "  "), "saved_view.nothing"),
        (SavedView("错", "单为:上海"), "search.operator"),
    ],
)
def test_a_view_that_means_nothing_is_not_kept(unit: FakeUnit, view: SavedView, code: str) -> None:
    with pytest.raises(RefusalError, match=code):
        keep_view(unit, view)


def test_a_private_view_is_ones_own_and_a_shared_one_everybodys(unit: FakeUnit) -> None:
    keep_view(unit, SavedView("我的", "示例"))
    keep_view(unit, SavedView("大家的", "示例", is_shared=True))
    assert [view.name for view in unit.marks.views()] == ["我的", "大家的"]
    unit.acting("示例乙")
    assert [view.name for view in unit.marks.views()] == ["大家的"]
    drop_view(unit, SavedView("大家的", "", is_shared=True))
    assert unit.marks.views() == ()


def test_what_another_changed_is_told_by_its_kind_until_it_was_seen(unit: FakeUnit) -> None:
    see(unit, 1, Kind)
    unit.acting("示例乙")
    answer_item(unit, 1, "E1.registered", Verdict.MET)
    record_paper(unit, 1, PaperCopy(1, is_received=True))
    unit.acting("示例甲")
    assert changed_kinds(unit, 1) == (Kind.PAPERS, Kind.ANSWERS)
    assert queue_rows(unit, [1])[0].is_changed
    assert see(unit, 1, [Kind.ANSWERS]).nouns
    assert changed_kinds(unit, 1) == (Kind.PAPERS,)
    see(unit, 1, Kind)
    assert not queue_rows(unit, [1])[0].is_changed


def test_ones_own_acts_and_cases_never_opened_are_not_changed(unit: FakeUnit) -> None:
    answer_item(unit, 1, "E1.registered", Verdict.MET)
    assert changed_kinds(unit.acting("示例乙"), 1) == ()
    unit.acting("示例甲")
    see(unit, 1, Kind)
    answer_item(unit, 1, "E1.registered", Verdict.NOT_MET)
    assert changed_kinds(unit, 1) == ()
    assert not see(unit, 1, Kind).nouns


def test_no_act_belongs_to_two_kinds() -> None:
    acts = [act for acts in ACTS_OF.values() for act in acts]
    assert len(acts) == len(set(acts))
