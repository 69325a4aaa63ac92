"""A copy that was called back and worked on all the same is put aside when its case comes anew, like a second file."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUpResult
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.looking_up import record_look_up
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.handover.sending import recall
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from support.two_desks import CODEC, content_of, look, repack, send, take, with_cases


def look_up(unit: UnitOfWork, case_id: int) -> None:
    """Something that is never erased."""
    day = unit.today
    found = LookedUp("信用中国（演练）", day, day, day, LookUpResult.NOTHING_FOUND, "", ("E5.sanctions",))
    record_look_up(unit, case_id, found)


def listed(library: OpenLibrary, tab: Tab) -> list[int]:
    """The cases of a chip."""
    return list(library.read(lambda unit: unit.worklist.index(QueueQuery("2024", tab), unit.actor).ids))


def test_what_went_on_after_the_recall_is_put_aside_and_the_case_comes_anew(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a")
    (copy,) = take(reviewer, tmp_path / "a").case_ids
    reviewer.change(look_up, copy)
    reviewer.change(checking.answer_item, copy, "E1.registered", Verdict.NOT_MET)
    counter.change(recall, sent.package.sha256, "误交")
    counter.change(checking.answer_item, here, "E1.registered", Verdict.MET)
    send(counter, [here], reviewer, tmp_path / "b")

    (line,) = look(reviewer, tmp_path / "b").lines
    assert (line.sets_aside, line.refusal) == (True, "")
    (there,) = take(reviewer, tmp_path / "b").case_ids
    assert there != copy
    view = reviewer.read(open_case, there)
    assert (view.application.intake_number, view.application.is_away) == ("2024-示-0001", False)
    assert view.answers["E1.registered"].verdict is Verdict.MET
    assert view.look_ups == ()
    void = reviewer.read(open_case, copy)
    assert void.application.custody is not None
    assert (void.application.intake_number, void.application.custody.is_void) == ("2024-示-0001（作废1）", True)
    assert void.answers["E1.registered"].verdict is Verdict.NOT_MET
    assert len(void.look_ups) == 1
    last = void.events[-1]
    assert (last.act, last.detail[RecordKey.VALUE_BEFORE]) == (EventAct.COPY_VOIDED, "2024-示-0001")
    with pytest.raises(RefusalError, match=r"custody\.void"):
        reviewer.change(checking.answer_item, copy, "E1.registered", Verdict.MET)
    with pytest.raises(RefusalError, match=r"custody\.void"):
        send(reviewer, [copy], counter, tmp_path / "void")

    assert listed(reviewer, Tab.AWAY) == []
    assert copy not in listed(reviewer, Tab.MINE)
    assert set(listed(reviewer, Tab.ALL)) == {copy, there}
    assert [one.id for one in reviewer.read(lambda unit: list(unit.applications.known("2024")))] == [there]
    rows = {row.id: row.is_void for row in reviewer.read(lambda unit: unit.worklist.rows([copy, there], unit.today))}
    assert rows == {copy: True, there: False}

    reviewer.change(look_up, there)
    send(reviewer, [there], counter, tmp_path / "home")
    assert take(counter, tmp_path / "home").case_ids == (here,)
    assert len(counter.read(open_case, here).look_ups) == 1
    counter.change(checking.note_item, here, "E1.registered", "复核")
    send(counter, [here], reviewer, tmp_path / "again")
    assert take(reviewer, tmp_path / "again").case_ids == (there,)
    for library in (counter, reviewer):
        assert [line for line in library.verify() if line.is_broken] == []


def test_a_copy_is_put_aside_as_often_as_it_is_called_back_and_worked_on(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    ids = []
    for number in range(3):
        sent = send(counter, [here], reviewer, tmp_path / f"{number}")
        (there,) = take(reviewer, tmp_path / f"{number}").case_ids
        reviewer.change(look_up, there)
        ids.append(there)
        if number < 2:
            counter.change(recall, sent.package.sha256, "误交")
    assert len(set(ids)) == 3
    numbers = reviewer.read(lambda unit: [one.intake_number for one in unit.applications.some(ids)])
    assert numbers == ["2024-示-0001（作废1）", "2024-示-0001（作废2）", "2024-示-0001"]
    send(reviewer, [ids[-1]], counter, tmp_path / "home")
    assert take(counter, tmp_path / "home").case_ids == (here,)


def test_a_text_begun_on_a_copy_is_not_lost_with_it(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a")
    (copy,) = take(reviewer, tmp_path / "a").case_ids
    reviewer.change(save_draft, copy, "opinion.text", "我还在写")
    counter.change(recall, sent.package.sha256, "误交")
    send(counter, [here], reviewer, tmp_path / "b")
    (there,) = take(reviewer, tmp_path / "b").case_ids
    assert there != copy
    assert reviewer.read(lambda unit: unit.drafts.of(copy))["opinion.text"].text == "我还在写"


def test_only_the_desk_a_copy_came_from_can_send_its_case_anew(
    package: Path, counter: OpenLibrary, reviewer: OpenLibrary, third: OpenLibrary
) -> None:
    """Another desk in wrong hands cannot have a copy put aside by saying that its package was called back."""
    content = content_of(package, counter, reviewer)
    (there,) = take(reviewer, package).case_ids
    reviewer.change(look_up, there)
    mark = hashlib.sha256(package.read_bytes()).hexdigest()
    forged = replace(content.cases[0], number=9, recalled=(mark,))
    repack(package, third, reviewer, CODEC.packed(replace(content, cases=(forged,))))
    with pytest.raises(RefusalError, match=r"custody\.in_already"):
        take(reviewer, package)
    assert not reviewer.read(lambda unit: unit.applications.get(there)).is_away


def test_a_copy_passed_on_to_a_third_desk_is_put_aside_too_and_never_comes_back(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, third: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a")
    (copy,) = take(reviewer, tmp_path / "a").case_ids
    reviewer.change(look_up, copy)
    send(reviewer, [copy], third, tmp_path / "on")
    (yonder,) = take(third, tmp_path / "on").case_ids
    third.change(look_up, yonder)
    counter.change(recall, sent.package.sha256, "误交")
    send(counter, [here], reviewer, tmp_path / "b")
    (there,) = take(reviewer, tmp_path / "b").case_ids
    assert there != copy
    void = reviewer.read(lambda unit: unit.applications.get(copy)).custody
    assert void is not None
    assert (void.is_void, void.desk_name) == (True, "窗口")
    send(third, [yonder], reviewer, tmp_path / "late")
    with pytest.raises(RefusalError, match=r"custody\.(late|in_already)"):
        take(reviewer, tmp_path / "late")
    send(reviewer, [there], third, tmp_path / "true")
    (anew,) = take(third, tmp_path / "true").case_ids
    assert anew != yonder
    for library in (counter, reviewer, third):
        assert [line for line in library.verify() if line.is_broken] == []
