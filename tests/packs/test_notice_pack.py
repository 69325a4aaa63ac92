"""The season's rules as data: what the 2024 notice says is there, and a pack that is broken is refused by name."""

from __future__ import annotations

import hashlib
import re
from datetime import date
from pathlib import Path

import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import FieldKind, Force, GroupKind, NoticePack
from reviewer_app.packs.loading import load_pack, shipped_pack
from reviewer_resources import text as resource_text
from reviewer_resources.phrases import sentence

TEXT = resource_text("notices", "sh-2024.toml")
#: The text cases of earlier libraries stand under.
FIRST = Path(__file__).with_name("first_version").joinpath("sh-2024.toml").read_text(encoding="utf-8")


@pytest.fixture
def pack() -> NoticePack:
    return shipped_pack("2024")


def test_the_pack_is_known_by_the_hash_of_its_text(pack: NoticePack) -> None:
    assert pack.sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert pack.text == TEXT


def test_the_notice_s_frame_is_there(pack: NoticePack) -> None:
    assert pack.number == "沪市监标技〔2024〕130号"
    assert pack.issued_on == date(2024, 3, 29)
    assert pack.limits.applicant_deadline == date(2024, 5, 31)
    assert (pack.limits.term_months, pack.limits.extension_months, pack.limits.copies_required) == (24, 6, 3)
    assert (pack.address.street, pack.address.postcode) == ("上海市肇嘉浜路301号", "200032")


def test_how_long_a_look_up_counts_is_the_season_s_and_has_a_default(pack: NoticePack) -> None:
    assert (pack.limits.look_up_days, "look_up_days" in pack.limits.unsettled) == (30, True)
    assert load_pack(TEXT.replace("look_up_days = 30", "look_up_days = 45"), "p").limits.look_up_days == 45
    first = load_pack(FIRST, "p").limits
    assert (first.look_up_days, "look_up_days" in first.unsettled) == (30, True)


def test_a_pack_says_itself_that_it_is_for_practice(pack: NoticePack) -> None:
    assert not pack.is_practice
    assert load_pack(TEXT.replace('season = "2024"', 'season = "2024"\npractice = true', 1), "p").is_practice


def test_every_sector_has_its_one_contact(pack: NoticePack) -> None:
    found = {sector: (one.name, one.extension) for one in pack.contacts for sector in one.sectors}
    assert found == {
        "社会管理": ("刘文涛", "2527"),
        "公共服务": ("胡伟", "2525"),
        "科技创新": ("王宝斌", "2509"),
        "制造业": ("王宝斌", "2509"),
        "现代服务业": ("倪敏", "2507"),
        "农业农村": ("倪敏", "2507"),
        "生态绿色": ("刘宙君", "2526"),
        "国际标准化": ("华希", "2506"),
    }


def test_the_checklist_has_the_points_of_clauses_two_three_and_five(pack: NoticePack) -> None:
    by_group = {group.id: [rule.id for rule in pack.rules if rule.group == group.id] for group in pack.groups}
    clauses = [pack.rule(rule_id).clause for rule_id in by_group["E"]]
    assert list(dict.fromkeys(clauses)) == ["二（一）", "二（二）", "二（三）", "二（四）", "二（五）"]
    assert by_group["K"] == ["K1.direction", "K2.output", "K3.effect", "K4.authority"]
    assert by_group["M"] == ["M1.online", "M2.form", "M3.copies", "M4.seal", "M5.deadline", "M6.opinion"]
    assert pack.rule("E4.internal").force is Force.WARN
    assert {rule.id for rule in pack.rules if rule.has_lookback} == {"E5.sanctions", "E5.incidents"}
    assert {rule.id for rule in pack.rules if rule.needs_lookup} == {"E1.credit", "E5.sanctions", "E5.incidents"}


def test_the_groups_say_what_they_ask_about_and_one_point_rests_on_the_comparison(pack: NoticePack) -> None:
    assert [(group.title, group.kind) for group in pack.groups] == [
        ("申报条件", GroupKind.ELIGIBILITY),
        ("重点项目（四项同时具备）", GroupKind.KEY),
        ("材料与程序", GroupKind.MATERIAL),
    ]
    assert pack.compared_rule is not None
    assert pack.compared_rule.title == "纸质与网上一致"


