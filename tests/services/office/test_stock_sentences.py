"""常用语: kept with places for the case's own names, filled from the record, and never more than the record has."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import differences
from reviewer_app.domain.readiness import OPEN_PLACE, Place, PlaceKind, Point, PointForce, open_points
from reviewer_app.services.office.stock_sentences import keep_sentence, remove_sentence, sentences_for, use_sentence
from support.builders import CLEAN
from support.casework import registered
from support.fakes import FakeUnit

_NAMED = f"{CLEAN['applicant']}的{CLEAN['project_name']}目标明确。"


@pytest.fixture
def unit() -> FakeUnit:
    head, handler = frozenset({Role.HEAD, Role.HANDLER}), frozenset({Role.HANDLER})
    return FakeUnit(User("示例甲", frozenset(Role)), User("示例乙", head), User("示例丙", handler))


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return registered(unit)


def test_the_names_of_one_case_become_those_of_the_next(unit: FakeUnit, case_id: int) -> None:
    keep_sentence(unit, case_id, _NAMED, for_all=False)
    other = registered(unit, applicant="上海示例乙有限公司", project_name="另一标准化试点", filing_number="SH2")
    (kept,) = sentences_for(unit, other)
    assert kept.kept.words == "{单位}的{项目}目标明确。"
    assert kept.text == "上海示例乙有限公司的另一标准化试点目标明确。"


def test_what_the_record_lacks_is_named_and_nothing_is_made_up(unit: FakeUnit, case_id: int) -> None:
    unit.applications.update(replace(unit.applications.get(case_id), values={"project_name": "示例试点"}))
    keep_sentence(unit, case_id, "{项目}自{计划开始日期}起。", for_all=False)
    (kept,) = sentences_for(unit, case_id)
    assert (kept.lacking, kept.text) == (("计划开始日期",), "示例试点自{计划开始日期}起。")


def test_braces_in_a_name_of_the_form_are_no_places(unit: FakeUnit) -> None:
    case_id = registered(unit, project_name="{单位}{__class__}试点")
    keep_sentence(unit, case_id, "关于{项目}。", for_all=False)
    assert sentences_for(unit, case_id)[0].text == "关于{单位}{__class__}试点。"


@pytest.mark.parametrize(
    ("words", "code"),
    [("  \n", "stock.empty"), ("{主管部门意见}", "stock.unknown_place"), ("长" * 501, "stock.long")],
)
def test_what_cannot_be_kept_is_refused(unit: FakeUnit, case_id: int, words: str, code: str) -> None:
    with pytest.raises(RefusalError, match=code.replace(".", r"\.")):
        keep_sentence(unit, case_id, words, for_all=True)
    assert not sentences_for(unit, case_id)


def test_the_most_used_comes_first_and_the_same_words_stand_once(unit: FakeUnit, case_id: int) -> None:
    keep_sentence(unit, case_id, "甲句。", for_all=False)
    keep_sentence(unit, case_id, "乙句。", for_all=False)
    with pytest.raises(RefusalError, match=r"stock\.there_already"):
        keep_sentence(unit, case_id, "甲句。", for_all=False)
    first = next(one for one in sentences_for(unit, case_id) if one.text == "甲句。")
    use_sentence(unit, first.kept.id)
    assert [(one.text, one.kept.used) for one in sentences_for(unit, case_id)] == [("甲句。", 1), ("乙句。", 0)]


def test_ones_own_are_seen_by_nobody_else_and_the_offices_are_removed_by_keeper_or_admin(
    unit: FakeUnit, case_id: int
) -> None:
    unit.acting("示例乙")
    keep_sentence(unit, case_id, "本人的一句。", for_all=False)
    keep_sentence(unit, case_id, "大家的一句。", for_all=True)
    own, shared = sorted(sentences_for(unit, case_id), key=lambda one: one.kept.id)
    unit.acting("示例丙")
    assert [one.text for one in sentences_for(unit, case_id)] == ["大家的一句。"]
    with pytest.raises(RefusalError, match=r"stock\.gone"):
        remove_sentence(unit, own.kept.id)
    with pytest.raises(RefusalError, match=r"stock\.of_another"):
        remove_sentence(unit, shared.kept.id)
    unit.acting("示例甲")
    remove_sentence(unit, shared.kept.id)
    with pytest.raises(RefusalError, match=r"stock\.gone"):
        remove_sentence(unit, shared.kept.id)


def test_a_frame_whose_place_is_still_open_is_no_reason() -> None:
    point = Point("p", PointForce.REASON, "readiness.not_met", {}, Place(PlaceKind.OPINION))
    assert open_points([point], {"p": f"经核，{OPEN_PLACE}，故仍按本意见办理。"}) == (point,)
    assert open_points([point], {"p": "经核，材料齐全，故仍按本意见办理。"}) == ()


def test_the_differences_of_two_wordings_are_told_place_by_place() -> None:
    assert differences("经初审，建议推荐。", "经初审，不建议推荐。") == (("", "不"),)
    assert differences("同", "同") == ()
    long = "各项齐全。" * 20_000
    assert differences(long, long + "另有说明。") == (("", "另有说明。"),)
