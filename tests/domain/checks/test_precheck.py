"""The automatic findings by their fixed ids: when each is said, of which field, and when it keeps silent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from reviewer_app.domain.application import Finding
from reviewer_app.domain.checks import OPERATORS
from reviewer_app.domain.checks.precheck import applicant_key, duplicate_findings, precheck, project_key
from reviewer_app.domain.checks.spec import GROUP_MAKERS, MAKERS, NONE, operator
from reviewer_app.domain.notice import FieldRule, Severity
from reviewer_app.domain.values.normalised import normalise
from reviewer_app.packs.loading import shipped_pack

PACK = shipped_pack()
CLEAN = {
    "project_name": "加氢站运行管理标准化试点",
    "project_class": "一般",
    "sector": "制造业",
    "direction": "氢能",
    "filing_number": "SH2024000001",
    "filed_on": "2024-05-08",
    "applicant": "上海示例甲有限公司",
    "credit_code": "91310104MAXX00015W",
    "applicant_kind": "企业",
    "plan_start": "2024-07-01",
    "plan_end": "2026-06-30",
    "full_time_staff": "1",
    "contact_person": "样本甲",
    "contact_phone": "64220000转2527",
}
KEY = {
    "project_class": "重点",
    "major_output": "地方标准1项",
    "effect": "完善机制",
    "promoting_department": "示例部门",
    "department_view": "同意",
}


def found(changes: Mapping[str, str]) -> list[tuple[str, str]]:
    """Id and field of each finding, for the clean application with some raw values changed."""
    values = {**CLEAN, **changes}
    clean = {field.id: normalise(field, values.get(field.id, "")) for field in PACK.fields}
    return [(one.id, one.field) for one in precheck(PACK, {key: value for key, value in clean.items() if value})]


def test_every_operator_of_the_closed_set_has_its_check_and_the_season_uses_it() -> None:
    assert set(MAKERS) | set(GROUP_MAKERS) == set(OPERATORS)
    assert not set(MAKERS) & set(GROUP_MAKERS)
    # The shipped notice does not say how many projects one unit may apply with.
    assert {rule.operator for rule in PACK.checks} == set(OPERATORS) - {"over_quantity"}


def test_no_second_check_takes_the_name_of_another() -> None:
    with pytest.raises(ValueError, match="required"):
        operator("required", NONE)(MAKERS["all_zero"])
    assert MAKERS["required"] is not MAKERS["all_zero"]


def test_a_clean_application_shows_nothing() -> None:
    assert found({}) == []
    assert found(KEY) == []


@pytest.mark.parametrize("field", [field for field in PACK.fields if field.required])
def test_an_empty_starred_field_is_missing_and_nothing_else(field: FieldRule) -> None:
    assert found({field.id: "  "}) == [("required.missing", field.label)]


def test_an_empty_form_misses_each_starred_field_and_has_no_staff() -> None:
    said = precheck(PACK, {})
    assert [one.id for one in said] == ["required.missing"] * 10 + ["e2.staff"]


@pytest.mark.parametrize(
    ("code", "ids"),
    [
        ("91310104MAXX00015", ["credit_code.length"]),
        ("9131O104MAXX00015W", ["credit_code.charset"]),
        ("91320104MAXX00015W", ["credit_code.check_digit", "credit_code.not_shanghai"]),
        ("91310104MAXX00015X", ["credit_code.check_digit"]),
        ("91320505MAX0C9007C", ["credit_code.not_shanghai"]),
        ("91310103MAX8A8086R", ["credit_code.retired_division"]),
        ("12310112MAX6C1063C", ["credit_code.inner_check"]),
        ("９１３１０１０４ｍａｘｘ０００１５ｗ", []),
        ("9131 0104 MAXX 0001 5W", []),
    ],
)
def test_credit_codes(code: str, ids: list[str]) -> None:
    assert [one for one, _ in found({"credit_code": code})] == ids


@pytest.mark.parametrize(
    "phone",
    [
        "64220000",
        "64220000.0",
        "02164220000",
        "2164220000.0",
        "021-64220000",
        "(021)64220000-2527",
        "（021）6422 0000 转 2527",
        "64220000转2527分机",
        "64220000分机2527",
        "64220000*12",
        "13812345678",
        "138 1234 5678",
        "１３８１２３４５６７８",
        "+86 13812345678",
        "64220000、13812345678",
        "64220000；13812345678",
        "64220000;13812345678",
        "64220000/021-64220001",
        "64220000, 13812345678",
        "64220000 13812345678",
        "64220000\n13812345678",
    ],
)
def test_telephones_that_reach_somebody(phone: str) -> None:
    assert found({"contact_phone": phone}) == []


@pytest.mark.parametrize(
    "phone",
    [
        "6422000",
        "1381234567",
        "138123456789",
        "12812345678",
        "14220000",
        "010-64220000",
        "022-64220000",
        "64220000转",
        "138****5678",
        "2527",
        "64220000、2527",
        "见附件",
    ],
)
def test_telephones_that_reach_nobody(phone: str) -> None:
    assert found({"contact_phone": phone}) == [("phone.format", "联系电话")]


def test_the_second_telephone_is_looked_at_too() -> None:
    assert found({"mobile": "123"}) == [("phone.format", "手机")]


@pytest.mark.parametrize(
    "filed", ["2024-05-31", "2024-05-31 23:59:59", "2024年5月31日", "45443", "20240531", "2024.5.31"]
)
def test_filed_on_the_last_day_is_in_time(filed: str) -> None:
    assert found({"filed_on": filed}) == []


@pytest.mark.parametrize("filed", ["2024-06-01", "2024/6/1 00:00", "45444.0", "20240601.0", "２０２４－６－１"])
def test_filed_a_day_later_is_late(filed: str) -> None:
    assert found({"filed_on": filed}) == [("deadline.late", "网上提交日期")]


@pytest.mark.parametrize("filed", ["五月底", "2024-02-30", "2024年5月", "2024-13-01", "5/8"])
def test_a_day_that_cannot_be_read_is_named_and_not_called_late(filed: str) -> None:
    assert found({"filed_on": filed}) == [("date.format", "网上提交日期")]


@pytest.mark.parametrize(
    ("start", "end", "ids"),
    [
        ("2024-07-01", "2026-06-30", []),
        ("2024-07-01", "2026-07-01", []),
        ("2024-07-01", "2026-06-29", ["dates.term"]),
        ("2024-07-01", "2026-07-02", ["dates.term"]),
        ("2024-09-01", "2027-08-31", ["dates.term"]),
        ("2026-09-01", "2024-09-01", ["dates.order"]),
        ("2024-07-01", "2024-07-01", ["dates.term"]),
        ("2024-02-29", "2026-02-28", []),
        ("2024-03-01", "2026-02-28", []),
        ("2024-07-01", "", []),
        ("", "2026-06-30", []),
        ("2024-07-01", "两年后", ["date.format"]),
    ],
)
def test_the_planned_term(start: str, end: str, ids: list[str]) -> None:
    assert [one for one, _ in found({"plan_start": start, "plan_end": end})] == ids


@pytest.mark.parametrize(
    ("full_time", "part_time", "ids"),
    [
        ("", "", ["e2.staff"]),
        ("0", "", ["e2.staff"]),
        ("0.0", "无", ["e2.staff"]),
        ("/", "０", ["e2.staff"]),
        ("0", "1", []),
        ("3人", "", []),
        ("若干", "", ["number.format"]),
    ],
)
def test_standardization_staff(full_time: str, part_time: str, ids: list[str]) -> None:
    assert [one for one, _ in found({"full_time_staff": full_time, "part_time_staff": part_time})] == ids


@pytest.mark.parametrize(
    ("changes", "ids"),
    [
        ({"sector": "信息化"}, ["sector.unknown"]),
        ({"sector": "制造业领域"}, []),
        ({"sector": "科技创新、制造业"}, ["sector.unknown"]),
        ({"applicant_kind": "外星单位"}, ["kind.unknown"]),
        ({"applicant_kind": "民办非企业"}, []),
        ({"project_class": "特别"}, ["project_class.unknown"]),
        ({"project_class": "一般项目"}, []),
        ({"comprehensive_pilot": "也许"}, ["choice.unknown"]),
    ],
)
def test_words_outside_the_lists(changes: dict[str, str], ids: list[str]) -> None:
    assert [one for one, _ in found(changes)] == ids


@pytest.mark.parametrize("yes", ["是", "√", "Y", "TRUE", "☑是 □否"])
@pytest.mark.parametrize("sector", ["社会管理", "公共服务", "制造业"])
def test_an_enterprise_cannot_run_a_comprehensive_pilot(sector: str, yes: str) -> None:
    changes = {"sector": sector, "comprehensive_pilot": yes, "direction": ""}
    assert found(changes) == [("e3.public_body", "单位性质")]
    assert found({**changes, "applicant_kind": "机关"}) == []
    assert found({**changes, "comprehensive_pilot": "否"}) == []


@pytest.mark.parametrize(
    ("sector", "direction", "is_said"),
    [
        ("农业农村", "航运服务", True),
        ("科技创新", "氢能", False),
        ("制造业", "制造业数字化转型", False),
        ("国际标准化", "国际/区域/国外标准研制及实施", False),
        ("制造业", "氢能、先进材料", False),
        ("制造业", "氢能、种业", True),
        ("制造业", "其他：柔性制造", False),
        ("制造业", "其它", False),
        ("制造业", "", False),
        ("信息化", "航运服务", False),
    ],
)
def test_directions_belong_to_their_sector(sector: str, direction: str, is_said: bool) -> None:
    said = found({"sector": sector, "direction": direction})
    assert (("direction.mismatch", "重点方向") in said) is is_said


def test_a_key_project_names_each_empty_key_field() -> None:
    assert found({"project_class": "重点", "direction": ""}) == [
        ("key.incomplete", "重点方向"),
        ("key.incomplete", "重大标准化成果"),
        ("key.incomplete", "促进作用"),
        ("key.incomplete", "推动的主管部门"),
        ("key.incomplete", "主管部门意见"),
    ]
    assert found({**KEY, "effect": "无"}) == [("key.incomplete", "促进作用")]


@pytest.mark.parametrize(
    ("changes", "is_said"),
    [
        ({"project_name": "公司内部管理标准化试点"}, True),
        ({"goal": "规范员工管理和考勤"}, True),
        ({"goal": "规范内部管理并向行业推广"}, False),
        ({"project_name": "员工管理行业示范标准化试点"}, False),
    ],
)
def test_projects_that_speak_of_inner_management_only(changes: dict[str, str], is_said: bool) -> None:
    assert ("e4.internal" in [one for one, _ in found(changes)]) is is_said


def test_a_finding_says_clause_and_weight_and_quotes_the_value() -> None:
    (said,) = precheck(PACK, {**CLEAN, "filed_on": "2024-06-03"})
    assert said == Finding(
        "deadline.late", Severity.BLOCK, "网上提交日期", "五（四）", "网上提交日期2024-06-03晚于截止日期2024-05-31。"
    )


def test_a_changed_pack_changes_the_findings() -> None:
    later = replace(PACK, limits=replace(PACK.limits, term_months=36))
    assert [one.id for one in precheck(later, CLEAN)] == ["dates.term"]
    assert precheck(PACK, CLEAN) == ()


def row(applicant: str, project: str) -> dict[str, str]:
    """The two values that duplicates are seen by."""
    return {key: value for key, value in {"applicant": applicant, "project_name": project}.items() if value}


def twins(*rows: dict[str, str]) -> list[list[str]]:
    """The duplicate findings of each row, without their common beginning."""
    return [[one.id.removeprefix("duplicate.") for one in said] for said in duplicate_findings(PACK, rows)]


def test_one_project_twice_is_said_on_both_rows_whatever_the_spelling() -> None:
    assert twins(
        row("上海示例（集团）有限公司", "楼宇节能改造标准化试点"),
        row("上海示例乙公司", "楼宇节能改造标准化试点"),
        row("上海示例(集团)有限公司（盖章）", " 楼宇“节能”改造 标准化试点"),
    ) == [["same_project"], [], ["same_project"]]


def test_two_projects_of_one_applicant_are_said_on_both_rows() -> None:
    assert twins(row("甲", "一"), row("甲", "二")) == [["same_applicant"], ["same_applicant"]]


def test_both_are_said_where_both_hold() -> None:
    assert twins(row("甲", "一"), row("甲", "一"), row("甲", "二")) == [
        ["same_project", "same_applicant"],
        ["same_project", "same_applicant"],
        ["same_applicant"],
    ]


def test_empty_names_are_no_duplicates() -> None:
    assert twins(row("", "一"), row("", "一")) == [[], []]
    assert twins(row("甲", ""), row("甲", "")) == [[], []]


def test_keys_are_their_own_keys() -> None:
    values = row("上海 示例（集团）Co. （盖章）", "《楼宇》 节能")
    again = row(applicant_key(values), project_key(values))
    assert (applicant_key(again), project_key(again)) == (applicant_key(values), project_key(values))
