"""A case that was sent is read: nothing is offered on it that the service would refuse."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton, QTabWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.cases.checking import record_paper
from reviewer_app.services.cases.reading import open_case
from support.desk_pages import Office, office, signed_off
from support.followed import FollowedCase, FollowedOpinion

#: What only shows something, or prints it; what comes in about a sent case is entered in the register.
_READING = {"显示", "更多", "另存副本", "每一份在哪里…", "来文登记…", "看当时", "对照以前…", "看通知原文…"}
#: What an approved project promised is taken over where its standards are followed.
_READING |= {"申请表的预期成果读出 1 项，还没有转入。"}


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


def case_in(at: Office, state: State) -> int:
    """A case with a received copy in a state."""
    case_id = signed_off(at.unit, 1)
    record_paper(at.unit, case_id, PaperCopy(1, is_received=True, pages=3))
    at.unit.applications.cases[case_id] = replace(at.unit.applications.cases[case_id], state=state)
    return case_id


def offered(pages: QTabWidget) -> set[str]:
    """Every button that can be pressed on any of the pages."""
    found: set[str] = set()
    for place in range(pages.count()):
        pages.setCurrentIndex(place)
        buttons = pages.window().findChildren(QAbstractButton)
        found |= {one.text() for one in buttons if one.isVisible() and one.isEnabled()}
    return found


@pytest.mark.parametrize("state", sorted(set(State) - BEFORE_SENT - {State.DECLINED, State.WITHDRAWN}))
def test_of_a_sent_case_only_reading_is_offered(at: Office, qtbot: QtBot, state: State) -> None:
    case_id = case_in(at, state)
    case, opinion = FollowedCase(at.context), FollowedOpinion(at.context)
    acts = {act.label for act in open_case(at.unit, case_id).acts}
    for pane in (case, opinion):
        qtbot.addWidget(pane)
        pane.resize(532, 667)
        pane.show()
        pane.show_case(case_id)
        assert offered(pane.pages) <= _READING | acts, state.label
    assert case.material.rows[0].line.text() == "未盖章 · 3 页"


def test_a_copy_can_be_changed_until_the_case_is_sent(at: Office, qtbot: QtBot) -> None:
    """As long as the service takes it; the fields opened before are closed when it no longer does."""
    case_id = case_in(at, State.SEALED)
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_case(case_id)
    pane.pages.setCurrentWidget(pane.material)
    row = pane.material.rows[0]
    assert Act.RECORD_PAPER in open_case(at.unit, case_id).acts
    assert row.edit.isVisible()
    row.edit.click()
    case = at.unit.applications.cases[case_id]
    at.unit.applications.cases[case_id] = replace(case, state=State.SENT)
    pane.reload()
    assert not row.is_editing
    assert not row.edit.isVisible()
