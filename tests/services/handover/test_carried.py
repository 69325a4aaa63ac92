"""What an officer would miss travels with a case: texts begun, answers left open; and a case that came is found."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db import OpenLibrary
from support.builders import CLEAN
from support.two_desks import send, take, with_cases

BOXES = {"opinion.text": "经初审，", "note:E1.credit": "还要再查", "copy:2": "卷柜 B", "edit:goal": "新的目标"}


def found(library: OpenLibrary, words: str) -> list[int]:
    """The cases that a search of the queue finds."""
    return list(library.read(lambda unit: unit.worklist.index(QueueQuery("2024", Tab.ALL, words), unit.actor).ids))


def texts_of(unit: UnitOfWork, case_id: int) -> dict[str, str]:
    return {box: draft.text for box, draft in unit.drafts.of(case_id).items()}


def test_texts_begun_and_answers_left_open_travel_and_come_home(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    counter.change(checking.note_item, here, "E2.staff", "人数待核")
    for box, text in BOXES.items():
        counter.change(save_draft, here, box, text)
    send(counter, [here], reviewer, tmp_path / "a")
    (there,) = take(reviewer, tmp_path / "a").case_ids
    assert reviewer.read(texts_of, there) == BOXES
    answer = reviewer.read(open_case, there).answers["E2.staff"]
    assert (answer.verdict, answer.note) == (Verdict.UNDECIDED, "人数待核")
    reviewer.change(save_draft, there, "opinion.text", "经初审，该单位")
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    assert counter.read(texts_of, here) == {**BOXES, "opinion.text": "经初审，该单位"}


def test_a_case_that_came_is_found_by_its_words_and_by_those_it_got_elsewhere(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    (there,) = take(reviewer, tmp_path / "a").case_ids
    for words in (CLEAN["project_name"][:2], CLEAN["applicant"][-6:], "0001", CLEAN["credit_code"]):
        assert found(reviewer, words) == [there], words
    changed = {**CLEAN, "project_name": "智慧菜场管理标准化试点"}
    revision = reviewer.read(open_case, there).application.revision
    reviewer.change(amend_application, there, revision, changed)
    assert found(reviewer, "智慧菜场") == [there]
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    assert (found(counter, "智慧菜场"), found(counter, CLEAN["project_name"][:4])) == ([here], [])
