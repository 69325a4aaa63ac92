"""What the record itself settles of the checklist, and what it never does."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from reviewer_app.domain.application import Finding, PaperCopy, Source
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.notice import Severity
from reviewer_app.domain.readiness import CaseFacts, settled_points
from reviewer_app.packs.loading import shipped_pack
from support.builders import KEY

PACK = shipped_pack()
UNIT = KEY["applicant"]
COPIES = tuple(PaperCopy(number, is_received=True, is_sealed=True, seal_name=UNIT) for number in (1, 2, 3))
SAME = {field.id: Comparison(field.id, True) for field in PACK.fields if field.compared}
ALL = {"M1.online", "M2.form", "M3.copies", "M4.seal", "M5.deadline", "K1.direction"}


def facts(**changed: Any) -> CaseFacts:
    """A key project on record with all it needs, or as changed."""
    usual: dict[str, Any] = {
        "pack": PACK,
        "values": KEY,
        "findings": (),
        "answers": {},
        "papers": COPIES,
        "comparisons": SAME,
        "today": date(2024, 5, 20),
        "actor": "示例甲",
        "is_practice": False,
        "source": Source.BOTH,
    }
    return CaseFacts(**(usual | changed))


def test_a_whole_record_settles_six_points_each_with_its_ground() -> None:
    found = settled_points(facts())
    assert set(found) == ALL
    assert found["M3.copies"].values == {"count": "3"}
    assert found["M2.form"].values == {"count": str(len(SAME))}


@pytest.mark.parametrize(
    ("missing", "changed"),
    [
        ({"M1.online"}, {"source": Source.PAPER}),
        ({"M1.online"}, {"values": {**KEY, "filing_number": ""}}),
        ({"M1.online", "M5.deadline"}, {"values": {**KEY, "filed_on": ""}}),
        ({"M1.online", "M5.deadline"}, {"values": {**KEY, "filed_on": "五月"}}),
        ({"M1.online", "M5.deadline"}, {"today": date(2024, 1, 1)}),
        ({"M5.deadline"}, {"values": {**KEY, "filed_on": "2024-06-01"}, "today": date(2024, 6, 3)}),
        ({"M3.copies", "M4.seal"}, {"papers": COPIES[:2]}),
        ({"M3.copies", "M4.seal"}, {"papers": (*COPIES[:2], PaperCopy(3))}),
        ({"M4.seal"}, {"papers": (*COPIES[:2], replace(COPIES[2], is_sealed=False))}),
        ({"M4.seal"}, {"papers": (*COPIES[:2], replace(COPIES[2], seal_name=""))}),
        ({"M4.seal"}, {"papers": (*COPIES, replace(COPIES[2], number=4, seal_name="上海别家有限公司"))}),
        ({"M2.form"}, {"comparisons": {}}),
        ({"M2.form"}, {"comparisons": dict(list(SAME.items())[1:])}),
        ({"M2.form"}, {"comparisons": {**SAME, "applicant": Comparison("applicant", False, "别家")}}),
        ({"K1.direction"}, {"values": {**KEY, "direction": "没有列出的方向"}}),
        ({"K1.direction"}, {"values": {**KEY, "project_class": "一般"}}),
    ],
)
def test_what_the_record_does_not_bear_is_left_to_the_officer(missing: set[str], changed: dict[str, Any]) -> None:
    assert ALL - set(settled_points(facts(**changed))) == missing


def test_a_finding_at_a_point_leaves_it_to_the_officer() -> None:
    late = Finding("deadline.late", Severity.BLOCK, "", "五（四）", "晚于截止日期")
    assert "M5.deadline" not in settled_points(facts(findings=(late,)))
