"""The outcome chosen for an opinion comes back by Ctrl+Z, in order with what is on record, and is kept as a draft."""

from __future__ import annotations

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
