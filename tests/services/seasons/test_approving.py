"""A pack that came in waits for the head: no paper before, his word on record, by another person than loaded it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import RecordKey
from reviewer_app.packs.checking import check_text
from reviewer_app.services.cases.permissions import require_checked
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.seasons.approving import approve_pack
from reviewer_app.services.seasons.comparing import compare_notices, kept_packs, pair_of
from reviewer_app.services.seasons.pack_door import load_season_pack
from support.fakes import FakeUnit
from support.other_packs import SECTORS, newer
from support.own_packs import OWN_PACKS

HEAD = User("示例乙", frozenset({Role.HEAD}))


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def code_of(refused: pytest.ExceptionInfo[RefusalError]) -> str:
    return refused.value.code


def test_a_season_with_its_first_pack_asks_for_no_approval(unit: FakeUnit) -> None:
    require_checked(unit, "2024")


def test_no_paper_is_issued_by_a_pack_that_the_head_has_not_approved(unit: FakeUnit) -> None:
    load_season_pack(unit, check_text(newer(), "新版.toml"))
    with pytest.raises(RefusalError) as refused:
        require_checked(unit, "2024")
    assert code_of(refused) == "season.pack_not_approved"
    unit.actor = HEAD
    approve_pack(unit, "2024", unit.packs.current("2024").sha256, "同意")
    require_checked(unit, "2024")
    load_season_pack_as_admin(unit, newer("5"))
    with pytest.raises(RefusalError) as refused:
        require_checked(unit, "2024")
    assert code_of(refused) == "season.pack_not_approved"


def load_season_pack_as_admin(unit: FakeUnit, text: str) -> None:
    unit.actor = User("示例甲", frozenset(Role))
    load_season_pack(unit, check_text(text, "再一版.toml"))


def test_who_loaded_it_does_not_approve_it_where_two_are_asked_for(unit: FakeUnit) -> None:
    load_season_pack(unit, check_text(newer(), "新版.toml"))
    sha256 = unit.packs.current("2024").sha256
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=False))
    with pytest.raises(RefusalError) as refused:
        approve_pack(unit, "2024", sha256, "同意")
    assert code_of(refused) == "approval.second_person"
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    approve_pack(unit, "2024", sha256, "同意")
    assert RecordKey.APPROVAL in unit.events.latest(1)[0].detail


@pytest.mark.parametrize(
    ("sha256", "words", "code"), [("0" * 64, "同意", "approval.other_pack"), ("", " ", "approval.no_words")]
)
def test_another_version_than_was_read_and_an_empty_word_are_refused(
    unit: FakeUnit, sha256: str, words: str, code: str
) -> None:
    with pytest.raises(RefusalError) as refused:
        approve_pack(unit, "2024", sha256 or unit.packs.current("2024").sha256, words)
    assert code_of(refused) == code


def test_twice_is_refused(unit: FakeUnit) -> None:
    sha256 = unit.packs.current("2024").sha256
    approve_pack(unit, "2024", sha256, "同意")
    with pytest.raises(RefusalError) as refused:
        approve_pack(unit, "2024", sha256, "同意")
    assert code_of(refused) == "approval.done"


@pytest.mark.parametrize("text", OWN_PACKS.values(), ids=OWN_PACKS.keys())
def test_the_reading_version_says_every_point_contact_field_and_whether_it_was_approved(
    unit: FakeUnit, text: str
) -> None:
    load_season_pack(unit, check_text(text, "新.toml"))
    season = unit.packs.seasons()[-1]
    pack = unit.packs.current(season)
    order = PrintOrder(DocumentKind.PACK_READING, extra=(("pack", pack.sha256),))
    table = gather(unit, order).table
    assert table is not None
    said = "\n".join(" ".join(row) for row in table.rows)
    assert all(rule.point.rstrip("。") in said for rule in pack.rules)
    assert all(one.name in said for one in pack.contacts)
    assert all(field.label in said for field in pack.fields)
    assert "尚未审定" in said
    unit.actor = HEAD
    approve_pack(unit, season, pack.sha256, "同意")
    table = gather(unit, order).table
    assert table is not None
    assert "审定：同意" in " ".join(table.rows[1])


def test_a_comparison_counts_every_line_once_and_prints_what_changed(unit: FakeUnit) -> None:
    load_season_pack(unit, check_text(SECTORS, "sh-2025.toml"))
    packs = kept_packs(unit)
    former, later = pair_of(packs, "2025")
    assert [unit.packs.as_written(one).season for one in (former, later)] == ["2024", "2025"]
    found = compare_notices(unit, former, later)
    assert len({(one.either.part, one.either.key) for one in found.lines}) == len(found.lines)
    order = PrintOrder(DocumentKind.NOTICE_COMPARISON, extra=(("former", former), ("newer", later)))
    table = gather(unit, order).table
    assert table is not None
    assert sum(count for _, count in table.totals) == len(found.lines)
    assert table.title == "2024年度与2025年度通知对照"
    assert table.rows[0] == ("规则包", "", "", "", found.former.called, found.newer.called)
    assert len(table.rows) - 1 == len(found.lines) - dict(table.totals)["相同"]
    back = compare_notices(unit, later, former)
    fates = {(one.either.part, one.either.key): one.fate.value for one in back.lines}
    turned = {"added": "gone", "gone": "added", "same": "same", "changed": "changed"}
    assert {(one.either.part, one.either.key): turned[one.fate.value] for one in found.lines} == fates
