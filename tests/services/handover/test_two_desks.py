"""Cases go from one true library to another and home again, and lie at exactly one desk at a time."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.domain.acts import ACTS, refusal_of
from reviewer_app.domain.application import Application, PaperCopy
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.handover.sending import packages, recall
from reviewer_db import OpenLibrary
from support.libraries import FIRST, inside, move
from support.two_desks import card_of, look, send, take, with_cases


def case_of(library: OpenLibrary, case_id: int) -> Application:
    return library.read(lambda unit: unit.applications.get(case_id))


def test_a_case_goes_is_worked_on_and_comes_home(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    counter.change(checking.record_paper, here, PaperCopy(1, is_received=True, is_sealed=True, seal_name="示例章"))
    counter.change(checking.attach_evidence, here, "E1.registered", "执照.pdf", b"%PDF licence")
    sent = send(counter, [here], reviewer, tmp_path / "a.移交件")
    assert sent.saved_to == tmp_path / "a.移交件"
    away = case_of(counter, here)
    assert away.is_away
    assert away.custody is not None
    assert away.custody.desk_name == "初审室"

    arrival = look(reviewer, tmp_path / "a.移交件")
    (line,) = arrival.lines
    assert (line.number, line.is_home, line.refusal, line.papers, line.files) == ("2024-示-0001", False, "", 1, 1)
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    came = case_of(reviewer, there)
    assert (came.intake_number, came.values, came.state) == (away.intake_number, away.values, away.state)
    view = reviewer.read(open_case, there)
    assert view.papers[0].seal_name == "示例章"
    evidence = view.answers["E1.registered"].evidence[0]
    assert reviewer.read(lambda unit: unit.attachments.content(evidence.sha256)) == b"%PDF licence"
    assert [event.act for event in view.events] == [
        "imported",
        "paper_recorded",
        "checking_begun",
        "evidence_added",
        "case_came",
    ]
    assert "（窗口）" in view.events[0].actor

    reviewer.change(checking.answer_item, there, "E1.registered", Verdict.MET)
    reviewer.change(reviewing.submit_opinion, there, Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
    send(reviewer, [there], counter, tmp_path / "b.移交件")
    assert take(counter, tmp_path / "b.移交件").case_ids == (here,)
    home = counter.read(open_case, here)
    assert home.application.state is State.PROPOSED
    assert not home.application.is_away
    assert home.opinions[0].text == "不予推荐。"
    assert home.answers["E1.registered"].verdict is Verdict.MET
    acts = [event.act for event in home.events]
    assert acts.count("imported") == 1
    assert acts[-1] == EventAct.CASE_CAME
    assert EventAct.CASE_AWAY in acts
    assert "submitted" in acts
    assert not [line for line in counter.verify() if line.is_broken]
    assert not [line for line in reviewer.verify() if line.is_broken]


def test_both_records_name_the_package_by_number_and_hash(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a.移交件")
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    gone = counter.read(lambda unit: unit.events.of(here))[-1]
    came = reviewer.read(lambda unit: unit.events.of(there))[-1]
    for key in (RecordKey.PACKAGE_HASH, RecordKey.PACKAGE_NUMBER, RecordKey.CUSTODY_NUMBER, RecordKey.CONTENT_HASH):
        assert gone.detail[key] == came.detail[key]
    assert came.detail[RecordKey.PACKAGE_HASH] == sent.package.sha256
    assert (gone.detail[RecordKey.DESK], came.detail[RecordKey.DESK]) == ("初审室", "窗口")


def test_every_act_of_the_table_is_refused_while_the_case_is_away(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a.移交件")
    case = case_of(counter, here)
    for act in ACTS:
        refusal = refusal_of(counter.user, case, act)
        assert refusal is not None
        assert refusal.code == "custody.away", act
    assert not counter.read(open_case, here).acts
    with pytest.raises(RefusalError, match=r"custody\.away"):
        counter.change(checking.answer_item, here, "E1.registered", Verdict.MET)
    with pytest.raises(RefusalError, match=r"custody\.away"):
        counter.change(lambda unit: move(unit, here, State.REVIEWING))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE applications SET handler = '别人' WHERE id = ?",
        "INSERT INTO papers (application_id, number, is_received, is_sealed, seal_name, pages, place) "
        "VALUES (?, 1, 1, 1, '', 1, '')",
        "INSERT INTO answers VALUES (?, 'E1.registered', 'met', '', '[]', '', NULL)",
        "INSERT INTO recusals VALUES (?, '示例甲', '', '2024-05-20T09:30:00')",
    ],
)
def test_the_file_itself_holds_a_case_that_is_away(
    statement: str, tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a.移交件")
    with pytest.raises(Exception, match="lies at another desk"):
        counter.change(lambda unit: inside(unit).main.execute(statement, (here,)))


def test_a_package_is_taken_in_once(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    ids = with_cases(counter, 3)
    send(counter, ids, reviewer, tmp_path / "a.移交件")
    assert len(take(reviewer, tmp_path / "a.移交件").case_ids) == 3
    with pytest.raises(RefusalError, match=r"custody\.received_already"):
        take(reviewer, tmp_path / "a.移交件")


def test_a_case_is_handed_over_once(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a.移交件")
    with pytest.raises(RefusalError, match=r"custody\.away"):
        send(counter, [here], reviewer, tmp_path / "b.移交件")
    assert not (tmp_path / "b.移交件").exists()


def test_a_lost_package_is_recalled_and_its_late_return_refused(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, third: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a.移交件")
    with pytest.raises(RefusalError, match=r"custody\.reason"):
        counter.change(recall, sent.package.sha256, " ")
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    counter.change(recall, sent.package.sha256, "U 盘丢失")
    assert not case_of(counter, here).is_away
    assert counter.read(lambda unit: unit.events.of(here))[-1].reason == "U 盘丢失"
    send(reviewer, [there], counter, tmp_path / "late.移交件")
    with pytest.raises(RefusalError, match=r"custody\.late"):
        take(counter, tmp_path / "late.移交件")
    # Nor is it taken for the return of a later hand-over.
    send(counter, [here], third, tmp_path / "c.移交件")
    with pytest.raises(RefusalError, match=r"custody\.(late|older)"):
        take(counter, tmp_path / "late.移交件")
    with pytest.raises(RefusalError, match=r"custody\.not_away"):
        counter.change(recall, sent.package.sha256, "又一次")


def test_a_recalled_case_can_be_handed_to_the_same_desk_again(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    sent = send(counter, [here], reviewer, tmp_path / "a.移交件")
    (there,) = take(reviewer, tmp_path / "a.移交件").case_ids
    counter.change(recall, sent.package.sha256, "误交")
    counter.change(checking.answer_item, here, "E1.registered", Verdict.MET)
    send(counter, [here], reviewer, tmp_path / "b.移交件")
    assert take(reviewer, tmp_path / "b.移交件").case_ids == (there,)
    assert reviewer.read(open_case, there).answers["E1.registered"].verdict is Verdict.MET


def test_a_case_is_passed_on_and_comes_home_from_the_third_desk(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary, third: OpenLibrary
) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    (there,) = take(reviewer, tmp_path / "a").case_ids
    send(reviewer, [there], third, tmp_path / "b")
    (yonder,) = take(third, tmp_path / "b").case_ids
    third.change(checking.answer_item, yonder, "E1.registered", Verdict.MET)
    send(third, [yonder], counter, tmp_path / "c")
    assert take(counter, tmp_path / "c").case_ids == (here,)
    home = case_of(counter, here)
    assert home.custody is not None
    assert home.custody.number == 3
    assert {event.actor for event in counter.read(open_case, here).events} == {
        FIRST,
        f"{FIRST}（初审室）",
        f"{FIRST}（用印室）",
    }
    assert case_of(reviewer, there).is_away


def test_an_older_package_of_a_case_is_refused(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    (here,) = with_cases(counter)
    send(counter, [here], reviewer, tmp_path / "a")
    (there,) = take(reviewer, tmp_path / "a").case_ids
    send(reviewer, [there], counter, tmp_path / "b")
    take(counter, tmp_path / "b")
    send(counter, [here], reviewer, tmp_path / "c")
    with pytest.raises(RefusalError, match=r"custody\.received_already"):
        take(counter, tmp_path / "b")
    take(reviewer, tmp_path / "c")
    with pytest.raises(RefusalError, match=r"custody\.received_already"):
        take(reviewer, tmp_path / "a")
    assert [one.number for one in counter.read(packages) if one.is_outgoing] == [2, 1]


def test_a_number_that_is_taken_here_is_refused_before_anything_is_written(
    tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary
) -> None:
    ids = with_cases(counter, 2)
    with_cases(reviewer)
    send(counter, ids, reviewer, tmp_path / "a")
    arrival = look(reviewer, tmp_path / "a")
    assert arrival.is_refused
    assert "2024-示-0001" in arrival.lines[0].refusal
    assert not arrival.lines[1].refusal
    with pytest.raises(RefusalError, match=r"custody\.number_taken"):
        take(reviewer, tmp_path / "a")
    assert len(list(reviewer.read(lambda unit: list(unit.applications.known("2024"))))) == 1
    assert not reviewer.read(packages)


def test_numbers_that_came_in_are_not_given_again(tmp_path: Path, counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    send(counter, with_cases(counter, 3), reviewer, tmp_path / "a")
    take(reviewer, tmp_path / "a")
    assert reviewer.change(lambda unit: unit.applications.next_numbers("2024", 1)) == 4


def test_the_cards_say_who_is_who(counter: OpenLibrary, reviewer: OpenLibrary) -> None:
    assert card_of(counter).fingerprint != card_of(reviewer).fingerprint
