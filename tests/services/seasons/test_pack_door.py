"""A pack comes into the library: what it changes is said before anything is written, and old cases keep theirs."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.pack_changes import PointFate
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.following import follow_pack, plan_follow
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.pack_door import load_season_pack, offered_pack, propose_pack
from reviewer_app.services.seasons.settling import settle
from reviewer_ui.settings.season_acts import proposal_lines
from support.casework import answered, proposed, registered
from support.fakes import FakeUnit
from support.other_packs import SECTORS, SHIPPED, WITH_CRITERIA, changed, newer

#: A newer version: one point asks something else, one is gone, one has come, one only demands in other words.
NEWER = newer(
    "4",
    ('point = "申报单位依法在本市登记注册。"', 'point = "申报单位依法在本市登记注册，且存续满一年。"'),
    ('defect = "请补充能说明本单位行业影响力的材料。"', 'defect = "请补充行业影响力的证明材料。"'),
    ('id = "E5.policy"', 'id = "E5.direction"'),
    ('points = ["E5.policy"]', 'points = ["E5.direction"]'),
    ('name = "胡伟"', 'name = "示例丙"'),
    ("sending_deadline = 2024-05-31", "sending_deadline = 2024-06-07"),
)


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def load(unit: FakeUnit, text: str, file: str = "规则.toml") -> None:
    load_season_pack(unit, check_text(text, file))


def test_what_changes_and_for_whom_is_said_and_nothing_is_written(unit: FakeUnit) -> None:
    registered(unit)
    proposed(unit, project_name="另一试点", filing_number="SH2024617120002")
    before = len(unit.events.latest(1000))
    settle(unit, "2024", "term_months", "30", "市局口径。")
    found = propose_pack(unit, check_text(NEWER, "规则.toml"))
    assert found.changes is not None
    assert [one.id for one in found.changes.of(PointFate.CHANGED)] == ["E1.registered"]
    assert [one.id for one in found.changes.of(PointFate.ADDED)] == ["E5.direction"]
    assert [one.id for one in found.changes.of(PointFate.GONE)] == ["E5.policy"]
    assert (found.may_follow, found.keep, found.has_calendar) == (1, 1, True)
    assert found.changes.contacts == ("公共服务：胡伟 64220000 转 2525 → 示例丙 64220000 转 2525",)
    assert found.limits == ("报送截止：2024-05-31 → 2024-06-07",)
    assert found.settled == ("试点期限：本局已定 30 个月，规则包写 24 个月",)
    assert unit.packs.current("2024").version == "3"
    assert len(unit.events.latest(1000)) == before + 1


def test_old_cases_keep_theirs_and_new_ones_stand_under_the_new_pack(unit: FakeUnit) -> None:
    old = registered(unit)
    load(unit, NEWER)
    new = registered(unit, project_name="另一试点", filing_number="SH2024617120002")
    assert (open_case(unit, old).pack.version, open_case(unit, new).pack.version) == ("3", "4")
    event = next(one for one in unit.events.latest(10) if one.act == EventAct.PACK_LOADED)
    assert event.detail[RecordKey.PACK].startswith("sh-2024 第 4 版")
    assert event.detail[RecordKey.FILE] == "规则.toml"


def test_a_case_follows_point_by_point_with_the_answers_that_still_hold(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    checking.note_item(unit, case_id, "E1.registered", "营业执照已核。")
    load(unit, NEWER)
    plan = plan_follow(unit, case_id)
    assert {one.rule_id: one.fate for one in plan.points if not one.is_kept} == {
        "E1.registered": PointFate.CHANGED,
        "E5.direction": PointFate.ADDED,
        "E5.policy": PointFate.GONE,
    }
    follow_pack(unit, case_id, plan)
    view = open_case(unit, case_id)
    assert (view.pack.version, view.application.due_on) == ("4", date(2024, 6, 7))
    assert view.answers["E2.influence"].verdict is Verdict.MET
    again = view.answers["E1.registered"]
    assert (again.verdict, again.note) == (Verdict.UNDECIDED, "营业执照已核。")
    assert view.answers["E5.policy"].verdict is Verdict.UNDECIDED
    event = view.events[-1]
    assert event.act == EventAct.PACK_FOLLOWED
    assert "依法在本市登记注册（原符合）" in event.detail[RecordKey.ASKED_AGAIN]
    with pytest.raises(RefusalError, match=r"following\.none"):
        plan_follow(unit, case_id)


def test_a_case_that_was_worked_on_meanwhile_does_not_follow_an_old_plan(unit: FakeUnit) -> None:
    case_id = answered(unit, registered(unit))
    load(unit, NEWER)
    plan = plan_follow(unit, case_id)
    load(unit, changed(('version = "4"', 'version = "5"'), text=NEWER))
    with pytest.raises(RefusalError, match=r"case\.changed_elsewhere"):
        follow_pack(unit, case_id, plan)
    assert open_case(unit, case_id).pack.version == "3"


def test_answers_given_while_the_plan_was_read_are_planned_anew(unit: FakeUnit) -> None:
    """The record says how many answers stay and which are asked again: it must be those that stood."""
    case_id = answered(unit, registered(unit), but=("E1.registered",))
    load(unit, NEWER)
    plan = plan_follow(unit, case_id)
    checking.answer_item(unit, case_id, "E1.registered", Verdict.MET)
    with pytest.raises(RefusalError, match=r"case\.changed_elsewhere"):
        follow_pack(unit, case_id, plan)
    follow_pack(unit, case_id, plan_follow(unit, case_id))
    assert "依法在本市登记注册（原符合）" in unit.events.of(case_id)[-1].detail[RecordKey.ASKED_AGAIN]


def test_a_decided_case_does_not_follow(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    load(unit, NEWER)
    assert Act.FOLLOW_PACK not in open_case(unit, case_id).acts
    with pytest.raises(RefusalError, match=r"act\.not_allowed"):
        plan_follow(unit, case_id)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (SHIPPED, "pack_door.known"),
        (newer("1"), "pack_door.older"),
        (changed(('title = "信用良好"', 'title = "信用"')), "pack_door.same_version"),
        (newer("4", ('shows = ["influence"]', 'shows = ["charm"]')), "pack_door.unusable"),
        ("x = 1", "pack_door.unusable"),
    ],
)
def test_a_pack_that_cannot_be_taken_is_refused(unit: FakeUnit, text: str, code: str) -> None:
    check = check_text(text, "规则.toml")
    for act in (propose_pack, load_season_pack):
        with pytest.raises(RefusalError) as refusal:
            act(unit, check)
        assert refusal.value.code == code
    assert unit.packs.current("2024").text == SHIPPED


def test_criteria_that_come_go_or_have_other_points_are_a_change(unit: FakeUnit) -> None:
    found = propose_pack(unit, check_text(WITH_CRITERIA, "规则.toml"))
    assert found.changes is not None
    assert found.changes.criteria_added == ("行业影响 10 分", "标准成果 20 分", "示范带动 30 分")
    load(unit, WITH_CRITERIA)
    other = changed(('version = "4"', 'version = "5"'), ("points = 20", "points = 25"), text=WITH_CRITERIA)
    found = propose_pack(unit, check_text(other, "规则.toml"))
    assert found.changes is not None
    assert (found.changes.criteria_added, found.changes.criteria_gone) == (("标准成果 25 分",), ("标准成果 20 分",))


def test_a_former_version_is_not_loaded_again(unit: FakeUnit) -> None:
    load(unit, NEWER)
    with pytest.raises(RefusalError, match=r"pack_door\.former"):
        load(unit, SHIPPED)


def test_versions_are_numbers_and_ten_comes_after_nine(unit: FakeUnit) -> None:
    load(unit, newer("9"))
    load(unit, newer("10"))
    assert unit.packs.current("2024").version == "10"


def test_only_an_admin_loads_a_pack() -> None:
    unit = FakeUnit(User("示例乙", frozenset({Role.HANDLER, Role.HEAD, Role.SEAL})))
    for act in (propose_pack, load_season_pack):
        with pytest.raises(RefusalError, match=r"act\.role_needed"):
            act(unit, check_text(NEWER, "规则.toml"))


def test_a_pack_of_another_season_brings_that_season(unit: FakeUnit) -> None:
    found = propose_pack(unit, check_text(SECTORS, "sh-2025.toml"))
    assert (found.former, found.may_follow, found.keep) == (None, 0, 0)
    load(unit, SECTORS)
    assert unit.packs.seasons() == ("2024", "2025")
    assert unit.settings.get().season == "2024"


def test_a_library_with_the_first_version_is_offered_the_shipped_one(unit: FakeUnit) -> None:
    assert offered_pack(unit, "2024") is None
    first = load_pack(_first_version(), "sh-2024")
    unit.packs.kept = [first]
    offered = offered_pack(unit, "2024")
    assert offered is not None
    case_id = answered(unit, registered(unit))
    load_season_pack(unit, offered)
    plan = plan_follow(unit, case_id)
    assert plan.kept > 10
    follow_pack(unit, case_id, plan)
    assert _version(unit, case_id) == "3"


def _version(unit: UnitOfWork, case_id: int) -> str:
    return open_case(unit, case_id).pack.version


def _first_version() -> str:
    from pathlib import Path

    path = Path(__file__).parents[2] / "packs" / "first_version" / "sh-2024.toml"
    return path.read_text(encoding="utf-8")


def test_a_second_notice_of_the_same_year_takes_the_place_of_the_first_and_that_is_said(unit: FakeUnit) -> None:
    first = registered(unit)
    second = changed(
        ('id = "sh-2024"\nversion = "3"', 'id = "sh-2024-second"\nversion = "1"'),
        ("沪市监标技〔2024〕130号", "演练〔2024〕9号"),
        ("sending_deadline = 2024-05-31", "sending_deadline = 2024-11-15"),
    )
    said = "\n".join(proposal_lines(propose_pack(unit, check_text(second, "第二批.toml"))))
    assert "演练〔2024〕9号" in said
    assert "已有的件仍按原通知" in said
    assert "只有一份现行规则包" not in "\n".join(proposal_lines(propose_pack(unit, check_text(NEWER, "规则.toml"))))
    load(unit, second)
    later = registered(unit, project_name="补充申报的试点", filing_number="SH2024617120002")
    assert [open_case(unit, one).pack.limits.sending_deadline for one in (first, later)] == [
        date(2024, 5, 31), date(2024, 11, 15),
    ]  # fmt: skip
