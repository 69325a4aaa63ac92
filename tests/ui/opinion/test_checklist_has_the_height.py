"""The opinion folds while points are open; points are answered together and from the record, outcomes by keys."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.opinion import Outcome
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.reading import open_case
from support.casework import answered, opened_pane, registered, registered_key
from support.desk_pages import Office, office
from support.fakes import FakeUnit
from support.followed import FollowedOpinion
from support.grounds import grounded

CLAUSE = ["E2.influence", "E2.foundation", "E2.organisation", "E2.staff", "E2.leader"]


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def verdicts(at: Office, case_id: int) -> dict[str, Verdict]:
    return {name: answer.verdict for name, answer in at.unit.answers.of(case_id).items()}


def press(pane: FollowedOpinion, key: Qt.Key) -> None:
    pane.take_keys()
    QTest.keyClick(pane.window().windowHandle(), key)


def test_the_opinion_is_one_line_until_the_last_answer(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered(at.unit), ["E2.leader"])
    pane.show_case(case_id)
    assert (pane.writing.text.isVisible(), pane.writing.fold.text()) == (False, "展开")
    assert pane.writing.line.text == (pane.writing.text.toPlainText() or "尚未起草")
    room = pane.checklist.height()
    checking.answer_item(at.unit, case_id, "E2.leader", Verdict.MET)
    pane.reload()
    assert (pane.writing.text.isVisible(), pane.writing.fold.text()) == (True, "收起")
    QApplication.processEvents()
    assert pane.checklist.height() < room


def test_the_officer_unfolds_the_opinion_and_writes(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    QTest.mouseClick(pane.writing.fold, Qt.MouseButton.LeftButton)
    assert pane.writing.text.isVisible()
    pane.reload()
    assert pane.writing.text.isVisible()
    pane.show_case(registered(at.unit, filing_number="SH20240009"))
    assert not pane.writing.text.isVisible()
    QTest.mouseClick(pane.writing.line, Qt.MouseButton.LeftButton)
    assert pane.writing.text.hasFocus()


@pytest.mark.parametrize("outcome", Outcome)
def test_keys_choose_the_outcome(at: Office, pane: FollowedOpinion, qtbot: QtBot, outcome: Outcome) -> None:
    key = (Qt.Key.Key_4, Qt.Key.Key_5, Qt.Key.Key_6, Qt.Key.Key_7)[list(Outcome).index(outcome)]
    case_id = registered(at.unit)
    pane.show_case(case_id)
    press(pane, key)
    assert pane.writing.outcomes.chosen is outcome
    pane.keeper.flush()
    qtbot.waitUntil(lambda: at.unit.drafts.of(case_id)["opinion.outcome"].text == outcome.value)


def test_the_points_of_a_clause_are_answered_together_once_each_was_in_sight(
    at: Office, pane: FollowedOpinion, qtbot: QtBot
) -> None:
    case_id = registered(at.unit)
    pane.resize(532, 420)
    pane.show_case(case_id)
    pane.checklist.set_current(CLAUSE[0])
    QApplication.processEvents()
    pane.checklist.seen.clear()
    pane.checklist.verticalScrollBar().setValue(0)
    pane.checklist.verticalScrollBar().setValue(pane.checklist.rows[CLAUSE[0]].y())
    QApplication.processEvents()
    press(pane, Qt.Key.Key_A)
    assert verdicts(at, case_id) == {}, "not all were in sight"
    unseen = pane.checklist.current
    assert unseen in CLAUSE
    for name in CLAUSE:
        pane.checklist.set_current(name)
        qtbot.waitUntil(partial(pane.checklist.seen.__contains__, name))
    press(pane, Qt.Key.Key_A)
    assert verdicts(at, case_id) == dict.fromkeys(CLAUSE, Verdict.MET)
    assert pane.checklist.current not in CLAUSE


def test_a_point_with_a_hint_is_never_among_them(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit, full_time_staff="0", part_time_staff="0")
    pane.resize(532, 1400)
    pane.show_case(case_id)
    QApplication.processEvents()
    pane.checklist.set_current(CLAUSE[0])
    press(pane, Qt.Key.Key_A)
    assert verdicts(at, case_id) == {}
    assert pane.checklist.current == "E2.staff"


def test_what_the_record_settles_stands_there_and_is_confirmed_by_one_key(
    at: Office, pane: FollowedOpinion, qtbot: QtBot
) -> None:
    case_id = grounded(at.unit, registered(at.unit))
    pane.show_case(case_id)
    press(pane, Qt.Key.Key_S)
    assert verdicts(at, case_id) == {}, "not yet in sight"
    assert pane.checklist.current == "M1.online"
    pane.resize(532, 2400)
    qtbot.waitUntil(lambda: "M5.deadline" in pane.checklist.seen)
    rows = pane.checklist.rows
    assert rows["M3.copies"].line("settled") == "由记录得出：已收到 3 份"
    assert rows["M3.copies"].answer.buttons[Verdict.MET].is_proposed
    assert not rows["M3.copies"].answer.buttons[Verdict.MET].isChecked()
    assert rows["E1.credit"].line("settled") == ""
    press(pane, Qt.Key.Key_S)
    assert verdicts(at, case_id) == dict.fromkeys(["M1.online", "M3.copies", "M4.seal", "M5.deadline"], Verdict.MET)
    press(pane, Qt.Key.Key_S)
    assert len(verdicts(at, case_id)) == 4


def test_against_the_record_the_reason_is_asked_for_first(at: Office, pane: FollowedOpinion) -> None:
    case_id = grounded(at.unit, registered(at.unit))
    pane.show_case(case_id)
    pane.checklist.set_current("M3.copies")
    press(pane, Qt.Key.Key_2)
    row = pane.checklist.rows["M3.copies"]
    assert row.is_writing
    assert pane.checklist.current == "M3.copies"
    assert "M3.copies" not in at.unit.answers.of(case_id)


def test_no_row_moves_under_the_pointer(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(registered(at.unit))
    QApplication.processEvents()
    wanted = pane.checklist.rows["E2.influence"]
    button = wanted.answer.buttons[Verdict.MET]
    before = button.mapToGlobal(button.rect().center())
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    QApplication.processEvents()
    assert pane.checklist.current == "E2.influence"
    assert button.mapToGlobal(button.rect().center()) == before


@pytest.mark.parametrize(("registering", "most"), [(registered, 8), (registered_key, 11)], ids=["general", "key"])
def test_a_clean_case_takes_few_keys_from_opened_to_submitted(
    at: Office, pane: FollowedOpinion, qtbot: QtBot, registering: Callable[[FakeUnit], int], most: int
) -> None:
    """The clauses of conditions, the record, the outcome, the submission; copies, comparison, look-ups are there."""
    case_id = grounded(at.unit, registering(at.unit))
    for field in (one.id for one in open_case(at.unit, case_id).pack.fields if one.compared):
        checking.record_comparison(at.unit, case_id, field, True)
    pane.resize(532, 2400)
    pane.show_case(case_id)
    qtbot.waitUntil(lambda: "M5.deadline" in pane.checklist.seen)
    keys = 0
    press(pane, Qt.Key.Key_S)
    keys += 1
    view = open_case(at.unit, case_id)
    clauses = {rule.clause for rule in rules_for(view.pack, view.application.values) if rule.group in ("E", "K")}
    pane.checklist.set_current("E1.registered")
    for _clause in clauses:
        press(pane, Qt.Key.Key_A)
        keys += 1
    view = open_case(at.unit, case_id)
    assert {view.answers[rule.id].verdict for rule in rules_for(view.pack, view.application.values)} == {Verdict.MET}
    press(pane, Qt.Key.Key_4)
    pane.writing.press_submit()
    assert at.unit.opinions.of(case_id)[-1].outcome is Outcome.RECOMMEND
    assert keys + 2 <= most


def test_tab_goes_from_the_checklist_to_opinion_outcome_and_submission(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(answered(at.unit, registered(at.unit)))
    pane.take_keys()
    met: list[QWidget] = []
    while pane.writing.submit not in met and len(met) < 40:
        QTest.keyClick(pane.window().windowHandle(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        assert focused is not None
        met.append(focused)
    writing = pane.writing
    wanted = [writing.fold, writing.text, writing.outcomes.chips[Outcome.RECOMMEND], writing.submit]
    assert [one for one in met if one in wanted] == wanted


def test_an_answer_that_lost_its_ground_says_so(at: Office, pane: FollowedOpinion) -> None:
    case_id = grounded(at.unit, registered(at.unit))
    checking.answer_item(at.unit, case_id, "M3.copies", Verdict.MET)
    pane.show_case(case_id)
    row = pane.checklist.rows["M3.copies"]
    assert row.line("hint") == ""
    checking.record_paper(at.unit, case_id, PaperCopy(2))
    pane.reload()
    assert row.line("hint").startswith("⚑ 作答时由记录得出：已收到 3 份；现在的登记不是这样")
    checking.answer_item(at.unit, case_id, "M3.copies", Verdict.UNDECIDED)
    checking.answer_item(at.unit, case_id, "M3.copies", Verdict.MET)
    pane.reload()
    assert row.line("hint") == ""
