"""What is open in a case keeps it out of the batch, from under the seal and in the house."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.application import PaperCopy, Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ReadinessAct
from reviewer_app.domain.readiness import OPEN_PLACE
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.readying import give_reasons
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import BatchResult, export_batch
from support.casework import proposed
from support.desk_pages import Documents, application
from support.fakes import FakeDesk, FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

UNSEALED = PaperCopy(2, True, False, "", 24)
SEAL, WHY = "copies:2:unsealed", "公章送检，单位已书面承诺"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def signed(unit: FakeUnit, number: int = 1) -> int:
    return signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(number)))


def export(unit: FakeUnit, folder: Path, *ids: int, seal: SealStyle = SealStyle.CIRCLE) -> BatchResult:
    return export_batch(
        FakeDesk(unit, folder.parent / "library"), Documents(), ids, folder, seal, lambda *_: None, lambda: False
    )


def batch_of(unit: FakeUnit, *ids: int, seal: SealStyle = SealStyle.CIRCLE) -> int:
    cases = [unit.applications.get(one) for one in ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    return unit.batches.add(Batch(1, "2024", "批次", seal, "示例甲", unit.now, unit.events.head(), lines))


def force_answer(unit: FakeUnit, case_id: int, rule: str, verdict: Verdict) -> None:
    """As a library from before the rules may hold it."""
    unit.answers.put(case_id, replace(unit.answers.of(case_id)[rule], verdict=verdict))


def test_the_plan_says_of_each_case_what_is_open(unit: FakeUnit) -> None:
    good, bad = signed(unit, 1), signed(unit, 2)
    checking.record_paper(unit, bad, UNSEALED)
    first, second = plan_batch(unit)
    assert (first.application_id, first.is_allowed, first.still_open) == (good, True, ())
    assert (second.application_id, second.refusal) == (bad, "batch.still_open")
    assert second.still_open == ("第 2 份纸质申请表没有登记盖章。",)
    assert second.refusal_detail == "还差 1 处：第 2 份纸质申请表没有登记盖章。"


def test_an_export_leaves_out_what_has_something_open(unit: FakeUnit, tmp_path: Path) -> None:
    good, bad = signed(unit, 1), signed(unit, 2)
    checking.record_paper(unit, bad, UNSEALED)
    made = export(unit, tmp_path / "a", good, bad)
    assert {line.application_id: bool(line.file) for line in made.lines} == {good: True, bad: False}
    with pytest.raises(RefusalError, match=r"export\.nothing") as refused:
        export(unit, tmp_path / "b", bad)
    assert "没有登记盖章" in str(refused.value.values["reason"])


def test_a_stop_in_a_signed_case_passes_nowhere(unit: FakeUnit, tmp_path: Path) -> None:
    case_id = signed(unit)
    force_answer(unit, case_id, "E5.policy", Verdict.UNDECIDED)
    with pytest.raises(RefusalError, match=r"export\.nothing"):
        export(unit, tmp_path / "a", case_id)
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        seal_cases(unit, [case_id])
    with pytest.raises(RefusalError, match=r"readiness\.nothing_to_explain"):
        give_reasons(unit, case_id, {"unanswered:E5.policy": WHY, "": WHY})
    assert unit.applications.get(case_id).state is State.SIGNED_OFF


def test_the_seal_and_the_post_ask_once_more(unit: FakeUnit) -> None:
    case_id = signed(unit)
    checking.record_paper(unit, case_id, UNSEALED)
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case") as refused:
        seal_cases(unit, [case_id])
    assert refused.value.values["number"] == "2024-示-0001"
    with pytest.raises(RefusalError, match=r"readiness\.nothing_to_explain"):
        give_reasons(unit, case_id, {SEAL: f"经核，{OPEN_PLACE}，故仍按本意见办理。"})
    give_reasons(unit, case_id, {SEAL: WHY})
    seal_cases(unit, [case_id])
    checking.record_paper(unit, case_id, PaperCopy(3))
    batch_id = batch_of(unit, case_id)
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        send_excused(unit, batch_id)
    assert unit.applications.get(case_id).state is State.SEALED
    give_reasons(unit, case_id, {"copies:3:missing": "第三份由单位自留，已电话核实"})
    send_excused(unit, batch_id)
    assert unit.applications.get(case_id).state is State.SENT


def test_a_reason_given_late_says_who_gave_it_and_for_what(unit: FakeUnit) -> None:
    case_id = signed(unit)
    checking.record_paper(unit, case_id, UNSEALED)
    unit.actor = User("示例丙", frozenset({Role.ADMIN}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        give_reasons(unit, case_id, {SEAL: WHY})
    unit.acting("示例乙")
    give_reasons(unit, case_id, {SEAL: WHY})
    (kept,) = unit.opinions.of(case_id)[-1].departures
    assert (kept.by, kept.act, kept.reason) == ("示例乙", ReadinessAct.BATCH, WHY)
    with pytest.raises(RefusalError, match=r"readiness\.nothing_to_explain"):
        give_reasons(unit, case_id, {SEAL: "再说一遍"})


def test_a_look_up_grown_old_before_the_batch_is_explained_but_not_before_the_post(unit: FakeUnit) -> None:
    case_id, packed = signed(unit, 1), signed(unit, 2)
    seal_cases(unit, [packed])
    batch_id = batch_of(unit, packed)
    unit.clock += timedelta(days=31)
    choice = next(one for one in plan_batch(unit) if one.application_id == case_id)
    assert len(choice.still_open) == 3
    assert "已过 31 天" in choice.still_open[0]
    send_excused(unit, batch_id)


def test_the_sample_seal_stays_in_the_practice_season(unit: FakeUnit, tmp_path: Path) -> None:
    case_id = signed(unit)
    assert export(unit, tmp_path / "a", case_id, seal=SealStyle.SAMPLE).lines[0].file
    unit.settings.put(replace(unit.settings.get(), practice_date=None))
    with pytest.raises(RefusalError, match=r"export\.nothing") as refused:
        export(unit, tmp_path / "b", case_id, seal=SealStyle.SAMPLE)
    assert "样章" in str(refused.value.values["reason"])
    assert export(unit, tmp_path / "c", case_id).lines[0].file
    seal_cases(unit, [case_id])
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        send_excused(unit, batch_of(unit, case_id, seal=SealStyle.SAMPLE))


def test_a_practice_pack_stays_in_the_practice_season(unit: FakeUnit) -> None:
    case_id = signed(unit)
    pack = replace(unit.packs.current("2024"), is_practice=True)
    unit.packs.kept = [pack]
    seal_cases(unit, [case_id])
    other = signed(unit, 2)
    unit.settings.put(replace(unit.settings.get(), practice_date=None))
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        seal_cases(unit, [other])
