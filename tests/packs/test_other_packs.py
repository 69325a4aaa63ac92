"""Packs of other shapes: more persons, other sectors and classes, days by class, no key points; all are worked by."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from reviewer_app.domain.application import Application, PackRef, Source
from reviewer_app.domain.checklist import Answer, Verdict, rules_for
from reviewer_app.domain.checks.precheck import precheck
from reviewer_app.domain.drafting import Found, draft_opinion
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import FieldKind, NoticePack
from reviewer_app.domain.opinion import Outcome, ProjectClass, classes_of, contradictions, proposed_class
from reviewer_app.domain.routing import route
from reviewer_app.domain.states import State
from reviewer_app.packs.checking import check_text
from reviewer_app.packs.loading import load_pack, shipped_pack
from reviewer_app.services.cases.reading import lookback_of
from support.builders import CLEAN, KEY
from support.other_packs import CLASSES, SECTORS, SHIPPED, WITH_CRITERIA, WITHOUT_KEY_POINTS, changed

TODAY = date(2026, 5, 6)


def all_met(pack: NoticePack, values: dict[str, str]) -> dict[str, Answer]:
    return {rule.id: Answer(rule.id, Verdict.MET) for rule in rules_for(pack, values)}


def case_of(pack: NoticePack, values: dict[str, str]) -> Application:
    return Application(
        id=1,
        intake_number="2025-示-0001",
        season=pack.season,
        values=values,
        state=State.REVIEWING,
        source=Source.ONLINE,
        handler="示例甲",
        pack=PackRef(pack.id, pack.version, pack.sha256),
        registered_at=datetime(2025, 5, 1, 9),
        due_on=pack.limits.sending_deadline,
    )


def test_several_persons_of_a_sector_are_one_addressee_in_the_notice_s_order() -> None:
    pack = load_pack(SECTORS, "sh-2025.toml")
    together = route(pack, "制造业")
    assert (together.name, together.telephone) == ("王宝斌、刘宙君", "64220000 转 2509、2526")
    assert route(pack, "科技创新").name == "王宝斌"


def test_a_sector_that_came_is_routed_and_one_that_went_is_unknown() -> None:
    pack = load_pack(SECTORS, "sh-2025.toml")
    assert route(pack, "低空经济").name == "华希"
    found = precheck(pack, {**CLEAN, "sector": "国际标准化"})
    assert "sector.unknown" in {one.id for one in found}
    assert "sector.unknown" not in {one.id for one in precheck(pack, {**CLEAN, "sector": "低空经济"})}


def test_other_classes_are_proposed_by_their_own_names() -> None:
    pack = load_pack(CLASSES, "sh-2026.toml")
    assert [one.label for one in classes_of(pack)] == ["培育类项目", "示范类项目", "引领类项目"]
    values = {**KEY, "project_class": "引领类"}
    answers = all_met(pack, values)
    assert proposed_class(pack, values, answers) == "引领类"
    assert draft_opinion(pack, values, Found(answers, (), None, TODAY)).endswith("建议作为引领类项目推荐。")
    answers["K4.authority"] = Answer("K4.authority", Verdict.NOT_MET)
    assert proposed_class(pack, values, answers) == "培育类"
    other = contradictions(pack, values, answers, Outcome.RECOMMEND, ProjectClass("示范类"))
    assert ("引领类", "示范类项目") in {(one.values.get("asked"), one.values.get("chosen")) for one in other}


def test_a_class_with_days_of_its_own_is_late_by_them_alone() -> None:
    pack = load_pack(CLASSES, "sh-2026.toml")
    filed = {**CLEAN, "filed_on": "2026-05-08"}
    assert "deadline.late" in {one.id for one in precheck(pack, {**filed, "project_class": "引领类"})}
    assert "deadline.late" not in {one.id for one in precheck(pack, {**filed, "project_class": "培育类"})}
    assert pack.limits.deadlines_of({"project_class": "引领类"}) == (date(2026, 4, 30), date(2026, 5, 8))


def test_without_key_points_a_project_is_key_because_it_asks_to_be() -> None:
    pack = load_pack(WITHOUT_KEY_POINTS, "sh-2027.toml")
    values = {**KEY, "project_class": "重点"}
    assert proposed_class(pack, values, {}) is ProjectClass.KEY
    assert contradictions(pack, values, all_met(pack, values), Outcome.RECOMMEND, ProjectClass.KEY) == ()
    assert "重点" in draft_opinion(pack, values, Found(all_met(pack, values), (), None, TODAY))


@pytest.mark.parametrize(
    ("chosen", "end", "words"),
    [
        ("filed_on", "2026-04-20", "以网上提交日计"),
        ("plan_start", "2026-07-01", "以计划开始日计"),
        ("plan_end", "2028-06-30", "以计划结束日计"),
        ("applicant_deadline", "2024-05-31", "以申报截止日计"),
        ("today", "2026-05-06", "以当日计"),
    ],
)
def test_the_years_count_back_from_every_day_the_pack_may_name(chosen: str, end: str, words: str) -> None:
    pack = load_pack(changed(('lookback_from = "filed_on"', f'lookback_from = "{chosen}"')), "x.toml")
    values = {**CLEAN, "filed_on": "2026-04-20", "plan_start": "2026-07-01", "plan_end": "2028-06-30"}
    window = lookback_of(pack, case_of(pack, values), TODAY)
    assert (window.end.isoformat(), window.counted_from) == (end, words)


def test_every_day_the_comment_offers_is_tried() -> None:
    """A date field of the form, the deadline, today."""
    fields = {field.id for field in shipped_pack().fields if field.kind is FieldKind.DATE}
    assert fields == {"filed_on", "plan_start", "plan_end"}


def test_a_day_the_form_leaves_open_is_said_to_be_open() -> None:
    pack = load_pack(changed(('lookback_from = "filed_on"', 'lookback_from = "plan_end"')), "x.toml")
    window = lookback_of(pack, case_of(pack, {**CLEAN, "plan_end": ""}), TODAY)
    assert (window.end, window.counted_from) == (TODAY, "计划结束日期未填或不能识别，以当日计")


@pytest.mark.parametrize(
    ("change", "key", "reason"),
    [
        (("\n[address]", '\n[classes]\nkey = ["示范"]\ngeneral = "一般"\n\n[address]'), "classes.key", "示范"),
        (("issued_on = 2024-03-29", "issued_on = 2024-06-30"), "limits.applicant_deadline", "早于通知的印发日期"),
        (("copies_required = 3", "copies_required = 3\ncopies_to_send = 4"), "limits.copies_to_send", "不能多于"),
        (
            ("\n[address]", '\n[classes]\nkey = ["重点"]\ngeneral = "重点"\n\n[address]'),
            "classes.general",
            "已列为重点类",
        ),
        (("\n[address]", '\n[classes]\nkey = []\ngeneral = "一般"\n\n[address]'), "classes.key", "没有写明"),
        (
            ('one_of = ["是"]', 'one_of = ["是"]\n[[rules.scope]]\nfield = "comprehensive_pilot"\none_of = ["否"]'),
            "rules[7].scope",
            "永远问不到",
        ),
        (("points = 20", "points = 101"), "criteria[1].points", "不超过 100"),
        (("points = 20", "points = 0"), "criteria[1].points", "大于零"),
        (("points = 20", "points = 20\nweight = 2"), "criteria[1].weight", "没有这一键"),
        (('id = "output"', 'id = "effect"'), "criteria[2].id", "重复"),
        (('title = "标准成果"', 'title = "可以形成的标准成果数量"'), "criteria[1].title", "不超过 8 个字"),
        (('one_of = ["重点"]', 'one_of = ["一般"]'), "rules[12].scope", "不问任何重点类"),
        (
            ('name = "胡伟"\nphone = "64220000"\nextension = "2525"\nsectors = ["公共服务"]',
             'name = "刘文涛"\nphone = "64220000"\nextension = "2527"\nsectors = ["社会管理"]'),
            "contacts",
            "写了两次",
        ),
    ],
)  # fmt: skip
def test_a_pack_that_contradicts_itself_is_refused_with_the_place(
    change: tuple[str, str], key: str, reason: str
) -> None:
    text = changed(change, text=WITH_CRITERIA)
    with pytest.raises(TroubleError) as refused:
        load_pack(text, "x.toml")
    found = check_text(text, "x.toml").findings
    assert (key, True) in {(one.key, reason in one.reason) for one in found}, (refused.value, found)


def test_all_contradictions_are_named_at_once() -> None:
    text = changed(
        ('shows = ["influence"]', 'shows = ["charm"]'),
        ('hints = ["e2.staff"]', 'hints = ["e2.stuff"]'),
        ('sectors = ["国际标准化"]\nclause', 'sectors = ["制造业"]\nclause'),
    )
    assert {one.key for one in check_text(text, "x.toml").findings} == {"contacts", "rules[2].shows", "rules[5].hints"}


def test_a_text_that_is_no_pack_is_one_finding() -> None:
    check = check_text("a = " + "[" * 5000 + "]" * 5000, "x.toml")
    assert (check.frame, len(check.findings), check.is_usable) == (None, 1, False)
    assert check_text(SHIPPED, "x.toml").is_usable


def test_criteria_are_read_with_their_points_and_the_shipped_notice_has_none() -> None:
    assert [(one.title, one.points) for one in load_pack(WITH_CRITERIA, "x.toml").criteria] == [
        ("行业影响", 10),
        ("标准成果", 20),
        ("示范带动", 30),
    ]
    assert shipped_pack().criteria == ()
    one = WITH_CRITERIA[WITH_CRITERIA.index("\n[[criteria]]") :]
    many = WITH_CRITERIA + "".join(
        one.replace('id = "', f'id = "{mark}').replace('title = "', f'title = "{mark}') for mark in ("a", "b")
    )
    (found,) = check_text(many, "x.toml").findings
    assert (found.key, found.reason) == ("criteria", "最多 8 项，再多并排看不下")
