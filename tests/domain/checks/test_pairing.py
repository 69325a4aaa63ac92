"""Pairs of halves: what is proposed, why, and what never is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.checks.pairing import (
    LIKENESS,
    Doubt,
    Ground,
    Half,
    Proposal,
    doubts_of,
    grounds_of,
    half_of,
    propose,
)

_CODE = "91310000MA1FL0LH0X"
_NAME, _PROJECT = "上海示例(庚东)科技有限公司", "工业机器人检测标准化试点"
_G = Ground


def _half(case_id: int, filing: str = "", code: str = "", applicant: str = "", project: str = "") -> Half:
    values = {"filing_number": filing, "credit_code": code, "applicant": applicant, "project_name": project}
    return half_of(case_id, values)


@pytest.mark.parametrize(
    ("paper", "online", "grounds"),
    [
        (("SH1", "", "", ""), ("SH1", _CODE, _NAME, _PROJECT), (_G.SAME_FILING,)),
        (("", _CODE, "上海示例庚东科技有限公司", _PROJECT), ("", _CODE, _NAME, _PROJECT),
         (_G.SAME_CODE, _G.SAME_PROJECT, _G.LIKE_APPLICANT)),
        (("", "", "上海示例（庚东）科技有限公司", _PROJECT), ("", "", _NAME, _PROJECT),
         (_G.SAME_APPLICANT, _G.SAME_PROJECT)),
        (("", "", _NAME, "工业机器人检测规范化试点"), ("", "", _NAME, _PROJECT),
         (_G.SAME_APPLICANT, _G.LIKE_PROJECT)),
        (("", "", "上海样本公司", _PROJECT), ("", "", "上海样本公司（盖章）", _PROJECT),
         (_G.SAME_APPLICANT, _G.SAME_PROJECT)),
        (("", _CODE.replace("MA1", "MAI"), _NAME, _PROJECT), ("", _CODE, _NAME, _PROJECT),
         (_G.SAME_APPLICANT, _G.SAME_PROJECT, _G.LIKE_CODE)),
    ],
)  # fmt: skip
def test_what_speaks_for_a_pair_is_named(
    paper: tuple[str, str, str, str], online: tuple[str, str, str, str], grounds: tuple[Ground, ...]
) -> None:
    assert propose([_half(1, *paper)], [_half(2, *online)]) == (Proposal(1, 2, grounds),)


@pytest.mark.parametrize(
    ("paper", "online"),
    [
        (("SH1", "", _NAME, _PROJECT), ("SH2", "", _NAME, _PROJECT)),
        (("", _CODE, _NAME, _PROJECT), ("", "91310000MA1FL0LH1Y", _NAME, _PROJECT)),
        (("", "", _NAME, ""), ("", "", _NAME, _PROJECT)),
        (("", "", "", _PROJECT), ("", "", _NAME, _PROJECT)),
        (("", _CODE, "", ""), ("", _CODE, _NAME, _PROJECT)),
        (("", "", "", ""), ("", "", "", "")),
        (("", "", _NAME, "社区养老服务"), ("", "", _NAME, _PROJECT)),
    ],
)
def test_too_little_or_anything_against_it_proposes_nothing(
    paper: tuple[str, str, str, str], online: tuple[str, str, str, str]
) -> None:
    assert propose([_half(1, *paper)], [_half(2, *online)]) == ()


def test_another_project_of_one_applicant_is_proposed_with_its_doubt_and_after_the_surer_pair() -> None:
    paper = _half(1, "", _CODE, _NAME, _PROJECT)
    other = _half(2, "", _CODE, _NAME, "社区养老服务")
    assert [one.online_id for one in propose([paper], [other])] == [2]
    assert doubts_of(paper, other) == (Doubt.OTHER_PROJECT,)
    assert [one.online_id for one in propose([paper], [other, _half(3, "", "", _NAME, _PROJECT)])] == [3]
    assert doubts_of(paper, _half(4, "", _CODE, "", "")) == ()


def test_a_refused_pair_is_not_proposed_again_and_the_next_best_is() -> None:
    papers = [_half(1, "", "", _NAME, _PROJECT)]
    online = [_half(2, "", "", _NAME, _PROJECT), _half(3, "", "", _NAME, "工业机器人检测规范化试点")]
    assert [one.online_id for one in propose(papers, online)] == [2]
    assert [one.online_id for one in propose(papers, online, {(1, 2)})] == [3]


def test_the_surest_pair_takes_its_case_and_the_other_goes_without() -> None:
    papers = [_half(1, "", "", _NAME, _PROJECT), _half(2, "SH9", "", _NAME, _PROJECT)]
    online = [_half(3, "SH9", "", _NAME, _PROJECT)]
    assert [(one.paper_id, one.online_id) for one in propose(papers, online)] == [(2, 3)]


def test_numbers_cut_by_a_table_program_speak_for_nothing() -> None:
    papers = [_half(1, "2.02405E+17", "9.13101E+17", "上海甲公司", "甲项目")]
    online = [_half(2, "2.02405E+17", "9.13101E+17", "上海乙公司", "乙项目")]
    assert propose(papers, online) == ()


def test_what_many_share_is_compared_with_none_of_them() -> None:
    """Ten thousand cases of one project's name would else be compared each with each."""
    papers = [_half(number, "", "", f"上海{number}公司", _PROJECT) for number in range(3_000)]
    online = [_half(number + 10_000, "", "", f"上海{number}公司", _PROJECT) for number in range(3_000)]
    assert len(propose(papers, online)) == 3_000


_WORDS = st.sampled_from(["", "甲", "甲乙丙丁戊", "甲乙丙丁己", "上海样本公司", "上海样木公司"])
_HALVES = st.lists(st.tuples(_WORDS, _WORDS, _WORDS, _WORDS), max_size=6)


@given(_HALVES, _HALVES)
def test_each_case_stands_in_one_proposal_and_each_has_its_grounds(
    papers: list[tuple[str, str, str, str]], online: list[tuple[str, str, str, str]]
) -> None:
    left = [_half(number, *one) for number, one in enumerate(papers)]
    right = [_half(100 + number, *one) for number, one in enumerate(online)]
    found = propose(left, right)
    ids = [one for proposal in found for one in (proposal.paper_id, proposal.online_id)]
    assert len(ids) == len(set(ids))
    for proposal in found:
        assert proposal.grounds == grounds_of(left[proposal.paper_id], right[proposal.online_id - 100])
        assert set(proposal.grounds) - LIKENESS
