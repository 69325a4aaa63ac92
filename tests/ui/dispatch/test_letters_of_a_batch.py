"""The covering letters of a batch in the window: their numbers, their action, the other way, what was before."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.letters import LetterWay, contact_of, way_of
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.dispatch.road.letters import ReplacedDialog
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import Office, office, signed_off
from support.packed import lettered

FIRST, SECOND = "2024年第1号（无代字）", "2024年第2号（无代字）"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Two cases that can go."""
    made = office(tmp_path)
    for number in (1, 2):
        signed_off(made.unit, number)
    return made


@pytest.fixture
def page(at: Office, qtbot: QtBot) -> DispatchPage:
    made = DispatchPage(at.context)
    qtbot.addWidget(made)
    made.resize(1280, 690)
    made.show()
    return made


def _called(at: Office, batch: int = 1) -> list[str]:
    return [one.called for one in in_force_of(at.unit, batch)]


def _confirm(page: DispatchPage, reason: str = "") -> None:
    dialog = next(one for one in page.findChildren(DecisionDialog) if one.isVisible())
    dialog.reason.setPlainText(reason)
    dialog.confirm.click()


def test_the_numbers_are_shown_beside_the_tick_and_are_those_that_are_given(at: Office, page: DispatchPage) -> None:
    """Without the tick no number is spoken of; with nothing chosen neither."""
    options = page.preview.options
    assert FIRST in options.numbers.text()
    options.letters.setChecked(False)
    assert (options.numbers.text(), options.numbers.isVisible()) == ("", False)
    options.letters.setChecked(True)
    page.preview.model.tick_all(False)
    assert options.numbers.text() == ""
    page.preview.model.tick_all(True)
    assert FIRST in options.numbers.text()
    options.export.click()
    assert _called(at) == [FIRST]


def test_a_letter_never_gets_another_number_than_was_shown(at: Office, page: DispatchPage) -> None:
    """Somebody took the number meanwhile: the batch stands, its letter waits at 出件, and the foot says why."""
    options = page.preview.options
    options.letters.setChecked(False)
    page.preview.model.toggle(1)
    options.export.click()
    options.letters.setChecked(True)
    page.show_batch(0)
    page.go_to(RoadStep.CHOOSE)
    page.preview.model.toggle(1)
    assert FIRST in options.numbers.text()
    assert lettered(at.unit, 1, is_sealed=False) == [FIRST]
    options.export.click()
    assert (_called(at, 1), _called(at, 2)) == ([FIRST], [])
    assert "第 2 批已导出，报送函没有出具" in at.said[-1].text


def test_letters_are_issued_by_the_action_and_once(at: Office, page: DispatchPage) -> None:
    """Asked with their numbers first; when all are there the action says so."""
    page.preview.options.letters.setChecked(False)
    page.preview.options.export.click()
    page.go_to(RoadStep.CHOOSE)
    page.asked.change("letters")
    assert page.step is RoadStep.MAKE
    _confirm(page)
    assert _called(at) == [FIRST]
    page.asked.change("letters")
    assert at.said[-1].text == "所示批次的报送函都已出具，或者还没有可以出具的批次。"


def test_the_letters_go_the_other_way_and_what_was_before_is_listed(at: Office, page: DispatchPage) -> None:
    """Not without a reason; then the former is given up, listed with its hash, reason and what stands instead."""
    page.preview.options.export.click()
    page.result.other_way.trigger()
    _confirm(page)
    assert _called(at) == [FIRST], "without a reason nothing is done"
    _confirm(page, "联系人要求分别报送")
    (now,) = in_force_of(at.unit, 1)
    assert (now.called, way_of(contact_of(now))) == (SECOND, LetterWay.ALL)
    before = page.result.press("letters")
    assert not before
    page.result.change.menu().actions()[-1].trigger()
    dialog = page.findChild(ReplacedDialog)
    assert dialog is not None
    (row,) = dialog.model.rows()
    assert (row.called, row.reason, row.instead) == (FIRST, "联系人要求分别报送", "")
    assert row.sha256 in dialog.told.text()
    dialog.reject()
