"""A draft of a pack in the library: each person's own, put back after it was discarded, never over a newer version."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.drafting import PackDraft, TypedValue, as_kept
from reviewer_app.services.cases.draft_keeping import NO_CASE, save_draft
from reviewer_app.services.seasons.drafting import (
    discard_draft,
    load_draft,
    open_draft,
    pack_draft_box,
    propose_draft,
    put_draft_back,
    version_in_force,
)
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.page import read_season_page
from support.fakes import FakeUnit
from support.other_packs import newer


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def begun(unit: FakeUnit, before: str = "term_months = 24", after: str = "term_months = 36") -> PackDraft:
    fresh = open_draft(unit, "2024").fresh
    assert before in fresh.text
    return replace(fresh, text=fresh.text.replace(before, after))


def keep(unit: FakeUnit, draft: PackDraft) -> None:
    save_draft(unit, NO_CASE, pack_draft_box(unit.actor.name, "2024"), as_kept(draft))


def refused(unit: FakeUnit, draft: PackDraft) -> str:
    before = len(unit.events.latest(100))
    for act in (propose_draft, load_draft):
        with pytest.raises(RefusalError) as refusal:
            act(unit, "2024", draft)
    assert len(unit.events.latest(100)) == before
    return refusal.value.code


def test_a_draft_is_found_again_with_its_day_and_person_and_is_nobody_elses(unit: FakeUnit) -> None:
    keep(unit, begun(unit))
    desk = open_draft(unit, "2024")
    assert (desk.kept, desk.kept_by, desk.base.version) == (begun(unit), unit.actor.name, "3")
    assert desk.kept_at is not None
    mine = unit.actor.name
    unit.actor = User("示例丁", frozenset({Role.ADMIN}))
    desk = open_draft(unit, "2024")
    assert (desk.kept, [one.by for one in desk.others]) == (None, [mine])


def test_a_loaded_draft_is_none_any_more_and_on_record(unit: FakeUnit) -> None:
    draft = begun(unit)
    keep(unit, draft)
    assert propose_draft(unit, "2024", draft).limits == ("试点期限：24 个月 → 36 个月",)
    load_draft(unit, "2024", draft)
    assert unit.packs.current("2024").limits.term_months == 36
    (event,) = unit.events.latest(1)
    assert event.act == EventAct.PACK_LOADED
    assert event.detail[RecordKey.DRAFTED] == "在本机编辑，按 sh-2024 第 3 版起草"
    assert read_season_page(unit, "2024").came_as == "sh-2024-第4版.toml，在本机编辑，按 sh-2024 第 3 版起草"
    desk = open_draft(unit, "2024")
    assert (desk.kept, desk.is_of_former, desk.fresh.base) == (None, False, unit.packs.current("2024").sha256)
    assert refused(unit, draft) == "pack_draft.of_former"


def test_what_is_not_loaded(unit: FakeUnit) -> None:
    draft = begun(unit)
    held = draft.with_typed(TypedValue(("limits", "sending_deadline"), "2025-02-29", "", "报送截止"))
    assert refused(unit, held) == "pack_draft.held"
    assert refused(unit, open_draft(unit, "2024").fresh) == "pack_editor.unchanged"
    assert refused(unit, replace(draft, text=draft.text.replace("36", "三年"))) == "pack_door.unusable"
    load_season_pack(unit, check_text(newer("9"), "市局.toml"))
    assert refused(unit, draft) == "pack_draft.of_former"


def test_a_draft_of_one_season_is_not_loaded_over_anothers_pack(unit: FakeUnit) -> None:
    draft = begun(unit, 'season = "2024"', 'season = "2025"')
    assert propose_draft(unit, "2024", draft).former is None
    load_draft(unit, "2024", draft)
    assert refused(unit, replace(draft, text=draft.text.replace('version = "4"', 'version = "5"'))) == (
        "pack_draft.other_season"
    )


def test_a_draft_is_carried_over_to_the_version_in_force(unit: FakeUnit) -> None:
    draft = begun(unit)
    keep(unit, draft)
    load_season_pack(unit, check_text(newer("4", ("copies_required = 3", "copies_required = 5")), "市局.toml"))
    desk = open_draft(unit, "2024")
    assert (desk.is_of_former, desk.base.version, desk.current.version) == (True, "3", "4")
    carried, both = version_in_force(unit, "2024", draft).carry(draft)
    assert both == 0
    load_draft(unit, "2024", carried)
    limits = unit.packs.current("2024").limits
    assert (limits.term_months, limits.copies_required) == (36, 5)


def test_a_text_kept_before_drafts_had_a_base_is_of_the_version_before_its_number(unit: FakeUnit) -> None:
    draft = replace(begun(unit), base="")
    keep(unit, draft)
    load_season_pack(unit, check_text(newer("4"), "市局.toml"))
    desk = open_draft(unit, "2024")
    assert (desk.base.version, desk.is_of_former) == ("3", True)


def test_what_was_discarded_is_put_back_also_over_a_new_draft(unit: FakeUnit) -> None:
    first, second = begun(unit), begun(unit, "term_months = 24", "term_months = 12")
    keep(unit, first)
    discard_draft(unit, "2024")
    desk = open_draft(unit, "2024")
    assert (desk.kept, desk.discarded_at is not None) == (None, True)
    keep(unit, second)
    put_draft_back(unit, "2024")
    assert open_draft(unit, "2024").kept == first
    put_draft_back(unit, "2024")
    assert open_draft(unit, "2024").kept == second
    discard_draft(unit, "2024")
    with pytest.raises(RefusalError) as refusal:
        discard_draft(unit, "2024")
    assert refusal.value.code == "pack_draft.none"


def test_who_may_not_load_a_pack_loads_no_draft(unit: FakeUnit) -> None:
    draft = begun(unit)
    unit.actor = User("示例甲", frozenset({Role.HANDLER}))
    assert refused(unit, draft) == "act.role_needed"
