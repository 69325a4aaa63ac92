"""The words of the search field: taken apart, told when they cannot be meant, never silently left out."""

from __future__ import annotations

from datetime import date

import pytest

from reviewer_app.domain.listing.asking import Operator, Term, asked_in, days_meant, stages_named, waiting_stages
from reviewer_app.domain.states import State
from reviewer_resources.initials import initials
from reviewer_resources.phrases import sentence


def test_free_words_and_words_with_an_operator_stand_side_by_side() -> None:
    asked = asked_in("领域:养老 状态：初审 经办:示例甲 2024 标准化")
    assert asked.words == ("2024", "标准化")
    assert asked.terms == (
        Term(Operator.SECTOR, "养老"),
        Term(Operator.STATE, "初审"),
        Term(Operator.HANDLER, "示例甲"),
    )
    assert asked.doubts == ()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("单为:上海", "单为"),
        ("状态:初申", "初申"),
        ("期限:明年", "明年"),
        ("期限:2024-13", "2024-13"),
        ("期限:2024-02-30", "2024-02-30"),
        ("来源:传真", "传真"),
        ("征询:否", "否"),
    ],
)
def test_what_cannot_be_meant_is_told_by_its_own_word(text: str, said: str) -> None:
    (doubt,) = asked_in(text).doubts
    assert said in sentence(doubt.code, doubt.values)
    assert asked_in(text).terms == ()


def test_quotation_marks_make_a_plain_word_and_latin_words_with_a_colon_are_plain() -> None:
    assert asked_in('"单为:上海" ISO:9001 “状态:初申”').words == ("单为:上海", "ISO:9001", "状态:初申")


@pytest.mark.parametrize("text", ["", "   ", "领域:", '"', "：", ":", '领域:""'])
def test_what_is_half_typed_asks_for_nothing_and_is_no_mistake(text: str) -> None:
    asked = asked_in(text)
    assert (asked.terms, asked.doubts) == ((), ())


def test_a_value_in_quotation_marks_may_have_spaces_and_digits_stand_beside_initials() -> None:
    asked = asked_in('领域:"养老 服务" 单位：“上海 甲” 项目:sqzc2 sqzc1')
    assert asked.terms == (
        Term(Operator.SECTOR, "养老 服务"),
        Term(Operator.APPLICANT, "上海 甲"),
        Term(Operator.PROJECT, "sqzc2"),
    )
    assert (asked.words, asked.doubts) == (("sqzc1",), ())
    assert asked_in('单位:"没有收尾').terms == (Term(Operator.APPLICANT, "没有收尾"),)


def test_many_words_are_told_and_the_same_word_twice_is_one() -> None:
    (doubt,) = asked_in(" ".join(f"单位:{number}" for number in range(5_000))).doubts
    assert sentence(doubt.code, doubt.values) == "带“:”的查找词太多，一次最多 60 个。"
    assert asked_in("单位:甲 " * 5_000).terms == (Term(Operator.APPLICANT, "甲"),)
    assert asked_in("标签:\ud800").terms == (Term(Operator.LABEL, "\ufffd"),)
    (doubt,) = asked_in("期限:" + "年" * 5_000).doubts
    assert len(sentence(doubt.code, doubt.values)) < 120


def test_a_state_is_named_by_its_own_word_by_its_chip_or_by_a_part() -> None:
    assert stages_named("已复核") == (State.SIGNED_OFF.rule.number,)
    assert stages_named("初审") == (State.REVIEWING.rule.number,)
    assert State.SEALED.rule.number in stages_named("待报送")
    assert stages_named("没有") == ()


def test_the_words_for_due_days_mean_whole_days_of_the_week_and_month() -> None:
    monday, today, sunday = date(2024, 5, 13), date(2024, 5, 15), date(2024, 5, 19)
    assert days_meant("今天", today) == (today, today)
    assert days_meant("本周", today) == (monday, sunday)
    assert days_meant("逾期", today) == (date.min, date(2024, 5, 14))
    assert days_meant("2024-02", today) == (date(2024, 2, 1), date(2024, 2, 29))
    assert days_meant("2024/5/3", today) == (date(2024, 5, 3), date(2024, 5, 3))
    assert days_meant("9999-12", today) is None


def test_whom_a_case_waits_for_is_a_role_or_the_applicant() -> None:
    assert waiting_stages("复核") == (State.PROPOSED.rule.number, State.WITHDRAWAL_ASKED.rule.number)
    assert waiting_stages("申报单位") == (State.AWAITING_CORRECTION.rule.number,)


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("社区助餐", "sqzc"),
        ("上海示例ABC银行 2号", "shslabcyhh"),
        ("重庆鑫睿（长宁）", "cqxrcn"),
        ("𠮷祥", "x"),
        ("", ""),
    ],
)
def test_a_name_has_the_first_letters_of_its_sounds(name: str, letters: str) -> None:
    assert initials(name) == letters
