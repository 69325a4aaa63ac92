"""What the answers allow an opinion to say, and what the first draft says."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from reviewer_app.domain.checklist import Answer, Verdict, progress, rules_for, standing
from reviewer_app.domain.drafting import Found, draft_opinion, suggested_outcome
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.opinion import Outcome, ProjectClass, contradictions, proposed_class
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.rows import Lookback
from support.builders import CLEAN, KEY, answers, grounded, looked_up, values

WINDOW = Lookback(date(2021, 5, 8), date(2024, 5, 8), "以网上提交日计")


def _found(given: Mapping[str, Answer]) -> Found:
    return Found(given, looked_up(), WINDOW, date(2024, 5, 19))


@pytest.fixture
def pack() -> NoticePack:
    return shipped_pack()


def test_a_general_company_project_is_not_asked_for_the_public_body_nor_the_key_points(pack: NoticePack) -> None:
    asked = {rule.id for rule in rules_for(pack, CLEAN)}
    assert "E1.registered" in asked
    assert "E3.public_body" not in asked
    assert not any(rule_id.startswith("K") for rule_id in asked)


def test_a_comprehensive_pilot_in_public_service_is_asked_for_the_public_body(pack: NoticePack) -> None:
    asked = {rule.id for rule in rules_for(pack, values(comprehensive_pilot="是"))}
    assert "E3.public_body" in asked


def test_progress_counts_points_out_of_scope_as_answered(pack: NoticePack) -> None:
    done = progress(pack, "E", CLEAN, {"E1.registered": Answer("E1.registered", Verdict.MET)})
    assert (done.answered, done.total) == (2, sum(rule.group == "E" for rule in pack.rules))


def test_all_met_recommends_without_a_word_against_it(pack: NoticePack) -> None:
    given = answers(pack, CLEAN)
    assert contradictions(pack, CLEAN, given, Outcome.RECOMMEND, ProjectClass.GENERAL) == ()
    assert suggested_outcome(pack, CLEAN, given) is Outcome.RECOMMEND


def test_the_draft_says_why_the_internal_point_was_passed(pack: NoticePack) -> None:
    reasoned = answers(pack, CLEAN, not_met={"E4.internal": "成果已在三家单位采用"})
    assert "成果已在三家单位采用" in draft_opinion(pack, CLEAN, _found(reasoned))


def test_declining_a_case_without_fault_is_said(pack: NoticePack) -> None:
    said = contradictions(pack, CLEAN, answers(pack, CLEAN), Outcome.DECLINE, ProjectClass.GENERAL)
    assert [one.code for one in said] == ["opinion.declines_though_met"]


def test_declining_on_key_points_alone_is_said(pack: NoticePack) -> None:
    failing = answers(pack, KEY, not_met={"K4.authority": "尚无书面意见"})
    said = contradictions(pack, KEY, failing, Outcome.DECLINE, ProjectClass.GENERAL)
    assert [(one.code, one.values) for one in said] == [("opinion.declines_on_key_points", {"clauses": "三（四）"})]
    also = answers(pack, KEY, not_met={"K4.authority": "尚无书面意见", "E5.policy": "属淘汰类"})
    assert contradictions(pack, KEY, also, Outcome.DECLINE, ProjectClass.GENERAL) == ()


def test_key_only_when_all_four_points_hold(pack: NoticePack) -> None:
    assert proposed_class(pack, KEY, answers(pack, KEY)) is ProjectClass.KEY
    failing = answers(pack, KEY, not_met={"K4.authority": "尚无书面意见"})
    assert proposed_class(pack, KEY, failing) is ProjectClass.GENERAL
    assert standing(pack, KEY, failing).is_recommendable


def test_a_missing_copy_points_to_a_correction_not_to_a_refusal(pack: NoticePack) -> None:
    given = answers(pack, CLEAN, not_met={"M3.copies": "仅收到两份"})
    assert suggested_outcome(pack, CLEAN, given) is Outcome.RETURN_FOR_CORRECTION


@pytest.mark.parametrize("rule_id", ["E2.organisation", "E1.registered", "M2.form", "E1.credit"])
def test_what_can_be_put_right_never_points_to_a_refusal(pack: NoticePack, rule_id: str) -> None:
    given = answers(pack, CLEAN, not_met={rule_id: "见附件"})
    assert suggested_outcome(pack, CLEAN, given) is Outcome.RETURN_FOR_CORRECTION


@pytest.mark.parametrize("rule_id", ["E5.policy", "E5.sanctions", "E5.incidents", "M5.deadline"])
def test_what_nobody_can_put_right_points_to_a_refusal(pack: NoticePack, rule_id: str) -> None:
    given = answers(pack, CLEAN, not_met={rule_id: "查有记录", "M3.copies": "仅收到两份"})
    assert suggested_outcome(pack, CLEAN, given) is Outcome.DECLINE


def test_no_draft_before_the_answers_point_anywhere(pack: NoticePack) -> None:
    assert draft_opinion(pack, CLEAN, _found({})) == ""
    assert draft_opinion(pack, CLEAN, _found(answers(pack, CLEAN, undecided=("E5.policy",)))) == ""


def test_the_draft_says_grounds_window_and_conclusion_within_the_limit(pack: NoticePack) -> None:
    text = draft_opinion(pack, KEY, _found(grounded(answers(pack, KEY))))
    assert "2021年5月8日至2024年5月8日" in text
    assert "养老服务" in text
    assert text.endswith("建议作为重点项目推荐。")
    assert len(text) <= pack.limits.opinion_characters