def test_the_first_version_which_had_no_words_for_it_means_the_same(pack: NoticePack) -> None:
    """Cases stand under its text in the libraries; a text of any other version has to say it itself."""
    first = load_pack(FIRST, "sh-2024")
    assert first.sha256 == hashlib.sha256(FIRST.encode()).hexdigest()
    assert (first.groups, first.cited, first.opinion) == (pack.groups, pack.cited, pack.opinion)
    assert first.compared_rule is not None
    assert [rule.id for rule in first.rules if rule.needs_view] == ["K4.authority"]
    assert first.rule("M5.deadline").point == "网上提交和纸质送达都在规定日期之内。"
    with pytest.raises(TroubleError):
        load_pack(FIRST.replace('version = "1"', 'version = "2"'), "sh-2024")


def test_no_point_claims_what_the_notice_does_not_settle(pack: NoticePack) -> None:
    """No registry or address (central bodies here may be recommended), no day that binds, no sector in 二（三）."""
    registered, public, deadline = map(pack.rule, ("E1.registered", "E3.public_body", "M5.deadline"))
    assert registered.point == "申报单位依法在本市登记注册。"
    assert [condition.field for condition in public.scope] == ["comprehensive_pilot"]
    assert "通知没有写明" in deadline.point
    assert not re.search("申报书|受理编号", "".join(rule.point + rule.evidence + rule.defect for rule in pack.rules))
    assert "收件编号" in [column.header for column in pack.summary]
    assert pack.cited == "《上海市市场监督管理局关于开展2024年度市级标准化试点工作的通知》（沪市监标技〔2024〕130号）"


def test_what_is_demanded_claims_no_finding(pack: NoticePack) -> None:
    """A demand is printed in the correction notice whatever the answer rests on."""
    assert not [rule.id for rule in pack.rules if "查询到" in rule.defect or "查询显示" in rule.defect]


@pytest.mark.parametrize(
    ("sector", "comprehensive", "applies"),
    [("社会管理", "是", True), ("公共服务", "是", True), ("公共服务", "否", False), ("制造业", "是", True)],
)
def test_the_public_body_point_applies_only_to_comprehensive_pilots(
    pack: NoticePack, sector: str, comprehensive: str, applies: bool
) -> None:
    values = {"sector": sector, "comprehensive_pilot": comprehensive}
    assert pack.rule("E3.public_body").in_scope(values) is applies


def test_starred_fields_are_the_form_s(pack: NoticePack) -> None:
    assert [field.label for field in pack.fields if field.required] == [
        "项目名称",
        "项目类别",
        "领域",
        "网上申报编号",
        "网上提交日期",
        "申报单位",
        "统一社会信用代码",
        "单位性质",
        "联系人",
        "联系电话",
    ]
    assert pack.field("sector").choices == pack.sectors
    assert pack.field("filed_on").kind is FieldKind.DATE
    assert {field.id for field in pack.fields if field.masked} == {"contact_phone", "mobile"}


def test_no_field_asks_for_an_identity_card(pack: NoticePack) -> None:
    assert not [field.label for field in pack.fields if "身份证" in field.label + "".join(field.synonyms)]


def test_the_sentences_of_the_notice_are_not_copied(pack: NoticePack) -> None:
    said = "".join(rule.point + rule.title for rule in pack.rules)
    assert "具有较强的行业影响力" not in said
    assert "组织内部的标准化建设一般不予立项" not in said


