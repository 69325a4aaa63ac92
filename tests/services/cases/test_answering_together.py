"""Answers that rest on the record, against it only with a reason; and several points answered in one act."""

from __future__ import annotations

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking
from support.casework import registered
from support.fakes import FakeUnit
from support.grounds import grounded


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_an_answer_from_the_record_says_so_in_the_record(unit: FakeUnit) -> None:
    case_id = grounded(unit, registered(unit))
    checking.answer_item(unit, case_id, "M3.copies", Verdict.MET)
    assert list(unit.events.of(case_id)[-1].detail.values()) == ["符合（由记录得出：已收到 3 份）"]
    checking.answer_item(unit, case_id, "E1.credit", Verdict.MET)
    assert list(unit.events.of(case_id)[-1].detail.values()) == ["符合"]


@pytest.mark.parametrize("verdict", [Verdict.NOT_MET, Verdict.NOT_APPLICABLE])
def test_against_the_record_an_answer_needs_its_reason(unit: FakeUnit, verdict: Verdict) -> None:
    case_id = grounded(unit, registered(unit))
    with pytest.raises(RefusalError, match=r"answer\.against_record"):
        checking.answer_item(unit, case_id, "M3.copies", verdict)
    assert unit.answers.of(case_id) == {}
    checking.note_item(unit, case_id, "M3.copies", "其中一份为复印件")
    checking.answer_item(unit, case_id, "M3.copies", verdict)
    assert unit.answers.of(case_id)["M3.copies"].verdict is verdict
    checking.answer_item(unit, case_id, "M3.copies", Verdict.UNDECIDED)


def test_several_points_are_answered_in_one_act_each_on_record(unit: FakeUnit) -> None:
    case_id = registered(unit)
    names = ["E2.influence", "E2.foundation", "M1.online"]
    changes = checking.answer_together(unit, case_id, names)
    assert changes.applications == frozenset({case_id})
    assert {name: one.verdict for name, one in unit.answers.of(case_id).items()} == dict.fromkeys(names, Verdict.MET)
    assert [event.act for event in unit.events.of(case_id)[-3:]] == ["answered"] * 3
    assert unit.applications.get(case_id).state is State.CHECKING
    assert checking.answer_together(unit, case_id, names).nouns == frozenset()
