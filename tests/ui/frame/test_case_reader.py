"""Two panes follow one case by one reading: again when it changed, and never handed a former one."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Noun, changed
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.frame.case_panes import CasePanes
from reviewer_ui.frame.case_reader import CaseReader
from support.desk_pages import Office, office, type_text
from support.many_cases import fill


class Seen:
    """A pane that keeps what it was handed."""

    def __init__(self) -> None:
        self.views: list[CaseView] = []
        self.told: list[str] = []

    @property
    def cases(self) -> list[int]:
        return [view.application.id for view in self.views]

    def leave(self) -> None:
        self.told.append("leave")

    def show_view(self, view: CaseView) -> None:
        self.views.append(view)

    def show_none(self) -> None:
        self.told.append("none")


@pytest.fixture
def made(tmp_path: Path, qtbot: QtBot) -> Office:
    """Three cases; answers come by the event loop."""
    made = office(tmp_path, synchronous=False)
    fill(made.unit, 3)
    return made


def follower(made: Office, *panes: Seen) -> CaseReader:
    return CaseReader(made.context.background, panes, made.context.background)


def test_a_case_left_before_it_was_read_does_not_arrive(made: Office, qtbot: QtBot) -> None:
    """Running down the list shows the case one stops at."""
    pane = Seen()
    reader = follower(made, pane)
    for case_id in (1, 2, 3):
        reader.follow(case_id)
    qtbot.waitUntil(lambda: bool(pane.views))
    reader.follow(1)
    reader.follow(None)
    reader.follow(2)
    qtbot.waitUntil(lambda: len(pane.views) == 2)
    assert pane.cases == [3, 2]


def test_the_case_is_read_again_when_it_was_changed_and_only_then(made: Office, qtbot: QtBot) -> None:
    """Another case's change is none of this pane's; the case followed already is not read for being chosen again."""
    pane = Seen()
    reader = follower(made, pane)
    reader.follow(2)
    qtbot.waitUntil(lambda: len(pane.views) == 1)
    background = made.context.background
    background.run_change(lambda _unit: changed(Noun.CASE, application=1))
    background.run_change(lambda _unit: changed(Noun.CASE, application=2))
    qtbot.waitUntil(lambda: len(pane.views) == 2)
    reader.follow(2)
    QTest.qWait(0)
    assert pane.cases == [2, 2]
    assert reader.is_on(2)
    assert not reader.is_on(None)


def test_both_panes_are_handed_the_same_reading(made: Office, qtbot: QtBot) -> None:
    """What one of them shows, the other shows of the same moment."""
    first, second = Seen(), Seen()
    reader = follower(made, first, second)
    reader.follow(2)
    qtbot.waitUntil(lambda: bool(second.views))
    assert [view is other for view, other in zip(first.views, second.views, strict=True)] == [True]
    reader.follow(None)
    assert first.told == second.told == ["leave", "leave", "none"]


def test_what_is_being_typed_in_both_panes_stays_when_a_view_comes(made: Office, qtbot: QtBot) -> None:
    """Another person answers; the note and the field being typed are left as they are, and stored with their case."""
    panes = CasePanes(made.context)
    for pane in (panes.case, panes.opinion):
        qtbot.addWidget(pane)
        pane.show()
    panes.show_case(1)
    qtbot.waitUntil(lambda: panes.opinion.submitting.view is not None)
    panes.case.edit.click()
    editor = panes.case.fields.rows["project_name"].editor
    assert editor is not None
    editor.set_text("正在改的名称")
    editor.edited.emit()
    type_text(panes.opinion.writing.text, "正在写的意见")
    shown = panes.opinion.submitting.view
    made.context.background.run_change(lambda _unit: changed(Noun.CASE, application=1))
    qtbot.waitUntil(lambda: panes.opinion.submitting.view is not shown)
    assert editor.text() == "正在改的名称"
    assert "正在写的意见" in panes.opinion.writing.text.toPlainText()
    panes.show_case(2)
    qtbot.waitUntil(lambda: panes.case.fields.is_editing is False)
    kept = made.unit.drafts.of(1)
    assert kept["edit:project_name"].text == "正在改的名称"
    assert "正在写的意见" in kept["opinion.text"].text
    assert made.unit.drafts.of(2) == {}