@pytest.mark.parametrize(
    ("before", "after", "key", "reason"),
    [
        ('force = "warn"', 'force = "maybe"', "rules[8].force", "maybe"),
        ('operator = "all_zero"', 'operator = "eval"', ".operator", "eval"),
        ('title = "信用良好"\n', 'title = "信用良好"\ncolour = "red"\n', "rules[1].colour", "没有这一键"),
        ('id = "E1.credit"', 'id = "E1.registered"', "rules[1].id", "重复"),
        ('id = "mobile"', 'id = "email"', ".id", "重复"),
        ('sectors = ["现代服务业", "农业农村"]\nclause', 'sectors = ["现代服务业"]\nclause', "contacts", "农业农村"),
        ('sectors = ["国际标准化"]\nclause', 'sectors = ["外层空间"]\nclause', "contacts[5].sectors", "外层空间"),
        ('shows = ["influence"]', 'shows = ["charm"]', "rules[2].shows", "charm"),
        ('hints = ["e2.staff"]', 'hints = ["e2.stuff"]', "rules[5].hints", "e2.stuff"),
        ('one_of = ["是"]', 'one_of = ["对"]', "rules[7].scope[0].one_of", "对"),
        ("term_months = 24", "term_months = 0", "limits.term_months", "大于零"),
        ("term_months = 24", 'term_months = "24"', "limits.term_months", "大于零"),
        ("applicant_deadline = 2024-05-31", 'applicant_deadline = "五月底"', "limits.applicant_deadline", "日期"),
        ("sending_deadline = 2024-05-31", "sending_deadline = 2024-05-01", "limits.sending_deadline", "早于"),
        ('lookback_from = "filed_on"', 'lookback_from = "applicant"', "limits.lookback_from", "applicant"),
        ('value = "@contact"', 'value = "@weather"', "summary[16].value", "@weather"),
        ("应为18位，现为{length}位", "应为18位，现为{height}位", "checks[1].message", "height"),
        ("应为18位，现为{length}位", "应为18位，现为{length位", "checks[1].message", "花括号"),
        ('prefixes = ["31"]', 'prefix = ["31"]', "checks[4].parameters.prefixes", "缺少"),
        ('words = ["internal_management"]', 'words = ["unknown_list"]', ".parameters.words", "unknown_list"),
        ('"一般项目" = "一般"', '"一般项目" = "普通"', "fields[1].aliases", "普通"),
        ('synonyms = ["参与单位"', 'synonyms = ["申报单位", "参与单位"', ".synonyms", "申报单位"),
        ('label = "联系人"', 'label = ""', ".label", "不能为空"),
        ('season = "2024"', 'season = "24"', "season", "四位"),
        ('title = "信用良好"\n', "", "rules[1].title", "缺少"),
        ('kind = "key"', 'kind = "golden"', "groups[1].kind", "golden"),
        ('kind = "material"\n', "", "groups[2].kind", "缺少"),
        ('settled_by = "comparison"', 'settled_by = "dice"', ".settled_by", "dice"),
        ('title = "信用良好"\n', 'title = "信用良好"\nsettled_by = "comparison"\n', "rules", "只能有一条"),
        ('opening = "经初审，"', 'opening = "{weather}"', "opinion.opening", "weather"),
        ('opening = "经初审，"', 'opening = "{applicant}"', "opinion.opening", "applicant"),
        ('points = ["E1.registered"]', "points = []", "opinion.clauses[0].points", "不能为空"),
        ('points = ["E1.registered"]', 'points = ["E1.rumour"]', "opinion.clauses[0].points", "E1.rumour"),
        ('points = ["E1.registered"]', 'points = ["M6.opinion"]', "opinion.clauses[0].points", "M6.opinion"),
        ("该单位依法在本市登记注册，", "{applicant}依法在本市登记注册，", "opinion.clauses[0].text", "applicant"),
        ('points = ["E1.credit"]', 'points = ["E5.policy"]', "opinion.clauses[2].points", "needs_lookup"),
        ("经{looked_on}查询，信用良好", "{start}起信用良好", "opinion.clauses[2].text", "has_lookback"),
        ("needs_view = true", "needs_view = false", "opinion.clauses[7].points", "needs_view"),
        ('fields = ["direction"]\n', "", "opinion.clauses[5].text", "direction"),
        ('ground = "form"\nfields = ["direction"]', 'fields = ["direction"]', "opinion.clauses[5].fields", "申报内容"),
        ('ground = "form"', 'ground = "hearsay"', "opinion.clauses[5].ground", "hearsay"),
        ('notice = "上海市', 'notices = "上海市', "notice", "缺少"),
    ],
)
def test_a_broken_pack_is_refused_with_file_key_and_reason(before: str, after: str, key: str, reason: str) -> None:
    assert before in TEXT
    with pytest.raises(TroubleError) as refused:
        load_pack(TEXT.replace(before, after, 1), "坏的.toml")
    assert refused.value.code == "pack.broken"
    assert str(refused.value.values["key"]).endswith(key)
    said = sentence(refused.value.code, refused.value.values)
    assert "坏的.toml" in said
    assert reason in said


def test_text_that_is_no_toml_is_refused_by_line() -> None:
    with pytest.raises(TroubleError) as refused:
        load_pack('id = "x"\nversion = \n', "坏的.toml")
    assert "第2行" in str(refused.value.values["key"])


def test_a_season_without_a_pack_is_not_there() -> None:
    with pytest.raises(KeyError):
        shipped_pack("1999")
