"""A newer list that comes while a case is away waits for it, and every act of the table is refused meanwhile."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.acts import ACTS, Act
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.handover.waiting import drop_change, merge_change, waiting_changes
from reviewer_app.services.intake.importing import write_import
from reviewer_app.services.intake.previewing import ImportAction, preview_import
from reviewer_app.services.ports.library import ImportedList, SheetRow
from reviewer_db import OpenLibrary
from support.acts import do_act, in_state, lay_request
from support.builders import CLEAN
from support.fakes import FakeUnit
from support.two_desks import send, take, with_cases


def newer(goal: str) -> ImportedList:
    values = {**CLEAN, "goal": goal}
    return ImportedList(Path("新清单.xlsx"), "1", 1, {}, (), (SheetRow(2, values),), ())


def imported(library: OpenLibrary, sheet: ImportedList) -> ImportAction:
    preview = library.read(preview_import, sheet)
    library.change(write_import, preview)
    return preview.lines[0].action


def test_a_newer_line_waits_and_is_merged_when_the_case_is_home(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    assert imported(counter, newer("新的目标")) is ImportAction.HOLD
    assert imported(counter, newer("新的目标")) is ImportAction.SKIP
    view = counter.read(open_case, here)
    assert (view.application.values, view.waiting) == (CLEAN, 1)
    (line,) = counter.read(waiting_changes, here)
    assert not line.is_home
    with pytest.raises(RefusalError, match=r"custody\.away"):
        counter.change(merge_change, here, line.change.id)
    (there,) = take(reviewer, tmp_path / "a").case_ids
    send(reviewer, [there], counter, tmp_path / "b")
    assert take(counter, tmp_path / "b").waiting == 1
    (line,) = counter.read(waiting_changes, here)
    assert next(iter(line.fields.values())).endswith("→ 新的目标")
    counter.change(merge_change, here, line.change.id)
    view = counter.read(open_case, here)
    assert view.application.values["goal"] == "新的目标"
    assert view.waiting == 0
    assert view.events[-1].act == EventAct.CHANGE_MERGED
    with pytest.raises(RefusalError, match=r"custody\.held_gone"):
        counter.change(merge_change, here, line.change.id)


def test_a_cell_that_was_emptied_meanwhile_is_emptied_and_a_cut_number_takes_nothing(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    """As of a list read while the case is here."""
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    said = {name: value for name, value in CLEAN.items() if name != "goal"} | {"contact_phone": "1.5E+12"}
    columns = {name: name for name in CLEAN}
    sheet = ImportedList(Path("新清单.xlsx"), "1", 1, columns, (), (SheetRow(2, said),), ())
    assert imported(counter, sheet) is ImportAction.HOLD
    (there,) = take(reviewer, tmp_path / "a").case_ids
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    (line,) = counter.read(waiting_changes, here)
    assert [words.split(" → ")[1] for words in line.fields.values()] == ["（空）"]
    counter.change(merge_change, here, line.change.id)
    values = counter.read(open_case, here).application.values
    assert "goal" not in values
    assert values["contact_phone"] == CLEAN["contact_phone"]


def test_a_line_is_put_aside_only_with_a_reason(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    imported(counter, newer("新的目标"))
    (there,) = take(reviewer, tmp_path / "a").case_ids
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    (line,) = counter.read(waiting_changes, here)
    with pytest.raises(RefusalError, match=r"custody\.drop_reason"):
        counter.change(drop_change, here, line.change.id, "")
    counter.change(drop_change, here, line.change.id, "单位已来电更正")
    assert counter.read(open_case, here).application.values == CLEAN
    assert counter.read(waiting_changes, here) == ()


@pytest.mark.parametrize("act", Act)
def test_no_service_of_an_act_works_on_a_case_that_is_away(act: Act) -> None:
    unit = FakeUnit()
    case_id = in_state(unit, min(ACTS[act].states))
    if act in (Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION, Act.CORRECTION_RECEIVED):
        lay_request(unit, case_id, act)
    custody = Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", unit.now, 1, "h")
    unit.custody.put(case_id, custody)
    before = unit.events.head()
    with pytest.raises(RefusalError, match=r"custody\.away"):
        do_act(unit, case_id, act)
    assert unit.events.head() == before


def test_no_draft_and_no_batch_touches_a_case_that_is_away() -> None:
    unit = FakeUnit()
    case_id = in_state(unit, State.SIGNED_OFF)
    unit.custody.put(case_id, Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", unit.now, 1, "h"))
    with pytest.raises(RefusalError, match=r"custody\.away"):
        save_draft(unit, case_id, "opinion.text", "我还在写")
    (choice,) = plan_batch(unit)
    assert choice.refusal == "custody.away"
    assert "初审室" in choice.refusal_detail
