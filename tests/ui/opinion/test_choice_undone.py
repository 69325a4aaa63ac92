"""The outcome chosen for an opinion comes back by Ctrl+Z, in order with what is on record, and is kept as a draft."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases.checking import answer_item
from reviewer_ui.main_window import MainWindow
from reviewer_ui.undoing.choices import Choices
from support.desk_pages import Office

_CTRL = Qt.KeyboardModifier.ControlModifier
_RECOMMEND = (Outcome.RECOMMEND, None)
_NONE = (None, None)


def _press(window: MainWindow, key: Qt.Key, modifier: Qt.KeyboardModifier = _CTRL) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def test_a_chosen_outcome_comes_back_before_the_answer_given_earlier(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office
) -> None:
    unit, actions = desk_of_ten.unit, window.context.actions
    case_id = next(one.id for one in unit.applications.cases.values() if one.state.rule.open_for_work)
    window.acts.case_asked.emit(case_id)
    window.activateWindow()
    window.context.background.run_change(answer_item, case_id, "E2.staff", Verdict.MET)
    qtbot.waitUntil(lambda: "作答" in actions["case.undo"].text())
    actions["checklist.enter"].trigger()
    QApplication.processEvents()
    none = Qt.KeyboardModifier.NoModifier
    _press(window, Qt.Key.Key_4, none)
    _press(window, Qt.Key.Key_5, none)
    assert actions["case.undo"].text() == "撤销“结论选为不予推荐”"
    box = DraftBox.OPINION_OUTCOME
    seen = []
    for key in (Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Z, Qt.Key.Key_Y, Qt.Key.Key_Y, Qt.Key.Key_Y):
        _press(window, key)
        window._keep_drafts()
        seen.append((unit.drafts.of(case_id)[box].text, unit.answers.of(case_id)["E2.staff"].verdict))
    met, undecided = Verdict.MET, Verdict.UNDECIDED
    assert seen == [
        ("recommend", met),
        ("", met),
        ("", undecided),
        ("", met),
        ("recommend", met),
        (Outcome.DECLINE.value, met),
    ]


def _choices() -> Choices:
    made = Choices(QApplication.instance() or QApplication([]))
    made.stand_at(1, ("a", ""))
    made.open_for(1)
    return made


def test_what_was_put_on_record_later_comes_back_first(qapp: QApplication) -> None:
    choices = _choices()
    choices.note(1, "推荐", _NONE, _RECOMMEND)
    choices.stand_at(1, ("b", ""))
    assert choices.undoable() is None
    choices.stand_at(1, ("a", "b"))
    assert choices.undoable() is not None
    choices.turn(is_undo=True)
    assert choices.redoable() is not None
    choices.stand_at(1, ("b", ""))
    assert choices.redoable() is None


def test_a_choice_is_of_its_case_and_ends_with_the_submission(qapp: QApplication) -> None:
    choices = _choices()
    choices.note(1, "推荐", _NONE, _RECOMMEND)
    choices.note(1, "重点", _RECOMMEND, (Outcome.RECOMMEND, ProjectClass.KEY))
    choices.stand_at(2, ("a", ""))
    choices.open_for(2)
    assert choices.undoable() is None
    choices.stand_at(1, ("a", ""))
    assert choices.undoable() is None
    choices.open_for(1)
    asked: list[object] = []
    choices.wanted.connect(lambda _case, choice, _is_undo: asked.append(choice.before))
    choices.turn(is_undo=True)
    choices.turn(is_undo=True)
    choices.turn(is_undo=True)
    assert asked == [_RECOMMEND, _NONE]
    choices.turn(is_undo=False)
    choices.note(1, "不予推荐", _RECOMMEND, (Outcome.DECLINE, None))
    assert choices.redoable() is None
    choices.forget(1)
    assert choices.undoable() is None


@given(st.lists(st.booleans(), max_size=12))
def test_choices_and_entries_come_back_in_the_order_they_were_made_and_again(is_choice: list[bool]) -> None:
    choices, kept = _choices(), list[str]()
    undone: list[str] = []

    def stand() -> None:
        choices.stand_at(1, (kept[-1] if kept else "", undone[-1] if undone else ""))

    stand()
    for number, chooses in enumerate(is_choice):
        if chooses:
            choices.note(1, str(number), _NONE, _RECOMMEND)
        else:
            kept.append(str(number))
            stand()
    taken = []
    for is_undo in (True, False):
        for _ in is_choice:
            choice = choices.undoable() if is_undo else choices.redoable()
            if choice is not None:
                choices.turn(is_undo)
            source, goal = (kept, undone) if is_undo else (undone, kept)
            taken.append(choice.words if choice is not None else source[-1])
            if choice is None:
                goal.append(source.pop())
                stand()
    made = [str(number) for number in range(len(is_choice))]
    assert taken == [*reversed(made), *made]
