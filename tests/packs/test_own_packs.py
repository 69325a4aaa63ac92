"""Packs of shapes never seen, written for other notices: each loads, and its rules are worked by."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.cli.commands import run
from reviewer_app.domain.application import Source
from reviewer_app.domain.checks.precheck import duplicate_findings, precheck
from reviewer_app.domain.deadlines import lookback_window
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.routing import route
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application, register_application
from reviewer_app.services.seasons.beginning import begin_season, turn_to_season
from reviewer_app.services.seasons.pack_door import load_season_pack
from reviewer_app.services.seasons.settling import settle
from support.casework import answered
from support.fakes import FakeUnit
from support.grounds import grounded
from support.other_packs import SHIPPED, changed
from support.own_packs import DISTRICT, KEY_POINTS, NATIONAL, OWN_PACKS, SERVICES, TURN_OF_YEAR, WIDE
from support.sample_lists import write_workbook

CODES = ("91310104MAXX00015W", "91310115MAXX00015T")


def filed(pack: NoticePack, number: int = 1, /, **said: str) -> dict[str, str]:
    """An application that fills in what every notice asks."""
    first = {
        "project_name": f"示例{number}标准化试点",
        "applicant": "上海示例甲服务有限公司",
        "credit_code": CODES[0],
        "filed_on": pack.issued_on.isoformat(),
        "project_class": pack.general_class,
        "sector": pack.sectors[0],
    }
    return {**first, **said}


def ids(found: tuple[object, ...]) -> list[str]:
    return [str(getattr(one, "id", "")) for one in found]


def office_of(text: str) -> tuple[FakeUnit, NoticePack]:
    """An office that works by a pack."""
    unit, check = FakeUnit(), check_text(text, "新.toml")
    load_season_pack(unit, check)
    pack = load_pack(text, "新.toml")
    turn_to_season(unit, pack.season)
    return unit, pack


@pytest.mark.parametrize("text", OWN_PACKS.values(), ids=OWN_PACKS.keys())
def test_an_application_goes_its_way_by_the_pack_to_a_drafted_recommendation(text: str) -> None:
    unit, pack = office_of(text)
    values = filed(pack, project_class=pack.classes[-1], sector=pack.sectors[-1], direction="其他", level="二级")
    case_id = register_application(unit, values, Source.ONLINE).application_id
    view = open_case(unit, case_id)
    assert view.routing.contact is not None
    assert view.application.due_on == pack.limits.deadlines_of(values)[1]
    answered(unit, case_id)
    view = open_case(unit, case_id)
    assert f"建议作为{ProjectClass(pack.classes[-1]).label}推荐。" in view.drafted_text()
    assert len(view.papers) == pack.limits.copies_required


@pytest.mark.parametrize("text", OWN_PACKS.values(), ids=OWN_PACKS.keys())
def test_the_season_after_it_is_begun_from_it(text: str) -> None:
    unit, pack = office_of(text)
    unit.clock = unit.clock.replace(year=int(pack.season))
    following = str(int(pack.season) + 1)
    begin_season(unit, following)
    limits, newer = pack.limits, unit.packs.current(following).limits
    assert (newer.most_per_applicant, newer.copies_required) == (limits.most_per_applicant, limits.copies_required)
    assert newer.applicant_deadline.year == limits.applicant_deadline.year + 1
    for before, after in zip(limits.by_class, newer.by_class, strict=True):
        if before.applicant_deadline and after.applicant_deadline:
            assert after.applicant_deadline.year == before.applicant_deadline.year + 1


@pytest.mark.parametrize(("text", "name"), [(text, name) for name, text in OWN_PACKS.items()])
def test_the_pack_is_printed_and_a_list_is_checked_by_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, name: str
) -> None:
    rules = tmp_path / f"{name}.toml"
    rules.write_text(text, encoding="utf-8")
    assert run(["pack", str(rules)]) == 0
    printed = capsys.readouterr().out
    pack = load_pack(text, name)
    assert all(one in printed for one in (*pack.classes, *pack.sectors, pack.number))
    rows = [filed(pack, number) for number in range(1, 8)]
    late = pack.limits.applicant_deadline.replace(year=pack.limits.applicant_deadline.year + 1, day=28)
    rows[3]["filed_on"] = late.isoformat()
    heads = [pack.label(field) for field in rows[0]]
    listed = write_workbook(tmp_path / "清单.xlsx", 清单=(1, 1, [heads, *(list(row.values()) for row in rows)]))
    assert run(["precheck", str(listed), "--pack", str(rules), "--format", "json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert said["unmapped"] == []
    found = {(one["row"], one["id"]) for one in said["findings"]}
    assert [row for row, what in sorted(found) if what == "deadline.late"] == [5]
    over = {row for row, what in found if "over" in what or "many" in what or what == "quantity"}
    assert over == (set(range(2, 9)) if 0 < pack.limits.most_per_applicant < 7 else set())


def test_each_class_has_its_own_days_and_term() -> None:
    pack = load_pack(NATIONAL, "x")
    days: Mapping[str, tuple[date, date]] = {
        one: pack.limits.deadlines_of({"project_class": one}) for one in pack.classes
    }
    assert days["培育"] == (date(2025, 6, 30), date(2025, 7, 15))
    assert days["国家级"] == (date(2025, 5, 31), date(2025, 6, 20))
    assert days["示范区"] == (date(2025, 4, 30), date(2025, 7, 15))
    planned = {"plan_start": "2025-09-01", "plan_end": "2028-08-31"}
    assert "dates.term" not in ids(precheck(pack, filed(pack, **planned)))
    (found,) = (one for one in precheck(pack, filed(pack, project_class="示范区", **planned)) if one.id == "dates.term")
    assert found.message == "应为60个月，到2030-08-31。"


def test_five_projects_a_unit_are_no_finding_and_six_are_one_on_each() -> None:
    pack = load_pack(SERVICES, "x")
    rows = [filed(pack, number) for number in range(1, 6)]
    other = filed(pack, 9, applicant="上海示例乙服务有限公司")
    assert duplicate_findings(pack, [*rows, other]) == [()] * 6
    found = duplicate_findings(pack, [*rows, filed(pack, 6), other])
    assert [len(one) for one in found] == [1] * 6 + [0]
    assert found[0][0].message == "该单位申报了6项，最多5项。"


def test_the_same_project_twice_is_one_project_and_a_class_is_counted_by_itself() -> None:
    pack = load_pack(SERVICES, "x")
    twice = [filed(pack, number) for number in (1, 2, 3, 4, 5, 5)]
    assert duplicate_findings(pack, twice) == [()] * 6
    key = [filed(pack, number, project_class="示范") for number in range(3)]
    found = duplicate_findings(pack, [*key, filed(pack, 8)])
    assert [[one.message for one in some] for some in found] == [["该单位申报了3项，最多2项示范。"]] * 3 + [[]]


def test_a_project_too_many_is_said_of_the_cases_there_and_unsaid_when_one_goes() -> None:
    unit, pack = office_of(DISTRICT)
    first = register_application(unit, filed(pack, 1), Source.ONLINE).application_id
    assert ids(unit.applications.get(first).findings) == []
    second = register_application(unit, filed(pack, 2), Source.ONLINE).application_id
    assert [ids(unit.applications.get(one).findings) for one in (first, second)] == [["quantity"]] * 2
    case = unit.applications.get(second)
    other = filed(pack, 2, applicant="上海示例乙服务有限公司")
    amend_application(unit, second, case.revision, other, "单位写错")
    assert [ids(unit.applications.get(one).findings) for one in (first, second)] == [[], []]


def test_a_withdrawn_project_no_longer_counts() -> None:
    unit, pack = office_of(DISTRICT)
    first = register_application(unit, filed(pack, 1), Source.ONLINE).application_id
    reviewing.withdraw(unit, first, "单位来函撤回")
    second = register_application(unit, filed(pack, 2), Source.ONLINE).application_id
    assert ids(unit.applications.get(second).findings) == []


def test_a_project_passed_on_no_longer_counts() -> None:
    unit, pack = office_of(DISTRICT)
    first, second = (register_application(unit, filed(pack, number), Source.ONLINE).application_id for number in (1, 2))
    reviewing.submit_opinion(unit, first, Outcome.TRANSFER, ProjectClass.GENERAL, "注册地不在本区，转送。")
    assert ids(unit.applications.get(second).findings) == ["quantity"]
    changes = reviewing.sign_off(unit.acting("示例乙"), first)
    assert ids(unit.applications.get(second).findings) == []
    assert changes.touches(second)


def test_the_number_that_the_office_settles_is_counted_by_at_once() -> None:
    unit, pack = office_of(SERVICES)
    cases = [register_application(unit, filed(pack, number, level="二级"), Source.ONLINE) for number in (1, 2, 3)]
    settle(unit, pack.season, "most_per_applicant", "2", "通知补充说明")
    assert all("unit.too_many" in ids(unit.applications.get(one.application_id).findings) for one in cases)
    settle(unit, pack.season, "most_per_applicant", "3", "通知再次说明")
    assert not any("unit.too_many" in ids(unit.applications.get(one.application_id).findings) for one in cases)


def test_a_field_and_a_point_of_its_own_are_asked_where_they_apply() -> None:
    pack = load_pack(SERVICES, "x")
    assert [one.id for one in pack.rules if one.in_scope(filed(pack, level="一级"))] == ["A1", "A2", "A3"]
    assert [one.id for one in pack.rules if one.in_scope(filed(pack, level="三级"))] == ["A1", "A2"]
    assert lookback_window(pack.limits, filed(pack), date(2026, 5, 1))[0] == date(2024, 2, 10)


def test_persons_with_and_without_extension_are_said_as_the_notice_has_them() -> None:
    assert route(load_pack(NATIONAL, "x"), "农业").telephone == "60000000"
    assert route(load_pack(NATIONAL, "x"), "服务业").telephone == "8001"
    assert route(load_pack(TURN_OF_YEAR, "x"), "示范区").telephone == "60000000 转 1、2"


def test_key_points_of_one_class_alone_lead_back_to_the_general_one() -> None:
    unit, pack = office_of(KEY_POINTS)
    case_id = register_application(unit, filed(pack, project_class="标杆"), Source.ONLINE).application_id
    answered(unit, case_id)
    assert "建议作为标杆项目推荐" in open_case(unit, case_id).drafted_text()
    grounded(unit, case_id)
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass("标杆"), "经审核，建议推荐。")
    opinion = open_case(unit, case_id).current_opinion
    assert opinion is not None
    assert opinion.proposed_class == "标杆"


@pytest.mark.parametrize(
    ("text", "change", "key", "reason"),
    [
        (DISTRICT, ("most_per_applicant = 1\n", ""), "checks[1].operator", "最多几项"),
        (
            WIDE, ('operator = "over_quantity"', 'operator = "same_applicant"'),
            "limits.most_per_applicant", "没有检查按它查",
        ),
        (SERVICES, ("most_per_applicant = 2", "most_per_applicant = 6"), "limits.by_class[0].most_per_applicant", "5"),
        (SERVICES, ("most_per_applicant = 2", "most_per_unit = 2"), "limits.by_class[0].most_per_unit", "没有这一键"),
        (NATIONAL, ("term_months = 60", "term_months = 60.5"), "limits.by_class[1].term_months", "整数"),
        (
            NATIONAL, ("sending_deadline = 2025-06-20", "sending_deadline = 2025-05-20"),
            "limits.by_class[0].sending_deadline", "早于",
        ),
        (
            NATIONAL, ("applicant_deadline = 2025-04-30\n", "applicant_deadline = 2025-07-30\n"),
            "limits.by_class[1].applicant_deadline", "早于",
        ),
        (NATIONAL, ('class = "示范区"', 'class = "省级"'), "limits.by_class[1].class", "省级"),
        (TURN_OF_YEAR, ("lookback_years = 5", ""), "limits.lookback_years", "缺少"),
        (
            TURN_OF_YEAR, ('lookback_years = 5\nlookback_from = "applicant_deadline"', ""),
            "limits.lookback_years", "has_lookback",
        ),
        (NATIONAL, ('phone = ""\nextension = "8001"', 'phone = ""\nextension = ""'), "contacts[1].phone", "至少写一项"),
        (NATIONAL, ("applicant_deadline = 2025-06-30", "applicant_deadline = 2025-02-29"), "第", "没有这一天"),
        (NATIONAL, ("[classes]", "[quotas]\nall = 3\n[classes]"), "quotas", "没有这一键"),
    ],
)  # fmt: skip
def test_what_does_not_agree_is_refused_with_key_and_reason(
    text: str, change: tuple[str, str], key: str, reason: str
) -> None:
    broken = changed(change, text=text)
    found = check_text(broken, "x.toml").findings
    assert any(one.key.startswith(key) and reason in one.reason for one in found), found
    with pytest.raises(TroubleError):
        load_pack(broken, "x.toml")


def test_the_shipped_notice_counts_no_projects_and_keeps_its_term() -> None:
    pack = load_pack(SHIPPED, "sh-2024.toml")
    assert (pack.limits.most_per_applicant, pack.limits.counts_by_class) == (0, False)
    assert pack.limits.term_of({"project_class": "重点"}) == 24
