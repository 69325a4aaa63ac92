"""Where a case stands by its sum, with ties, and how the office's order goes together with that."""

from __future__ import annotations

from datetime import datetime

import pytest

from reviewer_app.domain.notice import Criterion
from reviewer_app.domain.ranking.scores import Agreement, Score, by_scores, standings, total_of

SCORE, REASON, OTHERS, OPEN = Agreement.BY_SCORE, Agreement.BY_REASON, Agreement.BY_OTHERS, Agreement.UNEXPLAINED


@pytest.mark.parametrize(
    ("sums", "reasoned", "agreements"),
    [
        ([30, 20, 10], set(), [SCORE, SCORE, SCORE]),
        ([20, 20, 20], set(), [SCORE, SCORE, SCORE]),
        ([10, 30, 20], {0}, [REASON, OTHERS, OTHERS]),
        ([10, 30, 20], set(), [OPEN, OPEN, OPEN]),
        ([30, 10, 20], {0}, [SCORE, OPEN, OPEN]),
        ([20, 20, 30], set(), [OPEN, SCORE, OPEN]),
        ([20, 20, 30], {2}, [OTHERS, SCORE, REASON]),
    ],
)
def test_a_place_agrees_with_the_score_or_has_somebodys_reason_or_is_said_to_have_none(
    sums: list[int], reasoned: set[int], agreements: list[Agreement]
) -> None:
    found = standings(dict(enumerate(sums)), reasoned)
    assert [found[case].agreement for case in range(len(sums))] == agreements


def test_equals_share_their_place_and_nobody_has_one_before_all_have_sums() -> None:
    found = standings({1: 20, 2: 30, 3: 20, 4: 0}, ())
    assert [(found[case].rank, found[case].tied) for case in (1, 2, 3, 4)] == [(2, 1), (1, 0), (2, 1), (4, 0)]
    assert by_scores({1: 20, 2: 30, 3: 20, 4: 0}) == [2, 1, 3, 4]
    wanting = standings({1: 20, 2: None}, ())
    assert [(one.total, one.rank, one.agreement) for one in wanting.values()] == [
        (20, 0, Agreement.UNRANKED),
        (None, 0, Agreement.UNRANKED),
    ]


def test_a_score_out_of_other_points_or_of_another_criterion_does_not_count() -> None:
    criteria = [Criterion("a", "甲", "二", 10, "申请表"), Criterion("b", "乙", "三", 20, "申请表")]
    at = datetime(2024, 6, 1, 9)
    given = {name: Score(1, name, 8, highest, "", "示例甲", at) for name, highest in (("a", 10), ("b", 20))}
    assert total_of(criteria, given) == 16
    assert total_of(criteria, given | {"b": Score(1, "b", 8, 15, "", "示例甲", at)}) is None
    assert total_of(criteria, {"a": given["a"], "c": given["b"]}) is None
    assert total_of([], {}) is None
