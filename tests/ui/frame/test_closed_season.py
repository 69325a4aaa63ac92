"""In a closed season what begins work is off beforehand and says by whom and why; what only shows goes on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from reviewer_app.services.cases.reading import window_status
from reviewer_app.services.seasons.closing import close_season, open_season_again
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.intake import IntakePage
from support.desk_pages import Office, office, signed_off
from support.packed import planned, sealed_batch

WHY = "材料已全部归档"


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def tell(at: Office) -> str:
    """What the window does whenever it reads how the season stands."""
    status = window_status(at.unit, "案卷库", None, None)
    at.context.actions.close_season(status.closed_said)
    return status.closed_said


def close(at: Office) -> str:
    close_season(at.unit, "2024", WHY)
    said = tell(at)
    assert WHY in said
    return said


def open_again(at: Office) -> None:
    open_season_again(at.unit, "2024", "补报一件")
    assert tell(at) == ""


def test_the_commands_that_begin_work_are_off_and_say_why(at: Office) -> None:
    actions = at.context.actions
    for name in ("case.register", "intake.import", "intake.pile", "dispatch.update", "dispatch.city"):
        actions.bind(name, lambda: None)
    said = close(at)
    for name in ("case.register", "intake.import", "intake.pile", "dispatch.update"):
        assert not actions[name].isEnabled()
        assert actions.why_closed(name) == said
    assert actions["dispatch.city"].isEnabled()
    actions.hold(True)
    actions.hold(False)
    assert not actions["case.register"].isEnabled()
    open_again(at)
    assert actions["case.register"].isEnabled()
    assert actions.why_closed("case.register") == ""


def test_the_ways_into_the_season_are_off_with_the_reason_above_the_list(at: Office, qtbot: QtBot) -> None:
    page = IntakePage(at.context)
    qtbot.addWidget(page)
    page.show()
    said = close(at)
    names = ("登记一件", "导入网上清单：选择文件", "收一摞纸质件：开始")
    ways = [one for one in page.start.findChildren(QPushButton) if one.accessibleName() in names]
    assert len(ways) == 3
    assert not any(one.isEnabled() for one in ways)
    assert page.start.closed.isVisible()
    assert all(one.accessibleDescription() == said for one in ways)
    open_again(at)
    assert all(one.isEnabled() for one in ways)
    assert not page.start.closed.isVisible()


def test_nothing_is_exported_and_the_page_says_it(at: Office, qtbot: QtBot) -> None:
    signed_off(at.unit, 1)
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show()
    options = page.preview.options
    page.preview.model.tick_all(True)
    assert options.export.isEnabled()
    said = close(at)
    page.preview.model.tick_all(True)
    assert not options.export.isEnabled()
    assert options.note.text() == said
    open_again(at)
    page.preview.model.tick_all(True)
    assert options.export.isEnabled()


def test_a_batch_is_looked_at_and_the_bureaus_answers_go_on(at: Office, qtbot: QtBot) -> None:
    sealed_batch(at.unit)
    planned(at.unit, 1)
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show()
    said = close(at)
    assert page.result.note.text() == said
    assert not page.result.change.isEnabled()
    assert page.result.open.isEnabled()
    assert not any(one.isEnabled() for name, one in page.sending.parts.buttons.items() if not one.isHidden())
    open_again(at)
    assert page.result.change.isEnabled()
