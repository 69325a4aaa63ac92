"""A clause of the notice's draft stands in no recommendation without its ground, typed or drafted."""

from __future__ import annotations

from datetime import timedelta

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, looking_up, reviewing
from reviewer_app.services.cases.reading import open_case
from support.fakes import FakeUnit
from support.grounds import looked_up, signed_off
from support.readiness_lines import GENERAL, KEY, ready, ready_key
from support.sealing import seal_case

WHY = "已当面核实。"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def drafted(unit: FakeUnit, case_id: int, chosen: ProjectClass = GENERAL) -> str:
    return open_case(unit, case_id).drafted_text(Outcome.RECOMMEND, chosen)


@pytest.mark.parametrize(
    "typed",
    [
        "该单位依法在本市登记注册，建议推荐。",
        "经2024年5月1日查询，信用良好；建议推荐。",
        "2021年5月8日至2024年5月8日未查到通报、处罚、曝光和重大事故（2024年5月1日查询）；建议推荐。",
        "项目属于氢能方向，建议推荐。",
        "申请表列明预期形成国际标准9项，建议推荐。",
        "示例乙部门书面认可并共同推动（2024年5月10日），建议推荐。",
    ],
)
def test_a_clause_typed_without_its_ground_is_a_stop(unit: FakeUnit, typed: str) -> None:
    case_id = ready_key(unit)
    checking.answer_item(unit, case_id, "E1.registered", Verdict.NOT_MET)
    with pytest.raises(RefusalError) as refused:
        reviewing.submit_opinion(
            unit, case_id, Outcome.RECOMMEND, KEY, typed, {"not_met:E1.registered": WHY, "clause:0": WHY}
        )
    assert refused.value.code == "readiness.stopped"
    assert str(refused.value.values["point"]).startswith("clause:")
    assert typed[:6] in str(refused.value.values["what"])


@pytest.mark.parametrize("gap", [" ", "\n", "\u3000", "\u200b"], ids=["blank", "break", "wide", "unseen"])
def test_a_gap_within_its_words_does_not_hide_a_clause(unit: FakeUnit, gap: str) -> None:
    case_id = ready(unit)
    checking.answer_item(unit, case_id, "E1.registered", Verdict.NOT_MET)
    typed = f"该单位依法在本市{gap}登记注册，建议推荐。"
    with pytest.raises(RefusalError, match=r"readiness\.stopped"):
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, typed, {"not_met:E1.registered": WHY})


@pytest.mark.parametrize("window", ["{wide}至{end}", "{start}至今", "至{end}", "2021年13月1日至{end}"])
def test_a_clause_names_no_window_that_was_not_looked_at(unit: FakeUnit, window: str) -> None:
    case_id = ready(unit)
    (made,) = unit.look_ups.of(case_id)
    start, end = made.found.start, made.found.end
    assert start is not None
    assert end is not None
    days = {"start": chinese_date(start), "end": chinese_date(end), "wide": chinese_date(start - timedelta(days=1))}

    def text(said: str) -> str:
        return (
            f"经初审，{said.format_map(days)}未查到通报、处罚、曝光和重大事故"
            f"（{chinese_date(made.found.on)}查询），建议推荐。"
        )

    with pytest.raises(RefusalError, match=r"readiness\.stopped"):
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, text(window))
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, text("{start}至{end}"))


def test_the_draft_of_a_case_with_its_grounds_passes(unit: FakeUnit) -> None:
    case_id = ready_key(unit)
    checking.record_view(unit, case_id, "K4.authority", "示例主管部门", unit.today, "同意")
    text = drafted(unit, case_id, KEY)
    assert "书面认可并共同推动" in text
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, KEY, text)
    seal_case(unit, signed_off(unit, case_id))


def test_a_draft_kept_while_the_answers_changed_does_not_pass(unit: FakeUnit) -> None:
    case_id = ready(unit)
    text = drafted(unit, case_id)
    checking.answer_item(unit, case_id, "E2.foundation", Verdict.NOT_MET)
    with pytest.raises(RefusalError, match=r"readiness\.stopped"):
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, text, {"not_met:E2.foundation": WHY})


def test_a_look_up_withdrawn_under_a_signed_clause_stops_the_seal_until_it_is_made_again(unit: FakeUnit) -> None:
    case_id = ready(unit)
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, GENERAL, drafted(unit, case_id))
    signed_off(unit, case_id)
    (made,) = unit.look_ups.of(case_id)
    looking_up.withdraw_look_up(unit, case_id, made.id, "查错了单位")
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        seal_case(unit, case_id)
    looking_up.record_look_up(unit, case_id, looked_up(unit, case_id))
    seal_case(unit, case_id)
