"""A pane follows its case: read again when it changed, and never handed a former one."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Noun
from reviewer_app.services.ports.changes import changed
from reviewer_app.services.ports.rows import CaseView
from reviewer_ui.case_reading import CaseReader
from support.desk_pages import Office, office
from support.many_cases import fill


@pytest.fixture
def made(tmp_path: Path, qtbot: QtBot) -> Office:
    """Three cases; answers come by the event loop."""
    made = office(tmp_path, synchronous=False)
    fill(made.unit, 3)
    return made


def test_a_case_left_before_it_was_read_does_not_arrive(made: Office, qtbot: QtBot) -> None:
    """Running down the list shows the case one stops at."""
    read: list[int] = []
    reader = CaseReader(made.context.background, made.context.background)
    reader.arrived.connect(lambda view: read.append(view.application.id))
    for case_id in (1, 2, 3):
        reader.follow(case_id)
    qtbot.waitUntil(lambda: bool(read))
    reader.follow(1)
    reader.follow(None)
    reader.follow(2)
    qtbot.waitUntil(lambda: len(read) == 2)
    assert read == [3, 2]


def test_the_case_is_read_again_when_it_was_changed_and_only_then(made: Office, qtbot: QtBot) -> None:
    """Another case's change is none of this pane's."""
    views: list[CaseView] = []
    reader = CaseReader(made.context.background, made.context.background)
    reader.arrived.connect(views.append)
    reader.follow(2)
    qtbot.waitUntil(lambda: len(views) == 1)
    background = made.context.background
    background.run_change(lambda _unit: changed(Noun.CASE, application=1))
    background.run_change(lambda _unit: changed(Noun.CASE, application=2))
    qtbot.waitUntil(lambda: len(views) == 2)
    assert [view.application.id for view in views] == [2, 2]
    assert reader.is_on(2)
    assert not reader.is_on(None)
